"""What was brought is in use in every store or in none, and every version stays."""

import duckdb
import pytest
import typer
from filelock import FileLock
from typer.testing import CliRunner

from cartomut import adopting, materials, precision, store
from cartomut.commands import materials as command
from cartomut.editions import Stopped
from cartomut.materials import FACILITIES, POPULATION, Given
from cartomut.store import BuildError

GIVEN = Given("WorldPop", 2020, "CC BY 4.0", author="AIRMS")


def ask(stores, question):
    with duckdb.connect(str(store.current("publie", stores)), read_only=True) as con:
        return con.execute(question).fetchall()


def methods(stores):
    rows = ask(stores, "select methode, sum(population) from population_localite group by methode")
    return dict(rows)


def test_stores_follow_a_raster_go_back_and_refuse_a_bad_one(raster, one_process, data, tmp_path):
    stores = tmp_path / "bases"
    first = store.build("publie", data, stores)
    before = methods(stores)
    assert "grille" not in before
    found = precision.population(raster, 2020, data)
    made = adopting.bring(found, GIVEN, data=data, stores=stores)
    assert made.fichier.sha256
    assert methods(stores) == {"grille": pytest.approx(found.measures["personnes"], abs=1)}
    assert store.current("publie", stores) != first
    assert store.is_fresh("publie", data, stores)
    credit = "select editeur, date_publication from source where source_id like 'precision_%'"
    assert ask(stores, credit) == [("WorldPop", "2020")]

    found.rows[0] = found.rows[0] | {"population": -1.0}  # a fault that only a build sees
    with pytest.raises(BuildError):
        adopting.bring(found, GIVEN, data=data, stores=stores)
    assert materials.in_use(POPULATION, data).numero == 1
    assert store.is_fresh("publie", data, stores)

    assert adopting.bring_back(POPULATION, 0, "AIRMS", data=data, stores=stores).is_without
    assert methods(stores) == pytest.approx(before)
    back = materials.again(POPULATION, 1, "AIRMS", data)
    assert (back.numero, back.reprise_de, back.fichier) == (4, 1, made.fichier)
    assert not store.is_fresh("publie", data, stores)
    assert [bool(one.retiree_le) for one in materials.versions(POPULATION, data)] == [0, 0, 1, 0]


def test_a_list_gives_every_place_its_nearest_known_facility(data, tmp_path):
    stores = tmp_path / "bases"
    path = tmp_path / "liste.csv"
    path.write_text("nom,latitude,longitude\nSeul,9.51,-7.56\n", encoding="utf-8")
    found = precision.facilities(path, data)
    materials.save(FACILITIES, path, found.rows, Given("DIIS", None), found.measures, data)
    store.build("publie", data, stores)
    known = ask(
        stores,
        "select count(*), sum((proche.centre_id = 'rang_1')::INTEGER) "
        "from localite_proche as proche where proche.ensemble = 'connu'",
    )[0]
    assert known[0] > 5000
    assert 0 < known[1] < known[0]
    assert ask(
        stores,
        "select count(*) from localite_proche as etude inner join localite_proche as connu "
        "using (localite_id) where etude.ensemble = 'etude' and connu.ensemble = 'connu' "
        "and connu.km > etude.km",
    ) == [(0,)]


def test_the_origin_must_be_said_and_one_works_at_a_time(data, raster):
    def save(given):
        return materials.save(POPULATION, raster, [], given, {}, data)

    for given in (Given("", 2020), Given("WorldPop", None), Given("x" * 301, 2020)):
        with pytest.raises(Stopped, match="Rien n'a été changé"):
            save(given)
    with pytest.raises(Stopped, match="n'existe pas"):
        materials.again(POPULATION, 3, data=data)
    with pytest.raises(Stopped, match="déjà en usage"):
        materials.again(POPULATION, 0, data=data)
    lock = data / "precision" / POPULATION / ".verrou"
    with FileLock(lock), pytest.raises(Stopped, match="en ce moment"):
        save(GIVEN)
    assert materials.versions(POPULATION, data) == []


def test_the_command_line_checks_brings_lists_and_goes_back(
    raster, one_process, data, tmp_path, monkeypatch
):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    for name in ("last", "versions"):
        monkeypatch.setattr(getattr(materials, name), "__defaults__", (data,))
    monkeypatch.setattr(precision.examine, "__defaults__", (None, data))
    for name in ("bring", "bring_back"):
        own = getattr(adopting, name)
        kept = own.__kwdefaults__ | {"data": data, "stores": tmp_path / "bases"}
        monkeypatch.setattr(own, "__kwdefaults__", kept)
    app = typer.Typer()
    app.command()(command.population)

    def run(*words):
        done = CliRunner().invoke(app, [str(word) for word in words])
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done.exit_code, " ".join(f"{done.stdout} {done.stderr}".split())

    code, said = run(raster, "--dry-run")
    assert code == 0
    assert "personnes en" in said
    assert "[PR-11]" in said
    assert run(raster)[0] == 3
    assert materials.versions(POPULATION, data) == []
    code, said = run(raster, "--source", "WorldPop", "--year", "2020")
    assert (code, "grille.tif WorldPop 2020" in said) == (0, True)
    assert run("--restore", "0")[0] == 0
    assert "* 2" in run("--list")[1]
    assert run("--restore", "9")[0] == 3
    (tmp_path / "texte.tif").write_text("rien")
    code, said = run(tmp_path / "texte.tif", "--source", "WorldPop", "--year", "2020")
    assert (code, "Refusé" in said) == (1, True)
