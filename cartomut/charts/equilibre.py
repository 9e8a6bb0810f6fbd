"""Two bars of the same length: what comes in, and what goes out with the result."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from cartomut.charts.palette import Palette
from cartomut.charts.sketch import Sketch
from cartomut.charts.style import folded, safe
from cartomut.currency import Currency
from cartomut.i18n import Language
from cartomut.records import records

IN, OUT = "entree", "sortie"
HUES = {
    "cotisations": 0,
    "subventions": 3,
    "autres_produits": 7,
    "produits_non_detailles": 6,
    "prestations": 1,
    "frais": 2,
    "autres_charges": 4,
    "charges_non_detaillees": 6,
    "resultat": 3,
}
LEAST = 0.08  # share of a bar under which its part bears no text


@dataclass(frozen=True)
class Part:
    """A part of one of the two bars; its amount is positive (whole FCFA)."""

    item: str
    side: str
    francs: int
    organisations: int


def parts(rows: pd.DataFrame) -> list[Part]:
    """Place each account on the bar that it lengthens: a deficit is found where money comes in.

    ``rows``: cote_compte, poste_compte, montant_fcfa, nb_organismes, of one year. A difference is
    added to the shorter bar, so that both are equal. What is zero has no part.
    """
    found = []
    for row in records(rows):
        francs = int(row.montant_fcfa)
        side = row.cote_compte if row.cote_compte in (IN, OUT) else (OUT if francs > 0 else IN)
        if francs:
            found.append(Part(row.poste_compte, side, abs(francs), int(row.nb_organismes)))
    return found


def equilibre(
    rows: pd.DataFrame,
    names: Mapping[str, str],
    sides: Mapping[str, str],
    money: Currency,
    palette: Palette,
    _: Language,
) -> go.Figure:
    """Draw one year of ``indicateurs/equilibre`` as two stacked bars.

    ``names`` name the accounts, ``deficit`` included, and ``sides`` the two bars (``entree``,
    ``sortie``). An unexplained difference is hatched.
    """
    year = int(rows["annee"].iloc[0])
    drawn = parts(rows)
    whole = max(sum(one.francs for one in drawn if one.side == side) for side in (IN, OUT))
    figure = Sketch()
    for part in drawn:
        name = names["deficit" if part.item == "resultat" and part.side == IN else part.item]
        amount = money.write(part.francs, year, _)
        gap = part.item not in HUES
        figure.add_bar(
            y=[folded(sides[part.side], 18)],
            x=[_value(part.francs, year, money)],
            orientation="h",
            name=safe(f"{name} · {amount}"),
            text=[folded(name, 14) if part.francs >= LEAST * whole else ""],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="inside",
            textfont={
                "color": palette.ink if gap else palette.on(palette.category(HUES[part.item]))
            },
            marker={
                "color": palette.paper if gap else palette.category(HUES[part.item]),
                "line": {"color": palette.paper if not gap else palette.warm, "width": 1},
                "pattern": {"shape": "/" if gap else "", "fgcolor": palette.warm},
            },
            customdata=[_hover(name, amount, part, _)],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(showticklabels=False, showgrid=False, zeroline=False)
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={"traceorder": "normal", "maxheight": 0.7},
        uniformtext={"minsize": palette.font_size - 3, "mode": "hide"},  # the legend names all
    )
    return figure.made(palette, _, height=round(260 + 1.7 * palette.font_size * len(drawn)))


def _value(francs: int, year: int, money: Currency) -> float:
    amount = money.amount(francs, year)
    return float(francs) if amount is None else amount


def _hover(name: str, amount: str, part: Part, _: Language) -> str:
    many = _.plural("{} mutuelle", "{} mutuelles", part.organisations)
    return f"<b>{safe(name)}</b><br>{safe(amount)}<br>{safe(many)}"
