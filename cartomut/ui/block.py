"""The block that every figure of every page is shown in.

Title; chart or table; one sentence that says what it shows; unit, base, years, nature and sources;
downloads of exactly these rows; the way to the evidence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from cartomut import labels
from cartomut.exports import tables
from cartomut.exports.carried import View, is_share
from cartomut.i18n import MISSING, Language
from cartomut.queries import query
from cartomut.ui import (
    answers,
    choices,
    download,
    emporter,
    filters,
    remarks,
    scene,
    session,
    terms,
)
from cartomut.ui.denominators import of_rows
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

EVIDENCE = "pages/comprendre/preuves.py"
LISTED = 3  # denominators that stand in the caption; more are in a list that opens
LARGE_TABLE = 1500  # rows; past that, formatting each cell costs more than it gives
MIMES = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class Caption:
    """What stands under a figure: unit, base (n of N), years, nature, sources, denominators.

    ``assumptions`` are the sentences that a picture of the figure needs beside them.
    """

    unit: str
    base: str
    years: str
    nature: str
    documents: Sequence[Any]
    denominators: Sequence[str] = ()
    assumptions: Sequence[str] = ()

    def lines(self, _: Language) -> list[str]:
        """Write the caption as plain lines, for pictures."""
        titles = _.series(row.intitule for row in self.documents)
        facts = (
            (_("Unité : {}"), self.unit),
            (_("Base : {}"), self.base),
            (_("Année : {}"), self.years),
            (_("Nature : {}"), self.nature),
        )
        first = " · ".join(pattern.format(text) for pattern, text in facts if text)
        shares = [_divided(self.denominators, _)] if self.denominators else []
        return [first, *shares, *self.assumptions, _("Source : {}").format(titles)]


@scene.staged
def figure(
    key: str,
    title: str,
    question: str,
    rows: pd.DataFrame,
    chart: go.Figure | Callable[[], go.Figure] | None,
    *,
    summary: str,
    columns: Sequence[str],
    unit: str = "",
    denominators: Sequence[str] | None = None,
    evidence: dict[str, Any] | None = None,
    chosen: Callable[[int], None] | None = None,
    picked: Callable[[Any], None] | None = None,
    folded: bool = False,
    drawn: Callable[[], None] | None = None,
    assumptions: Sequence[str] = (),
    base: str = "",
) -> None:
    """Show one figure.

    Parameters
    ----------
    rows, columns
        Exactly the rows that the chart draws: the table, in the columns' order, and the download.
    summary
        What the figure shows, in one or two sentences; also read by screen readers.
    unit, base
        The unit, when the question's header leaves it to the indicator; what the rows are, in the
        plural, when they are not those of the question.
    denominators, evidence
        What its shares are shares of, when neither the header nor the catalogue says it for this
        figure; empty when it shows no share. More query parameters for the evidence page.
    chosen, picked
        Called with the position of the row that the reader selects in the table; with the
        ``customdata`` of the mark that the reader clicks in the chart.
    folded, drawn
        The table waits until the reader opens it: it does not travel with every change of a map.
        Draws it on the screen instead of the chart, or of what makes it for a download alone.
    assumptions
        What the figure rests on, in sentences; they are in the picture and on each row of the file.
    """
    _ = session.language()
    with st.container(border=True, key=f"figure_{key}"):
        st.subheader(plain(title))
        as_table = chart is None or _wants_table(key, _)
        if as_table or folded:
            if not folded or _unfolded(key, len(rows), _):
                table(key, rows, columns, summary, chosen)
        elif drawn:
            drawn()
        else:
            _chart(key, chart, summary, picked, _)
        st.markdown(plain(summary))
        known = caption(question, rows, unit, denominators, base)
        _under(known, _)
        told, known = _assumed(rows, known, assumptions)
        bare = chart and partial(_picture, chart, "", [], mark(), _)
        view = emporter.gather(title, summary, rows, columns, chart, known.lines(_), bare)
        _actions(key, title, question, told, chart, known, evidence or {}, view, _)


def _under(known: Caption, _: Language) -> None:
    """Write the caption, with its denominators in a list that opens when they are many."""
    note("  \n".join(_caption_lines(known, _)))
    if len(known.denominators) > LISTED:
        _every_denominator(known.denominators, _)


def _assumed(
    rows: pd.DataFrame, known: Caption, assumptions: Sequence[str]
) -> tuple[pd.DataFrame, Caption]:
    """Put the assumptions on each row of the file and among the lines of the picture."""
    if not assumptions:
        return rows, known
    told = rows.assign(hypotheses_acces=" ".join(assumptions))
    return told, replace(known, assumptions=assumptions)


def table(
    key: str,
    rows: pd.DataFrame,
    columns: Sequence[str],
    summary: str,
    chosen: Callable[[int], None] | None = None,
) -> None:
    """Show rows as a sortable table with names in place of codes; a row may be selected."""
    _ = session.language()
    shown = labels.for_screen(rows, columns, answers.names(), _)
    shares = [labels.title(one, answers.names(), _) for one in columns if is_share(one)]
    name = f"{key}_table"
    st.dataframe(
        _formatted(shown, shares, _),
        hide_index=True,
        column_config=_hints(columns, _),
        key=name,
        placeholder=MISSING,
        alt=summary,
        selection_mode="single-row",
        on_select=partial(_selected, name, chosen) if chosen else "ignore",
    )


def _hints(columns: Sequence[str], _: Language) -> dict[str, Any]:
    """Define the columns that the glossary, a contract or the catalogue explains."""
    known = {one: terms.definition(one) for one in columns}
    return {
        labels.title(one, answers.names(), _): st.column_config.Column(help=text)
        for one, text in known.items()
        if text
    }


def _chart(
    key: str, chart: Any, summary: str, picked: Callable[[Any], None] | None, _: Language
) -> None:
    shown: dict[str, Any] = {"theme": None, "alt": summary, "config": _plotly_config(_)}
    if picked is None:
        st.plotly_chart(chart, key=key, **shown)
        return
    # A new name after each click: the chart comes back without the marks of the last one.
    name = f"{key}_{st.session_state.get(f'_clics_{key}', 0)}"
    clicked = partial(_clicked, key, name, picked)
    st.plotly_chart(chart, key=name, on_select=clicked, selection_mode="points", **shown)


def _clicked(key: str, name: str, picked: Callable[[Any], None]) -> None:
    points = st.session_state[name].selection.points
    if points and points[0].get("customdata") is not None:
        st.session_state[f"_clics_{key}"] = st.session_state.get(f"_clics_{key}", 0) + 1
        picked(points[0]["customdata"])


def _selected(name: str, chosen: Callable[[int], None]) -> None:
    rows = st.session_state[name].selection.rows
    if rows:
        chosen(rows[0])


def _formatted(shown: pd.DataFrame, shares: Sequence[str], _: Language) -> Any:
    """Write numbers the language's way, shares as percentages; the table sorts by their value."""
    if len(shown) > LARGE_TABLE:
        return shown
    formats: dict[Any, Any] = {
        column: _.percent if column in shares else (lambda value: _.number(value, 2))
        for column in shown.select_dtypes("number").columns
        if column != labels.title("annee", answers.names(), _)
    }
    return shown.style.format(formats, na_rep=MISSING)


def caption(
    question: str,
    rows: pd.DataFrame,
    unit: str = "",
    denominators: Sequence[str] | None = None,
    base: str = "",
) -> Caption:
    """Work out what stands under a figure from the rows and the question's header."""
    _ = session.language()
    asked = query(question)
    value = asked.text("Value")
    known = int(rows[value].notna().sum()) if value in rows else len(rows)
    told = _("valeur connue pour {} sur {} {}").format(
        _.number(known), _.number(len(rows)), base or _(asked.text("Base"))
    )
    return Caption(
        unit=unit or _(asked.text("Unit")),
        base=told,
        years=_years(rows),
        nature=_natures(rows),
        documents=answers.documents(rows["source_id"]),
        denominators=of_rows(asked, rows, _) if denominators is None else denominators,
    )


def evidence_link(text: str, **parameters: Any) -> None:
    """Link to the evidence page, with the filters and the language kept."""
    st.page_link(
        EVIDENCE,
        label=text,
        icon=":material/fact_check:",
        query_params=filters.as_query() | parameters,
    )


def file_name(stem: str, ending: str) -> str:
    """Name a download after the figure, the dataset and the day."""
    return f"cartomut_{session.dataset()}_{stem}_{date.today():%Y-%m-%d}.{ending}"


def _unfolded(key: str, count: int, _: Language) -> bool:
    """Offer the table; tell whether the reader opened it. The link remembers."""
    title = _.plural("Voir le tableau ({} ligne)", "Voir le tableau ({} lignes)", count)
    return choices.switch(f"tableau_{key}", title)


def _wants_table(key: str, _: Language) -> bool:
    names = {"graphique": _("Graphique"), "tableau": _("Tableau")}
    title, write = _("Affichage"), names.__getitem__
    return choices.segments(f"vue_{key}", title, list(names), write, hidden=True) == "tableau"


def _caption_lines(known: Caption, _: Language) -> list[str]:
    facts = plain(known.lines(_)[0])
    documents = [link(row.intitule, row.url) for row in known.documents]
    shown = _.series(documents[:3])
    more = len(documents) - 3
    if more > 0:
        shown += " " + plain(_.plural("et {} autre source", "et {} autres sources", more))
    few = 0 < len(known.denominators) <= LISTED
    shares = [plain(_divided(known.denominators, _))] if few else []
    return [facts, *shares, _("Source : {}").format(shown)]


def _divided(words: Sequence[str], _: Language) -> str:
    """Write what the shares of a figure are shares of."""
    pattern = _("Dénominateur : {}") if len(words) == 1 else _("Dénominateurs : {}")
    return pattern.format(_.series(words))


def _every_denominator(words: Sequence[str], _: Language) -> None:
    title = _.plural("Dénominateur des parts ({})", "Dénominateurs des parts ({})", len(words))
    with st.expander(title):
        st.markdown("\n".join(f"- {plain(one)}" for one in words))


def _actions(
    key: str,
    title: str,
    question: str,
    rows: pd.DataFrame,
    chart: go.Figure | Callable[[], go.Figure] | None,
    known: Caption,
    evidence: dict[str, Any],
    view: View,
    _: Language,
) -> None:
    kept, reserved = filters.summary(_), download.is_reserved(question)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        download.button(
            _("Tableau CSV"),
            data=partial(tables.csv, rows, session.dataset(), kept, _),
            file_name=file_name(key, "csv"),
            mime="text/csv",
            icon=":material/table:",
            type="tertiary",
            on_click="ignore",
            key=f"{key}_csv",
            reserved=reserved,
        )
        if chart is not None:
            notes = _picture_notes(known, kept, _)
            pictures(key, partial(_picture, chart, title, notes, mark(), _), reserved=reserved)
        emporter.note(key, replace(view, is_reserved=reserved), _)
        target = {"preuve": "figure", "question": question.removeprefix("indicateurs/")}
        evidence_link(_("Preuves"), **(target | evidence))
        remarks.button(key, _)
    remarks.below(question, key, title, _)


def pictures(key: str, draw: Callable[[str], bytes], *, reserved: bool = False) -> None:
    """Offer a picture as PNG and as SVG; ``draw`` makes either, without a session."""
    _ = session.language()
    for kind, label in {"png": _("Image PNG"), "svg": _("Image SVG")}.items():
        download.button(
            label,
            data=partial(draw, kind),
            file_name=file_name(key, kind),
            mime=MIMES[kind],
            icon=":material/image:",
            type="tertiary",
            on_click="ignore",
            key=f"{key}_{kind}",
            reserved=reserved,
        )


def mark() -> str:
    """Return what stands across a picture of invented data; empty for others."""
    demonstration = session.dataset() == "demonstration"
    return answers.name("jeu", session.dataset()).upper() if demonstration else ""


def _picture(
    chart: go.Figure | Callable[[], go.Figure],
    title: str,
    notes: list[str],
    across: str,
    _: Language,
    kind: str,
) -> bytes:
    from cartomut.exports import picture  # slow to import; warmed up once the server is ready

    made = chart() if callable(chart) else chart
    return picture.draw(made, title, notes, kind, _, across)


def _picture_notes(known: Caption, kept: str, _: Language) -> list[str]:
    notes = known.lines(_)
    if kept:
        notes.append(_("Filtres : {}").format(kept))
    about = session.opened().about()
    day = _.date(date.today().isoformat())
    edition = _("Jeu de données : {} · édition du {} · image du {} · CartoMut")
    name = answers.name("jeu", session.dataset())
    return [*notes, edition.format(name, _.date(about["construit_le"]), day)]


def _years(rows: pd.DataFrame) -> str:
    years = rows["annee"].dropna() if "annee" in rows else pd.Series(dtype="int")
    if years.empty:
        return ""
    first, last = int(years.min()), int(years.max())
    return str(first) if first == last else f"{first}–{last}"


def _natures(rows: pd.DataFrame) -> str:
    column = rows["nature"] if "nature" in rows else rows.get("base", pd.Series(dtype="str"))
    code_list = "nature" if "nature" in rows else "base"
    codes = sorted({code for value in column.dropna().unique() for code in str(value).split(" ; ")})
    return ", ".join(answers.name(code_list, code) for code in codes)


def _plotly_config(_: Language) -> dict[str, Any]:
    return {"displayModeBar": False, "locale": _.code, "responsive": True}
