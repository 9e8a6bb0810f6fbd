"""A replica in a process of its own: follows the lake and reads all the time; tells what it saw.

``python -m tests.sharing.replica CATALOGUE LAKE STORES SECONDS`` prints one line of JSON.
"""

import json
import sys
import threading
import time
from pathlib import Path

from cartomut import store
from cartomut.sharing.follow import Follower
from cartomut.sharing.lake import Lake
from tests.postgres import PYTHON
from tests.sharing.conftest import DATASET, read


def main() -> None:
    """Follow for ever; each line of standard input asks what was read since the last one."""
    catalogue, lake, stores = sys.argv[1:]
    place = Lake(PYTHON, catalogue, lake, read_only=True)
    side = Follower(place, publishes=False, stores=Path(stores), scripts=Path(stores) / "js")
    threading.Thread(target=side.run, args=(0.5,), daemon=True).start()
    seen: dict[tuple[str, int, int], int] = {}
    failures: list[str] = []
    threading.Thread(target=_read, args=(side, seen, failures), daemon=True).start()
    for _line in sys.stdin:
        faults = [str(fault) for fault in side.state.faults]
        told = {"seen": [*map(list, seen)], "reads": sum(seen.values()), "failures": failures}
        print(json.dumps(told | {"faults": faults}), flush=True)


def _read(side: Follower, seen: dict[tuple[str, int, int], int], failures: list[str]) -> None:
    while True:
        path = store.current(DATASET, side.stores)
        if path:
            try:
                answer = read(path)
                seen[answer] = seen.pop(answer, 0) + 1  # the last one read is the last of the keys
            except Exception as failure:  # any is a fault of the store under a reader
                failures.append(repr(failure))
        time.sleep(0.3)


if __name__ == "__main__":
    main()
