"""The weight of mutuals and the totals that announced shares imply: by hand, and at the limits."""

import pytest

from cartomut.queries import query
from tests.queries import naive

poids = query("indicateurs/poids_mutuelles")
recoupement = query("indicateurs/recoupement")
NATIONAL = ("pays", "secteur", "etude")


def rows_of(frame):
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def national(indicator):
    """Return {year: value} of a national figure, the retained value where sources differ."""
    found = {}
    for row in naive.table("fait_publie"):
        if row["indicateur"] == indicator and row["entite"] in NATIONAL and row["valeur"]:
            year = int(row["annee"]) if row["annee"] else None
            if year and (year not in found or row["est_retenu"] == "true"):
                found[year] = float(row["valeur"])
    return found


def census(year):
    """Return (year, people) of the census nearest to a year."""
    counts = {
        int(row["annee"]): int(row["personnes"])
        for row in naive.table("population")
        if row["territoire_type"] == "pays"
    }
    return min(counts.items(), key=lambda pair: (abs(pair[0] - year), pair[0]))


def put(store, indicator, year, value, unit="fcfa", kept=True, entity="pays"):
    store.insert(
        "fait_publie",
        fait_id=f"{indicator}_{year}_{value}_{kept}",
        entite=entity,
        indicateur=indicator,
        annee=year,
        periode=str(year),
        valeur=value,
        unite=unit,
        est_retenu=kept,
        source_id=f"s_{indicator}",
    )


def test_the_published_weights_are_those_found_by_hand(publie):
    """1 million of the 22,671,331 of 2014; 1.5 of the 29,389,150 of 2021; 6.25 % of 10 %."""
    rows = {(row["poids_mutuelles"], row["annee"]): row for row in rows_of(poids.run(publie))}
    for year, people in national("nb_beneficiaires").items():
        counted, total = census(year)
        row = rows["population", year]
        assert (row["annee_denominateur"], row["valeur_denominateur"]) == (counted, total)
        assert row["part_calculee"] == pytest.approx(people / total)
        assert row["part_publiee"] == national("taux_couverture_nationale")[year]
    assert rows["population", 2015]["part_calculee"] == pytest.approx(0.04411, abs=1e-5)
    assert rows["population", 2020]["part_calculee"] == pytest.approx(0.05104, abs=1e-5)
    assert rows["population_assuree", 2020]["part_calculee"] == pytest.approx(0.625)
    for weight, share in (("depense_courante", 0.05), ("complementaires", 0.40)):
        row = rows[weight, 2023]
        assert row["valeur_numerateur"] == 53e9
        assert (row["part_publiee"], row["part_calculee"]) == (share, None)
        assert row["etat_poids"] == "publie_seul"
    members = rows["inscrits_cmu", 2020]
    assert (members["etat_poids"], members["annee_proche"]) == ("non_calculable", 2022)


def test_a_weight_is_only_computed_on_a_denominator_within_a_year(store):
    """10 of 200 is 5 %; a total of two years later, or of zero, gives no share."""
    put(store, "depenses_mutuelles_fcfa", 2020, 10.0, entity="etude")
    put(store, "depenses_mutuelles_fcfa", 2023, 30.0, entity="etude")
    put(store, "depense_courante_sante_fcfa", 2021, 200.0)
    put(store, "depenses_complementaires_fcfa", 2023, 0.0)
    found = {
        (row["poids_mutuelles"], row["annee"]): (
            row["part_calculee"],
            row["annee_proche"],
            row["etat_poids"],
        )
        for row in rows_of(poids.run(store))
    }
    assert found == {
        ("depense_courante", 2020): (0.05, 2021, "calcule"),
        ("depense_courante", 2023): (None, 2021, "non_calculable"),
        ("complementaires", 2020): (None, 2023, "non_calculable"),
        ("complementaires", 2023): (None, 2023, "non_calculable"),
    }


def test_a_study_s_sums_count_who_says_them_and_invented_ones_never_enter(store):
    """Two of three tell their people: 300 + 100 of 8,000 is 5 %. Nature demonstration is left."""
    store.insert(
        "population", territoire_type="pays", territoire_code="civ", annee=2021, personnes=8000
    )
    for name, people, nature in (
        ("a", 300, "declare"),
        ("b", 100, "audite"),
        ("c", None, "declare"),
        ("d", 4000, "demonstration"),
    ):
        store.insert(
            "organisme_exercice",
            organisme_id=name,
            annee=2022,
            nb_beneficiaires=people,
            nature=nature,
        )
    found = {row["poids_mutuelles"]: row for row in rows_of(poids.run(store))}
    row = found["population"]
    assert (row["valeur_numerateur"], row["nb_disent"], row["nb_organismes"]) == (400, 2, 3)
    assert row["part_calculee"] == 0.05
    assert row["nature"] == "audite ; declare ; publie"  # the census is published
    assert found["inscrits_cmu"]["etat_poids"] == "non_calculable"


def test_the_demonstration_is_never_divided_by_the_country(demonstration):
    assert any(demonstration.rows("organisme_exercice"))
    assert poids.run(demonstration.store).empty
    assert recoupement.run(demonstration.store).empty


def test_the_implied_totals_are_those_found_by_hand(publie):
    """53 bn ÷ 5 % = 1,060 bn; ÷ 40 % = 132.5 bn; 1 M ÷ 5 % = 20 M; 1.5 M ÷ 6.25 % = 24 M."""
    rows = rows_of(recoupement.run(publie))
    totals = {(row["lecture"], row["annee"]): row["total_deduit"] for row in rows}
    assert totals == pytest.approx(
        {
            ("depense_courante", 2023): 1060e9,
            ("depense_courante_autre", 2023): 132.5e9,
            ("complementaires", 2023): 132.5e9,
            ("population", 2015): 20e6,
            ("population", 2020): 24e6,
        }
    )
    counted = next(row["valeur_comparateur"] for row in rows if row["annee"] == 2020)
    assert counted == census(2020)[1]


def test_each_published_figure_stands_beside_the_total_it_can_be_compared_with(publie):
    rows = rows_of(recoupement.run(publie))
    state, pocket = national("depense_publique_sante_fcfa"), national("part_paiements_directs")
    last, paid = state[max(state)], pocket[max(pocket)]
    rates = [row for row in naive.table("taux_change") if row["devise"] == "USD"]
    rate = float(min(rates, key=lambda row: abs(int(row["date"][:4]) - 2012))["fcfa_par_unite"])
    public = national("part_publique_depense_sante")
    expected = {
        ("depense_publique_sante_fcfa", 2022): 440e9,
        ("depense_publique_sante_fcfa", 2016): 330.4e9,
        ("budget_sante_fcfa", 2025): 760e9,
        ("parties_connues", 2022): last + paid * 1060e9 + 53e9,
        ("total_par_habitant", 2012): 88 * census(2012)[1] * rate,
        ("total_par_part_publique", max(public)): last / public[max(public)],
    }
    told = {
        (row["comparateur"], row["annee_comparateur"]): row["valeur_comparateur"]
        for row in rows
        if row["lecture"] == "depense_courante"
    }
    assert told == pytest.approx(expected)
    rest = next(row for row in rows if row["lecture"] == "complementaires")
    assert rest["valeur_comparateur"] == pytest.approx(1060e9 - last - paid * 1060e9)
    verdicts = {(row["lecture"], row["comparateur"], row["verdict_recoupement"]) for row in rows}
    assert ("depense_courante", "parties_connues", "coherent") in verdicts
    assert ("depense_courante", "total_par_habitant", "indecidable") in verdicts
    assert ("depense_courante_autre", "budget_sante_fcfa", "incoherent") in verdicts
    assert ("complementaires", "reste_possible", "coherent") in verdicts
    assert ("population", "population_recensee", "incoherent") in verdicts


def test_a_verdict_is_given_at_the_very_limits_of_its_rule(store):
    """10 ÷ 10 % = 100. A part of 100 holds, of 101 does not; four years apart nothing is told."""
    put(store, "depenses_mutuelles_fcfa", 2020, 10.0, entity="etude")
    put(store, "part_mutuelles_dcs", 2020, 0.1, "part", entity="etude")
    for year, value in ((2020, 101.0), (2021, 100.0), (2023, 101.0), (2024, 101.0)):
        put(store, "budget_sante_fcfa", year, value)
    put(store, "nb_beneficiaires", 2020, 10.0, "personnes")
    put(store, "taux_couverture_nationale", 2020, 0.1, "part")
    store.insert(
        "population", territoire_type="pays", territoire_code="civ", annee=2020, personnes=110
    )
    found = {
        (row["comparateur"], row["annee_comparateur"]): row["verdict_recoupement"]
        for row in rows_of(recoupement.run(store))
    }
    assert found == {
        ("budget_sante_fcfa", 2020): "incoherent",
        ("budget_sante_fcfa", 2021): "coherent",
        ("budget_sante_fcfa", 2023): "incoherent",
        ("budget_sante_fcfa", 2024): "indecidable",
        ("population_recensee", 2020): "coherent",
    }


def test_a_share_that_nothing_can_be_compared_with_keeps_its_implied_total(store):
    put(store, "depenses_mutuelles_fcfa", 2020, 53e9, entity="etude")
    put(store, "part_mutuelles_dcs", 2020, 0.05, "part", entity="etude")
    (row,) = rows_of(recoupement.run(store))
    assert row["total_deduit"] == pytest.approx(1.06e12)
    assert (row["comparateur"], row["verdict_recoupement"]) == (None, "indecidable")
