"""The panels of a picture: axes that read values as Plotly does, their ticks, shapes and notes."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator
from matplotlib.transforms import Transform, blended_transform_factory

from cartomut.charts.palette import LIGHT
from cartomut.exports.picture_look import POINT, Look, bare, dash, formatted, numbers, words
from cartomut.i18n import Language

TICKS = 6  # about how many, when the figure does not say
ROOM, ROOM_FOR_TEXT = 0.05, 0.12  # left beyond the marks of an axis, as Plotly does
SPACED = 10_000  # from which thousands stand apart
LARGE = 1_000_000  # from which ticks are written k, M, Md
SIDES = {"left": "right", "right": "left", "center": "center", "auto": "center", None: "center"}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass
class Scale:
    """One axis of a panel: where a value stands, and between which ends."""

    layout: Any
    categories: dict[str, int] | None
    bars: bool
    room: float = ROOM
    seen: list[float] = field(default_factory=list)

    def places(self, values: Any) -> np.ndarray[Any, Any]:
        """Place values on the axis; what is unknown is NaN."""
        if self.categories is None:
            return numbers([_number(one) for one in ([] if values is None else list(values))])
        places = self.categories
        return numbers([None if one is None else places.get(str(one)) for one in values])

    def place(self, value: Any) -> float:
        """Place one value on the axis."""
        return float(self.places([value])[0])


@dataclass
class Panel:
    """One pair of axes."""

    axes: Axes
    x: Scale
    y: Scale

    def scale(self, vertical: bool) -> Scale:
        """Return the scale of the y axis, or of the x axis."""
        return self.y if vertical else self.x


@dataclass
class Sheet:
    """The figure's panels and the rectangle of Plotly's « paper » around them."""

    paper: Axes
    panels: Mapping[tuple[str, str], Panel]

    def place(self, box: tuple[float, float, float, float]) -> None:
        """Give the paper a rectangle of the page, and each panel its part of it."""
        left, low, width, height = box
        self.paper.set_position(box)
        for panel in self.panels.values():
            (x0, x1), (y0, y1) = (_domain(one.layout) for one in (panel.x, panel.y))
            panel.axes.set_position(
                (left + x0 * width, low + y0 * height, (x1 - x0) * width, (y1 - y0) * height)
            )

    def of(self, reference: str) -> Panel | None:
        """Find the panel that has an axis such as ``x2``."""
        return next((one for pair, one in self.panels.items() if reference in pair), None)


def sheet(page: Figure, figure: go.Figure) -> Sheet:
    """Make the axes of every pair that the traces use.

    Raises
    ------
    ValueError
        When an axis lies over another one: a second scale is not drawn.
    """
    paper = page.add_axes((0, 0, 1, 1))
    paper.set_axis_off()
    traces = [one for one in figure.data if one.type in ("bar", "scatter", "box")]
    pairs = list(dict.fromkeys((one.xaxis or "x", one.yaxis or "y") for one in traces))
    panels = {}
    for x, y in pairs:
        for name in (x, y):
            if _axis(figure, name).overlaying:
                raise ValueError(f"cartomut/exports/picture.py cannot draw {name} over another")
        axes = page.add_axes((0, 0, 1, 1), zorder=1)
        axes.patch.set_alpha(0)
        panels[x, y] = Panel(axes, _scale(figure, x, traces), _scale(figure, y, traces))
    return Sheet(paper, panels)


def _axis(figure: go.Figure, name: str) -> Any:
    return figure.layout[f"{name[0]}axis{name[1:]}"]


def _scale(figure: go.Figure, name: str, traces: Iterable[Any]) -> Scale:
    side = name[0]
    own = [one for one in traces if (one[f"{side}axis"] or side) == name]
    layout = _axis(figure, name)
    values = [value for one in own for value in _values(one, side)]
    named = layout.type == "category" or (
        layout.type in (None, "-") and any(_number(one) is None for one in values)
    )
    given = [] if layout.categoryarray is None else list(layout.categoryarray)
    order = dict.fromkeys([str(one) for one in [*given, *values]]) if named else {}
    across = "h" if side == "y" else "v"
    bars = any(one.type in ("bar", "box") and _direction(one) == across for one in own)
    places = {category: rank for rank, category in enumerate(order)}
    text = side == "y" and any(one.type == "scatter" and "text" in (one.mode or "") for one in own)
    return Scale(layout, places if named else None, bars, ROOM_FOR_TEXT if text else ROOM)


def _values(trace: Any, side: str) -> list[Any]:
    """List a trace's values along an axis; a box without a position stands at its name."""
    values = [one for one in _listed(trace[side]) if one is not None]
    if trace.type == "box" and not values and side == position_side(trace):
        return [trace.name or ""]
    return values


def position_side(trace: Any) -> str:
    """Return the axis along which a bar or a box has its place, not its value."""
    return "y" if _direction(trace) == "h" else "x"


def _direction(trace: Any) -> str:
    if trace.orientation:
        return str(trace.orientation)
    return "h" if trace.type == "box" and trace.y is None and trace.x is not None else "v"


def _listed(values: Any) -> list[Any]:
    return [] if values is None else list(values)


def _number(value: Any) -> float | None:
    """Read a value as a number: a date is its year and a fraction; a word is none."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return math.nan
    if isinstance(value, (date, np.datetime64)):
        day: Any = np.array(value, "datetime64[D]").item()
        return float(day.year + (day.timetuple().tm_yday - 1) / 366)
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value) else None
    return float(value)


def _domain(layout: Any) -> tuple[float, float]:
    return (0.0, 1.0) if layout.domain is None else tuple(layout.domain)


def shapes(drawn: Sheet, figure: go.Figure, look: Look) -> None:
    """Draw the bands and lines of the layout.

    Raises
    ------
    ValueError
        When a shape is neither a line nor a rectangle.
    """
    for shape in figure.layout.shapes:
        if shape.type not in ("line", "rect"):
            raise ValueError(f"cartomut/exports/picture.py cannot draw a {shape.type!r} shape")
        axes, transform, (x, y) = _anchored(
            drawn, shape, ((shape.x0, shape.x1), (shape.y0, shape.y1))
        )
        style: dict[str, Any] = {
            "transform": transform,
            "zorder": 0.6 if shape.layer == "below" else 3,
            "alpha": shape.opacity,
        }
        edge = look.colour(shape.line.color)
        wide = (2 if shape.line.width is None else shape.line.width) * POINT
        line = {"linewidth": wide, "linestyle": dash(shape.line.dash)}
        if shape.type == "line":
            axes.plot(x, y, color=edge, scalex=False, scaley=False, clip_on=False, **line, **style)
        else:
            face = look.colour(shape.fillcolor, (0.0, 0.0, 0.0, 0.0))
            box = Rectangle(
                (min(x), min(y)), abs(x[1] - x[0]), abs(y[1] - y[0]), fc=face, ec=edge, **style
            )
            box.set(**line)
            axes.add_artist(box)
        if shape.label and shape.label.text:
            axes.text(
                max(x),
                max(y),
                words(shape.label.text),
                transform=transform,
                va="top",
                ha="right",
                fontsize=look.size(shape.label.font.size),
                color=look.colour(shape.label.font.color),
            )


def annotations(drawn: Sheet, figure: go.Figure, look: Look) -> None:
    """Write the notes of the layout, with a line to their point where they have one."""
    for note in figure.layout.annotations:
        if note.visible is False:
            continue
        axes, transform, (x, y) = _anchored(drawn, note, ((note.x,), (note.y,)))
        arrow = note.showarrow is not False
        right = (note.ax if note.ax is not None else -10) if arrow else 0
        down = (note.ay if note.ay is not None else -30) if arrow else 0
        axes.annotate(
            words(note.text),
            (x[0], y[0]),
            xycoords=transform,
            xytext=((right + (note.xshift or 0)) * POINT, (-down + (note.yshift or 0)) * POINT),
            textcoords="offset points",
            ha=_side(note.xanchor, x[0], arrow, ("left", "center", "right")),
            va=_side(note.yanchor, y[0], arrow, ("bottom", "center", "top")),
            fontsize=look.size(note.font.size),
            color=look.colour(note.font.color),
            rotation=-(note.textangle or 0),
            arrowprops={"arrowstyle": "-", "color": look.colour(note.arrowcolor)}
            if arrow and note.arrowhead != 0
            else None,
            bbox=_behind(note, look),
            annotation_clip=False,
            zorder=6,
        )


def _behind(note: Any, look: Look) -> dict[str, Any] | None:
    """Return the paper behind a note that asks for some, so that lines do not cross its words."""
    if note.bgcolor is None:
        return None
    return {"facecolor": look.colour(note.bgcolor), "edgecolor": "none", "pad": 1.5}


def _side(asked: Any, place: float, arrow: bool, names: tuple[str, str, str]) -> str:
    """Choose the side of a note that stands at its point, as Plotly does by itself."""
    words_of = {"left": "left", "right": "right", "top": "top", "bottom": "bottom"}
    if asked in words_of:
        return words_of[asked]
    if asked in ("center", "middle") or arrow:
        return "center"
    return names[min(2, max(0, int(place * 3)))] if 0 <= place <= 1 else "center"


def _anchored(
    drawn: Sheet, item: Any, ends: tuple[tuple[Any, ...], tuple[Any, ...]]
) -> tuple[Axes, Transform, tuple[list[float], list[float]]]:
    """Work out in which coordinates an item of the layout stands, and where."""
    references = (item.xref or "x", item.yref or "y")
    transforms: list[Transform] = []
    places: list[list[float]] = []
    home = drawn.paper
    for vertical, (reference, values) in enumerate(zip(references, ends, strict=True)):
        name, _sign, relative = str(reference).partition(" ")
        panel = None if name == "paper" else drawn.of(name)
        if panel is None:
            transforms.append(drawn.paper.transAxes)
            places.append([float(one) for one in values])
            continue
        home = panel.axes
        if relative:
            transforms.append(panel.axes.transAxes)
            places.append([float(one) for one in values])
        else:
            scale = panel.scale(bool(vertical))
            transforms.append(panel.axes.transData)
            places.append([scale.place(one) for one in values])
            scale.seen += places[-1] if item.plotly_name == "shape" else []
    return home, blended_transform_factory(*transforms), (places[0], places[1])


def dress(panel: Panel, look: Look, _: Language) -> None:
    """Give a panel its ends, ticks, titles and quiet grid."""
    axes = panel.axes
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(LIGHT.border)
    axes.set_axisbelow(True)
    for vertical in (False, True):
        _ends(axes, panel.scale(vertical), vertical)
        _ticks(axes, panel.scale(vertical), vertical, look, _)


def _ends(axes: Axes, scale: Scale, vertical: bool) -> None:
    layout, limits = scale.layout, axes.set_ylim if vertical else axes.set_xlim
    if layout.type == "log":
        (axes.set_yscale if vertical else axes.set_xscale)("log")
    if layout.range is not None and None not in layout.range:
        power = layout.type == "log"
        limits(*(10**one if power else scale.place(one) for one in layout.range))
        return
    (axes.set_ymargin if vertical else axes.set_xmargin)(scale.room)
    axes.autoscale_view(scalex=not vertical, scaley=vertical)
    low, high = sorted(axes.get_ylim() if vertical else axes.get_xlim())
    low, high = min([low, *scale.seen]), max([high, *scale.seen])
    if scale.categories is not None:
        low, high = -0.5, len(scale.categories) - 0.5
    elif layout.rangemode in ("tozero", "nonnegative"):
        low, high = min(low, 0.0) if low < -scale.room * (high - low) else 0.0, max(high, 0.0)
    limits(*((high, low) if layout.autorange == "reversed" else (low, high)))


def _ticks(axes: Axes, scale: Scale, vertical: bool, look: Look, _: Language) -> None:
    layout, axis = scale.layout, axes.yaxis if vertical else axes.xaxis
    if layout.visible is False:
        axis.set_visible(False)
        axes.spines[["left" if vertical else "bottom"]].set_visible(False)
        return
    _places(axis, scale, _)
    if layout.side == ("right" if vertical else "top"):
        (axes.yaxis.tick_right if vertical else axes.xaxis.tick_top)()
        axis.set_label_position(layout.side)
    labelled = layout.showticklabels is not False
    axis.set_tick_params(
        colors=LIGHT.ink,
        length=0,
        labelsize=look.size(layout.tickfont.size) - 1,
        rotation=-(layout.tickangle or 0) if isinstance(layout.tickangle, (int, float)) else 0,
    )
    if not labelled:
        axis.set_tick_params(label1On=False, label2On=False)
    axis.set_label_text(words(layout.title.text), color=LIGHT.ink, fontsize=look.size(None))
    if layout.showgrid is not False and scale.categories is None and not scale.bars:
        axis.grid(True, color=LIGHT.grid, linewidth=0.8)
    low, high = sorted(axes.get_ylim() if vertical else axes.get_xlim())
    if layout.zeroline is not False and low < 0 < high and scale.categories is None:
        line = axes.axhline if vertical else axes.axvline
        line(0, color=LIGHT.border, linewidth=1, zorder=0.7)


def _places(axis: Axis, scale: Scale, _: Language) -> None:
    layout = scale.layout
    if layout.tickvals is not None:
        places = list(scale.places(layout.tickvals))
        texts = None if layout.ticktext is None else [words(one) for one in layout.ticktext]
        axis.set_ticks(places, texts)
        if texts is not None:
            return
    elif scale.categories is not None:
        names = list(scale.categories)
        axis.set_ticks(list(scale.categories.values()), [words(one) for one in names])
        return
    elif isinstance(layout.dtick, (int, float)):
        axis.set_major_locator(MultipleLocator(layout.dtick, offset=layout.tick0 or 0))
    else:
        whole = layout.tickformat == "d" or scale.bars
        steps = [1, 2, 5, 10]
        axis.set_major_locator(MaxNLocator(layout.nticks or TICKS, integer=whole, steps=steps))
    shape = layout.tickformat or ""
    ends = (bare(layout.tickprefix), bare(layout.ticksuffix))
    axis.set_major_formatter(FuncFormatter(lambda value, _place: _written(value, shape, ends, _)))


def _written(value: float, shape: str, ends: tuple[str, str], _: Language) -> str:
    if shape:
        text = formatted(value, shape, _)
    elif abs(value) >= LARGE:
        text = _.money(value, "").strip()
    elif float(value).is_integer() and abs(value) < SPACED:
        text = str(int(value))  # a year is not a thousand
    else:
        text = _.number(value, 2)
    return words(f"{ends[0]}{text}{ends[1]}")
