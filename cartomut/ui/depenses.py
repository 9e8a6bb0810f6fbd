"""What the mutuals collect, spend and keep, year by year, and what diseases cost them."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import labels, summaries
from cartomut.charts.panneaux import KNOWN, LEAST, MASKED, NOT_RETURNED, UNKNOWN, Bar, Panel
from cartomut.charts.panneaux import panneaux as draw_panels
from cartomut.currency import Currency
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, block, gate, session
from cartomut.ui.financement import Chosen, amount_columns, unit_of, with_amounts
from cartomut.ui.note import note
from cartomut.ui.text import plain

ACCOUNTS = "indicateurs/comptes_annuels"
DISEASES = "indicateurs/depenses_pathologie"
TOLD = 2  # accounts whose change the summary tells: contributions and benefits
COUNTS = ["nb_disent", "nb_rendus", "nb_appeles"]


def nothing_known(title: str, why: str, _: Language) -> None:
    """Say in place of a figure that nothing is known, and that this is not zero."""
    with st.container(border=True):
        st.subheader(plain(title))
        head = _("Non publié ou non recueilli : ce n'est pas zéro.")
        st.info(f"**{plain(head)}** {plain(why)}", icon=":material/do_not_disturb_on:")


def accounts(chosen: Chosen, _: Language) -> None:
    """Show contributions, benefits, running costs and result by year, with their changes."""
    title = _("Cotisations, prestations, frais de fonctionnement et résultat, par année")
    rows = answered(ACCOUNTS, _, **chosen.params)
    if rows["montant_fcfa"].isna().all():
        nothing_known(title, _("Aucun compte annuel d'une mutuelle n'est connu ici."), _)
        return
    titles = {code: labels.title(code, answers.names(), _) for code in rows["poste"].unique()}
    panels = [
        _account_panel(titles[str(code)], part, chosen, _)
        for code, part in rows.groupby("poste", sort=False)
    ]
    years = sorted(int(year) for year in rows["annee"].unique())
    block.figure(
        "comptes_annuels",
        title,
        ACCOUNTS,
        with_amounts(rows, chosen.money, _).assign(poste_nom=rows["poste"].map(titles)),
        draw_panels(panels, session.colours(), _),
        summary=_accounts_said(rows, titles, chosen, _),
        columns=[
            "poste_nom",
            "annee",
            *amount_columns(chosen.money),
            *COUNTS,
            *("nb_deux_ans", "deux_ans_avant_fcfa", "deux_ans_fcfa", "part_changement"),
            *("nb_depuis_premiere", "premiere_fcfa", "depuis_premiere_fcfa"),
            "part_depuis_premiere",
        ],
        unit=unit_of(chosen.money, years, _),
        evidence=chosen.evidence(),
    )
    note(
        plain(
            _(
                "Sous chaque année : mutuelles qui disent ce montant, sur celles qui étaient "
                "attendues. Au-dessus : le changement sur un an des seules mutuelles qui disent "
                "les deux années, calculé en FCFA. n. d. : exercice rendu sans ce montant ; "
                "× : aucun exercice rendu."
            )
        )
    )


def answered(question: str, _: Language, **params: Any) -> pd.DataFrame:
    """Put a question about money; what would tell this reader one mutual's accounts is left out."""
    rows = answers.answer(question, **params)
    if not gate.sees(params.get("organisme")):
        note(plain(gate.accounts_reserved(_)))
    return rows


def _short(francs: Any, year: int, money: Currency, _: Language) -> str:
    """Write an amount without its currency, which stands beside the figure."""
    return _.money(money.amount(francs, year), "").strip()


def _account_panel(title: str, rows: pd.DataFrame, chosen: Chosen, _: Language) -> Panel:
    bars = []
    for row in records(rows):
        year, value = int(row.annee), chosen.money.amount(row.montant_fcfa, int(row.annee))
        absent = UNKNOWN if row.nb_rendus else NOT_RETURNED
        bars.append(
            Bar(
                year,
                value,
                _short(row.montant_fcfa, year, chosen.money, _),
                KNOWN if value is not None else absent,
                base(row.nb_disent, row.nb_appeles, _),
                _signed(row.part_changement, _),
                chosen.money.write(row.montant_fcfa, year, _),
            )
        )
    return Panel(title, _since(rows, _), bars)


def base(told: Any, expected: Any, _: Language) -> str:
    """Write how many of those expected stand behind an amount; nothing when it is one of one."""
    return "" if expected == 1 else _("{}/{}").format(_.number(told), _.number(expected))


def _signed(change: Any, _: Language) -> str:
    """Write a change with its sign; nothing when it is unknown."""
    if pd.isna(change):
        return ""
    return ("+" if change > 0 else "") + _.percent(change)


def _since(rows: pd.DataFrame, _: Language) -> str:
    """Say how the last known year compares with the first, the same mutuals in both."""
    known = rows[rows["part_depuis_premiere"].notna()]
    if known.empty:
        return ""
    last = known.iloc[-1]
    change = _signed(last["part_depuis_premiere"], _)
    years = int(last["premiere_annee"]), int(last["annee"])
    if last["nb_appeles"] == 1:
        return _("{} de {} à {}").format(change, *years)
    same = _("{} de {} à {} (mêmes mutuelles : {})")
    return same.format(change, *years, _.number(last["nb_depuis_premiere"]))


def _accounts_said(rows: pd.DataFrame, titles: dict[str, str], chosen: Chosen, _: Language) -> str:
    """Say the last year's amounts, then how contributions and benefits moved."""
    year = _told_year(rows, chosen)
    last = rows[rows["annee"] == year]
    pattern = _("{} (le disent : {} sur {})")
    amounts = [
        _.pair(
            titles[row.poste],
            pattern.format(
                chosen.money.write(row.montant_fcfa, year, _),
                _.number(row.nb_disent),
                _.number(row.nb_appeles),
            ),
        )
        for row in records(last)
    ]
    told = [_("En {} :").format(year) + " " + _.series(amounts) + "."]
    for code in list(titles)[:TOLD]:
        own = rows[(rows["poste"] == code) & (rows["annee"] <= year)]
        told.append(_moved(own, titles[code], chosen, _))
    return " ".join(told)


def _told_year(rows: pd.DataFrame, chosen: Chosen) -> int:
    """Return the year that a summary tells: the chosen one, else the last one with a row."""
    years = {int(year) for year in rows["annee"]}
    return chosen.year if chosen.year in years else max(years)


def _moved(rows: pd.DataFrame, title: str, chosen: Chosen, _: Language) -> str:
    """Say how an account moved since its first year, for the mutuals that tell both years.

    Both amounts are written at the rate of the last year, so that only the account moves.
    """
    known = rows[rows["depuis_premiere_fcfa"].notna()]
    if known.empty:
        return ""
    last = known.iloc[-1]
    end = int(last["annee"])
    subject = _("{}, mutuelles qui disent les deux années ({} sur {})").format(
        title, _.number(last["nb_depuis_premiere"]), _.number(last["nb_appeles"])
    )
    return summaries.change(
        title if last["nb_appeles"] == 1 else subject,
        [
            (int(last["premiere_annee"]), chosen.money.amount(last["premiere_fcfa"], end)),
            (end, chosen.money.amount(last["depuis_premiere_fcfa"], end)),
        ],
        lambda value: _.money(value, chosen.money.code),
        _,
        gaps=False,
    )


def diseases(chosen: Chosen, _: Language) -> None:
    """Show what each disease costs by year; what small counts would tell is masked, and said."""
    title = _("Ce que les mutuelles dépensent par maladie, par année")
    rows = answered(DISEASES, _, lentille="avec_autres", **chosen.params)
    if rows.empty or (rows["montant_fcfa"].isna() & (rows["nb_masques"] == 0)).all():
        nothing_known(title, _("Aucune mutuelle ne dit ce que lui coûte une maladie."), _)
        return
    order = list(answers.names().get("pathologie", {}))
    codes = sorted(rows["pathologie"].unique(), key=order.index)
    years = sorted(int(year) for year in rows["annee"].unique())
    panels = [_disease_panel(code, rows, years, chosen, _) for code in codes]
    block.figure(
        "depenses_pathologie",
        title,
        DISEASES,
        with_amounts(rows, chosen.money, _),
        draw_panels(panels, session.colours(), _),
        summary=_diseases_said(rows, codes, chosen, _),
        columns=[
            *("pathologie", "annee", *amount_columns(chosen.money)),
            *("part_prestations_dues", "prestations_dues_fcfa"),
            *("nb_organismes", "nb_exercices", "nb_masques"),
        ],
        unit=unit_of(chosen.money, years, _),
        evidence=chosen.evidence() | {"lentille": "avec_autres"},
    )
    note(
        plain(
            _(
                "Sous chaque année : mutuelles dont le montant est montré, sur celles qui ont "
                "rendu l'exercice. ≥ et hachures : au moins, car des montants sont masqués (1 à 4 "
                "cas, ou ce qui les rendrait). n. d. : exercice rendu sans ce montant ; "
                "× : aucun exercice rendu."
            )
        )
    )


def _disease_panel(
    code: str, rows: pd.DataFrame, years: Sequence[int], chosen: Chosen, _: Language
) -> Panel:
    own = rows[rows["pathologie"] == code]
    told = {int(row.annee): row for row in records(own)}
    bars = [
        _disease_bar(year, told[year], chosen, _)
        if year in told
        else Bar(year, None, "", NOT_RETURNED, "")
        for year in years
    ]
    shares = own[own["part_prestations_dues"].notna() & (own["annee"] == chosen.year)]
    detail = ""
    if not shares.empty:
        last = shares.iloc[-1]
        detail = _("{} de leurs prestations dues en {}").format(
            summaries.percent(last["part_prestations_dues"], _), int(last["annee"])
        )
    return Panel(answers.name("pathologie", code), detail, bars)


def _disease_bar(year: int, row: Any, chosen: Chosen, _: Language) -> Bar:
    value = chosen.money.amount(row.montant_fcfa, year)
    if value is None:
        returned = UNKNOWN if row.nb_exercices else NOT_RETURNED
        return Bar(year, None, "", MASKED if row.nb_masques else returned, _disease_base(row, _))
    return Bar(
        year,
        value,
        _short(row.montant_fcfa, year, chosen.money, _),
        LEAST if row.nb_masques else KNOWN,
        _disease_base(row, _),
        hover=_least(chosen.money.write(row.montant_fcfa, year, _), row, _),
    )


def _disease_base(row: Any, _: Language) -> str:
    return base(row.nb_organismes, row.nb_exercices, _)


def _least(text: str, row: Any, _: Language) -> str:
    return _("au moins {}").format(text) if row.nb_masques else text


def _diseases_said(rows: pd.DataFrame, codes: Sequence[str], chosen: Chosen, _: Language) -> str:
    """Say each disease's share of the benefits in the last year, and what is masked."""
    year = _told_year(rows, chosen)
    last = {row.pathologie: row for row in records(rows[rows["annee"] == year])}
    told = [_("En {} :").format(year)]
    for code in [code for code in codes if code in last]:
        row = last[code]
        if pd.isna(row.montant_fcfa):
            state = _("masqué (1 à 4 cas)") if row.nb_masques else _("non recueilli")
            told.append(_.pair(answers.name("pathologie", code), state) + ".")
            continue
        # The share's own numerator: mutuals that state a disease but not their benefits are out.
        above = row.part_prestations_dues * row.prestations_dues_fcfa
        told.append(
            summaries.share(
                answers.name("pathologie", code),
                chosen.money.amount(above, year),
                chosen.money.amount(row.prestations_dues_fcfa, year),
                _("prestations dues des mutuelles qui disent ce montant : {} sur {}").format(
                    _.number(row.nb_organismes), _.number(row.nb_exercices)
                ),
                lambda value: _.money(value, chosen.money.code),
                _,
            )
        )
    hidden = int(rows["nb_masques"].sum())
    if hidden:
        told.append(
            _.plural(
                "{} montant est masqué (1 à 4 cas, ou ce qui les rendrait) et n'est pas compté.",
                "{} montants sont masqués (1 à 4 cas, ou ce qui les rendrait) et ne sont pas "
                "comptés.",
                hidden,
            )
        )
    least = _(
        "Le montant sous-estime une maladie dont un programme national donne les médicaments."
    )
    return " ".join([*told, least])
