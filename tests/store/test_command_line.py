"""``python -m cartomut build``: it builds, tells faults in the reader's language, or refuses."""

import pytest
from typer.testing import CliRunner

from cartomut import __main__ as command
from cartomut import checks, sample
from cartomut import store as stores
from cartomut.editions import Stopped
from cartomut.paths import DATA

runner = CliRunner()


@pytest.fixture
def on_small_data(edition, monkeypatch):
    """The command works on the small data, whose store is there and fresh."""
    where = (edition.data, edition.stores)
    monkeypatch.setattr(stores.available, "__defaults__", where[:1])
    monkeypatch.setattr(stores.is_fresh, "__defaults__", where)
    report = stores.build.__defaults__[2:]
    monkeypatch.setattr(stores.build, "__defaults__", (*where, *report))
    monkeypatch.setattr(checks, "rules", lambda: iter(()))
    for look in (sample.available, sample.is_fresh):  # these data have no demonstration
        monkeypatch.setattr(look, "__defaults__", where[:1])
    return edition


def run(*arguments, locale="fr_FR.UTF-8"):
    return runner.invoke(command.app, list(arguments), env={"LC_ALL": locale})


def test_build_makes_a_new_store_and_says_so(on_small_data):
    before = on_small_data.path
    result = run("build", "--dataset", "publie")
    assert result.exit_code == 0
    assert on_small_data.path != before
    assert on_small_data.path.name in result.output


def test_build_if_needed_leaves_a_fresh_store_alone_and_replaces_an_old_one(on_small_data):
    before = on_small_data.path
    result = run("build", "--if-needed")
    assert result.exit_code == 0
    assert on_small_data.path == before
    change(on_small_data, "Daloa", "Bouaké")
    assert run("build", "--if-needed").exit_code == 0
    assert on_small_data.path != before


def test_faults_are_told_in_the_reader_s_language_and_the_command_fails(on_small_data):
    change(on_small_data, ",annonce,", ",bientot,")
    told = {}
    for locale in ("fr_FR.UTF-8", "C.UTF-8", "en_GB.UTF-8"):
        result = run("build", locale=locale)
        assert result.exit_code == 1
        assert "Traceback" not in result.output
        told[locale] = result.stderr
        assert told[locale].count("[S-6]") == 7
        assert "bientot" in told[locale]
    assert told["fr_FR.UTF-8"] == told["C.UTF-8"] != told["en_GB.UTF-8"]


def test_an_unknown_dataset_is_refused_with_the_ones_that_exist(on_small_data):
    before = on_small_data.path
    result = run("build", "--dataset", "nulle_part")
    assert result.exit_code == 2
    assert "nulle_part" in result.stderr
    assert "publie" in result.stderr
    assert on_small_data.path == before


def test_a_file_of_no_table_is_told_without_a_traceback(on_small_data):
    (on_small_data.data / "publie" / "centres.csv").write_text("nom\n", encoding="utf-8")
    result = run("build")
    assert result.exit_code == 1
    assert "centres.csv" in result.output
    assert isinstance(result.exception, SystemExit)


def test_a_build_that_somebody_else_holds_is_told_without_a_traceback(on_small_data, monkeypatch):
    def held(*_arguments, **_options):
        raise Stopped("« {jeu} » est en cours", jeu="publie")

    monkeypatch.setattr(sample, "make", held)
    result = run("build")
    assert result.exit_code == 3
    assert "« publie » est en cours" in result.stderr
    assert isinstance(result.exception, SystemExit)


def change(edition, old, new):
    """Replace a text everywhere in the table of centres."""
    path = edition.data / "publie" / "centre.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_help_names_the_command_and_its_choices():
    result = run("build", "--help")
    assert result.exit_code == 0
    assert "--if-needed" in result.output


def test_the_shipped_data_have_a_published_dataset():
    assert "publie" in stores.available(DATA)
