"""Links of the network and the membership area of a mutual, against twins and by hand."""

import math

import pytest

from cartomut.queries import query
from tests.queries import naive

liens = query("indicateurs/liens")
aire = query("indicateurs/aire_adhesion")

EVERYTHING = {**naive.NOTHING, "commune": None}


@pytest.fixture
def reseau(store):
    """A centre at (5, -4), a seat one degree north of it, a partner that nobody can place."""
    store.insert("district", district_code="d")
    store.insert("region", region_code="r", district_code="d")
    store.insert(
        "centre",
        centre_id="c",
        nom="Centre",
        region_code="r",
        statut_operationnel="ouvert",
        latitude=5.0,
        longitude=-4.0,
        precision="gps",
    )
    store.insert("organisme", organisme_id="m", nom="Mutuelle", type_organisme="mutuelle_sociale")
    store.connection.execute(
        "update organisme set latitude = 6, longitude = -4, sigle = null where organisme_id = 'm'"
    )
    store.insert("organisme", organisme_id="p", nom="Partenaire", type_organisme="partenaire")
    store.connection.execute(
        "update organisme set latitude = null, siege_commune = null, sigle = null"
        " where organisme_id = 'p'"
    )
    rows = (
        ("l1", "organisme", "m", "centre", "c", "membre", "2020-05", "2022"),
        ("l2", "organisme", "p", "centre", "c", "partenaire", None, None),
        ("l3", "organisme", "p", "organisme", "m", "partenaire", "2023", None),
    )
    for name, de_type, de_id, vers_type, vers_id, kind, start, end in rows:
        store.insert(
            "lien_reseau",
            lien_id=name,
            de_type=de_type,
            de_id=de_id,
            vers_type=vers_type,
            vers_id=vers_id,
            type_lien=kind,
            date_debut=start,
            date_fin=end,
        )
    return store


def names(opened, kinds=None, year=None, **filters):
    rows = liens.run(opened, liens=kinds, annee=year, **EVERYTHING | filters)
    return sorted(rows["lien_id"])


def test_links_are_kept_by_type_year_and_either_end(reseau):
    """l1 lasts from 2020 to 2022, l3 from 2023; nobody knows since when l2 does."""
    found = {
        "all": names(reseau),
        "type": names(reseau, ["partenaire"]),
        "2019": names(reseau, year=2019),
        "2020": names(reseau, year=2020),
        "2022": names(reseau, year=2022),
        "2023": names(reseau, year=2023),
        "region": names(reseau, region="r"),
        "partners": names(reseau, types=["partenaire"]),
        "open": names(reseau, statuts=["ouvert"]),
        "none": names(reseau, statuts=["ferme"]),
    }
    assert found == {
        "all": ["l1", "l2", "l3"],
        "type": ["l2", "l3"],
        "2019": ["l2"],
        "2020": ["l1", "l2"],
        "2022": ["l1", "l2"],
        "2023": ["l2", "l3"],
        "region": ["l1", "l2"],
        "partners": ["l2", "l3"],
        "open": ["l1", "l2"],
        "none": [],
    }


def test_an_end_without_position_is_said_and_has_no_distance(reseau):
    rows = liens.run(reseau, liens=None, annee=None, **EVERYTHING).set_index("lien_id")
    assert rows["est_trace"].to_dict() == {"l1": True, "l2": False, "l3": False}
    assert rows.loc["l1", "distance_km"] == pytest.approx(math.radians(1) * 6371.0088)
    assert math.isnan(rows.loc["l2", "distance_km"])
    assert rows.loc["l2", ["de_nom", "vers_nom"]].tolist() == ["Partenaire", "Centre"]


def test_every_link_of_the_demonstration_comes_once(demonstration):
    found = liens.run(demonstration.store, liens=None, annee=None, **EVERYTHING)
    assert sorted(found["lien_id"]) == sorted(
        row["lien_id"] for row in demonstration.rows("lien_reseau")
    )


def test_what_a_mutual_declares_is_its_area_and_the_rest_is_not_declared(demonstration):
    """Against the file, for three mutuals, by region and by district."""
    rows = demonstration.rows("implantation")
    district = {row["region_code"]: row["district_code"] for row in naive.table("region")}
    different = []
    for mutual in sorted({row["organisme_id"] for row in rows})[:3]:
        own = [row for row in rows if row["organisme_id"] == mutual]
        last = max(int(row["annee"]) for row in own)
        for level in ("region", "district"):
            expected = {}
            for row in own:
                if int(row["annee"]) == last:
                    code = row["region_code"] if level == "region" else district[row["region_code"]]
                    expected[code] = expected.get(code, 0) + int(row["nb_beneficiaires"])
            found = aire.run(demonstration.store, organisme_id=mutual, niveau=level, annee=None)
            known = found[found["etat"] == "valeur"]
            values = dict(zip(known["code"], known["valeur"], strict=True))
            rest = set(found["etat"]) - {"valeur"}
            if values != expected or rest != {"non_declare"} or set(known["annee"]) != {last}:
                different.append((mutual, level))
    assert different == []


def test_a_number_that_was_not_given_is_unknown_for_its_region_and_its_district(store):
    """Two regions of one district: 40 in the first, a presence without a number in the second."""
    store.insert("district", district_code="d")
    for code, persons in (("a", 40), ("b", None)):
        store.insert("region", region_code=code, district_code="d")
        store.insert(
            "implantation", organisme_id="m", region_code=code, annee=2024, nb_beneficiaires=persons
        )
    store.insert("region", region_code="c", district_code="d")
    by_region = aire.run(store, organisme_id="m", niveau="region", annee=None)
    assert dict(zip(by_region["code"], by_region["etat"], strict=True)) == {
        "a": "valeur",
        "b": "inconnu",
        "c": "non_declare",
    }
    by_district = aire.run(store, organisme_id="m", niveau="district", annee=None)
    assert by_district["etat"].tolist() == ["inconnu"]
    assert by_district["valeur"].isna().all()
