"""An area that the reader drew or described, and what it holds."""

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, block, choices, filters
from cartomut.ui.note import note
from cartomut.ui.text import listed, plain

if TYPE_CHECKING:
    from cartomut.maps.zone import Zone

SUMS = ("nb_lits", "nb_personnel", "nb_beneficiaires")
DEFAULT_KM = 20.0
LATITUDE, LONGITUDE, RADIUS = "zone_latitude", "zone_longitude", "zone_rayon"
COLUMNS = (
    "nom",
    "genre",
    "organisme",
    "type_etablissement",
    "statut",
    "commune",
    "precision",
    "nb_lits",
    "nb_personnel",
    "nb_beneficiaires",
    "annee",
)


def describe(_: Language) -> None:
    """Offer an area without drawing: a circle around a town, or around a point."""
    with st.popover(_("Compter dans une zone"), icon=":material/select_all:"):
        note(plain(_("Dessinez-la sur la carte, ou décrivez un cercle :")))
        st.selectbox(
            _("Autour de"),
            list(_towns()),
            index=None,
            placeholder=_("Une commune ou une ville"),
            key="zone_lieu",
        )
        left, right = st.columns(2)
        with left:
            st.number_input(_("ou latitude"), *_span("latitude"), 5.35, 0.01, "%.4f", key=LATITUDE)
        with right:
            st.number_input(
                _("et longitude"), *_span("longitude"), -4.0, 0.01, "%.4f", key=LONGITUDE
            )
        st.number_input(_("Rayon (km)"), 1.0, 800.0, DEFAULT_KM, 5.0, key=RADIUS)
        st.button(_("Compter"), type="primary", on_click=_circle, key="zone_compter")


def draw(zone: "Zone | None", places: pd.DataFrame, _: Language) -> None:
    """Say what the area holds; nothing when there is none."""
    with st.container(key="zone"):  # always there: what follows keeps its place
        if not zone:
            return
        st.subheader(plain(_("Dans la zone")))
        totals = answers.answer(
            "indicateurs/zone_totaux", **zone.params(), **filters.current().params()
        )
        _say(totals, _)
        lost = int(places["latitude"].isna().sum())
        note(plain(_limits(totals, lost, _)))
        st.button(
            _("Effacer la zone"),
            icon=":material/close:",
            type="tertiary",
            on_click=partial(choices.put, "zone", None),
            key="zone_effacer",
        )


def tables(zone: "Zone | None", _: Language) -> None:
    """List the places of the area and its counts, each with its download."""
    if not zone:
        return
    kept = zone.params() | filters.current().params()
    rows = answers.answer("indicateurs/zone_lieux", **kept)
    totals = answers.answer("indicateurs/zone_totaux", **kept)
    if rows.empty:
        return
    block.figure(
        "zone_lieux",
        _("Lieux de la zone dessinée"),
        "indicateurs/zone_lieux",
        rows,
        None,
        summary=_.plural("{} lieu dans la zone.", "{} lieux dans la zone.", len(rows)),
        columns=list(COLUMNS),
        evidence={"zone": zone.write()},
        chosen=lambda row: choices.put(
            "fiche", f"{rows['genre'].iloc[row]}:{rows['id'].iloc[row]}"
        ),
        folded=True,
    )
    block.figure(
        "zone_totaux",
        _("Comptes et sommes de la zone dessinée"),
        "indicateurs/zone_totaux",
        _named(totals, _),
        None,
        summary=_("Chaque somme porte sur les seuls lieux dont la valeur est connue."),
        columns=["sujet", "code", "valeur", "nb_valeurs", "nb_lieux", "nb_approches"],
        evidence={"zone": zone.write()},
        folded=True,
    )


def _say(totals: pd.DataFrame, _: Language) -> None:
    """List the counts of places, then each sum with its n of N."""
    rows = list(records(totals))
    if not rows:
        st.markdown(plain(_("Aucun lieu situé dans cette zone sous ces filtres.")))
        return
    count = {row.code: row.valeur for row in rows if row.sujet == "nb_lieux"}
    said = [
        (answers.name("genre_lieu", code), _.number(count[code]))
        for code in ("centre", "siege")
        if code in count
    ]
    said += [
        (answers.name("sujet_zone", row.sujet), _sum(row, _)) for row in rows if row.sujet in SUMS
    ]
    st.markdown(listed(said, _))
    for subject, codes in (
        ("statut", "statut_operationnel"),
        ("type_etablissement", "type_etablissement"),
    ):
        parts = [
            (answers.name(codes, row.code), _.number(row.valeur))
            for row in rows
            if row.sujet == subject
        ]
        if parts:
            text = _.series(_.pair(name, number) for name, number in parts)
            note(plain(_.pair(answers.name("sujet_zone", subject), text)))


def _sum(row: Any, _: Language) -> str:
    if pd.isna(row.valeur):
        return _("inconnu ({} lieux)").format(_.number(row.nb_lieux))
    known, every = _.number(row.nb_valeurs), _.number(row.nb_lieux)
    if pd.isna(row.annee_max):
        return _("{} (connu pour {} sur {})").format(_.number(row.valeur), known, every)
    years = {int(row.annee_min), int(row.annee_max)}
    text = _("{} (connu pour {} sur {} ; {})")
    return text.format(_.number(row.valeur), known, every, "–".join(map(str, sorted(years))))


def _limits(totals: pd.DataFrame, lost: int, _: Language) -> str:
    """Say what the counts cannot know: approximate positions, and places without any."""
    near = int(totals.loc[totals["sujet"] == "nb_lieux", "nb_approches"].sum())
    approximate = _.plural(
        "{} lieu de la zone n'est placé qu'au milieu de sa ville, de sa commune ou de son "
        "quartier.",
        "{} lieux de la zone ne sont placés qu'au milieu de leur ville, de leur commune ou de leur "
        "quartier.",
        near,
    )
    without = _.plural(
        "{} lieu sans position n'est compté dans aucune zone.",
        "{} lieux sans position ne sont comptés dans aucune zone.",
        lost,
    )
    seats = _("Les bénéficiaires sont ceux des mutuelles qui ont ici leur siège, où qu'ils vivent.")
    said = [(near, approximate), (lost, without), (1, seats)]
    return " ".join(text for count, text in said if count)


def _named(totals: pd.DataFrame, _: Language) -> pd.DataFrame:
    lists = {"statut": "statut_operationnel", "type_etablissement": "type_etablissement"}
    names = [answers.name(lists.get(row.sujet, "genre_lieu"), row.code) for row in records(totals)]
    subjects = [answers.name("sujet_zone", one) for one in totals["sujet"]]
    return totals.assign(sujet=subjects, code=names)


def _towns() -> dict[str, tuple[float, float]]:
    rows = answers.answer("listes/reperes")
    return {f"{row.nom} ({row.region})": (row.latitude, row.longitude) for row in records(rows)}


def _span(axis: str) -> tuple[float, float]:
    from cartomut.maps import zone

    return zone.LATITUDES if axis == "latitude" else zone.LONGITUDES


def _circle() -> None:
    """Keep the circle described in the URL (a callback)."""
    from cartomut.maps.zone import Zone

    chosen = st.session_state
    point = _towns().get(chosen["zone_lieu"] or "", (chosen[LATITUDE], chosen[LONGITUDE]))
    choices.put("zone", Zone((point,), chosen[RADIUS]).write())
