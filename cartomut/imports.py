"""Import a study: read, recognise, check, keep as an edition, publish, go back.

An import changes nothing until it is accepted; an accepted one is an edition that nobody sees
until it is published; publishing swaps the store, and readers in mid-page keep the one they have.
"""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from cartomut import editions, findings, journal, store
from cartomut.contracts import contracts
from cartomut.editions import Received, Stopped
from cartomut.findings import REJECT, Finding, blocking
from cartomut.i18n import N_
from cartomut.keeping import Outcome, Request, export
from cartomut.keeping import save as save_edition
from cartomut.loading import Fill, Loaded, Report, load
from cartomut.paths import DATA, STORES
from cartomut.sources.reading import read
from cartomut.sources.recognition import recognise
from cartomut.sources.sheets import Incoming, Row
from cartomut.sources.tables import read_tables

__all__ = ["OPENED", "Outcome", "Request", "publish", "rollback", "run"]

OPENED = N_("fichiers lus")
MOMENT = "%Y%m%dT%H%M%S"
ROOM = 64 * 2**20  # bytes that must stay free on the disk, whatever is imported
TIMES = 6  # how many times the size of the files an import may need on the disk
NATURES = {"demonstration": "demonstration"}
DECLARED = "declare"
_FULL = N_(
    "L'importation s'est arrêtée : le disque n'accepte plus d'écriture ({raison}). "
    "L'édition publiée reste en usage. Libérer de la place, puis recommencer."
)
_FULL_PUBLISHING = N_(
    "La publication s'est arrêtée : le disque n'accepte plus d'écriture ({raison}). "
    "L'édition d'avant reste en usage. Libérer de la place, puis recommencer."
)


def run(
    paths: Sequence[Path],
    request: Request,
    *,
    save: bool = True,
    data: Path = DATA,
    report: Report = lambda _: None,
) -> Outcome:
    """Import files; when they are accepted and ``save`` is set, they become an edition.

    Raises
    ------
    Stopped
        When another import is under way or the disk is full. Nothing was changed.
    """
    with editions.alone(request.dataset, data) as place:
        _need_room(paths, place)
        beside = Path(mkdtemp(dir=place, prefix=f"{editions.UNFINISHED}import-"))
        try:
            with _told_when_full(_FULL):
                return _run(paths, request, beside, save, data, report)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def publish(
    dataset: str,
    version: str,
    *,
    data: Path = DATA,
    stores: Path = STORES,
    report: Report = lambda _: None,
    action: str = editions.PUBLISHED,
) -> Path:
    """Make an edition the one that everybody reads; returns its store.

    The store is built and checked first; then the journal names the edition; then the store is
    swapped in. Stopped between the last two, the next start builds what the journal names.

    Raises
    ------
    Stopped
        When there is no such edition, another import is under way, or the disk is full.
    BuildError
        When the edition does not pass the checks of this version of CartoMut.
    """
    with editions.alone(dataset, data):
        folder = editions.folder(dataset, version, data)
        with _told_when_full(_FULL_PUBLISHING):
            return store.build(
                dataset,
                data=data,
                stores=stores,
                report=report,
                tables=folder,
                commit=lambda: _settle(dataset, action, version, data),
            )


def _settle(dataset: str, action: str, version: str, data: Path) -> None:
    """Name the edition in use, once the journal has told who wants it."""
    told = {"avant": editions.published(dataset, data) or ""}
    journal.tell(action, f"{dataset}/{version}", told, data)
    editions.note(dataset, action, version, data, role=journal.actor().role)


def rollback(
    dataset: str, *, data: Path = DATA, stores: Path = STORES, report: Report = lambda _: None
) -> str:
    """Go back to the edition published before; returns its version."""
    version = editions.before(dataset, data)
    if version is None:
        raise Stopped(
            N_("« {jeu} » n'a pas d'édition publiée avant celle-ci : il n'y a pas où revenir."),
            jeu=dataset,
        )
    publish(dataset, version, data=data, stores=stores, report=report, action=editions.RESTORED)
    return version


_DISK = (  # what a database says of a write that failed, according to where it was
    OSError,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.FatalException,
)


@contextmanager
def _told_when_full(pattern: str) -> Iterator[None]:
    """Say in words that the disk takes no more, be it for a file, a table or a spilt sort."""
    try:
        yield
    except _DISK as failure:
        raise Stopped(pattern, raison=str(failure).splitlines()[0]) from failure


def _run(
    paths: Sequence[Path], request: Request, beside: Path, save: bool, data: Path, report: Report
) -> Outcome:
    files = [_received(path) for path in paths if path.is_file()]
    now = datetime.now(UTC)
    known = editions.versions(request.dataset, data)
    outcome = Outcome(request, _version(now, files, known[0].version if known else ""))
    _bring(paths, outcome, report)
    if outcome.accepted:
        _check(outcome, files, now, beside, data, report)
    if outcome.accepted and save:
        save_edition(outcome, files, now, beside, data)
    return outcome


def _bring(paths: Sequence[Path], outcome: Outcome, report: Report) -> None:
    """Read the files and find out what their rows are."""
    reading = read(paths)
    outcome.findings += reading.findings
    outcome.sheets = reading.sheets
    outcome.unreadable = bool(blocking(reading.findings, REJECT)) or not reading.sheets
    if outcome.unreadable:
        return
    report(OPENED)
    recognised = recognise(reading.sheets, outcome.request.correspondence)
    outcome.findings += recognised.findings
    outcome.incoming = recognised.incoming
    outcome.guesses = [guess for one in recognised.incoming for guess in one.guesses]
    if not any(_is_study(one.table) for one in outcome.incoming):
        outcome.findings.append(Finding(findings.EMPTY, ", ".join(path.name for path in paths)))


def _check(
    outcome: Outcome,
    files: list[Received],
    now: datetime,
    beside: Path,
    data: Path,
    report: Report,
) -> None:
    """Load what was recognised into a database of its own, through every check."""
    request = outcome.request
    published = editions.published(request.dataset, data)
    before = editions.folder(request.dataset, published, data) if published else None
    reference, faults = read_tables([data / "reference"], contracts())
    source = _source(outcome, files, now)
    added = [source, *_from_before(outcome, before)]
    with duckdb.connect(":memory:") as con:
        done = load(
            con,
            [*reference, *outcome.incoming, *added],
            scratch=beside,
            aside=not request.strict,
            fill=Fill(f"import_{outcome.version}", NATURES.get(request.dataset, DECLARED)),
            previous=before,
            data=data,
            report=report,
        )
        outcome.findings += faults + done.findings
        _count(outcome, done, reference)
        kept = sum(count for table, count in outcome.kept.items() if _is_study(table))
        if not kept and not done.rejected:
            outcome.findings.append(Finding(findings.EMPTY, files[0].nom))
        if outcome.accepted:
            export(con, outcome, reference, beside)


def _is_study(table: str) -> bool:
    return contracts()[table].is_study


def _from_before(outcome: Outcome, before: Path | None) -> list[Incoming]:
    """Take from the published edition its corrections and, if asked, the tables not brought."""
    if before is None:
        return []
    brought = {one.table for one in outcome.incoming}
    known, _faults = read_tables([before], contracts())
    wanted = {"correction"} | ({one.table for one in known} if outcome.request.complete else set())
    wanted -= {"importation", "anomalie"}
    kept = [one for one in known if one.table in wanted - (brought - {"source"})]
    again = {key for one in outcome.incoming if one.table == "source" for key in _source_ids(one)}
    return [_without(one, again) if one.table == "source" else one for one in kept]


def _source_ids(sources: Incoming) -> Iterator[str]:
    place = sources.columns.index("source_id")
    return (cells[place].strip() for _line, cells in sources.rows())


def _without(sources: Incoming, again: set[str]) -> Incoming:
    """Leave out the sources of the edition before that the files bring again."""
    place = sources.columns.index("source_id")

    def rows() -> Iterator[Row]:
        return (row for row in sources.rows() if row[1][place] not in again)

    return replace(sources, rows=rows, path=None) if again else sources


def _source(outcome: Outcome, files: list[Received], now: datetime) -> Incoming:
    """Describe the import itself as a source: rows that name no other come from it."""
    names = ", ".join(one.nom for one in files)
    row = {
        "source_id": f"import_{outcome.version}",
        "titre": names,
        "editeur": outcome.request.author,
        "type_source": "jeu_donnees",
        "date_publication": f"{now:%Y-%m-%d}",
        "consulte_le": f"{now:%Y-%m-%d}",
    }
    columns = tuple(row)
    cells = tuple(row.values())
    return Incoming("source", names, "", columns, columns, lambda: iter([(1, cells)]))


def _count(outcome: Outcome, done: Loaded, reference: list[Incoming]) -> None:
    """Keep the counts of what the study brought, the reference tables left out."""
    shared = {one.table for one in reference}
    for table, count in done.received.items():
        if table not in shared:
            outcome.received[table] = count
            outcome.kept[table] = done.kept.get(table, 0)
            outcome.origins[table] = done.origins.get(table, [])


def _received(path: Path) -> Received:
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    return Received(path.name, digest, path.stat().st_size)


def _version(now: datetime, files: list[Received], last: str = "") -> str:
    """Name an edition by its moment, its files and the very instant, so that none collide.

    The moment in the name comes after the ``last`` edition's, even when the clock was set back.
    """
    parts = [*(one.sha256 for one in files), now.isoformat()]
    together = hashlib.sha256("".join(parts).encode()).hexdigest()
    before = last.partition("_")[0]
    if f"{now:{MOMENT}}" <= before:
        now = datetime.strptime(before, MOMENT).replace(tzinfo=UTC) + timedelta(seconds=1)
    return f"{now:{MOMENT}}_{together[:8]}"


def _need_room(paths: Sequence[Path], place: Path) -> None:
    needed = ROOM + TIMES * sum(path.stat().st_size for path in paths if path.is_file())
    free = shutil.disk_usage(place).free
    if free < needed:
        raise Stopped(
            N_(
                "Il reste {libre} Mo sur le disque ; cette importation peut en demander {besoin}. "
                "Rien n'a été changé : libérer de la place, puis recommencer."
            ),
            libre=free // 2**20,
            besoin=needed // 2**20,
        )
