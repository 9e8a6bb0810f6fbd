"""The rules of queries/controles: for each, rows that break it and rows at the limit."""

import pytest

from cartomut.checks import ERROR, REJECT, WARNING, check_rules
from cartomut.paths import QUERIES
from cartomut.queries import names, query

RULES = {query(name).text("Code"): query(name) for name in names("controles")}


def faults(opened):
    """Return (code, line) of everything that the rules find."""
    with opened.cursor() as cursor:
        return [(one.rule.code, one.line) for one in check_rules(cursor)]


def exercice(opened, line, members, beneficiaries):
    opened.insert(
        "organisme_exercice",
        organisme_id=f"mut{line}",
        annee=2021,
        nb_adherents=members,
        nb_beneficiaires=beneficiaries,
        ligne=line,
    )


def test_an_empty_store_breaks_no_rule(store):
    assert faults(store) == []


def test_fewer_beneficiaries_than_members_break_e1_and_as_many_do_not(store):
    exercice(store, 2, members=100, beneficiaries=99)
    exercice(store, 3, members=100, beneficiaries=100)
    exercice(store, 4, members=100, beneficiaries=None)
    exercice(store, 5, members=None, beneficiaries=10)
    assert faults(store) == [("E-1", 2)]


def test_a_project_with_an_open_status_breaks_c1_and_an_announced_one_does_not(store):
    for line, status in enumerate(("ouvert", "suspendu", "annonce", "projet", "ferme"), 2):
        store.insert(
            "centre",
            centre_id=f"c{line}",
            relation="projet",
            statut_operationnel=status,
            ligne=line,
        )
    store.insert(
        "centre", centre_id="c9", relation="proprietaire", statut_operationnel="ouvert", ligne=9
    )
    assert faults(store) == [("C-1", 2), ("C-1", 3)]


def test_a_commune_without_a_landmark_breaks_c2_unless_the_centre_has_coordinates(store):
    """Bouaké is a commune, Katiola the seat of a department, Atlantis neither."""
    store.insert("commune", commune_code="bouake", nom="Bouaké", latitude=7.7, longitude=-5.0)
    store.insert(
        "departement", departement_code="katiola", nom="Katiola", latitude=8.1, longitude=-5.1
    )
    for line, place in enumerate(
        (
            {"commune": "Atlantis"},
            {"ville": "Atlantis"},
            {"commune": "Bouaké"},
            {"ville": "Katiola"},
            {"commune": "Bouaké", "ville": "Atlantis"},
            {"commune": "Atlantis", "latitude": 5.0, "longitude": -4.0},
            {},
        ),
        2,
    ):
        store.insert(
            "centre", centre_id=f"c{line}", statut_operationnel="ouvert", ligne=line, **place
        )
    assert faults(store) == [("C-2", 2), ("C-2", 3)]


def test_a_landmark_without_coordinates_places_nothing_and_breaks_c2(store):
    """The commune is listed, but nobody knows where it is: the centre will not be on the map."""
    store.insert("commune", commune_code="nulle", nom="Nulle", latitude=None, longitude=None)
    store.insert("centre", centre_id="c2", statut_operationnel="ouvert", commune="Nulle", ligne=2)
    assert faults(store) == [("C-2", 2)]


def test_a_share_beyond_one_breaks_f2_and_one_itself_does_not(store):
    for line, (unit, value) in enumerate(
        (
            ("part", 1.0000001),
            ("part", -0.0000001),
            ("part", 1.0),
            ("part", 0.0),
            ("part", None),
            ("fcfa", 51e9),
        ),
        2,
    ):
        store.insert("fait_publie", fait_id=f"f{line}", unite=unit, valeur=value, ligne=line)
    assert faults(store) == [("F-2", 2), ("F-2", 3)]


def test_a_conflict_with_no_or_two_retained_values_breaks_f1_and_one_does_not(store):
    line = 1
    for group, kept in (
        ("sans", (False, False)),
        ("deux", (True, True)),
        ("un", (True, False)),
        (None, (True, True)),
    ):
        for retained in kept:
            line += 1
            store.insert(
                "fait_publie",
                fait_id=f"f{line}",
                est_retenu=retained,
                groupe_conflit=group,
                ligne=line,
            )
    assert faults(store) == [("F-1", 4), ("F-1", 2)]


def test_every_rule_has_a_test_here():
    """A new rule comes with its row that breaks and its row at the limit."""
    assert RULES.keys() == {
        "E-1",
        "C-1",
        "C-2",
        "F-1",
        "F-2",
        "F-3",
        "L-1",
        "P-1",
    }


def test_rule_codes_differ_and_name_one_file_each():
    assert len(RULES) == len(list((QUERIES / "controles").glob("*.sql")))


@pytest.mark.parametrize("code", RULES)
def test_a_rule_s_level_is_one_of_the_three(code):
    assert RULES[code].text("Level") in (REJECT, ERROR, WARNING)


def test_a_warning_lets_the_store_be_built_and_an_error_does_not(store):
    store.insert("centre", centre_id="a", statut_operationnel="ouvert", commune="Atlantis")
    store.insert("fait_publie", fait_id="f", unite="part", valeur=5.0)
    with store.cursor() as cursor:
        blocking = {one.rule.code: one.blocks for one in check_rules(cursor)}
    assert blocking == {"C-2": False, "F-2": True}


def test_a_rule_s_finding_names_table_line_and_values_in_both_languages(store, fr, en):
    exercice(store, 7, members=100, beneficiaries=99)
    with store.cursor() as cursor:
        (finding,) = check_rules(cursor)
    french, english = finding.text(fr), finding.text(en)
    assert french != english
    for text in (french, english):
        assert text.startswith("[E-1] organisme_exercice")
        assert "7" in text
        for value in ("mut7", "2021", "99", "100"):
            assert value in text
        assert not {"{", "}"} & set(text)


def test_a_fact_about_nobody_breaks_f3_and_facts_about_the_country_do_not(store):
    store.insert("organisme", organisme_id="mut")
    store.insert("centre", centre_id="c1", statut_operationnel="ouvert", latitude=5, longitude=-4)
    about = (("organisme", "mut"), ("centre", "c1"), ("pays", "civ"), ("centre", "mut"))
    for line, (entity, identifier) in enumerate(about, 2):
        store.insert(
            "fait_publie", fait_id=f"f{line}", entite=entity, entite_id=identifier, ligne=line
        )
    assert faults(store) == [("F-3", 5)]


def test_an_unknown_value_in_a_rule_s_message_is_not_called_none(store, fr, en):
    """A fact about an organisation that it does not name."""
    store.insert("fait_publie", fait_id="f", entite="organisme", entite_id=None, ligne=2)
    with store.cursor() as cursor:
        (finding,) = check_rules(cursor)
    assert "None" not in finding.text(fr)
    assert "None" not in finding.text(en)


def test_a_link_with_an_end_that_does_not_exist_breaks_l1(store):
    store.insert("organisme", organisme_id="mut")
    store.insert("centre", centre_id="c1", statut_operationnel="ouvert", latitude=5, longitude=-4)
    for line, end in enumerate(("c1", "nope"), 2):
        store.insert(
            "lien_reseau",
            lien_id=f"l{line}",
            de_type="organisme",
            de_id="mut",
            vers_type="centre",
            vers_id=end,
            ligne=line,
        )
    assert faults(store) == [("L-1", 3)]


def test_a_population_of_no_territory_breaks_p1_and_the_country_s_does_not(store):
    store.insert("region", region_code="gbeke")
    for level, code in (("pays", "civ"), ("region", "gbeke"), ("region", "nope")):
        store.insert("population", territoire_type=level, territoire_code=code, annee=2021)
    assert faults(store) == [("P-1", 4)]
