"""What stands in the URL: good links are kept, bad ones are survived."""

import pytest

from cartomut.paths import ROOT
from tests.pages.visit import (
    CENTRES,
    CONTEXT,
    DICTIONARY,
    EVIDENCE,
    FUNDING,
    HOME,
    MAP,
    PAGES,
    SCORECARDS,
    SOUNDNESS,
    payload,
    seen,
    texts,
    visit,
)

HOSTILE = {
    "lang": "xx",
    "jeu": "zz",
    "theme": "<script>",
    "district": "../..",
    "region": "nope",
    "commune": "nulle part",
    "niveau": "pays",
    "mesure": "foo",
    "cercles": "foo",
    "methode": "foo",
    "symboles": "foo",
    "couches": "foo",
    "vue": "foo",
    "fiche": "centre:nope",
    "question": "../../etc",
    "preuve": "foo",
    "indicateur": "foo",
    "partie": "foo",
    "table": "foo",
    "mot": "**[x](javascript:alert(1))**",
    "recherche": "'; drop table centre; --",
    "statut": ["foo", "ouvert"],
    "type": "foo",
    "inconnu": "x" * 500,
}


@pytest.mark.parametrize("page", PAGES)
def test_a_link_full_of_nonsense_still_shows_the_page(page):
    app = visit(page, **HOSTILE)
    assert not app.exception
    assert app.title[0].value
    assert not any("<script>" in text for text in texts(app))


@pytest.mark.parametrize(
    "params",
    [
        {"fiche": "centre:nope"},
        {"fiche": "<script>:1"},
        {"fiche": "centre:' or 1=1 --"},
        {"fiche": "region:"},
        {"fiche": ":"},
        {"fiche": "centre"},
    ],
    ids=str,
)
def test_a_card_that_does_not_exist_is_said_not_to(params):
    app = visit(MAP, **params)
    assert not app.exception
    if params["fiche"] != ":":
        assert app.info


@pytest.mark.parametrize(
    "params",
    [
        {"entite": "organisme", "id": "nope"},
        {"entite": "<script>", "id": "**x**"},
        {"preuve": "chiffre", "indicateur": "nope"},
        {"preuve": "figure", "question": "faits_publies", "entite": "nope"},
    ],
    ids=str,
)
def test_evidence_that_does_not_exist_is_said_not_to(params):
    app = visit(EVIDENCE, **params)
    assert not app.exception
    assert app.info or params.get("preuve") == "chiffre"


def test_evidence_for_a_measure_that_does_not_exist_claims_nothing():
    """It must not read as if nobody had surveyed any region."""
    app = visit(EVIDENCE, preuve="figure", question="territoires_mesure", mesure="foo")
    assert not app.exception
    shown = " ".join(texts(app))
    assert "non recensé" not in shown or app.info


def test_the_url_decides_the_language():
    assert seen(DICTIONARY, "en").title[0].value != seen(DICTIONARY, "fr").title[0].value
    unknown = visit(DICTIONARY, lang="xx")
    assert unknown.title[0].value == seen(DICTIONARY, "fr").title[0].value


@pytest.mark.parametrize(("locale", "lang"), [("en-GB", "en"), ("fr-CI", "fr"), ("de", "fr")])
def test_without_it_the_browser_s_language_is_taken(locale, lang):
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.context = {"locale": locale}
    app.run()
    assert app.title[0].value == seen(HOME, lang).title[0].value
    # What is written about a file while no script runs is in the session's language.
    assert app.session_state["_lang"] == lang


@pytest.mark.parametrize("page", [FUNDING, SOUNDNESS, CONTEXT, SCORECARDS])
def test_a_page_of_mutuals_neither_offers_nor_claims_what_only_centres_have(page):
    asked = {"statut": ["ouvert"], "type": ["mutuelle_sociale"]}
    app = visit(page, jeu="demonstration", lang="fr", **asked)
    assert not app.exception
    assert [box.key for box in app.sidebar.multiselect] == ["type_choix"]
    shown = {button.key for button in app.button}
    assert "_chip_type_mutuelle_sociale" in shown
    assert "_chip_statut_ouvert" not in shown
    # It is kept for the pages that take it, whatever is cleared here.
    app.button(key="_chip_all").click().run()
    app.switch_page(CENTRES).run()
    assert "_chip_type_mutuelle_sociale" not in {button.key for button in app.button}
    assert "_chip_statut_ouvert" in {button.key for button in app.button}


def test_changing_the_language_keeps_the_filters_and_the_page():
    app = visit(MAP, lang="fr", district="abidjan", statut=["ouvert"])
    before = payload(app)["lieux"]["id"]
    french = app.title[0].value
    app.selectbox(key="_choix_lang").set_value("en").run()
    assert not app.exception
    assert app.title[0].value != french
    assert payload(app)["lieux"]["id"] == before
    assert [app.query_params[name] for name in ("lang", "district", "statut")] == [
        "en",
        "abidjan",
        "ouvert",
    ]


def test_changing_the_theme_keeps_the_filters():
    app = visit(MAP, lang="fr", district="abidjan")
    light = payload(app)["palette"]
    app.selectbox(key="_choix_theme").set_value("sombre").run()
    assert payload(app)["palette"] != light
    assert app.query_params["district"] == "abidjan"


def test_filters_go_along_from_page_to_page():
    app = visit(MAP, lang="fr", region="gbeke")
    kept = payload(app)["lieux"]["id"]
    app.switch_page(HOME).run()
    assert payload(app)["lieux"]["id"] == kept


def test_a_filter_narrows_the_map_and_its_tables():
    app = visit(MAP, lang="fr", district="vallee_du_bandama", tableau_territoires="oui")
    assert payload(app)["aplat"].keys() == {"gbeke", "hambol"}
    assert len(app.dataframe[0].value) == 2
    assert set(payload(app)["lieux"]["id"]) == {
        "centre_kandia_camara_bouake",
        "centre_mugef_ci_bouake",
    }


def test_a_region_of_another_district_is_dropped():
    app = visit(MAP, lang="fr", district="abidjan", region="gbeke")
    assert not app.exception
    assert "region" not in app.query_params
    assert payload(app)["aplat"].keys() == {"abidjan"}


@pytest.mark.parametrize(("page", "lang"), [(HOME, "en"), (MAP, "fr")])
def test_filters_that_leave_nothing_say_which_one_to_drop(page, lang):
    app = visit(page, lang=lang, district="zanzan", statut=["ouvert"])
    assert not app.exception
    assert "Zanzan" in app.info[0].value


def test_filters_that_only_leave_nothing_together_are_all_to_be_cleared():
    """No announced centre is in Zanzan, no clinic is announced: dropping one is not enough."""
    params = {"district": "zanzan", "statut": ["annonce"], "etablissement": ["clinique"]}
    app = visit(MAP, lang="fr", **params)
    assert not app.exception
    assert "Zanzan" not in app.info[0].value


def test_a_chip_removes_its_filter_and_another_button_all_of_them():
    app = visit(MAP, lang="fr", district="abidjan", statut=["ouvert"])
    app.button(key="_chip_statut_ouvert").click().run()
    assert "statut" not in app.query_params
    assert app.query_params["district"] == "abidjan"
    app.button(key="_chip_all").click().run()
    assert "district" not in app.query_params
    assert len(payload(app)["aplat"]) == 33


def test_a_chip_of_a_territory_removes_it():
    app = visit(MAP, lang="fr", district="vallee_du_bandama", region="gbeke")
    app.button(key="_chip_region_gbeke").click().run()
    assert payload(app)["aplat"].keys() == {"gbeke", "hambol"}
    app.button(key="_chip_district_vallee_du_bandama").click().run()
    assert len(payload(app)["aplat"]) == 33


def test_the_search_opens_the_card_of_what_it_found():
    app = visit(MAP, lang="fr", recherche="muscop")
    buttons = [one for one in app.button if (one.key or "").startswith("_trouve_")]
    assert len(buttons) == 2
    next(one for one in buttons if "centre" in one.key).click().run()
    assert not app.exception
    assert app.query_params["fiche"] == "centre:hopital_muscop_ci"


def test_a_search_without_answer_says_so():
    app = visit(MAP, lang="fr", recherche="zzzz")
    assert not app.exception
    assert [one for one in app.button if (one.key or "").startswith("_trouve_")] == []


def test_a_choice_of_the_map_is_in_the_url_and_its_default_is_not():
    app = visit(MAP, lang="fr", mesure="nb_sieges")
    areas = payload(app)["aplat"]
    assert areas["abidjan"][1] == "4"
    assert areas["gbeke"][0] == "non_enquete"
    assert app.query_params["mesure"] == "nb_sieges"
    assert "mesure" not in visit(MAP, lang="fr", mesure="population_2021").query_params


def test_layers_can_be_switched_off_by_the_url():
    assert payload(visit(MAP, lang="fr", couches=["lacs"]))["couches"] == ["lacs"]
    assert payload(visit(MAP, lang="fr", couches="aucun"))["couches"] == []


def test_the_frame_of_the_map_follows_the_territory_and_the_url():
    assert payload(visit(MAP, region="gbeke"))["vue"]["code"] == "gbeke"
    assert payload(visit(MAP, vue="abidjan"))["vue"]["cle"] == "abidjan"
    assert payload(seen(MAP, "fr"))["vue"]["cle"] == "pays"


def test_a_text_from_the_url_is_shown_and_never_run():
    text = "**gras** <b>x</b> [l](https://exemple.ci)"
    for page, name in ((MAP, "recherche"), (DICTIONARY, "mot")):
        app = visit(page, lang="fr", **{name: text})
        assert not app.exception
        assert not [one for one in app.markdown if "**gras**" in one.value]
        assert not [one for one in app.markdown if "](https://exemple.ci)" in one.value]
