"""The table of thresholds: read by all, changed by who may, every version kept and given back."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import adopting, labels, thresholds
from cartomut.editions import Stopped
from cartomut.exports import tables
from cartomut.findings import Finding
from cartomut.i18n import Language
from cartomut.rights import Right
from cartomut.store import BuildError
from cartomut.threshold_faults import Key, Row
from cartomut.thresholds import Change, Overtaken, Refused, Version
from cartomut.ui import answers, block, choices, download, evidence, gate, session
from cartomut.ui.note import note
from cartomut.ui.text import plain
from cartomut.ui.viabilite import RATIOS

RULES = ("vert", "orange")
EDITED = ("expression", "origine", "source_norme", "source_url")
TOLD = "_seuils_fait"  # what was just done, said once
DRAFT = "_seuils_brouillon"  # the version that this reader started from, and the table to edit


def draw(_: Language) -> None:
    """Show the thresholds in use and their versions; let who may change them."""
    _tell(_)
    made = thresholds.in_use()
    if made is None:
        text = _("En usage : les seuils livrés avec l'application.")
    else:
        text = _("En usage : version {} du {}, par {} – {}").format(
            made.numero, _.date(made.date[:10]), made.auteur, made.motif
        )
    st.markdown(plain(text))
    note(plain(_("Un seuil n'est une norme que si son texte a été lu ; son origine le dit.")))
    if gate.may(Right.ADMINISTER):
        _edit(_)
    else:
        st.info(
            _("Les seuils se lisent ici. Seul qui administre l'application les change."),
            icon=":material/lock:",
        )
        _show(_)
    _history(_)


def _show(_: Language) -> None:
    rows = answers.answer("listes/seuils", indicateurs=None)
    names = evidence.names_of(evidence.catalogue(_))
    shown = rows.assign(indicateur_nom=rows["indicateur_id"].map(names))
    columns = ["indicateur_nom", "regle", "expression", "origine", "source_norme"]
    block.table("seuils", shown, columns, _("Les seuils en usage, avec leur origine"))


def _edit(_: Language) -> None:
    """Let the reader change cells, see what changes and what is wrong, and put it in use."""
    st.subheader(_("Modifier les seuils"))
    st.markdown(
        plain(
            _(
                "Écrire une comparaison (>=0.80, <=12) ou une plage (0.50..0.80), avec un point ; "
                "« | » sépare deux plages. Une expression vide : pas de seuil."
            )
        )
    )
    started, table = _draft()
    edited = _editor(started, table, _)
    before = thresholds.rows(started)
    found = thresholds.changes(before, edited)
    _overtaken(started, before, edited, bool(found), _)
    if not found:
        note(plain(_("Aucun changement pour l'instant.")))
        return
    _changes(found, _)
    faults = thresholds.examine(edited)
    if faults:
        _faults(faults, edited, _)
    else:
        _confirm(edited, started, _)


def _draft() -> tuple[int, list[Row]]:
    """Return the version that this reader started from, and the table that they started with."""
    if DRAFT not in st.session_state:
        number = thresholds.number_in_use()
        st.session_state[DRAFT] = (number, thresholds.rows(number), 0)
    number, table, _turn = st.session_state[DRAFT]
    return number, table


def _begin(number: int, table: list[Row]) -> None:
    """Start again from a version with a table; the editor forgets what it held."""
    turn = st.session_state[DRAFT][2] + 1 if DRAFT in st.session_state else 0
    st.session_state[DRAFT] = (number, table, turn)


def _editor(started: int, table: Sequence[Row], _: Language) -> list[Row]:
    """Draw the table: one row per indicator and rule, without a threshold too."""
    shown = _filled(table, _)
    titles = {name: labels.title(name, answers.names(), _) for name in (*EDITED, "regle")}
    origins = answers.names().get("origine_seuil", {})
    choice = partial(answers.name, "origine_seuil")
    column = st.column_config
    edited = st.data_editor(
        shown,
        hide_index=True,
        key=f"_seuils_{started}_{st.session_state[DRAFT][2]}",
        column_order=["indicateur_nom", "regle_nom", *EDITED],
        disabled=["indicateur_nom", "regle_nom"],
        column_config={
            "indicateur_nom": column.TextColumn(_("Indicateur"), pinned=True, width="large"),
            "regle_nom": column.TextColumn(titles["regle"], width="small"),
            "expression": column.TextColumn(titles["expression"], width="medium"),
            "origine": column.SelectboxColumn(
                titles["origine"], options=list(origins), format_func=choice
            ),
            "source_norme": column.TextColumn(titles["source_norme"], width="large"),
            "source_url": column.TextColumn(titles["source_url"]),
        },
    )
    cells: list[Any] = edited.astype(object).where(edited.notna(), "").to_dict("records")
    return thresholds.tidy(cells)


def _filled(table: Sequence[Row], _: Language) -> pd.DataFrame:
    """Lay out every indicator of the catalogue, those of the page first, empty ones last."""
    names = evidence.names_of(evidence.catalogue(_))
    known = {(row["indicateur_id"], row["regle"]): row for row in table}
    empty = dict.fromkeys(thresholds.columns(), "")
    order = dict.fromkeys([*RATIOS, *(row["indicateur_id"] for row in table), *names])
    rows = [
        empty
        | {"origine": "seuil_du_projet"}
        | known.get((code, rule), {})
        | {
            "indicateur_id": code,
            "regle": rule,
            "indicateur_nom": names.get(code, code),
            "regle_nom": answers.name("regle", rule),
        }
        for code in order
        for rule in RULES
    ]
    return pd.DataFrame(rows)


def _overtaken(
    started: int, before: Sequence[Row], edited: Sequence[Row], changed: bool, _: Language
) -> None:
    """Say that a version was put in use meanwhile, and carry the reader's changes over to it."""
    now = thresholds.number_in_use()
    if now == started:
        return
    if not changed:
        _begin(now, thresholds.rows(now))
        st.rerun()
    made = thresholds.in_use()
    who = Overtaken(started, made).text(_) if made else ""
    st.warning(plain(who), icon=":material/sync_problem:")
    merged, both = thresholds.merge(before, edited, thresholds.rows(now))
    if both:
        names = _.series(_threshold(key, _) for key in both)
        text = _("Changés par les deux ; votre valeur serait gardée : {}.").format(names)
        st.warning(plain(text), icon=":material/compare_arrows:")
    st.button(
        _("Reporter mes changements sur la version {}").format(now),
        on_click=_begin,
        args=(now, merged),
        key="_seuils_reporter",
    )


def _threshold(key: Key, _: Language) -> str:
    names = evidence.names_of(evidence.catalogue(_))
    return f"{names.get(key[0], key[0])} ({answers.name('regle', key[1])})"


def _changes(found: Sequence[Change], _: Language) -> None:
    """List what changes, before and after."""
    st.subheader(_("Ce qui changera"))
    _list_changes(found, "changements_seuils", _)


def _list_changes(found: Sequence[Change], key: str, _: Language) -> None:
    rows = pd.DataFrame(
        {
            _("Seuil"): _threshold((one.indicateur_id, one.regle), _),
            _("Colonne"): labels.title(one.colonne, answers.names(), _),
            _("Avant"): _cell(one.colonne, one.before),
            _("Après"): _cell(one.colonne, one.after),
        }
        for one in found
    )
    st.dataframe(rows, hide_index=True, key=key, alt=_("Ce qui diffère, avant et après"))


def _cell(column: str, text: str) -> str | None:
    if not text:
        return None
    return answers.name("origine_seuil", text) if column == "origine" else text


def _faults(faults: Sequence[Finding], edited: Sequence[Row], _: Language) -> None:
    """Say each fault: where, what, why, what to do; nothing can be put in use with one."""
    lines = []
    for one in faults:
        row = edited[one.line - 2] if one.line else None
        where = _threshold((row["indicateur_id"], row["regle"]), _) if row else ""
        text = " ".join(one.parts(_))
        lines.append("- " + (_.pair(f"**{plain(where)}**", plain(text)) if where else plain(text)))
    head = _("Ces seuils ne peuvent pas être mis en usage :")
    st.error("\n".join([plain(head), "", *lines]), icon=":material/block:")


def _confirm(edited: list[Row], started: int, _: Language) -> None:
    """Ask who and why, then put the table in use in every store."""
    with st.popover(_("Mettre ces seuils en usage"), icon=":material/publish:"):
        st.markdown(plain(_("Les bases seront reconstruites ; tous liront ces seuils ensuite.")))
        author = st.text_input(_("Rôle ou service"), key="_seuils_auteur")
        reason = st.text_input(_("Pourquoi"), key="_seuils_motif")
        if st.button(_("Oui, mettre en usage"), type="primary", key="_seuils_publier"):
            _act(partial(adopting.adopt, edited, started, author, reason), _)


def _act(action: Any, _: Language) -> None:
    """Do it, and keep what happened for the next run, which reads the new stores."""
    try:
        with st.spinner(_("Construction des bases")):
            made = action()
    except Refused as refused:
        told = "\n\n".join(one.text(_) for one in refused.findings)
        st.session_state[TOLD] = ("echec", f"{refused.text(_)} {told}")
    except (Stopped, BuildError) as failure:
        st.session_state[TOLD] = ("echec", failure.text(_))
    else:
        _begin(made.numero, thresholds.rows(made.numero))
        text = _("La version {} des seuils est en usage.").format(made.numero)
        st.session_state[TOLD] = ("fait", text)
    st.rerun()


def _tell(_: Language) -> None:
    if TOLD in st.session_state:
        kind, text = st.session_state.pop(TOLD)
        (st.success if kind == "fait" else st.error)(plain(text))


def _history(_: Language) -> None:
    """List the versions, what one changed, and let who may take it again."""
    st.subheader(_("Versions des seuils"))
    known = thresholds.versions()
    if not known:
        note(plain(_("Aucune version : les seuils livrés n'ont jamais été changés.")))
        _download(thresholds.DELIVERED, _)
        return
    now = thresholds.number_in_use()
    rows = pd.DataFrame(dict(_line(one, now, _)) for one in known)
    st.dataframe(
        rows.dropna(axis=1, how="all"),
        hide_index=True,
        alt=_("Les versions des seuils, de la plus récente à la plus ancienne"),
    )
    numbers = [*(str(one.numero) for one in known), str(thresholds.DELIVERED)]

    def name(code: str) -> str:
        return _("Version {}").format(code) if int(code) else _("Seuils livrés")

    left, right = st.columns(2)
    with left:
        before = choices.select("seuils_avant", _("Avant"), numbers, name, default=numbers[1])
    with right:
        after = choices.select("seuils_apres", _("Après"), numbers, name, default=numbers[0])
    first, second = int(before or 0), int(after or 0)
    found = thresholds.changes(thresholds.rows(first), thresholds.rows(second))
    if found:
        _list_changes(found, "versions_seuils", _)
    else:
        note(plain(_("Ces deux versions disent la même chose.")))
    _download(second, _)
    if gate.may(Right.ADMINISTER) and first != now:
        _take_again(first, now, name(str(first)), _)


def _line(one: Version, now: int, _: Language) -> list[tuple[str, Any]]:
    state = _("en usage") if one.numero == now else _("gardée")
    return [
        (_("Version"), one.numero),
        (_("État"), _("retirée : une base l'a refusée") if one.retiree_le else state),
        (_("Date"), _.date(one.date[:10])),
        (_("Par"), one.auteur),
        (_("Pourquoi"), one.motif),
        (_("Partie de"), one.depart),
        (_("Reprise de"), one.reprise_de),
        ("SHA-256", one.sha256),
    ]


def _download(number: int, _: Language) -> None:
    rows = pd.DataFrame(thresholds.rows(number))
    download.button(
        _("Seuils en CSV"),
        data=partial(tables.csv, rows, session.dataset(), "", _),
        file_name=block.file_name(f"seuils_{number}", "csv"),
        mime="text/csv",
        icon=":material/table:",
        type="tertiary",
        on_click="ignore",
        key="seuils_csv",
    )


def _take_again(number: int, now: int, name: str, _: Language) -> None:
    with st.popover(_("Reprendre : {}").format(name), icon=":material/undo:"):
        text = _("Une nouvelle version dira la même chose que celle-ci ; rien n'est effacé.")
        st.markdown(plain(text))
        author = st.text_input(_("Rôle ou service"), key="_reprise_auteur")
        reason = st.text_input(_("Pourquoi"), key="_reprise_motif")
        if st.button(_("Oui, reprendre"), type="primary", key="_reprise"):
            _act(partial(adopting.restore, number, now, author, reason), _)
