"""Invisible signs inside cells: writing direction, zero width, control characters."""

import re

from cartomut.findings import Rule
from cartomut.sources import faults
from cartomut.sources.faults import Faults

_MARKS = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
_MARK = re.compile(f"[{_MARKS}]")
_CONTROL = re.compile(f"[{_CONTROLS}]")
_EITHER = re.compile(f"[{_MARKS}{_CONTROLS}]")


def has_any(cells: list[str]) -> bool:
    """Tell whether a cell of the row has an invisible sign."""
    text = "".join(cells)
    return not text.isprintable() and bool(_EITHER.search(text))


def strip(cells: list[str]) -> list[str]:
    """Take the invisible signs out of a row's cells."""
    return [_EITHER.sub("", cell) for cell in cells] if has_any(cells) else cells


class Marks:
    """Count the invisible signs of a table and remember where the first of each kind is."""

    def __init__(self) -> None:
        self._counts = {faults.MARKS: 0, faults.CONTROLS: 0}
        self._first: dict[Rule, tuple[int, str]] = {}

    def see(self, line: int, cells: list[str]) -> bool:
        """Count those of one row as it stands in the file; tells whether it has any."""
        if not has_any(cells):
            return False
        text = "\n".join(cells)
        for rule, pattern in ((faults.MARKS, _MARK), (faults.CONTROLS, _CONTROL)):
            if signs := pattern.findall(text):
                self._counts[rule] += len(signs)
                self._first.setdefault(rule, (line, f"U+{ord(signs[0]):04X}"))
        return True

    def report(self, file: str, sheet: str, found: Faults) -> None:
        """Say how many were taken out and where the first one was."""
        for rule, (line, sign) in self._first.items():
            found.add(
                rule, file, line, value=sign, sheet=sheet, fields={"trouve": self._counts[rule]}
            )
