"""Official boundaries are recognised whatever their source calls them, or refused with a reason."""

import dataclasses
import itertools
import json
import re
import zipfile

import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from cartomut import outlines
from cartomut.names import normalise
from cartomut.sources import faults as files
from cartomut.sources import geofiles, official
from cartomut.sources import outline_faults as faults
from cartomut.sources.limits import limits
from tests.sources.maps import AUTONOMOUS, districts, read_here, regions, write, zipped

KNOWN = {level: outlines._known(level, outlines.DATA) for level in ("region", "district")}
COUNTS = {"region": 33, "district": 14}
OPENINGS = (
    "",
    "Région de ",
    "Région du ",
    "Région des ",
    "Région de la ",
    "Région de l'",
    "REGION ",
)


@pytest.fixture
def here(monkeypatch):
    """Read files in the tests' own process."""
    monkeypatch.setattr(geofiles, "_ask_child", read_here)


def examine(*paths, **changed):
    return official.examine(paths, KNOWN, dataclasses.replace(limits(), **changed))


def layer(frame, column="nom", file="a.geojson"):
    """Make the layer that a file of these outlines gives, its names in a column."""
    frame = frame.rename(columns={"nom": column})
    texts = {name: list(frame[name]) for name in frame.columns if name != "geometry"}
    return geofiles.Layer(file, texts, list(frame.geometry), [False] * len(frame))


def match(*layers):
    return official.match(layers, KNOWN)


def rules(found):
    return [one.rule for one in found.findings]


def told(found, rule):
    return sorted(one.value for one in found.findings if one.rule is rule)


def renamed(frame, **names):
    return frame.assign(nom=frame["nom"].replace(names))


def upper_without_accents(frame):
    plain = frame["nom"].str.normalize("NFD").str.replace("[\u0300-\u036f]", "", regex=True)
    return frame.assign(nom=plain.str.upper())


def as_humanitarian(frame):
    """Write names as geoBoundaries and COD-AB do."""
    names = {
        "La Mé": "Région de La Mé",
        "N'Zi": "N’Zi",
        "Agnéby-Tiassa": "Agneby-Tiassa",
        "Gôh": "Goh",
        "Lôh-Djiboua": "Loh-Djiboua",
        "Gbêkê": "Gbeke",
        "Gbôklé": "Gbokle",
        "Grands-Ponts": "Grands Ponts",
        "Indénié-Djuablin": "Indenie-Djuablin",
        "Abidjan": "District Autonome D'Abidjan",
        "Yamoussoukro": "District Autonome de Yamoussoukro",
    }
    return frame.assign(nom=frame["nom"].replace(names))


def same_place(shape, code, level="region"):
    ours = shapely.from_geojson(json.dumps(KNOWN[level].areas[code]))
    return shape.intersection(ours).area / shape.union(ours).area


@pytest.mark.parametrize(
    "column",
    [
        "shapeName",
        "SHAPENAME",
        "ADM1_FR",
        "ADM2_FR",
        "admin1Name",
        "admin1Name_fr",
        "adm2_name",
        "ADM2NM",
        "NAME_2",
        "name",
        "nom",
        "NOM_REGION",
    ],
)
def test_the_level_is_found_by_names_whatever_column_holds_them(column):
    found = match(layer(as_humanitarian(regions()), column))
    assert rules(found) == []
    assert found.accepted
    assert found.levels.keys() == {"region"}
    assert found.levels["region"].shapes.keys() == KNOWN["region"].names.keys()
    assert found.levels["region"].column == column


def test_the_files_own_number_of_level_is_not_believed():
    """ADM1 is 14 districts in one source and 33 regions in another."""
    for frame, level in ((regions(), "region"), (districts(), "district")):
        found = match(layer(frame.assign(shapeType="ADM1"), "ADM1_FR", "ADM1.geojson"))
        assert {name: len(one.shapes) for name, one in found.levels.items()} == {
            level: COUNTS[level]
        }


def test_a_layer_of_regions_that_repeats_their_districts_is_read_by_its_regions():
    """UN SALB has both columns; Abidjan and Yamoussoukro are in both."""
    frame = regions().rename(columns={"nom": "ADM2NM"})
    frame["ADM1NM"] = ["Lagunes" if name != "Abidjan" else name for name in frame["ADM2NM"]]
    found = match(layer(frame))
    assert found.accepted
    assert found.levels["region"].column == "ADM2NM"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".zip"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32630"])
def test_every_format_and_system_gives_the_same_outlines(tmp_path, suffix, crs):
    path = write(regions().to_crs(crs), tmp_path / f"a{suffix}", "ADM1_FR")
    found = examine(path)
    assert found.accepted, [one.rule.code for one in found.findings]
    for code, shape in found.levels["region"].shapes.items():
        assert shape.is_valid
        assert same_place(shape, code) > 0.85, code


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["a.GEOJSON", "limites de l'état.json", "sans_extension"])
def test_the_files_name_does_not_matter(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(write(districts(), tmp_path / "b.geojson").read_bytes())
    assert examine(path).levels.keys() == {"district"}


@pytest.mark.usefixtures("here")
def test_a_geopackage_of_several_layers_gives_both_levels_and_names_the_rest(tmp_path):
    path = tmp_path / "civ.gpkg"
    write(districts(), path, "adm1_name", "civ_admin1")
    write(regions(), path, "adm2_name", "civ_admin2")
    country = districts().dissolve().assign(nom="Côte d'Ivoire")
    write(country, path, "adm0_name", "civ_admin0")
    found = examine(path)
    assert found.accepted
    assert {level: len(one.shapes) for level, one in found.levels.items()} == COUNTS
    assert found.ignored == ["civ.gpkg / civ_admin0"]


@pytest.mark.usefixtures("here")
def test_openstreetmaps_mixed_layer_is_parted_by_admin_level(tmp_path):
    """31 regions at level 5, 14 districts at level 4: the two autonomous ones serve twice."""
    thirty_one = regions()[~regions()["nom"].isin(AUTONOMOUS)].assign(admin_level="5")
    points = districts().head(3).assign(admin_level="8")
    points["geometry"] = points.geometry.representative_point()
    frame = pd.concat([thirty_one, districts().assign(admin_level="4"), points])
    path = write(frame, tmp_path / "osm.geojson", "name")
    found = examine(path)
    assert found.accepted
    assert {level: len(one.shapes) for level, one in found.levels.items()} == COUNTS
    assert told(found, faults.BORROWED) == list(AUTONOMOUS)
    assert found.levels["region"].borrowed == ("abidjan", "yamoussoukro")


def test_thirty_one_regions_alone_are_refused_and_the_two_missing_are_named():
    read = layer(regions()[~regions()["nom"].isin(AUTONOMOUS)])
    found = match(read)
    assert not found.accepted
    assert told(found, faults.MISSED) == list(AUTONOMOUS)


@pytest.mark.parametrize("lent", [list(AUTONOMOUS), None])
def test_a_second_file_may_bring_the_autonomous_districts(lent):
    first = layer(regions()[~regions()["nom"].isin(AUTONOMOUS)])
    others = districts()
    others = others[others["nom"].isin(lent)] if lent else others
    second = layer(as_humanitarian(others), file="b.geojson")
    found = match(first, second)
    assert found.accepted
    assert len(found.levels["region"].shapes) == 33
    assert told(found, faults.BORROWED) == list(AUTONOMOUS)
    assert found.ignored == []


def test_a_department_is_not_taken_for_the_autonomous_district_of_its_name():
    """Abidjan is also a department, which is smaller; a layer of departments lends nothing."""
    first = layer(regions()[~regions()["nom"].isin(AUTONOMOUS)])
    departments = districts().assign(nom=[f"Département {n}" for n in range(13)] + ["Abidjan"])
    second = layer(departments, file="b.geojson")
    assert told(match(first, second), faults.MISSED) == list(AUTONOMOUS)


def test_a_name_that_is_missed_is_told_with_the_one_that_is_too_many(fr, en):
    read = layer(renamed(regions(), Poro="Porro"))
    found = match(read)
    assert not found.accepted
    assert told(found, faults.MISSED) == ["Poro"]
    (extra,) = [one for one in found.findings if one.rule is faults.UNKNOWN]
    assert (extra.value, extra.fields["attendu"]) == ("Porro", "Poro")
    for one, _ in itertools.product(found.findings, (fr, en)):
        assert "{" not in one.text(_)


def test_an_outline_that_is_no_territory_is_left_aside():
    lake = regions().head(1).assign(nom="Lac de Kossou")
    read = layer(pd.concat([regions(), lake]))
    found = match(read)
    assert found.accepted
    assert told(found, faults.UNKNOWN) == ["Lac de Kossou"]
    assert len(found.levels["region"].shapes) == 33


def test_a_name_on_two_outlines_is_refused():
    read = layer(pd.concat([regions(), regions().head(1)]))
    found = match(read)
    assert not found.accepted
    assert told(found, faults.TWICE) == [regions()["nom"].iloc[0]]


def test_departments_are_no_level_of_ours_and_the_count_is_told():
    """108 outlines whose regions stand in another column, each several times."""
    frame = pd.concat([regions()] * 3).assign(ADM2_FR=[f"Département {n}" for n in range(99)])
    read = layer(frame, "ADM1_FR")
    found = match(read)
    assert not found.accepted
    (finding,) = found.findings
    assert finding.rule is faults.LEVEL
    assert finding.fields["nombre"] == 99
    assert finding.fields["trouve"] == 0


def test_a_layer_without_a_column_of_names_is_refused_with_its_columns():
    read = layer(regions().assign(code="1"), "etiquette")
    found = match(read)
    assert told(found, faults.UNNAMED) == ["etiquette, code"]


@pytest.mark.usefixtures("here")
def test_a_bow_tie_is_repaired_and_counted(tmp_path):
    """Yamoussoukro as a bow-tie of two triangles, about where it is."""
    frame = regions()
    which = frame.index[frame["nom"] == "Yamoussoukro"]
    west, south, east, north = frame.geometry[which[0]].bounds
    bow_tie = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    frame.loc[which, "geometry"] = bow_tie
    found = examine(write(frame, tmp_path / "a.geojson"))
    assert found.levels["region"].repaired == ("yamoussoukro",)
    assert told(found, faults.REPAIRED) == ["Yamoussoukro"]
    repaired = found.levels["region"].shapes["yamoussoukro"]
    assert repaired.is_valid
    assert repaired.area == pytest.approx((east - west) * (north - south) / 2, rel=1e-3)


def test_swapped_axes_are_refused_and_never_put_right():
    frame = regions()
    frame["geometry"] = shapely.transform(frame.geometry.to_numpy(), lambda points: points[:, ::-1])
    found = match(layer(frame))
    assert not found.accepted
    assert len(told(found, faults.SWAPPED)) == 33


@pytest.mark.usefixtures("here")
def test_metres_that_call_themselves_degrees_are_refused(tmp_path):
    frame = regions().to_crs("EPSG:32630").set_crs("EPSG:4326", allow_override=True)
    found = examine(write(frame, tmp_path / "a.geojson"))
    assert not found.accepted
    assert set(rules(found)) <= {faults.OUTSIDE, faults.UNREADABLE}


def test_another_country_is_outside_the_box():
    frame = regions()
    frame["geometry"] = frame.geometry.translate(xoff=10)
    found = match(layer(frame))
    assert told(found, faults.OUTSIDE) == sorted(KNOWN["region"].names.values())


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("empty", [shapely.Polygon(), None])
def test_an_empty_outline_is_refused(tmp_path, empty):
    frame = regions()
    frame.loc[frame["nom"] == "Poro", "geometry"] = empty
    found = examine(write(frame, tmp_path / "a.geojson"))
    assert not found.accepted
    assert told(found, faults.EMPTY) == ["Poro"]


def test_names_that_slipped_by_one_row_are_refused():
    frame = regions()
    frame["nom"] = [*frame["nom"].iloc[1:], frame["nom"].iloc[0]]
    found = match(layer(frame))
    assert len(told(found, faults.ELSEWHERE)) > 25
    assert not found.accepted


def test_outlines_that_overlap_are_refused():
    """Each region grown by 0.1 degree covers a strip of its neighbours."""
    frame = regions()
    frame["geometry"] = shapely.buffer(frame.geometry.to_numpy(), 0.05)
    found = match(layer(frame))
    assert faults.OVERLAP in rules(found)
    assert not found.accepted


def test_outlines_that_leave_the_country_uncovered_are_refused():
    frame = regions()
    frame["geometry"] = shapely.buffer(frame.geometry.to_numpy(), -0.05)
    found = match(layer(frame))
    assert faults.GAPS in rules(found)
    assert not found.accepted


@pytest.mark.usefixtures("here")
def test_a_shapefile_without_its_system_is_refused(tmp_path):
    path = zipped(regions(), tmp_path / "a.zip", without=(".prj",))
    assert rules(examine(path)) == [faults.NO_CRS]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("without", [(".cpg",), ()])
def test_accents_of_a_shapefile_are_read_even_when_it_names_no_encoding(tmp_path, without):
    found = examine(zipped(regions(), tmp_path / "a.zip", without=without))
    assert found.accepted


def test_gadm_is_accepted_with_a_warning_about_its_licence():
    read = layer(regions().assign(GID_2="CIV.1.1_1"), "NAME_2")
    found = match(read)
    assert found.accepted
    assert rules(found) == [faults.NON_COMMERCIAL]


@pytest.mark.usefixtures("here")
def test_of_two_versions_of_a_level_the_more_detailed_is_kept_and_it_is_told(tmp_path):
    path = tmp_path / "a.gpkg"
    coarse = regions()
    coarse["geometry"] = shapely.coverage_simplify(coarse.geometry.to_numpy(), 0.02)
    write(coarse, path, layer="simple")
    write(regions(), path, layer="entier")
    found = examine(path)
    assert told(found, faults.SEVERAL) == ["a.gpkg / entier"]
    assert found.accepted


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", files.EMPTY),
        (b"%PDF-1.7", faults.UNREADABLE),
        (b"\x00\x00\x27\x0a" + b"\0" * 96, faults.UNREADABLE),
        (b"{", faults.UNREADABLE),
        (b'{"type": "FeatureCollection", "features": [', faults.UNREADABLE),
        (b'{"type":"Topology","objects":{}}', faults.UNREADABLE),
        (b"PK\x03\x04" + b"\0" * 40, files.BROKEN),
    ],
)
def test_what_is_no_map_is_refused_in_words(tmp_path, content, rule, fr, en):
    path = tmp_path / "a.geojson"
    path.write_bytes(content)
    found = examine(path)
    assert rules(found) == [rule]
    assert not found.accepted
    assert all("{" not in found.findings[0].text(_) for _ in (fr, en))


@pytest.mark.usefixtures("here")
def test_an_archive_without_a_map_or_that_climbs_out_is_refused(tmp_path):
    inside = {"a.zip": "lisez-moi.txt", "b.zip": "../dehors.geojson"}
    for name, member in inside.items():
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(member, "{}")
    assert rules(examine(tmp_path / "a.zip")) == [faults.UNREADABLE]
    assert rules(examine(tmp_path / "b.zip")) == [files.CLIMBING]
    assert not (tmp_path.parent / "dehors.geojson").exists()


@pytest.mark.usefixtures("here")
def test_an_archive_that_unfolds_beyond_the_limit_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b" " * 3_000_000)
    assert rules(examine(path, decompresse_mo=1)) == [files.DECOMPRESSED]


@pytest.mark.usefixtures("here")
def test_a_file_that_is_too_big_missing_or_a_folder_is_refused(tmp_path):
    path = write(regions(), tmp_path / "a.geojson")
    assert rules(examine(path, taille_mo=0)) == [files.TOO_BIG]
    assert rules(examine(tmp_path / "absent.geojson")) == [files.MISSING]
    assert rules(examine(tmp_path)) == [files.FOLDER]


def test_a_process_of_its_own_reads_the_file_as_well(tmp_path):
    found = examine(write(districts().to_crs("EPSG:32630"), tmp_path / "a.gpkg"))
    assert found.accepted
    assert found.levels["district"].layer == "a.gpkg / a"


def test_a_file_that_breaks_the_reader_is_refused_and_the_rest_goes_on(tmp_path):
    broken = tmp_path / "a.gpkg"
    broken.write_bytes(b"SQLite format 3\0" + b"\0" * 4000)
    found = examine(broken, write(districts(), tmp_path / "b.geojson"))
    assert rules(found) == [faults.UNREADABLE]
    assert found.levels.keys() == {"district"}
    assert not found.accepted


def test_a_reading_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(geofiles, "SECONDS", 0.001)
    assert rules(examine(write(districts(), tmp_path / "a.geojson"))) == [faults.UNREADABLE]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(KNOWN["region"].names.values())),
    st.sampled_from(OPENINGS),
    st.sampled_from([str, str.upper, str.lower, lambda text: text.replace("-", " ")]),
    st.sampled_from(["'", "’", " "]),
)
def test_a_name_is_found_under_any_opening_case_and_sign(name, opening, change, apostrophe):
    written = change(opening + name).replace("'", apostrophe)
    names = {normalise(one) for one in KNOWN["region"].names.values()}
    assert official.spelt(written) & names == {normalise(name)}


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_no_name_is_read_as_two_territories(text):
    for level in KNOWN.values():
        codes = official._codes(level.names)
        assert len({codes[one] for one in official.spelt(text) if one in codes}) <= 1


def test_every_rule_has_its_own_code_and_says_what_to_do():
    stated = [one for one in vars(faults).values() if isinstance(one, faults.Rule)]
    assert [one.code for one in stated] == [f"G-{n}" for n in range(1, len(stated) + 1)]
    assert all(
        re.search(r"\.$", text) for one in stated for text in (one.message, one.why, one.fix)
    )
