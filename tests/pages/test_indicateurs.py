"""The indicators of the catalogue: computed, with their evidence, or lacking named fields."""

import pytest

from cartomut import rights
from cartomut.i18n import CODES, language
from cartomut.ui import evidence, reader
from tests.pages.visit import DICTIONARY, EVIDENCE, elements, texts, visit


def evidence_of(code, **params):
    app = visit(EVIDENCE, preuve="indicateur", indicateur=code, **params)
    assert [error.message for error in app.exception] == []
    return app


def links(app):
    """List the query strings of the links to other pages."""
    return [one.proto.query_string for one in elements(app) if one.type == "page_link"]


@pytest.mark.parametrize("lang", CODES)
def test_the_dictionary_opens_an_indicator_with_its_evidence_or_the_fields_it_lacks(lang):
    app = visit(DICTIONARY, lang=lang, partie="indicateurs", indicateur="dispo_arv")
    assert any("preuve=indicateur&indicateur=dispo_arv" in one for one in links(app))
    app = visit(
        DICTIONARY,
        lang=lang,
        partie="indicateurs",
        calcul="non_calculables",
        indicateur="patients_par_centre",
    )
    assert [error.message for error in app.exception] == []
    assert [one for one in app.info if "nb_patients" in one.value]
    whole, lacking = (
        visit(DICTIONARY, lang=lang, partie="indicateurs", **more).dataframe[0].value
        for more in ({}, {"calcul": "non_calculables"})
    )
    assert 20 < len(lacking) < len(whole) == 144


def test_a_computed_indicator_shows_its_value_its_rows_its_thresholds_and_its_sql():
    app = evidence_of("dispo_arv", jeu="demonstration", lang="fr")
    said = " ".join(texts(app))
    for expected in ("valeur connue pour", "sur 167 centres de santé", "Seuil du projet"):
        assert expected in said
    assert "au moins 80" in said
    rows = app.dataframe[0].value
    assert {"Numérateur", "Dénominateur", "Valeur", "État de la valeur"} <= set(rows.columns)
    assert len(rows) == 167
    assert any("centre_service" in one.value and "select" in one.value for one in app.code)


def test_the_filters_and_the_year_hold_for_the_value_and_for_its_rows():
    app = evidence_of(
        "ratio_sinistralite", jeu="demonstration", lang="fr", region="abidjan", annee="2022"
    )
    years = set(app.dataframe[0].value["Année"])
    assert years == {2022}
    assert f"sur {len(app.dataframe[0].value)} mutuelles" in " ".join(texts(app))
    whole = evidence_of("ratio_sinistralite", jeu="demonstration", lang="fr", annee="2022")
    assert len(app.dataframe[0].value) < len(whole.dataframe[0].value)


def test_a_sum_with_hidden_or_unknown_counts_is_said_to_be_a_least():
    said = " ".join(texts(evidence_of("gf_depistages_vih", jeu="demonstration", lang="fr")))
    assert "au moins" in said
    assert "somme des valeurs connues" in said


def test_every_kind_of_indicator_has_an_honest_page_on_both_datasets():
    """Not computed, put by another question, added up in no way, of health accounts, of regions."""
    for code, dataset, has_rows in (
        ("readiness_generale", "demonstration", False),
        ("taux_reponse_etude", "publie", False),
        ("ratio_sinistralite", "publie", False),
        ("com_taux_realisation", "demonstration", True),
        ("repartition_fonctions_hc", "demonstration", True),
        ("densite_lits", "publie", True),
    ):
        app = evidence_of(code, jeu=dataset, lang="en")
        assert app.subheader, code
        assert bool(app.dataframe) == has_rows, code
        assert has_rows or app.info or links(app), code


def test_accounts_of_a_named_mutual_stay_with_who_runs_the_app(monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    closed = evidence_of("ratio_sinistralite", jeu="demonstration", lang="fr")
    assert not closed.dataframe
    assert any("réservés" in one.value for one in closed.info)
    assert "valeur connue pour" in " ".join(texts(closed))  # the country's own value is not
    assert evidence_of("taux_penetration", jeu="demonstration", lang="fr").dataframe


def test_a_threshold_is_written_in_words_in_its_unit():
    fr, en = language("fr"), language("en")
    assert evidence.threshold(">=0.80", "part", fr).replace("\u00a0", " ") == "au moins 80 %"
    said = evidence.threshold("0.35..0.45|0.55..0.65", "part", fr).replace("\u00a0", " ")
    assert said == "de 35 % à 45 % ou de 55 % à 65 %"
    assert evidence.threshold("<=30", "jours", en) == "at most 30"
    assert evidence.threshold("-0.05..0", "part", en) == "from -5% to 0%"
    assert evidence.threshold("un jour", "part", fr) == "un jour"  # shown as it is
