"""A copy of what the user brought, with every fault marked where it is, and lists of them all."""

import hashlib
import re
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Border, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from cartomut import i18n
from cartomut.contracts import contracts
from cartomut.exports.report import AUTHOR, MARKS, Place, add_report, dress, put_row
from cartomut.exports.spreadsheet import OURS, ROWS, new_book, note, save, sheet_title, shortened
from cartomut.findings import LEVELS, REJECT, Finding
from cartomut.i18n import Language
from cartomut.names import normalise
from cartomut.sources.sheets import Sheet

MAX_CELLS = 300_000  # of a file: its copy takes about 300 MB of memory
MAX_BYTES = 200_000_000  # of a workbook, unpacked
MAX_NOTES = 5_000  # cells with a note; the others are coloured only
MAX_NOTE = 4_000  # characters of what a note says of a cell's faults

Places = Mapping[tuple[str, str, str], int]  # (file, sheet, column) → column number from 1

_WORKBOOKS = (".xlsx", ".xlsm")
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_KEPT = "\n\n― ― ―\n"  # before the note that the user had written
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")


@dataclass
class Copy:
    """The workbook that is made: the user's sheets in it, and what must be said of the copy."""

    book: Any
    sheets: dict[tuple[str, str], Worksheet] = field(default_factory=dict)
    headers: dict[tuple[str, str], int] = field(default_factory=dict)  # line of each header
    notes: list[str] = field(default_factory=list)


def annotate(
    sources: Sequence[Path],
    findings: Sequence[Finding],
    path: Path,
    language: str = "fr",
    *,
    sheets: Sequence[Sheet] = (),
    places: Places | None = None,
    author: str = "",
    moment: datetime | None = None,
) -> None:
    """Write the annotated copy of what was brought.

    The first workbook keeps its sheets, formulas and styles. Other files come in as ``sheets``,
    their cells as text. A file that was refused as a whole, that cannot be opened or that has more
    than ``MAX_CELLS`` cells is not copied: the summary says so, and its findings are listed.
    ``places`` says where a column stands when its header is not its name or its title.
    """
    _ = i18n.language(language)
    copy = _copied(sources, findings, sheets, _)
    marked = _mark(copy, findings, places or {}, _)
    about = _about(sources, author, moment or datetime.now(), _)
    add_report(copy.book, about, findings, marked, copy.notes, _)
    for rank, sheet in enumerate(copy.book.worksheets):
        sheet.sheet_view.tabSelected = rank == 0  # two chosen sheets would be edited together
    copy.book.active = 0
    save(copy.book, path)


def _copied(
    sources: Sequence[Path], findings: Sequence[Finding], sheets: Sequence[Sheet], _: Language
) -> Copy:
    """Open the first workbook that may be opened, and add the sheets of the other files."""
    copy = Copy(new_book())
    copy.book.remove(copy.book.active)
    refused = {one.file for one in findings if one.rule.level == REJECT and not one.sheet}
    left_out = set()
    base = ""
    for source in (one for one in sources if one.suffix.lower() in _WORKBOOKS):
        if source.name in refused or not _fits(source):
            left_out.add(source.name)
            copy.notes.append(_not_copied(source.name, _))
        elif not base and _open(copy, source, _):
            base = source.name
    for sheet in sheets:
        copy.headers[sheet.file, sheet.name] = sheet.header_line
        if sheet.file != base and sheet.file not in left_out:
            _add_rows(copy, sheet, _)
    return copy


def _not_copied(name: str, _: Language) -> str:
    return _(
        "« {fichier} » n'est pas recopié ici : il a été refusé, ou il a plus de {nombre} cellules. "
        "Ses anomalies sont listées."
    ).format(fichier=name, nombre=_.number(MAX_CELLS))


def _fits(source: Path) -> bool:
    """Count a workbook's cells without loading it, and stop as soon as there are too many."""
    try:
        with ZipFile(source) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MAX_BYTES:
                return False
            parts = [one for one in members if _SHEET_PART.fullmatch(one.filename)]
            counts = (count for part in parts for count in _cell_counts(archive, part))
            total = 0
            for count in counts:
                total += count
                if total > MAX_CELLS:
                    return False
    except (OSError, BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error):
        return False  # broken, encrypted or packed in an unknown way: nothing can be copied
    return True


def _cell_counts(archive: ZipFile, part: Any) -> Iterator[int]:
    with archive.open(part) as content:
        while block := content.read(1 << 20):
            yield len(_CELL.findall(block))


def _open(copy: Copy, source: Path, _: Language) -> bool:
    """Load the user's workbook without its macros; False when the library cannot."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(source, keep_vba=False, rich_text=True)
    except Exception as failure:  # a broken file makes the library raise almost anything
        copy.notes.append(_not_opened(source.name, failure, _))
        return False
    copy.book = book
    for sheet in [one for one in book.worksheets if _is_ours(one)]:
        book.remove(sheet)  # of an earlier check
    copy.sheets = {(source.name, sheet.title): sheet for sheet in book.worksheets}
    for sheet in book.worksheets:
        _clear(sheet)
    copy.notes.append(_("Les formes et certains graphiques du classeur ne sont pas recopiés."))
    if source.suffix.lower() == ".xlsm":
        copy.notes.append(_("Les macros n'ont été ni exécutées ni recopiées."))
    return True


def _not_opened(name: str, failure: Exception, _: Language) -> str:
    reason = str(failure).splitlines()[0] if str(failure) else type(failure).__name__
    return _("« {fichier} » n'a pas pu être recopié ({raison}).").format(
        fichier=name, raison=reason[:200]
    )


def _is_ours(sheet: Worksheet) -> bool:
    """Tell whether an earlier check added this sheet; those of the template stay."""
    first = sheet["A1"]
    by_us = first.comment is not None and first.comment.author == AUTHOR
    return by_us and str(first.value).startswith(OURS)


def _clear(sheet: Worksheet) -> None:
    """Take away the marks of an earlier check, and give every note room for its text."""
    existing = list(sheet._cells.values())  # walking over the rest would create it
    for cell in (one for one in existing if one.comment is not None):
        text, author = cell.comment.text, cell.comment.author
        if author == AUTHOR:
            cell.fill, cell.border = PatternFill(), Border()
            text, author = text.partition(_KEPT)[2], ""
        cell.comment = note(text, author) if text else None


def _add_rows(copy: Copy, sheet: Sheet, _: Language) -> None:
    """Write a table as received; each row stands on the line that messages speak of."""
    title = sheet_title(sheet.name or Path(sheet.file).stem, copy.book.sheetnames)
    target = copy.book.create_sheet(title)
    copy.sheets[sheet.file, sheet.name] = target
    put_row(target, sheet.header_line, sheet.columns, Font(bold=True))
    room = MAX_CELLS // max(1, len(sheet.columns))
    for number, (line, cells) in enumerate(sheet.rows()):
        if number == room or line > ROWS:
            text = _("« {feuille} » n'est recopiée que sur ses {nombre} premières lignes.")
            copy.notes.append(text.format(feuille=title, nombre=_.number(number)))
            return
        put_row(target, line, cells)


def _mark(copy: Copy, findings: Sequence[Finding], places: Places, _: Language) -> dict[int, Place]:
    """Colour and annotate each faulty cell; returns sheet, line and column by finding's rank."""
    found: dict[int, Place] = {}
    columns: dict[tuple[str, str, str], list[int]] = {}
    on_cell: dict[Place, list[Finding]] = {}
    for rank, finding in enumerate(findings):
        sheet = _sheet_of(copy, finding)
        if sheet is None or not finding.line or finding.line > ROWS:
            continue
        named = (finding.file, finding.sheet, finding.column)
        if named not in columns:
            columns[named] = _columns(copy, sheet, finding, places)
        for column in columns[named]:
            place = (sheet.title, finding.line, column)
            found.setdefault(rank, place)
            on_cell.setdefault(place, []).append(finding)
    for number, (place, faults) in enumerate(on_cell.items()):
        _mark_cell(copy.book[place[0]], place[1:], faults, number < MAX_NOTES, _)
    return found


def _sheet_of(copy: Copy, finding: Finding) -> Worksheet | None:
    """Find the copied sheet of a finding; a file's only sheet needs no name."""
    exact = copy.sheets.get((finding.file, finding.sheet))
    of_file = [sheet for (name, _sheet), sheet in copy.sheets.items() if name == finding.file]
    return exact if exact is not None else of_file[0] if len(of_file) == 1 else None


def _columns(copy: Copy, sheet: Worksheet, finding: Finding, places: Places) -> list[int]:
    """Find the columns of a finding; the row's first cell when it names none that is there."""
    names = [name for name in finding.column.split(", ") if name]
    given = [places.get((finding.file, finding.sheet, name)) for name in names]
    line = copy.headers.get((finding.file, finding.sheet), 1)
    looked_up = [
        number or _column_of_header(sheet, line, name)
        for number, name in zip(given, names, strict=True)
    ]
    return [number for number in looked_up if number] or [1]


def _column_of_header(sheet: Worksheet, line: int, name: str) -> int | None:
    """Find a column by its header: as written, else by the name or the title in a contract."""
    headers = {
        str(cell.value): cell.column for cell in reversed(sheet[line]) if cell.value is not None
    }
    if name in headers:
        return int(headers[name])
    wanted = {normalise(one) for one in (name, *_titles(name))}
    return next((int(at) for text, at in headers.items() if normalise(text) in wanted), None)


def _titles(column: str) -> set[str]:
    return {
        title
        for contract in contracts().values()
        for one in contract.fields
        if one.name == column
        for title in (one.title, one.title_en)
    }


def _mark_cell(
    sheet: Worksheet, place: tuple[int, int], faults: list[Finding], with_note: bool, _: Language
) -> None:
    """Colour a cell after its worst fault and say all of them in a note, the user's own kept."""
    cell = _top_left(sheet, *place)
    dress(cell, min((fault.rule.level for fault in faults), key=LEVELS.index))
    if with_note:
        before = _KEPT + cell.comment.text if cell.comment else ""
        said = "\n\n".join(_said(fault, _) for fault in faults)
        cell.comment = note(shortened(said, MAX_NOTE) + before, AUTHOR)


def _said(finding: Finding, _: Language) -> str:
    message, why, fix = finding.parts(_)
    return f"{_(MARKS[finding.rule.level].word)} [{finding.rule.code}]\n{message} {why}\n→ {fix}"


def _top_left(sheet: Worksheet, line: int, column: int) -> Cell:
    """Return a cell, or the first one of the merged cells it belongs to."""
    cell = sheet.cell(line, column)
    if isinstance(cell, MergedCell):
        area = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
        return sheet.cell(area.min_row, area.min_col)
    return cell


def _about(
    sources: Sequence[Path], author: str, moment: datetime, _: Language
) -> list[tuple[str, str]]:
    """Say which files were checked, when and for whom."""
    lines = []
    for source in sources:
        lines.append((_("Fichier"), source.name))
        if source.is_file():
            with source.open("rb") as content:
                lines.append(("SHA-256", hashlib.file_digest(content, "sha256").hexdigest()))
    lines.append((_("Vérifié le"), moment.strftime("%Y-%m-%d %H:%M")))
    return [*lines, (_("Auteur"), author)] if author else lines
