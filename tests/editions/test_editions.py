"""Editions, their journal and their lock, without an import."""

import pytest

from cartomut import editions
from cartomut.editions import IMPORTED, PUBLISHED, RESTORED, Edition, Received, Stopped


def keep(data, *versions):
    for version in versions:
        folder = editions.dataset_folder("etude", data) / version
        folder.mkdir(parents=True)
        Edition(version, "etude", "", "", ()).write(folder / "edition.json")


def note(data, *steps):
    editions.dataset_folder("etude", data).mkdir(parents=True, exist_ok=True)
    for action, version in steps:
        editions.note("etude", action, version, data)


def test_a_dataset_without_editions_has_none_in_use(tmp_path):
    assert editions.versions("etude", tmp_path) == []
    assert editions.history("etude", tmp_path) == []
    assert editions.published("etude", tmp_path) is None
    assert editions.before("etude", tmp_path) is None


def test_editions_are_listed_the_latest_first_and_what_is_being_made_is_not_one(tmp_path):
    keep(tmp_path, "20240101", "20250101", ".import-x")
    assert [one.version for one in editions.versions("etude", tmp_path)] == ["20250101", "20240101"]
    with pytest.raises(Stopped):
        editions.folder("etude", ".import-x", tmp_path)


def test_a_description_is_read_back_as_it_was_written(tmp_path):
    made = Edition(
        "v",
        "etude",
        "2024-01-01T00:00:00Z",
        "DES",
        (Received("é.csv", "0" * 64, 5),),
        {"a": 3},
        {"a": 2},
    )
    made.write(tmp_path / "edition.json")
    assert Edition.read(tmp_path / "edition.json") == made
    assert made.set_aside == 1


P, R, N = PUBLISHED, RESTORED, IMPORTED


@pytest.mark.parametrize(
    ("steps", "now", "before"),
    [
        ([(N, "a")], None, None),
        ([(N, "a"), (P, "a")], "a", None),
        ([(P, "a"), (P, "b")], "b", "a"),
        ([(P, "a"), (P, "b"), (P, "c")], "c", "b"),
        ([(P, "a"), (P, "b"), (R, "a")], "a", None),
        ([(P, "a"), (P, "b"), (P, "c"), (R, "b")], "b", "a"),
        ([(P, "a"), (P, "b"), (P, "c"), (R, "b"), (R, "a")], "a", None),
        ([(P, "a"), (P, "b"), (R, "a"), (P, "c")], "c", "a"),
        ([(P, "a"), (P, "b"), (P, "a")], "a", "b"),
        ([(P, "a"), (P, "a"), (N, "b")], "a", None),
    ],
)
def test_the_journal_says_what_is_in_use_and_where_going_back_leads(tmp_path, steps, now, before):
    note(tmp_path, *steps)
    assert editions.history("etude", tmp_path) == steps
    assert editions.published("etude", tmp_path) == now
    assert editions.before("etude", tmp_path) == before


def test_the_journal_counts_its_lines_and_leaves_nothing_beside(tmp_path):
    note(tmp_path, (N, "a"), (P, "a"))
    rows = editions.journal("etude", tmp_path)
    assert [row["numero"] for row in rows] == ["1", "2"]
    assert {row["role"] for row in rows} == {editions.ROLE}
    assert all(row["date"].endswith("Z") for row in rows)
    assert [path.name for path in editions.dataset_folder("etude", tmp_path).iterdir()] == [
        "journal.csv"
    ]


def test_one_at_a_time_holds_the_editions_of_a_dataset(tmp_path, fr, en):
    with editions.alone("etude", tmp_path):
        with pytest.raises(Stopped) as stopped, editions.alone("etude", tmp_path):
            raise AssertionError("two hold them")
        with editions.alone("demonstration", tmp_path) as other:
            assert other.name == "demonstration"
    assert "etude" in stopped.value.text(fr)
    assert "etude" in stopped.value.text(en)
    assert stopped.value.text(fr) != stopped.value.text(en)
    with editions.alone("etude", tmp_path) as place:
        assert place == editions.dataset_folder("etude", tmp_path)


def test_what_a_killed_import_left_is_removed_by_the_next(tmp_path):
    left = editions.dataset_folder("etude", tmp_path) / ".import-x" / "edition"
    left.mkdir(parents=True)
    (left / "organisme.csv").write_text("half", encoding="utf-8")
    with editions.alone("etude", tmp_path) as place:
        assert not (place / ".import-x").exists()
