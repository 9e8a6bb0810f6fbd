"""The demonstration: every page says what it is; a change of dataset keeps the page and filters."""

import pytest

from cartomut import sample
from cartomut.i18n import CODES
from tests.pages import shares
from tests.pages.visit import HOME, MAP, PAGES, seen, texts, visit

MARK = {
    "fr": "Données de démonstration : organismes et chiffres inventés.",
    "en": "Demonstration data: the organisations and figures are invented.",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", CODES)
def test_every_page_wears_the_mark_of_the_demonstration(page, lang):
    app = seen(page, lang, "demonstration")
    assert [error.message for error in app.exception] == []
    assert MARK[lang] in [warning.value for warning in app.warning]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_wears_the_mark_over_published_facts(page):
    assert MARK["fr"] not in [warning.value for warning in seen(page, "fr", "publie").warning]


def test_every_share_of_every_page_says_of_what_it_is_a_share():
    apps = {(page, jeu): seen(page, "fr", jeu) for page in PAGES for jeu in sample.known()}
    assert {key: wrong for key, app in apps.items() if (wrong := shares.faults(app))} == {}
    assert sum(map(shares.shares, apps.values())) > 5  # shares were found, and looked at


def test_the_home_page_speaks_of_what_was_declared_and_by_how_many():
    said = " ".join(texts(visit(HOME, jeu="demonstration", lang="fr")))
    assert "ont rendu un exercice" in said
    assert "organismes sur" in said
    assert "Étude de démonstration" in said  # its source
    assert "Selon l'étude de cartographie restituée" not in said


def test_a_change_of_dataset_keeps_the_filters_that_still_make_sense():
    app = visit(MAP, jeu="publie", region="gbeke", etablissement="centre_optique")
    assert app.session_state["_choix"]["region"] == "gbeke"
    app.query_params["jeu"] = "demonstration"
    app.run()
    assert [error.message for error in app.exception] == []
    assert app.session_state["_choix"]["region"] == "gbeke"
    known = set(app.session_state["_choix"]["etablissement"])
    assert known <= {"centre_optique"}
