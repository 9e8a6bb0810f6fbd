"""The page of the life of mutuals and of what PASS does: its parts, and what they share."""

from collections.abc import Sequence

import pandas as pd

from cartomut.i18n import N_, Language
from cartomut.ui import answers, choices

PARTS = {
    "cycle": N_("Cycle de vie des mutuelles"),
    "activites": N_("Activités"),
    "conventions": N_("Conventions"),
}


def choose_part(_: Language) -> str:
    """Let the reader choose what the page shows."""
    return choices.segments(
        "volet", _("Ce que la page montre"), list(PARTS), lambda code: _(PARTS[code])
    )


def names(code_list: str) -> dict[str, str]:
    """Name the codes of a list, in its order."""
    return dict(answers.names().get(code_list, {}))


def dated(rows: pd.DataFrame, columns: Sequence[str], _: Language) -> pd.DataFrame:
    """Write partial ISO dates in the reader's language; an unknown one stays empty."""
    written = _.localise(rows)
    for column in columns:
        written[column] = [None if pd.isna(one) else _.date(one) for one in rows[column]]
    return written


def page_of(key: str, count: int, size: int, _: Language) -> int:
    """Let the reader leaf through what is too long for one picture; return the first rank."""
    starts = {str(1 + start // size): start for start in range(0, count, size)}
    if len(starts) < 2:
        return 0

    def span(number: str) -> str:
        first = starts[number]
        return _("{} à {}").format(_.number(first + 1), _.number(min(first + size, count)))

    return starts[str(choices.select(f"page_{key}", _("Lignes"), list(starts), span, default="1"))]


def counted(rows: pd.DataFrame, column: str, code_list: str, _: Language) -> str:
    """Write how many rows have each code, in the list's order: « En vigueur : 2 ; Échue : 6 »."""
    counts = rows[column].value_counts()
    return _.series(
        _.pair(name, _.number(int(counts[code])))
        for code, name in names(code_list).items()
        if code in counts
    )
