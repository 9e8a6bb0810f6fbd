"""The course of one organisation: its legal statuses as bars of time, its steps as marks."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.series import position
from cartomut.charts.sketch import Sketch, Trace, bar, scatter
from cartomut.charts.style import folded, safe
from cartomut.i18n import Language
from cartomut.records import records

STATUS = "statut"
BEYOND = 1.0  # years drawn past the last known date: a status without an end goes on


def parcours(rows: pd.DataFrame, palette: Palette, _: Language) -> go.Figure:
    """Draw one line per dated row of ``fiches/organisme_parcours``, the oldest first.

    ``rows``: genre (statut or jalon), nom, date_debut, date_fin. Dates may be partial. A status
    without an end is hatched up to the edge: nothing says whether it lasts.
    """
    dated = rows[rows["date_debut"].map(position).notna()].reset_index(drop=True)
    edge = _edge(dated)
    figure = Sketch()
    for rank, row in enumerate(records(dated)):
        figure.add_trace(
            _period(rank, row, edge, palette, _)
            if row.genre == STATUS
            else _step(rank, row, palette, _)
        )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        zeroline=False,
        tickvals=list(range(len(dated))),
        ticktext=[folded(row.nom) for row in records(dated)],
    )
    figure.update_xaxes(tickformat="d", title=_("années"), **_whole_years(dated))
    figure.update_layout(showlegend=False, bargap=0.45)
    return figure.made(palette, _, height=110 + 32 * len(dated))


def _whole_years(rows: pd.DataFrame) -> dict[str, Any]:
    """Widen the axis of a short course to whole years: its ticks would all bear the same one."""
    known = [position(one) for one in rows["date_debut"]]
    starts = [one for one in known if one is not None]
    low, high = min(starts, default=0.0), _edge(rows) - BEYOND
    if not starts or high - low >= 3:
        return {}
    return {"range": [int(low) - 0.3, int(high) + 1.6], "dtick": 1}


def _edge(rows: pd.DataFrame) -> float:
    known = [position(one) for name in ("date_debut", "date_fin") for one in rows[name].dropna()]
    return max([one for one in known if one is not None], default=0.0) + BEYOND


def _period(rank: int, row: Any, edge: float, palette: Palette, _: Language) -> Trace:
    start = position(row.date_debut) or 0.0
    end = None if pd.isna(row.date_fin) else position(row.date_fin)
    text = (
        _("depuis : {}").format(_.date(row.date_debut))
        if end is None
        else _("de {} à {}").format(_.date(row.date_debut), _.date(row.date_fin))
    )
    return bar(
        y=[rank],
        base=[start],
        x=[max((edge if end is None else end) - start, 0.1)],
        orientation="h",
        marker={
            "color": palette.paper if end is None else palette.categories[0],
            "line": {"color": palette.categories[0], "width": 1.5},
            "pattern": {
                "shape": "/" if end is None else "",
                "fgcolor": palette.categories[0],
                "size": 8,
                "solidity": 0.35,
            },
        },
        hovertemplate=f"{safe(row.nom)}<br>{safe(text)}<extra></extra>",
    )


def _step(rank: int, row: Any, palette: Palette, _: Language) -> Trace:
    return scatter(
        y=[rank],
        x=[position(row.date_debut)],
        mode="markers",
        marker={"size": 13, "symbol": "diamond", "color": palette.categories[1]},
        hovertemplate=f"{safe(row.nom)}<br>{safe(_.date(row.date_debut))}<extra></extra>",
    )
