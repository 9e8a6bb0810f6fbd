"""A treemap of spending: functions of care, and within each who is paid for it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.style import drawn, folded, safe
from cartomut.currency import Currency
from cartomut.i18n import Language
from cartomut.records import records

TILE = 18  # signs of a line on a tile


def classe(code: str) -> str:
    """Return the class of a code of the health accounts: ``HC.1.3.1`` gives ``HC.1``."""
    return ".".join(code.split(".")[:2])


def arbre_sha(
    rows: pd.DataFrame,
    names: Mapping[str, str],
    money: Currency,
    others: Sequence[Currency],
    palette: Palette,
    _: Language,
) -> go.Figure:
    """Draw the links provider → function of one year of ``indicateurs/flux_sha`` as a treemap.

    ``rows``: annee, de (HP), vers (HC), de_nom, vers_nom, montant_fcfa, part_depenses (0 to 1),
    nb_organismes. ``names`` name the classes of functions. A tile's size is its amount; it bears
    its function, its provider, its amount and its share of the year's spending.
    """
    year = int(rows["annee"].iloc[0])
    shown = rows.assign(classe=[classe(code) for code in rows["vers"]])
    totals = shown.groupby("classe", sort=False)[["montant_fcfa", "part_depenses"]].sum()
    ranks = {code: rank for rank, code in enumerate(totals.index)}
    groups = [
        _group(names.get(str(code), str(code)), one, year, money, _)
        for code, one in totals.iterrows()
    ]
    tiles = [_tile(row, year, money, _) for row in records(shown)]
    values = [*totals["montant_fcfa"], *shown["montant_fcfa"]]
    hues = [*ranks.values(), *(ranks[code] for code in shown["classe"])]
    trace = {
        "type": "treemap",
        "ids": [*totals.index, *(f"{row.vers} {row.de}" for row in records(shown))],
        "labels": [*groups, *tiles],
        "parents": [*([""] * len(totals)), *shown["classe"]],
        "values": [_value(one, year, money) for one in values],
        "branchvalues": "total",
        "marker": {
            "colors": [palette.category(rank) for rank in hues],
            "line": {"color": palette.paper, "width": 2},
            "cornerradius": 3,
        },
        "customdata": [_hover(one, year, others, _) for one in values],
        "hovertemplate": "<b>%{label}</b><br>%{customdata}<extra></extra>",
        "textinfo": "label",
        "textfont": {"color": [palette.on(palette.category(rank)) for rank in hues]},
        "pathbar": {"visible": False},
        "tiling": {"pad": 2},
        "sort": True,
    }
    layout = {
        "margin": {"t": 8, "b": 8, "l": 8, "r": 8},
        "uniformtext": {"minsize": palette.font_size - 4, "mode": "hide"},  # too small: on hover
    }
    return drawn([trace], layout, palette, _, height=480)


def _value(francs: Any, year: int, money: Currency) -> float:
    amount = money.amount(francs, year)
    return float(francs) if amount is None else amount


def _group(name: str, total: pd.Series, year: int, money: Currency, _: Language) -> str:
    return safe(f"{name} · {money.write(total['montant_fcfa'], year, _)}")


def _tile(row: Any, year: int, money: Currency, _: Language) -> str:
    head, payee = folded(row.vers_nom, TILE), folded(row.de_nom, TILE)
    amount = f"{money.write(row.montant_fcfa, year, _)} · {_.percent(row.part_depenses)}"
    parts = [f"<b>{head}</b>", *([payee] if payee != head else []), safe(amount)]
    return "<br>".join(parts)


def _hover(francs: Any, year: int, others: Sequence[Currency], _: Language) -> str:
    known = [one for one in others if one.amount(francs, year) is not None]
    return "<br>".join(safe(one.write(francs, year, _)) for one in known)
