"""Three assessments of one COM side by side: its own, an outside one, the supervisor's (K5)."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import contrats as charts
from cartomut.i18n import MISSING, Language
from cartomut.queries import query
from cartomut.records import records
from cartomut.ui import answers, block, score, session
from cartomut.ui.com import Chosen
from cartomut.ui.comptes_mutuelle import CARD_WIDTH
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import plain

QUESTION = "indicateurs/com_evaluations"
KINDS = ("auto", "independante", "tutelle")
COLUMNS = (
    "annee",
    "type_evaluation",
    "score_ecrit",
    "appreciation",
    "taux_renseignement",
    "recalcule_ecrit",
    "com_ecart_ecrit",
    "accord_avis",
    "auteur",
    "date_evaluation",
    "mode_score",
    "recommandations",
)


def draw(chosen: Chosen, _: Language) -> None:
    """Show the three of the year with what sets them apart, then all the years."""
    rows = told(answers.answer(QUESTION, com=chosen.com, annee=None), _)
    st.subheader(_("Trois avis côte à côte, {}").format(chosen.year))
    of_year = rows[rows["annee"] == chosen.year]
    agreement(of_year, _)
    grid = st.grid(min_column_width=CARD_WIDTH, border=True)
    for row in records(of_year):
        with grid.cell():
            _card(row, _)
    titles = {kind: answers.name("type_evaluation", kind) for kind in KINDS}
    block.figure(
        "com_evaluations",
        _("Les trois avis et le score recalculé, année par année"),
        QUESTION,
        rows,
        charts.evaluations(rows, titles, session.colours(), _),
        summary=sentence(rows, _),
        columns=list(COLUMNS),
        evidence={"com": chosen.com},
    )


def told(rows: pd.DataFrame, _: Language) -> pd.DataFrame:
    """Add to the answer what is written on the screen."""
    rows = _.localise(rows)
    each = list(records(rows))
    return rows.assign(
        score_ecrit=[given(row, _) for row in each],
        recalcule_ecrit=[_.percent(row.score_recalcule) for row in each],
        com_ecart_ecrit=[gap(row.ecart_recalcule, _) for row in each],
    )


def given(row: Any, _: Language) -> str:
    """Write the score that an assessor gave, or why there is none."""
    if pd.isna(row.appreciation):
        return _("évaluation pas faite")
    return _("score non établi") if pd.isna(row.score) else _.percent(row.score)


def gap(value: Any, _: Language) -> str:
    """Write a difference of shares in points, with its sign."""
    if pd.isna(value):
        return MISSING
    points = round(float(value) * 100, 1)
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return _("{} pt").format(f"{sign}{_.number(abs(points), 1)}")


ICONS = {
    "accord": ":material/handshake:",
    "ecart": ":material/difference:",
    "desaccord": ":material/call_split:",
}


def agreement(rows: pd.DataFrame, _: Language) -> None:
    """Show whether the assessors of a year agree, in words and with a sign of its own."""
    kind = rows["accord_avis"].iloc[0]
    show = st.warning if kind == "desaccord" else st.info
    show(plain(agreed(rows, _)), icon=ICONS.get(kind, ":material/info:"))


def agreed(rows: pd.DataFrame, _: Language) -> str:
    """Say whether the assessors of a year agree, and what each says when they do not."""
    row = next(iter(records(rows)))
    name = answers.name("accord_avis", row.accord_avis)
    counted = _("{} avis sur 3").format(_.number(row.nb_avis))
    if row.accord_avis == "desaccord":
        said = [
            _.pair(answers.name("type_evaluation", one.type_evaluation), _view(one, _))
            for one in records(rows)
            if not pd.isna(one.appreciation)
        ]
        return _("{} : {} ({}).").format(name, " ; ".join(said), counted)
    if row.accord_avis == "ecart":
        text = _("{} : jusqu'à {} entre les avis, même appréciation ({}).")
        apart = _("{} pt").format(_.number(row.ecart_avis * 100, 1))
        return text.format(name, apart, counted)
    return _("{} ({}).").format(name, counted)


def _view(row: Any, _: Language) -> str:
    name = answers.name("appreciation", row.appreciation)
    return name if pd.isna(row.score) else f"{name}, {given(row, _)}"


def _card(row: Any, _: Language) -> None:
    """Show one assessment: its score, who gave it, how far it is from the measures."""
    title = answers.name("type_evaluation", row.type_evaluation)
    if pd.isna(row.appreciation):
        kpi(title, "–", _("Cette évaluation n'est pas faite, ou pas connue."))
        return
    kpi(title, given(row, _), score.rating(row.appreciation, _))
    for text in facts(row, _):
        note(plain(text))
    note(plain(_("Dénominateur : {}").format(_(query(QUESTION).text("Denom")))))


def facts(row: Any, _: Language) -> list[str]:
    """Write what stands beside a score: its author, its base, the recomputation, advice."""
    said = []
    if not pd.isna(row.auteur):
        said.append(_("{}, le {}").format(row.auteur, _.date(day(row.date_evaluation))))
    if not pd.isna(row.taux_renseignement):
        said.append(_("Indicateurs renseignés : {}").format(_.percent(row.taux_renseignement, 0)))
    if not pd.isna(row.ecart_recalcule):
        said.append(
            _("Recalculé des mesures de l'étude : {} (écart {})").format(
                _.percent(row.score_recalcule), gap(row.ecart_recalcule, _)
            )
        )
    if not pd.isna(row.recommandations):
        said.append(_("Recommandation : {}").format(row.recommandations))
    return said


def day(value: Any) -> Any:
    """Return a date as ISO text; unknown stays unknown."""
    return None if pd.isna(value) else f"{value:%Y-%m-%d}"


def sentence(rows: pd.DataFrame, _: Language) -> str:
    """Say in how many years the assessors agree, differ and disagree."""
    years = rows.drop_duplicates("annee")["accord_avis"].value_counts()
    parts = [
        _.pair(answers.name("accord_avis", code), _.number(int(years[code])))
        for code in ("accord", "ecart", "desaccord", "un_seul_avis", "aucun_avis")
        if code in years
    ]
    return _("Années. {}.").format(_.series(parts))
