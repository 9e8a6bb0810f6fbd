"""What a beneficiary pays and receives by group, and how the mutuals spread on one indicator."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import depenses as charts
from cartomut.charts.series import written
from cartomut.i18n import MISSING, N_, Language
from cartomut.records import records
from cartomut.ui import answers, block, cards, choices, filters, gate, session
from cartomut.ui.depenses import nothing_known
from cartomut.ui.financement import FILTERS, Chosen, unit_of
from cartomut.ui.note import note
from cartomut.ui.text import plain

VALUES = "indicateurs/valeurs"
SPREAD = "indicateurs/distribution"
PER_PERSON = {
    "cotisation_moyenne_beneficiaire": N_("Cotisations"),
    "prestation_moyenne_beneficiaire": N_("Prestations"),
}
SPREADS = (
    "ratio_sinistralite",
    *PER_PERSON,
    "reste_a_charge_final",
    "ratio_frais_fonctionnement_brut",
    "taux_recouvrement_cotisations",
)
GROUPS = {"type_organisme": N_("Type d'organisme"), "region": N_("Région")}
FEW_GROUPS = 3  # groups that a summary names one by one; past that, the two ends
FEWEST = 5  # values from which quartiles are given; the question holds the same number
NAMED = 5  # outliers that a summary names; the others are counted
MOST = 400  # dots of a distribution; past that they hide each other and are slow to draw
WHOLE = 100  # an amount from which decimals say nothing more
ASKED = "_fiche_demandee"  # in the session: the mutual whose card a click asked for


def per_person(chosen: Chosen, _: Language) -> None:
    """Show contributions and benefits per beneficiary by group: the ratio and the median apart."""
    title = _("Cotisations et prestations par bénéficiaire et par an")
    names = {code: _(name) for code, name in GROUPS.items()}
    group = choices.segments("par", _("Par bénéficiaire, selon"), list(GROUPS), names.__getitem__)
    rows = _groups(chosen, group, _)
    if rows["ratio"].isna().all():
        why = _(
            "Il faut les montants d'une année et les bénéficiaires de cette année et de celle "
            "d'avant : aucune mutuelle ne donne les trois pour {}."
        )
        nothing_known(title, why.format(chosen.year), _)
        return
    year = chosen.year
    unit = unit_of(chosen.money, [year], _)
    block.figure(
        "par_beneficiaire",
        title,
        VALUES,
        rows,
        charts.par_beneficiaire(
            rows,
            {code: _(name) for code, name in PER_PERSON.items()},
            _("{} par bénéficiaire, en {}").format(chosen.money.code, year),
            session.colours(),
            _,
        ),
        summary=_per_person_said(rows, year, _),
        columns=[
            *("nom", "indicateur_nom", "annee", "ratio_ecrit", "mediane_ecrite"),
            *("nb_valeurs", "nb_entites"),
        ],
        unit=_("{} par bénéficiaire et par an").format(unit),
        evidence={"groupe": group, "indicateur": list(PER_PERSON), "annee": year},
    )


def _groups(chosen: Chosen, group: str, _: Language) -> pd.DataFrame:
    """Return the two indicators of each group; those of the chosen mutual come first."""
    parts = [_values(chosen, group, None, list(PER_PERSON))]
    if chosen.mutual is not None:
        parts.insert(0, _values(chosen, "entite", chosen.mutual, list(PER_PERSON)))
    rows = pd.concat(parts, ignore_index=True)
    catalogue = _names(_)
    ratios = [chosen.money.amount(one, chosen.year) for one in rows["valeur"]]
    middles = [chosen.money.amount(one, chosen.year) for one in rows["mediane"]]
    return rows.assign(
        nom=[_group_name(row, _) for row in records(rows)],
        indicateur_nom=rows["indicateur_id"].map(catalogue),
        ratio=pd.Series(ratios, rows.index, dtype="Float64"),
        ratio_ecrit=[_exact(one, chosen, _) for one in ratios],
        mediane=pd.Series(middles, rows.index, dtype="Float64"),
        mediane_ecrite=[_exact(one, chosen, _) for one in middles],
    )


def _exact(amount: Any, chosen: Chosen, _: Language) -> str:
    """Write what one person pays or receives: small enough to be read whole."""
    if pd.isna(amount):
        return MISSING
    return f"{_.number(amount, 0 if abs(amount) >= WHOLE else 2)}\u00a0{chosen.money.code}"


def _values(chosen: Chosen, group: str, entity: str | None, indicators: list[str]) -> pd.DataFrame:
    kept = filters.Filters() if entity else filters.current()
    return answers.answer(
        VALUES,
        indicateurs=sorted(indicators),
        groupe=group,
        entites=[entity] if entity else None,
        annees=[chosen.year],
        **kept.params(),
    )


def _names(_: Language) -> dict[str, str]:
    rows = answers.localised("listes/catalogue")
    return dict(zip(rows["indicateur_id"], rows["nom"], strict=True))


def _units() -> dict[str, str]:
    rows = answers.answer("listes/catalogue")
    return dict(zip(rows["indicateur_id"], rows["unite"], strict=True))


def _group_name(row: Any, _: Language) -> str:
    if row.groupe == "type_organisme":
        return answers.name("type_organisme", row.code)
    return _("Région inconnue") if pd.isna(row.nom) else str(row.nom)


def _per_person_said(rows: pd.DataFrame, year: int, _: Language) -> str:
    """Say the ratio and the median of each group, with n of N; many groups: the two ends."""
    pattern = _("{} ({}) : {} ; médiane des mutuelles : {} ; valeur connue pour {} sur {}")
    told = []
    for code, name in PER_PERSON.items():
        own = rows[(rows["indicateur_id"] == code) & rows["ratio"].notna()]
        own = own.sort_values("ratio", ascending=False)
        ends = own if len(own) <= FEW_GROUPS else own.iloc[[0, -1]]
        told += [
            pattern.format(
                _(name),
                row.nom,
                row.ratio_ecrit,
                row.mediane_ecrite,
                _.number(row.nb_valeurs),
                _.number(row.nb_entites),
            )
            for row in records(ends)
        ]
    head = _("En {}, du plus élevé au plus bas :").format(year)
    how = _("Le montant est le total des mutuelles divisé par le total de leurs bénéficiaires.")
    return f"{head} {_.series(told)}. {how}"


def spread(chosen: Chosen, _: Language) -> None:
    """Show how the mutuals spread on one indicator; one by one only to who may see them so."""
    _open_card()
    st.subheader(_("Comment les mutuelles se répartissent-elles ?"))
    names = _names(_)
    code = str(
        choices.select(
            "repartition", _("Indicateur"), list(SPREADS), names.__getitem__, default=SPREADS[0]
        )
    )
    kept = filters.current().params()
    places = {name: kept[name] for name in FILTERS}
    every = answers.answer(SPREAD, indicateurs=[code], **places)
    found = every[(every["annee"] == chosen.year) & (every["nb_valeurs"] > 0)]
    if found.empty:
        why = _("Aucune mutuelle n'a de valeur connue pour cet indicateur cette année.")
        nothing_known(names[code], why, _)
        return
    row = found.iloc[0]
    if not gate.sees_all() and row["nb_valeurs"] < FEWEST:
        nothing_known(names[code], _few(row, _), _)
        return
    _figure(code, row, chosen, _)


def _few(row: "pd.Series[Any]", _: Language) -> str:
    return _.plural(
        "{} valeur connue : trop peu pour des quartiles.",
        "{} valeurs connues : trop peu pour des quartiles.",
        int(row["nb_valeurs"]),
    )


def _figure(code: str, row: "pd.Series[Any]", chosen: Chosen, _: Language) -> None:
    """Draw the quartiles and, for who may see them, the mutuals one by one."""
    name, unit = _names(_)[code], _units()[code]
    year = int(row["annee"])
    is_money = unit == "fcfa"

    def shown(value: Any) -> Any:
        return chosen.money.amount(value, year) if is_money else value

    def write(value: Any) -> str:
        if pd.isna(value):
            return MISSING
        amount = shown(value)
        return _exact(amount, chosen, _) if is_money else written(amount, unit, "", _)

    dots = _dots(code, row, chosen, write, _)
    told = unit_of(chosen.money, [year], _) if is_money else answers.name("unite_indicateur", unit)
    opened = not dots.empty
    block.figure(
        "distribution",
        _("{}, en {}").format(name, year),
        VALUES if opened else SPREAD,
        dots if opened else pd.DataFrame([row]),
        charts.distribution(
            row,
            _drawn(dots, _),
            shown,
            (_("{} ({})").format(name, told), ".0%" if unit == "part" else None),
            write,
            session.colours(),
            _,
        ),
        summary=_said(name, row, dots, write, _),
        columns=["nom", "annee", "valeur_ecrite", "position_ecrite", "nature"]
        if opened
        else ["annee", "quartile_bas", "mediane", "quartile_haut", "nb_valeurs", "nb_entites"],
        unit=told,
        evidence={"indicateur": code, "groupe": "entite", "annee": year}
        if opened
        else {"indicateur": code},
        picked=_ask_card if opened else None,
        chosen=partial(_ask_row, dots) if opened else None,
    )
    if not gate.sees_all():
        note(plain(gate.accounts_reserved(_)))


def _dots(
    code: str, row: "pd.Series[Any]", chosen: Chosen, write: Callable[[Any], str], _: Language
) -> pd.DataFrame:
    """Return every mutual with its place; no row for a reader who may not see them one by one."""
    if not gate.sees_all():
        return pd.DataFrame(columns=["code", "nom", "valeur", "role", "est_atypique"])
    rows = _values(chosen, "entite", None, [code])
    outside = (rows["valeur"] < row["borne_basse"]) | (rows["valeur"] > row["borne_haute"])
    unusual = [bool(one) for one in outside.fillna(False)]
    roles = [
        charts.CHOSEN if code == chosen.mutual else charts.OUTSIDE if one else charts.INSIDE
        for code, one in zip(rows["code"], unusual, strict=True)
    ]
    places = [
        None if pd.isna(value) else _("atypique") if one else _("entre les bornes")
        for value, one in zip(rows["valeur"], unusual, strict=True)
    ]
    ordered = rows.assign(
        role=roles,
        est_atypique=unusual,
        valeur_ecrite=[write(one) for one in rows["valeur"]],
        position_ecrite=pd.Series(places, rows.index, dtype="str"),
    )
    return ordered.sort_values("valeur", ascending=False, kind="stable").reset_index(drop=True)


def _drawn(dots: pd.DataFrame, _: Language) -> pd.DataFrame:
    """Return the dots to draw: past ``MOST`` mutuals, only those that stand apart."""
    known = dots[dots["valeur"].notna()]
    if len(known) <= MOST:
        return known
    text = _(
        "Plus de {} mutuelles : seules celles qui sont au-delà des bornes sont dessinées une par "
        "une ; le tableau les a toutes."
    )
    note(plain(text.format(MOST)))
    return known[known["role"] != charts.INSIDE]


def _said(name: str, row: "pd.Series[Any]", dots: pd.DataFrame, write: Any, _: Language) -> str:
    """Say the median, the middle half, and which or how many lie far from the others."""
    base = _("valeur connue pour {} sur {} {}").format(
        _.number(row["nb_valeurs"]), _.number(row["nb_entites"]), _("mutuelles")
    )
    if pd.isna(row["mediane"]):
        return _("{} : {}.").format(name, base) + " " + _few(row, _)
    middle = _("{} : médiane {}, moitié centrale entre {} et {} ; {}.").format(
        name, *(write(row[one]) for one in ("mediane", "quartile_bas", "quartile_haut")), base
    )
    count = _(
        "Mutuelles atypiques, à plus de 1,5 fois l'écart entre les quartiles au-delà d'un "
        "quartile : {} en dessous, {} au-dessus."
    ).format(_.number(row["nb_sous_borne"]), _.number(row["nb_sur_borne"]))
    outlying = dots[dots["est_atypique"].astype(bool)]
    if outlying.empty:
        return f"{middle} {count}"
    named = [f"{one.nom} ({write(one.valeur)})" for one in records(outlying[:NAMED])]
    if len(outlying) > NAMED:
        named.append(_.plural("{} autre", "{} autres", len(outlying) - NAMED))
    why = _("Une valeur atypique est loin des autres ; rien ne dit qu'elle est fausse.")
    return f"{middle} {count} {_.series(named)}. {why}"


def _ask_card(code: str) -> None:
    """Keep the mutual whose dot was clicked (a callback); the next run opens its card."""
    st.session_state[ASKED] = code


def _ask_row(rows: pd.DataFrame, place: int) -> None:
    st.session_state[ASKED] = str(rows["code"].iloc[place])


def _open_card() -> None:
    asked = st.session_state.pop(ASKED, None)
    if asked:
        target = filters.as_query() | {"fiche": f"organisme:{asked}"}
        st.switch_page(cards.MUTUALS, query_params=target)
