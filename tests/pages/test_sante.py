"""The health page: freshness for all, the rest for those who look after the application."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from cartomut import health, logs, paths, rights, usage
from cartomut.__main__ import app as command
from cartomut.i18n import language
from cartomut.rights import Role
from cartomut.ui import failing, reader
from tests.pages.visit import HEALTH, texts, visit


@pytest.fixture
def followed(tmp_path, monkeypatch):
    """One fault and two openings of the map, and nothing of other tests."""
    monkeypatch.setattr(paths, "FOLLOWED", tmp_path)
    usage.flush(tmp_path / "elsewhere")
    for role in ("public", "relecteur"):
        usage.count("carte", "fr", role)
    usage.flush()
    return logs.fault(ValueError("secret de Bouaké"), "carte")


def test_only_those_who_look_after_the_application_see_more_than_freshness(followed, monkeypatch):
    wrong = []
    for role in Role:
        monkeypatch.setattr(reader, "current", lambda role=role: rights.Reader(role))
        for lang in ("fr", "en") if role in (Role.PUBLIC, Role.LOCAL) else ("fr",):
            app = visit(HEALTH, lang=lang, jeu="publie")
            said = " ".join(texts(app))
            _ = language(lang)
            watches = role in (Role.REGULATOR, Role.ADMINISTRATOR, Role.LOCAL)
            seen = followed in said, _("Les vérifications") in said, "cartomut_usage.csv" in said
            if app.exception or "secret" in said or _("Les éditions en usage") not in said:
                wrong.append((role, lang, "page"))
            if seen[:2] != (watches, watches):
                wrong.append((role, lang, seen))
    assert wrong == []


def test_figures_that_are_older_than_the_setting_are_told_except_invented_ones():
    known = health.in_use(datetime(2031, 5, 1, tzinfo=UTC))
    ages = {one.jeu: (one.age_mois, one.is_old) for one in known}
    year = next(one.derniere_annee for one in known if one.jeu == "publie")
    assert ages["publie"] == ((2031 - year - 1) * 12 + 5, True)
    assert ages["demonstration"][1] is False
    assert replace(known[0], age_mois=24).is_old is False


def test_what_watches_over_the_application_gets_json_and_an_exit_code(monkeypatch):
    done = CliRunner().invoke(command, ["health", "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["etat"] in ("pret", "avis")
    assert {one["jeu"] for one in told["jeux"]} >= {"publie", "demonstration"}
    monkeypatch.setattr("cartomut.store.current", lambda _name: None)
    done = CliRunner().invoke(command, ["health", "--json", "--server", "http://127.0.0.1:9"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["etat"], told["jeux"]) == (1, "faute", [])
    states = {one["name"]: one["state"] for one in told["verifications"]}
    assert states["serveur"] == states["editions"] == "faute"


def test_a_reader_gets_the_reference_of_a_fault_and_no_trace():
    code = logs.reference(RuntimeError("select compte from secret"))
    for lang in ("fr", "en"):
        said = failing.text(code, language(lang))
        assert code in said
        assert "select" not in said
