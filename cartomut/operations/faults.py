"""Why nothing was written: somebody was first, a value is at fault, the file cannot take it."""

import sqlite3
from collections.abc import Sequence

from sqlalchemy.exc import DBAPIError

from cartomut.editions import Stopped
from cartomut.i18n import N_, Language
from cartomut.operations.schema import Row


class Conflict(Stopped):
    """The row is no longer the one that was seen; nothing was written.

    ``current`` is the row as it is now, ``seen`` as the writer saw it (None for a new row, or a
    revision that the trace does not know), ``mine`` what they wanted to write.
    """

    def __init__(self, table: str, current: Row, seen: Row | None, mine: Row) -> None:
        self.table, self.current, self.seen, self.mine = table, current, seen, mine
        super().__init__(
            N_(
                "{auteur} a changé cette ligne entre-temps ({moment}). Rien n'a été écrit, et ce "
                "que vous avez saisi n'est pas perdu : gardez l'un, l'autre ou les deux."
            ),
            auteur=current["modifie_par"],
            moment=current["date_modification"],
        )

    def text(self, _: Language) -> str:
        """Write who was first and when, in a language."""
        fields = self.fields | {"moment": moment_of(self.fields["moment"], _)}
        return _(self.pattern).format_map(fields)


class Gone(Stopped):
    """The row that was seen is not there any more: the file was put back to an older state."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Cette ligne n'est plus dans le fichier des saisies : une sauvegarde plus ancienne "
                "l'a remplacé. Rien n'a été écrit : recharger la page, puis recommencer."
            )
        )


class Refused(Stopped):
    """The row may not be written as it is; ``faults`` says why, each with its column."""

    def __init__(self, faults: Sequence["Fault"]) -> None:
        self.faults = list(faults)
        told = " ".join(f"{one.column} : {one}" for one in self.faults)
        super().__init__("{fautes}", fautes=told)

    def text(self, _: Language) -> str:
        """Write every fault in a language."""
        return " ".join(_.pair(one.column, one.text(_)) for one in self.faults)


class Fault(Stopped):
    """One fault of one column."""

    def __init__(self, column: str, pattern: str, **fields: object) -> None:
        self.column = column
        super().__init__(pattern, **fields)


class Unavailable(Stopped):
    """The file of the operations cannot be read or written now."""


def moment_of(text: str, _: Language) -> str:
    """Write a moment of the file, day and time, in a language; the country's time is UTC."""
    return _("{jour} à {heure}").format(jour=_.date(text[:10]), heure=text[11:16])


_REASONS = {
    sqlite3.SQLITE_BUSY: N_(
        "Quelqu'un d'autre écrit en ce moment depuis trop longtemps. Rien n'a été écrit : "
        "recommencer dans un instant."
    ),
    sqlite3.SQLITE_FULL: N_(
        "Le disque est plein. Rien n'a été écrit : libérer de la place, puis recommencer."
    ),
    sqlite3.SQLITE_READONLY: N_(
        "Le fichier des saisies ne peut pas être modifié ({fichier}). Rien n'a été écrit : "
        "vérifier les droits sur ce fichier et sur son dossier."
    ),
    sqlite3.SQLITE_CANTOPEN: N_(
        "Le fichier des saisies ne s'ouvre pas ({fichier}). Rien n'a été écrit : vérifier que son "
        "dossier existe et peut être modifié."
    ),
    sqlite3.SQLITE_NOTADB: N_(
        "Le fichier {fichier} n'est pas celui des saisies, ou il est abîmé. Rien n'a été écrit : "
        "remettre une sauvegarde à sa place."
    ),
    sqlite3.SQLITE_CORRUPT: N_(
        "Le fichier {fichier} est abîmé. Rien n'a été écrit : remettre une sauvegarde à sa place."
    ),
}
_OTHER = N_(
    "Le fichier des saisies ({fichier}) a refusé : {raison}. Rien n'a été écrit ; recommencer, "
    "puis vérifier le disque."
)
_SAME = {sqlite3.SQLITE_LOCKED: sqlite3.SQLITE_BUSY}


def unavailable(failure: DBAPIError | sqlite3.Error | OSError, file: str) -> Unavailable:
    """Say why the file could not be read or written, and what to do."""
    cause = failure.orig if isinstance(failure, DBAPIError) else failure
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the rest only details it
    pattern = _REASONS.get(_SAME.get(code, code), _OTHER)
    return Unavailable(pattern, fichier=file, raison=str(cause))
