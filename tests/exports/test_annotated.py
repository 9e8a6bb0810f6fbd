"""The annotated copy: the user's cells as they were, each fault marked, and lists of all."""

import hashlib
import re
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from cartomut.exports import annotated, report
from cartomut.exports.annotated import annotate
from cartomut.exports.report import AUTHOR, MARKS
from cartomut.exports.spreadsheet import OURS
from cartomut.exports.workbook import write
from cartomut.findings import ERROR, REJECT, WARNING, Finding, Rule
from cartomut.i18n import Language
from cartomut.sources.sheets import Sheet

FORMULA = '=HYPERLINK("http://x.example","clic")'
MOMENT = datetime(2026, 5, 4, 10, 30)
BAD = Rule("S-4", ERROR, "« {valeur} » n'est pas un nombre.", "Ne se compte pas.", "Corriger.")
FAR = Rule("C-12", WARNING, "Loin de {lieu}.", "La carte serait fausse.", "Vérifier le point.")
REFUSED = Rule("S-1", REJECT, "Illisible ({valeur}).", "Rien à charger.", "Enregistrer en CSV.")


@pytest.fixture
def brought(tmp_path):
    """Two sheets: a number typed as text, a formula, a style, a note, merged cells."""
    book = Workbook()
    first = book.active
    first.title = "Centres de santé"
    first.append(["Identifiant", "Lits", "Total"])
    first.append(["a", "douze", "=B2*2"])
    first.append(["b", 3, "=B3*2"])
    first["A2"].font = Font(bold=True, color="FF0000")
    first["B3"].comment = Comment("à vérifier avec Awa", "Koffi")
    first.merge_cells("A5:C5")
    second = book.create_sheet("Résumé")
    second.append(["x"])
    path = tmp_path / "etude.xlsx"
    book.save(path)
    return path


def fault(rule=BAD, line=2, column="nb_lits", value="douze", sheet="Centres de santé", **fields):
    return Finding(rule, "etude.xlsx", line, column, value, fields, sheet)


def copied(tmp_path, sources, findings, **named):
    path = tmp_path / "copie.xlsx"
    annotate(sources, findings, path, moment=MOMENT, **named)
    return load_workbook(path)


def texts_of(sheet):
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]


def test_the_user_s_cells_formulas_and_styles_stay(tmp_path, brought):
    sheet = copied(tmp_path, [brought], [fault()])["Centres de santé"]
    assert [cell.value for cell in sheet[2]] == ["a", "douze", "=B2*2"]
    assert sheet["C3"].value == "=B3*2"
    assert sheet["A2"].font.b
    assert sheet["A2"].font.color.rgb == "00FF0000"
    assert sheet["B3"].comment.text == "à vérifier avec Awa"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A5:C5"]


@pytest.mark.parametrize("rule", [BAD, FAR])
def test_a_faulty_cell_bears_a_colour_a_border_and_a_note_in_words(tmp_path, brought, rule):
    finding = fault(rule, lieu="Bouaké")
    cell = copied(tmp_path, [brought], [finding])["Centres de santé"]["B2"]
    mark = MARKS[rule.level]
    assert cell.fill.fgColor.rgb == f"00{mark.colour}"
    assert cell.border.left.style == mark.border
    message, why, fix = finding.parts(Language("fr"))
    assert cell.comment.text.splitlines()[0] == f"{mark.word} [{rule.code}]"
    assert all(text in cell.comment.text for text in (message, why, fix))
    assert cell.comment.author == AUTHOR


def test_levels_differ_by_word_and_border_as_well_as_colour():
    for part in ("word", "colour", "border"):
        assert len({getattr(mark, part) for mark in MARKS.values()}) == 3


def test_the_worst_fault_gives_the_colour_and_the_note_says_all(tmp_path, brought):
    cell = copied(tmp_path, [brought], [fault(FAR, lieu="x"), fault()])["Centres de santé"]["B2"]
    assert cell.fill.fgColor.rgb == f"00{MARKS[ERROR].colour}"
    assert "[C-12]" in cell.comment.text
    assert "[S-4]" in cell.comment.text


def test_a_note_of_the_user_is_kept_under_ours(tmp_path, brought):
    text = copied(tmp_path, [brought], [fault(line=3)])["Centres de santé"]["B3"].comment.text
    assert text.startswith("▲ Erreur [S-4]")
    assert text.endswith("à vérifier avec Awa")


def test_a_fault_of_a_whole_row_marks_its_first_cell(tmp_path, brought):
    for column in ("", "absente"):
        sheet = copied(tmp_path, [brought], [fault(column=column)])["Centres de santé"]
        assert sheet["A2"].comment
        assert not sheet["B2"].comment


def test_a_fault_of_several_columns_marks_each(tmp_path, brought):
    sheet = copied(tmp_path, [brought], [fault(column="centre_id, nb_lits")])["Centres de santé"]
    assert sheet["A2"].comment
    assert sheet["B2"].comment


def test_a_fault_in_merged_cells_marks_the_first_of_them(tmp_path, brought):
    sheet = copied(tmp_path, [brought], [fault(line=5)])["Centres de santé"]
    assert "[S-4]" in sheet["A5"].comment.text


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("nb_lits", "nb_lits"),
        ("LITS", "nb_lits"),
        ("Beds", "nb_lits"),
        ("Nb de lits", "Nb de lits"),
    ],
)
def test_a_column_is_found_by_its_header_or_else_by_its_titles(tmp_path, brought, written, column):
    book = load_workbook(brought)
    book["Centres de santé"]["B1"].value = written
    book.save(brought)
    sheet = copied(tmp_path, [brought], [fault(column=column)])["Centres de santé"]
    assert sheet["B2"].comment


def test_the_given_places_come_before_what_headers_say(tmp_path, brought):
    places = {("etude.xlsx", "Centres de santé", "nb_lits"): 3}
    sheet = copied(tmp_path, [brought], [fault()], places=places)["Centres de santé"]
    assert sheet["C2"].comment
    assert not sheet["B2"].comment


def test_our_sheets_never_take_the_name_of_the_user_s(tmp_path, brought):
    book = copied(tmp_path, [brought], [fault(), fault(FAR, lieu="x")])
    assert book.sheetnames == [
        "Résumé (2)",
        "Centres de santé",
        "Résumé",
        "Anomalies",
        "C-12",
        "S-4",
    ]
    assert book["Résumé"]["A1"].value == "x"
    ours = [name for name in book.sheetnames if name not in ("Centres de santé", "Résumé")]
    assert all(book[name]["A1"].value.startswith(OURS) for name in ours)


def test_one_sheet_only_is_chosen_when_the_copy_opens(tmp_path, brought):
    book = copied(tmp_path, [brought], [fault()])
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Résumé (2)"]


def test_the_summary_says_file_hash_date_author_and_counts(tmp_path, brought):
    findings = [fault(), fault(line=3), fault(FAR, lieu="x")]
    book = copied(tmp_path, [brought], findings, author="Awa")
    rows = [row[:3] for row in book["Résumé (2)"].iter_rows(values_only=True)]
    assert ("Fichier", "etude.xlsx", None) in rows
    assert ("SHA-256", hashlib.sha256(brought.read_bytes()).hexdigest(), None) in rows
    assert ("Vérifié le", "2026-05-04 10:30", None) in rows
    assert ("Auteur", "Awa", None) in rows
    counts = {row[0]: row[2] for row in rows}
    assert counts["▲ Erreur"] == 2
    assert counts["● Avertissement"] == 1
    assert counts["✖ Rejet"] == 0
    assert ("etude.xlsx", "Centres de santé", 3) in rows
    assert counts["S-4"] == 2


def test_a_rule_s_sheet_says_why_what_to_do_and_leads_to_each_place(tmp_path, brought):
    sheet = copied(tmp_path, [brought], [fault(), fault(line=3, value="3")])["S-4"]
    assert [row[1].value for row in sheet["A2:B4"]] == [
        "▲ Erreur",
        "Ne se compte pas.",
        "Corriger.",
    ]
    assert sheet["A7"].style_id == sheet["A8"].style_id
    assert sheet["A7"].font.underline
    assert [sheet[f"A{line}"].hyperlink.location for line in (7, 8)] == [
        "'Centres de santé'!B2",
        "'Centres de santé'!B3",
    ]
    assert sheet["B7"].value == "« douze » n'est pas un nombre."


def test_the_list_of_all_gives_every_part_of_a_finding(tmp_path, brought):
    sheet = copied(tmp_path, [brought], [fault()])["Anomalies"]
    assert [cell.value for cell in sheet[4]] == [
        "S-4",
        "▲ Erreur",
        "etude.xlsx",
        "Centres de santé",
        2,
        "nb_lits",
        "douze",
        "« douze » n'est pas un nombre.",
        "Corriger.",
    ]
    assert sheet["E4"].hyperlink.location == "'Centres de santé'!B2"
    assert sheet["E4"].font.underline
    assert sheet.auto_filter.ref == "A3:I4"


def test_hostile_texts_are_text_in_every_sheet(tmp_path, brought):
    rule = Rule("S-9", ERROR, "{valeur}", FORMULA, "=1+1")
    findings = [fault(rule, value=FORMULA), fault(rule, value="a\x00b\x1f\ud800_x0041_")]
    findings.append(fault(rule, sheet=FORMULA, column="@x", value="é" * 40_000))
    book = copied(tmp_path, [brought], findings)
    ours = [book[name] for name in ("Résumé (2)", "Anomalies", "S-9")]
    cells = [cell for sheet in ours for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert FORMULA in {cell.value for cell in cells}
    assert "\x00" not in book["Centres de santé"]["B2"].comment.text


@pytest.mark.parametrize("code", ["fr", "en"])
def test_the_copy_speaks_the_language_asked_for(tmp_path, brought, code):
    _ = Language(code)
    path = tmp_path / "copie.xlsx"
    annotate([brought], [fault()], path, code, moment=MOMENT)
    book = load_workbook(path)
    assert book.sheetnames[-2:] == [_("Anomalies"), "S-4"]
    assert [cell.value for cell in book[_("Anomalies")][3]][1] == _("Gravité")
    assert book["S-4"]["B2"].value == _(MARKS[ERROR].word)


def test_a_csv_becomes_a_sheet_whose_rows_stand_on_their_lines(tmp_path):
    """Line 3 is the rest of a cell with a line break: it stays empty."""
    source = tmp_path / "centre.csv"
    source.write_text("centre_id,nb_lits\na,1\n")
    rows = [(2, ("007", FORMULA)), (4, ("b", "x"))]
    sheet = Sheet("centre.csv", "", ("centre_id", "nb_lits"), lambda: iter(rows))
    finding = Finding(BAD, "centre.csv", 4, "nb_lits", "x")
    book = copied(tmp_path, [source], [finding], sheets=[sheet])
    table = book["centre"]
    assert [row[0].value for row in table["A1:A4"]] == ["centre_id", "007", None, "b"]
    assert (table["B2"].value, table["B2"].data_type) == (FORMULA, "s")
    assert "[S-4]" in table["B4"].comment.text
    assert book["Anomalies"]["E4"].hyperlink.location == "'centre'!B4"


def test_a_second_workbook_comes_in_as_text_beside_the_first(tmp_path, brought):
    other = tmp_path / "autre.xlsx"
    Workbook().save(other)
    sheet = Sheet("autre.xlsx", "Centres de santé", ("Lits",), lambda: iter([(2, ("9",))]))
    finding = Finding(BAD, "autre.xlsx", 2, "Lits", "9", {}, "Centres de santé")
    book = copied(tmp_path, [brought, other], [finding], sheets=[sheet])
    assert "Centres de santé (2)" in book.sheetnames
    assert book["Centres de santé (2)"]["A2"].comment
    assert not book["Centres de santé"]["A2"].comment


def test_a_header_below_titles_is_found_on_its_line(tmp_path):
    path = tmp_path / "etude.xlsx"
    book = Workbook()
    for row in (["Titre du tableau"], [], ["Nom", "Lits"], ["a", "x"]):
        book.active.append(row)
    book.save(path)
    sheet = Sheet("etude.xlsx", "Sheet", ("Nom", "Lits"), lambda: iter(()), header_line=3)
    found = copied(tmp_path, [path], [fault(line=4, sheet="Sheet")], sheets=[sheet])
    assert found["Sheet"]["B4"].comment


def test_a_workbook_with_too_many_cells_is_only_listed(tmp_path, brought, monkeypatch):
    monkeypatch.setattr(annotated, "MAX_CELLS", 5)
    book = copied(tmp_path, [brought], [fault()])
    assert book.sheetnames == ["Résumé", "Anomalies", "S-4"]
    assert any("etude.xlsx" in text and "5" in text for text in texts_of(book["Résumé"]))
    assert book["Anomalies"]["E4"].hyperlink is None
    assert not book["Anomalies"]["E4"].font.underline
    assert not book["S-4"]["A7"].font.underline


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"not a workbook at all" * 99])
def test_a_file_that_is_no_workbook_is_only_listed(tmp_path, content):
    path = tmp_path / "etude.xlsx"
    path.write_bytes(content)
    book = copied(tmp_path, [path], [Finding(REFUSED, "etude.xlsx", value="cassé")])
    assert book.sheetnames == ["Résumé", "Anomalies", "S-1"]
    assert any("n'est pas recopié" in text for text in texts_of(book["Résumé"]))


def test_a_workbook_that_the_library_refuses_is_only_listed(tmp_path):
    path = tmp_path / "etude.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x>")
    book = copied(tmp_path, [path], [fault()])
    assert any("n'a pas pu être recopié" in text for text in texts_of(book["Résumé"]))


def test_a_file_refused_as_a_whole_is_not_opened_again(tmp_path, brought, monkeypatch):
    monkeypatch.setattr(annotated, "load_workbook", lambda *_a, **_n: pytest.fail("opened"))
    book = copied(tmp_path, [brought], [Finding(REFUSED, "etude.xlsx", value="macros")])
    assert book.sheetnames == ["Résumé", "Anomalies", "S-1"]


def test_a_missing_file_is_listed_without_a_hash(tmp_path):
    book = copied(tmp_path, [tmp_path / "rien.csv"], [Finding(REFUSED, "rien.csv", value="absent")])
    assert "rien.csv" in texts_of(book["Résumé"])
    assert "SHA-256" not in texts_of(book["Résumé"])


def test_macros_are_not_in_the_copy_and_the_summary_says_so(tmp_path, brought):
    path = tmp_path / "etude.xlsm"
    path.write_bytes(brought.read_bytes())
    with ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    finding = Finding(BAD, "etude.xlsm", 2, "nb_lits", "x", {}, "Centres de santé")
    book = copied(tmp_path, [path], [finding])
    assert any("macros" in text for text in texts_of(book["Résumé (2)"]))
    with ZipFile(tmp_path / "copie.xlsx") as archive:
        assert not [name for name in archive.namelist() if "vba" in name]
        assert b"macroEnabled" not in archive.read("[Content_Types].xml")


def test_a_copy_that_is_checked_again_loses_its_old_marks_and_lists(tmp_path, brought):
    """The user corrects B2 in the copy itself; B3, with a note of their own, is still wrong."""
    path = tmp_path / "etude.xlsx"
    annotate([brought], [fault(), fault(line=3)], path, moment=MOMENT)
    book = copied(tmp_path, [path], [fault(line=3)])
    sheet = book["Centres de santé"]
    assert sheet["B2"].comment is None
    assert sheet["B2"].fill.patternType is None
    assert not sheet["B2"].border.left
    assert sheet["B3"].comment.text.endswith("à vérifier avec Awa")
    assert sheet["B3"].comment.text.count("[S-4]") == 1
    assert book.sheetnames == [
        "Résumé (2)",
        "Centres de santé",
        "Résumé",
        "Anomalies",
        "S-4",
    ]


def test_our_own_template_keeps_its_first_sheet_notes_and_drop_downs(tmp_path):
    path = tmp_path / "etude.xlsx"
    write(path, {"organisme": pd.DataFrame({"organisme_id": ["a"], "nom": [FORMULA]})})
    book = copied(tmp_path, [path], [fault(column="nom", sheet="Organismes")])
    assert book.sheetnames[:3] == ["Résumé", "Lisez-moi", "Organismes"]
    sheet = book["Organismes"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == (FORMULA, "s")
    assert "[S-4]" in sheet["B2"].comment.text
    assert sheet["A1"].comment.text.startswith("* Obligatoire")
    assert len(sheet.data_validations.dataValidation) > 5
    assert "liste_nature" in book.defined_names
    with ZipFile(tmp_path / "copie.xlsx") as archive:
        drawings = [archive.read(name) for name in archive.namelist() if name.endswith(".vml")]
    assert drawings
    assert not any(b"width:144px" in drawing for drawing in drawings)


def test_long_lists_are_cut_and_say_so(tmp_path, brought, monkeypatch):
    monkeypatch.setattr(report, "MAX_LISTED", 3)
    monkeypatch.setattr(report, "MAX_PLACES", 2)
    monkeypatch.setattr(annotated, "MAX_NOTES", 1)
    book = copied(tmp_path, [brought], [fault(line=line) for line in range(2, 8)])
    assert book["Anomalies"].max_row == 6
    assert book["S-4"].max_row == 8
    assert "Les 3 premières sur 6." in texts_of(book["Anomalies"])
    assert "Les 2 premières sur 6." in texts_of(book["S-4"])
    sheet = book["Centres de santé"]
    assert sheet["B3"].comment is None or "[S-4]" not in sheet["B3"].comment.text
    assert sheet["B3"].fill.patternType == "solid"


def test_a_long_csv_is_copied_as_far_as_stated(tmp_path, monkeypatch):
    monkeypatch.setattr(annotated, "MAX_CELLS", 6)
    rows = [(line, ("a", "b")) for line in range(2, 12)]
    sheet = Sheet("x.csv", "", ("c", "d"), lambda: iter(rows))
    book = copied(tmp_path, [tmp_path / "x.csv"], [], sheets=[sheet])
    assert book["x"].max_row == 4
    assert any("3 premières lignes" in text for text in texts_of(book["Résumé"]))


def test_a_file_without_any_fault_has_a_summary_and_empty_lists(tmp_path, brought):
    book = copied(tmp_path, [brought], [])
    assert book["Anomalies"].max_row == 3
    counts = {row[0]: row[2] for row in book["Résumé (2)"].iter_rows(values_only=True)}
    assert (counts["✖ Rejet"], counts["▲ Erreur"], counts["● Avertissement"]) == (0, 0, 0)


def test_rich_text_of_the_user_is_kept(tmp_path, brought):
    book = load_workbook(brought)
    book["Résumé"]["A1"].value = CellRichText("moitié ", "moitié")
    book["Résumé"]["A2"].fill = PatternFill("solid", fgColor="00FF00")
    book.save(brought)
    sheet = copied(tmp_path, [brought], [fault()])["Résumé"]
    assert sheet["A1"].value == "moitié moitié"
    assert sheet["A2"].fill.fgColor.rgb == "0000FF00"


def test_rules_are_in_the_order_of_their_numbers(tmp_path, brought):
    rules = [Rule(code, ERROR, "m", "w", "f") for code in ("S-10", "S-9", "C-2")]
    names = copied(tmp_path, [brought], [fault(rule) for rule in rules]).sheetnames
    assert [name for name in names if re.fullmatch(r"[CS]-\d+", name)] == ["C-2", "S-9", "S-10"]


def test_the_copy_replaces_an_older_one_whole(tmp_path, brought):
    target = tmp_path / "copie.xlsx"
    target.write_text("ancien")
    copied(tmp_path, [brought], [fault()])
    assert sorted(Path(one).name for one in tmp_path.iterdir()) == ["copie.xlsx", "etude.xlsx"]
