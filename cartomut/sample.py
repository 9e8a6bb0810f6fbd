"""Bring the demonstration in through the door of real studies: two editions, both kept.

The first comes as a CartoMut workbook; the second as a KoboToolbox export of the field survey with
a workbook of the rest. Both are made anew when the generator or its parameters change.
"""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from cartomut import __version__, editions, journal, store
from cartomut.editions import is_replica
from cartomut.findings import blocking
from cartomut.loading import Report
from cartomut.paths import CONTRACTS, DATA, ROOT, STORES
from cartomut.store import BuildError

DATASET = "demonstration"
AUTHOR = "générateur de démonstration"
Write = Callable[[Path], list[Path]]


def available(data: Path = DATA) -> bool:
    """Tell whether the generator's parameters are among the data."""
    return (data / DATASET / "parametres.toml").is_file()


def is_fresh(data: Path = DATA) -> bool:
    """Tell whether the editions that are there come from the generator as it is now."""
    mark = _mark(data)
    known = mark.read_text(encoding="utf-8") if mark.exists() else ""
    return known == _fingerprint(data) and editions.published(DATASET, data) is not None


def known() -> list[str]:
    """List the datasets that can be built; the demonstration is made from its parameters.

    An instance that only reads builds nothing: it knows what it received.
    """
    if is_replica():
        return [name for name in store.DATASETS if store.current(name)]
    names = store.available()
    return [*names, DATASET] if available() and DATASET not in names else names


def is_current(dataset: str) -> bool:
    """Tell whether a dataset's store is what its data would give now."""
    if is_replica():
        return store.current(dataset) is not None
    made = dataset != DATASET or not available() or is_fresh()
    return made and store.is_fresh(dataset)


def make(dataset: str, report: Report = lambda _: None) -> None:
    """Build one dataset's store; the demonstration is generated first when it has changed.

    Raises
    ------
    BuildError
        When its data are at fault. The store in use stays.
    """
    if dataset == DATASET and available() and not is_fresh():
        prepare(report=report)
    else:
        store.build(dataset, report=report)


def prepare(data: Path = DATA, stores: Path = STORES, report: Report = lambda _: None) -> Path:
    """Make both editions, import them, publish the second; returns its store."""
    from cartomut import imports  # slow to import; only needed when something changed

    made_of = _fingerprint(data)
    with editions.alone(DATASET, data) as place:
        for old in place.glob("[!.]*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    with journal.acting("", journal.APPLICATION):  # nobody asked for it
        first = _import(_as_workbook, data, report)
        editions.note(DATASET, editions.PUBLISHED, first, data)
        second = _import(_as_survey, data, report)
        path = imports.publish(DATASET, second, data=data, stores=stores, report=report)
    _mark(data).write_text(made_of, encoding="utf-8")
    return path


def _as_workbook(folder: Path) -> list[Path]:
    from cartomut import demonstration
    from cartomut.exports import workbook

    path = folder / "etude_demo_edition_1.xlsx"
    workbook.write(path, demonstration.generate(1), about={"jeu": DATASET})
    return [path]


def _as_survey(folder: Path) -> list[Path]:
    from cartomut import demonstration
    from cartomut.exports import workbook

    tables = demonstration.generate(2)
    survey, rest = folder / "enquete_demo_edition_2.xlsx", folder / "suivi_demo_edition_2.xlsx"
    demonstration.write_kobo(tables, survey, demonstration.planted(2))
    workbook.write(rest, demonstration.rest(tables), about={"jeu": DATASET})
    return [survey, rest]


def _import(write: Write, data: Path, report: Report) -> str:
    from cartomut.imports import Request, run

    with TemporaryDirectory() as folder:
        files = write(Path(folder))
        report(f"{DATASET}: {', '.join(path.name for path in files)}")
        outcome = run(files, Request(DATASET, AUTHOR), data=data, report=report)
    if not outcome.saved:
        raise BuildError(DATASET, blocking(outcome.findings))
    return outcome.version


def _mark(data: Path) -> Path:
    return editions.dataset_folder(DATASET, data) / ".empreinte"


def _fingerprint(data: Path) -> str:
    digest = hashlib.sha256(__version__.encode())
    folders = (data / DATASET, ROOT / "cartomut" / "demonstration", CONTRACTS)
    made_by = [path for folder in folders for path in sorted(folder.rglob("*"))]
    for path in (*made_by, ROOT / "cartomut" / "keeping.py"):  # which says what an edition holds
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
