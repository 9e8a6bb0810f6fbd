"""``python -m cartomut build``: it builds, tells faults in the reader's language, or refuses."""

import pytest
from typer.testing import CliRunner

from cartomut import __main__ as command
from cartomut import store as stores
from cartomut.i18n import Language
from cartomut.paths import DATA

runner = CliRunner()


@pytest.fixture
def on_small_data(small_data, tmp_path, monkeypatch):
    """The command works on the small data and on a folder of stores of its own."""
    folder = tmp_path / "stores"
    monkeypatch.setattr(stores.available, "__defaults__", (small_data,))
    monkeypatch.setattr(stores.is_fresh, "__defaults__", (small_data, folder))
    build_defaults = stores.build.__defaults__
    monkeypatch.setattr(stores.build, "__defaults__", (small_data, folder, *build_defaults[2:]))
    return folder


def run(*arguments, locale="fr_FR.UTF-8"):
    return runner.invoke(command.app, list(arguments), env={"LC_ALL": locale})


def test_build_makes_the_store_and_says_so(on_small_data):
    result = run("build", "--dataset", "publie")
    assert result.exit_code == 0
    path = stores.current("publie", on_small_data)
    assert path is not None
    assert path.name in result.output


def test_build_if_needed_leaves_a_fresh_store_alone(on_small_data):
    run("build")
    first = stores.current("publie", on_small_data)
    result = run("build", "--if-needed")
    assert result.exit_code == 0
    assert stores.current("publie", on_small_data) == first
    run("build")
    assert stores.current("publie", on_small_data) != first


@pytest.mark.parametrize("locale", ["fr_FR.UTF-8", "en_GB.UTF-8", "C.UTF-8"])
def test_faults_are_told_in_the_reader_s_language_and_the_command_fails(
    on_small_data, small_data, locale
):
    path = small_data / "publie" / "centre.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",annonce,", ",bientot,"), "utf-8")
    result = run("build", locale=locale)
    assert result.exit_code == 1
    with pytest.raises(stores.BuildError) as raised:
        stores.build("publie")
    code = "en" if locale.startswith("en") else "fr"
    assert result.stderr.strip() == raised.value.text(Language(code))
    assert "bientot" in result.stderr
    assert "Traceback" not in result.output


def test_an_unknown_dataset_is_refused_with_the_ones_that_exist(on_small_data):
    result = run("build", "--dataset", "nulle_part")
    assert result.exit_code == 2
    assert "nulle_part" in result.stderr
    assert "publie" in result.stderr
    assert not on_small_data.exists()


def test_a_file_of_no_table_is_told_without_a_traceback(on_small_data, small_data):
    (small_data / "publie" / "centres.csv").write_text("nom\n", encoding="utf-8")
    result = run("build")
    assert result.exit_code == 1
    assert "centres.csv" in result.output
    assert isinstance(result.exception, SystemExit)


def test_help_names_the_command_and_its_choices():
    result = run("build", "--help")
    assert result.exit_code == 0
    assert "--if-needed" in result.output


def test_the_shipped_data_have_a_published_dataset():
    assert "publie" in stores.available(DATA)
