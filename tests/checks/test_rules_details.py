"""Rules on what details a total: regions, spending, acts, diseases, contracts, projects."""

import pytest

from tests.checks.rules import Case, check

YEAR = {"annee": 2020}


def year(identifier, **values):
    return ("organisme_exercice", {"organisme_id": identifier, **YEAR, **values})


def contract(*tables):
    """Return a contract from 2020 to 2022 with its axis and its objective."""
    rows = {
        "com_contrat": {"com_id": "com", "annee_debut": 2020, "annee_fin": 2022},
        "com_axe": {"axe_id": "axe", "com_id": "com", "ligne": 99, "poids": 100},
        "com_objectif": {"objectif_id": "but", "axe_id": "axe"},
    }
    return [(name, rows[name]) for name in tables or rows]


def indicator(identifier, **values):
    row = {"indicateur_id": identifier, "objectif_id": "but", "sens": "hausse", "ligne": 99}
    return ("com_indicateur", row | values)


CASES = {
    "Q-1": Case(
        breaks=[
            {"organisme_id": "trop", "nb_beneficiaires": 1011},
            {"organisme_id": "peu", "nb_beneficiaires": 499},
        ],
        holds=[
            {"organisme_id": "egal", "nb_beneficiaires": 600},
            {"organisme_id": "egal", "nb_beneficiaires": 410},
            {"organisme_id": "moitie", "nb_beneficiaires": 500},
            {"organisme_id": "sans", "nb_beneficiaires": 5},
        ],
        base=YEAR,
        beside=[year(one, nb_beneficiaires=1000) for one in ("trop", "peu", "egal", "moitie")],
    ),
    "D-1": Case(
        breaks=[
            {"organisme_id": "trop", "montant_fcfa": 1201},
            {"organisme_id": "peu", "montant_fcfa": 799},
        ],
        holds=[
            {"organisme_id": "egal", "montant_fcfa": 1200},
            {"organisme_id": "egal", "montant_fcfa": 999, "hc": "HC.7.2"},
            {"organisme_id": "egal", "montant_fcfa": 999, "hf": "HF.3.2"},
            {"organisme_id": "moins", "montant_fcfa": 800},
            {"organisme_id": "sans", "montant_fcfa": 5},
        ],
        base=YEAR | {"hf": "HF.2.1", "hc": "HC.1.3"},
        beside=[
            year(one, prestations_payees_fcfa=1000) for one in ("trop", "peu", "egal", "moins")
        ],
    ),
    "A-1": Case(
        breaks=[
            {"reste_a_charge_fcfa": 211},
            {"reste_a_charge_fcfa": 189},
            {"reste_a_charge_fcfa": None, "part_cmu_fcfa": 711},
        ],
        holds=[
            {"reste_a_charge_fcfa": 210},
            {"reste_a_charge_fcfa": 190},
            {"reste_a_charge_fcfa": None},
            {"reste_a_charge_fcfa": 900, "montant_facture_fcfa": None},
        ],
        base={"montant_facture_fcfa": 1000, "part_cmu_fcfa": 500, "part_mutuelle_fcfa": 300},
    ),
    "A-2": Case(
        breaks=[{"montant_facture_fcfa": 999}, {"montant_facture_fcfa": 200_000_010}],
        holds=[
            {"montant_facture_fcfa": 1000},
            {"montant_facture_fcfa": 200_000_000},
            {"montant_facture_fcfa": 0},
            {"montant_facture_fcfa": 5, "nb_actes": 0},
        ],
        base={"nb_actes": 10},
    ),
    "A-3": Case(
        breaks=[{"montant_facture_fcfa": 1, "nb_actes": 0}],
        holds=[
            {"montant_facture_fcfa": 0, "nb_actes": 0},
            {"montant_facture_fcfa": 1, "nb_actes": None},
        ],
    ),
    "A-4": Case(
        breaks=[{"organisme_id": "trop", "part_mutuelle_fcfa": 1051}],
        holds=[
            {"organisme_id": "egal", "part_mutuelle_fcfa": 1000},
            {"organisme_id": "egal", "part_mutuelle_fcfa": 50},
            {"organisme_id": "sans", "part_mutuelle_fcfa": 5},
        ],
        base=YEAR,
        beside=[
            year("trop", prestations_dues_fcfa=1000),
            year("egal", prestations_dues_fcfa=900, prestations_payees_fcfa=1000),
        ],
    ),
    "M-1": Case(
        breaks=[{"organisme_id": "trop", "montant_fcfa": 1051}],
        holds=[
            {"organisme_id": "egal", "montant_fcfa": 1000},
            {"organisme_id": "egal", "montant_fcfa": 50},
            {"organisme_id": "sans", "montant_fcfa": 5},
        ],
        base=YEAR,
        beside=[
            year("trop", prestations_dues_fcfa=1000),
            year("egal", prestations_payees_fcfa=1000),
        ],
    ),
    "M-2": Case(
        breaks=[{"montant_fcfa": 1, "nb_cas": 0}],
        holds=[{"montant_fcfa": 0, "nb_cas": 0}, {"montant_fcfa": 1, "nb_cas": None}],
    ),
    "K-1": Case(
        breaks=[{"annee_debut": 2021, "annee_fin": 2020}],
        holds=[{"annee_debut": 2021, "annee_fin": 2021}],
    ),
    "K-2": Case(
        breaks=[{"objectif_id": "but", "poids": 100.6}],
        holds=[
            {"objectif_id": "cent", "poids": 60},
            {"objectif_id": "cent", "poids": 40.4},
            {"objectif_id": "un", "poids": 1},
        ],
        beside=[
            *contract("com_axe", "com_objectif"),
            ("com_axe", {"axe_id": "axe2", "com_id": "com2"}),
            ("com_objectif", {"objectif_id": "cent", "axe_id": "axe2"}),
            ("com_axe", {"axe_id": "axe3", "com_id": "com3"}),
            ("com_objectif", {"objectif_id": "un", "axe_id": "axe3"}),
        ],
    ),
    "K-3": Case(
        breaks=[{"com_id": "a", "poids": 99.4}],
        holds=[
            {"com_id": "b", "poids": 60},
            {"com_id": "b", "poids": 40.4},
            {"com_id": "c", "poids": 1},
            {"com_id": "d", "poids": None},
        ],
    ),
    "K-4": Case(
        breaks=[{"annee": 2019}, {"annee": 2023}],
        holds=[{"annee": 2020}, {"annee": 2022}],
        base={"indicateur_id": "i"},
        beside=[*contract(), indicator("i")],
    ),
    "K-5": Case(
        breaks=[{"realise": 1.01}, {"realise": 0.24}],
        holds=[
            {"realise": 1.0},
            {"realise": 0.25},
            {"realise": None},
            {"realise": 9, "indicateur_id": "h"},
        ],
        base={"indicateur_id": "p"},
        beside=[
            indicator("p", sens="plage", plage_min=0.5, plage_max=0.75, tolerance=0.25),
            indicator("h", plage_min=0.5, plage_max=0.75),
        ],
    ),
    "K-6": Case(
        breaks=[
            {"plage_min": 0.8, "plage_max": 0.5},
            {"plage_min": 0.5, "plage_max": 0.5},
            {"plage_min": 0.5},
        ],
        holds=[{"plage_min": 0.5, "plage_max": 0.8}, {"sens": "hausse"}],
        base={"sens": "plage"},
    ),
    "K-7": Case(
        breaks=[
            {"indicateur_id": "h", "seuil": 0.9, "cible": 0.8},
            {"indicateur_id": "b", "seuil": 30, "cible": 50},
        ],
        holds=[
            {"indicateur_id": "h", "seuil": 0.8, "cible": 0.8},
            {"indicateur_id": "b", "seuil": 50, "cible": 50},
            {"indicateur_id": "p", "seuil": 9, "cible": 1},
            {"indicateur_id": "h", "seuil": None, "cible": 0.8},
        ],
        beside=[indicator("h"), indicator("b", sens="baisse"), indicator("p", sens="plage")],
    ),
    "K-8": Case(
        breaks=[{"realise": 75}, {"realise": 0.756}],
        holds=[
            {"realise": 0.754},
            {"realise": 75, "indicateur_id": "n"},
            {"realise": 75, "denominateur": 0},
        ],
        base={"indicateur_id": "p", "numerateur": 3, "denominateur": 4},
        beside=[indicator("p", unite="part"), indicator("n", unite="personnes")],
    ),
    "T-1": Case(
        breaks=[{"projet_id": "trop", "montant_fcfa": 1051}],
        holds=[
            {"projet_id": "egal", "montant_fcfa": 1000},
            {"projet_id": "egal", "montant_fcfa": 50, "statut": "verse"},
            {"projet_id": "egal", "montant_fcfa": 900, "statut": "refuse"},
        ],
        base={"statut": "accorde"},
        beside=[("projet", {"projet_id": one, "montant_fcfa": 1000}) for one in ("trop", "egal")],
    ),
    "T-2": Case(
        breaks=[{"projet_id": "peu"}, {"projet_id": "rien", "etape": "service"}],
        holds=[
            {"projet_id": "assez"},
            {"projet_id": "rien", "etape": "montage"},
            {"projet_id": "rien", "statut": "abandonne"},
            {"projet_id": "rien", "montant_fcfa": None},
        ],
        base={"etape": "accord", "statut": "actif", "montant_fcfa": 1000},
        beside=[
            ("financement_projet", {"projet_id": one, "montant_fcfa": sum_, "statut": "accorde"})
            for one, sum_ in (("peu", 899), ("assez", 900))
        ],
    ),
    "T-3": Case(
        breaks=[{"offre_id": "o1", "montant_min_fcfa": 11, "montant_max_fcfa": 10}],
        holds=[
            {"offre_id": "o2", "montant_min_fcfa": 10, "montant_max_fcfa": 10},
            {"offre_id": "o3", "montant_min_fcfa": 11, "montant_max_fcfa": None},
            {"offre_id": "o4", "montant_min_fcfa": None, "montant_max_fcfa": 0},
        ],
    ),
    "T-4": Case(
        breaks=[{"offre_id": "o1", "est_nationale": True, "region_code": "gbeke"}],
        holds=[
            {"offre_id": "o2", "est_nationale": True},
            {"offre_id": "o3", "est_nationale": False, "region_code": "gbeke"},
            {"offre_id": "o4", "est_nationale": None, "region_code": "gbeke"},
        ],
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_the_rule_finds_the_rows_that_break_it_and_leaves_those_at_the_limit(rows, code):
    check(rows, code, CASES[code])
