"""The command line installs boundaries, says what it saw, and goes back when a store refuses."""

import functools
import shutil
from types import SimpleNamespace

import pytest
import typer
from typer.testing import CliRunner

from cartomut import outlines
from cartomut.commands import boundaries
from cartomut.findings import Finding
from cartomut.sources import geofiles
from cartomut.sources import outline_faults as faults
from cartomut.store import BuildError
from tests.sources.maps import AUTONOMOUS, read_here, regions, write


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A data folder of its own that the command works on, without any store."""
    folder = tmp_path / "donnees"
    (folder / "reference").mkdir(parents=True)
    for table in ("region", "district"):
        shutil.copy(outlines.DATA / "reference" / f"{table}.csv", folder / "reference")
    names = ("examine", "install", "undo", "in_use")
    there = {name: functools.partial(getattr(outlines, name), data=folder) for name in names}
    monkeypatch.setattr(boundaries, "outlines", SimpleNamespace(**there))
    monkeypatch.setattr(geofiles, "_ask_child", read_here)
    monkeypatch.setattr(boundaries.sample, "known", list)
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    return folder


@pytest.fixture
def map_file(tmp_path):
    return write(regions(), tmp_path / "regions.geojson", "ADM1_FR")


def run(*words):
    app = typer.Typer()
    app.command()(boundaries.boundaries)
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, " ".join(f"{done.stdout} {done.stderr}".split())


def versions(data):
    return [one.attribution for one in outlines.installations(data) if not one.annulee_le]


def test_boundaries_are_installed_and_the_layer_is_named(data, map_file):
    code, said = run(map_file, "--attribution", "CNTIG", "--licence", "CC BY 4.0")
    assert code == 0
    assert "33 contours" in said
    assert "« ADM1_FR »" in said
    assert versions(data) == ["CNTIG"]


def test_a_dry_run_needs_no_attribution_and_changes_nothing(data, map_file):
    code, said = run(map_file, "--dry-run")
    assert code == 0
    assert "33 contours" in said
    assert versions(data) == []


def test_what_is_missing_is_told_and_refused(data, tmp_path):
    path = write(regions()[~regions()["nom"].isin(AUTONOMOUS)], tmp_path / "a.geojson")
    code, said = run(path, "--attribution", "CNTIG")
    assert code == boundaries.REFUSED
    assert all(f"« {name} »" in said for name in AUTONOMOUS)
    assert versions(data) == []


def test_without_an_attribution_nothing_is_done(data, map_file):
    assert run(map_file)[0] == boundaries.STOPPED
    assert versions(data) == []


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("undo", [True, False])
def test_files_and_undo_exclude_each_other(map_file, undo):
    assert run(*([map_file, "--undo"] if undo else []))[0] == 2


def test_undoing_says_what_is_in_use_again(data, map_file):
    run(map_file, "--attribution", "CNTIG")
    code, said = run("--undo")
    assert code == 0
    assert "CNTIG" in said
    assert "limites approximatives, non officielles" in said
    assert versions(data) == []
    assert run("--undo")[0] == boundaries.STOPPED


def test_a_store_that_refuses_the_boundaries_brings_the_old_ones_back(data, map_file, monkeypatch):
    built = []

    def make(name):
        built.append((name, versions(data)))
        if versions(data):
            raise BuildError(name, [Finding(faults.EMPTY, "region.csv", value="Poro")])

    monkeypatch.setattr(boundaries.sample, "known", lambda: ["publie"])
    monkeypatch.setattr(boundaries.sample, "is_current", lambda _: False)
    monkeypatch.setattr(boundaries.sample, "make", make)
    code, said = run(map_file, "--attribution", "CNTIG")
    assert code == boundaries.REFUSED
    assert "Poro" in said
    assert built == [("publie", ["CNTIG"]), ("publie", [])]
    assert versions(data) == []
