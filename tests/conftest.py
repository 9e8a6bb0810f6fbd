"""What every test can use: an empty store to fill, the published dataset, both languages."""

import csv
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import plotly.graph_objects as go
import pytest

from cartomut import checks, loading
from cartomut import store as stores
from cartomut.charts import style
from cartomut.contracts import FILLED_BY_LOADER, contracts, literal
from cartomut.findings import Finding
from cartomut.i18n import Language
from cartomut.loading import Fill, Loaded
from cartomut.paths import DATA
from cartomut.sources.sheets import Incoming
from cartomut.sources.tables import read_tables
from cartomut.store import Store

HARMLESS = {
    "string": "x",
    "integer": 0,
    "number": 0.0,
    "boolean": False,
    "date": date(2020, 1, 1),
    "year": 2020,
}
SMALL = {
    "reference": ("source", "code_liste", "district", "region", "commune", "population"),
    "publie": ("source", "organisme", "centre"),
}
FEWEST = ("source", "code_liste", "district", "region", "commune", "borne_controle")


class WritableStore:
    """A store on the real schema that a test fills; questions are put to it as to a built one."""

    def __init__(self, schema: Path) -> None:
        self.connection = duckdb.connect(":memory:")
        self.connection.execute(f"attach {literal(str(schema))} as made (read_only)")
        self.connection.execute("copy from database made to memory")
        self.connection.execute("detach made")

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self.connection.cursor() as cursor:
            yield cursor

    def insert(self, table: str, **values: Any) -> None:
        """Insert a row: what is given, a harmless value where one is required, else NULL."""
        contract = contracts()[table]
        unknown = values.keys() - {field.name for field in contract.fields}
        if unknown:
            raise TypeError(f"{table} has no column {sorted(unknown)}")
        defaults = {
            field.name: HARMLESS[field.type]
            for field in contract.fields
            if field.required and field.name not in FILLED_BY_LOADER
        }
        if contract.has("nature"):
            defaults["nature"] = "publie"
        row = defaults | values
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        self.connection.execute(
            f"insert into {table} ({columns}) values ({marks})", list(row.values())
        )


@pytest.fixture(autouse=True, scope="session")
def every_figure_is_checked() -> Iterator[None]:
    """Let Plotly check each figure that any test draws: the app does without for speed."""
    make = style.unchecked

    def checked(traces: list[Mapping[str, Any]], layout: dict[str, Any]) -> go.Figure:
        go.Figure(traces, layout)
        return make(traces, layout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(style, "unchecked", checked)
        yield


@pytest.fixture(scope="session")
def empty_schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real schema without a row, made once; each test gets a copy."""
    path = tmp_path_factory.mktemp("schema") / "empty.duckdb"
    with duckdb.connect(str(path)) as con:
        loading.create_schema(con)
    return path


@pytest.fixture
def store(empty_schema: Path) -> Iterator[WritableStore]:
    """A real store on the real schema, empty, to insert into."""
    opened = WritableStore(empty_schema)
    yield opened
    opened.connection.close()


@pytest.fixture(scope="session")
def empty_store(empty_schema: Path) -> Iterator[WritableStore]:
    """The same for tests that only read."""
    opened = WritableStore(empty_schema)
    yield opened
    opened.connection.close()


@pytest.fixture(scope="session")
def publie(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The published dataset as it is in ``data/``, built once."""
    return Store(stores.build("publie", stores=tmp_path_factory.mktemp("stores")))


@dataclass(frozen=True)
class Bench:
    """A database that rows were loaded into, and what the loading said."""

    connection: duckdb.DuckDBPyConnection
    done: Loaded

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Put a question to the loaded tables."""
        return self.connection.execute(query).fetchall()

    def found(self, *codes: str) -> list[Finding]:
        """List the findings of these rules; all of them when none is named."""
        return [one for one in self.done.findings if not codes or one.rule.code in codes]


def received(
    table: str,
    *rows: Mapping[str, str],
    file: str = "",
    sheet: str = "",
    headers: Mapping[str, str] | None = None,
) -> Incoming:
    """Rows for a table as a reader hands them on; the first one stands on line 2."""
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    named = tuple((headers or {}).get(name, name) for name in columns)
    cells = [
        (line, tuple(row.get(name, "") for name in columns)) for line, row in enumerate(rows, 2)
    ]
    return Incoming(table, file or f"{table}.csv", sheet, columns, named, lambda: iter(cells))


@pytest.fixture(scope="session")
def few_references(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the reference tables that a study needs, and nothing else."""
    data = tmp_path_factory.mktemp("few")
    (data / "reference").mkdir()
    for name in FEWEST:
        shutil.copy(DATA / "reference" / f"{name}.csv", data / "reference")
    return data


@pytest.fixture(scope="session")
def load_rows(
    few_references: Path, empty_schema: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Bench]]:
    """Load rows beside the reference tables, through every check but the rules unless asked."""
    references, _faults = read_tables([few_references / "reference"], contracts())
    scratch = tmp_path_factory.mktemp("scratch")
    opened = []

    def copy_schema(con: duckdb.DuckDBPyConnection) -> None:
        con.execute(f"attach {literal(str(empty_schema))} as made (read_only)")
        con.execute("copy from database made to memory")
        con.execute("detach made")

    def load(
        *incoming: Incoming,
        aside: bool = True,
        rules: bool = False,
        fill: Fill | None = None,
        previous: Path | None = None,
    ) -> Bench:
        con = duckdb.connect(":memory:")
        opened.append(con)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(loading, "create_schema", copy_schema)
            if not rules:
                patch.setattr(checks, "rules", lambda: iter(()))
            done = loading.load(
                con,
                [*references, *incoming],
                scratch=scratch,
                aside=aside,
                fill=fill,
                previous=previous,
            )
        return Bench(con, done)

    yield load
    for con in opened:
        con.close()


@pytest.fixture
def fr() -> Language:
    return Language("fr")


@pytest.fixture
def en() -> Language:
    return Language("en")


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """Write ``<table>.csv`` with the contract's header; a row gives only what matters."""

    def write(table: str, *rows: dict[str, Any], folder: Path | None = None) -> Path:
        names = [field.name for field in contracts()[table].file_fields]
        path = (folder or tmp_path) / f"{table}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@dataclass(frozen=True)
class Edition:
    """A data folder that builds in a moment, and what was built from it."""

    data: Path
    stores: Path
    static: Path

    @property
    def path(self) -> Path:
        found = stores.current("publie", self.stores)
        assert found is not None
        return found


@pytest.fixture(scope="session")
def small_edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Territories, codes, sources, places and no villages, built once; tests get a copy.

    Its map has no towns, so the map's script differs from the app's and goes elsewhere.
    """
    folder = tmp_path_factory.mktemp("edition")
    for part, names in SMALL.items():
        (folder / "data" / part).mkdir(parents=True)
        for name in names:
            shutil.copy(DATA / part / f"{name}.csv", folder / "data" / part)
    made = Edition(folder / "data", folder / "stores", folder / "static")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stores, "STATIC", made.static)
        stores.build("publie", data=made.data, stores=made.stores)
    return made


@pytest.fixture
def edition(small_edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """A small data folder of the test's own, with the store built from it."""
    copy = Edition(*(tmp_path / part for part in ("data", "stores", "static")))
    for source, target in zip(astuple(small_edition), astuple(copy), strict=True):
        shutil.copytree(source, target)
    monkeypatch.setattr(stores, "STATIC", copy.static)
    return copy


@pytest.fixture
def small_data(edition: Edition) -> Path:
    """The same data folder, without a store."""
    shutil.rmtree(edition.stores)
    return edition.data
