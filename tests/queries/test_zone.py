"""What a drawn area holds: against a naive twin on the demonstration, and counted by hand."""

import math

import pytest

from cartomut.queries import query
from tests.queries import naive

lieux = query("indicateurs/lieux")
inside = query("indicateurs/zone_lieux")
totals = query("indicateurs/zone_totaux")

EVERYTHING = {**naive.NOTHING, "commune": None}
KM = 6371.0088
ZONES = (
    ((5.35, -4.0, 30.0),),
    ((7.69, -5.03, 120.0),),
    ((5.0, -6.0), (5.0, -3.5), (7.5, -3.5), (7.5, -6.0)),
    ((4.5, -7.5), (10.5, -6.9), (6.2, -5.0), (8.9, -3.0), (4.6, -3.2)),  # not convex
)
FILTERS = (
    {},
    {"statuts": ["ouvert"]},
    {"types": ["mutuelle_sociale"], "district": "abidjan"},
    {"region": "gbeke"},
)


def parameters(zone):
    radius = zone[0][2] if len(zone[0]) == 3 else None
    return {
        "latitudes": [point[0] for point in zone],
        "longitudes": [point[1] for point in zone],
        "rayon_km": radius,
    }


def holds(zone, latitude, longitude):
    """Tell whether a point is inside: by its distance, or by counting the sides east of it."""
    if len(zone[0]) == 3:
        return kilometres(latitude, longitude, zone[0][0], zone[0][1]) <= zone[0][2]
    crossed = 0
    for rank, (y, x) in enumerate(zone):
        y2, x2 = zone[(rank + 1) % len(zone)]
        if min(y, y2) <= latitude < max(y, y2):
            crossed += longitude < x + (x2 - x) * (latitude - y) / (y2 - y)
    return crossed % 2 == 1


def kilometres(latitude, longitude, other_latitude, other_longitude):
    """Measure along the great circle, through the angle between two directions."""
    one, other = direction(latitude, longitude), direction(other_latitude, other_longitude)
    return KM * math.acos(min(1.0, sum(a * b for a, b in zip(one, other, strict=True))))


def direction(latitude, longitude):
    y, x = math.radians(latitude), math.radians(longitude)
    return math.cos(y) * math.cos(x), math.cos(y) * math.sin(x), math.sin(y)


def test_an_area_holds_the_places_that_a_second_computation_finds(demonstration):
    """The places themselves come from the map's own question, their sizes from the files."""
    beds = {row["centre_id"]: row["nb_lits"] for row in demonstration.rows("centre")}
    different = []
    for zone in ZONES:
        for chosen in FILTERS:
            asked = EVERYTHING | chosen
            placed = lieux.run(demonstration.store, **asked).dropna(subset=["latitude"])
            expected = {
                (row.genre, row.id)
                for row in placed.itertuples()
                if holds(zone, row.latitude, row.longitude)
            }
            found = inside.run(demonstration.store, **parameters(zone), **asked)
            if set(zip(found["genre"], found["id"], strict=True)) != expected:
                different.append((zone, chosen))
            known = [
                int(beds[one])
                for kind, one in expected
                if kind == "centre" and beds[one] is not None
            ]
            counted = totals.run(demonstration.store, **parameters(zone), **asked)
            rows = counted[counted["sujet"] == "nb_lits"]
            if rows.empty:
                assert not any(kind == "centre" for kind, _one in expected)
            elif (rows["valeur"].sum(), rows["nb_valeurs"].sum()) != (sum(known), len(known)):
                different.append(("nb_lits", zone, chosen))
    assert different == []


@pytest.fixture
def un_carre(store):
    """Around (5, -4): two open centres (10 beds, beds unknown), a seat with 300 then 500 members.

    One more centre stands far away, and one has no position.
    """
    centres = (
        ("dedans", 5.1, -4.1, 10),
        ("inconnu", 4.9, -3.9, None),
        ("loin", 9.0, -6.0, 99),
        ("perdu", None, None, 77),
    )
    for name, latitude, longitude, beds in centres:
        store.insert(
            "centre",
            centre_id=name,
            statut_operationnel="ouvert",
            type_etablissement="csu",
            latitude=latitude,
            longitude=longitude,
            precision=None if latitude is None else "gps",
            nb_lits=beds,
            nb_personnel=None,
        )
    store.insert(
        "organisme",
        organisme_id="m",
        type_organisme="mutuelle_sociale",
        latitude=5.0,
        longitude=-4.0,
        precision="ville",
    )
    for year, persons in ((2022, 300), (2023, 500), (2024, None)):
        store.insert("organisme_exercice", organisme_id="m", annee=year, nb_beneficiaires=persons)
    return store


@pytest.mark.parametrize(
    "zone", [((5.0, -4.0, 30.0),), ((4.5, -4.5), (4.5, -3.5), (5.5, -3.5), (5.5, -4.5))]
)
def test_unknown_beds_are_no_zero_and_only_the_last_known_year_counts(un_carre, zone):
    """2 centres, 1 seat; 10 beds known for 1 of 2; staff unknown; 500 persons in 2023."""
    rows = totals.run(un_carre, **parameters(zone), **EVERYTHING)
    found = {
        (row.sujet, row.code): (
            None if math.isnan(row.valeur) else row.valeur,
            row.nb_valeurs,
            row.nb_lieux,
            row.nb_approches,
        )
        for row in rows.astype({"valeur": "float64"}).itertuples()
    }
    assert found == {
        ("nb_lieux", "centre"): (2, 2, 2, 0),
        ("nb_lieux", "siege"): (1, 1, 1, 1),
        ("nb_lits", "centre"): (10, 1, 2, 0),
        ("nb_personnel", "centre"): (None, 0, 2, 0),
        ("nb_beneficiaires", "siege"): (500, 1, 1, 1),
        ("statut", "ouvert"): (2, 2, 2, 0),
        ("type_etablissement", "csu"): (2, 2, 2, 0),
    }
    years = rows[rows["sujet"] == "nb_beneficiaires"]
    assert years[["annee_min", "annee_max"]].to_numpy().tolist() == [[2023, 2023]]


def test_without_an_area_nothing_is_inside(un_carre):
    nowhere = {"latitudes": None, "longitudes": None, "rayon_km": None}
    assert inside.run(un_carre, **nowhere, **EVERYTHING).empty
    assert totals.run(un_carre, **nowhere, **EVERYTHING).empty
