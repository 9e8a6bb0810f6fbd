"""For whom a file is made, which every file that can says in its own metadata.

Whoever lets a file out (the door of the pages, a command) says for whom; what writes the file asks
here. A file that somebody finds later then tells how far it may be handed on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cartomut.i18n import Language
from cartomut.rights import Reader
from cartomut.role_names import ROLE_NAMES

KEY = "vu_par"
_reader: ContextVar[Reader | None] = ContextVar("audience", default=None)


@contextmanager
def made_for(reader: Reader) -> Iterator[None]:
    """Say for whom the files made inside are."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


def code() -> str:
    """Return the role, with the organisation of a mutual; empty when nobody said for whom."""
    reader = _reader.get()
    return "" if reader is None else ":".join(filter(None, (reader.role.value, reader.own)))


def mark() -> str:
    """Return what stands among a file's keywords, the same in every language; empty as ``code``."""
    return f"{KEY}={code()}" if code() else ""


def written(_: Language) -> str:
    """Name the role in a language; empty as ``code``."""
    reader = _reader.get()
    if reader is None:
        return ""
    name = _(ROLE_NAMES[reader.role])
    return f"{name} ({reader.own})" if reader.own else name
