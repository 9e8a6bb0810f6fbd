"""Read the sheets of a workbook: XLSX, XLS or ODS."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
)

from cartomut.names import normalise
from cartomut.sources import faults
from cartomut.sources.extents import Extent, column_letters
from cartomut.sources.faults import Faults
from cartomut.sources.headers import Layout, Origin, Record, survey, table_rows
from cartomut.sources.limits import Limits
from cartomut.sources.safety import ODS, XLSX, Inspected
from cartomut.sources.sheets import Row, Sheet

WITHOUT_DATA = frozenset({"lisezmoi", "readme", "listes", "lists"})
Errors = dict[int, dict[int, str]]  # by line, then by index of the cell in its row
OWN_SHEETS = frozenset({"resume", "summary", "anomalies", "findings"})


class PanicError(Exception):
    """The workbook reader gave up on something it did not foresee."""


def read_workbook(inspected: Inspected, limits: Limits, found: Faults) -> list[Sheet]:
    """Read the tables of a workbook, one per sheet; what is wrong goes to `found`."""
    path = inspected.path
    try:
        with _panics():
            metadata = _opened(path).sheets_metadata
            names = [one.name for one in metadata if one.typ == SheetTypeEnum.WorkSheet]
            tables = [_sheet(inspected, name, limits, found) for name in names]
    except PasswordError:
        found.add(faults.ENCRYPTED, path.name)
        return []
    except (CalamineError, PanicError, OSError, ValueError) as failure:
        found.add(faults.BROKEN, path.name, value=_reason(failure))
        return []
    return [sheet for sheet in tables if sheet]


def as_text(value: Any) -> str:
    """Write a cell's value as text: 12.0 as 12, a date as AAAA-MM-JJ, a truth as true or false."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _sheet(inspected: Inspected, name: str, limits: Limits, found: Faults) -> Sheet | None:
    key = normalise(name)
    if key in WITHOUT_DATA:
        return None
    extent = inspected.extents.get(name)
    if extent is None:
        raise ValueError(name)
    if not _fits(inspected, name, extent, limits, found):
        return None
    if key in OWN_SHEETS:
        found.add(faults.OWN_SHEET, inspected.path.name, sheet=name)
        return None
    sheet = _opened(inspected.path).get_sheet_by_name(name)
    if sheet.start is None:
        return None
    errors = _errors_by_row(extent, sheet.start[1])
    origin = Origin(inspected.path.name, name, sheet.start[1] + 1, has_letters=True)
    layout = survey(_records(sheet, errors), origin, limits, found)
    if layout is None:
        return None
    _report_formulas(extent, layout, origin, found)
    rows = partial(_rows, inspected.path, name, errors, layout)
    return Sheet(origin.file, name, layout.columns, rows, layout.header_line)


def _rows(path: Path, name: str, errors: Errors, layout: Layout) -> Iterator[Row]:
    return table_rows(_records(_opened(path).get_sheet_by_name(name), errors), layout)


def _fits(inspected: Inspected, name: str, extent: Extent, limits: Limits, found: Faults) -> bool:
    """Refuse a sheet whose rectangle is too large to lay out in memory."""
    if extent.cells <= limits.etendue:
        return True
    fields = {"trouve": extent.cells, "limite": limits.etendue}
    found.add(faults.TOO_MANY_CELLS, inspected.path.name, sheet=name, fields=fields)
    return False


def _records(sheet: CalamineSheet, errors: Errors) -> Iterator[Record]:
    """Yield every row from line 1, as texts, with the formulas' errors where they stand."""
    for line, values in enumerate(sheet.iter_rows(), start=1):
        cells = [value if type(value) is str else as_text(value) for value in values]
        for index, text in errors.get(line, {}).items():
            if index < len(cells):
                cells[index] = cells[index] or text
        yield line, cells


def _errors_by_row(extent: Extent, start: int) -> Errors:
    rows: Errors = {}
    for line, column, text in extent.errors:
        rows.setdefault(line, {})[column - 1 - start] = text
    return rows


def _report_formulas(extent: Extent, layout: Layout, origin: Origin, found: Faults) -> None:
    """Report formulas in error, or without a value, in the columns and rows that are read."""
    headers = {
        place + origin.first_column: name
        for place, name in zip(layout.places, layout.columns, strict=True)
    }
    for line, column, text in extent.errors:
        if column in headers and layout.header_line < line <= layout.last_line:
            cell = f"{column_letters(column)}{line}"
            where = (origin.file, line, headers[column], text, origin.sheet)
            found.add(faults.ERROR_CELL, *where, fields={"cellule": cell})
    missing = [one for one in extent.uncomputed if one[1] in headers]
    if missing:
        line, column = missing[0]
        fields = {"cellule": f"{column_letters(column)}{line}", "trouve": len(missing)}
        where = (origin.file, line, headers[column], "", origin.sheet)
        found.add(faults.UNCOMPUTED, *where, fields=fields)


@lru_cache(maxsize=2)
def _open(path: Path, kind: str, _stamp: tuple[int, int]) -> CalamineWorkbook:
    """Open a workbook whatever its name says; its shared strings stay in memory."""
    if path.suffix.lower() == f".{kind}":
        return CalamineWorkbook.from_path(str(path))
    return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


def _opened(path: Path) -> CalamineWorkbook:
    status = path.stat()
    with path.open("rb") as source:
        kind = ODS if b"opendocument" in source.read(200) else XLSX
    return _open(path, kind, (status.st_mtime_ns, status.st_size))


@contextmanager
def _panics() -> Iterator[None]:
    """Turn the reader's panics, which are no Exception, into one."""
    try:
        yield
    except BaseException as failure:
        if type(failure).__name__ != "PanicException":
            raise
        raise PanicError(str(failure)) from None


def _reason(failure: Exception) -> str:
    return (str(failure).splitlines() or [""])[0] or type(failure).__name__
