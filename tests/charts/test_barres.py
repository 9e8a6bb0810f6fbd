"""Bars: what is open, what is only announced, and one bar per published fact."""

import json

import pandas as pd
import pytest

from cartomut.charts import barres
from cartomut.charts.palette import LIGHT, SHAPES, STATES, THEMES, palette, state_label
from tests.charts.test_series import HOSTILE, fact, numbers
from tests.queries.naive import table


@pytest.fixture
def trois_statuts():
    """Owner: 3 open, 1 announced. Community: 2 open, 1 planned."""
    rows = [
        ("Propriétaire", "Ouvert", True, 3),
        ("Propriétaire", "Annoncé", False, 1),
        ("Communautaire", "Ouvert", True, 2),
        ("Communautaire", "Projet", False, 1),
    ]
    return pd.DataFrame(rows, columns=["relation_nom", "statut_nom", "est_ouvert", "nb_centres"])


def drawn(figure):
    return json.loads(figure.to_json())


def test_places_are_stacked_by_status_with_their_counts(trois_statuts, fr):
    figure = drawn(barres.lieux_par_statut(trois_statuts, LIGHT, fr))
    bars = {
        trace["name"]: dict(zip(trace["y"], numbers(trace["x"]), strict=True))
        for trace in figure["data"]
    }
    assert bars == {
        "Ouvert": {"Propriétaire": 3, "Communautaire": 2},
        "Annoncé": {"Propriétaire": 1},
        "Projet": {"Communautaire": 1},
    }
    assert figure["layout"]["barmode"] == "stack"


def test_what_is_only_announced_is_hatched_and_never_filled_like_what_is_open(trois_statuts, fr):
    data = drawn(barres.lieux_par_statut(trois_statuts, LIGHT, fr))["data"]
    look = {
        trace["name"]: (trace["marker"]["color"], trace["marker"]["pattern"]["shape"])
        for trace in data
    }
    assert look["Ouvert"] == (LIGHT.categories[0], "")
    assert look["Annoncé"][0] == look["Projet"][0] == LIGHT.paper
    assert len({shape for _colour, shape in look.values()}) == 3


def test_a_group_that_is_not_wholly_open_is_not_drawn_as_open(fr):
    rows = pd.DataFrame(
        {
            "relation_nom": ["A", "B"],
            "statut_nom": ["Mêlé", "Mêlé"],
            "est_ouvert": [True, False],
            "nb_centres": [1, 1],
        }
    )
    (trace,) = drawn(barres.lieux_par_statut(rows, LIGHT, fr))["data"]
    assert trace["marker"]["pattern"]["shape"] != ""


def test_the_count_axis_is_named_in_the_reader_s_language_and_starts_at_zero(trois_statuts, fr, en):
    axes = [
        drawn(barres.lieux_par_statut(trois_statuts, LIGHT, _))["layout"]["xaxis"] for _ in (fr, en)
    ]
    assert axes[0]["title"]["text"] != axes[1]["title"]["text"]
    assert {axis["rangemode"] for axis in axes} == {"tozero"}


def test_hostile_names_of_places_are_shown_as_text(fr):
    rows = pd.DataFrame(
        {
            "relation_nom": [HOSTILE],
            "statut_nom": [HOSTILE],
            "est_ouvert": [True],
            "nb_centres": [1],
        }
    )
    (trace,) = drawn(barres.lieux_par_statut(rows, LIGHT, fr))["data"]
    assert trace["name"].startswith("&lt;img")
    assert trace["y"][0].startswith("&lt;img")


@pytest.fixture
def trois_comptes():
    """40 mutuals licensed in 2019, an unknown count in 2020, about 47 studied in 2022."""
    return pd.DataFrame(
        [
            fact("agreees", 40.0, "2019", nom="Agréées"),
            fact("agreees", None, "2020", nom="Agréées"),
            fact("etude", 47.0, "2022-11", nom="Étudiées", qualificatif="environ"),
        ]
    )


def test_each_fact_has_its_bar_its_name_its_date_and_its_value(trois_comptes, fr):
    figure = drawn(barres.faits(trois_comptes, "mutuelles", LIGHT, fr))
    (trace,) = figure["data"]
    assert numbers(trace["x"]) == [40, 47]
    assert bar_names(figure) == ["Agréées<br>2019", "Étudiées<br>novembre 2022"]
    assert trace["text"] == ["40", "environ 47"]


def test_two_facts_of_the_same_name_and_date_keep_a_bar_each(fr):
    """Two sources for one date: bars on one and the same label would cover each other."""
    rows = pd.DataFrame([fact("i", 5.0, "2021"), fact("i", 9.0, "2021")])
    (trace,) = drawn(barres.faits(rows, "", LIGHT, fr))["data"]
    assert len(set(numbers(trace["y"]))) == 2


def test_more_indicators_than_colours_still_all_get_a_bar(fr):
    count = len(LIGHT.categories) + 2
    rows = pd.DataFrame([fact(f"i{rank}", 1.0, "2021") for rank in range(count)])
    (trace,) = drawn(barres.faits(rows, "", LIGHT, fr))["data"]
    assert len(numbers(trace["y"])) == count


def test_hostile_names_of_facts_are_shown_as_text(fr):
    rows = pd.DataFrame([fact("i", 1.0, "2021", nom=HOSTILE)])
    (name,) = bar_names(drawn(barres.faits(rows, "", LIGHT, fr)))
    assert name.startswith("&lt;img")


def bar_names(figure):
    """Return the name beside each bar, from its place on the axis."""
    (trace,) = figure["data"]
    axis = figure["layout"]["yaxis"]
    names = dict(zip(numbers(axis["tickvals"]), axis["ticktext"], strict=True))
    return [names[place] for place in numbers(trace["y"])]


def test_a_theme_that_is_not_ours_is_the_light_one():
    assert palette("<script>") is LIGHT
    assert [palette(name) for name in THEMES] == list(THEMES.values())


def luminance(colour):
    """Return the relative luminance of a colour (WCAG 2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_texts_stand_out_from_the_paper_and_marks_do_too(theme):
    """WCAG 2.2 AA: 4.5 for texts, 3 for what is drawn."""
    colours = THEMES[theme]
    assert contrast(colours.ink, colours.paper) >= 4.5
    assert contrast(colours.quiet, colours.paper) >= 4.5
    weak = [one for one in colours.categories if contrast(one, colours.paper) < 2.4]
    assert weak == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_steps_of_the_map_go_one_way_from_quiet_to_strong(theme):
    lightness = [luminance(step) for step in THEMES[theme].steps]
    assert lightness in (sorted(lightness), sorted(lightness, reverse=True))
    assert len(lightness) == 5


def test_every_state_has_a_name_in_both_languages(fr, en):
    known = {row["code"] for row in table("code_liste") if row["liste"] == "etat_valeur"}
    assert STATES.keys() == known
    for state in STATES:
        assert state_label(state, fr) != state_label(state, en)
    assert len({state_label(state, fr) for state in STATES}) == len(STATES)


def test_there_are_as_many_shapes_as_a_reader_can_tell_apart():
    assert len(set(SHAPES)) == len(SHAPES) == 5
