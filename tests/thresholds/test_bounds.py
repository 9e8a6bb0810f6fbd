"""The expressions of thresholds, read as SQL reads them."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartomut import bounds
from cartomut.paths import QUERIES

NUMBERS = st.integers(-40, 40).map(lambda one: one / 20)


@pytest.fixture(scope="module")
def macros():
    con = duckdb.connect(":memory:")
    con.execute((QUERIES / "schema" / "66_seuils.sql").read_text(encoding="utf-8"))
    yield con
    con.close()


@st.composite
def parts(draw):
    low, high = sorted(draw(st.tuples(NUMBERS, NUMBERS)))
    sign = draw(st.sampled_from([">=", "<=", ">", "<", "=", ".."]))
    return f"{low}..{high}" if sign == ".." and low < high else f"{sign.strip('.') or '='}{low}"


@given(st.lists(parts(), min_size=1, max_size=3).map("|".join), NUMBERS)
def test_a_value_is_within_an_expression_here_when_it_is_in_the_store(macros, expression, value):
    (told,) = macros.execute("select tient_seuil(?, ?)", [value, expression]).fetchone()
    assert bounds.holds(expression, value) == told


def test_what_is_no_expression_is_refused():
    wrong = ["", "0.8", ">= ", "=>0.8", "0.8..0.5", "0.5..0.5", "0,5..0,8", ">=0.8|", ">=1e3", "a"]
    kept = [text for text in wrong if not _is_refused(text)]
    assert kept == []


def _is_refused(text):
    try:
        bounds.intervals(text)
    except ValueError:
        return True
    return False


def test_amber_contradicts_green_when_it_is_within_across_or_better():
    cases = {
        (">=0.8", "0.5..0.8", "hausse"): False,
        (">=0.8", ">=0.5", "hausse"): False,  # holds green whole: green is read first
        ("=1.00", ">=0.90", "hausse"): False,
        ("0.5..0.8", "0.4..0.5|0.8..1.0", "cible"): False,
        ("<=0.1", "0.1..0.3", "baisse"): False,
        (">=0.8", ">=0.9", "hausse"): True,  # within
        (">=0.8", "0.5..0.9", "hausse"): True,  # across
        ("0.5..0.8", "0.8..1.0", "hausse"): True,  # better than green
        ("0.5..0.8", "0.2..0.5", "baisse"): True,
    }
    wrong = [case for case, told in cases.items() if bounds.contradiction(*case) != told]
    assert wrong == []
