"""Pieces that the three parts of the simulator share: what is assumed, and said in every export."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.access.distance import Way
from cartomut.access.points import Points
from cartomut.i18n import N_, Language
from cartomut.ui import answers, assumptions, choices, filters, reached, roads
from cartomut.ui.note import note
from cartomut.ui.reached import Ground
from cartomut.ui.text import plain

PARTS = {
    "essai": N_("Essayer un nouveau centre"),
    "sites": N_("Chercher les meilleurs sites"),
    "service": N_("Ajouter un service à un centre"),
}
SERVICE = "tb_traitement"


@dataclass(frozen=True)
class Basis:
    """What is assumed: ``km`` of road, the people, the centres that count, the way between them.

    The people are those of the whole country: a centre serves whoever is near.
    """

    km: float
    ground: Ground
    ensemble: str

    @cached_property
    def existing(self) -> pd.DataFrame:
        """Return the centres that count and have a position."""
        rows = self.ground.of(self.ensemble)
        return rows.dropna(subset=["latitude", "longitude"]).reset_index(drop=True)

    @property
    def points(self) -> Points:
        """Give the positions of the centres that count to the engine."""
        return reached.points(self.existing)

    @property
    def by(self) -> Way:
        """Give the engine the way that distances are measured."""
        return self.ground.way.by

    @property
    def key(self) -> tuple[object, ...]:
        """Return what an answer depends on."""
        return (*self.ground.key, self.ensemble, self.km)

    def named(self, _: Language) -> str:
        """Name the centres that count."""
        if self.ensemble == "service":
            service = answers.name("service", self.ground.service)
            return _("centre qui offre : {}").format(service)
        return answers.name("ensemble_centres", self.ensemble)

    def simulated(self, _: Language) -> str:
        """Say that nothing of this exists."""
        if self.ensemble == "service":
            return _("SIMULATION : aucun de ces centres n'a ajouté le service ; rien n'est décidé.")
        return _("SIMULATION : ces centres n'existent pas ; rien n'est décidé ni construit.")

    def lines(self, _: Language) -> list[str]:
        """Write what every figure here rests on, in sentences, first that it is simulated."""
        told = [
            self.simulated(_),
            _("Centres qui comptent : {}.").format(self.named(_)),
            self.ground.way.line(self.km, _),
            reached.known_centres(self.ground, self.ensemble, _),
            reached.population(self.ground, _),
            _("Les personnes sont comptées dans tout le pays."),
        ]
        if self.ground.way.network:
            told.append(reached.unknown(self.ground, self.ensemble, _))
        if self.ensemble != reached.ANY:
            told.append(
                _("Un établissement de santé hors de cet ensemble, même public, n'est pas compté.")
            )
        if not self.ground.surveyed:
            told.append(_at_most(_))
        return told


def choose_part(_: Language) -> str:
    """Let the reader choose what to simulate."""
    return choices.segments(
        "simuler", _("Ce que la page simule"), list(PARTS), lambda code: _(PARTS[code])
    )


def choose(part: str, _: Language) -> Basis | None:
    """Draw the box of assumptions, which stays on the screen; None when no place is known."""
    with st.container(border=True, key="hypotheses_simulateur"):
        assumptions.head(_)
        basis = _choose(part, _)
        if basis.ground.places.empty:
            st.info(_("Aucun lieu habité n'est connu : rien ne peut être compté."))
            return None
        assumptions.show([one for one in basis.lines(_) if one != _at_most(_)])
    if not basis.ground.surveyed:
        st.info(plain(_at_most(_)), icon=":material/info:")
    if filters.current().commune:
        note(
            plain(_("Le filtre de commune ne s'applique pas ici : la région entière est comptée."))
        )
    return basis


def _choose(part: str, _: Language) -> Basis:
    left, middle, right = st.columns(3)
    with left:
        ensemble, service = _centres(part, _)
    with middle:
        km = assumptions.choose_km(_)
    with right:
        factor = assumptions.choose_factor(_)
    way = roads.choose(factor, _)
    return Basis(km, reached.load(service, way, everywhere=True), ensemble)


def _centres(part: str, _: Language) -> tuple[str, str]:
    """Choose which centres serve already: a set, or those that offer the service to be added."""
    names = dict(answers.names()["service"])
    if part == "service":
        title = _("Service à ajouter")
        chosen = choices.select("service", title, list(names), names.__getitem__, default=SERVICE)
        return "service", str(chosen)
    known = dict(answers.names()["ensemble_centres"])
    sets = [one for one in reached.sets() if one != "service"]
    title = _("Centres qui comptent")
    chosen = choices.select("ensemble", title, sets, known.__getitem__, default=sets[0])
    return str(chosen), SERVICE


def candidates(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep of places or centres those of the filtered territory that have a position."""
    kept = filters.current()
    shown = answers.answer(reached.PLACES, district=kept.district, region=kept.region)
    inside = rows["region_code"].isin(set(shown["region_code"].dropna()))
    everywhere = not (kept.district or kept.region)
    placed = rows["latitude"].notna() & rows["longitude"].notna()
    return rows[placed & (inside | everywhere)].reset_index(drop=True)


def persons(value: float, _: Language) -> str:
    """Write a number of people."""
    return _.plural("{} personne", "{} personnes", round(value))


def about(basis: Basis, *more: pd.Series) -> dict[str, Any]:
    """Return the year, the base, the documents and the nature that go with simulated rows."""
    places = basis.ground.places
    return {
        "annee": places["annee"].max(),
        "base": " ; ".join(sorted(places["base"].dropna().unique())),
        "source_id": reached.sources(places["source_id"], basis.existing["source_id"], *more),
        "nature": " ; ".join(sorted(basis.ground.centres["nature"].dropna().unique())),
    }


def _at_most(_: Language) -> str:
    return _(
        "Les centres n'ont pas été recensés partout : des personnes dites nouvellement à portée "
        "ont peut-être déjà un centre que personne n'a recensé. Le gain est un maximum."
    )
