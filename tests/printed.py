"""Where the words of a PDF stand, by poppler: what is cut leaves the page or its margins."""

import re
import shutil
import subprocess
from html import unescape

WORD = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>')
SIZE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)"')
EDGE = 14.0  # points: 5 mm, that a printer needs
NEEDED = "pdftotext"


def is_missing() -> bool:
    return shutil.which(NEEDED) is None


def outside(data: bytes) -> list[tuple[int, str]]:
    """List (page, word) of all that does not stand within the margins, and of pages without words.

    ``data`` is the PDF.
    """
    done = subprocess.run([NEEDED, "-bbox", "-", "-"], input=data, check=True, capture_output=True)
    found = []
    for number, page in enumerate(done.stdout.decode().split("</page>")[:-1], 1):
        size = SIZE.search(page)
        assert size is not None
        wide, tall = map(float, size.groups())
        words = WORD.findall(page)
        found += [] if words else [(number, "")]
        for left, top, right, low, word in words:
            edges = (float(left), float(top), wide - float(right), tall - float(low))
            if min(edges) < EDGE:
                found.append((number, unescape(word)))
    return found
