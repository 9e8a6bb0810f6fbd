"""The rules of queries/controles as a whole, and those on published facts and references.

Each rule has rows that break it and rows at the limit, here or in ``test_rules_<topic>.py``.
"""

import re

import pytest

from cartomut.contracts import contracts
from cartomut.paths import QUERIES
from tests.checks import (
    test_rules_centres,
    test_rules_claims,
    test_rules_details,
    test_rules_organisations,
    test_rules_pilotage,
    test_rules_years,
)
from tests.checks.rules import RULES, Case, check, found, put
from tests.queries.naive import table

ALONE = {"O-7", "C-13", "E-2", "E-18", "E-24", "F-1", "P-1"}  # tested by a function of their own
LIMIT = re.compile(r"borne\('(?P<rule>[A-Z]-\d+)', '(?P<name>\w+)'\)")
PLACES = [
    ("commune", {"nom": "Bouaké", "latitude": 7.7, "longitude": -5.0}),
    ("commune", {"nom": "Nulle", "latitude": None, "longitude": None}),
    ("departement", {"nom": "Katiola", "latitude": 8.1, "longitude": -5.1}),
]
BODIES = [
    ("organisme", {"organisme_id": "mut"}),
    ("centre", {"centre_id": "c1"}),
]

CASES = {
    "E-1": Case(
        breaks=[{"nb_adherents": 100, "nb_beneficiaires": 99}],
        holds=[
            {"nb_adherents": 100, "nb_beneficiaires": 100},
            {"nb_adherents": 100, "nb_beneficiaires": None},
            {"nb_adherents": None, "nb_beneficiaires": 10},
        ],
    ),
    "C-1": Case(
        breaks=[{"statut_operationnel": "ouvert"}, {"statut_operationnel": "inconnu"}],
        holds=[
            {"statut_operationnel": "annonce"},
            {"statut_operationnel": "projet"},
            {"statut_operationnel": "ferme"},
            {"statut_operationnel": "ouvert", "relation": "proprietaire"},
        ],
        base={"relation": "projet"},
    ),
    "C-2": Case(
        breaks=[{"commune": "Atlantis"}, {"ville": "Atlantis"}, {"commune": "Nulle"}],
        holds=[
            {"commune": "Bouaké"},
            {"ville": "Katiola"},
            {"commune": "Bouaké", "ville": "Atlantis"},
            {"commune": "Atlantis", "latitude": 5.0, "longitude": -4.0},
            {},
        ],
        beside=PLACES,
    ),
    "F-2": Case(
        breaks=[{"valeur": 1.0000001}, {"valeur": -0.0000001}],
        holds=[{"valeur": 1.0}, {"valeur": 0.0}, {"valeur": None}, {"valeur": 5, "unite": "fcfa"}],
        base={"unite": "part"},
    ),
    "F-3": Case(
        breaks=[
            {"entite": "centre", "entite_id": "mut"},
            {"entite": "organisme", "entite_id": None},
        ],
        holds=[
            {"entite": "organisme", "entite_id": "mut"},
            {"entite": "centre", "entite_id": "c1"},
            {"entite": "pays", "entite_id": "civ"},
        ],
        beside=BODIES,
    ),
    "L-1": Case(
        breaks=[{"vers_type": "centre", "vers_id": "nope"}, {"de_id": "c1", "vers_id": "mut"}],
        holds=[{"vers_type": "centre", "vers_id": "c1"}],
        base={"de_type": "organisme", "de_id": "mut", "vers_type": "organisme"},
        beside=BODIES,
    ),
}
TOPICS = (
    CASES,
    test_rules_centres.CASES,
    test_rules_claims.CASES,
    test_rules_details.CASES,
    test_rules_organisations.CASES,
    test_rules_pilotage.CASES,
    test_rules_years.CASES,
)


@pytest.mark.parametrize("code", CASES)
def test_the_rule_finds_the_rows_that_break_it_and_leaves_those_at_the_limit(rows, code):
    check(rows, code, CASES[code])


def test_a_conflict_with_no_or_two_retained_values_breaks_f1_and_one_does_not(rows):
    line = 1
    for group, kept in (
        ("sans", (False, False)),
        ("deux", (True, True)),
        ("un", (True, False)),
        (None, (True, True)),
    ):
        for retained in kept:
            line += 1
            put(rows, "fait_publie", est_retenu=retained, groupe_conflit=group, ligne=line)
    assert [row["ligne"] for row in found(rows, "F-1")] == [4, 2]


def test_a_population_of_no_territory_breaks_p1_and_the_country_s_does_not(rows):
    put(rows, "region", region_code="gbeke")
    for level, code in (("pays", "civ"), ("region", "gbeke"), ("region", "nope")):
        put(rows, "population", territoire_type=level, territoire_code=code, annee=2021)
    assert [row["valeur"] for row in found(rows, "P-1")] == ["nope"]


@pytest.mark.parametrize("code", RULES)
def test_an_empty_store_breaks_no_rule(rows, code):
    assert found(rows, code) == []


def test_every_rule_has_a_case_or_a_test_of_its_own():
    """A new rule comes with its row that breaks and its row at the limit."""
    tested = [code for cases in TOPICS for code in cases] + sorted(ALONE)
    assert sorted(tested) == sorted(RULES)
    assert [code for cases in TOPICS for code, case in cases.items() if not case.breaks] == []
    assert [code for cases in TOPICS for code, case in cases.items() if not case.holds] == []


def test_rule_codes_differ_and_name_one_file_each():
    assert len(RULES) == len(list((QUERIES / "controles").glob("*.sql")))


def test_there_are_at_least_forty_rules():
    assert len(RULES) >= 40


@pytest.mark.parametrize("code", RULES)
def test_a_rule_s_level_is_one_of_the_three(code):
    assert RULES[code].text("Level") in ("rejet", "erreur", "avertissement")


@pytest.mark.parametrize("code", RULES)
def test_a_rule_returns_the_line_the_column_and_the_value_as_text(rows, code):
    answer = rows.execute(f"describe {RULES[code].sql}").fetchall()
    kinds = {row[0]: row[1] for row in answer}
    assert kinds["ligne"] == "BIGINT"
    assert kinds["colonne"] == "VARCHAR"
    assert kinds["valeur"] == "VARCHAR"


def test_every_limit_that_a_rule_uses_is_in_the_table_and_no_other_is():
    """C-20 has a limit for each of two columns and names it by the column."""
    files = [*(QUERIES / "controles").glob("*.sql"), QUERIES / "schema" / "40_controles.sql"]
    texts = [path.read_text(encoding="utf-8") for path in files]
    used = {(one["rule"], one["name"]) for text in texts for one in LIMIT.finditer(text)}
    known = {(row["regle_code"], row["nom"]) for row in table("borne_controle")}
    assert used <= known
    assert known - used == {("C-20", "nb_lits"), ("C-20", "nb_personnel")}
    assert {rule for rule, _name in known} <= RULES.keys()


def test_a_limit_called_a_norm_that_was_read_would_have_to_name_where():
    """None was read so far: all are the project's own or still to be confirmed."""
    origins = {row["origine"] for row in table("borne_controle")}
    assert origins == {"seuil_du_projet", "a_confirmer_airms"}


def test_a_rule_names_the_line_and_the_values_in_both_languages(rows, fr, en):
    put(
        rows,
        "organisme_exercice",
        organisme_id="mut",
        annee=2021,
        nb_adherents=100,
        nb_beneficiaires=99,
        ligne=7,
    )
    (row,) = found(rows, "E-1")
    french, english = (_(RULES["E-1"].text("Message")).format_map(row) for _ in (fr, en))
    assert row["ligne"] == 7
    assert french != english
    for text in (french, english):
        assert [value for value in ("mut", "2021", "99", "100") if value not in text] == []


def test_every_column_at_fault_is_one_of_the_rule_s_table():
    """Written in the SQL as a text, or as the name of one of the columns that are compared."""
    for code, rule in RULES.items():
        columns = {field.name for field in contracts()[rule.text("Table")].fields}
        named = set(re.findall(r"'(\w+)' as colonne", rule.sql))
        assert named <= columns, code
