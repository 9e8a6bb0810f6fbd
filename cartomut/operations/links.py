"""Links that read for some days: made by an administrator for a reviewer, and taken back at will.

The token has 256 random bits and is shown once; only its hash is kept.
"""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import insert, select, update

from cartomut import journal
from cartomut.i18n import N_
from cartomut.operations import access, database
from cartomut.operations.checking import examine, tidy
from cartomut.operations.faults import Fault, Refused, Unavailable
from cartomut.operations.schema import Row, lien_lecture
from cartomut.rights import Role

ROLE = Role.REVIEWER.value

LONGEST_DAYS = 180
TOKEN_SIZE = 32  # bytes


@dataclass(frozen=True)
class Link:
    """A link that reads; its token is known to who was given it alone."""

    link_id: str
    label: str
    role: str
    expires: str  # moments: UTC
    revoked: str
    made_by: str
    made: str
    last_day: str

    @property
    def is_open(self) -> bool:
        """Tell whether it reads now."""
        return not self.revoked and self.expires > access.now_text()


def create(label: str, days: int, by: str = "") -> str:
    """Make a link that reads for some days, and return its token, which is kept nowhere.

    Raises
    ------
    Refused
        When the label is missing or too long, or the days are not 1 to ``LONGEST_DAYS``.
    Unavailable, Stopped
        When the file or the journal cannot be written; nothing was.
    """
    if not 1 <= days <= LONGEST_DAYS:
        pattern = N_("de 1 à {limite} jours.")
        raise Refused([Fault("expire_le", pattern, limite=LONGEST_DAYS)])
    token = secrets.token_urlsafe(TOKEN_SIZE)
    author, moment = by or journal.actor().account or journal.actor().role, access.now_text()
    made: Row = {
        "lien_lecture_id": uuid4().hex,
        "empreinte": _hash(token),
        "libelle": tidy({"libelle": label})["libelle"],
        "role": ROLE,
        "expire_le": f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%dT%H:%M:%S.%fZ}",
        "revoque_le": None,
        "dernier_jour": None,
        "auteur": author,
        "date_creation": moment,
        "modifie_par": author,
        "date_modification": moment,
        "revision": 1,
    }
    examine(lien_lecture, made)
    with database.writing() as connection:
        connection.execute(insert(lien_lecture).values(made))
        journal.tell(
            "lien", made["lien_lecture_id"], {"role": ROLE, "expire_le": made["expire_le"]}
        )
    return token


def find(token: str) -> Link | None:
    """Return the link of a token; None when it is unknown, expired or revoked.

    The day of its use is kept, no more.
    """
    asked = select(lien_lecture).where(lien_lecture.c.empreinte == _hash(token))
    with database.reading() as connection:
        row = connection.execute(asked).mappings().first() if connection is not None else None
    link = _link(dict(row)) if row else None
    if link is None or not link.is_open:
        return None
    today = datetime.now(UTC).date()
    if link.last_day != today.isoformat():
        named = lien_lecture.c.lien_lecture_id == link.link_id
        # a file that takes no writing still reads
        with suppress(Unavailable), database.writing() as connection:
            connection.execute(update(lien_lecture).where(named).values(dernier_jour=today))
    return link


def listed() -> list[Link]:
    """List every link, the latest first, expired and revoked ones included."""
    asked = select(lien_lecture).order_by(
        lien_lecture.c.date_creation.desc(), lien_lecture.c.lien_lecture_id.asc()
    )
    with database.reading() as connection:
        found = [] if connection is None else list(connection.execute(asked).mappings())
    return [_link(dict(one)) for one in found]


def revoke(link_id: str, by: str = "") -> Link:
    """Close a link at once; one that is closed already stays as it is.

    Raises
    ------
    Refused
        When there is no such link.
    Unavailable, Stopped
        When the file or the journal cannot be written; the link still reads.
    """
    author, moment = by or journal.actor().account or journal.actor().role, access.now_text()
    with database.writing() as connection:
        row = access.find(connection, lien_lecture, {"lien_lecture_id": link_id})
        if row is None:
            raise Refused([Fault("lien_lecture_id", N_("ce lien n'existe pas."))])
        if not row["revoque_le"]:
            told = {"revoque_le": moment, "modifie_par": author, "date_modification": moment}
            row = row | told | {"revision": row["revision"] + 1}
            named = access.is_row(lien_lecture, row)
            connection.execute(update(lien_lecture).where(named).values(row))
            journal.tell("lien_revoque", link_id)
    return _link(row)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _link(row: Row) -> Link:
    return Link(
        row["lien_lecture_id"],
        row["libelle"],
        row["role"],
        row["expire_le"],
        row["revoque_le"] or "",
        row["auteur"],
        row["date_creation"],
        row["dernier_jour"].isoformat() if row["dernier_jour"] else "",
    )
