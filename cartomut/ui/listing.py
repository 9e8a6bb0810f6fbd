"""A list on a page: its table, what it is made of, and the download of exactly these rows."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from pandas.api.types import is_numeric_dtype

from cartomut import labels
from cartomut.exports import tables
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, block, choices, filters, session
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

WHOLE = 250  # rows of a list that is shown whole
PAGE = 100  # rows of a longer one that travel at once


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
) -> None:
    """Show rows as a table with their documents; ``rows``, all of them, are the download.

    A long list comes a page at a time, in the order that the reader asks for. ``written`` has the
    same rows with texts for the screen, or ``write`` makes them for the rows of the page;
    ``chosen`` is called with the position in ``rows`` of the one that the reader selects; ``kept``
    says in words what narrowed the rows beside the shared filters, for the download.
    """
    _ = session.language()
    shown = (rows if written is None else written).reset_index(drop=True)
    if len(shown) > WHOLE:
        shown = _page(key, shown, columns, _)
    positions = shown.index.tolist()
    shown = shown.reset_index(drop=True)
    shown = shown if write is None else write(shown)
    picked = None if chosen is None else (lambda row: chosen(positions[row]))
    block.table(key, shown, columns, summary, picked)
    _silent(shown if len(positions) == len(rows) else rows, columns, _)
    footer(key, rows, _, kept)


def _page(key: str, rows: pd.DataFrame, columns: Sequence[str], _: Language) -> pd.DataFrame:
    """Let the reader order a long list and leaf through it; return the rows of the page."""
    numbers = [one for one in columns if one in rows and is_numeric_dtype(rows[one])]
    left, right = st.columns(2)
    with left:
        by = choices.select(
            f"tri_{key}",
            _("Du plus grand au plus petit"),
            numbers,
            lambda one: labels.title(one, answers.names(), _),
            placeholder=_("Par ordre alphabétique"),
        )
    ordered = rows.sort_values(by, ascending=False, kind="stable") if by else rows
    starts = {str(1 + start // PAGE): start for start in range(0, len(rows), PAGE)}

    def span(number: str) -> str:
        first = starts[number]
        last = min(first + PAGE, len(rows))
        return _("{} à {}").format(_.number(first + 1), _.number(last))

    with right:
        number = choices.select(f"page_{key}", _("Lignes"), list(starts), span, default="1")
    start = starts[str(number)]
    return ordered.iloc[start : start + PAGE]


def picture(key: str, chart: go.Figure, summary: str) -> None:
    """Draw a chart in the page's own look; the same rows stand in a table or a list beside it."""
    _ = session.language()
    config = {"displayModeBar": False, "locale": _.code, "responsive": True}
    st.plotly_chart(chart, key=key, theme=None, alt=summary, config=config)


def footer(key: str, rows: pd.DataFrame, _: Language, kept: str = "") -> None:
    """Name the documents behind the rows, their nature, and offer them as a file."""
    documents(rows, _)
    narrowed = _.series(text for text in (filters.summary(_), kept) if text)
    st.download_button(
        _("Tableau CSV"),
        data=partial(tables.csv, rows, session.dataset(), narrowed, _),
        file_name=block.file_name(key, "csv"),
        mime="text/csv",
        icon=":material/table:",
        type="tertiary",
        on_click="ignore",
        key=f"{key}_csv",
    )


def documents(rows: pd.DataFrame, _: Language) -> None:
    """Name the nature and the documents of rows in one line."""
    codes = sorted(
        {one for text in rows["nature"].dropna().unique() for one in str(text).split(" ; ")}
    )
    natures = ", ".join(answers.name("nature", code) for code in codes)
    found = [
        link(row.intitule, row.url)
        for row in records(answers.sources(pd.Series(rows["source_id"].unique())))
    ]
    if not found:
        return
    shown = _.series(found[:3])
    if len(found) > 3:
        more = _.plural("et {} autre source", "et {} autres sources", len(found) - 3)
        shown += " " + plain(more)
    note(plain(_("Nature : {}").format(natures)) + "  \n" + _("Source : {}").format(shown))


def _silent(rows: pd.DataFrame, columns: Sequence[str], _: Language) -> None:
    """Say which columns no source fills: the table leaves them out."""
    empty = [one for one in columns if one in rows and not rows[one].notna().any()]
    if empty:
        titles = ", ".join(labels.title(one, answers.names(), _) for one in empty)
        note(plain(_("Non renseigné dans les sources : {}.").format(titles)))
