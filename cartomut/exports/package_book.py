"""The package's workbook: what it is, its dictionary, one sheet per table with typed cells."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from cartomut.contracts import Field
from cartomut.exports.package_csv import heading
from cartomut.exports.package_tables import Content, Table
from cartomut.exports.package_words import Words
from cartomut.exports.spreadsheet import (
    OURS,
    put_link,
    put_number,
    put_text,
    save,
    sheet_title,
    shortened,
    streamed_book,
)
from cartomut.i18n import Language

INK, PAPER = "0B5D73", "EAF1F4"
FORMATS = {
    "integer": "#,##0",
    "year": "0",
    "number": "General",
    "date": "yyyy-mm-dd",
    "boolean": "General",
}
FIRST_YEAR = 1901  # dates before are stored as text: spreadsheets disagree on them
EXACT = 10**15  # whole numbers from here on are stored as text: a spreadsheet would round them


def workbook(content: Content, words: Words, _: Language) -> bytes:
    """Write the workbook; numbers stay numbers, texts stay texts whatever they begin with."""
    titles: dict[str, str] = {}
    taken = [_("Lisez-moi"), _("Dictionnaire")]
    for name, table in content.tables.items():
        wanted = str(_.pick(table.contract.title, table.contract.title_en))
        titles[name] = sheet_title(wanted, [*taken, *titles.values()])
    with streamed_book() as book, TemporaryDirectory() as folder:
        _read_me(book.create_sheet(_("Lisez-moi")), content, words, titles, _)
        _dictionary(book.create_sheet(_("Dictionnaire")), content, titles, _)
        for name, table in content.tables.items():
            _table(book.create_sheet(titles[name]), table, _)
        path = Path(folder) / "cartomut.xlsx"
        save(book, path)
        return path.read_bytes()


def _read_me(
    sheet: Any, content: Content, words: Words, titles: dict[str, str], _: Language
) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 110
    sheet.append([_bold(sheet, OURS + words.title)])
    for title, text in words.facts:
        sheet.append([_bold(sheet, title), _wrapped(sheet, text)])
    sheet.append([_bold(sheet, _("Feuille")), _bold(sheet, _("Une ligne par…"))])
    for name, table in content.tables.items():
        cell = put_link(_wrapped(sheet, titles[name]), titles[name])
        cell.font = Font(color=INK, underline="single")
        grain = str(_.pick(table.contract.description, table.contract.description_en))
        sheet.append([cell, _wrapped(sheet, grain)])
    for text in words.notes:
        sheet.append([None, _wrapped(sheet, text)])
    sheet.close()


def _dictionary(sheet: Any, content: Content, titles: dict[str, str], _: Language) -> None:
    """Say of each column its name in the files, its title, its type, its unit, its meaning."""
    heads = (
        *(_("Feuille"), _("Table"), _("Colonne"), _("Intitulé"), _("Type"), _("Unité")),
        *(_("Liste de codes"), _("Définition")),
    )
    for number, width in enumerate((26, 20, 26, 34, 10, 14, 22, 80), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A3"
    sheet.append([_bold(sheet, OURS + _("Dictionnaire des colonnes"))])
    sheet.append([_bold(sheet, text) for text in heads])
    for table in content.tables.values():
        for field in table.fields:
            meaning = str(_.pick(field.description, field.description_en))
            told = (titles[table.name], table.name, field.name, heading(field, _), field.type)
            sheet.append(
                [_wrapped(sheet, text) for text in (*told, field.unit, field.code_list, meaning)]
            )
    sheet.close()


def _table(sheet: Any, table: Table, _: Language) -> None:
    fields = table.fields
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{len(table.rows) + 1}"
    for number, field in enumerate(fields, 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width = 28 if field.type == "string" else 15
    sheet.append([_head(sheet, heading(field, _)) for field in fields])
    for cells in _rows(sheet, fields, table.rows):
        sheet.append(cells)
    sheet.close()


def _rows(sheet: Any, fields: Sequence[Field], rows: pd.DataFrame) -> Iterator[list[Cell | None]]:
    """Yield each row's cells; unknown values are no cells. Each column lends one cell to all."""
    lent = []
    for field in fields:
        cell = WriteOnlyCell(sheet)
        cell.number_format = FORMATS.get(field.type, "@")
        lent.append(cell)
    columns: Iterable[list[Any]] = [rows[field.name].tolist() for field in fields]
    for row in zip(*columns, strict=True):
        yield [
            None if value is None or value is pd.NA else _put(cell, value)
            for cell, value in zip(lent, row, strict=True)
        ]


def _put(cell: Cell, value: Any) -> Cell:
    if isinstance(value, bool):
        cell.value = value
        return cell
    if isinstance(value, date) and value.year >= FIRST_YEAR:
        cell.value = value
        return cell
    if isinstance(value, (int, float)) and abs(value) < EXACT:
        return put_number(cell, repr(value))
    return put_text(cell, shortened(str(value)))


def _head(sheet: Any, text: str) -> Cell:
    cell = _wrapped(sheet, text)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=INK)
    return cell


def _bold(sheet: Any, text: str) -> Cell:
    cell = _wrapped(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=PAPER)
    return cell


def _wrapped(sheet: Any, text: str) -> Cell:
    cell = put_text(WriteOnlyCell(sheet), shortened(text))
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
