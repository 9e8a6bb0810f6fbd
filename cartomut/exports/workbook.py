"""The CartoMut workbook: one sheet per table, to fill in, or filled with the data in use."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import repeat, zip_longest
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from cartomut import i18n
from cartomut.contracts import Contract, Field, contracts
from cartomut.exports import choices as drop_downs
from cartomut.exports import guidance
from cartomut.exports.choices import Choices
from cartomut.exports.spreadsheet import (
    OURS,
    ROWS,
    note,
    put_link,
    put_number,
    put_text,
    save,
    sheet_title,
    streamed_book,
)
from cartomut.i18n import Language

ORDER = (
    "organisme",
    "organisme_statut",
    "organisme_exercice",
    "implantation",
    "perimetre",
    "prestation_acte",
    "prestation_pathologie",
    "depense_sha",
    "centre",
    "centre_service",
    "centre_activite",
    "fait_publie",
    "affirmation",
    "jalon",
    "convention",
    "lien_reseau",
    "activite",
    "activite_partenaire",
    "projet",
    "financement_projet",
    "offre",
    "rencontre",
    "recommandation",
    "modele_reference",
    "com_contrat",
    "com_partie",
    "com_axe",
    "com_objectif",
    "com_indicateur",
    "com_cible",
    "com_mesure",
    "com_moyen",
    "com_evaluation",
)
LAST = ("source", "correction")
CHUNK = 10_000  # rows held at once

_EXACT = 10**15  # whole numbers from here on are stored as text: a spreadsheet would round them
_FIRST_YEAR = 1901  # dates before are stored as text: spreadsheets disagree on them
_INK, _PAPER, _REQUIRED, _OPTIONAL = "FFFFFF", "EAF1F4", "0B5D73", "52626B"
_FORMATS = {"integer": "#,##0", "year": "0", "number": "General", "date": "yyyy-mm-dd"}

Converter = Callable[[Cell, Any], Cell]


def write(
    path: Path,
    tables: Mapping[str, pd.DataFrame] | None = None,
    language: str = "fr",
    about: Mapping[str, str] | None = None,
) -> None:
    """Write the workbook, empty or filled with these tables; others of its tables stay empty.

    ``about`` says which data they are: ``jeu``, ``version``, ``construit_le``, as ``Store.about``.
    Tables that the workbook has no sheet for are left out, columns that a table lacks stay empty.

    Raises
    ------
    ValueError
        When a text is longer than a cell can hold.
    """
    _ = i18n.language(language)
    given = dict(tables or {})
    titles = sheet_titles(_)
    offered: dict[str, Choices] = {}
    with streamed_book() as book:
        _write_read_me(book, titles, given, dict(about or {}), _)
        for contract in workbook_tables():
            sheet = book.create_sheet(titles[contract.name])
            rows = given.get(contract.name, pd.DataFrame())
            _write_table(sheet, contract, rows, offered, titles, _)
        _write_lists(book, offered, _)
        save(book, path)


def workbook_tables() -> list[Contract]:
    """List the tables that have a sheet, in the order of the sheets."""
    known = contracts()
    filled_in = [name for name, contract in known.items() if contract.is_study]
    ordered = sorted(filled_in, key=lambda name: (*_rank(name), name))
    return [known[name] for name in (*ordered, *LAST)]


def sheet_titles(_: Language) -> dict[str, str]:
    """Name the sheet of each table: its title, as far as a sheet's name allows."""
    titles: dict[str, str] = {}
    taken = [_read_me_title(_), _lists_title(_)]
    for contract in workbook_tables():
        wanted = str(_.pick(contract.title, contract.title_en))
        titles[contract.name] = sheet_title(wanted, [*taken, *titles.values()])
    return titles


def header(field: Field, _: Language) -> str:
    """Name a column in the first row of its sheet."""
    return str(_.pick(field.title, field.title_en))


def _rank(table: str) -> tuple[int]:
    return (ORDER.index(table) if table in ORDER else len(ORDER),)


def _read_me_title(_: Language) -> str:
    return _("Lisez-moi")


def _lists_title(_: Language) -> str:
    return _("Listes")


def _write_table(
    sheet: Any,
    contract: Contract,
    rows: pd.DataFrame,
    offered: dict[str, Choices],
    titles: Mapping[str, str],
    _: Language,
) -> None:
    """Write one sheet: its columns' formats and drop-downs, its header, its rows."""
    fields = contract.file_fields
    found = [drop_downs.choices(contract, field, _) for field in fields]
    offered |= {one.name: one for one in found if one}
    _dress(sheet, fields, len(rows))
    for letter, field, one in zip(_letters(fields), fields, found, strict=True):
        rule = _validation(field, drop_downs.limits(contract, field), one, _)
        if rule:
            rule.add(f"{letter}2:{letter}{ROWS}")
            sheet.data_validations.append(rule)
    pairs = zip(fields, found, strict=True)
    sheet.append([_header_cell(sheet, contract, field, one, titles, _) for field, one in pairs])
    for cells in _cells(sheet, fields, found, rows):
        sheet.append(cells)
    sheet.close()


def _dress(sheet: Any, fields: list[Field], rows: int) -> None:
    """Freeze the header, set filters, widths and what is typed into empty cells."""
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{rows + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    for letter, field in zip(_letters(fields), fields, strict=True):
        column = sheet.column_dimensions[letter]
        column.width = _width(field)
        column.number_format = _format(field)


def _letters(fields: list[Field]) -> list[str]:
    return [get_column_letter(number) for number in range(1, len(fields) + 1)]


def _width(field: Field) -> int:
    """Return a column's width in characters: room for its title on two lines, and its values."""
    values = 26 if field.type == "string" else 14
    return min(40, max(values, len(field.title) // 2 + 8))


def _format(field: Field) -> str:
    return _FORMATS.get(field.type, "@")  # @: what is typed stays text, 007 is not 7


def _header_cell(
    sheet: Any,
    contract: Contract,
    field: Field,
    offered: Choices | None,
    titles: Mapping[str, str],
    _: Language,
) -> Cell:
    cell = put_text(WriteOnlyCell(sheet), header(field, _))
    colour = _REQUIRED if field.required else _OPTIONAL
    cell.fill = PatternFill("solid", fgColor=colour)
    cell.font = Font(bold=True, color=_INK, underline="single" if field.required else None)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    lines = list(guidance.explanation(contract, field, offered, titles, _))
    cell.comment = note("\n".join(lines))
    return cell


def _validation(
    field: Field, limits: Mapping[str, Any], offered: Choices | None, _: Language
) -> DataValidation | None:
    """Make what a spreadsheet checks while one types; texts are free."""
    if offered:
        style = "stop" if field.type == "boolean" else "warning"  # codes may be typed as well
        error = guidance.list_refusal(_)
        rule = DataValidation("list", _list_name(offered), errorStyle=style, error=error)
    elif field.type == "date":
        rule = DataValidation(
            "date", "DATE(1901,1,1)", "DATE(2100,12,31)", error=guidance.date_refusal(_)
        )
        rule.operator = "between"
    elif field.type in ("integer", "year", "number"):
        rule = _number_validation("decimal" if field.type == "number" else "whole", limits, _)
    else:
        return None
    rule.allow_blank = rule.showErrorMessage = True
    rule.errorTitle = "CartoMut"
    return rule


def _number_validation(kind: str, limits: Mapping[str, Any], _: Language) -> DataValidation:
    low, high = limits.get("minimum"), limits.get("maximum")
    error = guidance.number_refusal(kind, low, high, _)
    first = str(-_EXACT if low is None else low)
    last = str(_EXACT if high is None else high)
    return DataValidation(kind, first, last, operator="between", error=error)


def _cells(
    sheet: Any, fields: list[Field], found: list[Choices | None], rows: pd.DataFrame
) -> Iterator[list[Cell | None]]:
    """Yield each row's cells; unknown values are no cells. Each column lends one cell to all."""
    columns = []
    for field, one in zip(fields, found, strict=True):
        cell = WriteOnlyCell(sheet)
        cell.number_format = _format(field)
        columns.append((field.name, cell, _converter(field, one)))
    for start in range(0, len(rows), CHUNK):
        part = rows.iloc[start : start + CHUNK]
        values = (
            part[name].tolist() if name in part else repeat(None, len(part)) for name, *_ in columns
        )
        for row in zip(*values, strict=True):
            yield [
                None if _is_unknown(value) else convert(cell, value)
                for value, (_name, cell, convert) in zip(row, columns, strict=True)
            ]


def _is_unknown(value: Any) -> bool:
    return value is None or value is pd.NA or value != value or value == ""  # noqa: PLR0124


def _converter(field: Field, offered: Choices | None) -> Converter:
    """Choose how the values of a column are stored."""
    labels = dict(offered.labels) if offered else {}
    if field.type == "boolean":
        return lambda cell, value: put_text(cell, labels.get(str(value).lower(), str(value)))
    if field.type == "date":
        return _put_date
    if field.type in ("integer", "year", "number"):
        return _put_amount
    return lambda cell, value: put_text(cell, labels.get(str(value), str(value)))


def _put_date(cell: Cell, value: Any) -> Cell:
    if isinstance(value, date) and value.year >= _FIRST_YEAR:
        cell.value = value
        return cell
    return put_text(cell, value.isoformat()[:10] if isinstance(value, date) else str(value))


def _put_amount(cell: Cell, value: Any) -> Cell:
    if isinstance(value, str) or not math.isfinite(value):
        return put_text(cell, str(value))
    whole = int(value)
    if whole != value:
        return put_number(cell, repr(float(value)))
    return put_number(cell, str(whole)) if abs(whole) < _EXACT else put_text(cell, str(whole))


def _list_name(offered: Choices) -> str:
    return f"liste_{offered.name}"


def _write_lists(book: Workbook, offered: Mapping[str, Choices], _: Language) -> None:
    """Write every drop-down's texts beside their codes, and name each range."""
    sheet: Any = book.create_sheet(_lists_title(_))
    for number in range(1, 2 * len(offered) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 30 if number % 2 else 16
    sheet.freeze_panes = "A3"
    sheet.append([_bold(sheet, OURS + _("Valeurs des listes déroulantes, avec leurs codes"))])
    heads = [text for name in offered for text in (name, _("code"))]
    sheet.append([_bold(sheet, text) for text in heads])
    lent = [_plain(sheet, "") for _text in heads]  # one cell per column, for all rows
    for texts in zip_longest(*_list_columns(offered.values()), fillvalue=""):
        pairs = zip(lent, texts, strict=True)
        sheet.append([put_text(cell, text) if text else None for cell, text in pairs])
    sheet.close()
    place = quote_sheetname(sheet.title)
    for rank, one in enumerate(offered.values()):
        letter, last = get_column_letter(2 * rank + 1), len(one.labels) + 2
        name = _list_name(one)
        reference = f"{place}!${letter}$3:${letter}${last}"
        book.defined_names[name] = DefinedName(name, attr_text=reference)


def _list_columns(offered: Iterable[Choices]) -> Iterator[list[str]]:
    for one in offered:
        yield list(one.labels.values())
        yield list(one.labels)


def _write_read_me(
    book: Workbook,
    titles: Mapping[str, str],
    given: Mapping[str, pd.DataFrame],
    about: Mapping[str, str],
    _: Language,
) -> None:
    """Write the first sheet: what the workbook is, how to fill it in, what each sheet holds."""
    sheet: Any = book.create_sheet(_read_me_title(_))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 36, 110
    sheet.append([_bold(sheet, OURS + _("Classeur des mutuelles sociales"))])
    is_invented = any(map(_is_invented, given.values()))
    for title, text in guidance.introduction(about, is_invented, _):
        sheet.append([_bold(sheet, title), _plain(sheet, text)])
    sheet.append([_bold(sheet, _("Feuille")), _bold(sheet, _("Une ligne par…"))])
    for contract in workbook_tables():
        name = put_link(_plain(sheet, titles[contract.name]), titles[contract.name])
        name.font = Font(color=_REQUIRED, underline="single")
        grain = str(_.pick(contract.description, contract.description_en))
        sheet.append([name, _plain(sheet, grain)])
    sheet.close()


def _is_invented(rows: pd.DataFrame) -> bool:
    return "nature" in rows and bool((rows["nature"] == "demonstration").any())


def _bold(sheet: Any, text: str) -> Cell:
    cell = _plain(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=_PAPER)
    return cell


def _plain(sheet: Any, text: str) -> Cell:
    cell = put_text(WriteOnlyCell(sheet), text)
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
