"""What goes out as a workbook comes in again as the same tables, and once more the same."""

import pytest

from cartomut import demonstration, imports
from cartomut import store as stores
from cartomut.contracts import contracts
from cartomut.exports import workbook
from cartomut.imports import Request

pytestmark = pytest.mark.usefixtures("without_rules")
STUDY_TABLES = [one.name for one in contracts().values() if one.family in ("etude", "pilotage")]
SHORT = 25  # rows of a table, enough to have every kind of cell


@pytest.fixture
def brought(place):
    """A short demonstration, written as a workbook and imported."""
    tables = demonstration.generate(1)
    kept = {name: rows.head(SHORT) for name, rows in tables.items()}
    path = place.root / "premier.xlsx"
    workbook.write(path, kept)
    outcome = imports.run([path], Request("demonstration"), data=place.data)
    assert outcome.saved
    return outcome


def content(place, version):
    """Publish an edition; return its study tables as the store has them, without their lines."""
    path = imports.publish("demonstration", version, data=place.data, stores=place.stores)
    with stores.Store(path).cursor() as cursor:
        exclude = {
            name: "exclude (ligne)" * contracts()[name].has("ligne") for name in STUDY_TABLES
        }
        rows = {
            name: cursor.execute(f"select * {exclude[name]} from {name} order by all").fetchall()
            for name in STUDY_TABLES
        }
        frames = {
            one.name: cursor.execute(f'select * from "{one.name}" order by all').df()
            for one in workbook.workbook_tables()
        }
    return rows, frames


def test_an_exported_workbook_is_imported_as_the_same_tables(place, brought):
    before, frames = content(place, brought.version)
    assert sum(map(len, before.values())) > 10 * SHORT
    path = place.root / "export.xlsx"  # in the other language than the first
    workbook.write(path, frames, "en")
    outcome = imports.run([path], Request("demonstration"), data=place.data)
    assert outcome.saved
    assert outcome.set_aside == 0
    assert [one.rule.code for one in outcome.findings if one.blocks] == []
    after, _frames = content(place, outcome.version)
    assert after == before


def test_an_empty_template_is_refused_as_empty(place):
    path = place.root / "modele.xlsx"
    workbook.write(path)
    outcome = imports.run([path], Request("etude"), data=place.data)
    assert not outcome.accepted
