"""Rows of a study against the contracts: every kind of fault, told with its place and its row.

One messy study is loaded once, in two files and three sheets; each test looks at what it shows.
"""

import pytest

from cartomut.checks import SHOWN
from cartomut.findings import (
    CODE,
    CONSTRAINT,
    CURRENCY,
    KEY,
    MORE,
    PERSONAL,
    REFERENCE,
    REQUIRED,
    TYPE,
)
from cartomut.loading import Fill
from tests.conftest import received

FILL = Fill("naturalearth_geonames_limites", "declare")
GOOD = {"type_organisme": "mutuelle_sociale"}
BOOK = "étude.xlsx"
MUTUALS = received(
    "organisme",
    {"organisme_id": "m1", "nom": "Un", "type_organisme": "Mutuelle sociale"},  # line 2
    {"organisme_id": "m2", "nom": "Deux", "type_organisme": "Social mutual", "latitude": "95"},
    {"organisme_id": "m3", "nom": "Trois", "type_organisme": "tontine"},
    {"organisme_id": "m4", "nom": "", **GOOD},
    {"organisme_id": "m1", "nom": "Encore un", **GOOD},  # line 6
    {"organisme_id": "m5", "nom": "Cinq, tél. 07 08 09 10 11", **GOOD},
    {"organisme_id": "m6", "nom": "Six", "siege_region_code": "Région de la Mé", **GOOD},
    {"organisme_id": "m7", "nom": "Sept", "siege_region_code": "N'Zi", **GOOD},
    {
        "organisme_id": "m8",
        "nom": "Huit",
        "siege_region_code": "District Autonome d'Abidjan",
        **GOOD,
    },
    {"organisme_id": "m9", "nom": "Neuf", "siege_region_code": "Atlantide", **GOOD},  # line 11
    {
        "organisme_id": "m10",
        "nom": "Dix",
        "siege_region_code": "ND",
        "est_obligatoire": "n.d.",
        **GOOD,
    },
    {"organisme_id": "m11", "nom": "Onze", "date_creation": "mai 2020", **GOOD},
    {"organisme_id": "m12", "nom": "Douze", "est_obligatoire": "peut-être", **GOOD},
    file=BOOK,
    sheet="Mutuelles",
    headers={"organisme_id": "Identifiant", "nom": "Nom"},
)
MORE_MUTUALS = received(
    "organisme",
    {"organisme_id": "m20", "nom": "Vingt", "type_organisme": "Union of mutuals"},
    {"organisme_id": "m6", "nom": "Autre six", **GOOD},  # line 3 of the second file
    file="suite.csv",
)
YEARS = received(
    "organisme_exercice",
    {"organisme_id": "m1", "annee": "2023", "nb_adherents": "1 234", "reserves_fcfa": "ND"},
    {"organisme_id": "m1", "annee": "2024", "nb_adherents": "0", "reserves_fcfa": "-"},
    {"organisme_id": "m2", "annee": "2023", "nb_adherents": "5"},  # its mutual is set aside
    {"organisme_id": "m1", "annee": "2022", "reserves_fcfa": "1 000 €"},
    {"organisme_id": "m1", "annee": "2021", "nb_adherents": "12 34"},
    {"organisme_id": "m1", "annee": "2020", "nb_adherents": "-1"},
    {"organisme_id": "m1", "annee": "1850", "nb_adherents": "1"},
    {"organisme_id": "m1", "annee": "vingt", "nb_adherents": "1"},
    {"organisme_id": "m1", "annee": "2024.0", "nb_adherents": "7"},  # line 10, same key as line 3
    {"organisme_id": "m20", "annee": "2024", "nb_adherents": "12.0", "reserves_fcfa": "1 234 567"},
    {"organisme_id": "m20", "annee": "2023", "date_depot_etats_financiers": "31/12/2024"},
    {"organisme_id": "m20", "annee": "2022", "date_depot_etats_financiers": "hier"},
    file=BOOK,
    sheet="Exercices",
    headers={"nb_adherents": "Nombre d'adhérents"},
)


@pytest.fixture(scope="module")
def messy(load_rows):
    return load_rows(MUTUALS, MORE_MUTUALS, YEARS, fill=FILL)


def of(messy, rule):
    """List the findings of a rule as (file, sheet, line, column, value)."""
    return [
        (one.file, one.sheet, one.line, one.column, one.value) for one in messy.found(rule.code)
    ]


def test_a_value_of_another_type_is_told_with_its_place(messy):
    assert sorted(of(messy, TYPE)) == sorted(
        [
            (BOOK, "Exercices", 6, "nb_adherents", "12 34"),
            (BOOK, "Exercices", 9, "annee", "vingt"),
            (BOOK, "Exercices", 13, "date_depot_etats_financiers", "hier"),
            (BOOK, "Mutuelles", 14, "est_obligatoire", "peut-être"),
        ]
    )


def test_a_value_beyond_its_limits_is_told(messy):
    assert sorted(of(messy, CONSTRAINT)) == sorted(
        [
            (BOOK, "Mutuelles", 3, "latitude", "95"),
            (BOOK, "Mutuelles", 13, "date_creation", "mai 2020"),
            (BOOK, "Exercices", 7, "nb_adherents", "-1"),
            (BOOK, "Exercices", 8, "annee", "1850"),
        ]
    )


def test_a_missing_value_is_told_where_one_is_required(messy):
    assert of(messy, REQUIRED) == [(BOOK, "Mutuelles", 5, "nom", "")]


def test_an_unknown_code_is_told_with_its_list(messy):
    assert of(messy, CODE) == [(BOOK, "Mutuelles", 4, "type_organisme", "tontine")]
    assert messy.found(CODE.code)[0].fields["attendu"] == "type_organisme"


def test_a_personal_datum_is_told_and_hidden(messy):
    (finding,) = messy.found(PERSONAL.code)
    assert (finding.sheet, finding.line, finding.column) == ("Mutuelles", 7, "nom")
    assert "07 08" not in finding.value + finding.row
    assert "Cinq" in finding.value


def test_an_amount_in_another_currency_is_told_as_such(messy):
    assert of(messy, CURRENCY) == [(BOOK, "Exercices", 5, "reserves_fcfa", "1 000 €")]


def test_the_first_row_keeps_the_key_across_sheets_and_files(messy):
    assert of(messy, KEY) == [
        (BOOK, "Mutuelles", 6, "organisme_id", "m1"),
        ("suite.csv", "", 3, "organisme_id", "m6"),
        (BOOK, "Exercices", 10, "organisme_id, annee", "m1 / 2024"),
    ]
    kept = messy.rows("select nom from organisme where organisme_id in ('m1', 'm6') order by 1")
    assert kept == [("Six",), ("Un",)]
    assert messy.rows(
        "select nb_adherents from organisme_exercice where organisme_id = 'm1' and annee = 2024"
    ) == [(0,)]


def test_what_points_to_a_row_set_aside_is_set_aside_and_told(messy):
    assert of(messy, REFERENCE) == [
        (BOOK, "Mutuelles", 11, "siege_region_code", "Atlantide"),
        (BOOK, "Exercices", 4, "organisme_id", "m2"),
    ]
    assert messy.rows("select count(*) from organisme_exercice where organisme_id = 'm2'") == [(0,)]


def test_rows_without_fault_are_kept_and_all_others_are_not(messy):
    kept = messy.rows("select organisme_id from organisme order by ligne, organisme_id")
    assert {row[0] for row in kept} == {"m1", "m6", "m7", "m8", "m10", "m20"}
    assert messy.done.received["organisme"] == 15
    assert messy.done.kept["organisme"] == 6
    assert messy.done.kept["organisme_exercice"] == 4


def test_a_kept_row_has_the_line_of_its_own_file(messy):
    assert messy.rows("select organisme_id, ligne from organisme order by organisme_id") == [
        ("m1", 2),
        ("m10", 12),
        ("m20", 2),
        ("m6", 8),
        ("m7", 9),
        ("m8", 10),
    ]


def test_codes_are_read_as_code_french_or_english_label(messy):
    assert messy.rows(
        "select type_organisme from organisme where organisme_id in ('m1', 'm20') order by 1"
    ) == [("mutuelle_sociale",), ("union",)]


def test_territories_are_read_as_people_write_them(messy):
    assert messy.rows(
        "select organisme_id, siege_region_code from organisme "
        "where organisme_id in ('m6', 'm7', 'm8') order by 1"
    ) == [("m6", "la_me"), ("m7", "nzi"), ("m8", "abidjan")]


def test_a_mark_of_no_answer_is_unknown_neither_zero_nor_a_fault(messy):
    assert messy.rows(
        "select annee, nb_adherents, reserves_fcfa from organisme_exercice "
        "where organisme_id = 'm1' order by annee"
    ) == [(2023, 1234, None), (2024, 0, None)]
    assert messy.rows(
        "select siege_region_code, est_obligatoire from organisme where organisme_id = 'm10'"
    ) == [(None, None)]


def test_numbers_and_dates_take_their_type(messy):
    assert messy.rows(
        "select nb_adherents, reserves_fcfa, date_depot_etats_financiers::VARCHAR "
        "from organisme_exercice where organisme_id = 'm20' order by annee desc"
    ) == [(12, 1234567, None), (None, None, "2024-12-31")]


def test_a_finding_shows_the_row_as_it_stood_under_its_own_headers(messy):
    (code,) = messy.found(CODE.code)
    assert code.row == "Identifiant = m3 | Nom = Trois | type_organisme = tontine"
    (money,) = messy.found(CURRENCY.code)
    assert money.row == "organisme_id = m1 | annee = 2022 | reserves_fcfa = 1 000 €"
    assert (code.table, code.number % 10_000_000) == ("organisme", 4)


def test_every_finding_reads_in_both_languages(messy, fr, en):
    assert len(messy.found()) >= 16
    for finding in messy.found():
        assert finding.text(fr) != finding.text(en)
        for text in (finding.text(fr), finding.text(en)):
            assert finding.file in text
            assert finding.value in text or finding.rule is PERSONAL
            assert "None" not in text
            assert "{attendu}" not in text
            assert "{valeur}" not in text


@pytest.fixture(scope="module")
def endless(load_rows):
    """More faulty rows than are told one by one, of each of two kinds, and a good row."""
    faulty = [
        {"organisme_id": f"x{number}", "nom": "X", **GOOD, "latitude": "99"}
        for number in range(SHOWN + 7)
    ]
    unknown = [
        {"organisme_id": f"y{number}", "nom": "Y", "type_organisme": "tontine"}
        for number in range(SHOWN + 3)
    ]
    good = {"organisme_id": "z", "nom": "Z", **GOOD}
    return load_rows(received("organisme", good, *faulty, *unknown), fill=FILL)


def test_faults_beyond_those_told_are_counted(endless):
    assert len(endless.found(CONSTRAINT.code)) == SHOWN
    assert len(endless.found(CODE.code)) == SHOWN
    more = [(one.value, one.fields["nombre"]) for one in endless.found(MORE.code)]
    assert more == [(CONSTRAINT.code, 7), (CODE.code, 3)]


def test_all_faulty_rows_are_set_aside_told_or_not(endless):
    assert endless.rows("select organisme_id from organisme") == [("z",)]


def test_a_repeated_unique_key_is_found_even_when_its_date_is_unknown(load_rows):
    """``organisme_statut`` has no primary key, since the date of a status may be unknown."""
    same = {"organisme_id": "m", "statut_juridique": "agreee"}
    loaded = load_rows(
        received("organisme", {"organisme_id": "m", "nom": "M", **GOOD}),
        received("organisme_statut", {**same, "date_debut": "2020"}, same, same),
        fill=FILL,
    )
    (finding,) = loaded.found(KEY.code)
    assert (finding.line, finding.value.split(" / ")[0]) == (4, "m")
    assert loaded.done.kept["organisme_statut"] == 2


def test_a_chain_of_references_falls_link_by_link(load_rows):
    loaded = load_rows(
        received("organisme", {"organisme_id": "m", "nom": "M", "type_organisme": "tontine"}),
        received(
            "centre",
            {"centre_id": "c", "nom": "C", "organisme_id": "m", "statut_operationnel": "ouvert"},
        ),
        received("centre_service", {"centre_id": "c", "service": "arv"}),
        fill=FILL,
    )
    assert [(one.rule.code, one.file) for one in loaded.found("S-6", "S-8")] == [
        ("S-6", "organisme.csv"),
        ("S-8", "centre.csv"),
        ("S-8", "centre_service.csv"),
    ]
    assert loaded.rows("select count(*) from centre_service") == [(0,)]


def test_our_own_rows_at_fault_stay_and_are_told(load_rows):
    """Without ``aside``, as when a dataset of our own is built: the build stops on them."""
    loaded = load_rows(
        received(
            "convention",
            {
                "convention_id": "a",
                "parties": "X ; Y",
                "statut": "signee_hier",
                "source_id": "nulle_part",
                "nature": "publie",
            },
        ),
        aside=False,
    )
    assert [one.rule for one in loaded.found()] == [CODE, REFERENCE]
    assert all(one.blocks for one in loaded.found())
    assert loaded.rows("select count(*) from convention") == [(1,)]


def test_a_required_column_that_no_file_gives_rejects_the_import(load_rows):
    loaded = load_rows(
        received("organisme", {"organisme_id": "m", "nom": "M"}, file=BOOK, sheet="A"), fill=FILL
    )
    (finding,) = loaded.found("S-2")
    assert (finding.file, finding.sheet, finding.value) == (BOOK, "A", "type_organisme")
    assert loaded.done.rejected


def test_a_column_that_one_of_two_files_gives_is_not_missing(load_rows):
    loaded = load_rows(
        received("organisme", {"organisme_id": "m", "nom": "M"}, file="a.csv"),
        received("organisme", {"organisme_id": "n", "nom": "N", **GOOD}, file="b.csv"),
        fill=FILL,
    )
    assert [(one.rule, one.file, one.line) for one in loaded.found() if one.blocks] == [
        (REQUIRED, "a.csv", 2)
    ]
    assert not loaded.done.rejected


def test_a_telephone_in_a_column_of_codes_is_hidden_where_the_code_is_told(load_rows):
    row = {"organisme_id": "m", "nom": "M", "type_organisme": "07 08 09 10 11"}
    (finding,) = load_rows(received("organisme", row), fill=FILL).found(CODE.code)
    assert finding.value == "•••"
    assert "07 08" not in finding.row
