"""Sheets that list findings: a summary, all of them, and one sheet per rule."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from cartomut.exports.choices import definitions
from cartomut.exports.spreadsheet import (
    OURS,
    note,
    put_link,
    put_number,
    put_text,
    sheet_title,
    shortened,
)
from cartomut.findings import ERROR, LEVELS, REJECT, WARNING, Finding
from cartomut.i18n import N_, Language

MAX_LISTED = 20_000  # findings in the sheet of all
MAX_PLACES = 1_000  # findings in the sheet of a rule
AUTHOR = "CartoMut · vérification"  # of every note that a check writes

Place = tuple[str, int, int]  # sheet, line and column of the copy, both from 1

_INK = "1D2B33"
_LINK = Font(color="0B5D73", underline="single")


@dataclass(frozen=True)
class Mark:
    """How a level shows: a word with its sign, a colour and a kind of border."""

    word: str
    colour: str
    border: str


MARKS = {
    REJECT: Mark(N_("✖ Rejet"), "F2A6A6", "thick"),
    ERROR: Mark(N_("▲ Erreur"), "F7C58B", "medium"),
    WARNING: Mark(N_("● Avertissement"), "FBEFA8", "dashed"),
}


def dress(cell: Cell, level: str) -> Cell:
    """Give a cell the colour and the border of a level."""
    mark = MARKS[level]
    side = Side(style=mark.border, color=_INK)
    cell.fill = PatternFill("solid", fgColor=mark.colour)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    return cell


def put_row(
    sheet: Any, line: int, values: Iterable[object], font: Font | None = None
) -> list[Cell]:
    """Write texts and whole numbers from the first column on; an empty text is no cell."""
    cells = []
    for column, value in enumerate(values, 1):
        cell = sheet.cell(line, column)
        if isinstance(value, int):
            put_number(cell, str(value))
        elif value:
            put_text(cell, shortened(str(value)))
        if font:
            cell.font = font
        cells.append(cell)
    return cells


def add_report(
    book: Any,
    about: Sequence[tuple[str, str]],
    findings: Sequence[Finding],
    places: Mapping[int, Place],
    notes: Sequence[str],
    _: Language,
) -> None:
    """Add the summary before the user's sheets, the lists after them.

    ``places`` says where a finding, by its rank, stands in the copy; ``about`` are lines of the
    summary (title and text), ``notes`` what must be said of the copy itself.
    """
    summary = _add_sheet(book, _("Résumé"), 0)
    everything = _list_all(book, findings, places, _)
    ranks: dict[str, list[int]] = {}
    for rank, finding in enumerate(findings):
        ranks.setdefault(finding.rule.code, []).append(rank)
    sheets = {
        code: _list_rule(book, findings, ranks[code], places, _)
        for code in sorted(ranks, key=_natural)
    }
    line = _put_about(summary, about)
    line = _count_levels(summary, line, findings, everything.title, _)
    line = _count_sheets(summary, line, findings, _)
    line = _count_rules(summary, line, findings, sheets, _)
    if notes:
        put_row(summary, line, [_("À savoir")], Font(bold=True))
    for number, text in enumerate(notes, line + 1):
        put_row(summary, number, [text])


def _add_sheet(book: Any, title: str, index: int | None = None) -> Any:
    """Add one of our sheets; the note on its first cell tells it from the user's."""
    sheet = book.create_sheet(sheet_title(title, book.sheetnames), index)
    put_row(sheet, 1, [OURS + title], Font(bold=True, size=14))
    sheet["A1"].comment = note(OURS + title, AUTHOR)
    return sheet


def _head(sheet: Any, line: int, titles: Sequence[str], widths: Sequence[int]) -> None:
    for cell, width in zip(put_row(sheet, line, titles), widths, strict=True):
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="0B5D73")
        sheet.column_dimensions[get_column_letter(cell.column)].width = width
    sheet.freeze_panes = f"A{line + 1}"


def _link(cell: Cell, place: Place | None) -> None:
    if place and cell.value is not None:
        put_link(cell, *place)


def _style_like(model: Sequence[Cell], cells: Sequence[Cell]) -> None:
    """Give a row the style of another; making each style anew takes ten times as long."""
    for cell, other in zip(cells, model, strict=True):
        cell._style = copy(other._style)


def _wrap(cells: Iterable[Cell]) -> None:
    for cell in cells:
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _list_all(
    book: Any, findings: Sequence[Finding], places: Mapping[int, Place], _: Language
) -> Any:
    """Add the sheet of all findings, a row each, linked to their cells."""
    sheet = _add_sheet(book, _("Anomalies"))
    titles = [_("Code"), _("Gravité"), _("Fichier"), _("Feuille"), _("Ligne"), _("Colonne")]
    titles += [_("Valeur trouvée"), _("Message"), _("Remède")]
    _head(sheet, 3, titles, (10, 18, 28, 24, 10, 26, 30, 70, 60))
    models: dict[tuple[str, bool, bool], list[Cell]] = {}
    for rank, finding in enumerate(findings[:MAX_LISTED]):
        cells = put_row(sheet, 4 + rank, _row(finding, _))
        link = cells[4] if finding.line else cells[2]
        look = (finding.rule.level, link is cells[4], rank in places)
        if look in models:
            _style_like(models[look], cells)
        else:
            models[look] = cells
            dress(cells[1], finding.rule.level)
            _wrap(cells[6:])
            link.font = _LINK if rank in places else Font()
        _link(link, places.get(rank))
    _say_cut(sheet, len(findings), MAX_LISTED, _)
    sheet.auto_filter.ref = f"A3:I{3 + max(1, min(len(findings), MAX_LISTED))}"
    return sheet


def _row(finding: Finding, _: Language) -> list[object]:
    message, _why, fix = finding.parts(_)
    what = [finding.rule.code, _(MARKS[finding.rule.level].word)]
    where = [finding.file, finding.sheet, finding.line or "", finding.column]
    return [*what, *where, finding.value, message, fix]


def _list_rule(
    book: Any,
    findings: Sequence[Finding],
    own: Sequence[int],
    places: Mapping[int, Place],
    _: Language,
) -> Any:
    """Add the sheet of a rule: its level, why it matters, what to do, and each place."""
    rule = findings[own[0]].rule
    _message, why, fix = findings[own[0]].parts(_)
    sheet = _add_sheet(book, rule.code)
    level = put_row(sheet, 2, [_("Gravité"), _(MARKS[rule.level].word)])[1]
    dress(level, rule.level)
    put_row(sheet, 3, [_("Pourquoi"), why])
    put_row(sheet, 4, [_("Que faire"), fix])
    _head(sheet, 6, [_("Lieu"), _("Ce qui a été trouvé"), _("Valeur trouvée")], (50, 90, 40))
    models: dict[bool, list[Cell]] = {}
    for line, rank in enumerate(own[:MAX_PLACES], 7):
        finding = findings[rank]
        cells = put_row(sheet, line, [finding.place(_), finding.parts(_)[0], finding.value])
        if (rank in places) in models:
            _style_like(models[rank in places], cells)
        else:
            models[rank in places] = cells
            _wrap(cells)
            cells[0].font = _LINK if rank in places else Font()
        _link(cells[0], places.get(rank))
    _say_cut(sheet, len(own), MAX_PLACES, _)
    return sheet


def _natural(code: str) -> list[tuple[int, str]]:
    """Sort ``S-10`` after ``S-9``."""
    parts = re.split(r"(\d+)", code)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _say_cut(sheet: Any, total: int, shown: int, _: Language) -> None:
    if total > shown:
        text = _("Les {montrees} premières sur {total}.")
        counts = {"montrees": _.number(shown), "total": _.number(total)}
        put_text(sheet.cell(1, 4), text.format_map(counts))


def _put_about(sheet: Any, about: Sequence[tuple[str, str]]) -> int:
    """Write the lines of the summary; returns the line where the next block begins."""
    for letter, width in zip("ABCD", (34, 70, 20, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for line, (title, text) in enumerate(about, 3):
        put_row(sheet, line, [title, text])[0].font = Font(bold=True)
    return 4 + len(about)


def _count_levels(
    sheet: Any, line: int, findings: Sequence[Finding], everything: str, _: Language
) -> int:
    """Count by level, which is also the legend of the marks."""
    counts = Counter(finding.rule.level for finding in findings)
    meanings = definitions("gravite", _)
    put_row(sheet, line, [_("Gravité"), _("Sens"), _("Anomalies")], Font(bold=True))
    for number, level in enumerate(LEVELS, line + 1):
        meaning = meanings.get(level, ("", ""))[1]
        cells = put_row(sheet, number, [_(MARKS[level].word), meaning, counts[level]])
        dress(cells[0], level)
        if counts[level]:
            cells[2].font = _LINK
            _link(cells[2], (everything, 4, 1))
    return line + len(LEVELS) + 2


def _count_sheets(sheet: Any, line: int, findings: Sequence[Finding], _: Language) -> int:
    counts = Counter((finding.file, finding.sheet) for finding in findings)
    put_row(sheet, line, [_("Fichier"), _("Feuille"), _("Anomalies")], Font(bold=True))
    for number, ((file, name), count) in enumerate(sorted(counts.items()), line + 1):
        put_row(sheet, number, [file, name, count])
    return line + len(counts) + 2


def _count_rules(
    sheet: Any, line: int, findings: Sequence[Finding], sheets: Mapping[str, Any], _: Language
) -> int:
    rules = {finding.rule.code: finding for finding in reversed(findings)}
    counts = Counter(finding.rule.code for finding in findings)
    titles = [_("Règle"), _("Pourquoi"), _("Anomalies"), _("Que faire")]
    put_row(sheet, line, titles, Font(bold=True))
    for number, (code, target) in enumerate(sheets.items(), line + 1):
        _message, why, fix = rules[code].parts(_)
        cells = put_row(sheet, number, [code, why, counts[code], fix])
        _wrap(cells[1:])
        cells[0].font = _LINK
        _link(cells[0], (target.title, 1, 1))
    return line + len(sheets) + 2
