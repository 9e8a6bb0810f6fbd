"""Bars by year say why one is missing; shares of a bill; a spread without its mutuals."""

import pandas as pd

from cartomut.charts import depenses
from cartomut.charts.palette import LIGHT
from cartomut.charts.panneaux import KNOWN, LEAST, MASKED, NOT_RETURNED, UNKNOWN, Bar, Panel
from cartomut.charts.panneaux import panneaux as draw
from cartomut.i18n import language

fr = language("fr")


def test_each_year_bears_its_value_or_the_reason_why_it_has_none():
    """A loss, a least, and the three absences; the room on the axis holds the texts."""
    bars = [
        Bar(2020, -5.0, "-5", KNOWN, "3/4"),
        Bar(2021, 8.0, "8", LEAST, "2/4", "+4 %"),
        Bar(2022, None, "", MASKED, "0/4"),
        Bar(2023, None, "", UNKNOWN, "0/4"),
        Bar(2024, None, "", NOT_RETURNED, "0/4"),
    ]
    figure = draw([Panel("<Soins>", "", bars)], LIGHT, fr)
    known, least, *words = figure.data
    assert (list(known.x), list(known.y), list(known.text)) == ([2020], [-5], ["-5"])
    assert (list(least.x), list(least.text)) == ([2021], ["≥ 8<br>+4 %"])
    assert (known.marker.pattern.shape, least.marker.pattern.shape) == ("", "/")
    assert {one.x[0]: one.text[0] for one in words} == {2022: "masqué", 2023: "n. d.", 2024: "×"}
    assert figure.layout.yaxis.range[0] < -5
    assert figure.layout.yaxis.range[1] > 8
    assert list(figure.layout.xaxis.ticktext) == [f"{bar.year}<br>{bar.base}" for bar in bars]
    assert figure.layout.annotations[0].text == "<b>&lt;Soins&gt;</b>"


def test_the_parts_of_a_bill_are_shares_of_it_and_a_difference_is_drawn_apart():
    """100 billed: 20, 50 and 20 known, 10 unexplained; a bill of zero has no bar."""
    rows = pd.DataFrame(
        {
            "nom": ["Pharmacie", "Optique"],
            "detail": ["100", "0"],
            "montant_facture_fcfa": [100, 0],
            "part_cmu_fcfa": [20, 0],
            "part_mutuelle_fcfa": [50, 0],
            "reste_a_charge_fcfa": [20, 0],
            "ecart_fcfa": [10, 0],
            "part_reste_a_charge": [0.2, None],
        }
    )
    figure = depenses.parts_prestations(rows, {code: code for code in depenses.PAYERS}, LIGHT, fr)
    drawn = {trace.name: list(trace.x) for trace in figure.data if trace.type == "bar"}
    assert drawn == dict(zip(depenses.PAYERS, ([0.2], [0.5], [0.2], [0.1]), strict=True))
    without = depenses.parts_prestations(
        rows.assign(ecart_fcfa=0), {code: code for code in depenses.PAYERS}, LIGHT, fr
    )
    assert "ecart_fcfa" not in {trace.name for trace in without.data}


def test_a_spread_names_who_lies_beyond_and_draws_no_mutual_that_may_not_be_shown():
    known = {"quartile_bas": 2.0, "mediane": 3.0, "quartile_haut": 4.0}
    quartiles = pd.Series(known | {"borne_basse": -1.0, "borne_haute": 7.0})
    dots = pd.DataFrame(
        {
            "code": ["a", "b"],
            "nom": ["Une <b>", "Deux"],
            "valeur": [9.0, 3.0],
            "role": [depenses.OUTSIDE, depenses.INSIDE],
        }
    )

    def traces(quartiles, dots):
        figure = depenses.distribution(
            quartiles, dots, lambda value: 10 * value, ("axe", None), str, LIGHT, fr
        )
        return {trace.name: trace for trace in figure.data}

    every = traces(quartiles, dots)
    outside = every["mutuelle atypique"]
    assert (list(outside.x), list(outside.text)) == ([90.0], ["Une &lt;b&gt;"])
    assert list(every["borne : 1,5 fois l'écart entre les quartiles"].x) == [70.0, 70.0]
    assert every["mutuelle"].text is None
    assert traces(quartiles, dots.iloc[:0]).keys() == {"médiane", "quartiles"}
    few = pd.Series(dict.fromkeys(quartiles.index, float("nan")))
    assert traces(few, dots).keys() == {"mutuelle", "mutuelle atypique"}
