"""Agreements and their term: what ends soon, what has ended, what nothing says the end of."""

from datetime import date

import pandas as pd
import streamlit as st

from cartomut.charts import chronologie as charts
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import accompagnement, answers, block, choices, session
from cartomut.ui.note import note
from cartomut.ui.text import plain

QUESTION = "indicateurs/conventions"
DAYS = {"aujourdhui": N_("Aujourd'hui"), "edition": N_("Jour de l'édition")}
HORIZONS = ("90", "180", "365")  # days
DRAWN = 40  # agreements of one picture


def draw(_: Language) -> None:
    """Draw the agreements on the day and within the time that the reader chose."""
    day, horizon = _choose(_)
    rows = answers.answer(QUESTION, jour=day, jours=int(horizon))
    if rows.empty:
        st.info(_("Aucune convention n'est connue dans le jeu de données en usage."))
        return
    _warn(rows, horizon, _)
    _figure(rows, day, horizon, _)


def _choose(_: Language) -> tuple[str, str]:
    left, right = st.columns(2)
    with left:
        looked = choices.segments(
            "jour", _("État des conventions au"), list(DAYS), lambda code: _(DAYS[code])
        )
    with right:
        horizon = choices.segments(
            "delai",
            _("Arrive à terme dans"),
            list(HORIZONS),
            lambda days: _.plural("{} jour", "{} jours", int(days)),
        )
    built = str(session.opened().about()["construit_le"])[:10]
    return (date.today().isoformat() if looked == "aujourdhui" else built), horizon


def _warn(rows: pd.DataFrame, horizon: str, _: Language) -> None:
    """Name the agreements that end soon, and those whose source says otherwise than the day."""
    soon = rows[rows["etat_echeance"] == "proche"]
    if not soon.empty:
        text = _("Arrivent à terme dans les {} jours : {}.")
        named = _.series(f"{row.parties} ({_.date(row.echeance)})" for row in records(soon))
        st.warning(plain(text.format(horizon, named)), icon=":material/event_upcoming:")
    against = rows[rows["est_contredite"]]
    if not against.empty:
        text = _("La source dit autre chose que la date du terme : {}. À vérifier.")
        named = _.series(
            f"{row.parties} ({answers.name('statut_convention', row.statut_convention)}, "
            f"{_.date(row.echeance)})"
            for row in records(against)
        )
        st.warning(plain(text.format(named)), icon=":material/rule:")


def _figure(rows: pd.DataFrame, day: str, horizon: str, _: Language) -> None:
    counts = accompagnement.counted(rows, "etat_echeance", "etat_echeance", _)
    text = _("Conventions connues : {}, au {}. {}.")
    summary = text.format(_.number(len(rows)), _.date(day), counts)
    unsigned = rows[rows["date_signature"].isna() & rows["echeance"].isna()]
    if not unsigned.empty:
        listed = _.series(unsigned["parties"])
        summary += " " + _("Sans aucune date, donc absentes du graphique : {}.").format(listed)
    first = accompagnement.page_of("conventions", len(rows), DRAWN, _)
    shown = rows.iloc[first : first + DRAWN].reset_index(drop=True)
    names = accompagnement.names("etat_echeance")
    block.figure(
        "conventions",
        _("Les conventions et leur terme"),
        QUESTION,
        accompagnement.dated(shown, [], _),
        charts.conventions(shown, names, day, session.colours(), _),
        summary=summary,
        columns=[
            "parties",
            "date_signature",
            "echeance",
            "etat_echeance",
            "jours_restants",
            "statut_convention",
            "objet",
        ],
        evidence={"jour": day, "jours": horizon},
        assumptions=[_("État au {} ; délai : {} jours.").format(_.date(day), horizon)],
    )
    if rows["echeance"].isna().all():
        note(
            plain(
                _(
                    "Aucune source publiée ne dit quand ces conventions finissent : on ne sait pas "
                    "lesquelles sont encore en vigueur."
                )
            )
        )
