"""Pieces of the home page: headline figures with their evidence, and what is not known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from cartomut.charts import barres
from cartomut.charts.palette import Palette
from cartomut.charts.series import faits_par_annee, written
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import answers, block, denominators, filters, session, terms, totaux
from cartomut.ui.filters import explain_empty
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

HEADLINES = (
    "depenses_mutuelles_fcfa",
    "mutuelles_agreees_etude",
    "nb_beneficiaires",
    "nb_inscrits_cmu",
    "part_paiements_directs",
)
CARD_WIDTH = 176  # pixels; five cards stand side by side on a laptop
NATIONAL = ("secteur", "pays", "etude")
PERIMETER = ("mutuelles_agreees_etude", "mutuelles_ayant_contribue", "mutuelles_representees")


@dataclass(frozen=True)
class Series:
    """A figure of published facts over the years."""

    title: str
    indicators: tuple[str, ...]
    unit: str
    draw: Callable[[pd.DataFrame, str, Palette, Language], go.Figure]
    retained: bool | None = True


SERIES = {
    "mutuelles": Series(
        N_("Combien de mutuelles ? Les comptes publiés ne comptent pas la même chose"),
        (
            "mutuelles_immatriculees",
            "mutuelles_agreees",
            "mutuelles_agreees_etude",
            "mutuelles_ayant_contribue",
        ),
        N_("mutuelles"),
        draw=barres.faits,
    ),
    "argent": Series(
        N_("Cotisations, soins et réserves du secteur, quand ils sont publiés"),
        (
            "cotisations_fcfa",
            "depenses_soins_mutuelles_fcfa",
            "reserves_fcfa",
            "depenses_mutuelles_fcfa",
        ),
        N_("FCFA"),
        draw=barres.faits,
    ),
    "inscrits_cmu": Series(
        N_("La CMU enrôle vite : les mutuelles s'articulent avec elle"),
        ("nb_inscrits_cmu",),
        N_("personnes enrôlées"),
        draw=faits_par_annee,
        retained=None,
    ),
    "paiements_directs": Series(
        N_("La part payée directement par les ménages recule"),
        ("part_paiements_directs",),
        N_("part de la dépense courante de santé"),
        draw=faits_par_annee,
    ),
}


def facts(indicators: Sequence[str], *, retained: bool | None = True) -> pd.DataFrame:
    """Return the national facts of these indicators, in this run's language, in this order."""
    return _facts(tuple(indicators), retained).copy(deep=False)


@answers.per_edition
def _facts(indicators: tuple[str, ...], retained: bool | None) -> pd.DataFrame:
    rows = answers.localised(
        "indicateurs/faits_publies",
        entite=None,
        entite_id=None,
        indicateurs=sorted(indicators),
        retenus=retained,
    )
    shown = rows[rows["entite"].isin(NATIONAL)].rename(columns={"indicateur_nom": "nom"})
    order = {code: rank for rank, code in enumerate(indicators)}
    return shown.sort_values("periode").sort_values(
        "indicateur", key=lambda codes: codes.map(order), kind="stable"
    )


def headline(indicators: Sequence[str], _: Language) -> None:
    """Show the latest retained value of each indicator as a card with its source and evidence."""
    rows = facts(indicators)
    if rows.empty:
        totaux.cards(_)
        return
    latest = rows.groupby("indicateur", sort=False).tail(1)
    grid = st.grid(min_column_width=CARD_WIDTH, border=True)
    for row in records(latest):
        with grid.cell():
            value = written(row.valeur, row.unite, row.qualificatif, _)
            kpi(row.nom, value, row.enonce, definition=terms.definition(row.indicateur))
            note(plain(f"{_.date(row.periode)} · {answers.name('nature', row.nature)}"))
            denominators.show(row.indicateur, _)
            note(_source(row, _))
            block.evidence_link(_("Preuves"), preuve="chiffre", indicateur=row.indicateur)


def answer_first(_: Language) -> None:
    """Say in two sentences what the study found and what it covers, with the figures' own words."""
    found = facts([*PERIMETER, "depenses_mutuelles_fcfa", "part_mutuelles_dcs"])
    if set(found["indicateur"]) != {*PERIMETER, "depenses_mutuelles_fcfa", "part_mutuelles_dcs"}:
        totaux.sentence(_)
        return
    value = {
        row.indicateur: written(row.valeur, row.unite, row.qualificatif, _)
        for row in records(found)
    }
    text = _(
        "Selon l'étude de cartographie restituée en avril 2023, les mutuelles sociales dépensent "
        "{} par an, soit {} de la dépense courante de santé du pays. L'étude porte sur {} "
        "mutuelles agréées ; {} y ont contribué et {} étaient représentées à sa restitution."
    )
    order = ("depenses_mutuelles_fcfa", "part_mutuelles_dcs", *PERIMETER)
    st.markdown(f"**{plain(text.format(*(value.get(code, '–') for code in order)))}**")


def places(rows: pd.DataFrame, _: Language) -> None:
    """Show how many places of care are known, by who runs them and whether they are open."""
    if rows.empty:
        explain_empty("indicateurs/lieux_par_statut", _)
        return
    named = rows.assign(
        relation_nom=[answers.name("relation", code) for code in rows["relation"]],
        statut_nom=[answers.name("statut_operationnel", code) for code in rows["statut"]],
        est_ouvert=rows["statut"] == "ouvert",
    )
    opened = int(rows.loc[rows["statut"] == "ouvert", "nb_centres"].sum())
    text = _(
        "{} lieux de soins connus, dont {} ouverts d'après leur source ; "
        "les autres sont seulement annoncés."
    )
    block.figure(
        "lieux_par_statut",
        _("Quels lieux de soins sont connus ?"),
        "indicateurs/lieux_par_statut",
        rows,
        barres.lieux_par_statut(named, session.colours(), _),
        summary=text.format(_.number(rows["nb_centres"].sum()), _.number(opened)),
        columns=["relation", "statut", "nb_centres", "nb_situes"],
        picked=partial(filters.keep_only, "relation"),
    )


def perimeter(_: Language) -> None:
    """Explain the three counts of the study, which are not the same thing."""
    rows = facts(PERIMETER)
    if rows.empty:
        return
    st.subheader(_("Que couvre l'étude ?"))
    grid = st.grid(min_column_width=CARD_WIDTH, border=True)
    for row in records(rows):
        with grid.cell():
            kpi(row.nom, written(row.valeur, row.unite, row.qualificatif, _))
            st.markdown(plain(row.enonce))
            note(_source(row, _))
            block.evidence_link(_("Preuves"), preuve="chiffre", indicateur=row.indicateur)


def series(key: str, _: Language) -> None:
    """Show one figure of published facts over the years."""
    wanted = SERIES[key]
    rows = facts(wanted.indicators, retained=wanted.retained)
    known = rows.dropna(subset=["valeur"])
    if known.empty:
        return
    block.figure(
        key,
        _(wanted.title),
        "indicateurs/faits_publies",
        rows,
        wanted.draw(rows, _(wanted.unit), session.colours(), _),
        summary=_series_summary(known, _),
        columns=["nom", "valeur", "unite", "periode", "qualificatif", "enonce", "nature"],
        unit=_(wanted.unit),
        evidence={"preuve": "chiffre", "indicateur": wanted.indicators[0]},
    )


def _series_summary(known: pd.DataFrame, _: Language) -> str:
    texts = []
    for _code, rows in known.groupby("indicateur", sort=False):
        first, last = rows.iloc[0], rows.iloc[-1]
        ends = [
            written(row["valeur"], row["unite"], row["qualificatif"], _)
            + f" ({_.date(row['periode'])})"
            for row in (first, last)
        ]
        name = first["nom"]
        texts.append(_.pair(name, ends[0] if len(rows) == 1 else _("de {} à {}").format(*ends)))
    return _.series(texts) + "."


def unknowns(_: Language) -> None:
    """Say what no public page gives; nothing here is ever filled by an estimate."""
    st.subheader(_("Ce qui n'est pas connu"))
    rows = facts(["non_publie"])
    texts = rows["enonce"].tolist()
    st.markdown("\n".join(f"- {plain(text)}" for text in texts))


def _source(row: object, _: Language) -> str:
    document = answers.sources(pd.Series([row.source_id])).iloc[0]  # type: ignore[attr-defined]
    return _("Source : {}").format(link(document["editeur"], document["url"]))
