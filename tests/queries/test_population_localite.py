"""People by place: GeoNames scaled to the census, each commune of Abidjan counted once."""

import math
from collections import defaultdict

import pytest

from cartomut.contracts import literal
from cartomut.paths import REFERENCE
from tests.conftest import WritableStore
from tests.queries.naive import table

NEEDED = ("source", "district", "region", "commune", "population", "localite")


def rows(store, order="localite_id"):
    with store.cursor() as cursor:
        answer = cursor.execute(f"select * from population_localite order by {order}")
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@pytest.fixture(scope="module")
def country(empty_schema):
    opened = WritableStore(empty_schema)
    for name in NEEDED:
        path = literal(str(REFERENCE / f"{name}.csv"))
        opened.connection.execute(f"insert into {name} by name select * from read_csv({path})")
    yield rows(opened)
    opened.connection.close()


def census():
    """Return {region: (year, persons)} of the last census of each region."""
    found = {}
    for row in table("population"):
        if row["territoire_type"] == "region":
            year, persons = int(row["annee"]), int(row["personnes"])
            found[row["territoire_code"]] = max(
                found.get(row["territoire_code"], (0, 0)), (year, persons)
            )
    return found


def test_every_region_adds_up_to_its_last_census(country):
    people, years = defaultdict(float), defaultdict(set)
    for row in country:
        people[row["region_code"]] += row["population"] or 0
        if row["annee"]:
            years[row["region_code"]].add(row["annee"])
    assert years == {region: {year} for region, (year, _persons) in census().items()}
    assert len(people) == 33
    for region, (_year, persons) in census().items():
        assert people[region] == pytest.approx(persons), region


def test_abidjan_is_counted_once_by_its_communes_and_villages(country):
    """The city itself is gone; ten communes hold their census of 2021, 5,616,634 persons."""
    here = {row["nom"]: row for row in country if row["region_code"] == "abidjan"}
    assert "Abidjan" not in here
    exact = {one["nom"]: one for one in here.values() if one["methode"] == "recensement_commune"}
    known = {
        row["territoire_code"]: int(row["personnes"])
        for row in table("population")
        if row["territoire_type"] == "commune" and row["annee"] == "2021"
    }
    names = {row["nom"]: known.get(row["commune_code"]) for row in table("commune")}
    assert len(exact) == 10
    assert {name: one["population"] for name, one in exact.items()} == {
        name: names[name] for name in exact
    }
    assert sum(one["population"] for one in exact.values()) == 5_616_634
    assert here["Cocody"]["population_brute"] is None
    assert here["Cocody"]["localite_id"] == "commune_cocody"
    assert here["Abobo"]["population_brute"] == 1_340_083
    assert here["Anyama"]["methode"] == "echelle_region"


def test_places_keep_their_shares_within_a_region_and_an_unknown_one_stays_unknown(country):
    raw = {
        row["geonameid"]: int(row["population"]) for row in table("localite") if row["population"]
    }
    factors = defaultdict(set)
    for row in country:
        if row["methode"] == "echelle_region":
            assert row["population_brute"] == raw[row["localite_id"]]
            assert row["population"] == pytest.approx(row["population_brute"] * row["facteur"])
            factors[row["region_code"]].add(row["facteur"])
    assert {len(found) for found in factors.values()} == {1}
    unknown = [row for row in country if row["methode"] == "inconnue"]
    assert len(unknown) == 2
    assert {row["population"] for row in unknown} == {None}
    assert len(country) == 5136 - 1 + 7


def place(store, number, name, region, population):
    store.insert(
        "localite",
        geonameid=number,
        nom=name,
        nom_normalise=name.lower(),
        region_code=region,
        latitude=5.0,
        longitude=-5.0,
        population=population,
    )


def counted(store, kind, code, year, persons, base="recensement"):
    store.insert(
        "population",
        territoire_type=kind,
        territoire_code=code,
        annee=year,
        personnes=persons,
        base=base,
    )


def test_scaling_counted_by_hand(store):
    """``a``: census 1,000 in 2021 (a projection for 2025 is not one); commune x has 400 of them.

    City 2,000 ≥ 400, the communes of its region: it counts them again, and is left out. x is not in
    GeoNames: 400. Villages 200 and 100 share the other 600: × 2. ``b`` has no census: raw.
    """
    for code in ("a", "b"):
        store.insert("region", region_code=code, nom=code, district_code="d")
    counted(store, "region", "a", 2014, 700)
    counted(store, "region", "a", 2021, 1000)
    counted(store, "region", "a", 2025, 5000, "projection")
    counted(store, "commune", "x", 2014, 350)
    counted(store, "commune", "x", 2021, 400)
    store.insert("commune", commune_code="x", nom="X", nom_normalise="x", region_code="a")
    for number, name, region, population in (
        (1, "City", "a", 2000),
        (2, "One", "a", 200),
        (3, "Two", "a", 100),
        (4, "Three", "a", None),
        (5, "Four", "b", 50),
    ):
        place(store, number, name, region, population)
    found = {row["nom"]: row for row in rows(store)}
    assert {name: row["population"] for name, row in found.items()} == {
        "X": 400,
        "One": 400,
        "Two": 200,
        "Three": None,
        "Four": 50,
    }
    assert {name: row["methode"] for name, row in found.items()} == {
        "X": "recensement_commune",
        "One": "echelle_region",
        "Two": "echelle_region",
        "Three": "inconnue",
        "Four": "geonames",
    }
    assert {name: row["annee"] for name, row in found.items() if row["annee"]} == {
        "X": 2021,
        "One": 2021,
        "Two": 2021,
    }
    assert [name for name, row in found.items() if not row["est_a_echelle"]] == ["Three", "Four"]
    assert math.isclose(found["One"]["facteur"], 2)
