"""What was closed here stays closed in what a backup brings: reading links and accounts.

A link that was taken back since the backup, or an account that was closed, would open again with
it. The file of what is typed here and the journal here say which; where there is no such file to
say it, as on a new disk, every link is taken back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, Connection, NullPool, create_engine, inspect, select, update
from sqlalchemy.exc import DBAPIError

from cartomut import journal
from cartomut.backup.places import Places
from cartomut.operations import access
from cartomut.operations.schema import compte, lien_lecture

BY = "restauration"  # who closes, in the rows


@dataclass(frozen=True)
class Closed:
    """What was open in a backup and no longer is: identifiers of links, addresses of accounts."""

    links: list[str] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)

    def tell(self, file: str, data: Path) -> None:
        """Tell the journal, each by its name.

        Raises
        ------
        Stopped
            When the journal cannot be written.
        """
        for link in self.links:
            journal.tell("lien_revoque", link, {BY: file}, data)
        for address in self.accounts:
            journal.tell("compte", address, {"actif": 0, BY: file}, data)


@dataclass(frozen=True)
class _Known:
    """What an installation knows: links that were taken back, accounts and whether they are open.

    ``is_sure`` tells that a link which is not among those taken back was not.
    """

    revoked: set[str]
    active: dict[str, bool]
    is_sure: bool


def close(typed: Path, own: Places) -> Closed:
    """Close in a file about to take its place what is closed here; returns what that changed."""
    if not typed.exists():
        return Closed()
    known = _known(own)
    with _opened(typed) as connection:
        if not inspect(connection).has_table(lien_lecture.name):
            return Closed()  # of a time when there were neither links nor accounts
        links = [
            one
            for one in sorted(_links(connection, revoked=False))
            if one in known.revoked or not known.is_sure
        ]
        shut = [
            address
            for address, is_open in sorted(_accounts(connection).items())
            if is_open and known.active.get(address) is False
        ]
        _close(connection, links, shut)
    return Closed(links, shut)


def _known(own: Places) -> _Known:
    """Read the journal, then the file, which knows better what it still holds."""
    told = journal.entries(own.data)
    revoked = {one.objet for one in told if one.geste == "lien_revoque"}
    active = {one.objet: one.detail.get("actif") != 0 for one in told if one.geste == "compte"}
    if not own.operations.exists():
        return _Known(revoked, active, is_sure=False)
    try:
        with _opened(own.operations) as connection:
            if inspect(connection).has_table(lien_lecture.name):
                revoked |= _links(connection, revoked=True)
                active |= _accounts(connection)
    except DBAPIError:  # damaged: it is the reason for many a restoration
        return _Known(revoked, active, is_sure=False)
    return _Known(revoked, active, is_sure=True)


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    with engine.begin() as connection:
        yield connection


def _links(connection: Connection, *, revoked: bool) -> set[str]:
    wanted = (
        lien_lecture.c.revoque_le.is_not(None) if revoked else lien_lecture.c.revoque_le.is_(None)
    )
    return set(connection.execute(select(lien_lecture.c.lien_lecture_id).where(wanted)).scalars())


def _accounts(connection: Connection) -> dict[str, bool]:
    rows = connection.execute(select(compte.c.adresse, compte.c.actif))
    return {row.adresse: bool(row.actif) for row in rows}


def _close(connection: Connection, links: list[str], accounts: list[str]) -> None:
    moment = access.now_text()
    for table, key, names, value in (
        (lien_lecture, "lien_lecture_id", links, {"revoque_le": moment}),
        (compte, "adresse", accounts, {"actif": 0}),
    ):
        told = {"modifie_par": BY, "date_modification": moment, "revision": table.c.revision + 1}
        connection.execute(update(table).where(table.c[key].in_(names)).values(**value, **told))
