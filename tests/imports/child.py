"""A process of its own that imports or publishes, says each step, and waits to be killed there.

Called as ``python -m tests.imports.child import|publish|rollback ROOT [STEP]``: at the step whose
name begins with STEP it says ``HERE`` and waits.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from cartomut import checks, editions, imports
from cartomut import store as stores
from cartomut.editions import Stopped


def wait_at(wanted: str) -> Callable[[str], None]:
    """Say each step; stop at the one that is wanted."""

    def report(step: str) -> None:
        print(step, flush=True)
        if wanted and wanted in step:
            print("HERE", flush=True)
            time.sleep(120)

    return report


def main(action: str, root: Path, wanted: str = "") -> None:
    """Do what is asked in the data folder of a test."""
    report = wait_at(wanted)
    stores.STATIC = root / "static"
    checks.rules = lambda: iter(())
    where = {"data": root / "data", "stores": root / "stores"}
    note = editions.note

    def noted(*arguments: object, **named: object) -> None:
        report("before the journal")
        note(*arguments, **named)  # type: ignore[arg-type]
        report("after the journal")

    editions.note = noted  # type: ignore[assignment]
    try:
        if action == "import":
            paths = sorted((root / "files").glob("*.csv"))
            request = imports.Request("etude", "DES")
            imports.run(paths, request, data=where["data"], report=report)
        elif action == "publish":
            latest = editions.versions("etude", where["data"])[0].version
            imports.publish("etude", latest, **where, report=report)
        else:
            imports.rollback("etude", **where, report=report)
    except Stopped as stopped:
        print(f"STOPPED {stopped}", flush=True)
        sys.exit(4)
    print("DONE", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
