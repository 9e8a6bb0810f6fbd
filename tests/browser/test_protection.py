"""The server's headers hold in a real browser, and nothing that a page needs is refused."""

import pytest

from cartomut.protection import ALWAYS
from tests.browser.conftest import start, stop, visiting

pytestmark = pytest.mark.browser

# What a hole in a page would bring: a script, and an image whose fault runs one.
BROUGHT_IN = """() => {
    const script = document.createElement("script")
    script.textContent = "window.attaque = 1"
    document.body.append(script)
    document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.attaque = 2'>")
}"""
WEBSITE = "http://site.exemple/"


def test_a_page_draws_and_gives_its_files_under_the_content_policy(visit):
    page = visit.page
    visit.open("/methode?lang=fr&jeu=demonstration")  # a fresh server's first page takes its time
    with page.expect_response(lambda answer: "streamlit_folium" in answer.url) as framed:
        visit.open("/?lang=fr&jeu=demonstration")
    answer = page.request.get(f"{visit.server.address}/?lang=fr")
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self' blob: 'sha256-" in policy
    assert "'unsafe-eval'" in framed.value.headers["content-security-policy"]
    visit.map()
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    assert page.evaluate("document.fonts.check('16px \"IBM Plex Sans\"')")
    for kind in ("Tableau CSV", "Image PNG"):
        with page.expect_download() as taken:
            page.get_by_role("button", name=kind).first.click()
        assert taken.value.path().stat().st_size > 100
    assert visit.errors == []


def test_what_a_hole_would_bring_in_does_not_run(visit):
    page = visit.open("/methode?lang=fr")
    page.evaluate(BROUGHT_IN)
    page.wait_for_timeout(300)
    assert page.evaluate("window.attaque") is None
    assert len(visit.errors) == 2


def test_another_website_shows_no_page_of_ours_unless_it_is_named(browser, server):
    with visiting(browser, server) as visit:
        html = f'<iframe src="{server.address}/methode?embed=true"></iframe>'
        visit.page.route(WEBSITE, lambda route: route.fulfill(body=html, content_type="text/html"))
        visit.page.goto(WEBSITE)
        visit.page.wait_for_timeout(1500)
        assert visit.page.frames[1].url.startswith("chrome-error:")


def test_who_takes_too_many_files_is_told_when_to_ask_again(browser, tmp_path):
    server = start(tmp_path / "log.txt", CARTOMUT_EXPORTS_PAR_MINUTE="1")
    try:
        with visiting(browser, server) as visit:
            page = visit.open("/qualite?lang=fr&jeu=demonstration")
            first = page.get_by_role("button", name="Tableau CSV").first
            with page.expect_download():
                first.click()
            first.click()
            page.get_by_text("Réessayez dans").wait_for()
    finally:
        stop(server)
