"""The page of the micro-system: its parts in both datasets, its clicks, its empty states."""

import json

import plotly.graph_objects as go
import pytest

from cartomut import operations, paths, rights
from cartomut.exports import picture
from cartomut.i18n import Language
from cartomut.ui import reader
from tests.pages.visit import EVIDENCE, MICROSYSTEM, clean, payload, texts, visit

HUB = "cd_fromager_2"


@pytest.fixture(autouse=True)
def _own_operations(tmp_path, monkeypatch):
    """Keep what these tests type out of the file of the checkout."""
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "operations.sqlite")


def page(dataset="demonstration", **params):
    app = visit(MICROSYSTEM, jeu=dataset, **{"lang": "fr"} | params)
    assert [error.message for error in app.exception] == [], params
    return app


def said(app):
    return clean(" ".join(texts(app))).replace("\u00a0", " ")


def test_every_figure_of_every_part_is_one_that_plotly_takes_and_a_picture_draws():
    """The first part of the demonstration is walked with every other page."""
    for part, dataset, lang in (
        ("soins", "demonstration", "en"),
        ("modele", "demonstration", "en"),
        ("reseau", "publie", "fr"),
    ):
        drawn = [
            json.loads(one.proto.spec)
            for one in page(dataset, volet=part, lang=lang).get("plotly_chart")
        ]
        assert drawn, part
        for one in drawn:
            figure = go.Figure(one["data"], one["layout"])
            assert picture.draw(figure, part, [], "svg", Language(lang), ""), part


def test_the_published_micro_system_is_shown_with_what_nobody_says_of_it():
    network = said(page("publie"))
    for words in (
        "Microsystème : Centre de santé de la MUMAP",
        "Liens connus : 6, entre 7 centres et organismes.",
        "Première date connue : 18 juillet 2024",
        "Centres dont le niveau de soins est connu : 0 sur 1",
        "Situés : 1 sur 7 centres et organismes.",
    ):
        assert words in network
    care = said(page("publie", volet="soins"))
    assert "Aucune source pour : Offre de soins graduée ; Articulation avec la CMU" in care
    assert "rien ne prouve qu'un service manque" in care
    model = said(page("publie", volet="modele"))
    for words in ("Collaborateurs : 2 000", "OXANCE : 13,8", "inconnu (connu pour 0 sur 1)"):
        assert words.replace(" ", "") in model.replace("\u202f", "").replace(" ", "")


def test_a_link_of_the_map_a_click_and_a_kind_of_link_narrow_the_page():
    app = page(types_liens=["charte"], fiche=f"centre:{HUB}")
    text = said(app)
    assert "Liens connus : 7, entre 8 centres et organismes." in text
    assert "Fermer la fiche" in text
    assert len(payload(app)["liens"]["traits"]) == 7
    none = said(page("publie", types_liens=["formation"]))
    assert "Aucun lien connu ne répond à cette année et à ces types de liens." in none
    filtered = said(page("publie", region="gbeke"))
    assert "Retirer l'un de ces filtres suffit" in filtered
    wrong = page(reseau="ailleurs", annee_reseau="jamais", portee_km="3", volet="rien")
    assert "Microsystème : Centre Démo Fromager 2" in said(wrong)


def test_a_centre_answers_a_challenge_which_is_kept_with_who_said_it(monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.LOCAL])
    app = page(volet="defis", centre=HUB, defi="mise_en_reseau")
    assert "Défis répondus : 0 sur 10." in said(app)
    assert "Les données disent : liens connus de ce centre" in said(app)
    by_label = {one.label: one for one in (*app.selectbox, *app.text_area)}
    by_label["Réponse"].set_value("en_cours")
    by_label["Commentaire"].set_value("Charte <b>signée</b>")
    next(one for one in app.text_input if one.label.startswith("Votre nom")).set_value(
        "Direction du centre"
    )
    next(one for one in app.button if one.label == "Enregistrer").click()
    app.run()
    assert [error.message for error in app.exception] == []
    assert "Défis répondus : 1 sur 10." in said(app)
    (row,) = operations.rows("autodiagnostic", centre_id=HUB)
    kept = ("defi", "reponse", "commentaire", "auteur")
    assert [row[name] for name in kept] == [
        "mise_en_reseau",
        "en_cours",
        "Charte <b>signée</b>",
        "Direction du centre",
    ]
    assert "1 sur " in said(page(volet="defis", centre=""))


def test_who_may_not_write_reads_the_challenges_and_no_centre_s_answers(monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    operations.save(
        "autodiagnostic",
        {"jeu": "demonstration", "centre_id": HUB, "defi": "partenariats"},
        {"reponse": "acquis", "commentaire": "Secret"},
        seen=None,
        by="Direction",
    )
    text = said(page(volet="defis", centre=HUB))
    assert "Conventionnement avec la CMU" in text
    assert "Secret" not in text
    assert "Direction" not in text


def test_the_evidence_of_what_lacks_takes_the_distance_of_its_link_and_survives_nonsense():
    asked = {"preuve": "figure", "question": "reseau_manques", "pivot_id": HUB, "lang": "fr"}
    found = {}
    for km in ("50", "10", "dix"):
        app = visit(EVIDENCE, jeu="demonstration", km=km, **asked)
        assert [error.message for error in app.exception] == [], km
        found[km] = app.dataframe[0].value["Offert par un membre à portée"].sum()
    assert found["dix"] == found["10"] < found["50"]
