"""What a question keeps from a reader: its header says so, and the store leaves it out.

In the header of a question,

- ``Restricted`` says what of a named organisation is not for everybody: ``rows``, or ``columns a,
  b`` (``as`` what they hold instead), each with ``where`` and a condition if it does not hold of
  all; clauses stand between ``;``;
- ``Owner`` names the columns and the parameters (with ``$``) that say whose it is. A row of the
  reader's own organisation, or of its centres, projects and contracts, stays whole. Without an
  owner, what is restricted is so for all who may not read everything;
- ``Behind`` names the column that counts the organisations behind a sum. Of accounts, a sum of
  fewer than ``FEWEST`` would tell one's own, and two sums under different filters would do so by
  subtraction: others see the sums of the whole country alone. ``n of a, b`` empties columns instead
  of leaving out rows, and ``where`` says which;
- ``Parts`` names the column that says of which part of the country a row is;
- ``Reserved`` names columns that sum some of the organisations only;
- ``Bounds`` names what ``minima`` and ``maxima`` hold the limits of, in their order. Who may not
  read one marked ``*`` puts no limit on it: a row that comes and goes with the limit tells it.

Of an edition that is no longer in use, who may not read everything gets no sum of accounts at all:
the same sum of two editions would tell by subtraction what came between them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cartomut.rights import Sight
from cartomut.sqlfiles import SqlFile

FEWEST = 3  # organisations behind a sum, below which it would tell the accounts of one
# The parameters that narrow a sum to some of the organisations.
NARROWING = frozenset(
    {"district", "region", "commune", "types", "etablissements", "relations", "statuts", "entites"}
)
READER = "lecteur"  # the parameter that holds the reader's organisation
_MACROS = ("est_compte", "est_a_autrui", "est_au_lecteur")
_FIELDS = ("Restricted", "Behind", "Reserved")


@dataclass(frozen=True)
class Clause:
    """Rows, or the columns named, that are kept back where a condition holds.

    ``instead`` is what a column then holds: nothing, unless the header says otherwise.
    """

    columns: tuple[str, ...]
    condition: str
    instead: str = "null"


def withholds(question: SqlFile) -> bool:
    """Tell whether a question keeps anything from anybody."""
    return any(question.text(field) for field in _FIELDS) or "*" in question.text("Bounds")


def refused(sight: Sight, question: SqlFile, values: Mapping[str, Any]) -> str:
    """Name the column that this reader may not read and asks to sort or limit by; empty if none."""
    if sight.everything:
        return ""
    told = question.text("Restricted")
    if (sorting := values.get("tri")) and re.search(rf"\b{re.escape(str(sorting))}\b", told):
        return str(sorting)
    for rank, name in enumerate(_listed(question.text("Bounds"))):
        limits = [(values.get(side) or [])[rank : rank + 1] for side in ("minima", "maxima")]
        if name.endswith("*") and any(one not in ([], [None]) for one in limits):
            return name.rstrip("* ")
    return ""


def seen_by(
    sight: Sight, question: SqlFile, columns: Sequence[str], values: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Write the question as this reader may put it, with its parameters.

    Parameters
    ----------
    columns
        What the question answers with.
    """
    if sight.everything or not withholds(question):
        return question.sql, dict(values)
    clauses = list(_clauses(sight, question, columns, values))
    cases: dict[str, list[str]] = {}
    for one in clauses:
        for name in one.columns:
            cases.setdefault(name, []).append(f"when {one.condition} then {one.instead}")
    replaced = ", ".join(
        f"case {' '.join(whens)} else {name} end as {name}" for name, whens in cases.items()
    )
    dropped = _any([one.condition for one in clauses if not one.columns])
    shown = f"* replace ({replaced})" if replaced else "*"
    text = question.sql.rstrip().removesuffix(";")
    asked = f"select {shown} from (\n{text}\n) where not ({dropped})"
    for macro in _MACROS:
        asked = asked.replace(f"{macro}(", f"memory.main.{macro}(")
    given = dict(values)
    if f"${READER}" in asked:
        given[READER] = sight.organisation
    return asked, given


def _clauses(
    sight: Sight, question: SqlFile, columns: Sequence[str], values: Mapping[str, Any]
) -> Iterator[Clause]:
    own, foreign = _owned(question)
    for text in _parted(question.text("Restricted")):
        what, _where, condition = text.partition(" where ")
        held = f"({foreign}) and coalesce({condition}, true)" if condition else foreign
        names, _as, instead = what.removeprefix("columns ").partition(" as ")
        yield Clause(() if what == "rows" else _listed(names), held, instead or "null")
    account = "est_compte(indicateur_id)" if "indicateur_id" in columns else "true"
    narrowed = sight.past or any(
        values.get(name) not in (None, []) for name in NARROWING & values.keys()
    )
    part = question.text("Parts")
    for text in _parted(question.text("Behind")):
        said, _where, condition = text.partition(" where ")
        count, _of, names = said.partition(" of ")
        few = [f"{count} < {FEWEST}", "true" if narrowed else "false"]
        few += [f"coalesce({part}, '') <> ''"] if part else []
        held = f"{account} and not ({own}) and coalesce({condition or 'true'}, true)"
        yield Clause(_listed(names), f"{held} and {count} > 0 and ({_any(few)})")
    if reserved := _listed(question.text("Reserved")):
        yield Clause(reserved, f"not ({own})")


def _owned(question: SqlFile) -> tuple[str, str]:
    """Write the conditions that a row is the reader's own, and that it is another's."""
    only = _listed(question.text("Only"))
    owners = [
        f"{one}::VARCHAR" if one.startswith("$") else one
        for one in only or _listed(question.text("Owner"))
    ]
    if not owners:
        return "false", "true"
    foreign = _any([f"est_a_autrui({one}, ${READER})" for one in owners])
    own = _any([f"est_au_lecteur({one}, ${READER})" for one in owners])
    own = f"({own}) and not ({foreign})"
    return own, f"not ({own})" if only else foreign


def _any(conditions: Sequence[str]) -> str:
    return " or ".join(f"coalesce({one}, false)" for one in conditions) or "false"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _parted(text: str) -> list[str]:
    return [one.strip() for one in text.split(" ; ") if one.strip()]
