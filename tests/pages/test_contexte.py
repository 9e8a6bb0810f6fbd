"""Mutuals beside the CMU, households and the State: shares with their denominators, kept apart."""

import json

import numpy as np
import pytest

from tests.pages.visit import CONTEXT, seen, texts, visit


def said(app):
    return " ".join(texts(app)).replace("\u202f", " ").replace("\u00a0", " ")


def test_each_weight_names_its_denominator_and_a_missing_one_is_not_guessed():
    shown = said(seen(CONTEXT, "fr"))
    for words in (
        "1 500 000 personnes sur 29 389 150 personnes (Population recensée, 2021)",
        "Part non recalculée, car un total n'est pas publié : Dépense courante de santé du pays.",
        "Part non recalculée, car un total n'est pas publié : Dépenses des organismes",
        "année connue la plus proche : 2022",
        "53 Md FCFA ÷ 5 % = 1 060 Md FCFA",
        "53 Md FCFA ÷ 40 % = 132,5 Md FCFA",
        "À vérifier (GHED)",
        "deux années ensemble",
        "Réserves : 25,6 Md FCFA (2017) ; plus de 24 Md FCFA (2018).",  # a bound is no change
    ):
        assert words in shown, words


def test_the_misquote_is_shown_with_the_way_to_the_claims():
    app = seen(CONTEXT, "fr")
    (warning,) = [one.value for one in app.warning]
    assert "Citation à ne pas reprendre" in warning
    queries = [one.proto.query_string for one in app.get("page_link")]
    assert [one for one in queries if "preuve=affirmations" in one]


def test_another_dataset_shows_the_published_facts_beside_its_own_sums():
    """The way to the evidence of a national figure leads to the dataset that holds it."""
    app = visit(CONTEXT, jeu="demonstration", lang="fr", region="gbeke", devise="eur")
    assert not app.exception
    shown = said(app)
    assert "faits publiés, quel que soit le jeu" in shown
    assert "80,8 M EUR ÷ 5 % = 1,62 Md EUR" in shown  # 53 bn at 655.957
    assert "ne sont rapportées à aucun total du pays" in shown
    assert "organismes sur" in shown
    queries = [one.proto.query_string for one in app.get("page_link")]
    published = [one for one in queries if "question=poids_mutuelles" in one]
    assert published
    assert [one for one in published if "jeu=publie" not in one or "region" in one] == []
    own = [one for one in queries if "question=totaux_exercices" in one]
    assert own
    assert [one for one in own if "jeu=demonstration" not in one or "region" not in one] == []
    assert app.query_params["jeu"] == "demonstration"
    assert app.session_state["_choix"]["region"] == "gbeke"


def numbers(chart):
    """Return the horizontal values of a chart's first trace."""
    return np.array(chart["data"][0]["x"])


def test_amounts_follow_the_currency_and_shares_do_not():
    pages = (seen(CONTEXT, "fr"), visit(CONTEXT, lang="fr", devise="usd"))
    charts = [[json.loads(one.proto.spec) for one in page.get("plotly_chart")] for page in pages]
    (shares, francs, *_rest), (same, dollars, *_rest) = charts
    assert shares["data"][0]["x"] == same["data"][0]["x"]
    assert numbers(francs) / numbers(dollars) == pytest.approx(593.626)  # the rate of 2023
