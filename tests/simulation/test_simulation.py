"""The projection of reserves, by hand and by its properties."""

from dataclasses import fields, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartomut.simulation import BASELINE, YEARS, Accounts, Levers, exhausted, project

PLAIN = Accounts(
    cotisations_emises_fcfa=1000,
    cotisations_encaissees_fcfa=800,
    cotisations_acquises_fcfa=900,
    produits_totaux_fcfa=1000,
    prestations_dues_fcfa=700,
    charges_totales_fcfa=950,
    reserves_fcfa=200,
)
AMOUNTS = st.integers(0, 10**11)
ACCOUNTS = st.builds(
    Accounts, st.integers(1, 10**11), st.integers(1, 10**11), *[AMOUNTS for _one in range(5)]
)
SHARES = st.integers(-30, 50).map(lambda one: one / 100)
LEVERS = st.builds(Levers, SHARES, SHARES, SHARES)


def test_the_baseline_repeats_the_declared_result():
    """1000 of income less 950 of costs is 50 a year, on 200 of reserves."""
    assert [one.reserves for one in project(PLAIN, BASELINE)] == [200, 250, 300, 350, 400, 450]
    assert exhausted(project(PLAIN, BASELINE)) is None


def test_each_lever_by_hand():
    """Collection 80 → 88 %: 900 × 1.1 = 990, so 140 a year. Level + 10 %: the same.

    Benefits + 10 %: 770, 847, 931.7: results -20, -97, -181.7: 180, 83, -98.7 the third year.
    """
    for levers in (Levers(collection=0.08), Levers(contributions=0.1)):
        points = project(PLAIN, levers)
        assert [one.reserves for one in points[:3]] == pytest.approx([200, 340, 480])
    points = project(PLAIN, Levers(benefits=0.1))
    assert [one.reserves for one in points[:4]] == pytest.approx([200, 180, 83, -98.7])
    assert exhausted(points) == 3
    assert exhausted(project(replace(PLAIN, reserves_fcfa=0), BASELINE)) == 0


def test_levers_work_together():
    """900 × 0.9 × (70 / 80) = 708.75 of contributions; 700 × 1.2 = 840; 100 and 250 unchanged."""
    points = project(PLAIN, Levers(-0.10, 0.2, -0.1))
    assert points[1].contributions == pytest.approx(708.75)
    assert points[1].result == pytest.approx(708.75 + 100 - 840 - 250)
    assert project(PLAIN, Levers(collection=-2))[1].contributions == 0  # never below nothing


@given(ACCOUNTS, LEVERS, st.integers(1, 30).map(lambda one: one / 100))
def test_reserves_move_one_way_with_each_lever(accounts, levers, more):
    now = [one.reserves for one in project(accounts, levers)]
    better = [
        project(accounts, replace(levers, collection=levers.collection + more)),
        project(accounts, replace(levers, contributions=levers.contributions + more)),
        project(accounts, replace(levers, benefits=levers.benefits - more)),
    ]
    for points in better:
        slack = [1e-6 * (1 + abs(one)) for one in now]
        assert all(
            point.reserves >= value - room
            for point, value, room in zip(points, now, slack, strict=True)
        )


@given(ACCOUNTS, LEVERS)
def test_each_year_adds_its_result_and_nothing_else(accounts, levers):
    points = project(accounts, levers)
    assert len(points) == YEARS + 1
    for before, after in pairwise(points):
        assert after.reserves == pytest.approx(before.reserves + after.result)


def test_an_unknown_amount_stops_the_projection_and_is_named():
    for field in fields(Accounts):
        accounts = replace(PLAIN, **{field.name: None})
        assert accounts.missing() == [field.name]
        with pytest.raises(ValueError, match=field.name):
            project(accounts, BASELINE)
    assert replace(PLAIN, cotisations_encaissees_fcfa=0).missing() == [
        "cotisations_encaissees_fcfa"
    ]
