"""Classing of a map's values, by each method and at its limits."""

import math

import pytest

from cartomut.maps.classes import CLASSES, METHODS, classify, spread

TWENTY = [float(n) for n in range(1, 21)]
STEPS = ("a", "b", "c", "d", "e")


@pytest.mark.parametrize("method", METHODS)
def test_every_value_falls_into_one_of_at_most_five_classes(method):
    classing = classify(TWENTY, method)
    ranks = [classing.rank(value) for value in TWENTY]
    assert ranks == sorted(ranks)
    assert set(ranks) == set(range(len(classing.bounds)))
    assert 1 < len(classing.bounds) <= CLASSES
    assert classing.method == method


@pytest.mark.parametrize("method", METHODS)
def test_classes_follow_one_another_from_the_lowest_value_to_the_greatest(method):
    spans = classify(TWENTY, method).spans()
    assert spans[0][0] == 1
    assert spans[-1][1] == pytest.approx(20)
    assert [end for _start, end in spans[:-1]] == [start for start, _end in spans[1:]]


def test_quantiles_hold_as_many_values_each():
    classing = classify(TWENTY, "quantiles")
    ranks = [classing.rank(value) for value in TWENTY]
    assert [ranks.count(rank) for rank in range(5)] == [4] * 5


def test_equal_intervals_are_equally_wide():
    """From 0 to 100: 20, 40, 60, 80, 100."""
    bounds = classify([0.0, 1.0, 2.0, 3.0, 50.0, 100.0], "egales").bounds
    assert bounds == pytest.approx((20, 40, 60, 80, 100))


def test_natural_breaks_keep_close_values_together():
    values = [1.0, 1.1, 1.2, 50.0, 50.1, 90.0, 200.0, 200.5, 900.0]
    classing = classify(values, "naturelles")
    assert [classing.rank(value) for value in values] == [0, 0, 0, 1, 1, 2, 3, 3, 4]


def test_fixed_bounds_are_round_numbers_below_the_greatest_value():
    bounds = classify([3.0, 7.0, 18.0, 42.0, 77.0, 123.0], "fixes").bounds
    assert bounds == (10, 20, 50, 100, 123)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("values", [[4.0], [4.0] * 7])
def test_one_value_is_its_own_class(method, values):
    classing = classify(values, method)
    assert classing.spans() == [(4.0, 4.0)]
    assert classing.rank(4.0) == 0


@pytest.mark.parametrize("method", METHODS)
def test_few_values_are_their_own_classes(method):
    classing = classify([3.0, 1.0, 2.0, 2.0, 5.0, 4.0], method)
    assert classing.bounds == (1, 2, 3, 4, 5)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("values", [[], [math.nan], [math.nan] * 8])
def test_nothing_known_has_no_classes(method, values):
    assert classify(values, method) is None


@pytest.mark.parametrize("method", METHODS)
def test_what_is_not_a_number_is_left_out(method):
    assert classify([*TWENTY, math.nan], method) == classify(TWENTY, method)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "values",
    [
        pytest.param([0.0] * 20 + [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], id="many zeros"),
        pytest.param([1.0, 1.0 + 1e-9, 1.0 + 2e-9, 2.0, 3.0, 4.0, 5.0], id="nearly the same"),
        pytest.param([-5.0, -3.0, -1.0, 0.0, 2.0, 4.0, 9.0], id="below zero"),
        pytest.param([1e-7, 1e-3, 1.0, 1e3, 1e7, 1e13], id="very far apart"),
        pytest.param([0.1 * n for n in range(11)], id="tenths"),
    ],
)
def test_uneven_values_are_classed_without_a_warning_and_all_have_a_class(method, values):
    classing = classify(values, method)
    assert list(classing.bounds) == sorted(set(classing.bounds))
    for value in values:
        start, end = classing.spans()[classing.rank(value)]
        assert start <= value
        assert value <= end or value == pytest.approx(end)


@pytest.mark.parametrize(
    ("count", "colours"),
    [(1, "c"), (2, "ae"), (3, "ace"), (4, "abde"), (5, "abcde")],
)
def test_few_classes_still_use_the_whole_scale(count, colours):
    found = "".join(spread(rank, count, STEPS) for rank in range(count))
    assert found[0] == colours[0]
    assert found[-1] == colours[-1]
    assert len(set(found)) == count
    assert found == "".join(sorted(found))
