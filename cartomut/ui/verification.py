"""What a check of the files found: counts, what was guessed, findings, the annotated copy."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import streamlit as st

from cartomut.contracts import contracts
from cartomut.findings import Finding
from cartomut.i18n import N_, Language
from cartomut.imports import Outcome
from cartomut.sources.reading import read
from cartomut.ui import anomalies, download
from cartomut.ui.kpi import kpi
from cartomut.ui.modele import XLSX
from cartomut.ui.received import Brought, on_disk
from cartomut.ui.text import plain

CERTAIN = "titre"  # the header is the column's own title: nothing was guessed
HOW = {
    "synonyme": N_("synonyme connu"),
    "proche": N_("nom ressemblant"),
    "correspondance": N_("fichier de correspondance"),
    CERTAIN: N_("titre de la colonne"),
}


@dataclass(frozen=True)
class Checked:
    """What a check found, light enough to be kept for the session: no table, no open file."""

    key: str
    accepted: bool
    unreadable: bool
    findings: list[Finding]
    guesses: pd.DataFrame
    received: dict[str, int]
    kept: dict[str, int]
    places: dict[tuple[str, str, str], int]

    @property
    def set_aside(self) -> int:
        """Rows received that would not be kept."""
        return sum(self.received.values()) - sum(self.kept.values())

    @property
    def guessed(self) -> bool:
        """Tell whether a header was taken for a column without being its title."""
        return bool((self.guesses["comment"] != CERTAIN).any())


def light(brought: Brought, outcome: Outcome) -> Checked:
    """Keep what the page shows of an outcome; the tables themselves are let go."""
    return Checked(
        key=brought.key,
        accepted=outcome.accepted,
        unreadable=outcome.unreadable,
        findings=outcome.findings,
        guesses=_guesses(outcome),
        received=outcome.received,
        kept=outcome.kept,
        places=_places(outcome),
    )


def _guesses(outcome: Outcome) -> pd.DataFrame:
    rows = [
        (one.file, one.sheet, guess.header, one.table, guess.column, guess.how, guess.likeness)
        for one in outcome.incoming
        for guess in one.guesses
    ]
    columns = ["fichier", "feuille", "entete", "table", "colonne", "comment", "ressemblance"]
    return pd.DataFrame(rows, columns=columns)


def _places(outcome: Outcome) -> dict[tuple[str, str, str], int]:
    """Say where each column stands in its sheet, counted from 1, for the annotated copy."""
    headers = {(one.file, one.name): one.columns for one in outcome.sheets}
    return {
        (one.file, one.sheet, column): headers[one.file, one.sheet].index(header) + 1
        for one in outcome.incoming
        for column, header in zip(one.columns, one.headers, strict=True)
        if header in headers.get((one.file, one.sheet), ())
    }


def show(done: Checked, brought: Brought, _: Language) -> None:
    """Show what a check found: counts, what was guessed, findings, downloads."""
    if not done.findings:
        st.success(_("Rien à redire."), icon=":material/check:")
    _counts(done, _)
    _guessed(done.guesses, _)
    if done.findings:
        _offer_copy(done, brought, _)
        anomalies.show(anomalies.frame(done.findings, _), _)


def _counts(done: Checked, _: Language) -> None:
    columns = st.columns(3)
    texts = (
        (_("Lignes reçues"), sum(done.received.values())),
        (_("Lignes gardées"), sum(done.kept.values())),
        (_("Lignes écartées"), done.set_aside),
    )
    for column, (text, number) in zip(columns, texts, strict=True):
        with column:
            kpi(text, _.number(number))
    rows = [
        (title(table, _), received, done.kept.get(table, 0))
        for table, received in done.received.items()
    ]
    if rows:
        shown = pd.DataFrame(rows, columns=[_("Table"), _("Lignes reçues"), _("Lignes gardées")])
        with st.expander(_("Lignes par table"), icon=":material/table_rows:"):
            st.dataframe(shown, hide_index=True, alt=_("Lignes reçues et gardées, par table"))


def _guessed(guesses: pd.DataFrame, _: Language) -> None:
    """Show the headers that were taken for a column without being its title."""
    unsure = guesses[guesses["comment"] != CERTAIN]
    if unsure.empty:
        return
    heading = _("Ce qui a été deviné, à confirmer")
    st.markdown(f"**{plain(heading)}**")
    shown = pd.DataFrame(
        {
            _("Fichier"): unsure["fichier"],
            _("Feuille"): unsure["feuille"],
            _("En-tête"): unsure["entete"],
            _("Table"): [title(table, _) for table in unsure["table"]],
            _("Colonne"): unsure["colonne"],
            _("Comment"): [_(HOW.get(how, how)) for how in unsure["comment"]],
            _("Ressemblance"): [_.percent(value, 0) for value in unsure["ressemblance"]],
        }
    )
    st.dataframe(shown, hide_index=True, alt=_("Les en-têtes pris pour une colonne"))


def _offer_copy(done: Checked, brought: Brought, _: Language) -> None:
    download.button(
        _("Votre classeur annoté (XLSX)"),
        data=lambda: annotated(done, brought, _),
        file_name="cartomut_anomalies.xlsx",
        mime=XLSX,
        icon=":material/edit_note:",
        on_click="ignore",
        key="classeur_annote",
    )


def annotated(done: Checked, brought: Brought, _: Language) -> bytes:
    """Make the annotated copy: the files are read once more, and go again."""
    from cartomut.exports.annotated import annotate

    with on_disk(brought.files) as paths, TemporaryDirectory(prefix="cartomut-") as folder:
        target = Path(folder) / "annote.xlsx"
        annotate(
            paths,
            done.findings,
            target,
            _.code,
            sheets=read(paths).sheets,
            places=done.places,
            author=brought.author,
        )
        return target.read_bytes()


def title(table: str, _: Language) -> str:
    """Name a table."""
    contract = contracts()[table]
    return str(_.pick(contract.title, contract.title_en))
