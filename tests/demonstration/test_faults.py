"""Every planted fault stands where the list says, and the checks find it there."""

from collections import Counter

import pytest

from cartomut import demonstration
from cartomut.contracts import contracts
from cartomut.demonstration.setting import read
from cartomut.paths import QUERIES
from cartomut.sqlfiles import SqlFile

FOUND_BY = {  # the rule of queries/controles that finds each fault
    "vih_positifs_plus_que_tests": "B-1",
    "femmes_plus_que_beneficiaires": "E-2",
    "milliers_pour_francs": "E-19",
    "noms_presque_pareils": "O-3",
    "gps_inverse": "C-4",
}
BY_CONTRACT = {"montant_negatif", "texte_dans_un_nombre"}
BY_FORM = {"fiche_kobo_non_approuvee"}  # tests/demonstration/test_field_form.py


def rule(code: str) -> SqlFile:
    files = (SqlFile.read(path) for path in sorted((QUERIES / "controles").glob("*.sql")))
    return next(one for one in files if one.text("Code") == code)


def row(edition, fault):
    key = list(contracts()[fault.table].primary_key)
    rows = edition.tables[fault.table]
    same = (rows[key].astype(str) == list(fault.key)).all(axis=1)
    assert same.sum() == 1
    return rows[same].iloc[0]


def test_each_kind_of_fault_is_planted_as_often_as_the_parameters_say(edition):
    assert Counter(fault.what for fault in edition.planted) == read("parametres")["fautes"]
    assert set(read("parametres")["fautes"]) == {*FOUND_BY, *BY_CONTRACT, *BY_FORM}


def test_planted_faults_stand_in_the_last_year_of_the_edition(edition):
    years = {fault.key[1] for fault in edition.planted if len(fault.key) > 1}
    assert years == {str(2023 + edition.number)}


@pytest.mark.parametrize("what", FOUND_BY)
def test_the_rules_find_every_planted_fault_and_nothing_else(edition, loaded, what):
    found = loaded.execute(rule(FOUND_BY[what]).sql)
    places = [entry[0] for entry in found.description].index("ligne")
    lines = {answer[places] for answer in found.fetchall()}
    planted = [fault for fault in edition.planted if fault.what == what]
    assert lines == {row(edition, fault).name + 2 for fault in planted}


def test_a_negative_amount_and_a_text_break_their_contract(edition):
    for fault in edition.planted:
        if fault.what == "montant_negatif":
            assert row(edition, fault)[fault.column] < 0
        if fault.what == "texte_dans_un_nombre":
            assert row(edition, fault)[fault.column] == "environ 300"


def test_no_row_depends_on_a_row_that_the_checks_keep_out(edition):
    swapped = {fault.key[0] for fault in edition.planted if fault.what == "gps_inverse"}
    for table in ("centre_service", "centre_activite", "projet"):
        assert not set(edition.tables[table]["centre_id"]) & swapped


def test_faults_grow_with_the_scale():
    wanted = {what: 4 * number for what, number in read("parametres")["fautes"].items()}
    assert Counter(fault.what for fault in demonstration.planted(1, scale=4)) == wanted
