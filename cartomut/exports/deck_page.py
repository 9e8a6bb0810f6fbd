"""A slide and what stands on it: texts that fit, tables, pictures, the mark, the foot.

Every text is measured before it is placed; who places it gives the sizes it may take.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from cartomut.charts.palette import LIGHT
from cartomut.exports import audience, code_qr
from cartomut.exports.carried import View
from cartomut.exports.measured import LEADING, fitting
from cartomut.i18n import Language

WIDE, TALL, MARGIN = 13.333, 7.5, 0.5  # inches
ROOM = WIDE - 2 * MARGIN
FACE = "IBM Plex Sans"
TITLE_SIZES, CELL = (26.0, 23.0, 20.0, 17.0, 14.0), 10.5
TITLE_AT, TITLE_TALL = 0.46, 0.92
BODY_AT, CAPTION_AT, FOOT_AT = 1.5, 5.98, 7.02
CODE = 0.98  # side of a QR code
PADDING = 0.06  # inches inside a cell, on each side
_LOOK = (
    '<a:rPr lang="{lang}" sz="{size}" b="{bold}"><a:solidFill><a:srgbClr val="{colour}"/>'
    '</a:solidFill><a:latin typeface="{face}"/></a:rPr>'
)
_ACCENTS = (*LIGHT.categories[:6],)


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    def emu(self) -> tuple[int, int, int, int]:
        """Return the place in the file's own units."""
        wide, tall = Inches(self.width), Inches(self.height)
        return Inches(self.left), Inches(self.top), wide, tall


def presentation(title: str, _: Language) -> Any:
    """Start an empty presentation, 16:9, with our colours and letters in its theme."""
    made = Presentation()
    stretch = WIDE * 914400 / made.slide_width
    made.slide_width, made.slide_height = Inches(WIDE), Inches(TALL)
    for owner in (made.slide_master, *made.slide_layouts):
        for shape in owner.placeholders:
            # A place that a layout inherits is the master's, which is stretched already.
            if owner is made.slide_master or shape.element.spPr.find(_xfrm()) is not None:
                shape.left, shape.width = int(shape.left * stretch), int(shape.width * stretch)
    _dress(made)
    made.core_properties.title = title
    made.core_properties.author = "CartoMut"
    made.core_properties.language = _.locale.replace("_", "-")
    made.core_properties.last_modified_by = "CartoMut"
    made.core_properties.keywords = audience.mark()
    return made


def _xfrm() -> str:
    return "{http://schemas.openxmlformats.org/drawingml/2006/main}xfrm"


def _dress(made: Any) -> None:
    """Put our colours and letters into the theme: what the reader adds looks like the rest."""
    part = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode("utf-8")
    text = re.sub(r'(<a:latin typeface=")[^"]*(")', rf"\g<1>{FACE}\g<2>", text)
    for rank, colour in enumerate(_ACCENTS, 1):
        mine = f'<a:accent{rank}><a:srgbClr val="{colour[1:].upper()}"/></a:accent{rank}>'
        text = re.sub(rf"<a:accent{rank}>.*?</a:accent{rank}>", mine, text, flags=re.S)
    part._blob = text.encode("utf-8")


def slide(made: Any, title: str, view: View, _: Language) -> Any:
    """Add a slide with its title, the mark of its dataset and its foot."""
    page = made.slides.add_slide(made.slide_layouts[5])
    mark(page, view.mark, view.is_invented, _)
    shape = page.shapes.title
    place = Box(MARGIN, TITLE_AT, ROOM, TITLE_TALL)
    shape.left, shape.top, shape.width, shape.height = place.emu()
    points = fitting(title, TITLE_SIZES, (ROOM, TITLE_TALL), bold=True) or TITLE_SIZES[-1]
    fill(shape.text_frame, [title], points, _, bold=True)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _foot(page, view, len(made.slides), _)
    return page


def mark(page: Any, words: str, is_invented: bool, _: Language) -> None:
    """Draw the band of the dataset; invented data cannot be taken for real ones."""
    band = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(0, 0, WIDE, 0.36).emu())
    band.name = "CartoMut · jeu de données"
    band.shadow.inherit = False
    band.line.fill.background()
    band.fill.solid()
    band.fill.fore_color.rgb = rgb(LIGHT.warm if is_invented else LIGHT.sea)
    points = 15.0 if is_invented else 11.0
    colour = LIGHT.paper if is_invented else LIGHT.quiet
    fill(band.text_frame, [words], points, _, bold=is_invented, colour=colour)
    band.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    band.text_frame.margin_left = Inches(MARGIN)


def text(
    page: Any,
    place: Box,
    paragraphs: Sequence[str],
    points: float,
    _: Language,
    *,
    bold: bool = False,
    colour: str = LIGHT.ink,
    link: str = "",
) -> Any:
    """Place paragraphs in a box; they were measured before."""
    shape = page.shapes.add_textbox(*place.emu())
    fill(shape.text_frame, paragraphs, points, _, bold=bold, colour=colour)
    if link.startswith(("http://", "https://")):
        shape.text_frame.paragraphs[0].runs[0].hyperlink.address = link
    return shape


def fill(
    frame: Any,
    paragraphs: Sequence[str],
    points: float,
    _: Language,
    *,
    bold: bool = False,
    colour: str = LIGHT.ink,
    align: str = "l",
) -> None:
    """Write paragraphs into a text frame, in our letters, without its own margins."""
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    for side in ("margin_left", "margin_right", "margin_top", "margin_bottom"):
        setattr(frame, side, 0)
    frame.vertical_anchor = MSO_ANCHOR.TOP
    _write(frame._txBody, paragraphs, points, _, bold=bold, colour=colour, align=align)


def _write(
    body: Any,
    paragraphs: Sequence[str],
    points: float,
    _: Language,
    *,
    bold: bool = False,
    colour: str = LIGHT.ink,
    align: str = "l",
) -> None:
    """Put paragraphs in place of those of a body, each made at once: setting parts is slow."""
    for old in body.findall(qn("a:p")):
        body.remove(old)
    look = _LOOK.format(
        lang=_.locale.replace("_", "-"),
        size=round(points * 100),
        bold=int(bold),
        colour=colour.lstrip("#").upper(),
        face=FACE,
    )
    lines = [line for one in paragraphs for line in writable(one).split("\n")]
    for line in lines:
        body.append(
            parse_xml(
                f'<a:p {nsdecls("a")}><a:pPr algn="{align}"><a:lnSpc>'
                f'<a:spcPts val="{round(points * LEADING * 100)}"/></a:lnSpc>'
                f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/></a:pPr>'
                f"{_run(look, line)}</a:p>"
            )
        )


def _run(look: str, line: str) -> str:
    """Write the run of a line; an empty one keeps the height of its letters."""
    if not line:
        return look.replace("a:rPr", "a:endParaRPr")
    return f"<a:r>{look}<a:t>{escape(line)}</a:t></a:r>"


def writable(words: str) -> str:
    """Leave out what no XML may hold: control characters."""
    return "".join(one for one in words if one >= " " or one in "\t\n")


def picture(page: Any, content: bytes, place: Box, said: str) -> None:
    """Place a picture as large as the box holds it, without stretching; ``said`` describes it."""
    shape = page.shapes.add_picture(io.BytesIO(content), 0, 0)
    left, top, wide, tall = place.emu()
    scale = min(wide / shape.width, tall / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape.left, shape.top = left + (wide - shape.width) // 2, top + (tall - shape.height) // 2
    describe(shape, said)


def code(page: Any, address: str, place: Box, said: str) -> None:
    """Place the QR code of an address; nothing for one that a telephone cannot follow."""
    if address.startswith(("http://", "https://")):
        picture(page, code_qr.png(address), place, said)


def say(page: Any, view: View) -> None:
    """Write what the presenter needs under the slide: words, sources, address."""
    lines = [view.spoken, view.summary, *view.lines, view.mark, view.edition, view.address]
    words = "\n".join(one for one in lines if one)
    page.notes_slide.notes_text_frame.text = writable(words)


def describe(shape: Any, said: str) -> None:
    """Give a shape the text that a screen reader says."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", writable(said))


def _foot(page: Any, view: View, number: int, _: Language) -> None:
    line = Box(MARGIN, FOOT_AT, 8.4, 0.22)
    text(page, line, [view.edition], 9, _, colour=LIGHT.quiet)
    if view.address:
        way = Box(MARGIN + 8.5, FOOT_AT, ROOM - 9.4, 0.22)
        text(page, way, [_("Cette vue dans CartoMut")], 9, _, link=view.address)
    shape = page.shapes.add_textbox(*Box(WIDE - 1.3, FOOT_AT, 0.8, 0.22).emu())
    fill(shape.text_frame, ["1"], 9, _, colour=LIGHT.quiet, align="r")
    shape.name = "CartoMut · page"
    run = shape.text_frame.paragraphs[0].runs[0]._r
    run.addnext(
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
            f'<a:rPr lang="{_.code}" sz="900"/><a:t>{number}</a:t></a:fld>'
        )
    )
    run.getparent().remove(run)


def table(
    page: Any,
    cells: pd.DataFrame,
    place: Box,
    widths: Sequence[float],
    heights: Sequence[float],
    _: Language,
) -> Any:
    """Place a table, a native one; columns and rows (its head first) are as measured."""
    rows, columns = cells.shape
    frame = page.shapes.add_table(rows + 1, columns, *place.emu())
    made = frame.table
    made.horz_banding = False
    for line, tall in enumerate(heights):
        made.rows[line].height = Inches(tall)
    for rank, (name, wide) in enumerate(zip(cells.columns, widths, strict=True)):
        made.columns[rank].width = Inches(wide)
        _cell(made.cell(0, rank), str(name), LIGHT.sea, _, bold=True)
        for line, value in enumerate(cells.iloc[:, rank], 1):
            _cell(made.cell(line, rank), str(value), LIGHT.paper, _)
    return frame


def _cell(cell: Any, words: str, colour: str, _: Language, *, bold: bool = False) -> None:
    _write(cell.text_frame._txBody, [words], CELL, _, bold=bold)
    side, edge = Inches(PADDING), Inches(PADDING / 2)
    old = cell._tc.tcPr
    if old is not None:
        cell._tc.remove(old)
    cell._tc.append(
        parse_xml(
            f'<a:tcPr {nsdecls("a")} marL="{side}" marR="{side}" marT="{edge}" marB="{edge}">'
            f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill></a:tcPr>'
        )
    )


def rgb(colour: str) -> Any:
    """Say a colour ``#rrggbb`` to the file."""
    return RGBColor.from_string(colour.lstrip("#").upper())
