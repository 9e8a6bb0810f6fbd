"""Spreadsheet files: texts that stay texts, sheet names that fit, the same bytes each time."""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.writer.excel import ExcelWriter

from cartomut.exports import audience

OURS = "CartoMut · "  # begins cell A1 of every sheet that holds no data: readers leave these out
TITLE_LENGTH = 31  # characters of a sheet's name
TEXT_LENGTH = 32_767  # characters of a cell
ROWS = 1_048_576  # of a sheet

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that an archive can bear
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile(r"\s*[\[\]:*?/\\\x00-\x1f]\s*")


def escaped(text: str) -> str:
    """Escape signs that the format cannot hold, as spreadsheets do (``_x000D_``)."""
    return _ESCAPED.sub(
        lambda sign: "_x005F_x" if sign[0] == "_x" else f"_x{ord(sign[0]):04X}_", text
    )


def shortened(text: str, length: int = TEXT_LENGTH) -> str:
    """Cut a text that is longer, with an ellipsis that says so."""
    return text if len(text) <= length else text[: length - 1] + "…"


def put_text(cell: Cell, text: str) -> Cell:
    """Store a text as text, even when it begins like a formula or looks like a number.

    Raises
    ------
    ValueError
        When a cell cannot hold that many characters.
    """
    if len(text) > TEXT_LENGTH:
        raise ValueError(f"a cell holds {TEXT_LENGTH} characters, not {len(text)}: {text[:40]!r}…")
    cell.value = escaped(text)
    cell.data_type = "s"
    return cell


def put_number(cell: Cell, digits: str) -> Cell:
    """Store a number with all its digits; the library itself keeps sixteen."""
    cell.value = digits
    cell.data_type = "n"
    return cell


def put_link(cell: Cell, sheet: str, line: int = 1, column: int = 1) -> Cell:
    """Make a cell lead to another one of the same workbook."""
    place = f"{quote_sheetname(sheet)}!{get_column_letter(column)}{line}"
    cell.hyperlink = Hyperlink(ref="", location=place)
    return cell


def sheet_title(title: str, taken: Iterable[str] = ()) -> str:
    """Make a sheet's name that spreadsheets accept and that no other sheet has.

    Forbidden signs are left out, the rest is cut to 31 characters; ``(2)``, ``(3)`` tell apart.
    """
    others = {name.casefold() for name in taken} | {"", "history", "historique"}
    base = _FORBIDDEN.sub(" ", title).strip(" '")[:TITLE_LENGTH].rstrip(" '") or "Feuille"
    found, number = base, 1
    while found.casefold() in others:
        number += 1
        mark = f" ({number})"
        found = base[: TITLE_LENGTH - len(mark)].rstrip() + mark
    return found


def note(text: str, author: str = "CartoMut") -> Comment:
    """Make a cell's note, with room for its text."""
    printable = _ESCAPED.sub(lambda sign: sign[0] if sign[0] == "_x" else "\ufffd", text)
    lines = sum(1 + len(line) // 46 for line in printable.split("\n"))
    return Comment(printable, author, height=min(600, 24 + 18 * lines), width=340)


def new_book(*, write_only: bool = False) -> Workbook:
    """Make a workbook that does not bear the time of its making."""
    book = Workbook(write_only=write_only)
    book.properties.creator = "CartoMut"
    book.properties.keywords = audience.mark() or None
    book.properties.created = book.properties.modified = datetime(*_MOMENT)
    return book


@contextmanager
def streamed_book() -> Iterator[Workbook]:
    """Lend a workbook that holds one row at a time; its temporary files go when writing fails."""
    book = new_book(write_only=True)
    try:
        yield book
    except BaseException:
        for sheet in book.worksheets:
            _discard(sheet)
        raise


def _discard(sheet: Any) -> None:
    with suppress(OSError, ValueError):  # a full disk, or a file that is gone already
        if sheet._rows is not None:
            sheet._rows.close()
        if sheet._writer is not None:
            sheet._writer.close()
            sheet._writer.cleanup()


def save(book: Workbook, path: Path) -> None:
    """Write a workbook beside its place, then move it there; equal content gives equal bytes."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _Undated(part, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class _Undated(ZipFile):
    """An archive whose members bear no time of writing."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_options: Any, **_named: Any) -> None:
        super().writestr(_member(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *_options: Any, **_named: Any) -> None:
        member = _member(str(arcname))
        member.file_size = Path(filename).stat().st_size
        with Path(filename).open("rb") as source, self.open(member, "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, _MOMENT)
    member.compress_type = ZIP_DEFLATED
    return member
