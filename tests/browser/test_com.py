"""Two people at two computers type one measure of a COM: the second sees the first's value."""

import pytest

from cartomut import operations
from tests.browser.conftest import visiting

pytestmark = pytest.mark.browser
KEY = {"indicateur_id": "com_md_mousson_i3", "annee": 2023, "type": "tutelle"}
PAGE = (
    "/com?lang=fr&jeu=demonstration&volet=saisie&com=com_md_mousson&annee=2023"
    "&indicateur_com=com_md_mousson_i3&avis=tutelle"
)


def test_two_sessions_type_one_measure_and_nothing_is_lost(browser, server):
    with visiting(browser, server) as brou, visiting(browser, server) as kone:
        for one in (brou, kone):
            one.open(PAGE)
        write(brou, "0,7", "Chiffre de la tutelle", "Brou")
        write(kone, "0,8", "Recompté", "Koné")
        warning = kone.page.get_by_test_id("stAlert").filter(has_text="Brou a")
        assert warning.first.is_visible()
        for text in ("0,7", "0,8", "Chiffre de la tutelle", "Recompté"):
            assert kone.page.get_by_test_id("stText").filter(has_text=text).last.is_visible(), text
        assert operations.rows("evaluation_com", **KEY)[0]["realise"] == 0.7
        kone.page.get_by_text("Garder ma saisie").first.click()
        kone.settle()
        kone.page.get_by_text("Garder les deux, l'une après l'autre").last.click()
        kone.settle()
        kone.page.get_by_role("button", name="Enregistrer ce choix").click()
        kone.settle()
        assert (brou.errors, kone.errors) == ([], [])
    (now,) = operations.rows("evaluation_com", **KEY)
    assert (now["realise"], now["modifie_par"], now["revision"]) == (0.8, "Koné", 2)
    assert now["commentaire"] == "Chiffre de la tutelle\n\nRecompté"


def write(visit, value, comment, author):
    """Fill in the form, sign and save."""
    form = visit.page.get_by_test_id("stForm")
    form.get_by_label("Réalisé").fill(value.replace(",", "."))
    form.get_by_label("Commentaire").fill(comment)
    form.get_by_label("Votre nom").fill(author)
    form.get_by_role("button", name="Enregistrer").click()
    visit.settle()
