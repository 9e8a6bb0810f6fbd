"""Follow the cells of a worksheet's XML as it is decompressed, before a reader lays them out.

A reader gives a sheet the memory of the whole rectangle that its cells span, so two cells far
apart can ask for more than a machine has. And the reader takes a formula's error for an empty cell.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.parsers import expat

ROWS, COLUMNS = 1_048_576, 16_384  # of a sheet, in every spreadsheet program
_KEPT = 4096  # bytes looked at again with the next piece: a cell and its formula
_LONGEST = 1 << 20  # bytes without a tag that are kept
UNKNOWN = "#ERR!"  # an error whose text is not known
_LISTED = 100_000  # formulas in error that are listed
_CELL = re.compile(
    rb"<(?:[^\s<>/:!?]+:)?(row|c)(?=[\s/>])"
    rb"(?:[^<>]*?\sr\s*=\s*[\"']([A-Za-z]*)(\d+)[\"'])?([^<>]*)>"
)
_PLAIN_COLUMN = re.compile(rb'<c r="([A-Z]+)[0-9]+"[^<>/]*>')
_PLAIN_ROW = re.compile(rb'<c r="[A-Z]+([0-9]{1,12})"[^<>/]*>')
_NOT_PLAIN = (b't="e"', b"t='e'", b"<f", b":c", b"<c\n", b"<c\r", b"<c\t", b"<c>")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")


@dataclass
class Extent:
    """What a sheet holds: the rectangle from A1, its formulas in error or never computed."""

    rows: int = 0
    columns: int = 0
    errors: list[tuple[int, int, str]] = field(default_factory=list)  # row, column from 1; text
    uncomputed: list[tuple[int, int]] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """Cells of the rectangle, empty ones included."""
        return self.rows * self.columns

    def reach(self, row: int, column: int) -> None:
        """Take in one more cell."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)


class XlsxScan:
    """Scan one worksheet part of an XLSX; `feed` its bytes, then `close`.

    A part that is not XML, or that two readers could take differently, raises ExpatError.
    """

    def __init__(self) -> None:
        self.extent = Extent()
        self._parser = expat.ParserCreate()
        self._tail = b""
        self._row = self._column = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next piece of the part."""
        if b"\0" in chunk:
            raise expat.ExpatError("UTF-16")
        self._parser.Parse(chunk, False)
        data = self._tail + chunk
        cut = data.rfind(b"<", 0, max(0, len(data) - _KEPT))
        if cut < 0:
            self._tail = data[-_LONGEST:]
            return
        self._scan(data, cut)
        self._tail = data[cut:][-_LONGEST:]

    def close(self) -> Extent:
        """Scan what is left and return the extent."""
        self._parser.Parse(b"", True)
        self._scan(self._tail, len(self._tail))
        return self.extent

    def _scan(self, data: bytes, end: int) -> None:
        """Follow the tags that begin before `end`; what stands after may be their content."""
        if not self._scan_plain(data[:end]):
            self._scan_tags(data, end)

    def _scan_plain(self, data: bytes) -> bool:
        """Scan cells that all say where they are and hold no formula; False if others are there."""
        columns = _PLAIN_COLUMN.findall(data)
        if len(columns) != data.count(b"<c ") or any(mark in data for mark in _NOT_PLAIN):
            return False
        if columns:
            rows = set(_PLAIN_ROW.findall(data))
            last = max(map(column_index, set(columns)))
            self.extent.reach(max(int(row) for row in rows), last)
            self._row, self._column = max(self._row, *map(int, rows)), last
        return True

    def _scan_tags(self, data: bytes, end: int) -> None:
        for match in _CELL.finditer(data):
            if match.start() >= end:
                break
            kind, letters, number, rest = match.groups()
            if match[0].count(b'"') % 2 or match[0].count(b"'") % 2:
                raise expat.ExpatError(">")  # an attribute that holds the end of a tag
            if kind == b"row":
                self._row, self._column = int(number[:12]) if number else self._row + 1, 0
                continue
            self._column = column_index(letters) if letters else self._column + 1
            row = int(number[:12]) if letters and number else self._row
            if not rest.endswith(b"/"):
                self._cell(row, match[0], data, match.end())

    def _cell(self, row: int, tag: bytes, data: bytes, start: int) -> None:
        self.extent.reach(row, self._column)
        if len(self.extent.errors) + len(self.extent.uncomputed) >= _LISTED:
            return
        if b't="e"' in tag or b"t='e'" in tag:
            value = _VALUE.search(data, start, start + _KEPT)
            text = value[1].decode("utf-8", "replace") if value else UNKNOWN
            self.extent.errors.append((row, self._column, text))
        elif data.startswith(b"<f", start) and b'"str"' not in tag:
            value = _VALUE.search(data, start, data.find(b"</c>", start))
            if not (value and value[1]):
                self.extent.uncomputed.append((row, self._column))


class OdsScan:
    """Scan the ``content.xml`` of an ODS; the extents are by sheet name."""

    def __init__(self) -> None:
        self.extents: dict[str, Extent] = {}
        self._extent = Extent()
        self._row = self._column = self._row_repeat = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, chunk: bytes) -> None:
        """Take the next piece; raises ExpatError when it is not XML."""
        self._parser.Parse(chunk, False)

    def close(self) -> dict[str, Extent]:
        """Return the extent of each sheet; raises ExpatError when the XML is cut."""
        self._parser.Parse(b"", True)
        return self.extents

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._extent = self.extents.setdefault(attributes.get("table:name", ""), Extent())
            self._row = 0
        elif tag == "table:table-row":
            self._row_repeat = _repeat(attributes, "table:number-rows-repeated", ROWS)
            self._column = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._column += _repeat(attributes, "table:number-columns-repeated", COLUMNS)
            self._cell(attributes)

    def _end(self, tag: str) -> None:
        if tag == "table:table-row":
            self._row += self._row_repeat

    def _cell(self, attributes: dict[str, str]) -> None:
        if any(name.startswith(("office:", "table:formula")) for name in attributes):
            self._extent.reach(self._row + self._row_repeat, self._column)
        error = attributes.get("calcext:value-type") == "error"
        if error and len(self._extent.errors) < _LISTED:
            self._extent.errors.append((self._row + 1, self._column, UNKNOWN))


@cache
def column_index(letters: bytes) -> int:
    """Turn a column's letters into its number: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """Turn a column's number into its letters: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _repeat(attributes: dict[str, Any], name: str, most: int) -> int:
    text = attributes.get(name, "1")
    return min(int(text), most) if text.isdecimal() else 1
