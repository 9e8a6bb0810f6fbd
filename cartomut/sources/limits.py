"""The limits of what an import reads, from ``data/contrats/limites.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cartomut.paths import CONTRACTS

MEGABYTE = 1_000_000  # bytes


@dataclass(frozen=True)
class Limits:
    """What a file may weigh and hold at most; the names are the keys of the TOML file."""

    taille_mo: int  # megabytes of one file
    decompresse_mo: int  # megabytes of an archive's members together, decompressed
    compression: int  # times: decompressed over compressed size of a large member
    membres: int  # files inside an archive
    lignes: int  # rows of one sheet
    colonnes: int  # columns of one sheet that have a cell
    etendue: int  # cells of the rectangle that one sheet of a workbook spans
    cellules: int  # cells of all the files together
    caracteres: int  # characters of one cell
    constats: int  # findings kept for each rule


@cache
def limits(path: Path = CONTRACTS / "limites.toml") -> Limits:
    """Read the limits; a missing or unknown key is a TypeError that names it."""
    with path.open("rb") as source:
        return Limits(**tomllib.load(source))
