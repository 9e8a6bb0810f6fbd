"""The page of centres: its views, its list, and the way to a centre's card."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import labels
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import (
    answers,
    choices,
    conditions,
    fiche_centre,
    filters,
    lenses,
    lentille,
    listing,
    services,
    toolbar,
)
from cartomut.ui.note import note
from cartomut.ui.text import plain

QUESTION = "listes/centres"
COUNTS = "listes/centres_totaux"
MAP = "pages/explorer/carte.py"
VIEWS = {
    "liste": N_("Liste des centres"),
    "services": N_("Services, centre par centre"),
    "lentille": N_("Maladies et maternité"),
}
ALWAYS = "nom"
COLUMNS = (
    "organisme",
    "relation",
    "type_etablissement",
    "niveau_soins",
    "statut_operationnel",
    "nom_region",
    "commune",
    "date_ouverture",
    "nb_lits",
    "nb_personnel",
    "services_ecrits",
    "statut_cmu",
    "nb_consultations",
    "annee",
)
# In the order of the question's ``minima`` and ``maxima``.
NUMBERS = (
    ("nb_lits", N_("lits")),
    ("nb_personnel", N_("personnes")),
    ("nb_consultations", N_("consultations")),
    ("nb_services_disponibles", N_("services")),
)
SORTABLE = {  # a column of the list → the number that it is ordered by
    "nb_lits": "nb_lits",
    "nb_personnel": "nb_personnel",
    "services_ecrits": "nb_services_disponibles",
    "nb_consultations": "nb_consultations",
    "annee": "annee",
}
NOTHING: dict[str, Any] = {"texte": None, "minima": None, "maxima": None}
ONE: dict[str, Any] = {**listing.ALL, "taille": 1}  # enough to know that there is a row


def draw(_: Language) -> None:
    """Draw the open card, or the view that the reader chose."""
    if fiche_centre.draw_opened(_):
        return
    filters.trail(_)
    filters.chips(_)
    view = choices.segments(
        "vue_centres", _("Vue"), list(VIEWS), lambda code: _(VIEWS[code]), hidden=True
    )
    lens = lenses.choose(_)
    {"liste": _list, "services": services.draw, "lentille": lentille.draw}[view](lens, _)


def _list(lens: str, _: Language) -> None:
    text, conds, columns = _choices(_)
    asked = {"lentille": lens, "texte": text or None}
    found = _find(asked | conditions.bounds(conds, _numbers(_)))
    if not found.count():
        _explain_empty(asked, bool(text or conds), _)
        return
    text = _("{} sur {} centres connus.").format(
        _.number(found.count()), _.number(found.count("connus"))
    )
    st.markdown(f"**{plain(text)}**")
    _left_out(found.count("inconnus"), _)
    note(plain(_services_words(bool(found.totals["est_enquete"].iloc[0]), _)))
    rows = found.page("centres", [SORTABLE[one] for one in columns if one in SORTABLE], _)
    listing.show(
        "centres",
        rows,
        [ALWAYS, *columns],
        text + " " + _("Choisissez une ligne pour ouvrir la fiche du centre."),
        chosen=lambda row: toolbar.open_card("centre", rows["centre_id"].iloc[row]),
        write=partial(_written, _=_),
        stored=found,
    )
    _ways_out(rows, _)


def _choices(_: Language) -> tuple[str, list[conditions.Condition], list[str]]:
    left, middle, right = st.columns([5, 3, 4], vertical_alignment="bottom")
    with left:
        text = choices.text("cherche", _("Chercher un centre, son propriétaire ou sa commune"))
    with middle:
        conds = conditions.choose("condition_centre", _numbers(_), _)
    with right:
        known = answers.names()
        names = {one: labels.title(one, known, _) for one in COLUMNS}
        kept = choices.select_many(
            "colonne_centre",
            _("Colonnes"),
            list(COLUMNS),
            names.__getitem__,
            placeholder=_("Toutes les colonnes"),
        )
    return text, conds, [one for one in COLUMNS if one in kept] or list(COLUMNS)


def _numbers(_: Language) -> list[conditions.Column]:
    names = answers.names()
    return [
        conditions.Column(code, labels.title(code, names, _), _(unit)) for code, unit in NUMBERS
    ]


def _find(asked: dict[str, Any]) -> listing.Stored:
    return listing.Stored.find(QUESTION, COUNTS, NOTHING | asked | filters.current().params())


def _explain_empty(asked: dict[str, Any], narrowed: bool, _: Language) -> None:
    """Say which choice leaves nothing: the search and conditions, or the filters."""
    everything = NOTHING | {"lentille": asked["lentille"]}
    if narrowed and _find(everything).count():
        text = _(
            "Aucun centre ne répond à cette recherche et à ces conditions. Les accents ne comptent "
            "pas ; une valeur inconnue ne remplit aucune condition."
        )
        st.info(plain(text), icon=":material/search_off:")
        return
    filters.explain_empty(QUESTION, _, **(everything | ONE))


def _left_out(unknown: int, _: Language) -> None:
    """Say how many centres a condition left out only because their value is unknown."""
    if unknown:
        text = _.plural(
            "{} centre est écarté parce que la valeur n'est pas connue.",
            "{} centres sont écartés parce que la valeur n'est pas connue.",
            unknown,
        )
        note(plain(text))


def _services_words(surveyed: bool, _: Language) -> str:
    if surveyed:
        return _("Services : disponibles sur demandés. « Non demandé » ne veut pas dire zéro.")
    return _(
        "Aucune enquête dans ce jeu de données : les services sont ceux que citent des sources "
        "publiques. Un service qui n'est pas cité n'est pas un service absent."
    )


def _written(rows: pd.DataFrame, _: Language) -> pd.DataFrame:
    """Write what a bare number would make misread: dates, services known and asked."""
    return rows.assign(
        date_ouverture=rows["date_ouverture"].map(_.date, na_action="ignore"),
        services_ecrits=[_services(row, _) for row in records(rows)],
    )


def _services(row: Any, _: Language) -> str:
    if pd.isna(row.nb_services_demandes):
        return _("non demandé") if row.est_enquete else _("non cité")
    if not row.est_enquete:
        return str(_.plural("{} cité", "{} cités", int(row.nb_services_disponibles)))
    return _("{} sur {}").format(
        _.number(row.nb_services_disponibles), _.number(row.nb_services_demandes)
    )


def _ways_out(rows: pd.DataFrame, _: Language) -> None:
    """Open a card by the keyboard; see the same centres on the map."""
    left, right = st.columns([7, 3], vertical_alignment="bottom")
    with left:
        _open_one(rows, _)
    with right:
        st.page_link(
            MAP,
            label=_("Voir sur la carte"),
            icon=":material/map:",
            query_params=filters.as_query(),
        )


def _open_one(rows: pd.DataFrame, _: Language) -> None:
    titles = {
        row.centre_id: row.nom if pd.isna(row.commune) else f"{row.nom} ({row.commune})"
        for row in records(rows)
    }
    st.selectbox(
        _("Ouvrir la fiche d'un centre"),
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        placeholder=_("Choisir un centre"),
        key="_ouvrir_centre",
        on_change=_open_chosen,
    )


def _open_chosen() -> None:
    chosen = st.session_state["_ouvrir_centre"]
    if chosen:
        toolbar.open_card("centre", chosen)
