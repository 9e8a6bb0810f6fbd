"""Delimited text is read whatever its encoding, its separator and its accidents."""

import dataclasses

import pytest

from cartomut.sources import faults
from cartomut.sources.delimited import guess_separator, read_file
from cartomut.sources.faults import Faults
from cartomut.sources.limits import limits
from tests.sources.bad_files import text_file

TABLE = "Nom,Ville,Membres\nMutuelle A,Bouaké,12\nMutuelle B,Séguéla,3\n"
READ = [(2, ("Mutuelle A", "Bouaké", "12")), (3, ("Mutuelle B", "Séguéla", "3"))]


def read(folder, content, encoding="utf-8", **changed):
    """Return the sheet, its rows, and the findings."""
    found = Faults(100)
    path = text_file(folder / "a.csv", content, encoding)
    sheet = read_file(path, dataclasses.replace(limits(), **changed), found)
    return sheet, list(sheet.rows()) if sheet else [], found.listed()


def test_a_plain_csv_keeps_its_path_so_that_the_store_reads_it_directly(tmp_path):
    sheet, rows, found = read(tmp_path, TABLE)
    assert sheet.path == tmp_path / "a.csv"
    assert (sheet.columns, sheet.header_line) == (("Nom", "Ville", "Membres"), 1)
    assert (rows, found) == (READ, [])
    assert list(sheet.rows()) == rows


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path, encoding):
    sheet, rows, found = read(tmp_path, TABLE, encoding)
    assert (rows, found, sheet.path) == (READ, [], None)


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman")]
)
def test_a_guessed_encoding_is_said(tmp_path, encoding, name):
    lines = "".join(f"Mutuelle n° {n},Séguéla à l’été,{n}\n" for n in range(9))
    sheet, rows, found = read(tmp_path, "Nom,Région,Membres\n" + lines, encoding)
    assert sheet.columns == ("Nom", "Région", "Membres")
    assert rows[3] == (5, ("Mutuelle n° 3", "Séguéla à l’été", "3"))
    assert [(one.rule, one.value) for one in found] == [(faults.ENCODING, name)]


def test_spoilt_bytes_in_utf8_are_counted_and_shown_by_their_line(tmp_path):
    content = TABLE.encode() + b"Mutuelle C,Man\xe9,4\n"
    _sheet, rows, found = read(tmp_path, content)
    assert rows[-1] == (4, ("Mutuelle C", "Man�", "4"))
    assert [(one.rule, one.line, one.fields) for one in found] == [
        (faults.UNREADABLE_TEXT, 4, {"trouve": 1})
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path, separator):
    _sheet, rows, found = read(tmp_path, TABLE.replace(",", separator))
    assert (rows, found) == (READ, [])


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("nom;part\na;1,5\nb;2,7\n", ";"),
        ('"a;x","b"\n"c","d;y"\n', ","),
        ("Titre, avec virgule\nnom;ville;part\na;b;1,5\nc;d;2,5\n", ";"),
        ('"a";"b"\r\n"1,2";"3"\r\n', ";"),
        ("nom\na\nb\n", ","),
        ("", ","),
    ],
)
def test_the_separator_cuts_all_lines_alike(text, separator):
    assert guess_separator(text) == separator


def test_the_line_that_excel_writes_for_itself_is_obeyed(tmp_path):
    sheet, rows, _found = read(tmp_path, "sep=|\r\nnom|ville\r\na;b|c\r\n")
    assert (sheet.header_line, rows) == (2, [(3, ("a;b", "c"))])


def test_a_kobo_export_is_read(tmp_path):
    text = '"nom";"services";"_uuid"\r\n"N""Zi";"vih tb";"u1"\r\n'
    sheet, rows, found = read(tmp_path, text)
    assert rows == [(2, ('N"Zi', "vih tb", "u1"))]
    assert (found, sheet.path) == ([], None)


def test_lines_are_counted_as_seen_when_a_cell_has_several(tmp_path):
    sheet, rows, found = read(tmp_path, 'nom,note\na,"un\ndeux\ntrois"\nb,x\n')
    assert rows == [(2, ("a", "un\ndeux\ntrois")), (5, ("b", "x"))]
    assert (sheet.path, found) == (None, [])


def test_a_broken_line_is_named_and_what_follows_is_read(tmp_path):
    sheet, rows, found = read(tmp_path, TABLE + "C,Man\nD,Man,4\nE,Man,5,6\n")
    assert rows == [*READ, (5, ("D", "Man", "4"))]
    assert [(one.rule, one.line, one.fields) for one in found] == [
        (faults.BROKEN_LINE, 4, {"trouve": 2, "attendu": 3}),
        (faults.BROKEN_LINE, 6, {"trouve": 4, "attendu": 3}),
    ]
    assert sheet.path is None


@pytest.mark.parametrize("tail", ["", "E,Man,5\n", '"E","Man","5"\n'])
def test_an_unclosed_quote_costs_its_own_line_only(tmp_path, tail):
    _sheet, rows, found = read(tmp_path, f'{TABLE}"C,Man,4\nD,Man,4\n{tail}')
    assert rows[2:] == [(5, ("D", "Man", "4")), *([(6, ("E", "Man", "5"))] if tail else [])]
    assert [(one.rule, one.line, one.value) for one in found] == [(faults.QUOTE, 4, '"C,Man,4')]


def test_an_unclosed_quote_in_a_long_file_does_not_swallow_it(tmp_path):
    lines = "".join(f"Mutuelle {n},Man,{n}\n" for n in range(20_000))
    _sheet, rows, found = read(tmp_path, f'nom,ville,n\n"Z,Man,4\n{lines}')
    assert len(rows) == 20_000
    assert [(one.rule, one.line) for one in found] == [(faults.QUOTE, 2)]


def test_too_many_bad_quotes_end_the_reading(tmp_path):
    sheet, _rows, found = read(tmp_path, "nom,ville\n" + '"a"b,c\n' * 9, constats=5)
    assert sheet is None
    assert [one.rule for one in found] == [faults.QUOTE] * 6 + [faults.TOO_MANY_QUOTES]


def test_nul_bytes_reject_the_file_at_the_first_one(tmp_path):
    sheet, _rows, found = read(tmp_path, "nom,ville\na,b\nc\0,d\0\n")
    assert sheet is None
    assert [(one.rule, one.line, one.fields) for one in found] == [(faults.NUL, 3, {"trouve": 2})]


def test_right_to_left_marks_are_taken_out_and_said(tmp_path):
    sheet, rows, found = read(tmp_path, TABLE.replace("Bouaké", "\u202eBouaké\u202c"))
    assert rows == READ
    assert [(one.rule, one.line, one.fields) for one in found] == [(faults.MARKS, 2, {"trouve": 2})]
    assert sheet.path is None


@pytest.mark.parametrize(
    "text",
    [
        "Mutuelles,,\n" + TABLE,
        TABLE.replace("\n", "\n#org,#adm,#n\n", 1),
        TABLE + "Total,,15\n",
        TABLE.replace("Mutuelle B", "\nMutuelle B"),
        TABLE.replace("Nom", " Nom"),
        TABLE.replace("Membres\n", "Membres,\n").replace("12", "12,").replace(",3", ",3,"),
    ],
    ids=["title", "tags", "total", "blank line", "padded header", "column without header"],
)
def test_a_csv_that_is_not_the_table_itself_has_no_path(tmp_path, text):
    sheet, rows, _found = read(tmp_path, text)
    assert [cells for _line, cells in rows] == [cells for _line, cells in READ]
    assert sheet.path is None


def test_a_file_of_blank_lines_is_empty(tmp_path):
    assert [one.rule for one in read(tmp_path, "\n  \n")[2]] == [faults.EMPTY]
