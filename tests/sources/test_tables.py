"""Files are found by the name of their table and loaded with their line."""

from datetime import date

import pytest

from cartomut.contracts import contracts
from cartomut.findings import COLUMNS, TABLE
from cartomut.sources.tables import find_tables, read_tables

REQUIRED = {
    "statut": "inconnue",
    "source_id": "naturalearth_geonames_limites",
    "nature": "publie",
}
TEXTS = [
    "a, b",
    'dit « "oui" »',
    "deux\nlignes",
    "=1+1",
    "NULL",
    "'",
    ";",
    "é\u202f%",
    "\\N",
    "{x}",
    "ND",
    "-",
]


@pytest.fixture
def two_folders(tmp_path, write_csv):
    """``reference`` has district and source, ``publie`` has source too."""
    for folder, table in (("reference", "district"), ("reference", "source"), ("publie", "source")):
        write_csv(table, folder=tmp_path / folder)
    return [tmp_path / "reference", tmp_path / "publie"]


@pytest.fixture
def load_folder(tmp_path, load_rows):
    """Load the tables that a test wrote to its folder."""

    def load():
        incoming, faults = read_tables([tmp_path], contracts())
        assert faults == []
        return load_rows(*incoming, aside=False)

    return load


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
    incoming, faults = read_tables(two_folders, contracts())
    assert {one.table for one in incoming} == {"district", "source"}
    assert [(one.rule, one.file) for one in faults] == [(TABLE, "centres.csv")]


def test_files_that_are_no_csv_are_left_alone(two_folders):
    (two_folders[0] / "README.md").write_text("# notes", encoding="utf-8")
    found, unknown = find_tables(two_folders, contracts())
    assert found.keys() == {"district", "source"}
    assert unknown == []


def test_a_table_with_other_columns_is_a_fault_and_brings_no_rows(two_folders):
    (two_folders[1] / "source.csv").write_text("source_id,titre\nx,X\n", encoding="utf-8")
    incoming, faults = read_tables(two_folders, contracts())
    assert sorted(one.table for one in incoming) == ["district", "source"]
    assert [(one.rule, one.file, one.line) for one in faults] == [(COLUMNS, "source.csv", 1)]


def test_a_row_keeps_its_line_in_the_file_and_an_empty_cell_is_unknown(write_csv, load_folder):
    write_csv(
        "convention",
        {"convention_id": "a", "parties": "X ; Y", **REQUIRED},
        {"convention_id": "b", "parties": "Z", **REQUIRED},
    )
    loaded = load_folder()
    assert loaded.done.kept["convention"] == 2
    assert loaded.rows("select convention_id, ligne, echeance from convention order by ligne") == [
        ("a", 2, None),
        ("b", 3, None),
    ]


def test_an_edition_s_rows_keep_the_line_of_the_file_they_came_from(write_csv, load_folder):
    path = write_csv("convention", {"convention_id": "a", "parties": "X\nY", **REQUIRED})
    plain = path.read_text(encoding="utf-8").replace("X\nY", "XY")
    for text in (plain, path.read_text(encoding="utf-8")):
        head, _newline, row = text.partition("\n")
        path.write_text(f"{head},ligne\n{row[:-1]},417\n", encoding="utf-8")
        assert load_folder().rows("select convention_id, ligne from convention") == [("a", 417)]


def test_a_second_file_is_added_to_the_table(load_rows, write_csv, tmp_path):
    row = {"titre": "t", "type_source": "page_web"}
    folders = [tmp_path / name for name in ("reference", "publie")]
    for folder in folders:
        write_csv("source", {"source_id": folder.name, **row}, folder=folder)
    incoming, _faults = read_tables(folders, contracts())
    loaded = load_rows(*incoming, aside=False)
    assert loaded.rows("select source_id from source where titre = 't' order by source_id") == [
        ("publie",),
        ("reference",),
    ]


def test_values_take_the_type_of_their_column(write_csv, load_folder):
    write_csv(
        "taux_change",
        {
            "devise": "EUR",
            "date": "1999-01-01",
            "fcfa_par_unite": "655.957",
            "est_fixe": "true",
            "source_id": "naturalearth_geonames_limites",
        },
    )
    assert load_folder().rows("select * exclude (source_id) from taux_change") == [
        ("EUR", date(1999, 1, 1), 655.957, True)
    ]


def test_a_text_is_loaded_as_it_is_written(write_csv, load_folder):
    rows = [
        {"convention_id": f"c{rank}", "parties": text, **REQUIRED}
        for rank, text in enumerate(TEXTS)
    ]
    write_csv("convention", *rows)
    assert load_folder().rows("select parties from convention order by ligne") == [
        (text,) for text in TEXTS
    ]


def test_a_table_without_rows_loads_nothing(write_csv, load_folder):
    write_csv("convention")
    assert load_folder().done.kept["convention"] == 0


def test_geometry_is_drawn_from_the_boundaries(load_rows):
    drawn = load_rows(aside=False).rows("select count(geometrie), count(*) from region")
    assert drawn == [(33, 33)]


def test_an_edition_kept_before_a_column_was_added_still_reads_and_our_own_files_do_not(tmp_path):
    """Only a column that may be empty may be absent, and only where lines of origin are kept."""
    kept = "offre_id,organisme_id,theme,description_fr,description_en,source_id,nature,ligne"
    own = kept.removesuffix(",ligne")
    cases = {
        kept: [],
        own: ["- est_nationale, - region_code, - montant_min_fcfa, - montant_max_fcfa"],
        kept.replace("organisme_id,", ""): ["- organisme_id"],
        kept + ",autre": ["+ autre"],
    }
    found = {}
    for header in cases:
        (tmp_path / "offre.csv").write_text(f"{header}\n", encoding="utf-8")
        _incoming, faults = read_tables([tmp_path], contracts())
        found[header] = [fault.value for fault in faults if fault.rule.code == "S-2"]
    assert found == cases
