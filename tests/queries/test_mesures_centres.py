"""Indicators of centres, regions and COM: against a second computation; masked cells stay so."""

import json
import math
from collections import defaultdict
from itertools import product
from statistics import median

import pytest

from cartomut import measures, queries
from cartomut.queries import query
from tests.conftest import WritableStore
from tests.queries.naive_centres import INDICATORS, SUMS, measured

values = query("indicateurs/valeurs")
GROUPS = {
    "region": "region_code",
    "relation": "relation",
    "type_etablissement": "type_etablissement",
    "pays": None,
}
DISEASES = (
    "nb_depistages_vih",
    "nb_vih_positifs",
    "nb_sous_arv",
    "nb_tb_traites",
    "nb_palu_testes",
    "nb_palu_confirmes",
    "nb_palu_traites",
)


def ask(store, **given):
    """Put the question of the values; what is not given keeps everything."""
    answer = values.run(store, **dict.fromkeys(values.params) | {"groupe": "pays"} | given)
    return answer.astype(object).where(answer.notna(), None).to_dict("records")


def near(one, other):
    if None in (one, other):
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


@pytest.fixture(scope="module")
def twin(demonstration):
    with demonstration.store.cursor() as cursor:
        shapes = cursor.execute("select region_code, geometrie from region").fetchall()
    return measured(demonstration.rows, {code: json.loads(shape) for code, shape in shapes})


def test_every_measure_of_the_demonstration_is_what_a_second_computation_gives(demonstration, twin):
    with demonstration.store.cursor() as cursor:
        rows = cursor.execute(
            "select indicateur_id, entite_id, annee, numerateur, denominateur, est_masque "
            "from mesure where indicateur_id in (select unnest(?))",
            [list(INDICATORS)],
        ).fetchall()
    found = {row[:3]: row[3:] for row in rows}
    assert len(found) == len(rows)
    assert sorted(twin.keys() ^ found.keys(), key=str) == []
    assert {
        key: (told, found[key])
        for key, told in twin.items()
        if not all(map(near, told, found[key]))
    } == {}
    silent = set(INDICATORS) - {key[0] for key, told in twin.items() if told[0] is not None}
    assert silent == {"part_centres_24h"}  # the field form does not ask it


def test_a_group_of_centres_is_the_ratio_of_its_sums_with_its_median_and_its_n_of_n(
    demonstration, twin
):
    centres = {row["centre_id"]: row for row in demonstration.rows("centre")}
    wrong, compared = [], 0
    for group, column in GROUPS.items():
        together = defaultdict(list)
        for (indicator, who, year), told in twin.items():
            if who in centres:
                code = centres[who][column] if column else None
                together[indicator, code, year].append(told)
        asked = sorted({key[0] for key in together})
        for row in ask(demonstration.store, groupe=group, indicateurs=asked):
            key = (row["indicateur_id"], row["code"], row["annee"])
            expected = totals(together.pop(key), counted=key[0] in SUMS)
            wrong += [
                (group, key, name, told, row[name])
                for name, told in expected.items()
                if not near(told, row[name])
            ]
            compared += 1
        wrong += [(group, key) for key in together]
    assert wrong == []
    assert compared > 1000


def totals(told, *, counted):
    """Add up the (numerator, denominator, masked) of a group by hand."""
    both = [one for one in told if one[0] is not None and (counted or one[1] is not None)]
    top = sum(one[0] for one in both) if both else None
    bottom = None if counted or not both else sum(one[1] for one in both)
    each = [one[0] if counted else one[0] / one[1] for one in both if counted or one[1]]
    return {
        "valeur": top if counted else top / bottom if bottom else None,
        "mediane": median(each) if each else None,
        "nb_valeurs": len(both),
        "nb_entites": len(told),
        "nb_masques": sum(one[2] for one in told),
    }


def test_the_density_of_mutual_centres_counts_what_the_map_counts(demonstration):
    counted = query("indicateurs/territoires_mesure")
    params = dict.fromkeys(counted.params) | {
        "niveau": "region",
        "mesure": "nb_centres_mutualistes",
    }
    on_the_map = counted.run(demonstration.store, **params).set_index("code")["valeur"]
    shown = ask(demonstration.store, groupe="entite", indicateurs=["densite_centres_mutualistes"])
    known = {row["code"]: row["numerateur"] for row in shown if row["numerateur"] is not None}
    assert len(known) > 20
    assert known == {code: 100000 * on_the_map[code] for code in known}


def test_the_fields_expected_of_a_mutual_are_those_of_its_completeness(demonstration):
    asked = query("indicateurs/completude_organisme")
    rows = asked.run(demonstration.store, **dict.fromkeys(asked.params))
    expected = {row.organisme_id: (row.nb_connus, row.nb_attendus) for row in rows.itertuples()}
    shown = ask(demonstration.store, groupe="entite", indicateurs=["completude_champs_cles"])
    assert {row["code"]: (row["numerateur"], row["denominateur"]) for row in shown} == expected


def computed(store):
    """Settle and compute as a build does."""
    measures.settle(store.connection)
    measures.compute(store.connection)
    return store


def test_the_worked_example_of_a_com_gives_its_points_and_no_score_below_four_fifths(store):
    """Points 14.29 + 12 + 30 of 70 measured: 0.804; 3 of 4 measured: the score is not shown.

    20 × (0.90 - 0.85) / (0.92 - 0.85) = 14.29 and 20 × (38 - 50) / (30 - 50) = 12.
    """
    contract(store)
    rows = {
        "recouvrement": ("hausse", 20, 0.82, 0.85, 0.92, 0.90),
        "delai": ("baisse", 20, 55, 50, 30, 38),
        "dispo": ("hausse", 30, 0.40, 0.45, 0.60, 0.62),
        "depot": ("hausse", 30, 0.70, 0.80, 0.95, None),
    }
    for who, row in rows.items():
        due(store, who, *row)
    shown = of_2023(computed(store))
    points = {key: value for key, value in shown.items() if key[0] == "com_points_indicateur"}
    assert {who: value and round(value, 2) for (_slug, who), value in points.items()} == {
        "recouvrement": 14.29,
        "delai": 12.0,
        "dispo": 30.0,
        "depot": None,
    }
    earned = sum(value for value in points.values() if value)
    assert (round(earned / 100, 3), round(earned / 70, 3)) == (0.563, 0.804)
    assert shown["com_taux_renseignement", "com"] == 0.75
    assert shown["com_score_global", "com"] is None
    assert round(shown["com_taux_realisation", "recouvrement"], 3) == 0.978
    assert round(shown["com_taux_realisation", "delai"], 3) == 0.789
    assert shown["com_indicateurs_atteints", "com"] == 1 / 3


def test_a_range_a_milestone_a_contested_measure_and_a_target_at_its_floor_are_scored(store):
    """Weights of 10: 0.86 is 0.06 above 0.80, of a tolerance of 0.20 → 0.70; step 2 of 3 → 0.67.

    Contested counts nowhere: 4 of 4 are measured, 7 + 6.67 + 10 + 0 of 40 points.
    """
    contract(store)
    due(store, "dans", "plage", 10, None, None, None, 0.86)
    due(store, "etape", "jalon", 10, None, None, None, 2)
    due(store, "egal", "hausse", 10, 0.5, 0.5, 0.5, 0.5)
    due(store, "nul", "baisse", 10, 4, 3, 2, 7)
    due(store, "dispute", "hausse", 10, 0, 0, 1, 1, statut="conteste")
    shown = of_2023(computed(store))
    points = {who: shown["com_points_indicateur", who] for who in ("dans", "etape", "egal", "nul")}
    assert {who: round(value, 2) for who, value in points.items()} == {
        "dans": 7.0,
        "etape": 6.67,
        "egal": 10.0,
        "nul": 0.0,
    }
    assert shown["com_points_indicateur", "dispute"] is None
    assert shown["com_taux_renseignement", "com"] == 1
    assert round(shown["com_score_global", "com"], 4) == round(23.6667 / 40, 4)
    assert shown["com_taux_realisation", "dans"] is None


def contract(store):
    store.insert("com_contrat", com_id="com", organisme_id="mut")
    store.insert("com_axe", axe_id="axe", com_id="com")
    store.insert("com_objectif", objectif_id="but", axe_id="axe")
    store.insert(
        "seuil",
        indicateur_id="com_taux_renseignement",
        regle="orange",
        expression="0.80..0.95",
        origine="seuil_du_projet",
    )


def due(store, who, direction, weight, base, floor, aim, result, *, statut="valide"):
    band = {"plage_min": 0.5, "plage_max": 0.8, "tolerance": 0.2} if direction == "plage" else {}
    store.insert(
        "com_indicateur", indicateur_id=who, objectif_id="but", sens=direction, poids=weight, **band
    )
    year = {"indicateur_id": who, "annee": 2023}
    store.insert("com_cible", **year, valeur_base=base, seuil=floor, cible=aim)
    store.insert("com_mesure", **year, periode="annee", realise=result, statut_validation=statut)


def of_2023(store):
    return {
        (row["indicateur_id"], row["code"]): row["valeur"]
        for row in ask(store, groupe="entite")
        if row["annee"] == 2023
    }


# Five centres of two regions and types; each column has a 0, a 5, cells of 1 to 4 and larger ones.
CELLS = (0, 5, 2, 3, 40)


def few_patients(empty_schema, cells):
    """Fill a store in which the n-th centre has the n-th count, turned by one for each column."""
    store = WritableStore(empty_schema)
    for rank, region in enumerate(("r1", "r2")):
        store.insert("district", district_code=f"d{rank}", nom=f"D {rank}")
        store.insert("region", region_code=region, nom=region, district_code=f"d{rank}")
    for rank, kind in enumerate(("mutuelle_sociale", "union")):
        store.insert("organisme", organisme_id=f"m{rank}", nom=f"M {rank}", type_organisme=kind)
    for place in range(len(cells)):
        store.insert(
            "centre",
            centre_id=f"c{place}",
            nom=f"C {place}",
            organisme_id=f"m{place % 2}",
            relation=("proprietaire", "reference")[place // 3],
            type_etablissement=("clinique", "maternite")[place % 2],
            statut_operationnel="ouvert",
            region_code=("r1", "r2")[place // 2 % 2],
            commune=f"ville {place // 2}",
        )
        counts = {
            column: cells[(place + turn) % len(cells)] for turn, column in enumerate(DISEASES)
        }
        store.insert("centre_activite", centre_id=f"c{place}", annee=2023, **counts)
        store.insert(
            "prestation_pathologie",
            organisme_id=f"m{place % 2}",
            annee=2019 + place,
            pathologie=("paludisme", "tb", "vih")[place % 3],
            nb_cas=cells[place],
            montant_fcfa=1000,
        )
    return computed(store)


FILTERS = {
    "region": (None, "r1"),
    "commune": (None, "ville 0"),
    "types": (None, ["union"]),
    "etablissements": (None, ["maternite"]),
    "relations": (None, ["reference"]),
}
OWN = {
    "groupe": ("entite", "region", "type_organisme", "relation", "type_etablissement", "pays"),
    "niveau": ("region", "district"),
    "mesure": ("nb_centres_ouverts",),
    "entite": ("centre",),
    "entite_id": ("c2",),
    "centre_id": ("c2",),
    "organisme_id": ("m0",),
    "annee": (2023,),
}


def every_question():
    return [one for folder in ("indicateurs", "fiches", "listes") for one in queries.names(folder)]


def answers(store, names):
    """Put questions under no filter and under each alone; the country's values under each two."""
    found = {}
    with store.cursor() as cursor:
        for asked in map(query, names):
            own = {name: OWN[name] for name in asked.params & OWN.keys()}
            filters = {name: FILTERS[name] for name in FILTERS if name in asked.params}
            for chosen in product(*own.values(), *filters.values()):
                given = dict(zip([*own, *filters], chosen, strict=True))
                most = 2 if given.get("groupe") == "pays" else 1
                if sum(given[name] is not None for name in filters) <= most:
                    cursor.execute(asked.sql, dict.fromkeys(asked.params) | given)
                    found[asked.name, str(given)] = cursor.fetchall()
    return found


def test_no_answer_depends_on_a_masked_number_so_no_subtraction_gives_it_back(empty_schema):
    """Two stores that differ only in cells of 1 to 4 answer every question with the same words."""
    one, other = few_patients(empty_schema, CELLS), few_patients(empty_schema, (0, 5, 4, 1, 40))
    shown, again = answers(one, every_question()), answers(other, every_question())
    assert [key for key in shown if shown[key] != again[key]] == []
    assert len(shown) > 200
    with_six = answers(few_patients(empty_schema, (0, 6, 2, 3, 40)), [values.name])
    assert [key for key in with_six if with_six[key] != shown[key]]  # what is not masked does show


def test_a_centre_shows_zero_and_five_patients_but_never_one_to_four(empty_schema):
    store = few_patients(empty_schema, CELLS)
    rows = ask(store, groupe="entite", indicateurs=["gf_cas_palu_traites", "gf_depistages_vih"])
    found = {(row["indicateur_id"], row["code"]): row for row in rows}
    assert {found["gf_depistages_vih", f"c{place}"]["valeur"] for place in (0, 1, 4)} == {0, 5, 40}
    assert {found["gf_depistages_vih", f"c{place}"]["etat"] for place in (2, 3)} == {"masque"}
    assert not {row["numerateur"] for row in rows} & {1, 2, 3, 4}
    whole = ask(store, indicateurs=["gf_depistages_vih"])[0]
    assert (whole["valeur"], whole["nb_valeurs"], whole["nb_masques"]) == (45, 3, 2)
    with store.cursor() as cursor:
        cells = cursor.execute("select columns('nb_') from centre_activite_diffusable").fetchall()
    assert not {cell for row in cells for cell in row} & {1, 2, 3, 4}


def test_the_amount_of_a_masked_disease_cannot_be_had_from_the_rest(store):
    """One mutual pays 100 for 3 cases of TB, 500 for malaria, 400 for the rest, 1,000 in all."""
    store.insert("organisme", organisme_id="m1", type_organisme="mutuelle_sociale")
    for disease, cases, amount in (("tb", 3, 100), ("paludisme", 50, 500), ("autre", 80, 400)):
        store.insert(
            "prestation_pathologie",
            organisme_id="m1",
            annee=2024,
            pathologie=disease,
            nb_cas=cases,
            montant_fcfa=amount,
        )
    shown = store.connection.execute(
        "select pathologie, nb_cas, montant_fcfa from prestation_pathologie_diffusable order by all"
    ).fetchall()
    assert shown == [("autre", None, None), ("paludisme", 50, 500), ("tb", None, None)]
