"""Official boundaries replace ours, say whose they are, and can be taken out again."""

import dataclasses
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import shapely

from cartomut import loading, outlines
from cartomut import store as stores
from cartomut.charts.palette import LIGHT
from cartomut.editions import Stopped
from cartomut.maps.carte import Measure, View, carte
from cartomut.sources import boundaries, geofiles
from cartomut.sources import outline_faults as faults
from cartomut.store import Store
from tests.sources.maps import AUTONOMOUS, districts, read_here, regions, write

NOTICE = "Limites approximatives, non officielles"


@pytest.fixture(autouse=True)
def _in_one_process(monkeypatch):
    monkeypatch.setattr(geofiles, "_ask_child", read_here)


@pytest.fixture
def data(tmp_path):
    """A data folder that knows the territories and has no official boundaries."""
    folder = tmp_path / "donnees"
    (folder / "reference").mkdir(parents=True)
    for table in ("region", "district"):
        shutil.copy(outlines.DATA / "reference" / f"{table}.csv", folder / "reference")
    return folder


@pytest.fixture(scope="session")
def official_regions(tmp_path_factory):
    """Regions moved by 0.01 degree to the north, so that they differ from ours."""
    return _moved(tmp_path_factory.mktemp("regions") / "regions.geojson", 0.01)


@pytest.fixture(scope="session")
def other_regions(tmp_path_factory):
    """Regions moved by 0.02 degree, as another edition of the same boundaries."""
    return _moved(tmp_path_factory.mktemp("autres") / "regions.geojson", 0.02)


@pytest.fixture(scope="session")
def both_levels(tmp_path_factory):
    """One GeoPackage with a layer for each level."""
    path = tmp_path_factory.mktemp("niveaux") / "civ.gpkg"
    write(districts(), path, layer="districts")
    return write(regions(), path, layer="regions")


def _moved(path: Path, degrees: float) -> Path:
    frame = regions()
    frame["geometry"] = frame.geometry.translate(yoff=degrees)
    return write(frame, path, "shapeName")


def folders(data):
    names = (path.name for path in (data / outlines.FOLDER).glob("*"))
    return sorted(name for name in names if name != ".verrou")


def test_without_an_installation_ours_are_in_use(data):
    assert outlines.installations(data) == []
    assert outlines.in_use("region", data) is None
    assert outlines.files_in_use(data) == []
    assert outlines.exact("region", data) == {}
    assert set(outlines.about(data).values()) == {""}
    assert len(outlines.areas("region", data)) == 33


def test_an_installation_is_in_use_for_its_level_only(data, official_regions):
    found, made = outlines.install([official_regions], "CNTIG", "CC BY 4.0", data=data)
    assert found.accepted
    assert outlines.in_use("region", data) == made
    assert outlines.in_use("district", data) is None
    assert (made.attribution, made.licence) == ("CNTIG", "CC BY 4.0")
    assert made.niveaux["region"]["contours"] == 33
    assert [one.nom for one in made.fichiers] == ["regions.geojson"]
    assert folders(data) == [made.version]


def test_the_full_geometry_is_kept_and_the_map_gets_a_simplified_one(data, official_regions):
    outlines.install([official_regions], "CNTIG", data=data)
    full = outlines.exact("region", data)
    drawn = outlines.areas("region", data)
    assert full.keys() == outlines._known("region", data).names.keys()
    assert len(drawn) == 33
    whole, simple = (shapely.from_geojson(json.dumps(one)) for one in (full["poro"], drawn["poro"]))
    assert shapely.get_num_coordinates(whole) > shapely.get_num_coordinates(simple)
    ours = shapely.from_geojson(json.dumps(outlines._known("region", data).areas["poro"]))
    assert whole.centroid.y - ours.centroid.y == pytest.approx(0.01, abs=0.003)


def test_what_is_refused_changes_nothing(data, tmp_path):
    path = write(regions()[~regions()["nom"].isin(AUTONOMOUS)], tmp_path / "a.geojson")
    found, made = outlines.install([path], "CNTIG", data=data)
    assert made is None
    assert {one.rule for one in found.findings} == {faults.MISSED}
    assert outlines.installations(data) == []


def test_examining_changes_nothing(data, official_regions):
    assert outlines.examine([official_regions], data).accepted
    assert not (data / outlines.FOLDER).exists()


@pytest.mark.parametrize("attribution", ["", "  \n", "x" * 301])
def test_boundaries_of_nobody_or_of_a_whole_paragraph_are_stopped(data, attribution, fr, en):
    with pytest.raises(Stopped) as stopped:
        outlines.install([], attribution, data=data)
    assert all("300" in stopped.value.text(_) for _ in (fr, en))
    assert not (data / outlines.FOLDER).exists()


def test_undoing_goes_back_to_the_one_before_and_then_to_ours(
    data, official_regions, other_regions
):
    first = outlines.install([official_regions], "Premier", data=data)[1]
    second = outlines.install([other_regions], "Second", data=data)[1]
    assert outlines.in_use("region", data) == second
    assert outlines.undo(data).version == second.version
    assert outlines.in_use("region", data) == first
    outlines.undo(data)
    assert outlines.in_use("region", data) is None
    with pytest.raises(Stopped):
        outlines.undo(data)
    assert [bool(one.annulee_le) for one in outlines.installations(data)] == [True, True]


def test_both_levels_of_a_file_come_and_go_together(data, both_levels):
    outlines.install([both_levels], "INS", data=data)
    assert outlines.in_use("region", data) == outlines.in_use("district", data) is not None
    outlines.undo(data)
    assert outlines.in_use("region", data) is outlines.in_use("district", data) is None


def test_a_process_that_died_while_installing_leaves_nothing_in_use(data, official_regions):
    left = data / outlines.FOLDER / ".essai-mort"
    left.mkdir(parents=True)
    (left / "region.geojson").write_text("{", encoding="utf-8")
    assert outlines.in_use("region", data) is None
    made = outlines.install([official_regions], "CNTIG", data=data)[1]
    assert folders(data) == [made.version]


def test_a_disk_that_refuses_leaves_nothing_behind(data, official_regions, monkeypatch):
    def full(_path, _text):
        raise OSError("No space left on device")

    monkeypatch.setattr(outlines, "_settle", full)
    with pytest.raises(OSError, match="No space"):
        outlines.install([official_regions], "CNTIG", data=data)
    assert folders(data) == []


def test_two_installations_at_once_are_not_mixed(data):
    with outlines._alone(data), pytest.raises(Stopped), outlines._alone(data):
        pytest.fail("two hold it")


@pytest.fixture
def built(edition):
    """Build the small edition and return the path and the description of its store."""

    def build():
        path = stores.build("publie", data=edition.data, stores=edition.stores)
        return Store(path)

    return build


def asked(store, sql):
    with store.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def picture(store, level, quatre, _):
    """Draw a map of one level as the page does."""
    about = store.about()
    measure = Measure("Population", str)
    places = quatre.iloc[:0].assign(
        genre="", id="", categorie="", est_ouvert=True, precision="", latitude=0.0, longitude=0.0
    )
    nothing = quatre.iloc[:0][["code", "valeur"]]
    view = View(level)
    said = about[f"limites_{level}"]
    return carte(quatre, places, nothing, measure, None, {}, {}, view, LIGHT, _, attribution=said)


@pytest.fixture
def two_regions():
    """Two regions with a value."""
    rows = [("poro", "Poro", 1.0, "valeur"), ("gbeke", "Gbêkê", 2.0, "valeur")]
    return pd.DataFrame(rows, columns=["code", "nom", "valeur", "etat"])


def test_the_notice_goes_with_official_boundaries_and_comes_back_without(
    edition, built, official_regions, two_regions, fr, en
):
    made = outlines.install([official_regions], "CNTIG <b>", "CC BY 4.0", data=edition.data)[1]
    assert not stores.is_fresh("publie", edition.data, edition.stores)
    store = built()
    assert stores.is_fresh("publie", edition.data, edition.stores)
    for _ in (fr, en):
        drawn = picture(store, "region", two_regions, _)
        assert "CNTIG &lt;b&gt;" in drawn.payload["textes"]["mention"]
        assert "GeoNames" in drawn.payload["textes"]["mention"]
        assert any("CNTIG <b>" in note for note in drawn.legend.notes)
        assert not any(_(f"{NOTICE}.") in note for note in drawn.legend.notes)
        ours = picture(store, "district", two_regions, _)
        assert _(f"{NOTICE}.") in ours.legend.notes
    assert asked(store, "select distinct est_approximatif from region") == [(False,)]
    assert asked(store, "select distinct est_approximatif from district") == [(True,)]
    ((publisher, day, note),) = asked(
        store,
        "select distinct editeur, strftime(consulte_le, '%Y-%m-%d'), note_fr from region "
        "inner join source using (source_id)",
    )
    assert (publisher, day) == ("CNTIG <b>", made.date[:10])
    assert "33" in note
    assert "CC BY 4.0" in note
    outlines.undo(edition.data)
    assert not stores.is_fresh("publie", edition.data, edition.stores)
    back = built()
    drawn = picture(back, "region", two_regions, fr)
    assert drawn.payload["textes"]["mention"].startswith(NOTICE)
    assert f"{NOTICE}." in drawn.legend.notes
    assert asked(back, "select distinct est_approximatif from region") == [(True,)]
    assert asked(back, "select count(*) from source where source_id like 'limites_off%'") == [(0,)]


def test_undoing_gives_back_the_very_fingerprint(data, official_regions):
    (data / "publie").mkdir()
    before = stores.fingerprint("publie", data)
    outlines.install([official_regions], "CNTIG", data=data)
    assert stores.fingerprint("publie", data) != before
    outlines.undo(data)
    assert stores.fingerprint("publie", data) == before


def test_points_are_placed_in_the_full_geometry(data, official_regions, store, monkeypatch):
    """What the rules see is the outlines as they came, not as the map draws them."""
    outlines.install([official_regions], "CNTIG", data=data)
    seen = {}

    def place(points, shapes):
        seen.update(shapes)
        return points.iloc[:0].assign(region_trouvee="", distance_km=0.0, est_en_mer=False)[
            ["objet", "objet_id", "region_trouvee", "distance_km", "est_en_mer"]
        ]

    monkeypatch.setattr(boundaries, "place", place)
    store.insert("region", region_code="poro", nom="Poro")
    store.insert("centre", centre_id="c", region_code="poro", latitude=9.4, longitude=-5.6)
    loading.draw_outlines(store.connection, [], data)
    loading._place(store.connection, data)
    assert seen == {"poro": outlines.exact("region", data)["poro"]}


def test_neighbours_that_do_not_quite_meet_are_still_drawn(edition, built, tmp_path):
    """Each region grown by about 50 m: borders cross all along, less than the limit allows."""
    frame = regions()
    frame["geometry"] = shapely.buffer(frame.geometry.to_numpy(), 0.0005)
    outlines.install([write(frame, tmp_path / "a.geojson")], "CNTIG", data=edition.data)
    store = built()
    shapes = asked(store, "select geometrie from region")
    assert len(shapes) == 33
    assert all(shapely.from_geojson(shape).area > 0 for (shape,) in shapes)


def test_a_description_reads_back_as_it_was_written(data, official_regions):
    made = outlines.install([official_regions], "Côte d'Ivoire « CNTIG »", data=data)[1]
    assert outlines.installations(data) == [made]
    assert dataclasses.asdict(made)["annulee_le"] == ""
