"""The self-test before a session: what it finds, what it says to do, and its exit code."""

import json
from dataclasses import replace
from types import SimpleNamespace

from typer.testing import CliRunner

from cartomut import __main__ as command
from cartomut import readiness, rights, store, stories
from cartomut.readiness import FAULT, NOTICE, READY, Check
from cartomut.ui import reader, rehearsal
from tests.pages.visit import visit

PAGE = "pages/presenter/verification.py"


def test_what_would_load_something_from_elsewhere_is_found_and_what_is_followed_is_not():
    loading = (
        "@font-face { src: url(https://fonts.example.org/a.woff2) }",
        '@import "//cdn.example.org/a.css";',
        'fetch("https://api.example.org/x")',
        'import x from "https://esm.example.org/x.js"',
        '<script src="https://cdn.example.org/a.js"></script>',
        '<link rel="stylesheet" href="//cdn.example.org/a.css">',
        'image.src = "http://tiles.example.org/1.png"',
        'new WebSocket("wss://push.example.org/")',
        'L.tileLayer("https://tile.example.org/{z}/{x}/{y}.png")',
    )
    followed = (
        '<svg xmlns="http://www.w3.org/2000/svg">',
        '<a href="https://leafletjs.com">Leaflet</a>',
        "/* see https://bugs.example.org/1 */",
        "url(images/layers.png)",
        'fetch("../../app/static/a.json")',
    )
    assert [one for one in loading if len(readiness.loads(one)) != 1] == []
    assert [one for one in followed if readiness.loads(one)] == []


def test_what_fails_is_told_with_what_to_do(monkeypatch, tmp_path, fr):
    damaged = tmp_path / "publie" / "cartomut-1-x.duckdb"
    damaged.parent.mkdir()
    damaged.write_bytes(b"not a store" * 1000)
    absent = tmp_path / "absent.toml"
    absent.write_text('id = "absent"\n', encoding="utf-8")
    told = stories.read(absent)
    cases = [
        ("stores", store, "current", lambda _name: damaged, FAULT, "publie"),
        ("stores", store, "current", lambda _name: None, FAULT, "demonstration"),
        ("stores", readiness.sample, "is_current", lambda name: name != "publie", NOTICE, "publie"),
        ("story_files", stories, "every", lambda: [told], FAULT, "absent.toml"),
        ("assets", readiness, "VENDORED", ("leaflet/absent.js",), FAULT, "leaflet/absent.js"),
        ("outside", readiness, "_text", lambda _: "url(https://a.org/b)", FAULT, "https://a.org/b"),
        ("disk", readiness.shutil, "disk_usage", lambda _: SimpleNamespace(free=2e8), FAULT, "200"),
        ("memory", readiness, "available_memory", lambda: (1e9, 4e9), NOTICE, "1\u202f000"),
        ("memory", readiness, "available_memory", lambda: (0, 0), NOTICE, "mémoire"),
    ]
    wrong = []
    for name, owner, attribute, value, state, word in cases:
        with monkeypatch.context() as patch:
            patch.setattr(owner, attribute, value)
            found = getattr(readiness, name)(fr)
        if (found.state, bool(found.remedy), word in found.found) != (state, True, True):
            wrong.append(found)
    assert wrong == []


def test_the_command_prints_each_check_and_its_exit_code_says_whether_one_fails(monkeypatch):
    monkeypatch.setattr(readiness, "languages", lambda _: Check("langues", READY, "Langues", "–"))
    ready = CliRunner().invoke(command.app, ["selftest", "--quick", "--json", "--lang", "en"])
    checks = [json.loads(line) for line in ready.stdout.splitlines()]
    assert ready.exit_code == 0, checks
    states = {one["name"]: one["state"] for one in checks}
    assert {states[name] for name in ("donnees", "recits", "fichiers", "dehors")} == {READY}
    assert {"bibliotheques", "disque", "memoire", "langues"} < states.keys()
    assert [one for one in checks if one["state"] != READY and not one["remedy"]] == []
    monkeypatch.setattr(readiness, "VENDORED", ("absent.js",))
    failing = CliRunner().invoke(command.app, ["selftest", "--quick", "--lang", "fr"])
    assert failing.exit_code == 1
    assert "✗ Polices et cartes" in failing.stdout
    assert "    → " in failing.stdout


def test_a_step_that_cannot_be_drawn_is_found_and_the_others_are_not_blamed(monkeypatch, fr):
    whole = stories.find("dix_vues")
    first = whole.steps[0]
    steps = [replace(first, figure="absente"), first]
    story = replace(whole, steps=steps)
    monkeypatch.setattr(stories, "told", lambda: [story])
    monkeypatch.setattr(stories, "find", lambda _name: story)
    found = list(rehearsal.steps(fr))
    assert [one.state == FAULT for one in found] == [True, False], found
    assert "absente" in found[0].found
    assert found[0].remedy


def test_the_page_shows_the_checks_and_keeps_heavy_work_to_who_runs_the_app(monkeypatch):
    owner = visit(PAGE, lang="fr")
    assert not owner.exception
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    others = visit(PAGE, lang="en")
    assert not others.exception
    assert [one.icon for one in others.info].count(":material/lock:") == 2
    assert len(others.button) == len(owner.button) - 2
