"""A DuckLake: its catalogue in PostgreSQL, its rows as Parquet, an edition as a snapshot.

DuckDB's extensions do not follow its newest version, and a fault in them would take the app down:
a process of an environment of its own (``requirements-echelle.txt``) reads and writes the lake,
and turns a snapshot into the same kind of file as a build. It is asked in lines of JSON.
"""

import json
import queue
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from cartomut.i18n import N_
from cartomut.loading import create_schema
from cartomut.sharing.place import Shared, Unreachable

WORKER = Path(__file__).with_name("lake_worker.py")
SOON, LONG = 30.0, 600.0  # seconds to wait for a word, for a whole edition
_SILENT = N_("Le catalogue partagé ne répond pas ({raison}).")
_NO_PYTHON = N_(
    "L'environnement du catalogue partagé ne démarre pas ({raison}) : installer "
    "requirements-echelle.txt et donner son Python au réglage partage_python."
)


class Lake:
    """Editions in a DuckLake."""

    def __init__(self, python: Path, catalogue: str, data: str, *, read_only: bool) -> None:
        self._python = python
        self._place = {"catalogue": catalogue, "data": data, "read_only": read_only}
        self._worker: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread()
        self._lock = threading.Lock()

    def current(self) -> dict[str, Shared]:
        """Return the edition in use of each dataset that was put there."""
        found = map(Shared.read, self._ask(SOON, do="current"))
        return {one.jeu: one for one in found}

    def put(self, shared: Shared, store: Path, script: Path) -> None:
        """Write every table that changed in one transaction: one snapshot."""
        where = {"dataset": shared.jeu, "store": str(store), "script": str(script)}
        self._ask(LONG, do="put", shared=shared.text(), **where)

    def fetch(self, shared: Shared, store: Path, script: Path) -> None:
        """Make the store of a snapshot: our own schema, its rows, each table checked."""
        with duckdb.connect(str(store)) as con:
            create_schema(con)
        where = {"dataset": shared.jeu, "store": str(store), "script": str(script)}
        self._ask(LONG, do="fetch", shared=shared.text(), **where)

    def close(self) -> None:
        """End the process; the next question starts another."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        worker.wait()
        self._listener.join()
        for pipe in (worker.stdin, worker.stdout):
            with suppress(OSError):  # what it was told last can no longer be written
                if pipe:
                    pipe.close()

    def _ask(self, wait: float, **question: Any) -> Any:
        with self._lock:
            try:
                answer = json.loads(self._exchange(json.dumps(question | self._place), wait))
            except (OSError, ValueError, queue.Empty) as failure:
                self.close()
                reason = str(failure) or type(failure).__name__
                raise Unreachable(_SILENT, raison=reason) from failure
            if "fault" in answer:
                raise Unreachable(_SILENT, raison=answer["fault"])
            return answer["answer"]

    def _exchange(self, line: str, wait: float) -> str:
        worker = self._started()
        assert worker.stdin is not None
        worker.stdin.write(line + "\n")
        worker.stdin.flush()
        return self._lines.get(timeout=wait)

    def _started(self) -> subprocess.Popen[str]:
        if self._worker and self._worker.poll() is None:
            return self._worker
        self.close()
        try:
            made = subprocess.Popen(
                [str(self._python), "-I", str(WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        except OSError as failure:
            raise Unreachable(_NO_PYTHON, raison=failure) from failure
        self._worker, self._lines = made, queue.Queue()
        self._listener = threading.Thread(target=_listen, args=(made, self._lines), daemon=True)
        self._listener.start()
        return made


def _listen(worker: subprocess.Popen[str], lines: "queue.Queue[str]") -> None:
    assert worker.stdout is not None
    for line in worker.stdout:
        lines.put(line)
    lines.put(json.dumps({"fault": f"fin du processus / process ended: {worker.wait()}"}))
