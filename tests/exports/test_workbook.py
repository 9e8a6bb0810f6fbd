"""The workbook: a sheet per table, the contract in its header, and data that come back exactly."""

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet._writer import ALL_TEMP_FILES
from python_calamine import CalamineWorkbook

from cartomut.contracts import contracts
from cartomut.exports.choices import code_labels, limits
from cartomut.exports.spreadsheet import OURS, escaped, sheet_title, shortened
from cartomut.exports.workbook import LAST, header, sheet_titles, workbook_tables, write
from cartomut.i18n import Language
from cartomut.names import normalise
from cartomut.paths import DATA

HOSTILE = [
    '=HYPERLINK("http://x.example","clic")',
    "+1",
    "-1",
    "@somme",
    "=1+1",
    "007",
    "1e5",
    "#N/A",
    "vrai",
    "2024-01-01",
    " deux espaces ",
    "ligne\nretour\r\nfin\ttab",
    "_x0041_",
    "'apostrophe",
    "<b>&amp;",
    "\x01controle",
    "\u202edroite à gauche",
]


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """The workbook without a row, in French."""
    path = tmp_path_factory.mktemp("modele") / "modele.xlsx"
    write(path)
    return path


@pytest.fixture(scope="module")
def book(empty):
    return load_workbook(empty)


def rows_of(path, sheet):
    """Read a sheet as the import does: calamine, from the first row on."""
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()


def column(path, table, name, _):
    titles = [header(field, _) for field in contracts()[table].file_fields]
    names = [field.name for field in contracts()[table].file_fields]
    first, *rows = rows_of(path, sheet_titles(_)[table])
    assert first == titles
    return [row[names.index(name)] for row in rows]


def rule_of(book, sheet, letter):
    rules = book[sheet].data_validations.dataValidation
    return next(rule for rule in rules if str(rule.sqref) == f"{letter}2:{letter}1048576")


def test_every_table_that_a_study_brings_has_a_sheet_and_no_other(book):
    names = [contract.name for contract in workbook_tables()]
    brought = {n for n, one in contracts().items() if one.family in ("etude", "pilotage")}
    assert set(names) == brought | {"source", "correction"}
    assert names[:3] == ["organisme", "organisme_statut", "organisme_exercice"]
    assert tuple(names[-2:]) == LAST
    assert len(book.sheetnames) == len(names) + 2


@pytest.mark.parametrize("code", ["fr", "en"])
def test_sheets_and_headers_bear_the_titles_of_the_language(tmp_path, code):
    _ = Language(code)
    path = tmp_path / "a.xlsx"
    write(path, language=code)
    found = load_workbook(path, read_only=True)
    assert found.sheetnames == [_("Lisez-moi"), *sheet_titles(_).values(), _("Listes")]
    for contract in workbook_tables():
        (titles,) = found[sheet_titles(_)[contract.name]].iter_rows(values_only=True)
        assert list(titles) == [str(_.pick(f.title, f.title_en)) for f in contract.file_fields]
        assert len({normalise(title) for title in titles}) == len(titles)
    found.close()


def test_names_of_sheets_fit_and_differ():
    for code in ("fr", "en"):
        titles = sheet_titles(Language(code)).values()
        assert max(map(len, titles)) <= 31
        assert len({title.casefold() for title in titles}) == len(titles)


def test_a_long_forbidden_or_repeated_name_is_made_to_fit():
    assert sheet_title("COM : axes/objectifs") == "COM axes objectifs"
    long = "Prestations par nature de soins et par région"
    assert sheet_title(long) == long[:31]
    assert sheet_title(long, [long[:31].upper()]) == "Prestations par nature de s (2)"
    assert sheet_title("''") == "Feuille"
    assert sheet_title("History") == "History (2)"


def test_the_first_sheet_says_how_to_fill_in_and_names_each_sheet(book):
    first = book["Lisez-moi"]
    texts = dict(first.iter_rows(values_only=True))
    assert first["A1"].value.startswith(OURS)
    assert "inconnu" in texts["Vide ou zéro"]
    assert {"Rejet", "Erreur", "Avertissement", "Licence"} <= texts.keys()
    for contract in workbook_tables():
        assert texts[sheet_titles(Language("fr"))[contract.name]] == contract.description
    links = [cell.hyperlink.location for cell in first["A"] if cell.hyperlink]
    assert "'Organismes'!A1" in links
    assert "ATTENTION" not in texts


@pytest.mark.parametrize(
    "given",
    [
        {"about": {"jeu": "demonstration"}},
        {"tables": {"jalon": pd.DataFrame({"nature": ["declare", "demonstration"]})}},
    ],
)
def test_demonstration_data_wear_their_warning(tmp_path, given):
    write(tmp_path / "a.xlsx", **given)
    assert rows_of(tmp_path / "a.xlsx", "Lisez-moi")[1][0] == "ATTENTION"


def test_the_first_sheet_names_dataset_edition_and_date(tmp_path):
    about = {"jeu": "etude", "version": "3", "construit_le": "2026-05-04T10:00:00+00:00"}
    write(tmp_path / "a.xlsx", about=about)
    texts = dict(rows_of(tmp_path / "a.xlsx", "Lisez-moi"))
    assert (texts["Jeu de données"], texts["Édition"], texts["Date"]) == (
        "Étude",
        "3",
        "4 mai 2026",
    )


def test_a_header_stays_in_view_with_filters_and_prints_on_each_page(book):
    sheet = book["Centres de santé"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.print_title_rows == "$1:$1"


def test_a_note_on_each_header_says_what_the_contract_says(book):
    notes = {cell.value: cell.comment.text for cell in book["Exercices des organismes"][1]}
    members = notes["Adhérents"].splitlines()
    assert "Colonne : nb_adherents" in members
    assert "Unité : personnes" in members
    assert "Type : nombre entier" in members
    assert "Exemple : 1200" in members
    assert "Renvoie à la feuille « Organismes »." in notes["Organisme"]
    types = {cell.value: cell.comment.text for cell in book["Organismes"][1]}
    assert "Liste : type_organisme" in types["Type d'organisme"]


def test_a_required_column_is_marked_in_its_style_and_its_note_not_in_its_text(book):
    sheet = book["Organismes"]
    required = {field.title for field in contracts()["organisme"].file_fields if field.required}
    starred = {cell.value for cell in sheet[1] if cell.comment.text.startswith("* ")}
    underlined = {cell.value for cell in sheet[1] if cell.font.underline}
    assert starred == underlined == required
    assert not any("*" in title for title in required)


def test_columns_keep_identifiers_as_text_and_show_numbers_and_dates(book):
    shown = book["Exercices des organismes"].column_dimensions
    assert [shown[letter].number_format for letter in "ABC"] == ["@", "0", "#,##0"]
    filed = [f.name for f in contracts()["organisme_exercice"].file_fields]
    letter = chr(ord("A") + filed.index("date_depot_etats_financiers"))
    assert shown[letter].number_format == "yyyy-mm-dd"


def test_a_coded_column_has_a_drop_down_of_labels(book):
    rule = rule_of(book, "Organismes", "D")
    assert (rule.type, rule.formula1, rule.errorStyle) == (
        "list",
        "liste_type_organisme",
        "warning",
    )
    sheet, area = next(book.defined_names["liste_type_organisme"].destinations)
    texts = [cell.value for (cell,) in book[sheet][area.replace("$", "")]]
    assert texts == list(code_labels("type_organisme", Language("fr")).values())
    assert "Mutuelle sociale" in texts


def test_yes_or_no_numbers_dates_and_regions_are_checked_while_typing(book):
    yes = rule_of(book, "Organismes", "F")
    assert (yes.formula1, yes.errorStyle) == ("liste_oui_non", "stop")
    assert rule_of(book, "Organismes", "I").formula1 == "liste_region"
    latitude = rule_of(book, "Organismes", "J")
    field = next(one for one in contracts()["organisme"].fields if one.name == "latitude")
    bounds = limits(contracts()["organisme"], field)
    wanted = ("decimal", str(bounds["minimum"]), str(bounds["maximum"]))
    assert (latitude.type, latitude.formula1, latitude.formula2) == wanted
    assert Language("fr").number(bounds["maximum"], 6) in latitude.error
    members = rule_of(book, "Exercices des organismes", "C")
    assert (members.type, members.formula1) == ("whole", "0")
    assert members.showErrorMessage
    assert members.allow_blank
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[
        [f.name for f in contracts()["organisme_exercice"].file_fields].index(
            "date_depot_etats_financiers"
        )
    ]
    assert rule_of(book, "Exercices des organismes", letter).type == "date"


def test_every_drop_down_leads_to_a_range_that_is_not_empty(book):
    used = {
        rule.formula1
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    assert used == set(book.defined_names)
    for name in used:
        sheet, area = next(book.defined_names[name].destinations)
        assert all(cell.value for (cell,) in book[sheet][area.replace("$", "")])


def test_messages_keep_within_what_a_spreadsheet_shows(book):
    errors = [r.error for s in book.worksheets for r in s.data_validations.dataValidation]
    assert errors
    assert max(map(len, errors)) <= 225


def test_a_label_that_could_be_another_code_gives_way_to_the_code(fr, monkeypatch):
    rows = [
        {"liste": "x", "code": code, "nom_fr": french, "nom_en": english}
        for code, french, english in [
            ("a", "Même", "One"),
            ("b", "même !", "Two"),
            ("c", "%", "%"),
            ("d", "Seul", "Seul"),
            ("e", "D", "Five"),
        ]
    ]
    monkeypatch.setattr("cartomut.exports.choices._reference", lambda _table: rows)
    assert code_labels("x", fr) == {"a": "a", "b": "b", "c": "c", "d": "Seul", "e": "e"}


@pytest.mark.parametrize("name", ["nature", "unite", "service", "sha_hc", "indicateur_publie"])
def test_labels_of_our_lists_tell_the_codes_apart(name):
    for code in ("fr", "en"):
        labels = code_labels(name, Language(code))
        assert labels
        assert len(set(labels.values())) == len(labels)


def test_texts_come_back_exactly_and_are_never_formulas(tmp_path, fr):
    path = tmp_path / "a.xlsx"
    keys = [str(number) for number in range(len(HOSTILE))]
    write(path, {"organisme": pd.DataFrame({"organisme_id": keys, "nom": HOSTILE})})
    assert column(path, "organisme", "nom", fr) == HOSTILE
    cells = load_workbook(path)["Organismes"]["B"][1:]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    found = [cell.value for cell in cells]
    assert found == [escaped(text) for text in HOSTILE]


def test_values_of_each_type_come_back(tmp_path, fr):
    given = pd.DataFrame(
        {
            "organisme_id": ["001", "b", "c"],
            "annee": [2022, 2023, 2024],
            "nb_adherents": pd.array([1200, None, 0], dtype="Int64"),
            "resultat_net_fcfa": [-5.0, float("nan"), 123_456_789_012_345_678],
            "est_certifie": pd.array([True, False, None], dtype="boolean"),
            "date_depot_etats_financiers": [date(2024, 6, 30), None, date(1899, 1, 2)],
            "nature": ["declare", "publie", "inconnu_de_la_liste"],
            "ligne": [2, 3, 4],
        }
    )
    path = tmp_path / "a.xlsx"
    write(path, {"organisme_exercice": given})
    table = "organisme_exercice"
    assert column(path, table, "organisme_id", fr) == ["001", "b", "c"]
    assert column(path, table, "annee", fr) == [2022, 2023, 2024]
    assert column(path, table, "nb_adherents", fr) == [1200, "", 0]
    assert column(path, table, "resultat_net_fcfa", fr) == [-5, "", "123456789012345680"]
    assert column(path, table, "est_certifie", fr) == ["oui", "non", ""]
    dates = column(path, table, "date_depot_etats_financiers", fr)
    assert dates == [date(2024, 6, 30), "", "1899-01-02"]
    assert column(path, table, "nature", fr) == ["Déclaré", "Publié", "inconnu_de_la_liste"]


def test_a_decimal_number_keeps_all_its_digits(tmp_path, fr):
    path = tmp_path / "a.xlsx"
    values = [0.1 + 0.2, 5.345678901234567, -3.0]
    write(path, {"centre": pd.DataFrame({"centre_id": ["a", "b", "c"], "latitude": values})})
    assert column(path, "centre", "latitude", fr) == values


def test_a_text_that_no_cell_can_hold_is_an_error_and_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_text("ancien")
    with pytest.raises(ValueError, match="32767"):
        write(path, {"organisme": pd.DataFrame({"nom": ["x" * 32_768]})})
    assert path.read_text() == "ancien"
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
    assert not [one for one in ALL_TEMP_FILES if Path(one).exists()]
    assert shortened("x" * 40_000).endswith("x…")


def test_tables_without_a_sheet_are_left_out_and_empty_ones_keep_their_header(tmp_path, fr):
    path = tmp_path / "a.xlsx"
    write(path, {"region": pd.DataFrame({"nom": ["x"]}), "jalon": pd.DataFrame({"etape": []})})
    assert "Régions" not in load_workbook(path, read_only=True).sheetnames
    assert column(path, "jalon", "etape", fr) == []


def test_the_same_data_make_the_same_bytes(tmp_path):
    rows = {"organisme": pd.DataFrame({"organisme_id": ["a"], "nom": ["b"]})}
    for name in ("a.xlsx", "b.xlsx"):
        write(tmp_path / name, rows)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_workbook_holds_no_macro_no_formula_and_no_link_outside(empty):
    with ZipFile(empty) as archive:
        names = archive.namelist()
        sheets = [archive.read(one) for one in names if one.startswith("xl/worksheets/sheet")]
        relations = [archive.read(one) for one in names if one.endswith(".rels")]
    assert not [name for name in names if "vba" in name.lower() or "external" in name]
    assert len(sheets) == len(workbook_tables()) + 2
    assert not any(b"<f>" in sheet for sheet in sheets)
    assert not any(b"External" in relation for relation in relations)


@pytest.fixture(scope="module")
def published():
    """The published tables with the contract's types, and their files' own texts."""
    found = {}
    for contract in workbook_tables():
        path = DATA / "publie" / f"{contract.name}.csv"
        if path.is_file():
            texts = duckdb.read_csv(str(path), all_varchar=True)
            types = [f'cast("{one.name}" as {one.sql_type})' for one in contract.file_fields]
            found[contract.name] = texts.project(", ".join(types)).df(), texts.df()
            found[contract.name][0].columns = [one.name for one in contract.file_fields]
    return found


def as_text(value, field, codes):
    """Say a cell as the CSV file would: a code for its label, true and false, a plain number."""
    if value == "":
        return None
    if field.type == "boolean":
        return {"oui": "true", "non": "false"}[value]
    return codes.get(value) if field.code_list else str(value)


def test_the_published_data_go_out_and_come_back(tmp_path, published, fr):
    """Every value of every published table, read back as the import does."""
    path = tmp_path / "a.xlsx"
    write(path, {name: rows for name, (rows, _texts) in published.items()})
    assert len(published) > 10
    for name, (_rows, texts) in published.items():
        _header, *lines = rows_of(path, sheet_titles(fr)[name])
        assert len(lines) == len(texts)
        for at, field in enumerate(contracts()[name].file_fields):
            wanted = [None if pd.isna(text) else text for text in texts[field.name]]
            codes = {label: code for code, label in code_labels(field.code_list, fr).items()}
            found = [as_text(line[at], field, codes) for line in lines]
            if field.type in ("integer", "number", "year"):
                found, wanted = ([v and float(v) for v in side] for side in (found, wanted))
            assert found == wanted, (name, field.name)
