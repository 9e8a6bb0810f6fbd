"""Fill the columns of one table from the answers of one section of a form."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from cartomut.contracts import Contract, contracts
from cartomut.findings import Finding, Rule
from cartomut.names import normalise
from cartomut.paths import REFERENCE
from cartomut.sources.correspondence import KEY, TableMap
from cartomut.sources.form_faults import NO_QUESTION, TWICE_ASKED
from cartomut.sources.sections import Answer, Place, Section
from cartomut.sources.sheets import Row

Cell = Callable[[Answer], str]
_POINT_COLUMNS = {"latitude": "latitude", "longitude": "longitude", "precision": "precision_m"}
_RAW_ORDER = ("latitude", "longitude", "altitude", "precision")
_TRUTH = {"1": "true", "0": "false", "true": "true", "false": "false", "oui": "true"}
_TRUTH |= {"yes": "true", "non": "false", "no": "false", "vrai": "true", "faux": "false"}


class Filling:
    """Fills the columns of one table from one section; keeps which headers it read."""

    def __init__(self, one: TableMap, section: Section, defaults: Mapping[str, str]) -> None:
        self.map = one
        self.section = section
        self.contract: Contract = contracts()[one.table]
        self.places: list[Place] = []
        self.cells: dict[str, Cell] = {}
        self.headers: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.absent: list[str] = []  # questions that are not in the export
        self.known: Mapping[str, str] = {}  # choices of the multiple question → our codes
        self.details: list[tuple[str, int]] = []
        self.summary = -1
        self.own: set[int] = set()  # positions of answers that make an optional row worth keeping
        self.defaults = {
            column: value
            for column, value in {**defaults, **one.constants}.items()
            if self.contract.has(column)
        }
        for column, questions in one.columns.items():
            self._fill(column, questions)
        self._fill_position()
        self._fill_rest()
        self.long_columns = self._prepare_choices()
        if self.absent:
            self._report(NO_QUESTION, ", ".join(self.absent), "", one.table)

    @property
    def asked(self) -> bool:
        """Tell whether the export holds a question of this table, beyond whose row it is."""
        if self.map.multiple:
            return bool(self.long_columns)
        own = [column for column in self.map.columns if not self._is_key(column)]
        return bool(self.own) or (bool(self.places) and not own)

    def rows(self) -> Iterator[Row]:
        """Yield the table's rows; one per choice when the table takes a multiple question."""
        cells = tuple(self.cells.values())
        for answer in self.section.answers(self.places):
            row = tuple(cell(answer) for cell in cells)
            if self.long_columns:
                yield from ((answer.line, row + pair) for pair in self._choices(answer))
            elif not self.map.optional or any(answer.cells[one] for one in self.own):
                yield answer.line, row

    def _fill(self, column: str, questions: Sequence[str]) -> None:
        positions = []
        for question in questions:
            position = -1 if question == KEY else self._position(question, column)
            if position is not None:
                positions.append(position)
                self.headers.setdefault(column, self._header(position))
        if positions:
            codes = {normalise(choice): code for choice, code in self._codes(column).items()}
            self.cells[column] = _first(positions, codes, self.defaults.get(column, ""))
            if not self._is_key(column):
                self.own.update(position for position in positions if position >= 0)

    def _codes(self, column: str) -> Mapping[str, str]:
        return self.map.codes.get(column, {})

    def _is_key(self, column: str) -> bool:
        """Tell whether a column says whose row it is rather than what was answered."""
        foreign = {name for key in self.contract.foreign_keys for name in key.columns}
        keys = {*self.contract.primary_key, *foreign, *self.defaults, "source_id", "nature"}
        return column in keys

    def _position(self, question: str, column: str) -> int | None:
        """Ask for a question's cell; report a question that is absent or found twice."""
        up, found = self.section.find(question)
        if len(found) == 1:
            return self._ask(up, found[0])
        if found:
            section = self.section.at(up)
            shown = ", ".join(section.sheet.columns[number] for number in found)
            section.headers.used.update(found)
            self._report(TWICE_ASKED, question, column, shown)
        elif column not in self.defaults and len(self.map.columns.get(column, ())) < 2:
            self.absent.append(question)
        return None

    def _ask(self, up: int, column: int) -> int:
        self.section.at(up).headers.used.add(column)
        self.places.append((up, column))
        return len(self.places) - 1

    def _header(self, position: int) -> str:
        if position < 0:
            return ""
        up, column = self.places[position]
        return self.section.at(up).sheet.columns[column]

    def _report(self, rule: Rule, value: str, column: str, expected: str) -> None:
        sheet = self.section.sheet
        fields = {"attendu": expected}
        self.findings.append(
            Finding(rule, sheet.file, None, column, value, fields, sheet=sheet.name)
        )

    def _fill_rest(self) -> None:
        """Fill with their default the columns that no question fills."""
        for column in self.defaults.keys() - self.cells.keys():
            self.cells[column] = _constant(self.defaults[column])
        for column in self.cells:
            self.headers.setdefault(column, "")
        self.cells = {
            one.name: self.cells[one.name]
            for one in self.contract.file_fields
            if one.name in self.cells
        }

    # -------------------------------------------------------------- positions

    def _fill_position(self) -> None:
        """Fill latitude, longitude and precisions from the parts of a geopoint, or its text."""
        if not self.map.position:
            return
        up, parts, raw = self._find_point(self.map.position)
        if not parts and raw is None:
            self.absent.append(self.map.position)
            return
        positions = {part: self._ask(up, column) for part, column in parts.items()}
        text = self._ask(up, raw) if raw is not None else -1
        shown = self._header(text) or self._header(next(iter(positions.values()), -1))
        for part, column in _POINT_COLUMNS.items():
            if self.contract.has(column) and column not in self.cells:
                self.cells[column] = _point(positions.get(part, -1), text, _RAW_ORDER.index(part))
                self.headers[column] = self._header(positions.get(part, -1)) or shown
        if self.contract.has("precision") and "latitude" in self.cells:
            written = self.cells.get("precision", _constant(""))
            self.cells["precision"] = _or_gps(written, self.cells["latitude"])
            self.headers.setdefault("precision", shown)
        self.own |= {*positions.values(), *({text} - {-1})}

    def _find_point(self, question: str) -> tuple[int, dict[str, int], int | None]:
        for up, section in enumerate(self.section.upwards()):
            parts, raw = section.headers.point(question), section.headers.question(question)
            if parts or raw:
                return up, parts, raw[0] if raw else None
        return 0, {}, None

    # -------------------------------------------------------------- multiple choices

    def _prepare_choices(self) -> tuple[str, ...]:
        one, headers = self.map, self.section.headers
        if not (one.multiple and one.choice):
            return ()
        summary, details = headers.question(one.multiple), headers.details(one.multiple)
        if not summary and not details:
            self.absent.append(one.multiple)
            return ()
        self.known = known_choices(self.contract, one)
        self.details = [
            (self.known.get(normalise(choice), choice), self._ask(0, column))
            for choice, column in details.items()
        ]
        self.summary = self._ask(0, summary[0]) if summary else -1
        shown = self._header(self.summary) or self._header(self.details[0][1])
        columns = (one.choice, one.answer) if one.answer else (one.choice,)
        self.headers |= dict.fromkeys(columns, shown)
        return columns

    def _choices(self, answer: Answer) -> Iterator[tuple[str, ...]]:
        """Yield each choice with true or false; nothing when the question was not answered."""
        marked = {code: answer.cells[position] for code, position in self.details}
        if not any(marked.values()):
            marked = self._summary_choices(answer)
        for code, text in marked.items():
            if text and code and code not in self.map.none:
                said = _TRUTH.get(text.lower(), text)
                if self.map.answer:
                    yield code, said
                elif said == "true":
                    yield (code,)

    def _summary_choices(self, answer: Answer) -> dict[str, str]:
        text = answer.cells[self.summary] if self.summary >= 0 else ""
        chosen = split_choices(text, self.known)
        offered = dict.fromkeys(self.map.offered, "0") if chosen else {}
        return offered | dict.fromkeys(chosen, "1")


def known_choices(contract: Contract, one: TableMap) -> dict[str, str]:
    """Map normalised names and labels of the choices to our codes."""
    listed = next((field.code_list for field in contract.fields if field.name == one.choice), "")
    known = {normalise(name): code for name, code in code_names().get(listed, {}).items()}
    known |= {normalise(choice): choice for choice in (*one.offered, *one.none)}
    mapped = one.codes.get(one.choice, {})
    return known | {normalise(choice): code for choice, code in mapped.items()}


def split_choices(text: str, known: Mapping[str, str]) -> list[str]:
    """Split a cell of choices joined by spaces; labels that hold spaces are found whole.

    A piece that is not known stays as it is, to be reported as a code that does not exist.
    """
    pieces, found, start = text.split(), [], 0
    while start < len(pieces):
        ends = range(len(pieces), start, -1)
        end = next((end for end in ends if normalise("".join(pieces[start:end])) in known), 0)
        whole = normalise("".join(pieces[start : end or start + 1]))
        found.append(known.get(whole, pieces[start]))
        start = end or start + 1
    return [code for code in dict.fromkeys(found) if code]


@cache
def code_names() -> dict[str, dict[str, str]]:
    """Map, for each list, codes and both of their names to the code."""
    found: dict[str, dict[str, str]] = {}
    with (REFERENCE / "code_liste.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names = found.setdefault(row["liste"], {})
            names |= {row[key]: row["code"] for key in ("nom_fr", "nom_en", "code") if row[key]}
    return found


def _first(positions: Sequence[int], codes: Mapping[str, str], default: str) -> Cell:
    """Take the first answer among these; its code when the choice has one."""

    def cell(answer: Answer) -> str:
        texts = (answer.key if position < 0 else answer.cells[position] for position in positions)
        text = next(filter(None, texts), "")
        return codes.get(normalise(text), text) if text else default

    return cell


def _constant(text: str) -> Cell:
    return lambda _: text


def _point(position: int, raw: int, order: int) -> Cell:
    """Take a part of a position from its own column, else from the text « lat lon alt prec »."""

    def cell(answer: Answer) -> str:
        text = answer.cells[position] if position >= 0 else ""
        if text or raw < 0:
            return text
        parts = answer.cells[raw].split()
        return parts[order] if order < len(parts) else ""

    return cell


def _or_gps(written: Cell, latitude: Cell) -> Cell:
    """Say « gps » of a measured position, unless the form says better."""
    return lambda answer: written(answer) or ("gps" if latitude(answer) else "")
