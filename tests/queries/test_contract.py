"""Every SQL file keeps its promise: its header says what it takes and what it returns."""

import re
import string
from functools import cache

import pytest

from cartomut.contracts import contracts
from cartomut.measures import COLUMNS
from cartomut.paths import QUERIES
from cartomut.sqlfiles import SqlFile

NEEDED = {
    "indicateurs": ("Question", "Grain", "Params", "Returns", "Unit", "Value", "Base", "Source"),
    "mesures": (
        *("Question", "Grain", "Params", "Entity", "Aggregate", "Returns", "Unit", "Formula"),
        "Source",
    ),
    "listes": ("Question", "Grain", "Params", "Returns", "Source"),
    "fiches": ("Question", "Grain", "Params", "Returns", "Source"),
    "controles": ("Code", "Level", "Table", "Message", "Why", "Fix", "Returns"),
}
FILES = [path for folder in NEEDED for path in sorted((QUERIES / folder).glob("*.sql"))]
QUESTIONS = [path for path in FILES if path.parent.name != "controles"]
INDICATORS = [path for path in FILES if path.parent.name == "indicateurs"]
MEASURES = [path for path in FILES if path.parent.name == "mesures"]
ENTITIES = {"organisme", "centre", "region", "district", "pays", "com", "com_indicateur", "projet"}
ENTITIES |= {"hc", "hp"}  # a code of the health accounts
AGGREGATES = {"ratio", "somme", "mediane", "aucune"}
RULES = [path for path in FILES if path.parent.name == "controles"]
TYPES = r"VARCHAR|BIGINT|INTEGER|DOUBLE|BOOLEAN|DATE|HUGEINT"
# A line of a table of the header: a name, a type, and what it means; other lines go on.
ROW = re.compile(rf"^(?P<name>\w+)\s+(?P<type>(?:{TYPES})(?:\[\])?)(?:\s+(?P<text>.*))?$")


def name(path):
    return f"{path.parent.name}/{path.stem}"


@cache
def read(path):
    return SqlFile.read(path)


def table(text):
    """Read a table of the header: [(name, type, meaning)]; ``aucun`` has no row."""
    rows = []
    for line in text.splitlines():
        if found := ROW.match(line.strip()):
            rows.append([found["name"], found["type"], found["text"] or ""])
        elif rows:
            rows[-1][2] += " " + line.strip()
    return [tuple(row) for row in rows]


def without_parentheses(sql):
    """Drop comments and what stands in parentheses: what is left is the outermost statement."""
    sql = re.sub(r"--.*", "", sql)
    while "(" in sql:
        sql = re.sub(r"\([^()]*\)", " ", sql)
    return sql


def describe(opened, asked):
    """Return [(name, type)] of the answer, asked on the empty schema."""
    with opened.cursor() as cursor:
        answer = cursor.execute(f"describe {asked.sql}", dict.fromkeys(asked.params))
        return [(row[0], row[1]) for row in answer.fetchall()]


def test_the_header_s_tables_are_read_with_their_continued_lines():
    text = "niveau   VARCHAR    district\nmesure   VARCHAR    a, b,\n    c ou d\nx DOUBLE[]"
    assert table(text) == [
        ("niveau", "VARCHAR", "district"),
        ("mesure", "VARCHAR", "a, b, c ou d"),
        ("x", "DOUBLE[]", ""),
    ]
    assert table("aucun") == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_the_header_has_what_its_folder_needs(path):
    asked = read(path)
    missing = [field for field in NEEDED[path.parent.name] if not asked.text(field)]
    assert missing == []


@pytest.mark.parametrize("path", QUESTIONS, ids=name)
def test_a_question_ends_as_one_and_its_grain_says_one_row_per_what(path):
    asked = read(path)
    assert asked.text("Question").endswith("?")
    assert asked.text("Grain").startswith("une ligne")


@pytest.mark.parametrize("path", FILES, ids=name)
def test_the_header_s_parameters_are_those_of_the_statement(path):
    asked = read(path)
    text = asked.header.get("Params", "aucun")
    assert {row[0] for row in table(text)} == asked.params
    assert bool(asked.params) != (text.strip() == "aucun")
    assert [row for row in table(text) if not row[2].strip()] == []


@pytest.mark.parametrize("path", QUESTIONS, ids=name)
def test_the_header_s_columns_are_those_of_the_answer_in_order(path, empty_store):
    rows = table(read(path).header["Returns"])
    assert [(column, kind) for column, kind, _text in rows] == describe(empty_store, read(path))
    assert [row for row in rows if not row[2].strip()] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_it_runs_on_a_store_without_rows_and_returns_none(path, empty_store):
    asked = read(path)
    with empty_store.cursor() as cursor:
        assert cursor.execute(asked.sql, dict.fromkeys(asked.params)).fetchall() == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_its_rows_come_in_a_stated_order_with_its_directions(path):
    outermost = without_parentheses(read(path).sql)
    assert outermost.count("order by") == 1
    order = outermost.partition("order by")[2].partition("limit")[0]
    keys = [key.split() for key in order.split(",")]
    assert [key for key in keys if not {"asc", "desc"} & set(key)] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_it_names_its_columns_and_no_other_parameter_style(path):
    sql = re.sub(r"--.*", "", read(path).sql)
    assert not re.search(r"^\s*select\s+\*", without_parentheses(sql), re.MULTILINE)
    assert not re.search(r"\{\{|\{%|\?", sql)


@pytest.mark.parametrize("path", INDICATORS, ids=name)
def test_an_indicator_s_value_is_one_of_its_columns_and_its_rows_have_sources(path):
    asked = read(path)
    columns = {row[0] for row in table(asked.header["Returns"])}
    assert asked.text("Value") in columns
    assert "source_id" in columns
    assert {"nature", "base"} & columns


@pytest.mark.parametrize("path", MEASURES, ids=name)
def test_a_measure_says_of_what_it_is_and_how_it_adds_up_in_the_same_columns_as_all(path):
    asked = read(path)
    assert asked.text("Entity") in ENTITIES
    assert asked.text("Aggregate") in AGGREGATES
    assert tuple(row[0] for row in table(asked.header["Returns"])) == COLUMNS


@pytest.mark.parametrize("path", RULES, ids=name)
def test_a_rule_s_message_only_names_columns_of_its_answer(path, empty_store):
    asked = read(path)
    columns = {column for column, _kind in describe(empty_store, asked)}
    fields = {
        field
        for text in ("Message", "Why", "Fix")
        for _literal, field, _spec, _conversion in string.Formatter().parse(asked.text(text))
        if field is not None
    }
    assert fields
    assert fields <= columns
    assert "ligne" in columns


@pytest.mark.parametrize("path", RULES, ids=name)
def test_a_rule_names_the_table_it_reads(path):
    asked = read(path)
    assert asked.text("Table") in contracts()
    assert re.search(rf"\bfrom {asked.text('Table')}\b", asked.sql)


def test_two_files_never_ask_the_same_question():
    texts = [read(path).text("Question") for path in QUESTIONS]
    assert sorted(set(texts)) == sorted(texts)
