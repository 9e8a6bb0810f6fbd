"""What is written from the pages: comments, actions, COM assessments, self-checks, stages.

A small SQLite file apart from the study's stores, which are only read (docs/decisions.md, 34).
``rows`` reads, ``save`` writes one row in one short transaction: each row has a ``revision``, and
who saves says which one they saw. When it is no longer the one in place, nothing is written and
``Conflict`` brings the row as it is now. Each change is told in ``trace``, which only grows.
"""

from cartomut.operations.access import frame, history, rows, save
from cartomut.operations.faults import Conflict, Gone, Refused, Unavailable
from cartomut.operations.schema import TABLES, Row

__all__ = [
    "TABLES",
    "Conflict",
    "Gone",
    "Refused",
    "Row",
    "Unavailable",
    "frame",
    "history",
    "rows",
    "save",
]
