"""One look for every figure: our fonts and colours, quiet grid, the language's separators."""

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from itertools import chain
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.i18n import Language

FONT = "IBM Plex Sans, sans-serif"
CLEAR = "rgba(0,0,0,0)"  # the page shows through
WITHOUT_AXES = ("sankey", "treemap")
LETTER, PAD = 0.5, 18  # width of a letter beside its height; pixels between words and axis


def styled(figure: go.Figure, palette: Palette, _: Language, height: int = 340) -> go.Figure:
    """Apply the product's look to a figure; titles stay outside, in the page.

    What the figure sets itself holds; the look fills in the rest.
    """
    whole = figure.to_dict()
    own = {name: value for name, value in whole["layout"].items() if name != "template"}
    figure.layout = looked(whole["data"], own, palette, _, height)
    figure.layout.template = None
    return figure


def drawn(
    traces: Sequence[Mapping[str, Any]],
    layout: Mapping[str, Any],
    palette: Palette,
    _: Language,
    height: int,
) -> go.Figure:
    """Make a figure with the product's look at once, from dictionaries.

    Ten times quicker than setting one property after the other, and Plotly does not check each of
    them at each run.
    """
    return unchecked(list(traces), looked(traces, layout, palette, _, height))


def unchecked(traces: list[Mapping[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """Make a figure without Plotly's checks; the tests put them back."""
    # An empty template, or Plotly would copy its default one first.
    figure = go.Figure(traces, layout | {"template": {}}, _validate=False)
    figure.layout.template = None
    return figure


def looked(
    traces: Sequence[Mapping[str, Any]],
    layout: Mapping[str, Any],
    palette: Palette,
    _: Language,
    height: int,
) -> dict[str, Any]:
    """Fill in what a layout does not say itself: fonts, colours, quiet grid, legend below.

    Not as a Plotly template: the browser draws each new chart twice, and would take the template
    for another one the second time, which draws everything anew.
    """
    arrow = {"arrowcolor": palette.quiet, "arrowwidth": 1}
    axes = {name: _axis(palette, layout.get(name, {})) for name in _axes(traces, layout)}
    shared = _shared(palette) | axes
    own = {"height": height, "separators": ", " if _.code == "fr" else ".,"} | dict(layout)
    notes = [_over(arrow, one) for one in layout.get("annotations", ())]
    made = _over(shared, own | {"annotations": notes})
    left = max(made["margin"]["l"], _left(traces, made))
    return made | {"margin": made["margin"] | {"l": left}}


def _left(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> int:
    """Guess the pixels that the words of the vertical axis need, from the length of the longest.

    The browser makes room for them in any case, but draws the chart again where it was too little.
    """
    axis = layout.get("yaxis")
    if not axis or axis.get("showticklabels") is False or axis.get("visible") is False:
        return 0
    columns = [trace.get("y") for trace in traces if trace.get("yaxis", "y") == "y"]
    values = axis.get("ticktext") or chain.from_iterable(one for one in columns if one is not None)
    lines = [line for one in values if isinstance(one, str) for line in one.split("<br>")]
    size = layout["font"]["size"]
    titled = size + axis["title"]["standoff"] if axis["title"].get("text") else 0
    return round(LETTER * size * max(map(len, lines)) + PAD) + titled if lines else 0


def _over(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Lay properties over others, level by level; the title of an axis may be its text alone."""
    made = dict(shared)
    for name, value in own.items():
        below = shared.get(name)
        if isinstance(below, Mapping):
            made[name] = _over(below, {"text": value} if isinstance(value, str) else value)
        else:
            made[name] = value
    return made


def _axes(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> set[str]:
    """Name the axes of a figure, of those too that its layout does not mention."""
    found = {name for name in layout if name[1:].startswith("axis")}
    for trace in traces:
        if trace["type"] not in WITHOUT_AXES:
            for name in ("x", "y"):
                found.add(f"{name}axis{trace.get(f'{name}axis', name)[1:]}")
    return found


def _axis(palette: Palette, own: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an axis takes over; a colour of its zero line or of its own would draw them."""
    zero = {} if own.get("showgrid") is False else {"zerolinecolor": palette.grid}
    return zero | {
        "gridcolor": palette.grid,
        "title": {"font": {"size": palette.font_size - 1}, "standoff": 15},
        "automargin": True,
        "fixedrange": True,
    }


@cache
def _shared(palette: Palette) -> dict[str, Any]:
    return {
        "margin": {"l": 8, "r": 16, "t": 24, "b": 68},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT, "size": palette.font_size, "color": palette.ink},
        "colorway": list(palette.categories),
        "hoverlabel": {
            "font": {"family": FONT, "color": palette.ink},
            "bgcolor": palette.paper,
            "align": "left",
        },
        "hovermode": "closest",
        # A chart of other data is made anew: while it stands, its data are the same.
        "datarevision": 1,
        "legend": {
            "orientation": "h",
            "yref": "container",
            "y": 0.0,
            "yanchor": "bottom",
            "x": 0,
        },
        "barcornerradius": 3,
    }


def folded(text: object, width: int = 26) -> str:
    """Escape a text and fold it into short lines, for the labels of an axis."""
    return "<br>".join(safe(line) for line in wrap(str(text), width))


def row_height(labels: Sequence[str], palette: Palette, least: int) -> int:
    """Return the pixels of a row in which the longest of the folded labels stands whole."""
    lines = max((1 + label.count("<br>") for label in labels), default=1)
    return max(least, round(1.3 * palette.font_size * lines) + 6)


def safe(text: object) -> str:
    """Escape a text from data: Plotly reads a small HTML in labels and hovers."""
    return escape(str(text), quote=False)
