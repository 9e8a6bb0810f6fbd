"""Places of care and head offices: against the naive twin, and where each one stands on the map."""

from collections import Counter

import pandas as pd
import pytest

from cartomut.queries import query
from tests.queries import naive

lieux = query("indicateurs/lieux")
par_statut = query("indicateurs/lieux_par_statut")
centre = query("fiches/centre")
organisme = query("fiches/organisme")

COLUMNS = (
    "genre",
    "nom",
    "organisme",
    "type_organisme",
    "relation",
    "type_etablissement",
    "statut",
    "est_ouvert",
    "commune",
    "latitude",
    "longitude",
    "precision",
    "source_id",
    "nature",
)
FILTERS = [
    {},
    {"district": "abidjan"},
    {"region": "gbeke"},
    {"commune": "Cocody"},
    {"district": "abidjan", "region": "gbeke"},
    {"types": ["mutuelle_sociale"]},
    {"types": []},
    {"relations": ["communautaire"]},
    {"etablissements": ["clinique", "fsu_com"]},
    {"statuts": ["ouvert"]},
    {"statuts": ["annonce"], "types": ["mutuelle_sociale"]},
]


@pytest.fixture
def une_commune(store):
    """One region with one commune, ``Bouaké``, at 7.7 N 5.0 W; ``Sakassou`` is only a seat."""
    store.insert("district", district_code="vallee", nom="Vallée")
    store.insert("region", region_code="gbeke", nom="Gbêkê", district_code="vallee")
    for table, code, name, point in (
        ("commune", "bouake", "Bouaké", (7.7, -5.0)),
        ("departement", "bouake", "Bouaké", (9.9, -9.9)),
        ("departement", "sakassou", "Sakassou", (7.5, -5.3)),
    ):
        store.insert(
            table,
            nom=name,
            region_code="gbeke",
            latitude=point[0],
            longitude=point[1],
            precision="commune" if table == "commune" else "ville",
            **{f"{table}_code": code},
        )
    return store


def rows_of(asked, opened, **filters):
    rows = asked.run(opened, **naive.NOTHING | filters)
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


def place(opened, **cells):
    """Insert a centre and return it as the map's question does."""
    opened.insert("centre", centre_id="c", **{"statut_operationnel": "ouvert"} | cells)
    (row,) = rows_of(lieux, opened)
    return row


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_places_are_those_found_by_hand_with_the_same_positions(publie, filters):
    found = {
        row["id"]: {**{name: row[name] for name in COLUMNS}, "region": row["region_code"]}
        for row in rows_of(lieux, publie, **filters)
    }
    expected = {
        one["id"]: {name: one[name] for name in (*COLUMNS, "region")}
        for one in (*naive.centres(), *naive.seats())
        if naive.keeps(naive.NOTHING | filters, one)
    }
    assert found == expected


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_places_by_status_are_those_counted_by_hand(publie, filters):
    kept = [one for one in naive.centres() if naive.keeps(naive.NOTHING | filters, one)]
    counts = Counter((one["relation"], one["statut"]) for one in kept)
    situated = Counter((one["relation"], one["statut"]) for one in kept if one["latitude"])
    sources = {
        key: " ; ".join(
            sorted({one["source_id"] for one in kept if (one["relation"], one["statut"]) == key})
        )
        for key in counts
    }
    rows = rows_of(par_statut, publie, **filters)
    keys = [(row["relation"], row["statut"]) for row in rows]
    assert {key: row["nb_centres"] for key, row in zip(keys, rows, strict=True)} == counts
    assert {key: row["source_id"] for key, row in zip(keys, rows, strict=True)} == sources
    for key, row in zip(keys, rows, strict=True):
        assert row["nb_situes"] == situated[key]


def test_every_kind_of_filter_leaves_fewer_places(publie):
    everything = len(rows_of(lieux, publie))
    for filters in FILTERS[1:]:
        assert len(rows_of(lieux, publie, **filters)) < everything, filters


def test_a_centre_with_coordinates_stands_at_them(une_commune):
    row = place(une_commune, commune="Bouaké", latitude=7.71, longitude=-5.01)
    assert (row["latitude"], row["longitude"], row["precision"]) == (7.71, -5.01, "gps")
    assert row["region_code"] == "gbeke"


def test_the_precision_that_comes_with_coordinates_is_kept(une_commune):
    row = place(une_commune, latitude=7.71, longitude=-5.01, precision="quartier")
    assert row["precision"] == "quartier"


def test_a_centre_without_coordinates_stands_at_its_commune(une_commune):
    row = place(une_commune, commune="Bouaké", ville="Sakassou")
    assert (row["latitude"], row["longitude"], row["precision"]) == (7.7, -5.0, "commune")


def test_a_centre_without_commune_stands_at_its_town(une_commune):
    row = place(une_commune, ville="Sakassou")
    assert (row["latitude"], row["longitude"], row["precision"]) == (7.5, -5.3, "ville")


def test_a_centre_whose_town_is_unknown_has_no_position_but_stays_in_the_list(une_commune):
    row = place(une_commune, ville="Atlantis", region_code="gbeke")
    assert (row["latitude"], row["longitude"], row["precision"]) == (None, None, None)
    assert row["region_code"] == "gbeke"


@pytest.mark.parametrize("half", [{"latitude": 7.71}, {"longitude": -5.01}])
def test_half_a_position_is_none_and_the_commune_s_is_taken(une_commune, half):
    row = place(une_commune, commune="Bouaké", **half)
    assert (row["latitude"], row["longitude"], row["precision"]) == (7.7, -5.0, "commune")


@pytest.mark.parametrize("half", [{"latitude": 7.71}, {"longitude": -5.01}])
def test_half_a_position_without_commune_is_no_position(une_commune, half):
    row = place(une_commune, **half)
    assert (row["latitude"], row["longitude"], row["precision"]) == (None, None, None)


def test_a_commune_that_two_regions_share_by_name_does_not_double_a_centre(une_commune):
    une_commune.insert("region", region_code="autre", district_code="vallee")
    une_commune.insert(
        "commune",
        commune_code="bouake_autre",
        nom="Bouaké",
        region_code="autre",
        latitude=6.0,
        longitude=-6.0,
        precision="commune",
    )
    row = place(une_commune, commune="Bouaké", region_code="gbeke")
    assert (row["latitude"], row["longitude"]) == (7.7, -5.0)
    (count,) = rows_of(par_statut, une_commune)
    assert count["nb_centres"] == 1


def test_a_place_with_a_position_always_says_how_precise_it_is(store):
    """The map needs the precision of each position; a commune's may be left empty."""
    store.insert("commune", commune_code="x", nom="X", latitude=7.0, longitude=-5.0)
    row = place(store, commune="X")
    assert row["latitude"] == 7.0
    assert row["precision"] is not None


def test_a_landmark_without_coordinates_gives_neither_position_nor_precision(store):
    store.insert("commune", commune_code="x", nom="X", precision="commune")
    row = place(store, commune="X")
    assert (row["latitude"], row["longitude"], row["precision"]) == (None, None, None)


@pytest.mark.parametrize(
    ("status", "is_open"),
    [
        ("ouvert", True),
        ("annonce", False),
        ("projet", False),
        ("ferme", False),
        ("suspendu", False),
    ],
)
def test_only_an_open_centre_is_open(store, status, is_open):
    assert place(store, statut_operationnel=status)["est_ouvert"] is is_open


def test_a_head_office_is_on_the_map_when_a_mutual_s_town_or_position_is_known(une_commune):
    for identifier, cells in {
        "commune": {"siege_commune": "Bouaké"},
        "position": {"latitude": 7.0, "longitude": -5.0},
        "nowhere": {},
        "region": {"siege_region_code": "gbeke"},
    }.items():
        une_commune.insert(
            "organisme",
            **{"organisme_id": identifier, "type_organisme": "mutuelle_sociale", **cells},
        )
    une_commune.insert(
        "organisme", organisme_id="friend", type_organisme="partenaire", siege_commune="Bouaké"
    )
    rows = rows_of(lieux, une_commune)
    assert {row["id"]: row["genre"] for row in rows} == {"commune": "siege", "position": "siege"}


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({"sigle": "MUT", "nom": "Mutuelle"}, "MUT"),
        ({"sigle": None, "nom": "Mutuelle"}, "Mutuelle"),
    ],
)
def test_a_centre_names_its_organisation_by_its_acronym_if_it_has_one(store, cells, shown):
    store.insert("organisme", organisme_id="m", type_organisme="mutuelle_sociale", **cells)
    assert place(store, organisme_id="m", gestionnaire="ASACO")["organisme"] == shown


def test_a_centre_without_organisation_names_who_runs_it(store):
    assert place(store, gestionnaire="ASACO")["organisme"] == "ASACO"


def test_an_empty_list_keeps_nothing_and_none_keeps_everything(une_commune):
    place(une_commune, relation="proprietaire")
    assert rows_of(lieux, une_commune, relations=[]) == []
    assert len(rows_of(lieux, une_commune, relations=None)) == 1
    assert len(rows_of(lieux, une_commune, relations=["projet", "proprietaire"])) == 1


def test_places_are_sorted_by_name_as_french_is(une_commune):
    for rank, name in enumerate(("Zoé", "été", "Eglise", "École")):
        une_commune.insert("centre", centre_id=f"{rank}", nom=name, statut_operationnel="ouvert")
    assert [row["nom"] for row in rows_of(lieux, une_commune)] == ["École", "Eglise", "été", "Zoé"]


def test_the_card_of_every_place_agrees_with_the_map(publie):
    for row in rows_of(lieux, publie):
        asked = centre if row["genre"] == "centre" else organisme
        (card,) = asked.run(publie, id=row["id"]).to_dict("records")
        for column in ("nom", "region_code", "precision", "source_id", "nature"):
            assert card[column] == row[column] or pd.isna(card[column]), (row["id"], column)
            assert pd.isna(card[column]) == (row[column] is None), (row["id"], column)


def test_the_card_of_a_centre_lists_the_services_it_has_and_not_those_it_lacks(store):
    store.insert("centre", centre_id="c", statut_operationnel="ouvert")
    for service, available in (("dialyse", True), ("accouchement", True), ("chirurgie", False)):
        store.insert("centre_service", centre_id="c", service=service, disponible=available)
    (card,) = centre.run(store, id="c").to_dict("records")
    assert list(card["services"]) == ["accouchement", "dialyse"]


def test_the_card_of_a_mutual_shows_its_latest_status_and_counts_its_centres(store):
    """Licensed in 2018, merged in March 2021, a project at an unknown date: it is merged.

    Two centres are its own, one is somebody else's.
    """
    store.insert("organisme", organisme_id="m", type_organisme="mutuelle_sociale")
    for status, since in (("fusionnee", "2021-03"), ("en_projet", None), ("agreee", "2018-05-02")):
        store.insert(
            "organisme_statut", organisme_id="m", statut_juridique=status, date_debut=since
        )
    for identifier, owner in (("a", "m"), ("b", "m"), ("c", "other")):
        store.insert(
            "centre", centre_id=identifier, organisme_id=owner, statut_operationnel="annonce"
        )
    (card,) = organisme.run(store, id="m").to_dict("records")
    assert (card["statut_juridique"], card["statut_date"]) == ("fusionnee", "2021-03")
    assert card["nb_centres"] == 2


@pytest.mark.parametrize("asked", [centre, organisme], ids=["centre", "organisme"])
def test_an_unknown_identifier_has_no_card(publie, asked):
    assert asked.run(publie, id="nulle_part").empty
    assert asked.run(publie, id=None).empty
