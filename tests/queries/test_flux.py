"""The way of the money and the balance of accounts: second computations, to the franc."""

from collections import defaultdict
from itertools import pairwise

import pytest

from cartomut.queries import query
from tests.queries.naive_mesures import SURVEYED, lives

STEPS = ("fs", "hf", "hp", "hc")
NOTHING = {"fs": "FS.5.1", "hf": "HF.2.1.2", "hp": "HP.5.1", "hc": "HC.5.1"}


def ask(name, store, **given):
    """Put a question of money; what is not given keeps everything."""
    asked = query(f"indicateurs/{name}")
    answer = asked.run(store, **dict.fromkeys(asked.params) | given)
    return answer.astype(object).where(answer.notna(), None).to_dict("records")


@pytest.fixture(scope="module")
def scopes(demonstration):
    """What the questions are asked for, and the mutuals that each keeps by a second reading."""
    mutuals = [row for row in demonstration.rows("organisme") if row["type_organisme"] in SURVEYED]

    def keep(column, value):
        return {row["organisme_id"] for row in mutuals if row[column] == value}

    return [
        ({}, {row["organisme_id"] for row in mutuals}),
        ({"annee": 2024}, {row["organisme_id"] for row in mutuals}),
        ({"region": "abidjan", "annee": 2025}, keep("siege_region_code", "abidjan")),
        ({"types": ["groupement_assimile"]}, keep("type_organisme", "groupement_assimile")),
        ({"organisme": "md_abeille"}, {"md_abeille"}),
    ]


@pytest.fixture(scope="module")
def answered(demonstration):
    return {
        (row["organisme_id"], int(row["annee"])): row
        for row in demonstration.rows("organisme_exercice")
    }


def links(rows, kept, year, steps, *, by_class):
    """Add up the links one spending at a time: {(year, step, from, to): (francs, mutuals)}."""
    found = defaultdict(lambda: [0, set()])
    for row in rows:
        if row["organisme_id"] not in kept or year not in (None, int(row["annee"])):
            continue
        for here, there in pairwise(steps):
            ends = [row[here], row[there]]
            if by_class:
                ends = [".".join(code.split(".")[:2]) for code in ends]
            link = found[int(row["annee"]), here, *ends]
            link[0] += int(row["montant_fcfa"])
            link[1].add(row["organisme_id"])
    return {key: (francs, len(who)) for key, (francs, who) in found.items()}


def test_the_links_are_those_of_a_second_computation_and_balance_to_the_franc(
    demonstration, scopes
):
    """At each node what comes in goes out, and every step adds up to the year's spending."""
    spent = demonstration.rows("depense_sha")
    wrong = []
    for given, kept in scopes:
        for steps, detail in ((STEPS, None), (STEPS, "classes"), (("fs", "hc"), None)):
            rows = ask(
                "flux_sha", demonstration.store, etapes=sorted(steps), detail=detail, **given
            )
            shown = {
                (row["annee"], row["etape_flux"], row["de"], row["vers"]): (
                    row["montant_fcfa"],
                    row["nb_organismes"],
                )
                for row in rows
            }
            told = links(spent, kept, given.get("annee"), steps, by_class=detail == "classes")
            wrong += [(given, steps, detail)] if shown != told or not shown else []
            wrong += unbalanced(rows)
    assert wrong == []


def unbalanced(rows):
    """List the nodes of (year, step) where what comes in is not what goes out, and wrong shares."""
    ins, outs, totals = defaultdict(int), defaultdict(int), defaultdict(int)
    for row in rows:
        year = row["annee"]
        outs[year, row["de"]] += row["montant_fcfa"]
        ins[year, row["vers"]] += row["montant_fcfa"]
        totals[year, row["etape_flux"]] += row["montant_fcfa"]
    found = [node for node in ins.keys() & outs.keys() if ins[node] != outs[node]]
    for year in {year for year, _step in totals}:
        sums = {total for (one, _step), total in totals.items() if one == year}
        found += [(year, sums)] if len(sums) != 1 else []
        (whole, *_others) = sums
        found += [
            row
            for row in rows
            if row["annee"] == year
            and abs(row["part_depenses"] - row["montant_fcfa"] / whole) > 1e-12
        ]
    return found


def test_the_base_of_the_links_is_who_filled_the_health_accounts_of_whom_was_expected(
    demonstration, scopes, answered
):
    filled = {(row["organisme_id"], int(row["annee"])) for row in demonstration.rows("depense_sha")}
    expected = lives(demonstration.rows)
    for given, kept in scopes:
        rows = ask("flux_sha", demonstration.store, **given)
        for row in rows:
            due = [one for one in expected if one[1] == row["annee"] and one[0] in kept]
            assert row["nb_appeles"] == len(due)
            assert row["nb_exercices"] == sum(one in answered for one in due)
            assert row["nb_comptes_sante"] == sum(
                who in kept and year == row["annee"] for who, year in filled
            )


def account(row):
    """Split a year's account by hand: the items in francs, or None without the three totals."""
    cells = {
        name: None if row[f"{name}_fcfa"] is None else int(row[f"{name}_fcfa"])
        for name in (
            *("produits_totaux", "charges_totales", "resultat_net", "cotisations_acquises"),
            *("subventions", "prestations_dues", "frais_fonctionnement"),
        )
    }
    if None in (cells["produits_totaux"], cells["charges_totales"], cells["resultat_net"]):
        return None
    items = {}
    sides = (
        "produits_totaux cotisations_acquises subventions autres_produits produits_non_detailles",
        "charges_totales prestations_dues frais_fonctionnement autres_charges charges_non_detail",
    )
    for total, first, second, others, unknown in map(str.split, sides):
        told = None not in (cells[first], cells[second])
        rest = max(cells[total] - (cells[first] or 0) - (cells[second] or 0), 0)
        items |= {others: rest if told else 0, unknown: 0 if told else rest}
    items |= {
        "cotisations": cells["cotisations_acquises"] or 0,
        "subventions": cells["subventions"] or 0,
        "prestations": cells["prestations_dues"] or 0,
        "frais": cells["frais_fonctionnement"] or 0,
        "resultat": cells["resultat_net"],
    }
    incomes = ("cotisations", "subventions", "autres_produits", "produits_non_detailles")
    entered = sum(items[name] for name in incomes)
    left = sum(amount for name, amount in items.items() if name not in incomes)
    items["charges_non_detaillees"] = items.pop("charges_non_detail")
    return items | {"ecart_inexplique": entered - left}


def test_the_balance_is_that_of_a_second_computation(demonstration, scopes, answered):
    expected = lives(demonstration.rows)
    wrong = []
    for given, kept in scopes:
        rows = ask("equilibre", demonstration.store, **given)
        years = {row["annee"] for row in rows}
        assert years
        for year in years:
            due = [one for one in expected if one[1] == year and one[0] in kept]
            told = [account(answered[one]) for one in due if one in answered]
            told = [one for one in told if one]
            for row in (one for one in rows if one["annee"] == year):
                amounts = [one[row["poste_compte"]] for one in told]
                mine = (sum(amounts), sum(map(bool, amounts)), len(told), len(due))
                shown = tuple(
                    row[name]
                    for name in ("montant_fcfa", "nb_organismes", "nb_comptes", "nb_appeles")
                )
                wrong += [(given, year, row["poste_compte"], mine, shown)] if mine != shown else []
    assert wrong == []


def test_what_does_not_close_is_shown_and_counted(store):
    """Three mutuals of 2024, by hand.

    a: 100 earned, no grant, 100 of income; 70 + 20 of 95 in costs; result 5: closes.
    b: contributions unknown, 10 of grants, 60 of income; 50 + 5 of 55; result 8: 3 too much.
    c: 90 earned of 80 of income: 10 beyond its total; 80 of costs, none detailed; result 0.
    d: says no total: not compared.
    """
    names = (
        *("produits_totaux_fcfa", "cotisations_acquises_fcfa", "subventions_fcfa"),
        *("charges_totales_fcfa", "prestations_dues_fcfa", "frais_fonctionnement_fcfa"),
        "resultat_net_fcfa",
    )
    for code, cells in {
        "a": (100, 100, 0, 95, 70, 20, 5),
        "b": (60, None, 10, 55, 50, 5, 8),
        "c": (80, 90, 0, 80, None, None, 0),
        "d": (None, 40, None, None, 30, None, 1),
    }.items():
        store.insert("organisme", organisme_id=code, type_organisme="mutuelle_sociale")
        store.insert(
            "organisme_exercice",
            organisme_id=code,
            annee=2024,
            **dict(zip(names, cells, strict=True)),
        )
    rows = ask("equilibre", store)
    assert {row["poste_compte"]: (row["montant_fcfa"], row["nb_organismes"]) for row in rows} == {
        "cotisations": (190, 2),
        "subventions": (10, 1),
        "autres_produits": (0, 0),
        "produits_non_detailles": (50, 1),
        "prestations": (120, 2),
        "frais": (25, 2),
        "autres_charges": (5, 1),
        "charges_non_detaillees": (80, 1),
        "resultat": (13, 2),
        "ecart_inexplique": (7, 2),  # b: −3, c: +10
    }
    assert {(row["nb_comptes"], row["nb_exercices"], row["nb_appeles"]) for row in rows} == {
        (3, 4, 4)
    }


def test_the_two_accounts_are_reconciled_by_a_second_computation(demonstration, scopes, answered):
    """CMU and direct payments are nobody's benefits; the others stand against the account."""
    wrong = []
    for given, kept in scopes:
        sums = defaultdict(lambda: {"soins": 0, "gestion": 0})
        for row in demonstration.rows("depense_sha"):
            key = row["organisme_id"], int(row["annee"])
            asked = given.get("annee") in (None, key[1]) and key[0] in kept
            if asked and (row["hf"] == "HF.1.2" or row["hf"].startswith("HF.2")):
                item = "gestion" if row["hc"].startswith("HC.7") else "soins"
                sums[key][item] += int(row["montant_fcfa"])
        for row in ask("rapprochement_sha", demonstration.store, **given):
            item = row["poste_sha"]
            name = "prestations_payees" if item == "soins" else "frais_fonctionnement"
            both = [
                (one[item], int(answered[key][f"{name}_fcfa"]))
                for key, one in sums.items()
                if key[1] == row["annee"] and answered.get(key, {}).get(f"{name}_fcfa") is not None
            ]
            mine = (
                sum(one - two for one, two in both) if both else None,
                len(both),
                sum(one == two for one, two in both),
                sum(year == row["annee"] for _who, year in sums),
            )
            shown = tuple(
                row[one] for one in ("ecart_fcfa", "nb_comptes", "nb_egaux", "nb_comptes_sante")
            )
            wrong += [(given, row["annee"], item, mine, shown)] if mine != shown else []
    assert wrong == []


def test_an_account_of_health_without_the_year_s_accounts_is_counted_not_compared(store):
    store.insert("organisme", organisme_id="a", type_organisme="mutuelle_sociale")
    store.insert("depense_sha", organisme_id="a", annee=2024, montant_fcfa=7, **NOTHING)
    store.insert(
        "depense_sha", organisme_id="a", annee=2024, montant_fcfa=9, **NOTHING | {"hf": "HF.1.2.1"}
    )
    (care, costs) = ask("rapprochement_sha", store)
    for row in (care, costs):
        assert (row["nb_comptes"], row["nb_comptes_sante"], row["ecart_fcfa"]) == (0, 1, None)
    (flow, *_rest) = ask("flux_sha", store, etapes=["hc", "hf"])
    assert (flow["nb_appeles"], flow["nb_comptes_sante"]) == (0, 1)


def test_mutuals_with_accounts_are_found_by_name_and_the_chosen_one_stays(store):
    for code, name in {
        "a": "Mutuelle Éléphant",
        "b": "Mutuelle Baobab",
        "c": "Sans comptes",
    }.items():
        store.insert("organisme", organisme_id=code, nom=name, type_organisme="mutuelle_sociale")
    store.insert("organisme_exercice", organisme_id="a", annee=2024)
    store.insert("depense_sha", organisme_id="b", annee=2024, montant_fcfa=1, **NOTHING)
    asked = query("listes/mutuelles_comptes")

    def found(**given):
        return asked.run(store, **dict.fromkeys(asked.params) | given)["organisme_id"].tolist()

    assert found() == ["b", "a"]
    assert found(texte="elephant") == ["a"]
    assert found(texte="elephant", organisme="b") == ["b", "a"]
    assert found(combien=1) == ["b"]
    assert found(combien=1, organisme="a") == ["b", "a"]
