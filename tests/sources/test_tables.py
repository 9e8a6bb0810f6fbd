"""Files are found by the name of their table and loaded with their line."""

from datetime import date

import pytest

from cartomut.contracts import contracts
from cartomut.sources.tables import find_tables, load_table

REQUIRED = {"statut": "inconnue", "source_id": "s", "nature": "publie"}


@pytest.fixture
def two_folders(tmp_path, write_csv):
    """``reference`` has district and source, ``publie`` has source too."""
    for folder, table in (("reference", "district"), ("reference", "source"), ("publie", "source")):
        write_csv(table, folder=tmp_path / folder)
    return [tmp_path / "reference", tmp_path / "publie"]


def test_a_table_may_have_a_file_in_several_folders_in_their_order(two_folders):
    found, unknown = find_tables(two_folders, contracts())
    assert found.keys() == {"district", "source"}
    assert unknown == []
    assert [path.parent.name for path in found["source"]] == ["reference", "publie"]


def test_a_file_of_no_table_is_told_apart(two_folders):
    stray = two_folders[0] / "centres.csv"
    stray.write_text("nom\n", encoding="utf-8")
    found, unknown = find_tables(two_folders, contracts())
    assert found.keys() == {"district", "source"}
    assert unknown == [stray]


def test_files_that_are_no_csv_are_left_alone(two_folders):
    (two_folders[0] / "README.md").write_text("# notes", encoding="utf-8")
    found, unknown = find_tables(two_folders, contracts())
    assert found.keys() == {"district", "source"}
    assert unknown == []


def test_a_row_keeps_its_line_in_the_file_and_an_empty_cell_is_unknown(store, write_csv):
    path = write_csv(
        "convention",
        {"convention_id": "a", "parties": "X ; Y", **REQUIRED},
        {"convention_id": "b", "parties": "Z", **REQUIRED},
    )
    loaded = load_table(store.connection, contracts()["convention"], path)
    rows = store.connection.execute(
        "select convention_id, ligne, echeance from convention order by ligne"
    ).fetchall()
    assert loaded == 2
    assert rows == [("a", 2, None), ("b", 3, None)]


def test_a_second_file_is_added_to_the_table(store, write_csv, tmp_path):
    row = {"titre": "t", "type_source": "page_web"}
    for folder in ("reference", "publie"):
        path = write_csv("source", {"source_id": folder, **row}, folder=tmp_path / folder)
        assert load_table(store.connection, contracts()["source"], path) == 1
    count = store.connection.execute("select count(*) from source").fetchone()
    assert count == (2,)


def test_values_take_the_type_of_their_column(store, write_csv):
    path = write_csv(
        "taux_change",
        {
            "devise": "EUR",
            "date": "1999-01-01",
            "fcfa_par_unite": "655.957",
            "est_fixe": "true",
            "source_id": "s",
        },
    )
    load_table(store.connection, contracts()["taux_change"], path)
    row = store.connection.execute("select * from taux_change").fetchone()
    assert row == ("EUR", date(1999, 1, 1), 655.957, True, "s")


@pytest.mark.parametrize(
    "text", ["a, b", 'dit « "oui" »', "deux\nlignes", "=1+1", "NULL", "'", ";", "\t", "é\u202f%"]
)
def test_a_text_is_loaded_as_it_is_written(store, write_csv, text):
    path = write_csv(
        "convention",
        {"convention_id": "a", "parties": text, **REQUIRED},
        {"convention_id": "b", "parties": "x", **REQUIRED},
    )
    load_table(store.connection, contracts()["convention"], path)
    kept = store.connection.execute("select parties from convention order by ligne").fetchall()
    assert kept == [(text,), ("x",)]


def test_a_table_without_rows_loads_nothing(store, write_csv):
    path = write_csv("convention")
    assert load_table(store.connection, contracts()["convention"], path) == 0


def test_geometry_is_left_for_the_boundaries(store, write_csv):
    path = write_csv(
        "district",
        {"district_code": "lacs", "nom": "Lacs", "est_approximatif": "true", "source_id": "s"},
    )
    load_table(store.connection, contracts()["district"], path)
    assert store.connection.execute("select geometrie from district").fetchone() == (None,)
