"""The map's rows as tables: what the map says, for everyone and for download."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.i18n import Language
from cartomut.ui import block, map_picture, mesures, toolbar
from cartomut.ui.map_choices import Chosen

LINK_COLUMNS = (
    "type_lien",
    "de_nom",
    "vers_nom",
    "est_trace",
    "distance_km",
    "date_debut",
    "date_fin",
)


def territories(chosen: Chosen, areas: pd.DataFrame, key: str, _: Language) -> None:
    """Show the values of the territories; a row opens the card of its territory."""
    measure = map_picture.measure(chosen, areas, _)
    counted = chosen.member_area or chosen.measure in mesures.MEASURES
    block.figure(
        key,
        _("{} par territoire").format(measure.title),
        "indicateurs/aire_adhesion" if chosen.member_area else mesures.question(chosen.measure),
        areas,
        None,
        summary=_territory_summary(measure, areas, _),
        columns=["nom", "valeur", "etat", "annee"]
        + (["base"] if "base" in areas else [])
        + ([] if counted else ["nb_valeurs", "nb_entites"]),
        unit=_("personnes") if chosen.member_area else mesures.unit(chosen.measure, _),
        evidence=_evidence(chosen),
        chosen=lambda row: toolbar.open_card(chosen.level, areas["code"].iloc[row]),
        folded=True,
    )


def places(shown: pd.DataFrame, _: Language) -> None:
    """Show the places; a row opens the card of its place."""
    if shown.empty:
        return
    block.figure(
        "lieux",
        _("Lieux de la carte"),
        "indicateurs/lieux",
        shown,
        None,
        summary=_place_summary(shown, _),
        columns=[
            "nom",
            "genre",
            "organisme",
            "relation",
            "type_etablissement",
            "statut",
            "commune",
            "precision",
        ],
        chosen=lambda row: toolbar.open_card(shown["genre"].iloc[row], shown["id"].iloc[row]),
        folded=True,
    )


def links(chosen: Chosen, _: Language) -> None:
    """Show the links that were asked for, those that no map can draw included."""
    rows = map_picture.links(chosen)
    if rows is None:
        return
    if rows.empty:
        st.info(_("Aucun lien de ce type n'est connu sous ces filtres."))
        return
    block.figure(
        "liens",
        _("Liens entre mutuelles, centres et partenaires"),
        "indicateurs/liens",
        rows,
        None,
        summary=_link_summary(chosen, rows, _),
        columns=list(LINK_COLUMNS),
        evidence={"liens": list(chosen.links)}
        | ({"annee": chosen.links_year} if chosen.links_year else {}),
        folded=True,
    )


def _evidence(chosen: Chosen) -> dict[str, Any]:
    if chosen.member_area:
        return {"organisme_id": chosen.member_area, "niveau": chosen.level}
    return mesures.evidence(chosen.measure, chosen.level)


def _territory_summary(measure: Any, areas: pd.DataFrame, _: Language) -> str:
    known = areas.dropna(subset=["valeur"])
    if known.empty:
        text = _("Aucune valeur connue pour les {} territoires affichés.")
        return text.format(_.number(len(areas)))
    first, last = known.iloc[0], known.iloc[-1]
    text = _("Valeur connue pour {} territoires sur {} ; de {} ({}) à {} ({}).")
    return text.format(
        _.number(len(known)),
        _.number(len(areas)),
        measure.write(last["valeur"]),
        last["nom"],
        measure.write(first["valeur"]),
        first["nom"],
    )


def _place_summary(shown: pd.DataFrame, _: Language) -> str:
    centres = shown[shown["genre"] == "centre"]
    text = _(
        "{} lieux de soins connus, dont {} ouverts d'après leur source, et {} sièges de mutuelles."
    )
    seats = len(shown) - len(centres)
    return text.format(
        _.number(len(centres)), _.number(centres["est_ouvert"].sum()), _.number(seats)
    )


def _link_summary(chosen: Chosen, rows: pd.DataFrame, _: Language) -> str:
    """Say how many links are drawn, and why the others are not."""
    lost = int((~rows["est_trace"]).sum())
    same = int((rows["distance_km"] == 0).sum())
    text = _(
        "{} liens connus : {} tracés, {} dont un bout n'a pas de position, {} dont les deux bouts "
        "sont placés au même point."
    ).format(_.number(len(rows)), _.number(len(rows) - lost - same), _.number(lost), _.number(same))
    undated = int(rows["date_debut"].isna().sum())
    if chosen.links_year and undated:
        text += " " + _.plural(
            "{} lien sans date de début est gardé.",
            "{} liens sans date de début sont gardés.",
            undated,
        )
    return text
