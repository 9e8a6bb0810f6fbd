"""Weights, cross-checks and enrolment: what is published, computed or missing looks different."""

import pandas as pd

from cartomut.charts import contexte
from cartomut.charts.palette import LIGHT


def test_a_published_share_is_hatched_a_computed_one_full_and_a_missing_one_is_said(fr):
    rows = pd.DataFrame(
        {
            "titre": ["a", "b", "c"],
            "part_publiee": [0.0625, 0.4, None],
            "part_calculee": [0.051, None, None],
        }
    )
    figure = contexte.poids(rows, LIGHT, fr)
    published, computed, missing = figure.data
    assert published.marker.pattern.shape != computed.marker.pattern.shape
    assert published.text == ("6,25\u00a0%", "40\u00a0%", "")
    assert computed.x == (0.051, None, None)
    assert (missing.y, missing.text) == ((2,), ("non calculable",))


def test_weights_without_any_share_still_have_an_axis(fr):
    rows = pd.DataFrame({"titre": ["a"], "part_publiee": [None], "part_calculee": [None]})
    assert contexte.poids(rows, LIGHT, fr).layout.xaxis.range == (0, 1)


def test_each_implied_total_is_a_line_with_its_label_and_verdicts_differ_by_pattern(fr):
    rows = pd.DataFrame(
        {
            "titre": ["État", "Budget <b>", "Ancien"],
            "montant": [440.0, 1760.0, 330.0],
            "verdict_recoupement": ["coherent", "incoherent", "indecidable"],
        }
    )
    figure = contexte.recoupement(rows, [(1060.0, "1 060"), (132.5, "132,5")], "FCFA", LIGHT, fr)
    bars = [trace for trace in figure.data if trace.type == "bar"]
    lines = [trace for trace in figure.data if trace.type == "scatter"]
    assert len({trace.marker.pattern.shape for trace in bars}) == 3
    assert [line.x for line in lines] == [(1060.0, 1060.0), (132.5, 132.5)]
    assert {line.line.dash for line in lines} == {"solid", "dash"}
    assert "Budget &lt;b&gt;" in figure.layout.yaxis.ticktext


def test_the_line_goes_through_retained_counts_and_the_others_stand_beside_it(fr):
    rows = pd.DataFrame(
        {
            "periode": ["2023-12-31", "2022", "2022-12-31"],
            "valeur": [10.0, 4.0, 3.0],
            "ecrit": ["10", "moins de 4", "3"],
            "est_retenu": [True, False, True],
        }
    )
    others, retained = contexte.inscrits(rows, "personnes", LIGHT, fr).data
    assert list(retained.y) == [3.0, 10.0]
    assert "lines" in retained.mode
    assert list(others.y) == [4.0]
    assert others.mode == "markers"


def test_on_a_telephone_amounts_have_room_after_shorter_labels(fr):
    row = {"nom": "Dépenses annuelles des mutuelles", "indicateur": "d", "periode": "2023"}
    rows = pd.DataFrame([row | {"qualificatif": None}])
    wide, narrow = (
        contexte.montants(rows, [10.0], ["environ 10"], "FCFA", LIGHT, fr, phone)
        for phone in (False, True)
    )
    assert narrow.layout.xaxis.range[1] > wide.layout.xaxis.range[1]
    longest = [max(map(len, one.layout.yaxis.ticktext[0].split("<br>"))) for one in (narrow, wide)]
    assert longest[0] <= 15 < longest[1]
