"""Figures of one mutual: its years with their gaps, its course with its open ends."""

import pandas as pd

from cartomut.charts.annees import par_annee
from cartomut.charts.palette import LIGHT
from cartomut.charts.parcours import parcours


def test_each_year_has_its_bar_or_the_reason_why_it_has_none(fr):
    rows = pd.DataFrame(
        {
            "annee": [2020, 2021, 2022, 2023],
            "valeur": pd.array([100, None, None, 50], dtype="Int64"),
            "etat": ["valeur", "inconnu", "non_rendu", "valeur"],
            "qualificatifs": [None, None, None, "plus_de"],
        }
    )
    figure = par_annee(rows, fr.number, LIGHT, fr)
    bars, unknown, missing = figure.data
    assert list(zip(bars.x, bars.y, bars.text, strict=True)) == [
        (2020, 100, "100"),
        (2023, 50, "50"),
    ]
    assert list(bars.marker.pattern.shape) == ["", "/"]  # a minimum does not look like a value
    assert (list(unknown.x), list(unknown.text)) == ([2021], ["n. d."])
    assert (list(missing.x), list(missing.text)) == ([2022], ["×"])
    assert figure.layout.yaxis.range[0] == 0


def test_a_deficit_goes_below_zero(fr):
    rows = pd.DataFrame(
        {"annee": [2020], "valeur": [-30], "etat": ["valeur"], "qualificatifs": [None]}
    )
    low, high = par_annee(rows, fr.number, LIGHT, fr).layout.yaxis.range
    assert low < -30 < 0 < high


def test_a_status_without_end_is_hatched_and_what_has_no_date_is_not_placed(fr):
    rows = pd.DataFrame(
        [
            ("statut", "Constituée", "2014", "2016-07"),
            ("jalon", "<img src=x>", "2015-06", None),
            ("statut", "Agréée", "2016-07", None),
            ("statut", "Sans date", None, None),
        ],
        columns=["genre", "nom", "date_debut", "date_fin"],
    )
    figure = parcours(rows, LIGHT, fr)
    past, step, lasting = figure.data
    assert (past.base[0], past.x[0], past.marker.pattern.shape) == (2014, 2.5, "")
    assert step.x[0] == 2015 + 5 / 12
    assert lasting.marker.pattern.shape == "/"
    assert lasting.base[0] + lasting.x[0] > 2016.5
    assert list(figure.layout.yaxis.ticktext) == ["Constituée", "&lt;img src=x&gt;", "Agréée"]
