"""The table is found among titles, tags and totals; what is left out is said."""

import dataclasses

import pytest

from cartomut.sources import faults
from cartomut.sources.faults import Faults
from cartomut.sources.headers import (
    Origin,
    find_header,
    is_hxl,
    is_total,
    known_headers,
    survey,
    table_rows,
)
from cartomut.sources.limits import limits

HEADER = ["Nom", "Région", "Membres"]


def lay_out(rows, strict=False, letters=False, **changed):
    """Return the layout, the rows read, and the findings, of rows that begin on line 1."""
    found = Faults(100)
    records = [(line, list(cells)) for line, cells in enumerate(rows, start=1)]
    origin = Origin("a.csv", "F", has_letters=letters, is_strict=strict)
    layout = survey(records, origin, dataclasses.replace(limits(), **changed), found)
    return layout, list(table_rows(records, layout)) if layout else [], found.listed()


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        ([HEADER, ["a", "b", "3"]], 0),
        ([["Liste des mutuelles", "", ""], ["", "", ""], HEADER, ["a", "b", "3"]], 2),
        ([["", "Effectifs", ""], ["Nom", "2019", "2020"], ["a", "4", "5"]], 1),
        ([["Région", "2019", "2020"], ["Poro", "4", "5"]], 0),
        ([["Effectifs par région", "", ""], ["Région", "2019", "2020"], ["Poro", "4", "5"]], 1),
        ([["Nom", "Nom", "Ville"], ["a", "b", "c"]], 0),
        ([["Nom", "", "Ville"], ["a", "b", "c"]], 0),
        ([["1", "2"], ["3", "4"]], None),
        ([["Un texte seul"], ["puis un autre"]], None),
        ([], None),
    ],
)
def test_the_header_is_the_first_row_with_about_as_many_texts_as_any(rows, index):
    assert find_header(rows) == index


def test_known_names_of_columns_win_over_the_number_of_texts():
    rows = [["Ceci", "n'est", "pas", "l'en-tête"], ["Nom", "Sigle", "", ""], ["a", "b", "c", "d"]]
    assert find_header(rows) == 0
    assert find_header(rows, frozenset({"nom", "sigle"})) == 1


def test_the_names_and_titles_of_the_contracts_are_known():
    assert {"organismeid", "sigle", "latitude"} <= known_headers()


def test_one_known_column_is_a_table_and_one_unknown_is_not():
    assert find_header([["nom"], ["a"]], frozenset({"nom"})) == 0
    assert find_header([["mot"], ["a"]], frozenset({"nom"})) is None


@pytest.mark.parametrize(
    "text",
    ["Total", "TOTAL GÉNÉRAL", "Totaux", "Ensemble", "Ensemble des régions", "Somme", "total :"],
)
def test_a_total_is_known_by_its_first_words(text):
    assert is_total(text)


@pytest.mark.parametrize(
    "text", ["Totalité santé", "Ensemble pour la santé", "Mutuelle Total", "Sommeil", "Total CIE"]
)
def test_the_name_of_a_body_is_no_total(text):
    assert not is_total(text)


def test_totals_and_notes_at_the_bottom_are_left_out_with_their_line():
    rows = [
        HEADER,
        ["Total", "Poro", "1"],
        ["a", "b", "3"],
        ["TOTAL", "", "4"],
        ["Source : X", "", ""],
    ]
    _layout, read, found = lay_out(rows)
    assert [line for line, _cells in read] == [2, 3]
    assert [(one.rule, one.line, one.value) for one in found] == [
        (faults.TOTAL, 5, "Source : X"),
        (faults.TOTAL, 4, "TOTAL"),
    ]


def test_an_hxl_row_is_passed_over_and_formula_errors_are_no_tags():
    tags = ["#org+name", "#adm1", ""]
    layout, read, found = lay_out([HEADER, tags, ["a", "b", "3"]])
    assert ([line for line, _cells in read], found, layout.is_plain) == ([3], [], False)
    assert is_hxl(["#org", "", "x"])
    assert not is_hxl(["#org", "x", "y"])
    assert not is_hxl(["#REF!", "#N/A"])


def test_blank_rows_and_columns_go_and_lines_stay_as_seen():
    wide = [""] * 200
    rows = [wide, ["Nom", *wide, "Ville"], wide, ["a", *wide, "b"], [], ["c", *wide, "d"]]
    layout, read, found = lay_out(rows)
    assert layout.columns == ("Nom", "Ville")
    assert layout.header_line == 2
    assert read == [(4, ("a", "b")), (6, ("c", "d"))]
    assert found == []


def test_a_column_of_cells_without_header_is_named_by_its_letters():
    _layout, read, found = lay_out([["Nom", "", "Ville"], ["a", "x", "b"]], letters=True)
    assert read == [(2, ("a", "b"))]
    assert [(one.rule, one.value) for one in found] == [(faults.BLANK_HEADER, "B")]


def test_a_header_written_twice_rejects_the_sheet_and_names_both_places():
    layout, _read, found = lay_out([["Nom", "Ville", "NOM"], ["a", "b", "c"]], letters=True)
    assert layout is None
    assert [(one.rule, one.value) for one in found] == [(faults.DUPLICATE_HEADER, "NOM")]
    assert found[0].fields == {"premier": "A1", "second": "C1"}


def test_a_sheet_of_remarks_is_said_not_to_be_a_table():
    layout, _read, found = lay_out([["Bonjour"], ["ceci est une note"]])
    assert layout is None
    assert [one.rule for one in found] == [faults.NO_HEADER]
    assert lay_out([["", ""]])[2] == []


def test_uneven_rows_matter_only_where_cells_are_separated_by_signs():
    rows = [HEADER, ["a", "b"], ["c", "d", "5", " "], ["e", "f", "6", "x"], ["g", "h", "7"]]
    _layout, read, found = lay_out(rows, strict=True)
    assert [line for line, _cells in read] == [3, 5]
    assert [(one.line, one.fields) for one in found] == [
        (2, {"trouve": 2, "attendu": 3}),
        (4, {"trouve": 4, "attendu": 3}),
    ]


@pytest.mark.parametrize(
    ("limit", "rule", "below"),
    [
        ({"lignes": 2}, faults.TOO_MANY_ROWS, {"lignes": 3}),
        ({"colonnes": 2}, faults.TOO_MANY_COLUMNS, {"colonnes": 3}),
        ({"cellules": 8}, faults.ALL_CELLS, {"cellules": 9}),
    ],
)
def test_a_table_over_a_limit_is_refused_and_at_the_limit_is_read(limit, rule, below):
    rows = [HEADER, ["a", "b", "3"], ["c", "d", "4"], ["e", "f", "5"]]
    layout, _read, found = lay_out(rows, **limit)
    assert layout is None
    assert [one.rule for one in found] == [rule]
    assert lay_out(rows, **below)[2] == []


def test_a_cell_over_the_limit_is_named_with_its_length():
    _layout, read, found = lay_out([HEADER, ["a" * 11, "b", "3"]], caracteres=10)
    assert len(read) == 1
    assert [(one.rule, one.line, one.column) for one in found] == [(faults.LONG_CELL, 2, "Nom")]
    assert found[0].fields == {"trouve": 11, "limite": 10}


def test_invisible_signs_go_out_of_headers_and_cells_and_are_counted():
    rows = [["N\u200bom", "Région", "Membres"], ["\u202ea\u202c", "b\x07", "3"], ["c", "d", "4"]]
    layout, read, found = lay_out(rows)
    assert layout.columns[0] == "Nom"
    assert read[0] == (2, ("a", "b", "3"))
    assert [(one.rule, one.line, one.value, one.fields["trouve"]) for one in found] == [
        (faults.MARKS, 1, "U+200B", 3),
        (faults.CONTROLS, 2, "U+0007", 1),
    ]
