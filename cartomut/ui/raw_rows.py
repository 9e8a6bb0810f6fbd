"""Down from a computed figure to the rows of the study's tables, each with its sheet and line."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import editions
from cartomut.exports import study_rows
from cartomut.exports.package_tables import WITHHELD
from cartomut.exports.study_rows import Origins
from cartomut.i18n import Language
from cartomut.lineage import Lineage
from cartomut.queries import query
from cartomut.records import records
from cartomut.rights import Right
from cartomut.ui import answers, block, choices, download, filters, gate, session
from cartomut.ui.note import note
from cartomut.ui.text import plain
from cartomut.ui.verification import title

SHOWN = 50  # rows on the screen; the file has them all
# What a figure counts comes first; who and where it is about, which nearly all of them read, last.
LAST = ("centre", "organisme", "organisme_statut", "perimetre", "com_axe", "com_objectif")
# Tables whose rows tell no accounts of a named organisation.
OPEN = (
    "affirmation",
    "centre",
    "centre_service",
    "fait_publie",
    "lien_reseau",
    "organisme",
    "organisme_statut",
    "perimetre",
)


def show(known: Lineage, given: Mapping[str, Any], _: Language) -> None:
    """Let the reader open each study table that a figure rests on, under the figure's filters."""
    tables = sorted(known.study_tables, key=lambda name: (name in LAST, name))
    if not tables:
        return
    st.subheader(_("Les lignes de l'étude dont ce chiffre vient"))
    table = choices.select(
        "lignes", _("Table"), tables, lambda name: title(name, _), default=tables[0]
    )
    if table not in OPEN and not (gate.may(Right.ROWS) or gate.own()):
        st.info(gate.rows_reserved(_), icon=":material/lock:")
        return
    _rows(str(table), given, _)


def _rows(table: str, given: Mapping[str, Any], _: Language) -> None:
    asked = query(study_rows.QUESTION)
    params = {"table_nom": table, "nombre": SHOWN, **_narrowed(given)}
    params = {name: params.get(name) for name in asked.params}
    sight = answers.sight(study_rows.QUESTION)
    rows = asked.seen_by(
        sight, session.opened(), **params
    )  # not kept: it may be as large as the study
    if rows.empty:
        st.info(_("Aucune ligne de cette table avec ces filtres."))
        return
    origins, documents = origins_of(table), _documents(_)
    withheld = () if gate.sees_all() else WITHHELD.get(table, ())
    found = study_rows.whole(rows, table, origins, documents, withheld)
    count = int(rows["nb_lignes"].iloc[0])
    text = _.plural("{} ligne de cette table", "{} lignes de cette table", count)
    if count > SHOWN:
        text += " " + _("(les {} premières ici, toutes dans le fichier)").format(_.number(SHOWN))
    block.table("lignes_etude", found, list(_.localise(found).columns), text)
    note(plain(text))
    note(
        plain(
            _(
                "Lignes telles que gardées à l'importation, sous les filtres de la figure ; la "
                "requête ci-dessus dit lesquelles elle retient. Les effectifs de malades de 1 à 4 "
                "y sont masqués. La ligne est celle de la feuille du fichier reçu."
            )
        )
    )
    kept = filters.summary(_)
    download.button(
        _("Toutes les lignes en CSV"),
        data=partial(
            study_rows.file,
            session.opened(),
            params,
            origins,
            documents,
            session.dataset(),
            kept,
            withheld,
            sight,
            _,
        ),
        file_name=block.file_name(f"lignes_{table}", "csv"),
        mime="text/csv",
        icon=":material/table:",
        on_click="ignore",
        key="lignes_csv",
        reserved=table not in OPEN or table in WITHHELD,
    )


def _narrowed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Translate a figure's parameters into those of the rows: who, which years, which filters."""
    shared = {name: value for name, value in given.items() if name in filters.Filters().params()}
    kind = given.get("quoi") or given.get("groupe")
    who = given.get("organisme") or given.get("entites")
    if who is None and kind in ("organisme", "centre"):
        who = given.get("ids")
    years = given.get("annees") or given.get("annee")
    return shared | {
        "entites": [who] if isinstance(who, str) else who,
        "annees": [int(one) for one in (years if isinstance(years, list) else [years]) if one]
        or None,
    }


def origins_of(table: str) -> Origins:
    """Return the files and sheets that a table came from, as far as the edition remembers."""
    dataset = session.dataset()
    if dataset == "publie":
        return Origins([(f"{table}.csv", "", 0)])
    version = session.opened().edition
    for one in editions.versions(dataset):
        if one.version == version:
            path = editions.folder(dataset, version) / f"{table}.csv"
            return Origins(one.origines.get(table, ()), path)
    return Origins(())


def _documents(_: Language) -> dict[str, str]:
    """Title every document of the dataset, with its page or passage where it is known."""
    known = answers.localised("listes/sources")
    return {row.source_id: _document(row, _) for row in records(known)}


def _document(row: Any, _: Language) -> str:
    title_ = row.titre if pd.isna(row.editeur) else f"{row.editeur}, {row.titre}"
    if pd.isna(row.page):
        return str(title_)
    return _("{} ({})").format(title_, answers.name("passage", row.page))
