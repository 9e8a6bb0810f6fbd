"""What PASS and the sector did: over time, on the map, in a list, and who came."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import chronologie as charts
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import (
    accompagnement,
    activities_map,
    answers,
    block,
    choices,
    filters,
    listing,
    session,
)
from cartomut.ui.note import note
from cartomut.ui.text import plain

QUESTION = "indicateurs/activites"
LED = {"pass": N_("Le PASS"), "secteur": N_("Le secteur, sans lui"), "tous": N_("Tous")}
GATHERINGS = ("atelier", "jifm", "etude", "conference", "rencontre", "assemblee_generale")
GIVEN = ("district", "region", "commune")
COLUMNS = [
    "date_activite",
    "intitule",
    "type_activite",
    "lieu",
    "partenaires",
    "participants",
    "resultat",
    "est_pass",
]


def draw(_: Language) -> None:
    """Draw the activities that the reader keeps: timeline, map, gatherings, list."""
    everything = dict.fromkeys(
        ("menees_par", "types_activite", "partenaire", "de", "a", *GIVEN), None
    )
    every = answers.answer(QUESTION, **everything)
    if every.empty:
        st.info(_("Aucune activité n'est connue dans le jeu de données en usage."))
        return
    asked, kept = _asked(every, _)
    rows = _.localise(answers.answer(QUESTION, **asked))
    place = _place(rows, _)
    rows = rows if place is None else rows[activities_map.keys(rows) == place]
    rows = rows.reset_index(drop=True)
    rows["date_activite"] = pd.Series([_when(row, _) for row in records(rows)], dtype="object")
    if rows.empty:
        filters.explain_empty(QUESTION, _, **{key: asked[key] for key in asked if key not in GIVEN})
        return
    _timeline(rows, asked, _)
    activities_map.draw(rows, _)
    _gatherings(rows, kept, _)
    _list(rows, kept, _)


def _when(row: Any, _: Language) -> str | None:
    """Write when an activity took place: a date, or the first and the last."""
    if pd.isna(row.date_debut):
        return None
    lasts = not pd.isna(row.date_fin) and row.date_fin != row.date_debut
    return _.date(f"{row.date_debut}/{row.date_fin}" if lasts else row.date_debut)


def _asked(every: pd.DataFrame, _: Language) -> tuple[dict[str, Any], str]:
    """Let the reader narrow the activities; return what the question takes, and it in words."""
    led = choices.segments("menees_par", _("Menées par"), list(LED), lambda code: _(LED[code]))
    names = accompagnement.names("type_activite")
    present = [code for code in names if (every["type_activite"] == code).any()]
    left, right = st.columns([3, 2])
    with left:
        types = choices.select_many(
            "activites", _("Types d'activité"), present, names.__getitem__, placeholder=_("Tous")
        )
    with right:
        partners = answers.answer("listes/partenaires_activites")
        known = dict(zip(partners["code"], partners["nom"], strict=True))
        partner = choices.select(
            "partenaire", _("Avec"), list(known), known.__getitem__, placeholder=_("Tous")
        )
    start, end = _years(every, _)
    given = filters.current().params()
    asked = {
        "menees_par": None if led == "tous" else led,
        "types_activite": sorted(types) or None,
        "partenaire": partner,
        "de": start,
        "a": end,
    }
    told = [_(LED[led]), *(names[code] for code in types)]
    told += [known[partner]] if partner else []
    told += [_("de {} à {}").format(start or "…", end or "…")] if start or end else []
    return asked | {name: given[name] for name in GIVEN}, _.series(told)


def _years(every: pd.DataFrame, _: Language) -> tuple[int | None, int | None]:
    """Let the reader keep the activities between two years."""
    starts = every["date_debut"].dropna().str[:4]
    if starts.empty:
        return None, None
    last = max(starts.max(), every["date_fin"].dropna().str[:4].max() or "")
    years = [str(one) for one in range(int(starts.min()), int(last) + 1)]
    left, right = st.columns(2)
    with left:
        first = choices.select(
            "annee_debut", _("De l'année"), years, str, placeholder=_("La première")
        )
    with right:
        until = choices.select(
            "annee_fin", _("À l'année"), years, str, placeholder=_("La dernière")
        )
    return (int(first) if first else None), (int(until) if until else None)


def _place(rows: pd.DataFrame, _: Language) -> str | None:
    """Return the place that the reader clicked on the map, with a button that lets it go."""
    place = choices.read_text("lieu_activites")
    known = dict(zip(activities_map.keys(rows), rows["lieu_repere"], strict=True))
    if not place or place not in known:
        return None
    st.button(
        plain(_("Lieu : {}").format(known[place])),
        icon=":material/close:",
        icon_position="right",
        help=_("Revenir à tous les lieux"),
        on_click=choices.put,
        args=("lieu_activites", None),
        key="_quitter_lieu",
    )
    return place


def _timeline(rows: pd.DataFrame, asked: dict[str, Any], _: Language) -> None:
    text = _("Activités : {}, dont {} du PASS ; la première : {}, la dernière : {}. {}.")
    starts = rows["date_debut"].dropna()
    summary = text.format(
        _.number(len(rows)),
        _.number(int(rows["est_pass"].sum())),
        _.date(starts.min() if len(starts) else None),
        _.date(starts.max() if len(starts) else None),
        accompagnement.counted(rows, "type_activite", "type_activite", _),
    )
    names = accompagnement.names("type_activite")
    block.figure(
        "activites",
        _("Qu'a fait le PASS, et quand ?"),
        QUESTION,
        rows,
        charts.activites(rows, names, session.colours(), _),
        summary=summary,
        columns=[one for one in COLUMNS if one not in ("participants", "resultat")],
        evidence=_as_query(asked),
    )


def _as_query(asked: dict[str, Any]) -> dict[str, Any]:
    """Write what the question was put with as query parameters, the shared filters apart."""
    own = {name: one for name, one in asked.items() if name not in GIVEN and one is not None}
    return {name: str(one) if isinstance(one, int) else one for name, one in own.items()}


def _gatherings(rows: pd.DataFrame, kept: str, _: Language) -> None:
    """List the gatherings with who came, as each source says it."""
    held = rows[rows["type_activite"].isin(GATHERINGS)].reset_index(drop=True)
    st.subheader(_("Ateliers et rencontres : qui est venu ?"), anchor=False)
    if held.empty:
        st.info(_("Aucun atelier ni aucune rencontre parmi ces activités."))
        return
    text = _("Participation connue pour {} des {} ateliers et rencontres.")
    known = int(held["participants"].notna().sum())
    summary = text.format(_.number(known), _.number(len(held)))
    st.markdown(plain(summary))
    listing.show(
        "rencontres_tenues",
        held,
        ["date_activite", "intitule", "lieu", "participants", "partenaires"],
        summary,
        kept=kept,
        ordered=_("De la plus récente à la plus ancienne"),
    )
    note(
        plain(
            _(
                "Les nombres sont ceux des sources, avec leurs mots ; ils comptent tantôt des "
                "personnes, tantôt des mutuelles ou des centres : ils ne s'additionnent pas."
            )
        )
    )


def _list(rows: pd.DataFrame, kept: str, _: Language) -> None:
    with st.expander(_("Toutes les activités, avec leur résultat")):
        listing.show(
            "activites_liste",
            rows,
            COLUMNS,
            _.plural("{} activité.", "{} activités.", len(rows)),
            kept=kept,
            ordered=_("De la plus récente à la plus ancienne"),
        )
