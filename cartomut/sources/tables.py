"""Read the CSV files of a dataset of our own: one file per table, named after it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from cartomut.contracts import Contract
from cartomut.findings import COLUMNS, TABLE, Finding
from cartomut.sources.reading import read
from cartomut.sources.sheets import Incoming, Sheet


def find_tables(
    folders: list[Path], known: Mapping[str, Contract]
) -> tuple[dict[str, list[Path]], list[Path]]:
    """List the files of each table, and the files that bear the name of no table.

    A table may have a file in several folders.
    """
    found: dict[str, list[Path]] = {}
    unknown = []
    for path in (path for folder in folders for path in sorted(folder.glob("*.csv"))):
        if path.stem in known:
            found.setdefault(path.stem, []).append(path)
        else:
            unknown.append(path)
    return found, unknown


def read_tables(
    folders: list[Path], known: Mapping[str, Contract]
) -> tuple[list[Incoming], list[Finding]]:
    """Read every table of a dataset; its files have exactly the columns of their contract.

    The files of an edition also have ``ligne``, the line of the file that a row came from.
    """
    files, unknown = find_tables(folders, known)
    faults = [Finding(TABLE, path.name, value=path.stem) for path in unknown]
    incoming = []
    for table, paths in files.items():
        for path in paths:
            reading = read([path])
            faults += reading.findings
            for sheet in reading.sheets:
                wrong = list(_wrong_columns(sheet, known[table]))
                faults += [Finding(COLUMNS, sheet.file, 1, value=text) for text in wrong]
                incoming += [] if wrong else [_incoming(table, sheet)]
    return incoming, faults


def _incoming(table: str, sheet: Sheet) -> Incoming:
    return Incoming(
        table, sheet.file, sheet.name, sheet.columns, sheet.columns, sheet.rows, (), sheet.path
    )


def _wrong_columns(sheet: Sheet, contract: Contract) -> Iterator[str]:
    expected = [field.name for field in contract.file_fields]
    given = [name for name in sheet.columns if name != "ligne"]
    # An edition kept before the contract gained a column that may be empty lacks it: it is unknown.
    kept = "ligne" in sheet.columns
    optional = {field.name for field in contract.file_fields if kept and not field.required}
    whole = {*expected} - optional <= {*given} <= {*expected}
    if not whole or len(given) > len({*given}):
        missing = [name for name in expected if name not in given and name not in optional]
        foreign = [name for name in given if name not in expected]
        yield ", ".join([f"- {name}" for name in missing] + [f"+ {name}" for name in foreign])
