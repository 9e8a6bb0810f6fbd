"""The published facts keep the rules of honesty. No live page is read: only the files."""

import re
from collections import Counter

import pytest

from cartomut.contracts import contracts
from cartomut.paths import DATA
from tests.queries.naive import table

TABLES = sorted(path.stem for path in (DATA / "publie").glob("*.csv"))
ROWS = [(name, row) for name in TABLES if name != "source" for row in table(name)]
FACTS = table("fait_publie")


@pytest.mark.parametrize("name", [name for name in TABLES if name != "source"])
def test_every_row_says_where_it_comes_from_and_what_it_is_worth(name):
    rows = table(name)
    assert rows
    assert [row for row in rows if not row["source_id"] or not row["nature"]] == []


def test_nothing_of_the_demonstration_is_among_the_published():
    natures = {row["nature"] for _name, row in ROWS}
    assert natures <= {"publie", "declare", "verifie", "audite", "estime"}


def test_every_document_has_an_address_a_publisher_and_the_day_it_was_read():
    documents = [row for row in table("source") if row["type_source"] != "document_projet"]
    assert len(documents) > 100
    assert [row["source_id"] for row in documents if not row["editeur"]] == []
    assert [row["source_id"] for row in documents if not row["consulte_le"]] == []
    odd = [row["url"] for row in documents if row["url"] and not row["url"].startswith("http")]
    assert odd == []


def test_22_places_of_care_of_which_the_announced_are_never_open():
    places = table("centre")
    assert len(places) == 22
    assert len({row["centre_id"] for row in places}) == 22
    planned = [row for row in places if row["relation"] == "projet"]
    assert planned
    assert {row["statut_operationnel"] for row in planned} <= {"annonce", "projet", "ferme"}
    announced = [row for row in places if row["statut_operationnel"] in ("annonce", "projet")]
    assert len(announced) == 7


def test_a_place_without_coordinates_does_not_pretend_to_have_some():
    for row in table("centre"):
        assert bool(row["latitude"]) == bool(row["longitude"]), row["centre_id"]
        assert row["precision"] != "gps" or row["latitude"], row["centre_id"]


def test_the_claim_of_40_percent_of_health_spending_differs_from_the_data():
    claims = {row["affirmation_id"]: row for row in table("affirmation")}
    claim = claims["mutuelles_40_depenses_sante"]
    assert claim["valeur_enoncee"] == "0.4"
    assert claim["verdict"] == "differe"
    assert claim["denominateur_enonce_fr"]
    assert claim["explication_fr"]


def test_every_claim_is_explained_in_both_languages_and_is_never_simply_false():
    claims = table("affirmation")
    assert {row["verdict"] for row in claims} == {"conforme", "differe", "inverifiable"}
    for row in claims:
        assert row["explication_fr"]
        assert row["explication_en"]
        assert row["enonce_fr"]
        assert row["enonce_en"]


def test_of_facts_that_contradict_each_other_exactly_one_is_retained():
    groups = Counter(row["groupe_conflit"] for row in FACTS if row["groupe_conflit"])
    kept = Counter(
        row["groupe_conflit"]
        for row in FACTS
        if row["groupe_conflit"] and row["est_retenu"] == "true"
    )
    assert len(groups) > 1
    assert {group: kept[group] for group in groups} == dict.fromkeys(groups, 1)


def test_a_fact_that_nothing_contradicts_is_retained():
    alone = [row for row in FACTS if not row["groupe_conflit"]]
    assert [row["fait_id"] for row in alone if row["est_retenu"] != "true"] == []


def test_shares_go_from_nought_to_one():
    shares = {
        row["fait_id"]: float(row["valeur"])
        for row in FACTS
        if row["unite"] == "part" and row["valeur"]
    }
    assert len(shares) > 5
    assert {name for name, value in shares.items() if not 0 <= value <= 1} == set()


def test_francs_are_whole():
    francs = {
        row["fait_id"]: row["valeur"] for row in FACTS if row["unite"] == "fcfa" and row["valeur"]
    }
    assert len(francs) > 5
    assert {name for name, value in francs.items() if float(value) % 1} == set()
    assert {name for name, value in francs.items() if not re.fullmatch(r"-?\d+(\.0+)?", value)} == (
        set()
    )


def test_a_fact_has_a_number_or_a_text_unless_it_says_what_is_not_published():
    empty = [
        row["fait_id"]
        for row in FACTS
        if not row["valeur"] and not row["valeur_texte"] and not row["enonce_fr"]
    ]
    assert empty == []
    assert [row for row in FACTS if row["valeur"] and not row["unite"]] == []


def test_what_is_not_published_is_said_and_has_no_number():
    missing = [row for row in FACTS if row["indicateur"] == "non_publie"]
    assert missing
    assert [row["fait_id"] for row in missing if row["valeur"]] == []


def test_the_year_of_a_fact_is_the_first_of_its_period():
    wrong = [
        (row["fait_id"], row["annee"], row["periode"])
        for row in FACTS
        if row["annee"] and row["periode"] and row["periode"][:4] != row["annee"]
    ]
    assert wrong == []


def test_every_date_is_a_possible_one():
    """The pattern lets 2024-13 or 2024-02-30 in; they would not be dates."""
    from datetime import date

    for name, row in ROWS:
        for column, value in row.items():
            if value and column in ("periode", "date", "date_debut", "date_fin", "date_ouverture"):
                for part in value.split("/"):
                    year, month, day = (*(int(one) for one in part.split("-")), 1, 1)[:3]
                    assert date(year, month, day), (name, value)


def test_texts_of_facts_are_there_in_both_languages_and_differ():
    same = [row["fait_id"] for row in FACTS if row["enonce_fr"] == row["enonce_en"]]
    assert same == []


def test_identifiers_of_facts_and_entities_are_known():
    organisations = {row["organisme_id"] for row in table("organisme")}
    places = {row["centre_id"] for row in table("centre")}
    known = {"organisme": organisations, "centre": places}
    lost = [
        (row["entite"], row["entite_id"])
        for row in FACTS
        if row["entite"] in known and row["entite_id"] not in known[row["entite"]]
    ]
    assert lost == []


def test_both_ends_of_a_network_link_are_known():
    organisations = {row["organisme_id"] for row in table("organisme")}
    lost = [
        row["lien_id"]
        for row in table("lien_reseau")
        for end in ("de", "vers")
        if row[f"{end}_type"] == "organisme" and row[f"{end}_id"] not in organisations
    ]
    assert lost == []


@pytest.mark.parametrize("name", TABLES)
def test_texts_of_the_data_are_typed_cleanly(name):
    """No space at either end, no line break, no marks of another encoding."""
    for row in table(name):
        for column, value in row.items():
            if value and contracts()[name].has(column):
                assert value == value.strip(), (name, column, value)
                assert "\n" not in value, (name, column, value)
                assert "Ã" not in value, (name, column, value)
                assert "\ufffd" not in value, (name, column, value)
