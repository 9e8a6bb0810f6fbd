"""Pieces of the quality page: completeness, response rate, findings of the edition in use."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.i18n import N_, Language
from cartomut.queries import query
from cartomut.records import records
from cartomut.rights import Right
from cartomut.ui import anomalies, answers, block, filters, gate, session
from cartomut.ui.note import note
from cartomut.ui.text import plain

PARTS = {
    "regions": N_("Par région"),
    "organismes": N_("Par mutuelle"),
    "centres": N_("Par centre"),
    "reponse": N_("Taux de réponse"),
    "anomalies": N_("Anomalies"),
}
QUESTIONS = {
    "regions": "indicateurs/completude_region",
    "organismes": "indicateurs/completude_organisme",
    "centres": "indicateurs/completude_centre",
    "reponse": "indicateurs/taux_reponse",
}
TITLES = {
    "regions": N_("Complétude des dossiers, par région"),
    "organismes": N_("Complétude du dossier de chaque mutuelle"),
    "centres": N_("Complétude du dossier de chaque centre"),
    "reponse": N_("Mutuelles agréées qui ont répondu, par année"),
}
BASES = ("annee", "part_completude", "nb_connus", "nb_attendus")
COLUMNS = {
    "regions": ("nom_region", "nb_organismes", "nb_centres", *BASES),
    "organismes": (
        "nom",
        "type_organisme",
        *BASES,
        "part_identite",
        "part_adhesion",
        "part_comptes",
        "part_prestations",
    ),
    "centres": (
        "nom",
        "statut",
        *BASES,
        "part_identite",
        "part_equipement",
        "part_services",
        "part_activite",
    ),
    "reponse": ("annee", "taux_reponse", "nb_reponses", "nb_agreees", "nb_hors_base"),
}

METHOD = N_(
    "Tout champ que l'étude attend compte selon son poids. Une cellule vide, « inconnu » et les "
    "champs d'une ligne absente comptent comme manquants ; une mutuelle sans exercice pour la "
    "dernière année d'enquête a 0 sur cette partie."
)


def show(part: str, _: Language) -> None:
    """Show one part of the page."""
    _ignored(part, _)
    if part == "anomalies":
        found(_)
        return
    rows = _rows(part)
    if rows.empty:
        st.info(_nothing(part, _), icon=":material/info:")
        return
    if part != "reponse":
        note(plain(_(METHOD)))
    block.figure(
        f"completude_{part}" if part != "reponse" else "taux_reponse",
        _(TITLES[part]),
        QUESTIONS[part],
        rows,
        _chart(part, rows, _),
        summary=_response(rows, _) if part == "reponse" else _summary(rows, _),
        columns=COLUMNS[part],
        picked=partial(filters.set_territory, "region") if part == "regions" else None,
    )
    if part != "reponse":
        weights(_)


def weights(_: Language) -> None:
    """Show how much each field counts, and why."""
    rows = answers.localised("listes/poids")
    with st.expander(_("Le poids de chaque champ, et sa raison"), icon=":material/balance:"):
        block.table(
            "poids",
            rows,
            ["table_nom", "colonne", "partie", "poids", "raison"],
            _("Les champs attendus, leur poids et sa raison"),
        )


def found(_: Language) -> None:
    """Show what the import of the edition in use found."""
    rows = answers.localised("listes/anomalies")
    if session.dataset() == "publie":
        st.info(
            _(
                "Les faits publiés ne passent pas par l'importation : leurs lignes sont contrôlées "
                "à la construction, qui s'arrête à la première erreur."
            ),
            icon=":material/info:",
        )
    elif rows.empty:
        st.info(_("L'importation de cette édition n'a rien trouvé à redire."))
    elif gate.may(Right.ROWS):
        anomalies.show(rows, _)
    else:  # a row as it stood may hold accounts or a small count of patients
        anomalies.counts(rows, _)
        st.info(gate.rows_reserved(_), icon=":material/lock:")


def _rows(part: str) -> pd.DataFrame:
    asked = query(QUESTIONS[part])
    chosen = filters.current().params()
    kept: dict[str, Any] = {name: chosen[name] for name in asked.params}
    return answers.answer(QUESTIONS[part], **kept)


def _ignored(part: str, _: Language) -> None:
    """Say when a filter is on that this part does not take."""
    taken = query(QUESTIONS[part]).params if part in QUESTIONS else frozenset()
    if set(filters.current().active()) - taken:
        note(plain(_("Certains des filtres actifs ne s'appliquent pas à ce qui suit.")))


def _nothing(part: str, _: Language) -> str:
    if filters.current().active():
        return _("Rien ne reste avec ces filtres : retirez-en un.")
    if part == "reponse":
        return _("Aucune année d'enquête ni d'exercice dans ce jeu de données.")
    return _("Ce jeu de données n'a rien de tel.")


def _chart(part: str, rows: pd.DataFrame, _: Language) -> Any:
    from cartomut.charts import completude

    if part == "regions":
        return completude.completude_region(rows, session.colours(), _)
    if part == "reponse":
        return completude.taux_reponse(rows, session.colours(), _)
    return None


def _summary(rows: pd.DataFrame, _: Language) -> str:
    """Say the whole's share, counted field by field, and the ends."""
    known, expected = int(rows["nb_connus"].sum()), int(rows["nb_attendus"].sum())
    name = "nom_region" if "nom_region" in rows else "nom"
    judged = rows.dropna(subset=["part_completude", name])
    text = _("{} champs connus sur {} attendus.").format(_.number(known), _.number(expected))
    if judged.empty:
        return text
    ends = [
        (row[name], _.percent(row["part_completude"])) for row in (judged.iloc[0], judged.iloc[-1])
    ]
    more = _("Le moins complet : {} ({}) ; le plus complet : {} ({}).")
    return text + " " + more.format(*ends[0], *ends[1])


def _response(rows: pd.DataFrame, _: Language) -> str:
    last = list(records(rows))[-1]
    text = _(
        "En {}, {} mutuelles ont répondu sur {} agréées ou immatriculées au 31 décembre ; "
        "{} réponses viennent de mutuelles hors de cette base et n'y comptent pas."
    )
    return text.format(
        last.annee,
        _.number(last.nb_reponses),
        _.number(last.nb_agreees),
        _.number(last.nb_hors_base),
    )
