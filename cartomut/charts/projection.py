"""What a simulation gives: the reserves of years to come, the mutuals that a shock overtakes."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.sketch import Sketch
from cartomut.charts.style import folded, safe
from cartomut.i18n import Language

BASELINE, SIMULATED = "repere", "simulation"
STATES = ("nb_vert_apres", "nb_orange_apres", "nb_tombent", "nb_restent_hors", "nb_inconnues")
ROW = 46  # pixels of a bar
READABLE = {"minsize": 11, "mode": "hide"}


def reserves(
    rows: pd.DataFrame,
    names: Mapping[str, str],
    write: Callable[[float], str],
    palette: Palette,
    _: Language,
) -> go.Figure:
    """Draw the reserves year by year: the baseline dotted, the simulation whole.

    ``rows``: annee, scenario (``repere``, ``simulation``), montant, in the currency shown.
    ``names`` names both lines.
    """
    figure = Sketch()
    sides = ("bottom center", "top center")
    worse = _last(rows, SIMULATED) < _last(rows, BASELINE)
    styles = {
        BASELINE: (palette.quiet, "dot", "square", sides[worse]),
        SIMULATED: (palette.line, "solid", "circle", sides[not worse]),
    }
    for scenario, (colour, dash, symbol, position) in styles.items():
        own = rows[rows["scenario"] == scenario]
        ends = [""] * (len(own) - 1) + [safe(write(one)) for one in own["montant"][-1:]]
        figure.add_scatter(
            x=own["annee"].tolist(),
            y=own["montant"].tolist(),
            name=safe(names[scenario]),
            mode="lines+markers+text",
            line={"color": colour, "width": 2.5, "dash": dash},
            marker={"color": colour, "size": 9, "symbol": symbol},
            text=ends,
            textposition=position,
            textfont={"color": colour},
            cliponaxis=False,
            customdata=[[safe(write(one))] for one in own["montant"]],
            hovertemplate="%{x} : %{customdata[0]}<extra>%{fullData.name}</extra>",
        )
    _mark(figure, palette, _)
    _ground(figure, rows["montant"], palette, _)
    years = [int(one) for one in sorted(rows["annee"].unique())]
    figure.update_xaxes(tickvals=years, tickformat="d", range=[years[0] - 0.3, years[-1] + 0.6])
    figure.update_layout(showlegend=True)
    return figure.made(palette, _, height=380)


def _last(rows: pd.DataFrame, scenario: str) -> float:
    return float(rows.loc[rows["scenario"] == scenario, "montant"].iloc[-1])


def _mark(figure: Sketch, palette: Palette, _: Language) -> None:
    """Write across the figure that nothing in it happened."""
    figure.add_annotation(
        text=safe(_("SIMULATION")),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        opacity=0.2,
        font={"size": 38, "color": palette.ink},
    )


def _ground(figure: Sketch, amounts: pd.Series, palette: Palette, _: Language) -> None:
    """Draw the line below which there are no reserves left."""
    low, high = min(0.0, float(amounts.min())), max(0.0, float(amounts.max()))
    room = 0.15 * ((high - low) or 1.0)
    figure.update_yaxes(range=[low - room, high + room], showticklabels=False, zeroline=False)
    figure.add_shape(
        type="line",
        x0=0,
        x1=1,
        xref="paper",
        y0=0,
        y1=0,
        line={"color": palette.warm, "width": 1.5},
    )
    figure.add_annotation(
        text=safe(_("plus de réserves")),
        x=0,
        xref="paper",
        xanchor="left",
        y=0,
        yanchor="bottom",
        showarrow=False,
        font={"color": palette.warm, "size": palette.font_size - 2},
    )


def resistance(
    rows: pd.DataFrame,
    names: Sequence[str],
    titles: Mapping[str, str],
    palette: Palette,
    _: Language,
) -> go.Figure:
    """Stack the mutuals of each group by what becomes of them: five states, no colour alone.

    ``rows`` have the columns of ``STATES`` and ``code``, which a click gives back; ``names`` their
    groups; ``titles`` name the states.
    """
    styles = {
        "nb_vert_apres": (palette.categories[3], ""),
        "nb_orange_apres": (palette.categories[1], "|"),
        "nb_tombent": (palette.categories[5], "x"),
        "nb_restent_hors": (palette.categories[6], "/"),
        "nb_inconnues": (palette.paper, ""),
    }
    figure = Sketch()
    for state in STATES:
        colour, shape = styles[state]
        unknown = state == "nb_inconnues"
        figure.add_bar(
            y=[folded(one) for one in names],
            x=rows[state].tolist(),
            name=safe(titles[state]),
            orientation="h",
            customdata=rows["code"],
            text=[_.number(one) if one else "" for one in rows[state]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": palette.ink if unknown else palette.paper},
            marker={
                "color": colour,
                "line": {"color": palette.border if unknown else colour, "width": 1},
                "pattern": {
                    "shape": shape,
                    "fillmode": "overlay",
                    "fgcolor": palette.paper,
                    "size": 8,
                    "solidity": 0.1,
                },
            },
            hovertemplate="%{y} : %{x}<extra>%{fullData.name}</extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.3, uniformtext=READABLE, showlegend=True)
    figure.update_layout(legend={"traceorder": "normal"})
    figure.update_xaxes(title=_("mutuelles"), nticks=8, rangemode="tozero", tickformat="d")
    figure.update_yaxes(autorange="reversed")
    return figure.made(palette, _, height=190 + ROW * len(rows))
