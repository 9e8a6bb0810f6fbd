"""Faults done for real: killed processes, a full disk, two at once, readers in mid-page."""

import os
import shutil
import signal
import subprocess
import sys
import threading

import pytest

from cartomut import editions, imports
from cartomut import store as stores
from cartomut.editions import Stopped
from cartomut.paths import ROOT
from tests.imports.conftest import MUTUALS, STUDY

COUNT = "select count(*) from organisme"
pytestmark = pytest.mark.usefixtures("without_rules")


def start(place, action, step=""):
    """Start a process that imports or publishes; it is ours to end."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.imports.child", action, str(place.root), step],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def kill_at(place, action, step):
    """Kill a process where it says that it is at a step."""
    with start(place, action, step) as process:
        said = []
        for line in process.stdout:
            said.append(line)
            if line.strip() == "HERE":
                process.send_signal(signal.SIGKILL)
                break
        process.wait(timeout=60)
    assert process.returncode == -signal.SIGKILL, "".join(said)


@pytest.mark.parametrize("step", ["organisme.csv", "règles", "before the journal"])
def test_an_import_killed_at_any_step_leaves_what_was_in_use_and_the_next_works(in_use, step):
    in_use.files(**STUDY | {"organisme": MUTUALS[:3]})
    known = in_use.outcomes[0].version
    kill_at(in_use, "import", step)
    assert editions.published("etude", in_use.data) == known
    assert in_use.rows(COUNT) == [(4,)]
    whole = [one.version for one in editions.versions("etude", in_use.data)]
    assert known in whole
    assert len(whole) == 1 + (step == "before the journal")
    outcome = in_use.bring(**STUDY | {"organisme": MUTUALS[:2]})
    assert outcome.saved
    assert in_use.left() == []
    in_use.publish(outcome)
    assert in_use.rows(COUNT) == [(2,)]


@pytest.mark.parametrize(
    ("step", "named"),
    [
        ("organisme_exercice", False),
        ("before the journal", False),
        ("after the journal", True),
    ],
)
def test_a_publication_killed_at_any_step_leaves_one_whole_edition_in_use(two, step, named):
    """Once the journal names the new edition, the next start builds it; before, the old stays."""
    in_use, second = two
    kill_at(in_use, "publish", step)
    assert in_use.rows(COUNT) == [(4,)]
    wanted = second.version if named else in_use.outcomes[0].version
    assert editions.published("etude", in_use.data) == wanted
    assert stores.is_fresh("etude", in_use.data, in_use.stores) is not named
    if named:
        stores.build("etude", data=in_use.data, stores=in_use.stores)
    else:
        in_use.publish(second)
    assert in_use.rows(COUNT) == [(3,)]
    assert editions.published("etude", in_use.data) == second.version


def test_of_two_imports_at_once_the_second_is_told_and_changes_nothing(in_use):
    in_use.files(organisme=MUTUALS)
    with start(in_use, "import", "clés") as first:
        for line in first.stdout:
            if line.strip() == "HERE":
                break
        with pytest.raises(Stopped, match="etude"):
            in_use.bring(organisme=MUTUALS)
        with pytest.raises(Stopped, match="etude"):
            in_use.publish(in_use.outcomes[0])
        with start(in_use, "import") as second:
            said = second.stdout.read()
        assert second.returncode == 4
        assert "STOPPED" in said
        first.kill()
    assert in_use.rows(COUNT) == [(4,)]
    assert in_use.bring(organisme=MUTUALS).saved


@pytest.fixture
def small_disk(two, tmp_path_factory):
    """Move a place to a disk of its own with little room left; needs to be root."""
    disk = tmp_path_factory.mktemp("disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(disk)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(command, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        place, _second = two
        shutil.copytree(place.root, disk, dirs_exist_ok=True)
        place.root = disk
        yield place
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk, leave):
    """Fill a disk, but for some bytes."""
    free = shutil.disk_usage(disk).free - leave
    with (disk / "ballast").open("wb") as target:
        target.write(b"\0" * max(free, 0))


@pytest.mark.parametrize("leave", [0, 24_576])
def test_a_full_disk_stops_an_import_in_words_and_leaves_nothing(
    small_disk, leave, monkeypatch, fr, en
):
    monkeypatch.setattr(imports, "ROOM", 0)
    monkeypatch.setattr(imports, "TIMES", 0)
    paths = small_disk.files(
        organisme=[
            {**row, "organisme_id": f"{row['organisme_id']}_{n}"}
            for row in MUTUALS
            for n in range(400)
        ]
    )
    fill(small_disk.root, leave)
    with pytest.raises(Stopped) as stopped:
        imports.run(paths, imports.Request("etude"), data=small_disk.data)
    for _ in (fr, en):
        assert not {"{", "}"} & set(stopped.value.text(_))
    assert stopped.value.text(fr) != stopped.value.text(en)
    assert small_disk.left() == []
    assert small_disk.rows(COUNT) == [(4,)]
    assert len(editions.versions("etude", small_disk.data)) == 2
    (small_disk.root / "ballast").unlink()
    assert imports.run(paths, imports.Request("etude"), data=small_disk.data).saved


@pytest.mark.parametrize("leave", [0, 300_000])
def test_a_full_disk_stops_a_publication_in_words_and_leaves_the_old_one(small_disk, leave, fr):
    second = small_disk.outcomes[-1]
    fill(small_disk.root, leave)
    with pytest.raises(Stopped) as stopped:
        small_disk.publish(second)
    assert "disque" in stopped.value.text(fr)
    assert small_disk.left() == []
    assert small_disk.rows(COUNT) == [(4,)]
    assert editions.published("etude", small_disk.data) == small_disk.outcomes[0].version
    (small_disk.root / "ballast").unlink()
    small_disk.publish(second)
    assert small_disk.rows(COUNT) == [(3,)]


def test_readers_in_mid_page_see_one_whole_edition_while_another_is_published(two):
    """Each page opens the store in use, then puts several questions; all speak of one edition."""
    in_use, made = two
    opened = stores.Store(stores.current("etude", in_use.stores))
    pages, failures, stop = set(), [], threading.Event()

    def read():
        mine = opened
        while not stop.is_set():
            try:
                with mine.cursor() as cursor:
                    answers = tuple(cursor.execute(COUNT).fetchone()[0] for _again in range(5))
                    edition = cursor.execute("select valeur from edition where cle = 'edition'")
                    pages.add((edition.fetchone()[0], answers))
                mine = stores.Store(stores.current("etude", in_use.stores))
                stop.wait(0.02)
            except Exception as failure:
                failures.append(failure)
                return

    threads = [threading.Thread(target=read) for _reader in range(3)]
    for thread in threads:
        thread.start()
    with start(in_use, "publish") as publication:
        assert "DONE" in publication.stdout.read()
    with opened.cursor() as cursor:  # opened before, still whole after
        assert cursor.execute(COUNT).fetchone() == (4,)
    threading.Event().wait(0.3)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert pages == {(in_use.outcomes[0].version, (4,) * 5), (made.version, (3,) * 5)}
