"""Put a backup in the place of what is here: all of it, or nothing.

Everything is unpacked beside and checked first. A plan is then written, and each folder changes
place by renaming; whatever stops in between, ``finish`` goes through the plan again from where it
was. What was here is first kept as a dated backup. Links and accounts closed here stay closed.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cartomut import editions, journal, logs
from cartomut.backup.closing import close
from cartomut.backup.places import FOLDERS, JOURNAL, TYPED, USAGE, Places, here, journal_files
from cartomut.backup.reading import Damaged, Manifest, check
from cartomut.backup.writing import write
from cartomut.editions import Stopped
from cartomut.i18n import N_
from cartomut.operations import database
from cartomut.store import DATASETS

BESIDE = ".restauration"  # the folder of what is on its way
PLAN = "plan.json"
LEFT_BY_SQLITE = ("-wal", "-shm", "-journal")  # of the old file; they must not follow the new one


@dataclass(frozen=True)
class Step:
    """One change of place: ``new`` goes to ``target``, what was there to ``old``.

    Without ``new``, what was there only leaves.
    """

    target: Path
    new: Path | None
    old: Path


def restore(file: Path, places: Places | None = None, *, force: bool = False) -> Path | None:
    """Put a backup in place; returns where what was here is kept, None when there was nothing.

    Raises
    ------
    Damaged
        When the archive is not whole.
    Stopped
        When it is newer than the application, something is here and ``force`` is not asked, an
        import is under way or the disk refuses. In each case what was here is still in use.
    """
    own = places or here()
    finish(own)
    own.data.mkdir(parents=True, exist_ok=True)
    staging = _emptied(own.data / BESIDE)
    try:
        about = check(file, staging)
        _check_content(staging, file, about)
        kept = _keep(own, force)
        closed = close(staging / TYPED, own)
        steps = list(_steps(own, staging))
        _begin(own, staging)
        journal.tell("restauration", file.name, {"sauvegarde_du": about.instant}, own.data)
        closed.tell(file.name, own.data)
        _write_plan(own, steps)
    except OSError as failure:
        raise Stopped(
            N_("La restauration s'est arrêtée : {raison}. Rien n'a été changé."),
            raison=str(failure),
        ) from failure
    finally:
        if not is_unfinished(own):
            _clear(own)
    finish(own)
    logs.say("restauration", sauvegarde_du=about.instant)
    return kept


def is_unfinished(places: Places | None = None) -> bool:
    """Tell whether a restoration was stopped between two of its changes of place."""
    return ((places or here()).data / BESIDE / PLAN).exists()


def finish(places: Places | None = None) -> bool:
    """Go through the plan of a restoration that was stopped, if any; tells whether there was one.

    Raises
    ------
    Stopped
        When a folder cannot change place; what had changed is put back, and the plan is left off.
    """
    own = places or here()
    if not is_unfinished(own):
        return False
    steps = _read_plan(own)
    done: list[Step] = []
    try:
        for step in steps:
            done.append(step)
            _take(step)
    except OSError as failure:
        for step in reversed(done):
            _undo(step)
        _close(own)
        raise Stopped(
            N_("La restauration s'est arrêtée : {raison}. Ce qui était en place l'est de nouveau."),
            raison=str(failure),
        ) from failure
    _close(own)
    return True


def _take(step: Step) -> None:
    """Do one change of place; one that was done, or half done, is known by what is where."""
    if step.new is not None and not step.new.exists():
        return  # it has its place
    if step.target.exists() and not step.old.exists():
        step.old.parent.mkdir(parents=True, exist_ok=True)
        for source, place in _with_neighbours(step.target, step.old):
            source.rename(place)
    elif step.target.exists() and step.new is not None:
        _remove(step.target)  # written anew between the two halves
    if step.new is not None:
        step.target.parent.mkdir(parents=True, exist_ok=True)
        step.new.rename(step.target)
    _settle(step.target.parent)


def _undo(step: Step) -> None:
    if step.new is not None and not step.new.exists() and step.target.exists():
        step.target.rename(step.new)
    if step.old.exists() and not step.target.exists():
        for source, place in reversed(_with_neighbours(step.old, step.target)):
            source.rename(place)


def _with_neighbours(path: Path, to: Path) -> list[tuple[Path, Path]]:
    """List the moves of a path: what SQLite left beside it, then itself."""
    ends = [one for one in LEFT_BY_SQLITE if path.with_name(path.name + one).exists()]
    beside = [(path.with_name(path.name + one), to.with_name(to.name + one)) for one in ends]
    return [*beside, (path, to)]


def _steps(own: Places, staging: Path) -> Iterator[Step]:
    """List the changes: each folder, then the file of what is typed, each on its own disk."""
    targets = {name: own.data / name for name in FOLDERS} | {TYPED: own.operations}
    for name, target in targets.items():
        new = _same_disk(staging / name, target, own)
        if new.exists() or target.exists():
            old = _beside(target, own) / f".ancien-{target.name}"
            yield Step(target, new if new.exists() else None, old)


def _beside(target: Path, own: Places) -> Path:
    """Return the folder, on the disk of a target, of what comes and goes."""
    return (own.data if target.parent == own.data else target.parent) / BESIDE


def _same_disk(made: Path, target: Path, own: Places) -> Path:
    """Bring what was unpacked to the disk of its target, so that it can be renamed there."""
    beside = _beside(target, own) / target.name
    if beside != made and made.exists():
        beside.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, beside)
    return beside


def _keep(own: Places, force: bool) -> Path | None:
    """Keep what is here as a dated backup."""
    if not own.is_used():
        return None
    if not force:
        raise Stopped(
            N_(
                "Il y a déjà ici des éditions ou des saisies. Rien n'a été changé : ajouter "
                "--force pour les remplacer ; elles seront d'abord gardées dans {dossier}."
            ),
            dossier=str(own.backups),
        )
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    path = own.backups / f"avant-restauration-{stamp}.zip"
    write(path, own, told=False)
    return path


def _check_content(staging: Path, file: Path, about: Manifest) -> None:
    """Read what was unpacked as the application will: editions, then what is typed."""
    for dataset in DATASETS:
        known = [one.version for one in editions.versions(dataset, staging)]
        wanted = about.editions.get(dataset, {})
        in_use = editions.published(dataset, staging)
        if known != wanted.get("gardees", []) or in_use != wanted.get("publiee"):
            raise _unreadable(file, f"editions/{dataset}")
    typed = staging / TYPED
    if typed.exists():
        _check_typed(typed, file)


def _check_typed(path: Path, file: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            sound = connection.execute("pragma integrity_check").fetchone() == ("ok",)
        revision = database.revision_of(path)
    except sqlite3.Error as failure:
        raise _unreadable(file, f"{TYPED} : {failure}") from failure
    if not sound or not database.knows(revision):
        raise _unreadable(file, f"{TYPED} : {revision or '?'}")


def _unreadable(file: Path, what: str) -> Damaged:
    return Damaged(
        N_("{fichier} ne se lit pas comme il le faudrait ({quoi}). Rien n'a été changé."),
        fichier=file.name,
        quoi=what,
    )


def _begin(own: Places, staging: Path) -> None:
    """Bring the journal and the counts where there are none; those that are here go on."""
    if not any(journal_files(own.journal)):
        own.journal.mkdir(parents=True, exist_ok=True)
        for path in journal_files(staging / JOURNAL):
            shutil.copy2(path, own.journal / path.name)
    if not own.usage.exists() and (staging / USAGE).is_dir():
        shutil.copytree(staging / USAGE, own.usage)


def _write_plan(own: Places, steps: list[Step]) -> None:
    """Write down what is to be done; from here on it is done, whatever happens."""
    told = [{name: str(value or "") for name, value in vars(step).items()} for step in steps]
    path = own.data / BESIDE / PLAN
    beside = path.with_suffix(".partiel")
    with beside.open("w", encoding="utf-8") as target:
        json.dump(told, target)
        target.flush()
        os.fsync(target.fileno())
    beside.replace(path)
    _settle(path.parent)


def _read_plan(own: Places) -> list[Step]:
    told = json.loads((own.data / BESIDE / PLAN).read_text(encoding="utf-8"))
    return [
        Step(Path(one["target"]), Path(one["new"]) if one["new"] else None, Path(one["old"]))
        for one in told
    ]


def _close(own: Places) -> None:
    (own.data / BESIDE / PLAN).unlink()
    _clear(own)


def _clear(own: Places) -> None:
    for place in (own.data, own.operations.parent):
        _remove(place / BESIDE)


def _emptied(place: Path) -> Path:
    _remove(place)
    place.mkdir(parents=True)
    return place


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Wait until the disk has the names of a folder, where the system lets one ask."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
