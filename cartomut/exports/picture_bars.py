"""Bars of a Plotly figure in the axes of a picture, and the texts on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.patches import Rectangle
from matplotlib.transforms import ScaledTranslation

from cartomut.charts.palette import LIGHT
from cartomut.exports.picture_look import HATCHES, POINT, Look, each, item, numbers, text_of, words
from cartomut.exports.picture_panels import Panel, position_side
from cartomut.i18n import Language

GAP = 0.2  # between bars, when the figure does not say
SMALLEST = 5.0  # points: a smaller text is left to the table


@dataclass(frozen=True)
class Label:
    """A text on a bar, which is placed once the ends of the axes are known."""

    box: Rectangle
    text: str
    position: str
    anchor: str
    colours: tuple[Any, Any]
    across: bool
    backwards: bool
    hide: bool
    size: float


def bars(
    panel: Panel, traces: Sequence[tuple[int, Any]], layout: Any, look: Look, _: Language
) -> list[Label]:
    """Draw the bars of a panel: grouped, stacked, relative or overlaid; (rank, trace) each."""
    unit = _unit(panel, [one for _rank, one in traces])
    gap = GAP if layout.bargap is None else layout.bargap
    mode = layout.barmode or "group"
    groups = list(dict.fromkeys(one.offsetgroup or rank for rank, one in traces))
    share = unit * (1 - gap) / (len(groups) if mode == "group" else 1)
    heaps: dict[Any, float] = {}
    labels: list[Label] = []
    for rank, trace in traces:
        order = groups.index(trace.offsetgroup or rank) if mode == "group" else 0
        shift = (order - (len(groups) - 1) / 2) * share if mode == "group" else 0.0
        wide = share * (1 - (layout.bargroupgap or 0))
        for box, place in _boxes(panel, trace, wide, shift, mode, heaps):
            paint(box, trace, place, rank, look)
            panel.axes.add_patch(box)
            labels += _labels(box, trace, place, layout, look, _)
    panel.axes.autoscale_view()
    return labels


def _unit(panel: Panel, traces: Sequence[Any]) -> float:
    """Return the least distance between two places of bars."""
    places: set[float] = set()
    for one in traces:
        side = position_side(one)
        places |= set(panel.scale(side == "y").places(one[side]))
    gaps = np.diff(sorted(one for one in places if not np.isnan(one)))
    return float(gaps.min()) if len(gaps) else 1.0


def _boxes(
    panel: Panel,
    trace: Any,
    wide: float,
    shift: float,
    mode: str,
    heaps: dict[Any, float],
) -> list[tuple[Rectangle, int]]:
    """Work out the rectangle of each known bar, with its place in the trace."""
    across = position_side(trace) == "y"
    places = panel.scale(across).places(trace.y if across else trace.x)
    values = numbers(trace.x if across else trace.y)
    widths = [wide if one is None else float(one) for one in each(trace.width, len(values))]
    bases = each(trace.base, len(values))
    found = []
    for rank, (place, value) in enumerate(zip(places, values, strict=True)):
        if np.isnan(value) or np.isnan(place):
            continue
        heap = (place, mode == "relative" and value < 0)
        piled = mode in ("stack", "relative")
        start = heaps.get(heap, 0.0) if piled else 0.0
        start = float(bases[rank]) if bases[rank] is not None else start
        heaps[heap] = start + value
        low, side = place + shift - widths[rank] / 2, widths[rank]
        box = (
            Rectangle((start, low), value, side) if across else Rectangle((low, start), side, value)
        )
        (box.sticky_edges.x if across else box.sticky_edges.y).append(start)
        found.append((box, rank))
    return found


def paint(box: Rectangle, trace: Any, place: int, rank: int, look: Look) -> None:
    """Give a bar its fill, edge and hatching; ``rank`` is the trace's, ``place`` the bar's."""
    mark = trace.marker
    colour = look.colour(item(mark.color, place), LIGHT.category(rank))
    shape = item(mark.pattern.shape, place) or ""
    hatch = item(mark.pattern.fgcolor, place)
    width = item(mark.line.width, place)
    edge = look.colour(item(mark.line.color, place), colour)
    box.set(
        facecolor=colour,
        edgecolor=edge,
        linewidth=0 if width is None else width * POINT,
        alpha=item(mark.opacity, place) or trace.opacity,
        hatch=HATCHES.get(shape, "//"),
        hatchcolor=look.colour(hatch, LIGHT.hatch),
        zorder=2,
    )


def _labels(
    box: Rectangle, trace: Any, place: int, layout: Any, look: Look, _: Language
) -> list[Label]:
    text = text_of(trace, place, _)
    position = str(item(trace.textposition, place) or "auto")
    if not text or position == "none":
        return []
    across = position_side(trace) == "y"
    inside = item(trace.insidetextfont.color, place) or item(trace.textfont.color, place)
    outside = item(trace.outsidetextfont.color, place) or item(trace.textfont.color, place)
    return [
        Label(
            box,
            words(text),
            position,
            trace.insidetextanchor or "end",
            (
                look.colour(inside, contrast(box.get_facecolor())),
                look.colour(outside, LIGHT.ink),
            ),
            across,
            (box.get_width() if across else box.get_height()) < 0,
            layout.uniformtext.mode == "hide",
            look.size(item(trace.textfont.size, place)) - 1,
        )
    ]


def contrast(colour: Any) -> str:
    """Choose the ink that reads on a colour."""
    red, green, blue = (float(one) for one in list(colour)[:3])
    dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.58
    return LIGHT.paper if dark else LIGHT.ink


def write(panel: Panel, labels: Sequence[Label], renderer: RendererBase) -> None:
    """Write the texts of bars, inside where they fit."""
    for label in labels:
        shown = label.box.get_window_extent(renderer)
        length, thick = (shown.width, shown.height)
        text = panel.axes.text(0, 0, label.text, fontsize=label.size, zorder=5)
        size = text.get_window_extent(renderer)
        fits = size.width <= length - 4 and size.height <= thick + 2
        inside = label.position == "inside" or (label.position == "auto" and fits)
        if inside and not fits:
            smaller = label.size * min((length - 4) / size.width, thick / size.height)
            if label.hide or smaller < SMALLEST:
                text.remove()
                continue
            text.set_fontsize(smaller)
        text.set_color(label.colours[0 if inside else 1])
        _set(text, label, inside)


def _set(text: Any, label: Label, inside: bool) -> None:
    """Place a text along its bar: from its end, in its middle or from its start."""
    box = label.box
    ends = (
        (box.get_x(), box.get_x() + box.get_width())
        if label.across
        else (box.get_y(), box.get_y() + box.get_height())
    )
    anchor = label.anchor if inside else "beyond"
    along = {"start": ends[0], "middle": sum(ends) / 2}.get(anchor, ends[1])
    forwards = (anchor in ("start", "beyond")) != label.backwards
    middle = "center" if anchor == "middle" else ""
    if label.across:
        text.set_position((along, box.get_y() + box.get_height() / 2))
        text.set(ha=middle or ("left" if forwards else "right"), va="center")
    else:
        text.set_position((box.get_x() + box.get_width() / 2, along))
        text.set(va=middle or ("bottom" if forwards else "top"), ha="center")
    if not middle:
        text.set_text(text.get_text())
        _push(text, label.across, forwards)


def _push(text: Any, across: bool, forwards: bool) -> None:
    """Keep a text three points away from the end of its bar."""
    step = (3 if forwards else -3) / 72
    move = ScaledTranslation(step if across else 0, 0 if across else step, _dots(text))
    text.set_transform(text.get_transform() + move)


def _dots(text: Any) -> Any:
    return text.figure.dpi_scale_trans
