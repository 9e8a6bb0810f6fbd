"""One figure of one organisation, a bar per year; a year without a value keeps its place."""

from collections.abc import Callable
from math import ceil
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.sketch import Sketch, bar
from cartomut.charts.style import safe
from cartomut.i18n import Language
from cartomut.records import records

ALL_WRITTEN = 6  # years; past that only the first and the last known bear their value
TEXT_SIZE = 11  # of a value above its bar; the table has them all
WIDTH = 0.7  # of a bar, in years
HEIGHT = 210  # pixels
UNKNOWN, NOT_RETURNED = "inconnu", "non_rendu"


def par_annee(
    rows: pd.DataFrame, write: Callable[[Any], str], palette: Palette, _: Language
) -> go.Figure:
    """Draw the years of one figure of ``fiches/organisme_annees``.

    ``rows``: annee, valeur, etat, qualificatifs; ``write`` writes a value without its unit. A year
    returned without the value bears ``n. d.``, a year not returned bears a cross. A value that its
    source gives as a minimum or as a rough figure is hatched.
    """
    known = rows[rows["valeur"].notna()]
    figure = Sketch(
        bar(
            x=known["annee"],
            y=known["valeur"].astype(float),
            text=_labels(known, write, len(rows)),
            width=WIDTH,
            constraintext="none",
            textposition="outside",
            cliponaxis=False,
            textangle=0,
            textfont={"color": palette.ink, "size": TEXT_SIZE},
            marker={
                "color": palette.categories[0],
                "pattern": {
                    "shape": ["" if pd.isna(one) else "/" for one in known["qualificatifs"]],
                    "fgcolor": palette.paper,
                    "size": 7,
                    "solidity": 0.35,
                },
            },
            customdata=[[safe(write(value))] for value in known["valeur"]],
            hovertemplate="%{x} : %{customdata[0]}<extra></extra>",
        )
    )
    _mark(figure, rows[rows["etat"] == UNKNOWN], _("n. d."), palette)
    _mark(figure, rows[rows["etat"] == NOT_RETURNED], "×", palette)
    years = [int(one) for one in rows["annee"]]
    figure.update_xaxes(
        tickvals=_ticks(years), tickformat="d", range=[years[0] - 0.6, years[-1] + 0.6]
    )
    figure.update_yaxes(showticklabels=False, showgrid=False, range=_range(known["valeur"]))
    margin = {"l": 4, "r": 4, "t": 18, "b": 28}
    figure.update_layout(showlegend=False, bargap=0.3, margin=margin)
    return figure.made(palette, _, height=HEIGHT)


def _labels(known: pd.DataFrame, write: Callable[[Any], str], years: int) -> list[str]:
    ends = {0, len(known) - 1}
    every = years <= ALL_WRITTEN
    return [
        safe(write(row.valeur)) if every or rank in ends else ""
        for rank, row in enumerate(records(known))
    ]


def _mark(figure: Sketch, rows: pd.DataFrame, text: str, palette: Palette) -> None:
    """Write a word at the foot of the years without a value."""
    if rows.empty:
        return
    figure.add_scatter(
        x=rows["annee"],
        y=[0] * len(rows),
        mode="text",
        text=[text] * len(rows),
        textposition="top center",
        textfont={"color": palette.quiet, "size": TEXT_SIZE},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _range(values: pd.Series) -> list[float]:
    """Start at zero, with room for the text beyond the longest bars."""
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    room = 0.22 * ((high - low) or 1.0)
    return [low - (room if low < 0 else 0.0), high + room]


def _ticks(years: list[int]) -> list[int]:
    step = ceil(len(years) / ALL_WRITTEN)
    return years[::-1][::step][::-1]
