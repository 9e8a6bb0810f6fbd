"""What if: the reserves of the next five years, from the accounts of the chosen year."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import labels, simulation
from cartomut.charts import projection
from cartomut.charts.projection import BASELINE, SIMULATED
from cartomut.i18n import N_, Language
from cartomut.simulation import Accounts, Levers, Point
from cartomut.ui import answers, block, choices, filters, session
from cartomut.ui.financement import Chosen, few
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import plain

COLLECTION = [str(one) for one in range(-30, 31)]  # points
BENEFITS = [str(one) for one in range(-10, 31)]  # per cent a year
CONTRIBUTIONS = [str(one) for one in range(-30, 51)]  # per cent
ASSUMPTIONS = (
    N_(
        "Cotisations de chaque année = cotisations acquises du dernier exercice × (1 + changement "
        "du niveau) × taux de recouvrement simulé ÷ taux de recouvrement de l'exercice."
    ),
    N_("Prestations de la n-ième année = prestations dues du dernier exercice × (1 + hausse)ⁿ."),
    N_(
        "Réserves = réserves de l'année d'avant + cotisations + autres produits − prestations − "
        "autres charges ; les autres produits et les autres charges ne changent pas."
    ),
    N_("Le nombre d'adhérents et les prix ne changent pas, et les réserves ne rapportent rien."),
    N_(
        "Repère : le résultat du dernier exercice se répète tel quel. Des réserves négatives sont "
        "un besoin que quelqu'un devrait couvrir."
    ),
    N_(
        "Pour plusieurs mutuelles, leurs comptes sont additionnés : dans la réalité, les réserves "
        "de l'une ne paient pas les prestations d'une autre."
    ),
)


def draw(chosen: Chosen, _: Language) -> None:
    """Show the levers, what becomes of the reserves, and on what assumptions."""
    st.warning(
        _(
            "SIMULATION : rien ici n'est arrivé. Ce n'est pas une prévision, mais ce que "
            "deviendraient les réserves sous les hypothèses écrites plus bas."
        ),
        icon=":material/science:",
    )
    row = _row(chosen)
    if row is None:
        _without(row, chosen, _)
        return
    accounts = _accounts(row)
    missing = accounts.missing()
    if missing:
        _cannot(row, missing, chosen, _)
        return
    levers = _levers(accounts, _)
    _show(row, accounts, levers, chosen, _)
    _explain(_)


def _row(chosen: Chosen) -> "pd.Series[Any] | None":
    rows = answers.answer("indicateurs/base_simulation", **chosen.params)
    found = rows[rows["annee"] == chosen.year]
    return None if found.empty else found.iloc[0]


def _accounts(row: "pd.Series[Any]") -> Accounts:
    values = {name: row[name] for name in Accounts.__dataclass_fields__}
    return Accounts(**{name: None if pd.isna(one) else float(one) for name, one in values.items()})


def _without(row: "pd.Series[Any] | None", chosen: Chosen, _: Language) -> None:
    if row is None:
        text = _("Aucun exercice {} n'est attendu de ces mutuelles : rien ne peut être simulé.")
        st.info(plain(text.format(chosen.year)), icon=":material/info:")
    else:
        few(_)


def _cannot(row: "pd.Series[Any]", missing: Sequence[str], chosen: Chosen, _: Language) -> None:
    """Say which amounts are unknown, or that the year was not returned."""
    if not row["nb_exercices"]:
        text = _("L'exercice {} n'a pas été rendu : rien ne peut être simulé.")
        st.info(plain(text.format(chosen.year)), icon=":material/info:")
        return
    named = [one for one in str(row["champs_manquants"]).split(" ; ") if one] or missing
    titles = _.series(labels.title(one, answers.names(), _).lower() for one in named)
    text = _("Ne peut pas être simulé : l'exercice {} ne dit pas, ou dit nul : {}.")
    st.info(plain(text.format(chosen.year, titles)), icon=":material/block:")


def _levers(accounts: Accounts, _: Language) -> Levers:
    """Draw the three sliders; each stands in the URL as a whole number, 0 by default."""
    rate = accounts.collection_rate() or 0.0

    def write_rate(code: str) -> str:
        return _.percent(max(0.0, rate + int(code) / 100))

    signed = partial(_signed, _=_)
    left, middle, right = st.columns(3)
    with left:
        title = _("Taux de recouvrement")
        collection = choices.steps("recouvrement", title, COLLECTION, write_rate, default="0")
    with middle:
        title = _("Hausse des prestations, par an")
        benefits = choices.steps("hausse_prestations", title, BENEFITS, signed, default="0")
    with right:
        title = _("Niveau des cotisations")
        level = choices.steps("niveau_cotisations", title, CONTRIBUTIONS, signed, default="0")
    return Levers(int(collection) / 100, int(benefits) / 100, int(level) / 100)


def _signed(code: str, _: Language) -> str:
    sign = "+" if int(code) > 0 else ""
    return sign + _.percent(int(code) / 100)


def _show(
    row: "pd.Series[Any]", accounts: Accounts, levers: Levers, chosen: Chosen, _: Language
) -> None:
    lines = {
        BASELINE: simulation.project(accounts, simulation.BASELINE),
        SIMULATED: simulation.project(accounts, levers),
    }
    titles = {BASELINE: _("Repère : rien ne change"), SIMULATED: _("Simulation")}
    write = partial(chosen.money.write, year=chosen.year, _=_)
    columns = st.columns(2)
    for column, (code, points) in zip(columns, lines.items(), strict=True):
        with column:
            kpi(
                titles[code],
                write(points[-1].reserves),
                _("de réserves fin {}. {}").format(
                    chosen.year + points[-1].rank, _exhausted(points, chosen.year, _)
                ),
            )
    rows = _rows(row, lines, chosen)
    chart = projection.reserves(rows, titles, _amount(chosen, _), session.colours(), _)
    block.figure(
        "simulation_reserves",
        _("SIMULATION – {}").format(chosen.titled(_("Réserves sur cinq ans"), _)),
        "indicateurs/base_simulation",
        rows.assign(scenario_nom=rows["scenario"].map(titles)),
        chart,
        summary=_summary(row, lines, levers, accounts, chosen, _),
        columns=["scenario_nom", "annee", "reserves_fcfa", "resultat_net_fcfa", "montant_ecrit"],
        unit=chosen.money.code,
        evidence=chosen.evidence(),
    )


def _amount(chosen: Chosen, _: Language) -> Any:
    return partial(_.money, currency=chosen.money.code)


def _rows(row: "pd.Series[Any]", lines: dict[str, list[Point]], chosen: Chosen) -> pd.DataFrame:
    """Lay the projections out, one row per line and year; amounts in whole francs."""
    _ = session.language()
    made = [
        {
            "scenario": code,
            "annee": chosen.year + point.rank,
            "reserves_fcfa": round(point.reserves),
            "resultat_net_fcfa": round(point.result),
            "montant": chosen.money.amount(point.reserves, chosen.year),
            "montant_ecrit": chosen.money.write(point.reserves, chosen.year, _),
            "hypotheses": _("SIMULATION"),
            "source_id": row["source_id"],
            "nature": "estime",
        }
        for code, points in lines.items()
        for point in points
    ]
    return pd.DataFrame(made)


def _exhausted(points: list[Point], year: int, _: Language) -> str:
    """Say when there are no reserves left."""
    rank = simulation.exhausted(points)
    if rank is None:
        return _("Les réserves ne s'épuisent pas d'ici là.")
    if rank == 0:
        return _("Il n'y a déjà plus de réserves fin {}.").format(year)
    return _("Les réserves s'épuisent en {}.").format(year + rank)


def _summary(
    row: "pd.Series[Any]",
    lines: dict[str, list[Point]],
    levers: Levers,
    accounts: Accounts,
    chosen: Chosen,
    _: Language,
) -> str:
    write = partial(chosen.money.write, year=chosen.year, _=_)
    first, last = lines[SIMULATED][0], lines[SIMULATED][-1]
    rate = accounts.collection_rate() or 0.0
    told = _(
        "Simulation : recouvrement de {} (observé : {}), prestations {} par an, niveau des "
        "cotisations {}. Réserves de {} fin {} à {} fin {} ; repère sans changement : {}."
    ).format(
        _.percent(max(0.0, rate + levers.collection)),
        _.percent(rate),
        _signed(str(round(levers.benefits * 100)), _),
        _signed(str(round(levers.contributions * 100)), _),
        write(first.reserves),
        chosen.year,
        write(last.reserves),
        chosen.year + last.rank,
        write(lines[BASELINE][-1].reserves),
    )
    base = _("Mutuelles dont les sept montants sont connus : {} sur {} attendues en {}.").format(
        _.number(row["nb_completes"]), _.number(row["nb_appeles"]), chosen.year
    )
    rates = chosen.money.note([chosen.year], _)
    said = [told, _exhausted(lines[SIMULATED], chosen.year, _), base]
    return " ".join([*said, _("Taux de change : {}.").format(rates)] if rates else said)


def _explain(_: Language) -> None:
    st.subheader(_("Hypothèses de la simulation"))
    st.markdown("\n".join("- " + plain(_(one)) for one in ASSUMPTIONS))
    kept = filters.summary(_)
    if kept:
        note(plain(_("Filtres : {}").format(kept)))
