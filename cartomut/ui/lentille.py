"""The lens on one disease: where care is available, what centres did, what it costs."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import activite as charts
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, block, choices, filters, gate, lenses, services, session
from cartomut.ui.note import note
from cartomut.ui.text import plain

ACTIVITY = "indicateurs/activite_lentille"
SPENDING = "indicateurs/depenses_pathologie"
GROUPS = ("niveau_soins", "region")


def draw(lens: str, _: Language) -> None:
    """Draw availability by level and region, activity by year, spending by year."""
    totals = services.availability(lens, "pays")
    if totals.empty:
        filters.explain_empty(services.QUESTION, _, lentille=lens, groupe="pays")
        return
    services.explain(totals, _)
    named = lenses.services(totals)
    services.available(
        "pays",
        _("Combien de centres offrent chaque service ?"),
        totals,
        list(named.values()),
        "service",
        _,
    )
    services.readiness(totals, _)
    _by_group(lens, totals, named, _)
    _activity(lens, _)
    _spending(lens, _)


def _by_group(lens: str, totals: pd.DataFrame, named: dict[str, str], _: Language) -> None:
    """Compare one service of the lens between levels of care and between regions."""
    if not totals["nb_demandes"].any():
        return
    st.subheader(_("Le même service, selon le niveau de soins et la région"))
    chosen = choices.select(
        "service", _("Service"), list(named), named.__getitem__, default=next(iter(named))
    )
    service = named[str(chosen)]
    if not totals.loc[totals["service"] == chosen, "nb_demandes"].sum():
        not_collected(service, _("Aucun centre n'a répondu sur ce service : ni oui ni non."), _)
        return
    titles = {
        "niveau_soins": _("{} : par niveau de soins").format(service),
        "region": _("{} : par région").format(service),
    }
    for group in GROUPS:
        rows = services.availability(lens, group)
        rows = rows[rows["service"] == chosen].reset_index(drop=True)
        names = [_group_name(group, row, _) for row in records(rows)]
        services.available(
            group,
            titles[group],
            rows.assign(nom_groupe=names),
            names,
            "nom_groupe",
            _,
        )


def _group_name(group: str, row: Any, _: Language) -> str:
    if pd.isna(row.code):
        return _("Région inconnue") if group == "region" else _("Niveau de soins inconnu")
    return str(row.nom_groupe) if group == "region" else answers.name("niveau_soins", row.code)


def _activity(lens: str, _: Language) -> None:
    title = _("Ce que les centres déclarent avoir fait")
    rows = answers.answer(ACTIVITY, lentille=lens, **filters.current().params())
    if rows.empty or not (rows["nb_affiches"] + rows["nb_masques"]).any():
        not_collected(title, _("Aucun centre ne donne d'effectif pour cette lentille."), _)
        return
    titles = lenses.measures(list(rows["mesure"].drop_duplicates()), _)
    written = [charts.at_least(row.valeur, int(row.nb_masques), _) for row in records(rows)]
    block.figure(
        "activite_lentille",
        title,
        ACTIVITY,
        rows.assign(
            valeur_ecrite=written, mesure=rows["mesure"].map(titles), code_mesure=rows["mesure"]
        ),
        charts.activite_lentille(rows, titles, session.colours(), _),
        summary=_said(rows, titles, _),
        columns=[
            "annee",
            "mesure",
            "valeur_ecrite",
            "nb_affiches",
            "nb_masques",
            "nb_inconnus",
            "nb_declarants",
        ],
        evidence={"lentille": lens},
    )
    _silent_measures(rows, titles, _)


def _said(rows: pd.DataFrame, titles: dict[str, str], _: Language) -> str:
    """Say the last year of each measure with n of N, and what was hidden."""
    last = rows[rows["annee"] == rows["annee"].max()]
    head = _("En {} :").format(int(last["annee"].iloc[0]))
    known = [row for row in records(last) if row.nb_affiches or row.nb_masques]
    pattern = _("{} ({} centres sur {})")
    texts = [
        _.pair(
            titles[row.mesure],
            pattern.format(
                charts.at_least(row.valeur, int(row.nb_masques), _),
                _.number(row.nb_affiches + row.nb_masques),
                _.number(row.nb_declarants),
            ),
        )
        for row in known
    ]
    hidden = int(rows["nb_masques"].sum())
    said = f"{head} {_.series(texts)}."
    if hidden:
        said += " " + _.plural(
            "{} valeur de 1 à 4, toutes années confondues, est masquée et n'entre dans aucun "
            "total : le total est un minimum.",
            "{} valeurs de 1 à 4, toutes années confondues, sont masquées et n'entrent dans aucun "
            "total : les totaux sont des minimums.",
            hidden,
        )
    return said


def _silent_measures(rows: pd.DataFrame, titles: dict[str, str], _: Language) -> None:
    known = rows.groupby("mesure")[["nb_affiches", "nb_masques"]].sum().sum(axis=1)
    silent = [titles[code] for code in known[known == 0].index]
    if silent:
        text = _("Non recueilli dans ce jeu de données : {}.").format(", ".join(silent))
        note(plain(text))


def _spending(lens: str, _: Language) -> None:
    title = _("Ce que les mutuelles dépensent pour ces maladies")
    if lens == "maternite":
        return
    kept = filters.current()
    rows = answers.answer(
        SPENDING,
        lentille=lens,
        organisme=None,
        district=kept.district,
        region=kept.region,
        commune=kept.commune,
        types=kept.types,
    )
    if not gate.sees_all():
        note(plain(gate.accounts_reserved(_)))
    if rows.empty or rows["montant_fcfa"].isna().all():
        not_collected(title, _("Aucune mutuelle ne dit ce que coûte cette maladie."), _)
        return
    names = {code: answers.name("pathologie", code) for code in _diseases(rows)}
    block.figure(
        "depenses_pathologie",
        title,
        SPENDING,
        rows,
        charts.depenses_pathologie(rows, names, session.colours(), _),
        summary=_cost(rows, names, _),
        columns=[
            "annee",
            "pathologie",
            "montant_fcfa",
            "part_prestations_dues",
            "prestations_dues_fcfa",
            "nb_organismes",
            "nb_exercices",
            "nb_cas",
            "nb_masques",
        ],
        evidence={"lentille": lens},
    )


def _diseases(rows: pd.DataFrame) -> list[str]:
    """List the diseases of an answer in the order of their code list."""
    order = list(answers.names().get("pathologie", {}))
    return sorted(rows["pathologie"].unique(), key=order.index)


def _cost(rows: pd.DataFrame, names: dict[str, str], _: Language) -> str:
    last = rows[rows["annee"] == rows["annee"].max()]
    pattern = _("{}, soit {} des prestations dues (mutuelles : {} sur {})")
    texts = [
        _.pair(
            names[row.pathologie],
            pattern.format(
                _("au moins {}").format(_.money(row.montant_fcfa))
                if row.nb_masques
                else _.money(row.montant_fcfa),
                _.percent(row.part_prestations_dues),
                _.number(row.nb_organismes),
                _.number(row.nb_exercices),
            ),
        )
        for row in records(last)
    ]
    head = _("En {} :").format(int(last["annee"].iloc[0]))
    said = f"{head} {_.series(texts)}."
    hidden = int(last["nb_masques"].sum())
    if hidden:
        said += " " + _.plural(
            "{} montant est masqué (1 à 4 cas, ou ce qui les rendrait) et n'est pas compté.",
            "{} montants sont masqués (1 à 4 cas, ou ce qui les rendrait) et ne sont pas comptés.",
            hidden,
        )
    return f"{said} " + _(
        "Le montant sous-estime une maladie dont un programme national donne les médicaments."
    )


def not_collected(title: str, why: str, _: Language) -> None:
    """Show that something was not collected, as plainly as a figure would show a value."""
    with st.container(border=True):
        st.subheader(plain(title))
        head = _("Non recueilli")
        st.info(f"**{plain(head)}.** {plain(why)}", icon=":material/do_not_disturb_on:")
