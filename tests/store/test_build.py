"""A build is all or nothing: it leaves a checked store, or the old one and every fault."""

import json
import os
import shutil
import threading
import time

import pytest

from cartomut import checks, editions
from cartomut import store as stores
from cartomut.contracts import contracts
from cartomut.findings import CODE, CONSTRAINT, KEY, REFERENCE, REQUIRED, TABLE
from cartomut.paths import DATA
from cartomut.store import Store

RULES = checks.rules


@pytest.fixture(autouse=True)
def structure_only(monkeypatch):
    """The rules of the field have tests of their own; a test may take them back."""
    monkeypatch.setattr(checks, "rules", lambda: iter(()))


def add_line(data, table, text):
    """Append a line to a table of the dataset."""
    path = data / "publie" / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8") + text + "\n", encoding="utf-8")


def centre(
    identifier,
    latitude="",
    statut="ouvert",
    source="lepatriote_2025_08",
    organisme="",
    commune="Bouaké",
):
    """Write the line of a health centre, in Bouaké unless told."""
    row = dict.fromkeys((field.name for field in contracts()["centre"].file_fields), "")
    row |= {"centre_id": identifier, "nom": f"Essai {identifier}", "organisme_id": organisme}
    row |= {"statut_operationnel": statut, "commune": commune, "ville": commune}
    row |= {"latitude": latitude, "precision": "ville", "source_id": source, "nature": "publie"}
    return ",".join(row.values())


def names(folder):
    return sorted(path.name for path in (folder / "publie").iterdir())


def test_a_build_leaves_one_file_that_is_the_store_in_use(small_data, tmp_path):
    folder = tmp_path / "stores"
    path = stores.build("publie", data=small_data, stores=folder)
    assert stores.current("publie", folder) == path
    assert names(folder) == [path.name]


def test_a_store_says_what_it_is_and_its_map_script_exists(edition):
    about = Store(edition.path).about()
    assert about["jeu"] == "publie"
    assert about["construit_le"].endswith("+00:00")
    script = (stores.STATIC / "carte" / about["limites"]).read_text(encoding="utf-8")
    content = json.loads(script.removeprefix("window.CARTOMUT_LIMITES = ").removesuffix(";\n"))
    assert len(content["region"]) == 33
    assert len(content["district"]) == 14
    assert content["centres"].keys() == content["region"].keys() | content["district"].keys()


def test_a_fault_leaves_the_old_store_in_use_and_nothing_behind(edition):
    path, folder = edition.path, edition.stores
    add_line(edition.data, "centre", centre("nouveau", statut="fantaisie"))
    with pytest.raises(stores.BuildError, match="publie: 1 fault"):
        stores.build("publie", data=edition.data, stores=folder)
    assert stores.current("publie", folder) == path
    assert names(folder) == [path.name]
    with Store(path).cursor() as cursor:
        assert cursor.execute("select count(*) from centre").fetchone() == (22,)


def test_a_failed_first_build_leaves_an_empty_folder(small_data, tmp_path):
    add_line(small_data, "centre", centre("nouveau", latitude="99"))
    with pytest.raises(stores.BuildError):
        stores.build("publie", data=small_data, stores=tmp_path / "stores")
    assert names(tmp_path / "stores") == []
    assert stores.current("publie", tmp_path / "stores") is None


def test_every_fault_of_every_row_is_in_the_error(small_data, tmp_path, fr, en):
    add_line(small_data, "centre", centre("a", statut="fantaisie"))
    add_line(small_data, "centre", centre("b", source="nulle_part"))
    add_line(small_data, "centre", centre("b", organisme="personne"))
    with pytest.raises(stores.BuildError) as raised:
        stores.build("publie", data=small_data, stores=tmp_path / "stores")
    found = {(one.rule, one.line, one.value) for one in raised.value.findings}
    assert found == {
        (CODE, 24, "fantaisie"),
        (KEY, 26, "b"),
        (REFERENCE, 25, "nulle_part"),
        (REFERENCE, 26, "personne"),
    }
    for _ in (fr, en):
        text = raised.value.text(_)
        assert len(text.splitlines()) == 4
        for value in ("fantaisie", "nulle_part", "personne"):
            assert value in text


def test_faults_of_one_file_do_not_hide_those_of_another(small_data, tmp_path):
    add_line(small_data, "centre", centre("a", latitude="99"))
    row = dict.fromkeys((field.name for field in contracts()["organisme"].file_fields), "")
    row |= {"organisme_id": "x", "type_organisme": "autre", "source_id": "s", "nature": "publie"}
    add_line(small_data, "organisme", ",".join(row.values()))
    with pytest.raises(stores.BuildError) as raised:
        stores.build("publie", data=small_data, stores=tmp_path / "stores")
    found = {(one.rule, one.file, one.column) for one in raised.value.findings}
    assert found == {
        (CONSTRAINT, "centre.csv", "latitude"),
        (REQUIRED, "organisme.csv", "nom"),
    }


def test_files_of_no_table_are_faults_named_all_at_once(small_data, tmp_path, fr):
    for name in ("centres", "mutuelles"):
        (small_data / "publie" / f"{name}.csv").write_text("nom\n", encoding="utf-8")
    with pytest.raises(stores.BuildError) as raised:
        stores.build("publie", data=small_data, stores=tmp_path / "stores")
    assert {(one.rule, one.file) for one in raised.value.findings} == {
        (TABLE, "centres.csv"),
        (TABLE, "mutuelles.csv"),
    }
    assert "« centres »" in raised.value.text(fr)


def test_a_warning_does_not_stop_the_build(small_data, tmp_path, monkeypatch):
    """A place that no landmark knows is a warning: it stays in the lists, without a position."""
    monkeypatch.setattr(checks, "rules", RULES)
    add_line(small_data, "centre", centre("nouveau", commune="Atlantis"))
    said = []
    path = stores.build("publie", data=small_data, stores=tmp_path / "stores", report=said.append)
    assert any("Atlantis" in one for one in said)
    with Store(path).cursor() as cursor:
        row = cursor.execute(
            "select latitude from centre_situe where centre_id = 'nouveau'"
        ).fetchone()
    assert row == (None,)


def test_a_verdict_that_the_sum_does_not_give_stops_the_build(
    small_data, tmp_path, monkeypatch, fr, en
):
    """The message names the claim and both verdicts, in both languages."""
    monkeypatch.setattr(checks, "rules", RULES)
    for table in ("fait_publie", "affirmation"):
        shutil.copy(DATA / "publie" / f"{table}.csv", small_data / "publie")
    path = small_data / "publie" / "affirmation.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines) if text.startswith("mutuelles_40_depenses_sante"))
    lines[line] = lines[line].replace(",differe,", ",conforme,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(stores.BuildError) as raised:
        stores.build("publie", data=small_data, stores=tmp_path / "stores")
    assert [(one.rule.code, one.line) for one in raised.value.findings] == [("F-4", line + 1)]
    for _ in (fr, en):
        text = raised.value.text(_)
        assert all(one in text for one in ("mutuelles_40_depenses_sante", "0.05", "0.4"))


def test_a_territory_without_boundary_stops_the_build_and_is_named(small_data, tmp_path, fr):
    path = small_data / "reference" / "region.csv"
    text = path.read_text(encoding="utf-8").replace(",Gontougo,", ",Atlantide,")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(stores.BuildError) as raised:
        stores.build("publie", data=small_data, stores=tmp_path / "stores")
    assert raised.value.dataset == "publie"
    assert "Atlantide" in raised.value.text(fr)
    assert names(tmp_path / "stores") == []


def test_the_newest_file_is_the_store_and_two_are_kept(edition):
    folder = edition.stores
    first = edition.path
    paths = [stores.build("publie", data=edition.data, stores=folder) for _time in range(2)]
    assert first < paths[0] < paths[1]
    assert stores.current("publie", folder) == paths[1]
    assert names(folder) == [path.name for path in paths]


def test_what_an_interrupted_build_left_is_never_the_store(edition):
    path = edition.path
    left = edition.stores / "publie" / ".building-x"
    left.mkdir()
    (left / "store.duckdb").write_bytes(b"half a store")
    assert stores.current("publie", edition.stores) == path


def test_what_a_killed_build_left_is_cleared_once_no_build_can_still_be_at_it(edition):
    folder = edition.stores / "publie"
    for name, age in ((".building-old", stores.ABANDONED + 60), (".building-new", 60)):
        (folder / name).mkdir()
        (folder / name / "store.duckdb.wal").write_bytes(b"half a log")
        os.utime(folder / name, (time.time() - age,) * 2)
    stores.build("publie", data=edition.data, stores=edition.stores)
    assert [name for name in names(edition.stores) if name.startswith(".")] == [".building-new"]


def test_a_dataset_without_folder_has_no_store_and_is_not_fresh(tmp_path, small_data):
    assert stores.current("publie", tmp_path) is None
    assert not stores.is_fresh("publie", data=small_data, stores=tmp_path)


def test_a_store_is_fresh_until_a_file_changes(edition):
    where = {"data": edition.data, "stores": edition.stores}
    assert stores.is_fresh("publie", **where)
    add_line(edition.data, "centre", centre("nouveau"))
    assert not stores.is_fresh("publie", **where)
    stores.build("publie", **where)
    assert stores.is_fresh("publie", **where)


@pytest.mark.parametrize("place", ["publie/jalon.csv", "reference/taux_change.csv"])
def test_a_store_is_no_longer_fresh_when_a_file_comes_or_goes(edition, write_csv, place):
    target = edition.data / place
    write_csv(target.stem, folder=target.parent)
    assert not stores.is_fresh("publie", data=edition.data, stores=edition.stores)
    target.unlink()
    assert stores.is_fresh("publie", data=edition.data, stores=edition.stores)


def test_a_store_without_its_map_script_is_not_fresh(edition):
    (script,) = (edition.static / "carte").iterdir()
    script.unlink()
    assert not stores.is_fresh("publie", data=edition.data, stores=edition.stores)


def test_a_file_that_changes_while_the_store_is_built_leaves_it_not_fresh(small_data, tmp_path):
    """The new line is not in the store, so the store must not pass for up to date."""
    seen = []

    def change(message):
        if "centre" in message and not seen:
            seen.append(message)
            add_line(small_data, "centre", centre("nouveau"))

    folder = tmp_path / "stores"
    path = stores.build("publie", data=small_data, stores=folder, report=change)
    assert seen
    with Store(path).cursor() as cursor:
        assert cursor.execute("select count(*) from centre").fetchone() == (22,)
    assert not stores.is_fresh("publie", data=small_data, stores=folder)


def test_progress_is_reported_per_table(small_data, tmp_path):
    said = []
    stores.build("publie", data=small_data, stores=tmp_path / "stores", report=said.append)
    assert "publie: centre 22" in said
    assert "publie: region 33" in said


def test_two_readers_who_start_at_once_both_get_a_store(small_data, tmp_path):
    """Sessions are threads of one process; on a fresh server two of them may both build."""
    folder, failures = tmp_path / "stores", []
    barrier = threading.Barrier(2)

    def build():
        barrier.wait()
        try:
            stores.build("publie", data=small_data, stores=folder)
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=build) for _reader in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    path = stores.current("publie", folder)
    assert path is not None
    assert names(folder)[-1] == path.name
    with Store(path).cursor() as cursor:
        assert cursor.execute("select count(*) from centre").fetchone() == (22,)


def test_datasets_are_offered_study_first_and_only_when_they_have_tables(small_data, write_csv):
    """A study or a demonstration has tables once an edition of it is published."""
    assert stores.available(small_data) == ["publie"]
    for dataset in ("demonstration", "etude"):
        folder = small_data / "editions" / dataset / "v1"
        write_csv("organisme", folder=folder)
        editions.Edition("v1", dataset, "", "", ()).write(folder / "edition.json")
        assert dataset not in stores.available(small_data)
        editions.note(dataset, editions.PUBLISHED, "v1", small_data)
    assert stores.available(small_data) == ["etude", "publie", "demonstration"]
