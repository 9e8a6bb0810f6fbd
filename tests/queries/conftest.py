"""The demonstration's store, and the files of the edition it was built from."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from filelock import FileLock

from cartomut import editions, sample
from cartomut import store as stores
from cartomut.paths import DATA
from cartomut.store import Store

Rows = list[dict[str, str | None]]


@dataclass(frozen=True)
class Demonstration:
    """A store, and its edition's tables as they stand in their CSV files."""

    store: Store
    folder: Path
    _read: dict[str, Rows] = field(default_factory=dict)

    def rows(self, table: str) -> Rows:
        """Read a table of the edition; an empty cell is None."""
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as source:
            return [
                {name: cell or None for name, cell in row.items()} for row in csv.DictReader(source)
            ]


@pytest.fixture(scope="session")
def demonstration() -> Demonstration:
    with FileLock(DATA / "store" / ".tests.lock"):  # test processes side by side share the store
        if not sample.is_current(sample.DATASET):
            sample.make(sample.DATASET)
    path, version = stores.current(sample.DATASET), editions.published(sample.DATASET)
    assert path
    assert version
    return Demonstration(Store(path), editions.folder(sample.DATASET, version))
