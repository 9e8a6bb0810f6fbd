"""Who pays what, to whom, for which care: the way of the money, and the tree of spending."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from cartomut import summaries
from cartomut.charts import arbre
from cartomut.charts import flux as charts
from cartomut.charts.flux import STEPS
from cartomut.i18n import N_, Language
from cartomut.ui import answers, block, choices, filters, listing, session
from cartomut.ui.financement import Chosen, amount_columns, few, others, unit_of, with_amounts
from cartomut.ui.lentille import not_collected
from cartomut.ui.note import note
from cartomut.ui.text import plain

QUESTION = "indicateurs/flux_sha"
HEADINGS = {
    "fs": N_("Qui paie"),
    "hf": N_("Régime"),
    "hp": N_("À qui"),
    "hc": N_("Pour quels soins"),
}
# In a narrow window the whole way keeps the room of its labels, and slides.
SLIDING = """<style>
.st-key-flux_large { overflow-x: auto }
.st-key-flux_large [data-testid="stPlotlyChart"] { min-width: 44rem }
</style>"""
COLUMNS = ("etape_flux", "de_nom", "vers_nom")
BASE = ("nb_comptes_sante", "nb_appeles", "nb_exercices")
MORE = ("part_depenses", "nb_organismes", "nb_comptes_sante", "nb_exercices", "nb_appeles", "annee")


def draw(chosen: Chosen, _: Language) -> None:
    """Draw the way of the money of the chosen year."""
    title = chosen.titled(_("De qui vient l'argent, par où passe-t-il, que paie-t-il ?"), _)
    steps, by_class = _choices(_)
    rows = _rows(chosen, steps, by_class)
    if chosen.hides(rows["nb_organismes"]) and not by_class:
        by_class = True
        rows = _rows(chosen, steps, by_class)
    if chosen.hides(rows["nb_organismes"]):
        few(_)
        return
    if rows.empty:
        _empty(chosen, title, _)
        return
    chart, summary = _chart(rows, steps, chosen, _), _summary(rows, steps, chosen, _)
    block.figure(
        "flux_sha",
        title,
        QUESTION,
        with_amounts(rows, chosen.money, _),
        chart,
        drawn=partial(_by_width, chart, steps, by_class, chosen, summary, _),
        summary=summary,
        columns=[*COLUMNS, *amount_columns(chosen.money), *MORE],
        unit=unit_of(chosen.money, [chosen.year], _),
        evidence=_evidence(chosen, steps, by_class),
    )


def _chart(rows: pd.DataFrame, steps: Sequence[str], chosen: Chosen, _: Language) -> go.Figure:
    headings = {step: _(HEADINGS[step]) for step in steps}
    every = others(chosen.money)
    return charts.flux_sha(rows, headings, chosen.money, every, session.colours(), _)


def _by_width(
    chart: go.Figure,
    steps: Sequence[str],
    by_class: bool,
    chosen: Chosen,
    summary: str,
    _: Language,
) -> None:
    """Draw every step, and on a telephone, which has room for two, the first and the last."""
    if len(steps) == 2:
        listing.picture("flux_deux", chart, summary)
        return
    if not session.on_phone():
        st.html(SLIDING)
        with st.container(key="flux_large"):
            listing.picture("flux_entier", chart, summary)
        return
    ends = [steps[0], steps[-1]]
    rows = _rows(chosen, ends, by_class)
    note(plain(_("Cet écran étroit n'a la place que de deux étapes ; le tableau les a toutes.")))
    if chosen.hides(rows["nb_organismes"]):
        few(_)
    else:
        listing.picture("flux_extremes", _chart(rows, ends, chosen, _), summary)


def tree(chosen: Chosen, _: Language) -> None:
    """Draw what the money pays for and who is paid for it, as a treemap."""
    # Its links are among those of the whole way, which the page has asked already.
    whole = _rows(chosen, STEPS, False)
    rows = whole[whole["etape_flux"] == STEPS[2]].reset_index(drop=True)
    if rows.empty:
        return  # the way of the money, above, has said why
    if chosen.hides(rows["nb_organismes"]):
        few(_)
        return
    chart = arbre.arbre_sha(
        rows,
        answers.names()["sha_hc"],
        chosen.money,
        others(chosen.money),
        session.colours(),
        _,
    )
    subject = _("Fonctions de soins en {}").format(chosen.year)
    block.figure(
        "arbre_sha",
        chosen.titled(_("À quels soins va l'argent, et chez quel prestataire ?"), _),
        QUESTION,
        with_amounts(rows, chosen.money, _),
        chart,
        summary=f"{_largest(subject, rows, 'vers', chosen, _)} {_base(rows, _)}",
        columns=["vers_nom", "de_nom", *amount_columns(chosen.money), *MORE],
        unit=unit_of(chosen.money, [chosen.year], _),
        evidence=_evidence(chosen, STEPS[2:], False),
    )


def _choices(_: Language) -> tuple[list[str], bool]:
    """Let the reader choose the steps and how far codes are detailed."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        asked = choices.pills(
            "etapes",
            _("Étapes du chemin de l'argent (deux au moins)"),
            STEPS,
            lambda step: _(HEADINGS[step]),
        )
    with right:
        names = {"detail": _("Codes détaillés"), "classes": _("Par classe")}
        level = choices.segments("detail", _("Détail"), list(names), names.__getitem__)
    steps = [step for step in STEPS if step in asked]
    return (steps if len(steps) > 1 else list(STEPS)), level == "classes"


def _rows(chosen: Chosen, steps: Sequence[str], by_class: bool) -> pd.DataFrame:
    return answers.localised(
        QUESTION,
        annee=chosen.year,
        etapes=sorted(steps),
        detail="classes" if by_class else None,
        **chosen.params,
    )


def _evidence(chosen: Chosen, steps: Sequence[str], by_class: bool) -> dict[str, Any]:
    more = {"detail": "classes"} if by_class else {}
    return chosen.evidence() | {"etapes": list(steps)} | more


def _summary(rows: pd.DataFrame, steps: Sequence[str], chosen: Chosen, _: Language) -> str:
    """Say who pays most and what is paid most, then who answered."""
    first = rows[rows["etape_flux"] == steps[0]]
    last = rows[rows["etape_flux"] == steps[-2]]
    texts = [
        _largest(_("{} en {}").format(_(HEADINGS[steps[0]]), chosen.year), first, "de", chosen, _),
        _largest(
            _("{} en {}").format(_(HEADINGS[steps[-1]]), chosen.year), last, "vers", chosen, _
        ),
        _base(rows, _),
    ]
    return " ".join(texts)


def _largest(subject: str, rows: pd.DataFrame, side: str, chosen: Chosen, _: Language) -> str:
    sums = rows.groupby(f"{side}_nom", sort=False)["montant_fcfa"].sum()
    parts = [(str(name), chosen.money.amount(one, chosen.year)) for name, one in sums.items()]
    return summaries.largest(subject, parts, lambda one: _.money(one, chosen.money.code), _)


def _base(rows: pd.DataFrame, _: Language) -> str:
    """Say how many mutuals filled their health accounts, of how many."""
    filled, due, returned = (int(rows[name].iloc[0]) for name in BASE)
    text = _(
        "Mutuelles qui ont rempli leurs comptes de la santé : {} sur {} attendues cette année-là "
        "(exercices rendus : {})."
    ).format(*map(_.number, (filled, due, returned)))
    if filled < due:
        text += " " + _("Les autres sont inconnues et ne comptent pas pour zéro.")
    return text


def _empty(chosen: Chosen, title: str, _: Language) -> None:
    """Say why there is no way of the money: nobody filled the accounts, or the filters."""
    if chosen.mutual or not filters.current().active():
        why = _(
            "Aucun compte de la santé (ressources, régimes, prestataires, fonctions) n'est connu "
            "pour {} : ce n'est pas une dépense nulle."
        )
        not_collected(title, why.format(chosen.year), _)
        return
    params = {name: chosen.params[name] for name in ("organisme",)}
    filters.explain_empty(QUESTION, _, annee=chosen.year, etapes=None, detail=None, **params)
