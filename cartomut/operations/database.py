"""The SQLite file of the operations: opened, brought up to date, in transactions that are whole.

WAL lets people read while one writes; a writer waits for another a few seconds, then says so.
Each transaction opens its own connection: nothing holds the file between two of them, so that it
can be copied or put back.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from cartomut import journal, paths
from cartomut.i18n import N_
from cartomut.operations.faults import Unavailable, unavailable

WAIT = 5.0  # seconds that a writer waits for another one
VERSION_TABLE = "alembic_version"
_MIGRATIONS = Path(__file__).parent / "migrations"
_lock = threading.Lock()
_current: dict[Path, tuple[int, int]] = {}  # files known to be up to date → device and inode


@contextmanager
def reading() -> Iterator[Connection | None]:
    """Open a transaction that reads one moment of the file; yields None when there is no file.

    Raises
    ------
    Unavailable
        When the file cannot be read.
    """
    if not paths.OPERATIONS.exists():
        yield None
        return
    with _transaction("BEGIN") as connection:
        yield connection


@contextmanager
def writing() -> Iterator[Connection]:
    """Open a transaction that writes all or nothing, alone; the file is made if need be.

    Raises
    ------
    Unavailable
        When the file cannot be written: locked for long, disk full, no right.
    """
    with _transaction("BEGIN IMMEDIATE") as connection:
        yield connection


@contextmanager
def _transaction(begin: str) -> Iterator[Connection]:
    path = paths.OPERATIONS
    try:
        upgrade()
        with _engine(path).execution_options(begin=begin).begin() as connection:
            yield connection
    except (DBAPIError, sqlite3.Error, OSError) as failure:
        raise unavailable(failure, str(path)) from failure


def upgrade(to: str = "head") -> str:
    """Bring the file to a revision of its tables, whole or not at all; returns the revision.

    What is not empty is copied beside before it changes.

    Raises
    ------
    Unavailable
        When the file cannot be written, or was made by a newer version of the application.
    """
    path = paths.OPERATIONS
    try:
        with _lock:
            if to == "head" and _is_current(path):
                return head()
            path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(path.with_name(f".{path.name}.verrou"), timeout=60):
                reached = _upgrade(path, to)
            if reached == head():
                _current[path] = _identity(path)
            return reached
    except (DBAPIError, sqlite3.Error, OSError) as failure:
        raise unavailable(failure, str(path)) from failure


def backup(target: Path) -> None:
    """Copy the file as it is at one moment, while others read and write.

    Raises
    ------
    Unavailable
        When there is nothing to copy, the target exists, or the copy cannot be written.
    """
    path = paths.OPERATIONS
    if not path.exists():
        raise Unavailable(N_("Aucune saisie n'a encore été faite : il n'y a rien à sauvegarder."))
    if target.exists():
        raise Unavailable(N_("{fichier} existe déjà : rien n'a été écrit."), fichier=str(target))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(path, target)
    except (sqlite3.Error, OSError) as failure:
        raise unavailable(failure, str(target)) from failure


def head() -> str:
    """Return the newest revision of the tables that this application knows."""
    return str(_scripts().get_current_head())


def revision() -> str:
    """Return the revision of the file's tables; empty when there is no file, or an empty one."""
    path = paths.OPERATIONS
    return _revision(path) if path.exists() else ""


def revision_of(path: Path) -> str:
    """Return the revision of the tables of any file; empty when it has none."""
    return _revision(path)


def knows(revision: str) -> bool:
    """Tell whether this application knows a revision of the tables; none is known too."""
    return not revision or revision in {one.revision for one in _scripts().walk_revisions()}


def _upgrade(path: Path, to: str) -> str:
    from alembic import command

    before = _revision(path)
    if not knows(before):
        raise Unavailable(
            N_(
                "Le fichier des saisies ({fichier}) vient d'une version plus récente de "
                "l'application ({revision}). Rien n'a été écrit : mettre l'application à jour."
            ),
            fichier=str(path),
            revision=before,
        )
    if before and before != (head() if to == "head" else to):
        _copy(path, path.with_name(f"{path.stem}-avant-{head()}-{os.getpid()}{path.suffix}"))
        told = {"de": before, "a": head() if to == "head" else to}
        journal.write("", journal.APPLICATION, "saisies_mises_a_jour", path.name, told)
    with closing(sqlite3.connect(path, timeout=WAIT)) as connection:
        connection.execute("pragma journal_mode = wal")  # the file keeps it
    with _engine(path).execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
    return _revision(path)


def _revision(path: Path) -> str:
    """Read the revision of a file without changing it."""
    with closing(sqlite3.connect(path, timeout=WAIT)) as connection:
        tables = {name for (name,) in connection.execute("select name from sqlite_master")}
        if VERSION_TABLE not in tables:
            return ""
        found = connection.execute("select version_num from alembic_version").fetchone()
    return str(found[0]) if found else ""


def _copy(path: Path, target: Path) -> None:
    """Copy a database in use into one new file, written beside and renamed once it is whole."""
    beside = target.with_name(f".{target.name}.partiel")
    beside.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(path, timeout=WAIT)) as source,
            closing(sqlite3.connect(beside)) as copy,
        ):
            source.backup(copy)
            copy.execute("pragma journal_mode = delete")  # one file, nothing beside it
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _is_current(path: Path) -> bool:
    return path.exists() and _current.get(path) == _identity(path)


def _identity(path: Path) -> tuple[int, int]:
    """Tell a file from another one put in its place."""
    found = path.stat()
    return found.st_dev, found.st_ino


@cache
def _engine(path: Path) -> Engine:
    made = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    return made


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    """Leave transactions to us: Python's own begins one too late, after a change of tables."""
    connection.isolation_level = None
    connection.execute(f"pragma busy_timeout = {int(WAIT * 1000)}")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma synchronous = full")  # a saved row survives a power cut


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


@cache
def _scripts() -> Any:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())


def _config() -> Any:
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made
