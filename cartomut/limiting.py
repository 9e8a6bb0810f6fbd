"""How much work may be asked at once: a bucket of tokens for each session, one for the server.

A file costs processor time that every reader shares. Who takes files at a person's pace never
meets a limit; a script that takes them all does, and is told when to ask again.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from cartomut.settings import settings

SESSIONS = 2000  # buckets kept; a bucket forgotten is full again
TOGETHER = 2  # long jobs at once, in the whole process: as many as a small server has cores
MINUTE = 60.0  # seconds


class TooMany(Exception):
    """Asked too soon; ``seconds`` until it may be asked again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many files asked for; again in {seconds:.0f} s")
        self.seconds = seconds


@dataclass
class Bucket:
    """Tokens that come back steadily: ``size`` a minute, and never more than ``size``."""

    size: int
    left: float
    seen: float  # seconds of the clock when ``left`` was true

    def wait(self, now: float) -> float:
        """Return the seconds until a token is there; 0 when one is."""
        self.left = min(self.size, self.left + max(0.0, now - self.seen) * self.size / MINUTE)
        self.seen = now
        return 0.0 if self.left >= 1 else (1 - self.left) * MINUTE / self.size


@dataclass
class Limits:
    """The buckets of a process. Its clock never goes back, whatever the computer's does."""

    each: int  # tokens a minute of one session
    all: int  # of all sessions together
    clock: Callable[[], float] = time.monotonic
    _buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, session: str) -> None:
        """Take a token of this session and one of the server's, or neither.

        Raises
        ------
        TooMany
            When one of the two has none left; nothing is then taken.
        """
        with self._lock:
            now = self.clock()
            asked = [self._bucket(session, self.each, now), self._bucket("", self.all, now)]
            if wait := max(bucket.wait(now) for bucket in asked):
                raise TooMany(wait)
            for bucket in asked:
                bucket.left -= 1

    def _bucket(self, name: str, size: int, now: float) -> Bucket:
        bucket = self._buckets.setdefault(name, Bucket(size, size, now))
        self._buckets.move_to_end(name)
        while len(self._buckets) > SESSIONS:
            self._buckets.popitem(last=False)
        return bucket


@dataclass
class Room:
    """Bytes that files brought may hold in memory, what is on its way included."""

    most: int  # of all sessions together
    _coming: dict[str, int] = field(default_factory=dict)  # bytes on their way, by session
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def bring(self, session: str, size: int, held: Mapping[str, int]) -> Iterator[bool]:
        """Keep room for a file as long as it comes; gives False when there is none.

        Parameters
        ----------
        held
            The bytes that each session holds already. No session may hold more than half of all
            there is, so that one reader never shuts the others out.
        """
        with self._lock:
            own = held.get(session, 0) + self._coming.get(session, 0)
            every = sum(held.values()) + sum(self._coming.values())
            fits = own + size <= self.most // 2 and every + size <= self.most
            if fits:
                self._coming[session] = self._coming.get(session, 0) + size
        try:
            yield fits
        finally:
            if fits:
                with self._lock:
                    self._coming[session] -= size
                    if not self._coming[session]:
                        del self._coming[session]


@dataclass
class Turns:
    """Lets pages be drawn one after the other, not all at once, each slower for the others.

    Python draws one at a time anyway: in turns, the first reader need not wait for the last. A turn
    that lasts, such as a batch of files, is passed by.
    """

    longest: float  # seconds after which the next need not wait any longer
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _holder: object = None
    _since: float = 0.0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a turn, and hold it."""
        mine = object()
        with self._changed:
            while self._holder and (left := self._since + self.longest - time.monotonic()) > 0:
                self._changed.wait(left)
            self._holder, self._since = mine, time.monotonic()
        try:
            yield
        finally:
            with self._changed:
                if self._holder is mine:
                    self._holder = None
                    self._changed.notify()


PAGES = Turns(longest=1.0)
FILES = Limits(settings().exports_par_minute, settings().exports_du_serveur)
UPLOADS = Limits(30, 90)  # files brought; 50 MB each at most, and kept in memory while a page lives
ROOM = Room(settings().apports_mo * 10**6)
_jobs = threading.BoundedSemaphore(TOGETHER)
_at_work: set[str] = set()
_lock = threading.Lock()


@contextmanager
def job(session: str) -> Iterator[bool]:
    """Hold one of the few places for a long job; gives False when there is none.

    A session has one at most: a second tab of the same reader is another session, and waits for
    the places of all.
    """
    with _lock:
        held = session not in _at_work and _jobs.acquire(blocking=False)
        if held:
            _at_work.add(session)
    try:
        yield held
    finally:
        if held:
            with _lock:
                _at_work.discard(session)
                _jobs.release()
