"""Look into a ZIP archive (a workbook is one) without trusting what it says of itself."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cartomut.sources import faults
from cartomut.sources.faults import Faults
from cartomut.sources.limits import MEGABYTE, Limits

CHUNK = 1 << 20  # bytes decompressed at a time
LARGE = 20 * MEGABYTE  # below, a high compression ratio cannot hurt
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1


class Oversize(Exception):
    """More comes out of the archive than the limits allow; holds the megabytes found."""


def members(path: Path, limits: Limits, found: Faults) -> list[ZipInfo] | None:
    """List the files of an archive; None, with findings, when it may not be opened.

    Only what the archive declares is looked at; `stream` measures what it really holds.
    """
    try:
        with ZipFile(path) as archive:
            listed = [info for info in archive.infolist() if not info.is_dir()]
    except (BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as failure:
        found.add(faults.BROKEN, path.name, value=_reason(failure))
        return None
    before = found.rejects
    _check_members(listed, path, limits, found)
    return listed if found.rejects == before else None


def stream(path: Path, info: ZipInfo, most: int) -> Iterator[bytes]:
    """Decompress one member by pieces.

    Raises Oversize beyond `most` bytes, and BadZipFile when its content is not what it declares.
    """
    size = check = 0
    for chunk in _inflated(path, info):
        size, check = size + len(chunk), zlib.crc32(chunk, check)
        if size > most:
            raise Oversize(size)
        yield chunk
    if size != info.file_size or check != info.CRC:
        raise BadZipFile(info.filename)


def _check_members(listed: list[ZipInfo], path: Path, limits: Limits, found: Faults) -> None:
    declared = sum(info.file_size for info in listed)
    packed = sum(info.compress_size for info in listed)
    if len(listed) > limits.membres:
        found.add(
            faults.MEMBERS, path.name, fields={"trouve": len(listed), "limite": limits.membres}
        )
    if any(info.flag_bits & _ENCRYPTED for info in listed):
        found.add(faults.ENCRYPTED, path.name)
    if declared > limits.decompresse_mo * MEGABYTE:
        report_size(declared, path, limits, found)
    names = {info.filename.replace("\\", "/").lower() for info in listed}
    if packed > path.stat().st_size or len(names) < len(listed):
        found.add(faults.BROKEN, path.name, value="ZIP")
    for info in listed:
        _check_member(info, path, limits, found)


def _check_member(info: ZipInfo, path: Path, limits: Limits, found: Faults) -> None:
    inside = PurePosixPath(info.filename.replace("\\", "/"))
    if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
        found.add(faults.CLIMBING, path.name, value=info.filename)
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        found.add(faults.COMPRESSION, path.name, value=info.filename)
    ratio = info.file_size // max(info.compress_size, 1)
    if info.file_size > LARGE and ratio > limits.compression:
        fields = {"trouve": ratio, "limite": limits.compression}
        found.add(faults.RATIO, path.name, value=info.filename, fields=fields)


def report_size(size: int, path: Path, limits: Limits, found: Faults) -> None:
    """Report that an archive holds `size` bytes or more."""
    megabytes = -(-size // MEGABYTE)
    found.add(
        faults.DECOMPRESSED,
        path.name,
        fields={"trouve": megabytes, "limite": limits.decompresse_mo},
    )


def _inflated(path: Path, info: ZipInfo) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in _packed(path, info):
        if info.compress_type == ZIP_STORED:
            yield packed
            continue
        left = packed
        while left and not inflate.eof:
            try:
                yield inflate.decompress(left, CHUNK)
            except zlib.error as failure:
                raise BadZipFile(info.filename) from failure
            left = inflate.unconsumed_tail
    if info.compress_type == ZIP_DEFLATED and not inflate.eof:
        raise BadZipFile(info.filename)


def _packed(path: Path, info: ZipInfo) -> Iterator[bytes]:
    with path.open("rb") as source:
        source.seek(info.header_offset)
        head = source.read(_LOCAL_HEADER.size)
        if len(head) < _LOCAL_HEADER.size or head[:4] != b"PK\x03\x04":
            raise BadZipFile(info.filename)
        _mark, name, extra = _LOCAL_HEADER.unpack(head)
        source.seek(name + extra, 1)
        left = info.compress_size
        while left > 0 and (chunk := source.read(min(left, CHUNK // 4))):
            left -= len(chunk)
            yield chunk


def _reason(failure: Exception) -> str:
    return type(failure).__name__
