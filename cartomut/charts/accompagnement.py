"""Figures of the life of mutuals: the sector's steps, and each mutual's over the years."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.periods import lines, period, unknown
from cartomut.charts.series import position
from cartomut.charts.style import drawn, folded, row_height, safe
from cartomut.i18n import Language
from cartomut.records import records

MARKS = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "star")
ROW = 26  # pixels of a line of a timeline
NEAR = 0.018  # of the width: two marks that are closer hide one another
COLUMN = 2.4  # years of width: the column of what has no date
COUNTS = ("nb_datees", "nb_sans_date", "nb_pas_encore", "nb_etape_inconnue")


def etapes_secteur(
    rows: pd.DataFrame, names: Mapping[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Stack the mutuals of each step by what is known: reached, not yet, unknown.

    ``rows`` are those of ``indicateurs/etapes_secteur``; ``names`` name the steps by code.
    """
    looks = dict(zip(COUNTS, _looks(palette, _), strict=True))
    steps = [folded(names.get(code, code), 18) for code in rows["etape_jalon"]]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "y": steps,
            "x": rows[column].tolist(),
            "name": name,
            "text": [str(one) if one else "" for one in rows[column]],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "textfont": {"color": ink},
            "marker": {
                "color": fill,
                "line": {"color": palette.categories[0], "width": 1.2},
                "pattern": {
                    "shape": pattern,
                    "fgcolor": line,
                    "bgcolor": fill,
                    "size": 14,
                    "solidity": 0.1,
                },
            },
            "hovertemplate": "%{y} : %{x}<extra>%{fullData.name}</extra>",
        }
        for column, (name, fill, pattern, line, ink) in looks.items()
        if rows[column].sum()
    ]
    layout = {
        "barmode": "stack",
        "bargap": 0.35,
        "showlegend": True,
        "legend": {"traceorder": "normal"},
        "uniformtext": {"minsize": 11, "mode": "hide"},
        "xaxis": {"title": {"text": _("mutuelles")}, "rangemode": "tozero", "nticks": 8},
        "yaxis": {"autorange": "reversed"},
    }
    return drawn(traces, layout, palette, _, 150 + row_height(steps, palette, 44) * len(rows))


def _looks(palette: Palette, _: Language) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return the name, fill, pattern, its colour and the ink of each count of the steps."""
    solid, paper, ink = palette.categories[0], palette.paper, palette.ink
    return (
        (_("Franchie, date connue"), solid, "", solid, palette.on(solid)),
        (_("Franchie, date inconnue"), paper, "/", solid, ink),
        (_("Pas encore, à ce qu'on sait"), paper, "", solid, ink),
        (_("Inconnu : rien ne le dit"), palette.grid, ".", palette.hatch, ink),
    )


def cycles(
    rows: pd.DataFrame, names: Mapping[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Draw one line per mutual, with a mark for each step that it has reached.

    ``rows``: organisme_id, titre_mutuelle, etape_jalon, etat_etape, date, date_fin; ``names`` name
    the steps, in order. A step reached at an unknown date stands in a column of its own, on the
    right.
    """
    mutuals = list(dict.fromkeys(rows["organisme_id"]))
    places = {one: rank for rank, one in enumerate(mutuals)}
    low, edge = _ends([*rows["date"], *rows["date_fin"]])
    reached = rows[rows["etat_etape"].isin(["datee", "sans_date"])]
    reached = reached.assign(hauteur=_heights(reached, places, (edge - low) * NEAR))
    undated = bool((rows["etat_etape"] == "sans_date").any())
    traces = [_course(rows, places, palette)]
    for rank, (code, name) in enumerate(names.items()):
        own = reached[reached["etape_jalon"] == code]
        aside = edge + 0.4 + COLUMN * (rank + 0.5) / len(names)
        traces.append(_step(own, name, rank, aside, palette, _))
    traces += _endings(rows.drop_duplicates("organisme_id"), places, palette, _)
    titles = rows.drop_duplicates("organisme_id")["titre_mutuelle"]
    layout = {
        "xaxis": {
            "tickformat": "d",
            "title": {"text": _("années")},
            "tickvals": _years(low, edge),
        },
        "yaxis": lines([folded(one, 22) for one in titles]),
        "showlegend": True,
    } | (_column(edge, palette, _) if undated else {})
    return drawn(traces, layout, palette, _, 190 + ROW * len(mutuals))


def _ends(dates: Sequence[object]) -> tuple[float, float]:
    """Return the first and the last moment of dates; this year when none is known."""
    known = [one for one in map(period, dates) if one]
    now = float(date.today().year)
    first = min((one.start for one in known), default=now)
    return first, max((one.end for one in known), default=now)


def _years(low: float, high: float) -> list[int]:
    """Choose round years to write under an axis: six at most, which a phone can hold."""
    step = next((one for one in (1, 2, 5, 10, 20) if (high - low) / one <= 6), 50)
    return list(range(-int(-low // step) * step, int(high) + 1, step))


def _heights(rows: pd.DataFrame, places: Mapping[str, int], near: float) -> list[float]:
    """Place each mark on its mutual's line; of marks too near, one stands above, one below."""
    last: dict[str, tuple[float, int]] = {}
    found: dict[Any, float] = {}
    for row in records(rows.reset_index().sort_values(["date", "index"], kind="stable")):
        when = position(None if unknown(row.date) else row.date)
        before, turn = last.get(row.organisme_id, (float("-inf"), 0))
        turn = turn + 1 if when is not None and when - before < near else 0
        last[row.organisme_id] = (before if when is None else when, turn)
        found[row.index] = places[row.organisme_id] + (0.0, 0.3, -0.3)[turn % 3]
    return [found[one] for one in rows.index]


def _column(edge: float, palette: Palette, _: Language) -> dict[str, Any]:
    """Draw the column of the steps whose date is unknown, past the last year."""
    return {
        "shapes": [
            {
                "type": "line",
                "x0": edge + 0.4,
                "x1": edge + 0.4,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": palette.border, "width": 1, "dash": "dot"},
            }
        ],
        "annotations": [
            {
                "x": edge + 0.4 + COLUMN / 2,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "text": _("sans date"),
                "showarrow": False,
                "font": {"color": palette.quiet},
            }
        ],
    }


def _course(rows: pd.DataFrame, places: Mapping[str, int], palette: Palette) -> dict[str, Any]:
    """Join the first and the last dated step of each mutual by a thin line."""
    x: list[float | None] = []
    y: list[int | None] = []
    for one, part in rows.groupby("organisme_id", sort=False):
        known = [found.start for found in map(period, [*part["date"], *part["date_fin"]]) if found]
        if known:
            x += [min(known), max(known), None]
            y += [places[str(one)], places[str(one)], None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": palette.border, "width": 2},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _step(
    rows: pd.DataFrame,
    name: str,
    rank: int,
    aside: float,
    palette: Palette,
    _: Language,
) -> dict[str, Any]:
    """Mark who has reached one step: filled at its date, hollow in the column without one."""
    found = [period(one) for one in rows["date"]]
    colour = palette.category(rank)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": safe(name),
        "x": [aside if one is None else one.start for one in found],
        "y": rows["hauteur"].tolist(),
        "customdata": rows["organisme_id"].tolist(),
        "hovertext": [_told(row, name, _) for row in records(rows)],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": MARKS[rank % len(MARKS)],
            "size": 12,
            "color": [palette.paper if one is None else colour for one in found],
            "line": {"color": colour, "width": 1.8},
        },
        "showlegend": True,
    }


def _told(row: Any, name: str, _: Language) -> str:
    day = _("date inconnue") if unknown(row.date) else _.date(row.date)
    return f"<b>{safe(row.titre_mutuelle)}</b><br>{safe(_.pair(name, day))}"


def _endings(
    rows: pd.DataFrame, places: Mapping[str, int], palette: Palette, _: Language
) -> list[dict[str, Any]]:
    """Mark the mutuals that were merged or dissolved."""
    ended = rows[rows["date_fin"].notna()]
    if ended.empty:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": _("Fusion ou dissolution"),
            "x": [position(one) for one in ended["date_fin"]],
            "y": [places[one] for one in ended["organisme_id"]],
            "customdata": ended["organisme_id"].tolist(),
            "hovertext": [
                safe(_.pair(row.titre_mutuelle, _.date(row.date_fin))) for row in records(ended)
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {"symbol": "x", "size": 11, "color": palette.ink},
        }
    ]
