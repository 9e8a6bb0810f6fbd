"""Boxes of a Plotly figure, and the values beside them, in the axes of a picture."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.colors import to_rgb

from cartomut.charts.palette import LIGHT
from cartomut.exports.picture_look import POINT, Look, marker, numbers
from cartomut.exports.picture_panels import Panel, position_side

WHISKER = 1.5  # times the middle half, from which a value stands apart
SPREAD = (0.0, 0.5, -0.5, 0.25, -0.25, 0.75, -0.75, 1.0, -1.0)  # where points of a strip stand


def boxes(panel: Panel, traces: Sequence[tuple[int, Any]], layout: Any, look: Look) -> None:
    """Draw boxes: median, middle half, whiskers, and the points that the figure asks for."""
    mode = layout.boxmode or "overlay"
    count = len(traces) if mode == "group" else 1
    gap = 0.3 if layout.boxgap is None else layout.boxgap
    share = (1 - gap) / count
    for order, (rank, trace) in enumerate(traces):
        shift = (order - (count - 1) / 2) * share if mode == "group" else 0.0
        across = position_side(trace) == "y"
        for place, values in _samples(panel, trace, across).items():
            if len(values):
                _box(panel, trace, place + shift, values, share * 0.8, rank, look)


def _samples(panel: Panel, trace: Any, across: bool) -> dict[float, np.ndarray[Any, Any]]:
    """Gather the known values of each place; a trace without places has its name for one."""
    values = numbers(trace.x if across else trace.y)
    scale = panel.scale(across)
    named = trace.y if across else trace.x
    places = (
        scale.places([trace.name or ""] * len(values)) if named is None else scale.places(named)
    )
    return {
        float(place): values[(places == place) & ~np.isnan(values)]
        for place in dict.fromkeys(places)
    }


def five(values: np.ndarray[Any, Any], method: str | None) -> Mapping[str, Any]:
    """Return whisker ends, quartiles and the values apart, the way Plotly counts them."""
    first, middle, third = np.percentile(values, (25, 50, 75), method="hazen")
    if method in ("inclusive", "exclusive"):
        kept = np.sort(values)
        half = len(kept) // 2
        both = half + (len(kept) % 2 if method == "inclusive" else 0)
        first, third = np.median(kept[:both]), np.median(kept[-both:])
    reach = WHISKER * (third - first)
    near = values[(values >= first - reach) & (values <= third + reach)]
    apart = values[(values < first - reach) | (values > third + reach)]
    return {
        "q1": first,
        "med": middle,
        "q3": third,
        "whislo": near.min(),
        "whishi": near.max(),
        "fliers": np.array([]),
        "apart": apart,
    }


def _box(
    panel: Panel, trace: Any, place: float, values: Any, width: float, rank: int, look: Look
) -> None:
    across = position_side(trace) == "y"
    known = five(values, trace.quartilemethod)
    edge = look.colour(trace.line.color or _plain(trace.marker.color), LIGHT.category(rank))
    clear = str(trace.line.color).replace(" ", "") in ("rgba(0,0,0,0)", "rgba(255,255,255,0)")
    if not clear:
        face = look.colour(trace.fillcolor, (*to_rgb(edge), 0.25))
        line = {"color": edge, "linewidth": (trace.line.width or 2) * POINT}
        drawn = panel.axes.bxp(
            [{key: one for key, one in known.items() if key != "apart"}],
            positions=[place],
            widths=width,
            orientation="horizontal" if across else "vertical",
            patch_artist=True,
            boxprops={"facecolor": face, "edgecolor": edge, "linewidth": line["linewidth"]},
            medianprops=line,
            whiskerprops=line,
            capprops=line,
            manage_ticks=False,
            zorder=2,
        )
        drawn["boxes"][0].set_gid("box")
    shown = {"all": values, False: []}.get(trace.boxpoints, known["apart"])
    _strip(panel, trace, place, shown, width, edge, look)


def _strip(
    panel: Panel, trace: Any, place: float, values: Any, width: float, edge: Any, look: Look
) -> None:
    """Draw single values beside or over their box, spread so that they can be told apart."""
    every = trace.boxpoints == "all"
    spread = 0.3 if trace.jitter is None and every else (trace.jitter or 0)
    middle = -1.5 if trace.pointpos is None and every else (trace.pointpos or 0)
    offs = [spread * SPREAD[order % len(SPREAD)] for order in range(len(values))]
    places = [place + width / 2 * (middle + off) for off in offs]
    pair = (values, places) if position_side(trace) == "y" else (places, values)
    sign, hollow, _thin = marker(trace.marker.symbol)
    face = look.colour(_plain(trace.marker.color), edge)
    panel.axes.plot(
        *pair,
        marker=sign,
        linestyle="none",
        color=face,
        markerfacecolor=LIGHT.paper if hollow else face,
        markersize=(trace.marker.size or 6) * POINT,
        alpha=trace.marker.opacity,
        zorder=4,
    )


def _plain(colour: Any) -> Any:
    return colour if isinstance(colour, str) else None
