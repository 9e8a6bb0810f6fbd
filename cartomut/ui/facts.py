"""Published facts on the screen: as sentences with their source, and as a table."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts.series import written
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import answers, denominators
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

COLUMNS = (
    "indicateur_nom",
    "valeur_ecrite",
    "valeur_texte",
    "periode",
    "enonce",
    "est_retenu",
    "regle_retenue",
    "est_deduit",
    "nature",
    "source_id",
)
CARD_WIDTH = 220  # pixels
PLAIN_UNITS = ("part", "fcfa")  # their sign is part of the written value


def sentences(rows: pd.DataFrame, _: Language) -> None:
    """List facts as sentences, each with its value, its date and its document."""
    known = answers.sources(rows["source_id"]).set_index("source_id")
    lines = [_sentence(row, known.loc[row.source_id], _) for row in records(rows)]
    st.markdown("\n".join(f"- {line}" for line in lines))


def side_by_side(rows: pd.DataFrame, _: Language) -> None:
    """Show the values of each group that sources dispute beside one another, the kept one marked.

    ``rows`` are localised rows of ``indicateurs/faits_publies``.
    """
    groups = rows.dropna(subset=["groupe_conflit"]).groupby("groupe_conflit", sort=False)
    for _name, group in groups:
        if group["valeur"].nunique() > 1:
            _disputed(group, _)


def _disputed(group: pd.DataFrame, _: Language) -> None:
    kept = group[group["est_retenu"]]
    title = _("Les sources diffèrent : {}").format(group["indicateur_nom"].iloc[0])
    st.markdown(f"**{plain(title)}**")
    known = answers.sources(group["source_id"]).set_index("source_id")
    grid = st.grid(min_column_width=CARD_WIDTH, border=True)
    for row in records(group):
        with grid.cell():
            rule = answers.name("regle_retenue", row.regle_retenue)
            said = _("retenue, règle : {}").format(rule) if row.est_retenu else _("non retenue")
            kpi(_.date(row.periode), written_value(row, _), said)
            denominators.show(row.indicateur, _)
            document = known.loc[row.source_id]
            note(_("Source : {}").format(link(document["editeur"], document["url"])))
    if kept.empty:
        note(plain(_("Aucune de ces valeurs n'est retenue.")))


def with_written_values(rows: pd.DataFrame, _: Language) -> pd.DataFrame:
    """Add ``valeur_ecrite``: each value in its own unit, since the units differ."""
    return rows.assign(valeur_ecrite=[written_value(row, _) for row in records(rows)])


def _sentence(row: Any, document: "pd.Series[Any]", _: Language) -> str:
    said = plain(row.enonce or row.valeur_texte)
    if not row.est_retenu:
        said += " " + plain(_("(valeur non retenue)"))
    source = f" — {link(document['editeur'], document['url'])}"
    value = written_value(row, _)
    if not value:
        return said + source
    head = f"**{plain(value)}**"
    if not pd.isna(row.periode):
        head += " " + plain(f"({_.date(row.periode)})")
    return _.pair(head, said) + source


def written_value(row: Any, _: Language) -> str:
    """Write the number of a fact with its unit and qualifier; empty when it is not a number."""
    if pd.isna(row.valeur):
        return ""
    text = written(row.valeur, row.unite, row.qualificatif, _)
    return text if row.unite in PLAIN_UNITS else f"{text} {answers.name('unite', row.unite)}"
