"""Keep a machine and the shared place alike: one instance puts its editions, the others take them.

A replica takes an edition whole into a file of its own, checks it and gives it its name, as a build
does; readers in mid-page keep the one they have. What cannot be reached changes nothing.
"""

import logging
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from cartomut import __version__, store
from cartomut.editions import Stopped, is_replica
from cartomut.i18n import N_
from cartomut.paths import STATIC, STORES
from cartomut.settings import settings
from cartomut.sharing.folder import Folder
from cartomut.sharing.lake import Lake
from cartomut.sharing.place import Place, Shared, form, sha256
from cartomut.store import BUILDING, DATASETS, KEPT, Store

_log = logging.getLogger(__name__)
Report = Callable[[str], object]
_OTHER_FORM = N_(
    "L'édition partagée de « {jeu} » est faite pour une autre version de CartoMut ({autre}) : "
    "l'édition d'avant reste en usage. Mettre toutes les instances à la même version ({notre})."
)
_NEWER = N_(
    "Une autre instance a publié une édition plus récente de « {jeu} » ({nom}) : la nôtre n'est "
    "pas partagée. Une seule instance publie ; les autres lisent (réglage partage_role)."
)
_NOT_WRITTEN = N_(
    "L'édition partagée de « {jeu} » n'a pas pu être écrite ici ({raison}) : l'édition d'avant "
    "reste en usage."
)
_INCOMPLETE = N_("Le partage « {partage} » demande aussi le réglage {manque}.")
_TO_BUILD = N_(
    "La base de « {jeu} » date de la version {version} : elle sera partagée une fois reconstruite."
)
_NO_SCRIPT = N_("Le fond de carte {script} manque : reconstruire « {jeu} ».")


@dataclass(frozen=True)
class State:
    """How it stands between this machine and the place."""

    reached: datetime | None = None  # the last time that the place answered
    faults: tuple[Stopped, ...] = ()  # of the last look
    in_use: dict[str, Shared] = field(default_factory=dict)  # what the place holds, by dataset


class Follower:
    """One machine's side: looks at the place now and then."""

    def __init__(
        self,
        place: Place,
        *,
        publishes: bool,
        stores: Path = STORES,
        scripts: Path = STATIC / "carte",
    ) -> None:
        self.place = place
        self.publishes = publishes
        self.stores = stores
        self.scripts = scripts
        self.state = State()

    def step(self, report: Report = lambda _: None) -> State:
        """Look once: put or take what differs; returns how it stands, faults included."""
        faults: list[Stopped] = []
        try:
            there = self.place.current()
            reached: datetime | None = datetime.now(UTC)
            for dataset in DATASETS:
                try:
                    self._agree(dataset, there, report)
                except Stopped as fault:
                    faults.append(fault)
        except Stopped as fault:
            there, reached = self.state.in_use, self.state.reached
            faults.append(fault)
        if [str(one) for one in faults] != [str(one) for one in self.state.faults]:
            for one in faults:
                _log.warning("%s", one)
        self.state = State(reached, tuple(faults), there)
        return self.state

    def behind(self) -> list[str]:
        """Look without changing anything: list the datasets whose edition here is not that there.

        Raises
        ------
        Unreachable
            When the place does not answer.
        """
        there = self.place.current()
        own = {name: store.current(name, self.stores) for name in DATASETS}
        names = {name: path.name for name, path in own.items() if path}
        known = {name: shared.nom for name, shared in there.items()}
        asked = names if self.publishes else known
        return [name for name in DATASETS if name in asked and names.get(name) != known.get(name)]

    def run(self, seconds: float) -> None:
        """Look for ever, every so many seconds."""
        while True:
            self.step()
            time.sleep(seconds)

    def _agree(self, dataset: str, there: dict[str, Shared], report: Report) -> None:
        own, shared = store.current(dataset, self.stores), there.get(dataset)
        if (own.name if own else None) == (shared.nom if shared else None):
            return
        if self.publishes and own:
            there[dataset] = self._put(own, shared)
            report(f"{dataset}: {own.name}")
        elif shared and not self.publishes:
            self._take(shared)
            report(f"{dataset}: {shared.nom}")

    def _put(self, own: Path, before: Shared | None) -> Shared:
        if before and before.nom > own.name:
            raise Stopped(_NEWER, jeu=before.jeu, nom=before.nom)
        shared, script = describe(own, self.scripts)
        self.place.put(shared, own, script)
        return shared

    def _take(self, shared: Shared) -> None:
        if shared.forme != form():
            raise Stopped(_OTHER_FORM, jeu=shared.jeu, autre=shared.forme, notre=form())
        folder = self.stores / shared.jeu
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.scripts.mkdir(parents=True, exist_ok=True)
            store.clear(folder)
            with TemporaryDirectory(dir=folder, prefix=BUILDING) as beside:
                made, script = Path(beside) / "store.duckdb", Path(beside) / shared.script
                self.place.fetch(shared, made, script)
                _check(made)
                if not (self.scripts / shared.script).exists():
                    script.rename(self.scripts / shared.script)
                made.rename(folder / shared.nom)
        except (OSError, duckdb.Error) as failure:
            raise Stopped(_NOT_WRITTEN, jeu=shared.jeu, raison=failure) from failure
        _leave_behind(store.kept(shared.jeu, self.stores), shared.nom)


def describe(path: Path, scripts: Path = STATIC / "carte") -> tuple[Shared, Path]:
    """Say what a built store is, and where its map's script is.

    Raises
    ------
    Stopped
        When it was built by another version, or the script is not there any more.
    """
    opened = Store(path)
    if opened.about()["version"] != __version__:
        raise Stopped(_TO_BUILD, jeu=opened.dataset, version=opened.about()["version"])
    script = scripts / opened.about()["limites"]
    if not script.is_file():
        raise Stopped(_NO_SCRIPT, script=script.name, jeu=opened.dataset)
    shared = Shared(
        jeu=opened.dataset,
        nom=path.name,
        edition=opened.edition,
        forme=form(),
        empreinte=sha256(path),
        octets=path.stat().st_size,
        script=script.name,
        empreinte_script=sha256(script),
        version=__version__,
        publie_le=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    return shared, script


def is_shared() -> bool:
    """Tell whether the settings name a place."""
    return settings().partage != "local"


@cache
def follower() -> Follower | None:
    """Return this instance's side of the place in the settings; None without one.

    Raises
    ------
    Stopped
        When the settings lack what the place needs.
    """
    chosen = settings()
    if not is_shared():
        return None
    wanted = ["partage_dossier"]
    wanted += ["partage_catalogue", "partage_python"] if chosen.partage == "ducklake" else []
    given = {
        "partage_dossier": chosen.partage_dossier,
        "partage_catalogue": chosen.partage_catalogue.get_secret_value(),
        "partage_python": chosen.partage_python,
    }
    for name in wanted:
        if not given[name]:
            raise Stopped(_INCOMPLETE, partage=chosen.partage, manque=name)
    return Follower(_place(chosen.partage, given), publishes=not is_replica())


def _place(kind: str, given: Mapping[str, object]) -> Place:
    folder = Path(str(given["partage_dossier"]))
    if kind == "dossier":
        return Folder(folder)
    python, catalogue = Path(str(given["partage_python"])), str(given["partage_catalogue"])
    data = re.sub("^s3:/+", "s3://", f"{folder}/")  # which a path writes with one stroke
    return Lake(python, catalogue, data, read_only=is_replica())


@cache
def start() -> Follower | None:
    """Begin to look at the place, once per process, in a thread that no reader waits for."""
    made = follower()
    if made:
        threading.Thread(target=made.run, args=(settings().partage_secondes,), daemon=True).start()
    return made


def begin() -> None:
    """Look at the place from the start of the server on, before anybody visits.

    What the settings lack is logged; the server starts, and tells its first reader.
    """
    try:
        start()
    except Stopped as fault:
        _log.error("%s", fault)


def _check(made: Path) -> None:
    """Read what the store says of itself: a file that does not open is never named."""
    with duckdb.connect(str(made), read_only=True) as con:
        con.execute("select cle, valeur from edition").fetchall()


def _leave_behind(kept: Sequence[Path], name: str) -> None:
    """Remove what would come before the edition in use, and what is older than is kept."""
    later = [path for path in kept if path.name > name]
    older = [path for path in kept if path.name <= name][KEPT:]
    for path in later + older:
        store.remove(path)
