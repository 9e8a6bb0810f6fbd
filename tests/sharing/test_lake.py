"""A DuckLake on PostgreSQL: an edition is a snapshot, and every replica reads one whole."""

import json
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import duckdb
import pytest

from cartomut import store
from cartomut.i18n import language
from cartomut.sharing.follow import Follower
from cartomut.sharing.lake import Lake
from cartomut.store import Store
from tests import postgres
from tests.sharing.conftest import DATASET, SCRIPTS, read

pytestmark = pytest.mark.skipif(not postgres.ready(), reason=postgres.ADVICE)
PATIENCE = 180  # seconds in which a replica must have followed


@pytest.fixture(scope="module")
def cluster():
    with postgres.cluster() as made:
        yield made


class Reader:
    """A replica in its own process."""

    def __init__(self, cluster, lake, stores):
        words = [cluster.catalogue, f"{lake}/", str(stores)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.sharing.replica", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def told(self):
        """Ask what it has read so far."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def wait(self, reached):
        """Wait until what it tells is so."""
        deadline = time.monotonic() + PATIENCE
        while not reached(told := self.told()):
            assert time.monotonic() < deadline, told
            time.sleep(0.3)
        return told


@contextmanager
def reader(*words):
    made = Reader(*words)
    try:
        yield made
    finally:
        made.process.kill()
        made.process.communicate()


def test_two_replicas_read_each_edition_whole_outlive_the_catalogue_and_go_back(
    cluster, publisher, editions, tmp_path
):
    expected = {name: read(path) for name, path in editions.items()}
    lake = tmp_path / "lac"
    place = Lake(postgres.PYTHON, cluster.catalogue, f"{lake}/", read_only=False)
    first = Follower(place, publishes=True, stores=publisher.stores)
    publisher.show("a", "20260101")
    assert not first.step().faults
    with ExitStack() as stack:
        others = [
            stack.enter_context(reader(cluster, lake, tmp_path / str(one))) for one in range(2)
        ]
        for name in "ab":
            if name == "b":
                publisher.show("b", "20260102")
                assert not first.step().faults
            for one in others:
                told = one.wait(lambda told, last=name: last_read(told) == expected[last])
                assert not told["failures"] + told["faults"]
        for one in others:  # nothing in between was ever read
            assert {tuple(answer) for answer in one.told()["seen"]} == set(expected.values())

        cluster.stop()
        try:
            waited = [one.wait(lambda told: told["faults"]) for one in others]
            assert "Le catalogue partagé" in waited[0]["faults"][0]
            before = [one.told()["reads"] for one in others]
            publisher.show("a", "20260103")  # taken back, and not shared yet: said, then put
            first.step()
            said = " ".join(fault.text(language("fr")) for fault in first.state.faults)
            assert "ne répond pas" in said
            for one, reads in zip(others, before, strict=True):
                told = one.wait(lambda told, reads=reads: told["reads"] > reads)
                assert not told["failures"]
                assert last_read(told) == expected["b"]
        finally:
            cluster.start()
        assert not first.step().faults
        for one in others:
            one.wait(lambda told: last_read(told) == expected["a"] and not told["faults"])
    same_content(store.current(DATASET, publisher.stores), tmp_path / "0")
    place.close()


def last_read(told):
    return tuple(told["seen"][-1]) if told["seen"] else None


def same_content(published, stores):
    """Compare every table, row by row in their order, and every view and macro."""
    taken = store.current(DATASET, stores)
    assert taken.name == published.name
    assert Store(taken).shape() == Store(published).shape()
    script = Store(taken).about()["limites"]
    assert (stores / "js" / script).read_bytes() == (SCRIPTS / script).read_bytes()
    with duckdb.connect() as con:
        con.execute(f"attach '{taken}' as taken (read_only)")
        con.execute(f"attach '{published}' as own (read_only)")
        tables = con.execute(
            "select table_name from duckdb_tables() where database_name = 'own'"
        ).fetchall()
        assert len(tables) > 60
        differing = [
            name
            for (name,) in tables
            if con.execute(f'select * from own."{name}" order by rowid').fetchall()
            != con.execute(f'select * from taken."{name}" order by rowid').fetchall()
        ]
    assert differing == []
