"""What a demonstration edition is made from: its parameters, its words, its seed."""

import tomllib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from cartomut.contracts import contracts
from cartomut.paths import ROOT

FOLDER = ROOT / "data" / "demonstration"  # belongs to the code, as the contracts do
NATURE = "demonstration"
Floats: TypeAlias = np.ndarray[Any, np.dtype[Any]]  # what the array holds is for the reader
Integers: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Flags: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Texts: TypeAlias = np.ndarray[Any, np.dtype[Any]]
_DTYPES = {"integer": "Int64", "year": "Int64", "number": "Float64", "boolean": "boolean"}


@dataclass(frozen=True)
class Setting:
    """One edition at one scale. Each topic draws from a stream of its own.

    Adding a draw to one table therefore leaves the others as they were.
    """

    edition: int
    scale: int
    seed: int

    @property
    def values(self) -> Mapping[str, Any]:
        """The parameters, as ``parametres.toml`` holds them."""
        return read("parametres")

    @property
    def years(self) -> Integers:
        """Years of every edition: the first draws those of the last, and keeps its own."""
        first, number = self.values["premiere_annee"], self.values["nb_annees"]
        return np.arange(first, first + number + self.values["editions"] - 1)

    @property
    def last_year(self) -> int:
        """The last financial year that this edition surveys."""
        first, number = self.values["premiere_annee"], self.values["nb_annees"]
        return int(first + number + self.edition - 2)

    @property
    def surveyed(self) -> str:
        """The month of the survey, after which nothing is known: ``AAAA-MM``."""
        return f"{self.last_year + 1}-06"

    @property
    def source(self) -> str:
        """The edition's identifier in the table ``source``."""
        return f"demo_etude_{self.edition}"

    def count(self, what: str) -> int:
        """Return how many there are of something at this scale."""
        return int(self.values["effectifs"][what]) * self.scale

    def stream(self, topic: str) -> np.random.Generator:
        """Open the topic's own stream of draws."""
        return np.random.default_rng([self.seed, zlib.crc32(topic.encode())])

    def between(self, name: str, part: str, topic: str, size: int) -> Floats:
        """Draw evenly between the two bounds of a parameter."""
        return uniform(self.stream(f"{topic} {name}"), self.values[part][name], size)

    def frame(self, table: str, source: Any = None, **columns: Any) -> pd.DataFrame:
        """Make a table's frame: the contract's columns, in order; those not given are unknown.

        Raises
        ------
        TypeError
            When the contract has no column of that name.
        """
        given = columns | {"source_id": self.source if source is None else source}
        rows = pd.DataFrame(given | {"nature": NATURE})
        return conform(table, rows)


def conform(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Give a frame the contract's columns and types; a text column holds ``None`` for unknown."""
    fields = contracts()[table].file_fields
    unknown = set(rows.columns) - {field.name for field in fields}
    if unknown:
        raise TypeError(f"{table} has no column {sorted(unknown)}")
    made = {}
    for field in fields:
        column = rows[field.name] if field.name in rows else pd.Series(None, rows.index, object)
        made[field.name] = _typed(column, field.type)
    return pd.DataFrame(made, index=rows.index).reset_index(drop=True)


def _typed(column: "pd.Series[Any]", kind: str) -> "pd.Series[Any]":
    if kind in _DTYPES:
        return column.astype(pd.api.types.pandas_dtype(_DTYPES[kind]))
    return column.astype(object).where(column.notna(), None)


@cache
def read(name: str) -> Mapping[str, Any]:
    """Read ``data/demonstration/<name>.toml``."""
    path = Path(FOLDER / f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def split(totals: Integers, weights: Floats) -> Integers:
    """Split whole totals by weights, exactly: each row adds up to its total.

    ``totals`` has n values and ``weights`` n × k, each row with a positive sum; returns n × k.
    """
    heaped = np.cumsum(weights, axis=1)
    bounds = np.floor(totals[:, None] * (heaped / heaped[:, -1:])).astype(np.int64)
    return np.asarray(np.diff(bounds, axis=1, prepend=0))


def uniform(rng: np.random.Generator, bounds: Sequence[float], shape: Any) -> Floats:
    """Draw evenly between two bounds."""
    return np.asarray(rng.uniform(bounds[0], bounds[1], shape))


def series(rows: pd.DataFrame) -> dict[str, Any]:
    """Give the columns of a frame by name, as ``frame`` takes them."""
    return {str(name): rows[name] for name in rows}


def only(mask: Any, values: Any) -> Texts:
    """Keep the values where the mask holds; elsewhere they are unknown (``None``)."""
    kept = np.full(len(mask), None, dtype=object)
    held = np.asarray(mask, dtype=bool)
    kept[held] = values if isinstance(values, str) else np.asarray(values, dtype=object)[held]
    return kept


def whole(values: Any) -> Integers:
    """Round to whole numbers."""
    rounded: Floats = np.rint(np.asarray(values, dtype=float))
    return rounded.astype(np.int64)
