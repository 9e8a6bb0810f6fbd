"""Put a version in use in every store, or in none: thresholds, raster, facilities, roads."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cartomut import editions, materials, store, thresholds
from cartomut.loading import Report
from cartomut.materials import Given
from cartomut.paths import DATA, STORES
from cartomut.store import BuildError
from cartomut.threshold_faults import Row
from cartomut.thresholds import Version

if TYPE_CHECKING:
    from cartomut.precision import Examined

T = TypeVar("T")


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
    return _adopt(
        lambda: thresholds.save(given, started, author, reason, data, taken_from=taken_from),
        lambda made: thresholds.withdraw(made.numero, data),
        data,
        stores,
        report,
    )


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


def bring(
    examined: "Examined",
    given: Given,
    *,
    data: Path = DATA,
    stores: Path = STORES,
    report: Report = lambda _: None,
) -> materials.Version:
    """Keep what an accepted raster, list or network holds, and build every store with it.

    Raises
    ------
    Stopped
        When its origin is not said, or an import or a publication is under way.
    BuildError
        When a store refuses it; what was in use before is in use again.
    """
    return _adopt(
        lambda: materials.save(
            examined.kind, examined.path, examined.content, given, examined.measures, data
        ),
        lambda made: materials.withdraw(made, data),
        data,
        stores,
        report,
    )


def bring_back(
    kind: str,
    number: int,
    author: str,
    *,
    data: Path = DATA,
    stores: Path = STORES,
    report: Report = lambda _: None,
) -> materials.Version:
    """Put an earlier raster, list or network in use again, as a new version; 0 to go without."""
    return _adopt(
        lambda: materials.again(kind, number, author, data),
        lambda made: materials.withdraw(made, data),
        data,
        stores,
        report,
    )


def _adopt(
    save: Callable[[], T],
    withdraw: Callable[[T], object],
    data: Path,
    stores: Path,
    report: Report,
) -> T:
    """Save a version and build every store that was up to date; withdraw it when one is refused."""
    current = [name for name in store.available(data) if store.is_fresh(name, data, stores)]
    with ExitStack() as held:
        for name in current:
            if editions.dataset_folder(name, data).is_dir():
                held.enter_context(editions.alone(name, data))
        made = save()
        try:
            _build(current, data, stores, report)
        except (BuildError, OSError):
            withdraw(made)
            _build(current, data, stores, report)
            raise
    return made


def _build(names: list[str], data: Path, stores: Path, report: Report) -> None:
    for name in names:
        if not store.is_fresh(name, data, stores):
            store.build(name, data, stores, report)
