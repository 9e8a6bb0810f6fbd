"""Write a file whole or not at all, and know a disk that takes no more."""

import errno
import os
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SAID = "No space left"  # by the engines that do not hand the system's own error on


def write(path: Path, content: bytes) -> None:
    """Write a file beside, then give it its name: what was there stays until the new one is whole.

    Raises
    ------
    OSError
        When the disk refuses; nothing is left behind.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():  # the terminal, a pipe
        path.write_bytes(content)
        return
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with beside.open("wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def is_full(failure: BaseException | None) -> bool:
    """Tell whether a failure comes from a disk that takes no more, or from what it comes from."""
    while failure is not None:
        number = failure.errno if isinstance(failure, OSError) else None
        if number in FULL or SAID in str(failure):
            return True
        failure = failure.__cause__ or failure.__context__
    return False
