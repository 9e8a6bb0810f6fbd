"""The two-step index: against PySAL's `access` and its hospital example, and counted by hand."""

import numpy as np
import pandas as pd
import pytest
from access import Access, weights

from cartomut.access.catchment import (
    gaussian,
    gini,
    gravity,
    median,
    share_below_half_median,
    share_without,
    steps,
    two_step,
)
from cartomut.access.distance import Index
from cartomut.access.points import Places, Points
from tests.access.conftest import drawn, places

# `access` still writes as pandas 2 did.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
KM = 111.19508023  # of a degree on the equator


def by_access(here, centres, capacity, km, weight):
    """Compute the index by `access` itself, from the same distances."""
    pairs = Index(centres).pairs(here.points, 1e4)
    costs = pd.DataFrame({"origin": pairs.place, "dest": pairs.centre, "cost": pairs.km})
    model = Access(
        demand_df=pd.DataFrame({"geoid": range(len(here)), "people": here.population}),
        demand_index="geoid",
        demand_value="people",
        supply_df=pd.DataFrame({"geoid": range(len(centres)), "beds": capacity}),
        supply_index="geoid",
        supply_value="beds",
        cost_df=costs,
        cost_origin="origin",
        cost_dest="dest",
        cost_name="cost",
    )
    model.two_stage_fca(name="fca", max_cost=km, weight_fn=weight)
    return model.access_df["fca_beds"].reindex(range(len(here))).fillna(0).to_numpy()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (None, None),
        (steps(), weights.step_fn({10: 1, 20: 0.68, 30: 0.22})),
        (gaussian(12.0), weights.gaussian(12.0)),
        (gravity(1.0, 2.0), weights.gravity(1, -1, 2.0)),
    ],
    ids=["2sfca", "steps", "gaussian", "gravity"],
)
def test_the_index_is_that_of_access(ours, theirs):
    rng = np.random.default_rng(26)
    here = drawn(rng, 80)
    here = Places(here.points, here.population + 1, here.territory)  # access divides by nobody
    centres = Points.of(5 + rng.random(15), -5 + rng.random(15))
    capacity = rng.integers(0, 30, 15).astype(np.float64)
    found = two_step(here, centres, capacity, 30.0, weight=ours)
    assert found.index == pytest.approx(by_access(here, centres, capacity, 30.0, theirs))


def test_the_hospital_example_that_access_publishes():
    """Its symmetric scenario (test_hospital_example.py, scenario 3), weights 1 / cost, max 61.

    100, 50 and 10 persons; 15, 20 and 100 doctors; costs 1 to oneself, 40 between 1 and 2, 20 to 3.
    Persons of 1: 100 + 50/40 + 10/20 = 101.75; of 2: 50 + 100/40 + 10/20 = 53; of 3: 10 + 100/20 +
    50/20 = 17.5. Ratios 15/101.75, 20/53, 100/17.5; index of 1: 15/101.75 + (20/53)/40 +
    (100/17.5)/20. On a globe three points hold these costs nearly: here the weight is looked up.
    """
    here = places([0, 0, 0], [0, 0.4, 0.2], [100, 50, 10])
    costs = {0: 1.0, 2: 20.0, 4: 40.0}  # by tenths of a degree between the two

    def weight(km):
        return np.array([1 / costs[round(10 * one / KM)] for one in km])

    found = two_step(here, here.points, np.array([15.0, 20.0, 100.0]), 61.0, weight=weight)
    assert found.demand == pytest.approx([101.75, 53, 17.5])
    ratio = np.array([15 / 101.75, 20 / 53, 100 / 17.5])
    costed = np.array([[1, 40, 20], [40, 1, 20], [20, 20, 1]])
    assert found.index == pytest.approx((ratio / costed).sum(axis=1))


def test_what_is_shared_out_is_all_the_capacity_that_somebody_reaches():
    rng = np.random.default_rng(3)
    here = drawn(rng, 300)
    centres = Points.of([*(5 + rng.random(20)), 2.0, float("nan")], [*(-5 + rng.random(20)), -9, 1])
    capacity = np.full(22, 4.0)
    found = two_step(here, centres, capacity, 15.0)
    reached = found.demand > 0
    assert not reached[20:].any()  # in the sea, and nowhere
    assert np.isnan(found.ratio[20:]).all()
    assert (found.index * here.population).sum() == pytest.approx(capacity[reached].sum())
    doubled = Places(here.points, here.population * 2, here.territory)
    assert two_step(doubled, centres, capacity, 15.0).index == pytest.approx(found.index / 2)


def test_no_centre_no_people_and_an_unknown_capacity_offer_nothing():
    here = places([0, 0, float("nan")], [0, 1, 0], [100, 50, 10])
    one = Points.of([0], [0])
    none = two_step(here, Points.of([], []), np.zeros(0), 10.0)
    assert none.index[:2].tolist() == [0, 0]
    assert np.isnan(none.index[2])
    assert two_step(here, one, np.array([np.nan]), 10.0).index[:2].tolist() == [0, 0]
    assert two_step(here, one, np.array([5.0]), 10.0).index[:2].tolist() == [0.05, 0]
    nobody = places([0], [0], [0])
    assert two_step(nobody, one, np.array([5.0]), 10.0).index.tolist() == [0]
    with pytest.raises(ValueError, match="capacity"):
        two_step(here, one, np.array([-1.0]), 10.0)


def test_gini_is_half_the_mean_difference_between_two_persons_over_the_mean():
    rng = np.random.default_rng(8)
    values, persons = rng.random(12), rng.integers(1, 6, 12).astype(np.float64)
    each = np.repeat(values, persons.astype(int))
    differences = np.abs(each[:, None] - each[None]).mean()
    assert gini(values, persons) == pytest.approx(differences / (2 * each.mean()))
    assert gini(values * 7, persons * 2) == pytest.approx(gini(values, persons))
    assert gini(np.array([3.0, 3.0]), np.array([1.0, 9.0])) == pytest.approx(0)
    assert np.isnan(gini(np.zeros(3), np.ones(3)))
    assert np.isnan(gini(np.array([]), np.array([])))


def test_persons_below_half_the_median_counted_by_hand():
    """Index 0 for 10 persons, 1 for 30, 3 for 40, 9 for 20: the median is 3, 40 are below 1.5."""
    values = np.array([9.0, 0.0, 3.0, 1.0, np.nan])
    persons = np.array([20.0, 10.0, 40.0, 30.0, 500.0])
    assert median(values, persons) == 3
    assert share_below_half_median(values, persons) == pytest.approx(0.4)
    assert share_without(values, persons) == pytest.approx(0.1)
    assert np.isnan(share_below_half_median(np.array([]), np.array([])))
