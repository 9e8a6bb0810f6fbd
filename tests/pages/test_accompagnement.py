"""The page of life cycles, activities and agreements, in both datasets and languages."""

import json

import pytest

from cartomut.ui import answers
from tests.pages.visit import SUPPORT, payload, texts, visit

PARTS = ("cycle", "activites", "conventions")


def page(dataset="publie", **params):
    app = visit(SUPPORT, jeu=dataset, **{"lang": "fr"} | params)
    assert [error.message for error in app.exception] == [], params
    return app


def said(app):
    return " ".join(texts(app)).replace("\xa0", " ").replace("**", "")


def test_a_published_mutual_is_followed_from_its_agreement_to_its_plan():
    text = said(page(mutuelle="musomci"))
    for words in (
        "Convention : 8 juin 2021 – convention avec le PASS",
        "Plan stratégique : 23 juin 2021 – atelier du plan stratégique, Jacqueville",
        "Immatriculation : Inconnu",
        "Atelier du plan stratégique de la MUSOMCI, avec le PASS",
        "Mutuelles ni fusionnées ni dissoutes : 19.",
        "Immatriculation : 0 sur 19, inconnu pour 17",
        "Sans aucune étape connue : MA-CNPS",
    ):
        assert words in text, words
    merged = said(page(mutuelle="mutrepci"))
    assert "Création : 2017 – année déduite ; jour non donné" in merged
    assert "Création de la MUTREPCI sous la conduite du PASS" in merged
    only = page(accompagnees="oui")
    assert "Mutuelles avec au moins une étape connue : 5 sur 5." in said(only)


def test_a_long_timeline_comes_forty_mutuals_at_a_time():
    first, second = (page("demonstration", page_cycles=one) for one in ("1", "2"))
    assert [len(timeline(one)) for one in (first, second)] == [40, 19]
    assert not set(timeline(first)) & set(timeline(second))
    nowhere = page("demonstration", region="bafing", type="union")
    assert [info.value for info in nowhere.info]


def timeline(app):
    """List the mutuals that the timeline names on its axis."""
    (spec,) = [
        json.loads(one.proto.spec)
        for one in app.get("plotly_chart")
        if "cycles" in one.proto.id.split("-")[-1]
    ]
    return spec["layout"]["yaxis"]["ticktext"]


def test_activities_are_narrowed_and_stand_on_the_map_with_what_has_no_place_named():
    every = page(volet="activites")
    text = said(every)
    assert (
        "Activités : 27, dont 27 du PASS ; la première : 2014, la dernière : décembre 2025" in text
    )
    assert "Participation connue pour 6 des 11 ateliers et rencontres." in text
    assert "environ 20 personnes de 17 mutuelles" in text
    assert "Activités situées : 23 sur 27, en 6 lieux." in text
    assert "Phase 1 du PASS, gérée par Expertise France" in text
    drawn = payload(every)
    assert sorted(drawn["lieux"]["nom"])[-1] == "Yopougon\xa0: 1 activité"
    assert drawn["aplat"]["abidjan"][1] == "22"
    assert drawn["aplat"]["bafing"][0] == "inconnu"  # none is known there: that is not a zero
    narrowed = page(volet="activites", partenaire="musomci")
    assert "Activités : 2, dont 2 du PASS" in said(narrowed)
    place = page(volet="activites", menees_par="tous", lieu_activites="grands_ponts~Jacqueville")
    assert "Activités : 1, dont 1 du PASS" in said(place)
    assert "Lieu : Jacqueville" in said(place)
    outside = page(volet="activites", annee_debut="2026", region="bafing")
    assert "Aucune ligne ne répond à ces filtres." in said(outside)


def test_agreements_are_judged_on_the_chosen_day_and_a_silent_term_is_said_so():
    text = said(page(volet="conventions"))
    assert "Terme inconnu : 6" in text
    assert "Sans aucune date, donc absentes du graphique : PASS ; Novartis ; CNAESCOM-CI." in text
    assert "Aucune source publiée ne dit quand ces conventions finissent" in text
    late = said(page("demonstration", volet="conventions", jour="edition", delai="365"))
    assert "Conventions connues : 16" in late


@pytest.mark.parametrize("part", PARTS)
def test_every_part_says_in_both_languages_that_nothing_is_known(part, monkeypatch):
    """A dataset without mutuals, activities or agreements: nothing fails and nothing is a zero."""
    asked = answers.answer
    emptied = ("etapes_mutuelles", "etapes_secteur", "activites", "conventions")

    def none(question, **params):
        rows = asked(question, **params)
        return rows.iloc[:0] if question.rpartition("/")[2] in emptied else rows

    monkeypatch.setattr(answers, "answer", none)
    for lang in ("fr", "en"):
        app = page(volet=part, lang=lang)
        assert not app.get("plotly_chart")
        assert app.info
