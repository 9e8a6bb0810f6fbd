"""Is the application well? Editions in use and their age, files, disk, memory, backups, faults.

It takes the checks of a session without network that also hold for a server, and adds what only
time tells. Nothing here asks a page to be drawn.
"""

import http.client
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import duckdb

from cartomut import (
    __version__,
    backup,
    editions,
    logs,
    readiness,
    sample,
    setting_texts,
    store,
)
from cartomut.editions import Stopped
from cartomut.i18n import Language
from cartomut.paths import DATA
from cartomut.queries import query
from cartomut.readiness import FAULT, NOTICE, READY, Check
from cartomut.settings import settings
from cartomut.sharing import follow
from cartomut.store import Store

YEARS = "listes/annees_mutuelles"
INVENTED = "demonstration"  # its figures do not age
PATIENCE = 5.0  # seconds that the server has to answer


@dataclass(frozen=True)
class Edition:
    """The edition of a dataset that readers get."""

    jeu: str
    edition: str
    construit_le: str
    derniere_annee: int | None  # last year of its figures
    age_mois: int | None  # months since the end of that year
    octets: int
    importe_le: str
    publie_le: str

    @property
    def is_old(self) -> bool:
        """Tell whether its figures are older than the setting allows."""
        limit = settings().fraicheur_mois
        return self.jeu != INVENTED and self.age_mois is not None and self.age_mois > limit


def in_use(now: datetime | None = None) -> list[Edition]:
    """Describe the edition in use of each dataset that has one and can be read."""
    found = ((name, store.current(name)) for name in sample.known())
    return [_edition(name, path, now or datetime.now(UTC)) for name, path in found if path]


def _edition(name: str, path: Path, now: datetime) -> Edition:
    opened = Store(path)
    about, years = opened.about(), query(YEARS).run(opened)["annee"]
    year = int(years.iloc[0]) if len(years) else None
    return Edition(
        jeu=name,
        edition=opened.edition,
        construit_le=about["construit_le"],
        derniere_annee=year,
        age_mois=None if year is None else max(0, (now.year - year - 1) * 12 + now.month),
        octets=path.stat().st_size,
        importe_le=_last(name, editions.IMPORTED),
        publie_le=_last(name, editions.PUBLISHED, editions.RESTORED),
    )


def _last(dataset: str, *actions: str) -> str:
    """Return the instant of the last act of these kinds on a dataset; empty when there is none."""
    rows = editions.journal(dataset)
    return next((row["date"] for row in reversed(rows) if row["action"] in actions), "")


def checks(_: Language, server: str = "") -> Iterator[Check]:
    """Run each check; ``server`` is the address of a running one to ask too."""
    if server:
        yield answers(server, _)
    yield stores(_)
    yield from shared(_)
    yield restoration(_)
    yield backups(_)
    yield variables(_)
    yield readiness.disk(_)
    yield readiness.memory(_)


def stores(_: Language) -> Check:
    """Open the store of each dataset and look at the age of its figures."""
    title = _("Éditions en usage")
    build = _("Lancer « python -m cartomut build », ou revenir à l'édition d'avant (« rollback »).")
    missing = [name for name in sample.known() if store.current(name) is None]
    if missing:
        text = _("Pas de magasin pour : {}.").format(", ".join(missing))
        return Check("editions", FAULT, title, text, build)
    try:
        known = in_use()
    except (duckdb.Error, OSError, KeyError) as failure:
        text = _("Un magasin ne se lit pas ({}).").format(type(failure).__name__)
        return Check("editions", FAULT, title, text, build)
    text = _.series(_.pair(one.jeu, one.edition) for one in known)
    old = [one.jeu for one in known if one.is_old]
    if old:
        told = _("Des chiffres ont plus de {} mois : {}. {}")
        months = _.number(settings().fraicheur_mois)
        remedy = _("Importer une édition plus récente, ou changer le réglage « fraicheur_mois ».")
        return Check("editions", NOTICE, title, told.format(months, ", ".join(old), text), remedy)
    return Check("editions", READY, title, text)


def shared(_: Language) -> Iterator[Check]:
    """Look at the place where several instances share their editions; nothing without one."""
    title = _("Lieu partagé")
    try:
        side = follow.follower()
        if side is None:
            return
        behind = side.behind()
    except Stopped as fault:
        remedy = _("L'édition en usage ici reste lue ; rétablir l'accès, ou corriger les réglages.")
        yield Check("partage", NOTICE, title, fault.text(_), remedy)
        return
    if behind:
        text = _("L'édition d'ici n'est pas celle du lieu partagé pour : {}.")
        remedy = _("Attendre un instant, puis lancer « python -m cartomut share ».")
        yield Check("partage", NOTICE, title, text.format(", ".join(behind)), remedy)
    else:
        yield Check("partage", READY, title, _("L'édition d'ici est celle du lieu partagé."))


def restoration(_: Language) -> Check:
    """Look for a restoration that was stopped half-way."""
    title = _("Restauration")
    if backup.is_unfinished():
        remedy = _("Lancer « python -m cartomut build --if-needed », qui la finit d'abord.")
        return Check("restauration", FAULT, title, _("Elle s'est arrêtée à mi-chemin."), remedy)
    return Check("restauration", READY, title, _("Aucune n'est en suspens."))


def backups(_: Language) -> Check:
    """Look at the age of the last backup; where nothing was brought or typed there is no need."""
    title = _("Sauvegarde")
    known = backup.last()
    remedy = _("Lancer « python -m cartomut backup », chaque nuit par exemple.")
    if known is None:
        needed = backup.here().operations.exists() or editions.published("etude")
        if not needed:
            text = _("Ni étude ni saisie ici : il n'y a encore rien à sauvegarder.")
            return Check("sauvegarde", READY, title, text)
        return Check("sauvegarde", NOTICE, title, _("Aucune sauvegarde n'est connue."), remedy)
    days = (datetime.now(UTC) - datetime.fromisoformat(known.instant)).days
    text = _("La dernière est du {} ({} Mo) : {}").format(
        _.date(known.instant[:10]), _.number(known.octets / 1e6, 1), known.fichier
    )
    if not Path(known.fichier).exists():
        text = _("{}, mais elle n'est plus à cet endroit").format(text)
    late = days >= settings().sauvegarde_jours
    return Check("sauvegarde", NOTICE if late else READY, title, text, remedy if late else "")


def variables(_: Language) -> Check:
    """Tell the variables of the environment that look like settings and are none."""
    title = _("Réglages")
    unknown = [name for name, _near in setting_texts.unknown_variables()]
    if unknown:
        text = _("Ces variables ne sont pas des réglages : {}.").format(", ".join(unknown))
        remedy = _("Comparer avec « python -m cartomut settings ».")
        return Check("reglages", NOTICE, title, text, remedy)
    return Check("reglages", READY, title, _("Chaque réglage est connu et vaut ce qu'il doit."))


def answers(server: str, _: Language) -> Check:
    """Ask a running server whether it answers."""
    title = _("Serveur")
    asked = f"{server.rstrip('/')}/_stcore/health"
    if not asked.startswith(("http://", "https://")):
        return Check("serveur", FAULT, title, _("« {} » n'est pas une adresse.").format(server))
    try:
        with urlopen(Request(asked), timeout=PATIENCE) as answer:
            if answer.status == http.client.OK:
                return Check("serveur", READY, title, _("Il répond."))
            reason = str(answer.status)
    except (URLError, OSError, http.client.HTTPException) as failure:
        reason = str(getattr(failure, "reason", failure))
    remedy = _("Lire le journal du serveur, puis le relancer.")
    return Check("serveur", FAULT, title, _("Il ne répond pas ({}).").format(reason), remedy)


def free_disk() -> int:
    """Return the bytes that can still be written where the data are."""
    return shutil.disk_usage(DATA).free


def memory_of_process() -> tuple[int, bool]:
    """Return the bytes of memory of this process, and whether it is only the most it ever had."""
    told = Path("/proc/self/status")
    if told.is_file():
        lines = dict(line.split(":", 1) for line in told.read_text().splitlines() if ":" in line)
        return int(lines["VmRSS"].split()[0]) * 1024, False
    if sys.platform == "win32":
        return 0, False
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most * (1 if sys.platform == "darwin" else 1024), True


def as_json(done: list[Check]) -> str:
    """Write what was found for a machine."""
    known = [] if any(one.name == "editions" and one.state == FAULT for one in done) else in_use()
    told = {
        "etat": readiness.worst(done),
        "version": __version__,
        "instant": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "jeux": [asdict(one) for one in known],
        "verifications": [one.fields() for one in done],
        "fautes": len(logs.last_faults()),
    }
    return json.dumps(told, ensure_ascii=False)
