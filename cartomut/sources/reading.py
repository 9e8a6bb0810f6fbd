"""Read files into sheets, whatever they are; what is wrong with them is said, never raised."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cartomut.findings import Finding
from cartomut.sources import delimited, faults
from cartomut.sources.faults import Faults
from cartomut.sources.limits import Limits
from cartomut.sources.limits import limits as configured
from cartomut.sources.safety import ARCHIVE, TEXT, Inspected, inspect
from cartomut.sources.sheets import Sheet
from cartomut.sources.workbook import read_workbook


@dataclass(frozen=True)
class Reading:
    """The tables of the files that could be read, and what is wrong with the files."""

    sheets: list[Sheet]
    findings: list[Finding]


def read(paths: Sequence[Path], limits: Limits | None = None) -> Reading:
    """Read workbooks, delimited texts and archives of them; never raises for their content.

    A sheet's rows are read from its file again each time they are asked for.
    """
    limits = limits or configured()
    found = Faults(limits.constats)
    sheets = [sheet for path in paths for sheet in _read_file(path, limits, found)]
    return Reading(sheets, found.listed())


def _read_file(path: Path, limits: Limits, found: Faults) -> list[Sheet]:
    before = found.rejects
    try:
        inspected = inspect(path, limits, found)
        sheets = _tables(inspected, limits, found) if inspected else []
    except Exception as failure:  # foreign bytes may fail a reader in any way
        found.add(faults.BROKEN, path.name, value=type(failure).__name__)
        return []
    if not sheets and found.rejects == before:
        found.add(faults.NO_TABLE, path.name)
    return sheets


def _tables(inspected: Inspected, limits: Limits, found: Faults) -> list[Sheet]:
    path = inspected.path
    if inspected.kind == TEXT:
        read = [delimited.read_file(path, limits, found)]
    elif inspected.kind == ARCHIVE:
        read = [
            delimited.read_member(path, name, PurePosixPath(name).stem, limits, found)
            for name in (info.filename for info in inspected.tables)
        ]
    else:
        return read_workbook(inspected, limits, found)
    return [sheet for sheet in read if sheet]
