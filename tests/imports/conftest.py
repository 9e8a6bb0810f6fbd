"""A small study to import, a data folder without editions, and one with an edition in use."""

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cartomut import checks, imports
from cartomut import store as stores
from cartomut.imports import Outcome, Request

MUTUALS = [
    {"organisme_id": f"m{rank}", "nom": name, "type_organisme": "mutuelle_sociale"}
    for rank, name in enumerate(("Acajou", "Baobab", "Cacao", "Dattier"), 1)
]
YEARS = [
    {
        "organisme_id": f"m{rank}",
        "annee": str(year),
        "nb_adherents": str(1000 * rank + year - 2022),
        "nb_beneficiaires": str(3000 * rank),
    }
    for rank in (1, 2, 3)
    for year in (2022, 2023)
]
CENTRES = [
    {
        "centre_id": "c1",
        "nom": "Centre du Nord",
        "organisme_id": "m1",
        "statut_operationnel": "ouvert",
        "region_code": "gbeke",
        "latitude": "7.69",
        "longitude": "-5.03",
    }
]
STUDY = {"organisme": MUTUALS, "organisme_exercice": YEARS, "centre": CENTRES}


def write_rows(folder: Path, table: str, rows: list[dict[str, str]]) -> Path:
    """Write ``<table>.csv`` with the columns that the rows have."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{table}.csv"
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


@dataclass
class Place:
    """A data folder of a test's own, its stores, and what was imported there."""

    root: Path
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def stores(self) -> Path:
        return self.root / "stores"

    @property
    def editions(self) -> Path:
        return self.data / "editions" / "etude"

    def files(self, **tables: list[dict[str, str]]) -> list[Path]:
        """Write the files of a study."""
        return [write_rows(self.root / "files", name, rows) for name, rows in tables.items()]

    def bring(self, *, save: bool = True, request: Request | None = None, **tables: Any) -> Outcome:
        """Import a study given as rows by table."""
        paths = self.files(**tables)
        outcome = imports.run(paths, request or Request("etude", "DES"), save=save, data=self.data)
        self.outcomes.append(outcome)
        return outcome

    def publish(self, outcome: Outcome) -> Path:
        """Publish what an import left."""
        return imports.publish("etude", outcome.version, data=self.data, stores=self.stores)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Put a question to the store in use."""
        path = stores.current("etude", self.stores)
        assert path is not None
        with stores.Store(path).cursor() as cursor:
            return cursor.execute(query).fetchall()

    def left(self) -> list[str]:
        """List what stands in the folders beside editions and stores."""
        hidden = [*self.editions.glob(".*"), *(self.stores / "etude").glob(".*")]
        return sorted(path.name for path in hidden if path.name != ".verrou")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The map's script of a test goes to the test's folder."""
    monkeypatch.setattr(stores, "STATIC", tmp_path / "static")


@pytest.fixture
def without_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the rules of the field out, where only structure counts."""
    monkeypatch.setattr(checks, "rules", lambda: iter(()))


@pytest.fixture
def place(few_references: Path, tmp_path: Path) -> Place:
    """Reference tables and no edition."""
    shutil.copytree(few_references, tmp_path / "data")
    return Place(tmp_path)


@pytest.fixture(scope="session")
def one_published(few_references: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small study, imported and published once; tests get a copy."""
    made = Place(tmp_path_factory.mktemp("published"))
    shutil.copytree(few_references, made.data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stores, "STATIC", made.root / "static")
        made.publish(made.bring(**STUDY))
    return made


@pytest.fixture
def in_use(one_published: Place, tmp_path: Path) -> Place:
    """A place of the test's own where the small study is in use."""
    shutil.copytree(one_published.root, tmp_path, dirs_exist_ok=True)
    return Place(tmp_path, list(one_published.outcomes))


@pytest.fixture(scope="session")
def two_made(one_published: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small study in use, and a second edition with one mutual less, not yet published."""
    root = tmp_path_factory.mktemp("two")
    shutil.copytree(one_published.root, root, dirs_exist_ok=True)
    made = Place(root, list(one_published.outcomes))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "rules", lambda: iter(()))
        made.bring(**STUDY | {"organisme": MUTUALS[:3]})
    return made


@pytest.fixture
def two(two_made: Place, tmp_path: Path) -> tuple[Place, Outcome]:
    """The same in a place of the test's own, and what the second import said."""
    shutil.copytree(two_made.root, tmp_path, dirs_exist_ok=True)
    return Place(tmp_path, list(two_made.outcomes)), two_made.outcomes[-1]


@pytest.fixture
def found() -> Callable[..., list[tuple[Any, ...]]]:
    """List the findings of an import as (code, file, line, column)."""

    def listed(outcome: Outcome, *codes: str) -> list[tuple[Any, ...]]:
        kept = (one for one in outcome.findings if not codes or one.rule.code in codes)
        return [(one.rule.code, one.file, one.line, one.column) for one in kept]

    return listed
