"""Who is within reach: rings of distance by set of centres, shares and supply by region."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette, state_label
from cartomut.charts.sketch import Sketch, bar
from cartomut.charts.style import folded, safe
from cartomut.i18n import Language
from cartomut.records import records

HUES = (0, 7, 4, 5, 2)  # of the classes, from the nearest to the farthest
PATTERNS = ("", ".", "/", "x", "-")
READABLE = {"minsize": 11, "mode": "hide"}
ROW = 30  # pixels of a region


def hue(rank: int, palette: Palette) -> str:
    """Return the colour of a class of distance or time, 0 for the nearest."""
    return palette.category(HUES[rank % len(HUES)])


def anneaux(rows: pd.DataFrame, palette: Palette, _: Language) -> go.Figure:
    """Stack the classes of distance of each set of centres, as shares of the population.

    ``rows``: ensemble_nom, rang_classe (0 for the nearest, -1 for an unknown distance, drawn last),
    classe_ecrite, population, part_classe (0 to 1), in the order in which they are shown.
    """
    figure = Sketch()
    for rank in sorted(rows["rang_classe"].unique().tolist(), key=lambda one: (one < 0, one)):
        part = rows[rows["rang_classe"] == rank]
        colour = hue(rank, palette) if rank >= 0 else palette.quiet
        figure.add_bar(
            y=[folded(name, 24) for name in part["ensemble_nom"]],
            x=part["part_classe"],
            name=safe(part["classe_ecrite"].iloc[0]),
            orientation="h",
            text=[_.percent(one, 0) for one in part["part_classe"]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": palette.on(colour)},
            marker={
                "color": colour,
                "line": {"color": palette.paper, "width": 1},
                "pattern": {
                    "shape": PATTERNS[rank % len(PATTERNS)],
                    "bgcolor": colour,
                    "fgcolor": _mixed(colour, palette.on(colour)),
                    "size": 8,
                    "solidity": 0.12,
                },
            },
            customdata=[_persons(one, _) for one in part["population"]],
            hovertemplate="%{y}<br>%{text} · %{customdata}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.35, uniformtext=READABLE)
    figure.update_layout(legend={"traceorder": "normal"})
    figure.update_xaxes(tickformat=".0%", range=[0, 1], title=_("part de la population"))
    figure.update_yaxes(autorange="reversed")
    return figure.made(palette, _, height=150 + 62 * rows["ensemble_nom"].nunique())


def regions(
    rows: pd.DataFrame, column: str, texts: Sequence[str], title: str, palette: Palette, _: Language
) -> go.Figure:
    """Draw one bar by region, the greatest first; a region without a value says why.

    ``rows``: nom_region, ``column``, etat; ``texts`` writes the value of each row.
    """
    told = [
        text if row.etat == "valeur" else state_label(row.etat, _)
        for row, text in zip(records(rows), texts, strict=True)
    ]
    figure = Sketch(
        bar(
            y=[safe(name) for name in rows["nom_region"]],
            x=rows[column].fillna(0.0),
            orientation="h",
            text=[safe(one) for one in told],
            textposition="outside",
            cliponaxis=False,
            textfont={"color": palette.ink},
            marker={"color": palette.category(0)},
            hovertemplate="%{y} : %{text}<extra></extra>",
        )
    )
    largest = rows[column].max()
    figure.update_xaxes(
        title=title, showticklabels=False, showgrid=False, range=[0, 1.25 * (largest or 1.0)]
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure.made(palette, _, height=110 + ROW * len(rows))


def class_names(bounds: Sequence[float], unit: str, _: Language) -> list[str]:
    """Name the classes of distance or time: up to each bound, then beyond the last."""
    patterns: Mapping[str, tuple[str, str, str]] = {
        "km": (_("{} km ou moins"), _("plus de {} à {} km"), _("plus de {} km")),
        "min": (_("{} min ou moins"), _("plus de {} à {} min"), _("plus de {} min")),
    }
    first, between, last = patterns[unit]
    written = [_.number(one, 1) for one in bounds]
    middle = [between.format(*pair) for pair in pairwise(written)]
    return [first.format(written[0]), *middle, last.format(written[-1])]


def _persons(value: float, _: Language) -> str:
    return _.plural("{} personne", "{} personnes", round(value))


def _mixed(colour: str, other: str) -> str:
    """Mix a fourth of another colour into this one, both ``#rrggbb``: marks that a text covers."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(0.75 * one + 0.25 * two):02x}" for one, two in pairs)
