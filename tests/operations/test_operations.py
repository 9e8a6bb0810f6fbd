"""What is typed is kept whole or not at all, and the second writer loses nothing."""

import csv
import sqlite3
import threading
from contextlib import closing
from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, event
from typer.testing import CliRunner

from cartomut import operations
from cartomut.commands import operations as command
from cartomut.i18n import language
from cartomut.operations import Conflict, Gone, Refused, Unavailable, database, transfer
from cartomut.operations.schema import CODES, LONGEST, metadata
from tests.queries.naive import table as reference

MEASURE = {
    "jeu": "demonstration",
    "indicateur_id": "com_1",
    "annee": 2024,
    "periode": "annee",
    "type": "auto",
}
MOVE = {"jeu": "publie", "projet_id": "p1", "rang": 1}
HOSTILE = (
    '=HYPERLINK("http://x")',
    "'); drop table commentaire; --",
    "<script>alert(1)</script>",
    "ligne 1\r\nligne 2\rligne 3",
    "'déjà une apostrophe",
    "-1",
    '"guillemets", virgules ; et\ttabulation',
    "é" * 2_000 + "🩺",
)


def comment(text="Chiffre à revoir", by="Awa", **values):
    given = {"jeu": "publie", "figure": "sieges_par_region", "texte": text}
    return operations.save("commentaire", None, given | values, seen=None, by=by)


def content(file):
    """Everything in the file, whatever wrote it."""
    with closing(sqlite3.connect(file)) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master")]
        kept = [name for name in names if name in (*operations.TABLES, "trace")]
        return {name: connection.execute(f"select * from {name}").fetchall() for name in kept}


def test_reading_makes_no_file_and_finds_nothing(file):
    assert operations.rows("commentaire") == []
    assert operations.history("commentaire") == []
    assert list(operations.frame("action")["action_id"]) == []
    assert not file.exists()


def test_a_row_is_written_changed_and_told_and_what_changes_nothing_is_not(file):
    made = comment(date=date(2024, 5, 16))
    key = {"commentaire_id": made["commentaire_id"]}
    assert (made["revision"], made["etat"], made["date"]) == (1, "ouvert", date(2024, 5, 16))
    changed = operations.save("commentaire", key, {"etat": "traite"}, seen=1, by="Brou")
    assert (changed["revision"], changed["auteur"], changed["modifie_par"]) == (2, "Awa", "Brou")
    assert operations.save("commentaire", key, {"etat": "traite"}, seen=2, by="Koné") == changed
    assert operations.rows("commentaire", jeu="publie", etat=["traite"], figure=None) == [changed]
    assert operations.rows("commentaire", jeu="demonstration") == []
    told = operations.history("commentaire", key)
    assert [(one["auteur"], one["geste"]) for one in told] == [
        ("Awa", "creation"),
        ("Brou", "modification"),
    ]
    assert told[0]["avant"] is None
    assert told[1]["avant"] == told[0]["apres"]
    assert (told[1]["avant"]["etat"], told[1]["apres"]["etat"]) == ("ouvert", "traite")


def test_the_second_of_two_writers_is_shown_the_first_ones_row_and_writes_nothing(file):
    key = {"commentaire_id": comment("Base")["commentaire_id"]}
    first = operations.save("commentaire", key, {"texte": "Premier"}, seen=1, by="Brou")
    before = content(file)
    with pytest.raises(Conflict) as met:
        operations.save("commentaire", key, {"texte": "Second"}, seen=1, by="Koné")
    assert content(file) == before
    assert met.value.current == first
    assert (met.value.seen["texte"], met.value.mine["texte"]) == ("Base", "Second")
    said = met.value.text(language("fr"))
    assert "Brou" in said
    assert first["date_modification"] not in said  # but as a reader writes a moment
    kept = operations.save("commentaire", key, {"texte": "Les deux"}, seen=2, by="Koné")
    assert kept["revision"] == 3


def test_numbers_of_pandas_name_and_fill_a_row_as_python_s_do(file):
    year, value = pd.Series([2024]).iloc[0], pd.Series([0.5]).iloc[0]
    key = MEASURE | {"annee": year}
    operations.save("evaluation_com", key, {"realise": value}, seen=None, by="Awa")
    (row,) = operations.rows("evaluation_com", annee=year)
    assert operations.rows("evaluation_com", annee=[year, 1990]) == [row]
    assert (type(row["annee"]), row["realise"]) == (int, 0.5)
    operations.save("evaluation_com", key, {"realise": pd.NA}, seen=1, by="Awa")
    assert operations.frame("evaluation_com")["realise"].isna().all()
    assert len(operations.history("evaluation_com", key)) == 2


def test_two_new_rows_of_one_key_meet_too(file):
    operations.save("projet_suivi", MOVE, {"etape": "etude"}, seen=None, by="Awa")
    with pytest.raises(Conflict) as met:
        operations.save("projet_suivi", MOVE, {"etape": "accord"}, seen=None, by="Brou")
    assert (met.value.current["etape"], met.value.seen) == ("etude", None)


def test_a_row_that_was_seen_and_is_gone_is_not_made_again(file):
    operations.save("evaluation_com", MEASURE, {"realise": 0.9}, seen=None, by="Awa")
    file.unlink()
    with pytest.raises(Gone):
        operations.save("evaluation_com", MEASURE, {"realise": 0.8}, seen=1, by="Brou")
    assert operations.rows("evaluation_com") == []


def test_of_many_who_write_at_once_from_the_same_row_one_wins_each_time(file):
    """Eight threads each add 1 until theirs is in: 8 in the end, and 9 lines of trace."""
    operations.save("evaluation_com", MEASURE, {"realise": 0}, seen=None, by="Awa")

    def add(name):
        while True:
            (row,) = operations.rows("evaluation_com", **MEASURE)
            more = {"realise": row["realise"] + 1}
            try:
                operations.save("evaluation_com", MEASURE, more, seen=row["revision"], by=name)
            except Conflict:
                continue
            return

    threads = [threading.Thread(target=add, args=(f"fil {one}",)) for one in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    (row,) = operations.rows("evaluation_com")
    assert (row["realise"], row["revision"]) == (8, 9)
    told = operations.history("evaluation_com")
    assert len(told) == 9
    assert all(one["avant"] == before["apres"] for before, one in pairwise(told))


def test_what_may_not_be_written_is_refused_with_every_fault_and_writes_nothing(file):
    comment()
    before = content(file)
    cases = {
        "no author": ("action", None, {"jeu": "publie", "texte": "x"}, " ", {"auteur"}),
        "code": ("action", None, {"jeu": "publie", "texte": "x", "etat": "x"}, "A", {"etat"}),
        "dataset": ("action", None, {"jeu": "autre", "texte": "x"}, "A", {"jeu"}),
        "missing": ("action", None, {"jeu": "publie", "texte": " \n"}, "A", {"texte"}),
        "long": ("action", None, {"jeu": "publie", "texte": "x" * (LONGEST + 1)}, "A", {"texte"}),
        "phone": ("action", None, {"jeu": "publie", "texte": "07 01 02 03 04"}, "A", {"texte"}),
        "mail": ("evaluation_com", MEASURE, {"commentaire": "a@b.ci"}, "A", {"commentaire"}),
        "infinite": ("evaluation_com", MEASURE, {"realise": float("inf")}, "A", {"realise"}),
        "no number": ("evaluation_com", MEASURE, {"realise": "1"}, "A", {"realise"}),
        "no date": ("projet_suivi", MOVE, {"etape": "etude", "date": "2024"}, "A", {"date"}),
        "half a key": ("projet_suivi", {"jeu": "publie"}, {"etape": "etude"}, "A", {"rang"}),
    }
    kept = []
    for name, (table, key, values, author, wrong) in cases.items():
        with pytest.raises(Refused) as refused:
            operations.save(table, key, values, seen=None, by=author)
        told = {one.column for one in refused.value.faults}
        kept += [] if wrong <= told else [(name, told)]
    assert kept == []
    assert content(file) == before
    with pytest.raises(TypeError):
        operations.save("action", None, {"jeu": "publie", "inconnue": 1}, seen=None, by="A")


def test_hostile_texts_are_kept_as_texts_and_come_back_from_an_export(file, tmp_path):
    made = [comment(text, by=text[:200]) for text in HOSTILE]
    odd = comment("a\x00b\ud800c\u202ed\x1b[31m")
    assert [one["texte"] for one in made] == [
        one.replace("\r\n", "\n").replace("\r", "\n") for one in HOSTILE
    ]
    assert odd["texte"] == "abcd[31m"
    transfer.export(tmp_path / "export")
    cells = (tmp_path / "export" / "commentaire.csv").read_text(encoding="utf-8")
    starts = {row["texte"][0] for row in csv.DictReader(cells.splitlines())}
    assert starts & set("=+-@") == set()
    file.unlink()
    transfer.bring(tmp_path / "export")
    kept = {one["commentaire_id"]: one for one in operations.rows("commentaire")}
    assert [kept[one["commentaire_id"]] for one in (*made, odd)] == [*made, odd]


def test_an_export_brought_in_gives_the_same_export_revision_and_trace_included(file, tmp_path):
    made = comment()
    key = {"commentaire_id": made["commentaire_id"]}
    operations.save("commentaire", key, {"etat": "traite"}, seen=1, by="Brou")
    linked = {"jeu": "publie", "texte": "Corriger", "echeance": date(2026, 12, 31), **key}
    operations.save("action", None, linked, seen=None, by="Awa")
    operations.save("evaluation_com", MEASURE, {"realise": 0.1 + 0.2}, seen=None, by="Awa")
    self_check = {"jeu": "publie", "centre_id": "c1", "defi": "partenariats"}
    operations.save("autodiagnostic", self_check, {"reponse": "acquis"}, seen=None, by="Awa")
    operations.save("projet_suivi", MOVE, {"etape": "etude"}, seen=None, by="Awa")
    before = content(file)
    first, second = tmp_path / "un", tmp_path / "deux"
    assert CliRunner().invoke(command.app, ["export", str(first)]).exit_code == 0
    file.unlink()
    done = CliRunner().invoke(command.app, ["import", str(first)])
    assert done.exit_code == 0, done.output
    assert content(file) == before
    transfer.export(second)
    for path in first.glob("*.csv"):
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name
    assert sum(transfer.bring(first).added.values()) == 0  # nothing comes twice
    assert content(file) == before


def test_an_export_without_a_column_that_came_later_is_still_taken(file, tmp_path):
    made = comment(adresse=None)
    transfer.export(tmp_path / "export")
    path = tmp_path / "export" / "commentaire.csv"
    with path.open(encoding="utf-8", newline="") as source:
        kept = [{n: v for n, v in row.items() if n != "adresse"} for row in csv.DictReader(source)]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(kept[0]))
        writer.writeheader()
        writer.writerows(kept)
    file.unlink()
    assert transfer.bring(tmp_path / "export").added["commentaire"] == 1
    assert operations.rows("commentaire") == [made]


def test_an_import_that_says_otherwise_stops_whole_or_replaces_as_one_more_revision(file, tmp_path):
    made = comment("Ancien")
    key = {"commentaire_id": made["commentaire_id"]}
    transfer.export(tmp_path / "export")
    operations.save("commentaire", key, {"texte": "Nouveau"}, seen=1, by="Brou")
    before = content(file)
    with pytest.raises(Refused):
        transfer.bring(tmp_path / "export")
    assert content(file) == before
    assert transfer.bring(tmp_path / "export", replace=True).replaced["commentaire"] == 1
    (row,) = operations.rows("commentaire")
    assert (row["texte"], row["revision"]) == ("Ancien", 3)
    last = operations.history("commentaire", key)[-1]
    assert (last["geste"], last["avant"]["texte"]) == ("importation", "Nouveau")


def test_an_export_that_was_damaged_brings_nothing(file, tmp_path):
    comment()
    damages = {
        "cut": lambda path: path.write_bytes(path.read_bytes()[:-9]),
        "columns": lambda path: path.write_text("a,b\n1,2\n"),
        "gone": lambda path: path.unlink(),
        "binary": lambda path: path.write_bytes(b"\xff\xfe\x00"),
        "code": lambda path: path.write_text(path.read_text().replace("ouvert", "autre")),
    }
    for name, damage in damages.items():
        transfer.export(tmp_path / name)
        damage(tmp_path / name / "commentaire.csv")
    file.unlink()
    for name in damages:
        with pytest.raises((Unavailable, Refused)):
            transfer.bring(tmp_path / name)
        assert not any(content(file).values()) if file.exists() else True, name


def test_the_file_is_migrated_from_nothing_and_from_the_first_revision(file):
    """Both end with the tables that the code knows; what was in the older file is kept beside."""
    assert database.upgrade("0001") == "0001"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "insert into commentaire values "
            "('a', 'publie', 'f', null, 'Ancien', '2024-01-02', 'ouvert', 'A', 'm', 'A', 'm', 1)"
        )
        connection.commit()
    (row,) = operations.rows("commentaire")
    assert (row["texte"], row["date"]) == ("Ancien", date(2024, 1, 2))
    assert database.revision() == database.head() != "0001"
    (beside,) = file.parent.glob("operations-avant-*.sqlite")
    with closing(sqlite3.connect(beside)) as connection:
        assert connection.execute("select version_num from alembic_version").fetchone() == ("0001",)
    assert differences(file) == []
    file.unlink()
    database.upgrade()
    assert differences(file) == []
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)


def differences(file):
    """What Alembic would still change for the tables to be those of the code."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    return found


def test_a_migration_that_fails_half_way_leaves_the_tables_as_they_were(file):
    """The second of the two triggers is there already: the first one goes too."""
    database.upgrade("0001")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "create trigger trace_sans_delete before delete on trace begin select 1; end"
        )
        connection.commit()
    with pytest.raises(Unavailable):
        database.upgrade()
    with closing(sqlite3.connect(file)) as connection:
        names = {name for (name,) in connection.execute("select name from sqlite_master")}
    assert "trace_sans_update" not in names
    assert database.revision() == "0001"


def test_the_trace_cannot_be_changed_or_erased_by_any_program(file):
    comment()
    with closing(sqlite3.connect(file)) as connection:
        for attempt in ("update trace set auteur = 'x'", "delete from trace"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(attempt)


def test_a_file_that_cannot_be_written_says_why_in_both_languages_and_keeps_all(file, monkeypatch):
    made = comment("é" * 3_000)
    before = content(file)
    key = {"commentaire_id": made["commentaire_id"]}
    said = {}

    def attempt(name):
        with pytest.raises(Unavailable) as refused:
            operations.save("commentaire", key, {"texte": "x" * 3_900}, seen=1, by="Brou")
        said[name] = [refused.value.text(language(code)) for code in ("fr", "en")]
        assert content(file) == before, name

    engine = database._engine(file)

    def fill(connection, _record):
        connection.execute("pragma max_page_count = 1")  # no page more than there are

    event.listen(engine, "connect", fill)
    attempt("full")
    event.remove(engine, "connect", fill)
    monkeypatch.setattr(database, "WAIT", 0.1)
    with closing(sqlite3.connect(file)) as other:
        other.execute("begin immediate")
        attempt("locked")
    engine = database._engine(file)

    def protect(connection, _record):
        connection.execute("pragma query_only = on")

    event.listen(engine, "connect", protect)
    attempt("read only")
    event.remove(engine, "connect", protect)
    assert "disque est plein" in said["full"][0]
    assert "Quelqu'un d'autre écrit" in said["locked"][0]
    assert "ne peut pas être modifié" in said["read only"][0]
    file.unlink()
    file.write_bytes(b"ceci n'est pas une base" * 100)
    with pytest.raises(Unavailable, match="n'est pas celui des saisies"):
        comment()
    with pytest.raises(Unavailable, match="n'est pas celui des saisies"):
        operations.rows("commentaire")


def test_a_file_of_a_newer_application_is_not_touched(file):
    comment()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
    database._current.clear()
    before = content(file)
    with pytest.raises(Unavailable, match="plus récente"):
        comment()
    assert content(file) == before


def test_a_backup_taken_while_somebody_writes_is_whole(file, tmp_path):
    comment("Avant")
    with closing(sqlite3.connect(file)) as other:
        other.execute("begin immediate")
        other.execute("update commentaire set texte = 'À moitié'")
        copy = tmp_path / "copie" / "operations.sqlite"
        done = CliRunner().invoke(command.app, ["backup", str(copy)])
        other.rollback()
    assert done.exit_code == 0, done.output
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("select texte from commentaire").fetchall() == [("Avant",)]
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    again = CliRunner().invoke(command.app, ["backup", str(copy)])
    assert again.exit_code == 3


def test_the_codes_that_may_be_written_are_those_of_the_lists_with_their_names():
    listed = {}
    for row in reference("code_liste"):
        listed.setdefault(row["liste"], []).append((int(row["ordre"]), row["code"]))
    assert {name: tuple(code for _, code in sorted(listed[name])) for name in CODES} == CODES
