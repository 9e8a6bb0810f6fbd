"""An opened store only reads: no other file, no change, no row of another thread."""

import os
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from cartomut import store as stores
from cartomut.queries import query
from cartomut.store import Store


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from glob('/*')",
        "copy (select 1) to '/tmp/out.csv'",
        "attach '/tmp/other.duckdb' as other",
        "install httpfs",
        "load httpfs",
    ],
)
def test_no_other_file_can_be_reached(publie, statement):
    with publie.cursor() as cursor, pytest.raises(duckdb.Error, match=r"(?i)disabled|permission"):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "set enable_external_access = true",
        "set autoinstall_known_extensions = true",
        "set memory_limit = '1GB'",
        "reset lock_configuration",
        "pragma threads = 1",
    ],
)
def test_no_setting_can_be_changed(publie, statement):
    with publie.cursor() as cursor, pytest.raises(duckdb.Error, match="locked"):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into edition values ('a', 'b')",
        "delete from centre",
        "create table t (i INTEGER)",
        "drop view centre_situe",
    ],
)
def test_no_row_can_be_changed(publie, statement):
    with publie.cursor() as cursor, pytest.raises(duckdb.Error, match="read-only"):
        cursor.execute(statement)


def test_threads_that_ask_at_once_each_get_their_own_rows(publie):
    """16 threads put 40 questions each; shared without cursors, some get another's row."""

    def ask(thread):
        wrong = 0
        for turn in range(40):
            wanted = thread * 1000 + turn
            with publie.cursor() as cursor:
                row = cursor.execute("select $n, count(*) from centre", {"n": wanted}).fetchone()
            wrong += row != (wanted, 22)
        return wrong

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, range(16))) == [0] * 16


def test_questions_from_many_threads_get_their_own_answers(publie):
    regions = ["abidjan", "gbeke", "haut_sassandra", "zanzan"] * 4
    card = query("fiches/territoire")

    def ask(code):
        rows = [card.run(publie, niveau="region", id=code) for _turn in range(10)]
        return {tuple(row["id"]) for row in rows}

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, regions))
    assert answers == [{()} if code == "zanzan" else {(code,)} for code in regions]


def test_a_cursor_is_closed_after_use(publie):
    with publie.cursor() as cursor:
        cursor.execute("select 1")
    with pytest.raises(duckdb.Error, match=r"(?i)closed"):
        cursor.execute("select 1")


def drop_a_centre(data):
    """Take the last row out of the table of centres."""
    path = data / "publie" / "centre.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")


def test_a_replaced_store_is_seen_by_a_new_reader_while_the_old_one_keeps_its_own(edition):
    first = Store(edition.path)
    with first.cursor() as reading:
        for _time in range(2):  # the first edition's file is even deleted meanwhile
            drop_a_centre(edition.data)
            newest = stores.build("publie", data=edition.data, stores=edition.stores)
        assert not first.path.exists()
        assert reading.execute("select count(*) from centre").fetchone() == (22,)
    with Store(newest).cursor() as cursor:
        assert cursor.execute("select count(*) from centre").fetchone() == (20,)
    with first.cursor() as cursor:
        assert cursor.execute("select count(*) from centre").fetchone() == (22,)


def test_a_file_put_in_the_place_of_a_store_is_opened_anew(edition):
    """DuckDB keeps one database per path in a process; an attached file is opened each time."""
    old = edition.path
    reader = Store(old)
    drop_a_centre(edition.data)
    os.replace(stores.build("publie", data=edition.data, stores=edition.stores), old)
    with Store(old).cursor() as new, reader.cursor() as kept:
        assert new.execute("select count(*) from centre").fetchone() == (21,)
        assert kept.execute("select count(*) from centre").fetchone() == (22,)


def test_a_path_with_a_quote_is_opened(edition, tmp_path):
    folder = tmp_path / "l'été" / "publie"
    folder.mkdir(parents=True)
    path = edition.path.rename(folder / edition.path.name)
    assert Store(path).dataset == "publie"
    assert Store(path).about()["jeu"] == "publie"


# A race of DuckDB 1.5.5 (its issue 25713) between threads that count what a filter left empty: the
# engine then refuses every later question of the process.
_ONE_WINDOW = """
    with rows as (select i from range(1) t(i)),
    kept as (
        select i from rows where i >= 5000
        union all
        select i from rows where not exists (select 1 from rows where i >= 5000)
    )
    select i, count(*) over () from kept order by i desc limit 5
"""


def test_the_engine_counts_an_empty_window_without_falling(publie):
    for _ in range(1500):
        with publie.cursor() as cursor:
            assert cursor.execute(_ONE_WINDOW).fetchall() == [(0, 1)]


class _Fallen:
    """A connection after a fault of the engine: it answers nothing more."""

    def cursor(self):
        raise duckdb.FatalException("FATAL Error: database has been invalidated")


def test_a_store_opens_anew_after_a_fault_of_the_engine(publie):
    again = Store(publie.path)
    again._connection = _Fallen()
    assert again.about() == publie.about()
