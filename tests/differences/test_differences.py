"""What differs between two editions: rows by their keys, places by their distance, figures."""

import csv
import shutil

import pytest

from cartomut import differences
from cartomut.contracts import contracts
from cartomut.editions import Edition, Stopped
from cartomut.ui.mesures import MEASURES

MUTUAL = {
    "organisme_id": "a",
    "nom": "Mutuelle A",
    "type_organisme": "mutuelle_sociale",
    "siege_region_code": "gbeke",
    "nature": "declare",
}
CENTRE = {
    "centre_id": "c",
    "nom": "Centre C",
    "organisme_id": "a",
    "statut_operationnel": "ouvert",
    "region_code": "gbeke",
    "latitude": "7.0",
    "longitude": "-5.0",
    "nature": "declare",
}


@pytest.fixture
def write(tmp_path):
    """Write an edition of ``etude``: its tables as lists of rows, sources filled in."""

    def write(version, data=tmp_path, **tables):
        folder = data / "editions" / "etude" / version
        folder.mkdir(parents=True)
        Edition(version, "etude", "2026-01-01T00:00:00Z", "", ()).write(folder / "edition.json")
        for table, rows in {"source": [], **tables}.items():
            names = [field.name for field in contracts()[table].file_fields]
            names += ["ligne"] if contracts()[table].has("ligne") else []
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as target:
                writer = csv.DictWriter(target, names, restval="", lineterminator="\n")
                writer.writeheader()
                if table == "source":
                    own = {
                        "source_id": f"import_{version}",
                        "titre": "x",
                        "type_source": "jeu_donnees",
                    }
                    writer.writerow(own)
                for line, row in enumerate(rows, start=2):
                    known = {"source_id": f"import_{version}", "ligne": line} | row
                    writer.writerow({key: known[key] for key in known if key in names})
        return data

    return write


def listed(found, *columns):
    return [tuple(row) for row in found.rows[list(columns)].astype(object).itertuples(index=False)]


def counted(found, table):
    row = found.counts.set_index("table_nom").loc[table]
    return {name.removeprefix("nb_"): int(row[name]) for name in row.index}


def test_an_edition_imported_anew_differs_in_nothing(write):
    """Its rows name another import as their source and stand on other lines."""
    write("v1", organisme=[MUTUAL])
    data = write("v2", organisme=[{**MUTUAL, "ligne": 9}])
    found = differences.difference("etude", "v1", "v2", data)
    assert found.rows.empty
    assert counted(found, "organisme") == {
        "avant": 1,
        "apres": 1,
        "apparus": 0,
        "disparus": 0,
        "deplaces": 0,
        "modifies": 0,
        "sources": 0,
    }
    assert counted(found, "source")["apparus"] == 0


def test_rows_that_came_and_went_are_named(write):
    write("v1", organisme=[MUTUAL, {**MUTUAL, "organisme_id": "b", "nom": "Mutuelle B"}])
    data = write("v2", organisme=[MUTUAL, {**MUTUAL, "organisme_id": "n", "nom": "Mutuelle N"}])
    found = differences.difference("etude", "v1", "v2", data)
    assert listed(found, "changement", "cle", "nom") == [
        ("apparu", "n", "Mutuelle N"),
        ("disparu", "b", "Mutuelle B"),
    ]


def test_a_changed_value_is_told_with_both_values_and_an_unknown_one_differs_from_zero(write):
    year = {"organisme_id": "a", "annee": "2024", "nb_adherents": "10", "nature": "declare"}
    write("v1", organisme=[MUTUAL], organisme_exercice=[{**year, "nb_centres": ""}])
    data = write(
        "v2",
        organisme=[MUTUAL],
        organisme_exercice=[{**year, "nb_adherents": "12", "nb_centres": "0"}],
    )
    found = differences.difference("etude", "v1", "v2", data)
    assert listed(found, "cle", "nom", "colonne", "ancienne", "nouvelle") == [
        ("a / 2024", "Mutuelle A", "nb_adherents", "10", "12"),
        ("a / 2024", "Mutuelle A", "nb_centres", found.rows["ancienne"].iloc[1], "0"),
    ]
    assert found.rows["ancienne"].isna().tolist() == [False, True]
    assert counted(found, "organisme_exercice")["modifies"] == 1


def test_a_count_of_one_to_four_patients_is_never_told(write):
    """3 to 4 is no change to tell; an amount is hidden with its cases, and so is the rest."""
    centre = {
        "centre_id": "c",
        "nom": "Centre",
        "statut_operationnel": "ouvert",
        "nature": "declare",
    }
    year = {"centre_id": "c", "annee": "2024", "nature": "declare"}
    spent = {"organisme_id": "a", "annee": "2024", "nature": "declare"}
    before = [
        {**spent, "pathologie": "tb", "nb_cas": "3", "montant_fcfa": "90"},
        {**spent, "pathologie": "vih", "nb_cas": "8", "montant_fcfa": "80"},
        {**spent, "pathologie": "autre", "nb_cas": "50", "montant_fcfa": "500"},
    ]
    write(
        "v1",
        organisme=[MUTUAL],
        centre=[centre],
        centre_activite=[{**year, "nb_tb_traites": "3", "nb_sous_arv": "2"}],
        prestation_pathologie=before,
    )
    data = write(
        "v2",
        organisme=[MUTUAL],
        centre=[centre],
        centre_activite=[{**year, "nb_tb_traites": "4", "nb_sous_arv": "7"}],
        prestation_pathologie=[{**row, "montant_fcfa": "9"} for row in before],
    )
    found = differences.difference("etude", "v1", "v2", data)
    assert listed(found, "colonne", "ancienne", "nouvelle") == [
        ("nb_sous_arv", "1–4", "7"),
        ("montant_fcfa", "80", "9"),
    ]


def test_a_centre_that_moved_is_told_with_the_distance_and_the_region(write):
    """One degree of latitude is 6371 × π / 180 = 111.19 km."""
    write("v1", centre=[CENTRE])
    data = write("v2", centre=[{**CENTRE, "latitude": "8.0", "region_code": "poro"}])
    found = differences.difference("etude", "v1", "v2", data)
    assert set(found.rows["changement"]) == {"deplace"}
    assert listed(found, "colonne", "ancienne", "nouvelle") == [
        ("latitude, longitude", "7.0, -5.0", "8.0, -5.0"),
        ("region_code", "gbeke", "poro"),
    ]
    assert found.rows["distance_km"].iloc[0] == pytest.approx(111.19, abs=0.01)
    assert counted(found, "centre") | {"deplaces": 1, "modifies": 0} == counted(found, "centre")


def test_a_centre_that_gets_its_first_position_has_moved_no_distance(write):
    write("v1", centre=[{**CENTRE, "latitude": "", "longitude": ""}])
    data = write("v2", centre=[CENTRE])
    found = differences.difference("etude", "v1", "v2", data)
    assert listed(found, "changement", "nouvelle") == [("deplace", "7.0, -5.0")]
    assert found.rows["distance_km"].isna().all()


def test_the_same_said_by_another_document_is_counted_and_not_listed(write):
    write("v1", organisme=[{**MUTUAL, "source_id": "rapport_1"}])
    data = write("v2", organisme=[{**MUTUAL, "source_id": "rapport_2"}])
    found = differences.difference("etude", "v1", "v2", data)
    assert found.rows.empty
    assert counted(found, "organisme")["sources"] == 1


def test_a_table_that_only_one_edition_has_came_or_went_whole(write):
    write("v1", organisme=[MUTUAL], centre=[CENTRE])
    data = write("v2", organisme=[MUTUAL])
    found = differences.difference("etude", "v1", "v2", data)
    assert listed(found, "table_nom", "changement") == [("centre", "disparu")]


def test_a_column_that_the_contract_has_since_gained_is_unknown_before(write):
    data = write("v1", organisme=[MUTUAL])
    path = data / "editions" / "etude" / "v1" / "organisme.csv"
    with path.open(encoding="utf-8", newline="") as source:
        rows = [
            {key: cell for key, cell in row.items() if key != "secteur"}
            for row in csv.DictReader(source)
        ]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    write("v2", organisme=[{**MUTUAL, "secteur": "public"}])
    found = differences.difference("etude", "v1", "v2", data)
    assert listed(found, "colonne", "nouvelle") == [("secteur", "public")]


def test_a_long_list_is_cut_and_counted_whole(write, monkeypatch):
    monkeypatch.setattr(differences, "SHOWN", 3)
    many = [{**MUTUAL, "organisme_id": f"m{number}"} for number in range(5)]
    write("v1", organisme=[])
    data = write("v2", organisme=many)
    found = differences.difference("etude", "v1", "v2", data)
    assert len(found.rows) == 3
    assert counted(found, "organisme")["apparus"] == 5
    assert not found.listed_whole


def test_an_edition_that_does_not_exist_is_said_not_to(write):
    data = write("v1", organisme=[MUTUAL])
    with pytest.raises(Stopped, match="v9"):
        differences.difference("etude", "v1", "v9", data)


def test_the_figures_that_changed_are_told_and_an_unknown_one_has_no_difference(write, edition):
    """Gbêkê: one open centre, then the same closed and another open: 1 centre, then 2.

    Its open centres stay 1 and are not told. Poro had none known, so no difference is computed.
    """
    write("v1", edition.data, organisme=[MUTUAL], centre=[CENTRE])
    closed, new = {**CENTRE, "statut_operationnel": "ferme"}, {**CENTRE, "centre_id": "d"}
    north = {"centre_id": "p", "region_code": "poro", "latitude": "9.5", "longitude": "-5.6"}
    write("v2", edition.data, organisme=[MUTUAL], centre=[closed, new, CENTRE | north])
    shutil.rmtree(edition.stores)
    found = differences.figures("etude", "v1", "v2", edition.data)
    told = found[found["mesure"] == "nb_centres"].set_index("cle")
    assert told.loc["gbeke", ["nom", "avant", "apres", "ecart"]].tolist() == ["Gbêkê", 1, 2, 1]
    assert told.loc["poro", "apres"] == 1
    assert told.loc["poro", ["avant", "ecart"]].isna().all()
    assert found[found["mesure"] == "nb_centres_ouverts"]["cle"].tolist() == ["poro"]
    assert not edition.stores.exists()


def test_every_measure_of_the_map_is_compared():
    assert set(MEASURES) <= set(differences.MEASURES)
