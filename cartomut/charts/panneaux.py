"""Bars by year, one panel per figure: the value, its change and how many stand behind each bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.style import drawn, safe
from cartomut.i18n import Language

ALL_WRITTEN = 7  # years; past that only the first and the last known bear their texts
PANEL_HEIGHT, GAP, EDGES = 130, 96, (48, 48)  # pixels
WIDTH = 0.66  # of a bar, in years
HOVER = "%{x} : %{customdata[0]}<br>%{customdata[1]}<extra>%{fullData.name}</extra>"
KNOWN, LEAST, MASKED = "valeur", "minimum", "masque"
UNKNOWN, NOT_RETURNED = "inconnu", "non_rendu"


@dataclass(frozen=True)
class Bar:
    """One year of a panel.

    ``state`` is ``valeur``, ``minimum`` (a value of which something is masked), ``masque``,
    ``inconnu`` (an account was returned without it) or ``non_rendu``. ``base`` is n of N.
    """

    year: int
    value: float | None
    text: str
    state: str
    base: str
    change: str = ""
    hover: str = ""


@dataclass(frozen=True)
class Panel:
    """One figure over the years, with what its title adds in small."""

    title: str
    detail: str
    bars: Sequence[Bar]


def panneaux(panels: Sequence[Panel], palette: Palette, _: Language) -> go.Figure:
    """Draw one panel of bars per figure, each on its own scale, all over the same years.

    A value that leaves out what is masked is hatched and bears « ≥ ». Without a value the foot of
    the bar says why: ``n. d.``, masked, or ``×`` where nothing was returned.
    """
    larger = palette.font_size / Palette.font_size  # four lines of text stand between two panels
    gap, top_edge, foot = (round(larger * one) for one in (GAP, *EDGES))
    height = PANEL_HEIGHT * len(panels) + gap * (len(panels) - 1)
    layout: dict[str, Any] = {
        "showlegend": False,
        "barmode": "overlay",
        "bargap": 0.3,
        "margin": {"l": 4, "r": 4, "t": top_edge, "b": foot},
        "annotations": [],
    }
    traces: list[dict[str, Any]] = []
    for rank, panel in enumerate(panels, 1):
        top = 1 - (rank - 1) * (PANEL_HEIGHT + gap) / height
        layout |= _axes(rank, panel, [max(0.0, top - PANEL_HEIGHT / height), top])
        layout["annotations"].append(_title(panel, top, palette))
        states = {bar.state for bar in panel.bars}
        found = [_bars(panel, one, rank, palette) for one in (KNOWN, LEAST) if one in states]
        found += [_mark(panel, state, word, palette) for state, word in _words(_).items()]
        place = {"xaxis": f"x{_suffix(rank)}", "yaxis": f"y{_suffix(rank)}"}
        traces += [one | place for one in found if one["x"]]
    return drawn(traces, layout, palette, _, height=height + top_edge + foot)


def _suffix(rank: int) -> str:
    return str(rank) if rank > 1 else ""


def _title(panel: Panel, top: float, palette: Palette) -> dict[str, Any]:
    title = f"<b>{safe(panel.title)}</b>"
    return {
        "text": f"{title}<br>{safe(panel.detail)}" if panel.detail else title,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "align": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "font": {"size": palette.font_size - 1},
    }


def _words(_: Language) -> dict[str, str]:
    return {UNKNOWN: _("n. d."), MASKED: _("masqué"), NOT_RETURNED: "×"}


def _bars(panel: Panel, state: str, rank: int, palette: Palette) -> dict[str, Any]:
    """Draw the years of a state that has values; a least is hatched, in the export too."""
    valued = [bar for bar in panel.bars if bar.value is not None]
    ends = {valued[0].year, valued[-1].year} if valued else set()
    every = len(panel.bars) <= ALL_WRITTEN
    known = [bar for bar in valued if bar.state == state]
    colour = palette.category(rank - 1)
    hatched = {"shape": "/", "fgcolor": colour, "size": 7, "solidity": 0.35}
    return {
        "type": "bar",
        "x": [bar.year for bar in known],
        "y": [bar.value for bar in known],
        "name": safe(panel.title),
        "text": [_written(bar) if every or bar.year in ends else "" for bar in known],
        "width": WIDTH,
        "constraintext": "none",
        "textposition": "outside",
        "cliponaxis": False,
        "textangle": 0,
        "textfont": {"color": palette.ink, "size": palette.font_size - 3},
        "marker": {
            "color": palette.paper if state == LEAST else colour,
            "line": {"color": colour, "width": 1.2},
            "pattern": hatched if state == LEAST else {"shape": ""},
        },
        "customdata": [[safe(bar.hover or bar.text), safe(bar.base)] for bar in known],
        "hovertemplate": HOVER,
    }


def _written(bar: Bar) -> str:
    text = f"≥ {bar.text}" if bar.state == LEAST else bar.text
    return f"{safe(text)}<br>{safe(bar.change)}" if bar.change else safe(text)


def _mark(panel: Panel, state: str, word: str, palette: Palette) -> dict[str, Any]:
    """Write a word at the foot of the years that have no value for this reason."""
    years = [bar.year for bar in panel.bars if bar.state == state and bar.value is None]
    return {
        "type": "scatter",
        "x": years,
        "y": [0] * len(years),
        "mode": "text",
        "text": [word] * len(years),
        "textposition": "top center",
        "textfont": {"color": palette.quiet, "size": palette.font_size - 3},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "name": word,
    }


def _axes(rank: int, panel: Panel, domain: Sequence[float]) -> dict[str, Any]:
    """Return the two axes of a panel, whose place on the paper is ``domain``."""
    years = [bar.year for bar in panel.bars]
    shown = panel.bars if len(years) <= ALL_WRITTEN else (panel.bars[0], panel.bars[-1])
    suffix = _suffix(rank)
    across = {
        "anchor": f"y{suffix}",
        "domain": [0.0, 1.0],
        "tickvals": [bar.year for bar in shown],
        "ticktext": [f"{bar.year}<br>{safe(bar.base)}" for bar in shown],
        "range": [years[0] - 0.6, years[-1] + 0.6],
        "showgrid": False,
    }
    up = {
        "anchor": f"x{suffix}",
        "domain": list(domain),
        "showticklabels": False,
        "showgrid": False,
        "zeroline": True,
        "range": _range([bar.value for bar in panel.bars if bar.value is not None]),
    }
    return {f"xaxis{suffix}": across, f"yaxis{suffix}": up}


def _range(values: Sequence[float]) -> list[float]:
    """Start at zero, with room for two lines of text beyond the longest bars."""
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    room = 0.42 * ((high - low) or 1.0)
    return [low - (room if low < 0 else 0.0), high + (room if high > 0 or low == 0 else 0.0)]
