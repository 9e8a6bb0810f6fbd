"""Views that a reader keeps in their own browser: kept, carried to a file, a bad file refused."""

import json

import pytest

pytestmark = pytest.mark.browser

HOSTILE = "Gbêkê <img src=x onerror=alert(1)> *x*"


def test_a_view_is_kept_carried_to_a_file_and_only_leads_to_our_pages(visit, tmp_path):
    page = visit.open("/methode?lang=fr&region=gbeke")
    page.get_by_role("button", name="Vues").click()
    page.get_by_label("Garder la vue affichée").fill(HOSTILE)
    page.get_by_role("button", name="Garder", exact=True).click()
    link = page.get_by_role("link", name=HOSTILE)
    link.wait_for()
    assert "/methode?" in link.get_attribute("href")
    with page.expect_download() as download:
        page.get_by_role("button", name="Emporter dans un fichier").click()
    kept = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [one["nom"] for one in kept["vues"]] == [HOSTILE]
    bad = tmp_path / "bad.json"
    views = [{"nom": "a", "page": "//evil.example", "requete": ""}]
    bad.write_text(json.dumps({"format": "cartomut_vues", "vues": views}), encoding="utf-8")
    page.locator(".vues input[type=file]").set_input_files(bad)
    page.get_by_text("elle ne mène pas à une page de CartoMut").wait_for()
    assert page.locator(".vues a").count() == 1
