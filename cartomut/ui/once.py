"""What is worked out once in a run of the script: the language, the filters and their words.

They are asked under every figure, and each look into the session or the address takes its lock.
What changes a choice lets go of all that was kept.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import TypeVar, cast

T = TypeVar("T")
_kept: ContextVar[dict[Hashable, object] | None] = ContextVar("kept", default=None)


def begin() -> None:
    """Start a run: from here on what is worked out is kept. Without it nothing is."""
    _kept.set({})


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
