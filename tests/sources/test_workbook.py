"""Sheets of a workbook are read as they were saved; formulas in error are not taken for blanks."""

import dataclasses
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from cartomut.sources import faults
from cartomut.sources.limits import limits
from cartomut.sources.reading import read
from cartomut.sources.workbook import as_text
from tests.sources.bad_files import HEADER, ROWS, archive, raw_workbook, text_cell, workbook

NAMES = ("Lisez-moi", "Mutuelles", "Listes", "Vide")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (-3.0, "-3"),
        (0.1 + 0.2, "0.30000000000000004"),
        (3.5, "3.5"),
        (1e22, "1e+22"),
        (float("inf"), "inf"),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (date(2020, 3, 1), "2020-03-01"),
        (datetime(2020, 3, 1, 8, 30), "2020-03-01 08:30:00"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_values_become_texts_without_noise(value, text):
    assert as_text(value) == text


def test_each_sheet_with_a_table_is_read_and_the_instructions_are_not(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["Comment remplir", "x"]], ROWS, ROWS, [], names=NAMES)
    reading = read([path])
    assert [(one.file, one.name, one.path) for one in reading.sheets] == [
        ("a.xlsx", "Mutuelles", None)
    ]
    assert reading.findings == []
    expected = [(2, ("Mutuelle A", "Bouaké", "12")), (3, ("Mutuelle B", "Man", "3.5"))]
    assert list(reading.sheets[0].rows()) == expected
    assert list(reading.sheets[0].rows()) == expected


def test_dates_and_truths_keep_their_meaning(tmp_path):
    rows = [["Nom", "Date", "Vrai"], ["a", datetime(2020, 3, 1), True]]
    sheet = read([workbook(tmp_path / "a.xlsx", rows)]).sheets[0]
    assert list(sheet.rows()) == [(2, ("a", "2020-03-01", "true"))]


def test_a_table_away_from_the_corner_keeps_the_lines_of_the_sheet(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C2"] = "Mutuelles agréées au 31 décembre"
    sheet.merge_cells("C2:E2")
    for column, name in zip("CDE", ("Nom", "Ville", None), strict=True):
        sheet[f"{column}4"], sheet[f"{column}6"] = name, "x"
    sheet["C7"] = "TOTAL"
    sheet.sheet_state = "visible"
    book.save(tmp_path / "a.xlsx")
    reading = read([tmp_path / "a.xlsx"])
    assert reading.sheets[0].header_line == 4
    assert list(reading.sheets[0].rows()) == [(6, ("x", "x"))]
    assert [(one.rule, one.value) for one in reading.findings] == [
        (faults.BLANK_HEADER, "E"),
        (faults.TOTAL, "TOTAL"),
    ]


def test_a_hidden_sheet_is_read_like_the_others(tmp_path):
    book = openpyxl.load_workbook(workbook(tmp_path / "a.xlsx", ROWS, ROWS))
    book.worksheets[1].sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    assert len(read([tmp_path / "a.xlsx"]).sheets) == 2


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#N/A", "#VALUE!"])
def test_a_formula_in_error_is_named_by_its_cell_and_its_text_is_kept(tmp_path, error):
    row = f'<row r="3">{text_cell("A3", "x")}<c r="B3" t="e"><f>1/0</f><v>{error}</v></c></row>'
    reading = read([raw_workbook(tmp_path / "a.xlsx", HEADER + row)])
    assert list(reading.sheets[0].rows()) == [(3, ("x", error))]
    (found,) = reading.findings
    assert (found.rule, found.line, found.column, found.value) == (
        faults.ERROR_CELL,
        3,
        "Adhérents",
        error,
    )
    assert found.fields == {"cellule": "B3"}


def test_a_row_of_errors_only_is_a_row(tmp_path):
    row = '<row r="2"><c r="B2" t="e"><f>1/0</f><v>#N/A</v></c></row>'
    last = f'<row r="3">{text_cell("A3", "x")}</row>'
    reading = read([raw_workbook(tmp_path / "a.xlsx", HEADER + row + last)])
    assert list(reading.sheets[0].rows()) == [(2, ("", "#N/A")), (3, ("x", ""))]


def test_formulas_never_computed_are_counted(tmp_path):
    rows = [["Nom", "Membres", "Part"], ["a", "=1+1", "=2"], ["b", 3, 4]]
    (found,) = read([workbook(tmp_path / "a.xlsx", rows)]).findings
    assert (found.rule, found.line, found.column) == (faults.UNCOMPUTED, 2, "Membres")
    assert found.fields == {"cellule": "B2", "trouve": 2}


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(tmp_path):
    row = f'<row r="2">{text_cell("A2", "x")}<c r="B2" t="str"><f>""</f><v></v></c></row>'
    reading = read([raw_workbook(tmp_path / "a.xlsx", HEADER + row)])
    assert (list(reading.sheets[0].rows()), reading.findings) == ([(2, ("x", ""))], [])


def test_two_thousand_million_declared_cells_are_refused_before_reading(tmp_path):
    cells = HEADER + '<row r="1048576"><c r="BXV1048576"><v>1</v></c></row>'
    reading = read([raw_workbook(tmp_path / "a.xlsx", cells)])
    assert reading.sheets == []
    (found,) = reading.findings
    assert (found.rule, found.sheet) == (faults.TOO_MANY_CELLS, "Données")
    assert found.fields == {"trouve": 1_048_576 * 1998, "limite": limits().etendue}


def test_a_sheet_at_the_limit_is_read(tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    at_limit = dataclasses.replace(limits(), etendue=9)
    assert len(read([path], at_limit).sheets) == 1
    assert read([path], dataclasses.replace(limits(), etendue=8)).sheets == []


def test_a_part_outside_the_usual_folder_is_not_read_without_being_measured(tmp_path):
    relation = '<a><b Id="rId1" Target="elsewhere/sheet1.xml"/></a>'
    cells = "<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData></worksheet>"
    more = {"xl/_rels/workbook.xml.rels": relation, "xl/elsewhere/sheet1.xml": cells}
    reading = read([raw_workbook(tmp_path / "a.xlsx", HEADER, more)])
    assert reading.sheets == []
    assert [one.rule for one in reading.findings] == [faults.BROKEN]


def test_the_sheets_that_cartomut_added_are_named_and_passed_over(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ROWS, ROWS, names=("Résumé", "Mutuelles"))
    reading = read([path])
    assert [one.name for one in reading.sheets] == ["Mutuelles"]
    assert [(one.rule, one.sheet) for one in reading.findings] == [(faults.OWN_SHEET, "Résumé")]


@pytest.mark.parametrize("name", ["a.ods", "a.csv"])
def test_an_ods_is_read_whatever_its_name(tmp_path, name):
    def row(cells, more=""):
        return f"<table:table-row {more}>{cells}</table:table-row>"

    def cell(text):
        content = f"<text:p>{text}</text:p></table:table-cell>"
        return f'<table:table-cell office:value-type="string">{content}'

    error = '<table:table-cell office:value-type="string" calcext:value-type="error"/>'
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    table = (
        row(cell("Nom") + cell("Ville"))
        + row(cell("a") + error)
        + row(blank, 'table:number-rows-repeated="1048574"')
    )
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    xml = (
        f'<?xml version="1.0"?><office:document-content {spaces} xmlns:calcext="urn:c">'
        f'<office:body><office:spreadsheet><table:table table:name="F">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = {"META-INF/manifest.xml": "<manifest/>"}
    parts = {"mimetype": kind, "content.xml": xml} | manifest
    reading = read([archive(tmp_path / name, parts)])
    assert list(reading.sheets[0].rows()) == [(2, ("a", "#ERR!"))]
    assert [(one.rule, one.fields) for one in reading.findings] == [
        (faults.ERROR_CELL, {"cellule": "B2"})
    ]
