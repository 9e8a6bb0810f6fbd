"""The figures of a comparison: one scale for both, no mark for a value that is not there."""

import json

import pandas as pd
import pytest

from cartomut.charts import comparaison, cote_a_cote
from cartomut.charts.comparaison import PEERS, Entity
from cartomut.charts.palette import LIGHT
from tests.charts.test_series import HOSTILE, numbers

BOTH = [Entity("x", "A : X"), Entity("y", "B : Y")]
NONE = float("nan")


def drawn(figure):
    return json.loads(figure.to_json())


def traces(figure, name):
    return [one for one in drawn(figure)["data"] if one.get("name") == name]


def lines(*rows):
    names = ["nom", "unite", "valeur_a", "valeur_b", "quartile_1", "mediane_pairs", "quartile_3"]
    return pd.DataFrame(rows, columns=names)


def test_shares_stand_on_one_axis_and_any_other_line_on_its_own(fr):
    """A share of 30 % stands at 0.3; of 50 and 100 francs the larger ends the line's own scale."""
    rows = lines(
        ("Part", "part", 0.3, 0.5, 0.2, 0.4, 0.6), ("Coût", "fcfa", 50, 100, NONE, NONE, NONE)
    )
    figure = comparaison.ecarts(rows, BOTH, LIGHT, fr)
    first = traces(figure, "A : X")
    assert [numbers(one["x"]) for one in first] == [[0.3], [0.5]]
    assert [numbers(one["x"]) for one in traces(figure, "B : Y")] == [[0.5], [1.0]]
    assert [one["text"] for one in first] == [["30\u00a0%"], ["50\u00a0FCFA"]]
    band = traces(figure, "moitié centrale des pairs")
    assert [one["x"] for one in band] == [[0.2, 0.6, None], []]


def test_a_ratio_past_one_and_a_loss_keep_their_place_beside_zero(fr):
    """From -1 to 3: zero stands at a quarter of the line."""
    rows = lines(("Marge", "part", -1, 3, 0, 0, 0))
    figure = comparaison.ecarts(rows, BOTH, LIGHT, fr)
    assert numbers(traces(figure, "A : X")[0]["x"]) == [0]
    assert numbers(traces(figure, "B : Y")[0]["x"]) == [1]
    assert numbers(traces(figure, "médiane des pairs")[0]["x"]) == [0.25]


def test_an_unknown_value_has_no_mark_and_no_text(fr):
    figure = comparaison.ecarts(lines(("P", "part", 0.1, *[NONE] * 4)), BOTH, LIGHT, fr)
    (second,) = traces(figure, "B : Y")
    assert second["x"] == [None]
    assert second["text"] == [""]
    assert not second["showlegend"]


@pytest.fixture
def amounts():
    """X tells 1,000,000 in 2020 and nothing in 2021; Y 10,000,000 in both years."""
    rows = [
        ("x", 2020, 1_000_000),
        ("x", 2021, None),
        ("y", 2020, 10_000_000),
        ("y", 2021, 10_000_000),
        (PEERS, 2020, 4_000_000),
    ]
    return pd.DataFrame(rows, columns=["entite_id", "annee", "montant_fcfa"]).assign(
        poste="reserves_fcfa"
    )


def test_a_year_that_nobody_told_is_a_gap_marked_as_such_and_never_a_zero(amounts, fr):
    peers = [*BOTH, Entity(PEERS, "pairs")]
    figure = cote_a_cote.comptes_compares(amounts, peers, {"reserves_fcfa": "Réserves"}, LIGHT, fr)
    data = drawn(figure)["data"]
    line = next(one for one in data if one["name"] == "A : X")
    assert line["y"] == [1_000_000, None]
    marks = [one for one in data if one["mode"] == "text"]
    assert [(one["x"], one["text"]) for one in marks] == [([2021], ["n. d."])] or [
        (numbers(one["x"]), one["text"]) for one in marks
    ] == [([2021], ["n. d."])]
    axis = drawn(figure)["layout"]["yaxis"]
    assert axis["range"][0] <= 0
    assert axis["ticktext"][-1].replace("\u00a0", " ") == "10 M"


def test_a_centre_that_was_not_asked_looks_otherwise_than_one_that_says_no(fr):
    rows = pd.DataFrame(
        [("x", "cpn", 1, 1, 1, 1.0), ("x", "arv", 0, 1, 1, 0.0), ("x", "tb", 0, 0, 1, NONE)],
        columns=[
            "entite_id",
            "service",
            "nb_offrent",
            "nb_repondent",
            "nb_centres",
            "part_offrent",
        ],
    )
    figure = cote_a_cote.services_compares(rows, BOTH, {}, LIGHT, fr, centres=True)
    looks = {
        one["name"]: (one["marker"]["symbol"], numbers(one["y"]))
        for one in drawn(figure)["data"]
        if one["mode"] == "markers"
    }
    assert looks == {
        "offert": ("circle", [0]),
        "non offert": ("x-thin", [1]),
        "non demandé ou sans réponse": ("circle-open-dot", [2]),
    }
    grouped = cote_a_cote.services_compares(rows, BOTH, {}, LIGHT, fr, centres=False)
    (words,) = drawn(grouped)["data"]
    assert [text.replace("\u00a0", " ") for text in words["text"]] == [
        "1 sur 1 (100 %)",
        "0 sur 1 (0 %)",
        "n. d.",
    ]


def test_each_peer_is_a_dot_and_a_name_from_data_is_never_run(fr):
    rows = pd.DataFrame(
        {"code": ["x", "p", "q"], "nom": ["X", HOSTILE, "Q"], "valeur": [0.1, 0.2, NONE]}
    )
    figure = comparaison.place(rows, BOTH, (0.1, 0.2, 0.3), "part", LIGHT, fr)
    (peers,) = traces(figure, "pairs")
    assert numbers(peers["x"]) == [0.2]
    assert "<img" not in json.dumps(peers)
    assert numbers(traces(figure, "A : X")[0]["x"]) == [0.1]
    assert "B : Y" not in [one["name"] for one in drawn(figure)["data"] if numbers(one["x"])]
