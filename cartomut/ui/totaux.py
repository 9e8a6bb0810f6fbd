"""What a study's own exercises add up to: the sentence and the cards of the home page."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, block, filters, terms
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

QUESTION = "indicateurs/totaux_exercices"
BENEFICIARIES = "nb_disent_beneficiaires"
CARD_WIDTH = 220  # pixels


def sentence(_: Language) -> None:
    """Say what the mutuals of the dataset declared for its last year, and how many said it."""
    last = _last()
    if last is None:
        return
    text = _(
        "En {}, {} organismes ont rendu un exercice ; {} d'entre eux déclarent ensemble "
        "{} bénéficiaires."
    ).format(
        last["annee"],
        _.number(last["nb_organismes"]),
        _.number(last["nb_disent_beneficiaires"]),
        _.number(last["nb_beneficiaires"]),
    )
    st.markdown(f"**{plain(text)}**")


def cards(_: Language) -> None:
    """Show people and money of the last year, each with how many organisations said it."""
    last = _last()
    if last is None:
        return
    figures = (
        (
            "nb_beneficiaires",
            _("Bénéficiaires (personnes)"),
            _.number(last["nb_beneficiaires"]),
            BENEFICIARIES,
        ),
        (
            "cotisations_encaissees_fcfa",
            _("Cotisations encaissées"),
            _.money(last["cotisations_encaissees_fcfa"]),
            "nb_disent_cotisations",
        ),
        (
            "prestations_payees_fcfa",
            _("Prestations payées"),
            _.money(last["prestations_payees_fcfa"]),
            "nb_disent_prestations",
        ),
    )
    known = answers.sources(pd.Series([last["source_id"]]))
    documents = _.series(link(row.intitule, row.url) for row in records(known))
    grid = st.grid(min_column_width=CARD_WIDTH, border=True)
    for slug, title, value, said in figures:
        with grid.cell():
            kpi(title, value, definition=terms.definition(slug))
            base = _("{} organismes sur {} le disent").format(
                _.number(last[said]), _.number(last["nb_organismes"])
            )
            note(plain(f"{last['annee']} · {base}"))
            note(plain(_natures(last["nature"])))
            note(_("Source : {}").format(documents))
            block.evidence_link(_("Preuves"), preuve="figure", question="totaux_exercices")


def _last() -> dict[str, Any] | None:
    kept = filters.current()
    places = {"district": kept.district, "region": kept.region, "commune": kept.commune}
    rows = answers.answer(QUESTION, **places, types=kept.types)
    return None if rows.empty else dict(rows.iloc[-1])


def _natures(codes: str) -> str:
    return ", ".join(answers.name("nature", code) for code in codes.split(" ; "))
