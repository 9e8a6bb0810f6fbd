"""What the money page is about: the year, the currency, all mutuals or one; and who may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.currency import FRANC, Currency
from cartomut.i18n import N_, Language
from cartomut.ui import answers, choices, devise, filters, gate
from cartomut.ui.note import note
from cartomut.ui.text import plain
from cartomut.withheld import FEWEST

CONTEXT = "pages/financer/contexte.py"
MUTUALS = "pages/explorer/mutuelles.py"
MOST_OPTIONS = 250  # mutuals that a list is sent with, at each run
PARTS = {
    "chemin": N_("Le chemin de l'argent"),
    "comptes": N_("Les comptes"),
    "soins": N_("Maladies et soins"),
    "repartition": N_("D'une mutuelle à l'autre"),
}
FILTERS = ("district", "region", "commune", "types")  # those that a question of money takes


@dataclass(frozen=True)
class Chosen:
    """What the reader asked: a year, a currency, and one mutual or none."""

    year: int
    money: Currency
    mutual: str | None
    name: str

    @cached_property
    def params(self) -> dict[str, Any]:
        """Return the parameters that every question of the page takes, the year apart."""
        kept = filters.current().params()
        return {name: kept[name] for name in FILTERS} | {"organisme": self.mutual}

    def titled(self, title: str, _: Language) -> str:
        """Add to a title whose money it is about."""
        return _.pair(self.name, title) if self.name else title

    def evidence(self) -> dict[str, Any]:
        """Return what the evidence page must know beside the filters."""
        asked = {"annee": str(self.year), "organisme": self.mutual}
        return {name: value for name, value in asked.items() if value}

    def hides(self, counts: pd.Series) -> bool:
        """Tell whether amounts with these numbers of mutuals tell the accounts of one."""
        hidden = counts.empty or not counts.any() or any(0 < one < FEWEST for one in counts)
        return not gate.sees(self.mutual) and bool(hidden)


def choose_part(_: Language) -> str:
    """Let the reader choose what the page shows; only that is asked of the store."""
    return choices.segments(
        "volet", _("Ce que la page montre"), list(PARTS), lambda code: _(PARTS[code])
    )


def choose_mutual(_: Language) -> Chosen | None:
    """Let the reader choose one mutual or all, for what shows every year and no amount."""
    years = answers.answer("listes/annees_comptes")["annee"]
    if years.empty:
        return None
    names = _mutuals(_)
    mutual = _mutual(names, _)
    if not gate.sees_all():
        note(plain(gate.accounts_reserved(_)))
    return Chosen(int(years[0]), devise.current(), mutual, names.get(mutual or "", ""))


def choose(_: Language) -> Chosen | None:
    """Let the reader choose; None when no mutual's accounts are in the dataset."""
    years = [str(year) for year in answers.answer("listes/annees_comptes")["annee"]]
    if not years:
        return None
    left, middle, right = st.columns([2, 5, 4], vertical_alignment="bottom")
    with left:
        year = choices.select("annee", _("Année"), years, str, default=years[0])
    with middle:
        names = _mutuals(_)
        mutual = _mutual(names, _)
    with right:
        money = devise.choose(_)
    chosen = Chosen(int(year or years[0]), money, mutual, names.get(mutual or "", ""))
    _notes(chosen, _)
    return chosen


def _mutuals(_: Language) -> dict[str, str]:
    """Name the mutuals with accounts within the filters, for a reader who may see them.

    Of a country with very many, those whose name is searched.
    """
    if not (gate.sees_all() or gate.own()):
        return {}
    asked = choices.read_text("mutuelle")
    rows = _listed(None, asked)
    if not gate.sees_all():
        mine = _listed(None, gate.own())
        rows = mine[mine["organisme_id"] == gate.own()]
    if len(rows) > MOST_OPTIONS:
        rows = _listed(choices.text("nom", _("Chercher un nom")) or None, asked)
    return dict(zip(rows["organisme_id"], rows["nom"], strict=True))


def _listed(text: str | None, asked: str) -> pd.DataFrame:
    kept = filters.current().params()
    places = {name: kept[name] for name in FILTERS}
    return answers.answer(
        "listes/mutuelles_comptes",
        texte=text,
        organisme=asked or None,
        combien=MOST_OPTIONS + 1,
        **places,
    )


def _mutual(names: dict[str, str], _: Language) -> str | None:
    if not names:
        return None
    return choices.select(
        "mutuelle",
        _("Mutuelle"),
        list(names),
        names.__getitem__,
        placeholder=_("Toutes les mutuelles retenues"),
    )


def _notes(chosen: Chosen, _: Language) -> None:
    """Say with which rates amounts are converted, and who sees the accounts of one mutual."""
    years = [chosen.year]
    rates = [rate for one in others(chosen.money) if (rate := one.note(years, _))]
    note(plain(_("Taux de change : {}").format(_.series(rates))))
    if not gate.sees_all():
        note(plain(gate.accounts_reserved(_)))


def others(money: Currency) -> list[Currency]:
    """List every currency, the chosen one first, for what shows an amount in each."""
    return [money, *(one for one in devise.every() if one.code != money.code)]


def with_amounts(rows: pd.DataFrame, money: Currency, _: Language) -> pd.DataFrame:
    """Add ``montant_ecrit``, the amount in the chosen currency; in francs the number is enough."""
    if money.code == FRANC:
        return rows
    pairs = zip(rows["montant_fcfa"], rows["annee"], strict=True)
    return rows.assign(montant_ecrit=[money.write(one, int(year), _) for one, year in pairs])


def unit_of(money: Currency, years: Iterable[int], _: Language) -> str:
    """Name the currency, with the rates that convert these years."""
    rates = money.note(years, _)
    return f"{money.code} ({rates})" if rates else money.code


def amount_columns(money: Currency) -> list[str]:
    """List the columns of a table that hold its amount."""
    return ["montant_fcfa"] if money.code == FRANC else ["montant_ecrit", "montant_fcfa"]


def nothing(_: Language) -> None:
    """Say that no mutual's accounts are in the dataset, and what is known instead."""
    head = _("Aucun compte de mutuelle n'est publié dans ce jeu de données.")
    text = _(
        "Ni les produits, les charges et le résultat des mutuelles, ni leurs dépenses par "
        "ressource, régime, prestataire et fonction de soins (SHA 2011) ne sont publics : "
        "ce n'est pas zéro, c'est inconnu."
    )
    st.info(f"**{plain(head)}** {plain(text)}", icon=":material/do_not_disturb_on:")
    rows = answers.answer("listes/annees_mutuelles")
    if len(rows):
        told = _(
            "Ce que l'on sait : des pages publiques donnent des chiffres isolés de mutuelles, "
            "de {} à {} ; leurs fiches les montrent avec leurs sources."
        )
        st.markdown(plain(told.format(rows["annee"].min(), rows["annee"].max())))
    wider = _(
        "Le poids des mutuelles dans la dépense de santé, la part payée par les ménages et le "
        "budget de l'État ont des sources publiées."
    )
    st.markdown(plain(wider))
    with st.container(horizontal=True):
        _link(MUTUALS, _("Les mutuelles, une par une"), ":material/groups:")
        _link(CONTEXT, _("Le contexte du financement"), ":material/balance:")


def few(_: Language) -> None:
    """Say that a figure is held back because it would tell the accounts of one mutual."""
    text = _(
        "Figure non montrée : hors de ceux qui voient les comptes, on n'en lit que les sommes de "
        "tout le pays, de trois mutuelles au moins. Retirez les filtres, ou choisissez une autre "
        "année."
    )
    st.info(plain(text), icon=":material/lock:")


def _link(path: str, title: str, icon: str) -> None:
    st.page_link(path, label=title, icon=icon, query_params=filters.as_query())
