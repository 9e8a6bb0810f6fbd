"""Read delimited text (CSV, TSV), whatever its encoding and its separator."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

from charset_normalizer import from_bytes

from cartomut.sources import faults
from cartomut.sources.faults import Faults
from cartomut.sources.headers import Layout, Origin, Record, survey, table_rows
from cartomut.sources.limits import Limits
from cartomut.sources.sheets import Row, Sheet

Opener = Callable[[], BinaryIO]

SEPARATORS = ",;\t|"
CHUNK = 1 << 20  # bytes
SAMPLE = 1 << 16  # bytes or characters looked at to guess
SAMPLED_LINES = 200
GUESSED = ("cp1252", "mac_roman", "cp850")  # what Excel wrote before UTF-8, by system
SPOILT = 0.5  # share of unreadable sequences under which a text is UTF-8 with faults
NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "CP850 (MS-DOS)"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Dialect:
    """How a text is written: its encoding, its separator, and lines above it to pass over."""

    encoding: str
    separator: str
    skipped: int = 0  # lines such as Excel's own « sep=; »


@dataclass
class Bytes:
    """What a first look at the bytes of a text tells."""

    is_utf8: bool = True
    nuls: int = 0
    nul_line: int = 0
    sample: bytes = b""  # around the first bytes that are not ASCII


def read_file(path: Path, limits: Limits, found: Faults) -> Sheet | None:
    """Read the table of a text file; None, with findings, when it has none."""
    opener = partial(_open_file, path)
    return read_stream(opener, Origin(path.name, is_strict=True), limits, found, path)


def read_member(
    archive: Path, member: str, name: str, limits: Limits, found: Faults
) -> Sheet | None:
    """Read a CSV inside a ZIP archive that was checked before; `name` is its sheet's name."""
    opener = partial(_open_member, archive, member)
    return read_stream(opener, Origin(archive.name, name, is_strict=True), limits, found)


def read_stream(
    opener: Opener, origin: Origin, limits: Limits, found: Faults, path: Path | None = None
) -> Sheet | None:
    """Read the table of a text; `path` is its file when DuckDB could read it by itself."""
    dialect = _dialect(opener, origin, found)
    if dialect is None:
        return None
    reader = Lines(opener, dialect, origin, limits.constats)
    layout = survey(reader.records(found), origin, limits, found)
    if layout is None or reader.has_stopped:
        return None
    plain = layout.is_plain and not reader.has_faults and dialect == Dialect("utf-8", ",")
    rows = partial(_rows, Lines(opener, dialect, origin, limits.constats), layout)
    name, line = origin.sheet, layout.header_line
    return Sheet(origin.file, name, layout.columns, rows, line, path if plain else None)


class Lines:
    """The records of a text; a record that cannot be cut into cells is left out alone."""

    def __init__(self, opener: Opener, dialect: Dialect, origin: Origin, most: int) -> None:
        self._opener, self._dialect, self._origin, self._most = opener, dialect, origin, most
        self._line = 0  # of the last line handed to the csv module
        self._held: list[str] = []  # lines of the record being read
        self._again: list[str] = []  # lines to read again, the next one last
        self._faults = 0
        self._text: Iterator[str] = iter(())

    @property
    def has_faults(self) -> bool:
        """Tell whether a line had a quote badly closed."""
        return self._faults > 0

    @property
    def has_stopped(self) -> bool:
        """Tell whether there were too many of them to go on."""
        return self._faults > self._most

    def records(self, found: Faults | None = None) -> Iterator[Record]:
        """Yield each record with its first line, from the start of the text."""
        self._line, self._held, self._again, self._faults = 0, [], [], 0
        with _text(self._opener, self._dialect.encoding) as text:
            self._line = sum(1 for _line in islice(text, self._dialect.skipped))
            self._text = text
            reader = csv.reader(self, delimiter=self._dialect.separator, strict=True)
            while not self.has_stopped:
                self._held.clear()
                start = self._line + 1
                try:
                    yield start, next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    self._fail(start, found)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """Hand one line to the csv module, whose own limit on a cell ends an unclosed quote."""
        line = self._again.pop() if self._again else next(self._text)
        self._line += 1
        self._held.append(line)
        return line

    def _fail(self, start: int, found: Faults | None) -> None:
        """Report the record's first line, and read the following ones again."""
        self._faults += 1
        self._again += reversed(self._held[1:])
        self._line = start
        if found is not None:
            where = (self._origin.file, start, "", self._held[0].strip() if self._held else "")
            found.add(faults.QUOTE, *where, self._origin.sheet)
            if self.has_stopped:
                where = (self._origin.file, start, "", "")
                found.add(
                    faults.TOO_MANY_QUOTES,
                    *where,
                    self._origin.sheet,
                    fields={"limite": self._most},
                )


def guess_separator(text: str) -> str:
    """Choose the separator that cuts most lines into the same number of cells; else a comma."""
    scores = [(*_regularity(text, separator), separator) for separator in SEPARATORS]
    share, width, separator = max(scores, key=lambda score: (round(score[0], 1), score[1]))
    return separator if share and width > 1 else ","


def guess_encoding(sample: bytes) -> str:
    """Choose the encoding of a text that is not UTF-8, or UTF-8 when it nearly is."""
    text = sample.decode("utf-8", "replace")
    odd = sum(letter > "\x7f" for letter in text)
    if text.count("\ufffd") <= SPOILT * odd:
        return "utf-8"
    best = from_bytes(sample, cp_isolation=list(GUESSED)).best()
    return best.encoding if best and best.encoding in GUESSED else GUESSED[0]


def _dialect(opener: Opener, origin: Origin, found: Faults) -> Dialect | None:
    with opener() as source:
        head = source.read(4)
    encoding = next((name for bom, name in _BOMS if head.startswith(bom)), "")
    if not encoding.startswith(("utf-16", "utf-32")):
        seen = _look(opener)
        if seen.nuls:
            where = (origin.file, seen.nul_line, "", "", origin.sheet)
            found.add(faults.NUL, *where, fields={"trouve": seen.nuls})
            return None
        encoding = _encoding(opener, encoding or "utf-8", seen, origin, found)
    with _text(opener, encoding) as text:
        lines = list(islice(text, SAMPLED_LINES))
    if not any(line.strip() for line in lines):
        found.add(faults.EMPTY, origin.file, sheet=origin.sheet)
        return None
    declared = lines[0].strip().strip('"').lower()
    if declared.startswith("sep=") and len(declared) == 5:
        return Dialect(encoding, declared[4], skipped=1)
    return Dialect(encoding, guess_separator("".join(lines)[:SAMPLE]))


def _look(opener: Opener) -> Bytes:
    """Go through the bytes once: are they UTF-8, is there a NUL, and where."""
    seen, lines = Bytes(), 1
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opener() as source:
        while chunk := source.read(CHUNK):
            if count := chunk.count(b"\0"):
                seen.nul_line = seen.nul_line or lines + chunk.count(b"\n", 0, chunk.find(b"\0"))
                seen.nuls += count
            if len(seen.sample) < SAMPLE and not chunk.isascii():
                seen.sample += b"".join(
                    line for line in chunk.splitlines(keepends=True) if not line.isascii()
                )[:SAMPLE]
            seen.is_utf8 = seen.is_utf8 and _decodes(decoder, chunk)
            lines += chunk.count(b"\n")
    seen.is_utf8 = seen.is_utf8 and _decodes(decoder, b"", is_last=True)
    return seen


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, is_last: bool = False) -> bool:
    try:
        decoder.decode(chunk, is_last)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(opener: Opener, encoding: str, seen: Bytes, origin: Origin, found: Faults) -> str:
    if seen.is_utf8:
        return encoding
    guess = guess_encoding(seen.sample) if encoding == "utf-8" else encoding
    if guess in NAMES:
        found.add(faults.ENCODING, origin.file, value=NAMES[guess], sheet=origin.sheet)
    _report_unreadable(opener, guess, origin, found)
    return guess


def _report_unreadable(opener: Opener, encoding: str, origin: Origin, found: Faults) -> None:
    with _text(opener, encoding) as text:
        places = [(line, count) for line, one in enumerate(text, 1) if (count := one.count("�"))]
    if places:
        total = sum(count for _line, count in places)
        where = (origin.file, places[0][0], "", "", origin.sheet)
        found.add(faults.UNREADABLE_TEXT, *where, fields={"trouve": total})


def _regularity(text: str, separator: str) -> tuple[float, int]:
    """Return the share of lines that are cut into the commonest number of cells, and it."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths = [len(cells) for cells in rows]
    counts = Counter(width for width in widths if width)
    if not counts:
        return 0.0, 0
    width, count = max(counts.items(), key=lambda entry: (entry[1], entry[0]))
    return (count / counts.total() if width > 1 else 0.0), width


def _rows(lines: Lines, layout: Layout) -> Iterator[Row]:
    return table_rows(lines.records(), layout)


def _text(opener: Opener, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(opener(), encoding=encoding, errors="replace", newline="")


def _open_file(path: Path) -> BinaryIO:
    return path.open("rb")


def _open_member(archive: Path, member: str) -> BinaryIO:
    with ZipFile(archive) as opened:  # the member keeps the file open by itself
        return opened.open(member)  # type: ignore[return-value]
