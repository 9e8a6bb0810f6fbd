"""Published series about the CMU, households, the State and diseases, and a dataset's own sums."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from cartomut import summaries
from cartomut.charts import contexte as charts
from cartomut.charts.series import faits_par_annee, qualified
from cartomut.currency import Currency
from cartomut.currency import currency as exchange
from cartomut.i18n import MISSING, N_, Language
from cartomut.records import records
from cartomut.ui import answers, apercu, block, devise, facts, filters, poids, session
from cartomut.ui.note import note
from cartomut.ui.text import plain

DATASET = "publie"  # whose facts the page shows, whatever the dataset in use
FACTS = "indicateurs/faits_publies"
TOTALS = "indicateurs/totaux_exercices"
COLUMNS = ["nom", "valeur_ecrite", "periode", "est_retenu", "enonce", "nature"]
DECLARED = {  # what mutuals declare → how many of them say it
    "cotisations_encaissees_fcfa": "nb_disent_cotisations",
    "prestations_payees_fcfa": "nb_disent_prestations",
}
Draw = Callable[[pd.DataFrame, "Series", Language], go.Figure | None]


@dataclass(frozen=True)
class Series:
    """A figure of published facts; its caveat stands beside it."""

    title: str
    indicators: tuple[str, ...]
    unit: str
    draw: Draw
    caveat: str = ""
    retained: bool | None = True


def whose(aside: bool, _: Language) -> None:
    """Say which dataset the national figures come from, and that filters do not narrow them."""
    text = (
        _(
            "Les chiffres nationaux de cette page sont des faits publiés, quel que soit le jeu de "
            "données en usage ; ce qui vient du jeu en usage est à part, en fin de page."
        )
        if aside
        else _("Les chiffres nationaux de cette page sont des faits publiés.")
    )
    note(plain(text + " " + _("Les filtres de territoire ne s'y appliquent pas.")))


def series(key: str, _: Language) -> None:
    """Show one series of published facts with its sources, its caveat and its conflicts."""
    wanted = SERIES[key]
    rows = apercu.facts(wanted.indicators, retained=wanted.retained)
    known = rows.dropna(subset=["valeur"])
    if known.empty:
        st.info(_("Aucun de ces chiffres n'est publié dans ce jeu de données."))
        return
    block.figure(
        f"contexte_{key}",
        _(wanted.title),
        FACTS,
        facts.with_written_values(known, _),
        wanted.draw(known, wanted, _),
        summary=" ".join([*_changes(known, _), *_grants(known, _), _(wanted.caveat)]).strip(),
        columns=COLUMNS,
        unit=_(wanted.unit) or devise.current().code,
        evidence={"preuve": "chiffre", "indicateur": wanted.indicators[0]},
    )
    with st.expander(_("Ce que disent les sources, valeurs écartées comprises")):
        everything = apercu.facts(wanted.indicators, retained=None).rename(
            columns={"nom": "indicateur_nom"}
        )
        facts.side_by_side(everything, _)
        facts.sentences(everything, _)


def rates(_: Language) -> None:
    """Say which exchange rates the amounts of the page are converted at."""
    text = devise.current().note(range(2015, 2026), _)
    if text:
        note(plain(_("Taux employés, selon l'année du chiffre : {}.").format(text)))


def own(_: Language) -> None:
    """Show what the mutuals of the dataset in use declare, apart, never mixed with the rest."""
    if session.dataset() == DATASET:
        return
    name = answers.name("jeu", session.dataset())
    st.header(plain(_("Les mutuelles du jeu de données en usage : {}").format(name)))
    if session.dataset() == "demonstration":
        st.info(
            _(
                "Ces organismes sont inventés : leurs sommes ne sont rapportées à aucun total du "
                "pays, un tel pourcentage ne voudrait rien dire."
            ),
            icon=":material/science:",
        )
    elif not poids.figure("poids_jeu", _("Le poids de ces mutuelles dans le pays"), _):
        st.info(_("Ce jeu de données n'a ni exercice ni chiffre national à rapporter au pays."))
    _declared(_)


def _declared(_: Language) -> None:
    """Draw contributions and benefits of the exercises, by year, with how many say them."""
    kept = filters.current()
    places = {"district": kept.district, "region": kept.region, "commune": kept.commune}
    rows = answers.answer(TOTALS, **places, types=kept.types)
    if rows.empty:
        st.info(_("Aucun exercice ne répond à ces filtres."), icon=":material/filter_alt_off:")
        return
    currency = devise.current()
    titles = {
        "cotisations_encaissees_fcfa": _("Cotisations encaissées"),
        "prestations_payees_fcfa": _("Prestations payées"),
    }
    block.figure(
        "contexte_exercices",
        _("Cotisations et prestations déclarées par les mutuelles de ce jeu"),
        TOTALS,
        rows,
        charts.exercices(
            _converted(rows, list(titles), currency, _),
            titles,
            currency.code,
            session.colours(),
            _,
            session.on_phone(),
        ),
        summary=" ".join(_declared_changes(rows, titles, currency, _)),
        columns=[
            "annee",
            "nb_organismes",
            *[one for pair in DECLARED.items() for one in pair],
            "nature",
        ],
        unit=currency.code,
    )


def _converted(
    rows: pd.DataFrame, columns: list[str], currency: Currency, _: Language
) -> pd.DataFrame:
    """Add, for each amount, the amount in the currency shown and its text."""
    shown = rows[["annee"]].copy()
    for column in columns:
        pairs = list(zip(rows[column], rows["annee"], strict=True))
        shown[column] = [currency.amount(value, int(year)) for value, year in pairs]
        shown[f"{column}_ecrit"] = [currency.write(value, int(year), _) for value, year in pairs]
    return shown


def _declared_changes(
    rows: pd.DataFrame, titles: dict[str, str], currency: Currency, _: Language
) -> list[str]:
    """Say how each sum moved, and how many of the mutuals of the last year say it."""
    last = rows.iloc[-1]
    texts = []
    for column, title in titles.items():
        pairs = zip(rows["annee"], rows[column], strict=True)
        amounts = [(int(year), currency.amount(value, int(year))) for year, value in pairs]
        texts.append(summaries.change(title, amounts, lambda one: _.money(one, currency.code), _))
        texts.append(
            _("En {}, {} organismes sur {} le disent.").format(
                last["annee"],
                _.number(last[DECLARED[column]]),
                _.number(last["nb_organismes"]),
            )
        )
    return texts


def _changes(rows: pd.DataFrame, _: Language) -> list[str]:
    """Say how each indicator moved between its retained values, or list those it has.

    A bound (« plus de »), a rough figure or two years together are no ends of a change.
    """
    kept = rows[rows["est_retenu"] & rows["annee"].notna()]
    exact = (kept["qualificatif"] == "exact") & ~kept["periode"].str.contains("/", na=False)
    currency = devise.current()
    texts = []
    for code, part in kept.groupby("indicateur", sort=False):
        if len(part) < 2 or not exact[kept["indicateur"] == code].all():
            texts.append(_listed(part, currency, _))
            continue
        unit = part["unite"].iloc[0]
        pairs = [(int(row.annee), _in_currency(row, currency)) for row in records(part)]
        write = _writer(unit, currency, _)
        name = part["nom"].iloc[0]
        texts.append(summaries.change(name, pairs, write, _, points=unit == "part"))
    return texts


def _listed(rows: pd.DataFrame, currency: Currency, _: Language) -> str:
    """List the values of one indicator, each with its qualifier and its date."""
    write = _writer(rows["unite"].iloc[0], currency, _)
    values = []
    for row in records(rows):
        amount = _in_currency(row, currency)
        text = MISSING if amount is None else qualified(write(amount), row.qualificatif, _)
        values.append(f"{text} ({_.date(row.periode)})")
    return _.pair(rows["nom"].iloc[0], _.series(values)) + "."


def _grants(rows: pd.DataFrame, _: Language) -> list[str]:
    """Write amounts that are published in euros in the currency shown too, at the fixed parity."""
    shown = devise.current()
    euro = exchange("EUR", answers.answer("listes/taux_change"))
    texts = []
    for row in records(rows[rows["unite"] == "eur"]):
        said = _.money(row.valeur, euro.code)
        if shown.code == euro.code:
            texts.append(_("{} : {}.").format(row.nom, said))
        else:
            converted = shown.write(euro.francs(row.valeur), None, _)
            texts.append(_("{} : {}, soit {}.").format(row.nom, said, converted))
    return texts


def _in_currency(row: Any, currency: Currency) -> float | None:
    return currency.amount(row.valeur, int(row.annee)) if row.unite == "fcfa" else row.valeur


def _writer(unit: str, currency: Currency, _: Language) -> Callable[[float], str]:
    if unit == "fcfa":
        return lambda one: _.money(one, currency.code)
    if unit == "part":
        return lambda one: _.percent(one, 2)
    return lambda one: f"{_.number(one, 1)} {answers.name('unite', unit)}"


def _draw_amounts(rows: pd.DataFrame, wanted: Series, _: Language) -> go.Figure | None:
    """Draw amounts in the currency shown; one without a rate of its year is left to the table."""
    del wanted
    currency = devise.current()
    amounts = [_in_currency(row, currency) for row in records(rows)]
    known = [one is not None for one in amounts]
    if not any(known):
        return None
    drawn = rows[known]
    texts = [
        qualified(currency.write(row.valeur, int(row.annee), _), row.qualificatif, _)
        for row in records(drawn)
    ]
    figures = [one for one in amounts if one is not None]
    return charts.montants(
        drawn, figures, texts, currency.code, session.colours(), _, session.on_phone()
    )


def _draw_enrolled(rows: pd.DataFrame, wanted: Series, _: Language) -> go.Figure:
    shown = rows.assign(
        ecrit=[qualified(_.number(row.valeur), row.qualificatif, _) for row in records(rows)]
    )
    return charts.inscrits(shown, _(wanted.unit), session.colours(), _)


def _draw_line(rows: pd.DataFrame, wanted: Series, _: Language) -> go.Figure:
    return faits_par_annee(rows, _(wanted.unit), session.colours(), _)


def _no_chart(rows: pd.DataFrame, wanted: Series, _: Language) -> None:
    """Leave figures of different units to their table: one axis would compare what cannot be."""
    del rows, wanted, _


SERIES = {
    "cmu": Series(
        N_("La CMU : combien de personnes inscrites, selon chaque source ?"),
        ("nb_inscrits_cmu",),
        N_("personnes inscrites"),
        _draw_enrolled,
        N_(
            "Inscrit ne veut pas dire soigné : la part des inscrits qui utilisent leur carte est "
            "disputée."
        ),
        retained=None,
    ),
    "usage_cmu": Series(
        N_("La CMU sert-elle à ceux qui y sont inscrits ?"),
        ("taux_utilisation_cmu", "part_population_inscrite_cmu", "taux_prise_en_charge_cmu"),
        N_("part ; chaque ligne nomme son dénominateur"),
        _no_chart,
        N_(
            "Les parts d'usage publiées diffèrent beaucoup ; ni la période ni ce qui compte comme "
            "usage ne sont dits par leurs sources."
        ),
        retained=None,
    ),
    "menages": Series(
        N_("Les ménages : quelle part de la dépense de santé paient-ils eux-mêmes ?"),
        ("part_paiements_directs",),
        N_("part de la dépense courante de santé"),
        _draw_line,
        N_(
            "À vérifier (GHED) : la série vient d'un site qui republie une série internationale ; "
            "elle n'a pas été comparée à la base de l'OMS."
        ),
    ),
    "etat": Series(
        N_("L'État : que dépense-t-il pour la santé ?"),
        ("depense_publique_sante_fcfa", "budget_sante_fcfa", "budget_cmu_non_contributif_fcfa"),
        "",
        _draw_amounts,
        N_(
            "Un budget est une prévision, pas une dépense faite : les deux ne se suivent pas sur "
            "une même ligne."
        ),
    ),
    "secteur": Series(
        N_("Les mutuelles : cotisations, dépenses et réserves publiées"),
        (
            "cotisations_fcfa",
            "depenses_soins_mutuelles_fcfa",
            "depenses_mutuelles_fcfa",
            "reserves_fcfa",
        ),
        "",
        _draw_amounts,
        N_(
            "Les cotisations « 2017 – 2018 » sont celles de deux années ensemble, que la source "
            "ne sépare pas : elles ne se comparent pas à celles d'une année."
        ),
    ),
    "adhesion": Series(
        N_("Les mutuelles : combien de personnes protégées, quelle part de la population ?"),
        ("nb_beneficiaires", "taux_couverture_nationale", "part_population_assuree"),
        N_("selon la ligne"),
        _no_chart,
        N_("Le champ diffère : toutes les mutuelles en 2015, les seules immatriculées en 2020."),
        retained=None,
    ),
    "maladies": Series(
        N_("Paludisme, tuberculose et VIH : la charge des trois maladies"),
        ("nb_cas_palu", "nb_deces_palu", "incidence_tb", "nb_pvvih"),
        N_("selon la ligne"),
        _no_chart,
    ),
    "fonds_mondial": Series(
        N_("Les partenaires : l'allocation du Fonds mondial"),
        ("subvention_fonds_mondial_eur",),
        N_("EUR"),
        _no_chart,
        N_(
            "Allocation d'un cycle de plusieurs années : elle ne se divise pas par année, et seul "
            "ce cycle est publié dans les pages lues."
        ),
    ),
}
