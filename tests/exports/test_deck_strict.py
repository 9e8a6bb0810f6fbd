"""What PowerPoint asks of a file before it opens it without a repair, and LibreOffice does not."""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from cartomut.exports.deck import deck
from tests.exports.test_deck import ENGLISH, FRENCH, REPORT

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# In the order of the schema, which PowerPoint holds files to.
ORDER = {
    f"{A}rPr": "ln noFill solidFill gradFill effectLst highlight latin ea cs sym hlinkClick",
    f"{A}endParaRPr": "ln noFill solidFill latin ea cs sym hlinkClick",
    f"{A}pPr": "lnSpc spcBef spcAft buClr buSzPct buFont buNone buChar tabLst defRPr",
    f"{A}p": "pPr r br fld endParaRPr",
    f"{A}r": "rPr t",
    f"{A}fld": "rPr pPr t",
    f"{A}tc": "txBody tcPr",
    f"{A}txBody": "bodyPr lstStyle p",
    f"{P}txBody": "bodyPr lstStyle p",
    f"{P}sp": "nvSpPr spPr style txBody",
    f"{P}pic": "nvPicPr blipFill spPr style",
    f"{P}graphicFrame": "nvGraphicFramePr xfrm graphic",
    f"{A}tcPr": "lnL lnR lnT lnB noFill solidFill",
    f"{C}chartSpace": "date1904 lang roundedCorners style clrMapOvr chart spPr txPr externalData",
    f"{C}chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax",
    f"{C}ser": "idx order tx spPr invertIfNegative marker dPt dLbls cat val smooth",
    f"{C}dPt": "idx invertIfNegative marker bubble3D explosion spPr",
    f"{C}dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize separator showLeaderLines",
    f"{C}dLbl": "idx layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName "
    "showSerName showPercent showBubbleSize separator",
    f"{C}barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    f"{C}lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth "
    "axId",
    f"{C}catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt "
    "majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses auto lblAlgn lblOffset "
    "tickLblSkip noMultiLvlLbl",
    f"{C}valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt "
    "majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossBetween majorUnit",
    f"{C}legend": "legendPos legendEntry layout overlay spPr txPr",
    f"{C}scaling": "logBase orientation max min",
}
REPEATED = ("p", "r", "br", "fld", "axId", "ser", "dPt", "dLbl", "legendEntry")


def faults(data: bytes) -> Iterator[str]:
    """Tell all that PowerPoint would ask to repair, or a reader would miss."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    yield from (f"{name} twice" for name, count in Counter(names).items() if count > 1)
    trees = {
        name: etree.fromstring(part)
        for name, part in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    yield from _types(trees["[Content_Types].xml"], parts)
    for name, tree in trees.items():
        yield from (f"{name}: {one}" for one in _part(name, tree, trees, parts))
    kept = trees["ppt/presentation.xml"].findall(f".//{P}sldId")
    ids = [int(one.get("id", "0")) for one in kept]
    if len(set(ids)) < len(ids) or min(ids) < 256:
        yield "identifiers of slides"


def _types(tree: etree._Element, parts: dict[str, bytes]) -> Iterator[str]:
    endings = {one.get("Extension") for one in tree if one.tag.endswith("Default")}
    own = [one.get("PartName", "").lstrip("/") for one in tree if one.tag.endswith("Override")]
    yield from (f"type of {one}, which is not there" for one in own if one not in parts)
    for name in parts:
        if name not in own and name.rpartition(".")[2] not in endings and "[" not in name:
            yield f"{name} without a type"


def _part(
    name: str, tree: etree._Element, trees: dict[str, etree._Element], parts: dict[str, bytes]
) -> Iterator[str]:
    if name.endswith(".rels"):
        yield from _targets(name, tree, parts)
        return
    folder, own = posixpath.split(name)
    links = trees.get(f"{folder}/_rels/{own}.rels")
    known = {one.get("Id") for one in (links if links is not None else ())}
    for one in tree.iter(etree.Element):
        used = [value for key, value in one.attrib.items() if key.startswith(R)]
        yield from (f"no target for {value}" for value in used if value and value not in known)
        yield from _children(one)
    if re.match(r"ppt/slides/slide\d+\.xml", name):
        yield from _slide(tree)
        if not any("notesSlide" in one.get("Type", "") for one in links):
            yield "no notes"
    if re.match(r"ppt/charts/chart\d+\.xml", name):
        yield from _chart(tree, links, parts)


def _targets(name: str, tree: etree._Element, parts: dict[str, bytes]) -> Iterator[str]:
    folder = posixpath.dirname(posixpath.dirname(name))
    ids = [one.get("Id") for one in tree]
    if len(set(ids)) < len(ids):
        yield "a link twice"
    for one in tree:
        target = one.get("Target", "")
        if one.get("TargetMode") == "External":
            if not re.match(r"https?://[^\s]+$", target):
                yield f"{target!r} is no address"
        elif posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") not in parts:
            yield f"{target} is not there"


def _children(one: etree._Element) -> Iterator[str]:
    order = ORDER.get(one.tag, "").split()
    if not order:
        return
    found = [etree.QName(child).localname for child in one]
    unknown = set(found) - {*order, "extLst"}
    if unknown:
        yield f"{etree.QName(one).localname} holds {sorted(unknown)}"
        return
    if one.tag == f"{A}p":  # runs come in any order, between the properties
        found = ["r" if child in ("br", "fld") else child for child in found]
    ranks = [order.index(child) for child in found if child != "extLst"]
    if ranks != sorted(ranks):
        yield f"{etree.QName(one).localname} is out of order: {found}"
    counts = Counter(child for child in found if child not in REPEATED)
    yield from (f"{child} twice" for child, count in counts.items() if count > 1)


def _slide(tree: etree._Element) -> Iterator[str]:
    about = list(tree.iter(f"{P}cNvPr"))
    for key in ("id", "name"):
        told = Counter(one.get(key) for one in about)
        yield from (f"{key} {value!r} twice" for value, count in told.items() if count > 1)
    for kind in ("pic", "graphicFrame"):
        for one in tree.iter(f"{P}{kind}"):
            if not one.find(f".//{P}cNvPr").get("descr"):
                yield f"{kind} without words"
    for one in tree.iter(f"{P}ph"):
        shape = one.getparent().getparent().getparent()
        if not "".join(shape.itertext()).strip():
            yield f"an empty place ({one.get('type')})"
    for one in tree.iter(f"{A}rPr"):
        if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", one.get("lang", "")):
            yield "a text without language"


def _chart(tree: etree._Element, links: etree._Element, parts: dict[str, bytes]) -> Iterator[str]:
    """Tell where the numbers of a chart are not those of the workbook that edits them."""
    wanted = tree.find(f"{C}externalData").get(f"{R}id")
    target = next(one.get("Target", "") for one in links if one.get("Id") == wanted)
    path = posixpath.normpath(posixpath.join("ppt/charts", target))
    sheet = load_workbook(io.BytesIO(parts[path])).active
    for reference in (*tree.iter(f"{C}numRef"), *tree.iter(f"{C}strRef")):
        formula = reference.findtext(f"{C}f", "")
        left, top, right, low = range_boundaries(formula.split("!")[1].replace("$", ""))
        cells = [cell.value for row in sheet.iter_rows(top, low, left, right) for cell in row]
        shown: list[object] = [None] * len(cells)
        for point in reference.iter(f"{C}pt"):
            text = point.findtext(f"{C}v", "")
            is_number = reference.tag == f"{C}numRef"
            shown[int(point.get("idx", "0"))] = float(text) if is_number else text
        if shown != [one if one is None or isinstance(one, str) else float(one) for one in cells]:
            yield f"{formula}: {shown} is not {cells}"


def test_powerpoint_has_nothing_to_repair_in_either_language():
    told = {lang.code: list(faults(deck(REPORT, lang))) for lang in (FRENCH, ENGLISH)}
    assert told == {"fr": [], "en": []}


def test_a_fault_is_seen():
    made = deck(REPORT, FRENCH)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "ppt/slides/slide2.xml":
                text = text.replace(b'descr="Deux', b'title="Deux').replace(b' lang="fr-CI"', b"")
            if name == "ppt/charts/" + next(
                one.rpartition("/")[2] for one in old.namelist() if one.startswith("ppt/charts/ch")
            ):
                text = text.replace(b"<c:v>58", b"<c:v>59")
            if not name.startswith("ppt/notesSlides/notesSlide2"):
                new.writestr(name, text)
    told = " ".join(faults(target.getvalue()))
    assert "59.0" in told
    assert "notesSlide2.xml, which is not there" in told
    assert "graphicFrame without words" in told
