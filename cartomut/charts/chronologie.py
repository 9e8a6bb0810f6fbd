"""What was done and signed, over the years: activities by type, agreements to their term."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.periods import Period, lines, period, unknown
from cartomut.charts.series import position
from cartomut.charts.style import drawn, folded, safe
from cartomut.i18n import MISSING, Language
from cartomut.records import records

APART = 0.35  # years: two marks that are closer stand one above the other
LANES = 7  # marks that stand one above the other at most


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
    when = _.date(row.date_debut) if unknown(row.date_fin) else _span(row, _)
    where = MISSING if unknown(row.lieu) else str(row.lieu)
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
        "yaxis": lines([_parties(one) for one in dated["parties"]]),
        "showlegend": True,
        "shapes": [_day_line(today, palette)],
        "annotations": [_day_name(today, _.date(day), palette)],
    }
    return drawn(traces, layout, palette, _, 190 + 48 * len(dated))


def _parties(text: str) -> str:
    """Write each party on lines of its own."""
    return "<br>".join(folded(one, 26) for one in text.split(" ; "))


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
