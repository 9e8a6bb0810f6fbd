"""The legend of a picture: a sample of each kind of mark, with its name."""

from typing import Any

import plotly.graph_objects as go
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from cartomut.charts.palette import LIGHT
from cartomut.exports.picture_bars import paint
from cartomut.exports.picture_look import POINT, Look, dash, item, marker, words
from cartomut.exports.picture_points import diameter, line_colour, mode_of


def legend(figure: go.Figure, look: Look) -> list[tuple[Artist, str]]:
    """List what the legend shows: a sample of each named kind of mark, once each."""
    traces = [one for one in figure.data if one.type in ("bar", "scatter", "box")]
    asked = figure.layout.showlegend
    several = len(traces) > 1 or any(one.showlegend for one in traces)
    if asked is False or (asked is None and not several):
        return []
    found: dict[str, Artist] = {}
    for rank, trace in enumerate(traces):
        if trace.showlegend is not False and trace.visible in (None, True) and trace.name:
            found.setdefault(words(trace.name), _sample(trace, rank, look))
    pairs = [(sample, name) for name, sample in found.items()]
    return pairs[::-1] if figure.layout.legend.traceorder == "reversed" else pairs


def _sample(trace: Any, rank: int, look: Look) -> Artist:
    if trace.type == "bar":
        patch = Rectangle((0, 0), 1, 1)
        paint(patch, trace, 0, rank, look)
        return patch
    colour = line_colour(trace, rank, look)
    if trace.type == "box":
        return Patch(facecolor=look.colour(trace.fillcolor, (*to_rgb(colour), 0.25)), ec=colour)
    mode = mode_of(trace, 1)
    if mode == "lines" and trace.fill and not trace.line.width:
        return Patch(facecolor=look.colour(trace.fillcolor, colour))
    sign, hollow, _thin = marker(item(trace.marker.symbol, 0))
    face = look.colour(item(trace.marker.color, 0), colour)
    return Line2D(
        [],
        [],
        color=colour,
        linestyle=dash(trace.line.dash) if "lines" in mode else "none",
        linewidth=(2 if trace.line.width is None else trace.line.width) * POINT,
        marker=sign if "markers" in mode else "",
        markersize=min(9.0, diameter(trace.marker, item(trace.marker.size, 0)) * POINT),
        markerfacecolor=LIGHT.paper if hollow else face,
        markeredgecolor=look.colour(item(trace.marker.line.color, 0), face),
    )
