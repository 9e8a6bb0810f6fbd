"""Decide what a file is from its bytes, and whether it may be opened, before anything parses it."""

import mmap
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile, ZipInfo

from cartomut.i18n import N_
from cartomut.sources import archive, faults
from cartomut.sources.archive import Oversize
from cartomut.sources.extents import Extent, OdsScan, XlsxScan
from cartomut.sources.faults import Faults
from cartomut.sources.limits import MEGABYTE, Limits

TEXT, XLSX, ODS, ARCHIVE = "texte", "xlsx", "ods", "archive"
TABLES_IN_ARCHIVE = (".csv", ".txt", ".tsv")
ENTITY_MARKS = (b"<!DOCTYPE", b"<!ENTITY")

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (b"%PDF", N_("un document PDF")),
    (b"\x89PNG", N_("une image")),
    (b"\xff\xd8\xff", N_("une image")),
    (b"GIF8", N_("une image")),
    (b"II*\0", N_("une image")),
    (b"RIFF", N_("une image ou un son")),
    (b"\x7fELF", N_("un programme")),
    (b"MZ\x90\0", N_("un programme")),
    (b"\x1f\x8b", N_("une archive gzip")),
    (b"7z\xbc\xaf", N_("une archive 7z")),
    (b"Rar!", N_("une archive RAR")),
    (b"SQLite format 3\0", N_("une base SQLite ou un GeoPackage")),
    (b"PAR1", N_("un fichier Parquet")),
    (b"{\\rtf", N_("un document texte RTF")),
)
_MARKUP = (
    (b"<!doctype html", N_("une page HTML")),
    (b"<html", N_("une page HTML")),
    (b"<table", N_("une page HTML")),
    (b"<?xml", N_("un document XML")),
    (b'{"', N_("un document JSON")),
    (b"[{", N_("un document JSON")),
)
_ZIPPED = (
    ("xl/workbook.bin", N_("un classeur binaire .xlsb")),
    ("word/document.xml", N_("un document Word")),
    ("ppt/presentation.xml", N_("une présentation PowerPoint")),
    ("content.xml", N_("un document OpenDocument qui n'est pas un classeur")),
)
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_OLE2_STREAMS = (
    ("EncryptedPackage", faults.ENCRYPTED, ""),
    ("WordDocument", faults.FORMAT, N_("un document Word")),
    ("PowerPoint Document", faults.FORMAT, N_("une présentation PowerPoint")),
)
_PACKED = (".zip", ".xlsx", ".xlsm", ".xls", ".ods", ".7z", ".rar", ".gz")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Inspected:
    """A file that may be opened: what it is, what its parts span."""

    path: Path
    kind: str
    extents: Mapping[str, Extent] = field(default_factory=dict)  # by sheet name; of XLSX and ODS
    tables: tuple[ZipInfo, ...] = ()  # CSV members of an archive


def inspect(path: Path, limits: Limits, found: Faults) -> Inspected | None:
    """Check a file before it is read; None, with findings, when it may not be."""
    if not is_there(path, limits, found):
        return None
    with path.open("rb") as source:
        head = source.read(4096)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _inspect_zip(path, limits, found)
    if head.startswith(_OLE2):
        _report_ole2(path, found)
        return None
    if format := _foreign_format(head):
        found.add(faults.FORMAT, path.name, fields={"format": (format, "")})
        return None
    return Inspected(path, TEXT)


def is_there(path: Path, limits: Limits, found: Faults) -> bool:
    """Tell whether there is a file of a size that may be opened; report it when not."""
    if not path.exists():
        found.add(faults.MISSING, path.name)
    elif path.is_dir():
        found.add(faults.FOLDER, path.name)
    elif (size := path.stat().st_size) == 0:
        found.add(faults.EMPTY, path.name)
    elif size > limits.taille_mo * MEGABYTE:
        weight = -(-size // MEGABYTE)
        found.add(faults.TOO_BIG, path.name, fields={"trouve": weight, "limite": limits.taille_mo})
    else:
        return True
    return False


def _foreign_format(head: bytes) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    known = [name for mark, name in _SIGNATURES if head.startswith(mark)]
    known += [name for mark, name in _MARKUP if text.startswith(mark)]
    return known[0] if known else ""


def _report_ole2(path: Path, found: Faults) -> None:
    """Tell an old workbook from an encrypted one by the names of the streams inside."""
    with (
        path.open("rb") as source,
        mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        for stream, rule, format in _OLE2_STREAMS:
            if content.find(stream.encode("utf-16-le")) >= 0:
                found.add(rule, path.name, fields={"format": (format, "")})
                return
    found.add(faults.OLD_FORMAT, path.name)


def _inspect_zip(path: Path, limits: Limits, found: Faults) -> Inspected | None:
    listed = archive.members(path, limits, found)
    if listed is None:
        return None
    if not listed:
        found.add(faults.EMPTY, path.name)
        return None
    names = {info.filename for info in listed}
    if "xl/workbook.xml" in names:
        _check_workbook(path, names, found)
        kind = XLSX
    elif _is_ods(path, names):
        if _mentions(path, "META-INF/manifest.xml", b"encryption-data"):
            found.add(faults.ENCRYPTED, path.name)
            return None
        kind = ODS
    elif format := next((said for name, said in _ZIPPED if name in names), ""):
        found.add(faults.FORMAT, path.name, fields={"format": (format, "")})
        return None
    else:
        kind = ARCHIVE
    return _measure(path, kind, listed, limits, found)


def _is_ods(path: Path, names: set[str]) -> bool:
    return "content.xml" in names and _mentions(path, "mimetype", _ODS_TYPE)


def _mentions(path: Path, member: str, mark: bytes) -> bool:
    """Tell whether the beginning of an archive's member has these bytes."""
    try:
        with ZipFile(path) as opened, opened.open(member) as content:
            return mark in content.read(archive.CHUNK)
    except (BadZipFile, KeyError, OSError, zlib.error):
        return False


def _check_workbook(path: Path, names: set[str], found: Faults) -> None:
    lower = [name.lower() for name in names]
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in lower):
        found.add(faults.MACROS, path.name)
    if any(name.startswith(("xl/externallinks/", "xl/connections")) for name in lower):
        found.add(faults.EXTERNAL, path.name)


def _measure(
    path: Path, kind: str, listed: list[ZipInfo], limits: Limits, found: Faults
) -> Inspected | None:
    """Decompress everything once, keep nothing, and see what there really is."""
    left = limits.decompresse_mo * MEGABYTE
    parts: dict[str, Extent] = {}
    try:
        for info in listed:
            left -= _measure_member(path, kind, info, left, parts)
        extents = _by_sheet(path, parts) if kind == XLSX else parts
    except Oversize:
        size = limits.decompresse_mo * MEGABYTE
        archive.report_size(size, path, limits, found)
    except _Entities as failure:
        found.add(faults.ENTITIES, path.name, value=str(failure))
    except (BadZipFile, ExpatError, ElementTree.ParseError, KeyError, OSError) as failure:
        found.add(faults.BROKEN, path.name, value=str(failure) or type(failure).__name__)
    else:
        return _accept(Inspected(path, kind, extents), listed, found)
    return None


class _Entities(Exception):
    """An XML part that declares entities; holds its name."""


def _measure_member(
    path: Path, kind: str, info: ZipInfo, most: int, parts: dict[str, Extent]
) -> int:
    """Stream one member through the scan that fits it; returns its size in bytes."""
    scan = _scan_of(kind, info.filename)
    is_xml = kind != ARCHIVE and info.filename.lower().endswith((".xml", ".rels", ".vml"))
    size, tail = 0, b""
    for chunk in archive.stream(path, info, most):
        size += len(chunk)
        if is_xml:
            seen = (tail + chunk).replace(b"\0", b"")
            if any(mark in seen for mark in ENTITY_MARKS):
                raise _Entities(info.filename)
            tail = chunk[-32:]
        if scan:
            scan.feed(chunk)
    if isinstance(scan, XlsxScan):
        parts[_key(info.filename)] = scan.close()
    elif scan:
        parts |= scan.close()
    return size


def _scan_of(kind: str, name: str) -> XlsxScan | OdsScan | None:
    if kind == XLSX and _key(name).startswith("xl/worksheets/") and not name.endswith(".rels"):
        return XlsxScan()
    return OdsScan() if kind == ODS and name == "content.xml" else None


def _by_sheet(path: Path, parts: Mapping[str, Extent]) -> dict[str, Extent]:
    """Name the extents after the sheets instead of the parts that hold them."""
    with ZipFile(path) as opened:
        workbook = ElementTree.fromstring(opened.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(opened.read("xl/_rels/workbook.xml.rels"))
        package = ElementTree.fromstring(opened.read("_rels/.rels"))
    main = [one for one in package if one.get("Type", "").endswith("/officeDocument")]
    if [_key(one.get("Target", "").removeprefix("/")) for one in main] != ["xl/workbook.xml"]:
        raise BadZipFile("_rels/.rels")
    targets = {one.get("Id", ""): one.get("Target", "") for one in relations}
    sheets = [one for one in workbook.iter() if one.tag.endswith("}sheet")]
    names = {one.get("name", ""): _part(targets.get(_relation(one), "")) for one in sheets}
    if len(names) < len(sheets):
        raise BadZipFile("xl/workbook.xml")
    return {name: parts[part] for name, part in names.items() if part in parts}


def _relation(sheet: ElementTree.Element) -> str:
    strict = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
    return sheet.get(_RELATION) or sheet.get(strict) or ""


def _part(target: str) -> str:
    return _key(target.removeprefix("/") if target.startswith(("/", "xl/")) else f"xl/{target}")


def _key(name: str) -> str:
    """Write a part's name in the one way that all readers take it."""
    return name.replace("\\", "/").lower()


def _accept(inspected: Inspected, listed: list[ZipInfo], found: Faults) -> Inspected | None:
    """Keep the CSV members of an archive and say which files are left out."""
    if inspected.kind != ARCHIVE:
        return inspected
    name = inspected.path.name
    packed = [info.filename for info in listed if info.filename.lower().endswith(_PACKED)]
    for inner in packed:
        found.add(faults.NESTED, name, value=inner)
    shown = [info for info in listed if not _is_hidden(info.filename)]
    tables = [info for info in shown if info.filename.lower().endswith(TABLES_IN_ARCHIVE)]
    others = [info.filename for info in shown if info not in tables]
    if packed:
        return None
    if not tables:
        found.add(faults.FORMAT, name, fields={"format": (N_("une archive sans aucun CSV"), "")})
        return None
    if others:
        found.add(faults.OTHER_FILES, name, value=others[0], fields={"trouve": len(others)})
    return Inspected(inspected.path, ARCHIVE, tables=tuple(tables))


def _is_hidden(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[0] == "__MACOSX" or path.name.startswith(".")
