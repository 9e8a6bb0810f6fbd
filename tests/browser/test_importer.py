"""A study comes in through the page: brought, checked, published, read by everybody."""

import shutil

import openpyxl
import pytest
from playwright.sync_api import TimeoutError as NeverShown

from cartomut.paths import DATA
from tests.browser.conftest import start, stop, visiting

pytestmark = pytest.mark.browser

MUTUALS = """\
organisme_id,nom,sigle,type_organisme,siege_region_code
md_un,<img src=x onerror=alert(1)> Mutuelle Démo,MD-UN,mutuelle_sociale,gbeke
md_deux,Mutuelle Démo Deux,MD-DEUX,mutuelle_sociale,poro
md_trois,Mutuelle Démo Trois,MD-TROIS,inconnue_au_bataillon,poro
"""


@pytest.fixture(scope="module")
def own_server(tmp_path_factory):
    """A server on a data folder of its own: published facts, no study yet."""
    folder = tmp_path_factory.mktemp("importer")
    for part in ("reference", "publie"):
        shutil.copytree(DATA / part, folder / "data" / part)
    (folder / "organisme.csv").write_text(MUTUALS, encoding="utf-8")
    own = {"CARTOMUT_DATA": str(folder / "data"), "CARTOMUT_STORE": str(folder / "store")}
    running = start(folder / "log.txt", **own)
    running.folder = folder
    yield running
    stop(running)


def test_a_study_is_brought_checked_and_published_from_the_page(browser, own_server):
    with visiting(browser, own_server, accept_downloads=True) as visit:
        page = visit.open("/importer?lang=fr")
        choose(page, own_server.folder / "organisme.csv")
        page.get_by_label("Apporté par").first.fill("AIRMS")
        page.keyboard.press("Tab")
        visit.settle()
        page.get_by_role("button", name="Vérifier", exact=True).click()
        page.get_by_text("inconnue_au_bataillon").first.wait_for(timeout=60_000)
        visit.settle()
        annotated(page, own_server.folder / "annote.xlsx")
        page.get_by_role("button", name="Garder et publier").click()
        page.get_by_text("est gardée et publiée").wait_for(timeout=60_000)
        visit.settle()
        assert visit.errors == []
        assert visit.outside == []
    with visiting(browser, own_server) as visit:
        page = visit.open("/?lang=fr")
        assert "jeu=etude" in page.url  # the app opens on the study once there is one
        found = visit.open("/carte?lang=fr&tableau_lieux=oui&recherche=Mutuelle")
        found.get_by_role("button", name="Mutuelle Démo Deux").wait_for()
        assert found.locator("img[src=x]").count() == 0
        assert found.get_by_text("Mutuelle Démo Trois").count() == 0


def choose(page, path) -> None:
    """Choose a file and wait until the page lists it.

    A file chosen in the very instant when the field appears, faster than anyone could, is not
    heard by it: then it is chosen again.
    """
    for _attempt in range(4):
        page.locator("input[type=file]").first.set_input_files(str(path))
        try:
            page.get_by_text(path.name).first.wait_for(timeout=8_000)
            return
        except NeverShown:
            page.wait_for_timeout(1_000)
    raise AssertionError("the page never listed the file that was chosen")


def annotated(page, path) -> None:
    """Download the annotated copy and find the fault in it."""
    with page.expect_download() as started:
        page.get_by_role("button", name="annoté").click()
    started.value.save_as(path)
    cells = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert any("inconnue_au_bataillon" in text for text in cells)
    assert "S-6" in cells
