"""Whole contracts of objectives and means: points by axis, three assessments, the matrix.

A state never speaks by its colour alone: what is not measured is hatched or hollow, and each
assessor has a shape of their own.
"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.style import drawn, folded, safe
from cartomut.i18n import Language
from cartomut.records import records

TEXT_SIZE = 12
OPINIONS = {"auto": "circle", "independante": "square", "tutelle": "diamond"}
STEPS = (0.30, 0.60, 0.75, 0.90)  # where the shades of the matrix change: those of the ratings


def axes(rows: pd.DataFrame, palette: Palette, _: Language) -> go.Figure:
    """Draw the points of each axis: earned, lost, and not reported.

    ``rows``: titre, points_obtenus, points_perdus, points_sans_mesure (numbers), lignes (hover).
    """
    at = [folded(one, 30) for one in rows["titre"]]
    looks = (
        ("points_obtenus", _("points obtenus"), palette.accent, ""),
        ("points_perdus", _("points perdus"), palette.grid, ""),
        ("points_sans_mesure", _("points dus, rien n'est renseigné"), palette.hatch, "/"),
    )
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "x": rows[column].tolist(),
            "y": at,
            "name": name,
            "text": [_.number(one, 1) if one > 0 else "" for one in rows[column]],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "marker": {
                "color": palette.paper if shape else colour,
                "line": {"color": palette.border, "width": 1},
                "pattern": {"shape": shape, "fgcolor": colour},
            },
            "customdata": [[safe(text)] for text in rows["detail"]],
            "hovertemplate": "%{customdata[0]}<extra>%{fullData.name}</extra>",
        }
        for column, name, colour, shape in looks
    ]
    layout = {
        "barmode": "stack",
        "xaxis": {"title": {"text": _("points")}, "rangemode": "tozero"},
        "yaxis": {"autorange": "reversed", "showgrid": False},
        "showlegend": True,
        "uniformtext": {"mode": "hide", "minsize": 10},
    }
    return drawn(traces, layout, palette, _, height=150 + 56 * len(rows))


def evaluations(
    rows: pd.DataFrame, titles: dict[str, str], palette: Palette, _: Language
) -> go.Figure:
    """Draw what each assessor gave, year by year, beside the score worked out anew.

    ``rows``: annee, type_evaluation, score, appreciation, score_recalcule; ``titles`` name the
    kinds. An assessment whose score is not established is written at the foot.
    """
    years = sorted({int(one) for one in rows["annee"]})
    shift = {kind: (rank - 1) * 0.18 for rank, kind in enumerate(titles)}
    traces = [_recalculated(rows, palette, _)]
    traces += [
        _opinion(rows[rows["type_evaluation"] == kind], kind, name, shift[kind], rank, palette, _)
        for rank, (kind, name) in enumerate(titles.items())
    ]
    silent = rows[rows["score"].isna()]
    told = [
        _("non établi") if one == "non_etabli" else _("pas faite") for one in silent["appreciation"]
    ]
    known = rows["score"].dropna()
    top = max([1.0, *known]) * 1.08
    traces.append(
        {
            "type": "scatter",
            "x": [row.annee + shift[row.type_evaluation] for row in records(silent)],
            "y": [0.0] * len(silent),
            "mode": "text",
            "text": [text.replace(" ", "<br>") for text in told],
            "textposition": "top center",
            "textfont": {"color": palette.quiet, "size": TEXT_SIZE - 1},
            "showlegend": False,
            "hoverinfo": "skip",
        }
    )
    layout = {
        "xaxis": {
            "tickvals": years,
            "tickformat": "d",
            "range": [years[0] - 0.5, years[-1] + 0.5],
            "showgrid": False,
        },
        "yaxis": {"range": [0, top], "tickformat": ".0%"},
        "showlegend": True,
    }
    return drawn(traces, layout, palette, _, height=360)


def _opinion(
    rows: pd.DataFrame,
    kind: str,
    name: str,
    shift: float,
    rank: int,
    palette: Palette,
    _: Language,
) -> dict[str, Any]:
    own = rows[rows["score"].notna()]
    colour = palette.category(rank)
    return {
        "type": "scatter",
        "x": [one + shift for one in own["annee"]],
        "y": own["score"].tolist(),
        "mode": "markers+text",
        "name": safe(name),
        "marker": {"symbol": OPINIONS[kind], "size": 13, "color": colour},
        "text": [_.percent(one, 0) for one in own["score"]],
        "textposition": "top center",
        "textfont": {"color": colour, "size": TEXT_SIZE},
        "cliponaxis": False,
        "customdata": [[f"{row.annee}", _.percent(row.score)] for row in records(own)],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra>%{fullData.name}</extra>",
    }


def _recalculated(rows: pd.DataFrame, palette: Palette, _: Language) -> dict[str, Any]:
    """Draw the score that the measures give, as a line as wide as the three assessments."""
    known = rows.dropna(subset=["score_recalcule"]).drop_duplicates("annee")
    x: list[float | None] = []
    y: list[float | None] = []
    for row in records(known):
        x += [row.annee - 0.32, row.annee + 0.32, None]
        y += [row.score_recalcule, row.score_recalcule, None]
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "lines",
        "connectgaps": False,
        "line": {"color": palette.quiet, "width": 2, "dash": "dash"},
        "name": _("recalculé des mesures de l'étude"),
        "hoverinfo": "skip",
    }


def matrice(rows: pd.DataFrame, palette: Palette, _: Language) -> go.Figure:
    """Draw indicators by organisations: one square each, its shade and its words.

    ``rows``: rang_indicateur, rang_organisme, titre, nom_organisme, note, ecrit (in the square),
    etat_mesure_com, detail (hover).
    """
    lines = rows.drop_duplicates("rang_indicateur").sort_values("rang_indicateur")
    columns = rows.drop_duplicates("rang_organisme").sort_values("rang_organisme")
    looks = (
        (rows["etat_mesure_com"] == "compte", "square", _("part des points, plus foncé : plus")),
        (rows["etat_mesure_com"] == "conteste", "circle-open", _("contestée : ne compte pas")),
        (
            ~rows["etat_mesure_com"].isin(["compte", "conteste"]),
            "square-open",
            _("non renseignée ou sans note"),
        ),
    )
    traces = [
        _squares(rows[mask], symbol, name, palette) for mask, symbol, name in looks if mask.any()
    ]
    layout = {
        "xaxis": {
            "tickvals": columns["rang_organisme"].tolist(),
            "ticktext": [folded(one, 10) for one in columns["nom_organisme"]],
            "range": [-0.6, len(columns) - 0.4],
            "side": "top",
            "showgrid": False,
            "zeroline": False,
            "tickangle": 0,
        },
        "yaxis": {
            "tickvals": lines["rang_indicateur"].tolist(),
            "ticktext": [folded(one, 18) for one in lines["titre"]],
            "range": [len(lines) - 0.4, -0.6],
            "showgrid": False,
            "zeroline": False,
        },
        "showlegend": True,
    }
    return drawn(traces, layout, palette, _, height=230 + 58 * len(lines))


def _squares(rows: pd.DataFrame, symbol: str, name: str, palette: Palette) -> dict[str, Any]:
    full = symbol == "square"
    colours = [_shade(one, palette) if full else palette.border for one in rows["note"]]
    inks = [palette.on(one) if full else palette.ink for one in colours]
    return {
        "type": "scatter",
        "x": rows["rang_organisme"].tolist(),
        "y": rows["rang_indicateur"].tolist(),
        "mode": "markers+text",
        "marker": {
            "symbol": symbol,
            "size": 46,
            "color": colours,
            "line": {"width": 1, "color": palette.border},
        },
        "text": [safe(one) for one in rows["ecrit"]],
        "textposition": "middle center",
        "textfont": {"size": TEXT_SIZE, "color": inks},
        "name": name,
        "customdata": [[safe(text)] for text in rows["detail"]],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _shade(note: float, palette: Palette) -> str:
    return palette.steps[sum(note >= one for one in STEPS)]
