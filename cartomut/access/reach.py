"""How many people live within reach of centres, where, and who is the farthest."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cartomut.access.distance import LINE, Way
from cartomut.access.points import Flags, Floats, Ints, Places, Points
from cartomut.access.travel import classes

RINGS = (5.0, 10.0, 20.0)  # km, the upper bounds of the rings


@dataclass(frozen=True)
class Reach:
    """How far each place is from the nearest centre of a set.

    ``km`` is infinite when there is no centre, NaN when the place itself has no position or no
    road to one is known; ``centre`` is the row of the nearest one, -1 for none.
    """

    places: Places
    km: Floats
    centre: Ints

    def within(self, km: float) -> Flags:
        """Tell which places are at most ``km`` away; one without a position is not."""
        return np.nan_to_num(self.km, nan=np.inf) <= km

    @cached_property
    def known(self) -> Flags:
        """Tell which places count: a position and a population."""
        return self.places.points.placed & np.isfinite(self.places.population)

    @cached_property
    def without_way(self) -> Flags:
        """Tell which of the places that count have no known road to any centre."""
        return self.known & np.isnan(self.km)

    def by_territory(self, km: float) -> pd.DataFrame:
        """Count the people within ``km`` and beyond, by territory in order of its code.

        Returns
        -------
        One row per territory: ``territoire_code``, ``nb_localites``, ``nb_localites_inconnues``
        (no population or no position: in no figure), ``population`` =
        ``population_a_portee`` + ``population_hors_portee`` + ``population_sans_route`` (no known
        road to any centre; all in persons), ``part_a_portee`` (0 to 1, of the whole population; NaN
        without any) and ``km_moyen`` (mean distance of the persons whose distance is known; NaN
        when there is no centre).
        """
        rows = self._rows(km).groupby(self.places.territory, dropna=False, sort=True)
        found = rows.sum().rename_axis("territoire_code").reset_index()
        return _with_shares(found)

    def total(self, km: float) -> pd.Series:
        """Return the same figures for all places together, zeros when there is no place."""
        return _with_shares(self._rows(km).sum().to_frame().T).iloc[0]

    def by_class(self, bounds: tuple[float, ...] = RINGS) -> pd.DataFrame:
        """Count the people of each ring; the last row (``jusqu_a`` infinite) is beyond all.

        Returns
        -------
        ``rang`` (0 for the nearest), ``au_dela_de`` and ``jusqu_a`` (km), ``nb_localites``,
        ``population``, ``part`` of the known population (0 to 1; NaN without population). When
        some have no known road to any centre they are a row more, ``rang`` -1, without bounds.
        """
        rings = population_by_class(self.places, self.km, bounds)
        lost = self.without_way
        persons = float(self.places.persons[lost].sum())
        if not persons:
            return rings
        more = {"rang": -1, "nb_localites": int(lost.sum()), "population": persons}
        rings = pd.concat([rings, pd.DataFrame([more])], ignore_index=True)
        return rings.assign(part=rings["population"] / rings["population"].sum())

    def farthest(self, count: int = 10) -> pd.DataFrame:
        """List the inhabited places farthest from a centre, the farthest first.

        Columns ``place`` (row), ``km``, ``population``; among equals the most populated comes
        first. Empty when there is no centre.
        """
        rows = np.flatnonzero(self.known & np.isfinite(self.km))
        order = np.lexsort((rows, -self.places.population[rows], -self.km[rows]))
        kept = rows[order][:count]
        return pd.DataFrame(
            {"place": kept, "km": self.km[kept], "population": self.places.population[kept]}
        )

    def _rows(self, km: float) -> pd.DataFrame:
        """Give each place its persons, on one side or the other, and their kilometres."""
        persons = np.where(self.known, self.places.persons, 0.0)
        near, lost = self.within(km), self.without_way
        measured = np.where(lost, 0.0, persons)
        return pd.DataFrame(
            {
                "nb_localites": np.ones(len(persons), dtype=np.int64),
                "nb_localites_inconnues": (~self.known).astype(np.int64),
                "population": persons,
                "population_a_portee": np.where(near, persons, 0.0),
                "population_hors_portee": np.where(near, 0.0, measured),
                "population_sans_route": persons - measured,
                "km_moyen": measured * np.where(measured > 0, self.km, 0.0),
            }
        )


def _with_shares(found: pd.DataFrame) -> pd.DataFrame:
    """Turn sums into shares and means of persons; NaN where there is nobody, or no centre."""
    people = found["population"].where(found["population"] > 0)
    found["part_a_portee"] = found["population_a_portee"] / people
    measured = found["population"] - found["population_sans_route"]
    means = found["km_moyen"] / measured.where(measured > 0)
    found["km_moyen"] = means.where(np.isfinite(means))
    return found


def reach(places: Places, centres: Points, by: Way = LINE) -> Reach:
    """Find the nearest centre of each place.

    Parameters
    ----------
    centres
        Those that count: any, those of a mutual, those that offer a service.
    by
        How distances are measured.
    """
    found = by.index(centres).nearest(places.points)
    km = np.where(places.points.placed, found.km, np.nan)
    return Reach(places, km, found.centre)


def population_by_class(places: Places, values: Floats, bounds: tuple[float, ...]) -> pd.DataFrame:
    """Count people by class of any value of their place: kilometres, or minutes of travel.

    Returns the columns of `Reach.by_class`; places whose value or population is unknown are in
    no class.
    """
    counted = places.points.placed & np.isfinite(places.population) & ~np.isnan(values)
    rank = classes(values[counted], bounds)
    persons = np.bincount(rank, places.population[counted], minlength=len(bounds) + 1)
    known = persons.sum()
    return pd.DataFrame(
        {
            "rang": np.arange(len(bounds) + 1),
            "au_dela_de": [0.0, *bounds],
            "jusqu_a": [*bounds, np.inf],
            "nb_localites": np.bincount(rank, minlength=len(bounds) + 1),
            "population": persons,
            "part": persons / known if known else np.full(len(persons), np.nan),
        }
    )
