"""Carry a view away: an editable PowerPoint of a figure or a page, and the reader's own report.

Each figure that a page draws is noted as it is drawn, with all that its slide needs; nothing is
drawn or asked again. The list belongs to the run: a button above the figures reads it when it is
pressed, after the page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.exports import carried
from cartomut.exports.carried import Report, View
from cartomut.i18n import N_, Language
from cartomut.ui import answers, download, filters, session

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PAGE = "pages/presenter/rapports.py"
MOST = 60  # views of a report
PASSING = ("theme", "acces")  # choices that say how a view looks, not what it shows
MARKS = {
    "demonstration": N_("DÉMONSTRATION – organismes et chiffres inventés"),
    "publie": N_("Faits publiés"),
    "etude": N_("Étude"),
}


@dataclass
class Drawn:
    """What the page of this run has drawn so far, in order, by the key of the figure."""

    title: str
    address: str
    views: dict[str, View]
    figures: list[tuple[str, str, str]]  # headline figures: title, value, what it is
    opening: View
    asked: set[str] = field(default_factory=set)  # questions that keep something from somebody

    def whole(self) -> list[View]:
        """Return what the page shows: its headline figures first, as a table."""
        return [self.opening, *self.views.values()] if self.figures else [*self.views.values()]

    def is_reserved(self) -> bool:
        """Tell whether a view holds what not everybody sees, or a headline figure may."""
        from_reserved = bool(self.figures and self.asked)
        return from_reserved or any(one.is_reserved for one in self.views.values())


def begin(title: str) -> Drawn:
    """Start the list of what this run draws."""
    _ = session.language()
    figures: list[tuple[str, str, str]] = []
    heads = [_("Chiffre"), _("Valeur"), _("Ce que c'est")]
    opening = _marked(View(title, cells=partial(_cells, figures, heads)), _)
    drawn = Drawn(title, opening.address, {}, figures, opening, answers.begin())
    st.session_state["_dessine"] = drawn
    return drawn


def gather(
    title: str,
    summary: str,
    rows: pd.DataFrame,
    columns: Sequence[str],
    chart: Any,
    lines: Sequence[str],
    picture: Callable[[str], bytes] | None,
) -> View:
    """Gather what a slide of a figure needs; it is drawn when the reader asks."""
    _ = session.language()
    kept = filters.summary(_)
    narrowed = [_("Filtres : {}").format(kept)] if kept else []
    return View(
        title=title,
        summary=summary,
        lines=[*lines, *narrowed],
        chart=chart,
        picture=picture,
        cells=partial(carried.cells, rows, columns, answers.names(), _),
    )


def note(key: str, view: View, _: Language) -> None:
    """Note a figure that the page draws, and offer to carry it away."""
    whole = _marked(view, _)
    drawn: Drawn | None = st.session_state.get("_dessine")
    if drawn is not None:
        drawn.views[key] = whole
    download.button(
        _("PowerPoint"),
        data=partial(_deck, [whole], whole.title, whole.address, _),
        file_name=file_name(key, "pptx"),
        mime=PPTX,
        icon=":material/co_present:",
        type="tertiary",
        on_click="ignore",
        key=f"{key}_pptx",
        reserved=view.is_reserved,
    )
    st.button(
        _("Au rapport"),
        icon=":material/playlist_add:",
        type="tertiary",
        help=_("Ajouter cette figure, telle qu'elle est, au rapport que l'on compose"),
        key=f"{key}_au_rapport",
        on_click=add,
        args=(whole, _),
    )


def headline(title: str, value: str, note: str) -> None:
    """Note a headline figure that the page shows."""
    drawn: Drawn | None = st.session_state.get("_dessine")
    if drawn is not None and (title, value, note) not in drawn.figures:
        drawn.figures.append((title, value, note))


def add(view: View, _: Language) -> None:
    """Add a view to the reader's report (a callback)."""
    kept = report()
    if len(kept) >= MOST:
        st.toast(_("Le rapport est plein : {} figures au plus.").format(MOST))
        return
    kept.append(view)
    text = _.plural(
        "Ajouté. Le rapport a {} figure.", "Ajouté. Le rapport a {} figures.", len(kept)
    )
    st.toast(text, icon=":material/playlist_add_check:")


def report() -> list[View]:
    """Return the views that the reader has put together in this session, in order."""
    kept: list[View] = st.session_state.setdefault("_rapport", [])
    return kept


def draw(drawn: Drawn, _: Language) -> None:
    """Offer the whole page as a PowerPoint and as a printed page; what they hold is drawn later."""
    download.button(
        _("PowerPoint de cette page"),
        data=partial(_of_page, drawn, _),
        file_name=file_name("page", "pptx"),
        mime=PPTX,
        icon=":material/co_present:",
        type="tertiary",
        on_click="ignore",
        key="_page_pptx",
        reserved=drawn.is_reserved,
        help=_("Une diapositive ou plus par figure de la page, modifiable"),
    )
    download.button(
        _("Page à distribuer, avec code QR (PDF)"),
        data=partial(_handout_of_page, drawn, _),
        file_name=file_name("page", "pdf"),
        mime="application/pdf",
        icon=":material/qr_code_2:",
        type="tertiary",
        on_click="ignore",
        key="_page_pdf",
        reserved=drawn.is_reserved,
    )


def address(**changed: Any) -> str:
    """Write the address of what is on the screen, with this edition, for a link that lasts."""
    from cartomut.exports import citation

    asked = {name: st.query_params.get_all(name) for name in st.query_params if name not in PASSING}
    here = (st.context.url or "").split("?")[0]
    fixed = {"lang": session.language().code, "jeu": session.dataset()} | changed
    return citation.permanent(here, asked, **fixed)


def file_name(stem: str, ending: str) -> str:
    """Name a download after what it holds, the dataset and the day."""
    return f"cartomut_{session.dataset()}_{stem}_{date.today():%Y-%m-%d}.{ending}"


def _marked(view: View, _: Language) -> View:
    """Put the dataset, its edition and the address of the screen on a view."""
    return replace(
        view,
        mark=_(MARKS[session.dataset()]),
        is_invented=session.dataset() == "demonstration",
        edition=_edition(_),
        address=address(),
    )


def _cells(figures: Sequence[tuple[str, str, str]], heads: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(list(figures), columns=list(heads), dtype="object")


def _deck(views: Sequence[View], title: str, where: str, _: Language) -> bytes:
    from cartomut.exports.deck import deck  # slow to import; only a PowerPoint needs it

    return deck(Report(title, views, address=where), _)


def _of_page(drawn: Drawn, _: Language) -> bytes:
    return _deck(drawn.whole(), drawn.title, drawn.address, _)


def _handout_of_page(drawn: Drawn, _: Language) -> bytes:
    from cartomut.exports.handout import handout

    return handout(Report(drawn.title, drawn.whole(), address=drawn.address), _)


def _edition(_: Language) -> str:
    about = session.opened().about()
    text = _("CartoMut · jeu de données : {} · édition du {} · vue du {}")
    today = _.date(date.today().isoformat())
    return text.format(answers.name("jeu", session.dataset()), _.date(about["construit_le"]), today)
