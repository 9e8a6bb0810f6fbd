"""The indicators of a COM, each on its way from its floor to its target.

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

LOW, HIGH = -0.5, 1.5  # of the way from floor to target that is drawn; farther is an arrow
ROW_HEIGHT = 86  # pixels of an indicator: its name, its bar, its values
SIGNS = 46  # of a line of a name, on a phone
TEXT_SIZE = 12


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
