"""The way of the money as a Sankey: who pays, through which scheme, to whom, for which care."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.style import drawn, folded, safe
from cartomut.currency import Currency
from cartomut.i18n import Language
from cartomut.records import records

STEPS = ("fs", "hf", "hp", "hc")  # the order of the money's way
HUES = {"fs": 0, "hf": 2, "hp": 3, "hc": 1}  # a colour of the palette for each step
LINES = 4  # of a label, that stand beside a thin node without touching the next one
OPACITY = 0.38  # of links: they cross
LABEL = 22  # signs of a line of 14 pixels: four columns, or two on a telephone


@dataclass(frozen=True)
class Node:
    """One code at one step, with what passes through it (whole FCFA)."""

    code: str
    step: str
    name: str
    francs: int


def nodes(rows: pd.DataFrame, kept: Sequence[str]) -> list[Node]:
    """List the nodes of ``indicateurs/flux_sha``, step by step, in the order of the rows.

    ``kept`` are the steps drawn, in the money's order. A node is worth what leaves it; those of
    the last step, what enters.
    """
    following = dict(pairwise(kept))
    found: dict[str, Node] = {}
    for step in kept[:-1]:
        part = rows[rows["etape_flux"] == step]
        for side, place in (("de", step), ("vers", following[step])):
            names = dict(zip(part[side], part[f"{side}_nom"], strict=True))
            sums = part.groupby(side, sort=False)["montant_fcfa"].sum()
            for code, francs in sums.items():
                name = str(names[code])
                found.setdefault(str(code), Node(str(code), place, name, int(francs)))
    return [node for step in kept for node in found.values() if node.step == step]


def flux_sha(
    rows: pd.DataFrame,
    headings: Mapping[str, str],
    money: Currency,
    others: Sequence[Currency],
    palette: Palette,
    _: Language,
) -> go.Figure:
    """Draw the links of one year; each hover gives the amount in every currency.

    ``rows``: annee, etape_flux, de, vers, de_nom, vers_nom, montant_fcfa, part_depenses,
    nb_organismes. ``headings`` name the kept steps, in the money's order.
    """
    year = int(rows["annee"].iloc[0])
    found = nodes(rows, list(headings))
    place = {node.code: rank for rank, node in enumerate(found)}
    labels = [_label(node, money, year, palette.font_size, _) for node in found]
    size = palette.font_size - 2
    lines = max(label.count("<br>") + 1 for label in labels)
    tall = round(1.25 * size * min(lines, LINES))
    trace = {
        "type": "sankey",
        "arrangement": "snap",
        "valueformat": ",.0f",
        "node": {
            "label": labels,
            "color": [palette.category(HUES[node.step]) for node in found],
            "customdata": [_told(node.name, node.francs, year, others, _) for node in found],
            "hovertemplate": "%{customdata}<extra></extra>",
            "pad": tall,  # a thin node keeps the room of its label
            "thickness": 14,
            "line": {"width": 0},
        },
        "link": {
            "source": [place[code] for code in rows["de"]],
            "target": [place[code] for code in rows["vers"]],
            "value": _values(rows, money, year),
            "color": [_faint(palette.category(HUES[step])) for step in rows["etape_flux"]],
            "customdata": [_link(row, year, others, _) for row in records(rows)],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "textfont": {"color": palette.ink, "size": size},
    }
    most = max(sum(node.step == step for node in found) for step in headings)
    layout = {
        "margin": {"t": 54, "b": tall // 2, "l": 8, "r": 8},
        "annotations": _headings(list(headings.values()), palette),
    }
    return drawn([trace], layout, palette, _, height=110 + (tall + size) * most)


def _values(rows: pd.DataFrame, money: Currency, year: int) -> list[float]:
    """Convert the amounts; francs, in proportion all the same, where the year has no rate."""
    amounts = [money.amount(one, year) for one in rows["montant_fcfa"]]
    known = [one for one in amounts if one is not None]
    return known if len(known) == len(rows) else [float(one) for one in rows["montant_fcfa"]]


def _headings(titles: Sequence[str], palette: Palette) -> list[dict[str, Any]]:
    """Write what each column of nodes is, above it."""
    last = len(titles) - 1
    return [
        {
            "x": rank / last,
            "y": 1,
            "xref": "paper",
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 18,
            "xanchor": "left" if rank == 0 else "right" if rank == last else "center",
            "text": f"<b>{safe(title)}</b>",
            "showarrow": False,
            "font": {"color": palette.ink, "size": palette.font_size - 1},
        }
        for rank, title in enumerate(titles)
    ]


def _label(node: Node, money: Currency, year: int, size: int, _: Language) -> str:
    amount = money.write(node.francs, year, _)
    return f"{folded(node.name, round(LABEL * 14 / size))}<br><b>{safe(amount)}</b>"


def _told(name: str, francs: Any, year: int, others: Sequence[Currency], _: Language) -> str:
    amounts = [one.write(francs, year, _) for one in others if one.amount(francs, year) is not None]
    return f"<b>{folded(name, 40)}</b><br>" + "<br>".join(map(safe, amounts))


def _link(row: Any, year: int, others: Sequence[Currency], _: Language) -> str:
    share = _("{} des dépenses de santé de l'année").format(_.percent(row.part_depenses))
    many = _.plural("{} mutuelle", "{} mutuelles", row.nb_organismes)
    told = _told(f"{row.de_nom} → {row.vers_nom}", row.montant_fcfa, year, others, _)
    return f"{told}<br>{safe(share)}<br>{safe(many)}"


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{OPACITY})"
