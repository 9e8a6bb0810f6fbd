"""The inhabited places that are farthest from a centre, listed one by one."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from cartomut.i18n import N_, Language
from cartomut.ui import listing, reached, scene
from cartomut.ui.reached import Ground
from cartomut.ui.text import plain

if TYPE_CHECKING:
    from cartomut.ui.couverture import Chosen

PLACE_COLUMNS = (
    "nom_lieu",
    "nom_region",
    "population",
    "km_proche",
    "minutes_proche",
    "centre_proche",
    "precision_centre",
    "methode_population",
    "annee",
)


@scene.titled("lieux_eloignes", N_("Les lieux les plus loin d'un centre"))
def draw(chosen: "Chosen", _: Language) -> None:
    """List the inhabited places beyond reach, the farthest first."""
    rows = reached.distances(
        chosen.ground, chosen.reach, chosen.ensemble, chosen.assumed.travel.minutes
    )
    rows = rows[rows["km_proche"] > chosen.assumed.km].reset_index(drop=True)
    with st.container(border=True, key="figure_lieux_eloignes"):
        st.subheader(_("Les lieux les plus loin d'un centre"))
        if rows.empty:
            st.markdown(plain(_("Aucun lieu habité n'est au-delà de la distance choisie.")))
            return
        summary = _told_places(chosen, rows, _)
        st.markdown(plain(summary))
        kept = reached.rounded(rows).assign(
            hypotheses_acces=" ".join(chosen.lines(_)), nature=_natures(chosen.ground)
        )
        listing.show(
            "lieux_eloignes", kept, PLACE_COLUMNS, summary, ordered=_("Du plus loin au plus proche")
        )


def _natures(ground: Ground) -> str:
    return " ; ".join(sorted(ground.centres["nature"].dropna().unique()))


def _told_places(chosen: "Chosen", rows: pd.DataFrame, _: Language) -> str:
    first = rows.iloc[0]
    return _(
        "Lieux habités à plus de {} km d'un centre connu : {} ; leurs habitants : {}. Le plus loin "
        "est {} ({}), à {} km et {} min de trajet supposé ; son centre le plus proche est {}."
    ).format(
        _.number(chosen.assumed.km, 1),
        _.number(len(rows)),
        _.number(round(float(rows["population"].sum()))),
        first["nom_lieu"],
        first["nom_region"],
        _.number(first["km_proche"], 1),
        _.number(first["minutes_proche"]),
        first["centre_proche"],
    )
