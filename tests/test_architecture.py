"""The code keeps its own rules: one direction of imports, short functions, thin pages."""

import ast
import re
import statistics
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from cartomut.paths import QUERIES, ROOT

# The arrows of the flow; a module may import what stands before it, or its own layer.
LAYERS = (
    ("rights",),
    ("setting_types", "setting_faults", "protection"),
    ("link_cookie",),
    ("settings",),
    ("setting_texts",),
    ("paths", "sqlfiles", "records", "names", "bounds", "whole"),
    ("logs", "watching"),
    ("limiting", "secret_files", "usage"),
    ("i18n", "contracts", "access", "role_names"),
    ("findings",),
    ("sources", "labels"),
    ("editions", "threshold_faults", "story_faults"),
    ("journal",),
    ("outlines", "thresholds", "materials", "precision", "stories"),
    ("demonstration",),
    ("staging",),
    ("checks",),
    ("loading", "measures", "nearness"),
    ("store",),
    ("sharing",),
    ("serving",),
    ("keeping",),
    ("imports",),
    ("withheld",),
    ("queries", "simulation", "currency", "summaries", "lineage", "operations"),
    ("charts",),
    ("maps", "exports"),
    ("steering",),
    ("differences",),
    ("sample", "adopting"),
    ("offline", "readiness", "backup"),
    ("health",),
    ("ui",),
    ("commands",),
)
TOOLS = {"__init__", "__main__", "translations"}  # commands around the flow, imported by nothing
GEOMETRY = {
    "cartomut/demonstration/places.py",
    "cartomut/sources/boundaries.py",
    "cartomut/sources/geofiles.py",
    "cartomut/sources/geolayers.py",
    "cartomut/sources/official.py",
    "cartomut/sources/roadfile.py",
    "cartomut/sources/roadlines.py",
}
ONLY_FOR_BUILDS = {
    "geopandas": {"cartomut/sources/boundaries.py"},
    "rasterio": {"cartomut/sources/gridfile.py"},
    "shapely": GEOMETRY,
}

# What makes SQL from the contracts' own names; values go through parameters there too.
FROM_CONTRACTS = {
    "checks",
    "contracts",
    "differences",
    "imports",
    "keeping",
    "lake_worker",
    "loading",
    "measures",
    "staging",
    "store",
    "withheld",
}
MODULES = sorted((ROOT / "cartomut").rglob("*.py"))
FLOW = [path for path in MODULES if path.parent.name != "cartomut" or path.stem not in TOOLS]
PAGES = sorted((ROOT / "pages").rglob("*.py"))
APP = ROOT / "app.py"


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Yield every dotted name that a module imports, wherever in the module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{relative(path)}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(name: str) -> int:
    """Return the rank of ``cartomut.<name>…`` in the flow."""
    first = name.removeprefix("cartomut.").split(".")[0]
    return next(rank for rank, names in enumerate(LAYERS) if first in names)


def functions() -> list[tuple[int, str]]:
    """List (lines, name) of every function of the product."""
    return [
        (node.end_lineno - node.lineno + 1, f"{relative(path)}: {node.name}")
        for path in (*MODULES, *PAGES, APP)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    ]


@pytest.mark.parametrize("path", FLOW, ids=relative)
def test_imports_only_go_with_the_flow(path):
    own = relative(path).removeprefix("cartomut/").removesuffix(".py").replace("/", ".")
    inside = [name for name in imports(path) if name.startswith("cartomut.")]
    against = [
        name for name in inside if not is_constant(name) and layer(name) > layer(f"cartomut.{own}")
    ]
    assert against == []


def is_constant(name: str) -> bool:
    """Tell whether a name is taken from the package itself, such as ``__version__``."""
    return name.startswith("cartomut.__")


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_nothing_imports_the_commands(path):
    tools = tuple(f"cartomut.{name}" for name in TOOLS - {"__init__"})
    assert [name for name in imports(path) if name.startswith(tools)] == []


def test_only_the_interface_knows_streamlit():
    knowing = {
        relative(path)
        for path in MODULES
        if any(name.split(".")[0].startswith("streamlit") for name in imports(path))
    }
    assert knowing
    assert {name for name in knowing if not name.startswith("cartomut/ui/")} == set()


@pytest.mark.parametrize(("library", "allowed"), ONLY_FOR_BUILDS.items())
def test_slow_libraries_are_only_imported_where_a_store_is_built(library, allowed):
    users = {
        relative(path)
        for path in (*MODULES, *PAGES, APP)
        if any(name.split(".")[0] == library for name in imports(path))
    }
    assert users == allowed


def test_pages_and_router_import_nothing_but_streamlit_and_the_interface():
    """The router's file also makes the server, with what stands around it."""
    others = {
        (relative(path), name)
        for path in (*PAGES, APP)
        for name in imports(path)
        if not name.startswith(("streamlit", "cartomut.ui"))
    }
    assert others - {("app.py", "cartomut.serving")} == set()


def test_no_script_stands_directly_in_pages():
    """Streamlit would run it without app.py on the first deep link after a start."""
    assert PAGES
    assert list((ROOT / "pages").glob("*.py")) == []


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_a_page_is_short_and_holds_no_function_sql_html_or_css(path):
    text = path.read_text(encoding="utf-8")
    defined = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)
    ]
    assert len(text.splitlines()) < 60
    assert defined == []
    assert not re.search(r"\bselect\b.+\bfrom\b|\bunsafe_allow_html\b|st\.html|</?\w+>", text)
    assert not re.search(r"<style|\bstyle\s*=|#[0-9a-fA-F]{6}\b", text)


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_a_page_begins_with_its_question(path):
    assert (ast.get_docstring(tree(path)) or "").rstrip().endswith("?")


def test_the_router_is_short():
    assert len(APP.read_text(encoding="utf-8").splitlines()) < 80


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_module_is_longer_than_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_function_is_longer_than_60_lines():
    assert [found for found in functions() if found[0] > 60] == []


def test_half_the_functions_are_at_most_12_lines_and_nine_in_ten_at_most_30():
    lengths = [lines for lines, _name in functions()]
    assert statistics.median(lengths) <= 12
    assert statistics.quantiles(lengths, n=10)[8] <= 30


def test_every_page_is_in_the_navigation_and_every_entry_is_a_page():
    from cartomut.ui.frame import HOME, SECTIONS

    listed = [path for pages in SECTIONS.values() for path in pages]
    assert sorted(listed) == [relative(path) for path in PAGES]
    assert HOME in listed


def test_page_addresses_differ():
    """Streamlit takes the address from the file's name, whatever its folder."""
    names = sorted(path.stem for path in PAGES)
    assert [name for name, following in pairwise(names) if name == following] == []


def test_every_question_is_put_by_somebody():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (*MODULES, *PAGES))
    unused = [
        f"{path.parent.name}/{path.stem}"
        for folder in ("indicateurs", "listes", "fiches")
        for path in sorted((QUERIES / folder).glob("*.sql"))
        if f'"{path.parent.name}/{path.stem}"' not in code
    ]
    assert unused == []


def test_every_question_that_the_code_names_exists():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (*MODULES, *PAGES))
    named = set(re.findall(r'"((?:indicateurs|listes|fiches|controles)/\w+)"', code))
    assert named
    assert {name for name in named if not (QUERIES / f"{name}.sql").is_file()} == set()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_text_is_glued_to_a_sql_statement(path):
    """Values go through parameters; only the build makes SQL, from the contracts' own names."""
    glued = [
        ast.unparse(node)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.JoinedStr)
        and re.search(
            r"\bselect\b.*\bfrom\b|\binsert into\b|\bupdate\b.*\bset\b", ast.unparse(node)
        )
    ]
    assert not glued or path.stem in FROM_CONTRACTS


def test_no_text_to_translate_hides_in_another_text():
    """What collects the texts does not look inside an f-string: such a text would stay French."""
    hidden = [
        (relative(path), ast.unparse(call))
        for path in MODULES
        for outer in ast.walk(tree(path))
        if isinstance(outer, ast.JoinedStr)
        for call in ast.walk(outer)
        if isinstance(call, ast.Call) and is_translation(call)
    ]
    assert hidden == []


def is_translation(call: ast.Call) -> bool:
    """Tell a call that translates a text written in the code."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in ("_", "plural") and isinstance(call.args[0], ast.Constant)
