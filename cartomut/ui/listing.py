"""A list on a page: its table, what it is made of, and the download of exactly these rows.

A list of the whole country stays in the store: one page of it travels (``Stored``), and what is
said of all its rows comes from the store as well.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from pandas.api.types import is_numeric_dtype

from cartomut import labels
from cartomut.exports import tables
from cartomut.i18n import Language
from cartomut.queries import query
from cartomut.rights import Sight
from cartomut.store import Store
from cartomut.ui import answers, block, choices, denominators, download, filters, session
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

WHOLE = 250  # rows of a list that is shown whole
PAGE = 50  # rows of a longer one that travel at once
ALL: dict[str, Any] = {"tri": None, "debut": None, "taille": None}  # the rows of every page


@dataclass(frozen=True)
class Stored:
    """A list whose rows stay in the store, and what the store says of all of them.

    ``question`` takes ``tri``, ``debut`` and ``taille`` beside ``asked``; ``totals`` is the one row
    of the question that counts them. Columns in ``withheld`` are for other readers.
    """

    question: str
    asked: dict[str, Any]
    totals: pd.DataFrame
    withheld: tuple[str, ...] = ()

    @classmethod
    def find(
        cls, question: str, counts: str, asked: dict[str, Any], withheld: Sequence[str] = ()
    ) -> "Stored":
        """Count what a list has under these parameters, without its rows."""
        return cls(question, asked, answers.answer(counts, **asked), tuple(withheld))

    def count(self, of: str = "trouves") -> int:
        """Return a count of rows: ``connus``, ``gardes``, ``trouves`` or ``inconnus``."""
        return int(self.totals[f"nb_{of}"].sum())  # no row: the dataset has none at all

    def empty(self) -> list[str]:
        """List the columns that no row fills."""
        return [one for text in self.totals["colonnes_vides"] for one in text.split(" ; ")]

    def rows(self, **page: Any) -> pd.DataFrame:
        """Return the rows of a page, ``ALL`` of them without one."""
        found = answers.answer(self.question, **(ALL | self.asked | page))
        return found.drop(columns=list(self.withheld))

    def page(self, key: str, sortable: Sequence[str], _: Language) -> pd.DataFrame:
        """Let the reader order and leaf through a long list; return the rows that he is at."""
        if self.count() <= WHOLE:
            return self.rows(taille=WHOLE)
        by, start = _leaf(key, self.count(), sortable, _)
        return self.rows(tri=by, debut=start, taille=PAGE)


def show(
    key: str,
    rows: pd.DataFrame,
    columns: Sequence[str],
    summary: str,
    *,
    chosen: Callable[[int], None] | None = None,
    written: pd.DataFrame | None = None,
    write: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
    kept: str = "",
    stored: Stored | None = None,
    ordered: str = "",
) -> None:
    """Show rows as a table with their documents; ``rows``, all of them, are the download.

    A long list comes a page at a time, in the order that the reader asks for. ``written`` has the
    same rows with texts for the screen, or ``write`` makes them for the rows of the page;
    ``chosen`` is called with the position in ``rows`` of the one that the reader selects; ``kept``
    says in words what narrowed the rows beside the shared filters, for the download. ``stored`` is
    the list that ``rows`` are one page of: documents and download are then those of all of it.
    ``ordered`` says the rows' own order, when it is not that of their names.
    """
    _ = session.language()
    shown = (rows if written is None else written).reset_index(drop=True)
    if stored is None and len(shown) > WHOLE:
        shown = _page(key, shown, columns, ordered, _)
    positions = shown.index.tolist()
    shown = shown.reset_index(drop=True)
    shown = shown if write is None else write(shown)
    picked = None if chosen is None else (lambda row: chosen(positions[row]))
    block.table(key, shown, columns, summary, picked)
    for text in denominators.of_columns(columns, _):
        note(plain(_("Dénominateur : {}").format(text)))
    if stored is None:
        _silent(_empty(shown if len(positions) == len(rows) else rows, columns), _)
    else:
        _silent([one for one in columns if one in stored.empty()], _)
    footer(key, rows, _, kept, stored)


def _page(
    key: str, rows: pd.DataFrame, columns: Sequence[str], ordered: str, _: Language
) -> pd.DataFrame:
    """Let the reader order a long list and leaf through it; return the rows of the page."""
    numbers = [one for one in columns if one in rows and is_numeric_dtype(rows[one])]
    by, start = _leaf(key, len(rows), numbers, _, ordered)
    sorted_rows = rows.sort_values(by, ascending=False, kind="stable") if by else rows
    return sorted_rows.iloc[start : start + PAGE]


def _leaf(
    key: str, total: int, numbers: Sequence[str], _: Language, ordered: str = ""
) -> tuple[str | None, int]:
    """Draw the order and the pages of a long list; return the column and the rows to skip."""
    left, right = st.columns(2)
    with left:
        by = choices.select(
            f"tri_{key}",
            _("Du plus grand au plus petit"),
            numbers,
            lambda one: labels.title(one, answers.names(), _),
            placeholder=ordered or _("Par ordre alphabétique"),
        )
    starts = {str(1 + start // PAGE): start for start in range(0, total, PAGE)}

    def span(number: str) -> str:
        first = starts[number]
        last = min(first + PAGE, total)
        return _("{} à {}").format(_.number(first + 1), _.number(last))

    with right:
        number = choices.select(f"page_{key}", _("Lignes"), list(starts), span, default="1")
    return by, starts[str(number)]


def picture(key: str, chart: go.Figure, summary: str) -> None:
    """Draw a chart in the page's own look; the same rows stand in a table or a list beside it."""
    _ = session.language()
    config = {"displayModeBar": False, "locale": _.code, "responsive": True}
    st.plotly_chart(chart, key=key, theme=None, alt=summary, config=config)


def footer(
    key: str, rows: pd.DataFrame, _: Language, kept: str = "", stored: Stored | None = None
) -> None:
    """Name the documents behind the rows, their nature, and offer them as a file."""
    documents(rows if stored is None else stored.totals, _)
    about = (session.dataset(), _.series(text for text in (filters.summary(_), kept) if text), _)
    download.button(
        _("Tableau CSV"),
        data=(
            partial(tables.csv, rows, *about)
            if stored is None
            else partial(
                whole_csv, session.opened(), stored, answers.sight(stored.question), *about
            )
        ),
        file_name=block.file_name(key, "csv"),
        mime="text/csv",
        icon=":material/table:",
        type="tertiary",
        on_click="ignore",
        key=f"{key}_csv",
        reserved=stored is None or download.is_reserved(stored.question),
    )


def whole_csv(
    opened: Store, stored: Stored, sight: Sight, dataset: str, narrowed: str, _: Language
) -> bytes:
    """Write every row of a stored list as CSV; needs no session, a download has none."""
    rows = query(stored.question).seen_by(sight, opened, **(ALL | stored.asked))
    return tables.csv(rows.drop(columns=list(stored.withheld)), dataset, narrowed, _)


def documents(rows: pd.DataFrame, _: Language) -> None:
    """Name the nature and the documents of rows in one line."""
    codes = sorted(
        {one for text in rows["nature"].dropna().unique() for one in str(text).split(" ; ")}
    )
    natures = ", ".join(answers.name("nature", code) for code in codes)
    found = [link(row.intitule, row.url) for row in answers.documents(rows["source_id"])]
    if not found:
        return
    shown = _.series(found[:3])
    if len(found) > 3:
        more = _.plural("et {} autre source", "et {} autres sources", len(found) - 3)
        shown += " " + plain(more)
    note(plain(_("Nature : {}").format(natures)) + "  \n" + _("Source : {}").format(shown))


def _empty(rows: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    return [one for one in columns if one in rows and not rows[one].notna().any()]


def _silent(empty: Sequence[str], _: Language) -> None:
    """Say which columns no source fills: the table leaves them out."""
    if empty:
        titles = ", ".join(labels.title(one, answers.names(), _) for one in empty)
        note(plain(_("Non renseigné dans les sources : {}.").format(titles)))
