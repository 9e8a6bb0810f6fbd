"""Put the questions kept in ``queries/`` to the store."""

import re
from functools import cache, cached_property
from typing import Any

import pandas as pd

from cartomut import withheld
from cartomut.paths import QUERIES
from cartomut.rights import WHOLE, Sight
from cartomut.sqlfiles import SqlFile
from cartomut.store import Store

_COLUMN = re.compile(r"^ *(\w+) +[A-Z]+(?:\[\])?(?: |$)", re.MULTILINE)
_WITH_UNKNOWN = {  # Arrow's types whose unknown values keep them from being plain numbers
    "bool": pd.BooleanDtype(),
    "int32": pd.Int32Dtype(),
    "int64": pd.Int64Dtype(),
}


class Query(SqlFile):
    """A question that can be put to a store."""

    def run(self, store: Store, **values: Any) -> pd.DataFrame:
        """Answer the question whole: for builds and commands, which know no reader.

        Every parameter must be given; ``None`` stands for NULL.
        """
        return self.seen_by(WHOLE, store, **values)

    def seen_by(self, sight: Sight, store: Store, **values: Any) -> pd.DataFrame:
        """Answer what a reader may see: what is kept from them does not leave the store."""
        if values.keys() != self.params:
            raise TypeError(
                f"queries/{self.name}.sql takes {sorted(self.params)}, "
                f"but was given {sorted(values)}"
            )
        if column := withheld.refused(sight, self, values):
            raise PermissionError(f"queries/{self.name}.sql: {column}")
        sql, given = withheld.seen_by(sight, self, self.columns, values)
        with store.cursor() as cursor:
            return _frame(cursor.execute(sql, given).to_arrow_table())

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answer, by the header."""
        return tuple(_COLUMN.findall(self.header.get("Returns", "")))

    @cached_property
    def restricted(self) -> tuple[str, ...]:
        """The columns of a named organisation that are not for everybody."""
        return tuple(one for one in self.columns if one in self.text("Restricted"))


def _frame(answer: Any) -> pd.DataFrame:
    """Turn an Arrow table into the frame that DuckDB's ``df()`` gives, three times faster on texts.

    Texts stay as they are in memory; only what Arrow would turn into other types is set right.
    """
    frame: pd.DataFrame = answer.to_pandas(date_as_object=False)
    for name, column in zip(answer.column_names, answer.columns, strict=True):
        kind = str(column.type)
        if kind.startswith("decimal"):
            frame[name] = frame[name].astype("float64")
        elif kind.startswith("date32"):
            frame[name] = frame[name].astype("datetime64[us]")
        elif column.null_count and kind in _WITH_UNKNOWN:
            frame[name] = column.to_pandas(types_mapper=lambda _, to=_WITH_UNKNOWN[kind]: to)
        elif kind == "string" and column.null_count == len(column):
            frame[name] = pd.Series([None] * len(column), dtype=object)
    return frame


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
