"""A shared folder: what one machine publishes is what the others read, whole or not at all."""

import json
import time
from types import SimpleNamespace

import pytest

from cartomut import editions as kept_editions
from cartomut import serving, store
from cartomut.editions import Stopped
from cartomut.i18n import language
from cartomut.sharing import follow
from cartomut.sharing.folder import POINTER, Folder
from cartomut.sharing.follow import Follower
from cartomut.sharing.place import Shared, Unreachable
from tests.sharing.conftest import DATASET, SCRIPTS, read


@pytest.fixture
def place(tmp_path):
    (tmp_path / "partage").mkdir()
    return Folder(tmp_path / "partage")


@pytest.fixture
def sides(place, publisher, tmp_path):
    first = Follower(place, publishes=True, stores=publisher.stores)
    other = Follower(place, publishes=False, stores=tmp_path / "replique", scripts=tmp_path / "js")
    return first, other


def in_use(side):
    return read(store.current(DATASET, side.stores))


def said(side):
    return " ".join(fault.text(language("fr")) for fault in side.state.faults)


def test_a_replica_takes_each_edition_in_turn_with_its_map_and_goes_back_with_the_publisher(
    sides, publisher, editions
):
    first, other = sides
    seen = []
    for name, stamp in (("a", "20260101"), ("b", "20260102"), ("a", "20260103")):
        publisher.show(name, stamp)
        first.step()
        other.step()
        assert not first.state.faults + other.state.faults
        seen.append(in_use(other))
    assert seen == [read(editions[name]) for name in "aba"]
    assert seen[0] != seen[1]
    assert len(store.kept(DATASET, other.stores)) == store.KEPT
    script = store.Store(store.current(DATASET, other.stores)).about()["limites"]
    assert (other.scripts / script).read_bytes() == (SCRIPTS / script).read_bytes()
    leftovers = [path for path in other.stores.rglob("*") if path.name.startswith(".")]
    assert leftovers == []


def test_what_is_damaged_absent_or_foreign_leaves_the_last_edition_in_use_and_is_said(
    sides, publisher, place
):
    first, other = sides
    publisher.show("a", "20260101")
    first.step()
    other.step()
    before = in_use(other)
    path = publisher.show("b", "20260102")
    first.step()
    shared = place.current()[DATASET]
    stored = place.root / DATASET / f"{shared.empreinte}.duckdb"
    whole = stored.read_bytes()
    pointer = place.root / DATASET / POINTER

    stored.write_bytes(whole[:-4096])
    other.step()
    assert in_use(other) == before
    assert "empreinte diffère" in said(other)

    stored.write_bytes(whole)
    pointer.write_text(json.dumps(json.loads(shared.text()) | {"forme": "0.0.1-x"}))
    other.step()
    assert in_use(other) == before
    assert "autre version" in said(other)

    pointer.write_text(json.dumps(json.loads(shared.text()) | {"script": "../../ailleurs.js"}))
    other.step()
    assert in_use(other) == before
    assert "ne se lit pas" in said(other)

    away = place.root.with_name("ailleurs")
    place.root.rename(away)
    reached = other.state.reached
    other.step()
    first.step()
    assert in_use(other) == before
    assert "est-il monté" in said(other)
    assert "est-il monté" in said(first)
    assert other.state.reached == reached
    assert not place.root.exists()  # nothing is written where the drive should be

    away.rename(place.root)
    pointer.write_text(shared.text())
    other.step()
    assert said(other) == ""
    assert in_use(other) == read(path)


def test_of_two_that_publish_by_mistake_the_newest_stays_and_the_other_says_so(
    sides, publisher, place, tmp_path, editions
):
    first, _other = sides
    publisher.show("b", "20260105")
    first.step()
    second = type(publisher)(tmp_path / "autre", editions)
    second.show("a", "20260104")
    late = Follower(place, publishes=True, stores=second.stores)
    late.step()
    assert "Une seule instance publie" in said(late)
    assert place.current()[DATASET].edition == "b"


def test_a_replica_refuses_to_import_or_publish(monkeypatch, tmp_path):
    monkeypatch.setenv("CARTOMUT_PARTAGE", "dossier")
    monkeypatch.setenv("CARTOMUT_PARTAGE_ROLE", "lit")
    from cartomut import settings

    settings.settings.cache_clear()
    follow.follower.cache_clear()
    try:
        with pytest.raises(Stopped, match="partage_dossier"):
            follow.follower()
        with (
            pytest.raises(Stopped, match="lit les éditions"),
            kept_editions.alone(DATASET, tmp_path),
        ):
            pass
    finally:
        monkeypatch.undo()
        settings.settings.cache_clear()
        follow.follower.cache_clear()
    assert list(tmp_path.iterdir()) == []


def test_a_replica_follows_from_the_start_of_its_server_before_anybody_visits(
    sides, publisher, editions, monkeypatch
):
    first, side = sides
    publisher.show("a", "20260101")
    first.step()
    monkeypatch.setattr(follow, "follower", lambda: side)
    monkeypatch.setattr(side, "run", lambda _seconds: side.step())
    monkeypatch.setattr(serving, "settings", lambda: SimpleNamespace(partage="dossier", cadres=()))
    follow.start.cache_clear()
    try:
        serving.start("127.0.0.1")
        until = time.monotonic() + 60
        while not store.current(DATASET, side.stores):
            assert time.monotonic() < until, side.state
            time.sleep(0.05)
    finally:
        follow.start.cache_clear()
    assert in_use(side) == read(editions["a"])

    def lacks():
        raise Stopped("{manque} manque", manque="partage_dossier")

    monkeypatch.setattr(follow, "follower", lacks)
    serving.start("127.0.0.1")  # said in the logs, and to the first reader: the server starts
    follow.start.cache_clear()


def test_what_a_place_says_may_not_name_a_file_elsewhere():
    good = {
        "jeu": "publie",
        "nom": "cartomut-20260101T101010000000-0123456789.duckdb",
        "edition": "a",
        "forme": "1",
        "empreinte": "0" * 64,
        "octets": 1,
        "script": "limites-1.js",
        "empreinte_script": "0" * 64,
        "version": "1",
        "publie_le": "2026",
    }
    assert Shared.read(json.dumps(good)).edition == "a"
    bad = [
        {"jeu": "../publie"},
        {"nom": "../../x.duckdb"},
        {"script": "a/b.js"},
        {"empreinte": "../x"},
        {"de_trop": 1},
    ]
    for change in bad:
        with pytest.raises(Unreachable):
            Shared.read(json.dumps(good | change))
    for text in ("", "[]", "{}", "null"):
        with pytest.raises(Unreachable):
            Shared.read(text)
