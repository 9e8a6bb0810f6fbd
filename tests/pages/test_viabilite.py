"""The viability page: its four parts, in both datasets and languages, and who sees what."""

import json

import plotly.graph_objects as go

from cartomut import rights, thresholds
from cartomut.ui import reader
from tests.pages.visit import clean, texts, visit

PAGE = "pages/financer/viabilite.py"
CLAIMS = ("ratio_sinistralite", "vert")
PARTS = ("ratios", "simulation", "resistance", "seuils")


def page(dataset="demonstration", **params):
    app = visit(PAGE, jeu=dataset, **{"lang": "fr"} | params)
    assert [error.message for error in app.exception] == [], params
    return app


def said(app):
    return " ".join(texts(app))


def charts(app):
    """Map the name of each chart to what is drawn; one that may be clicked ends in _0."""
    return {
        one.proto.id.split("-")[-1].removesuffix("_0"): json.loads(one.proto.spec)
        for one in app.get("plotly_chart")
    }


def test_the_ratios_stand_beside_their_thresholds_with_their_origin():
    assert len(charts(page())) == 4  # one family at a time
    app = page(famille="toutes")
    drawn = charts(app)
    assert len(drawn) == 10  # renewal is not asked by the study: its panel says so
    claims = drawn["ratio_ratio_sinistralite"]
    median, own = claims["data"]
    assert own["x"] == median["x"] == [2020, 2021, 2022, 2023, 2024, 2025]
    assert own["text"][:-1] == [""] * 5
    bands = [one for one in claims["layout"]["shapes"] if one["type"] == "rect"]
    assert {(one["y0"], one["y1"]) for one in bands} == {(0.4, 0.5), (0.8, 1.0), (0.5, 0.8)}
    growth = drawn["ratio_taux_croissance_beneficiaires"]["data"]
    assert growth[-1]["x"] == [2020]  # the year without a value says so
    assert growth[-1]["text"] == ["n. d."]
    text = said(app)
    for words in (
        "l'étude ne demande pas encore `nb_adherents_renouveles",
        "Norme lue ([Norme 50-80% utilisée par le SAILD",
        "À confirmer (AIRMS)",
        "Seuil du projet",
        "Ce n'est pas une note : chaque ratio se lit seul.",
        "42 connues sur 59",
    ):
        assert words in text, words
    for chart in drawn.values():
        assert chart["layout"]["annotations"]  # each band bears its name
        go.Figure(chart["data"], chart["layout"])  # Plotly checks what was made without it


def test_every_part_works_without_accounts_and_in_english():
    for part in PARTS:
        app = page("publie", lang="fr" if part == "ratios" else "en", volet=part)
        assert part == "seuils" or app.info, part
        assert part == "seuils" or not app.get("plotly_chart"), part
        if part == "ratios":
            text = said(app)
            assert "c'est inconnu" in text
            assert "prestations_dues / cotisations_acquises" in text  # what its ratio would need


def test_filters_that_keep_no_mutual_are_said_so(monkeypatch):
    """No union returns accounts; to a reader without the right as to the others."""
    app = page(type="union")
    assert not app.get("plotly_chart")
    assert "c'est une lacune, pas un zéro" in said(app)
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    assert page(type="union", volet="resistance").info


def test_a_simulation_says_its_assumptions_and_when_reserves_run_out():
    app = page(volet="simulation", hausse_prestations="8", devise="eur")
    (name,) = charts(app)
    drawn = charts(app)[name]
    lines = {one["name"]: one["y"] for one in drawn["data"]}
    assert len(lines["Simulation"]) == len(lines["Repère : rien ne change"]) == 6
    assert lines["Simulation"][0] == lines["Repère : rien ne change"][0]
    assert lines["Simulation"][-1] < 0 < lines["Repère : rien ne change"][-1]
    assert "SIMULATION" in [one["text"] for one in drawn["layout"]["annotations"]]
    text = said(app)
    for words in (
        "SIMULATION – Réserves sur cinq ans",
        "Les réserves s'épuisent en 2030.",
        "33 sur 59 attendues en 2025",
        "1 EUR = 655,957 FCFA, parité fixe",
        "Hypothèses de la simulation",
        "les réserves de l'une ne paient pas les prestations d'une autre",
    ):
        assert words in text, words
    assert app.query_params["hausse_prestations"] == "8"


def test_what_is_unknown_is_named_and_nothing_is_simulated():
    app = page(volet="simulation", mutuelle="md_antilope")
    (told,) = [one.value for one in app.info]
    assert clean(told).startswith(
        "Ne peut pas être simulé : l'exercice 2025 ne dit pas, ou dit nul"
    )
    assert not app.get("plotly_chart")


def test_a_shock_counts_who_falls_and_names_only_when_the_reader_may(monkeypatch):
    app = page(volet="resistance", choc="20", par="region")
    assert "Passent hors des seuils" in said(app)
    (drawn,) = charts(app).values()
    assert [one["name"] for one in drawn["data"]] == [
        "Dans le vert après",
        "Dans l'orange après",
        "Passent hors des seuils",
        "Restent hors des seuils",
        "Ratio inconnu",
    ]
    fallen = drawn["data"][2]
    assert sum(fallen["x"]) == 20
    named = page(volet="resistance", choc="20", par="entite")
    assert len(named.dataframe[0].value) == 59
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    closed = page(volet="resistance", choc="20", par="entite")
    assert "Par mutuelle" not in said(closed)
    assert "réservés au régulateur" in said(closed)


def test_a_reader_without_the_right_sees_neither_one_mutual_nor_the_editor(monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    for part in ("ratios", "simulation", "resistance"):
        # one mutual has its seat there
        alone = page(region="nawa", mutuelle="md_alize", volet=part)
        assert "Mutuelle" not in [one.label for one in alone.selectbox], part
        assert "Alizé" not in said(alone), part
        assert not alone.get("plotly_chart"), part
        assert alone.info or part == "ratios", part  # one of these is no account
    text = said(page(volet="seuils"))
    assert "Les seuils se lisent ici" in text
    assert "Mettre ces seuils en usage" not in text


def test_an_edited_table_says_what_changes_and_what_is_wrong_with_it():
    """The browser edits the table; here the draft holds what it would send."""
    table = thresholds.rows(0)
    app = page(volet="seuils")
    for expression, told in (("0.50..0.79", "Ce qui changera"), ("huit", "mis en usage :")):
        draft = [
            row
            | ({"expression": expression} if (row["indicateur_id"], row["regle"]) == CLAIMS else {})
            for row in table
        ]
        app.session_state["_seuils_brouillon"] = (0, draft, 0)
        app.run()
        assert not app.exception
        text = said(app)
        assert told in text
        assert "Ratio de sinistralité (prestations / cotisations) (Vert)" in text
        assert ("« huit » n'est pas une expression de seuil." in text) == (expression == "huit")
        buttons = [one.label for one in app.button]
        assert ("Oui, mettre en usage" in buttons) == (expression != "huit")
