"""Boundaries are simplified together, named without accents, and written once for the map."""

import json

import pytest
import shapely

from cartomut.paths import REFERENCE
from cartomut.sources import boundaries

LIMITS = REFERENCE / "limites"


@pytest.fixture
def two_neighbours(tmp_path):
    """Two squares of one degree; their common border, at longitude -5, has a jag of 0.001 degree.

    The jag's triangle measures 0.02 x 0.001 / 2 = 0.00001 square degree, below the tolerance
    (0.006 x 0.006 = 0.000036): the border becomes straight, one degree long.
    """
    border = [[-5, 6], [-5, 6.49], [-5.001, 6.5], [-5, 6.51], [-5, 7]]
    west = [[-6, 6], *border, [-6, 7], [-6, 6]]
    east = [[-4, 6], [-4, 7], *border[::-1], [-4, 6]]
    features = [
        {
            "type": "Feature",
            "properties": {"region": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for name, ring in (("N'Zi", west), ("Agnéby-Tiassa", east))
    ]
    path = tmp_path / "areas.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    return path


@pytest.mark.parametrize(
    ("name", "simple"),
    [
        ("San-Pédro", "sanpedro"),
        ("N'Zi", "nzi"),
        ("N’Zi", "nzi"),
        ("Gôh-Djiboua", "gohdjiboua"),
        ("  La Mé ", "lame"),
        ("", ""),
    ],
)
def test_names_are_compared_without_accents_apostrophes_hyphens_and_case(name, simple):
    assert boundaries.normalise(name) == simple


def test_neighbours_keep_one_common_border(two_neighbours):
    areas = boundaries.read_areas(two_neighbours, "region")
    assert areas.keys() == {"nzi", "agnebytiassa"}
    west, east = (shapely.from_geojson(json.dumps(area)) for area in areas.values())
    assert west.intersection(east).length == pytest.approx(1)
    assert west.intersection(east).area == 0
    assert len(west.exterior.coords) == 5


def test_the_middle_of_an_area_is_inside_it_as_latitude_and_longitude():
    """A horseshoe around its own centre (0.5, 0.5): the mean of its corners is outside it."""
    ring = [[0, 0], [1, 0], [1, 1], [0.9, 1], [0.9, 0.1], [0.1, 0.1], [0.1, 1], [0, 1], [0, 0]]
    area = {"type": "Polygon", "coordinates": [ring]}
    latitude, longitude = boundaries.middle(area)
    assert shapely.from_geojson(json.dumps(area)).contains(shapely.Point(longitude, latitude))


def test_coordinates_are_rounded_to_ten_metres():
    rivers = boundaries.read_lines(LIMITS / "rivieres.geojson")
    numbers = [
        number
        for river in rivers
        for line in shapely.get_parts(shapely.from_geojson(json.dumps(river["forme"])))
        for point in line.coords
        for number in point
    ]
    assert len(numbers) > 100
    assert [number for number in numbers if round(number, 4) != number] == []


def test_every_region_and_district_of_the_reference_has_a_boundary(publie):
    with publie.cursor() as cursor:
        for table in ("region", "district"):
            rows = cursor.execute(f"select {table}_code, geometrie from {table}").fetchall()
            shapes = [shapely.from_geojson(geometry) for _code, geometry in rows]
            assert len(rows) == {"region": 33, "district": 14}[table]
            assert all(shape.is_valid and shape.area > 0 for shape in shapes)


def test_regions_do_not_lie_on_top_of_each_other(publie):
    with publie.cursor() as cursor:
        rows = cursor.execute("select geometrie from region").fetchall()
    shapes = [shapely.from_geojson(geometry) for (geometry,) in rows]
    total = sum(shape.area for shape in shapes)
    assert shapely.union_all(shapes).area == pytest.approx(total, rel=1e-3)


def test_the_script_is_named_by_its_content_and_the_same_content_gives_the_same_name(tmp_path):
    first = boundaries.write_script({"villes": [["Bouaké", 7.69, -5.03]]}, tmp_path / "new")
    again = boundaries.write_script({"villes": [["Bouaké", 7.69, -5.03]]}, tmp_path / "new")
    other = boundaries.write_script({"villes": [["Bouaké", 7.69, -5.04]]}, tmp_path / "new")
    assert first == again != other
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted({first, other})


@pytest.mark.parametrize("name", ["</script><script>alert(1)//", "a\u2028b\u2029c", "<!--", '"\\'])
def test_no_name_can_break_out_of_the_script(tmp_path, name):
    file = boundaries.write_script({"villes": [[name, 7.0, -5.0]]}, tmp_path)
    script = (tmp_path / file).read_text(encoding="utf-8")
    data = script.removeprefix("window.CARTOMUT_LIMITES = ").removesuffix(";\n")
    assert json.loads(data) == {"villes": [[name, 7.0, -5.0]]}
    assert "<" not in script
    assert not {"\u2028", "\u2029"} & set(script)
