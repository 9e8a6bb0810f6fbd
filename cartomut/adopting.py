"""Put a version of the thresholds in use in every store, or in none."""

from contextlib import ExitStack
from pathlib import Path

from cartomut import editions, store, thresholds
from cartomut.loading import Report
from cartomut.paths import DATA, STORES
from cartomut.store import BuildError
from cartomut.threshold_faults import Row
from cartomut.thresholds import Version


def adopt(
    given: list[Row],
    started: int,
    author: str,
    reason: str,
    *,
    taken_from: int | None = None,
    data: Path = DATA,
    stores: Path = STORES,
    report: Report = lambda _: None,
) -> Version:
    """Save a table of thresholds as a version and build every store with it.

    When a store is refused the version is withdrawn, and those already built are built again with
    the thresholds before. A dataset whose store was out of date is left to its own build.

    Raises
    ------
    Stopped
        When the table may not be put in use, or an import or a publication is under way.
    BuildError
        When a store refuses it.
    """
    current = [name for name in store.available(data) if store.is_fresh(name, data, stores)]
    with ExitStack() as held:
        for name in current:
            if editions.dataset_folder(name, data).is_dir():
                held.enter_context(editions.alone(name, data))
        made = thresholds.save(given, started, author, reason, data, taken_from=taken_from)
        try:
            _build(current, data, stores, report)
        except (BuildError, OSError):
            thresholds.withdraw(made.numero, data)
            _build(current, data, stores, report)
            raise
    return made


def restore(
    number: int,
    started: int,
    author: str,
    reason: str,
    *,
    data: Path = DATA,
    stores: Path = STORES,
    report: Report = lambda _: None,
) -> Version:
    """Put the table of an earlier version in use again, as a new version."""
    return adopt(
        thresholds.rows(number, data),
        started,
        author,
        reason,
        taken_from=number,
        data=data,
        stores=stores,
        report=report,
    )


def _build(names: list[str], data: Path, stores: Path, report: Report) -> None:
    for name in names:
        if not store.is_fresh(name, data, stores):
            store.build(name, data, stores, report)
