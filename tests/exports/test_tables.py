"""Downloads: the language's separators, no formula, the dataset and the filters on each row."""

import codecs
import csv as reader
import io

import pandas as pd
import pytest

from cartomut.exports.tables import csv, without_formula
from cartomut.queries import query


@pytest.fixture
def deux_lignes():
    """A whole number, a decimal one, a text with separators, and an unknown of each."""
    return pd.DataFrame(
        {
            "nom": ['Bouaké ; "ville", oui', None],
            "nb": pd.array([1200, None], dtype="Int64"),
            "part": [0.125, None],
            "est_ouvert": [True, False],
        }
    )


def rows_of(content, separator):
    text = content.decode("utf-8-sig")
    return list(reader.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def test_french_tables_have_semicolons_and_decimal_commas(deux_lignes, fr):
    content = csv(deux_lignes, "publie", "", fr)
    first, second = rows_of(content, ";")
    assert first == {
        "nom": 'Bouaké ; "ville", oui',
        "nb": "1200",
        "part": "0,125",
        "est_ouvert": "True",
        "jeu": "publie",
    }
    assert (second["nom"], second["nb"], second["part"]) == ("", "", "")


def test_english_tables_have_commas_and_decimal_points(deux_lignes, en):
    first, _second = rows_of(csv(deux_lignes, "publie", "", en), ",")
    assert (first["nom"], first["part"]) == ('Bouaké ; "ville", oui', "0.125")


def test_a_spreadsheet_sees_that_it_is_utf_8(deux_lignes, fr, en):
    for _ in (fr, en):
        content = csv(deux_lignes, "publie", "", _)
        assert content.startswith(codecs.BOM_UTF8)
        assert "Bouaké" in content.decode("utf-8-sig")


def test_column_names_are_the_data_s_in_every_language(deux_lignes, fr, en):
    french = csv(deux_lignes, "publie", "x", fr).decode("utf-8-sig").splitlines()[0]
    english = csv(deux_lignes, "publie", "x", en).decode("utf-8-sig").splitlines()[0]
    assert french.split(";") == english.split(",") == [*deux_lignes.columns, "jeu", "filtres"]


def test_every_row_names_its_dataset_and_the_filters_when_there_are_some(deux_lignes, fr):
    with_filters = rows_of(csv(deux_lignes, "demonstration", "District : Abidjan", fr), ";")
    assert {row["jeu"] for row in with_filters} == {"demonstration"}
    assert {row["filtres"] for row in with_filters} == {"District : Abidjan"}
    assert "filtres" not in rows_of(csv(deux_lignes, "publie", "", fr), ";")[0]


FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "=cmd|' /C x'!A"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_quoted(fr, text):
    assert without_formula(text) == f"'{text}"
    (row,) = rows_of(csv(pd.DataFrame({"nom": [text]}), "publie", text, fr), ";")
    assert row["nom"] == row["filtres"] == f"'{text}"


@pytest.mark.parametrize("value", ["a=1", " =", "", "1-2", "é", -5, -0.5, None, True])
def test_other_values_are_left_alone(value):
    assert without_formula(value) is value


def test_a_negative_number_stays_a_number(fr):
    (row,) = rows_of(csv(pd.DataFrame({"solde": [-12.5]}), "publie", "", fr), ";")
    assert row["solde"] == "-12,5"


def test_a_table_without_rows_keeps_its_header(fr):
    content = csv(pd.DataFrame({"nom": [], "nb": []}), "publie", "x", fr)
    assert content.decode("utf-8-sig").strip() == "nom;nb;jeu;filtres"


def test_the_rows_on_the_screen_are_not_changed(deux_lignes, fr):
    before = deux_lignes.copy()
    csv(deux_lignes, "publie", "x", fr)
    pd.testing.assert_frame_equal(deux_lignes, before)


def test_every_answer_of_the_store_can_be_downloaded_and_read_back(publie, fr):
    """Lists, dates, whole numbers with unknowns: as DuckDB returns them."""
    asked = query("indicateurs/faits_publies")
    rows = asked.run(publie, **dict.fromkeys(asked.params))
    found = rows_of(csv(rows, "publie", "", fr), ";")
    assert len(found) == len(rows)
    assert [row["fait_id"] for row in found] == rows["fait_id"].tolist()
    years = [row["annee"] for row in found if row["annee"]]
    assert years
    assert all(year.isdigit() for year in years)


def test_an_answer_with_lists_of_codes_can_be_downloaded(publie, fr):
    card = query("fiches/centre").run(publie, id="clinique_la_prevoyance")
    (row,) = rows_of(csv(card, "publie", "", fr), ";")
    assert "dialyse" in row["services"]
