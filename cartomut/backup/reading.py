"""Read a backup and check everything in it before anything else is touched."""

import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from packaging.version import InvalidVersion, Version

from cartomut import __version__
from cartomut.backup.places import FOLDERS, FORMAT, JOURNAL, MANIFEST, TYPED, USAGE
from cartomut.editions import Stopped
from cartomut.i18n import N_

PIECE = 1 << 20  # bytes
LARGEST_MANIFEST = 50_000_000  # bytes


class Damaged(Stopped):
    """An archive that is no whole backup; nothing was changed."""


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself."""

    version: str
    instant: str
    files: Mapping[str, tuple[int, str]]  # path → bytes, SHA-256
    editions: Mapping[str, Mapping[str, Any]]

    @property
    def size(self) -> int:
        """Bytes of all its files, unpacked."""
        return sum(size for size, _digest in self.files.values())


def check(path: Path, into: Path | None = None) -> Manifest:
    """Read every byte of an archive against its manifest; returns the manifest.

    Parameters
    ----------
    into
        A folder that receives the files while they are checked.

    Raises
    ------
    Damaged
        When something is missing, added, changed or out of place.
    Stopped
        When a newer version of the application made it, or the disk cannot take it.
    """
    try:
        with ZipFile(path) as archive:
            about = _manifest(archive, path)
            _room(about, into)
            for name, (size, digest) in about.files.items():
                _read(archive, name, size, digest, into)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as failure:
        raise _damaged(path, str(failure)) from failure
    except (KeyError, ValueError, TypeError) as failure:
        raise _damaged(path, f"{MANIFEST} : {failure}") from failure
    return about


def _manifest(archive: ZipFile, path: Path) -> Manifest:
    names = archive.namelist()
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise _damaged(path, f"{MANIFEST} ?")
    told = json.loads(archive.read(MANIFEST))
    _refuse_newer(int(told["format"]), str(told["version"]))
    files = {
        str(one["chemin"]): (int(one["octets"]), str(one["sha256"])) for one in told["fichiers"]
    }
    found = sorted(name for name in names if name != MANIFEST)
    if found != sorted(files) or len(files) != len(told["fichiers"]):
        raise _damaged(path, ", ".join(sorted(set(found) ^ set(files))[:5]) or "2 ×")
    if wrong := [name for name in files if not _is_in_place(name)]:
        raise _damaged(path, ", ".join(wrong[:5]))
    return Manifest(str(told["version"]), str(told["instant"]), files, told["editions"])


def _refuse_newer(form: int, version: str) -> None:
    try:
        newer = Version(version) > Version(__version__)
    except InvalidVersion as failure:
        raise ValueError(version) from failure
    if form > FORMAT or newer:
        raise Stopped(
            N_(
                "La sauvegarde vient de la version {version} de l'application, plus récente que "
                "celle-ci ({ici}). Rien n'a été changé : mettre d'abord l'application à jour."
            ),
            version=version,
            ici=__version__,
        )


def _is_in_place(name: str) -> bool:
    """Tell whether a path is one that a backup writes: nothing leaves the folder it is put in."""
    parts = PurePosixPath(name).parts
    plain = name == "/".join(parts) and not {"..", "."} & set(parts) and "\\" not in name
    signs = plain and ":" not in name and name.isprintable()
    return signs and (name == TYPED or (len(parts) > 1 and parts[0] in (*FOLDERS, USAGE, JOURNAL)))


def _room(about: Manifest, into: Path | None) -> None:
    if into is None:
        return
    free = shutil.disk_usage(into).free
    if about.size > free:
        raise Stopped(
            N_(
                "La sauvegarde prend {octets} Mo une fois ouverte, et il reste {libres} Mo. "
                "Rien n'a été changé : libérer de la place."
            ),
            octets=about.size // 1_000_000,
            libres=free // 1_000_000,
        )


def _read(archive: ZipFile, name: str, size: int, digest: str, into: Path | None) -> None:
    """Read one file, no further than the size told; write it as it is read, when asked."""
    hashed, seen = hashlib.sha256(), 0
    with archive.open(name) as source:
        target = _target(into, name)
        try:
            while piece := source.read(PIECE):
                seen += len(piece)
                hashed.update(piece)
                if seen > size:
                    break
                if target:
                    target.write(piece)
        finally:
            if target:
                _close(target)
    if seen != size or hashed.hexdigest() != digest:
        raise _damaged(Path(archive.filename or ""), name)


def _target(into: Path | None, name: str) -> BinaryIO | None:
    if into is None:
        return None
    path = into / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("xb")


def _close(target: BinaryIO) -> None:
    """Wait until the disk has the file: its folder will be renamed into place."""
    target.flush()
    os.fsync(target.fileno())
    target.close()


def _damaged(path: Path, what: str) -> Damaged:
    return Damaged(
        N_(
            "{fichier} n'est pas une sauvegarde entière ({quoi}). Rien n'a été changé : prendre "
            "une autre sauvegarde."
        ),
        fichier=path.name,
        quoi=what,
    )
