"""A file is judged by its bytes before anything parses it, and refused in one clear message."""

import dataclasses
import struct
import zipfile

import pytest

from cartomut.sources import faults
from cartomut.sources.faults import Faults
from cartomut.sources.limits import limits
from cartomut.sources.safety import ARCHIVE, ODS, TEXT, XLSX, inspect
from tests.sources.bad_files import (
    HEADER,
    archive,
    raw_workbook,
    text_cell,
    text_file,
    workbook,
)

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def judge(path, **changed):
    """Return what the file is (None when refused) and the codes of the findings' rules."""
    found = Faults(100)
    inspected = inspect(path, dataclasses.replace(limits(), **changed), found)
    return inspected, [finding.rule for finding in found.listed()], found.listed()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", faults.EMPTY),
        (b"%PDF-1.7 ...", faults.FORMAT),
        (b"\x89PNG\r\n\x1a\n", faults.FORMAT),
        (b"  <!DOCTYPE html><table><tr>", faults.FORMAT),
        (b"\xef\xbb\xbf<html>", faults.FORMAT),
        (b'<?xml version="1.0"?><Workbook/>', faults.FORMAT),
        (b"MZ\x90\0\x03", faults.FORMAT),
        (b'{"type": "FeatureCollection"}', faults.FORMAT),
        (b"PK\x03\x04 cut", faults.BROKEN),
        (b"PK\x05\x06" + b"\0" * 18, faults.EMPTY),
        (OLE2 + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), faults.ENCRYPTED),
        (OLE2 + b"\0" * 600 + "WordDocument".encode("utf-16-le"), faults.FORMAT),
        (OLE2 + b"\0" * 600 + "Workbook".encode("utf-16-le"), faults.OLD_FORMAT),
    ],
)
def test_what_is_no_table_is_named_whatever_the_extension(tmp_path, content, rule):
    inspected, rules, _found = judge(text_file(tmp_path / "étude.xlsx", content))
    assert inspected is None
    assert rules == [rule]


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    assert judge(tmp_path / "absent.csv")[1] == [faults.MISSING]
    assert judge(tmp_path)[1] == [faults.FOLDER]


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a"])
def test_a_workbook_is_known_by_its_content(tmp_path, name):
    saved = workbook(tmp_path / "a.xlsx").rename(tmp_path / name)
    inspected, rules, _found = judge(saved)
    assert (inspected.kind, rules) == (XLSX, [])


def test_text_is_text_even_when_named_as_a_workbook(tmp_path):
    assert judge(text_file(tmp_path / "a.xlsx", "nom,ville\n"))[0].kind == TEXT


def test_a_file_over_the_size_limit_is_refused_with_both_figures(tmp_path):
    path = text_file(tmp_path / "a.csv", b"x" * 1_000_001)
    _inspected, rules, found = judge(path, taille_mo=1)
    assert rules == [faults.TOO_BIG]
    assert found[0].fields == {"trouve": 2, "limite": 1}
    assert judge(text_file(tmp_path / "b.csv", b"x" * 1_000_000), taille_mo=1)[1] == []


def test_a_zip_bomb_is_refused_before_anything_is_decompressed(tmp_path):
    path = archive(tmp_path / "bombe.zip", {"a.csv": b"0" * 150_000_000})
    _inspected, rules, found = judge(path, decompresse_mo=100)
    assert rules == [faults.DECOMPRESSED, faults.RATIO]
    assert found[0].fields == {"trouve": 150, "limite": 100}
    assert judge(path)[1] == [faults.RATIO]


def test_an_archive_that_hides_its_size_is_measured_and_refused(tmp_path):
    """The directory says 100 bytes; 30 MB come out."""
    path = archive(tmp_path / "bombe.zip", {"a.csv": b"0" * 30_000_000})
    content = path.read_bytes()
    path.write_bytes(content.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 100)))
    with zipfile.ZipFile(path) as opened:
        assert opened.infolist()[0].file_size == 100
    assert judge(path, decompresse_mo=10)[1] == [faults.DECOMPRESSED]
    assert judge(path)[1] == [faults.BROKEN]


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "C:\\a.csv", "x\\..\\..\\a.csv"])
def test_a_path_that_climbs_out_of_the_archive_is_refused(tmp_path, name):
    inspected, rules, _found = judge(archive(tmp_path / "a.zip", {name: "nom\n"}))
    assert inspected is None
    assert rules == [faults.CLIMBING]


def test_an_archive_inside_an_archive_is_refused(tmp_path):
    path = archive(tmp_path / "a.zip", {"a.csv": "nom\n", "b.zip": b"PK\x03\x04"})
    assert judge(path)[1] == [faults.NESTED]


def test_too_many_members_are_refused_with_the_limit(tmp_path):
    path = archive(tmp_path / "a.zip", {f"{number}.csv": "nom\n" for number in range(4)})
    assert judge(path, membres=3)[2][0].fields == {"trouve": 4, "limite": 3}
    assert judge(path, membres=4)[1] == []


def test_an_encrypted_member_asks_for_the_password_to_be_taken_off(tmp_path):
    path = archive(tmp_path / "a.zip", {"a.csv": "nom\n"})
    content = bytearray(path.read_bytes())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert judge(path)[1] == [faults.ENCRYPTED]


def test_an_unusual_compression_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as target:
        target.writestr("a.csv", "nom\n")
    assert judge(path)[1] == [faults.COMPRESSION]


def test_an_archive_tells_its_tables_from_the_rest(tmp_path):
    files = {
        "f.csv": "a\n",
        "media/p.jpg": b"\xff\xd8\xff",
        "__MACOSX/._f.csv": "x",
        "f-r.csv": "a",
    }
    inspected, rules, found = judge(archive(tmp_path / "a.zip", files))
    assert (inspected.kind, rules) == (ARCHIVE, [faults.OTHER_FILES])
    assert [info.filename for info in inspected.tables] == ["f.csv", "f-r.csv"]
    assert found[0].fields == {"trouve": 1}


@pytest.mark.parametrize("part", ["xl/workbook.bin", "word/document.xml", "media/p.jpg"])
def test_other_zipped_documents_are_named(tmp_path, part):
    assert judge(archive(tmp_path / "a.xlsx", {part: "x"}))[1] == [faults.FORMAT]


def test_macros_and_external_links_are_said_and_the_workbook_is_read(tmp_path):
    more = {"xl/vbaProject.bin": b"\0", "xl/externalLinks/externalLink1.xml": "<a/>"}
    inspected, rules, _found = judge(raw_workbook(tmp_path / "a.xlsm", HEADER, more))
    assert inspected.kind == XLSX
    assert rules == [faults.MACROS, faults.EXTERNAL]


@pytest.mark.parametrize("mark", ["<!DOCTYPE a [", '<!ENTITY a "b">'])
def test_xml_that_declares_entities_is_refused(tmp_path, mark):
    path = raw_workbook(tmp_path / "a.xlsx", HEADER, {"xl/sharedStrings.xml": f"{mark}]><sst/>"})
    inspected, rules, found = judge(path)
    assert inspected is None
    assert rules == [faults.ENTITIES]
    assert found[0].value == "xl/sharedStrings.xml"


def test_an_encrypted_ods_is_told_from_a_broken_one(tmp_path):
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": kind, "content.xml": b"\x8f\x01"}
    manifest = {"META-INF/manifest.xml": "<m><encryption-data/></m>"}
    assert judge(archive(tmp_path / "a.ods", parts | manifest))[1] == [faults.ENCRYPTED]
    assert judge(archive(tmp_path / "b.ods", parts))[1] == [faults.BROKEN]


def test_the_extent_of_a_sheet_counts_cells_that_hold_something(tmp_path):
    cells = f'{HEADER}<row r="900"><c r="C900"><v>1</v></c><c r="XFD900" s="4"/></row>'
    extent = judge(raw_workbook(tmp_path / "a.xlsx", cells))[0].extents["Données"]
    assert (extent.rows, extent.columns) == (900, 3)


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c t='n' r='XFD1048576'><v>1</v></c></row>",
        '<row r="1048576"><c\nr = "xfd1048576"><v>1</v></c></row>',
    ],
)
def test_two_cells_far_apart_span_the_whole_sheet(tmp_path, cells):
    extent = judge(raw_workbook(tmp_path / "a.xlsx", HEADER + cells))[0].extents["Données"]
    assert (extent.rows, extent.columns) == (1_048_576, 16_384)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A2" r="ZZZ99999999999"><v>1</v></c>',
        '<c x="a>b" r="ZZZ9999999"><v>1</v></c>',
        "<c x='>' r='ZZZ9999999'><v>1</v></c>",
    ],
)
def test_a_cell_that_two_readers_could_place_differently_is_refused(tmp_path, cell):
    cells = f'{HEADER}<row r="2">{cell}</row>'
    inspected, rules, _found = judge(raw_workbook(tmp_path / "a.xlsx", cells))
    assert inspected is None
    assert rules == [faults.BROKEN]


def test_a_worksheet_in_utf16_is_refused(tmp_path):
    part = "<worksheet><sheetData/></worksheet>".encode("utf-16")
    path = raw_workbook(tmp_path / "a.xlsx", HEADER, {"xl/worksheets/sheet1.xml": part})
    assert judge(path)[1] == [faults.BROKEN]


def test_a_decoy_of_the_main_part_is_refused(tmp_path):
    relation = '<a><b Type="x/officeDocument" Target="other/workbook.xml"/></a>'
    path = raw_workbook(tmp_path / "a.xlsx", HEADER, {"_rels/.rels": relation})
    assert judge(path)[1] == [faults.BROKEN]


def test_cells_without_a_place_follow_one_another(tmp_path):
    cells = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    extent = judge(raw_workbook(tmp_path / "a.xlsx", cells))[0].extents["Données"]
    assert (extent.rows, extent.columns) == (2, 2)


def test_a_repeated_cell_of_an_ods_counts_as_often_as_it_is_repeated(tmp_path):
    cell = '<table:table-cell office:value-type="float" office:value="1" '
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}'
    table = f'{row}table:number-columns-repeated="16000"/></table:table-row>'
    spaces = 'xmlns:table="t" xmlns:office="o"'
    xml = f'<o:a {spaces} xmlns:o="o"><table:table table:name="F">{table}</table:table></o:a>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    inspected, rules, _found = judge(
        archive(tmp_path / "a.ods", {"mimetype": kind, "content.xml": xml})
    )
    assert (inspected.kind, rules) == (ODS, [])
    assert inspected.extents["F"].cells == 16_000_000_000


def test_cells_cut_between_two_pieces_are_seen_once():
    from cartomut.sources.extents import XlsxScan

    cells = "".join(text_cell(f"B{line}", "x" * 90) for line in range(1, 200))
    error = '<c r="D7" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    data = f"<sheetData>{error}{cells}{error}</sheetData>".encode()
    for size in (1, 7, 4096, 5000):
        scan = XlsxScan()
        for start in range(0, len(data), size):
            scan.feed(data[start : start + size])
        extent = scan.close()
        assert (extent.rows, extent.columns) == (199, 4)
        assert extent.errors == [(7, 4, "#DIV/0!")] * 2
