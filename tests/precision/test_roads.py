"""A road network is read whoever drew it, laid out once, kept and taken again; or refused."""

import shutil
import struct
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import shapely

from cartomut import materials, precision
from cartomut.access.network import CLASSES, Network
from cartomut.access.points import Points
from cartomut.access.road import Road
from cartomut.findings import REJECT, blocking
from cartomut.i18n import language
from cartomut.materials import ROADS, Given
from cartomut.paths import DATA
from cartomut.sources import road_faults as faults

WEST, SOUTH = -5.0, 7.0  # near Bouaké
KM = 1 / 111.195
GIVEN = Given("OpenStreetMap", 2026, "ODbL")


def line(*spots):
    """Draw a line by kilometres east and north of a point near Bouaké."""
    return shapely.LineString([(WEST + east * KM, SOUTH + north * KM) for east, north in spots])


def town():
    """A main road of 4 km, a one-way street across it, a path, and a bit 0.4 km long far away.

    The street crosses at (2, 0), where both have a point; it goes north to south.
    """
    return gpd.GeoDataFrame(
        {
            "highway": ["primary", "residential", "footway", "tertiary_link"],
            "oneway": [None, "-1", None, None],
            "maxspeed": ["80", "30 mph", None, "walk"],
        },
        geometry=[
            line((0, 0), (2, 0), (4, 0)),
            line((2, -1), (2, 0), (2, 1)),
            line((0, 0), (0, 1)),
            line((40, 0), (40.4, 0)),
        ],
        crs="EPSG:4326",
    )


def rules(done):
    return [one.rule for one in done.findings]


def write(path, rows, **about):
    rows.to_file(path, **about)
    return path


def zipped(path, rows, without=""):
    """Write a shapefile in an archive, without one of its parts."""
    folder = path.with_suffix("")
    folder.mkdir()
    rows.to_file(folder / "routes.shp")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for part in folder.iterdir():
            if part.suffix != without:
                made.write(part, part.name)
    return path


def test_a_network_is_the_same_from_every_kind_of_file(tmp_path, one_process):
    rows = town()
    utm = rows.to_crs("EPSG:32630")
    files = {
        "gpkg": write(tmp_path / "a.gpkg", rows, layer="routes"),
        "geojson": write(tmp_path / "b.geojson", rows),
        "utm": write(tmp_path / "c.gpkg", utm, layer="routes"),
        "zip": zipped(tmp_path / "d.zip", rows),
    }
    for name, path in files.items():
        done = precision.roads(path)
        assert done.accepted, (name, done.findings)
        assert rules(done) == [faults.NO_CARS], name
        made = done.network
        assert done.measures["longueur_km"] == pytest.approx(6.4, abs=0.1), name
        assert done.measures["ensembles"] == 2, name
        assert done.measures["part_reliee"] == pytest.approx(6 / 6.4, abs=1e-3), name
        kinds = {CLASSES[one] for one in made.kind}
        assert kinds == {"primary", "residential", "tertiary"}, name
        assert sorted({*made.speed.tolist()}) == [0, 48, 80], name
        assert made.km.max() <= 1.01, name  # cut, so that places are tied near to where they are
        north, south = (Points.of([SOUTH + one * KM], [WEST + 2 * KM]) for one in (1, -1))
        by = Road(made)
        assert by.index(south).nearest(north).km == pytest.approx([2], abs=1e-2), name
        assert np.isnan(by.index(north).nearest(south).km).all(), name  # the street goes one way


def test_an_extract_of_openstreetmap_is_read_with_its_tags(tmp_path):
    """Through the process of its own: a primary road of two ways, then a motorway, then a house."""
    nodes = [(one, SOUTH, WEST + one * 2 * KM) for one in range(1, 5)]
    ways = [
        (1, [1, 2], {"highway": "primary", "maxspeed": "60"}),
        (2, [2, 3], {"highway": "motorway"}),
        (3, [3, 4], {"highway": "secondary", "oneway": "yes"}),
        (4, [1, 4], {"building": "yes"}),
    ]
    path = tmp_path / "extrait.osm.pbf"
    path.write_bytes(pbf(nodes, ways))
    done = precision.roads(path)
    assert done.accepted, done.findings
    assert rules(done) == []
    made = done.network
    assert made.km.sum() == pytest.approx(6 * np.cos(np.radians(SOUTH)), rel=1e-3)
    assert {CLASSES[one] for one in made.kind[made.oneway]} == {"motorway", "secondary"}
    assert made.speed.max() == 60


def pbf(nodes, ways):
    """Write a map of OpenStreetMap by hand: (id, latitude, longitude), (id, nodes, tags)."""
    texts = [
        "",
        *dict.fromkeys(text for _id, _refs, tags in ways for it in tags.items() for text in it),
    ]
    dense = _field(1, _deltas(one[0] for one in nodes))
    dense += _field(8, _deltas(round(one[1] * 1e7) for one in nodes))
    dense += _field(9, _deltas(round(one[2] * 1e7) for one in nodes))
    group = b"".join(
        _field(
            3,
            b"\x08"
            + _varint(number)
            + _field(2, b"".join(_varint(texts.index(one)) for one in tags))
            + _field(3, b"".join(_varint(texts.index(one)) for one in tags.values()))
            + _field(8, _deltas(refs)),
        )
        for number, refs, tags in ways
    )
    table = b"".join(_field(1, one.encode()) for one in texts)
    data = _field(1, table) + _field(2, _field(2, dense)) + _field(2, group)
    head = _field(4, b"OsmSchema-V0.6") + _field(4, b"DenseNodes")
    return _blob(b"OSMHeader", head) + _blob(b"OSMData", data)


def _blob(kind, content):
    body = _field(1, content)
    head = _field(1, kind) + b"\x18" + _varint(len(body))
    return struct.pack(">I", len(head)) + head + body


def _field(number, content):
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _deltas(numbers):
    before, out = 0, b""
    for one in numbers:
        step, before = one - before, one
        out += _varint(step << 1 if step >= 0 else (-step << 1) - 1)
    return out


def test_what_cannot_be_used_is_refused_with_its_rule_in_both_languages(tmp_path, one_process):
    rows = town()
    points = gpd.GeoDataFrame(geometry=[shapely.Point(WEST, SOUTH)], crs="EPSG:4326")
    apart = rows.iloc[[0, 0]].assign(geometry=[line((0, 0), (4, 0)), line((2, -3), (2, 3))])
    thirds = rows.iloc[[0] * 3].assign(geometry=[line((0, 9 * n), (4, 9 * n)) for n in range(3)])
    turned = rows.assign(geometry=shapely.transform(rows.geometry, lambda it: it[:, ::-1]))
    text = tmp_path / "texte.gpkg"
    text.write_text("rien")
    broken = tmp_path / "abime.gpkg"
    whole = write(tmp_path / "entier.gpkg", rows).read_bytes()
    broken.write_bytes(whole[: len(whole) // 3])
    lone = tmp_path / "seul.shp"
    shutil.copy(next((zipped(tmp_path / "e.zip", rows)).with_suffix("").glob("*.shp")), lone)
    bad = {
        faults.UNREADABLE: [text, broken, lone],
        faults.NO_LINES: [write(tmp_path / "points.gpkg", points, layer="villes")],
        faults.EMPTY: [write(tmp_path / "sentiers.gpkg", rows.iloc[[2]])],
        faults.OUTSIDE: [write(tmp_path / "inverse.gpkg", turned)],
        faults.NO_CRS: [zipped(tmp_path / "nu.zip", rows, without=".prj")],
        faults.IN_PIECES: [write(tmp_path / "tiers.gpkg", thirds)],
    }
    wrong = []
    for rule, files in bad.items():
        for path in files:
            done = precision.roads(path)
            told = [one.rule for one in blocking(done.findings, REJECT)]
            texts = [one.text(language(code)) for one in done.findings for code in ("fr", "en")]
            if done.accepted or told != [rule] or any("{" in one for one in texts):
                wrong.append((rule.code, path.name, told))
    assert wrong == []
    # Lines that cross without a point in common are not linked: that is told, and still read.
    crossing = precision.roads(write(tmp_path / "croix.gpkg", apart))
    assert rules(crossing) == [faults.APART]
    assert crossing.accepted


def test_of_an_archive_of_layers_that_of_the_roads_is_read(tmp_path, one_process):
    """As Geofabrik gives them: classes in ``fclass``, F, T or B in ``oneway``, signs of 0."""
    ways = [line((0, 0), (4, 0)), line((4, 0), (6, 0)), line((6, 0), (7, 0))]
    said = {"fclass": ["trunk", "primary", "service"], "oneway": ["B", "F", "T"]}
    rows = gpd.GeoDataFrame(said | {"maxspeed": [0, 50, 0]}, geometry=ways, crs="EPSG:4326")
    water = gpd.GeoDataFrame({"fclass": ["river"] * 9}, geometry=[ways[0]] * 9, crs="EPSG:4326")
    path = tmp_path / "geofabrik.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, layer in (("gis_osm_waterways_free_1", water), ("gis_osm_roads_free_1", rows)):
            layer.to_file(tmp_path / f"{name}.shp")
            for part in tmp_path.glob(f"{name}.*"):
                made.write(part, part.name)
    done = precision.roads(path)
    assert rules(done) == [faults.OTHER_LAYERS]
    assert "gis_osm_roads_free_1.shp" in done.findings[0].value
    found = done.network
    one_way = {CLASSES[one] for one in found.kind[found.oneway]}
    assert one_way == {"primary", "service"}
    assert found.speed.max() == 50
    ends = Points.of([SOUTH] * 2, [WEST, WEST + 6 * KM])
    assert Road(found).index(ends.take([1])).nearest(ends.take([0])).km < 7
    assert np.isnan(Road(found).index(ends.take([0])).nearest(ends.take([1])).km).all()


def test_what_a_file_does_not_say_is_told(tmp_path, one_process, monkeypatch):
    from cartomut.sources import roadfile

    path = tmp_path / "deux.gpkg"
    far = town().iloc[[0]].assign(geometry=[line((5000, 0), (5001, 0))])
    both = gpd.pd.concat([town(), far])[["geometry"]]
    write(path, town().iloc[[0]][["geometry"]], layer="autre")
    write(path, both, layer="routes", mode="a")
    done = precision.roads(path)
    assert rules(done) == [
        faults.OTHER_LAYERS,
        faults.BEYOND,
        faults.NO_CLASS,
        faults.NO_ONEWAY,
    ]
    assert done.accepted
    monkeypatch.setattr(roadfile, "POINTS", 4)
    assert rules(precision.roads(path)) == [faults.DETAILED]


def test_a_version_is_kept_with_its_graph_credited_and_taken_again(tmp_path, one_process):
    data = tmp_path / "donnees"
    (data / "reference").mkdir(parents=True)
    shutil.copy(DATA / "reference" / "code_liste.csv", data / "reference")
    done = precision.roads(write(tmp_path / "routes.gpkg", town()))
    made = materials.save(ROADS, done.path, done.content, GIVEN, done.measures, data)
    kept = Network.read(materials.graph_of(1, data))
    for name in ("latitude", "start", "end", "km", "oneway", "kind", "speed"):
        assert np.array_equal(getattr(kept, name), getattr(done.network, name)), name
    # The stores are made again (their fingerprint holds this file) and cite it.
    credit = materials.files_in_use(data)
    assert [one.name for one in credit] == ["source.csv"]
    assert "precision_routes_0001,routes.gpkg" in credit[0].read_text(encoding="utf-8")
    assert materials.about(data)["precision_routes"] == "1"
    told = materials.measured(ROADS, made.mesures, language("fr"))
    assert told.startswith("6,4 km de routes")
    assert "93,8" in told
    assert materials.again(ROADS, 0, "AIRMS", data).is_without
    assert materials.about(data)["precision_routes"] == "0"
    again = materials.again(ROADS, 1, "AIRMS", data)
    assert (again.numero, again.reprise_de) == (3, 1)
    assert len(Network.read(materials.graph_of(3, data))) == len(done.network)
