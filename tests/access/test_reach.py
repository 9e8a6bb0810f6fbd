"""Distances and people within reach: against every pair measured, and counted by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartomut.access.distance import Index, Straight, haversine
from cartomut.access.points import Places, Points
from cartomut.access.reach import Reach, population_by_class, reach
from cartomut.access.referral import next_level
from cartomut.access.travel import Travel, classes
from tests.access.conftest import SEA, places

DEGREE_KM = 2 * np.pi * 6371.0088 / 360
COORDINATES = st.lists(
    st.tuples(st.floats(4, 11) | st.just(float("nan")), st.floats(-9, -2) | st.just(float("nan"))),
    max_size=12,
)


def every_pair(here, there):
    """Measure every place to every centre; shape (places, centres)."""
    return haversine(
        here.latitude[:, None], here.longitude[:, None], there.latitude[None], there.longitude[None]
    )


def points(pairs):
    return Points.of([one for one, _other in pairs], [other for _one, other in pairs])


def test_a_degree_of_the_equator_and_the_way_to_the_antipode():
    zero = np.zeros(1)
    assert haversine(zero, zero, zero, zero + 1) == pytest.approx([DEGREE_KM])
    assert haversine(zero, zero, zero, zero + 180) == pytest.approx([180 * DEGREE_KM])


def test_near_pairs_and_nearest_centres_are_those_of_every_pair_measured(country):
    rng = np.random.default_rng(6)
    centres = country.points.take(rng.choice(len(country), 300)).join(Points.of([SEA[0]], [SEA[1]]))
    km = every_pair(country.points, centres)
    for factor in (1.0, 1.3):
        index = Index(centres, factor)
        pairs = index.pairs(country.points, 25.0)
        expected = np.nonzero(km * factor <= 25.0)
        assert sorted(zip(pairs.place, pairs.centre, strict=True)) == list(
            zip(*expected, strict=True)
        )
        assert np.array_equal(pairs.km, km[pairs.place, pairs.centre] * factor)
        found = index.nearest(country.points)
        assert np.array_equal(found.km, km.min(axis=1) * factor)


@settings(max_examples=60, deadline=None)
@given(COORDINATES, COORDINATES, st.floats(0, 600))
def test_any_points_even_unknown_ones_give_what_every_pair_gives(here, there, km):
    one, other = points(here), points(there)
    far = np.nan_to_num(every_pair(one, other), nan=np.inf)
    pairs = Index(other).pairs(one, km)
    assert set(zip(pairs.place, pairs.centre, strict=True)) == set(
        zip(*np.nonzero(far <= km), strict=True)
    )
    least = far.min(axis=1, initial=np.inf)
    assert Index(other).nearest(one).km == pytest.approx(least, abs=1e-6)


def test_people_within_reach_are_those_of_every_pair_measured(country):
    centres = country.points.take(list(range(0, 5000, 250)))
    found = reach(country, centres)
    least = every_pair(country.points, centres).min(axis=1)
    persons = np.nan_to_num(country.population)
    for km in (5.0, 10.0, 20.0, 33.3):
        table = found.by_territory(km).set_index("territoire_code")
        for code in ("abidjan", "gbeke", "folon"):
            mine = country.territory == code
            assert table.loc[code, "population_a_portee"] == persons[mine & (least <= km)].sum()
            assert table.loc[code, "population_hors_portee"] == persons[mine & (least > km)].sum()
        assert found.total(km)["population_a_portee"] == persons[least <= km].sum()
        assert table["population_a_portee"].sum() == persons[least <= km].sum()


def two_regions():
    """On the equator, a degree is 111.195 km; the centre is at 0.

    ``a``: 100 persons at 0 km, 300 at 11.12 km. ``b``: 50 at 22.24 km, unknown at 33.36 km, and
    70 at a place without position. Within 11.2 km: 400 of ``a``, none of ``b``.
    """
    return places(
        [0, 0, 0, 0, float("nan")],
        [0, 0.1, 0.2, 0.3, float("nan")],
        [100, 300, 50, float("nan"), 70],
        ["a", "a", "b", "b", "b"],
    )


def test_a_country_of_two_regions_counted_by_hand():
    found = reach(two_regions(), Points.of([0], [0]))
    table = found.by_territory(11.2).set_index("territoire_code")
    assert list(table["population"]) == [400, 50]
    assert list(table["population_a_portee"]) == [400, 0]
    assert list(table["population_hors_portee"]) == [0, 50]
    assert list(table["nb_localites"]) == [2, 3]
    assert list(table["nb_localites_inconnues"]) == [0, 2]
    assert list(table["part_a_portee"]) == [1.0, 0.0]
    assert list(table["km_moyen"]) == pytest.approx([0.75 * 0.1 * DEGREE_KM, 0.2 * DEGREE_KM])
    rings = found.by_class((5.0, 12.0))
    assert list(rings["population"]) == [100, 300, 50]
    assert list(rings["part"]) == pytest.approx([100 / 450, 300 / 450, 50 / 450])
    assert list(found.farthest(2)["place"]) == [2, 1]


def test_minutes_follow_the_declared_factor_and_speed():
    """11.12 km of straight line × 1.5 at 20 km/h: 50.04 minutes."""
    travel = Travel(factor=1.5, speed=20.0)
    here = two_regions()
    minutes = travel.minutes(reach(here, Points.of([0], [0]), Straight(travel.factor)).km)
    assert minutes[1] == pytest.approx(0.1 * DEGREE_KM * 1.5 / 20 * 60)
    people = population_by_class(here, minutes, (30.0, 60.0))
    assert list(people["population"]) == [100, 300, 50]
    assert travel.road_km(30) == 10
    assert list(classes(np.array([0, 30, 30.1, 61, np.nan, np.inf]), (30.0, 60.0))) == [
        0,
        0,
        1,
        2,
        -1,
        2,
    ]


def test_twice_the_people_doubles_counts_and_changes_no_share(country):
    centres = country.points.take(list(range(0, 5000, 400)))
    twice = Places(country.points, country.population * 2, country.territory)
    one, two = (reach(each, centres).by_territory(10.0) for each in (country, twice))
    for name in ("population", "population_a_portee", "population_hors_portee"):
        assert np.array_equal(two[name], 2 * one[name])
    for name in ("part_a_portee", "km_moyen", "nb_localites", "nb_localites_inconnues"):
        assert np.allclose(one[name], two[name], equal_nan=True)


def test_no_centre_reaches_nobody_and_nobody_has_no_share():
    here = two_regions()
    none = reach(here, Points.of([], []))
    assert none.total(1e9)["population_a_portee"] == 0
    assert none.total(20.0)["part_a_portee"] == 0
    assert np.isnan(none.total(20.0)["km_moyen"])
    assert len(none.farthest()) == 0
    assert none.by_class()["population"].iloc[-1] == 450
    empty = Places(here.points, np.full(5, np.nan), here.territory)
    total = reach(empty, Points.of([0], [0])).total(10.0)
    assert total["population"] == 0
    assert np.isnan(total["part_a_portee"])
    assert reach(empty, Points.of([0], [0])).by_class()["part"].isna().all()
    nowhere = places([], [], [])
    assert len(reach(nowhere, Points.of([0], [0])).by_territory(10.0)) == 0
    assert reach(nowhere, Points.of([0], [0])).total(10.0)["population"] == 0


def test_a_centre_in_the_sea_or_without_position_and_twins_change_nothing(country):
    centres = country.points.take([5, 900, 3000])
    plain = reach(country, centres)
    odd = centres.join(Points.of([SEA[0], float("nan"), 5.0], [SEA[1], -5.0, float("nan")]))
    assert np.array_equal(reach(country, odd).km, plain.km)
    twins = reach(country, centres.join(centres))
    assert np.array_equal(twins.km, plain.km)
    assert np.array_equal(twins.centre, plain.centre)  # the first listed of the two
    pd.testing.assert_frame_equal(twins.by_territory(10.0), plain.by_territory(10.0))


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="pole"):
        Points.of([91], [0])
    with pytest.raises(ValueError, match="length"):
        Points.of([1, 2], [0])
    with pytest.raises(ValueError, match="negative"):
        places([1], [1], [-5])
    with pytest.raises(ValueError, match="shorter"):
        Index(Points.of([0], [0]), 0.9)
    with pytest.raises(ValueError, match="speed"):
        Travel(speed=0)


def test_a_first_level_centre_refers_to_the_nearest_second_level_and_on():
    """Every tenth of a degree from the west: primary, secondary, tertiary, secondary, unknown."""
    level = np.array(["primaire", "secondaire", "tertiaire", "secondaire", None], dtype=object)
    centres = Points.of([0] * 5, [0, 0.1, 0.2, 0.4, 0.5])
    found = next_level(centres, level, Travel(factor=1.0, speed=60.0))
    assert found[["centre", "reference"]].to_numpy().tolist() == [[0, 1], [1, 2], [3, 2]]
    assert list(found["km"]) == pytest.approx([0.1 * DEGREE_KM, 0.1 * DEGREE_KM, 0.2 * DEGREE_KM])
    assert list(found["minutes"]) == pytest.approx(list(found["km"]))
    without = next_level(centres.take([0, 2]), level[[0, 2]])
    assert list(without["reference"]) == [-1]  # a level is never skipped
    assert without["km"].isna().all()


def test_an_unknown_place_is_in_no_ring_and_never_within_reach():
    found = reach(two_regions(), Points.of([0], [0]))
    assert isinstance(found, Reach)
    assert not found.within(1e9)[4]
    assert np.isnan(found.km[4])
