"""Where each party types what it measured: draft, validation, right of reply, and who changed what.

What is typed stays apart from the study: it counts in no score until an edition takes it in.
"""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import operations
from cartomut.editions import Stopped
from cartomut.exports import tables
from cartomut.i18n import MISSING, Language
from cartomut.operations import Row
from cartomut.operations.faults import moment_of
from cartomut.records import records
from cartomut.ui import answers, block, choices, download, forms, opinions, scorecard, session
from cartomut.ui.com import INDICATORS, Chosen, amount
from cartomut.ui.drafts import TITLES
from cartomut.ui.note import note
from cartomut.ui.text import listed, plain

TABLE = "evaluation_com"
PERIOD = "annee"  # the score is worked out on the whole year
FILLED = (
    "realise",
    "numerateur",
    "denominateur",
    "commentaire",
    "piece",
    "etat",
    "valide_par",
    "droit_reponse",
)
SETTLED = {"valide": "valide", "conteste": "conteste", "soumis": "provisoire"}
EDITION = (  # columns of com_mesure that the next edition takes in
    "indicateur_id",
    "annee",
    "periode",
    "numerateur",
    "denominateur",
    "realise",
    "date_mesure",
    "statut_validation",
    "valide_par",
    "commentaire_fr",
    "piece",
)


def draw(chosen: Chosen, _: Language) -> None:
    """Choose an indicator and who speaks, type, then compare with what the others typed."""
    st.info(
        plain(
            _(
                "Chaque partie saisit ici ce qu'elle a mesuré : brouillon, soumise, validée ou "
                "contestée, avec droit de réponse. Ces saisies restent à part de l'étude : elles "
                "ne comptent dans aucun score tant qu'une édition ne les a pas reprises."
            )
        ),
        icon=":material/edit_note:",
    )
    lines = scorecard.told(answers.answer(INDICATORS, **chosen.scored()), _)
    known = lines.set_index("indicateur_com_id")
    left, right = st.columns([5, 6], vertical_alignment="bottom")
    with left:
        indicator = choices.select(
            "indicateur_com",
            _("Indicateur du contrat"),
            list(known.index),
            lambda one: str(known.loc[one, "libelle"]),
            default=known.index[0],
        )
    with right:
        kind = choices.segments(
            "avis", _("Qui parle"), list(opinions.KINDS), partial(answers.name, "type_evaluation")
        )
    row: Any = known.loc[indicator or known.index[0]]
    st.markdown(listed(_wanted(row, _), _))
    key = {
        "indicateur_id": str(row.name),
        "annee": chosen.year,
        "periode": PERIOD,
        "type": kind,
    }
    forms.edit(TABLE, key, FILLED, _, name="com")
    _compare(lines, chosen, _)
    _trail(key, _)


def _wanted(row: Any, _: Language) -> list[tuple[str, str]]:
    """Write what the contract wants of an indicator and what the study has."""
    unit = answers.name("unite", row.unite)
    return [
        (
            _("Le contrat"),
            _("{} → {} ; {} points").format(row.seuil_ecrit, row.cible_ecrite, _.number(row.poids)),
        ),
        (_("L'étude"), f"{row.realise_ecrit} ({scorecard.badge(row, _)})"),
        (_("À saisir en"), unit),
    ]


def _compare(lines: pd.DataFrame, chosen: Chosen, _: Language) -> None:
    """Set side by side what each party typed for the year, and mark where they differ."""
    typed = forms.rows(
        TABLE,
        indicateur_id=lines["indicateur_com_id"].tolist(),
        annee=chosen.year,
        periode=PERIOD,
    )
    found = {(one["indicateur_id"], one["type"]): one for one in typed}
    rows = pd.DataFrame([_side_by_side(line, found, _) for line in records(lines)])
    apart = int(rows["desaccord_saisie"].notna().sum())
    summary = _("{} saisies ; parties en désaccord sur {} indicateurs sur {}.").format(
        _.number(len(typed)), _.number(apart), _.number(len(lines))
    )
    columns = ["libelle", "realise_ecrit", *(f"saisie_{kind}" for kind in opinions.KINDS)]
    with st.container(border=True):
        st.subheader(_("Ce que chacun a saisi, {}").format(chosen.year))
        block.table("com_saisies", rows, [*columns, "desaccord_saisie"], summary)
        note(plain(summary))
        note(plain(_("Dénominateur : {}").format(_("celui de la formule de chaque indicateur"))))
        _next_edition(typed, chosen, _)


def _side_by_side(line: Any, found: dict[tuple[str, str], Row], _: Language) -> dict[str, Any]:
    """Write one indicator's line: the study's value, then each party's with its state."""
    own = {kind: found.get((line.indicateur_com_id, kind)) for kind in opinions.KINDS}
    values = {row["realise"] for row in own.values() if row and row["realise"] is not None}
    contested = any(row and row["etat"] == "conteste" for row in own.values())
    told = {f"saisie_{kind}": _typed(row, line.unite, _) for kind, row in own.items()}
    mark = _("≠ désaccord") if len(values) > 1 or contested else None
    return {
        "libelle": line.libelle,
        "realise_ecrit": line.realise_ecrit,
        **told,
        "desaccord_saisie": mark,
    }


def _typed(row: Row | None, unit: str, _: Language) -> str:
    if row is None:
        return MISSING
    state = answers.name("etat_evaluation", row["etat"]).lower()
    return _("{} ({})").format(amount(row["realise"], unit, _), state)


def _next_edition(typed: list[Row], chosen: Chosen, _: Language) -> None:
    """Offer what the supervisor settled as rows of the measures, for the next edition."""
    settled = [one for one in typed if one["type"] == "tutelle" and one["etat"] in SETTLED]
    if not settled:
        return
    rows = pd.DataFrame([_measure(one) for one in settled], columns=list(EDITION))
    download.button(
        _("Mesures de la tutelle pour la prochaine édition (CSV)"),
        data=partial(tables.csv, rows, session.dataset(), "", _),
        file_name=block.file_name(f"com_mesure_{chosen.com}_{chosen.year}", "csv"),
        mime="text/csv",
        icon=":material/upload_file:",
        on_click="ignore",
        key="com_mesure_csv",
        reserved=True,
    )


def _measure(row: Row) -> dict[str, Any]:
    """Turn what was typed into a row of ``com_mesure``; the reply goes with the comment."""
    said = " – ".join(one for one in (row["commentaire"], row["droit_reponse"]) if one)
    return {
        **{name: row[name] for name in EDITION if name in row},
        "date_mesure": row["date_modification"][:10],
        "statut_validation": SETTLED[row["etat"]],
        "commentaire_fr": said or None,
    }


def _trail(key: dict[str, Any], _: Language) -> None:
    """List who changed this row, when, and which columns."""
    with st.expander(_("Qui a changé quoi"), icon=":material/history:"):
        try:
            told = operations.history(TABLE, {"jeu": session.dataset(), **key})
        except Stopped as stopped:
            st.error(plain(stopped.text(_)), icon=":material/error:")
            return
        if not told:
            note(plain(_("Rien n'a encore été saisi ici.")))
        for one in reversed(told):
            st.markdown("- " + plain(_change(one, _)))


def _change(one: Row, _: Language) -> str:
    """Write one change: who, when, and each column that moved, with both values."""
    before, after = one["avant"] or {}, one["apres"]
    moved = [
        _("{} : {} → {}").format(_(TITLES[name]), _said(before, name), _said(after, name))
        for name in FILLED
        if before.get(name) != after.get(name)
    ]
    head = _("{}, {}").format(one["auteur"], moment_of(one["moment"], _))
    return _.pair(head, " ; ".join(moved) or _("rien d'autre"))


def _said(row: Row, name: str) -> str:
    value = row.get(name)
    if value is None:
        return MISSING
    return answers.name("etat_evaluation", value) if name == "etat" else str(value)
