"""Two people at two computers write the same comment: nothing typed is lost."""

import pytest

from cartomut import operations
from tests.browser.conftest import visiting

pytestmark = pytest.mark.browser
FIGURE = "indicateurs/lieux_par_statut"
PAGE = "/preuves?lang=fr&jeu=publie&question=lieux_par_statut"


def test_two_sessions_edit_one_comment_and_the_second_keeps_both_texts(browser, server):
    given = {"jeu": "publie", "figure": FIGURE, "texte": "Deux centres sont-ils ouverts ?"}
    made = operations.save("commentaire", None, given, seen=None, by="Awa")
    with visiting(browser, server) as brou, visiting(browser, server) as kone:
        for one in (brou, kone):
            one.open(PAGE)
            one.page.locator("summary", has_text="Modifier").click()
            one.settle()
        write(brou, "Ouverts depuis mars.", "Brou")
        write(kone, "Le second reste fermé.", "Koné")
        warning = kone.page.get_by_test_id("stAlert").filter(has_text="Brou a changé")
        assert warning.is_visible()
        for text in ("Ouverts depuis mars.", "Le second reste fermé."):
            assert kone.page.get_by_test_id("stText").filter(has_text=text).last.is_visible()
        kept = kone.page.get_by_role("button", name="Enregistrer ce choix")
        assert kept.is_disabled()
        kone.page.get_by_text("Garder les deux, l'une après l'autre").click()
        kone.settle()
        kept.click()
        kone.settle()
        assert (brou.errors, kone.errors) == ([], [])
    (now,) = operations.rows("commentaire", commentaire_id=made["commentaire_id"])
    assert now["texte"] == "Ouverts depuis mars.\n\nLe second reste fermé."
    assert (now["modifie_par"], now["revision"]) == ("Koné", 3)


def write(visit, text, author):
    """Type another text in the open form, sign and save."""
    form = visit.page.locator("details").filter(has_text="Modifier")
    form.locator("textarea").fill(text)
    form.get_by_label("Votre nom").fill(author)
    form.get_by_role("button", name="Enregistrer").click()
    visit.settle()
