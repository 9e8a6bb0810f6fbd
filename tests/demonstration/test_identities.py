"""Accounts add up: parts to their total, in every row that no planted fault has touched."""

import pandas as pd


def known(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    found = rows[list(columns)].dropna().astype("int64")
    assert len(found)
    return found


def test_the_result_is_income_less_costs(edition):
    rows = known(
        edition.sound("organisme_exercice"),
        "resultat_net_fcfa",
        "produits_totaux_fcfa",
        "charges_totales_fcfa",
    )
    assert (rows.iloc[:, 0] == rows.iloc[:, 1] - rows.iloc[:, 2]).all()


def test_costs_hold_benefits_and_running_costs_and_income_holds_contributions(edition):
    rows = known(
        edition.sound("organisme_exercice"),
        "charges_totales_fcfa",
        "prestations_dues_fcfa",
        "frais_fonctionnement_fcfa",
    )
    assert (rows.iloc[:, 0] >= rows.iloc[:, 1] + rows.iloc[:, 2]).all()
    rows = known(
        edition.sound("organisme_exercice"),
        "produits_totaux_fcfa",
        "cotisations_acquises_fcfa",
        "subventions_fcfa",
    )
    assert (rows.iloc[:, 0] >= rows.iloc[:, 1] + rows.iloc[:, 2]).all()


def test_parts_of_the_beneficiaries_are_smaller_than_the_beneficiaries(edition):
    exercises = edition.sound("organisme_exercice")
    for part in ("adherents", "beneficiaires_femmes", "beneficiaires_informel"):
        rows = known(exercises, f"nb_{part}", "nb_beneficiaires")
        assert (rows.iloc[:, 0] <= rows.iloc[:, 1]).all(), part
    rows = known(exercises, "nb_beneficiaires", "population_cible")
    assert (rows.iloc[:, 0] <= rows.iloc[:, 1]).all()


def test_beneficiaries_by_region_are_no_more_than_all_beneficiaries(edition):
    keys = ["organisme_id", "annee"]
    by_region = edition.tables["implantation"].groupby(keys)["nb_beneficiaires"].sum()
    total = edition.tables["organisme_exercice"].set_index(keys)["nb_beneficiaires"]
    share = by_region / total.reindex(by_region.index)
    assert share.between(0.9, 1.0).all()


def test_a_bill_is_the_sum_of_its_three_parts(edition):
    rows = edition.sound("prestation_acte")
    parts = rows[["part_cmu_fcfa", "part_mutuelle_fcfa", "reste_a_charge_fcfa"]].sum(axis=1)
    assert (parts == rows["montant_facture_fcfa"]).all()
    assert (rows["nb_actes"].astype("int64") > 0).all()


def totals(edition, table: str, column: str) -> pd.Series:
    keys = ["organisme_id", "annee"]
    return edition.sound(table).groupby(keys)[column].sum()


def test_benefits_by_kind_add_up_to_the_benefits_due(edition):
    by_kind = totals(edition, "prestation_acte", "part_mutuelle_fcfa")
    due = totals(edition, "organisme_exercice", "prestations_dues_fcfa")
    touched = {(fault.key[0], int(fault.key[1])) for fault in edition.planted if len(fault.key) > 1}
    same = [pair for pair in by_kind.index if pair in due.index and pair not in touched]
    assert len(same) > 150
    assert (by_kind[same] == due[same]).all()


def test_health_accounts_add_up_to_the_benefits_paid(edition):
    spent = edition.tables["depense_sha"].query("hc != 'HC.7.2'")
    spent = spent.groupby(["organisme_id", "annee"])["montant_fcfa"].sum()
    exercises = edition.sound("organisme_exercice").set_index(["organisme_id", "annee"])
    paid = exercises["prestations_payees_fcfa"].dropna()
    both = spent.index.intersection(paid.index)
    assert len(both) > 100
    assert (spent[both] <= paid[both]).all()
    assert (spent[both] == paid[both]).mean() > 0.6  # the others also pay funeral allowances


def test_a_compulsory_mutual_is_a_compulsory_scheme(edition):
    compulsory = edition.tables["organisme"].set_index("organisme_id")["est_obligatoire"]
    rows = edition.tables["depense_sha"]
    is_compulsory = compulsory.reindex(rows["organisme_id"]).to_numpy(dtype=bool)
    assert is_compulsory.any()
    assert not is_compulsory.all()
    assert ((rows["hf"] == "HF.1.2").to_numpy() == is_compulsory).all()


def test_activity_is_counted_where_the_service_exists(edition):
    offered = edition.tables["centre_service"].query("disponible")
    births = edition.tables["centre_activite"].query("nb_accouchements > 0")
    open_now = set(edition.tables["centre"].query("statut_operationnel == 'ouvert'")["centre_id"])
    delivering = set(offered.query("service == 'accouchement'")["centre_id"])
    assert set(births["centre_id"]) & open_now <= delivering


def test_only_open_facilities_offer_services(edition):
    state = edition.tables["centre"].set_index("centre_id")["statut_operationnel"]
    assert set(state[edition.tables["centre_service"]["centre_id"]]) == {"ouvert"}


def test_weights_of_a_contract_make_a_hundred(edition):
    tables = edition.tables
    assert (tables["com_axe"].groupby("com_id")["poids"].sum() == 100).all()
    goals = tables["com_objectif"].merge(tables["com_axe"][["axe_id", "com_id"]], on="axe_id")
    asked = tables["com_indicateur"].merge(goals[["objectif_id", "com_id"]], on="objectif_id")
    assert (asked.groupby("com_id")["poids"].sum() == 100).all()


def test_floors_stand_between_the_start_and_the_target(edition):
    targets = edition.tables["com_cible"].merge(
        edition.tables["com_indicateur"][["indicateur_id", "sens"]], on="indicateur_id"
    )
    up, down = targets.query("sens == 'hausse'"), targets.query("sens == 'baisse'")
    assert (up["seuil"] < up["cible"]).all()
    assert (down["seuil"] > down["cible"]).all()
    assert targets.query("sens == 'plage'")[["seuil", "cible"]].isna().all().all()


def test_no_score_is_given_when_too_few_measures_are_known(edition):
    rows = edition.tables["com_evaluation"]
    poor = rows["taux_renseignement"] < 0.80
    assert rows.loc[poor, "score"].isna().all()
    assert (rows.loc[poor, "appreciation"] == "non_etabli").all()
    assert rows.loc[~poor, "score"].between(0, 1).all()


def test_funding_of_a_project_makes_its_cost(edition):
    cost = edition.tables["projet"].set_index("projet_id")["montant_fcfa"]
    found = edition.tables["financement_projet"].groupby("projet_id")["montant_fcfa"].sum()
    assert (found == cost[found.index]).all()
