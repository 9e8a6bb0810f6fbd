"""Many files in one zip, written to a file one by one: memory holds one of them at a time."""

from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from cartomut.exports.repacked import FIRST


def write(target: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write named files into a zip; returns how many. PDFs are compressed already."""
    count = 0
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(ZipInfo(name, FIRST), content)
            count += 1
    return count
