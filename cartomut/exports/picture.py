"""Charts as PNG or SVG, drawn from the figure's own data, without a browser.

Title, filters, caption, source and date stand inside the picture, so that they cannot be lost.
"""

import textwrap
from collections.abc import Sequence
from typing import Any, cast

import plotly.graph_objects as go
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.textpath import TextPath

from cartomut.charts.palette import LIGHT
from cartomut.exports import (
    picture_bars,
    picture_boxes,
    picture_legend,
    picture_panels,
    picture_points,
    picture_sankey,
    picture_treemap,
)
from cartomut.exports.picture_look import Look, look, words
from cartomut.exports.picture_panels import Panel, Sheet
from cartomut.exports.plate import saved
from cartomut.i18n import Language

WIDTH, DOTS = 10.0, 160  # inches, dots per inch
PIXELS = 90  # of the figure's height, in an inch
LOWEST = 3.2  # inches of the chart alone
SQUEEZED, FILLED = (
    0.7,
    0.95,
)  # of a chart's height, where it fills a place that is wider than it is high
MARGIN, TITLE, LINE = 0.2, 0.3, 0.17  # inches: around everything, a line of the title, of a note
TITLE_SIGNS, NOTE_SIGNS, SMALL = 90, 155, 8.5  # a line at most; points of a note
AXES = ("bar", "scatter", "box")
WHOLE = ("sankey", "treemap")  # kinds that fill the picture by themselves
ROUNDS = 2  # of giving the axes the room that their labels leave


def draw(
    figure: go.Figure,
    title: str,
    notes: Sequence[str],
    kind: str,
    _: Language,
    mark: str = "",
    room: tuple[float, float] | None = None,
) -> bytes:
    """Draw a figure as ``png`` or ``svg``.

    Parameters
    ----------
    notes
        What stands below: unit, source, filters, dataset, date.
    mark
        A word across the picture: invented data must not be taken for real ones.
    room
        Width and height in inches of a place to fill, as on a slide; a chart that needs more has
        the same shape and smaller letters. Without it, the page is as high as the chart.

    Raises
    ------
    ValueError
        When the figure holds a kind of trace or shape that no function here draws.
    """
    for trace in figure.data:
        if trace.type not in (*AXES, *WHOLE):
            raise ValueError(f"cartomut/exports/picture.py cannot draw a {trace.type!r} trace")
    seen = look(figure)
    samples = picture_legend.legend(figure, seen)
    titled = _folded([title], 15, TITLE_SIGNS) if title else []
    below = _folded(notes, SMALL, NOTE_SIGNS)
    head = MARGIN + TITLE * len(titled) + 0.1
    foot = MARGIN + LINE * len(below) + 0.1
    named = _legend_height(samples)
    chart = max(LOWEST, (figure.layout.height or 450) / PIXELS)
    width, height = WIDTH, head + chart + named + foot
    if room:
        least = FILLED if any(one.type in WHOLE for one in figure.data) else SQUEEZED
        scale = max(1.0, (head + least * chart + named + foot) / room[1])
        width, height = room[0] * scale, room[1] * scale
        chart = height - head - named - foot
    page = Figure(figsize=(width, height), dpi=DOTS, facecolor=LIGHT.paper)
    _write(page, height, "\n".join(titled), "\n".join(below))
    _legend(page, samples, (foot + named) / height)
    side = MARGIN / width
    box = (side, (foot + named) / height, 1 - 2 * side, chart / height)
    _draw(page, figure, box, seen, _)
    if mark:
        _mark(page, mark)
    return saved(page, kind)


def _folded(texts: Sequence[str], size: float, signs: int) -> list[str]:
    """Fold texts into lines that the page holds, however wide their letters are."""
    room = (WIDTH - 2 * MARGIN) * 72
    lines = []
    for text in texts:
        whole = words(text)
        wide = max(TextPath((0, 0), whole, size=size).get_extents().width, 1.0) if whole else 1.0
        fitting = int(len(whole) * room / wide * 0.97)
        lines += textwrap.wrap(whole, max(20, min(signs, fitting))) or [""]
    return lines


def _write(page: Figure, height: float, title: str, notes: str) -> None:
    side = MARGIN / page.get_figwidth()
    style: dict[str, Any] = {"fontsize": 15, "fontweight": 600, "color": LIGHT.ink, "va": "top"}
    page.text(side, 1 - MARGIN / height, title, **style)
    page.text(side, MARGIN / height, notes, fontsize=SMALL, color=LIGHT.quiet, va="bottom")


def _mark(page: Figure, text: str) -> None:
    page.text(
        0.5,
        0.5,
        words(text),
        fontsize=46,
        fontweight=600,
        color=LIGHT.ink,
        alpha=0.1,
        rotation=20,
        ha="center",
        va="center",
    )


def _columns(samples: Sequence[tuple[Artist, str]]) -> int:
    longest = max((len(name) for _sample, name in samples), default=0)
    return max(1, min(4, int(125 / (longest + 8))))


def _legend_height(samples: Sequence[tuple[Artist, str]]) -> float:
    return 0.22 * -(-len(samples) // _columns(samples)) + 0.15 if samples else 0.0


def _legend(page: Figure, samples: Sequence[tuple[Artist, str]], top: float) -> None:
    if samples:
        page.legend(
            [sample for sample, _name in samples],
            [name for _sample, name in samples],
            loc="upper left",
            bbox_to_anchor=(MARGIN / page.get_figwidth(), top),
            ncols=_columns(samples),
            frameon=False,
            fontsize=9.5,
            labelcolor=LIGHT.ink,
            borderaxespad=0,
            borderpad=0.1,
        )


def _draw(
    page: Figure,
    figure: go.Figure,
    box: tuple[float, float, float, float],
    seen: Look,
    _: Language,
) -> None:
    """Draw the traces in a box of the page."""
    sheet = picture_panels.sheet(page, figure)
    ranks = [(rank, one) for rank, one in enumerate(figure.data) if _shown(one)]
    canvas = FigureCanvasAgg(page)
    sheet.place(box)
    labels = [
        (panel, _traces(panel, pair, ranks, figure.layout, seen, _))
        for pair, panel in sheet.panels.items()
    ]
    picture_panels.shapes(sheet, figure, seen)
    for panel in sheet.panels.values():
        picture_panels.dress(panel, seen, _)
    picture_panels.annotations(sheet, figure, seen)
    _fit(sheet, box, canvas)
    for panel, texts in labels:
        picture_bars.write(panel, texts, _renderer(canvas))
    _fit(sheet, box, canvas)
    inner = sheet.paper.get_position().bounds
    for _rank, trace in ranks:
        if trace.type in WHOLE:
            axes = _whole(page, trace, inner)
            if trace.type == "sankey":
                picture_sankey.sankey(axes, trace, seen, _renderer(canvas))
            else:
                picture_treemap.treemap(axes, trace, seen, _renderer(canvas), _)


def _shown(trace: Any) -> bool:
    return trace.visible in (None, True)


def _traces(
    panel: Panel,
    pair: tuple[str, str],
    ranks: Sequence[tuple[int, Any]],
    layout: Any,
    seen: Look,
    _: Language,
) -> list[picture_bars.Label]:
    """Draw what stands on one pair of axes; return the texts of bars, still to be placed."""
    own = [
        (rank, one)
        for rank, one in ranks
        if one.type in AXES and (one.xaxis or "x", one.yaxis or "y") == pair
    ]
    before = None
    for rank, trace in own:
        if trace.type == "scatter":
            picture_points.points(panel, trace, rank, before, seen, _)
            before = trace
    picture_boxes.boxes(panel, [one for one in own if one[1].type == "box"], layout, seen)
    bars = [one for one in own if one[1].type == "bar"]
    return picture_bars.bars(panel, bars, layout, seen, _) if bars else []


def _fit(sheet: Sheet, box: tuple[float, float, float, float], canvas: FigureCanvasAgg) -> None:
    """Shrink the axes until their labels stand inside the box."""
    page = sheet.paper.figure
    left, low, width, height = box
    wanted = (left, low, left + width, low + height)
    edges = list(wanted)
    for _round in range(ROUNDS):
        sheet.place((edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]))
        renderer = _renderer(canvas)
        axes = [sheet.paper, *(one.axes for one in sheet.panels.values())]
        extents = [one.get_tightbbox(renderer) for one in axes]
        found = [one.transformed(page.transFigure.inverted()) for one in extents if one]
        for side, name in enumerate(("x0", "y0", "x1", "y1")):
            ends = [getattr(one, name) for one in found]
            edges[side] += wanted[side] - (min(ends) if side < 2 else max(ends))


def _whole(page: Figure, trace: Any, box: tuple[float, float, float, float]) -> Axes:
    """Make axes that count in pixels, downwards, for a kind that has no axes of its own."""
    left, low, width, height = box
    (x0, x1), (y0, y1) = (tuple(one or (0, 1)) for one in (trace.domain.x, trace.domain.y))
    axes = page.add_axes(
        (left + x0 * width, low + y0 * height, (x1 - x0) * width, (y1 - y0) * height)
    )
    axes.set_axis_off()
    inches = page.get_size_inches()
    axes.set_xlim(0, (x1 - x0) * width * inches[0] * PIXELS)
    axes.set_ylim((y1 - y0) * height * inches[1] * PIXELS, 0)
    return axes


def _renderer(canvas: Any) -> RendererBase:
    """Return what measures texts, whichever the format."""
    return cast(RendererBase, canvas.get_renderer())
