"""Go through a table row by row, with the columns as attributes."""

from collections import namedtuple
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd


def records(rows: pd.DataFrame) -> Iterator[Any]:
    """Yield each row of a table; its columns are attributes."""
    make = _row(tuple(map(str, rows.columns)))
    yield from map(make._make, zip(*(values for _name, values in rows.items()), strict=True))


@lru_cache(maxsize=500)
def _row(columns: tuple[str, ...]) -> Any:
    """Make the class of the rows of a table; making one anew for each table cost more than it."""
    return namedtuple("Row", columns, rename=True)
