"""What the card of a region or a district says of its mutuals and centres, and where it leads."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts.series import written
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import answers, comparer, filters
from cartomut.ui.note import note
from cartomut.ui.text import listed, plain

KEY_INDICATORS = (
    "densite_centres_mutualistes",
    "densite_lits",
    "dispo_trois_maladies",
    "taux_recouvrement_cotisations",
    "ratio_sinistralite",
)
PAGES = {
    "pages/explorer/mutuelles.py": N_("Mutuelles de ce territoire"),
    "pages/explorer/centres.py": N_("Centres de ce territoire"),
}


def figures(kind: str, code: str, _: Language) -> None:
    """Show who is covered there, the centres by type and the key indicators, each with its base."""
    pairs = [*_covered(kind, code, _), *_centres(kind, code, _), *_indicators(kind, code, _)]
    if pairs:
        heading = _("Ses mutuelles et ses centres")
        st.markdown(f"**{plain(heading)}**")
        st.markdown(listed(pairs, _))
    else:
        note(plain(_("Ni bénéficiaires, ni centres, ni indicateurs n'y sont connus.")))


def links(kind: str, code: str, _: Language) -> None:
    """Lead to the comparison of a region, and to the lists of what is there."""
    if kind == "region":
        comparer.link(kind, code)
    there = filters.as_query() | {kind: code}
    for page, title in PAGES.items():
        st.page_link(page, label=_(title), icon=":material/list:", query_params=there)


def _covered(kind: str, code: str, _: Language) -> list[tuple[str, str]]:
    found = answers.answer("fiches/territoire_implantation", niveau=kind, id=code)
    if found.empty:
        return []
    row = found.iloc[0]
    text = _.plural(
        "{} mutuelle qui le déclare", "{} mutuelles qui le déclarent", row["nb_mutuelles"]
    )
    value = _("{} personnes en {} ({})").format(
        _.number(row["nb_beneficiaires"]), row["annee"], text
    )
    return [(_("Bénéficiaires déclarés"), value)]


def _centres(kind: str, code: str, _: Language) -> list[tuple[str, str]]:
    found = answers.answer("fiches/territoire_centres", niveau=kind, id=code)
    opened = found[found["nb_ouverts"] > 0]
    if opened.empty:
        return []
    texts = (
        f"{answers.name('type_etablissement', row.type_etablissement)} ({_.number(row.nb_ouverts)})"
        for row in records(opened)
    )
    return [(_("Centres ouverts, par type"), ", ".join(texts))]


def _indicators(kind: str, code: str, _: Language) -> list[tuple[str, str]]:
    there: dict[str, Any] = filters.Filters().params() | {kind: code}
    rows = answers.answer(
        "indicateurs/valeurs",
        indicateurs=sorted(KEY_INDICATORS),
        groupe=kind,
        entites=None,
        annees=None,
        **there,
    )
    known = rows.dropna(subset=["valeur"]).groupby("indicateur_id", sort=False).tail(1)
    if known.empty:
        return []
    catalogue = answers.localised("listes/catalogue").set_index("indicateur_id")
    ranks = {one: rank for rank, one in enumerate(KEY_INDICATORS)}
    ordered = known.sort_values("indicateur_id", key=lambda codes: codes.map(ranks))
    return [_indicator(row, catalogue.loc[row.indicateur_id], _) for row in records(ordered)]


def _indicator(row: Any, about: "pd.Series[Any]", _: Language) -> tuple[str, str]:
    """Write an indicator with its unit, its year and its base."""
    value = written(row.valeur, about["unite"], "", _)
    if about["unite"] not in ("part", "fcfa"):
        value = f"{value} ({answers.name('unite_indicateur', about['unite'])})"
    base = _("{} sur {}").format(_.number(row.nb_valeurs), _.number(row.nb_entites))
    if pd.isna(row.annee):
        return str(about["nom"]), _("{} (valeur connue pour {})").format(value, base)
    return str(about["nom"]), _("{} ({}, valeur connue pour {})").format(value, row.annee, base)
