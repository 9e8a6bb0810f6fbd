"""Published facts over the years: what is drawn, read from the figure's own JSON."""

import json

import pandas as pd
import pytest

from cartomut.charts.palette import LIGHT, THEMES
from cartomut.charts.series import faits_par_annee, position, written

HOSTILE = '<img src=x onerror="alert(1)"><b>gras</b> & co'


def fact(indicator, value, period, unit="personnes", **others):
    year = int(period[:4]) if period else None
    return {
        "indicateur": indicator,
        "nom": others.pop("nom", indicator),
        "valeur": value,
        "unite": unit,
        "periode": period,
        "annee": year,
        "qualificatif": others.pop("qualificatif", None),
    }


@pytest.fixture
def deux_series():
    """``inscrits`` in 2019, 2021 (unknown) and mid-2024; ``agréées`` in 2021 only."""
    return pd.DataFrame(
        [
            fact("inscrits", 10.0, "2019"),
            fact("inscrits", None, "2021"),
            fact("inscrits", 30.0, "2024-07", qualificatif="environ"),
            fact("agreees", 5.0, "2021-01-01"),
        ]
    )


@pytest.fixture
def une_part():
    """A share of 40 % in 2018 and of 32.5 % in 2021."""
    rows = [fact("part", 0.4, "2018", "part"), fact("part", 0.325, "2021", "part")]
    return pd.DataFrame(rows)


def drawn(figure):
    return json.loads(figure.to_json())


def numbers(values):
    """Read a column of the figure's JSON, whether a list or packed."""
    import base64
    import struct

    if isinstance(values, dict):
        kind = {"f8": "d", "i8": "q", "i4": "i", "i1": "b", "i2": "h"}[values["dtype"]]
        packed = base64.b64decode(values["bdata"])
        return list(struct.unpack(f"<{len(packed) // struct.calcsize(kind)}{kind}", packed))
    return list(values)


def test_one_line_per_indicator_and_an_unknown_value_is_not_drawn_as_zero(deux_series, fr):
    data = drawn(faits_par_annee(deux_series, "personnes", LIGHT, fr))["data"]
    assert [trace["name"] for trace in data] == ["inscrits", "agreees"]
    assert numbers(data[0]["x"]) == [2019, 2024.5]
    assert numbers(data[0]["y"]) == [10, 30]
    assert numbers(data[1]["x"]) == [2021]


def test_series_differ_by_marker_and_colour_and_so_are_told_apart_without_colour(deux_series, fr):
    data = drawn(faits_par_annee(deux_series, "personnes", LIGHT, fr))["data"]
    assert len({trace["marker"]["symbol"] for trace in data}) == 2
    assert len({trace["marker"]["color"] for trace in data}) == 2


def test_a_legend_is_there_only_when_there_is_something_to_tell_apart(deux_series, une_part, fr):
    assert drawn(faits_par_annee(deux_series, "", LIGHT, fr))["layout"]["showlegend"]
    assert not drawn(faits_par_annee(une_part, "", LIGHT, fr))["layout"]["showlegend"]


def test_the_axis_names_the_unit_and_starts_at_zero(deux_series, fr):
    axis = drawn(faits_par_annee(deux_series, "personnes", LIGHT, fr))["layout"]["yaxis"]
    assert axis["title"]["text"] == "personnes"
    assert axis["rangemode"] == "tozero"


def test_shares_are_on_an_axis_of_percents_and_counts_are_not(deux_series, une_part, fr):
    shares = drawn(faits_par_annee(une_part, "part", LIGHT, fr))
    counts = drawn(faits_par_annee(deux_series, "personnes", LIGHT, fr))
    assert shares["layout"]["yaxis"]["tickformat"] == ".0%"
    assert shares["data"][0]["text"] == ["40\u00a0%", "32,5\u00a0%"]
    assert "tickformat" not in counts["layout"]["yaxis"]


def test_values_stand_at_the_points_with_their_qualifier_in_the_reader_s_language(
    deux_series, fr, en
):
    french = drawn(faits_par_annee(deux_series, "", LIGHT, fr))["data"][0]
    english = drawn(faits_par_annee(deux_series, "", LIGHT, en))["data"][0]
    assert french["text"] == ["10", "environ 30"]
    assert french["customdata"][1] == ["juillet 2024", "environ 30"]
    assert english["text"][1] != french["text"][1]
    assert english["customdata"][1][0] == "July 2024"


def test_only_the_ends_of_a_long_series_carry_their_value(fr):
    rows = pd.DataFrame([fact("i", float(year), str(year)) for year in range(2010, 2018)])
    (trace,) = drawn(faits_par_annee(rows, "", LIGHT, fr))["data"]
    assert trace["text"] == ["2\u202f010", *[""] * 6, "2\u202f017"]


def test_points_come_in_the_order_of_time(fr):
    rows = pd.DataFrame([fact("i", 3.0, "2021"), fact("i", 1.0, "2019"), fact("i", 2.0, "2020")])
    (trace,) = drawn(faits_par_annee(rows, "", LIGHT, fr))["data"]
    assert numbers(trace["y"]) == [1, 2, 3]


def test_separators_follow_the_language(deux_series, fr, en):
    assert drawn(faits_par_annee(deux_series, "", LIGHT, fr))["layout"]["separators"] == ", "
    assert drawn(faits_par_annee(deux_series, "", LIGHT, en))["layout"]["separators"] == ".,"


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_has_its_own_colours_and_keeps_the_page_s_background(deux_series, fr, theme):
    layout = drawn(faits_par_annee(deux_series, "", THEMES[theme], fr))["layout"]
    assert layout["paper_bgcolor"] == "rgba(0,0,0,0)"
    assert layout["font"]["color"] == THEMES[theme].ink
    assert layout["font"]["size"] == THEMES[theme].font_size


def test_a_hostile_name_is_shown_as_text(fr):
    rows = pd.DataFrame([fact("i", 1.0, "2021", nom=HOSTILE)])
    text = faits_par_annee(rows, "", LIGHT, fr).to_json()
    assert "<img" not in text
    assert "\\u003cimg" not in text
    (trace,) = json.loads(text)["data"]
    assert trace["name"].startswith("&lt;img")


def test_more_indicators_than_colours_are_still_all_drawn(fr):
    count = len(LIGHT.categories) + 2
    rows = pd.DataFrame([fact(f"i{rank}", 1.0, "2021") for rank in range(count)])
    data = drawn(faits_par_annee(rows, "", LIGHT, fr))["data"]
    assert len(data) == count


def test_nothing_known_draws_nothing_rather_than_zero(fr):
    rows = pd.DataFrame([fact("i", None, "2021")])
    assert drawn(faits_par_annee(rows, "", LIGHT, fr))["data"] == []


@pytest.mark.parametrize(
    ("period", "place"),
    [
        ("2024", 2024),
        ("2024-01", 2024),
        ("2024-07", 2024.5),
        ("2024-07-01", 2024.5),
        ("2019/2021", 2019),
        ("2019-07/2021-01", 2019.5),
        (None, None),
        ("", None),
        ("inconnue", None),
    ],
)
def test_a_period_stands_at_its_beginning_on_the_line_of_years(period, place):
    assert position(period) == (None if place is None else pytest.approx(place))


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "text"),
    [
        (40, "mutuelles", None, "40"),
        (40, "mutuelles", "exact", "40"),
        (40, "mutuelles", "environ", "environ 40"),
        (51e9, "fcfa", "plus_de", "plus de 51\u00a0Md\u00a0FCFA"),
        (0.05, "part", "moins_de", "moins de 5\u00a0%"),
        (2.5, None, None, "2,5"),
    ],
)
def test_a_value_is_written_in_its_unit_with_its_qualifier(fr, value, unit, qualifier, text):
    assert written(value, unit, qualifier, fr) == text
