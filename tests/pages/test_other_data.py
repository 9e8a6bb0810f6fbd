"""Other data than those shipped: a study without facts, faults at the start, the invented set.

Each runs in a process of its own, since a server reads its data folder once.
"""

import json
import os
import shutil
import subprocess
import sys

import pytest

from cartomut import editions
from cartomut import store as stores
from cartomut.editions import Edition
from cartomut.paths import DATA, ROOT, STATIC
from tests.pages.visit import HOME, MAP, PAGES, READINESS

ORIGIN = {"source_id": "s", "nature": "declare"}


@pytest.fixture
def data(tmp_path):
    """A data folder with the shipped reference, but for the villages, and nothing else.

    The map's script, which then has no towns, is taken out of the app's folder afterwards.
    """
    before = set((STATIC / "carte").glob("*"))
    folder = tmp_path / "data"
    shutil.copytree(
        DATA / "reference", folder / "reference", ignore=shutil.ignore_patterns("localite.csv")
    )
    yield folder
    for script in set((STATIC / "carte").glob("*")) - before:
        script.unlink()


@pytest.fixture
def study(data, write_csv):
    """A dataset of one mutual with one centre in Bouaké; no published fact, no claim."""

    def write(name="etude", status="ouvert"):
        place = editions.dataset_folder(name, data) / "v1"
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
        Edition("v1", name, "2026-01-01T00:00:00Z", "AIRMS", ()).write(place / "edition.json")
        editions.note(name, editions.PUBLISHED, "v1", data)
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


def test_a_study_without_facts_shows_every_page_and_the_invented_set_wears_its_mark(data, study):
    study("etude")
    study("demonstration")
    assert stores.available(data) == ["etude", "demonstration"]
    visits = [(page, {"lang": "en"}) for page in PAGES]
    visits += [(page, {"lang": "fr", "jeu": "demonstration"}) for page in (HOME, MAP)]
    for (page, params), shown in zip(visits, run(data, *visits), strict=True):
        assert shown["exceptions"] == [], page
        # the stories delivered ask for published facts, which are not there: a session is not ready
        assert bool(shown["errors"]) == (page == READINESS), page
        assert shown["title"], page
        assert bool(shown["marked"]) == ("jeu" in params), page


def test_faults_in_the_first_data_are_listed_instead_of_a_page(data, study):
    study(status="fantaisie")
    (shown,) = run(data, (HOME, {"lang": "fr"}))
    assert shown["exceptions"] == []
    assert shown["title"] == ""
    assert any("fantaisie" in text for text in shown["errors"])


def test_faults_in_new_data_are_told_and_the_previous_edition_stays_in_use(data, study):
    study()
    stores.build("etude", data=data, stores=data / "store")
    (study(status="fantaisie") / "centres.csv").write_text("nom\n", encoding="utf-8")
    (shown,) = run(data, (MAP, {"lang": "en"}))
    assert shown["exceptions"] == []
    assert shown["title"]
    assert any("centres.csv" in text for text in shown["errors"])
