"""One figure of a page on a stage of its own, drawn by that page's own script.

The page runs as it does at its own address; of its figures only the wanted one is drawn, on the
stage. So a figure that is shown elsewhere is the same figure, with the same data and choices.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import streamlit as st

from cartomut.paths import ROOT
from cartomut.ui import filters

P = ParamSpec("P")
STORY = "recit"  # the query parameter that puts a page on the stage


@dataclass
class Stage:
    """Where the wanted figure goes, and whether it came."""

    wanted: str
    place: Any
    alone: bool
    drawn: bool = False


class Shown(BaseException):
    """The wanted figure is drawn: the rest of its page need not run."""


_stage: ContextVar[Stage | None] = ContextVar("stage", default=None)


def is_on() -> bool:
    """Tell whether the address asks for a story, full screen."""
    return STORY in st.query_params


@contextmanager
def part(key: str, title: str = "") -> Iterator[bool]:
    """Enclose a figure; yields whether it is to be drawn, which goes to the stage if there is one.

    ``title`` names it where a reader chooses among the figures of the page.
    """
    stage = _stage.get()
    if stage is None:
        if title:
            st.session_state.setdefault("_figures", {})[key] = title
        yield True
        return
    if stage.wanted != key or stage.drawn:
        yield False
        return
    stage.drawn = True
    within = _stage.set(None)  # what it is made of is drawn whole
    try:
        with stage.place:
            yield True
    finally:
        _stage.reset(within)
    if stage.alone:
        raise Shown


def staged(
    draw: Callable[Concatenate[str, str, P], None],
) -> Callable[Concatenate[str, str, P], None]:
    """Make a part of what draws a figure of this key and title."""

    @wraps(draw)
    def drawn(key: str, title: str, /, *args: P.args, **others: P.kwargs) -> None:
        with part(key, title) as shown:
            if shown:
                draw(key, title, *args, **others)

    return drawn


def titled(key: str, title: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Make a part of what draws the one figure of this key; ``title`` is in French."""

    def of(draw: Callable[P, None]) -> Callable[P, None]:
        @wraps(draw)
        def drawn(*args: P.args, **others: P.kwargs) -> None:
            with part(key, title) as shown:
                if shown:
                    draw(*args, **others)

        return drawn

    return of


def figures_seen() -> dict[str, str]:
    """Return key → title of the figures that the last run drew, and begin anew."""
    seen = st.session_state.get("_figures", {})
    st.session_state["_figures"] = {}
    return dict(seen)


def run(address: str, figure: str, place: Any, *, alone: bool) -> bool:
    """Run a page where this is called; tell whether the wanted figure was drawn in ``place``.

    Parameters
    ----------
    figure
        The figure's key; empty draws the page whole, where this is called.
    alone
        Whether the page may stop once the figure is there; its other choices are then not drawn.

    Raises
    ------
    Exception
        What the page's own script raises.
    """
    filters.begin(address)
    stage = Stage(figure, place, alone) if figure else None
    before = _stage.set(stage)
    try:
        exec(_code(_path(address)), {"__name__": "__page__", "Shown": Shown})
    except Shown:
        pass  # the figure is there, or the page had nothing more to show
    finally:
        _stage.reset(before)
    return stage is None or stage.drawn


def _path(address: str) -> Path:
    return next((ROOT / "pages").glob(f"*/{address}.py"))


@lru_cache(maxsize=60)
def _code(path: Path) -> Any:
    """Compile a page; where it stops, it gives the run back instead of ending it."""
    text = path.read_text(encoding="utf-8").replace("st.stop()", "raise Shown")
    return compile(text, str(path), "exec")
