"""Pieces of the dictionary and method pages, made from contracts, catalogue and headers."""

from functools import partial

import pandas as pd
import streamlit as st

from cartomut import queries
from cartomut.contracts import Contract, contracts
from cartomut.i18n import Language
from cartomut.names import normalise
from cartomut.queries import query
from cartomut.records import records
from cartomut.ui import answers, block, choices, evidence
from cartomut.ui.note import note
from cartomut.ui.preuves import documents
from cartomut.ui.text import plain

INDICATOR_COLUMNS = (
    "nom",
    "est_calcule",
    "champs_manquants",
    "domaine",
    "formule",
    "unite",
    "sens",
    "seuil_vert",
    "seuil_orange",
    "origine",
    "preuve_definition",
    "source_norme",
    "note",
    "requete",
    "indicateur_id",
)


def indicators(text: str, _: Language) -> None:
    """Show the catalogue of indicators: which are computed, what the others lack, thresholds."""
    known = _matching(evidence.catalogue(_), text)
    states = {
        "tous": _("Tous"),
        "calcules": _("Calculés"),
        "non_calculables": _("Non calculables"),
    }
    state = choices.segments("calcul", _("Indicateurs"), list(states), states.__getitem__)
    rows = known if state == "tous" else known[known["est_calcule"] == (state == "calcules")]
    rows = rows.assign(
        unite=[answers.name("unite_indicateur", code) for code in rows["unite"]],
        champs_manquants=rows["champs_manquants"].str.replace(";", ", "),
    )
    computed = int(known["est_calcule"].sum())
    summary = _("{} indicateurs, dont {} calculés et {} non calculables.").format(
        _.number(len(known)), _.number(computed), _.number(len(known) - computed)
    )
    if rows.empty:
        st.info(_("Aucun indicateur ne répond à cette recherche."))
        return
    block.table(
        "catalogue", rows, INDICATOR_COLUMNS, summary, partial(_open, list(rows["indicateur_id"]))
    )
    note(plain(summary))
    note(plain(_("Un seuil n'est une norme que si son texte a été lu ; son origine le dit.")))
    _one_indicator(rows, _)


def _open(codes: list[str], position: int) -> None:
    """Open the indicator of a row of the table (a callback)."""
    choices.put("indicateur", codes[position])


def _one_indicator(rows: pd.DataFrame, _: Language) -> None:
    """Let the reader open one indicator: what it is, and how it is computed or what it lacks."""
    names = evidence.names_of(rows)
    code = choices.select(
        "indicateur",
        _("Ouvrir un indicateur (ou cliquer une ligne)"),
        list(names),
        names.__getitem__,
        placeholder=_("Choisir un indicateur"),
    )
    if code is None:
        return
    row = rows[rows["indicateur_id"] == code].iloc[0]
    st.markdown(f"**{plain(row['nom'])}** — {plain(row['formule'].replace('`', ''))}")
    if not pd.isna(row["note"]):
        note(plain(row["note"]))
    evidence.status(row, _, linked=True)


def glossary(text: str, _: Language) -> None:
    """Show the terms of the field with their definitions."""
    rows = _matching(answers.localised("listes/glossaire"), text)
    if rows.empty:
        st.info(_("Aucun terme ne répond à cette recherche."))
    for row in records(rows):
        st.markdown(f"**{plain(row.nom)}** — {plain(row.definition)}")
        note(plain(_("Source : {}").format(row.source)))


def questions(_: Language) -> None:
    """Show every question that the app puts to the data."""
    asked = [
        query(name)
        for folder in ("indicateurs", "mesures", "fiches", "listes")
        for name in queries.names(folder)
    ]
    rows = pd.DataFrame(
        {
            _("Fichier"): [f"queries/{one.name}.sql" for one in asked],
            _("Question"): [_(one.text("Question")) for one in asked],
            _("Source"): [_(one.text("Source")) for one in asked],
        }
    )
    st.dataframe(rows, hide_index=True, alt=_("Les questions posées aux données"))


def tables(_: Language) -> None:
    """Show the contract of one table: grain, columns, types, units, code lists."""
    known = contracts()
    name = choices.select(
        "table",
        _("Table"),
        list(known),
        lambda table: f"{_.pick(known[table].title, known[table].title_en)} ({table})",
        default=next(iter(known)),
    )
    contract = known[str(name)]
    st.markdown(plain(_.pick(contract.description, contract.description_en)))
    st.dataframe(_columns(contract, _), hide_index=True, alt=_("Colonnes de la table"))


def rules(_: Language) -> None:
    """Show the rules that data must pass before a store is built."""
    for one in (query(name) for name in queries.names("controles")):
        head = f"{one.text('Code')} ({answers.name('gravite', one.text('Level'))})"
        said = plain(f"{_(one.text('Why'))} {_(one.text('Fix'))}")
        st.markdown("- " + _.pair(f"**{plain(head)}**", said))


def all_sources(_: Language) -> None:
    """List every document behind the dataset in use."""
    rows = answers.answer("listes/sources")
    note(plain(_.plural("{} document", "{} documents", len(rows))))
    documents(rows["source_id"], _)


def _columns(contract: Contract, _: Language) -> pd.DataFrame:
    fields = contract.fields
    return pd.DataFrame(
        {
            _("Colonne"): [field.name for field in fields],
            _("Nom"): [_.pick(field.title, field.title_en) for field in fields],
            _("Type"): [field.sql_type for field in fields],
            _("Unité"): [answers.name("unite_contrat", field.unit or None) for field in fields],
            _("Obligatoire"): [_("oui") if field.required else _("non") for field in fields],
            _("Liste de codes"): [field.code_list for field in fields],
            _("Précision"): [_.pick(field.description, field.description_en) for field in fields],
        }
    )


def _matching(rows: pd.DataFrame, text: str) -> pd.DataFrame:
    wanted = normalise(text)
    if not wanted:
        return rows
    joined = rows.fillna("").astype(str).agg(" ".join, axis=1).map(normalise)
    return rows[joined.str.contains(wanted, regex=False)]
