"""A sheet is taken for the table it names or resembles; what is doubtful is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartomut.contracts import contracts
from cartomut.i18n import language
from cartomut.sources.correspondence import importable
from cartomut.sources.facilities import TABLE
from cartomut.sources.likeness import likeness, match, vocabulary, words
from cartomut.sources.recognition import Recognised, recognise
from cartomut.sources.sheets import Sheet


def sheet(name: str, *rows: str, file: str = "classeur.xlsx", path=None) -> Sheet:
    """A sheet from texts whose cells are separated by bars."""
    read = [tuple(row.split("|")) for row in rows]
    body = list(enumerate(read[1:], 2))
    return Sheet(file, name, read[0], lambda: iter(body), path=path)


def said(found: Recognised) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for one in found.findings:
        codes.setdefault(one.rule.code, []).append(one.value)
    return codes


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("centre_service", "centre_id|service|disponible"),
        ("Services des centres", "Centre|Service|Disponible"),
        ("services DES CENTRES", "centre|SERVICE|disponible"),
        ("Services of the facilities", "Facility|Service|Available"),
    ],
)
def test_a_sheet_is_known_by_its_name_and_headers_in_either_language(name, headers):
    found = recognise([sheet(name, headers, "c1|arv|oui")])
    (one,) = found.incoming
    assert (one.table, one.columns) == ("centre_service", ("centre_id", "service", "disponible"))
    assert list(one.rows()) == [(2, ("c1", "arv", "oui"))]
    assert found.findings == []


def test_a_title_cut_at_31_characters_is_still_known():
    title = next(one.title for one in importable().values() if len(one.title) > 28)
    table = next(name for name, one in importable().items() if one.title == title)
    header = "|".join(one.name for one in contracts()[table].file_fields)
    assert [one.table for one in recognise([sheet(title[:31], header)]).incoming] == [table]


def test_every_table_is_known_by_its_french_titles():
    """What the template writes comes back as the same columns of the same table."""
    for name, contract in importable().items():
        columns = contract.file_fields
        (one,) = recognise(
            [sheet(contract.title[:31], "|".join(column.title for column in columns))]
        ).incoming
        assert (one.table, one.columns) == (name, tuple(column.name for column in columns))


def test_a_csv_bears_the_name_of_its_table_and_keeps_its_path(tmp_path):
    path = tmp_path / "centre_service.csv"
    (one,) = recognise(
        [sheet("", "centre_id|service", "c1|arv", file="centre_service.csv", path=path)]
    ).incoming
    assert (one.table, one.path) == ("centre_service", path)


def test_renamed_columns_are_not_read_straight_from_the_file(tmp_path):
    path = tmp_path / "centre_service.csv"
    (one,) = recognise(
        [sheet("", "Centre|service", "c1|arv", file="centre_service.csv", path=path)]
    ).incoming
    assert one.path is None


def test_a_regulators_own_table_is_matched_by_synonyms_and_likeness():
    """« Dénomination » is a synonym; « Base d'afiliation » is close; « Observation » is nothing."""
    found = recognise(
        [
            sheet(
                "Liste 2025",
                "Code mutuelle|Dénomination|Sigle|Type d'organisme|Base d'afiliation|Observation",
                "m1|Mutuelle|M|union|autre|vu",
            )
        ]
    )
    (one,) = found.incoming
    assert one.table == "organisme"
    assert dict(zip(one.headers, one.columns, strict=True)) == {
        "Code mutuelle": "organisme_id",
        "Dénomination": "nom",
        "Sigle": "sigle",
        "Type d'organisme": "type_organisme",
        "Base d'afiliation": "base_affiliation",
    }
    assert {guess.header: guess.how for guess in one.guesses} == {
        "Code mutuelle": "synonyme",
        "Dénomination": "synonyme",
        "Sigle": "titre",
        "Type d'organisme": "titre",
        "Base d'afiliation": "proche",
    }
    assert said(found) == {
        "R-4": ["Code mutuelle", "Dénomination", "Base d'afiliation"],
        "R-5": ["Observation"],
    }


def test_columns_are_put_in_order_whatever_theirs():
    (one,) = recognise([sheet("Centres de santé", "Nom|Inconnue|Identifiant", "A|x|c1")]).incoming
    row = dict(zip(one.columns, next(iter(one.rows()))[1], strict=True))
    assert row == {"nom": "A", "centre_id": "c1"}


def test_an_unknown_sheet_is_an_error_beside_others_and_a_reject_alone():
    strange = sheet("Notes", "couleur|saveur", "bleu|sucré")
    good = sheet("centre_service", "centre_id|service", "c1|arv")
    beside, alone = recognise([strange, good]), recognise([strange])
    assert [one.rule.level for one in beside.findings] == ["erreur"]
    assert [one.rule.level for one in alone.findings] == ["rejet"]
    assert alone.incoming == []


def test_a_sheet_without_its_key_is_not_recognised():
    found = recognise([sheet("Mutuelles agréées", "Nom|Sigle|Type d'organisme", "A|B|union")])
    assert found.incoming == []
    assert said(found) == {"R-3": ["organisme_id"]}


def test_two_headers_of_one_column_are_told_and_the_exact_one_is_read():
    found = recognise([sheet("organisme", "Dénomination|nom|organisme_id", "X|Y|m1")])
    (one,) = found.incoming
    row = dict(zip(one.columns, next(iter(one.rows()))[1], strict=True))
    assert row["nom"] == "Y"
    assert said(found) == {"R-7": ["Dénomination"]}


def test_a_header_close_to_two_columns_is_not_chosen_at_random():
    """« Paludisme cas » is as close to confirmed cases as to treated ones."""
    found = recognise([sheet("centre_activite", "centre_id|annee|Cas de paludisme", "c1|2024|3")])
    assert "Cas de paludisme" in (said(found).get("R-6", []) + said(found).get("R-5", []))
    assert found.incoming[0].columns == ("centre_id", "annee")


@pytest.mark.parametrize(
    "header", ["Cotisations émises (millions de FCFA)", "Cotisations émises en milliers"]
)
def test_an_amount_in_another_unit_is_refused_at_the_header(header):
    found = recognise([sheet("organisme_exercice", f"organisme_id|annee|{header}", "m1|2024|5")])
    assert said(found).keys() & {"R-8", "R-5"}
    assert found.incoming[0].columns == ("organisme_id", "annee")


def test_an_amount_in_millions_is_an_error():
    header = "Cotisations émises (millions de FCFA)"
    found = recognise([sheet("organisme_exercice", f"organisme_id|annee|{header}")])
    assert [one.rule.level for one in found.findings] == ["erreur"]


def test_personal_columns_of_any_table_are_left_out():
    found = recognise([sheet("organisme", "organisme_id|nom|Téléphone|E-mail", "m1|A|07|a@b.ci")])
    assert found.incoming[0].columns == ("organisme_id", "nom")
    assert said(found) == {"R-23": ["Téléphone", "E-mail"]}


def test_reference_tables_are_not_imported():
    found = recognise([sheet("Régions", "region_code|nom", "x|X")])
    assert found.incoming == []
    assert said(found) == {"R-9": ["region"]}


def test_sheets_written_for_people_are_passed_over():
    good = sheet("centre_service", "centre_id|service", "c1|arv")
    names = ("Lisez-moi", "Listes", "Résumé", "Anomalies", "S-4", "V-12")
    found = recognise([*(sheet(name, "a|b", "1|2") for name in names), good])
    assert [one.table for one in found.incoming] == ["centre_service"]
    assert found.findings == []


@pytest.mark.parametrize("name", ["Listes", "Résumé", "S-4"])
def test_somebodys_own_sheet_of_the_same_name_is_not_passed_over(name):
    assert [one.sheet for one in recognise([sheet(name, "a|b", "1|2")]).findings] == [name]


def test_words_forget_units_accents_and_signs():
    assert words("Prestations payées (FCFA) – N°") == "prestations payees n"


def test_other_numbers_are_other_things():
    assert likeness("beneficiaires 2022", "beneficiaires 2023") == 0
    assert likeness("beneficiaires femmes", "femmes beneficiaires") == 1


def test_synonyms_name_columns_that_exist():
    from cartomut.sources.likeness import synonyms

    brought = {TABLE: contracts()[TABLE]}  # the official list, brought apart from the study
    names = {
        text
        for table, contract in (importable() | brought).items()
        for column in contract.file_fields
        for text in (column.name, f"{table}.{column.name}")
    }
    assert synonyms().keys() - names == set()


def test_no_two_exact_names_of_a_table_are_one():
    """A title or a synonym that two columns share could never be read."""
    shared = [
        (table, term.column, term.normalised)
        for table, contract in importable().items()
        for term in vocabulary(table)
        if term.column not in match(term.normalised, contract).columns
        or len(match(term.normalised, contract).columns) > 1
    ]
    assert shared == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(max_size=20) | st.sampled_from(["nom", "centre_id", "ligne", ""]), min_size=1),
    st.text(max_size=12) | st.sampled_from(["centre", "Organismes"]),
)
def test_any_headers_end_in_rows_or_in_a_finding(headers, name):
    """Never an exception; each text of a finding is whole in both languages."""
    columns = tuple(headers)
    one = Sheet("f.xlsx", name, columns, lambda: iter([(2, columns)]))
    found = recognise([one])
    for incoming in found.incoming:
        assert [len(row) for _, row in incoming.rows()] == [len(incoming.columns)]
    for finding in found.findings:
        assert finding.text(language("fr"))
        assert finding.text(language("en"))
