"""Thresholds are changed whole or not at all, and every version stays."""

import shutil

import pytest
from filelock import FileLock
from typer.testing import CliRunner

from cartomut import adopting, checks, store, thresholds
from cartomut.commands import thresholds as command
from cartomut.editions import Stopped
from cartomut.findings import CODE, KEY, REFERENCE, REQUIRED
from cartomut.i18n import language
from cartomut.paths import DATA
from cartomut.store import BuildError
from cartomut.threshold_faults import (
    ADDRESS,
    ALONE,
    CONTRADICTION,
    EMPTY,
    EXPRESSION,
    TOO_LONG,
    UNREAD,
)
from cartomut.thresholds import Overtaken, Refused

CLAIMS = ("ratio_sinistralite", "vert")


@pytest.fixture(autouse=True)
def structure_only(monkeypatch):
    """The rules of the field have tests of their own, and cost a build most of its time."""
    monkeypatch.setattr(checks, "rules", lambda: iter(()))


@pytest.fixture
def data(tmp_path):
    """A data folder with the delivered thresholds, the catalogue and the code lists."""
    folder = tmp_path / "donnees"
    (folder / "reference").mkdir(parents=True)
    for name in ("seuil", "indicateur", "code_liste"):
        shutil.copy(DATA / "reference" / f"{name}.csv", folder / "reference")
    return folder


def edited(table, key=CLAIMS, **cells):
    return [
        row | cells if (row["indicateur_id"], row["regle"]) == key else dict(row) for row in table
    ]


def change(data, expression, started, key=CLAIMS):
    table = edited(thresholds.rows(started, data), key, expression=expression)
    return thresholds.save(table, started, "AIRMS", "essai", data)


def value(data, number, key=CLAIMS):
    found = [
        row for row in thresholds.rows(number, data) if (row["indicateur_id"], row["regle"]) == key
    ]
    return found[0]["expression"]


def test_the_delivered_thresholds_have_no_fault_and_no_version(data):
    assert thresholds.examine(thresholds.rows(0, data), data) == []
    assert thresholds.number_in_use(data) == 0
    assert thresholds.files_in_use(data) == []


def test_every_kind_of_fault_refuses_the_whole_and_writes_nothing(data):
    table = thresholds.rows(0, data)
    orphan = [row for row in table if (row["indicateur_id"], row["regle"]) != CLAIMS]
    cases = {
        EXPRESSION: edited(table, expression="environ 0.8"),
        CONTRADICTION: edited(table, expression="0.50..0.90"),
        ALONE: orphan,
        UNREAD: edited(table, source_norme=""),
        ADDRESS: edited(table, source_url="javascript:alert(1)"),
        TOO_LONG: edited(table, source_norme="x" * 501),
        EMPTY: [],
        CODE: edited(table, origine="inventee"),
        REQUIRED: edited(table, origine=""),
        REFERENCE: edited(table, ("taux_doublons", "vert"), indicateur_id="nul_part"),
        KEY: [*table, dict(table[0])],
    }
    for rule, wrong in cases.items():
        with pytest.raises(Refused) as refused:
            thresholds.save(wrong, 0, "AIRMS", "essai", data)
        assert rule in [one.rule for one in refused.value.findings], rule.code
        for code in ("fr", "en"):
            assert all(all(one.parts(language(code))) for one in refused.value.findings)
    assert thresholds.versions(data) == []
    assert list((data / "seuils").glob("*[!k]")) == [data / "seuils" / ".verrou"]


def test_versions_follow_each_other_and_an_old_one_comes_back_as_a_new_one(data):
    first = change(data, "0.50..0.79", 0)
    second = change(data, "0.50..0.78", 1)
    assert [first.numero, second.numero] == [1, 2]
    assert (first.depart, second.depart) == (0, 1)
    third = thresholds.save(thresholds.rows(1, data), 2, "AIRMS", "retour", data, taken_from=1)
    assert third.reprise_de == 1
    assert third.sha256 == first.sha256
    assert [value(data, one) for one in range(4)] == [
        "0.50..0.80",
        "0.50..0.79",
        "0.50..0.78",
        "0.50..0.79",
    ]
    assert [one.numero for one in thresholds.versions(data)] == [3, 2, 1]
    thresholds.withdraw(3, data)
    assert thresholds.number_in_use(data) == 2
    assert change(data, "0.50..0.77", 2).numero == 4  # a number is never given twice


def test_who_why_and_a_change_are_needed(data):
    table = thresholds.rows(0, data)
    for author, reason, given in (
        ("", "essai", edited(table, expression="0.5..0.7")),
        ("AIRMS", "   ", edited(table, expression="0.5..0.7")),
        ("AIRMS", "x" * 301, edited(table, expression="0.5..0.7")),
        ("AIRMS", "essai", table),
    ):
        with pytest.raises(Stopped):
            thresholds.save(given, 0, author, reason, data)
    assert thresholds.versions(data) == []


def test_the_second_of_two_who_edit_is_told_and_loses_nothing(data):
    mine = edited(thresholds.rows(0, data), ("reserves_en_mois", "vert"), expression=">=13")
    change(data, "0.50..0.79", 0)
    with pytest.raises(Overtaken) as overtaken:
        thresholds.save(mine, 0, "PASS", "le mien", data)
    assert "version 1 (AIRMS, essai)" in overtaken.value.text(language("fr"))
    merged, both = thresholds.merge(thresholds.rows(0, data), mine, thresholds.rows(1, data))
    assert both == []
    thresholds.save(merged, 1, "PASS", "le mien", data)
    assert value(data, 2) == "0.50..0.79"
    assert value(data, 2, ("reserves_en_mois", "vert")) == ">=13"


def test_a_merge_names_what_both_changed_and_keeps_removals(data):
    start = thresholds.rows(0, data)
    mine = edited(start, expression="0.50..0.70")[:-1]
    theirs = edited(start, expression="0.50..0.60")
    merged, both = thresholds.merge(start, mine, theirs)
    assert both == [CLAIMS]
    assert len(merged) == len(start) - 1
    assert {
        one.colonne: (one.before, one.after) for one in thresholds.changes(theirs, merged)[:1]
    } == {"expression": ("0.50..0.60", "0.50..0.70")}


def test_while_one_holds_the_thresholds_another_is_told(data):
    (data / "seuils").mkdir()
    with FileLock(data / "seuils" / ".verrou"), pytest.raises(Stopped, match="en ce moment"):
        change(data, "0.50..0.79", 0)


def test_the_stores_follow_and_a_refusal_leaves_the_last_good_one(
    tmp_path, small_data, monkeypatch
):
    for name in ("seuil", "indicateur", "code_liste"):
        shutil.copy(DATA / "reference" / f"{name}.csv", small_data / "reference")
    stores = tmp_path / "bases"
    first = store.build("publie", small_data, stores)
    start = thresholds.rows(0, small_data)

    def adopt(started, **cells):
        table = edited(start, **cells)
        return adopting.adopt(table, started, "AIRMS", "essai", data=small_data, stores=stores)

    assert adopt(0, expression="0.50..0.79").numero == 1
    second = store.current("publie", stores)
    assert second != first
    assert claims(second) == "0.50..0.79"
    assert store.Store(second).about()["seuils"] == "1"

    with monkeypatch.context() as patched:
        patched.setattr(thresholds, "examine", lambda *_: [])  # a fault that only a build sees
        with pytest.raises(BuildError):
            adopt(1, origine="inventee")
    assert store.current("publie", stores) == second
    assert store.is_fresh("publie", small_data, stores)
    assert [bool(one.retiree_le) for one in thresholds.versions(small_data)] == [True, False]

    spoil(small_data)  # the store is out of date for another reason: left to its own build
    assert adopt(1, expression="0.50..0.78").numero == 3
    assert store.current("publie", stores) == second


def claims(path):
    with store.Store(path).cursor() as cursor:
        return cursor.execute(
            "select expression from seuil where indicateur_id = ? and regle = ?", list(CLAIMS)
        ).fetchone()[0]


def spoil(data):
    path = data / "publie" / "centre.csv"
    path.write_text(path.read_text(encoding="utf-8") + "faux,\n", encoding="utf-8")


def test_the_command_line_shows_sets_compares_and_restores(data, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.setattr(thresholds, "DATA", data)
    for name in ("number_in_use", "versions", "rows", "examine", "in_use", "path_of"):
        own = getattr(thresholds, name)
        monkeypatch.setattr(own, "__defaults__", (data,))
    for name in ("adopt", "restore"):
        own = getattr(adopting, name)
        kept = own.__kwdefaults__ | {"data": data, "stores": tmp_path / "bases"}
        monkeypatch.setattr(own, "__kwdefaults__", kept)

    def run(*words):
        done = CliRunner().invoke(command.app, list(words))
        return done.exit_code, done.stdout + done.stderr

    file = tmp_path / "seuil.csv"
    given = run("show")[1].replace("_sinistralite,vert,0.50..0.80", "_sinistralite,vert,0.50..0.79")
    file.write_text(given, encoding="utf-8")
    assert given.splitlines()[0].split(",") == thresholds.columns()
    code, said = run("set", str(file), "--reason", "essai", "--dry-run")
    assert code == 0
    assert "expression : 0.50..0.80 → 0.50..0.79" in said
    assert "1 changement" in said
    assert thresholds.versions(data) == []
    assert run("set", str(file), "--reason", "essai", "--author", "AIRMS")[0] == 0
    assert run("set", str(file), "--reason", "essai", "--from", "0")[0] == 3
    assert run("restore", "0", "--reason", "retour")[0] == 0
    assert "* 2" in run("list")[1]
    assert "0.50..0.79 → 0.50..0.80" in run("diff", "1", "2")[1]
    assert run("show", "9")[0] == 3
    file.write_text(
        file.read_text(encoding="utf-8").replace("0.50..0.79", "huit"), encoding="utf-8"
    )
    code, said = run("set", str(file), "--reason", "essai")
    assert code == 1
    assert "[T-1]" in said
    assert "ligne" in said
