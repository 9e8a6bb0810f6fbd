"""Who lives within 5 km of a mutual centre: the catalogue's indicator against plain Python."""

from collections import defaultdict
from math import asin, cos, radians, sin, sqrt

import pytest

from cartomut import measures, nearness
from cartomut.queries import query
from tests.conftest import WritableStore

INDICATOR = "pop_5km_centre_mutualiste"


def kilometres(one, other):
    """Haversine once more, written from the formula."""
    (north, east), (to_north, to_east) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((to_north - north) / 2) ** 2
    half += cos(north) * cos(to_north) * sin((to_east - east) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


def ask(store, sql):
    with store.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def test_the_people_near_a_mutual_centre_are_those_that_plain_python_counts(demonstration):
    centres = ask(
        demonstration.store,
        "select latitude, longitude from centre_situe where statut_operationnel = 'ouvert' "
        "and relation in ('proprietaire', 'gestionnaire', 'reference') and latitude is not null",
    )
    near, everybody = defaultdict(float), defaultdict(float)
    for region, *point, people in ask(
        demonstration.store,
        "select region_code, latitude, longitude, population from population_localite "
        "where population is not null",
    ):
        everybody[region] += people
        around = (one for one in centres if abs(one[0] - point[0]) < 0.1)
        if any(1.3 * kilometres(point, one) <= 5 for one in around):
            near[region] += people
    asked = query("indicateurs/valeurs")
    given = dict.fromkeys(asked.params) | {"indicateurs": [INDICATOR]}
    by_region = asked.run(demonstration.store, **given | {"groupe": "entite"}).set_index("code")
    assert len(by_region) == len(everybody) == 33
    for region, people in everybody.items():
        assert by_region.loc[region, "denominateur"] == pytest.approx(people)
        assert by_region.loc[region, "numerateur"] == pytest.approx(near[region]), region
    country = asked.run(demonstration.store, **given | {"groupe": "pays"}).iloc[0]
    share = sum(near.values()) / sum(everybody.values())
    assert country["valeur"] == pytest.approx(share)
    assert 0.05 < share < 0.6


def test_a_region_without_survey_nor_centre_is_unknown_and_a_surveyed_one_is_zero(empty_schema):
    """Three places 111 km apart, one open centre at the first: 100 of 100, 0 of 50, and 33 unknown.

    In the third region nobody looked for centres, so that nobody knows.
    """
    store = WritableStore(empty_schema)
    three_places(store)
    assert nearness.fill(store.connection) == 9
    assert measured(store, INDICATOR) == {"a": (100, 100), "b": (0, 50), "c": (None, 33)}
    unknown = {"a": (None, 100), "b": (None, 50), "c": (None, 33)}
    assert measured(store, "pop_5km_toute_structure") == unknown
    assert measured(store, "pop_2h_hopital") == unknown
    store.connection.close()


def test_an_official_list_tells_who_is_near_any_facility_and_a_hospital(empty_schema):
    """A hospital 1 km from the second of three places 111 km, so 3.6 hours of road, apart."""
    store = WritableStore(empty_schema)
    three_places(store)
    facility = {"latitude": 7.01, "longitude": -5, "niveau_soins": "secondaire", "source_id": "s"}
    store.insert("etablissement_connu", etablissement_id="h", **facility)
    assert nearness.fill(store.connection) == 9 + 3 + 3
    assert measured(store, "pop_5km_toute_structure") == {
        "a": (100, 100),
        "b": (50, 50),
        "c": (0, 33),
    }
    assert measured(store, "pop_1h") == measured(store, "pop_5km_toute_structure")
    assert measured(store, "pop_2h_hopital") == {"a": (0, 100), "b": (50, 50), "c": (0, 33)}
    store.connection.close()


def three_places(store):
    """Put 100, 50 and 33 persons in three regions, an open centre in the first, a closed one."""
    store.insert("source", source_id="s")
    store.insert("district", district_code="d", source_id="s")
    for rank, region in enumerate("abc", 1):
        store.insert("region", region_code=region, district_code="d", source_id="s")
        at = {"latitude": 5 + rank, "longitude": -5}
        people = {"geonameid": rank, "population": 100 // rank}
        store.insert("localite", region_code=region, source_id="s", **at, **people)
    for region in "ab":
        store.insert("perimetre", region_code=region, est_enquete=True, source_id="s")
    for centre, status, latitude in (("o", "ouvert", 6.01), ("f", "ferme", 8)):
        store.insert(
            "centre",
            centre_id=centre,
            relation="proprietaire",
            statut_operationnel=status,
            region_code="a",
            latitude=latitude,
            longitude=-5,
            precision="gps",
            source_id="s",
        )


def measured(store, indicator):
    """Return {region: (numerator, denominator)} of an indicator."""
    (file,) = [one for one in measures.files() if one.name == f"mesures/{indicator}"]
    rows = store.connection.execute(file.sql).fetchall()
    return {row[0]: (row[2], row[3]) for row in rows}
