"""Notice that a store's file was cut off or overwritten while memory still answers for it.

A run looks at the size and the date of each file, which costs a few microseconds; the file itself
is read, whole, only when they have changed.
"""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

Mark = tuple[int, int, int]  # inode, bytes, nanoseconds of the last change


class Watch:
    """The stores that one server reads, and how their files were when they were last right."""

    def __init__(self, is_readable: Callable[[Path], bool]) -> None:
        self._is_readable = is_readable
        self._marks: dict[Path, Mark] = {}
        self._lock = threading.Lock()  # of many readers, one reads what has changed

    def spoilt(self, paths: Iterable[Path]) -> list[Path]:
        """List the files that changed since they were first seen and can no longer be read.

        What is gone is not among them, nor what changed and reads whole.
        """
        return [path for path in paths if self._is_spoilt(path)]

    def _is_spoilt(self, path: Path) -> bool:
        mark = _mark(path)
        if mark is None or self._marks.setdefault(path, mark) == mark:
            return False
        with self._lock:
            mark = _mark(path)
            if mark is None or self._marks[path] == mark:  # another reader has just read it
                return False
            if self._is_readable(path):
                self._marks[path] = mark
                return False
        return True


def _mark(path: Path) -> Mark | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
