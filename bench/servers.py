"""Start the three apps, each on a free port of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.synthetic import Dataset
from cartomut.paths import ROOT, STATIC

APPS = Path(__file__).parent / "apps"
OPTIONS = {
    "server.headless": "true",
    "server.address": "localhost",
    "server.fileWatcherType": "none",
    "server.enableStaticServing": "true",
    "browser.gatherUsageStats": "false",
}
PATIENCE = 60  # seconds for a server to come up


class NotStarted(Exception):
    """A server that did not come up; holds its log."""


@contextmanager
def cartomut(dataset: Dataset, log: Path) -> Iterator[str]:
    """Run CartoMut over a dataset; yields its address."""
    with _server(ROOT / "app.py", ROOT, dataset.environment(), log) as address:
        yield address


@contextmanager
def reference(name: str, dataset: Dataset, folder: Path) -> Iterator[str]:
    """Run the floor or the naive twin in a folder of its own, without CartoMut's settings."""
    folder.mkdir(parents=True)
    shutil.copy(APPS / f"{name}.py", folder)
    shutil.copytree(STATIC / "vendor" / "leaflet", folder / "static" / "vendor" / "leaflet")
    with _server(folder / f"{name}.py", folder, dataset.environment(), folder / "log") as address:
        yield address


@contextmanager
def _server(script: Path, folder: Path, extra: Mapping[str, str], log: Path) -> Iterator[str]:
    port = _free_port()
    options = [f"--{name}={value}" for name, value in (OPTIONS | {"server.port": port}).items()]
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), *options],
            cwd=folder,
            env={**os.environ, **extra},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait(port, process, log)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait()


def wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until a server answers.

    Raises
    ------
    NotStarted
        When it ends, or does not answer in time.
    """
    limit = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < limit:
        if _healthy(port):
            return
        time.sleep(0.1)
    raise NotStarted(log.read_text(encoding="utf-8"))


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])
