"""What a simulated centre changes, and how a scenario is named and laid out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cartomut.access import added
from cartomut.access.added import Added, Supply
from cartomut.access.points import Points
from cartomut.i18n import Language
from cartomut.ui import answers, filters, reached, simulateur, supply
from cartomut.ui.scenarios import Scenario
from cartomut.ui.simulateur import Basis


@dataclass(frozen=True)
class Result:
    """What a scenario changes: for the centres that count, its level, each of its services."""

    scenario: Scenario
    added: dict[str, Added]  # the first is for the centres that count
    beneficiaries: float | None
    supply: Supply

    @property
    def whole(self) -> Added:
        """Return what it changes for the centres that count."""
        return next(iter(self.added.values()))


def result(scenario: Scenario, basis: Basis, _: Language) -> Result:
    """Compute what a scenario changes."""
    spot = Points.of([scenario.latitude], [scenario.longitude])
    people = basis.ground.people
    existing = {basis.named(_): basis.existing}
    level = answers.name("niveau_soins", scenario.level)
    known, way = _placed(basis.ground.of("etude")), basis.ground.way
    existing[_("Centre connu de niveau : {}").format(level)] = known[
        known["niveau_soins"] == scenario.level
    ]
    for service in scenario.services:
        name = _("Centre qui offre : {}").format(answers.name("service", service))
        existing[name] = _placed(reached.load(service, way, everywhere=True).of("service"))
    changed = {
        name: added.add(people, reached.points(rows), spot, scenario.km, basis.by)
        for name, rows in existing.items()
    }
    gained = next(iter(changed.values())).gained_by()
    return Result(scenario, changed, beneficiaries(gained), _supply(scenario, basis, spot))


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.dropna(subset=["latitude", "longitude"]).reset_index(drop=True)


def _supply(scenario: Scenario, basis: Basis, spot: Points) -> Supply:
    return added.supply(
        basis.ground.people,
        basis.points,
        supply.offered(basis.existing, scenario.offer),
        spot,
        scenario.amount,
        scenario.km,
        basis.by,
    )


def beneficiaries(gained: dict[str | None, float]) -> float | None:
    """Estimate how many of the people gained are beneficiaries, each region having its own share.

    None when a region that gains people declares none: unknown is not zero.
    """
    rows = declared().set_index("region_code")["beneficiaires_par_habitant"]
    shares = [rows.get(code, np.nan) for code in gained]
    total = sum(share * people for share, people in zip(shares, gained.values(), strict=True))
    return None if pd.isna(total) else float(total)


def declared() -> pd.DataFrame:
    """Return the beneficiaries that the mutuals declare in each region, and per inhabitant."""
    return answers.answer("indicateurs/beneficiaires_regions", types=filters.current().types)


def sites(kept: tuple[Scenario, ...], _: Language) -> pd.DataFrame:
    """Give the scenarios the columns of the map."""
    return pd.DataFrame(
        {
            "id": [str(rank) for rank in range(1, len(kept) + 1)],
            "nom": [
                _("{}. {} (simulation)").format(rank, title(one, _))
                for rank, one in enumerate(kept, 1)
            ],
            "latitude": pd.Series([one.latitude for one in kept], dtype="float64"),
            "longitude": pd.Series([one.longitude for one in kept], dtype="float64"),
            "precision": "ville",
            "km": pd.Series([one.km for one in kept], dtype="float64"),
        }
    )


def title(scenario: Scenario, _: Language) -> str:
    """Name a scenario; one without a name is named after its point."""
    if scenario.name:
        return scenario.name
    return _("Point {} ; {}").format(
        _.number(scenario.latitude, 3), _.number(scenario.longitude, 3)
    )


def described(scenario: Scenario, _: Language) -> str:
    """Say in one sentence what a scenario is: level, services, supply, radius."""
    services = _.series(answers.name("service", one) for one in scenario.services)
    offer = _offer(scenario, _)
    return _("Niveau : {} ; services : {} ; offre : {} ; rayon : {} km de route.").format(
        answers.name("niveau_soins", scenario.level),
        services or _("aucun en particulier"),
        offer,
        _.number(scenario.km, 1),
    )


def _offer(scenario: Scenario, _: Language) -> str:
    amount = round(scenario.amount)
    if scenario.offer == "lits":
        return _.plural("{} lit", "{} lits", amount)
    if scenario.offer == "personnel":
        return _.plural("{} agent", "{} agents", amount)
    return _("un centre")


def rows_of(basis: Basis, results: list[Result], _: Language) -> pd.DataFrame:
    """Lay the scenarios out, one row per scenario and set of centres compared."""
    made = [
        {"scenario": f"{place}. {title(one.scenario, _)}"} | _row(one, rank, name, _)
        for place, one in enumerate(results, 1)
        for rank, name in enumerate(one.added)
    ]
    extra = declared()["source_id"]
    return pd.DataFrame(made).assign(**simulateur.about(basis, extra))


def _row(one: Result, rank: int, name: str, _: Language) -> dict[str, Any]:
    found, first = one.added[name], rank == 0
    return {
        "latitude": one.scenario.latitude,
        "longitude": one.scenario.longitude,
        "compte_nom": name,
        "population_a_portee": found.reached,
        "population_deja_couverte": found.covered,
        "population_nouvelle": found.gained,
        "beneficiaires_nouveaux": round(one.beneficiaries)
        if first and one.beneficiaries is not None
        else None,
        "nb_centres_recouverts": len(found.overlapping),
        "km_centre_proche": found.km_nearest if np.isfinite(found.km_nearest) else None,
        "offre_avant": supply.PER[one.scenario.offer] * one.supply.before if first else None,
        "offre_apres": supply.PER[one.scenario.offer] * one.supply.after if first else None,
        "unite_offre": _(supply.UNITS[one.scenario.offer]),
        "rayon_km": one.scenario.km,
    }
