"""A click on a bar filters the rest of the page."""

import json
from types import SimpleNamespace

import pytest
import streamlit as st

from cartomut.ui import block, choices, filters
from tests.pages.visit import HOME, QUALITY, seen


def click(monkeypatch, points, clicks=0):
    """Click marks of a chart named ``figure``; returns what was picked and the new state."""
    state = {
        "_clics_figure": clicks,
        "figure_0": SimpleNamespace(selection=SimpleNamespace(points=points)),
    }
    picked = []
    monkeypatch.setattr(st, "session_state", state)
    block._clicked("figure", "figure_0", picked.append)
    return picked, state


def test_a_click_hands_on_what_the_bar_stands_for_and_the_chart_starts_afresh(monkeypatch):
    picked, state = click(monkeypatch, [{"customdata": "communautaire"}, {"customdata": "x"}])
    assert picked == ["communautaire"]
    assert state["_clics_figure"] == 1


@pytest.mark.parametrize("points", [[], [{}], [{"customdata": None}]], ids=str)
def test_a_click_beside_the_bars_or_on_an_unknown_one_changes_nothing(monkeypatch, points):
    picked, state = click(monkeypatch, points)
    assert picked == []
    assert state["_clics_figure"] == 0


@pytest.mark.parametrize(
    ("page", "key", "known"),
    [
        (HOME, "lieux_par_statut", {"proprietaire", "communautaire"}),
        (QUALITY, "completude_regions", {"abidjan", "gbeke"}),
    ],
)
def test_the_bars_that_can_be_clicked_carry_the_codes_of_a_filter(page, key, known):
    charts = [one.proto for one in seen(page, "fr").get("plotly_chart") if one.proto.id]
    (chart,) = [one for one in charts if one.selection_mode]
    assert key in chart.id
    codes = {
        code for trace in json.loads(chart.spec)["data"] for code in trace.get("customdata", [])
    }
    assert known <= codes


@pytest.mark.parametrize(
    ("kept", "then"), [([], ["projet"]), (["projet"], []), (["x"], ["projet"])]
)
def test_a_filter_keeps_the_bar_alone_and_lets_go_of_it_at_the_second_click(
    monkeypatch, kept, then
):
    written = {}
    monkeypatch.setattr(filters, "_options", lambda key: ["projet", "x"])
    monkeypatch.setattr(choices, "read_many", lambda key, known: kept)
    monkeypatch.setattr(choices, "put", lambda key, value, default: written.update({key: value}))
    filters.keep_only("relation", "projet")
    assert written == {"relation": then}
