"""A folder that every machine reaches: a network drive, or object storage mounted as a folder.

``<folder>/<dataset>/<hash>.duckdb`` never changes once it has its name; ``en-usage.json`` says
which one is in use, and is replaced whole.
"""

import hashlib
import os
import shutil
from pathlib import Path

from cartomut.i18n import N_
from cartomut.sharing.place import Shared, Unreachable

POINTER = "en-usage.json"
KEPT = 3  # stores of a dataset that stay there
BLOCK = 2**20
_ABSENT = N_("Le dossier partagé {dossier} n'est pas là : est-il monté ?")
_REFUSED = N_("Le dossier partagé {dossier} ne répond pas ({raison}).")
_OTHER = N_(
    "{fichier}, dans le dossier partagé, n'est pas ce qui y fut mis : son empreinte diffère."
)


class Folder:
    """Editions in a shared folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> dict[str, Shared]:
        """Return the edition in use of each dataset that was put there."""
        self._look()
        try:
            found = [path.read_text("utf-8") for path in sorted(self.root.glob(f"*/{POINTER}"))]
        except OSError as failure:
            raise Unreachable(_REFUSED, dossier=self.root, raison=failure) from failure
        return {one.jeu: one for one in map(Shared.read, found)}

    def put(self, shared: Shared, store: Path, script: Path) -> None:
        """Copy the files, then name them in the pointer."""
        self._look()
        folder = self.root / shared.jeu
        try:
            folder.mkdir(exist_ok=True)
            _copy(store, folder / f"{shared.empreinte}.duckdb", shared.empreinte)
            _copy(script, folder / shared.script, shared.empreinte_script)
            beside = folder / f".{POINTER}-{os.getpid()}"
            _write(beside, shared.text().encode())
            beside.replace(folder / POINTER)
            _prune(folder, shared)
        except OSError as failure:
            raise Unreachable(_REFUSED, dossier=self.root, raison=failure) from failure

    def fetch(self, shared: Shared, store: Path, script: Path) -> None:
        """Copy the files and check them against their hashes."""
        folder = self.root / shared.jeu
        try:
            _copy(folder / f"{shared.empreinte}.duckdb", store, shared.empreinte)
            _copy(folder / shared.script, script, shared.empreinte_script)
        except OSError as failure:
            raise Unreachable(_REFUSED, dossier=self.root, raison=failure) from failure

    def _look(self) -> None:
        """Never make the folder: a drive that is not mounted would be written beside."""
        if not self.root.is_dir():
            raise Unreachable(_ABSENT, dossier=self.root)


def _copy(source: Path, target: Path, expected: str) -> None:
    """Copy a file beside, check its hash, give it its name; one that is there is left alone."""
    if target.exists():
        return
    beside = target.with_name(f".{target.name}-{os.getpid()}")
    digest = hashlib.sha256()
    try:
        with source.open("rb") as origin, beside.open("wb") as copy:
            while block := origin.read(BLOCK):
                digest.update(block)
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
        if digest.hexdigest() != expected:
            raise Unreachable(_OTHER, fichier=source.name)
        shutil.copymode(source, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


def _prune(folder: Path, shared: Shared) -> None:
    """Keep the latest stores; a replica that was copying an older one asks again."""
    in_use = f"{shared.empreinte}.duckdb"
    others = [path for path in folder.glob("*.duckdb") if path.name != in_use]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT - 1 :]:
        path.unlink()
