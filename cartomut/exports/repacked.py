"""The same content always makes the same file: the hours inside an Office file are set by hand."""

import io
import re
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a zip knows
_HOURS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def repacked(content: bytes, day: date) -> bytes:
    """Write an Office file anew, dated this day; workbooks inside it too."""
    target = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as before, ZipFile(target, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            entry = ZipInfo(name, FIRST)
            entry.compress_type = ZIP_DEFLATED
            after.writestr(entry, _dated(name, before.read(name), day))
    return target.getvalue()


def _dated(name: str, part: bytes, day: date) -> bytes:
    if name.endswith(".xlsx"):
        return repacked(part, day)
    if name == "docProps/core.xml":
        return _HOURS.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode() + rb"\g<2>", part)
    return part
