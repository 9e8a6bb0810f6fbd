"""The documents keep up with the code: what is there is told, and what is told is there."""

import ast
import importlib.util
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import typer

import cartomut.__main__ as command
from cartomut import settings
from cartomut.i18n import CODES
from cartomut.paths import ROOT, STATIC
from cartomut.setting_faults import variable
from cartomut.ui.filters import LISTS, TERRITORIES
from cartomut.ui.reader import TOKEN

README = ROOT / "README.md"
DECISIONS = ROOT / "docs" / "decisions.md"
LICENSES = STATIC / "LICENSES.md"
DOCUMENTS = {
    path.relative_to(ROOT).as_posix(): path
    for path in (
        README,
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        DECISIONS,
        ROOT / "docs" / "accessibilite.md",
        ROOT / "docs" / "securite.md",
        ROOT / "deploy" / "LISEZMOI.md",
    )
}
BILINGUAL = [name for name in DOCUMENTS if name not in ("docs/decisions.md", "docs/securite.md")]
# Folders of the product; a path that begins with one of them must exist.
FOLDERS = (
    "app.py",
    "bench",
    "cartomut",
    "data",
    "deploy",
    "docs",
    "pages",
    "queries",
    "static",
    "tests",
)
# Made on the reader's machine, or told to be absent.
NOT_IN_THE_REPOSITORY = {
    "bench/resultats/",
    "data/editions/",
    "data/limites_officielles/",
    "data/operations/",
    "data/paquets/",
    "data/precision/",
    "data/recits_ajoutes/",
    "data/sauvegardes/",
    "data/seuils/",
    "data/store/",
    "data/suivi/",
    "deploy/.env",
    "static/carte/",
}
WIDGETS = {
    "pills",
    "put",
    "read",
    "read_many",
    "read_text",
    "steps",
    "segments",
    "select",
    "select_many",
    "switch",
}
OWN_WIDGETS = {"_choice", "_choose_territory", "_layers", "_measure", "_select", "year_of"}
SEPARATOR = "\n---\n"


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def halves(name: str) -> dict[str, str]:
    """Return a document's French and English parts."""
    return dict(zip(CODES, text(DOCUMENTS[name]).split(SEPARATOR), strict=True))


def code_spans(words: str) -> list[str]:
    """List what a text writes as code, in lines and in blocks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", words, re.MULTILINE | re.DOTALL)
    outside = re.sub(r"^```\w*\n.*?^```", "", words, flags=re.MULTILINE | re.DOTALL)
    return [*re.findall(r"`([^`\n]+)`", outside), *blocks]


def pages() -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").rglob("*.py"))


def targets() -> set[str]:
    """Return the words that ``make`` takes (those of files apart)."""
    return set(re.findall(r"^([a-z]+):(?!=)", text(ROOT / "Makefile"), re.MULTILINE))


def variables() -> set[str]:
    return {settings.FILE, *map(variable, settings.fields())}


def requirements() -> set[str]:
    lines = (text(ROOT / "requirements.in") + text(ROOT / "requirements-dev.in")).splitlines()
    return {re.split(r"[=<>~!\[ ;]", line)[0] for line in lines if line and line[0] not in "#-"}


def bundled() -> list[Path]:
    """List every file of others that the app serves."""
    folders = (STATIC / "vendor", STATIC / "fonts")
    return sorted(path for one in folders for path in one.rglob("*") if path.is_file())


def parameters() -> set[str]:
    """Read from the code every query parameter of the app; ``vue_`` stands for a family."""
    found = {*LISTS, *TERRITORIES, TOKEN}
    for path in (*(ROOT / "cartomut" / "ui").glob("*.py"), *(ROOT / "pages").rglob("*.py")):
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.Call) and node.args and names_a_parameter(node.func):
                found |= set(constant_start(node.args[0]))
    return found


def names_a_parameter(function: ast.expr) -> bool:
    """Tell whether a call's first argument is the name of a query parameter."""
    if isinstance(function, ast.Name):
        return function.id in OWN_WIDGETS
    if not isinstance(function, ast.Attribute):
        return False
    owner = ast.unparse(function.value)
    if owner == "st.query_params":
        return function.attr in ("get", "get_all")
    if owner == "conditions":
        return function.attr == "choose"
    return owner == "choices" and function.attr in {*WIDGETS, "text"}


def constant_start(argument: ast.expr) -> Iterator[str]:
    first = argument.values[0] if isinstance(argument, ast.JoinedStr) else argument
    if isinstance(first, ast.Constant):
        yield str(first.value)


@pytest.mark.parametrize("name", BILINGUAL)
def test_a_document_is_in_french_first_then_in_english(name):
    french, english = halves(name).values()
    assert re.search(r"\b(le|la|les|une) ", french)
    assert re.search(r"\b(the|an) ", english)
    assert "**Français** · [English](#" in french
    anchor = re.search(r"\[English\]\(#([\w-]+)\)", french)[1]
    heading = re.search(r"^# (.+)$", english, re.MULTILINE)[1]
    assert heading.lower().replace(" ", "-") == anchor


@pytest.mark.parametrize("name", BILINGUAL)
def test_both_languages_have_the_same_sections_and_the_same_tables(name):
    french, english = halves(name).values()
    for pattern in (r"^## ", r"^\| ", r"^```", r"^\d+\. ", r"^- "):
        counts = [len(re.findall(pattern, half, re.MULTILINE)) for half in (french, english)]
        assert counts[0] == counts[1], pattern


def test_every_page_is_in_the_readme_with_its_address_in_both_languages():
    from cartomut.ui.frame import HOME

    for half in halves("README.md").values():
        told = dict(re.findall(r"^\| `(pages/[^`]+)` \| `([^`]+)` \|", half, re.MULTILINE))
        assert told == {one: "/" if one == HOME else f"/{Path(one).stem}" for one in pages()}


def test_the_readme_asks_the_question_of_each_page_as_the_page_does():
    french = halves("README.md")["fr"].replace("\u00a0", " ")
    for one in pages():
        docstring = ast.get_docstring(ast.parse(text(ROOT / one))) or ""
        question = docstring.partition(" : ")[2]
        assert question[1:] in french, one


def test_every_make_target_is_in_the_readme_in_both_languages():
    assert {"run", "test", "check"} <= targets()
    for half in halves("README.md").values():
        assert {one for one in targets() if f"`make {one}`" not in half} == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_that_a_document_names_exists(name):
    named = re.findall(r"\bmake ([a-z]+)", "\n".join(code_spans(text(DOCUMENTS[name]))))
    assert set(named) - targets() == set()


def test_every_setting_is_in_the_readme_in_both_languages():
    assert len(variables()) >= 2
    for half in halves("README.md").values():
        told = set(re.findall(r"^\| `(CARTOMUT_\w+)` \|", half, re.MULTILINE))
        assert told == variables()


def test_every_url_parameter_is_in_the_readme_in_both_languages_and_no_other():
    known = parameters()
    assert {"lang", "jeu", "theme", "district", "statut", "mesure", "fiche", "vue_"} <= known
    for half in halves("README.md").values():
        table = half.split("| paramètre |" if "| paramètre |" in half else "| parameter |")[1]
        rows = re.findall(r"^\| (`[^|]+) \|", table.split("\n\n")[0], re.MULTILINE)
        assert {word for row in rows for word in re.findall(r"`(\w+)`", row)} == known


@pytest.mark.parametrize("language", CODES)
def test_the_example_link_opens_a_page_with_parameters_that_exist(language):
    links = re.findall(r"http://localhost:8501/\w+\?\S+", halves("README.md")[language])
    assert links
    for link in links:
        parts = urlsplit(link)
        assert parts.path.strip("/") in {Path(one).stem for one in pages()}
        assert parse_qs(parts.query)["lang"] == [language]
        assert set(parse_qs(parts.query)) <= parameters()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_module_that_a_document_runs_exists(name):
    modules = re.findall(r"python -m ([\w.]+)", "\n".join(code_spans(text(DOCUMENTS[name]))))
    missing = {one for one in modules if importlib.util.find_spec(one) is None}
    assert missing == set()


def commands() -> dict[str, set[str]]:
    """Return the options that each command of ``python -m cartomut`` takes, or its parts take."""
    known = typer.main.get_command(command.app).commands
    return {name: options(known[name]) for name in known}


def options(one: Any) -> set[str]:
    parts = getattr(one, "commands", {}).values()
    shown = [param for param in one.params if not getattr(param, "hidden", False)]
    own = {option for param in shown for option in param.opts if option[0] == "-"}
    return own.union(*map(options, parts))


def test_every_command_is_in_the_readme_with_its_options_in_both_languages():
    for half in halves("README.md").values():
        table = half.split("| options |", 1)[1].split("\n\n")[0]
        rows = re.findall(r"^\| `(\w+)` \| ([^|]*)\| .+ \|$", table, re.MULTILINE)
        assert {name: set(re.findall(r"--[\w-]+", told)) for name, told in rows} == commands()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_option_that_a_document_gives_to_a_command_is_one_that_it_takes(name):
    known = commands()
    for span in code_spans(text(DOCUMENTS[name])):
        words = re.sub(r"^.*python -m cartomut ", "", span.splitlines()[0]).split()
        if words and words[0] in known:
            given = {word for word in words[1:] if word.startswith("--")}
            assert given <= {*known[words[0]], "--help"}, span


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_and_picture_of_a_document_leads_somewhere(name):
    path = DOCUMENTS[name]
    addresses = re.findall(r"\]\(([^)#\s]+)\)", text(path))
    local = [one for one in addresses if not one.startswith(("http://", "https://"))]
    assert [one for one in local if not (path.parent / one).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_that_a_document_names_exists(name):
    named = {
        one
        for one in code_spans(text(DOCUMENTS[name]))
        if re.fullmatch(r"[\w.][\w./-]*", one) and one.split("/")[0] in FOLDERS
    }
    told = {one for one in named if "/" in one} - NOT_IN_THE_REPOSITORY
    assert {one for one in told if not (ROOT / one).exists()} == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_french_puts_a_space_that_does_not_break_before_its_double_signs(name):
    french = text(DOCUMENTS[name]).split(SEPARATOR)[0] if name in BILINGUAL else ""
    prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", french, flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r".{0,20} [:;?!»%](?=\s|$)|« .{0,20}", prose) == []


def test_every_dependency_has_its_reason_and_no_reason_stands_alone():
    reasons = text(DECISIONS).split("## Each dependency in one line")[1]
    rows = re.findall(r"^\| `([^`]+)`( \(bundled\))? \| (.+) \|$", reasons, re.MULTILINE)
    assert {name for name, mark, _why in rows if not mark} == requirements()
    assert {name for name, mark, _why in rows if mark} == {
        "IBM Plex Sans",
        *(path.name for path in (STATIC / "vendor").iterdir()),
    }
    assert len(rows) == len({name for name, _mark, _why in rows})


def test_the_decisions_are_numbered_in_order_and_say_why_and_what_was_ruled_out():
    content = text(DECISIONS).split("## Each dependency in one line")[0]
    parts = re.split(r"^## (\d+)\. ", content, flags=re.MULTILINE)[1:]
    numbers, bodies = parts[::2], parts[1::2]
    assert [int(one) for one in numbers] == list(range(1, len(numbers) + 1))
    for body in bodies:
        for part in ("**Context.** ", "**Decision.** ", "**Ruled out.** "):
            assert body.count(part) == 1, body.splitlines()[0]


def test_a_version_that_a_decision_pins_is_the_one_required():
    pinned = re.search(r"DuckDB is pinned to ([\d.]+)", text(DECISIONS))[1]
    assert f"\nduckdb=={pinned}\n" in text(ROOT / "requirements.in")


def test_every_decision_that_the_code_cites_exists():
    content = text(DECISIONS)
    sources = [*(ROOT / "cartomut").rglob("*.py"), ROOT / "CONTRIBUTING.md"]
    cited = {
        number
        for path in sources
        for number in re.findall(r"decisions\.md, (\d+)|[Dd][eé]cision (\d+)", text(path))
    }
    numbers = {one for pair in cited for one in pair if one}
    assert numbers
    assert {one for one in numbers if f"\n## {one}. " not in content} == set()


def test_every_file_of_others_is_covered_by_a_licence_whose_text_is_there():
    rows = re.findall(r"^\| `([^`]+/)` \|.*\| `([^`]+)` \|$", text(LICENSES), re.MULTILINE)
    files = [path.relative_to(STATIC).as_posix() for path in bundled()]
    assert files
    assert [one for one in files if not one.startswith(tuple(row[0] for row in rows))] == []
    assert [folder for folder, _text in rows if not (STATIC / folder).is_dir()] == []
    assert [licence for _folder, licence in rows if not (STATIC / licence).is_file()] == []
    assert all(licence.startswith(folder) for folder, licence in rows)


def test_the_version_of_leaflet_is_the_one_that_its_file_states():
    stated = re.search(r"Leaflet ([\d.]+),", text(STATIC / "vendor" / "leaflet" / "leaflet.js"))[1]
    assert f"Leaflet {stated} " in text(LICENSES)


def test_the_version_has_its_entry_in_the_changelog_in_both_languages():
    from cartomut import __version__

    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    assert project["version"] == __version__
    for half in halves("CHANGELOG.md").values():
        newest = re.search(r"^## ([\d.]+), \d+ \w+ \d{4}$", half, re.MULTILINE)[1]
        assert newest == __version__


def test_the_licence_says_that_data_keep_their_own():
    words = text(ROOT / "LICENSE")
    assert words.startswith("MIT License")
    assert "data/README.md" in words
    assert "Licences" in text(ROOT / "data" / "README.md")


@pytest.mark.parametrize("name", ["carte.png", "apercu.png"])
def test_a_picture_of_the_readme_is_light_to_load(name):
    path = ROOT / "docs" / "captures" / name
    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_size < 400_000
