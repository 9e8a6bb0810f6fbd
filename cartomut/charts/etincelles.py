"""A trend in the space of a line of text: its years, its gaps, the years that are not whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.style import drawn, safe
from cartomut.i18n import Language

HEIGHT = 84  # pixels
ROOM = 0.18  # of the range, above and below the line
HOVER = "%{customdata[0]}<br>%{customdata[1]}<extra></extra>"


@dataclass(frozen=True)
class Point:
    """One date of a trend; ``is_partial`` when far fewer answered than in the best known year."""

    when: float
    label: str
    value: float | None
    text: str
    is_partial: bool = False


def etincelle(points: Sequence[Point], palette: Palette, _: Language) -> go.Figure:
    """Draw the known values in a line that breaks where a date is unknown.

    A hollow mark is a year for which far fewer answered; only the two ends are written below.
    """
    ends = [points[0], points[-1]]
    layout: dict[str, Any] = {
        "showlegend": False,
        "margin": {"l": 10, "r": 10, "t": 6, "b": 22},
        "xaxis": {
            "tickvals": [one.when for one in ends],
            "ticktext": [str(int(one.when)) for one in ends],
            "ticklabelposition": "outside",
            "tickangle": 0,
            "showgrid": False,
            "zeroline": False,
            "range": _range([one.when for one in points], 0.12),
        },
        "yaxis": {
            "visible": False,
            "range": _range([one.value for one in points if one.value is not None], ROOM),
        },
    }
    return drawn([_line(points, palette)], layout, palette, _, height=HEIGHT)


def _line(points: Sequence[Point], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [one.when for one in points],
        "y": [one.value for one in points],
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"width": 2, "color": palette.accent},
        "marker": {
            "size": [9 if one is points[-1] else 6 for one in points],
            "color": [palette.paper if one.is_partial else palette.accent for one in points],
            "line": {"width": 1.6, "color": palette.accent},
        },
        "customdata": [[safe(one.label), safe(one.text)] for one in points],
        "hovertemplate": HOVER,
    }


def _range(values: Sequence[float], room: float) -> list[float]:
    """Return the two ends of an axis; a single value stands in the middle."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    edge = (high - low) * room or abs(high) * room or 1.0
    return [low - edge, high + edge]
