"""How Plotly's words for colours, sizes, dashes, marks and patterns are said to matplotlib."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from html import unescape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cartomut.charts.palette import LIGHT, THEMES, Palette
from cartomut.exports import plate
from cartomut.i18n import Language

POINT = 0.8  # points per pixel of the figure: 90 pixels make an inch
TEXT = 10.0  # points of a text of the theme's own size
MARKERS = {
    "circle": "o",
    "square": "s",
    "triangle-up": "^",
    "triangle-down": "v",
    "triangle-left": "<",
    "triangle-right": ">",
    "diamond": "D",
    "cross": "P",
    "x": "X",
    "star": "*",
    "hexagon": "h",
    "pentagon": "p",
    "line-ns": "|",
    "line-ew": "_",
    "cross-thin": "+",
    "x-thin": "x",
}
THIN = ("line-ns", "line-ew", "cross-thin", "x-thin")  # drawn by their line alone
HATCHES = {"": "", "/": "///", "\\": "\\\\\\", ".": "..", "x": "xx", "-": "---", "|": "|||"}
HATCHES |= {"+": "++"}
DASHES: Mapping[str, Any] = {
    "solid": "solid",
    "dot": (0, (1.2, 2.0)),
    "dash": (0, (5, 3)),
    "longdash": (0, (8, 3)),
    "dashdot": (0, (5, 2, 1.2, 2)),
    "longdashdot": (0, (8, 2, 1.2, 2)),
}
_TAG = re.compile(r"</?(?:b|i|em|strong|sub|sup|span|a)(?:\s[^>]*)?>")
_BREAK = re.compile(r"<br\s*/?>")
_RGB = re.compile(r"rgba?\(([^)]*)\)")
_FIELD = re.compile(r"%\{([^}:]+)(?::([^}]*))?\}")


@dataclass(frozen=True)
class Look:
    """The look of a figure on a white page, whatever the theme it was drawn in."""

    swap: Mapping[str, str]
    font_size: float

    def colour(self, asked: Any, otherwise: Any = LIGHT.ink) -> Any:
        """Say a colour (a name, a code or numbers), the light theme's in place of its own's."""
        if asked is None:
            return otherwise
        text = str(asked).strip().lower()
        if text == "transparent":
            return (0.0, 0.0, 0.0, 0.0)
        if found := _RGB.fullmatch(text):
            return _rgba(found[1])
        return self.swap.get(text, text)

    def size(self, pixels: Any) -> float:
        """Say the size of a text in points, beside the theme's own size."""
        return TEXT if pixels is None else TEXT * float(pixels) / self.font_size


def look(figure: go.Figure) -> Look:
    """Find the theme that a figure was drawn in, by the colour of its ink."""
    font = figure.layout.font
    theme = next((one for one in THEMES.values() if one.ink == font.color), LIGHT)
    return Look(_swap(theme), float(font.size or theme.font_size))


def _swap(theme: Palette) -> dict[str, str]:
    pairs = zip(_colours(theme), _colours(LIGHT), strict=True)
    return {one.lower(): other for one, other in reversed(list(pairs))}


def _colours(palette: Palette) -> list[str]:
    """List the colours of a palette; the first ones win where two of a theme are the same."""
    found = [*palette.categories]
    for value in astuple(palette):
        if isinstance(value, str):
            found.append(value)
    return [*found, *palette.steps]


def _rgba(numbers: str) -> tuple[float, ...]:
    parts = [float(one) for one in numbers.split(",")]
    return (*(one / 255 for one in parts[:3]), *(parts[3:] or [1.0]))


def words(text: object) -> str:
    """Take a label as plain words: no HTML, and no formula between dollar signs."""
    return plate.words(bare(text))


def bare(text: object) -> str:
    """Take a label without Plotly's small HTML."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", "" if text is None else str(text))))


def each(value: Any, count: int) -> list[Any]:
    """Repeat a single value, or list the values, one per mark; what lacks is None."""
    if value is None or isinstance(value, str) or not isinstance(value, Iterable):
        return [value] * count
    found = list(value)
    return [*found[:count], *[None] * (count - len(found))]


def numbers(values: Any) -> np.ndarray[Any, Any]:
    """Take numbers, unknown ones as NaN."""
    known = [] if values is None else list(values)
    return np.array([np.nan if one is None else float(one) for one in known], dtype=float)


def dash(style: Any) -> Any:
    """Say a dash; lengths in pixels are taken as they are."""
    if style is None or style in DASHES:
        return DASHES[style or "solid"]
    return (0, tuple(float(one) * POINT for one in re.findall(r"[\d.]+", str(style))))


def marker(symbol: Any) -> tuple[str, bool, bool]:
    """Say a mark: its sign, whether it is hollow, whether it is only a line.

    Raises
    ------
    ValueError
        When no sign is like it.
    """
    name = str(symbol or "circle")
    hollow = "-open" in name
    base = name.replace("-open", "").replace("-dot", "")
    if base not in MARKERS:
        raise ValueError(f"cartomut/exports/picture_look.py has no mark like {name!r}")
    return MARKERS[base], hollow, base in THIN


def filled(template: str, fields: Mapping[str, Any], _: Language) -> str:
    """Fill a Plotly template such as ``%{label} %{value:.0%}``.

    Raises
    ------
    ValueError
        When a field is not one that pictures know.
    """

    def value(found: re.Match[str]) -> str:
        name, shape = found[1], found[2] or ""
        if name not in fields:
            raise ValueError(f"cartomut/exports/picture_look.py cannot fill {found[0]!r}")
        return formatted(fields[name], shape, _) if shape else str(fields[name])

    return _FIELD.sub(value, template)


def formatted(value: float, shape: str, _: Language) -> str:
    """Write a number in a d3 format: percentages, years (``d``), else the language's way."""
    digits = re.search(r"\.(\d+)", shape)
    if shape.endswith("%"):
        return _.percent(value, int(digits[1]) if digits else 0)
    if shape == "d":
        return str(round(value))
    return _.number(value, int(digits[1]) if digits else 2)


def item(value: Any, place: int) -> Any:
    """Take what a list gives to one mark, or the single value of all."""
    return each(value, place + 1)[place]


def _whole(text: Any) -> Any:
    """Write a whole number as the screen does: 7, not 7.0."""
    return int(text) if isinstance(text, float) and text.is_integer() else text


def text_of(trace: Any, place: int, _: Language) -> str:
    """Return the text of one mark: its own, or what its template makes of its values."""
    text = _whole(item(trace.text, place))
    template = item(trace.texttemplate, place)
    if not template:
        return "" if text is None else str(text)
    fields = {"text": text, "x": item(trace.x, place), "y": item(trace.y, place)}
    fields["value"] = fields["x"] if trace.orientation == "h" else fields["y"]
    data = None if trace.customdata is None else list(trace.customdata)[place]
    if data is not None:
        parts = each(data, 1) if isinstance(data, (str, int, float)) else list(data)
        fields |= {f"customdata[{rank}]": one for rank, one in enumerate(parts)}
        fields["customdata"] = data
    return filled(template, fields, _)
