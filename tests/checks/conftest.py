"""A store with the limits that ship with the product, emptied after each test."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.conftest import WritableStore
from tests.queries.naive import table


@pytest.fixture(scope="session")
def limited_store(empty_schema: Path) -> Iterator[WritableStore]:
    opened = WritableStore(empty_schema)
    for row in table("borne_controle"):
        opened.insert("borne_controle", **row)
    yield opened
    opened.connection.close()


@pytest.fixture
def rows(limited_store: WritableStore) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to insert into; what a test inserts is undone."""
    limited_store.connection.begin()
    yield limited_store.connection
    limited_store.connection.rollback()
