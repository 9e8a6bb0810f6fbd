"""The network beside a published model, per facility and per person, denominators named."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import microsysteme as charts
from cartomut.charts.series import written
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, block, choices, filters, session
from cartomut.ui.microsysteme import Chosen
from cartomut.ui.note import note
from cartomut.ui.text import plain

RATIOS = "indicateurs/modele_compare"
MODELS = "listes/modeles"
COLUMNS = (
    "ratio_modele",
    "ensemble_reseau",
    "valeur",
    "numerateur",
    "grandeur_haut",
    "denominateur",
    "grandeur_bas",
    "nb_connus",
    "nb_centres",
    "lecture_modele",
    "annee",
)


def draw(chosen: Chosen, _: Language) -> None:
    """Show what the model says of itself, then each ratio beside ours."""
    models = answers.answer(MODELS)
    if models.empty:
        st.info(
            _("Aucun modèle de comparaison n'est dans ce jeu de données."), icon=":material/info:"
        )
        return
    model = _choose(models, _)
    _totals(models[models["modele"] == model], model, _)
    asked = chosen.asked | {"modele": model}
    rows = answers.answer(RATIOS, **asked, **filters.current().params())
    block.figure(
        "modele",
        _("Par établissement et par personne, à côté du modèle"),
        RATIOS,
        rows,
        charts.rapports(_ratios(rows, model, _), session.colours(), _),
        summary=_told(rows, model, _),
        columns=COLUMNS,
        evidence=chosen.evidence | {"modele": model},
        denominators=_denominators(rows, _),
    )
    for text in _cautions(rows, _):
        note(plain(text))


def _choose(models: pd.DataFrame, _: Language) -> str:
    known = list(dict.fromkeys(models["modele"]))
    if len(known) == 1:
        return str(known[0])
    return str(
        choices.select(
            "modele",
            _("Modèle"),
            known,
            lambda code: answers.name("modele_publie", code),
            default=known[0],
        )
    )


def _totals(rows: pd.DataFrame, model: str, _: Language) -> None:
    """Say the model's own totals, as published, with their document."""
    told = [
        _.pair(
            answers.name("indicateur_publie", row.indicateur),
            written(row.valeur, row.unite, None, _),
        )
        for row in records(rows)
    ]
    title = _("Ce que {} dit de lui-même").format(answers.name("modele_publie", model))
    with st.container(border=True, key="totaux_modele"):
        st.subheader(plain(title))
        st.markdown("\n".join(f"- {plain(text)}" for text in told))
        note(plain(block.caption(MODELS, rows, _("totaux"), [], _("totaux publiés")).lines(_)[-1]))


def _ratios(rows: pd.DataFrame, model: str, _: Language) -> list[charts.Ratio]:
    return [
        charts.Ratio(
            answers.name("ratio_modele", code),
            [
                (_set(row, model), None if pd.isna(row.valeur) else row.valeur, _written(row, _))
                for row in records(part)
            ],
        )
        for code, part in rows.groupby("ratio_modele", sort=False)
    ]


def _set(row: Any, model: str) -> str:
    if row.ensemble_reseau == "modele":
        return answers.name("modele_publie", model)
    return answers.name("ensemble_reseau", row.ensemble_reseau)


def _written(row: Any, _: Language) -> str:
    """Write a value with the n of N behind it, or why there is none."""
    if row.ensemble_reseau == "modele":
        return _("inconnu") if pd.isna(row.valeur) else _rounded(row.valeur, _)
    value = _("inconnu") if pd.isna(row.valeur) else _rounded(row.valeur, _)
    sign = "" if row.lecture_modele == "comparable" else " *"
    return _("{} (connu pour {} sur {})").format(
        value + sign, _.number(row.nb_connus), _.number(row.nb_centres)
    )


def _rounded(value: float, _: Language) -> str:
    return _.number(value, 0 if value >= 100 else 1)


def _told(rows: pd.DataFrame, model: str, _: Language) -> str:
    """Say the one ratio whose two terms count the same thing, then what the stars mean."""
    same = rows[rows["ratio_modele"] == "personnel_par_etablissement"]
    values = _.series(_.pair(_set(row, model), _written(row, _)) for row in records(same))
    return _(
        "Seul le personnel par établissement compte la même chose des deux côtés. {}. Les autres "
        "rapports (*) n'ont pas le même numérateur, le même dénominateur ou le même territoire."
    ).format(values)


def _denominators(rows: pd.DataFrame, _: Language) -> list[str]:
    """Name what each ratio is divided by, the model's and ours."""
    found: dict[str, list[str]] = {}
    for row in records(rows):
        words = answers.name("grandeur_reseau", row.grandeur_bas)
        if words not in found.setdefault(row.ratio_modele, []):
            found[row.ratio_modele].append(words)
    return [
        _.pair(answers.name("ratio_modele", code), _.series(words)) for code, words in found.items()
    ]


def _cautions(rows: pd.DataFrame, _: Language) -> list[str]:
    """Write each reason why a ratio is not the same on both sides."""
    codes = [one for one in dict.fromkeys(rows["lecture_modele"]) if one.startswith("autre")]
    return [f"* {answers.name('lecture_modele', code)}" for code in codes]
