"""Pieces of the editions page: their list, the journal, what differs, publication and return."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import differences, editions, imports, labels
from cartomut.differences import Difference
from cartomut.editions import Edition, Stopped
from cartomut.exports import tables
from cartomut.exports.carried import is_share
from cartomut.exports.workbook import ORDER
from cartomut.i18n import N_, Language
from cartomut.queries import query
from cartomut.store import BuildError
from cartomut.ui import acces, answers, block, choices, download, mesures, session
from cartomut.ui.anomalies import column_titles
from cartomut.ui.importer import put_in_use
from cartomut.ui.note import note
from cartomut.ui.text import plain
from cartomut.ui.verification import title

IMPORTED = ("etude", "demonstration")  # datasets that come in through the import
STATES = {
    "publiee": N_("publiée, en usage"),
    "avant": N_("publiée avant"),
    "gardee": N_("gardée, pas publiée"),
}
COUNTED = (
    "nb_avant",
    "nb_apres",
    "nb_apparus",
    "nb_disparus",
    "nb_deplaces",
    "nb_modifies",
    "nb_sources",
)
TOLD = "_fait"  # what was just done, said once
MEASURE = N_("{} par région")


def dataset() -> str:
    """Return the dataset whose editions are shown: the one in use when it has some."""
    return session.dataset() if session.dataset() in IMPORTED else IMPORTED[0]


def all_editions() -> list[Edition]:
    """Return the editions of the dataset shown, the latest first."""
    return editions.versions(dataset())


def listed(known: list[Edition], _: Language) -> None:
    """List the editions of a dataset, the latest first."""
    note(plain(_("Jeu de données : {}").format(answers.name("jeu", dataset()))))
    if TOLD in st.session_state:
        kind, text = st.session_state.pop(TOLD)
        (st.success if kind == "fait" else st.error)(plain(text))
    if not known:
        st.info(_("Aucune édition n'a encore été importée."), icon=":material/info:")
        return
    states = _states(known)
    rows = pd.DataFrame(
        {
            _("Édition"): [one.version for one in known],
            _("État"): [_(STATES[states[one.version]]) for one in known],
            _("Date"): [_.date(one.date) for one in known],
            _("Apportée par"): [one.auteur or None for one in known],
            _("Lignes gardées"): [sum(one.lignes_gardees.values()) for one in known],
            _("Lignes écartées"): [one.set_aside for one in known],
            _("Erreurs"): [one.anomalies.get("erreur", 0) for one in known],
            _("Avertissements"): [one.anomalies.get("avertissement", 0) for one in known],
            _("Fichiers"): [", ".join(file.nom for file in one.fichiers) for one in known],
            "SHA-256": [", ".join(file.sha256 for file in one.fichiers) for one in known],
            _("Complétée de"): [one.completee_de or None for one in known],
        }
    )
    shown = rows.dropna(axis=1, how="all")
    st.dataframe(
        shown, hide_index=True, alt=_("Les éditions, de la plus récente à la plus ancienne")
    )


def journal(_: Language) -> None:
    """Show what was done, the latest first."""
    rows = editions.journal(dataset())[::-1]
    if not rows:
        return
    shown = pd.DataFrame(
        {
            _("Date"): [row["date"].replace("T", " ").replace("Z", " UTC") for row in rows],
            _("Rôle"): [acces.named(row["role"], _) for row in rows],
            _("Action"): [answers.name("action_journal", row["action"]) for row in rows],
            _("Édition"): [row["objet"] for row in rows],
        }
    )
    with st.expander(_("Journal"), icon=":material/history:"):
        st.dataframe(
            shown, hide_index=True, alt=_("Ce qui a été fait, du plus récent au plus ancien")
        )


def act(known: list[Edition], _: Language) -> None:
    """Offer to publish an edition and to go back, each with its confirmation."""
    states = _states(known)
    waiting = [one.version for one in known if states[one.version] != "publiee"]
    with st.container(horizontal=True, gap="small"):
        if waiting:
            with st.popover(_("Publier une édition"), icon=":material/publish:"):
                version = st.selectbox(_("Édition à publier"), waiting, key="_a_publier")
                st.markdown(plain(_("Tous liront cette édition dès qu'elle sera construite.")))
                if st.button(_("Oui, publier"), type="primary", key="_publier"):
                    _done(put_in_use(str(version), _, dataset()), str(version), _)
        earlier = editions.before(dataset())
        if earlier:
            with st.popover(_("Revenir à l'édition d'avant"), icon=":material/undo:"):
                text = _("L'édition {} redeviendra celle que tous lisent.").format(earlier)
                st.markdown(plain(text))
                if st.button(_("Oui, revenir"), type="primary", key="_revenir"):
                    _done(_back(_), earlier, _)


def _back(_: Language) -> str:
    with st.spinner(_("Construction de la base")):
        try:
            imports.rollback(dataset())
        except (Stopped, BuildError) as failure:
            return failure.text(_)
    return ""


def _done(failure: str, version: str, _: Language) -> None:
    """Keep what happened for the next run, which reads the new edition."""
    text = _("L'édition {} est celle que tous lisent maintenant.").format(version)
    st.session_state[TOLD] = ("echec", failure) if failure else ("fait", text)
    st.rerun()


def compare(known: list[Edition], _: Language) -> None:
    """Let the reader choose two editions, and show what differs."""
    st.subheader(_("Ce qui a changé d'une édition à l'autre"))
    if len(known) < 2:
        st.info(_("Il faut deux éditions pour les comparer."), icon=":material/info:")
        return
    names = [one.version for one in known]
    left, right = st.columns(2)
    with left:
        before = choices.select("edition_avant", _("Avant"), names, str, default=names[1])
    with right:
        after = choices.select("edition_apres", _("Après"), names, str, default=names[0])
    if before == after:
        st.info(_("Choisissez deux éditions différentes."))
        return
    found = _difference(dataset(), str(before), str(after))
    _counts(found, _)
    _rows(found, _)
    _figures(str(before), str(after), _)


def _counts(found: Difference, _: Language) -> None:
    """Show how many rows of each table came, went, moved and changed."""
    counts = _ordered(found.counts)
    changed = counts[counts[list(COUNTED[2:6])].sum(axis=1) > 0]
    sums = changed[list(COUNTED[2:6])].sum()
    summary = _("Lignes apparues : {} ; disparues : {} ; déplacées : {} ; modifiées : {}.").format(
        *(_.number(value) for value in sums)
    )
    st.markdown(plain(summary))
    if changed.empty:
        return
    shown = changed.assign(table_nom=[title(name, _) for name in changed["table_nom"]])
    block.table("differences", shown, ["table_nom", *COUNTED], summary)
    note(
        plain(
            _(
                "« Autre document cité » : les lignes qui disent la même chose d'après un autre "
                "document ; elles sont comptées à part et ne sont pas listées."
            )
        )
    )


def _rows(found: Difference, _: Language) -> None:
    """Show the changes of one table, row by row."""
    if found.rows.empty:
        return
    known = list(_ordered(found.rows[["table_nom"]].drop_duplicates())["table_nom"])
    table = choices.select(
        "changements",
        _("Détail d'une table"),
        known,
        lambda name: title(name, _),
        default=known[0],
    )
    rows = found.rows[found.rows["table_nom"] == table]
    columns = ["changement", "nom", "cle", "colonne", "ancienne", "nouvelle", "distance_km"]
    told = _("Ce qui a changé dans cette table, ligne par ligne")
    block.table("changements", _decoded(rows, _), columns, told)
    if not found.listed_whole:
        text = _("Au plus {} changements de chaque sorte sont listés ; tous sont comptés.")
        note(plain(text.format(_.number(differences.SHOWN))))
    download.button(
        _("Différences en CSV"),
        data=lambda: tables.csv(found.rows, found.dataset, "", _),
        file_name=f"cartomut_{found.dataset}_differences_{found.before}_{found.after}.csv",
        mime="text/csv",
        icon=":material/table:",
        type="tertiary",
        on_click="ignore",
        key="differences_csv",
        reserved=True,
    )


def _decoded(rows: pd.DataFrame, _: Language) -> pd.DataFrame:
    """Name the kinds of change, the columns and the codes among the values."""
    lists = [labels.list_of(str(column)) for column in rows["colonne"]]
    values: dict[str, Any] = {
        side: [
            answers.name(name, value) if name and isinstance(value, str) else value
            for name, value in zip(lists, rows[side], strict=True)
        ]
        for side in ("ancienne", "nouvelle")
    }
    values["changement"] = [answers.name("changement", code) for code in rows["changement"]]
    values["colonne"] = [column_titles(column, _) for column in rows["colonne"]]
    return rows.assign(**values)


def _figures(before: str, after: str, _: Language) -> None:
    """Show which figures changed, when asked: both editions are then built aside."""
    st.subheader(_("Les chiffres qui en changent"))
    text = _("Calculer les chiffres des deux éditions (quelques secondes)")
    if not choices.switch("chiffres", text):
        return
    try:
        with st.spinner(_("Les deux éditions sont construites à part pour être comparées.")):
            rows = _changed_figures(dataset(), before, after)
    except (Stopped, BuildError) as failure:
        st.error(plain(failure.text(_)))
        return
    if rows.empty:
        st.info(_("Aucun chiffre ne change."))
        return
    for (question, measure), group in rows.groupby(["question", "mesure"], sort=True):
        _figure(str(question), str(measure), group, _)


def _figure(question: str, measure: str, rows: pd.DataFrame, _: Language) -> None:
    """Show one question's values that changed."""
    asked = query(question)
    name = _(MEASURE).format(_(_measure(measure))) if measure else _(asked.text("Question"))
    box = st.expander(
        plain(_.pair(name, _.plural("{} valeur change", "{} valeurs changent", len(rows)))),
        key=f"chiffre_{question.partition('/')[2]}_{measure}",
        on_change="rerun",
    )
    if not box.open:
        return
    share = is_share(asked.text("Value"))
    write: Any = _.percent if share else (lambda value: _.number(value, 2))
    shown = pd.DataFrame(
        {
            _("De quoi"): [_of_what(row, _) for row in rows.to_dict("records")],
            _("Avant"): [write(value) for value in rows["avant"]],
            _("Après"): [write(value) for value in rows["apres"]],
            _("Écart"): [write(value) for value in rows["ecart"]],
        }
    )
    with box:
        st.dataframe(shown, hide_index=True, alt=name)


def _measure(code: str) -> str:
    return mesures.MEASURES.get(code, N_("Lieux de soins connus"))


def _of_what(row: Mapping[Any, Any], _: Language) -> str:
    """Name what a value is of: its own name, else the names of its codes."""
    if row["nom"] and not pd.isna(row["nom"]):
        return str(row["nom"])
    parts = zip(row["colonnes"].split(" / "), row["cle"].split(" / "), strict=True)
    return " · ".join(
        answers.names().get(labels.list_of(column), {}).get(code, code or "–")
        for column, code in parts
    )


def _states(known: list[Edition]) -> dict[str, str]:
    """Say of each edition whether it is in use, was before, or was never published."""
    in_use = editions.published(dataset())
    once = {
        version
        for action, version in editions.history(dataset())
        if action in (editions.PUBLISHED, editions.RESTORED)
    }
    return {
        one.version: "publiee"
        if one.version == in_use
        else "avant"
        if one.version in once
        else "gardee"
        for one in known
    }


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Put tables in the workbook's order: organisations, centres, then the rest."""
    ranks = {name: rank for rank, name in enumerate(ORDER)}
    keys = rows["table_nom"].map(lambda name: ranks.get(name, len(ranks)))
    return rows.assign(_rang=keys).sort_values(["_rang", "table_nom"]).drop(columns="_rang")


@st.cache_data(max_entries=8, show_spinner=False)
def _difference(name: str, before: str, after: str) -> Difference:
    return differences.difference(name, before, after)


@st.cache_data(max_entries=8, show_spinner=False)
def _changed_figures(name: str, before: str, after: str) -> pd.DataFrame:
    return differences.figures(name, before, after)
