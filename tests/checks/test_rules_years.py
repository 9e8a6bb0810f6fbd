"""Rules on financial years: in a year, from one year to the next, since the last edition."""

from datetime import UTC, date, datetime

import pytest

from tests.checks.rules import Case, check, found, put

YEAR = datetime.now(UTC).year
MILLION = 1_000_000


def year(identifier, annee, **values):
    return (
        "organisme_exercice",
        {"organisme_id": identifier, "annee": annee, "ligne": 99} | values,
    )


def published(identifier, annee, **values):
    return ("precedente.organisme_exercice", {"organisme_id": identifier, "annee": annee} | values)


CASES = {
    "E-3": Case(
        breaks=[{"nb_beneficiaires": 101}],
        holds=[{"nb_beneficiaires": 100}, {"nb_beneficiaires": None}],
        base={"population_cible": 100},
    ),
    "E-4": Case(
        breaks=[{"cotisations_encaissees_fcfa": 1201}, {"cotisations_encaissees_fcfa": 99}],
        holds=[
            {"cotisations_encaissees_fcfa": 1200},
            {"cotisations_encaissees_fcfa": 100},
            {"cotisations_encaissees_fcfa": 9, "cotisations_emises_fcfa": 0},
        ],
        base={"cotisations_emises_fcfa": 1000},
    ),
    "E-5": Case(
        breaks=[
            {"prestations_payees_fcfa": 1501},
            {"prestations_payees_fcfa": 49},
            {"prestations_payees_fcfa": 49, "cotisations_acquises_fcfa": None},
        ],
        holds=[{"prestations_payees_fcfa": 1500}, {"prestations_payees_fcfa": 50}],
        base={"cotisations_acquises_fcfa": 1000, "cotisations_emises_fcfa": 1000},
    ),
    "E-6": Case(
        breaks=[{"prestations_payees_fcfa": 1251}],
        holds=[{"prestations_payees_fcfa": 1250}, {"prestations_payees_fcfa": None}],
        base={"prestations_dues_fcfa": 1000},
    ),
    "E-7": Case(
        breaks=[{"frais_fonctionnement_fcfa": 601}, {"frais_fonctionnement_fcfa": 4}],
        holds=[{"frais_fonctionnement_fcfa": 600}, {"frais_fonctionnement_fcfa": 5}],
        base={"cotisations_acquises_fcfa": 1000},
    ),
    "E-8": Case(
        breaks=[{"charges_totales_fcfa": 990_000}],
        holds=[
            {"charges_totales_fcfa": 991_000},
            {"charges_totales_fcfa": 990_000, "frais_fonctionnement_fcfa": None},
        ],
        base={"prestations_dues_fcfa": 800_000, "frais_fonctionnement_fcfa": 200_000},
    ),
    "E-9": Case(
        breaks=[{"produits_totaux_fcfa": 990_000}],
        holds=[
            {"produits_totaux_fcfa": 991_000},
            {"produits_totaux_fcfa": 990_000, "subventions_fcfa": None},
        ],
        base={"cotisations_acquises_fcfa": 800_000, "subventions_fcfa": 200_000},
    ),
    "E-10": Case(
        breaks=[{"resultat_net_fcfa": 211}, {"resultat_net_fcfa": -200}],
        holds=[{"resultat_net_fcfa": 210}, {"resultat_net_fcfa": None}],
        base={"produits_totaux_fcfa": 1000, "charges_totales_fcfa": 800},
    ),
    "E-11": Case(
        breaks=[{"nb_centres": 2}, {"nb_centres": 1, "organisme_id": "b"}],
        holds=[
            {"nb_centres": 5, "annee": 2019},
            {"nb_centres": 0, "organisme_id": "c"},
            {"nb_centres": None, "organisme_id": "d"},
        ],
        base={"organisme_id": "a", "annee": 2020},
        beside=[
            ("centre", {"organisme_id": "a", "relation": "proprietaire"} | status)
            for status in ({"statut_operationnel": "ouvert"}, {"statut_operationnel": "ferme"})
        ],
    ),
    "E-12": Case(
        breaks=[{"annee": 2016}],
        holds=[{"annee": 2017}, {"annee": 2016, "organisme_id": "sans"}],
        base={"organisme_id": "a"},
        beside=[("organisme", {"organisme_id": "a", "date_creation": "2017-06"})],
    ),
    "E-13": Case(breaks=[{"annee": YEAR + 2}], holds=[{"annee": YEAR + 1}]),
    "E-14": Case(
        breaks=[{"prestations_payees_fcfa": 1}],
        holds=[
            {"prestations_payees_fcfa": 0},
            {"prestations_payees_fcfa": 1, "nb_beneficiaires": None},
            {"prestations_payees_fcfa": 1, "nb_beneficiaires": 1},
        ],
        base={"nb_beneficiaires": 0},
    ),
    "E-15": Case(
        breaks=[{"annee": 2018}],
        holds=[{"annee": 2017}, {"annee": 2018, "organisme_id": "b"}],
        base={"organisme_id": "a"},
        beside=[
            (
                "organisme_statut",
                {"organisme_id": "a", "statut_juridique": "fusionnee", "date_debut": "2017"},
            )
        ],
    ),
    "E-16": Case(
        breaks=[
            {"organisme_id": "a", "produits_totaux_fcfa": 8000},
            {"organisme_id": "b", "nb_adherents": 125},
        ],
        holds=[
            {"organisme_id": "a", "produits_totaux_fcfa": 8000, "annee": 2023},
            {"organisme_id": "c", "produits_totaux_fcfa": 7999},
            {"organisme_id": "d", "nb_adherents": 999},
            {"organisme_id": "e", "produits_totaux_fcfa": 0},
        ],
        base={"annee": 2021},
        beside=[
            year("a", 2020, produits_totaux_fcfa=1000),
            year("b", 2020, nb_adherents=1000),
            year("c", 2020, produits_totaux_fcfa=1000),
            year("d", 2020, nb_adherents=100),
            year("e", 2020, produits_totaux_fcfa=1000),
        ],
    ),
    "E-17": Case(
        breaks=[
            {"organisme_id": "a", "produits_totaux_fcfa": MILLION},
            {"organisme_id": "b", "nb_beneficiaires": 125},
        ],
        holds=[
            {"organisme_id": "c", "produits_totaux_fcfa": 7999},
            {"organisme_id": "d", "produits_totaux_fcfa": MILLION},
        ],
        base={"annee": 2021},
        beside=[
            published("a", 2021, produits_totaux_fcfa=1000),
            published("a", 2020, produits_totaux_fcfa=MILLION),
            published("b", 2020, nb_beneficiaires=1000),
            published("b", 2019, nb_beneficiaires=125),
            published("c", 2021, produits_totaux_fcfa=1000),
            published("d", 2022, produits_totaux_fcfa=1000),
        ],
    ),
    "E-19": Case(
        breaks=[
            {"cotisations_emises_fcfa": 99_999},
            {"cotisations_encaissees_fcfa": 99_999},
        ],
        holds=[
            {"cotisations_emises_fcfa": 100_000},
            {"cotisations_emises_fcfa": 0},
            {"cotisations_emises_fcfa": 99_999, "nb_beneficiaires": 1000},
        ],
        base={"nb_beneficiaires": 1001},
    ),
    "E-20": Case(
        breaks=[{"cotisations_emises_fcfa": 4999}, {"cotisations_emises_fcfa": 30_000_001}],
        holds=[
            {"cotisations_emises_fcfa": 5000},
            {"cotisations_emises_fcfa": 30_000_000},
            {"cotisations_emises_fcfa": 5, "nb_adherents": 0},
        ],
        base={"nb_adherents": 10},
    ),
    "E-21": Case(
        breaks=[{"est_certifie": True}],
        holds=[
            {"est_certifie": True, "date_depot_etats_financiers": date(2021, 5, 1)},
            {"est_certifie": False},
            {"est_certifie": None},
        ],
    ),
    "E-22": Case(
        breaks=[{"date_depot_etats_financiers": date(2020, 12, 31)}],
        holds=[
            {"date_depot_etats_financiers": date(2021, 1, 1)},
            {"date_depot_etats_financiers": None},
        ],
        base={"annee": 2020},
    ),
    "E-23": Case(
        breaks=[{"produits_totaux_fcfa": 3}],
        holds=[
            {"produits_totaux_fcfa": 4},
            {"produits_totaux_fcfa": 3, "annee": 2023},
            {"produits_totaux_fcfa": 3, "organisme_id": "b"},
        ],
        base={
            "organisme_id": "a",
            "annee": 2021,
            "cotisations_emises_fcfa": 1,
            "prestations_payees_fcfa": 2,
        },
        beside=[
            year(
                "a",
                2020,
                cotisations_emises_fcfa=1,
                prestations_payees_fcfa=2,
                produits_totaux_fcfa=3,
            )
        ],
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_the_rule_finds_the_rows_that_break_it_and_leaves_those_at_the_limit(rows, code):
    check(rows, code, CASES[code])


def test_each_part_above_the_total_breaks_e2_by_its_own_column_and_the_total_itself_does_not(rows):
    parts = ("nb_beneficiaires_a_jour", "nb_beneficiaires_femmes", "nb_beneficiaires_informel")
    for line, count in ((2, 101), (3, 100), (4, None)):
        values = dict.fromkeys(parts, count)
        put(rows, "organisme_exercice", nb_beneficiaires=100, ligne=line, **values)
    assert [(row["ligne"], row["colonne"]) for row in found(rows, "E-2")] == [
        (2, part) for part in parts
    ]


@pytest.mark.parametrize(
    ("factor", "compared", "rejected"),
    [
        (1000, 5, True),
        (500, 5, True),
        (499, 5, False),
        (1000, 4, False),
        (1 / 1000, 5, True),
        (1 / 500, 5, True),
        (1, 5, False),
    ],
)
def test_a_whole_file_in_another_unit_breaks_e18_when_enough_years_are_compared(
    rows, factor, compared, rejected
):
    """One of five years did not change: the median tells of the file, not of a row."""
    for number in range(compared):
        before = published(f"m{number}", 2020, cotisations_emises_fcfa=MILLION)
        now = int(MILLION * (factor if number else 1))
        put(rows, before[0], **before[1])
        name, values = year(f"m{number}", 2020, cotisations_emises_fcfa=now)
        put(rows, name, **values)
    assert [row["ligne"] for row in found(rows, "E-18")] == ([None] if rejected else [])


def test_a_year_of_the_last_edition_that_is_gone_breaks_e24_while_its_organisation_stays(rows):
    put(rows, "organisme", organisme_id="reste")
    for name, values in (
        published("reste", 2019),
        published("reste", 2020),
        published("parti", 2019),
        year("reste", 2020),
    ):
        put(rows, name, **values)
    (gone,) = found(rows, "E-24")
    assert (gone["organisme_id"], gone["valeur"], gone["ligne"]) == ("reste", "2019", None)
