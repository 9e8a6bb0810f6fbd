"""Bars of completeness: each says its value and its base, and none is drawn for the unknown."""

import pandas as pd
import pytest

from cartomut.charts import completude
from cartomut.charts.palette import palette

REGIONS = pd.DataFrame(
    {
        "nom_region": ["Gbêkê", "Poro", None, "Folon"],
        "part_completude": [0.25, 0.8, 0.5, None],
        "nb_connus": [1, 8, 2, 0],
        "nb_attendus": [4, 10, 4, 0],
    }
)


@pytest.fixture
def bars(fr):
    return completude.completude_region(REGIONS, palette("clair"), fr)


def test_each_bar_says_its_share_and_how_many_fields_of_how_many(bars):
    texts = [text.replace("\u00a0", " ") for text in bars.data[0].text]
    assert texts == ["25 % (1 sur 4)", "80 % (8 sur 10)", "50 % (2 sur 4)", "non recensé"]


def test_a_region_without_anything_has_no_bar_and_an_unknown_region_is_named(bars):
    assert list(bars.data[0].x) == [0.25, 0.8, 0.5, 0]
    assert list(bars.layout.yaxis.ticktext) == ["Gbêkê", "Poro", "Région inconnue", "Folon"]


def test_only_a_long_bar_holds_its_text_inside(bars):
    assert list(bars.data[0].textposition) == ["outside", "inside", "outside", "outside"]
    assert bars.layout.xaxis.range == (0, 1.02)


def test_the_response_rate_names_each_year_with_its_base(en):
    rows = pd.DataFrame(
        {"annee": [2023, 2024], "taux_reponse": [1.0, None], "nb_reponses": [3, 0]}
    ).assign(nb_agreees=[3, 0])
    drawn = completude.taux_reponse(rows, palette("sombre"), en)
    assert list(drawn.layout.yaxis.ticktext) == ["2023", "2024"]
    assert drawn.data[0].text[0].startswith("100%")
    assert list(drawn.data[0].x) == [1, 0]
