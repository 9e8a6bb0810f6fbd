"""A backup holds everything, is checked whole before anything moves, and goes back whole."""

import json
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing, suppress
from pathlib import Path

import pytest

from cartomut import backup, editions, journal, operations, paths
from cartomut.backup import places, restoring
from cartomut.editions import Edition, Stopped
from cartomut.operations import accounts, links


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """An installation with two editions, thresholds, a comment and its journal."""
    data = tmp_path / "ici" / "data"
    monkeypatch.setattr(paths, "DATA", data)
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "ici" / "saisies" / "operations.sqlite")
    monkeypatch.setattr(paths, "FOLLOWED", tmp_path / "ici" / "suivi")
    monkeypatch.setattr(paths, "BACKUPS", tmp_path / "ici" / "sauvegardes")
    for version in ("v1", "v2"):
        keep(data, version)
    editions.note("etude", editions.PUBLISHED, "v1", data)
    (data / "seuils" / "1").mkdir(parents=True)
    (data / "seuils" / "1" / "seuil.csv").write_text("code\nc1\n")
    (data / "editions" / "etude" / ".import-1").mkdir()
    (data / "editions" / "etude" / ".import-1" / "half.csv").write_text("half")
    comment("un")
    return data


def keep(data: Path, version: str) -> None:
    folder = data / "editions" / "etude" / version
    folder.mkdir(parents=True)
    Edition(version, "etude", "2026-01-01T00:00:00Z", "AIRMS", ()).write(folder / "edition.json")
    (folder / "organisme.csv").write_text(f"organisme_id\n{version}\n")


def comment(text: str) -> None:
    given = {"jeu": "publie", "figure": "sieges_par_region", "texte": text}
    operations.save("commentaire", None, given, seen=None, by="Awa")


def state(data: Path) -> dict[str, object]:
    """Everything that a reader would find: files of the data, then what was typed."""
    kept = {
        path.relative_to(data).as_posix(): path.read_bytes()
        for name in places.FOLDERS
        for path in places.files(data / name)
    }
    return kept | {"saisies": sorted(row["texte"] for row in operations.rows("commentaire"))}


def change(data: Path) -> None:
    keep(data, "v3")
    editions.note("etude", editions.PUBLISHED, "v3", data)
    shutil.rmtree(data / "seuils")
    (data / "recits_ajoutes").mkdir()
    (data / "recits_ajoutes" / "recit.toml").write_text("titre = 1\n")
    comment("deux")


def rewritten(source: Path, target: Path, change) -> Path:
    """Copy an archive through a function of (name, bytes), which may drop or alter a file."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            made = change(name, old.read(name))
            if made is not None:
                new.writestr(made[0], made[1])
    return target


def test_what_was_backed_up_comes_back_equal_and_what_was_here_is_kept(installed, tmp_path):
    out = tmp_path / "sauvegarde.zip"
    before = state(installed)
    made = backup.write(out)
    assert backup.last() == made
    assert out.stat().st_mode & 0o077 == 0
    change(installed)
    after = state(installed)
    assert after != before
    with pytest.raises(Stopped, match="--force"):
        backup.restore(out)
    assert state(installed) == after
    kept = backup.restore(out, force=True)
    assert state(installed) == before
    assert backup.last() == made  # what is kept of the state that was left is no backup of this one
    assert editions.published("etude", installed) == "v1"
    backup.restore(kept, force=True)
    assert state(installed) == after
    acts = [one.geste for one in journal.entries()]
    assert acts.count("restauration") == 2
    assert "sauvegarde" in acts
    assert journal.verify().holds
    assert not list(tmp_path.rglob(restoring.BESIDE))


def test_a_new_installation_takes_it_with_its_journal_and_no_secret_travels(
    installed, tmp_path, monkeypatch
):
    out = tmp_path / "sauvegarde.zip"
    monkeypatch.setenv("CARTOMUT_PARTAGE_CATALOGUE", "password=s3cret")
    backup.write(out)
    with zipfile.ZipFile(out) as archive:
        assert not any(b"s3cret" in archive.read(name) for name in archive.namelist())
    before, told = state(installed), journal.entries()
    monkeypatch.setattr(paths, "DATA", tmp_path / "la" / "data")
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "la" / "saisies" / "operations.sqlite")
    assert backup.restore(out) is None
    assert state(tmp_path / "la" / "data") == before
    assert journal.entries()[:-1] == told
    assert journal.verify().holds


def held() -> tuple[list[str], list[str]]:
    """Name the links that read and the accounts that are open."""
    reading = sorted(one.label for one in links.listed() if one.is_open)
    return reading, sorted(one.address for one in accounts.listed() if one.active)


def test_what_was_closed_since_a_backup_does_not_open_again_with_it(
    installed, tmp_path, monkeypatch
):
    people = [f"{one}@cartomut.example" for one in "abc"]
    for address in people:
        accounts.put(accounts.Account(address, "administrateur"))
    tokens = {label: links.create(label, 9) for label in ("un", "deux", "trois")}
    named = {one.label: one.link_id for one in links.listed()}
    out = tmp_path / "sauvegarde.zip"
    links.revoke(named["trois"])
    backup.write(out)
    links.revoke(named["un"])
    accounts.put(accounts.Account(people[1], "administrateur", active=False))
    accounts.put(accounts.Account(people[2], "administrateur", active=False))
    accounts.put(accounts.Account(people[2], "administrateur"))  # opened again
    backup.restore(out, force=True)
    assert held() == (["deux"], [people[0], people[2]])
    assert links.find(tokens["un"]) is None
    assert links.find(tokens["deux"]) is not None
    told = [(one.geste, one.objet) for one in journal.entries()]
    assert told[-2:] == [("lien_revoque", named["un"]), ("compte", people[1])]
    # the file is lost and the journal is not: what it tells holds, and no link reads
    paths.OPERATIONS.unlink()
    backup.restore(out, force=True)
    assert held() == ([], [people[0], people[2]])
    # a new disk knows nothing of what was closed
    monkeypatch.setattr(paths, "DATA", tmp_path / "la" / "data")
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "la" / "saisies" / "operations.sqlite")
    backup.restore(out)
    assert held() == ([], people)
    assert journal.verify().holds
    assert links.create("quatre", 9)


def manifest_with(**values):
    def change(name, content):
        if name != places.MANIFEST:
            return name, content
        return name, json.dumps(json.loads(content) | values)

    return change


def with_file(name):
    """Add a file that the manifest lists, as somebody would who wants it written elsewhere."""

    def change(own, content):
        if own == "editions/etude/v1/organisme.csv":
            return name, content
        if own == places.MANIFEST:
            return own, content.replace(b"editions/etude/v1/organisme.csv", name.encode())
        return own, content

    return change


def test_an_archive_that_is_not_whole_or_is_newer_changes_nothing(installed, tmp_path):
    out = tmp_path / "sauvegarde.zip"
    backup.write(out)
    change(installed)
    before = state(installed)
    table = "editions/etude/v1/organisme.csv"
    cases = {
        "altered": lambda name, content: (name, content + b"x" * (name == table)),
        "missing": lambda name, content: None if name == table else (name, content),
        "added": lambda name, content: (name.replace("organisme", "autre"), content),
        "no manifest": lambda name, content: None if name == places.MANIFEST else (name, content),
        "manifest": lambda name, content: (
            name,
            b"[]" if name == places.MANIFEST else content,
        ),
        "outside": with_file("editions/../../evil.csv"),
        "absolute": with_file("/tmp/evil.csv"),
        "elsewhere": with_file("publie/evil.csv"),
        "version": manifest_with(version="99.0"),
        "format": manifest_with(format=2),
        "other edition": manifest_with(editions={}),
    }
    damaged = {name: rewritten(out, tmp_path / f"{name}.zip", how) for name, how in cases.items()}
    whole = out.read_bytes()
    for name, content in {
        "cut": whole[: len(whole) // 2],
        "flipped": whole[:400] + bytes([whole[400] ^ 0xFF]) + whole[401:],
        "rubbish": b"rubbish",
        "empty": b"",
    }.items():
        damaged[name] = tmp_path / f"{name}.zip"
        damaged[name].write_bytes(content)
    accepted = []
    for name, path in damaged.items():
        with suppress(Stopped):
            backup.restore(path, force=True)
            accepted.append(name)
        assert state(installed) == before, name
    assert accepted == []
    assert not (tmp_path / "evil.csv").exists()
    assert not list(tmp_path.rglob(restoring.BESIDE))


def test_a_file_of_typed_rows_that_does_not_read_is_refused(installed, tmp_path, monkeypatch):
    def broken(target):
        target.write_bytes(b"SQLite format 3\0" + b"\0" * 4000)

    monkeypatch.setattr("cartomut.operations.database.backup", broken)
    out = tmp_path / "sauvegarde.zip"
    backup.write(out)
    monkeypatch.undo()
    with pytest.raises(Stopped):
        restoring._check_typed(_typed(out, tmp_path), out)


def _typed(out: Path, folder: Path) -> Path:
    with zipfile.ZipFile(out) as archive:
        return Path(archive.extract(places.TYPED, folder / "ouvert"))


def killed_after(moves: int, work) -> int:
    """Run something in a process that dies, without a word, before its n-th change of place."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    rename, left = Path.rename, [moves]

    def dying(self, target):
        if restoring.BESIDE in f"{self}{target}":
            if left[0] == 0:
                os._exit(9)
            left[0] -= 1
        return rename(self, target)

    Path.rename = dying
    try:
        work()
    finally:
        os._exit(0)


def test_killed_between_any_two_changes_it_ends_with_the_old_state_or_the_new_one(
    installed, tmp_path
):
    out = tmp_path / "sauvegarde.zip"
    wanted = state(installed)
    backup.write(out)
    change(installed)
    before, stages, codes = state(installed), 0, []
    shutil.copytree(tmp_path / "ici", tmp_path / "copie")
    while not codes or codes[-1] == 9:
        shutil.rmtree(tmp_path / "ici")
        shutil.copytree(tmp_path / "copie", tmp_path / "ici")
        codes.append(killed_after(stages, lambda: backup.restore(out, force=True)))
        stages += 1
        was_begun = backup.is_unfinished()
        assert backup.finish() == was_begun
        assert not backup.finish()
        assert state(installed) == (wanted if was_begun or codes[-1] == 0 else before)
        with closing(sqlite3.connect(paths.OPERATIONS)) as typed:
            assert typed.execute("pragma integrity_check").fetchone() == ("ok",)
    assert stages >= 6
    assert codes[-1] == 0


def test_a_disk_that_refuses_puts_everything_back(installed, tmp_path, monkeypatch):
    out = tmp_path / "sauvegarde.zip"
    backup.write(out)
    change(installed)
    before = state(installed)
    rename = Path.rename

    def full(self, target):
        if Path(target) == paths.OPERATIONS and ".ancien" not in str(self):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", full)
        with pytest.raises(Stopped, match="de nouveau"):
            backup.restore(out, force=True)
    assert not backup.is_unfinished()
    assert state(installed) == before
