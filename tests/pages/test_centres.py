"""The page of centres: its three views, the lens, the card, both datasets, both languages."""

import pytest

from cartomut import rights
from cartomut.i18n import CODES
from cartomut.ui import reader
from tests.pages.visit import CENTRES, texts, visit

VIEWS = ("liste", "services", "lentille")
LENSES = {"publie": "tb", "demonstration": "vih"}
KNOWN = {"publie": "clinique_la_prevoyance", "demonstration": "cd_acacia_2"}


def said(**params):
    """Return the page and all that it says, as one text."""
    app = visit(CENTRES, **params)
    return app, " ".join(texts(app))


def test_every_view_runs_on_both_datasets_in_both_languages():
    """The list is the page's first view: the tests of all pages open it."""
    wrong = []
    for dataset, lens in LENSES.items():
        for lang in CODES:
            for view in VIEWS[1:]:
                app = visit(CENTRES, jeu=dataset, lang=lang, vue_centres=view, lentille=lens)
                shown = [*app.get("plotly_chart"), *app.dataframe]
                if app.exception or app.error or len(app.title) != 1 or not shown:
                    wrong.append((dataset, lang, view))
    assert wrong == []


def test_published_sources_cite_services_and_nobody_says_they_were_asked():
    _app, list_view = said(jeu="publie", lang="fr")
    assert "les services sont ceux que citent des sources publiques" in list_view
    assert "non cité" in list_view
    _app, lens_view = said(jeu="publie", lang="fr", vue_centres="lentille", lentille="palu")
    assert "Non recueilli" in lens_view
    assert "Cité par une source" not in lens_view or "aucun centre cité" in lens_view
    assert "0 %" not in lens_view


def test_small_counts_are_hidden_on_the_screen_and_totals_are_minimums():
    app, shown = said(
        jeu="demonstration",
        lang="fr",
        vue_centres="lentille",
        lentille="tb",
        vue_activite_lentille="tableau",
    )
    assert "au moins" in shown
    assert "masquées et n'entrent dans aucun total" in shown
    (table,) = [one.value for one in app.dataframe if "Valeurs masquées (1 à 4)" in one.value]
    totals = table.loc[table["Valeurs masquées (1 à 4)"].astype(str) != "0", "Valeur"]
    assert len(totals)
    assert totals.str.contains("au moins|masqué").all()


def test_the_matrix_has_a_list_form_and_a_table_form_of_the_same_answers():
    app, shown = said(
        jeu="demonstration", lang="fr", vue_centres="services", forme_services="lecture"
    )
    assert "✓ Disponible" in shown
    assert "✕ Pas disponible" in shown
    assert "· Non demandé ou sans réponse" in shown
    app = visit(
        CENTRES,
        jeu="demonstration",
        vue_centres="services",
        forme_services="tableau",
        lentille="tb",
    )
    answers = app.dataframe[0].value["Réponse"].str[0]
    assert set(answers) == {"✓", "✕", "·"}


def test_a_search_narrows_the_list_and_a_choice_opens_the_card_without_a_mouse():
    app = visit(CENTRES, jeu="demonstration", lang="fr", cherche="ACACIA demo")
    names = app.dataframe[0].value["Nom"]
    assert len(names) == 3
    assert names.str.contains("Acacia").all()
    app.selectbox(key="_ouvrir_centre").select("cd_acacia_2").run()
    assert app.query_params["fiche"] == "centre:cd_acacia_2"
    assert "Centre Démo Acacia 2" in [one.value for one in app.header]
    app.button(key="_retour_centres").click().run()
    assert "fiche" not in app.query_params
    assert app.dataframe


@pytest.mark.parametrize("dataset", list(KNOWN))
def test_a_card_says_what_the_centre_is_offers_and_did(dataset, monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    app, shown = said(jeu=dataset, lang="fr", fiche=f"centre:{KNOWN[dataset]}")
    assert not app.exception
    for title in ("Les centres les plus proches", "Services", "Activité par année", "sources"):
        assert title in shown
    assert "n'est montrée qu'à ceux qui la contrôlent" in shown
    assert "Recettes du centre" not in shown
    english, text = said(jeu=dataset, lang="en", fiche=f"centre:{KNOWN[dataset]}")
    assert not english.exception
    assert "Services" in text


def test_a_card_leads_to_where_its_centre_refers_its_patients():
    app = visit(CENTRES, jeu="demonstration", lang="fr", fiche="centre:cd_eucalyptus_1")
    (other,) = [one for one in app.button if str(one.key).startswith("_lien_")]
    name = other.label
    other.click().run()
    assert not app.exception
    assert [one.value for one in app.header] == [name]


def test_what_the_address_gets_wrong_is_told_or_ignored_never_a_fault():
    app, shown = said(jeu="publie", lang="fr", fiche="centre:inconnu")
    assert not app.exception
    assert "Cette fiche n'existe pas" in shown
    app, shown = said(
        jeu="demonstration",
        lang="fr",
        lentille="grippe",
        vue_centres="rien",
        condition_centre=["nb_lits>=beaucoup", "nb_lits>=20"],
        colonne_centre=["nb_lits", "mot_de_passe"],
    )
    assert not app.exception
    assert "Condition illisible" in shown
    assert list(app.dataframe[0].value) == ["Nom", "Lits"]
    assert "écarté" in shown
    app, shown = said(jeu="publie", lang="fr", cherche="zzz")
    assert not app.exception
    assert "Aucun centre ne répond" in shown
    filtered = visit(CENTRES, jeu="publie", vue_centres="services", statut="annonce")
    assert not filtered.exception
    assert not filtered.error
