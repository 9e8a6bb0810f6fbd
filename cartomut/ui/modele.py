"""The workbook to fill in, empty or with the dataset in use."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.i18n import Language
from cartomut.rights import Right
from cartomut.ui import block, download, gate, session
from cartomut.ui.note import note
from cartomut.ui.text import plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def templates(_: Language) -> None:
    """Offer the workbook to fill in, empty or with the dataset in use; made when asked for."""
    opened, language = session.opened(), _.code
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        download.button(
            _("Modèle de classeur, vide"),
            data=lambda: workbook_of({}, {}, language),
            file_name="cartomut_modele.xlsx",
            mime=XLSX,
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            key="modele_vide",
        )
        if session.dataset() != "publie" and not gate.may(Right.ROWS):
            note(plain(gate.rows_reserved(_)))
            return
        download.button(
            _("Modèle rempli avec les données en usage"),
            data=lambda: workbook_of(tables_of(opened), opened.about(), language),
            file_name=block.file_name("modele", "xlsx"),
            mime=XLSX,
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            key="modele_rempli",
            reserved=True,
        )


def tables_of(opened: Any) -> dict[str, pd.DataFrame]:
    """Take the tables that the workbook has a sheet for from the store in use."""
    from cartomut.exports.workbook import workbook_tables

    with opened.cursor() as cursor:
        return {one.name: cursor.table(one.name).df() for one in workbook_tables()}


def workbook_of(tables: dict[str, pd.DataFrame], about: dict[str, str], language: str) -> bytes:
    """Write the workbook and return its bytes."""
    from cartomut.exports import workbook

    with TemporaryDirectory(prefix="cartomut-") as folder:
        path = Path(folder) / "modele.xlsx"
        workbook.write(path, tables, language, about)
        return path.read_bytes()
