"""Figures of the life of mutuals and of what PASS does: steps, activities, agreements over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.series import position
from cartomut.charts.style import drawn, folded, safe
from cartomut.i18n import MISSING, Language
from cartomut.records import records

MARKS = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "star")
APART = 0.35  # years: two marks that are closer stand one above the other
LANES = 7  # marks that stand one above the other at most
ROW = 26  # pixels of a line of a timeline
NEAR = 0.018  # of the width: two marks that are closer hide one another
COLUMN = 2.4  # years of width: the column of what has no date
COUNTS = ("nb_datees", "nb_sans_date", "nb_pas_encore", "nb_etape_inconnue")


@dataclass(frozen=True)
class Period:
    """From when to when on a line of years; ``vague`` when the day or the month is not known."""

    start: float
    end: float
    vague: bool


def period(start: object, end: object = None) -> Period | None:
    """Place a partial date, or an interval of two, on a line of years; None without a start.

    A date known to the year or to the month lasts for all of it.
    """
    first = position(None if _unknown(start) else start)
    if first is None:
        return None
    closing = start if _unknown(end) else end
    last = (position(closing) or first) + _width(str(closing))
    return Period(first, max(first, last), _unknown(end) and len(str(start)) < 10)


def _width(text: str) -> float:
    """Return how much of a year a partial date leaves open."""
    return {4: 1.0, 7: 1 / 12}.get(len(text), 0.0)


def _unknown(value: Any) -> bool:
    return value is None or bool(pd.isna(value))


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
    return drawn(traces, layout, palette, _, 150 + 44 * len(rows))


def _looks(palette: Palette, _: Language) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return the name, fill, pattern, its colour and the ink of each count of the steps."""
    solid, paper, ink = palette.categories[0], palette.paper, palette.ink
    return (
        (_("Franchie, date connue"), solid, "", solid, palette.on(solid)),
        (_("Franchie, date inconnue"), paper, "/", solid, ink),
        (_("Pas encore, à ce qu'on sait"), paper, "", solid, ink),
        (_("Inconnu : rien ne le dit"), palette.grid, ".", palette.quiet, ink),
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
        "yaxis": _lines([folded(one, 22) for one in titles]),
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
        when = position(None if _unknown(row.date) else row.date)
        before, turn = last.get(row.organisme_id, (float("-inf"), 0))
        turn = turn + 1 if when is not None and when - before < near else 0
        last[row.organisme_id] = (before if when is None else when, turn)
        found[row.index] = places[row.organisme_id] + (0.0, 0.3, -0.3)[turn % 3]
    return [found[one] for one in rows.index]


def _lines(titles: Sequence[str]) -> dict[str, Any]:
    return {
        "tickvals": list(range(len(titles))),
        "ticktext": list(titles),
        "range": [len(titles) - 0.4, -0.6],
        "zeroline": False,
    }


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
    day = _("date inconnue") if _unknown(row.date) else _.date(row.date)
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


def activites(
    rows: pd.DataFrame, names: Mapping[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Draw activities over time, one band per type; those of the same weeks stand side by side.

    ``rows``: activite_id, intitule, type_activite, est_pass, date_debut, date_fin, lieu; ``names``
    name the types by code. An activity of PASS is a full circle, another one a hollow diamond. A
    full bar lasts; a dotted one is a date known to the year or to the month only.
    """
    dated = [(row, period(row.date_debut, row.date_fin)) for row in records(rows)]
    found = [(row, when) for row, when in dated if when]
    types = [code for code in names if any(row.type_activite == code for row, _when in found)]
    heights, bands = _placed(found, types)
    traces = [_lasting(found, heights, vague, palette, _) for vague in (False, True)]
    traces += [_marks(found, heights, own, palette, _) for own in (True, False)]
    top = bands[-1][1] if bands else 1.0
    layout = {
        "xaxis": {
            "tickformat": "d",
            "title": {"text": _("années")},
            "nticks": 6,
        },
        "yaxis": {
            "tickvals": [(low + high) / 2 for low, high in bands],
            "ticktext": [folded(names[code], 18) for code in types],
            "range": [top, 0],
            "showgrid": False,
            "zeroline": False,
        },
        "shapes": [_edge_line(high, palette) for _low, high in bands[:-1]],
        "showlegend": True,
    }
    return drawn([one for one in traces if one["x"]], layout, palette, _, int(170 + 24 * top))


def _edge_line(place: float, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.grid, "width": 1}
    return {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": place, "y1": place} | {
        "line": line
    }


def _placed(
    found: Sequence[tuple[Any, Period]], types: Sequence[str]
) -> tuple[dict[str, float], list[tuple[float, float]]]:
    """Give each activity its height, and each type the band from the first to the last of them."""
    heights: dict[str, float] = {}
    bands: list[tuple[float, float]] = []
    low = 0.0
    for code in types:
        own = sorted(
            ((row, when) for row, when in found if row.type_activite == code),
            key=lambda pair: (pair[1].start, pair[0].activite_id),
        )
        lanes: list[float] = []
        for row, when in own:
            lane = _lane(lanes, when)
            heights[row.activite_id] = low + 0.7 + lane
        bands.append((low, low + len(lanes) + 0.4))
        low = bands[-1][1]
    return heights, bands


def _lane(ends: list[float], when: Period) -> int:
    """Take the first lane that is free at this time; the last one when too many stand together."""
    for rank, end in enumerate(ends):
        if when.start - end >= APART:
            ends[rank] = when.end
            return rank
    if len(ends) < LANES:
        ends.append(when.end)
        return len(ends) - 1
    ends[-1] = max(ends[-1], when.end)
    return LANES - 1


def _lasting(
    found: Sequence[tuple[Any, Period]],
    heights: Mapping[str, float],
    vague: bool,
    palette: Palette,
    _: Language,
) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for row, when in found:
        if when.vague == vague and when.end - when.start > 0.05:
            x += [when.start, when.end, None]
            y += [heights[row.activite_id], heights[row.activite_id], None]
    name = _("jour ou mois inconnu") if vague else _("durée")
    line = {"color": palette.quiet, "width": 2 if vague else 4, "dash": "dot" if vague else "solid"}
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x,
        "y": y,
        "line": line,
        "hoverinfo": "skip",
    }


def _marks(
    found: Sequence[tuple[Any, Period]],
    heights: Mapping[str, float],
    own: bool,
    palette: Palette,
    _: Language,
) -> dict[str, Any]:
    kept = [(row, when) for row, when in found if bool(row.est_pass) == own]
    colour = palette.category(0 if own else 1)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": _("activité du PASS") if own else _("autre activité du secteur"),
        "x": [when.start for _row, when in kept],
        "y": [heights[row.activite_id] for row, _when in kept],
        "customdata": [row.activite_id for row, _when in kept],
        "hovertext": [_about(row, _) for row, _when in kept],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": "circle" if own else "diamond",
            "size": 12,
            "color": colour if own else palette.paper,
            "line": {"color": colour, "width": 2},
        },
    }


def _about(row: Any, _: Language) -> str:
    when = _.date(row.date_debut) if _unknown(row.date_fin) else _span(row, _)
    where = MISSING if _unknown(row.lieu) else str(row.lieu)
    return f"<b>{folded(row.intitule, 44)}</b><br>{safe(when)}<br>{safe(where)}"


def _span(row: Any, _: Language) -> str:
    if row.date_fin == row.date_debut:
        return _.date(row.date_debut)
    return _("de {} à {}").format(_.date(row.date_debut), _.date(row.date_fin))


def conventions(
    rows: pd.DataFrame, names: Mapping[str, str], day: str, palette: Palette, _: Language
) -> go.Figure:
    """Draw agreements from signature to term, and the day they are looked at.

    ``rows``: parties, date_signature, echeance, etat_echeance; ``names`` name the states by code,
    in order; ``day`` is an ISO date. A bar without a known term is dotted up to that day.
    """
    today = position(day) or 0.0
    dated = rows[rows["date_signature"].notna() | rows["echeance"].notna()].reset_index(drop=True)
    traces = [
        _agreements(dated[dated["etat_echeance"] == code], name, look, today, _)
        for (code, name), look in zip(names.items(), _states(palette), strict=True)
        if (dated["etat_echeance"] == code).any()
    ]
    known = [one for one in map(period, [*dated["date_signature"], *dated["echeance"]]) if one]
    ends = [today, *(one.start for one in known), *(one.end for one in known)]
    layout = {
        "barmode": "overlay",
        "bargap": 0.4,
        "xaxis": {
            "tickformat": "d",
            "title": {"text": _("années")},
            "nticks": 6,
            "range": [min(ends) - 0.3, max(ends) + 0.5],
        },
        "yaxis": _lines([folded(one.replace(" ;", "\xa0;"), 24) for one in dated["parties"]]),
        "showlegend": True,
        "shapes": [_day_line(today, palette)],
        "annotations": [_day_name(today, _.date(day), palette)],
    }
    return drawn(traces, layout, palette, _, 190 + 48 * len(dated))


def _states(palette: Palette) -> tuple[tuple[str, str, str, str], ...]:
    """Return fill, edge and pattern of what ends soon, has ended, is in force, is not known."""
    soon, gone, held = palette.warm, palette.quiet, palette.categories[0]
    paper = palette.paper
    return (
        (soon, soon, "/", paper),
        (paper, gone, "", paper),
        (held, held, "", paper),
        (paper, held, ".", held),
    )


def _agreements(
    rows: pd.DataFrame, name: str, look: tuple[str, str, str, str], today: float, _: Language
) -> dict[str, Any]:
    fill, edge, pattern, ink = look
    starts, lengths = [], []
    for row in records(rows):
        first, last = period(row.date_signature), period(row.echeance)
        end = last.end if last else max(today, first.end if first else today)
        start = first.start if first else end - 0.5
        starts.append(start)
        lengths.append(max(end - start, 0.08))
    return {
        "type": "bar",
        "orientation": "h",
        "name": safe(name),
        "y": rows.index.tolist(),
        "base": starts,
        "x": lengths,
        "hovertext": [_term(row, _) for row in records(rows)],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": fill,
            "line": {"color": edge, "width": 1.6},
            "pattern": {
                "shape": pattern,
                "fgcolor": ink,
                "bgcolor": fill,
                "size": 8,
                "solidity": 0.3,
            },
        },
    }


def _term(row: Any, _: Language) -> str:
    signed = _("signée : {}").format(_.date(row.date_signature))
    ends = _("terme : {}").format(_.date(row.echeance))
    return f"<b>{folded(row.parties, 44)}</b><br>{safe(signed)}<br>{safe(ends)}"


def _day_line(today: float, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.chosen, "width": 2, "dash": "dash"}
    return {"type": "line", "x0": today, "x1": today, "y0": 0, "y1": 1, "yref": "paper"} | {
        "line": line
    }


def _day_name(today: float, text: str, palette: Palette) -> dict[str, Any]:
    return {
        "x": today,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "right",
        "text": safe(text),
        "showarrow": False,
        "font": {"color": palette.chosen},
    }
