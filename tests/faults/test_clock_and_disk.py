"""A clock that is set back, and a disk that takes no more, wherever something is written."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from cartomut import editions, imports, journal
from cartomut import store as stores
from cartomut.journal import writing
from cartomut.paths import ROOT
from tests.imports.conftest import (
    MUTUALS,
    STUDY,
    elsewhere,  # noqa: F401 - a fixture
    in_use,  # noqa: F401 - a fixture
    one_published,  # noqa: F401 - a fixture
    without_rules,  # noqa: F401 - a fixture
)

# Writes as long as the disk takes it, then not, then again; says each time what became of it.
WRITE = """
import resource, sys
from pathlib import Path
from cartomut import journal, operations, paths
from cartomut.editions import Stopped
from cartomut.i18n import language

place = Path(sys.argv[1])
paths.OPERATIONS = place / "operations.sqlite"

def told(act, thing):
    try:
        act(thing)
        print("WRITTEN", thing)
    except Stopped as stopped:
        texts = {stopped.text(language(code)) for code in ("fr", "en")}
        print("TOLD" if not any("{" in text for text in texts) else texts, thing)

def type_in(text):
    given = {"jeu": "publie", "figure": "sieges_par_region", "texte": text}
    operations.save("commentaire", None, given, seen=None, by="Awa")

def note(thing):
    journal.write("", journal.APPLICATION, "publication", thing, data=place)

for thing, most in (("avant", -1), ("pendant", 64), ("apres", -1)):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    for act in (type_in, note):
        told(act, thing)
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
        for module in (imports, stores, editions, writing):
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
        [sys.executable, "-c", WRITE, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stdout.splitlines() if line.split()[0].isupper()]
    assert said == [
        "WRITTEN avant",
        "WRITTEN avant",
        "TOLD pendant",
        "TOLD pendant",
        "WRITTEN apres",
        "WRITTEN apres",
        "KEPT ['apres', 'avant']",
        "NOTED ['avant', 'apres']",
        "HOLDS True",
    ], done.stderr[-2000:]
