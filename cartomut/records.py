"""Go through a table row by row, with the columns as attributes."""

from collections.abc import Iterator
from typing import Any

import pandas as pd


def records(rows: pd.DataFrame) -> Iterator[Any]:
    """Yield each row of a table; its columns are attributes."""
    yield from rows.itertuples(index=False)
