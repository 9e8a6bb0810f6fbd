"""A list of facilities is read whoever wrote it; what is wrong is set aside with its line."""

import json

from cartomut import precision
from cartomut.sources import facility_faults as faults

BOUAKE, MAN = (7.69, -5.03), (7.41, -7.55)


def rules(done):
    return [(one.rule, one.line) for one in done.findings]


def test_every_kind_of_fault_is_told_with_its_line_and_the_rest_is_kept(tmp_path, data):
    path = tmp_path / "liste.csv"
    path.write_text(
        "Facility name,Facility type,Niveau de soins,Lat,Long,Budget\n"
        "CSU Bouaké,Centre de santé urbain,Primaire,7.69,-5.03,1\n"
        "CHR Man,Hôpital,secondaire,7.41,-7.55,2\n"
        "Dispensaire de Man,Dispensaire,,7.41,-7.55,3\n"
        "csu  BOUAKE,,,7.6901,-5.0301,4\n"
        "Zéro,,,0,0,5\n"
        "Inverse,,,-5.03,7.69,6\n"
        "Paris,,,48.85,2.35,7\n"
        ",,,7.5,-5.5,8\n"
        "Muet,,,,,9\n"
        'Virgule,,étage 4,"6,82","-5,27",10\n'
        "Kumasi,,,6.69,-2.5,11\n"
        "Odienné,,,9.51,-7.56,12\n"
        "Korhogo,,,9.46,-5.63,13\n"
        "Daloa,,,6.88,-6.45,14\n"
        "Gagnoa,,,6.13,-5.95,15\n",
        encoding="utf-8",
    )
    done = precision.facilities(path, data)
    assert done.accepted
    assert rules(done) == [
        (faults.IGNORED, None),
        (faults.ZERO, 6),
        (faults.SWAPPED, 7),
        (faults.OUTSIDE, 8),
        (faults.NAMELESS, 9),
        (faults.NO_POINT, 10),
        (faults.LEVEL, 11),
        (faults.SAME_POINT, 4),
        (faults.TWICE, 5),
        (faults.OUTSIDE, 12),
    ]
    assert done.measures == {"etablissements": 8, "ecartes": 7}
    first = done.rows[0]
    assert (first["latitude"], first["longitude"]) == BOUAKE
    assert first["region_code"] == "gbeke"
    assert [row["niveau_soins"] for row in done.rows[:3]] == ["primaire", "secondaire", ""]
    assert first["type_declare"] == "Centre de santé urbain"


def test_points_of_a_geojson_are_read_with_their_properties(tmp_path, data):
    features = [
        {
            "type": "Feature",
            "properties": {"id": code, "name": name, "amenity": "clinic", "lat": "faux"},
            "geometry": {"type": "Point", "coordinates": [place[1], place[0]]},
        }
        for code, name, place in (("n1", "A", BOUAKE), ("n2", "B", MAN), ("n2", "C", (6.8, -5.3)))
    ]
    path = tmp_path / "points.geojson"
    content = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(content), encoding="utf-8")
    done = precision.facilities(path, data)
    assert done.accepted
    found = [(row["nom"], row["type_declare"], row["latitude"]) for row in done.rows]
    assert found == [("A", "clinic", 7.69), ("B", "clinic", 7.41), ("C", "clinic", 6.8)]

    content["crs"] = {"properties": {"name": "urn:ogc:def:crs:EPSG::32630"}}
    path.write_text(json.dumps(content), encoding="utf-8")
    assert rules(precision.facilities(path, data)) == [(faults.UNREADABLE, None)]
    path.write_text('{"type": "FeatureCollection", "features": 3}', encoding="utf-8")
    assert rules(precision.facilities(path, data)) == [(faults.UNREADABLE, None)]


def test_a_list_that_is_not_one_is_refused_whole(tmp_path, data):
    path = tmp_path / "autre.csv"
    path.write_text("nom,montant\nA,3\n", encoding="utf-8")
    done = precision.facilities(path, data)
    assert not done.accepted
    assert faults.COLUMNS in [one.rule for one in done.findings]
    path.write_text("nom,latitude,longitude\nA,48,2\nB,47,2\nC,7.69,-5.03\n", encoding="utf-8")
    done = precision.facilities(path, data)
    assert not done.accepted
    assert faults.MOSTLY_WRONG in [one.rule for one in done.findings]
    path.write_text("nom,latitude,longitude\n", encoding="utf-8")
    assert not precision.facilities(path, data).accepted
