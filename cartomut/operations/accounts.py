"""The accounts of those who sign in: an address, a role, an organisation, open or closed.

What stands here wins over what the identity provider says. Every change is told in the journal
before it is kept.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, update

from cartomut import journal
from cartomut.i18n import N_
from cartomut.operations import access, database
from cartomut.operations.checking import examine
from cartomut.operations.faults import Fault, Refused
from cartomut.operations.schema import Row, compte, lien_lecture
from cartomut.rights import GIVEN, Role

ROLES = tuple(role for role in GIVEN if role is not Role.PUBLIC)  # public is to have no account
# Only ASCII: two addresses that look the same, or become the same in lower case, are never one.
_ADDRESS = re.compile(r"[!-?A-~]{1,64}@[a-z0-9.-]{1,190}")


@dataclass(frozen=True)
class Account:
    """Who may sign in, and as what; ``revision`` is 0 for one that is not kept yet."""

    address: str
    role: str
    organisation: str = ""
    active: bool = True
    revision: int = 0
    changed: str = ""  # moment, UTC
    changed_by: str = ""


def tidy(address: str) -> str:
    """Write an address as accounts are found: without blanks, in lower case."""
    return address.strip().lower() if address.isascii() else address.strip()


def find(address: str) -> Account | None:
    """Return the account of an address, open or closed; None when there is none.

    Raises
    ------
    Unavailable
        When the file cannot be read: nobody must then be taken for somebody without an account.
    """
    with database.reading() as connection:
        row = _row(connection, tidy(address)) if connection is not None else None
    return _account(row) if row else None


def listed() -> list[Account]:
    """List every account, by address."""
    with database.reading() as connection:
        return [] if connection is None else list(_all(connection))


def put(account: Account, by: str = "") -> Account:
    """Keep an account, new or changed, and return it as it is now.

    A ``revision`` above 0 must be the one in place; 0 takes what is there, or nothing.

    Raises
    ------
    Refused
        When a value may not be kept, somebody else changed the account since, or nobody active
        would be left to administer.
    Unavailable, Stopped
        When the file or the journal cannot be written; nothing was.
    """
    wanted = replace(account, address=tidy(account.address))
    author = by or journal.actor().account or journal.actor().role
    with database.writing() as connection:
        now = _row(connection, wanted.address)
        faults = list(_faults(connection, wanted, now))
        if faults:
            raise Refused(faults)
        made = _made(wanted, now, author)
        examine(compte, made)
        if now is None or _said(now) != _said(made):
            _keep(connection, now, made)
            journal.tell("compte", wanted.address, _told(now, made))
            return _account(made)
    return _account(now)


def forget(copy: Path) -> None:
    """Take accounts and links out of a copy of the file that goes elsewhere, pages included."""
    with closing(sqlite3.connect(copy)) as connection:
        for table in (compte, lien_lecture):
            connection.execute(str(delete(table)))
        connection.commit()
        connection.execute("vacuum")


def _faults(connection: Connection, wanted: Account, now: Row | None) -> Iterator[Fault]:
    if not _ADDRESS.fullmatch(wanted.address):
        yield Fault("adresse", N_("une adresse électronique est attendue, sans accent ni espace."))
    if wanted.role not in ROLES:
        pattern = N_("« {valeur} » n'est pas un code de la liste.")
        yield Fault("role", pattern, valeur=wanted.role[:40])
    if wanted.role == Role.MUTUAL and not wanted.organisation:
        yield Fault("organisme_id", N_("le compte d'une mutuelle dit laquelle."))
    if wanted.revision and (now is None or now["revision"] != wanted.revision):
        yield Fault("adresse", N_("ce compte a été changé entre-temps : recharger la page."))
    others = [one for one in _all(connection) if one.address != wanted.address]
    if now and _administers(_account(now)) and not any(map(_administers, [wanted, *others])):
        yield Fault(
            "role",
            N_("c'est le dernier compte actif d'administrateur : en ouvrir d'abord un autre."),
        )


def _administers(account: Account) -> bool:
    return account.active and account.role == Role.ADMINISTRATOR


def _made(wanted: Account, now: Row | None, author: str) -> Row:
    moment = access.now_text()
    organisation = wanted.organisation if wanted.role == Role.MUTUAL else ""
    return {
        "adresse": wanted.address,
        "role": str(wanted.role),
        "organisme_id": organisation or None,
        "actif": int(wanted.active),
        "auteur": now["auteur"] if now else author,
        "date_creation": now["date_creation"] if now else moment,
        "modifie_par": author,
        "date_modification": moment,
        "revision": (now["revision"] if now else 0) + 1,
    }


def _keep(connection: Connection, now: Row | None, made: Row) -> None:
    if now is None:
        connection.execute(insert(compte).values(made))
        return
    connection.execute(update(compte).where(access.is_row(compte, made)).values(made))


def _said(row: Row) -> tuple[object, ...]:
    return row["role"], row["organisme_id"], row["actif"]


def _told(now: Row | None, made: Row) -> dict[str, str | int]:
    """Say what an account was and what it becomes."""
    names = ("role", "organisme_id", "actif")
    before = {f"{name}_avant": now[name] for name in names if now and now[name] != made[name]}
    return {
        name: value
        for name, value in ({name: made[name] for name in names} | before).items()
        if value is not None
    }


def _all(connection: Connection) -> Iterator[Account]:
    for row in connection.execute(select(compte).order_by(compte.c.adresse.asc())).mappings():
        yield _account(dict(row))


def _row(connection: Connection, address: str) -> Row | None:
    return access.find(connection, compte, {"adresse": address})


def _account(row: Row) -> Account:
    return Account(
        row["adresse"],
        row["role"],
        row["organisme_id"] or "",
        bool(row["actif"]),
        row["revision"],
        row["date_modification"],
        row["modifie_par"],
    )
