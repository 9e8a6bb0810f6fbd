"""The command line, as an analyst uses it: bring, be told, publish, compare, go back."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from cartomut import editions
from cartomut.__main__ import COMMANDS, first_words
from cartomut.paths import REFERENCE, ROOT

ACCEPTED, BLOCKED, UNREADABLE, STOPPED = range(4)
MUTUALS = """\
organisme_id,nom,sigle,type_organisme,siege_region_code
md_un,Mutuelle Démo Un,MD-UN,Mutuelle sociale,Région de Gbêkè
md_deux,Mutuelle Démo Deux,MD-DEUX,mutuelle_sociale,poro
"""
YEARS = """\
organisme_id;annee;nb_adherents;nb_beneficiaires;cotisations_encaissees_fcfa
md_un;2023;1 200;3 400;61 500 000
md_deux;2023;800;{beneficiaries};40 000 000
"""


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


class Desk:
    """A data folder of the test's own, and the commands put to it, in one process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        without_villages = shutil.ignore_patterns("localite*.csv")  # what takes long to load
        shutil.copytree(REFERENCE, self.data / "reference", ignore=without_villages)
        self.env = os.environ | {
            "CARTOMUT_DATA": str(self.data),
            "CARTOMUT_STORE": str(folder / "store"),
            "COLUMNS": "200",
        }
        with (folder / "child.txt").open("w") as errors:
            self.child = subprocess.Popen(
                [sys.executable, "-m", "tests.commands.child"],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def run(self, *words: str, lang: str = "fr_FR.UTF-8") -> Said:
        """Run a command and return what it said."""
        assert self.child.stdin
        assert self.child.stdout
        self.child.stdin.write(json.dumps({"words": words, "lang": lang}) + "\n")
        self.child.stdin.flush()
        line = self.child.stdout.readline()
        assert line, (self.folder / "child.txt").read_text()
        told = json.loads(line)
        return Said(told["code"], told["stdout"], told["stderr"])

    def start(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``python -m cartomut`` as a person does, in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "cartomut", *words],
            cwd=ROOT,
            env=self.env | {"LC_ALL": "fr_FR.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )

    def close(self) -> None:
        """End the process: it ends when nothing more can be asked."""
        self.child.communicate()

    def write(self, name: str, text: str) -> str:
        """Write a file to bring; returns its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def study(self, beneficiaries: str = "2 000") -> list[str]:
        """Two mutuals and their exercises, as a regulator's tables; a beneficiary count varies."""
        return [
            self.write("organisme.csv", MUTUALS),
            self.write("organisme_exercice.csv", YEARS.format(beneficiaries=beneficiaries)),
        ]

    def current(self) -> str:
        """Return the version that is published."""
        version = editions.published("etude", self.data)
        assert version
        return version


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    opened = Desk(tmp_path_factory.mktemp("desk"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def published(desk):
    """A study that was accepted and published."""
    done = desk.run("import", *desk.study(), "--publish", "--author", "AIRMS")
    assert done.returncode == ACCEPTED, done.stdout + done.stderr
    return desk.current()


def test_a_dry_run_tells_and_keeps_nothing(desk):
    done = desk.run("import", *desk.study(), "--dry-run")
    assert done.returncode == ACCEPTED
    assert "4 lignes lues, 4 gardées, 0 écartées" in done.stdout.replace("\u202f", " ")
    assert "rien n'a été gardé" in done.stdout
    assert desk.run("versions").stdout == ""


def test_a_published_import_is_the_edition_in_use_with_its_author_and_files(desk, published):
    listed = desk.start("versions").stdout
    assert listed.startswith(f"* {published}")
    assert "AIRMS" in listed
    assert "organisme.csv" in listed


def test_a_row_at_fault_is_set_aside_and_told_and_strict_refuses_it(desk, published):
    files = desk.study(beneficiaries="environ 300")
    report = desk.folder / "rapport.xlsx"
    done = desk.run("import", *files, "--dry-run", "--report", str(report))
    assert done.returncode == ACCEPTED
    assert "[S-4] organisme_exercice.csv, ligne 3" in done.stdout
    assert "« environ 300 »" in done.stdout
    assert "1 écartées" in done.stdout
    assert any(
        "environ 300" in str(cell.value)
        for sheet in openpyxl.load_workbook(report)
        for row in sheet.iter_rows()
        for cell in row
    )
    assert desk.run("import", *files, "--dry-run", "--strict").returncode == BLOCKED
    assert desk.current() == published


def test_what_cannot_be_read_is_told_in_the_terminal_s_language(desk):
    path = desk.write("image.csv", "\x89PNG\r\n\x1a\n")
    for lang, word in (("fr_FR.UTF-8", "lignes lues"), ("en_GB.UTF-8", "rows read")):
        done = desk.run("import", path, lang=lang)
        assert done.returncode == UNREADABLE
        assert "image.csv" in done.stdout
        assert word in done.stdout
        assert "Traceback" not in done.stdout + done.stderr


def test_a_next_edition_can_be_compared_and_left_again(desk, published):
    files = desk.study(beneficiaries="2 500")
    assert desk.run("import", *files, "--publish").returncode == ACCEPTED
    second = desk.current()
    assert second != published
    said = desk.run("diff", published, second).stdout
    assert "organisme_exercice" in said
    assert "nb_beneficiaires" in said
    assert desk.run("rollback").returncode == ACCEPTED
    assert desk.current() == published
    assert desk.run("publish", second).returncode == ACCEPTED
    assert desk.current() == second


def test_a_version_that_does_not_exist_stops_with_those_that_do(desk, published):
    done = desk.start("publish", "jamais")
    assert done.returncode == STOPPED
    assert "jamais" in done.stderr
    assert published in done.stderr


def test_the_template_is_written_empty_or_filled_and_comes_back_as_it_was(desk, published):
    empty, filled = desk.folder / "vide.xlsx", desk.folder / "rempli.xlsx"
    assert desk.run("template", str(empty)).returncode == ACCEPTED
    assert desk.run("template", str(filled), "--dataset", "etude").returncode == ACCEPTED
    assert filled.stat().st_size > empty.stat().st_size
    done = desk.run("import", str(filled), "--dry-run", "--strict")
    assert done.returncode == ACCEPTED, done.stdout
    assert "4 lignes lues, 4 gardées" in done.stdout.replace("\u202f", " ")
    assert desk.run("import", str(empty), "--dry-run").returncode in (BLOCKED, UNREADABLE)


def test_a_correspondence_is_proposed_from_a_form_s_headers(desk):
    header = "start;nom_mutuelle;sigle;nb_adherents;_id;_uuid;_submission_time;_index\r\n"
    row = "2024-01-01;Mutuelle Démo;MD;12;1;a-b;2024-01-01T00:00:00;1\r\n"
    done = desk.run("map", desk.write("formulaire.csv", header + row))
    assert done.returncode == ACCEPTED, done.stderr
    assert "nom_mutuelle" in done.stdout
    assert "formulaire =" in done.stdout


def test_help_lists_every_command_without_reading_what_they_need(desk):
    """A person asks for the help first; reading every command's modules took four seconds."""
    told = desk.start("--help").stdout
    assert [name for name in COMMANDS if f" {name} " not in told] == []
    assert "Importer" in told or "importer" in told
    script = "import sys, cartomut.__main__ as m; m.first_words('study:bring'); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    slow = {"pandas", "scipy", "streamlit", "duckdb", "babel", "plotly"}
    assert slow.isdisjoint(loaded.stdout.split())
    for place in COMMANDS.values():
        assert first_words(place)
