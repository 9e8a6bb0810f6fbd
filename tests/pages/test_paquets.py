"""Data packages: what the reader sees on the screen, whole, in formats that other tools accept."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from fhir.resources.R4B.bundle import Bundle
from frictionless import Package
from openpyxl import load_workbook

from cartomut import i18n, labels, rights, store, withheld
from cartomut.exports import dhis2, fhir, package_csv, package_geo
from cartomut.exports.package import package
from cartomut.exports.package_tables import RESERVED, gather
from cartomut.exports.package_words import read_me
from cartomut.exports.snapshot import snapshot
from cartomut.queries import query
from cartomut.store import Store
from cartomut.ui import paquets, reader, share
from tests.pages.visit import CONTEXT, METHOD, visit

REPORTS = "pages/presenter/rapports.py"
DAY = date(2026, 3, 1)
FRENCH, ENGLISH = i18n.language("fr"), i18n.language("en")
BOX = (-8.7, 4.1, -2.4, 10.8)  # west, south, east, north of the country
HOSTILE = '=HYPERLINK("http://x","y")'
DATASETS = ("publie", "demonstration")


@cache
def opened(dataset: str) -> Store:
    return Store(store.current(dataset))


@cache
def content(dataset: str, is_whole: bool = False, region: str | None = None):
    return gather(opened(dataset), {"region": region}, region or "", is_whole=is_whole)


@cache
def made(dataset: str, is_whole: bool = False, region: str | None = None) -> bytes:
    return package(content(dataset, is_whole, region), DAY, FRENCH)


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def names(dataset: str) -> dict[str, dict[str, str]]:
    return labels.code_names(query("listes/codes").run(opened(dataset)), FRENCH)


@pytest.mark.parametrize(
    ("dataset", "is_whole", "region"),
    [("publie", False, None), ("demonstration", True, "gbeke")],
)
def test_frictionless_finds_each_package_valid(tmp_path, dataset, is_whole, region):
    with zipfile.ZipFile(io.BytesIO(made(dataset, is_whole, region))) as archive:
        archive.extractall(tmp_path)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "note"])[:5]
    about = json.loads((tmp_path / "datapackage.json").read_text())
    assert about["jeu"] == dataset
    assert about["filtres"] == ({"region": region} if region else {})
    described = {one["path"] for one in about["resources"]}
    assert described == set(files(made(dataset, is_whole, region))) - {
        *("datapackage.json", "LISEZMOI.md", "README.md")
    }


def test_only_what_bears_the_day_changes_from_one_day_to_the_next():
    again = gather(opened("publie"), {"region": None})
    other = files(package(again, date(2026, 3, 2), FRENCH))
    changed = {name for name, data in files(made("publie")).items() if data != other[name]}
    assert changed == {"datapackage.json", "LISEZMOI.md", "README.md", "cartomut.xlsx"}


def test_the_public_package_tells_no_accounts_and_no_package_tells_small_counts():
    public, whole = content("demonstration"), content("demonstration", True)
    assert not set(RESERVED) & set(public.tables)
    assert set(public.absent) == set(RESERVED) & set(whole.tables)
    columns = {f"{name}.{one}" for name, table in public.tables.items() for one in table.rows}
    assert not [one for one in columns if one.endswith("_fcfa")]
    assert "centre.est_autorise" not in columns
    assert "centre.est_autorise" in {f"centre.{one}" for one in whole.tables["centre"].rows}
    for told in (public, whole):
        rows = told.tables["centre_activite"].rows
        ill = rows[[one for one in rows if one.startswith(("nb_vih", "nb_tb", "nb_palu"))]]
        assert not ((ill >= 1) & (ill <= 4)).any(axis=None)
        assert rows["masques"].notna().any()
    cases = whole.tables["prestation_pathologie"].rows
    hidden = cases[cases["est_masque"]]
    assert len(hidden)
    assert hidden[["nb_cas", "montant_fcfa"]].isna().all(axis=None)
    notice = read_me(public, DAY, [], ENGLISH)
    assert "prestation_pathologie" in notice
    assert "centre.est_autorise" in notice


def test_values_of_indicators_are_those_of_the_pages_and_tell_nobody_the_accounts_of_one():
    asked = query("indicateurs/valeurs")
    public, whole = content("demonstration"), content("demonstration", True)
    for group in ("pays", "region"):
        expected = asked.run(
            opened("demonstration"), **dict.fromkeys(asked.params) | {"groupe": group}
        )
        told = whole.tables["indicateur_valeur"].rows.query("groupe == @group")
        for name in ("indicateur_id", "annee", "valeur", "nb_valeurs", "nb_entites", "etat"):
            read, asked_for = (
                [None if pd.isna(value) else value for value in one[name]]
                for one in (told, expected)
            )
            assert read == asked_for, name
    rows = public.tables["indicateur_valeur"].rows
    domains = public.tables["indicateur"].rows.set_index("indicateur_id")["domaine"]
    accounts = rows[
        rows["indicateur_id"].map(domains).isin(rights.RESERVED_DOMAINS)
        | rows["indicateur_id"].isin(rights.RESERVED)
    ]
    told = accounts["groupe"] == "pays"
    assert told.any()
    assert not accounts[told]["nb_valeurs"].between(1, withheld.FEWEST - 1).any()
    # Of the others a line may stay where nothing is known, which tells no account.
    assert set(accounts[~told]["etat"]) == {"inconnu", "masque"}
    assert accounts[~told][["valeur", "numerateur", "denominateur"]].isna().all(axis=None)
    assert {"entite", "region", "district", "pays"} == set(rows["groupe"])
    all_rows = whole.tables["indicateur_valeur"].rows
    hidden = all_rows[all_rows["etat"] == "masque"]
    assert len(hidden)
    assert hidden[["valeur", "numerateur"]].isna().all(axis=None)


def test_the_filters_keep_what_the_page_keeps():
    kept = query("listes/centres").run(
        opened("demonstration"),
        **dict.fromkeys(query("listes/centres").params) | {"region": "gbeke"},
    )
    told = content("demonstration", False, "gbeke").tables["centre"].rows
    assert sorted(told["centre_id"]) == sorted(kept["centre_id"])
    assert 0 < len(told) < len(content("demonstration").tables["centre"].rows)


def test_the_workbook_read_again_equals_the_tables():
    told = content("demonstration", True, "gbeke")
    book = load_workbook(io.BytesIO(files(made("demonstration", True, "gbeke"))["cartomut.xlsx"]))
    sheets = book.worksheets[2:]
    assert len(sheets) == len(told.tables)
    for sheet, table in zip(sheets, told.tables.values(), strict=True):
        lines = list(sheet.iter_rows(values_only=True))
        assert list(lines[0]) == [package_csv.heading(one, FRENCH) for one in table.fields]
        expected = table.rows.astype(object).where(table.rows.notna(), None)
        for line, row in zip(lines[1:], expected.itertuples(index=False), strict=True):
            read = [one.date() if hasattr(one, "date") else one for one in line]
            assert read == list(row), table.name
    assert told.filters in {row[1].value for row in book.worksheets[0].iter_rows(max_col=2)}


def test_a_hostile_name_stays_a_text_in_every_format():
    told = content("publie")
    centres = told.tables["centre"]
    rows = centres.rows.assign(nom=HOSTILE, quartier='+225 01, "a";\n-b')
    wicked = replace(told, tables={**told.tables, "centre": replace(centres, rows=rows)})
    made_files = files(package(wicked, DAY, ENGLISH))
    for path, separator in (("donnees", ","), ("excel_fr", ";")):
        text = made_files[f"{path}/centre.csv"].decode("utf-8-sig")
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        assert {line[1] for line in cells[1:]} == {"'" + HOSTILE}
        assert {line[10] for line in cells[1:]} == {'\'+225 01, "a";\n-b'}
        assert {len(line) for line in cells} == {len(centres.fields)}
    tags = list(csv.reader(io.StringIO(made_files["hxl/centre.csv"].decode())))[1]
    assert all(one.startswith("#") for one in tags)
    book = load_workbook(io.BytesIO(made_files["cartomut.xlsx"]))
    names_told = [
        cell for sheet in book for line in sheet for cell in line if cell.value == HOSTILE
    ]
    assert len(names_told) == len(rows)
    assert {cell.data_type for cell in names_told} == {"s"}
    units = files(dhis2.dhis2(wicked, DAY, ENGLISH))["organisationUnits.csv"].decode()
    assert {line[0] for line in csv.reader(io.StringIO(units))} & {"'" + HOSTILE}


@pytest.mark.parametrize("dataset", DATASETS)
def test_maps_put_longitude_first_inside_the_country_in_all_three_formats(dataset, tmp_path):
    layers = package_geo.layers(content(dataset))
    found = {one.name: one for one in layers}
    path = tmp_path / "cartomut.gpkg"
    path.write_bytes(package_geo.geopackage(layers, "2026-03-01T08:00:00+00:00"))
    assert path.read_bytes() == package_geo.geopackage(layers, "2026-03-01T08:00:00+00:00")
    for name, key in (("centres", "centre_id"), ("regions", "region_code")):
        whole = json.loads(package_geo.geojson(found[name]))
        assert "crs" not in whole
        west, south, east, north = whole["bbox"]
        assert BOX[0] <= west <= east <= BOX[2]
        assert BOX[1] <= south <= north <= BOX[3]
        features = whole["features"]
        own = content(dataset).tables["centre" if name == "centres" else "region"].rows
        assert [one["id"] for one in features] == list(own[key])  # those without a place too
        read = pyogrio.read_dataframe(path, layer=name)
        assert list(read[key]) == [one["id"] for one in features]
        bounds = [one["geometry"] is not None for one in features]
        assert list(read.geometry.notna()) == bounds
        table = pq.read_table(io.BytesIO(package_geo.geoparquet(found[name])))
        about = json.loads(table.schema.metadata[b"geo"])
        assert about["columns"]["geometry"]["bbox"] == whole["bbox"]
        assert table.num_rows == len(features)
        if name == "regions":
            assert all(
                _is_left(ring[0]) for one in features for ring in one["geometry"]["coordinates"]
            )
            continue
        for one, point in zip(features, read.geometry, strict=True):
            if one["geometry"]:
                assert one["geometry"]["coordinates"] == [point.x, point.y]
                assert one["properties"]["precision"]


def _is_left(ring: list[list[float]]) -> bool:
    pairs = pairwise(ring)
    return sum(one[0] * two[1] - two[0] * one[1] for one, two in pairs) > 0


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_fhir_bundle_is_valid_whole_and_places_only_what_was_surveyed(dataset):
    data = fhir.bundle(content(dataset), names(dataset), DAY, FRENCH)
    resources = [one.resource for one in Bundle.model_validate_json(data).entry]
    known = {f"{one.get_resource_type()}/{one.id}" for one in resources}
    assert len(known) == len(resources)
    text = data.decode()
    assert not {part.split('"')[0] for part in text.split('"reference": "')[1:]} - known
    centres = content(dataset).tables["centre"].rows
    places = [one for one in resources if one.get_resource_type() == "Location"]
    facilities = [one for one in places if one.managingOrganization]
    assert len(facilities) == len(centres)
    assert all(len(one.type) >= 2 and one.name and one.status for one in facilities)
    at = content(dataset).places
    surveyed = at[(at["genre"] == "centre") & at["precision"].isin(fhir.SURVEYED)]
    assert len([one for one in facilities if one.position]) == len(surveyed)
    assert ("HTEST" in text) == (dataset == "demonstration")


def test_dhis2_units_have_their_parents_and_the_map_names_only_them():
    found = files(dhis2.dhis2(content("demonstration"), DAY, FRENCH))
    units = pd.read_csv(io.BytesIO(found["organisationUnits.csv"]), dtype=str)
    assert units["uid"].is_unique
    assert units["uid"].str.fullmatch("[A-Za-z][A-Za-z0-9]{10}").all()
    before: set[str] = set()
    for parent, own in zip(units["parent"], units["uid"], strict=True):
        assert pd.isna(parent) or parent in before
        before.add(own)
    assert units["openingDate"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    assert (units["shortName"].str.len() <= dhis2.SHORT).all()
    features = json.loads(found["organisationUnits.geojson"])["features"]
    codes = [one["properties"]["code"] for one in features]
    assert set(codes) <= set(units["code"])
    assert len(set(codes)) == len(codes)
    planned = (
        content("demonstration")
        .tables["centre"]
        .rows.query("statut_operationnel in ('projet', 'annonce')")
    )
    assert len(planned)
    assert not set(planned["centre_id"]) & set(units["code"])


def test_the_page_offers_each_format_and_an_embedded_page_keeps_only_its_figures(monkeypatch):
    for lang in ("fr", "en"):
        app = visit(REPORTS, lang=lang, jeu="publie", region="gbeke", paquet="reserve")
        assert not app.exception
        keys = {one.proto.id.rpartition("-")[2] for one in app.get("download_button")}
        assert {f"paquet_{one}" for one in paquets_made()} <= keys
    monkeypatch.setattr(share, "is_embedded", lambda: True)
    app = visit(METHOD, lang="en", jeu="demonstration", region="gbeke")
    assert not app.exception
    assert not app.selectbox
    assert not app.sidebar.children
    assert any("invented" in one.value for one in app.warning)


def paquets_made() -> set[str]:
    return {"package", "workbook", "geopackage", "fhir", "dhis2"}


def test_the_snippet_frames_the_address_and_nothing_of_a_title_becomes_html():
    told = share.snippet("https://x.org/carte?lang=en&jeu=publie", '"><script>')
    assert 'src="https://x.org/carte?lang=en&amp;jeu=publie&amp;embed=true"' in told
    assert "<script>" not in told


def test_whoever_may_not_see_accounts_gets_the_public_package_whatever_the_link_asks(monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    asked = []
    monkeypatch.setattr(paquets, "_made", lambda *given, **named: asked.append(named))
    monkeypatch.setattr(paquets, "partial", lambda made, *_given, **named: made(**named) or b"x")
    app = visit(REPORTS, jeu="publie", paquet="reserve")
    assert not app.exception
    assert [one["is_whole"] for one in asked] == [False] * len(paquets_made())


def test_an_archive_holds_each_figure_of_the_page_with_its_rows_picture_and_citation(monkeypatch):
    drawn = []
    monkeypatch.setattr(share, "_archive", lambda page, _: drawn.append(page) or b"x")
    monkeypatch.setattr(share, "partial", lambda made, *given: drawn.append(given[0]) or b"x")
    assert not visit(CONTEXT, jeu="publie", lang="fr").exception
    page = drawn[0]
    assert page.views
    found = files(snapshot(page.title, page.whole(), page.address, DAY, FRENCH))
    notice = found["LISEZMOI.md"].decode()
    for view in page.whole():
        assert f"## {view.title}" in notice
        assert all(line in notice for line in view.lines)
    assert "consulté le 1 mars 2026" in notice
    endings = [name.rpartition(".")[2] for name in found]
    assert endings.count("csv") == len([one for one in page.whole() if one.cells])
    assert endings.count("svg") == len([one for one in page.whole() if one.picture])
