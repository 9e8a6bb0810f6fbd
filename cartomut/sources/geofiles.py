"""Open files of boundaries without trusting them: judged by their bytes, read by a child."""

import shutil
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipInfo

import shapely

from cartomut.findings import Rule
from cartomut.i18n import N_
from cartomut.sources import apart, archive, faults, geolayers, outline_faults
from cartomut.sources.archive import Oversize
from cartomut.sources.faults import Faults
from cartomut.sources.limits import MEGABYTE, Limits
from cartomut.sources.safety import is_there

SECONDS = apart.SECONDS
SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
ALONE = (".geojson", ".gpkg")
_NOT_A_MAP = N_("le contenu n'est ni un GeoJSON, ni un GeoPackage, ni une archive .zip")
_NO_PARTS = N_("un Shapefile est fait de plusieurs fichiers, à mettre ensemble dans un .zip")
_NO_MAP_INSIDE = N_("l'archive ne contient ni Shapefile, ni GeoJSON, ni GeoPackage")
_STOPPED = N_("la lecture prend trop de temps ou de mémoire")
_BROKEN = N_("le contenu est abîmé ou d'un autre format ({})")
_FAULTS = {
    geolayers.NO_CRS: outline_faults.NO_CRS,
    geolayers.DETAILED: outline_faults.DETAILED,
    geolayers.NOT_NUMBERS: outline_faults.OUTSIDE,
}


@dataclass(frozen=True)
class Layer:
    """Areas of one layer in WGS 84 degrees, with the texts of their attributes.

    ``file`` says where it was: the file, its member, its layer. ``shapes`` and each column have
    one entry per feature; a shape may be None or empty.
    """

    file: str
    columns: Mapping[str, Sequence[str]]
    shapes: Sequence[Any]
    repaired: Sequence[bool]

    def part(self, ranks: Sequence[int], name: str) -> "Layer":
        """Keep some features as a layer of its own."""
        return Layer(
            f"{self.file} / {name}",
            {column: [texts[rank] for rank in ranks] for column, texts in self.columns.items()},
            [self.shapes[rank] for rank in ranks],
            [self.repaired[rank] for rank in ranks],
        )


def read_layers(paths: Sequence[Path], limits: Limits, found: Faults) -> list[Layer]:
    """Read every layer of areas; what is wrong with the files is told, never raised."""
    layers = []
    for path in paths:
        if is_there(path, limits, found):
            with TemporaryDirectory(prefix="cartomut-limites-") as folder:
                layers += _read_file(path, Path(folder), limits, found)
    return layers


def _read_file(path: Path, folder: Path, limits: Limits, found: Faults) -> list[Layer]:
    before = found.rejects
    sources = laid_out(path, folder, limits, found, outline_faults.UNREADABLE)
    if found.rejects > before or not sources:
        return []
    answers = _ask_child([one for one, _label in sources])
    if answers is None:
        found.add(outline_faults.UNREADABLE, path.name, fields={"raison": (_STOPPED, "")})
        return []
    layers = []
    for (source, label), answer in zip(sources, answers, strict=True):
        if fault := answer.get("faute"):
            _tell(fault, answer["valeur"], label, found)
        layers += [_layer(one, label, source.stem) for one in answer.get("couches", ())]
    return layers


def laid_out(
    path: Path, folder: Path, limits: Limits, found: Faults, rule: Rule
) -> list[tuple[Path, str]]:
    """Copy what may be read under names of our own; returns (copy, where it was).

    ``rule`` says of a file that it is no map.
    """
    with path.open("rb") as source:
        head = source.read(4096)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _unpacked(path, folder, limits, found, rule)
    if head.startswith(b"SQLite format 3\0"):
        copy = folder / "0.gpkg"
    elif head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        copy = folder / "0.geojson"
    else:
        reason = _NO_PARTS if head.startswith(b"\x00\x00\x27\x0a") else _NOT_A_MAP
        found.add(rule, path.name, fields={"raison": (reason, "")})
        return []
    shutil.copyfile(path, copy)
    return [(copy, path.name)]


def _unpacked(
    path: Path, folder: Path, limits: Limits, found: Faults, rule: Rule
) -> list[tuple[Path, str]]:
    """Extract an archive's maps, within the limits, under names that it does not choose."""
    before = found.rejects
    listed = archive.members(path, limits, found)
    if listed is None:
        return []
    laid, left = [], limits.decompresse_mo * MEGABYTE
    try:
        for number, parts in enumerate(_maps(listed)):
            for info in parts:
                copy = folder / f"{number}{PurePosixPath(info.filename).suffix.lower()}"
                left -= _extract(path, info, copy, left)
            first = parts[0]
            copy = folder / f"{number}{PurePosixPath(first.filename).suffix.lower()}"
            laid.append((copy, f"{path.name} / {first.filename}"))
    except Oversize:
        archive.report_size(limits.decompresse_mo * MEGABYTE, path, limits, found)
    except (BadZipFile, OSError, zlib.error) as failure:
        found.add(faults.BROKEN, path.name, value=type(failure).__name__)
    if not laid and found.rejects == before:
        found.add(rule, path.name, fields={"raison": (_NO_MAP_INSIDE, "")})
    return laid


def _maps(listed: list[ZipInfo]) -> Iterator[list[ZipInfo]]:
    """Yield the files of each map of an archive, the one that is opened first."""
    shown = [info for info in listed if not info.filename.startswith("__MACOSX")]
    by_stem: dict[PurePosixPath, dict[str, ZipInfo]] = {}
    for info in shown:
        name = PurePosixPath(info.filename)
        by_stem.setdefault(name.with_suffix(""), {})[name.suffix.lower()] = info
    for files in by_stem.values():
        if ".shp" in files:
            yield [files[suffix] for suffix in SHAPEFILE if suffix in files]
        yield from ([files[suffix]] for suffix in ALONE if suffix in files)


def _extract(path: Path, info: ZipInfo, copy: Path, most: int) -> int:
    size = 0
    with copy.open("wb") as target:
        for chunk in archive.stream(path, info, most):
            size += target.write(chunk)
    return size


def _ask_child(sources: list[Path]) -> list[dict[str, Any]] | None:
    """Let a process of its own read files; None when it was stopped or died."""
    answers: list[dict[str, Any]] | None = apart.ask(
        geolayers.__name__, [str(path) for path in sources], SECONDS
    )
    return answers


def _tell(fault: str, value: str, label: str, found: Faults) -> None:
    rule = _FAULTS.get(fault, outline_faults.UNREADABLE)
    fields: dict[str, Any] = {"raison": (_BROKEN, value), "limite": value, "trouve": value}
    found.add(rule, label, value=label, fields=fields)


def _layer(answer: dict[str, Any], label: str, own: str) -> Layer:
    """Make a layer; its name is told when the file gave it one."""
    name = label if answer["nom"] == own else f"{label} / {answer['nom']}"
    shapes = shapely.from_wkb(answer["formes"])
    return Layer(name, answer["colonnes"], shapes, answer["reparees"])
