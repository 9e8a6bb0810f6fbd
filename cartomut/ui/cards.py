"""Cards: what is known of one centre, one organisation or one territory, with its sources."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cartomut.i18n import MISSING, Language
from cartomut.records import records
from cartomut.ui import (
    answers,
    block,
    comparer,
    facts,
    fiche_pdf,
    filters,
    identity,
    session,
    territoire,
)
from cartomut.ui.note import note
from cartomut.ui.text import link, listed, plain

CENTRES = "pages/explorer/centres.py"
MUTUALS = "pages/explorer/mutuelles.py"
NOTHING = ("", MISSING)


def card(kind: str, identifier: str) -> None:
    """Show the card of a ``centre``, ``siege``, ``organisme``, ``region`` or ``district``."""
    _ = session.language()
    draw = {
        "centre": _centre,
        "siege": _organisation,
        "organisme": _organisation,
        "region": _territory,
        "district": _territory,
    }.get(kind)
    if draw is None or not draw(kind, identifier, _):
        st.info(_("Cette fiche n'existe pas dans le jeu de données en usage."))


def facts_of(entity: str, identifier: str) -> pd.DataFrame:
    """Return every published fact about an entity, in this run's language."""
    rows = answers.answer(
        "indicateurs/faits_publies",
        entite=entity,
        entite_id=identifier,
        indicateurs=None,
        retenus=None,
    )
    return session.language().localise(rows)


def _centre(_kind: str, identifier: str, _: Language) -> bool:
    found = answers.answer("fiches/centre", id=identifier)
    if found.empty:
        return False
    row = found.iloc[0]
    _heading(row["nom"], answers.name("statut_operationnel", row["statut_operationnel"]))
    pairs_listed(identity.pairs("centre", row, _))
    st.page_link(
        CENTRES,
        label=_("Fiche complète"),
        icon=":material/open_in_full:",
        query_params=filters.as_query() | {"fiche": f"centre:{identifier}"},
    )
    comparer.link("centre", identifier)
    _facts("centre", identifier, found, _)
    fiche_pdf.button("centre", identifier)
    return True


def _organisation(_kind: str, identifier: str, _: Language) -> bool:
    found = answers.answer("fiches/organisme", id=identifier)
    if found.empty:
        return False
    row = found.iloc[0]
    _heading(identity.title("organisme", row), identity.kind("organisme", row, _))
    pairs_listed(identity.pairs("organisme", row, _))
    st.page_link(
        MUTUALS,
        label=_("Fiche complète"),
        icon=":material/open_in_full:",
        query_params=filters.as_query() | {"fiche": f"organisme:{identifier}"},
    )
    comparer.link("organisme", identifier)
    _facts("organisme", identifier, found, _)
    fiche_pdf.button("organisme", identifier)
    return True


def _territory(kind: str, identifier: str, _: Language) -> bool:
    found = answers.answer("fiches/territoire", niveau=kind, id=identifier)
    if found.empty:
        return False
    row = found.iloc[0]
    _heading(row["nom"], identity.kind(kind, row, _))
    pairs_listed(identity.pairs(kind, row, _))
    note(
        plain(
            _("Les lieux connus viennent de pages publiques : leur absence ne veut pas dire zéro.")
        )
    )
    territoire.figures(kind, identifier, _)
    territoire.links(kind, identifier, _)
    sources_listed(pd.concat([found["source_2014"], found["source_2021"]]), _)
    st.button(
        _("Ne garder que ce territoire"),
        icon=":material/filter_alt:",
        key=f"_garder_{kind}_{identifier}",
        on_click=filters.set_territory,
        args=(kind, identifier),
    )
    block.evidence_link(
        _("Preuves"),
        preuve="figure",
        question="territoires_mesure",
        mesure="population_2021",
    )
    fiche_pdf.button(kind, identifier)
    return True


def _heading(title: str, tag: str) -> None:
    st.subheader(plain(title))
    note(plain(tag))


def pairs_listed(pairs: Sequence[identity.Fact]) -> None:
    """Show what is known; what no source gives is left out and said once."""
    _ = session.language()
    known = [(title, text) for title, text in pairs if not pd.isna(text) and text not in NOTHING]
    st.markdown(listed(known, _))
    missing = [title for title, _text in pairs if title not in dict(known)]
    if missing:
        note(plain(_("Non renseigné dans les sources : {}.").format(", ".join(missing))))


def _facts(entity: str, identifier: str, found: pd.DataFrame, _: Language) -> None:
    rows = facts_of(entity, identifier)
    if not rows.empty:
        heading = _("Ce que disent les sources")
        st.markdown(f"**{plain(heading)}**")
        facts.sentences(rows, _)
    sources_listed(pd.concat([found["source_id"], rows["source_id"]]), _)
    block.evidence_link(_("Preuves"), entite=entity, id=identifier)


def sources_listed(ids: pd.Series, _: Language) -> None:
    """List the documents behind a column of ``source_id``, folded."""
    documents = answers.sources(ids)
    with st.expander(_.plural("{} source", "{} sources", len(documents))):
        for row in records(documents):
            st.markdown(
                "- " + link(row.intitule, row.url) + plain(f" ({_.date(row.date_publication)})")
            )
