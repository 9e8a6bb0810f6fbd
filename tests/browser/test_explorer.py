"""Looking things up without a mouse, on a phone's width."""

import pytest

from tests.browser.conftest import visiting

pytestmark = pytest.mark.browser

FOCUSED = "() => document.activeElement?.getAttribute('aria-label') ?? ''"
STEPS = 60  # Tab strokes after which a control counts as out of reach


def test_a_centre_is_found_and_its_card_read_with_the_keyboard_alone(browser, server):
    with visiting(browser, server, viewport={"width": 390, "height": 844}) as visit:
        page = visit.open("/centres?lang=fr&jeu=demonstration")
        tab_to(page, "Chercher un centre")
        page.keyboard.type("genet")
        page.keyboard.press("Enter")
        visit.settle()
        tab_to(page, "Ouvrir la fiche")
        page.keyboard.type("Genêt 2")
        page.keyboard.press("Enter")
        page.wait_for_url("**fiche=centre**cd_genet_2**")
        page.get_by_role("heading", name="Centre Démo Genêt 2").wait_for()
        assert page.get_by_text("Niveau de soins").first.is_visible()


def tab_to(page, start):
    """Press Tab until what has the focus is called so."""
    for _stroke in range(STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(start):
            return
    raise AssertionError(f"{STEPS} strokes of Tab did not reach “{start}”")


def test_a_region_is_found_in_its_list_with_or_without_its_accents(visit):
    page = visit.open("/centres?lang=fr&jeu=demonstration")
    for typed in ("gbe", "Gbêk"):
        field = page.get_by_role("combobox", name="Région").first
        field.click()
        field.fill(typed)
        page.keyboard.press("Enter")
        page.wait_for_url("**region=gbeke**")
        visit.settle()
        page.get_by_role("button", name="Région : Gbêkê").click()  # takes the filter off
        page.wait_for_function("() => !location.search.includes('region=')")
        visit.settle()
