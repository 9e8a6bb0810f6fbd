"""Files that a reader brings: known by their content, on the disk only while they are read."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import streamlit as st
from streamlit import runtime

from cartomut import limiting
from cartomut.sources import correspondence
from cartomut.sources.correspondence import Correspondence
from cartomut.ui import download, session


@dataclass(frozen=True)
class Brought:
    """What the reader brought and asked for; the files stay in Streamlit's own memory."""

    files: Sequence[Any]  # Streamlit's uploaded files
    form: Any | None  # the uploaded correspondence
    author: str
    complete: bool

    @property
    def key(self) -> str:
        """Name this very request: same files, same correspondence, same options."""
        digest = hashlib.sha256(f"{self.author}|{self.complete}".encode())
        for one in (*self.files, *([self.form] if self.form else [])):
            digest.update(one.name.encode() + hashlib.sha256(one.getvalue()).digest())
        return digest.hexdigest()


def room(session_id: str, size: int | None) -> AbstractContextManager[bool]:
    """Keep room in memory for a file; one that does not say its size may be as large as any."""
    largest = int(st.get_option("server.maxUploadSize")) * 2**20
    return limiting.ROOM.bring(session_id, largest if size is None else size, held())


def held() -> dict[str, int]:
    """Return the bytes of the files brought that Streamlit keeps in memory, by session."""
    files = getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", {})
    return {
        session_id: sum(len(one.data) for one in list(kept.values()))
        for session_id, kept in list(files.items())
    }


def refuse(session_id: str, seconds: float) -> None:
    """Say that a file was not taken: too many in a minute, or no room in the server's memory."""
    _ = session.language_of(session_id)
    if seconds:
        told = _.plural(
            "Beaucoup de fichiers viennent d'être apportés : celui-ci n'a pas été pris. Réessayez "
            "dans {} seconde.",
            "Beaucoup de fichiers viennent d'être apportés : celui-ci n'a pas été pris. Réessayez "
            "dans {} secondes.",
            int(seconds + 1),
        )
    else:
        told = _(
            "Ce fichier n'a pas été pris : le serveur garde déjà beaucoup de fichiers apportés. "
            "Retirez ceux dont vous n'avez plus besoin, ou réessayez plus tard."
        )
    download.say(session_id, told)


@contextmanager
def on_disk(files: Sequence[Any]) -> Iterator[list[Path]]:
    """Write uploaded files into a private folder, which goes when they have been read."""
    with TemporaryDirectory(prefix="cartomut-") as folder:
        paths = []
        for number, one in enumerate(files):
            name = Path(one.name.replace("\\", "/")).name or f"{number}"
            path = Path(folder) / name
            if path.exists():  # two files of one name: both are read, and told apart
                path = path.with_stem(f"{path.stem}_{number + 1}")
            path.write_bytes(one.getvalue())
            paths.append(path)
        yield paths


def read_form(form: Any | None) -> tuple[Correspondence | None, list[Any]]:
    """Read the uploaded correspondence, with all that is wrong in it."""
    if form is None:
        return None, []
    with on_disk([form]) as paths:
        return correspondence.load(paths[0])
