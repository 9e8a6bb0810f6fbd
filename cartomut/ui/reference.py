"""Pieces of the dictionary and method pages, made from contracts, catalogue and headers."""

import pandas as pd
import streamlit as st

from cartomut import queries
from cartomut.contracts import Contract, contracts
from cartomut.i18n import Language
from cartomut.names import normalise
from cartomut.queries import query
from cartomut.records import records
from cartomut.ui import answers, block, choices
from cartomut.ui.note import note
from cartomut.ui.preuves import documents
from cartomut.ui.text import plain


def indicators(text: str, _: Language) -> None:
    """Show the catalogue of indicators, with each threshold's origin."""
    rows = _matching(_.localise(answers.answer("listes/catalogue")), text)
    rows = rows.assign(unite=[answers.name("unite_indicateur", code) for code in rows["unite"]])
    summary = _.plural("{} indicateur", "{} indicateurs", len(rows))
    columns = [
        "indicateur_id",
        "nom",
        "domaine",
        "formule",
        "unite",
        "sens",
        "requete",
        "seuil_vert",
        "seuil_orange",
    ]
    block.table(
        "catalogue",
        rows,
        [*columns, "origine", "preuve_definition", "source_norme", "note"],
        summary,
    )
    note(plain(summary))
    note(plain(_("Un seuil n'est une norme que si son texte a été lu ; son origine le dit.")))


def glossary(text: str, _: Language) -> None:
    """Show the terms of the field with their definitions."""
    rows = _matching(_.localise(answers.answer("listes/glossaire")), text)
    if rows.empty:
        st.info(_("Aucun terme ne répond à cette recherche."))
    for row in records(rows):
        st.markdown(f"**{plain(row.nom)}** — {plain(row.definition)}")
        note(plain(_("Source : {}").format(row.source)))


def questions(_: Language) -> None:
    """Show every question that the app puts to the data."""
    asked = [
        query(name)
        for folder in ("indicateurs", "fiches", "listes")
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
