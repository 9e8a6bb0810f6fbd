"""Is everything ready for a session without network? What can be told without drawing a page.

Each check says its state, what was found, and what to do when it is not as it should be.
"""

import ctypes
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import duckdb
from packaging.requirements import Requirement

from cartomut import sample, store, stories
from cartomut.contracts import contracts
from cartomut.i18n import Language
from cartomut.paths import DATA, ROOT, STATIC, STORES
from cartomut.store import Store

READY, NOTICE, FAULT = "pret", "avis", "faute"
LEAST_DISK, WANTED_DISK = 300_000_000, 1_000_000_000  # bytes; a build writes stores beside
LEAST_MEMORY, WANTED_MEMORY = 700_000_000, 1_500_000_000  # bytes; the app and a browser
SETTINGS = ROOT / ".streamlit" / "config.toml"
VENDORED = ("leaflet/leaflet.js", "leaflet/leaflet.css", "supercluster/supercluster.min.js")
PRINTED = ("fonts/ttf/ibm-plex-sans-400-normal.ttf", "fonts/ttf/ibm-plex-sans-600-normal.ttf")
_HOST = r"(?:https?:|wss?:)?//[\w.-]+\.\w"
# What would load something from another host; a link that is only followed does not.
LOADING = re.compile(
    rf"""(?:
    url\(\s*['"]?{_HOST} | @import\s+['"]{_HOST}
    | (?:fetch|import|importScripts|tileLayer|Worker|WebSocket|EventSource)\s*\(\s*['"`]{_HOST}
    | \bfrom\s*['"]{_HOST} | \.src\s*=\s*['"`]{_HOST}
    | <(?:script|link|img|iframe|image|use)\b[^>]*?(?:src|href)\s*=\s*['"]?{_HOST}
    )[^'")\s>]*""",
    re.IGNORECASE | re.VERBOSE,
)
SCANNED = (".js", ".css", ".svg", ".html", ".py")


@dataclass(frozen=True)
class Check:
    """What one check found: ``pret``, ``avis`` (worth knowing) or ``faute`` (to be repaired)."""

    name: str
    state: str
    title: str
    found: str
    remedy: str = ""

    def fields(self) -> dict[str, str]:
        """Return it as plain values, for JSON."""
        return asdict(self)


def worst(checks: list[Check]) -> str:
    """Return the gravest state."""
    states = [one.state for one in checks]
    return next((state for state in (FAULT, NOTICE) if state in states), READY)


def checks(_: Language) -> Iterator[Check]:
    """Run every check that takes no drawing, one after the other; about a second in all."""
    yield stores(_)
    yield story_files(_)
    yield assets(_)
    yield outside(_)
    yield libraries(_)
    yield disk(_)
    yield memory(_)


def stores(_: Language) -> Check:
    """Read every table of every dataset's store."""
    title = _("Données")
    names = sample.known()
    missing = [name for name in names if store.current(name) is None]
    build = _("Lancer « python -m cartomut build », puis recommencer.")
    if missing:
        text = _("Pas de magasin pour : {}.").format(", ".join(missing))
        return Check("donnees", FAULT, title, text, build)
    rows = {}
    for name in names:
        try:
            rows[name] = _rows(name)
        except (duckdb.Error, OSError, store.Damaged) as failure:
            text = _("Le magasin de « {} » ne se lit pas ({}).").format(
                name, type(failure).__name__
            )
            return Check("donnees", FAULT, title, text, build)
    told = _.series(_.pair(name, _.number(count)) for name, count in rows.items())
    text = _("Toutes les lignes ont été lues : {}.").format(told)
    late = [name for name in names if not sample.is_current(name)]
    if late:
        text = _("Des fichiers ont changé depuis la construction de : {}.").format(", ".join(late))
        return Check("donnees", NOTICE, title, text, build)
    return Check("donnees", READY, title, text)


def _rows(name: str) -> int:
    opened = Store(store.current(name) or STORES)
    return sum(len(opened.table(one)) for one in contracts().values())


def story_files(_: Language) -> Check:
    """Read every story file, with the dataset that it speaks of."""
    title = _("Récits")
    read = stories.every()
    faults = [fault.text(_) for one in read for fault in one.faults]
    told = [one.story for one in read if one.story]
    built = [name for name in store.DATASETS if store.current(name)]
    faults += [
        _("« {} » parle du jeu de données « {} », qui n'est pas là.").format(one.id, one.dataset)
        for one in told
        if one.dataset not in built
    ]
    if faults or not told:
        text = " ".join(faults) or _("Aucun récit ne se lit.")
        remedy = _("Corriger les fichiers dits, ou choisir un autre récit pour la séance.")
        return Check("recits", FAULT, title, text, remedy)
    names = _.series(
        _.pair(one.title.write(_), _.plural("{} étape", "{} étapes", len(one.steps)))
        for one in told
    )
    return Check("recits", READY, title, names)


def assets(_: Language) -> Check:
    """Look for every file of fonts, of the map and of its boundaries."""
    title = _("Polices et cartes")
    wanted = [STATIC / "vendor" / name for name in VENDORED] + [STATIC / name for name in PRINTED]
    wanted += [STATIC / address.partition("static/")[2] for address in _fonts()]
    for name in store.DATASETS:
        path = store.current(name)
        if path:
            wanted.append(STATIC / "carte" / Store(path).about()["limites"])
    missing = [path.relative_to(STATIC).as_posix() for path in wanted if not _is_whole(path)]
    if missing:
        text = _("Manquent dans static/ : {}.").format(", ".join(missing))
        remedy = _(
            "Limites de la carte : « python -m cartomut build ». Le reste : reprendre les fichiers "
            "de l'application, ou décompresser de nouveau le paquet."
        )
        return Check("fichiers", FAULT, title, text, remedy)
    text = _.plural(
        "{} fichier de polices, de carte et de limites, servi par l'application",
        "{} fichiers de polices, de carte et de limites, servis par l'application",
        len(wanted),
    )
    return Check("fichiers", READY, title, text)


def _is_whole(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _settings() -> Mapping[str, Any]:
    return tomllib.loads(SETTINGS.read_text(encoding="utf-8"))


def _fonts() -> list[str]:
    return [one["url"] for one in _settings()["theme"]["fontFaces"]]


def outside(_: Language) -> Check:
    """Look for whatever would make the browser ask another host: files served, code, settings."""
    title = _("Aucune demande au-dehors")
    found = [f"{_named(path)} → {asked}" for path in _scanned() for asked in loads(_text(path))]
    found += [f"carte → {asked}" for asked in loads(_drawn_map())]
    found += [f"config.toml → {address}" for address in _fonts() if "//" in address]
    told = os.environ.get("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "").lower()
    if _settings()["browser"]["gatherUsageStats"] or told == "true":
        found.append("browser.gatherUsageStats")
    if found:
        text = _("Seraient demandés au réseau : {}.").format(", ".join(found[:5]))
        remedy = _(
            "Reprendre les fichiers livrés de static/ et de .streamlit/config.toml ; sans réseau, "
            "ce qui est nommé ici ne s'afficherait pas."
        )
        return Check("dehors", FAULT, title, text, remedy)
    text = _("Les fichiers servis, la carte et les réglages ne demandent rien à un autre serveur.")
    return Check("dehors", READY, title, text)


def loads(text: str) -> list[str]:
    """List what a script, a style sheet or a page would load from another host."""
    return [" ".join(found.group().split()) for found in LOADING.finditer(text)]


def _scanned() -> list[Path]:
    folders = (STATIC, ROOT / "cartomut" / "ui", ROOT / "cartomut" / "maps", ROOT / "pages")
    files = (path for folder in folders for path in sorted(folder.rglob("*")))
    big = STATIC / "carte"  # boundaries: data that the store's build writes
    return [path for path in files if path.suffix in SCANNED and big not in path.parents]


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _drawn_map() -> str:
    from cartomut.maps.base import base_map  # slow to import, and only this check needs it

    return str(base_map("limites.js").get_root().render())


def libraries(_: Language) -> Check:
    """Compare the installed libraries with those that the app was tried with."""
    title = _("Bibliothèques")
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line.strip()]
    wanted = [one for one in wanted if one.marker is None or one.marker.evaluate()]
    other = [one.name for one in wanted if not _is_installed(one)]
    if other:
        text = _("Absentes ou d'une autre version : {}.").format(", ".join(other))
        remedy = _("Installer de nouveau les bibliothèques de requirements.txt.")
        return Check("bibliotheques", NOTICE, title, text, remedy)
    text = _.plural(
        "{} bibliothèque, à la version prévue",
        "{} bibliothèques, aux versions prévues",
        len(wanted),
    )
    return Check("bibliotheques", READY, title, text)


def _is_installed(one: Requirement) -> bool:
    try:
        return one.specifier.contains(metadata.version(one.name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False


def disk(_: Language) -> Check:
    """Tell how much can still be written where the data are, and whether it can."""
    title = _("Disque")
    free = shutil.disk_usage(DATA).free
    text = _("{} Mo libres").format(_.number(free / 1e6))
    drawn = STATIC / "carte"  # the only part of static/ that is written, by builds
    if not os.access(DATA, os.W_OK) or not os.access(drawn if drawn.exists() else STATIC, os.W_OK):
        text = _("Le dossier de l'application ne peut pas être écrit.")
        remedy = _("Copier le paquet sur le disque de l'ordinateur, dans un dossier à soi.")
        return Check("disque", FAULT, title, text, remedy)
    remedy = _("Libérer de la place : construire les données écrit à côté de celles en usage.")
    state = _state(free, LEAST_DISK, WANTED_DISK)
    return Check("disque", state, title, text, "" if state == READY else remedy)


def memory(_: Language) -> Check:
    """Tell how much memory is left to the app and to the browser beside it."""
    title = _("Mémoire")
    free, whole = available_memory()
    if not whole:
        text = _("Ce système ne dit pas combien de mémoire il reste.")
        return Check("memoire", NOTICE, title, text, _("Fermer les autres applications."))
    text = _("{} Mo libres sur {}").format(_.number(free / 1e6), _.number(whole / 1e6))
    state = _state(free, LEAST_MEMORY, WANTED_MEMORY)
    remedy = _("Fermer les autres applications et les onglets du navigateur qui ne servent pas.")
    return Check("memoire", state, title, text, "" if state == READY else remedy)


def _state(value: float, least: float, wanted: float) -> str:
    return FAULT if value < least else NOTICE if value < wanted else READY


def available_memory() -> tuple[int, int]:
    """Return the bytes of memory left and in all; zeros when the system does not tell."""
    if sys.platform == "win32":
        return _memory_of_windows()
    told = Path("/proc/meminfo")
    if told.is_file():
        lines = dict(line.split(":", 1) for line in told.read_text().splitlines() if ":" in line)
        sizes = {name: int(value.split()[0]) * 1024 for name, value in lines.items()}
        return sizes.get("MemAvailable", sizes["MemFree"]), sizes["MemTotal"]
    return _memory_of_macos()


def _memory_of_macos() -> tuple[int, int]:
    try:
        said = subprocess.run(["vm_stat"], capture_output=True, text=True, timeout=5, check=True)
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0, 0
    pages = dict(
        re.findall(r"^Pages (free|inactive|purgeable):\s+(\d+)", said.stdout, re.MULTILINE)
    )
    return sum(map(int, pages.values())) * os.sysconf("SC_PAGE_SIZE"), whole


class _Status(ctypes.Structure):
    """MEMORYSTATUSEX of Windows."""

    _fields_ = [
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        *((name, ctypes.c_ulonglong) for name in ("whole", "free", "a", "b", "c", "d", "e")),
    ]


def _memory_of_windows() -> tuple[int, int]:
    status = _Status()
    status.length = ctypes.sizeof(status)
    library = getattr(ctypes, "windll").kernel32  # noqa: B009 - only there on Windows
    if not library.GlobalMemoryStatusEx(ctypes.byref(status)):
        return 0, 0
    return int(status.free), int(status.whole)


def languages(_: Language) -> Check:
    """Compare the texts of the code with the catalogue, in a process of its own; 3 seconds."""
    title = _("Langues")
    command = [sys.executable, "-m", "cartomut.translations", "check"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    if done.returncode:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        text = _.plural(
            "{} texte sans traduction anglaise, ou mal traduit",
            "{} textes sans traduction anglaise, ou mal traduits",
            len(lines),
        )
        remedy = _("En anglais, ces textes s'affichent en français ; à compléter au catalogue.")
        return Check("langues", NOTICE, title, text, remedy)
    return Check("langues", READY, title, _("Tous les textes sont en français et en anglais."))
