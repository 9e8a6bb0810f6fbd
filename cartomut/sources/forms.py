"""Read KoboToolbox and ODK Central exports: sections, repeats, geopoints, multiple choices.

A correspondence says which question fills which column; a plain table with a correspondence is
read the same way. Rows are streamed; of the sections above a repeat, only the answers that its
tables need are kept in memory.
"""

import re
from functools import cached_property

from cartomut.findings import Finding, Rule
from cartomut.names import normalise
from cartomut.sources.correspondence import MAIN, Correspondence, TableMap
from cartomut.sources.filling import Filling
from cartomut.sources.form_faults import (
    ENCRYPTED,
    FORM,
    NO_REPEATS,
    NO_STATE,
    NOT_APPROVED,
    NOT_MAPPED,
    ORPHAN,
    PERSONAL,
    REJECTED,
    TRACED,
    TWICE,
)
from cartomut.sources.questions import Headers
from cartomut.sources.sections import Section, cell_at
from cartomut.sources.sheets import Guess, Incoming, Sheet
from cartomut.sources.surveys import KOBO, ODK, PLAIN, TRACES, Export, is_personal, stem

SHEET_NAME = 31  # characters that a workbook keeps of a sheet's name
_STEP = re.compile(r"\[\d+\]$")


class Form:
    """An export with a correspondence: its sections, and the tables that they fill."""

    def __init__(self, export: Export, correspondence: Correspondence) -> None:
        self.export = export
        self.correspondence = correspondence
        self.findings: list[Finding] = []
        self.main = self._section(export.main, MAIN)
        self.sections = {MAIN: self.main} | {
            name: self._section(sheet, name) for name, sheet in self._named_repeats().items()
        }
        for section in self.sections.values():
            section.above = self._above(section)

    @cached_property
    def fit(self) -> float:
        """Tell how well both sides know each other, from 0 to 1.

        The mean of two shares: questions of the correspondence that are in the export, columns
        of the export that the correspondence asks for.
        """
        asked = {(one.section, question) for one in self._tables() for question in one.questions}
        found = [columns for pair in asked if (columns := self._columns(*pair))]
        there = sum(len(section.headers.loadable) for section in self.sections.values())
        known = len({column for columns in found for column in columns})
        return (len(found) / len(asked) + known / there) / 2 if asked and there else 0.0

    def load(self) -> list[Incoming]:
        """Say where the rows of each table come from; findings are kept on the way."""
        self.findings += self._examine()
        incoming = [found for one in self._tables() if (found := self._incoming(one)) is not None]
        self.findings = list({_once(one): one for one in self.findings}.values())
        self.findings += self._unread()
        if incoming:
            said = self._finding(
                FORM,
                self.correspondence.file,
                attendu=(self.export.kind, ""),
                nombre=len(incoming),
            )
            self.findings.insert(0, said)
        return incoming

    def _tables(self) -> list[TableMap]:
        """Tables of the correspondence whose section is in this export, or may have been empty."""
        plain = self.export.kind == PLAIN
        own = (MAIN, self.export.name)
        return [one for one in self.correspondence.tables if not plain or one.section in own]

    def _section(self, sheet: Sheet, name: str) -> Section:
        headers = Headers(sheet, self.export.kind, self.correspondence.labels)
        return Section(sheet, self.export.kind, name, headers)

    def _named_repeats(self) -> dict[str, Sheet]:
        """Name each repeat as the correspondence does: by its sheet, else by its questions."""
        wanted = [one.section for one in self.correspondence.tables if one.section != MAIN]
        names = {
            _sheet_key(text): section
            for section in wanted
            for text in (section, section.split("/")[-1], *self._labels(section))
        }
        found: dict[str, Sheet] = {}
        for sheet in self.export.repeats:
            written = self._repeat_name(sheet)
            name = next((names[key] for key in _sheet_keys(written) if key in names), written)
            found[name if name not in found else sheet.name] = sheet
        lost = [section for section in dict.fromkeys(wanted) if section not in found]
        strange = {name: sheet for name, sheet in found.items() if name not in wanted}
        for section in lost:
            best = max(strange, key=lambda name: self._likely(section, strange[name]), default="")
            if best and self._likely(section, strange[best]) > 0.5:
                found[section] = found.pop(best)
                strange.pop(best)
        return found

    def _labels(self, section: str) -> tuple[str, ...]:
        return self.correspondence.labels.get(section, ())

    def _repeat_name(self, sheet: Sheet) -> str:
        written, root = stem(sheet), stem(self.export.main)
        name = written.removeprefix(f"{root}-") if self.export.kind == ODK else written
        return name.split("~")[0]

    def _likely(self, section: str, sheet: Sheet) -> float:
        """Tell how many of a section's own questions are in this sheet, from 0 to 1."""
        headers = Headers(sheet, self.export.kind, self.correspondence.labels)
        asked = {
            question
            for one in self.correspondence.tables
            for question in one.questions
            if one.section == section and not self.main.headers.question(question)
        }
        return sum(bool(headers.anywhere(one)) for one in asked) / max(len(asked), 1)

    def _above(self, section: Section) -> Section | None:
        """Find the section that a repeat's rows refer to."""
        if section is self.main:
            return None
        first = next(iter(section.sheet.rows()), None)
        cells = first[1] if first else ()
        if section.kind == KOBO:
            named = cell_at(cells, section.column("_parent_table_name"))
        else:
            path = cell_at(cells, section.reference).split("/")
            named = _STEP.sub("", path[-1]) if len(path) > 1 else ""
        keys = _sheet_keys(named)
        for other in self.sections.values():
            if other not in (section, self.main) and set(keys) & {
                _sheet_key(other.name),
                _sheet_key(other.sheet.name),
                _sheet_key(self._repeat_name(other.sheet)),
            }:
                return other
        return self.main

    def _columns(self, name: str, question: str) -> set[tuple[str, int]]:
        """List the columns of a question, in its section or those above."""
        section = self.sections.get(self._own_name(name))
        for one in section.upwards() if section else ():
            if found := one.headers.anywhere(question):
                return {(one.name, number) for number in found}
        return set()

    def _own_name(self, section: str) -> str:
        return MAIN if self.export.kind == PLAIN else section

    # -------------------------------------------------------------- submissions

    def _examine(self) -> list[Finding]:
        """Look at every submission: refused, undecrypted, repeated; and at rows of nobody."""
        found = [*self._states(), *self._twice()]
        for section in self.sections.values():
            if section.above is not None:
                found += self._orphans(section, section.above)
        if self.export.kind == KOBO and not self.export.main.name:
            absent = {one.section for one in self._tables()} - set(self.sections)
            if absent:
                shown = ", ".join(sorted(absent))
                found.append(self._finding(NO_REPEATS, attendu=shown))
        return found

    def _states(self) -> list[Finding]:
        state = self.main.column("_validation_status", "ReviewState")
        cipher = self.main.column("Status") if self.export.kind == ODK else None
        if state is None and cipher is None:
            return []
        found, count, silent = [], 0, 0
        for line, cells in self.export.main.rows():
            count += 1
            text, locked = cell_at(cells, state), cell_at(cells, cipher)
            rule = _state_rule(text, locked)
            silent += not text
            if rule:
                found.append(self._finding(rule, locked or text, line))
            if rule in (REJECTED, ENCRYPTED):
                self.main.left_out.add(line)
        if count and silent == count:
            kept = [one for one in found if one.rule is not NOT_APPROVED]
            return [*kept, *([self._finding(NO_STATE, nombre=count)] if state is not None else [])]
        return found

    def _twice(self) -> list[Finding]:
        """Report submissions that came more than once, at each of their lines."""
        key = self.main.lasting_key
        lines: dict[str, list[int]] = {}
        for line, cells in self.export.main.rows():
            if line not in self.main.left_out and cell_at(cells, key):
                lines.setdefault(cell_at(cells, key), []).append(line)
        found = []
        for text, places in lines.items():
            self.main.left_out.update(places[1:])
            for line in places if len(places) > 1 else ():
                others = ", ".join(str(place) for place in places if place != line)
                found.append(self._finding(TWICE, text, line, attendu=others))
        return found

    def _orphans(self, section: Section, above: Section) -> list[Finding]:
        key = above.own_key
        known = {cell_at(cells, key) for _, cells in above.sheet.rows()}
        return [
            Finding(ORPHAN, section.sheet.file, line, value=parent, sheet=section.sheet.name)
            for line, cells in section.sheet.rows()
            if (parent := cell_at(cells, section.reference)) not in known or not parent
        ]

    def _finding(
        self, rule: Rule, value: str = "", line: int | None = None, **fields: object
    ) -> Finding:
        main = self.export.main
        return Finding(rule, main.file, line, value=value, fields=fields, sheet=main.name)

    # -------------------------------------------------------------- tables

    def _incoming(self, one: TableMap) -> Incoming | None:
        section = self.sections.get(self._own_name(one.section))
        if section is None:
            return None
        filling = Filling(one, section, self.correspondence.defaults)
        self.findings += filling.findings
        if not filling.asked:
            return None
        return Incoming(
            one.table,
            section.sheet.file,
            section.sheet.name,
            tuple(filling.cells) + filling.long_columns,
            tuple(filling.headers[column] for column in (*filling.cells, *filling.long_columns)),
            filling.rows,
            tuple(
                Guess(header, column, "correspondance")
                for column, header in filling.headers.items()
                if header not in ("", column)
            ),
        )

    def _unread(self) -> list[Finding]:
        """Report the columns that are not loaded: traces of persons, then other questions."""
        found, traces = [], []
        for section in self.sections.values():
            sheet = section.sheet
            for number, header in enumerate(sheet.columns):
                system = section.headers.system(header) or header.endswith("_URL")
                if number in section.headers.used or not header:
                    continue
                if system and TRACES.match(header):
                    traces.append(header)
                elif not system:
                    rule = PERSONAL if is_personal(header) else NOT_MAPPED
                    found.append(Finding(rule, sheet.file, value=header, sheet=sheet.name))
        if traces:
            found.insert(0, self._finding(TRACED, ", ".join(dict.fromkeys(traces))))
        return found


def _once(one: Finding) -> tuple[str, str, str, str, int | None]:
    """Tell findings apart, whatever table they were made for."""
    return one.rule.code, one.sheet, one.column, one.value, one.line


def _sheet_key(name: str) -> str:
    return normalise(name[:SHEET_NAME])


def _sheet_keys(name: str) -> tuple[str, ...]:
    """Write a sheet's name as it is compared, then without its number and its groups."""
    bare = re.sub(r"[ _]*\(?\d+\)?$", "", name)
    return tuple(filter(None, map(_sheet_key, (name, bare, name.rsplit("/", maxsplit=1)[-1]))))


def _state_rule(state: str, locked: str) -> Rule | None:
    """Choose what is said of a submission from its validation state and its encryption."""
    text = normalise(state)
    if locked:
        return ENCRYPTED
    if any(word in text for word in ("notapproved", "nonapprouve", "rejected", "rejete", "refuse")):
        return REJECTED
    return None if "approved" in text or "approuve" in text else NOT_APPROVED
