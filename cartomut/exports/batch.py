"""Many files in one zip, written to a file one by one: memory holds one of them at a time."""

from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from cartomut.exports.repacked import FIRST


def write(target: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write named files into a zip; returns how many. PDFs are compressed already.

    The zip takes its name when it is whole; stopped before, it leaves nothing, and a zip of that
    name stays as it was.
    """
    count = 0
    part = target.with_name(f".{target.name}.part")
    try:
        with ZipFile(part, "w", ZIP_STORED) as archive:
            for name, content in files:
                archive.writestr(ZipInfo(name, FIRST), content)
                count += 1
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return count
