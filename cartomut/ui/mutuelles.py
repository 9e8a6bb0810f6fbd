"""The page of mutuals: its list, its small map, and the way to a mutual's card."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import labels
from cartomut.i18n import N_, Language
from cartomut.ui import (
    answers,
    carte,
    choices,
    conditions,
    fiche_mutuelle,
    filters,
    gate,
    listing,
    session,
    toolbar,
)
from cartomut.ui.note import note
from cartomut.ui.text import plain

QUESTION = "listes/mutuelles"
COUNTS = "listes/mutuelles_totaux"
PAGE = "pages/explorer/mutuelles.py"
ALWAYS = "nom"
COLUMNS = (
    "sigle",
    "type_organisme",
    "statut_juridique",
    "nom_region",
    "siege_commune",
    "nb_adherents",
    "nb_beneficiaires",
    "cotisations_encaissees_fcfa",
    "prestations_dues_fcfa",
    "annees_chiffres",
    "origine_chiffres",
    "qualificatifs",
    "nb_centres_tenus",
    "part_completude",
)
FIRST = tuple(one for one in COLUMNS if one not in ("siege_commune", "origine_chiffres"))
# In the order of the question's ``minima`` and ``maxima``: (column, unit, size of one unit).
NUMBERS = (
    ("nb_adherents", N_("personnes"), 1),
    ("nb_beneficiaires", N_("personnes"), 1),
    ("cotisations_encaissees_fcfa", N_("millions de FCFA"), 1_000_000),
    ("prestations_dues_fcfa", N_("millions de FCFA"), 1_000_000),
    ("nb_centres_tenus", N_("centres"), 1),
    ("part_completude", "%", 0.01),
)
ACCOUNTS = ("cotisations_encaissees_fcfa", "prestations_dues_fcfa")
SORTABLE = tuple(one for one, _unit, _size in NUMBERS)
NOTHING: dict[str, Any] = {"texte": None, "annee": None, "minima": None, "maxima": None}
ONE: dict[str, Any] = {**listing.ALL, "taille": 1}  # enough to know that there is a row
MAP_HEIGHT = 420  # pixels


def draw(_: Language) -> None:
    """Draw the open card, or the list with its map."""
    if fiche_mutuelle.draw_opened(_):
        return
    filters.trail(_)
    filters.chips(_)
    asked, conds, columns = _choices(_)
    found = _find(asked | conditions.bounds(conds, _numbers(_)))
    if not found.count("gardes"):
        _explain_empty(asked, _)
        return
    _count(found, _)
    if not found.count():
        st.info(_("Aucune mutuelle ne remplit ces conditions."), icon=":material/search_off:")
        return
    rows = found.page("mutuelles", [one for one in SORTABLE if one in columns and _may_see(one)], _)
    _table(found, rows, columns, _kept(asked, conds, _), _)
    _map(found, rows, _)


def _choices(_: Language) -> tuple[dict[str, Any], list[conditions.Condition], list[str]]:
    """Draw the search, the year, the columns and the conditions; all are in the URL."""
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        text = choices.text("cherche_mutuelle", _("Chercher une mutuelle (nom ou sigle)"))
    with middle:
        known = [str(year) for year in answers.answer("listes/annees_mutuelles")["annee"]]
        year = choices.select(
            "jusqu_en",
            _("Chiffres connus jusqu'en"),
            known,
            str,
            placeholder=_("Dernière année connue"),
        )
    with right:
        offered = [one for one in COLUMNS if _is_offered(one)]
        columns = choices.select_many(
            "colonnes",
            _("Colonnes"),
            offered,
            _title_of(_),
            placeholder=_("Le nom seulement"),
            default=[one for one in FIRST if _may_see(one)],
        )
    offered_numbers = [one for one in _numbers(_) if _may_see(one.code)]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        conds = conditions.choose("condition", offered_numbers, _)
    asked = {"texte": text or None, "annee": int(year) if year else None}
    return asked, conds, [one for one in COLUMNS if one in columns]


def _title_of(_: Language) -> choices.Write:
    names = answers.names()
    return lambda column: labels.title(column, names, _)


def _may_see(column: str) -> bool:
    return column not in ACCOUNTS or gate.sees_all()


def _is_offered(column: str) -> bool:
    """Tell whether a column may be shown: a mutual sees its own accounts in the list."""
    return _may_see(column) or bool(gate.own())


def _numbers(_: Language) -> list[conditions.Column]:
    title = _title_of(_)
    return [conditions.Column(code, title(code), _(unit), size) for code, unit, size in NUMBERS]


def _find(asked: dict[str, Any]) -> listing.Stored:
    reserved = [one for one in ACCOUNTS if not _is_offered(one)]
    chosen = NOTHING | asked | filters.current().params()
    return listing.Stored.find(QUESTION, COUNTS, chosen, reserved)


def _explain_empty(asked: dict[str, Any], _: Language) -> None:
    """Say what leaves nothing: the text, or which filter."""
    if asked["texte"] and _find(asked | {"texte": None}).count("gardes"):
        text = _(
            "Aucune mutuelle ne porte « {} ». Les accents et l'ordre des mots ne comptent pas ; "
            "essayez un mot plus court."
        )
        st.info(plain(text.format(asked["texte"])), icon=":material/search_off:")
        return
    filters.explain_empty(QUESTION, _, **(NOTHING | ONE | asked))


def _count(found: listing.Stored, _: Language) -> None:
    """Say how many are listed, of how many, and whom a condition cannot judge."""
    listed = _.plural("{} organisme", "{} organismes", found.count())
    text = _("{} sur {} connus.").format(listed, _.number(found.count("connus")))
    st.markdown(f"**{plain(text)}**")
    unknown = found.count("inconnus")
    if unknown:
        left_out = _.plural(
            "{} organisme est écarté parce que la valeur demandée n'est pas connue.",
            "{} organismes sont écartés parce que la valeur demandée n'est pas connue.",
            unknown,
        )
        note(plain(left_out))
    if not gate.sees_all():
        note(plain(gate.accounts_reserved(_)))


def _kept(asked: dict[str, Any], conds: Sequence[conditions.Condition], _: Language) -> str:
    """Say in words what narrowed the list, beside the shared filters."""
    texts = [conditions.sentence(one, _numbers(_), _) for one in conds]
    if asked["texte"]:
        texts.append(_("Nom ou sigle : {}").format(asked["texte"]))
    if asked["annee"]:
        texts.append(_("Chiffres connus jusqu'en {}").format(asked["annee"]))
    return _.series(texts)


def _table(
    found: listing.Stored, rows: pd.DataFrame, columns: Sequence[str], kept: str, _: Language
) -> None:
    sound = "qualificatifs" in found.empty()  # then there is no caveat to show
    listing.show(
        "mutuelles",
        rows,
        [ALWAYS, *(one for one in columns if one != "qualificatifs" or not sound)],
        _("Choisissez une ligne pour ouvrir la fiche de la mutuelle."),
        chosen=lambda row: toolbar.open_card("organisme", rows["organisme_id"].iloc[row]),
        kept=kept,
        stored=found,
    )
    note(
        plain(
            _(
                "Chaque chiffre est celui de sa dernière année connue. Une case vide veut dire "
                "inconnu ; 0 centre n'est écrit que pour qui a rendu un exercice. Montants en FCFA."
            )
        )
    )


def _map(found: listing.Stored, rows: pd.DataFrame, _: Language) -> None:
    """Show where the listed mutuals have their seat; a phone, or a long list, when asked."""
    short = found.count() <= listing.WHOLE
    at_once = short and not session.on_phone()
    wanted = at_once or choices.switch("carte_mutuelles", _("Voir sur une carte"))
    if not wanted:
        return
    st.subheader(_("Où est leur siège ?"))
    places = answers.answer("indicateurs/lieux", **filters.Filters().params())
    ids = (rows if short else found.rows())["organisme_id"]
    listed = places["id"].isin(ids) & (places["genre"] == "siege")
    seats = places[listed].reset_index(drop=True)
    lost = len(ids) - int(seats["latitude"].notna().sum())
    if lost:
        text = _.plural(
            "{} organisme de la liste n'est pas sur la carte : son siège n'est pas connu.",
            "{} organismes de la liste ne sont pas sur la carte : leur siège n'est pas connu.",
            lost,
        )
        note(plain(text))
    clicked = carte.of_places("carte_des_mutuelles", seats, MAP_HEIGHT)
    if clicked:
        choices.put("fiche", clicked)
        st.rerun()
    st.page_link(
        carte.PAGE,
        label=_("Ouvrir la carte"),
        icon=":material/map:",
        query_params=filters.as_query(),
    )
