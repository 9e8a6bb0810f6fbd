"""Pieces of the viability page: its parts, the ratios over the years beside their thresholds."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import summaries
from cartomut.charts import viabilite
from cartomut.charts.series import written
from cartomut.charts.viabilite import Panel
from cartomut.i18n import MISSING, N_, Language
from cartomut.records import records
from cartomut.ui import (
    answers,
    block,
    choices,
    comparer,
    evidence,
    filters,
    financement,
    gate,
    listing,
    session,
    terms,
)
from cartomut.ui.comptes_mutuelle import CARD_WIDTH, SIGNS, ratio
from cartomut.ui.financement import Chosen
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

PARTS = {
    "ratios": N_("Ratios et seuils"),
    "simulation": N_("Simuler les réserves"),
    "resistance": N_("Résister à une hausse"),
    "seuils": N_("Les seuils et leurs versions"),
}
FAMILIES = {
    "exploitation": (
        "ratio_sinistralite",
        "ratio_combine",
        "ratio_frais_fonctionnement_brut",
        "ratio_couverture_charges",
    ),
    "solidite": (
        "ratio_liquidite_immediate",
        "ratio_capitaux_propres",
        "reserves_en_mois",
        "dependance_subventions",
    ),
    "adhesion": (
        "taux_recouvrement_cotisations",
        "taux_croissance_beneficiaires",
        "taux_fidelisation",
    ),
}
FAMILY_NAMES = {
    "exploitation": N_("Exploitation"),
    "solidite": N_("Solidité"),
    "adhesion": N_("Cotisations et adhésions"),
    "toutes": N_("Tous les ratios"),
}
RATIOS = tuple(code for codes in FAMILIES.values() for code in codes)
PROJECT = "seuil_du_projet"
PEERED = ("mediane", "nb_valeurs", "nb_entites")


def choose_part(_: Language) -> str:
    """Let the reader choose what the page shows."""
    return choices.segments("volet", _("Ce que la page montre"), list(PARTS), _part_name)


def _part_name(code: str) -> str:
    return session.language()(PARTS[code])


def nothing(_: Language) -> None:
    """Say that no accounts are known, and what each ratio would need."""
    financement.nothing(_)
    st.subheader(_("Ce qu'il faudrait pour calculer chaque ratio"))
    rows = catalogue(_)
    st.markdown(
        "\n".join(
            "- " + _.pair(f"**{plain(row.nom)}**", f"`{row.formule.replace('`', '')}`")
            for row in records(rows)
        )
    )


def catalogue(_: Language) -> pd.DataFrame:
    """Return the catalogue's entries of the page's ratios, in the page's order."""
    return _catalogue().copy(deep=False)


@answers.per_edition
def _catalogue() -> pd.DataFrame:
    rows = evidence.catalogue(session.language()).set_index("indicateur_id", drop=False)
    return rows.loc[[code for code in RATIOS if code in rows.index]].reset_index(drop=True)


def draw(chosen: Chosen, _: Language) -> None:
    """Show every ratio over the years: small panels, then their table, caption and downloads."""
    about = catalogue(_)
    rows = _values(chosen)
    if rows["valeur"].isna().all():
        _hidden_or_unknown(_)
        return
    bands = _bands()
    rows = rows.merge(about[["indicateur_id", "nom", "unite"]].rename(columns=_RENAMED))
    known = dict(list(rows.groupby("indicateur_id", sort=False)))
    panels = {
        row.indicateur_id: _panel(row, known[row.indicateur_id], bands, _)
        for row in records(about)
        if row.indicateur_id in known
    }
    judged = _judged(rows)
    palette = session.colours()
    texts: dict[str, Any] = {
        "valeur_ecrite": _texts(rows, "valeur", _),
        "mediane_ecrite": _texts(rows, "mediane", _),
    }
    block.figure(
        "viabilite",
        chosen.titled(_("Onze ratios, année par année"), _),
        "indicateurs/valeurs",
        rows.assign(**texts),
        partial(viabilite.panneaux, list(panels.values()), _lines(chosen, _), palette, _),
        summary=_summary(rows, judged, about, _),
        columns=[
            "indicateur_nom",
            "annee",
            "valeur_ecrite",
            "mediane_ecrite",
            "nb_valeurs",
            "nb_entites",
            "etat",
        ],
        unit=_("parts et mois, selon le ratio"),
        evidence={"groupe": "pays", "indicateur": sorted(panels)},
        drawn=partial(_grid, panels, judged, about, chosen, _),
    )


_RENAMED = {"nom": "indicateur_nom"}


def _values(chosen: Chosen) -> pd.DataFrame:
    """Return the ratios by year: of the group with the median of its own, or of one mutual.

    A mutual stands beside the median of its peers; a group of so few that it would tell one's own
    accounts is left out.
    """
    asked = sorted(RATIOS)
    if chosen.mutual is None:
        params = filters.current().params()
        return _ask(asked, "pays", None, params)
    nobody = filters.Filters().params()
    own = _ask(asked, "entite", [chosen.mutual], nobody)
    peers = _ask(asked, "pays", comparer.peers_of("organisme", chosen.mutual, None) or [""], nobody)
    keys = ["indicateur_id", "annee"]
    return own.drop(columns=list(PEERED)).merge(peers[[*keys, *PEERED]], on=keys, how="left")


def _ask(asked: list[str], group: str, entities: list[str] | None, params: Any) -> pd.DataFrame:
    rows = answers.answer(
        "indicateurs/valeurs",
        indicateurs=asked,
        groupe=group,
        entites=entities,
        annees=None,
        **params,
    )
    return rows.drop(columns="nom")


def _hidden_or_unknown(_: Language) -> None:
    if gate.sees_all():
        text = _("Aucun exercice n'est connu pour ces filtres : c'est une lacune, pas un zéro.")
        st.info(text, icon=":material/info:")
    else:
        financement.few(_)


def _bands() -> dict[tuple[str, str], Any]:
    rows = answers.answer("listes/seuils", indicateurs=sorted(RATIOS))
    return {(row.indicateur_id, row.regle): row for row in records(rows)}


def _panel(row: Any, rows: pd.DataFrame, bands: dict[tuple[str, str], Any], _: Language) -> Panel:
    expressions = [
        bands[row.indicateur_id, rule].expression if (row.indicateur_id, rule) in bands else ""
        for rule in ("vert", "orange")
    ]
    short = partial(_write, unit=row.unite, _=_)
    return Panel(row.nom, rows.reset_index(drop=True), expressions[0], expressions[1], short)


def _write(value: Any, unit: str, _: Language) -> str:
    return MISSING if pd.isna(value) else written(float(value), unit, None, _)


def _texts(rows: pd.DataFrame, column: str, _: Language) -> list[str | None]:
    return [
        None if pd.isna(value) else ratio(value, unit, _)
        for value, unit in zip(rows[column], rows["unite"], strict=True)
    ]


def _grid(
    panels: dict[str, Panel],
    judged: dict[str, Any],
    about: pd.DataFrame,
    chosen: Chosen,
    _: Language,
) -> None:
    """Draw the panels of one family side by side as far as the screen is wide."""
    family = choices.segments("famille", _("Famille de ratios"), list(FAMILY_NAMES), _family_name)
    _legend(chosen, _)
    bands = _bands()
    grid = st.grid(min_column_width=CARD_WIDTH, border=True)
    for row in records(about[about["indicateur_id"].isin(FAMILIES.get(family, RATIOS))]):
        with grid.cell():
            if row.indicateur_id in panels:
                _cell(row, panels[row.indicateur_id], judged, chosen, _)
                _origins(row, bands, _)
            else:
                st.markdown(f"**{plain(row.nom)}**", help=terms.definition(row.indicateur_id))
                evidence.status(pd.Series(row._asdict()), _)


def _family_name(code: str) -> str:
    return session.language()(FAMILY_NAMES[code])


def _lines(chosen: Chosen, _: Language) -> tuple[str, str]:
    """Name the whole line and the dotted one."""
    own = chosen.name or _("ensemble des mutuelles retenues, somme sur somme")
    return own, _("médiane de ses pairs") if chosen.name else _("médiane des mutuelles")


def _legend(chosen: Chosen, _: Language) -> None:
    own, median = _lines(chosen, _)
    texts = [
        _("● ligne pleine : {}").format(own),
        _("▪ pointillé : {}").format(median),
        _("bande verte : vert ; bande orange, bords tiretés : orange ; ailleurs : hors des seuils"),
        _("n. d. : inconnu cette année-là"),
    ]
    note(plain(_.series(texts)))


def _judged(rows: pd.DataFrame) -> dict[str, Any]:
    """Judge the last known value of each ratio, in SQL."""
    known = rows.dropna(subset=["valeur"]).sort_values(["indicateur_id", "annee"])
    last = known.drop_duplicates("indicateur_id", keep="last")
    found = answers.answer(
        "listes/appreciations",
        indicateurs=last["indicateur_id"].tolist(),
        valeurs=last["valeur"].tolist(),
    )
    worth = dict(zip(found["indicateur_id"], found["appreciation_seuil"], strict=True))
    judged = last.assign(appreciation_seuil=last["indicateur_id"].map(worth))
    return {row.indicateur_id: row for row in records(judged) if row.indicateur_id in worth}


def _cell(row: Any, panel: Panel, judged: dict[str, Any], chosen: Chosen, _: Language) -> None:
    """Draw one ratio: its last value and what it is worth, its years, how many are known."""
    last = judged.get(row.indicateur_id)
    definition = terms.definition(row.indicateur_id)
    if last is None:
        kpi(row.nom, _("n. d."), _("aucune année connue"), definition=definition)
    else:
        state = last.appreciation_seuil
        told = f"{SIGNS[state]} {answers.name('appreciation_seuil', state)} ({last.annee})"
        kpi(row.nom, ratio(last.valeur, row.unite, _), told, definition=definition)
    chart = viabilite.panneau(panel, session.colours(), _)
    listing.picture(f"ratio_{row.indicateur_id}", chart, _sentence(row, panel.rows, _))
    if last is not None:
        note(plain(_base(row, last, chosen, _)))


def _base(row: Any, last: Any, chosen: Chosen, _: Language) -> str:
    """Say the median of the last year, and how many it is made of."""
    pattern = (
        _("Médiane de ses pairs en {} : {} ({} connus sur {}).")
        if chosen.mutual
        else _("Médiane des mutuelles en {} : {} ({} connues sur {}).")
    )
    counts = (_.number(last.nb_valeurs), _.number(last.nb_entites))
    return pattern.format(last.annee, ratio(last.mediane, row.unite, _), *counts)


def _origins(row: Any, bands: dict[tuple[str, str], Any], _: Language) -> None:
    """Say each threshold in words, with where it comes from; a shared origin is said once."""
    known = [
        bands[row.indicateur_id, rule]
        for rule in ("vert", "orange")
        if (row.indicateur_id, rule) in bands
    ]
    texts = [
        _.pair(
            plain(answers.name("regle", one.regle)),
            plain(evidence.threshold(one.expression, row.unite, _)),
        )
        for one in known
    ]
    origins = [_origin(one, _) for one in known]
    if len(set(origins)) == 1:
        lines = [_.series(texts), origins[0]]
    else:
        lines = [f"{text} · {origin}" for text, origin in zip(texts, origins, strict=True)]
    note("  \n".join(lines) or plain(_("Aucun seuil n'est connu pour cet indicateur.")))


def _origin(band: Any, _: Language) -> str:
    name = plain(answers.name("origine_seuil", band.origine))
    if band.origine == PROJECT or pd.isna(band.source_norme):
        return name
    return f"{name} ({link(band.source_norme, band.source_url)})"


def _sentence(row: Any, rows: pd.DataFrame, _: Language) -> str:
    pairs = zip(rows["annee"], rows["valeur"], strict=True)
    write = partial(ratio, unit=row.unite, _=_)
    return summaries.change(row.nom, pairs, write, _, points=row.unite == "part")


def _summary(rows: pd.DataFrame, judged: dict[str, Any], about: pd.DataFrame, _: Language) -> str:
    """Say how the first ratios moved, and how many are in the green; never one score of all."""
    states = [one.appreciation_seuil for one in judged.values()]
    counts = _(
        "Dernière valeur connue de chaque ratio : {} dans le vert, {} dans l'orange, {} hors des "
        "seuils, {} sans valeur. Ce n'est pas une note : chaque ratio se lit seul."
    ).format(
        *(_.number(states.count(state)) for state in ("vert", "orange", "rouge")),
        _.number(len(about) - len(states)),
    )
    first = [
        _sentence(row, rows[rows["indicateur_id"] == row.indicateur_id], _)
        for row in records(about.head(2))
    ]
    return " ".join([counts, *first])
