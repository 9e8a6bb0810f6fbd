"""The forms of steering fill every table of steering, each row under the row that it stands in."""

import pytest

from cartomut.contracts import contracts
from cartomut.exports.workbook import workbook_tables
from cartomut.sources.correspondence import KEY, MAIN, Correspondence, shipped
from cartomut.sources.recognition import recognise
from tests.sources.test_forms import codes, kept, sheet

STEERING = {name for name, one in contracts().items() if one.family == "pilotage"}
FORMS = {one.ids[0]: one for one in shipped()}
SYSTEM = ("_id", "_uuid", "_submission_time", "_validation_status", "_index")
REPEAT = ("_index", "_parent_table_name", "_parent_index", "_submission__uuid")
APPROVED = "validation_status_approved"
NESTED = {"objectifs": "axes", "indicateurs": "objectifs", "cibles": "indicateurs"}


def test_every_table_of_steering_has_a_sheet_and_a_form():
    assert STEERING - {one.name for one in workbook_tables()} == set()
    assert STEERING - {one.table for form in shipped() for one in form.tables} == set()


def main_sheet(name, questions, *answers):
    rows = [[*one, str(n), f"u-{n}", "2026-01-01T10:00:00", APPROVED, str(n)] for n, one in answers]
    return sheet(name, [[*questions, *SYSTEM], *rows])


def repeat(name, questions, *rows, above="fiche"):
    """Rows are (own index, index of the row above, answers)."""
    body = [[*cells, str(own), above, str(up), "u-1"] for own, up, cells in rows]
    return sheet(name, [[*(f"{name}/{one}" for one in questions), *REPEAT], *body])


def test_axes_objectives_indicators_and_targets_each_know_what_they_stand_in():
    """Two axes, two objectives in the second, an indicator in the last, targets of two years."""
    contract = ["contrat/com_id", "contrat/organisme_id", "contrat/annee_debut", "fiche/source_id"]
    found = recognise(
        [
            main_sheet("contrat_objectifs", contract, (1, ["com_a", "mutuelle_a", "2024", "s1"])),
            repeat("parties", ["partie/role", "partie/nom"], (1, 1, ["regulateur", "AIRMS"])),
            repeat(
                "axes",
                ["axe/axe_id", "axe/ordre", "axe/libelle_fr", "axe/poids"],
                (1, 1, ["a1", "1", "Adhésion", "40"]),
                (2, 1, ["a2", "2", "Soins", "60"]),
            ),
            repeat(
                "objectifs",
                ["objectif/objectif_id", "objectif/ordre", "objectif/libelle_fr"],
                (1, 1, ["o1", "1", "Recruter"]),
                (2, 2, ["o2", "1", "Ouvrir"]),
                (3, 2, ["o3", "2", "Former"]),
                above="axes",
            ),
            repeat(
                "indicateurs",
                ["indicateur/indicateur_id", "indicateur/libelle_fr", "indicateur/poids"],
                (1, 3, ["i1", "Agents formés", "60"]),
                above="objectifs",
            ),
            repeat(
                "cibles",
                ["cible/annee", "cible/seuil", "cible/cible"],
                (1, 1, ["2024", "0.5", "0.8"]),
                (2, 1, ["2025", "0.6", "0"]),
                above="indicateurs",
            ),
        ]
    )
    assert {"R-11", "R-13"} & set(codes(found)) == set()  # a form that is known, each question once
    assert kept(found, "com_contrat", "com_id", "annee_debut", "est_demo", "nature") == [
        ("com_a", "2024", "false", "declare")
    ]
    assert kept(found, "com_partie", "com_id", "role", "nom") == [("com_a", "regulateur", "AIRMS")]
    assert kept(found, "com_axe", "axe_id", "com_id", "poids", "source_id") == [
        ("a1", "com_a", "40", "s1"),
        ("a2", "com_a", "60", "s1"),
    ]
    assert kept(found, "com_objectif", "objectif_id", "axe_id") == [
        ("o1", "a1"),
        ("o2", "a2"),
        ("o3", "a2"),
    ]
    assert kept(found, "com_indicateur", "indicateur_id", "objectif_id") == [("i1", "o3")]
    assert kept(found, "com_cible", "indicateur_id", "annee", "seuil", "cible") == [
        ("i1", "2024", "0.5", "0.8"),
        ("i1", "2025", "0.6", "0"),
    ]


@pytest.mark.parametrize("form", ["suivi_programme", "contrat_objectifs", "suivi_contrat"])
@pytest.mark.parametrize("labels", [False, True], ids=["names", "labels"])
def test_every_question_of_a_form_reaches_its_column(form, labels):
    """One row in each section, each answer the name of its question."""
    known = FORMS[form]
    found = recognise(list(_export(known, labels)))
    missed = []
    for table in known.tables:
        (row,) = [
            dict(zip(one.columns, cells, strict=True))
            for one in found.incoming
            if one.table == table.table
            for _line, cells in one.rows()
        ] or [{}]
        missed += [
            f"{table.table}.{column}: {row.get(column)!r}"
            for column, asked in table.columns.items()
            if row.get(column) != next(one for one in asked if one != KEY)
        ]
    assert missed == []


def _export(form: Correspondence, labels: bool):
    """Write an export of one submission; a section's questions are those that name its group."""

    def header(question):
        return form.labels[question][0] if labels else question

    sections = {}
    for table in form.tables:
        groups = {one.split("/")[0] for one in table.questions}
        inherited = {"fiche", *(one for one in groups if _section_of(form, one) != table.section)}
        own = sections.setdefault(table.section, [])
        own += [one for one in table.questions if one.split("/")[0] not in inherited]
    main = [*dict.fromkeys([*sections.pop(MAIN, []), "fiche/source_id", "fiche/nature"])]
    yield main_sheet(form.ids[0], [header(one) for one in main], (1, main))
    for name, questions in sections.items():
        asked = list(dict.fromkeys(questions))
        above = NESTED.get(name, {"partenaires": "activites", "financements": "projets"}.get(name))
        title = header(name)
        rows = [[*asked, "1", header(above) if above else "fiche", "1", "u-1"]]
        heads = [header(one) if labels else f"{name}/{one}" for one in asked]
        yield sheet(title[:31], [[*heads, *REPEAT], *rows])


def _section_of(form: Correspondence, group: str) -> str:
    """Find the section that a group's questions are asked in: the first table that asks them."""
    return next(
        one.section
        for one in form.tables
        if any(question.startswith(f"{group}/") for question in one.questions)
    )
