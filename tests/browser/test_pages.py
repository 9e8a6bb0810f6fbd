"""Every page in both languages: offline, in its language, accessible, at home on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import start, stop, visiting

pytestmark = pytest.mark.browser

PAGES = {
    "/": "Aperçu",
    "/carte": "Carte",
    "/preuves": "Preuves",
    "/dictionnaire": "Dictionnaire",
    "/methode": "Méthode",
    "/importer": "Importer",
    "/qualite?jeu=demonstration": "Qualité",
    "/versions?jeu=demonstration": "Versions",
    "/mutuelles?jeu=demonstration": "Mutuelles",
    "/mutuelles?jeu=demonstration&fiche=organisme:md_baobab": "Mutuelles",
    "/centres?jeu=demonstration&vue_centres=services": "Centres",
    "/centres?jeu=demonstration&vue_centres=lentille&lentille=palu": "Centres",
    "/centres?jeu=demonstration&fiche=centre:cd_genet_2": "Centres",
    "/financement?jeu=demonstration": "Financement",
    "/viabilite?jeu=demonstration": "Viabilité",
    "/contexte": "Contexte",
    "/couverture?jeu=demonstration": "Couverture",
    "/simulateur?jeu=demonstration&simuler=sites": "Simulateur",
    "/com?jeu=demonstration": "COM",
    "/accompagnement?jeu=demonstration": "Accompagnement",
    "/projets?jeu=demonstration": "Projets",
    "/atelier": "Atelier",
    "/rapports?jeu=demonstration": "Rapports",
    "/verification": "Vérification",
    "/comparer?jeu=demonstration&quoi=organisme&a=md_baobab&b=pairs": "Comparer",
}
# Which language changes nothing to what axe or the network see: each page in one, in turn.
IN_TURN = [(path, ("fr", "en")[rank % 2]) for rank, path in enumerate(PAGES)]
# What axe finds in Streamlit's own elements and in the component's frame; nothing here is ours.
STREAMLIT_RULES: dict[str, str] = {}


@pytest.mark.parametrize(("path", "language"), IN_TURN)
def test_a_page_works_offline_in_its_language_and_is_accessible(visit, path, language):
    page = visit.open(f"{path}{'&' if '?' in path else '?'}lang={language}")
    if path in ("/", "/carte"):
        visit.map()
    page.wait_for_timeout(500)
    assert visit.outside == []
    assert visit.errors == []
    written_in(page, language)
    assert serious(page) == []


def test_a_phone_shows_each_page_without_sideways_scrolling(browser, server):
    with visiting(browser, server, viewport={"width": 390, "height": 844}) as visit:
        for path in PAGES:
            page = visit.open(f"{path}{'&' if '?' in path else '?'}lang=fr")
            wide = page.evaluate(
                "() => document.querySelector('[data-testid=stMain]').scrollWidth"
                " - document.querySelector('[data-testid=stMain]').clientWidth"
            )
            assert wide <= 1, path


def test_a_deep_link_right_after_the_start_goes_through_the_router(browser, tmp_path):
    fresh = start(tmp_path / "log.txt")
    try:
        with visiting(browser, fresh) as visit:
            page = visit.open("/carte?lang=en&theme=projecteur")
            written_in(page, "en")
            assert page.get_by_label("Region").count() > 0  # the router's filters
            assert page.locator("html").get_attribute("data-projecteur") == "true"
            page.wait_for_timeout(1000)
            assert page.get_by_role("dialog").count() == 0
    finally:
        stop(fresh)


def test_the_first_language_is_the_browser_s(browser, server):
    for locale, language in (("en-GB", "en"), ("fr-CI", "fr"), ("de-DE", "fr")):
        with visiting(browser, server, locale=locale) as visit:
            page = visit.open("/methode")
            written_in(page, language)
            assert f"lang={language}" in page.url


def test_the_dark_theme_is_asked_for_by_the_address_and_is_accessible(visit):
    page = visit.open("/carte?lang=fr&theme=sombre")
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'"
    )
    visit.settle()
    visit.map()
    assert serious(page) == []


def written_in(page, language) -> None:
    page.wait_for_function(f"() => document.documentElement.lang === '{language}'")


def serious(page) -> list[str]:
    """List axe's serious and critical findings that are ours to fix, with the element at fault."""
    found = Axe().run(page)
    return [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in found.response["violations"]
        if rule["impact"] in ("serious", "critical") and rule["id"] not in STREAMLIT_RULES
        for node in rule["nodes"]
    ]
