"""The archive holds what a computer without network needs, the same bytes each time, or nothing."""

import json
import re
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cartomut import __main__ as command
from cartomut import operations, paths, store
from cartomut.editions import Stopped
from cartomut.offline import bundle, wheels
from cartomut.offline.bundle import CARRIED, LEFT, OF_DATASETS, TOP, Wish
from cartomut.paths import ROOT

DAY = date(2026, 3, 9)


@pytest.fixture
def few_wheels(monkeypatch):
    """Stand two small files for the libraries, which take half a minute to fetch."""

    def gather(folder: Path, name: str, *_others: object) -> list[Path]:
        folder.mkdir()
        made = [folder / f"{one}-1.0-py3-none-any.whl" for one in ("a", name)]
        for path in made:
            path.write_bytes(path.name.encode() * 1000)
        return made

    monkeypatch.setattr(wheels, "gather", gather)


def test_conditions_of_requirements_are_read_for_the_machine_asked_for():
    named = {
        name: {one.split("==")[0] for one in wheels.pinned(name, "3.11")}
        for name in wheels.PLATFORMS
    }
    assert "colorama" in named["windows"]
    assert "colorama" not in named["linux"] | named["macos"]
    assert "watchdog" in named["linux"] & named["windows"]
    assert "watchdog" not in named["macos"]
    old, new = (
        dict(one.split("==") for one in wheels.pinned("linux", v)) for v in ("3.11", "3.12")
    )
    assert old.keys() == new.keys()
    assert old["numpy"] != new["numpy"]


def test_an_archive_is_whole_and_the_same_but_for_its_day(tmp_path, few_wheels):
    wish = Wish(("linux", "windows"), "3.11", ("publie",), day=DAY)
    made = bundle.make(tmp_path / "a.zip", wish)
    again = bundle.make(tmp_path / "b.zip", wish)
    other = bundle.make(tmp_path / "c.zip", Wish(("linux", "windows"), "3.11", ("publie",)))
    assert made.path.read_bytes() == again.path.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "b.zip", "c.zip"]
    with zipfile.ZipFile(made.path) as archive, zipfile.ZipFile(other.path) as later:
        assert archive.testzip() is None
        names = [name.removeprefix(f"{TOP}/") for name in archive.namelist()]
        assert names == sorted(set(names))
        assert (made.size, made.files, made.wheels) == (made.path.stat().st_size, len(names), 3)
        differ = [
            one for one in archive.namelist() if archive.getinfo(one).CRC != later.getinfo(one).CRC
        ]
        assert {Path(one).name for one in differ} == {"LISEZ-MOI.txt", "READ-ME.txt", "bundle.json"}
        _holds_what_is_needed(names)
        _starts(archive)


def _holds_what_is_needed(names: list[str]) -> None:
    wanted = {
        "app/app.py",
        "app/.streamlit/config.toml",
        "app/requirements.txt",
        "app/pages/presenter/atelier.py",
        "app/cartomut/locale/en/LC_MESSAGES/cartomut.po",
        "app/static/vendor/leaflet/leaflet.js",
        "app/data/contrats/centre.json",
        "app/data/reference/region.csv",
        "app/data/recits/dix_vues.toml",
        f"app/data/store/publie/{store.current('publie').name}",
        "wheels/a-1.0-py3-none-any.whl",
    }
    assert wanted - set(names) == set()
    unwanted = (
        r"\.pyc$|/\.git|secrets|/tests/|/operations\.sqlite|data/editions|store/demonstration"
    )
    assert [name for name in names if re.search(unwanted, name)] == []
    assert len([name for name in names if name.startswith("app/static/carte/")]) == 1


def _starts(archive: zipfile.ZipFile) -> None:
    texts = {
        name: archive.read(f"{TOP}/{name}")
        for name in ("start.sh", "start.command", "start.bat", "LISEZ-MOI.txt", "READ-ME.txt")
    }
    assert [name for name, text in texts.items() if re.search(rb"@[A-Z]+@", text)] == []
    for name in ("start.sh", "start.command"):
        assert archive.getinfo(f"{TOP}/{name}").external_attr >> 16 == 0o100755
        assert b"\r" not in texts[name]
        checked = subprocess.run(["sh", "-n"], input=texts[name], check=False, capture_output=True)
        assert (checked.returncode, checked.stderr) == (0, b"")
    assert texts["start.bat"].isascii()
    # The folder may hold spaces or brackets: its paths stand between quotes, outside any block.
    for line in texts["start.bat"].decode().splitlines():
        assert not re.search(r"\(\s*$|^\s*\)", line), line
        for used in re.finditer(r"%(ENVIRONMENT|WHEEL|~dp0)", line):
            assert line[: used.start()].count('"') % 2 == 1, line
    assert texts["start.bat"].count(b"\r\n") == texts["start.bat"].count(b"\n")
    labels = set(re.findall(rb"^:(\w+)", texts["start.bat"], re.MULTILINE))
    assert set(re.findall(rb"goto (\w+)", texts["start.bat"])) <= labels
    about = json.loads(archive.read(f"{TOP}/bundle.json"))
    assert (about["date"], about["python"]) == ("2026-03-09", "3.11")
    assert about["platforms"] == ["linux", "windows"]
    assert list(about["datasets"]) == ["publie"]


def test_what_was_typed_comes_along_only_when_asked_for_and_whole(
    tmp_path, few_wheels, monkeypatch
):
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "operations.sqlite")
    given = {"jeu": "publie", "figure": "sieges_par_region", "texte": "À revoir : « =1+1 »"}
    operations.save("commentaire", None, given, seen=None, by="Awa")
    place = f"{TOP}/app/data/operations/operations.sqlite"
    with operations.database.reading():  # the app goes on meanwhile
        for typed in (True, False):
            wish = Wish(("linux",), "3.11", ("publie",), typed=typed, day=DAY)
            with zipfile.ZipFile(bundle.make(tmp_path / "a.zip", wish).path) as archive:
                assert json.loads(archive.read(f"{TOP}/bundle.json"))["typed"] is typed
                assert (place in archive.namelist()) is typed
                if typed:
                    archive.extract(place, tmp_path)
    with closing(sqlite3.connect(tmp_path / place)) as carried:
        assert carried.execute("pragma integrity_check").fetchone() == ("ok",)
        told = carried.execute("select figure, texte from commentaire").fetchall()
    assert told == [(given["figure"], given["texte"])]
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / place)  # as the app of the archive reads it
    assert [one["texte"] for one in operations.rows("commentaire")] == [given["texte"]]


def test_what_cannot_be_had_is_told_and_leaves_nothing(tmp_path, monkeypatch, fr, en):
    folder, empty = tmp_path / "made", tmp_path / "empty"
    folder.mkdir()
    empty.mkdir()
    before = folder / "old.zip"
    before.write_bytes(b"whole")
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")  # where nobody answers
    wishes = {
        "registre": Wish(python="3.11", platforms=("linux",), datasets=("publie",)),
        str(empty): Wish(datasets=("publie",), source=empty),
        "amiga": Wish(platforms=("amiga",)),
        "3.x": Wish(python="3.x"),
        "absent": Wish(datasets=("absent",)),
    }
    for word, wish in wishes.items():
        with pytest.raises(Stopped) as stopped:
            bundle.make(before, wish)
        assert word in stopped.value.text(fr)
        assert stopped.value.text(en)
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("old.zip", b"whole")]


def test_the_command_says_why_it_stops_with_its_exit_code(tmp_path):
    arguments = ["bundle", str(tmp_path / "a.zip"), "--platform", "amiga"]
    done = CliRunner().invoke(command.app, arguments)
    assert done.exit_code == 3
    assert "linux, linux-arm64, macos, windows" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_every_folder_of_data_that_is_not_versioned_is_carried_or_left_on_purpose():
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    made_here = {found[1] for line in lines if (found := re.fullmatch(r"data/(\w+)/", line))}
    assert made_here
    assert made_here - {*CARRIED, *LEFT, *OF_DATASETS} == set()
