"""How much room a text takes, in inches, measured with our own letters."""

from functools import cache, lru_cache

from PIL import ImageFont

from cartomut.exports.plate import FONTS

LEADING = 1.25  # height of a line beside the size of its letters
SPARE = 1.07  # another font may stand in for ours on the reader's computer
_UNITS = 100  # points at which letters are measured


def width(text: str, points: float, *, bold: bool = False) -> float:
    """Return the width of one line of text."""
    return _length(text, bold) / _UNITS * points / 72 * SPARE


def folded(text: str, points: float, room: float, *, bold: bool = False) -> list[str]:
    """Fold a text into lines of at most ``room`` inches; a word that is too long is broken."""
    lines: list[str] = []
    space = width(" ", points, bold=bold)
    for paragraph in text.split("\n"):
        line, filled = "", 0.0
        for word in paragraph.split(" "):
            wide = width(word, points, bold=bold)
            if line and filled + space + wide <= room:
                line, filled = f"{line} {word}", filled + space + wide
                continue
            lines += [line] if line else []
            *whole, line = [word] if wide <= room else _broken(word, points, room, bold)
            lines += whole
            filled = width(line, points, bold=bold)
        lines.append(line)
    return lines


def height(lines: int, points: float) -> float:
    """Return the height of so many lines."""
    return lines * points * LEADING / 72


def fitting(
    text: str, sizes: tuple[float, ...], room: tuple[float, float], *, bold: bool = False
) -> float | None:
    """Return the largest of the sizes at which a text stands in a box (width, height), or None."""
    wide, tall = room
    for points in sizes:
        if height(len(folded(text, points, wide, bold=bold)), points) <= tall:
            return points
    return None


def parts(text: str, points: float, room: tuple[float, float]) -> list[str]:
    """Cut a text between lines into parts that each fill a box (width, height) at most."""
    wide, tall = room
    most = max(1, int(tall / height(1, points)))
    lines = folded(text, points, wide)
    return [" ".join(lines[at : at + most]).strip() for at in range(0, len(lines), most)]


def _broken(word: str, points: float, room: float, bold: bool) -> list[str]:
    pieces, piece = [], ""
    for sign in word:
        if piece and width(piece + sign, points, bold=bold) > room:
            pieces.append(piece)
            piece = ""
        piece += sign
    return [*pieces, piece]


@lru_cache(maxsize=20_000)  # words come again and again
def _length(text: str, bold: bool) -> float:
    return float(_font(bold).getlength(text))


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    wanted = "600" if bold else "400"
    path = next(one for one in FONTS if wanted in one.stem)
    return ImageFont.truetype(str(path), _UNITS)
