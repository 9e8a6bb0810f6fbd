"""The workshop: every delivered step opens, a broken one lets the story go on, thirty move on."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from cartomut import rights, stories
from cartomut.stories import Step, Story, Text
from cartomut.ui import reader, story_editor
from cartomut.ui.text import plain
from tests.pages.visit import HOME, elements, texts, visit

STAGE = "pages/presenter/atelier.py"
LANGUAGES = ("fr", "en")


@pytest.fixture
def added(tmp_path, monkeypatch):
    """Keep added stories apart from the reader's own."""
    for function in (stories.every, stories.told, stories.find, stories.save, stories.free):
        monkeypatch.setattr(function, "__defaults__", (tmp_path,))
    monkeypatch.setattr(stories.remove, "__defaults__", (tmp_path,))
    return tmp_path


def story(*steps: Step, identifier: str = "essai") -> Story:
    return Story(identifier, "publie", Text("Essai", "Trial"), steps)


def figures(app: AppTest) -> set[str]:
    """List the figures that stand on the page."""
    ids = (str(getattr(getattr(one, "proto", None), "id", "")) for one in elements(app))
    return {found[1] for one in ids if (found := re.search(r"figure_(\w+)", one))}


@contextmanager
def spoilt(target: object, name: str, failure: Exception) -> Iterator[None]:
    def fail(*_args: object, **_others: object) -> None:
        raise failure

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target, name, fail)
        yield


def test_every_delivered_step_shows_its_figure_alone_under_its_own_title():
    wrong = []
    for one in (stories.find("dix_vues"), stories.find("prochaine_edition")):
        assert one is not None
        assert one.faults == []
        for rank, step in enumerate(one.steps):
            code = LANGUAGES[rank % 2]
            app = visit(STAGE, recit=one.id, etape_recit=str(rank + 1), lang=code)
            drawn = figures(app) if step.figure != "carte" else app.get("component_instance")
            title = plain(getattr(step.title, code))
            named = app.title[0].value == title
            if app.exception or not named or bool(step.figure) != bool(drawn):
                wrong.append((one.id, rank + 1, code))
            assert app.query_params["jeu"] in (one.dataset, [one.dataset])
    assert wrong == []


def test_a_broken_step_keeps_its_text_and_the_story_goes_on(added):
    view = Step(Text("Vue"), Text("Le texte reste"), page="methode", figure="absente")
    badly = (added / stories.ADDED / "mal.toml", 'id = "mal"\njeu = "publie"\ntitre = "Mal"\n')
    badly[0].parent.mkdir()
    badly[0].write_text(
        badly[1] + '[[etapes]]\ntitre = "A"\ntexte = "Texte lu"\npage = "nulle_part"\n',
        encoding="utf-8",
    )
    stories.save(story(view, replace(view, figure=""), Step(Text("Fin"))))
    absent = visit(STAGE, recit="essai", lang="fr")
    with spoilt(__import__("cartomut.ui.methode").ui.methode, "datasets", ZeroDivisionError("x")):
        failed = visit(STAGE, recit="essai", etape_recit="2", lang="fr")
    faulty = visit(STAGE, recit="mal", lang="fr")
    for app in (absent, failed):
        assert not app.exception
        assert "Le texte reste" in texts(app)
    assert any("Cette figure n'est pas là" in text for text in texts(absent))
    assert any("ZeroDivisionError" in text for text in texts(failed))
    assert any("nulle" in text and "étape 1, champ « page »" in text for text in texts(faulty))
    assert "Texte lu" in texts(faulty)
    assert failed.button(key="atelier_suivante").click().run().title[0].value == "Fin"
    assert visit(STAGE, recit="inconnu", lang="en").error


def test_a_story_of_thirty_steps_moves_and_each_step_is_as_written(added):
    steps = [
        Step(Text(f"Pas {rank}"), page="dictionnaire", choices={"mot": [f"mot {rank}"]})
        for rank in range(30)
    ]
    stories.save(story(*steps))
    app = visit(STAGE, recit="essai", lang="fr")
    start = time.perf_counter()
    for rank in range(1, 30):
        app.button(key="atelier_suivante").click().run()
        assert app.title[0].value == f"Pas {rank}"
        assert app.query_params["mot"] in (f"mot {rank}", [f"mot {rank}"])
    assert time.perf_counter() - start < 20
    app.text_input(key="mot_choix").set_value("Bouaké").run()
    assert app.query_params["mot"] in ("Bouaké", ["Bouaké"])
    app.button(key="atelier_reprendre").click().run()
    assert app.query_params["mot"] in ("mot 29", ["mot 29"])
    app.button(key="atelier_quitter").click().run()
    assert {"mot", "recit", "etape_recit"} & set(app.query_params) == set()
    assert "Dictionnaire" not in app.title[0].value


def test_a_story_is_copied_changed_and_removed_by_whoever_may(added, monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.LOCAL])
    app = visit(STAGE, lang="fr", jeu="publie")
    app.button(key="copier_dix_vues").click().run()
    [made] = [one for one in stories.told() if not one.is_delivered]
    assert len(made.steps) == 10
    app.button(key=f"modifier_{made.id}").click().run()
    assert not app.exception
    app.button(key="ordre_arrow_downward").click().run()
    app.button(key="ordre_content_copy").click().run()
    now = stories.find(made.id)
    assert [one.title.fr for one in now.steps[:3]] == [
        made.steps[1].title.fr,
        made.steps[0].title.fr,
        made.steps[0].title.fr,
    ]
    assert stories.write(now) == stories.write(
        replace(now, steps=[story_editor._step(_namespace(one)) for one in now.steps])
    )
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    closed = visit(STAGE, lang="en", jeu="publie", modifier=made.id)
    assert not [one for one in closed.button if str(one.key).startswith(("copier", "ordre"))]
    assert not [one for one in visit(HOME, lang="fr").button if one.key == "_ajouter_au_recit"]


def _namespace(step: Step) -> object:
    return type("Row", (), story_editor._row(step))


def test_a_view_of_any_page_is_added_to_a_story(added, monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.LOCAL])
    app = visit(HOME, lang="fr", jeu="publie", region="gbeke")
    app.button(key="_ajouter_au_recit").click().run()
    assert not app.exception
    [figure] = [one for one in app.selectbox if one.label == "Figure"]
    assert {"Toute la page", "Carte", "Quels lieux de soins sont connus\u00a0?"} <= {
        *figure.options
    }
    step = Step(Text("Les lieux"), page="apercu", choices={"region": ["gbeke"]})
    for _twice in range(2):
        assert not AppTest.from_function(_add, args=(step,)).run().exception
    made = stories.find("a_bouake")
    assert made is not None
    assert (made.title, made.dataset) == (Text("À Bouaké"), "publie")
    assert list(made.steps) == [step]
    assert stories.find("a_bouake_2") is not None  # a new story never takes another's place


def _add(step):
    from cartomut.ui import session, story_add

    session.start()
    story_add._write(None, "À Bouaké", step, session.language())
