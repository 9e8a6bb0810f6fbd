"""A story told from the keyboard: on, back, at the end, after a reload, left."""

import re

import pytest

pytestmark = pytest.mark.browser


def test_a_story_is_told_with_the_keys_and_keeps_its_place(visit):
    page = visit.open("/atelier?lang=fr&recit=prochaine_edition")
    assert page.get_by_test_id("stSidebar").count() == 0

    def press(key: str, title: str, place: int) -> None:
        page.keyboard.press(key)
        page.get_by_role("heading", level=1, name=title).wait_for()
        page.wait_for_url(re.compile(rf"etape_recit={place}\b"))
        visit.settle()

    listening = page.get_by_role("button", name="Temps depuis le début")
    listening.wait_for()
    press("PageDown", "La carte de toutes les mutuelles", 2)
    visit.map()
    press("ArrowRight", "D'où vient l'argent", 3)
    press("PageUp", "La carte de toutes les mutuelles", 2)
    press("End", "Quels besoins rencontrent une offre", 10)
    page.reload()
    page.get_by_role("heading", level=1, name="Quels besoins rencontrent une offre").wait_for()
    listening.wait_for()
    visit.settle()
    for key in ("PageUp",) * 7 + ("PageDown",) * 2:  # a clicker held down, then pulled back
        page.keyboard.press(key)
        page.wait_for_timeout(40)
    page.wait_for_url(re.compile(r"etape_recit=5\b"))
    page.get_by_role("heading", level=1, name="Quelles maladies").wait_for()
    visit.settle()
    assert page.get_by_role("dialog").count() == 0
    press("Home", "Rien de ce qui suit", 1)
    press("PageDown", "La carte de toutes les mutuelles", 2)
    page.keyboard.press("Escape")
    page.wait_for_url(lambda address: "recit" not in address.partition("?")[2])
    page.get_by_role("heading", level=1, name="Comment raconter").wait_for()
    assert visit.outside == []
