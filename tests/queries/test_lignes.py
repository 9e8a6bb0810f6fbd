"""Down to the study's rows: which tables a question rests on, and exactly their rows."""

import json

from cartomut import editions
from cartomut.exports.study_rows import Origins, whole
from cartomut.lineage import lineage
from cartomut.queries import names, query

asked = query("listes/lignes_etude")
NOTHING = dict.fromkeys(asked.params)


def test_a_question_rests_on_what_it_reads_directly_or_not():
    known = lineage(query("indicateurs/totaux_exercices").sql)
    assert known.study_tables == ("organisme", "organisme_exercice")
    assert {"organisme_situe", "retient"} <= {one.name for one in known.definitions}
    view = next(one for one in known.definitions if one.name == "organisme_situe")
    assert view.file == "queries/schema/10_positions.sql"
    assert "create view organisme_situe as" in view.sql


def test_the_catalogue_rests_on_the_measures_that_are_asked():
    sql = query("indicateurs/valeurs").sql
    assert "prestation_acte" not in lineage(sql).tables
    known = lineage(sql, ["reste_a_charge_final", "../../etc"])
    files = {one.file for one in known.definitions}
    assert "queries/mesures/reste_a_charge_final.sql" in files
    assert "prestation_acte" in known.tables


def test_a_step_and_a_text_are_no_table():
    known = lineage("with centre as (select 1) select 'from organisme' from centre -- from region")
    assert known.tables == ()


def test_every_study_table_that_a_question_rests_on_can_be_opened():
    shown = set(lineage("select 1 from ligne_etude").study_tables)
    reached = {
        table
        for name in (*names("indicateurs"), *names("mesures"))
        for table in lineage(query(name).sql).study_tables
    }
    assert len(reached) > 10
    assert reached - shown == set()


def test_the_rows_are_those_of_the_file_under_the_filters(demonstration):
    seats = {
        row["organisme_id"]: row["siege_region_code"] for row in demonstration.rows("organisme")
    }
    rows = demonstration.rows("organisme_exercice")
    params = NOTHING | {"table_nom": "organisme_exercice", "region": "abidjan", "annees": [2022]}
    found = asked.run(demonstration.store, **params)
    expected = {
        (row["organisme_id"], int(row["ligne"]), row["source_id"])
        for row in rows
        if row["annee"] == "2022" and seats.get(row["organisme_id"]) == "abidjan"
    }
    assert expected
    assert set(zip(found["entite_id"], found["ligne"], found["source_id"], strict=True)) == expected
    by_id = {row["organisme_id"]: row for row in rows if row["annee"] == "2022"}
    for identifier, content in zip(found["entite_id"], found["contenu"], strict=True):
        told = json.loads(content)["nb_adherents"]
        written = by_id[identifier]["nb_adherents"]
        assert told == (None if written is None else int(written))
    assert set(found["nb_lignes"]) == {len(expected)}
    few = asked.run(demonstration.store, **params | {"nombre": 2})
    assert len(few) == 2
    assert set(few["nb_lignes"]) == {len(expected)}


def test_each_row_is_told_the_one_file_and_sheet_that_it_came_from(demonstration):
    """The edition counts its rows sheet by sheet; its file keeps them in that order."""
    known = editions.Edition.read(demonstration.folder / "edition.json").origines
    sheets = [tuple(one) for one in known["organisme_exercice"]]
    assert len(sheets) == 2
    path = demonstration.folder / "organisme_exercice.csv"
    rows = asked.run(demonstration.store, **NOTHING | {"table_nom": "organisme_exercice"})
    found = whole(rows, "organisme_exercice", Origins(sheets, path), {})
    told = {
        (row["organisme_id"], row["annee"]): (row["fichier"], row["feuille"])
        for row in found.to_dict("records")
    }
    places = [(file, sheet) for file, sheet, count in sheets for _row in range(count)]
    expected = {
        (row["organisme_id"], int(row["annee"])): place
        for row, place in zip(demonstration.rows("organisme_exercice"), places, strict=True)
    }
    assert told == expected
    unsure = whole(rows, "organisme_exercice", Origins([*sheets, ("autre.csv", "", 1)], path), {})
    assert set(unsure["fichier"]) == {
        " / ".join([*dict.fromkeys(one[0] for one in sheets), "autre.csv"])
    }


def test_counts_of_one_to_four_patients_are_in_no_row(demonstration):
    raw = demonstration.rows("prestation_pathologie")
    small = [row for row in raw if row["nb_cas"] in ("1", "2", "3", "4")]
    assert small
    found = asked.run(demonstration.store, **NOTHING | {"table_nom": "prestation_pathologie"})
    assert len(found) == len(raw)
    counts = [json.loads(text)["nb_cas"] for text in found["contenu"]]
    assert [count for count in counts if count in (1, 2, 3, 4)] == []
    active = asked.run(demonstration.store, **NOTHING | {"table_nom": "centre_activite"})
    for text in active["contenu"]:
        row = json.loads(text)
        assert row["nb_vih_positifs"] not in (1, 2, 3, 4)
