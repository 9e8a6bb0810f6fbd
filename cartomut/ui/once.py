"""A run of the script: its turn, and what is worked out once in it.

The language, the filters and their words are asked for under every figure, and each look into the
session or the address takes a lock.
What changes a choice lets go of all that was kept.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

from cartomut import limiting

T = TypeVar("T")
_kept: ContextVar[dict[Hashable, object] | None] = ContextVar("kept", default=None)


@contextmanager
def run() -> Iterator[None]:
    """Wait for this run's turn; what is worked out in it is kept. Outside of it nothing is."""
    with limiting.PAGES.one():
        _kept.set({})
        yield


def per_run(name: Hashable, make: Callable[[], T]) -> T:
    """Return what was worked out under this name in this run; work it out the first time."""
    kept = _kept.get()
    if kept is None:
        return make()
    if name not in kept:
        kept[name] = make()
    return cast("T", kept[name])


def changed() -> None:
    """Let go of what was kept: a choice, the address or the dataset is another one now."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()
