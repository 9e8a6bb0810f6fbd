"""Columns and codes get their names for the screen, from contracts and code lists."""

import pandas as pd
import pytest

from cartomut import labels
from cartomut.i18n import Language
from cartomut.queries import names, query

CODES = {
    "colonne": {"source_id": "Document"},
    "relation": {"proprietaire": "Propriétaire", "projet": "Projet"},
    "statut_operationnel": {"ouvert": "Ouvert"},
    "nature": {"publie": "Publié", "estime": "Estimé"},
}


@pytest.fixture
def codes(publie):
    """The code names of the published dataset, in a language."""

    def named(_):
        return labels.code_names(query("listes/codes").run(publie), _)

    return named


def test_a_column_is_called_by_the_list_then_by_its_contract_then_by_its_own_name(fr, en):
    assert labels.title("source_id", CODES, fr) == "Document"
    assert labels.title("nb_lits", CODES, fr) == "Lits"
    assert labels.title("nb_lits", CODES, en) == "Beds"
    assert labels.title("nulle_part", CODES, fr) == "nulle_part"


def test_codes_become_names_and_what_has_no_name_stays(fr):
    rows = pd.DataFrame({"relation": ["projet", "inconnue", None], "statut": ["ouvert"] * 3})
    shown = labels.for_screen(rows, ["relation", "statut"], CODES, fr)
    relation, status = (shown[name].tolist() for name in shown.columns)
    assert relation[:2] == ["Projet", "inconnue"]
    assert pd.isna(relation[2])
    assert status == ["Ouvert"] * 3


def test_each_code_of_an_aggregate_is_named(fr):
    rows = pd.DataFrame({"nature": ["publie ; estime", "publie"]})
    first, second = labels.for_screen(rows, ["nature"], CODES, fr).iloc[:, 0]
    assert first.startswith("Publié")
    assert first.endswith("Estimé")
    assert second == "Publié"


def test_yes_and_no_are_words_of_the_language(fr, en):
    rows = pd.DataFrame({"est_ouvert": [True, False]})
    assert labels.for_screen(rows, ["est_ouvert"], CODES, fr).iloc[:, 0].tolist() == ["oui", "non"]
    assert labels.for_screen(rows, ["est_ouvert"], CODES, en).iloc[:, 0].tolist() == ["yes", "no"]


def test_numbers_and_texts_are_left_as_they_are(fr):
    rows = pd.DataFrame({"nb_lits": [12, None], "nom": ["a", "b"]})
    shown = labels.for_screen(rows, ["nom", "nb_lits"], CODES, fr)
    assert shown.iloc[:, 0].tolist() == ["a", "b"]
    assert shown.iloc[0, 1] == 12
    assert pd.isna(shown.iloc[1, 1])


def test_only_the_columns_asked_for_are_shown_in_their_order(fr):
    rows = pd.DataFrame({"a": [1], "b": [2], "c": [3]})
    assert list(labels.for_screen(rows, ["c", "a"], CODES, fr).columns) == ["c", "a"]


def test_texts_are_shown_in_the_reader_s_language(fr, en):
    rows = pd.DataFrame({"enonce_fr": ["oui"], "enonce_en": ["yes"]})
    assert labels.for_screen(rows, ["enonce"], CODES, fr).iloc[0, 0] == "oui"
    assert labels.for_screen(rows, ["enonce"], CODES, en).iloc[0, 0] == "yes"


def test_every_code_of_every_list_has_a_name_in_both_languages(codes, fr, en):
    french, english = codes(fr), codes(en)
    assert french.keys() == english.keys()
    for code_list, french_names in french.items():
        assert all(french_names.values()), code_list
        assert all(english[code_list].values()), code_list


PARAMETERS = {
    "niveau": "region",
    "mesure": "population_2021",
    "id": "mugef_ci",
    "texte": "bouake",
}
TABLES = [*names("indicateurs"), "listes/catalogue", "listes/sources"]


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("name", TABLES)
def test_no_two_columns_of_an_answer_share_a_title(publie, codes, name, code):
    """Two columns of one title would overwrite each other in the table."""
    _ = Language(code)
    asked = query(name)
    rows = asked.run(publie, **{param: PARAMETERS.get(param) for param in asked.params})
    known = codes(_)
    titles = [labels.title(column, known, _) for column in _.localise(rows).columns]
    assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_an_answer_has_a_title_in_words(publie, codes, name, code):
    _ = Language(code)
    asked = query(name)
    rows = asked.run(publie, **{param: PARAMETERS.get(param) for param in asked.params})
    known = codes(_)
    bare = [
        column
        for column in _.localise(rows).columns
        if "_" in column and labels.title(column, known, _) == column
    ]
    assert bare == []


FREE_TEXT = {"periode"}  # a code in com_mesure, a date everywhere else


@pytest.mark.parametrize("name", names("indicateurs"))
def test_every_code_of_an_answer_has_a_name_on_the_screen(publie, codes, fr, name):
    asked = query(name)
    rows = asked.run(publie, **{param: PARAMETERS.get(param) for param in asked.params})
    known = codes(fr)
    for column in rows.columns.difference(FREE_TEXT):
        code_list = labels.list_of(column)
        if code_list and rows[column].dtype != bool:
            values = {one for value in rows[column].dropna() for one in str(value).split(" ; ")}
            assert values <= known[code_list].keys(), (column, code_list)
