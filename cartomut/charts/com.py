"""Scorecards of a COM: indicators from floor to target, axes, three assessments, the matrix.

A state never speaks by its colour alone: what is contested is hatched, what is not reported says
so in words, and each kind of mark has a shape of its own.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.style import drawn, folded, safe
from cartomut.i18n import Language
from cartomut.records import records

LOW, HIGH = -0.5, 1.5  # of the way from floor to target that is drawn; farther is an arrow
ROW_HEIGHT = 86  # pixels of an indicator: its name, its bar, its values
SIGNS = 46  # of a line of a name, on a phone
TEXT_SIZE = 12
OPINIONS = {"auto": "circle", "independante": "square", "tutelle": "diamond"}
STEPS = (0.30, 0.60, 0.75, 0.90)  # where the shades of the matrix change: those of the ratings


def indicateurs(rows: pd.DataFrame, palette: Palette, _: Language) -> go.Figure:
    """Draw each indicator on the way from its floor (left line) to its target (right line).

    ``rows``: titre, ligne_ecrite (texts above and below the bar), place_realise, place_base,
    place_avant (0 at the floor, 1 at the target, unbounded, NaN unknown), etat_mesure_com, detail.
    """
    at = list(range(len(rows)))
    traces = [
        _way(at, palette, _),
        *_results(rows, palette, _),
        _ends(at, 0.0, palette.quiet, 2, _("seuil")),
        _ends(at, 1.0, palette.ink, 4, _("cible")),
        _marks(rows, "place_base", "diamond-open", palette.ink, _("départ")),
        _marks(rows, "place_avant", "circle-open", palette.warm, _("année d'avant")),
        *_beyond(rows, palette),
        *_words(rows, palette),
        _silent(rows, palette, _),
    ]
    layout = {
        "barmode": "overlay",
        "bargap": 0.1,
        "xaxis": {
            "range": [LOW - 0.02, HIGH + 0.02],
            "tickvals": [0, 0.5, 1],
            "ticktext": [_("seuil"), _("à mi-chemin"), _("cible")],
            "zeroline": False,
            "side": "top",
        },
        "yaxis": {
            "range": [len(rows) - 0.45, -0.75],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
        "showlegend": True,
        "margin": {"l": 4, "r": 4, "t": 30, "b": 70},
    }
    return drawn(traces, layout, palette, _, height=130 + ROW_HEIGHT * len(rows))


def _way(at: Sequence[int], palette: Palette, _: Language) -> dict[str, Any]:
    """Draw the way from floor to target as a broad pale band."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": [1] * len(at),
        "y": list(at),
        "width": 0.34,
        "marker": {"color": palette.grid},
        "name": _("chemin du seuil à la cible"),
        "hoverinfo": "skip",
    }


def _results(rows: pd.DataFrame, palette: Palette, _: Language) -> list[dict[str, Any]]:
    """Draw what was measured: counted, contested (hatched), without a score (hollow)."""
    looks = (
        (("compte",), palette.accent, "", _("réalisé")),
        (("conteste",), palette.warm, "/", _("réalisé, contesté : ne compte pas")),
        (("sans_seuil", "hors_mode"), palette.hatch, ".", _("réalisé, sans note ici")),
    )
    made = []
    for states, colour, shape, name in looks:
        own = rows[rows["etat_mesure_com"].isin(states) & rows["place_realise"].notna()]
        if own.empty:
            continue
        pattern = {"shape": shape, "fgcolor": colour, "solidity": 0.5}
        made.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [_drawn(one) for one in own["place_realise"]],
                "y": own.index.tolist(),
                "width": 0.16,
                "marker": {
                    "color": palette.paper if shape else colour,
                    "line": {"color": colour, "width": 1},
                    "pattern": pattern if shape else {"shape": ""},
                },
                "name": name,
                "customdata": [[safe(text)] for text in own["detail"]],
                "hovertemplate": "%{customdata[0]}<extra></extra>",
            }
        )
    return made


def _drawn(place: float) -> float:
    """Keep a place inside the picture; a bar of nothing still shows as a line."""
    kept = min(max(float(place), LOW), HIGH)
    return kept if abs(kept) > 0.008 else 0.008


def _ends(at: Sequence[int], place: float, colour: str, width: int, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [place] * len(at),
        "y": list(at),
        "mode": "markers",
        "marker": {"symbol": "line-ns", "size": 27, "line": {"width": width, "color": colour}},
        "name": name,
        "hoverinfo": "skip",
    }


def _marks(rows: pd.DataFrame, column: str, symbol: str, colour: str, name: str) -> dict[str, Any]:
    own = rows[rows[column].notna()]
    return {
        "type": "scatter",
        "x": [min(max(float(one), LOW), HIGH) for one in own[column]],
        "y": own.index.tolist(),
        "mode": "markers",
        "marker": {"symbol": symbol, "size": 11, "color": colour, "line": {"width": 2}},
        "name": name,
        "customdata": [[safe(text)] for text in own["detail"]],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }


def _beyond(rows: pd.DataFrame, palette: Palette) -> list[dict[str, Any]]:
    """Put an arrow where a result goes on past the picture's edge."""
    made = []
    for symbol, edge, out in (
        ("triangle-left", LOW, rows["place_realise"] < LOW),
        ("triangle-right", HIGH, rows["place_realise"] > HIGH),
    ):
        if out.any():
            made.append(
                {
                    "type": "scatter",
                    "x": [edge] * int(out.sum()),
                    "y": rows.index[out].tolist(),
                    "mode": "markers",
                    "marker": {"symbol": symbol, "size": 13, "color": palette.ink},
                    "showlegend": False,
                    "hoverinfo": "skip",
                }
            )
    return made


def _words(rows: pd.DataFrame, palette: Palette) -> list[dict[str, Any]]:
    """Write each indicator's name above its bar and its values below."""
    texts = (
        ([folded(one, SIGNS) for one in rows["titre"]], -0.2, "top right", palette.ink, 1),
        ([safe(one) for one in rows["ligne_ecrite"]], 0.2, "bottom right", palette.quiet, 0),
    )
    return [
        {
            "type": "scatter",
            "x": [LOW] * len(rows),
            "y": [one + shift for one in rows.index],
            "mode": "text",
            "text": words,
            "textposition": position,
            "textfont": {"color": colour, "size": TEXT_SIZE + more},
            "cliponaxis": False,
            "showlegend": False,
            "hoverinfo": "skip",
        }
        for words, shift, position, colour, more in texts
    ]


def _silent(rows: pd.DataFrame, palette: Palette, _: Language) -> dict[str, Any]:
    """Say on the way itself that nothing was reported."""
    own = rows[rows["place_realise"].isna()]
    said = {"non_renseigne": _("non renseigné : ce n'est pas zéro")}
    return {
        "type": "scatter",
        "x": [0.02] * len(own),
        "y": own.index.tolist(),
        "mode": "text",
        "text": [safe(said.get(one, _("sans note"))) for one in own["etat_mesure_com"]],
        "textposition": "middle right",
        "textfont": {"color": palette.ink, "size": TEXT_SIZE},
        "showlegend": False,
        "hoverinfo": "skip",
    }


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
