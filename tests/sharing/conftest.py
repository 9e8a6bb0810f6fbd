"""Two editions of the published facts that differ in known ways, as a publisher's builds."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from cartomut import sample, store
from cartomut.paths import DATA, STATIC

DATASET = "publie"
SCRIPTS = STATIC / "carte"


@dataclass(frozen=True)
class Publisher:
    """The stores of the instance that publishes; ``show`` builds the next one."""

    stores: Path
    editions: dict[str, Path]

    def show(self, name: str, stamp: str) -> Path:
        """Put an edition in use, as a build would name it."""
        folder = self.stores / DATASET
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"cartomut-{stamp}T101010000000-{'0' * 9}{name}.duckdb"
        shutil.copy(self.editions[name], path)
        return path


def read(path: Path) -> tuple[str, int, int]:
    """Read what tells the editions apart, from three tables of one store."""
    opened = store.Store(path)
    with opened.cursor() as cursor:
        facts = cursor.execute("select count(*) from fait_publie").fetchall()[0][0]
        places = cursor.execute("select count(*) from organisme").fetchall()[0][0]
    return opened.about()["edition"], facts, places


@pytest.fixture(scope="session")
def editions(tmp_path_factory) -> dict[str, Path]:
    with FileLock(DATA / "store" / ".tests.lock"):
        if not sample.is_current(DATASET):
            sample.make(DATASET)
        built = store.current(DATASET)
        folder = tmp_path_factory.mktemp("editions")
        made = {name: folder / f"{name}.duckdb" for name in "ab"}
        for path in made.values():
            shutil.copy(built, path)
    for name, path in made.items():
        with duckdb.connect(str(path)) as con:
            con.execute("update edition set valeur = ? where cle = 'edition'", [name])
    with duckdb.connect(str(made["b"])) as con:
        con.execute("delete from fait_publie where rowid < 7")
        con.execute("delete from organisme where rowid < 3")
    return made


@pytest.fixture
def publisher(editions, tmp_path) -> Publisher:
    return Publisher(tmp_path / "publie", editions)
