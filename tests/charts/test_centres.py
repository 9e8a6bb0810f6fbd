"""Charts of centres: three looks that colour alone never tells, totals that are minimums, gaps."""

import pandas as pd
import pytest

from cartomut.charts import activite, services
from cartomut.charts.palette import THEMES
from cartomut.exports import picture
from cartomut.records import records

LIGHT = THEMES["clair"]


@pytest.fixture
def counts():
    """Two services of ten centres: one asked of eight, one asked of nobody."""
    return pd.DataFrame(
        {
            "nb_centres": [10, 10],
            "nb_demandes": [8, 0],
            "nb_disponibles": [6, 0],
            "nb_absents": [2, 0],
            "nb_non_demandes": [2, 10],
            "part_disponible": [0.75, None],
        }
    )


@pytest.fixture
def years():
    """Tuberculosis by year: 2022 leaves out a hidden count, 2023 is unknown."""
    return pd.DataFrame(
        {
            "annee": [2021, 2022, 2023],
            "mesure": ["nb_tb_traites"] * 3,
            "valeur": pd.array([40, 35, None], dtype="Int64"),
            "nb_masques": [0, 1, 0],
        }
    )


def test_each_answer_has_its_own_sign_pattern_and_name(fr):
    for theme in THEMES.values():
        looks = list(services.looks(True, theme, fr).values())
        assert len({one.pattern for one in looks}) == 3
        assert len({one.name for one in looks}) == 3
    assert len(set(services.SIGNS.values())) == 3
    assert [services.state(one) for one in (True, False, None, pd.NA)] == [
        "disponible",
        "absent",
        "non_demande",
        "non_demande",
    ]


def test_shares_of_the_three_answers_fill_the_bar_and_nobody_asked_is_no_share(counts, fr):
    figure = services.disponibilite(counts, ["Un", "Deux"], True, LIGHT, fr)
    assert [sum(part) for part in zip(*(trace.x for trace in figure.data), strict=True)] == [1, 1]
    assert "75 % (6 sur 8)" in figure.layout.yaxis.ticktext[0].replace("\u00a0", " ")
    assert "non recueilli" in figure.layout.yaxis.ticktext[1]
    few = next(records(counts.assign(nb_demandes=3)))
    assert "peu de réponses" in services.written(few, True, fr)
    assert services.written(next(records(counts)), False, fr) == "6 centres cités"


def test_a_matrix_has_one_cell_per_centre_and_service_and_escapes_names(fr):
    rows = pd.DataFrame(
        {
            "rang": [1, 1, 2, 2],
            "titre": ["<b>A</b>", "<b>A</b>", "B", "B"],
            "service": ["cpn", "arv"] * 2,
            "disponible": pd.array([True, None, False, True], dtype="boolean"),
            "score": ["50 %", None, None, None],
        }
    )
    figure = services.matrice(rows, {"cpn": "CPN", "arv": "ARV"}, True, LIGHT, fr)
    assert {trace.name[0]: len(trace.y) for trace in figure.data} == {"✓": 2, "✕": 1, "·": 1}
    assert figure.data[0].text == ("✓ 50 %", "✓")
    assert "&lt;b&gt;A" in figure.layout.yaxis.ticktext[0]
    empty = rows.assign(disponible=None, score=pd.Series([float("nan")] * 4))
    assert [
        len(trace.y) for trace in services.matrice(empty, {"cpn": "C"}, True, LIGHT, fr).data
    ] == [
        0,
        0,
        2,
    ]


def test_a_total_that_leaves_out_hidden_values_is_hollow_and_an_unknown_year_is_a_gap(years, fr):
    figure = activite.activite_lentille(years, {"nb_tb_traites": "TB"}, LIGHT, fr)
    line, hollow = figure.data
    assert line.y == (40, 35, None)
    assert line.connectgaps is False
    assert (hollow.x, hollow.y) == ((2022,), (35,))
    assert "au moins" in hollow.name
    assert line.customdata[1][0] == "au moins 35"
    assert activite.at_least(None, 2, fr) == "masqué (1 à 4)"
    assert activite.at_least(None, 0, fr) == "non recueilli"
    assert activite.at_least(0, 0, fr) == "0"


def test_every_chart_of_a_figure_can_be_taken_away_as_a_picture(counts, years, fr):
    spending = years.rename(columns={"valeur": "montant_fcfa"}).assign(
        pathologie="tb", part_prestations_dues=[0.1, 0.2, None]
    )
    ready = counts.assign(part_preparation=[0.5, 0.25], nb_scores=[6, 2])
    charts = (
        services.disponibilite(counts, ["Un", "Deux"], True, LIGHT, fr),
        services.preparation(ready, ["Un", "Deux"], LIGHT, fr),
        activite.activite_lentille(years, {"nb_tb_traites": "TB"}, LIGHT, fr),
        activite.depenses_pathologie(spending, {"tb": "TB"}, LIGHT, fr),
    )
    for chart in charts:
        assert b"<svg" in picture.draw(chart, "Titre", ["note"], "svg", fr)
