"""Rules on public claims: a verdict is the one that the sum gives, from figures that are known."""

import pytest

from tests.checks.rules import Case, check

SHARE = {"valeur_enoncee": "0.4", "calcul_numerateur": "x", "calcul_denominateur": "y - 10"}
CASES = {
    "F-4": Case(  # x is 40, y is 110: the sum gives 0.4
        breaks=[
            SHARE | {"verdict": "differe"},
            SHARE | {"verdict": "conforme", "valeur_enoncee": "0.41"},
            SHARE | {"verdict": "conforme", "calcul_denominateur": "vide"},
            {"verdict": "differe", "valeur_enoncee": "0.4"},
            SHARE | {"verdict": "conforme", "qualificatif": "moins_de", "valeur_enoncee": "0.39"},
        ],
        holds=[
            SHARE | {"verdict": "conforme"},
            SHARE | {"verdict": "conforme", "valeur_enoncee": "0.41", "tolerance": 0.01},
            SHARE | {"verdict": "conforme", "qualificatif": "plus_de", "valeur_enoncee": "0.39"},
            SHARE | {"verdict": "differe", "qualificatif": "plus_de", "valeur_enoncee": "0.41"},
            SHARE | {"verdict": "inverifiable", "calcul_denominateur": "y - 110"},
            SHARE | {"verdict": "inverifiable", "valeur_enoncee": "le plus grand"},
            {"verdict": "inverifiable"},
        ],
        beside=[
            ("fait_publie", {"fait_id": "x", "valeur": 40}),
            ("fait_publie", {"fait_id": "y", "valeur": 110}),
            ("fait_publie", {"fait_id": "vide"}),
        ],
    ),
    "F-5": Case(
        breaks=[{"calcul_numerateur": "x + z"}, {"calcul_denominateur": "z"}],
        holds=[{"calcul_numerateur": "x - 12.5", "calcul_denominateur": "-3"}, {}],
        beside=[("fait_publie", {"fait_id": "x"})],
    ),
    "F-6": Case(
        breaks=[{}],
        holds=[{"calcul_numerateur": "1"}, {"obstacle_calcul": "donnees_absentes"}],
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_a_rule_finds_what_breaks_it_and_nothing_else(rows, code):
    check(rows, code, CASES[code])
