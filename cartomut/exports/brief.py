"""The monthly brief: one or two A4 pages of figures, decisions and tasks, whole, as PDF.

Typst sets it, as it sets the fact sheet: every text comes as a value, never as markup.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path

from cartomut.charts.etincelles import Point
from cartomut.charts.palette import LIGHT
from cartomut.exports.fiche import Document
from cartomut.exports.typesetting import typeset
from cartomut.i18n import Language

LAYOUT = Path(__file__).with_suffix(".typ")
_COLOURS = ("ink", "quiet", "grid", "border", "accent", "warm", "sea")
_WIDTH, _HEIGHT, _EDGE = 150, 34, 4  # of a trend, in the units of its SVG


@dataclass(frozen=True)
class Line:
    """A figure of the brief; every field is already written."""

    title: str
    value: str
    when: str
    change: str
    target: str
    about: str  # base, nature, denominator
    sources: str  # numbers in the list of documents
    trend: str = ""  # SVG; empty without two known dates
    trend_said: str = ""


@dataclass(frozen=True)
class Group:
    """What waits, of one kind: the titles that share a reason, and it; ``more`` are counted."""

    title: str
    items: Sequence[tuple[Sequence[str], str]]
    more: str = ""


@dataclass(frozen=True)
class Brief:
    """Everything that stands in the brief, in its own words."""

    title: str
    kind: str
    mark: str  # of the dataset, on every page
    edition: str  # at the foot of every page
    address: str  # of the same view in the app
    sentence: str
    figures: Sequence[Line]
    groups: Sequence[Group]
    tasks: Sequence[tuple[str, str]]  # a recommendation or an action, and who, when, its state
    no_figure: str = ""
    no_group: str = ""
    no_task: str = ""
    notes: Sequence[str] = field(default=())
    documents: Sequence[Document] = field(default=())
    is_invented: bool = False


def brief(content: Brief, _: Language) -> bytes:
    """Set the brief as PDF."""
    return typeset(LAYOUT, "brief", _laid_out(content, _))[0]


def _laid_out(content: Brief, _: Language) -> dict[str, object]:
    return asdict(content) | {
        "language": _.code,
        "colours": {name: getattr(LIGHT, name) for name in _COLOURS},
        "words": {
            "figures": _("Les chiffres qui comptent"),
            "decisions": _("Ce qui attend une décision"),
            "tasks": _("Recommandations et actions à suivre"),
            "sources": _("Sources"),
            "no_source": _("Aucune source n'est citée."),
            "view": _("Cette page dans CartoMut"),
            "page": _("page {} sur {}"),
        },
    }


def trend(points: Sequence[Point]) -> str:
    """Draw known values as a small SVG line; empty without two of them.

    The line breaks where a date is unknown; a hollow mark is a year that is not whole.
    """
    known = [(one.when, one.value, one) for one in points if one.value is not None]
    if len(known) < 2:
        return ""
    across = _scale([when for when, _value, _one in known], _WIDTH)
    up = _scale([value for _when, value, _one in known], _HEIGHT)
    spots = {id(one): (across(when), _HEIGHT - up(value)) for when, value, one in known}
    colour, paper = LIGHT.accent, LIGHT.paper
    lines = [
        f'<path d="M{_at(spots[id(a)])}L{_at(spots[id(b)])}" stroke="{colour}" stroke-width="1.4"/>'
        for a, b in pairwise(points)
        if id(a) in spots and id(b) in spots
    ]
    marks = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" stroke="{colour}" '
        f'fill="{paper if one.is_partial else colour}"/>'
        for one in points
        if id(one) in spots
        for x, y in [spots[id(one)]]
    ]
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(lines + marks)}</svg>'


def _scale(values: Sequence[float], size: int) -> Callable[[float], float]:
    """Place values between the two edges of a size; equal ones in the middle."""
    low, high = min(values), max(values)
    if low == high:
        return lambda _value: size / 2
    return lambda value: _EDGE + (value - low) / (high - low) * (size - 2 * _EDGE)


def _at(spot: tuple[float, float]) -> str:
    return f"{spot[0]:.1f} {spot[1]:.1f}"
