"""The field form's export and the rest make the whole edition, each row once."""

from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook

from cartomut import demonstration
from cartomut.contracts import contracts
from cartomut.sources.recognition import recognise
from cartomut.sources.sheets import Sheet


def read_sheets(path):
    """Read every sheet as text, headers first."""
    sheets = []
    book = load_workbook(path)
    for page in book.worksheets:
        header, *lines = page.iter_rows(values_only=True)
        rows = [tuple("" if one is None else str(one) for one in line) for line in lines]
        sheets.append(
            Sheet(path.name, page.title, header, lambda rows=rows: iter(enumerate(rows, 2)))
        )
    return sheets


def as_text(value) -> str:
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if pd.api.types.is_bool(value):
        return str(value).lower()
    return str(value).removesuffix(".0")  # a workbook writes the number 4.0 as 4


@pytest.fixture(scope="module")
def export(edition, tmp_path_factory):
    path = tmp_path_factory.mktemp("kobo") / "etude.xlsx"
    demonstration.write_kobo(edition.tables, path, edition.planted)
    return read_sheets(path)


@pytest.fixture(scope="module")
def recognised(export):
    return recognise(export)


def test_the_form_and_the_rest_share_no_row_and_lose_none(edition):
    part, rest = demonstration.kobo_part(edition.tables), demonstration.rest(edition.tables)
    assert rest.keys() == edition.tables.keys()
    for name, rows in edition.tables.items():
        both = pd.concat([part.get(name, rows[:0]), rest[name]])
        key = list(contracts()[name].keys[0])
        wanted = rows[key].astype(str).apply(tuple, axis=1).sort_values()
        assert list(both[key].astype(str).apply(tuple, axis=1).sort_values()) == list(wanted)


def test_the_form_carries_mutuals_that_filed_their_last_exercise(edition):
    part = demonstration.kobo_part(edition.tables)
    kinds = set(part["organisme"]["type_organisme"])
    assert kinds == {"mutuelle_sociale", "groupement_assimile"}
    assert set(part["organisme_exercice"]["annee"]) == {2023 + edition.number}
    assert len(part["organisme"]) == len(part["organisme_exercice"]) > 40
    assert {"cpn", "arv"}.isdisjoint(part["centre_service"]["service"])


def test_the_export_has_the_columns_and_sheets_of_koboToolbox(export):
    main, centres = export
    assert len(main.name) <= 31
    assert main.columns[-10:] == (
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_notes",
        "_status",
        "_submitted_by",
        "__version__",
        "_tags",
        "_index",
    )
    assert "siege/_gps_siege_latitude" in main.columns
    assert {"_parent_index", "_parent_table_name", "_submission__uuid"} <= set(centres.columns)
    assert {"offre/services", "offre/services/pharmacie"} <= set(centres.columns)
    keys = [cells[main.columns.index("_uuid")] for _, cells in main.rows()]
    assert len(set(keys)) == len(keys)


def test_reading_the_export_gives_the_rows_that_were_written(edition, recognised):
    part = demonstration.kobo_part(edition.tables)
    assert {one.table for one in recognised.incoming} == part.keys()
    for one in recognised.incoming:
        wanted = sorted(
            tuple(as_text(cell) for cell in row)
            for row in part[one.table][list(one.columns)].itertuples(index=False)
        )
        words = {"oui": "true", "non": "false"}
        booleans = {
            field.name for field in contracts()[one.table].fields if field.type == "boolean"
        }
        found = sorted(
            tuple(
                words.get(cell, cell) if column in booleans else cell
                for column, cell in zip(one.columns, cells, strict=True)
            )
            for _, cells in one.rows()
        )
        assert found == wanted, one.table
        columns = {field.name for field in contracts()[one.table].file_fields}
        lost = columns - set(one.columns)
        assert part[one.table][sorted(lost)].isna().all().all(), one.table


def test_a_submission_that_nobody_approved_is_reported(edition, recognised):
    waiting = [one for one in recognised.findings if "on_hold" in one.value]
    planted = [one for one in edition.planted if one.what == "fiche_kobo_non_approuvee"]
    assert len(waiting) == len(planted) == 1
