"""The journal shows what was done to it: each kind of tampering, a crash, two writers at once."""

import json
import os
import subprocess
import sys

import pytest

from cartomut import journal, paths
from cartomut.editions import Stopped
from cartomut.i18n import language
from cartomut.journal import Head
from cartomut.operations import accounts
from cartomut.paths import ROOT

WRITER = """
from cartomut import journal
for number in range(15):
    journal.write("{name}@exemple.org", "pass", "saisie", str(number))
"""


@pytest.fixture
def told(file):
    """Return the journal's file, with six lines."""
    for number in range(6):
        journal.write("a@exemple.org", "pass", "saisie", f"ligne {number}", {"nombre": number})
    return journal.folder() / journal.FILE


def test_a_line_says_who_what_and_when_and_never_holds_what_breaks_a_line(file):
    made = journal.write("a@exemple.org", "pass", "export_reserve", "deux\nlignes\u202e", {"n": 3})
    (entry,) = journal.entries()
    assert entry == made
    assert (entry.rang, entry.compte, entry.role) == (1, "a@exemple.org", "pass")
    assert (entry.objet, entry.detail) == ("deux lignes", {"n": 3})
    assert entry.instant.endswith("Z")
    with pytest.raises(ValueError, match="unknown act"):
        journal.write("", "local", "inconnu", "")


def test_every_kind_of_tampering_is_found_at_its_rank(told):
    whole = told.read_bytes().splitlines(keepends=True)
    head = (told.parent / journal.HEAD).read_bytes()
    kept = journal.anchor()

    def edited(line: bytes) -> bytes:
        return line.replace(b"ligne 2", b"ligne 9")

    def remade(line: bytes) -> bytes:
        entry = journal.Entry(**json.loads(edited(line)))
        fields = {**vars(entry), "empreinte": entry.sealed()}
        return journal.Entry(**fields).line()

    cases = {
        "edited": ([*whole[:2], edited(whole[2]), *whole[3:]], 3),
        "edited and sealed again": ([*whole[:2], remade(whole[2]), *whole[3:]], 4),
        "last edited and sealed again": ([*whole[:5], remade(whole[5].replace(b"5", b"2"))], 6),
        "deleted": (whole[:2] + whole[3:], 3),
        "inserted": ([*whole[:3], whole[2], *whole[3:]], 4),
        "reordered": ([whole[0], whole[2], whole[1], *whole[3:]], 2),
        "cut at the end": (whole[:4], 5),
        "emptied": ([], 1),
        "first removed": (whole[1:], 1),
        "not JSON": ([*whole[:3], b"rubbish\n", *whole[3:]], 4),
        "written otherwise": ([whole[0].replace(b'"rang":1', b'"rang": 1'), *whole[1:]], 1),
    }
    found = {}
    for name, (lines, _rank) in cases.items():
        told.write_bytes(b"".join(lines))
        found[name] = journal.verify().broken
    told.write_bytes(b"".join(whole))
    assert journal.verify().holds
    assert found == {name: rank for name, (_lines, rank) in cases.items()}
    (told.parent / journal.HEAD).unlink()
    assert journal.verify().broken == 7  # without its head the end cannot be told
    told.write_bytes(b"".join(whole[:4]))
    (told.parent / journal.HEAD).write_bytes(head.replace(b'"rang": 6', b'"rang": 4'))
    assert journal.verify(kept).broken == 4  # the head says another hash


def test_an_anchor_kept_elsewhere_shows_a_journal_made_anew(told):
    kept = journal.anchor()
    assert journal.verify(kept).holds
    told.unlink()
    (told.parent / journal.HEAD).unlink()
    for number in range(3):
        journal.write("b@exemple.org", "pass", "saisie", str(number))
    assert journal.verify().holds  # the chain alone does not show it
    verdict = journal.verify(kept)
    assert verdict.broken == 4
    assert "rang 6" in language("fr")(verdict.reason).format_map(verdict.fields)
    for number in range(3):
        journal.write("b@exemple.org", "pass", "saisie", str(number))
    assert journal.verify(kept).broken == 6
    assert journal.verify(Head(*journal.anchor())).holds


def test_a_cut_end_stays_told_after_the_next_line(told):
    whole = told.read_bytes().splitlines(keepends=True)
    told.write_bytes(b"".join(whole[:4]))
    journal.write("a@exemple.org", "pass", "saisie", "après")
    assert [one.geste for one in journal.entries()][-2:] == ["coupure", "saisie"]
    assert journal.verify().broken == 5
    assert journal.verify().head.rank == 6


def test_a_torn_line_is_set_aside_and_told(told):
    with told.open("ab") as target:
        target.write(b'{"rang":7,"instant":"2026')
    verdict = journal.verify()
    assert (verdict.holds, verdict.torn) == (True, 25)
    journal.write("a@exemple.org", "pass", "saisie", "après")
    torn, after = journal.entries()[-2:]
    assert (torn.geste, torn.role, torn.detail["octets"]) == ("ligne_dechiree", "application", 25)
    aside = told.parent / str(torn.detail["fichier"])
    assert aside.read_bytes() == b'{"rang":7,"instant":"2026'
    assert (after.rang, journal.verify().holds) == (8, True)


def test_two_processes_write_one_chain(file):
    environment = {**os.environ, "CARTOMUT_OPERATIONS": str(file)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER.format(name=name)], cwd=ROOT, env=environment
        )
        for name in ("un", "deux")
    ]
    assert [one.wait(timeout=60) for one in running] == [0, 0]
    assert journal.verify().holds
    counts = {one.compte: 0 for one in journal.entries()}
    for one in journal.entries():
        assert int(one.objet) == counts[one.compte]  # each writer's own order
        counts[one.compte] += 1
    assert counts == {"un@exemple.org": 15, "deux@exemple.org": 15}


def test_what_cannot_be_told_is_not_done(file, monkeypatch):
    accounts.put(accounts.Account("a@exemple.org", "administrateur"))
    before = (journal.folder() / journal.FILE).read_bytes()

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Stopped, match="No space left"):
        accounts.put(accounts.Account("b@exemple.org", "pass"))
    monkeypatch.undo()
    monkeypatch.setattr(paths, "OPERATIONS", file)
    assert [one.address for one in accounts.listed()] == ["a@exemple.org"]
    assert (journal.folder() / journal.FILE).read_bytes() == before
    assert journal.verify().holds


def test_who_acts_is_the_reader_of_the_session_when_there_is_one(file, monkeypatch):
    journal.tell("saisie", "un")
    with journal.acting("", journal.APPLICATION):
        journal.tell("saisie", "deux")
    told = [(one.compte, one.role) for one in journal.entries()]
    assert told == [("", "local"), ("", "application")]
