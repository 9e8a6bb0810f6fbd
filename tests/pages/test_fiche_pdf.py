"""The fact sheet of a card: what the download holds, for each kind, dataset and language."""

import io

import pytest
from pypdf import PdfReader

from cartomut import rights
from cartomut.ui import download, fiche_pdf, reader
from tests.pages.visit import MAP, visit

CARDS = (
    ("organisme:mugef_ci", "publie", "fr", ("MUGEF-CI", "Faits publiés", "plusieurs énoncés")),
    ("centre:fsu_com_wassakara", "publie", "en", ("FSU-Com", "Published facts", "Sources")),
    ("district:abidjan", "publie", "fr", ("Population 2021", "Abidjan")),
    ("organisme:md_karite", "demonstration", "fr", ("DÉMONSTRATION", "Réserves", "5 sur 5 années")),
    ("region:gbeke", "demonstration", "en", ("Gbêkê", "Population 2021")),
)


@pytest.fixture
def made(monkeypatch):
    """Keep what makes each fact sheet that a page offers."""
    kept = []
    shown = download.button

    def keep(label, data=None, **options):
        if options.get("key", "").startswith("_fiche_pdf_"):
            kept.append(data)
        return shown(label, data=data, **options)

    monkeypatch.setattr(download, "button", keep)
    return kept


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_every_kind_of_card_offers_its_sheet_in_both_datasets_and_languages(made):
    missing = []
    for card, dataset, lang, wanted in CARDS:
        made.clear()
        app = visit(MAP, fiche=card, jeu=dataset, lang=lang)
        assert not app.exception
        text = text_of(made[0]())
        missing += [(card, one) for one in wanted if one not in text]
    assert missing == []


def test_a_card_of_nobody_offers_no_sheet(made):
    app = visit(MAP, fiche="organisme:personne", jeu="publie")
    assert not app.exception
    assert made == []


def test_accounts_and_ratios_of_a_named_mutual_stay_with_those_who_may_see_them(made, monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    visit(MAP, fiche="organisme:md_karite", jeu="demonstration", lang="fr")
    text = text_of(made[0]())
    assert "Bénéficiaires" in text
    assert not [one for one in ("Cotisations", "Réserves", "Ratio", "Taux", "FCFA") if one in text]
    assert "réservés" in text
    made.clear()
    visit(MAP, fiche="region:gbeke", jeu="demonstration", lang="fr")
    assert "Ratio de sinistralité" not in text_of(made[0]())


def test_a_centre_lists_every_service_by_what_the_source_says_of_it(made):
    visit(MAP, fiche="centre:cd_noisetier_1", jeu="demonstration", lang="fr")
    sheet = made[0].args[0]
    assert len(sheet.services) == len({one.title for one in sheet.services}) > 10
    assert {one.state for one in sheet.services} <= {"available", "absent", "unasked"}


def test_numbers_of_sources_lead_to_the_documents_listed():
    numbers = {"a": 1, "b": 2, "c": 3}
    assert fiche_pdf._cited("c ; a", numbers) == "[1, 3]"
    assert fiche_pdf._cited(None, numbers) == ""
