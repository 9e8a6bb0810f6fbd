"""KoboToolbox and ODK exports, written by hand, fill the tables whatever their header mode."""

import csv
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartomut.i18n import language
from cartomut.sources import correspondence
from cartomut.sources.filling import split_choices
from cartomut.sources.reading import read
from cartomut.sources.recognition import Recognised, recognise
from cartomut.sources.sheets import Sheet
from cartomut.sources.surveys import is_personal

EXPORTS = Path(__file__).parent / "exports"
MODES = ("kobo_noms", "kobo_plat", "kobo_libelles", "odk")


def sheet(name: str, rows: list[list[str]], file: str = "export.xlsx") -> Sheet:
    body = [(line, tuple(cells)) for line, cells in enumerate(rows[1:], 2)]
    return Sheet(file, name, tuple(rows[0]), lambda: iter(body))


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def export(mode: str) -> list[Sheet]:
    file = "etude_mutuelles.zip" if mode == "odk" else "export.xlsx"
    return [sheet(path.stem, cells(path), file) for path in sorted((EXPORTS / mode).glob("*.csv"))]


def rows_of(found: Recognised, table: str) -> list[dict[str, str]]:
    return [
        {"ligne": line} | dict(zip(one.columns, row, strict=True))
        for one in found.incoming
        if one.table == table
        for line, row in one.rows()
    ]


def kept(found: Recognised, table: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row.get(column, "?") for column in columns) for row in rows_of(found, table)]


def codes(found: Recognised) -> list[str]:
    return sorted({one.rule.code for one in found.findings})


@pytest.mark.parametrize("mode", MODES)
def test_every_header_mode_fills_the_mutuals(mode):
    """B is refused; C is on hold and did not say where it is."""
    columns = ("ligne", "organisme_id", "nom", "sigle", "type_organisme", "siege_region_code")
    columns += ("latitude", "longitude", "precision")
    found = recognise(export(mode))
    assert kept(found, "organisme", *columns) == [
        (2, "mutuelle_a", "Mutuelle A", "MA", "mutuelle_sociale", "gbeke", "7.69", "-5.03", "gps"),
        (4, "mutuelle_c", "Mutuelle C", "", "union", "abidjan", "", "", ""),
    ]
    assert kept(found, "organisme", "nature", "source_id") == [
        ("declare", "etude_mutuelles"),
        ("verifie", "etude_mutuelles"),
    ]


@pytest.mark.parametrize("mode", MODES)
def test_every_header_mode_fills_the_year_and_the_legal_status(mode):
    """C answered none of these questions: no row says so in its place."""
    found = recognise(export(mode))
    year = ("organisme_id", "annee", "nb_adherents", "nb_beneficiaires", "cotisations_emises_fcfa")
    assert kept(found, "organisme_exercice", *year) == [
        ("mutuelle_a", "2024", "100", "250", "5000000")
    ]
    status = ("organisme_id", "statut_juridique", "date_debut")
    assert kept(found, "organisme_statut", *status) == [("mutuelle_a", "agreee", "2021-05-04")]


@pytest.mark.parametrize("mode", MODES)
def test_every_header_mode_joins_the_centres_to_their_mutual(mode):
    """Centre 4 has no identifier: the submission's key and its own rank stand for it."""
    key = "uuid:u-3/centres[1]" if mode == "odk" else "u-3/centres[1]"
    found = recognise(export(mode))
    columns = ("ligne", "centre_id", "nom", "organisme_id", "latitude", "longitude", "nature")
    assert kept(found, "centre", *columns) == [
        (2, "c1", "Centre 1", "mutuelle_a", "7.7", "-5.1", "declare"),
        (3, "c2", "Centre 2", "mutuelle_a", "", "", "declare"),
        (5, key, "Centre 4", "mutuelle_c", "", "", "verifie"),
    ]
    assert kept(found, "centre_activite", "centre_id", "annee", "nb_consultations") == [
        ("c1", "2024", "1200"),
        (key, "2024", "0"),
    ]


@pytest.mark.parametrize("mode", ["kobo_noms", "kobo_libelles"])
def test_a_column_per_choice_makes_one_row_per_choice_that_was_answered(mode):
    """Centre 2 did not answer: neither true nor false; centre 4 said « none of these »."""
    found = kept(recognise(export(mode)), "centre_service", "centre_id", "service", "disponible")
    assert found == [
        ("c1", "arv", "true"),
        ("c1", "cpn", "false"),
        ("u-3/centres[1]", "arv", "false"),
        ("u-3/centres[1]", "cpn", "false"),
    ]


@pytest.mark.parametrize("mode", ["kobo_plat", "odk"])
def test_choices_in_one_cell_are_completed_by_those_the_form_offered(mode):
    found = kept(recognise(export(mode)), "centre_service", "centre_id", "service", "disponible")
    (offered,) = [
        one.offered
        for form in correspondence.shipped()
        for one in form.tables
        if one.table == "centre_service"
    ]
    assert [row for row in found if row[2] == "true"] == [("c1", "arv", "true")]
    assert [row[1] for row in found if row[0] == "c1"] == list(offered)
    assert [row for row in found if row[0] == "c2"] == []
    assert {row[2] for row in found if row[0].endswith("[1]")} == {"false"}


def test_a_measured_position_keeps_its_precision_in_metres():
    found = recognise(export("kobo_noms"))
    assert kept(found, "centre", "centre_id", "precision", "precision_m")[0] == ("c1", "gps", "12")


@pytest.mark.parametrize("mode", MODES)
def test_submissions_refused_or_not_approved_are_told_with_their_line(mode):
    said = {(one.rule.code, one.line) for one in recognise(export(mode)).findings if one.line}
    undecrypted = {("R-19", 5)} if mode == "odk" else set()
    assert said == {("R-17", 3), ("R-15", 4)} | undecrypted


def test_traces_of_the_survey_tool_make_one_note_and_people_one_each():
    found = recognise(export("kobo_noms")).findings
    people = [one.value for one in found if one.rule.code == "R-23"]
    assert people == ["enquete/telephone_repondant"]
    assert [one.value for one in found if one.rule.code == "R-24"] == [
        "_notes, _submitted_by, _submission__notes, _submission__submitted_by"
    ]
    assert [one.value for one in found if one.rule.code == "R-14"] == ["enquete/remarque"]


def test_no_personal_answer_is_ever_loaded():
    for mode in MODES:
        for one in recognise(export(mode)).incoming:
            for _, row in one.rows():
                assert not {"0700000000", "agent1", "Agent Un"} & set(row)


PEOPLE = (
    "Téléphone|phonenumber|deviceid|username|E-mail|groupe/nom_enqueteur|Nom de l'enquêté|"
    "Nom du répondant|_submitted_by|Respondent's name|contact"
)


@pytest.mark.parametrize("header", PEOPLE.split("|"))
def test_headers_that_announce_a_person_are_known(header):
    assert is_personal(header)


@pytest.mark.parametrize(
    "header", ["nom", "Nombre d'enquêtés", "note_fr", "Nom de la mutuelle", "tel_que_vu", "notes"]
)
def test_headers_that_announce_no_person_are_left_alone(header):
    assert not is_personal(header)


def test_nested_repeats_refer_to_the_repeat_above_under_a_cut_sheet_name():
    """Row 5 of « offre » refers to a centre that is not there."""
    own, faults = correspondence.load(EXPORTS / "kobo_imbrique" / "correspondance.toml")
    found = recognise(export("kobo_imbrique"), own)
    assert faults == []
    assert kept(found, "centre", "centre_id", "organisme_id") == [("c1", "m1"), ("c2", "m2")]
    assert kept(found, "centre_service", "ligne", "centre_id", "service", "disponible") == [
        (2, "c1", "arv", "true"),
        (3, "c1", "cpn", "false"),
        (4, "c2", "arv", "true"),
    ]
    orphan = next(one for one in found.findings if one.rule.code == "R-20")
    assert (orphan.sheet, orphan.line, orphan.value) == ("offre", 5, "9")


def test_a_repeat_without_sheet_was_empty():
    main = [one for one in export("kobo_noms") if one.name != "centres"]
    found = recognise(main)
    assert {one.table for one in found.incoming} == {
        "organisme",
        "organisme_exercice",
        "organisme_statut",
    }
    assert not any(one.blocks for one in found.findings)


def test_a_kobo_csv_says_that_its_repeats_are_missing():
    """Semicolons, quotation marks everywhere and a row of HXL tags, as the reader hands them on."""
    found = recognise(read(list((EXPORTS / "kobo_csv").glob("*.csv"))).sheets)
    assert [one.fields["attendu"] for one in found.findings if one.rule.code == "R-22"] == [
        "centres"
    ]
    assert kept(found, "organisme", "ligne", "organisme_id") == [
        (3, "mutuelle_a"),
        (5, "mutuelle_c"),
    ]


def test_a_workbook_and_an_archive_come_in_through_the_reader(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for one in export("kobo_noms"):
        page = book.create_sheet(one.name)
        page.append(list(one.columns))
        for _, row in one.rows():
            page.append([float(cell) if re.match(r"^-?[\d.]+$", cell) else cell for cell in row])
    book.save(tmp_path / "kobo.xlsx")
    with zipfile.ZipFile(tmp_path / "etude_mutuelles.zip", "w") as archive:
        for path in (EXPORTS / "odk").glob("*.csv"):
            archive.write(path, path.name)
    for name in ("kobo.xlsx", "etude_mutuelles.zip"):
        found = recognise(read([tmp_path / name]).sheets)
        assert kept(found, "centre", "nom", "organisme_id", "latitude", "precision_m") == [
            ("Centre 1", "mutuelle_a", "7.7", "12"),
            ("Centre 2", "mutuelle_a", "", ""),
            ("Centre 4", "mutuelle_c", "", ""),
        ]


def test_a_repeat_without_its_main_section_is_not_loaded():
    found = recognise([one for one in export("kobo_noms") if one.name == "centres"])
    assert found.incoming == []
    assert codes(found) == ["R-21"]


def test_a_submission_that_came_twice_is_told_at_both_lines_and_read_once():
    main, centres = export("kobo_noms")
    body = [row for _, row in main.rows()]
    twice = sheet(main.name, [list(main.columns), *map(list, [*body, body[0]])])
    found = recognise([twice, centres])
    assert [row[0] for row in kept(found, "organisme", "ligne")] == [2, 4]
    assert [
        (one.line, one.value, one.fields["attendu"])
        for one in found.findings
        if one.rule.code == "R-18"
    ] == [(2, "u-1", "5"), (5, "u-1", "2")]


def test_no_validation_at_all_makes_one_note():
    main, centres = export("kobo_noms")
    state = main.columns.index("_validation_status")
    body = [[*row[:state], "", *row[state + 1 :]] for _, row in main.rows()]
    found = recognise([sheet(main.name, [list(main.columns), *body]), centres])
    assert [one.fields for one in found.findings if one.rule.code == "R-16"] == [{"nombre": 3}]
    assert "R-15" not in codes(found)
    assert len(kept(found, "organisme", "nom")) == 3


def test_bare_odk_csv_files_find_each_other_by_the_form_id():
    found = recognise([sheet("", cells(path), path.name) for path in (EXPORTS / "odk").glob("*")])
    assert len(kept(found, "centre", "centre_id")) == 3


def test_a_form_that_no_correspondence_knows_is_told():
    rows = [["couleur", "_id", "_uuid", "_submission_time"], ["bleu", "1", "u", "2025-01-01"]]
    found = recognise([sheet("autre", rows)])
    assert found.incoming == []
    assert codes(found) == ["R-11"]


def test_a_question_found_in_two_groups_is_not_chosen_at_random():
    rows = [["a/id", "b/id", "nom", "_uuid", "_submission_time"], ["1", "2", "X", "u", "t"]]
    text = '[tables.organisme.colonnes]\norganisme_id = "id"\nnom = "nom"\n'
    own, _ = correspondence.parse(text, "c.toml")
    found = recognise([sheet("f", rows)], own)
    assert [one.value for one in found.findings if one.rule.code == "R-13"] == ["id"]
    assert kept(found, "organisme", "organisme_id", "nom") == [("?", "X")]


def test_labels_of_choices_that_hold_spaces_are_found_whole():
    known = {"soinsdentaires": "dentaire", "soins": "soins", "arv": "arv"}
    assert split_choices("Soins dentaires ARV autre", known) == ["dentaire", "arv", "autre"]


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("mode", MODES)
def test_every_finding_is_a_whole_sentence(mode, code):
    for one in recognise(export(mode)).findings:
        assert not set("{}") & set(one.text(language(code)))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), mode=st.sampled_from([*MODES, "kobo_imbrique"]))
def test_a_mutated_export_always_ends_in_a_report(data, mode):
    mutated = []
    for one in export(mode):
        rows = [list(one.columns), *(list(row) for _, row in one.rows())]
        for _ in range(data.draw(st.integers(0, 4))):
            row = data.draw(st.sampled_from(rows))
            if not row:
                continue
            place = data.draw(st.integers(0, len(row) - 1))
            action = data.draw(st.sampled_from(["change", "cut", "drop", "double"]))
            if action == "change":
                known = st.sampled_from(["_index", "KEY", "/"])
                row[place] = data.draw(st.text(max_size=8) | known)
            elif action == "cut":
                del row[place:]
            elif action == "drop":
                del row[place]
            else:
                row.insert(place, row[place])
        mutated.append(sheet(one.name, rows, one.file))
    found = recognise(mutated)
    assert found.incoming or found.findings
    for one in found.incoming:
        for _, row in one.rows():
            assert len(row) == len(one.columns)
