"""Where an installation keeps what a backup holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cartomut import journal, paths

FORMAT = 1  # of the archive; a greater one is refused
MANIFEST = "manifeste.json"
# Folders of the data that no build makes.
FOLDERS = ("editions", "limites_officielles", "precision", "recits_ajoutes", "routes", "seuils")
TYPED = "saisies/operations.sqlite"
JOURNAL = "journal"
USAGE = "usage"
KEPT_DOTS = (".empreinte",)  # of the files that begin with a dot, the one that is no lock


@dataclass(frozen=True)
class Places:
    """The folders and files of one installation."""

    data: Path
    operations: Path
    usage: Path
    backups: Path
    followed: Path

    @property
    def journal(self) -> Path:
        """The folder of the journal, beside what is typed."""
        return self.operations.parent

    def folders(self) -> dict[str, Path]:
        """Return each folder of a backup by its name in the archive."""
        return {name: self.data / name for name in FOLDERS} | {USAGE: self.usage}

    def is_used(self) -> bool:
        """Tell whether there is something that a restoration would replace."""
        known = [self.data / name for name in FOLDERS]
        return self.operations.exists() or any(any(files(one)) for one in known)


def here() -> Places:
    """Return the places of this installation."""
    followed = paths.FOLLOWED
    return Places(paths.DATA, paths.OPERATIONS, followed / "usage", paths.BACKUPS, followed)


def files(folder: Path) -> Iterator[Path]:
    """Yield the whole files of a folder, in order; locks and what is being made are left out."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        hidden = [part for part in inside if part.startswith(".") and part not in KEPT_DOTS]
        if not hidden and path.is_file() and not path.is_symlink():
            yield path


def journal_files(folder: Path) -> Iterator[Path]:
    """Yield the files of the journal: its lines, its head, what was set aside."""
    for name in (journal.FILE, journal.HEAD):
        if (folder / name).is_file():
            yield folder / name
    yield from sorted(folder.glob("journal-dechire-*.txt"))
