"""Open a file of roads without trusting it, and lay it out as a graph."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cartomut.access.network import Network
from cartomut.findings import Rule
from cartomut.i18n import N_
from cartomut.sources import apart, geofiles, road_faults
from cartomut.sources.faults import Faults
from cartomut.sources.limits import Limits
from cartomut.sources.safety import is_there

READER = "cartomut.sources.roadfile"  # in a process of its own: slow to import
SECONDS = 400
MOSTLY, ENOUGH = 0.9, 0.5  # share of the kilometres that the largest linked part should have
_PBF = b"OSMHeader"
_STOPPED = N_("la lecture prend trop de temps ou de mémoire")
_BROKEN = N_("le contenu est abîmé ou d'un autre format ({})")
_RULES = {one.code: one for one in vars(road_faults).values() if isinstance(one, Rule)}


def read_roads(
    path: Path, box: tuple[float, float, float, float], limits: Limits, found: Faults
) -> Network | None:
    """Lay out the roads of a file; what is wrong with it is told, never raised.

    Parameters
    ----------
    box
        The frame of the country: west, south, east, north, in degrees.
    """
    if not is_there(path, limits, found):
        return None
    with TemporaryDirectory(prefix="cartomut-routes-") as folder:
        copies = _laid_out(path, Path(folder), limits, found)
        if not copies:
            return None
        output = Path(folder) / "reseau.npz"
        job = {
            "chemins": [str(copy) for copy, _name in copies],
            "noms": [name for _copy, name in copies],
            "sortie": str(output),
            "cadre": box,
        }
        answer = apart.ask(READER, job, SECONDS)
        if answer is None or "faute" in answer:
            _tell_fault(path, answer, found)
            return None
        made = Network.read(output)
    _tell(path, answer, found)
    return made if _is_linked(path, made, found) else None


def _laid_out(path: Path, folder: Path, limits: Limits, found: Faults) -> list[tuple[Path, str]]:
    """Copy what may be read under names of our own; returns (copy, where it was)."""
    with path.open("rb") as source:
        head = source.read(64)
    if _PBF in head[:32]:
        copy = folder / "0.osm.pbf"
        shutil.copyfile(path, copy)
        return [(copy, path.name)]
    return geofiles.laid_out(path, folder, limits, found, road_faults.UNREADABLE)


def _tell_fault(path: Path, answer: dict[str, Any] | None, found: Faults) -> None:
    if answer is None:
        found.add(road_faults.UNREADABLE, path.name, fields={"raison": (_STOPPED, "")})
    elif answer["faute"] == road_faults.UNREADABLE.code:
        reason = {"raison": (_BROKEN, answer["valeur"])}
        found.add(road_faults.UNREADABLE, path.name, fields=reason)
    else:
        found.add(_RULES[answer["faute"]], path.name, value=answer["valeur"])


def _tell(path: Path, answer: dict[str, Any], found: Faults) -> None:
    """Say what was left out of the graph, and what the file does not tell."""
    if answer["autres"]:
        fields = {"trouve": answer["autres"]}
        found.add(road_faults.OTHER_LAYERS, path.name, value=answer["couche"], fields=fields)
    if answer["hors_cadre"]:
        found.add(road_faults.BEYOND, path.name, fields={"nombre": _grouped(answer["hors_cadre"])})
    if answer["fermees"]:
        fields = {"nombre": _grouped(answer["fermees"])}
        value = answer["classes_fermees"]
        found.add(road_faults.NO_CARS, path.name, value=value, fields=fields)
    if not answer["classe"]:
        found.add(road_faults.NO_CLASS, path.name, value=answer["colonnes"] or "–")
    if not answer["sens"]:
        found.add(road_faults.NO_ONEWAY, path.name)


def _is_linked(path: Path, made: Network, found: Faults) -> bool:
    """Tell whether most roads are linked; a network in pieces is refused."""
    count, share = made.linked()
    if share < MOSTLY:
        rule = road_faults.APART if share >= ENOUGH else road_faults.IN_PIECES
        fields = {"trouve": round(100 * share), "nombre": _grouped(count - 1)}
        found.add(rule, path.name, fields=fields)
    return share >= ENOUGH


def _grouped(number: int) -> str:
    """Write a large number so that it reads in both languages."""
    return f"{number:,}".replace(",", "\u202f")
