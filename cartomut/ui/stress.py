"""Stress: which mutuals leave the thresholds if benefits grow, by region, by type, one by one."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import labels
from cartomut.charts import projection
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import answers, block, choices, comptes_mutuelle, evidence, filters, gate, session
from cartomut.ui.financement import Chosen, few
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import plain

RATIOS = ("ratio_combine", "ratio_sinistralite", "ratio_couverture_charges", "reserves_en_mois")
GROWTHS = [str(one) for one in range(0, 51, 5)]
GROUPS = {
    "type_organisme": N_("Par type d'organisme"),
    "region": N_("Par région"),
    "entite": N_("Par mutuelle"),
}
WHOLE = "pays"  # the one group of who may not see accounts: parts would subtract
COUNTS = ("nb_mutuelles", "nb_connues", "nb_inconnues", "nb_tombent", "nb_deja_hors")
MOST_BARS = 40  # groups that a figure can hold; past that the table has them all


def draw(chosen: Chosen, _: Language) -> None:
    """Show how many mutuals leave the thresholds, in all and group by group."""
    st.warning(
        _(
            "SIMULATION : les prestations de l'exercice sont multipliées, tout le reste demeure. "
            "Ce n'est pas une prévision."
        ),
        icon=":material/science:",
    )
    about = evidence.catalogue(_).set_index("indicateur_id")
    ratio, growth, group = _choose(about, _)
    params = chosen.params | {
        "indicateur": ratio,
        "croissance": int(growth) / 100,
        "annee": chosen.year,
    }
    rows = answers.answer("indicateurs/resistance", groupe=group, **params)
    if rows.empty and not gate.sees_all():
        few(_)
        return
    if rows.empty:
        st.info(_("Aucune mutuelle n'est attendue cette année-là avec ces filtres."))
        return
    whole = rows[list(COUNTS)].sum()  # each mutual is in one group, and judged alone
    if chosen.hides(whole[["nb_connues"]]):
        few(_)
        return
    _totals(whole, ratio, about, _)
    _figure(rows, (ratio, growth, group), about, chosen, _)


def _choose(about: pd.DataFrame, _: Language) -> tuple[str, str, str]:
    left, right = st.columns(2)
    with left:
        ratio = choices.select(
            "ratio",
            _("Ratio jugé"),
            RATIOS,
            lambda code: str(about.loc[code, "nom"]),
            default=RATIOS[0],
        )
        if gate.sees_all():
            group = choices.segments(
                "par", _("Groupes"), list(GROUPS), lambda code: _(GROUPS[code])
            )
        else:
            group = WHOLE
    with right:
        growth = choices.steps(
            "choc",
            _("Hausse des prestations"),
            GROWTHS,
            lambda code: "+" + _.percent(int(code) / 100),
            default="10",
        )
    if not gate.sees_all():
        note(plain(gate.accounts_reserved(_)))
    return str(ratio), growth, group


def _totals(row: "pd.Series[Any]", ratio: str, about: pd.DataFrame, _: Language) -> None:
    """Show the three counts that answer the question, the unknown ones apart."""
    columns = st.columns(3)
    known = _.plural("{} mutuelle au ratio connu", "{} mutuelles au ratio connu", row["nb_connues"])
    with columns[0]:
        kpi(_("Passent hors des seuils"), _.number(row["nb_tombent"]), _("sur {}").format(known))
    with columns[1]:
        kpi(
            _("Étaient déjà hors des seuils"),
            _.number(row["nb_deja_hors"]),
            _("sur {}").format(known),
        )
    with columns[2]:
        told = _("sur {} attendues : ni bonnes, ni mauvaises").format(_.number(row["nb_mutuelles"]))
        kpi(_("Ratio inconnu"), _.number(row["nb_inconnues"]), told)
    unit = str(about.loc[ratio, "unite"])
    lines = []
    for band in records(answers.answer("listes/seuils", indicateurs=[ratio])):
        rule = _.pair(
            answers.name("regle", band.regle), evidence.threshold(band.expression, unit, _)
        )
        lines.append(f"{rule} ({answers.name('origine_seuil', band.origine)})")
    note(
        plain(_("Seuils : {}.").format(_.series(lines)) if lines else _("Aucun seuil n'est connu."))
    )


def _figure(
    rows: pd.DataFrame,
    asked: tuple[str, str, str],
    about: pd.DataFrame,
    chosen: Chosen,
    _: Language,
) -> None:
    ratio, growth, group = asked
    named = rows.assign(groupe_nom=[_name(row, group, _) for row in records(rows)])
    write = partial(_ratio, unit=str(about.loc[ratio, "unite"]), _=_)
    written: dict[str, Any] = {
        "avant_ecrit": [write(one) for one in rows["valeur_avant"]],
        "apres_ecrit": [write(one) for one in rows["valeur_apres"]],
    }
    title = _("SIMULATION – {} : prestations +{}").format(
        about.loc[ratio, "nom"], _.percent(int(growth) / 100)
    )
    columns = ["groupe_nom", "nb_mutuelles", *projection.STATES, "avant_ecrit", "apres_ecrit"]
    states = ["appreciation_avant", "appreciation_apres"] if group == "entite" else []
    drawn = len(rows) and len(rows) <= MOST_BARS and group != "entite"
    block.figure(
        "resistance",
        chosen.titled(title, _),
        "indicateurs/resistance",
        named.assign(**written),
        _chart(named, _) if drawn else None,
        summary=_summary(rows, growth, _),
        columns=[*columns, *states],
        evidence=chosen.evidence()
        | {"indicateur": ratio, "croissance": str(int(growth) / 100), "groupe": group},
        picked=_filter_by(group),
    )


def _chart(named: pd.DataFrame, _: Language) -> Any:
    titles = {one: labels.title(one, answers.names(), _) for one in projection.STATES}
    return projection.resistance(named, list(named["groupe_nom"]), titles, session.colours(), _)


def _filter_by(group: str) -> Any:
    """Return what a click on a bar does: keep that region or that type alone."""
    if group == "region":
        return partial(filters.set_territory, "region")
    return partial(filters.keep_only, "type") if group == "type_organisme" else None


def _name(row: Any, group: str, _: Language) -> str:
    if group == WHOLE:
        return _("Tout le pays")
    if pd.isna(row.code):
        return _("lieu inconnu") if group == "region" else _("type inconnu")
    if group == "type_organisme":
        return answers.name("type_organisme", row.code)
    return str(row.nom)


def _ratio(value: Any, unit: str, _: Language) -> str | None:
    return None if pd.isna(value) else comptes_mutuelle.ratio(value, unit, _)


def _summary(rows: pd.DataFrame, growth: str, _: Language) -> str:
    fallen = rows[rows["nb_tombent"] > 0]
    texts = [
        _("Mutuelles qui passent hors des seuils si les prestations augmentent de {} : {}.").format(
            _.percent(int(growth) / 100), _.number(rows["nb_tombent"].sum())
        ),
        _("Groupes touchés : {} sur {}.").format(_.number(len(fallen)), _.number(len(rows))),
    ]
    return " ".join(texts)
