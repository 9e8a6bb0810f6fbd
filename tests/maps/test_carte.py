"""The main map's data and legend: classes, states, circles, signs, places."""

import json
import math

import pandas as pd
import pytest

from cartomut.charts.palette import LIGHT, THEMES
from cartomut.maps.areas import Measure
from cartomut.maps.carte import (
    ABIDJAN,
    COUNTRY,
    LARGEST_CIRCLE,
    Frame,
    Network,
    View,
    carte,
)
from cartomut.maps.zone import Zone

KINDS = {"proprietaire": "Propriétaire", "communautaire": "Communautaire", "siege": "Siège"}
PRECISIONS = {"gps": "Position GPS", "commune": "Centre de la commune"}
NOWHERE = pd.DataFrame({"code": [], "valeur": []})
PLACE_COLUMNS = (
    "genre",
    "id",
    "nom",
    "categorie",
    "est_ouvert",
    "precision",
    "latitude",
    "longitude",
)


@pytest.fixture
def quatre_regions():
    """10 and 30 known, one unknown, one not surveyed."""
    rows = [
        ("a", "Région A", 10.0, "valeur"),
        ("b", "Région B", 30.0, "valeur"),
        ("c", "Région C", math.nan, "inconnu"),
        ("d", "Région D", math.nan, "non_enquete"),
    ]
    return pd.DataFrame(rows, columns=["code", "nom", "valeur", "etat"])


@pytest.fixture
def cinq_lieux():
    """An open and an announced owned centre, two open community ones (one by GPS), one seat."""
    rows = [
        ("centre", "c1", "Un", "proprietaire", True, "commune", 5.123456, -4.000004),
        ("centre", "c2", "Deux", "proprietaire", False, "commune", 5.2, -4.1),
        ("centre", "c3", "Trois", "communautaire", True, "gps", 5.3, -4.2),
        ("centre", "c4", "Quatre", "communautaire", True, "commune", 5.4, -4.3),
        ("siege", "m1", "Cinq", "siege", True, "commune", 5.5, -4.4),
    ]
    return pd.DataFrame(rows, columns=PLACE_COLUMNS)


@pytest.fixture
def draw(fr, quatre_regions, cinq_lieux):
    """Draw the map with some parts replaced."""

    def drawn(**changed):
        parts = {
            "territories": quatre_regions,
            "places": cinq_lieux,
            "circles": NOWHERE,
            "measure": Measure("Population", fr.number),
            "amount": None,
            "kinds": KINDS,
            "precisions": PRECISIONS,
            "view": View("region"),
            "palette": LIGHT,
            "_": fr,
        }
        return carte(**parts | changed)

    return drawn


def group(picture, rank):
    return picture.legend.groups[rank]


def test_each_territory_has_the_colour_of_its_class_and_its_value_in_words(draw):
    areas = draw().payload["aplat"]
    assert areas["a"] == [0, "10"]
    assert areas["b"] == [1, "30"]
    assert draw().payload["teintes"] == [LIGHT.steps[0], LIGHT.steps[-1]]
    assert draw().payload["mesure"] == "Population"


def test_unknown_and_not_surveyed_look_and_read_differently_and_are_no_zero(draw):
    areas = draw().payload["aplat"]
    assert areas["c"][0] == "inconnu"
    assert areas["d"][0] == "non_enquete"
    assert areas["c"][1] != areas["d"][1]
    assert "0" not in areas["c"][1]


def test_a_zero_is_a_value_with_a_colour(draw, quatre_regions):
    quatre_regions.loc[0, "valeur"] = 0.0
    area = draw(territories=quatre_regions).payload["aplat"]["a"]
    assert area == [0, "0"]


def test_the_legend_counts_every_territory_once(draw):
    title, entries = group(draw(), 0)
    assert title == "Population"
    assert [entry.sign for entry in entries] == ["aplat", "aplat", "inconnu", "non_enquete"]
    assert [entry.label for entry in entries[:2]] == ["10 (1)", "30 (1)"]
    assert all(entry.label.endswith("(1)") for entry in entries)


def test_the_legend_names_each_class_by_its_own_lowest_and_greatest_value(draw):
    """1 to 20 by quantiles: five classes of four."""
    rows = pd.DataFrame(
        {
            "code": [f"r{n}" for n in range(1, 21)],
            "nom": "x",
            "valeur": [float(n) for n in range(1, 21)],
            "etat": "valeur",
        }
    )
    view = View("region", method="quantiles")
    _title, entries = group(draw(territories=rows, view=view), 0)
    assert [entry.colour for entry in entries] == list(LIGHT.steps)
    assert [entry.label.split(" ")[0] for entry in entries] == ["1", "5", "9", "13", "17"]
    assert all(entry.label.endswith("(4)") for entry in entries)


def test_a_legend_without_any_value_has_only_states(draw, quatre_regions):
    quatre_regions["valeur"] = math.nan
    quatre_regions["etat"] = "non_enquete"
    picture = draw(territories=quatre_regions)
    _title, entries = group(picture, 0)
    assert [entry.sign for entry in entries] == ["non_enquete"]
    assert entries[0].label.endswith("(4)")
    assert {area[0] for area in picture.payload["aplat"].values()} == {"non_enquete"}


def test_circles_grow_with_the_square_root_and_the_largest_is_always_the_same(draw, fr):
    """Areas compare: a quarter of the amount has half the radius. No circle for 0 or unknown."""
    circles = pd.DataFrame({"code": ["a", "b", "c", "d"], "valeur": [25.0, 100.0, 0.0, math.nan]})
    picture = draw(circles=circles, amount=Measure("Lieux", fr.number))
    assert picture.payload["cercles"] == [
        {"code": "b", "rayon": LARGEST_CIRCLE},
        {"code": "a", "rayon": LARGEST_CIRCLE / 2},
    ]
    title, (entry,) = group(picture, 1)
    assert title == "Lieux"
    assert entry.sign == "rond"
    assert "100" in entry.label


def test_without_amounts_there_are_no_circles_and_no_legend_for_them(draw, fr):
    unknown = pd.DataFrame({"code": ["a"], "valeur": [math.nan]})
    for circles in (NOWHERE, unknown):
        picture = draw(circles=circles, amount=Measure("Lieux", fr.number))
        assert picture.payload["cercles"] == []
        signs = [entry.sign for _title, entries in picture.legend.groups for entry in entries]
        assert "rond" not in signs


def test_places_travel_as_columns_of_whole_numbers(draw):
    places = draw().payload["lieux"]
    assert places["lat"] == [512346, 520000, 530000, 540000, 550000]
    assert places["lon"] == [-400000, -410000, -420000, -430000, -440000]
    assert places["id"] == ["c1", "c2", "c3", "c4", "m1"]
    assert places["nom"] == ["Un", "Deux", "Trois", "Quatre", "Cinq"]
    assert places["precision"] == "11011"
    assert {len(column) for column in places.values()} == {5}


def test_each_place_has_the_sign_of_its_kind(draw):
    payload = draw().payload
    names = [payload["categories"][sign][1] for sign in payload["lieux"]["cat"]]
    assert names[0] == "Propriétaire"
    assert names[1].startswith("Propriétaire ")
    assert names[2:] == ["Communautaire", "Communautaire", "Siège"]


def test_what_is_not_open_is_hollow_and_what_is_not_placed_by_gps_is_dashed(draw):
    payload = draw().payload
    signs = [payload["categories"][sign] for sign in payload["lieux"]["cat"]]
    assert [sign[4] for sign in signs] == [0, 1, 0, 0, 0]
    assert [sign[5] for sign in signs] == [1, 1, 0, 1, 1]


def test_kinds_differ_by_shape_and_colour_and_open_or_not_share_them(draw):
    payload = draw().payload
    signs = [payload["categories"][sign] for sign in payload["lieux"]["cat"]]
    looks = [(sign[2], sign[3]) for sign in signs]
    assert looks[0] == looks[1]
    assert len({looks[0][0], looks[2][0], looks[4][0]}) == 3
    assert len({looks[0][1], looks[2][1], looks[4][1]}) == 3


def test_the_legend_shows_a_sign_once_whether_dashed_or_not(draw):
    _title, entries = group(draw(), 1)
    assert [(entry.label, entry.hollow) for entry in entries[:1]] == [("Propriétaire", False)]
    assert entries[1].hollow
    assert [entry.label for entry in entries[2:]] == ["Communautaire", "Siège"]


def test_a_kind_that_is_only_announced_is_not_called_announced_twice(draw, cinq_lieux):
    cinq_lieux.loc[:, "est_ouvert"] = False
    _title, entries = group(draw(places=cinq_lieux), 1)
    assert [entry.label for entry in entries] == ["Propriétaire", "Communautaire", "Siège"]
    assert all(entry.hollow for entry in entries)


def test_a_kind_without_a_name_keeps_its_code_and_gets_a_sign(draw, cinq_lieux):
    cinq_lieux.loc[0, "categorie"] = "nouveau"
    payload = draw(places=cinq_lieux).payload
    assert payload["categories"][payload["lieux"]["cat"][0]][1] == "nouveau"


def test_without_the_layer_of_places_none_is_sent_and_the_legend_has_none(draw):
    picture = draw(view=View("region", layers=("lacs",)))
    assert picture.payload["lieux"]["id"] == []
    assert picture.payload["categories"] == []
    assert len(picture.legend.groups) == 1
    assert picture.payload["couches"] == ["lacs"]


def test_a_map_without_any_place_is_still_a_map(draw, cinq_lieux):
    picture = draw(places=cinq_lieux.iloc[:0])
    assert picture.payload["lieux"]["lat"] == []
    assert len(picture.legend.groups) == 1


def test_a_note_explains_dashed_outlines_only_when_there_are_some(draw, cinq_lieux):
    exact = cinq_lieux.assign(precision="gps")
    assert len(draw().legend.notes) == len(draw(places=exact).legend.notes) + 1


def test_what_is_chosen_and_where_to_look_is_sent(draw):
    frame = Frame("region:a", level="region", code="a")
    payload = draw(view=View("region", selected=("a",), selected_place="c1", frame=frame)).payload
    assert payload["choisis"] == ["a"]
    assert payload["lieu_choisi"] == "c1"
    assert payload["vue"] == {"cle": "region:a", "cadre": None, "niveau": "region", "code": "a"}


@pytest.mark.parametrize("frame", [COUNTRY, ABIDJAN])
def test_ready_made_frames_are_boxes_inside_the_country(draw, frame):
    (south, west), (north, east) = draw(view=View("region", frame=frame)).payload["vue"]["cadre"]
    assert 4 < south < north < 11
    assert -9 < west < east < -2


@pytest.mark.parametrize("theme", THEMES)
def test_the_map_is_sent_the_colours_of_the_theme(draw, theme):
    colours = draw(palette=THEMES[theme]).payload["palette"]
    assert colours["fond"] == THEMES[theme].paper
    assert colours["encre"] == THEMES[theme].ink


def test_the_map_s_own_texts_are_in_the_reader_s_language(draw, fr, en):
    french, english = draw().payload["textes"], draw(_=en).payload["textes"]
    assert french.keys() == english.keys()
    assert french["carte"] != english["carte"]
    assert french["zoom_plus"] != english["zoom_plus"]


def test_the_same_answers_make_the_same_map(draw):
    assert json.dumps(draw().payload) == json.dumps(draw().payload)


@pytest.fixture
def trois_liens():
    """One link between two places, one to somebody without a position, one within one town."""
    rows = [
        ("membre", "A", "B", 5.0, -4.0, 6.0, -5.0, True, 156.3),
        ("membre", "A", "C", 5.0, -4.0, math.nan, math.nan, False, math.nan),
        ("reference", "D", "E", 5.0, -4.0, 5.0, -4.0, True, 0.0),
    ]
    columns = ("type_lien", "de_nom", "vers_nom", "de_latitude", "de_longitude")
    columns += ("vers_latitude", "vers_longitude", "est_trace", "distance_km")
    return pd.DataFrame(rows, columns=columns)


def test_a_link_is_drawn_when_both_ends_have_a_place_and_not_the_same(draw, trois_liens):
    names = {"reference": "Référence", "membre": "Membre"}
    picture = draw(network=Network(trois_liens, names))
    sent = picture.payload["liens"]
    assert sent["traits"] == [[500000, -400000, 600000, -500000, 0, "A → B"]]
    assert [kind[0] for kind in sent["types"]] == ["Membre"]
    title, (entry,) = picture.legend.groups[-1]
    assert (title, entry.label) == ("Liens", "Membre (1)")
    assert entry.sign == "tirets"  # the look of a type does not depend on what else is shown
    assert entry.colour == sent["types"][0][1]


def test_nothing_of_links_areas_or_tools_is_sent_when_nobody_asked(draw):
    assert draw().payload.keys() & {"liens", "zone", "outils", "ensemble"} == set()


def test_a_drawn_area_is_sent_and_is_in_the_legend(draw):
    picture = draw(view=View("region", zone=Zone(((5.0, -4.0),), 20.0), tools=True))
    assert picture.payload["zone"] == [[[5.0, -4.0]], 20.0]
    assert len(picture.payload["outils"]) == 4
    assert [entry.sign for entry in picture.legend.groups[-1][1]] == ["tirets"]


def test_each_reason_to_have_no_value_has_its_own_look_and_word(draw):
    states = ("inconnu", "non_enquete", "masque", "non_calculable", "sans_entite", "non_declare")
    rows = pd.DataFrame({"code": states, "nom": states, "valeur": math.nan, "etat": states})
    picture = draw(territories=rows)
    texts = [picture.payload["aplat"][state][1] for state in states]
    assert len(set(texts)) == len(states)
    assert [entry.sign for entry in group(picture, 0)[1]] == list(states)


def test_an_indicator_says_of_how_many_its_value_is_known(draw, quatre_regions):
    counted = quatre_regions.assign(nb_valeurs=[3, 4, 0, 0], nb_entites=[5, 4, 2, 0])
    areas = draw(territories=counted).payload["aplat"]
    assert areas["a"][2] == "valeur connue pour 3 sur 5"
    assert areas["c"][2] == "valeur connue pour 0 sur 2"
    assert len(areas["d"]) == 2
