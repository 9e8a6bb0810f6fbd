"""Pieces of the steering page: five figures, what waits for a decision, what was recommended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from cartomut.charts.etincelles import etincelle
from cartomut.exports.brief import brief
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.rights import Right
from cartomut.steering import briefing, decisions, typed
from cartomut.steering.briefing import SIGNS
from cartomut.steering.decisions import Decision
from cartomut.steering.headlines import Headline, headlines
from cartomut.steering.reading import Reading
from cartomut.ui import (
    answers,
    block,
    choices,
    denominators,
    download,
    filters,
    forms,
    frame,
    gate,
    listing,
    remarks,
    session,
    terms,
)
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

CARD_WIDTH = 240  # pixels; five figures side by side on a laptop, one on a phone
WAITING_WIDTH = 420
FIRST = 3  # of a kind, shown at once
AHEAD, SILENT = ("30", "60", "90", "180"), ("3", "6", "12", "24")
CARD = "pages/explorer/mutuelles.py"
ICONS = {
    "convention_depassee": ":material/event_busy:",
    "convention_bientot": ":material/event_upcoming:",
    "convention_echue": ":material/event_busy:",
    "convention_sans_terme": ":material/help_center:",
    "mesure_contestee": ":material/gavel:",
    "saisie_contestee": ":material/gavel:",
    "saisie_soumise": ":material/rate_review:",
    "projet_bloque": ":material/hourglass_bottom:",
    "comptes_en_retard": ":material/receipt_long:",
    "edition_en_retard": ":material/history:",
    "anomalie_bloquante": ":material/report:",
}
COLUMNS = (
    "sorte_decision",
    "intitule",
    "organisme_nom",
    "detail_decision",
    "date_repere",
    "jours_ecart",
    "nb_concernes",
    "nb_examines",
)
OTHERS = {"etablissements", "relations", "statuts"}  # filters that what waits does not take


@dataclass(frozen=True)
class Seen:
    """What the page shows: its figures, how decisions were asked for, as rows and in words."""

    figures: list[Headline]
    asked: dict[str, Any]
    rows: pd.DataFrame
    waiting: list[Decision]


def reading(_: Language) -> Reading:
    """Put the questions as this reader may have them answered."""

    def ask(question: str, **params: Any) -> pd.DataFrame:
        return answers.answer(question, **params)

    return Reading(ask, _, answers.names())


def top(_: Language) -> Seen:
    """Say first what waits, then offer the brief and the delays; return what the page shows."""
    told = st.container()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        button = st.container(width="content")
        asked = delays(_)
    put, kept = reading(_), filters.current().params()
    moves = forms.rows("projet_suivi")
    rows, waits = decisions.decisions(
        put, asked, kept, named=gate.may(Right.CONTRACTS), moves=moves
    )
    if gate.may(Right.CONTRACTS):
        waits = typed.measurements(put, forms.rows("evaluation_com"), kept) + waits
    seen = Seen(headlines(put, kept), asked, rows, waits)
    with told:
        st.markdown(f"**{plain(briefing.sentence(waits, asked['jour'], put))}**")
        down = _("Aller à ce qui attend une décision")
        st.markdown(f"[{plain(down)}](#decisions)")
    with button:
        _brief(seen, put, _)
    return seen


def _brief(seen: Seen, put: Reading, _: Language) -> None:
    """Offer the monthly brief: gathered now, set as PDF when the reader asks for it."""
    content = briefing.briefing(
        put,
        session.opened().about(),
        seen.asked["jour"],
        seen.figures,
        seen.waiting,
        actions=forms.rows("action") if gate.may(Right.CONTRACTS) else [],
        narrowed=filters.summary(_),
        address=_address(),
    )
    download.button(
        _("Note mensuelle (PDF)"),
        data=partial(brief, content, _),
        file_name=block.file_name("note_de_pilotage", "pdf"),
        mime="application/pdf",
        icon=":material/picture_as_pdf:",
        type="primary",
        on_click="ignore",
        key="note_mensuelle",
        reserved=True,
    )


def _address() -> str:
    here = (st.context.url or "").split("?")[0]
    return f"{here}?{urlencode(filters.as_query(), doseq=True)}"


def delays(_: Language) -> dict[str, Any]:
    """Let the reader say how far ahead a term is announced, how long a project may be silent."""
    with st.popover(_("Délais"), icon=":material/tune:"):
        ahead = choices.select(
            "horizon", _("Échéances annoncées"), AHEAD, _days, default=str(decisions.AHEAD)
        )
        silent = choices.select(
            "sans_nouvelle",
            _("Projet sans nouvelle depuis"),
            SILENT,
            _months,
            default=str(decisions.SILENT),
        )
        note(plain(_("Règles du projet, à remplacer par celles du PASS.")))
    return {
        "jour": date.today().isoformat(),
        "jours_avant": int(str(ahead)),
        "mois_etape": int(str(silent)),
    }


def _days(number: str) -> str:
    return session.language().plural("{} jour", "{} jours", int(number))


def _months(number: str) -> str:
    return session.language().plural("{} mois", "{} mois", int(number))


def figures(found: Sequence[Headline], _: Language) -> None:
    """Show at most five figures, each with all that makes it readable."""
    if not found:
        st.info(_("Aucun de ces chiffres n'est connu avec ces filtres."), icon=":material/info:")
        return
    grid = st.grid(min_column_width=CARD_WIDTH, border=True)
    for one in found:
        with grid.cell():
            _figure(one, _)
    hints = []
    if any(point.is_partial for one in found for point in one.points):
        hints.append(
            _("Point plein : année entière ; point creux : bien moins de mutuelles ont répondu.")
        )
    if any(one.state for one in found):
        hints.append(_("✓ dans le vert, ! dans l'orange, × hors des seuils."))
    if hints:
        note(plain(" ".join(hints)))
    _ignored(found, _)


def _ignored(found: Sequence[Headline], _: Language) -> None:
    """Say that published facts are national, when a filter is on."""
    national = any(one.evidence["preuve"] == "chiffre" for one in found)
    if national and filters.current().active():
        note(plain(_("Ces chiffres publiés sont nationaux : les filtres ne les changent pas.")))


def _figure(one: Headline, _: Language) -> None:
    kpi(one.title, one.value, one.when, definition=terms.definition(one.code))
    if sum(point.value is not None for point in one.points) > 1:
        chart = etincelle(one.points, session.colours(), _)
        listing.picture(f"tendance_{one.code}", chart, one.trend)
    st.markdown(plain(one.change))
    note("  \n".join(_small(one, _)))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _way(one.page, one.query)
        block.evidence_link(_("Preuves"), **one.evidence)
        remarks.button(f"chiffre_{one.code}", _)
    remarks.below(one.question, f"chiffre_{one.code}", one.title, _)


def _small(one: Headline, _: Language) -> list[str]:
    """Write the small print of a figure: target, base and nature, denominator, sources."""
    documents = answers.sources(pd.Series([one.source_id]))
    named = _.series(link(row.intitule, row.url) for row in records(documents))
    first = plain(f"{SIGNS[one.state]} {one.target}" if one.state else one.target)
    rest = [
        plain(_.series([one.base, one.nature])),
        plain(denominators.line(one.code, _)),
        _("Source : {}").format(named),
    ]
    return [first, " · ".join(line for line in rest if line)]


def _way(page: str, query: Mapping[str, str], label: str = "") -> None:
    """Link to a page by its own name, with the filters kept."""
    known = frame.titles()
    if page in known:
        title, icon = known[page]
        st.page_link(
            page,
            label=label or session.language()(title),
            icon=icon,
            query_params=filters.as_query() | dict(query),
        )


def waiting(seen: Seen, _: Language) -> None:
    """Show what waits for a decision, by kind, the most pressing first, then as a table."""
    rows, found = seen.rows, seen.waiting
    if set(filters.current().active()) & OTHERS:
        note(plain(_("Certains des filtres actifs ne s'appliquent pas à ce qui suit.")))
    if not found:
        st.info(
            _("Rien n'attend, d'après ce que le jeu de données en dit."),
            icon=":material/task_alt:",
        )
        return
    grid = st.grid(min_column_width=WAITING_WIDTH, border=True)
    for kind, same in groupby(found, key=lambda one: one.kind):
        with grid.cell():
            _kind(kind, list(same), _)
    if not gate.sees_all():
        note(plain(gate.accounts_reserved(_)))
    with st.expander(_("Les mêmes en tableau"), icon=":material/table:"):
        listing.show(
            "decisions",
            rows,
            COLUMNS,
            _("Ce qui attend une décision, le plus pressant d'abord"),
            written=_written(rows, _),
        )
        block.evidence_link(_("Preuves"), preuve="figure", question="decisions")


def _kind(kind: str, same: Sequence[Decision], _: Language) -> None:
    title = plain(answers.name("sorte_decision", kind))
    count = f" · {_.number(len(same))}" if len(same) > 1 else ""
    st.markdown(f"{ICONS[kind]} **{title}**{count}", help=terms.definition(kind))
    for one in same[:FIRST]:
        _waits(one, _)
    if len(same) > FIRST:
        more = _.plural("Voir {} autre", "Voir les {} autres", len(same) - FIRST)
        with st.expander(more):
            for one in same[FIRST:]:
                _waits(one, _)
    if same[0].query == decisions.WHERE[kind][1]:
        _way(same[0].page, same[0].query)


def _waits(one: Decision, _: Language) -> None:
    with st.container(gap=None):
        if one.title != answers.name("sorte_decision", one.kind):
            st.markdown(plain(one.title))
        note(plain(one.reason))
        with st.container(horizontal=True, gap="small"):
            if one.query != decisions.WHERE[one.kind][1]:
                _way(one.page, one.query)
            if one.organisation:
                card = {"fiche": f"organisme:{one.organisation}"}
                _way(CARD, card, _("Fiche de la mutuelle"))


def _written(rows: pd.DataFrame, _: Language) -> pd.DataFrame:
    """Write stages and dates in words for the table."""
    shown = _.localise(rows)
    return shown.assign(
        detail_decision=[
            answers.name("etape_projet", code) if kind == "projet_bloque" else code
            for kind, code in zip(rows["sorte_decision"], rows["detail_decision"], strict=True)
        ],
        date_repere=[_.date(text) for text in rows["date_repere"]],
    )
