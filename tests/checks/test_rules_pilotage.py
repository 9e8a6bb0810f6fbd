"""Rules on steering: assessments and means within their contract, meetings, recommendations."""

import pytest

from tests.checks.rules import Case, check
from tests.checks.test_rules_details import contract, indicator

PROJECT = ("projet", {"projet_id": "p", "theme": "construction"})
OFFERS = [
    ("offre", {"offre_id": theme, "theme": theme})
    for theme in ("construction", "equipement", "financement")
]
CASES = {
    "K-9": Case(
        breaks=[{"annee": 2019}, {"annee": 2023}],
        holds=[{"annee": 2020}, {"annee": 2022}, {"annee": 1990, "com_id": "inconnu"}],
        base={"com_id": "com"},
        beside=contract("com_contrat"),
    ),
    "K-10": Case(
        breaks=[{"annee": 2019}, {"annee": 2023}],
        holds=[{"annee": 2020}, {"annee": 2022}],
        base={"com_id": "com"},
        beside=contract("com_contrat"),
    ),
    "K-11": Case(
        breaks=[{"objectif_id": "vide"}],
        holds=[{"objectif_id": "but"}],
        beside=[indicator("i")],
    ),
    "K-12": Case(
        breaks=[{"score": 0.5, "taux_renseignement": 0.799}],
        holds=[
            {"score": 0.5, "taux_renseignement": 0.8},
            {"score": 0.5, "taux_renseignement": None},
            {"score": None, "taux_renseignement": 0.1},
        ],
    ),
    "T-5": Case(
        breaks=[{"offre_id": "equipement"}],
        holds=[{"offre_id": "construction"}, {"offre_id": "financement"}],
        base={"projet_id": "p"},
        beside=[PROJECT, *OFFERS],
    ),
    "N-3": Case(
        breaks=[
            {"texte_fr": " former les AGENTS ", "destinataire": "PASS", "ligne": 2},
            {"texte_fr": "Former les agents", "destinataire": "PASS", "ligne": 3},
        ],
        holds=[
            {"texte_fr": "Former les agents", "destinataire": "AIRMS"},
            {"texte_fr": "Former les agents", "destinataire": None},
            {"texte_fr": "Autre", "destinataire": "PASS"},
        ],
        beside=[
            (
                "recommandation",
                {"recommandation_id": "r1", "ligne": 1, "texte_fr": "Former les agents"}
                | {"destinataire": "PASS"},
            )
        ],
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_the_rule_finds_the_rows_that_break_it_and_leaves_those_at_the_limit(rows, code):
    check(rows, code, CASES[code])
