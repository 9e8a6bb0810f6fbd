"""What a place holds of an edition in use, and what every place can do."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, Self

import duckdb

from cartomut import __version__
from cartomut.editions import Stopped
from cartomut.i18n import N_
from cartomut.paths import CONTRACTS, QUERIES
from cartomut.store import DATASETS

_NAME = re.compile(r"cartomut-\d{8}T\d{6,12}-[0-9a-f]{10}\.duckdb")
_SCRIPT = re.compile(r"[0-9A-Za-z_-]+\.js")
_UNREADABLE = N_("Ce que le lieu partagé dit de l'édition en usage ne se lit pas ({raison}).")


class Unreachable(Stopped):
    """The place cannot be read or written now; what is in use stays in use."""


@dataclass(frozen=True)
class Shared:
    """The edition of a dataset that a place holds: which store, made how, of which content."""

    jeu: str
    nom: str  # name of the store's file: its moment and the hash of what it was made from
    edition: str
    forme: str  # of the tables and views that the questions rest on
    empreinte: str  # SHA-256 of the file
    octets: int
    script: str  # the map's boundaries, beside the store
    empreinte_script: str
    version: str
    publie_le: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what a place says; nothing in it may name a file elsewhere.

        Raises
        ------
        Unreachable
            When it is not what this class writes.
        """
        try:
            found = cls(**json.loads(text))
        except (TypeError, ValueError) as failure:
            raise Unreachable(_UNREADABLE, raison=failure) from failure
        if (
            found.jeu not in DATASETS
            or not _NAME.fullmatch(str(found.nom))
            or not _SCRIPT.fullmatch(str(found.script))
            or not re.fullmatch(r"[0-9a-f]{64}", str(found.empreinte))
        ):
            raise Unreachable(_UNREADABLE, raison=found.nom)
        return found

    def text(self) -> str:
        """Write it as one line."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


class Place(Protocol):
    """Where one instance puts the editions in use and the others take them."""

    def current(self) -> dict[str, Shared]:
        """Return the edition in use of each dataset that was put there."""

    def put(self, shared: Shared, store: Path, script: Path) -> None:
        """Put an edition there, seen by nobody before it is whole."""

    def fetch(self, shared: Shared, store: Path, script: Path) -> None:
        """Write the store and the script of an edition into new files, checked."""


@cache
def form() -> str:
    """Hash what the questions rest on: contracts, views, indicators, and the engine's version.

    A replica of another version of CartoMut answers from what it has rather than from tables that
    its questions do not know.
    """
    digest = hashlib.sha256(f"{duckdb.__version__} ".encode())
    folders = (CONTRACTS, QUERIES / "schema", QUERIES / "mesures")
    files = (path for one in folders for path in sorted(one.rglob("*")) if path.is_file())
    for path in files:
        digest.update(path.name.encode() + path.read_bytes())
    return f"{__version__}-{digest.hexdigest()[:12]}"


def sha256(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
