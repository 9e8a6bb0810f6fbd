"""The best sites for one to ten more centres: the search, its curve, the sites and why each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from cartomut.access.gains import Problem
from cartomut.access.siting import MOST, SECONDS, Choice, Curve, Siting
from cartomut.charts import simulateur as charts
from cartomut.i18n import N_, Language
from cartomut.ui import (
    block,
    choices,
    filters,
    reached,
    session,
    simulateur,
    sites_map,
    solver,
)
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.simulateur import Basis, persons
from cartomut.ui.text import plain

AIMS = {
    "couvrir": N_("Mettre le plus de personnes à portée"),
    "rapprocher": N_("Épargner le plus de kilomètres"),
}
LIMITS = ("20", "30", "40", "50")
PULSE = 1.0  # seconds between two looks at a search that runs
CURVE_COLUMNS = (
    "nb_nouveaux",
    "gain",
    "part_totale",
    "gain_borne",
    "part_ecart",
    "gain_glouton",
    "secondes",
    "secondes_solveur",
)
SITE_COLUMNS = (
    "rang_site",
    "nom_site",
    "nom_region",
    "population_a_portee",
    "population_deja_couverte",
    "population_nouvelle",
    "population_propre",
    "population_partagee",
    "km_centre_proche",
    "centre_proche",
)


@dataclass(frozen=True)
class Ask:
    """One question of siting: the candidates, what is sought, how its parts are named.

    ``sites``: the candidates, with nom, nom_region, latitude, longitude, precision, source_id.
    ``limit_km`` is for saved kilometres only: beyond it a distance counts as the limit.
    """

    basis: Basis
    sites: pd.DataFrame
    aim: str
    limit_km: float
    name: str
    title: str
    about: tuple[str, ...]

    @property
    def key(self) -> tuple[Any, ...]:
        """Return what the answer depends on."""
        kept = filters.current()
        return (self.name, *self.basis.key, self.aim, self.limit_km, kept.district, kept.region)

    @property
    def siting(self) -> Siting:
        """Give the question to the engine."""
        places, there = self.basis.ground.people, reached.points(self.sites)
        return Siting(places, there, self.basis.points, self.basis.by)

    def problem(self) -> Callable[[], Problem]:
        """Return what makes the engine's problem, without a session."""
        siting = self.siting
        if self.aim == "couvrir":
            return partial(siting.cover, self.basis.km)
        return partial(siting.shorten, self.limit_km)

    def lines(self, _: Language) -> list[str]:
        """Write what the answer rests on, in sentences."""
        told = [*self.basis.lines(_), *self.about]
        if self.aim == "rapprocher":
            text = _("Kilomètres épargnés : au-delà de {} km, une distance compte pour {} km.")
            limit = _.number(self.limit_km)
            told.append(text.format(limit, limit))
        return told


def draw(basis: Basis, _: Language) -> None:
    """Look for the best places of the filtered territory for new centres."""
    rows = simulateur.candidates(basis.ground.places)
    aim, limit = _choose(_)
    text = _.plural(
        "Sites candidats : {} lieu habité", "Sites candidats : {} lieux habités", len(rows)
    )
    where = filters.summary(_) or _("tout le pays")
    about = (_("{} ({}).").format(text, where),)
    title = _("Où de nouveaux centres serviraient-ils le plus de monde ?")
    show(Ask(basis, rows, aim, limit, "sites", title, about), _)


def _choose(_: Language) -> tuple[str, float]:
    left, right = st.columns([2, 1])
    with left:
        aim = choices.segments(
            "but", _("Ce qui est cherché"), list(AIMS), lambda code: _(AIMS[code])
        )
    limit = "30"
    if aim == "rapprocher":
        with right:
            title = _("Distance qui compte, au plus (km)")
            limit = choices.select("limite", title, LIMITS, str, default="30") or "30"
    return aim, float(limit)


def show(ask: Ask, _: Language) -> None:
    """Show the search of a question, and its answer when there is one."""
    st.subheader(ask.title)
    note(plain(" ".join(ask.about)))
    if ask.sites.empty:
        st.info(_("Aucun candidat sous ces filtres : rien à chercher."), icon=":material/info:")
        return
    last = solver.current()
    if last and last.running:
        _running(ask.key)
    answer = solver.found(ask.key)
    if answer is None or answer.stopped:
        _start(ask, last, _)
    if answer is not None and answer.choices:
        _answer(ask, answer, _)


def _start(ask: Ask, last: solver.Search | None, _: Language) -> None:
    """Offer to begin; say what became of the last search."""
    busy = bool(last and last.running)
    if last and last.key == ask.key and not busy:
        if last.fault:
            st.error(plain(_("La recherche a échoué : {}").format(last.fault)))
        elif last.stop.is_set():
            st.info(
                _("Recherche arrêtée : ce qui était trouvé est montré."), icon=":material/stop:"
            )
    st.button(
        _("Lancer la recherche"),
        icon=":material/search:",
        type="primary",
        disabled=busy,
        on_click=solver.begin,
        args=(ask.key, ask.problem(), MOST),
    )
    text = _("La recherche dure {} secondes au plus ; elle peut être arrêtée à tout moment.")
    note(plain(text.format(_.number(SECONDS))))


@st.fragment(run_every=PULSE)
def _running(key: tuple[Any, ...]) -> None:
    """Show how far the search is, and a button that stops it; the page is redrawn at its end."""
    _ = session.language()
    last = solver.current()
    if last is None or not last.running:
        st.rerun()
    if last.waiting:
        text = _("En attente : une autre recherche est en cours sur ce serveur.")
    elif last.stop.is_set():
        text = _("Arrêt demandé…")
    else:
        text = _("Recherche de {} centres sur {}").format(last.count, last.most)
    if last.key != key:
        text = _("{} (autres hypothèses que celles de la page)").format(text)
    st.progress(min(last.done, 1.0), text=text)
    st.button(
        _("Arrêter la recherche"),
        icon=":material/stop_circle:",
        key="arreter",
        on_click=solver.halt,
    )


def _answer(ask: Ask, answer: Curve, _: Language) -> None:
    _headline(ask, answer, _)
    _curve(ask, answer, _)
    count = choices.steps(
        "k",
        _("Nombre de centres montrés"),
        [str(one.count) for one in answer.choices],
        str,
        default=str(answer.choices[min(len(answer.choices), 5) - 1].count),
    )
    choice = next(one for one in answer.choices if str(one.count) == count)
    rows = site_rows(ask, choice, _)
    _sites(ask, choice, rows, _)
    sites_map.draw(
        f"carte_{ask.name}",
        _("SIMULATION : où sont les sites choisis ?"),
        ask.basis,
        rows,
        ask.lines(_),
        _,
    )


def _headline(ask: Ask, answer: Curve, _: Language) -> None:
    """Say the gain, how sure it is and how long it took, in figures."""
    most = answer.choices[-1]
    first, second, third = st.columns(3)
    with first:
        title = _.plural("Avec {} centre de plus", "Avec {} centres de plus", most.count)
        kpi(title, _gain(ask, most.value, _), _("SIMULATION"))
    with second:
        worst = max(one.gap for one in answer.choices)
        proved = sum(one.proved for one in answer.choices)
        text = _("choix dont il est prouvé qu'aucun n'est meilleur : {} sur {}")
        told = text.format(_.number(proved), _.number(len(answer.choices)))
        kpi(_("Écart possible à l'optimum, au plus"), _.percent(worst, 2), told)
    with third:
        own = sum(one.solver_seconds for one in answer.choices)
        text = _("dont {} s du solveur HiGHS").format(_.number(own, 1))
        kpi(_("Durée de la recherche"), _("{} s").format(_.number(answer.seconds, 1)), text)


def _gain(ask: Ask, value: float, _: Language) -> str:
    if ask.aim == "couvrir":
        return persons(value, _)
    return _("{} personnes × km").format(_.number(round(value)))


def curve_rows(ask: Ask, answer: Curve) -> pd.DataFrame:
    """Lay out the curve, one row per number of centres, none included."""
    names = {
        "k": "nb_nouveaux",
        "valeur": "gain",
        "borne": "gain_borne",
        "glouton": "gain_glouton",
        "ecart": "part_ecart",
        "part": "part_totale",
    }
    rows = answer.table().rename(columns=names).drop(columns="valeur_totale")
    if ask.aim != "couvrir":
        rows["part_totale"] = np.nan  # kilometres are no share of the people
    return rows.assign(**simulateur.about(ask.basis, ask.sites["source_id"]))


def _curve(ask: Ask, answer: Curve, _: Language) -> None:
    rows = curve_rows(ask, answer)
    covers = ask.aim == "couvrir"
    unit = _("personnes nouvellement à portée") if covers else _("personnes × km épargnés")
    block.figure(
        f"courbe_{ask.name}",
        _("SIMULATION : combien de monde selon le nombre de centres ?"),
        reached.PLACES,
        rows,
        charts.curve(rows, unit, session.colours(), _),
        summary=_told_curve(ask, answer, _),
        columns=CURVE_COLUMNS,
        unit=unit,
        denominators=[_("population des lieux habités du pays ; écart : gain de la borne")],
        assumptions=ask.lines(_),
        base=_("nombres de centres"),
    )


def _told_curve(ask: Ask, answer: Curve, _: Language) -> str:
    first, last = answer.choices[0], answer.choices[-1]
    told = [
        _("Simulation. Le meilleur centre gagne {} ; les {} meilleurs, {}.").format(
            _gain(ask, first.value, _), last.count, _gain(ask, last.value, _)
        )
    ]
    if ask.aim == "couvrir" and answer.total:
        text = _("À portée aujourd'hui : {} de la population ; avec eux : {}.")
        before, after = (
            _.percent(one / answer.total) for one in (answer.base, answer.base + last.value)
        )
        told.append(text.format(before, after))
    if len(last.sites) < last.count:
        told.append(_("Au-delà de {} centres, aucun n'ajoute rien.").format(len(last.sites)))
    return " ".join(told)


def site_rows(ask: Ask, choice: Choice, _: Language) -> pd.DataFrame:
    """Name the chosen sites, in the order in which each adds most, with why each is chosen."""
    found = ask.siting.why(choice.sites, ask.basis.km)
    rows = ask.sites.iloc[list(choice.sites)].reset_index(drop=True)
    near = ask.basis.by.index(ask.basis.points).nearest(reached.points(rows))
    names = [ask.basis.existing["nom"].iloc[one] if one >= 0 else None for one in near.centre]
    return rows.assign(
        **found.drop(columns="site").replace(np.inf, np.nan),
        rang_site=range(1, len(rows) + 1),
        nom_site=rows["nom"],
        centre_proche=pd.Series(names, dtype="object"),
        id=[str(one) for one in range(1, len(rows) + 1)],
        nom=[
            _("{}. {} (simulation)").format(rank, name) for rank, name in enumerate(rows["nom"], 1)
        ],
        km=ask.basis.km,
        **simulateur.about(ask.basis, ask.sites["source_id"]),
    )


def _sites(ask: Ask, choice: Choice, rows: pd.DataFrame, _: Language) -> None:
    block.figure(
        f"choisis_{ask.name}",
        _("SIMULATION : quels sites, et pourquoi ?"),
        reached.PLACES,
        reached.rounded(rows.drop(columns=["id", "nom", "km"])),
        None,
        summary=why(rows, choice, _),
        columns=SITE_COLUMNS,
        unit=_("personnes"),
        denominators=[],
        assumptions=ask.lines(_),
        base=_("sites"),
    )


def why(rows: pd.DataFrame, choice: Choice, _: Language) -> str:
    """Say in sentences why the first sites are chosen, and how good the choice is."""
    told = [
        _(
            "{} ({}) : {} nouvellement à portée, {} l'étaient déjà ; centre existant le plus "
            "proche : {}."
        ).format(
            row["nom_site"],
            row["nom_region"],
            persons(row["population_nouvelle"], _),
            persons(row["population_deja_couverte"], _),
            _near(row, _),
        )
        for _rank, row in rows.head(3).iterrows()
    ]
    if choice.proved:
        told.append(_("Aucun autre choix n'est meilleur : c'est prouvé."))
    else:
        text = _("Un autre choix pourrait gagner {} de plus, pas davantage.")
        told.append(text.format(_.percent(choice.gap, 2)))
    return " ".join(told)


def _near(row: pd.Series, _: Language) -> str:
    if pd.isna(row["km_centre_proche"]):
        return _("aucun n'est connu, ou aucun chemin n'y mène")
    return _("{}, à {} km").format(row["centre_proche"], _.number(row["km_centre_proche"], 1))
