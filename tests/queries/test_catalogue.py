"""Every indicator of the catalogue is computed by a file, or says which fields it lacks."""

import csv

import pytest

from cartomut import measures
from cartomut.contracts import contracts
from cartomut.paths import QUERIES, REFERENCE


@pytest.fixture(scope="module")
def catalogue():
    with (REFERENCE / "indicateur.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def missing(row):
    return [field.strip() for field in row["champs_manquants"].split(";") if field.strip()]


def test_an_indicator_has_either_a_file_that_computes_it_or_the_fields_it_lacks(catalogue):
    assert [
        row["indicateur_id"] for row in catalogue if bool(row["requete"]) == bool(missing(row))
    ] == []
    assert [
        row["requete"]
        for row in catalogue
        if row["requete"] and not (QUERIES / f"{row['requete']}.sql").is_file()
    ] == []


def test_a_measure_is_named_after_the_indicator_that_it_computes_in_its_unit(catalogue):
    known = {row["indicateur_id"]: row for row in catalogue}
    wrong = []
    for one in measures.files():
        row = known.get(one.name.partition("/")[2])
        if row is None or row["requete"] != one.name or row["unite"] != one.text("Unit"):
            wrong.append((one.name, one.text("Unit"), row and (row["requete"], row["unite"])))
    assert wrong == []


def test_a_field_said_to_be_missing_is_in_the_formula_and_in_no_contract(catalogue):
    columns = {field.name for contract in contracts().values() for field in contract.fields}
    wrong = [
        (row["indicateur_id"], field)
        for row in catalogue
        for field in missing(row)
        if {field, f"{field}_fcfa"} & columns or field not in row["formule"]
    ]
    assert wrong == []
