"""Other data than those shipped: a study without facts, faults at the start, the invented set.

Each runs in a process of its own, since a server reads its data folder once.
"""

import json
import os
import subprocess
import sys

import pytest

from cartomut import store as stores
from cartomut.paths import DATA, ROOT
from tests.pages.visit import HOME, MAP, PAGES

ORIGIN = {"source_id": "s", "nature": "declare"}


@pytest.fixture
def data(tmp_path):
    """A data folder with the shipped reference and nothing else."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "reference").symlink_to(DATA / "reference")
    return folder


@pytest.fixture
def study(data, write_csv):
    """A dataset of one mutual with one centre in Bouaké; no published fact, no claim."""

    def write(name="etude", status="ouvert"):
        place = data / name
        source = {"source_id": "s", "titre": "Étude d'essai", "type_source": "rapport"}
        mutual = {
            "organisme_id": "mut",
            "nom": "Mutuelle d'essai",
            "type_organisme": "mutuelle_sociale",
        }
        centre = {
            "centre_id": "c",
            "nom": "Centre d'essai",
            "organisme_id": "mut",
            "relation": "proprietaire",
            "statut_operationnel": status,
            "commune": "Bouaké",
        }
        write_csv("source", source, folder=place)
        write_csv("organisme", mutual | ORIGIN, folder=place)
        write_csv("centre", centre | ORIGIN, folder=place)
        return place

    return write


def run(data, *visits):
    """Open pages in another process; returns what each one showed."""
    environment = os.environ | {
        "CARTOMUT_DATA": str(data),
        "CARTOMUT_STORE": str(data / "store"),
        "PYTHONPATH": str(ROOT),
    }
    result = subprocess.run(
        [sys.executable, "-m", "tests.pages.other_data", json.dumps(visits)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment,
        text=True,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    return json.loads(result.stdout.splitlines()[-1])


def test_a_study_without_facts_shows_every_page_in_both_languages(data, study):
    study()
    visits = [(page, {"lang": lang}) for lang in ("fr", "en") for page in PAGES]
    for shown in run(data, *visits):
        assert shown["exceptions"] == [], shown["page"]
        assert shown["errors"] == [], shown["page"]
        assert shown["title"], shown["page"]
    assert stores.available(data) == ["etude"]


def test_the_invented_dataset_wears_its_mark_on_every_page(data, study):
    study("demonstration")
    for shown in run(data, *[(page, {"lang": "en"}) for page in (HOME, MAP)]):
        assert shown["exceptions"] == [], shown["page"]
        assert shown["warnings"], shown["page"]


def test_faults_in_the_first_data_are_listed_instead_of_a_page(data, study):
    study(status="fantaisie")
    (shown,) = run(data, (HOME, {"lang": "fr"}))
    assert shown["exceptions"] == []
    assert shown["title"] == ""
    assert any("fantaisie" in text for text in shown["errors"])


def test_faults_in_new_data_are_told_and_the_previous_edition_stays_in_use(data, study):
    study()
    stores.build("etude", data=data, stores=data / "store")
    study(status="fantaisie")
    for shown in run(data, (HOME, {"lang": "fr"}), (MAP, {"lang": "en"})):
        assert shown["exceptions"] == [], shown["page"]
        assert shown["title"], shown["page"]
        assert any("fantaisie" in text for text in shown["errors"]), shown["page"]


def test_a_file_of_no_table_is_told_instead_of_stopping_the_app(data, study):
    (study() / "centres.csv").write_text("nom\n", encoding="utf-8")
    (shown,) = run(data, (HOME, {"lang": "fr"}))
    assert shown["exceptions"] == []
    assert any("centres.csv" in text for text in shown["errors"])
