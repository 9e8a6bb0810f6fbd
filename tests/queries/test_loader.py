"""Questions are loaded once, refuse wrong parameters by name, and read their header."""

import pytest

from cartomut import queries
from cartomut.queries import query
from cartomut.sqlfiles import SqlFile, header


def test_a_question_that_does_not_exist_is_named():
    with pytest.raises(LookupError, match="nulle_part"):
        query("indicateurs/nulle_part")


@pytest.mark.parametrize("values", [{}, {"ident": "x"}, {"id": "x", "annee": 2021}])
def test_wrong_parameters_are_named_with_those_that_are_taken(store, values):
    with pytest.raises(TypeError, match=r"fiches/centre\.sql takes \['id'\]"):
        query("fiches/centre").run(store, **values)


def test_a_question_is_read_once():
    assert query("listes/codes") is query("listes/codes")


def test_the_questions_of_a_folder_are_listed_in_order():
    names = queries.names("listes")
    assert names == sorted(names)
    assert "listes/codes" in names
    assert queries.names("nulle_part") == []


def test_a_parameter_is_a_value_never_a_piece_of_sql(store):
    store.insert("centre", centre_id="c1", statut_operationnel="ouvert")
    asked = query("fiches/centre")
    assert len(asked.run(store, id="c1")) == 1
    assert asked.run(store, id="' or 1 = 1 --").empty
    assert asked.run(store, id="c1'; drop table centre; --").empty
    assert len(asked.run(store, id="c1")) == 1


def test_a_header_field_may_span_lines_and_ends_with_the_comments():
    fields = header("-- Question : A\n--            et b ?\n-- Unit : x : y\nselect 1 -- Base : z")
    assert fields == {"Question": "A\net b ?", "Unit": "x : y"}


def test_a_header_field_is_read_on_one_line_and_is_empty_when_missing(tmp_path):
    path = tmp_path / "essai.sql"
    path.write_text("-- Question : A\n--    et b ?\nselect $x as x order by x asc", "utf-8")
    asked = SqlFile.read(path)
    assert asked.text("Question") == "A et b ?"
    assert asked.text("Unit") == ""
    assert asked.params == {"x"}


@pytest.mark.parametrize("sql", ["", "-- Question : rien ?", "select 1; select 2"])
def test_a_file_holds_exactly_one_statement(tmp_path, sql):
    path = tmp_path / "essai.sql"
    path.write_text(sql, "utf-8")
    with pytest.raises(ValueError, match=r"essai\.sql: expected one statement"):
        SqlFile.read(path)
