"""The page of projects: its parts in both datasets and languages, its filters, the moves."""

import json
from datetime import date

import plotly.graph_objects as go
import pytest

from cartomut import operations, paths, rights
from cartomut.charts.palette import LIGHT
from cartomut.charts.projets import STRIPED, Part, empilees, round_step
from cartomut.exports import picture
from cartomut.i18n import Language
from cartomut.ui import listing, reader
from tests.pages.visit import PROJECTS, clean, texts, visit

PARTS = ("besoins", "etapes", "argent", "rencontres")
NEED = "demo_projet_11"


@pytest.fixture(autouse=True)
def _own_operations(tmp_path, monkeypatch):
    """Keep what these tests type out of the file of the checkout."""
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "operations.sqlite")


def page(dataset="demonstration", **params):
    app = visit(PROJECTS, jeu=dataset, **{"lang": "fr"} | params)
    assert [error.message for error in app.exception] == [], params
    return app


def said(app):
    return clean(" ".join(texts(app)))


def charts(app):
    return {
        one.proto.id.split("-")[-1]: json.loads(one.proto.spec) for one in app.get("plotly_chart")
    }


def test_every_part_works_in_both_datasets_and_languages():
    for part in PARTS:
        for dataset, lang in (("demonstration", "en"), ("publie", "fr")):
            app = page(dataset, volet=part, lang=lang)
            assert bool(app.get("plotly_chart")) == (dataset == "demonstration"), (part, dataset)
            for name, drawn in charts(app).items():
                figure = go.Figure(drawn["data"], drawn["layout"])  # Plotly checks what was made
                if name in ("besoins_partenaires", "projets_manques"):
                    assert picture.draw(figure, name, [], "svg", Language("fr"), ""), name


def test_without_projects_it_says_what_public_sources_tell():
    text = said(page("publie"))
    for words in (
        "ce n'est pas zéro, c'est inconnu",
        "Numérique et parcours de soins",
        "16 mai 2024",
        "Centre de santé MUGEF-CI de Bouaké",
        "Coût de 300 millions FCFA",
        "Défi 9 sur 10",
    ):
        assert words in text, words


def test_a_need_shows_its_offers_with_the_reason_of_each_answer(monkeypatch):
    app = page(besoin=NEED, devise="eur")
    text = said(app)
    for words in (
        "Offre de financement, et il manque 100,6 k EUR au projet.",
        "Vaut dans tout le pays.",
        "Vise de 30,5 k EUR à 609,8 k EUR : 100,6 k EUR y tient.",
        "L'offre ne dit pas où elle vaut.",
        "Une réponse « non » écarte l'offre.",
        "Aucun contact personnel n'est publié ici",
    ):
        assert words in text.replace("\xa0", " "), words
    bars = charts(app)["besoins_themes"]["data"]
    assert [one["name"] for one in bars] == [
        "Une offre convient",
        "Une offre à confirmer",
        "Sans offre connue",
    ]
    assert sum(sum(one["x"]) for one in bars) == 20
    offers = next(one.value for one in app.dataframe if "Où elle vaut" in one.value)
    assert {"tout le pays", "non dit", "Guémon"} <= set(offers["Où elle vaut"])
    monkeypatch.setattr(listing, "WHOLE", 3)  # reasons are then written for the page at hand
    long = page(besoin=NEED)
    pairs = next(one.value for one in long.dataframe if "Pourquoi" in one.value)
    assert len(pairs) == 4
    assert "L'offre ne dit pas où elle vaut." in pairs["Pourquoi"].iloc[1]
    digital = charts(page(atelier="numerique"))["besoins_themes"]["data"]
    assert len(digital[0]["y"]) == 3


def test_money_tells_a_gap_from_what_is_unknown_and_filters_that_keep_nothing_are_named():
    text = said(page(volet="argent")).replace("\xa0", " ")
    for words in (
        "au moins 868,9 M FCFA",
        "connu pour 24 sur 26 projets en cours",
        "2 sans coût",
        "Demandes refusées : 2 (277,4 M FCFA)",
    ):
        assert words in text, words
    for part in PARTS:
        empty = page(volet=part, type="union")
        assert not empty.get("plotly_chart"), part
        assert "Union" in said(empty), part


def test_a_move_puts_the_project_at_its_stage_and_says_what_the_edition_said(monkeypatch):
    app = page(volet="etapes", projet=NEED)
    assert "Édition : montage financier (décembre 2025)." in said(app)
    stage = next(one for one in app.selectbox if one.label == "Nouvelle étape")
    assert stage.value == "montage"
    stage.set_value("realisation")
    next(one for one in app.text_area if one.label == "Pourquoi").set_value("Marché signé")
    next(one for one in app.text_input if one.label.startswith("Votre nom")).set_value("Suivi")
    next(one for one in app.button if one.label == "Noter le changement").click()
    app.run()
    (move,) = operations.rows("projet_suivi", projet_id=NEED)
    assert (move["rang"], move["etape"], move["motif"]) == (1, "realisation", "Marché signé")
    text = said(app)
    assert "1 projet a changé d'étape depuis l'édition" in text
    assert "l'édition dit : montage financier" in text
    assert "noté par Suivi" in text
    app.run()  # still the form of that move: another one is asked for
    assert [one.label for one in app.button if "autre" in one.label] == [
        "Noter un autre changement"
    ]
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    closed = page(volet="etapes", projet=NEED)
    assert not [one for one in closed.button if one.label == "Noter le changement"]


def test_an_older_move_gives_way_to_a_later_edition():
    for day, shown in (("2025-11-30", 0), ("2025-12-01", 1)):
        operations.save(
            "projet_suivi",
            {"jeu": "demonstration", "projet_id": NEED, "rang": 1},
            {"etape": "service", "date": date.fromisoformat(day)},
            seen=1 if shown else None,
            by="Suivi",
        )
        assert said(page(volet="etapes")).count("a changé d'étape depuis l'édition") == shown, day


def test_bars_keep_unknown_values_apart_and_survive_long_or_hostile_titles():
    hostile = "<b>A & B</b>" * 9
    parts = [Part("x", [None, 5.0], ["–", "5"]), Part("y", [1.0, 0], ["1", "0"], 1, STRIPED)]
    drawn = empilees([hostile, "court\nsuite"], parts, "", LIGHT, Language("fr"), ends=["1", "6"])
    go.Figure(drawn.to_dict())
    assert "<b>A" not in str(drawn.data[0].y)
    assert drawn.data[-1].x == (1.0, 5.0)
    empilees(["vide"], [Part("x", [0], ["0"])], "", LIGHT, Language("fr"), write=str)
    for longest in (0.3, 1, 3.9, 4, 7, 10, 999, 1e9, 2.75e9):
        assert 2 <= longest / round_step(longest) < 4.01, longest
