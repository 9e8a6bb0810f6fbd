"""Write the archive: what is in it, and in which order.

The same content gives the same bytes, but for the day on which it is made. Files are copied piece
by piece, and the archive takes its name only when it is whole.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from cartomut import __version__, journal, paths, sample, store
from cartomut.editions import Stopped
from cartomut.i18n import N_
from cartomut.loading import Report
from cartomut.offline import wheels
from cartomut.operations import accounts, database
from cartomut.paths import DATA, ROOT, STATIC, STORES

TOP = "cartomut-hors-ligne"
START = Path(__file__).parent / "start"
WHEELS, APP, ABOUT = "wheels", "app", "bundle.json"
FILES = (
    "app.py",
    ".streamlit/config.toml",
    "requirements.in",
    "requirements.txt",
    "pyproject.toml",
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
)
FOLDERS = ("cartomut", "docs", "pages", "queries", "static", "data/contrats", "data/recits")
# Of the data: what every dataset rests on, then what each dataset is made of.
CARRIED = ("reference", "limites_officielles", "precision", "recits_ajoutes", "routes", "seuils")
OF_DATASETS = ("publie", "demonstration", "editions", "store")
# What is typed, unless it is asked for; other archives; how often pages are read here.
LEFT = ("operations", "paquets", "sauvegardes", "suivi")
MADE = "static/carte"  # of its files, only those that the stores carried need
UNWANTED = (".pyc", ".tmp", ".lock")
SHRUNK = (".whl", ".png", ".woff2", ".zip", ".jpg")  # already; to shrink them again takes time
RUNS = (".sh", ".command")
MEGABYTE = 1_000_000
UNPACKED = 6  # times the size of the wheels: they, what they install, the app and the archive


@dataclass(frozen=True)
class Wish:
    """What an archive is to hold. Without platforms or datasets: this machine, all those built.

    ``typed``: whether what was typed in the pages comes along. ``source``: a folder of wheels.
    """

    platforms: Sequence[str] = ()
    python: str = ""
    datasets: Sequence[str] = ()
    source: Path | None = None
    typed: bool = False
    day: date = field(default_factory=date.today)

    def settled(self) -> "Wish":
        """Return the wish with what is meant where nothing is said.

        Raises
        ------
        Stopped
            When a platform, a Python or a dataset is not one of those known.
        """
        platforms = tuple(dict.fromkeys(self.platforms or [wheels.this_machine()]))
        _known(platforms, list(wheels.PLATFORMS))
        datasets = tuple(dict.fromkeys(self.datasets or sample.known()))
        _known(datasets, sample.known())
        python = self.python or wheels.this_python()
        parts = python.split(".")
        if len(parts) != 2 or not all(part.isdigit() for part in parts):
            raise Stopped(
                N_("« {valeur} » n'est pas une version de Python, telle que 3.11."), valeur=python
            )
        return Wish(platforms, python, datasets, self.source, self.typed, self.day)


@dataclass(frozen=True)
class Bundle:
    """An archive that was written: where, its size in bytes, how many files and wheels it holds."""

    path: Path
    size: int
    files: int
    wheels: int


def make(out: Path, wish: Wish, report: Report = lambda _: None) -> Bundle:
    """Write an archive; stores that are missing or out of date are built first.

    Raises
    ------
    Stopped
        When something asked for is not known or cannot be had, or the disk refuses. Nothing is left
        behind, and an archive of that name stays as it was.
    BuildError
        When a dataset is at fault.
    """
    wish = wish.settled()
    for name in wish.datasets:
        if not sample.is_current(name):
            sample.make(name, report=report)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=out.parent, prefix=".paquet-") as folder:
            return _write(out, wish, Path(folder), report)
    except OSError as failure:
        raise Stopped(
            N_("L'archive ne peut pas être écrite : {raison}."), raison=failure.strerror or failure
        ) from failure


def _write(out: Path, wish: Wish, beside: Path, report: Report) -> Bundle:
    gathered = [
        path
        for name in wish.platforms
        for path in wheels.gather(beside / name, name, wish.python, wish.source, report)
    ]
    libraries = {path.name: path for path in gathered}  # many are the same for every platform
    entries = dict(_content(wish, beside))
    entries |= {f"{WHEELS}/{name}": path for name, path in libraries.items()}
    texts = _texts(wish, list(libraries.values()))
    made = beside / "archive.zip"
    with ZipFile(made, "w", compresslevel=6) as archive:
        put = partial(_put, archive, wish.day)
        for name in sorted({*entries, *texts}):
            report(name)
            put(name, texts[name] if name in texts else entries[name])
    told: journal.Detail = {"jeux": " ".join(wish.datasets), "saisies": int(wish.typed)}
    journal.tell("paquet_hors_ligne", out.name, told)
    made.replace(out)
    return Bundle(out, out.stat().st_size, len(entries) + len(texts), len(libraries))


def _put(archive: ZipFile, day: date, name: str, content: bytes | Path) -> None:
    """Copy a file, or a text, into the archive without reading it whole."""
    info = ZipInfo(f"{TOP}/{name}", (day.year, day.month, day.day, 0, 0, 0))
    info.create_system = 3  # whose files say whether they run
    info.external_attr = (0o100755 if name.endswith(RUNS) else 0o100644) << 16
    info.compress_type = ZIP_STORED if name.endswith(SHRUNK) else ZIP_DEFLATED
    if isinstance(content, bytes):
        archive.writestr(info, content)
        return
    info.file_size = content.stat().st_size
    with content.open("rb") as source, archive.open(info, "w") as target:
        shutil.copyfileobj(source, target, MEGABYTE)


def _content(wish: Wish, beside: Path) -> Iterator[tuple[str, Path]]:
    """Yield (name in the archive, file) of the app and of its data."""
    for name in FILES:
        yield f"{APP}/{name}", ROOT / name
    for name in FOLDERS:
        yield from _folder(ROOT / name, f"{APP}/{name}")
    for name in CARRIED:
        yield from _folder(DATA / name, f"{APP}/data/{name}")
    yield f"{APP}/data/README.md", ROOT / "data" / "README.md"
    for name in wish.datasets:
        yield from _dataset(name)
    if wish.typed and paths.OPERATIONS.exists():
        copy = beside / paths.OPERATIONS.name
        database.backup(copy)
        accounts.forget(copy)  # who may sign in elsewhere is nobody's business here
        yield f"{APP}/data/operations/operations.sqlite", copy


def _dataset(name: str) -> Iterator[tuple[str, Path]]:
    """Yield what a dataset is made of, its editions and the store in use with its boundaries."""
    for folder in (name, f"editions/{name}"):
        yield from _folder(DATA / folder, f"{APP}/data/{folder}")
    path = store.current(name)
    if path is None:
        raise Stopped(N_("« {valeur} » n'a pas de données."), valeur=name)
    yield f"{APP}/data/store/{name}/{path.name}", path
    script = STATIC / "carte" / store.Store(path).about()["limites"]
    yield f"{APP}/{MADE}/{script.name}", script


def _folder(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder)
        within = f"{name}/{parts.as_posix()}"
        if path.is_file() and not _is_unwanted(within, parts):
            yield within, path


def _is_unwanted(name: str, path: Path) -> bool:
    """Tell whether a file is a trace of work: compiled, unfinished, locked."""
    hidden = any(part.startswith(".") for part in path.parts) and path.name != ".empreinte"
    return hidden or path.suffix in UNWANTED or name.startswith(f"{APP}/{MADE}/")


def _texts(wish: Wish, libraries: Sequence[Path]) -> dict[str, bytes]:
    """Write the scripts, what is to be read first, and what the archive is."""
    size = sum(path.stat().st_size for path in libraries)
    words = {
        "VERSION": __version__,
        "DATE": wish.day.isoformat(),
        "PYTHON": wish.python,
        "TUPLE": "({}, {})".format(*wish.python.split(".")),
        "PLATFORMS": ", ".join(wheels.PLATFORMS[name].title for name in wish.platforms),
        "DATASETS": ", ".join(wish.datasets),
        "PLACE": str(max(500, -(-size * UNPACKED // (100 * MEGABYTE)) * 100)),
    }
    made = {path.name: _filled(path, words) for path in sorted(START.iterdir()) if path.is_file()}
    about = {
        "version": __version__,
        "date": wish.day.isoformat(),
        "platforms": list(wish.platforms),
        "python": wish.python,
        "datasets": {name: _in_use(name) for name in wish.datasets},
        "typed": wish.typed and paths.OPERATIONS.exists(),
        "wheels": sorted(path.name for path in libraries),
    }
    return made | {ABOUT: (json.dumps(about, indent=1, ensure_ascii=False) + "\n").encode()}


def _filled(path: Path, words: dict[str, str]) -> bytes:
    text = path.read_text(encoding="utf-8")
    for name, word in words.items():
        text = text.replace(f"@{name}@", word)
    if path.suffix in (".bat", ".txt"):  # read on Windows too
        text = text.replace("\n", "\r\n")
    return text.encode()


def _in_use(name: str) -> dict[str, Any]:
    path = store.current(name, STORES)
    about = store.Store(path).about() if path else {}
    return {"store": path.name if path else "", "edition": about.get("edition", "")}


def _known(asked: Sequence[str], known: Sequence[str]) -> None:
    for name in asked:
        if name not in known:
            raise Stopped(
                N_("« {valeur} » n'est pas connu ici. Choisir parmi : {attendu}."),
                valeur=name or "–",
                attendu=", ".join(known),
            )
