"""The page of mutuals: its list, its conditions, its cards, in both datasets and languages."""

import pandas as pd
import pytest

from cartomut import rights
from cartomut.i18n import CODES
from cartomut.store import Store, current
from cartomut.ui import gate, listing, reader
from cartomut.ui.filters import Filters
from tests.pages.visit import MUTUALS, payload, texts, visit
from tests.queries import naive

INVENTED, KNOWN = "organisme:md_baobab", "siege:mugef_ci"
ACCOUNTS = {
    "fr": ("Cotisations encaissées", "Prestations dues", "Résultat net"),
    "en": ("Contributions received", "Benefits incurred", "Net result"),
}


def opened(**params):
    app = visit(MUTUALS, **params)
    assert [error.message for error in app.exception] == []
    assert not app.error
    return app


def table(app):
    """Return the list, which is the first table of the page."""
    return app.dataframe[0].value


def shown(app):
    return " ".join(texts(app))


@pytest.mark.parametrize("lang", CODES)
def test_the_list_and_a_card_are_there_in_both_datasets(lang):
    for dataset, card, name in (
        ("publie", KNOWN, "MUGEF-CI"),
        ("demonstration", INVENTED, "Mutuelle Démo Baobab"),
    ):
        listed = opened(jeu=dataset, lang=lang)
        assert len(table(listed)) > 20
        assert table(listed).shape[1] > 6
        assert payload(listed)["lieux"]["id"]  # the seats that are known stand on the small map
        sheet = opened(jeu=dataset, lang=lang, fiche=card)
        assert name in sheet.header[0].value.replace("\\", "")
        assert len(sheet.subheader) >= 8
        assert sheet.get("plotly_chart")


def test_the_search_and_the_conditions_of_a_link_narrow_the_list_and_say_who_is_left_out():
    app = opened(jeu="demonstration", lang="fr", cherche_mutuelle="BAOBAB demo")
    assert list(table(app).iloc[:, 0]) == ["Mutuelle Démo Baobab"]
    app = opened(jeu="publie", lang="fr", condition="nb_beneficiaires>=1")
    mutuals = [row for row in naive.table("organisme") if row["type_organisme"] in naive.MUTUALS]
    assert len(table(app)) == 2  # MUGEF-CI and MUPEMENET-CI alone say their beneficiaries
    assert f"2 organismes sur {len(mutuals)} connus." in shown(app)
    assert f"{len(mutuals) - 2} organismes sont écartés" in shown(app)
    assert "environ; plus de" in set(table(app).to_numpy().ravel())


def test_a_long_list_comes_a_page_at_a_time_in_the_order_asked(monkeypatch):
    monkeypatch.setattr(listing, "WHOLE", 20)
    monkeypatch.setattr(listing, "PAGE", 20)
    asked = {"jeu": "demonstration", "lang": "fr", "tri_mutuelles": "nb_beneficiaires"}
    pages = [table(opened(**asked, page_mutuelles=page)) for page in ("1", "2", "99")]
    assert [len(page) for page in pages] == [20, 20, 20]  # no page 99: the first one
    sizes = [page["Bénéficiaires"].astype(float) for page in pages]
    assert sizes[0].is_monotonic_decreasing
    assert sizes[1].max() <= sizes[0].min()
    assert pages[2].equals(pages[0])


def test_the_file_of_a_long_list_has_every_row_and_nothing_that_is_withheld():
    asked = {"texte": None, "annee": None, "minima": None, "maxima": None}
    listed = listing.Stored(
        "listes/mutuelles", asked | Filters().params(), pd.DataFrame(), ("prestations_dues_fcfa",)
    )
    opened = Store(current("demonstration"))
    about = ("demonstration", "Région : Gbêkê", _language("fr"))
    file = listing.whole_csv(opened, listed, rights.WHOLE, *about)
    head, *lines = file.decode("utf-8-sig").splitlines()
    assert len(lines) == 63
    assert "nb_adherents" in head
    assert "prestations_dues_fcfa" not in head
    assert all(line.endswith(";demonstration;Région : Gbêkê") for line in lines)


def test_what_cannot_be_read_is_said_and_dropped_by_one_click_and_the_rest_holds():
    app = opened(jeu="demonstration", lang="fr", condition=["foo>1", "nb_beneficiaires>=5000"])
    assert "« foo>1 »" in app.warning[-1].value.replace("\\", "")
    rows = len(table(app))
    assert 0 < rows < 63
    app.button(key="_condition_nettoyer").click().run()
    assert app.query_params["condition"] == "nb_beneficiaires>=5000"
    assert len(table(app)) == rows
    app.button(key="_condition_chip_nb_beneficiaires>=5000").click().run()
    assert "condition" not in app.query_params
    assert len(table(app)) == 63


def test_a_condition_typed_in_the_form_stands_in_the_address_in_the_unit_of_the_data():
    app = opened(jeu="demonstration", lang="fr")
    app.selectbox(key="_condition_colonne").set_value("cotisations_encaissees_fcfa")
    app.number_input(key="_condition_minimum").set_value(200.0)
    next(one for one in app.button if one.label == "Ajouter la condition").click()
    app.run()
    assert app.query_params["condition"] == "cotisations_encaissees_fcfa>=200000000"
    assert 0 < len(table(app)) < 63


def test_the_columns_and_the_year_of_a_link_are_those_of_the_list():
    app = opened(jeu="demonstration", lang="fr", colonnes=["annees_chiffres"], jusqu_en="2021")
    assert list(table(app).columns) == ["Nom", "Année des chiffres"]
    assert set(table(app).iloc[:, 1].dropna()) == {"2020 ; 2021", "2021"}


def test_an_empty_list_says_what_leaves_nothing():
    words = shown(opened(jeu="publie", lang="fr", cherche_mutuelle="zzzz"))
    assert "Aucune mutuelle ne porte « zzzz »" in words
    words = shown(opened(jeu="publie", lang="fr", region="gbeke"))
    assert "Gbêkê" in words
    assert "Aucune ligne ne répond à ces filtres." in words
    words = shown(opened(jeu="publie", lang="fr", condition="nb_adherents>=1000000000"))
    assert "Aucune mutuelle ne remplit ces conditions." in words


def test_a_card_that_does_not_exist_is_said_not_to_and_the_way_back_leads_to_the_list():
    app = opened(jeu="publie", lang="fr", fiche="organisme:' or 1=1 --")
    assert "Cette fiche n'existe pas dans le jeu de données en usage." in shown(app)
    app.button(key="_retour_mutuelles").click().run()
    assert not app.exception
    assert "fiche" not in app.query_params
    assert len(table(app)) > 20


def test_values_that_sources_dispute_stand_side_by_side_with_the_rule_that_chose():
    words = shown(opened(jeu="publie", lang="fr", fiche=KNOWN))
    assert "Les sources diffèrent : " in words
    assert "retenue, règle :" in words
    assert "non retenue" in words


@pytest.mark.parametrize("lang", CODES)
def test_accounts_and_ratios_of_a_named_mutual_are_not_shown_to_everybody(lang, monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    reserved = gate.accounts_reserved(_language(lang))
    listed = opened(jeu="demonstration", lang=lang, condition="prestations_dues_fcfa>=1")
    assert reserved in shown(listed)
    assert not set(ACCOUNTS[lang]) & set(table(listed).columns)
    assert len(listed.warning) == 2  # the demonstration's mark, and a condition that is not offered
    sheet = opened(jeu="demonstration", lang=lang, fiche=INVENTED)
    assert reserved in shown(sheet)
    assert [name for name in ACCOUNTS[lang] if name in shown(sheet)] == []


def _language(code):
    from cartomut.i18n import Language

    return Language(code)
