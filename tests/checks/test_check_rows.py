"""Loaded tables against each other: codes, keys, references; what breaks and what does not."""

import pytest

from cartomut.checks import CODE, KEY, REFERENCE, check_codes, check_keys, check_references
from cartomut.contracts import contracts

FILES = {name: f"{name}.csv" for name in contracts()}


@pytest.fixture
def one_region(store):
    """Codes of two lists, one source, one district with one region, one mutual."""
    store.insert("code_liste", liste="statut_operationnel", code="ouvert")
    store.insert("code_liste", liste="relation", code="projet")
    store.insert("code_liste", liste="nature", code="publie")
    store.insert("source", source_id="s")
    store.insert("district", district_code="zanzan", source_id="s")
    store.insert("region", region_code="gontougo", district_code="zanzan", source_id="s")
    store.insert("organisme", organisme_id="mut", source_id="s")
    return store


@pytest.fixture
def good_centre():
    return {
        "centre_id": "c1",
        "ligne": 2,
        "statut_operationnel": "ouvert",
        "relation": "projet",
        "organisme_id": "mut",
        "region_code": "gontougo",
        "source_id": "s",
    }


def run(check, opened, *tables):
    with opened.cursor() as cursor:
        return check(cursor, [contracts()[name] for name in tables], FILES)


def found(findings):
    return [(one.rule, one.file, one.line, one.column, one.value) for one in findings]


def test_a_centre_with_known_codes_and_references_has_no_fault(one_region, good_centre):
    one_region.insert("centre", **good_centre)
    for check in (check_codes, check_keys, check_references):
        assert run(check, one_region, "centre") == []


def test_a_code_of_another_list_is_not_a_code_of_this_one(one_region, good_centre):
    one_region.insert("centre", **good_centre | {"statut_operationnel": "projet"})
    findings = run(check_codes, one_region, "centre")
    assert found(findings) == [(CODE, "centre.csv", 2, "statut_operationnel", "projet")]
    assert findings[0].fields["attendu"] == "statut_operationnel"


def test_an_empty_code_is_unknown_not_wrong(one_region, good_centre):
    one_region.insert("centre", **good_centre | {"relation": None})
    assert run(check_codes, one_region, "centre") == []


def test_a_repeated_key_is_found_once_however_often_it_stands_there(one_region, good_centre):
    for line in (2, 3, 4):
        one_region.insert("centre", **good_centre | {"ligne": line})
    findings = run(check_keys, one_region, "centre")
    assert [(one.rule, one.file, one.column, one.value) for one in findings] == [
        (KEY, "centre.csv", "centre_id", "c1")
    ]


def test_a_key_of_several_columns_is_repeated_only_when_all_are_the_same(store):
    for code in ("a", "b"):
        store.insert("centre_service", centre_id="c1", service=code)
    assert run(check_keys, store, "centre_service") == []
    store.insert("centre_service", centre_id="c1", service="b")
    (finding,) = run(check_keys, store, "centre_service")
    assert (finding.column, finding.value) == ("centre_id, service", "c1 / b")


def test_a_repeated_unique_key_is_found_even_when_its_date_is_unknown(store):
    """``organisme_statut`` has no primary key, since the date of a status may be unknown."""
    same = {"organisme_id": "mut", "statut_juridique": "agreee", "date_debut": "2020"}
    store.insert("organisme_statut", **same)
    store.insert("organisme_statut", **same | {"date_debut": "2021"})
    assert run(check_keys, store, "organisme_statut") == []
    store.insert("organisme_statut", **same)
    (finding,) = run(check_keys, store, "organisme_statut")
    assert finding.rule is KEY
    assert "mut" in finding.value


@pytest.mark.parametrize(
    ("column", "table"),
    [("organisme_id", "organisme"), ("region_code", "region"), ("source_id", "source")],
)
def test_an_identifier_that_stands_in_no_table_is_found(one_region, good_centre, column, table):
    one_region.insert("centre", **good_centre | {column: "nulle_part"})
    findings = run(check_references, one_region, "centre")
    assert found(findings) == [(REFERENCE, "centre.csv", 2, column, "nulle_part")]
    assert findings[0].fields["attendu"] == table


def test_an_empty_reference_is_unknown_not_wrong(one_region, good_centre):
    one_region.insert("centre", **good_centre | {"organisme_id": None, "region_code": None})
    assert run(check_references, one_region, "centre") == []


def test_a_reference_to_a_table_without_rows_points_to_nothing(store):
    store.insert("district", district_code="zanzan", source_id="s")
    (finding,) = run(check_references, store, "district")
    assert (finding.rule, finding.value) == (REFERENCE, "s")


def test_a_table_without_lines_names_no_line(store):
    """Reference tables have no column ``ligne``."""
    store.insert("population", territoire_type="planete", source_id="s")
    findings = run(check_codes, store, "population")
    assert ("territoire_type", "planete") in [(one.column, one.value) for one in findings]
    assert {one.line for one in findings} == {None}


def test_codes_keys_and_references_read_in_both_languages(one_region, good_centre, fr, en):
    for _twice in range(2):
        one_region.insert("centre", **good_centre | {"relation": "amie", "organisme_id": "autre"})
    findings = [
        finding
        for check in (check_codes, check_keys, check_references)
        for finding in run(check, one_region, "centre")
    ]
    assert {finding.rule for finding in findings} == {CODE, KEY, REFERENCE}
    for finding in findings:
        assert finding.blocks
        assert finding.text(fr) != finding.text(en)
        for text in (finding.text(fr), finding.text(en)):
            assert "centre.csv" in text
            assert finding.column in text
            assert f"« {finding.value} »" in text or f"“{finding.value}”" in text
            assert not {"{", "}"} & set(text)
