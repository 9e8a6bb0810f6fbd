"""A page to hand out: the views of a report with their words, and QR codes that lead back to them.

Typst sets it. The texts reach the layout (``handout.typ``) as one JSON value, never as part of its
source, so that a name can hold any sign of Typst's markup and stay a name.
"""

from pathlib import Path
from typing import Any

from cartomut.charts.palette import LIGHT
from cartomut.exports import code_qr, picture
from cartomut.exports.carried import Report, View
from cartomut.exports.fiche import web
from cartomut.exports.typesetting import typeset
from cartomut.i18n import Language

LAYOUT = Path(__file__).with_suffix(".typ")
ROWS, COLUMNS = 12, 6  # of a table without figure; the page that the code leads to has the rest
PLACE = (7.6, 4.2)  # inches that a figure fills, before the page takes it in
SHORT = 1500  # signs of what stands under a figure, up to which both are on one page
_COLOURS = ("ink", "quiet", "grid", "border", "accent", "warm", "sea")


def handout(report: Report, _: Language) -> bytes:
    """Set a report as PDF: tagged, with a bookmark per view."""
    return typeset(LAYOUT, "report", content(report, _))[0]


def pages(report: Report, _: Language, dots: float = 90) -> list[bytes]:
    """Draw the same pages as PNG, with so many dots per inch."""
    return typeset(LAYOUT, "report", content(report, _), "png", dots)


def content(report: Report, _: Language) -> dict[str, Any]:
    """Lay out what the template reads."""
    return {
        "title": report.title,
        "intro": list(report.intro),
        "mark": _.series(report.marks()),
        "is_invented": report.is_invented(),
        "address": report.address,
        "code": _code(report.address),
        "edition": report.views[0].edition if report.views else "",
        "day": _.date(report.day.isoformat()),
        "date": [report.day.year, report.day.month, report.day.day],
        "views": [_view(one, _) for one in report.views],
        "language": _.code,
        "words": {
            "follow": _("Ouvrir cette vue dans CartoMut"),
            "page": _("page {} sur {}"),
            "printed": _("imprimé le {}"),
        },
        "colours": {name: getattr(LIGHT, name) for name in _COLOURS},
    }


def _view(view: View, _: Language) -> dict[str, Any]:
    figure = view.figure()
    drawn = ""
    if figure is not None:
        mark = view.mark.split(" – ", maxsplit=1)[0] if view.is_invented else ""
        drawn = picture.draw(figure, "", [], "svg", _, mark, PLACE).decode("utf-8")
    elif view.picture is not None:
        drawn = view.picture("svg").decode("utf-8")
    return {
        "title": view.title,
        "summary": view.summary,
        "lines": [] if view.is_whole else [one for one in view.lines if one],
        "picture": drawn,
        "is_short": len(view.summary) + sum(map(len, view.lines)) <= SHORT,
        "head": [],
        "rows": [],
        "more": "",
        "address": web(view.address),
        "code": _code(view.address),
    } | ({} if drawn else _table(view, _))


def _table(view: View, _: Language) -> dict[str, Any]:
    """Take the first rows and columns of a table, and say how many there are."""
    if view.cells is None:
        return {}
    cells = view.cells()
    shown = cells.iloc[:ROWS, :COLUMNS]
    more = ""
    if shown.shape != cells.shape:
        text = _("{} lignes sur {}, {} colonnes sur {} ; le code mène à toutes.")
        counts = (len(shown), len(cells), shown.shape[1], cells.shape[1])
        more = text.format(*map(_.number, counts))
    head = [str(name) for name in shown.columns]
    return {"head": head, "rows": shown.astype(str).values.tolist(), "more": more}


def _code(address: str) -> str:
    """Draw the QR code of an address that a telephone can follow; else nothing."""
    return code_qr.svg(address) if web(address) else ""
