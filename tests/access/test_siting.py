"""Best sites: against every choice tried, against greedy, and on the country's 5,135 places."""

import threading
import time
from itertools import combinations

import numpy as np
import pytest

from cartomut.access import exact
from cartomut.access.bound import bounded, greedy
from cartomut.access.distance import Straight, haversine
from cartomut.access.gains import Problem
from cartomut.access.points import Places, Points
from cartomut.access.siting import Siting, choose, curve
from cartomut.access.watch import Watch
from tests.access.conftest import SEA, drawn, places


def asked(rng, count=40):
    """Draw a siting question: places, 9 candidates among them, 2 existing centres."""
    here = drawn(rng, count)
    candidates = here.points.take(rng.choice(count, 9, replace=False))
    return Siting(here, candidates, here.points.take([0, 1]))


def covered(siting, sites, km):
    """Count by every pair measured the persons that some sites newly cover."""
    here, persons = siting.places.points, np.nan_to_num(siting.places.population)
    old = _every_pair(here, siting.existing).min(axis=1, initial=np.inf) <= km
    new = _every_pair(here, siting.candidates.take(list(sites))).min(axis=1, initial=np.inf) <= km
    return persons[new & ~old].sum()


def saved(siting, sites, limit):
    """Count the person-kilometres that some sites save, distances beyond the limit as the limit."""
    here, persons = siting.places.points, np.nan_to_num(siting.places.population)
    old = _every_pair(here, siting.existing).min(axis=1, initial=limit)
    new = _every_pair(here, siting.candidates.take(list(sites))).min(axis=1, initial=limit)
    return (persons * np.maximum(old - new, 0)).sum()


def _every_pair(here, there):
    return haversine(
        here.latitude[:, None], here.longitude[:, None], there.latitude[None], there.longitude[None]
    )


def test_the_sites_are_the_best_of_every_choice_tried():
    wrong = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        siting, km = asked(rng), float(rng.uniform(8, 40))
        for ask, count_up in ((siting.cover, covered), (siting.shorten, saved)):
            found = curve(ask(km), range(1, 5))
            for one in found.choices:
                most = max(
                    count_up(siting, sites, km) for sites in combinations(range(9), one.count)
                )
                same = np.isclose(one.value, most) and np.isclose(
                    count_up(siting, one.sites, km), most
                )
                if not (same and one.proved and len(one.sites) <= one.count):
                    wrong.append((seed, ask.__name__, one, most))
    assert wrong == []


def test_the_solver_alone_finds_the_best_of_every_choice_tried():
    """Without the bound's search before it: every candidate is left to HiGHS."""
    wrong = []
    for seed in range(6):
        rng = np.random.default_rng(100 + seed)
        siting = asked(rng)
        for ask, count_up in ((siting.cover, covered), (siting.shorten, saved)):
            nothing = np.zeros(0, dtype=np.int64)
            answer = exact.solve(ask(20.0), np.arange(9), 3, nothing, Watch(20))
            most = max(count_up(siting, sites, 20.0) for sites in combinations(range(9), 3))
            if not (np.isclose(answer.value, most) and np.isclose(answer.bound, most)):
                wrong.append((seed, ask.__name__, answer, most))
    assert wrong == []


def test_the_bound_is_above_every_choice_and_keeps_the_sites_of_the_best():
    wrong = []
    for seed in range(12):
        rng = np.random.default_rng(200 + seed)
        problem = asked(rng).cover(25.0)
        first = greedy(problem, 3)
        if len(first) < 3:
            continue
        found = bounded(problem, 3, np.sort(np.array(first)), Watch(20))
        values = {sites: problem.value(sites) for sites in combinations(range(9), 3)}
        most = max(values.values())
        reached = most <= found.value * (1 + 1e-9)  # then no better choice is to be kept
        kept = any(set(one) <= set(found.kept) for one, worth in values.items() if worth == most)
        if found.bound < most * (1 - 1e-9) or not (reached or kept):
            wrong.append((seed, found, most))
    assert wrong == []


def test_a_trap_for_greedy_is_seen_and_left():
    """Three in a row: the middle one covers 6 + 6, each side 5 + 6; both sides make 22, not 17.

    Candidates at 0, 10 and 20 km; places at -5 (5 persons), 5 (6), 15 (6), 25 (5); reach 6 km.
    """
    degrees = np.array([-5, 5, 15, 25, 0, 10, 20]) / 111.195
    here = places([0] * 4, degrees[:4], [5, 6, 6, 5])
    siting = Siting(here, Points.of([0] * 3, degrees[4:]), Points.of([], []))
    found = choose(siting.cover(6.0), 2)
    assert found.value == 22
    assert found.greedy == 17
    assert set(found.sites) == {0, 2}
    assert found.proved
    assert (found.bound - found.greedy) / found.bound == pytest.approx(5 / 22)
    assert choose(siting.cover(6.0), 2).settled_by in ("borne", "highs")


def test_ten_more_centres_for_the_country_are_proved_and_never_worse_than_greedy(country):
    rng = np.random.default_rng(5)
    siting = Siting(
        country, country.points, country.points.take(rng.choice(5000, 60)), Straight(1.3)
    )
    for problem in (siting.cover(20.0), siting.shorten(30.0)):
        found = curve(problem, range(1, 11), seconds=60)
        assert [one.count for one in found.choices] == list(range(1, 11))
        values = [one.value for one in found.choices]
        assert values == sorted(values)
        for one in found.choices:
            assert one.greedy <= one.value <= one.bound * (1 + 1e-12)
            assert one.value == pytest.approx(problem.value(one.sites))
            assert one.proved, one
        assert found.seconds < 60


def test_why_a_site_says_whom_it_adds_and_whom_it_shares():
    """Reach 6 km; an existing centre at 30 km. Of the sites at 0, 10 and 26:

    0 reaches 5 + 6, all new, of whom the 6 at 5 km are also within reach of 10; 10 reaches 6 + 6,
    shares one 6; 26 reaches 5 at 25 km who are covered already (5 km from the centre).
    """
    degrees = np.array([-5, 5, 15, 25, 0, 10, 26, 30]) / 111.195
    here = places([0] * 4, degrees[:4], [5, 6, 6, 5])
    siting = Siting(here, Points.of([0] * 3, degrees[4:7]), Points.of([0], degrees[7:]))
    table = siting.why([0, 1, 2], 6.0)
    assert list(table["population_a_portee"]) == [11, 12, 5]
    assert list(table["population_deja_couverte"]) == [0, 0, 5]
    assert list(table["population_nouvelle"]) == [11, 12, 0]
    assert list(table["population_propre"]) == [5, 6, 0]
    assert list(table["population_partagee"]) == [6, 6, 0]
    assert list(table["km_centre_proche"]) == pytest.approx([30, 20, 4], abs=1e-3)
    assert siting.cover(6.0).base == 5
    assert siting.cover(6.0).total == 22


def test_upgrading_existing_centres_counts_only_whom_no_offering_centre_reaches():
    """Reach 12 km. The centre at 0 offers the service: it reaches 100 + 40 (11.1 km away).

    Giving it to the centre of the 40 would add nobody; to that of the 30, at 55.6 km, 30.
    """
    here = places([0, 0, 0], [0, 0.1, 0.5], [100, 40, 30])
    lacking, offering = Points.of([0, 0], [0.1, 0.5]), Points.of([0], [0])
    problem = Siting(here, lacking, offering).cover(12.0)
    found = choose(problem, 1)
    assert problem.base == 140
    assert (found.sites, found.value) == ((1,), 30)


def test_more_sites_than_candidates_of_whom_some_are_twins_in_the_sea_or_nowhere():
    here = places([0, 0], [0, 0.5], [100, 40])
    candidates = Points.of([0, 0, SEA[0], float("nan")], [0, 0, SEA[1], 0])
    siting = Siting(here, candidates, Points.of([], []))
    found = curve(siting.cover(5.0), range(1, 11))
    assert [one.value for one in found.choices] == [100] * 10
    assert all(one.proved and len(one.sites) == 1 for one in found.choices)
    why = siting.why([0, 2, 3], 5.0)
    assert list(why["population_nouvelle"]) == [100, 0, 0]
    assert np.isinf(why["km_centre_proche"][:2]).all()
    assert np.isnan(why["km_centre_proche"][2])


def test_no_candidate_no_people_or_nobody_left_to_cover_gives_no_site():
    here, none = places([0, 0], [0, 0.5], [100, 40]), Points.of([], [])
    empty = Places(here.points, np.full(2, np.nan), here.territory)
    for siting in (
        Siting(here, none, none),
        Siting(empty, here.points, none),
        Siting(here, here.points, here.points),
    ):
        first = curve(siting.cover(5.0), [3]).choices[0]
        assert (first.sites, first.value, first.gap, first.proved) == ((), 0.0, 0.0, True)
    assert curve(Siting(empty, here.points, none).cover(5.0), [1]).table()["part"].isna().all()


def test_the_table_of_the_curve_starts_with_what_stands():
    here = places([0, 0], [0, 0.5], [60, 40])
    table = curve(Siting(here, here.points, here.points.take([1])).cover(5.0), [1]).table()
    assert table["k"].tolist() == [0, 1]
    assert table["valeur_totale"].tolist() == [40, 100]
    assert table["part"].tolist() == [0.4, 1.0]


def test_it_can_be_stopped_and_tells_how_far_it_is(country):
    problem = Siting(country, country.points, Points.of([], [])).cover(20.0)
    stop, told = threading.Event(), []

    def report(done, count):
        told.append((done, count))
        if count == 3:
            stop.set()

    found = curve(problem, range(1, 11), report=report, cancelled=stop.is_set)
    assert found.stopped
    assert [one.count for one in found.choices] == [1, 2]
    assert told == [(0.0, 1), (0.1, 2), (0.2, 3)]


def test_when_time_is_over_the_best_found_is_given_with_its_gap(country):
    problem = Siting(country, country.points, Points.of([], [])).shorten(30.0)
    before = time.perf_counter()
    found = curve(problem, [5, 10], seconds=0.05)
    assert time.perf_counter() - before < 10
    assert [one.count for one in found.choices] == [5, 10]
    assert not found.stopped
    for one in found.choices:
        assert 0 <= one.gap < 1
        assert one.value == one.greedy > 0


def test_the_solver_is_left_at_once_when_asked_to_stop():
    """A hard choice, by chance, on which HiGHS itself hears nothing for minutes."""
    rng = np.random.default_rng(1)
    gain = rng.random((300, 300)) * (rng.random((300, 300)) < 0.3)
    site, place = np.nonzero(gain)
    problem = Problem(place, site, gain[site, place], 300, 300, 0.0, 1.0)
    start = np.sort(np.array(greedy(problem, 10)))
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    answer = exact.solve(problem, np.arange(300), 10, start, Watch(4, stop.is_set))
    assert stop.is_set()
    assert answer.seconds < 3
    assert answer.value == problem.value(start)
    assert answer.bound == float("inf")
