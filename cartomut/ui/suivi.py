"""What was recommended and what was decided, with owner, due date and state; what was commented."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import streamlit as st

from cartomut.i18n import MISSING, Language
from cartomut.operations import Row
from cartomut.queries import names, query
from cartomut.records import records
from cartomut.rights import Right
from cartomut.steering.briefing import SETTLED, due
from cartomut.ui import answers, filters, forms, frame, gate, listing, remarks, session
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

QUESTION = "listes/recommandations"
SIGNS = {
    "ouverte": ":material/radio_button_unchecked:",
    "en_cours": ":material/pending:",
    "realisee": ":material/check_circle:",
    "abandonnee": ":material/cancel:",
}
COLUMNS = ("texte", "destinataire", "echeance", "statut_recommandation")
WRITTEN = ("texte", "responsable", "echeance", "etat", "lien")


def recommendations(_: Language) -> None:
    """Show the recommendations of the dataset, those to be followed first."""
    st.subheader(_("Recommandations de l'étude et des ateliers"), anchor=False)
    rows = _.localise(answers.answer(QUESTION))
    if rows.empty:
        st.info(
            _(
                "Ce jeu de données n'a aucune recommandation : le rapport de l'étude n'est pas "
                "public."
            )
            if session.dataset() == "publie"
            else _("Ce jeu de données n'a aucune recommandation."),
            icon=":material/info:",
        )
        return
    left = rows[~rows["statut_recommandation"].isin(SETTLED)]
    st.markdown(
        plain(_("Encore à suivre : {} sur {}.").format(_.number(len(left)), _.number(len(rows))))
    )
    for row in records(rows):
        _recommendation(row, _)
    with st.expander(_("Les mêmes en tableau"), icon=":material/table:"):
        shown = rows.assign(echeance=[_.date(text) for text in rows["echeance"]])
        title = _("Recommandations, celles à suivre d'abord")
        listing.show("recommandations", answers.answer(QUESTION), COLUMNS, title, written=shown)


def _recommendation(row: Any, _: Language) -> None:
    state = answers.name("statut_recommandation", row.statut_recommandation)
    about = [
        _.pair(_("Pour"), MISSING if pd.isna(row.destinataire) else row.destinataire),
        _.pair(_("Échéance"), due(row.echeance, row.statut_recommandation, _)),
        state,
    ]
    with st.container(gap=None):
        st.markdown(f"{SIGNS[row.statut_recommandation]} {plain(row.texte)}")
        note(plain(_.series(about)))


def actions(_: Language) -> None:
    """Show the actions decided here and let who may write add to them and change them."""
    st.subheader(_("Actions décidées"), anchor=False)
    if not (gate.may(Right.CONTRACTS) or gate.own()):
        forms.locked(_)
        return
    known = sorted(forms.rows("action"), key=_pressing)
    if not known:
        note(plain(_("Aucune action n'est encore notée dans ce jeu de données.")))
    for one in known:
        _action(one, _)
    if not gate.may(Right.EDIT):
        forms.locked(_)
        return
    box = st.expander(
        _("Noter une action"), icon=":material/add_task:", key="_noter_action", on_change="rerun"
    )
    if box.open:
        with box:
            forms.edit("action", None, ["sorte", *WRITTEN], _, name="action", submit=_("Ajouter"))


def _pressing(one: Row) -> tuple[bool, str, str]:
    """Order actions: open ones first, by due date, those without one last."""
    due = one["echeance"].isoformat() if one["echeance"] else "9999"
    return one["etat"] in SETTLED, due, one["date_creation"]


def _action(one: Row, _: Language) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(f"{SIGNS[one['etat']]} {plain(one['texte'])}")
        when = one["echeance"].isoformat() if one["echeance"] else None
        about = [
            answers.name("sorte_action", one["sorte"]),
            _.pair(_("Responsable"), one["responsable"] or MISSING),
            _.pair(_("Échéance"), due(when, one["etat"], _)),
            answers.name("statut_recommandation", one["etat"]),
        ]
        note(plain(_.series(about)))
        if one["lien"]:
            note(link(_("Document ou page"), one["lien"]))
        if not gate.may(Right.EDIT):
            return
        key = {"action_id": one["action_id"]}
        box = st.expander(_("Modifier"), key=f"_action_{one['action_id']}", on_change="rerun")
        if box.open:
            with box:
                forms.edit("action", key, ["sorte", *WRITTEN], _, name="modifier_action")


def comments(_: Language) -> None:
    """List what was said of the figures, the open ones first, with the way back to each figure."""
    st.subheader(_("Commentaires sur les chiffres"), anchor=False)
    if not (gate.may(Right.CONTRACTS) or gate.own()):
        forms.locked(_)
        return
    said = [one for one in forms.rows("commentaire") if one["etat"] != "retire"]
    if not said:
        note(
            plain(
                _(
                    "Aucun commentaire dans ce jeu de données. Le bouton « Commenter » est sous "
                    "chaque figure."
                )
            )
        )
        return
    waiting = [one for one in said if one["etat"] == "ouvert"]
    st.markdown(
        plain(_("Ouverts : {} sur {}.").format(_.number(len(waiting)), _.number(len(said))))
    )
    _listed(waiting, _)
    answered = [one for one in said if one["etat"] == "traite"]
    if answered:
        with st.expander(_.plural("{} traité", "{} traités", len(answered))):
            _listed(answered, _)


def _listed(said: Sequence[Row], _: Language) -> None:
    for one in reversed(said):
        remarks.comment(one, _, "liste_", partial(_way_back, one, _))


def _way_back(one: Row, _: Language) -> None:
    """Name the figure that a comment is about, and link to the page as it was."""
    note(plain(_title(one, _)))
    target = urlsplit(one["adresse"] or "")
    stem = target.path.strip("/")
    page = next(
        (path for path in frame.titles() if Path(path).stem == stem), None if stem else frame.HOME
    )
    if page is None:
        return
    asked = {name: values for name, values in parse_qs(target.query).items() if name != "edition"}
    if stem == "preuves":
        asked |= {name: one for name, one in parse_qs(target.query).items() if name == "edition"}
    st.page_link(
        page,
        label=_("Voir la figure"),
        icon=":material/my_location:",
        query_params=_general() | asked,
    )


def _general() -> dict[str, Any]:
    """Keep the reader's language, theme and dataset; the comment brings its own filters."""
    return {
        name: one for name, one in filters.as_query().items() if name in ("lang", "theme", "jeu")
    }


def _title(one: Row, _: Language) -> str:
    """Name the figure as it was called, else the question that it answers; and its edition."""
    name = remarks.anchor_of(one).title
    if not name and one["figure"] in names(one["figure"].partition("/")[0]):
        name = _(query(one["figure"]).text("Question"))
    edition = parse_qs(urlsplit(one["adresse"] or "").query).get("edition", [""])[0]
    return _("{} (édition {})").format(name or one["figure"], edition) if edition else name
