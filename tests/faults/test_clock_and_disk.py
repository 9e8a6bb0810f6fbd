"""A clock that is set back, and a disk that takes no more, wherever something is written."""

import errno
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from cartomut import editions, imports, journal, logs, paths
from cartomut import store as stores
from cartomut.editions import Stopped
from cartomut.i18n import language
from cartomut.journal import writing
from cartomut.operations import access, links
from cartomut.paths import ROOT
from cartomut.settings import settings
from cartomut.ui import download, reader
from tests.imports.conftest import (
    MUTUALS,
    STUDY,
    elsewhere,  # noqa: F401 - a fixture
    in_use,  # noqa: F401 - a fixture
    one_published,  # noqa: F401 - a fixture
    without_rules,  # noqa: F401 - a fixture
)

WRITERS = ("type_in", "note", "save", "export")  # of the script, in their order
# Writes as long as the disk takes it, then not, then again; says each time what became of it.
WRITE = """
import resource, sys
from pathlib import Path
from cartomut import backup, journal, operations, paths, whole
from cartomut.editions import Stopped
from cartomut.i18n import language

place = Path(sys.argv[1])
paths.OPERATIONS = place / "operations.sqlite"

def told(act, thing):
    try:
        act(thing)
        print("WRITTEN", thing)
    except OSError as refused:
        print("TOLD" if whole.is_full(refused) else repr(refused), thing)
    except Stopped as stopped:
        texts = {stopped.text(language(code)) for code in ("fr", "en")}
        print("TOLD" if not any("{" in text for text in texts) else texts, thing)

def type_in(text):
    given = {"jeu": "publie", "figure": "sieges_par_region", "texte": text}
    operations.save("commentaire", None, given, seen=None, by="Awa")

def note(thing):
    journal.write("", journal.APPLICATION, "publication", thing, data=place)

def save(thing):
    folder = place / "data"
    own = backup.Places(folder, paths.OPERATIONS, folder / "usage", place, folder / "suivi")
    backup.write(place / f"{thing}.zip", own, told=False)

def export(thing):
    whole.write(place / "export.csv", thing.encode() * 100)

for thing, most in (("avant", -1), ("pendant", 64), ("apres", -1)):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    for act in map(globals().get, sys.argv[2:]):
        told(act, thing)
    print("EXPORT", (place / "export.csv").read_text()[:5])
left = sorted((one.stat().st_mtime_ns, one.name) for one in place.iterdir() if one.is_file())
ours = [name for _, name in left if name.strip(".").endswith((".zip", ".csv", "partiel"))]
print("FILES", *ours)
print("KEPT", sorted(one["texte"] for one in operations.rows("commentaire")))
print("NOTED", [one.objet for one in journal.entries(place) if one.geste == "publication"])
print("HOLDS", journal.verify(data=place).holds)
"""


@contextmanager
def clock(moved):
    """Set the clock back or forward for what is named and dated."""

    class Moved(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + moved

    with pytest.MonkeyPatch.context() as patch:
        for module in (imports, stores, editions, writing, access, links):
            patch.setattr(module, "datetime", Moved)
        yield


@pytest.mark.usefixtures("elsewhere", "without_rules")
def test_a_clock_set_forward_and_back_hides_no_edition(in_use):  # noqa: F811
    """The newest publication is what is read, the last import is the first of the list."""
    faults = []
    for count, days in ((3, 400), (2, -400)):
        with clock(timedelta(days=days)):
            outcome = in_use.bring(**STUDY | {"organisme": MUTUALS[:count]})
            in_use.publish(outcome)
        names = [one.version for one in editions.versions("etude", in_use.data)]
        if names[0] != outcome.version:
            faults.append(f"{days}: the last import is not the first of {names}")
        if editions.published("etude", in_use.data) != outcome.version:
            faults.append(f"{days}: the journal names another edition")
        if in_use.rows("select count(*) from organisme") != [(count,)]:
            faults.append(f"{days}: an older store is read")
    assert faults == []


def test_the_audit_holds_when_the_clock_goes_back(tmp_path):
    for days in (0, 300, -300):
        with clock(timedelta(days=days)):
            journal.write("", journal.APPLICATION, "publication", f"{days}", data=tmp_path)
    checked = journal.verify(data=tmp_path)
    assert (checked.count, checked.holds, checked.backwards) == (3, True, 1)


def test_what_a_full_disk_refuses_is_told_and_what_was_there_is_kept(tmp_path):
    """What is typed and what is told in the audit: nothing half-written, and it goes on after."""
    done = subprocess.run(
        [sys.executable, "-c", WRITE, str(tmp_path), *WRITERS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stdout.splitlines() if line.split()[0].isupper()]
    times = len(WRITERS)
    assert said == [
        *["WRITTEN avant"] * times,
        "EXPORT avant",
        *["TOLD pendant"] * times,
        "EXPORT avant",
        *["WRITTEN apres"] * times,
        "EXPORT apres",
        "FILES avant.zip apres.zip export.csv",
        "KEPT ['apres', 'avant']",
        "NOTED ['avant', 'apres']",
        "HOLDS True",
    ], done.stderr[-2000:]


def test_a_download_that_the_disk_refuses_says_so(monkeypatch, tmp_path):
    """The fault is told beside the button, with its reference, and a refusal with its reason."""
    said = []
    monkeypatch.setattr(download, "say", lambda _session, text, *_icon: said.append(text))
    monkeypatch.setattr(logs.paths, "FOLLOWED", tmp_path)

    def fails(failure):
        raise failure

    for failure, words in (
        (OSError(errno.ENOSPC, "No space left on device"), "plein"),
        (ValueError("autre"), "n'a pas pu être fait"),
        (Stopped("{raison} manque", raison="le journal"), "le journal manque"),
    ):
        with pytest.raises(type(failure)):
            download._in_turn("session", lambda one=failure: fails(one), "x.xlsx", language("fr"))
        assert words in said[-1]
    assert [one.genre for one in logs.last_faults(tmp_path)] == ["ValueError", "OSError"]


def test_a_clock_that_moves_reopens_nothing_that_was_revoked_and_makes_no_session_longer(
    tmp_path, monkeypatch
):
    """A link follows the clock; its revocation does not. A sign-in lasts its hours, no more."""
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "operations.sqlite")
    token = links.create("Mission", 3, by="admin")
    reads = {}
    for days in (0, 4, -400, 0):
        with clock(timedelta(days=days)):
            reads[days] = links.find(token) is not None
    assert reads == {0: True, 4: False, -400: True}
    links.revoke(links.listed()[0].link_id)
    for days in (0, 4, -400):
        with clock(timedelta(days=days)):
            assert links.find(token) is None
    hours, now = settings().session_heures, time.time()
    claims = {"iat": now, "exp": now + 30 * 24 * reader.HOUR}
    over = {}
    for moved in (-1000, -1, 0, hours - 1, hours + 1):
        monkeypatch.setattr(reader.time, "time", lambda ahead=moved: now + ahead * reader.HOUR)
        over[moved] = reader._is_over(claims)
    assert over == {-1000: True, -1: True, 0: False, hours - 1: False, hours + 1: True}
