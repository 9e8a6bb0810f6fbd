"""Figures of published facts over the years."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import SHAPES, Palette
from cartomut.charts.sketch import Sketch, Trace, scatter
from cartomut.charts.style import safe
from cartomut.i18n import Language
from cartomut.records import records

MARKERS = dict(zip(SHAPES, ("circle", "square", "triangle-up", "diamond", "cross"), strict=True))


def faits_par_annee(facts: pd.DataFrame, unit: str, palette: Palette, _: Language) -> go.Figure:
    """Draw facts by date: one line and one marker shape per indicator; values stand at points.

    ``facts`` are localised rows of ``indicateurs/faits_publies``; ``unit`` is the axis title;
    shares (unit ``part``) are written as percentages.
    """
    figure = Sketch()
    known = facts.dropna(subset=["valeur"])
    share = bool((known["unite"] == "part").all())
    dated = known.assign(quand=known["periode"].map(position)).sort_values("quand")
    for rank, code in enumerate(known["indicateur"].unique()):
        rows = dated[dated["indicateur"] == code]
        figure.add_trace(_trace(rows, rank, palette, _))
    figure.update_yaxes(title=unit, rangemode="tozero", tickformat=".0%" if share else None)
    figure.update_xaxes(dtick=_step(known), tickformat="d")
    figure.update_layout(showlegend=known["indicateur"].nunique() > 1)
    return figure.made(palette, _)


def position(period: object) -> float | None:
    """Place an ISO date, partial date or interval on a line of years (2024-07 → 2024.5)."""
    parts = str(period).split("/")[0].split("-") if period else []
    if not parts or not parts[0].isdigit():
        return None
    year, month, day = (*(int(part) for part in parts[:3]), 0, 0)[:3]
    return year + max(month - 1, 0) / 12 + max(day - 1, 0) / 365


def written(value: float, unit: object, qualifier: object, _: Language) -> str:
    """Write a value with its qualifier: « environ 40 », « plus de 51 Md FCFA »."""
    writers: dict[str, Callable[[Any], str]] = {"part": _.percent, "fcfa": _.money}
    return qualified(
        writers.get(str(unit), lambda number: _.number(number, 1))(value), qualifier, _
    )


def qualified(text: str, qualifier: object, _: Language) -> str:
    """Put a qualifier before a written value: « environ 40 »."""
    pattern = {
        "environ": _("environ {}"),
        "plus_de": _("plus de {}"),
        "moins_de": _("moins de {}"),
    }.get(str(qualifier), "{}")
    return pattern.format(text)


def _trace(rows: pd.DataFrame, rank: int, palette: Palette, _: Language) -> Trace:
    labels = [written(row.valeur, row.unite, row.qualificatif, _) for row in records(rows)]
    ends = {0, len(labels) - 1}
    few = len(labels) <= 6
    return scatter(
        x=rows["quand"],
        y=rows["valeur"],
        name=safe(rows["nom"].iloc[0]),
        mode="lines+markers+text",
        text=[label if few or i in ends else "" for i, label in enumerate(labels)],
        textposition="top center",
        cliponaxis=False,
        line={"width": 2.5, "color": palette.category(rank)},
        marker={
            "size": 10,
            "symbol": MARKERS[SHAPES[rank % len(SHAPES)]],
            "color": palette.category(rank),
        },
        customdata=[
            [_.date(row.periode), safe(label)]
            for row, label in zip(records(rows), labels, strict=True)
        ],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )


def _step(facts: pd.DataFrame) -> int:
    years = facts["annee"].dropna()
    span = int(years.max() - years.min()) if len(years) else 1
    return max(1, round(span / 7))
