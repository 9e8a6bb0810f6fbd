"""Text summaries: sign, size and direction read back from the sentence agree with the numbers."""

import re
from statistics import median

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cartomut import summaries
from cartomut.i18n import Language

FRENCH, ENGLISH = Language("fr"), Language("en")
WORDS = {
    "fr": {
        "up": "en hausse",
        "down": "en baisse",
        "same": "sans changement",
        "from": (" de ", " à "),
    },
    "en": {"up": " up ", "down": " down ", "same": "unchanged", "from": ("from ", " to ")},
}
FRANCS = st.one_of(st.none(), st.just(0), st.integers(-(10**11), 10**11), st.integers(-3, 3))
SERIES = st.dictionaries(st.integers(2015, 2025), FRANCS, max_size=6)
LANGUAGES = st.sampled_from([FRENCH, ENGLISH])


def number(text, tongue):
    """Read a number written in a language."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    if tongue.code == "fr":
        return float(plain.replace(",", "."))
    return float(plain.replace(",", ""))


def percentage(sentence, tongue):
    """Read the one percentage of a sentence, as a number and how exactly it was written."""
    (found,) = re.findall(r"([\d\s\u00a0\u202f.,]*\d)[\s\u00a0\u202f]*%", sentence)
    written = number(found, tongue)
    return written, 0.051 if "." in str(written) and written % 1 else 0.51


def direction(sentence, tongue):
    found = [name for name in ("up", "down", "same") if WORDS[tongue.code][name] in sentence]
    assert len(found) == 1, sentence
    return found[0]


def whole(tongue):
    return lambda value: f"{tongue.number(value)} F"


@settings(deadline=None)  # the first English text reads the catalogue
@given(SERIES, LANGUAGES)
def test_a_change_tells_the_years_the_way_and_the_size_of_its_numbers(values, tongue):
    sentence = summaries.change("Cotisations", values.items(), whole(tongue), tongue)
    known = {year: one for year, one in sorted(values.items()) if one is not None}
    if len(known) < 2:
        for year, one in known.items():
            assert str(year) in sentence
            assert whole(tongue)(one) in sentence
        assert "%" not in sentence
        return
    (start, before), *_others, (end, after) = known.items()
    body = sentence.partition(".  ")[0]
    way = direction(body, tongue)
    assert way == ("same" if before == after else "up" if after > before else "down")
    assert body.index(str(start)) < body.index(str(end))
    if before != after:
        assert whole(tongue)(before) in body
        assert whole(tongue)(after) in body
    if before > 0 and after >= 0 and before != after:
        check_size(body, 100 * abs(after - before) / before, tongue)
    else:
        assert "%" not in body.replace("pas de pourcentage", "")


def check_size(sentence, real, tongue):
    written, room = percentage(sentence, tongue)
    if "moins de" in sentence or "less than" in sentence:
        assert real <= 0.05 + 1e-9
        assert written == 0.1
    elif "plus de" in sentence or "more than" in sentence:
        assert written == 99.9 <= real < 100
    else:
        assert written > 0
        assert written == pytest.approx(real, abs=room)


@settings(deadline=None)
@given(SERIES, LANGUAGES)
def test_every_year_without_a_value_is_named_or_counted(values, tongue):
    assume(any(one is not None for one in values.values()))
    assume(sum(one is not None for one in values.values()) > 1)
    sentence = summaries.change("Cotisations", values.items(), whole(tongue), tongue)
    years = range(min(values), max(values) + 1)
    gaps = [year for year in years if values.get(year) is None]
    told = re.search(r"(?:Sans valeur connue|No known value) ?: (.*)\.$", sentence)
    assert bool(told) == bool(gaps)
    if told and len(gaps) <= summaries.FEW:
        assert told[1] == ", ".join(map(str, gaps))
    elif told:
        assert re.findall(r"\d+", told[1]) == [str(len(gaps)), str(len(years))]


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), LANGUAGES)
def test_a_change_of_shares_is_in_points_and_never_in_percent(before, after, tongue):
    rows = [(2021, before), (2023, after)]
    sentence = summaries.change("Part", rows, tongue.percent, tongue, points=True)
    if before == after:
        assert direction(sentence, tongue) == "same"
        return
    assert direction(sentence, tongue) == ("up" if after > before else "down")
    size = re.search(r"(?: de| by|moins de|less than) ([\d.,]+) p(?:oint|ercentage)", sentence)
    assert size, sentence
    real = 100 * abs(after - before)
    if "moins de" in sentence or "less than" in sentence:
        assert real <= 0.05 + 1e-9
    else:
        assert 0 < number(size[1], tongue) == pytest.approx(real, abs=0.0501)


def test_a_change_reads_well_in_both_languages():
    rows = [(2021, 4_100_000_000), (2023, 4_600_000_000)]
    french = summaries.change("Cotisations encaissées", rows, FRENCH.money, FRENCH)
    english = summaries.change("Contributions collected", rows, ENGLISH.money, ENGLISH)
    assert french.replace("\u00a0", " ") == (
        "Cotisations encaissées : en hausse de 12 % entre 2021 et 2023, de 4,1 Md FCFA à "
        "4,6 Md FCFA. Sans valeur connue : 2022."
    )
    assert english.replace("\u00a0", " ") == (
        "Contributions collected: up by 12% between 2021 and 2023, from 4.1 bn FCFA to "
        "4.6 bn FCFA. No known value: 2022."
    )


def test_two_values_written_alike_are_not_told_as_two_values():
    rows = [(2022, 41_000_000_000), (2023, 41_010_000_000)]
    sentence = summaries.change("Réserves", rows, FRENCH.money, FRENCH).replace("\u00a0", " ")
    assert sentence == (
        "Réserves : en hausse de moins de 0,1 % entre 2022 et 2023, autour de 41 Md FCFA."
    )


PARTS = st.lists(st.one_of(st.none(), st.integers(0, 5), st.integers(-(10**9), 10**9)), max_size=6)


@settings(deadline=None)
@given(PARTS, LANGUAGES)
def test_the_largest_part_is_named_with_its_ties_and_its_true_share(values, tongue):
    parts = [(f"Poste{chr(65 + rank)}", value) for rank, value in enumerate(values)]
    sentence = summaries.largest("Charges", parts, whole(tongue), tongue)
    known = {name: value for name, value in parts if value is not None}
    body, _sign, missing = re.sub("Sans valeur|No known", "|", sentence).partition("|")
    unknown = [name for name, value in parts if value is None]
    assert re.findall(r"Poste[A-F]", missing) == (unknown[: summaries.FEW] if known else [])
    if not known or (max(known.values()) == 0 and min(known.values()) == 0):
        assert "Poste" not in body
        return
    top = [name for name, value in known.items() if value == max(known.values())]
    assert re.findall(r"Poste[A-F]", body) == top[: summaries.FEW]
    total = sum(known.values())
    if min(known.values()) < 0:
        assert "%" not in body
    else:
        check_size(body, 100 * max(known.values()) / total, tongue)
        assert whole(tongue)(total) in body


@settings(deadline=None)
@given(FRANCS, FRANCS, LANGUAGES)
def test_a_share_always_names_its_denominator_and_is_true(above, below, tongue):
    sentence = summaries.share("Poids", above, below, "dépense de santé", whole(tongue), tongue)
    assert "(dépense de santé)" in sentence
    if above is None or not below:
        assert "%" not in sentence
        return
    if above and below > 0 < above:
        check_size(sentence, 100 * above / below, tongue)
    assert f"{whole(tongue)(above)} " in sentence
    assert f"{whole(tongue)(below)} (" in sentence


@settings(deadline=None)
@given(st.lists(FRANCS, max_size=9), LANGUAGES)
def test_a_spread_tells_n_of_n_and_the_true_median(values, tongue):
    sentence = summaries.spread("Sinistralité", values, "mutuelles", whole(tongue), tongue)
    known = [one for one in values if one is not None]
    assert f" {len(known)} " in sentence
    assert f" {len(values)} mutuelles" in sentence
    if len(known) > 1:
        assert whole(tongue)(median(map(float, known))) in sentence
    elif known:
        assert whole(tongue)(float(known[0])) in sentence
