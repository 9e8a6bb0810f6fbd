"""Apart from the planted faults, every table keeps to its contract."""

import re

import pandas as pd
import pytest

from cartomut.contracts import contracts

FAMILIES = ("etude", "pilotage")
TABLES = sorted(name for name, one in contracts().items() if one.family in FAMILIES)


def rules(table: str) -> dict[str, dict]:
    return {
        entry["name"]: entry.get("constraints", {})
        for entry in contracts()[table].descriptor["fields"]
    }


def test_every_table_of_the_study_and_of_the_steering_has_rows(edition):
    assert {name for name, rows in edition.tables.items() if len(rows)} == {*TABLES, "source"}


@pytest.mark.parametrize("table", [*TABLES, "source"])
def test_columns_are_those_of_the_contract_in_its_order(edition, table):
    wanted = [field.name for field in contracts()[table].file_fields]
    assert list(edition.tables[table].columns) == wanted


@pytest.mark.parametrize("table", TABLES)
def test_required_cells_are_filled_and_every_row_says_demonstration(edition, table):
    rows = edition.sound(table)
    required = [one.name for one in contracts()[table].file_fields if one.required]
    assert rows[required].notna().all().all()
    assert set(rows["nature"]) == {"demonstration"}


@pytest.mark.parametrize("table", TABLES)
def test_values_stay_within_the_bounds_and_patterns_of_the_contract(edition, table):
    rows = edition.sound(table)
    for column, limits in rules(table).items():
        if column not in rows:
            continue
        values = rows[column].dropna()
        assert (values >= limits["minimum"]).all() if "minimum" in limits else True
        assert (values <= limits["maximum"]).all() if "maximum" in limits else True
        if "pattern" in limits:
            assert all(re.search(limits["pattern"], value) for value in values)


@pytest.mark.parametrize("table", TABLES)
def test_codes_are_in_their_code_list(edition, references, table):
    lists = references["code_liste"].groupby("liste")["code"].agg(set)
    for field in contracts()[table].file_fields:
        if field.code_list:
            found = set(edition.tables[table][field.name].dropna())
            assert found - lists[field.code_list] == set(), field.name


@pytest.mark.parametrize("table", TABLES)
def test_keys_name_one_row_only(edition, table):
    for key in contracts()[table].keys:
        assert not edition.tables[table].duplicated(list(key)).any()


@pytest.mark.parametrize("table", TABLES)
def test_foreign_keys_point_to_a_row(edition, references, table):
    for key in contracts()[table].foreign_keys:
        there = edition.tables.get(key.table)
        there = references[key.table] if there is None else there
        known = set(there[list(key.references)].itertuples(index=False, name=None))
        here = edition.tables[table][list(key.columns)].dropna()
        assert set(here.itertuples(index=False, name=None)) - known == set(), key.columns


def test_network_links_and_facts_name_bodies_that_exist(edition):
    tables = edition.tables
    known = set(tables["organisme"]["organisme_id"]) | set(tables["centre"]["centre_id"])
    links = tables["lien_reseau"]
    assert set(links["de_id"]) | set(links["vers_id"]) <= known
    assert (links["de_id"] != links["vers_id"]).all()


def test_every_table_enters_the_store_with_its_types(edition, loaded):
    counts = {
        name: loaded.execute(f"select count(*) from {name}").fetchone()[0]
        for name in edition.tables
    }
    assert counts == {name: len(rows) for name, rows in edition.tables.items()}


def test_unknown_cells_are_null_and_never_an_empty_text(edition):
    for rows in edition.tables.values():
        texts = rows.select_dtypes(object)
        assert not (texts == "").any().any()
    exercises = edition.tables["organisme_exercice"]
    assert 0.05 < exercises["nb_beneficiaires_femmes"].isna().mean() < 0.25
    assert exercises["nb_beneficiaires"].notna().all()
    assert pd.isna(exercises["reserves_fcfa"]).any()
