"""A list on a page: its table, what it is made of, and the download of exactly these rows."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from cartomut import labels
from cartomut.exports import tables
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, block, filters, session
from cartomut.ui.note import note
from cartomut.ui.text import link, plain


def show(
    key: str,
    rows: pd.DataFrame,
    columns: Sequence[str],
    summary: str,
    *,
    chosen: Callable[[int], None] | None = None,
    written: pd.DataFrame | None = None,
    kept: str = "",
) -> None:
    """Show rows as a table with their documents; ``rows`` are the download.

    ``written`` has the same rows with texts for the screen; ``chosen`` is called with the position
    of the row that the reader selects; ``kept`` says in words what narrowed the rows beside the
    shared filters, for the download.
    """
    _ = session.language()
    shown = rows if written is None else written
    block.table(key, shown, columns, summary, chosen)
    _silent(shown, columns, _)
    footer(key, rows, _, kept)


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
    codes = sorted({one for text in rows["nature"].dropna() for one in str(text).split(" ; ")})
    natures = ", ".join(answers.name("nature", code) for code in codes)
    found = [link(row.intitule, row.url) for row in records(answers.sources(rows["source_id"]))]
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
