"""When a long computation must stop: its time is over, or somebody asked."""

import time
from collections.abc import Callable


class Watch:
    """A time limit in seconds from now, and a question asked again and again: stop?

    ``cancelled`` is asked often: it only looks at something, such as ``threading.Event().is_set``.
    """

    def __init__(self, seconds: float, cancelled: Callable[[], bool] = lambda: False) -> None:
        self._start = time.perf_counter()
        self._seconds = seconds
        self._cancelled = cancelled
        self.stopped = False

    @property
    def spent(self) -> float:
        """Return the seconds since the start."""
        return time.perf_counter() - self._start

    @property
    def left(self) -> float:
        """Return the seconds that remain, 0 when they are over."""
        return max(0.0, self._seconds - self.spent)

    def ask(self) -> bool:
        """Tell whether somebody asked to stop; once asked, it stays so."""
        self.stopped = self.stopped or self._cancelled()
        return self.stopped

    def over(self) -> bool:
        """Tell whether to stop now."""
        return self.ask() or not self.left

    def part(self, share: float) -> "Watch":
        """Return a watch over a share (0 to 1) of what remains; the same question ends it."""
        return Watch(self.left * share, self.ask)
