"""What a reader hands on: a table as received, its cells as text, each row with its line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Row = tuple[int, tuple[str, ...]]  # the line as a person sees it, then one text per column


@dataclass(frozen=True)
class Sheet:
    """A table as received, where its header stands, nothing interpreted.

    Cells are text: an empty one is ``""``, a number has a decimal point and no grouping when the
    file itself knew that it was a number, a date is ``AAAA-MM-JJ`` when the file itself knew that
    it was a date; otherwise the text is as it was typed.
    """

    file: str  # the file's name, as messages show it
    name: str  # the sheet's name; empty for a CSV
    columns: tuple[str, ...]  # the headers as written, in order
    rows: Callable[[], Iterator[Row]]  # reads the rows again from the start, one by one
    header_line: int = 1
    path: Path | None = None  # of a plain CSV (UTF-8, commas, header on line 1), which DuckDB reads


@dataclass(frozen=True)
class Guess:
    """A header that was taken for a column without being its exact name."""

    header: str
    column: str
    how: str  # `titre`, `synonyme`, `proche`, `correspondance`
    likeness: float = 1.0  # from 0 to 1


@dataclass(frozen=True)
class Incoming:
    """Rows for one table of the contracts, and where each column comes from."""

    table: str
    file: str
    sheet: str
    columns: tuple[str, ...]  # columns of the contract that the source fills, in order
    headers: tuple[str, ...]  # the source's header of each of these columns
    rows: Callable[[], Iterator[Row]]  # cells in the order of `columns`
    guesses: tuple[Guess, ...] = ()
    path: Path | None = None  # as in Sheet, when its columns are taken as they are
