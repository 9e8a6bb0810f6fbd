"""A long search in the background: one at a time, stopped at once, its answers kept and shared."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import streamlit as st

from cartomut.access.gains import Problem
from cartomut.access.siting import SECONDS, Curve, curve

KEPT = 60  # answers, for every reader of the server
PULSE = 0.1  # seconds between two looks at whether to stop, while waiting for another reader


@dataclass
class Search:
    """One search: what it is about (``key``), how far it is, its answer or its fault."""

    key: Hashable
    make: Callable[[], Problem]
    most: int
    shared: "Shared"
    done: float = 0.0
    count: int = 0
    waiting: bool = True
    answer: Curve | None = None
    fault: BaseException | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Tell whether it still works."""
        return self.thread is not None and self.thread.is_alive()

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def _work(self) -> None:
        """Wait for other readers' searches, then search; it touches no page."""
        turn = self.shared.turn
        while not turn.acquire(timeout=PULSE):
            if self.stop.is_set():
                return
        try:
            self.waiting = False
            self.answer = self.shared.get(self.key) or self._search()
        except Exception as fault:  # shown to the reader, who waits in another thread
            self.fault = fault
        finally:
            turn.release()

    def _search(self) -> Curve:
        found = curve(
            self.make(),
            range(1, self.most + 1),
            seconds=SECONDS,
            report=self._report,
            cancelled=self.stop.is_set,
        )
        if not found.stopped:
            self.shared.put(self.key, found)
        return found

    def _report(self, done: float, count: int) -> None:
        self.done, self.count = done, count


class Shared:
    """What every reader of the server shares: the answers found, and whose turn it is."""

    def __init__(self) -> None:
        self.turn = threading.Semaphore(1)
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, Curve] = OrderedDict()

    def get(self, key: Hashable) -> Curve | None:
        """Return the answer to a question asked before."""
        with self._lock:
            return self._answers.get(key)

    def put(self, key: Hashable, found: Curve) -> None:
        """Keep an answer; the oldest one goes when there are too many."""
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)


@st.cache_resource(show_spinner=False)
def _shared() -> Shared:
    return Shared()


def current() -> Search | None:
    """Return this session's last search, whatever it is about."""
    return st.session_state.get("_recherche_sites")


def found(key: Hashable) -> Curve | None:
    """Return the answer for these choices: a whole one, or what a stopped search had."""
    whole = _shared().get(key)
    last = current()
    mine = last.answer if last and last.key == key else None
    return whole or mine


def begin(key: Hashable, make: Callable[[], Problem], most: int) -> None:
    """Start a search (a callback); nothing happens while this session has one that runs."""
    last = current()
    if last and last.running:
        return
    search = Search(key, make, most, _shared())
    st.session_state["_recherche_sites"] = search
    search.start()


def halt() -> None:
    """Stop this session's search (a callback)."""
    last = current()
    if last:
        last.stop.set()
