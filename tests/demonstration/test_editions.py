"""The same seed gives the same tables; the second edition goes on from the first."""

import pandas as pd
import pytest

from cartomut import demonstration
from cartomut.demonstration.setting import Setting, read, split


def as_text(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    return {name: rows.to_csv(index=False) for name, rows in tables.items()}


def ids(tables: dict[str, pd.DataFrame], table: str = "organisme") -> set[str]:
    return set(tables[table][f"{table}_id"])


def test_the_same_arguments_give_the_same_bytes(first):
    assert as_text(demonstration.generate(1)) == as_text(first)


def test_another_seed_gives_other_figures_and_the_same_names(first):
    other = demonstration.generate(1, seed=7)
    assert not other["organisme_exercice"].equals(first["organisme_exercice"])
    mutuals = [set(one["organisme"]["nom"].str.split().str[-1]) for one in (first, other)]
    assert len(mutuals[0] & mutuals[1]) > 40


def test_the_scale_multiplies_the_organisations(first):
    larger = demonstration.generate(1, scale=3)
    for table in ("organisme", "centre", "organisme_exercice", "prestation_acte", "projet"):
        assert 2.6 < len(larger[table]) / len(first[table]) < 3.4, table
    assert not larger["organisme"].duplicated("organisme_id").any()
    assert not larger["centre"].duplicated("nom").any()


def test_sixty_mutuals_and_their_centres_stand_in_every_region_and_level(first):
    kinds = first["organisme"]["type_organisme"].value_counts()
    assert 55 <= kinds["mutuelle_sociale"] + kinds["groupement_assimile"] <= 62
    assert kinds["union"] == 4
    centres = first["centre"]
    assert 170 <= len(centres) <= 180
    assert centres["region_code"].nunique() == 33
    assert set(centres["niveau_soins"]) == {"primaire", "secondaire", "tertiaire"}
    assert first["organisme"]["base_affiliation"].nunique() == 13
    assert sorted(first["organisme_exercice"]["annee"].unique()) == [2020, 2021, 2022, 2023, 2024]


def test_the_second_edition_surveys_one_more_year(second):
    assert second["organisme_exercice"]["annee"].max() == 2025
    assert second["organisme_exercice"]["annee"].min() == 2020


def test_between_editions_mutuals_appear_go_and_are_renamed(first, second):
    assert ids(second) - ids(first)
    assert ids(first) - ids(second)
    names = [one["organisme"].set_index("organisme_id")["nom"] for one in (first, second)]
    both = names[0].index.intersection(names[1].index)
    assert 1 <= (names[0][both] != names[1][both]).sum() <= 4


def test_between_editions_centres_open_close_move_and_appear(first, second):
    assert ids(second, "centre") > ids(first, "centre")
    old, new = (one["centre"].set_index("centre_id") for one in (first, second))
    new = new.loc[old.index]
    turned = set(zip(old["statut_operationnel"], new["statut_operationnel"], strict=True))
    assert {("annonce", "ouvert"), ("ouvert", "ferme")} <= turned
    assert new.query("statut_operationnel == 'ferme'")["date_fermeture"].notna().all()
    still = (old["statut_operationnel"] == "ouvert") & (new["statut_operationnel"] == "ouvert")
    moved = old.loc[still, "latitude"].fillna(0) != new.loc[still, "latitude"].fillna(0)
    assert 1 <= moved.sum() <= 10


def test_only_provisional_figures_of_the_last_year_are_revised(first, second):
    keys = ["organisme_id", "annee"]
    planted = demonstration.planted(1)
    slipped = {fault.key for fault in planted if fault.table == "organisme_exercice"}
    old, new = (one["organisme_exercice"].set_index(keys) for one in (first, second))
    both = old.index.intersection(new.index)
    column = "cotisations_emises_fcfa"
    changed = both[(old.loc[both, column] != new.loc[both, column]).to_numpy()]
    changed = [pair for pair in changed if tuple(map(str, pair)) not in slipped]
    assert changed
    assert {year for _, year in changed} == {2024}
    assert (new.loc[changed, "source_id"] == "demo_etude_2").all()
    assert (
        new.loc[new.index.get_level_values("annee") < 2024, "source_id"] == "demo_etude_1"
    ).all()


def test_nothing_is_known_after_the_survey(first):
    assert (first["organisme_statut"]["date_debut"] < "2025-06-30").all()
    filed = first["organisme_exercice"]["date_depot_etats_financiers"].dropna()
    assert max(filed).isoformat() <= "2025-06-30"


def test_some_mutuals_have_not_filed_their_last_exercise(first):
    years = first["organisme_exercice"].groupby("organisme_id")["annee"].max()
    assert 1 <= (years < 2024).sum() <= 12


@pytest.mark.parametrize(("edition", "scale"), [(0, 1), (3, 1), (1, 0)])
def test_an_edition_that_does_not_exist_is_refused(edition, scale):
    with pytest.raises(ValueError, match="no edition"):
        demonstration.generate(edition, scale)


def test_a_column_that_no_contract_has_is_refused():
    with pytest.raises(TypeError, match="coeur"):
        Setting(1, 1, 0).frame("organisme", organisme_id=["md_x"], coeur=[1])


def test_a_total_is_split_exactly_and_a_zero_weight_gets_nothing():
    """10 in three: floors of 3.3, 6.6, 10 give 3, 3, 4; 7 in two and a zero: 3, 4, 0."""
    parts = split(pd.Series([10, 7]).to_numpy(), pd.DataFrame([[1, 1, 1], [1, 1, 0]]).to_numpy())
    assert parts.tolist() == [[3, 3, 4], [3, 4, 0]]


def test_shares_of_the_parameters_make_a_whole():
    values = read("parametres")
    assert sum(values["centres"]["relations"].values()) == pytest.approx(1)
    assert sum(entry[0] for entry in values["types_etablissement"].values()) == pytest.approx(1)
    assert sum(values["organismes"]["statuts"].values()) == pytest.approx(1)
    profiles = {name: row for name, row in values["profils"].items() if name != "colonnes"}
    assert sum(row[0] for row in profiles.values()) == values["effectifs"]["mutuelles"]
