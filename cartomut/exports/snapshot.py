"""An archive of a page as it was seen: each figure's rows and picture, and what they rest on.

It needs neither CartoMut nor its data to be read again: pictures, CSV and one notice.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import chain

from cartomut.exports import audience
from cartomut.exports.carried import View
from cartomut.exports.package import zipped
from cartomut.exports.tables import without_formula
from cartomut.i18n import Language
from cartomut.names import normalise

NUMBER = re.compile(r"[-+][\d\s.,%]+")  # a written number that is no formula
SHORT = 40  # signs of a figure's title in its file's name


def snapshot(title: str, views: Sequence[View], address: str, day: date, _: Language) -> bytes:
    """Pack the figures of a page, in order; the same page on the same day gives the same bytes."""
    files: dict[str, bytes] = {}
    told = [_figure(rank, one, files, day, _) for rank, one in enumerate(views, 1)]
    notice = [
        "# " + _("Archive d'une page de CartoMut"),
        "",
        _.pair(_("Page"), title),
        _.pair(_("Faite le"), _.date(day.isoformat())),
        _.pair(_("Adresse"), address),
        *([_.pair(_("Vu par"), audience.written(_))] if audience.code() else []),
        "",
        *chain.from_iterable(told),
    ]
    name = "LISEZMOI.md" if _.code == "fr" else "README.md"
    return zipped({name: "\n".join(notice).encode("utf-8"), **files})


def _figure(rank: int, view: View, files: dict[str, bytes], day: date, _: Language) -> list[str]:
    """Add a figure's files; returns what the notice says of it."""
    words = "_".join(filter(None, map(normalise, view.title.split())))
    stem = f"{rank:02}_{words[:SHORT].strip('_')}"
    made = []
    if view.picture is not None:
        files[f"{stem}.svg"] = view.picture("svg")
        made.append(f"{stem}.svg")
    if view.cells is not None:
        cells = view.cells().map(_disarmed)
        cells.columns = [without_formula(str(name)) for name in cells.columns]
        files[f"{stem}.csv"] = cells.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
        made.append(f"{stem}.csv")
    cited = _("« {} ». {}. {}, consulté le {}.").format(
        view.title, view.edition, view.address, _.date(day.isoformat())
    )
    lines = [view.mark, view.summary, *view.lines]
    return [
        f"## {view.title}",
        "",
        *(f"- {line}" for line in lines if line),
        "- " + _.pair(_("Citation"), cited),
        *(f"- `{name}`" for name in made),
        "",
    ]


def _disarmed(text: str) -> object:
    return text if NUMBER.fullmatch(str(text)) else without_formula(text)
