"""Put the questions kept in ``queries/`` to the store."""

from functools import cache
from typing import Any

import pandas as pd

from cartomut.paths import QUERIES
from cartomut.sqlfiles import SqlFile
from cartomut.store import Store


class Query(SqlFile):
    """A question that can be put to a store."""

    def run(self, store: Store, **values: Any) -> pd.DataFrame:
        """Answer the question. Every parameter must be given; ``None`` stands for NULL."""
        if values.keys() != self.params:
            raise TypeError(
                f"queries/{self.name}.sql takes {sorted(self.params)}, "
                f"but was given {sorted(values)}"
            )
        with store.cursor() as cursor:
            return cursor.execute(self.sql, values).df()


@cache
def query(name: str) -> Query:
    """Load one question, e.g. ``query("indicateurs/territoires_mesure")``."""
    path = QUERIES / f"{name}.sql"
    if not path.is_file():
        raise LookupError(f"No such query: {path}")
    return Query.read(path)


def names(folder: str) -> list[str]:
    """List the questions of a folder of ``queries/``, e.g. ``indicateurs``, in order."""
    return [f"{folder}/{path.stem}" for path in sorted((QUERIES / folder).glob("*.sql"))]
