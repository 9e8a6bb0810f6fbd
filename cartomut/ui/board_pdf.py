"""The scorecard of a COM as a PDF for the board: gathers what the page shows, in the same words."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from cartomut.exports.board import Axis, Line, Means, Opinion, Scorecard, board
from cartomut.exports.fiche import Document
from cartomut.i18n import MISSING, Language
from cartomut.records import records
from cartomut.ui import answers, block, com, download, opinions, score, scorecard, session
from cartomut.ui.com import Chosen
from cartomut.ui.emporter import MARKS


def button(chosen: Chosen, _: Language) -> None:
    """Offer the PDF of the contract and year on the screen."""
    download.button(
        _("PDF pour le conseil"),
        data=partial(board, card(chosen, _), _),
        file_name=block.file_name(f"{chosen.com}_{chosen.year}", "pdf"),
        mime="application/pdf",
        icon=":material/picture_as_pdf:",
        type="tertiary",
        on_click="ignore",
        key="com_pdf",
        reserved=True,
    )


def card(chosen: Chosen, _: Language) -> Scorecard:
    """Gather everything that the board reads; it needs no session afterwards."""
    row = answers.answer("fiches/com", id=chosen.com).iloc[0]
    parties = answers.answer("fiches/com_parties", id=chosen.com)
    lines = scorecard.told(answers.answer(com.INDICATORS, **chosen.scored()), _)
    views = opinions.told(answers.answer(opinions.QUESTION, **chosen.asked()), _)
    means = _.localise(answers.answer(com.MEANS, **chosen.asked()))
    cited = pd.concat([lines["source_id"], views["source_id"], means["source_id"]])
    return Scorecard(
        title=_("{}, {}").format(row["libelle_officiel"], chosen.year),
        kind=_("{} · mode : {}").format(
            chosen.name, answers.name("mode_score", chosen.mode).lower()
        ),
        mark=_(MARKS[session.dataset()]),
        is_invented=session.dataset() == "demonstration",
        edition=_edition(_),
        address=_address(chosen),
        cover=com.cover_pairs(row, parties, _),
        score=score.pair(score.whole_of(chosen), _),
        score_notes=list(_score_notes(chosen, _)),
        agreement=opinions.agreed(views, _),
        opinions=[_opinion(one, _) for one in records(views)],
        axes=list(_axes(chosen, lines, _)),
        contested=scorecard.contested_lines(lines, _),
        means=[_means(one, _) for one in records(means)],
        means_note=com.means_sentence(means, _) if len(means) else "",
        documents=_documents(cited, _),
    )


def _score_notes(chosen: Chosen, _: Language) -> Iterator[str]:
    whole = score.whole_of(chosen)
    yield score.rated(whole, _)
    yield _.pair(_("Indicateurs renseignés"), score.reported(whole, _))
    yield score.left_out(whole, _)
    yield score.explained(whole, _)


def _opinion(row: Any, _: Language) -> Opinion:
    title = answers.name("type_evaluation", row.type_evaluation)
    if pd.isna(row.appreciation):
        return Opinion(title, MISSING, _("évaluation pas faite"), [])
    rating = score.rating(row.appreciation, _)
    return Opinion(title, opinions.given(row, _), rating, opinions.facts(row, _))


def _axes(chosen: Chosen, lines: pd.DataFrame, _: Language) -> Iterator[Axis]:
    rows = _.localise(answers.answer(score.QUESTION, **chosen.scored()))
    for row in records(rows[rows["axe_id"].notna()]):
        own = lines[lines["axe_ordre"] == row.ordre]
        points = _("{} points sur {} dus").format(
            _.number(row.points, 1), _.number(row.points_dus, 1)
        )
        title = f"{row.ordre}. {row.axe}"
        yield Axis(
            title, f"{points} · {score.pair(row, _)}", [_line(one, _) for one in records(own)]
        )


def _line(row: Any, _: Language) -> Line:
    return Line(
        title=row.libelle,
        floor=row.seuil_ecrit,
        target=row.cible_ecrite,
        result=row.realise_ecrit,
        before=row.com_avant_ecrit,
        points=scorecard.points(row, _),
        state=scorecard.badge(row, _),
        place=None if pd.isna(row.place_realise) else float(row.place_realise),
        counts=row.etat_mesure_com == "compte",
    )


def _means(row: Any, _: Language) -> Means:
    return Means(
        title=row.moyen,
        debtor=MISSING if pd.isna(row.debiteur) else row.debiteur,
        planned=com.amount(row.prevu, row.unite, _),
        received=com.amount(row.mis_a_disposition, row.unite, _),
        share=_.percent(row.part_mise_a_disposition),
    )


def _documents(ids: "pd.Series[Any]", _: Language) -> list[Document]:
    return [
        Document(row.intitule, _.date(row.date_publication), "" if pd.isna(row.url) else row.url)
        for row in records(answers.sources(ids))
    ]


def _edition(_: Language) -> str:
    built = session.opened().about()["construit_le"]
    text = _("CartoMut · jeu de données : {} · édition du {} · imprimé le {}")
    name = answers.name("jeu", session.dataset())
    return text.format(name, _.date(built), _.date(date.today().isoformat()))


def _address(chosen: Chosen) -> str:
    here = (st.context.url or "").split("?")[0]
    return f"{here}?{urlencode({'jeu': session.dataset()} | chosen.evidence())}"
