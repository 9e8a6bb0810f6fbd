"""Published facts and public claims: filters against the naive twin, order, names."""

import pandas as pd
import pytest

from cartomut.queries import query
from tests.queries import naive

faits = query("indicateurs/faits_publies")
affirmations = query("indicateurs/affirmations")
conflits = query("indicateurs/conflits")
termes = query("listes/termes_affirmation")

NONE = {"entite": None, "entite_id": None, "indicateurs": None, "retenus": None}
FILTERS = [
    {},
    {"entite": "organisme"},
    {"entite": "centre", "entite_id": "hmi_kf"},
    {"entite_id": "mugef_ci"},
    {"indicateurs": ["nb_inscrits_cmu", "depenses_mutuelles_fcfa"]},
    {"indicateurs": []},
    {"retenus": True},
    {"retenus": False},
    {"entite": "secteur", "retenus": True},
    {"entite": "nulle_part"},
]


def by_hand(wanted):
    """Return the facts that pass, by identifier."""
    return {
        row["fait_id"]: row
        for row in naive.table("fait_publie")
        if wanted["entite"] in (None, row["entite"])
        and wanted["entite_id"] in (None, row["entite_id"])
        and (wanted["indicateurs"] is None or row["indicateur"] in wanted["indicateurs"])
        and (wanted["retenus"] is None or (row["est_retenu"] == "true") == wanted["retenus"])
    }


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_facts_that_pass_the_filters_are_those_found_by_hand(publie, filters):
    expected = by_hand(NONE | filters)
    rows = faits.run(publie, **NONE | filters)
    assert sorted(rows["fait_id"]) == sorted(expected)
    for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
        written = expected[row["fait_id"]]
        number = written["valeur"]
        assert row["valeur"] == (float(number) if number else None)
        for column in ("enonce_fr", "enonce_en", "unite", "periode", "source_id", "nature"):
            assert row[column] == written[column]


def test_the_filters_leave_something_and_not_everything(publie):
    total = len(faits.run(publie, **NONE))
    counts = [len(faits.run(publie, **NONE | filters)) for filters in FILTERS[1:]]
    assert max(counts) < total
    assert sum(count > 0 for count in counts) == 7


def test_every_indicator_has_a_name_in_both_languages(publie):
    rows = faits.run(publie, **NONE)
    assert rows["indicateur_nom_fr"].notna().all()
    assert rows["indicateur_nom_en"].notna().all()


def test_an_indicator_without_a_name_keeps_its_facts(store):
    store.insert("fait_publie", fait_id="f", indicateur="sans_nom")
    rows = faits.run(store, **NONE)
    assert rows["fait_id"].tolist() == ["f"]
    assert rows["indicateur_nom_fr"].isna().all()


def test_a_name_is_taken_from_the_list_of_published_indicators_only(store):
    for code_list, name in (("indicateur_publie", "bon"), ("unite", "mauvais")):
        store.insert("code_liste", liste=code_list, code="x", nom_fr=name, nom_en=name)
    store.insert("fait_publie", fait_id="f", indicateur="x")
    assert faits.run(store, **NONE)["indicateur_nom_fr"].tolist() == ["bon"]


def test_facts_come_by_indicator_then_date_the_undated_last_the_retained_first(store):
    for identifier, year, period, kept in (
        ("e", None, None, True),
        ("d", 2021, "2021-06", True),
        ("c", 2021, "2021", False),
        ("b", 2021, "2021", True),
        ("a", 2019, "2019/2021", True),
    ):
        store.insert(
            "fait_publie",
            fait_id=identifier,
            indicateur="i",
            annee=year,
            periode=period,
            est_retenu=kept,
        )
    store.insert("fait_publie", fait_id="z", indicateur="avant", annee=2030)
    assert faits.run(store, **NONE)["fait_id"].tolist() == ["z", "a", "b", "c", "d", "e"]


def _sum(written, facts):
    """Add up « fait_a + fait_b - 3 »; unknown when a term is."""
    signs, terms = [1], []
    for word in written.split():
        if word in "+-":
            signs.append(1 if word == "+" else -1)
        else:
            terms.append(facts[word] if word in facts else float(word))
    if None in terms:
        return None
    return sum(sign * term for sign, term in zip(signs, terms, strict=True))


def _recomputed(row, facts):
    if row["calcul_numerateur"] is None:
        return None
    top = _sum(row["calcul_numerateur"], facts)
    if row["calcul_denominateur"] is None:
        return top
    bottom = _sum(row["calcul_denominateur"], facts)
    return None if top is None or not bottom else top / bottom


def _verdict(row, value):
    if value is None or row["valeur_enoncee"] is None:
        return "inverifiable"
    claimed, slack = float(row["valeur_enoncee"]), float(row["tolerance"] or 0)
    holds = {"plus_de": value >= claimed - slack, "moins_de": value <= claimed + slack}
    within = abs(value - claimed) <= slack + 1e-9 * abs(claimed)
    return "conforme" if holds.get(row["qualificatif"], within) else "differe"


def test_every_claim_is_computed_again_and_has_the_verdict_that_the_sum_gives(publie):
    facts = {
        row["fait_id"]: None if row["valeur"] is None else float(row["valeur"])
        for row in naive.table("fait_publie")
    }
    rows = affirmations.run(publie).set_index("affirmation_id")
    claims = naive.table("affirmation")
    assert len(rows) == len(claims)
    wrong = []
    for claim in claims:
        value, found = _recomputed(claim, facts), rows.loc[claim["affirmation_id"]]
        same = (
            pd.isna(found["valeur_recalculee"])
            if value is None
            else (found["valeur_recalculee"] == pytest.approx(value))
        )
        if not same or not claim["verdict"] == found["verdict"] == _verdict(claim, value):
            wrong.append(claim["affirmation_id"])
        if (value is None) == pd.isna(found["obstacle_calcul"]):
            wrong.append((claim["affirmation_id"], "obstacle"))
    assert wrong == []
    assert rows["valeur_recalculee"].notna().sum() == 12
    spoken = rows.loc["mutuelles_40_depenses_sante"]
    assert (spoken["verdict"], spoken["valeur_recalculee"]) == ("differe", 0.05)
    assert "complémentaires" in spoken["denominateur_juste_fr"]


def test_the_terms_of_a_sum_keep_their_sign_and_name_their_document(publie):
    rows = termes.run(publie, affirmation="cmu_moins_4_millions_2022")
    assert rows[["terme", "signe", "role"]].to_numpy().tolist() == [
        ["cmu_inscrits_2023_12_24", 1, "numerateur"],
        ["cmu_nouveaux_inscrits_2023", -1, "numerateur"],
    ]
    assert rows["source_id"].notna().all()


def test_claims_that_differ_from_the_data_come_first_the_latest_before_the_others(store):
    for identifier, value, day in (
        ("d", "2", "2026"),
        ("c", None, "2024"),
        ("a", "1", "2020-01"),
        ("b", "1", "2024-05-01"),
    ):
        store.insert(
            "affirmation",
            affirmation_id=identifier,
            valeur_enoncee=value,
            calcul_numerateur="2",
            date=day,
        )
    assert affirmations.run(store)["affirmation_id"].tolist() == ["b", "a", "c", "d"]


def test_conflicts_are_the_groups_of_facts_with_their_values_and_the_one_retained(publie):
    groups = {}
    for row in naive.table("fait_publie"):
        if row["groupe_conflit"]:
            groups.setdefault(row["groupe_conflit"], []).append(row)
    rows = conflits.run(publie, sortes=None)
    assert set(rows["fait_id"]) == {row["fait_id"] for group in groups.values() for row in group}
    wrong = []
    for name, found in rows.groupby("groupe_conflit"):
        group = groups[name]
        values = {row["valeur"] or row["valeur_texte"] for row in group} - {None}
        periods = {row["periode"] for row in group}
        kind = "valeurs" if len(values) > 1 else "periodes" if len(periods) > 1 else "repetition"
        rule = next(row["regle_retenue"] for row in group if row["est_retenu"] == "true")
        told = (kind, len(values), len({row["source_id"] for row in group}), rule)
        columns = ["sorte_conflit", "nb_valeurs_dites", "nb_documents", "regle_retenue"]
        if len(found) != len(group) or {tuple(row) for row in found[columns].to_numpy()} != {told}:
            wrong.append((name, told))
    assert wrong == []
    assert set(rows["sorte_conflit"]) == {"valeurs", "periodes", "repetition"}
    one = conflits.run(publie, sortes=["repetition"])
    assert len(one) == (rows["sorte_conflit"] == "repetition").sum()
