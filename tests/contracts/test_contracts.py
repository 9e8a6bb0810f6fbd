"""The contracts of data/contrats: valid, complete, in both languages, and the tables they make."""

import csv
import json

import duckdb
import pytest
from frictionless import Schema

from cartomut.contracts import (
    FILLED_BY_LOADER,
    SQL_TYPES,
    contracts,
    ddl,
    identifier,
    literal,
)
from cartomut.paths import CONTRACTS, REFERENCE

ALL = contracts()
FAMILIES = {"reference", "etude", "pilotage", "precision", "import"}
COLUMNS = [(name, field) for name, contract in ALL.items() for field in contract.fields]


@pytest.fixture(scope="module")
def code_lists():
    with (REFERENCE / "code_liste.csv").open(encoding="utf-8", newline="") as source:
        return {row["liste"] for row in csv.DictReader(source)}


@pytest.fixture
def two_columns(tmp_path):
    """A folder with one contract: ``essai``, two columns, one of which is required."""
    descriptor = {
        "name": "essai",
        "title": "Essai",
        "title_en": "Trial",
        "description": "Une ligne par l'essai",
        "description_en": "One row per trial",
        "famille": "etude",
        "fields": [
            {
                "name": "essai_id",
                "type": "string",
                "title": "Clé",
                "title_en": "Key",
                "constraints": {"required": True},
            },
            {
                "name": "poids",
                "type": "number",
                "title": "Poids",
                "title_en": "Weight",
                "unit": "kg",
                "description": "Pesé à l'aube",
            },
        ],
        "primaryKey": ["essai_id"],
    }
    path = tmp_path / "essai.json"
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ALL)
def test_every_contract_is_a_valid_table_schema(name):
    descriptor = json.loads((CONTRACTS / f"{name}.json").read_text(encoding="utf-8"))
    schema = Schema.from_descriptor(descriptor)
    assert Schema.validate_descriptor(descriptor).valid
    assert schema.field_names == [field.name for field in ALL[name].fields]


@pytest.mark.parametrize("name", ALL)
def test_a_contract_is_called_like_its_file_and_names_its_family_and_grain(name):
    contract = ALL[name]
    assert (CONTRACTS / f"{name}.json").is_file()
    assert contract.family in FAMILIES
    assert contract.title
    assert contract.title_en
    assert contract.description.startswith("Une ligne par ")
    assert contract.description_en.startswith("One row per ")


@pytest.mark.parametrize("name", ALL)
def test_keys_name_columns_that_exist(name):
    contract = ALL[name]
    unique = [tuple(key) for key in contract.descriptor.get("uniqueKeys", ())]
    own = [contract.primary_key, *unique, *(key.columns for key in contract.foreign_keys)]
    assert [column for key in own for column in key if not contract.has(column)] == []
    assert [
        (key.table, column)
        for key in contract.foreign_keys
        for column in key.references
        if not ALL[key.table].has(column)
    ] == []
    assert all(len(key.columns) == len(key.references) for key in contract.foreign_keys)


@pytest.mark.parametrize("name", ALL)
def test_a_foreign_key_points_to_a_whole_primary_key(name):
    targets = [(key.references, ALL[key.table].primary_key) for key in ALL[name].foreign_keys]
    assert [pair for pair in targets if pair[0] != pair[1]] == []


@pytest.mark.parametrize("name", ALL)
def test_columns_of_a_primary_key_are_required(name):
    contract = ALL[name]
    required = {field.name for field in contract.fields if field.required}
    assert set(contract.primary_key) <= required


@pytest.mark.parametrize("name", ALL)
def test_a_table_has_a_key_primary_or_unique(name):
    assert ALL[name].primary_key or ALL[name].descriptor.get("uniqueKeys")


def test_no_table_names_a_column_twice():
    for contract in ALL.values():
        names = [field.name for field in contract.fields]
        assert sorted(set(names)) == sorted(names), contract.name


def test_every_column_has_titles_in_both_languages_and_a_known_type():
    assert [(table, field.name) for table, field in COLUMNS if not field.title] == []
    assert [(table, field.name) for table, field in COLUMNS if not field.title_en] == []
    assert {field.type for _table, field in COLUMNS} <= SQL_TYPES.keys()


def test_a_column_explained_in_one_language_is_explained_in_the_other():
    alone = [
        (table, field.name)
        for table, field in COLUMNS
        if bool(field.description) != bool(field.description_en)
    ]
    assert alone == []


def test_names_are_ascii_snake_case():
    names = {*ALL, *(field.name for _table, field in COLUMNS)}
    assert [name for name in names if not (name.isascii() and name == name.lower())] == []
    assert [name for name in names if not name.replace("_", "a").isalnum()] == []


def test_money_is_whole_francs_and_shares_are_numbers():
    money = {field.type for _table, field in COLUMNS if field.name.endswith("_fcfa")}
    shares = {
        field.type
        for _table, field in COLUMNS
        if field.name.startswith(("taux_", "part_", "ratio_")) and field.unit != "FCFA"
    }
    flags = {field.type for _table, field in COLUMNS if field.name.startswith("est_")}
    assert money == {"integer"}
    assert shares == {"number"}
    assert flags == {"boolean"}


def test_counts_of_persons_or_things_are_never_negative():
    free = [
        (name, entry["name"])
        for name, contract in ALL.items()
        for entry in contract.descriptor["fields"]
        if entry["name"].startswith("nb_")
        and entry.get("constraints", {}).get("minimum") not in (0, 1)
    ]
    assert free == []


@pytest.mark.parametrize("name", [name for name, one in ALL.items() if one.family == "etude"])
def test_a_study_table_says_where_each_row_comes_from_and_what_it_is_worth(name):
    contract = ALL[name]
    required = {field.name for field in contract.fields if field.required}
    assert [field.name for field in contract.fields][-3:] == ["source_id", "ligne", "nature"]
    assert {"source_id", "nature"} <= required
    assert any(key.table == "source" for key in contract.foreign_keys)


def test_every_code_list_of_a_contract_exists(code_lists):
    named = {field.code_list for _table, field in COLUMNS if field.code_list}
    assert named - code_lists == set()


def test_every_column_of_codes_has_its_list():
    """What is a code in one table is a code in every table that has the column."""
    coded = {field.name for _table, field in COLUMNS if field.code_list}
    without = [
        (table, field.name)
        for table, field in COLUMNS
        if field.name in coded and field.type == "string" and not field.code_list
    ]
    # In these tables the word means something else than a code.
    free_text = {
        ("anomalie", "code"),
        ("code_liste", "liste"),
        ("fait_publie", "periode"),
        ("indicateur", "unite"),
        ("modele_reference", "unite"),
    }
    assert set(without) - free_text == set()


def test_the_schema_creates_every_table_with_the_contract_s_columns_in_order(empty_store):
    with empty_store.cursor() as cursor:
        rows = cursor.execute(
            "select table_name, column_name, data_type from duckdb_columns() "
            "where not internal and schema_name = 'main' order by table_name, column_index"
        ).fetchall()
    made = {}
    for table, column, kind in rows:
        made.setdefault(table, []).append((column, kind))
    for name, contract in ALL.items():
        assert made[name] == [(field.name, field.sql_type) for field in contract.fields], name


def test_titles_units_and_grain_travel_with_the_tables_as_comments(empty_store):
    with empty_store.cursor() as cursor:
        columns = cursor.execute(
            "select table_name, column_name, comment from duckdb_columns() "
            "where not internal and schema_name = 'main'"
        ).fetchall()
        tables = dict(
            cursor.execute(
                "select table_name, comment from duckdb_tables() "
                "where not internal and schema_name = 'main'"
            ).fetchall()
        )
    comments = {(table, column): comment or "" for table, column, comment in columns}
    for name, contract in ALL.items():
        assert tables[name] == contract.description
        for field in contract.fields:
            comment = comments[(name, field.name)]
            assert comment.startswith(field.title)
            assert field.unit in comment
            assert field.description in comment


def test_every_view_says_its_grain(empty_store):
    with empty_store.cursor() as cursor:
        views = dict(
            cursor.execute(
                "select view_name, comment from duckdb_views() where not internal"
            ).fetchall()
        )
    assert views
    assert [name for name, comment in views.items() if not (comment or "").startswith("Une")] == []


def test_the_ddl_of_a_contract_refuses_a_row_without_its_required_column(two_columns):
    contract = contracts(two_columns.parent)["essai"]
    with duckdb.connect() as con:
        for statement in ddl(contract):
            con.execute(statement)
        con.execute("insert into essai values ('a', null)")
        with pytest.raises(duckdb.ConstraintException):
            con.execute("insert into essai values (null, 1.5)")
        comment = con.execute(
            "select comment from duckdb_columns() where column_name = 'poids'"
        ).fetchone()
    assert comment == ("Poids (kg) : Pesé à l'aube",)


@pytest.mark.parametrize("key", ["name", "title_en", "description_en", "famille", "fields"])
def test_a_contract_without_a_needed_key_is_named_with_the_key(two_columns, key):
    descriptor = json.loads(two_columns.read_text(encoding="utf-8"))
    del descriptor[key]
    two_columns.write_text(json.dumps(descriptor), encoding="utf-8")
    contracts.cache_clear()
    with pytest.raises(ValueError, match=rf"essai\.json.*{key}"):
        contracts(two_columns.parent)


def test_columns_filled_by_the_loader_are_not_expected_in_a_file():
    assert {"ligne", "geometrie"} == FILLED_BY_LOADER
    names = [field.name for field in ALL["centre"].file_fields]
    assert "ligne" not in names
    assert "centre_id" in names
    assert "geometrie" not in [field.name for field in ALL["region"].file_fields]


@pytest.mark.parametrize("name", ["simple", "with space", 'with"quote', "select"])
def test_a_quoted_identifier_is_one_column_whatever_its_name(name):
    with duckdb.connect() as con:
        con.execute(f"create table t ({identifier(name)} INTEGER)")
        assert con.execute(
            "select column_name from duckdb_columns() where table_name = 't'"
        ).fetchall() == [(name,)]


@pytest.mark.parametrize("text", ["", "l'école", "''", "a\nb", "'; drop table t; --"])
def test_a_quoted_text_is_read_back_as_it_was(text):
    with duckdb.connect() as con:
        assert con.execute(f"select {literal(text)}").fetchone() == (text,)
