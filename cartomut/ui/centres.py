"""The page of centres: its views, its list, and the way to a centre's card."""

from collections.abc import Sequence
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
    session,
    toolbar,
)
from cartomut.ui.note import note
from cartomut.ui.text import plain

QUESTION = "listes/centres"
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
EASY = 300  # centres of a list to choose from; past that, the search narrows it first


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
    numbers = _numbers(_)
    rows = _answer(asked | conditions.bounds(conds, numbers))
    if rows.empty:
        _explain_empty(asked, bool(text or conds), _)
        return
    known = _known(session.edition(), lens)
    text = _("{} sur {} centres connus.").format(_.number(len(rows)), _.number(known))
    st.markdown(f"**{plain(text)}**")
    _left_out(asked, conds, _)
    note(plain(_services_words(bool(rows["est_enquete"].any()), _)))
    listing.show(
        "centres",
        rows,
        [ALWAYS, *columns],
        text + " " + _("Choisissez une ligne pour ouvrir la fiche du centre."),
        chosen=lambda row: toolbar.open_card("centre", rows["centre_id"].iloc[row]),
        write=partial(_written, _=_),
    )
    _ways_out(rows, _)


def _choices(_: Language) -> tuple[str, list[conditions.Condition], list[str]]:
    left, middle, right = st.columns([5, 3, 4], vertical_alignment="bottom")
    with left:
        text = choices.text("cherche", _("Chercher un centre, son propriétaire ou sa commune"))
    with middle:
        conds = conditions.choose("condition_centre", _numbers(_), _)
    with right:
        names = {one: labels.title(one, answers.names(), _) for one in COLUMNS}
        kept = choices.select_many(
            "colonne_centre",
            _("Colonnes"),
            list(COLUMNS),
            names.__getitem__,
            placeholder=_("Toutes les colonnes"),
        )
    return text, conds, [one for one in COLUMNS if one in kept] or list(COLUMNS)


def _numbers(_: Language) -> list[conditions.Column]:
    return [
        conditions.Column(code, labels.title(code, answers.names(), _), _(unit))
        for code, unit in NUMBERS
    ]


def _answer(asked: dict[str, Any]) -> pd.DataFrame:
    none: dict[str, Any] = {"minima": None, "maxima": None}
    return answers.answer(QUESTION, **(none | asked | filters.current().params()))


@st.cache_resource(max_entries=30, show_spinner=False)
def _known(edition: str, lens: str) -> int:
    """Count the centres of the edition: a number is kept more cheaply than its rows."""
    del edition  # part of the key
    none = {"lentille": lens, "texte": None, "minima": None, "maxima": None}
    return len(answers.answer(QUESTION, **(none | filters.Filters().params())))


def _explain_empty(asked: dict[str, Any], narrowed: bool, _: Language) -> None:
    """Say which choice leaves nothing: the search and conditions, or the filters."""
    none = {"lentille": asked["lentille"], "texte": None, "minima": None, "maxima": None}
    if narrowed and not _answer(none).empty:
        text = _(
            "Aucun centre ne répond à cette recherche et à ces conditions. Les accents ne comptent "
            "pas ; une valeur inconnue ne remplit aucune condition."
        )
        st.info(plain(text), icon=":material/search_off:")
        return
    filters.explain_empty(QUESTION, _, **none)


def _left_out(asked: dict[str, Any], conds: Sequence[conditions.Condition], _: Language) -> None:
    """Say how many centres a condition left out only because their value is unknown."""
    if not conds:
        return
    columns = sorted({one.column for one in conds})
    unknown = int(_answer(asked)[columns].isna().any(axis=1).sum())
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
    if len(rows) > EASY:
        note(plain(_("Cherchez un nom pour ouvrir une fiche par le clavier.")))
        return
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
