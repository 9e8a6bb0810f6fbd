"""Where mutuals stand in their life cycle: the sector's steps, each mutual's own, one of them."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import accompagnement as charts
from cartomut.charts import parcours
from cartomut.i18n import MISSING, Language
from cartomut.records import records
from cartomut.ui import accompagnement, answers, block, choices, filters, listing, session
from cartomut.ui.note import note
from cartomut.ui.text import link, plain

SECTOR, EACH = "indicateurs/etapes_secteur", "indicateurs/etapes_mutuelles"
STEPS = "etape_jalon"
DRAWN = 40  # mutuals of one picture
MOST_OPTIONS = 1000  # mutuals of the list to choose from
NAMED = 30  # mutuals without a known step that a sentence names
CARD = "pages/explorer/mutuelles.py"
GIVEN = ("district", "region", "commune", "types")


def draw(_: Language) -> None:
    """Draw the sector's steps, then every mutual's, then those of the one that is chosen."""
    asked = _asked(_)
    rows = answers.answer(EACH, **asked)
    if rows.empty:
        _nobody(asked, _)
        return
    _sector(asked, _)
    titled = rows.assign(titre_mutuelle=rows["sigle"].fillna(rows["nom"]))
    _timeline(titled, asked, _)
    _every(titled, _)
    one = _choose(titled, _)
    if one:
        _course(one, titled[titled["organisme_id"] == one], _)


def _asked(_: Language) -> dict[str, Any]:
    """Return what the questions take: the filters of an organisation, and who is accompanied."""
    kept = filters.current().params()
    only = choices.switch(
        "accompagnees", _("Seulement celles que cite une activité du PASS ou une convention")
    )
    return {name: kept[name] for name in GIVEN} | {"accompagnees": True if only else None}


def _as_query(asked: dict[str, Any]) -> dict[str, Any]:
    """Write what the shared filters do not say, for the evidence page."""
    return {"accompagnees": "oui"} if asked["accompagnees"] else {}


def _nobody(asked: dict[str, Any], _: Language) -> None:
    everybody = dict.fromkeys(asked)
    if answers.answer(SECTOR, **everybody).empty:
        st.info(_("Aucune mutuelle n'est connue dans le jeu de données en usage."))
    elif asked["accompagnees"]:
        st.info(
            _(
                "Aucune mutuelle de ces filtres n'est citée par une activité ou une convention : "
                "le jeu de données ne le dit pas, ce n'est pas « aucune n'est accompagnée »."
            )
        )
    else:
        filters.explain_empty(EACH, _, accompagnees=None)


def _sector(asked: dict[str, Any], _: Language) -> None:
    rows = answers.answer(SECTOR, **asked)
    if rows.empty:
        st.info(_("Les mutuelles de ces filtres sont toutes fusionnées ou dissoutes."))
        return
    base = int(rows["nb_mutuelles_base"].max())
    steps = accompagnement.names(STEPS)
    text = _("{} : {} sur {}, inconnu pour {}")
    said = _.series(
        text.format(
            steps[row.etape_jalon],
            _.number(row.nb_franchies),
            _.number(row.nb_mutuelles_base),
            _.number(row.nb_etape_inconnue),
        )
        for row in records(rows)
    )
    lead = _("Mutuelles ni fusionnées ni dissoutes : {}. Étape franchie : {}.")
    block.figure(
        "etapes_secteur",
        _("Combien de mutuelles ont franchi chaque étape ?"),
        SECTOR,
        rows,
        charts.etapes_secteur(rows, steps, session.colours(), _),
        summary=lead.format(_.number(base), said),
        columns=[STEPS, "nb_mutuelles_base", "nb_franchies", *charts.COUNTS],
        evidence=_as_query(asked),
    )
    note(
        plain(
            _(
                "Les étapes ne se déduisent pas l'une de l'autre : une mutuelle immatriculée dont "
                "rien n'écrit l'agrément reste « inconnue » à l'agrément. « Inconnu » n'est pas "
                "« non »."
            )
        )
    )


def _timeline(rows: pd.DataFrame, asked: dict[str, Any], _: Language) -> None:
    """Draw the mutuals of which a step is known, some at a time; the others are named."""
    known = rows[rows["etat_etape"].isin(["datee", "sans_date"]) | rows["date_fin"].notna()]
    mutuals = list(dict.fromkeys(known["organisme_id"]))
    silent = rows[~rows["organisme_id"].isin(mutuals)].drop_duplicates("organisme_id")
    if not mutuals:
        st.info(_("Aucune étape n'est connue pour ces mutuelles : c'est une lacune des sources."))
        return
    first = accompagnement.page_of("cycles", len(mutuals), DRAWN, _)
    shown = rows[rows["organisme_id"].isin(mutuals[first : first + DRAWN])].reset_index(drop=True)
    steps = accompagnement.names(STEPS)
    text = _("Mutuelles avec au moins une étape connue : {} sur {}.")
    total = rows["organisme_id"].nunique()
    summary = text.format(_.number(len(mutuals)), _.number(total))
    block.figure(
        "cycles",
        _("Le cycle de vie de chaque mutuelle"),
        EACH,
        shown,
        charts.cycles(shown, steps, session.colours(), _),
        summary=" ".join([summary, _latest(known, steps, _), *_silent(silent, _)]),
        columns=["titre_mutuelle", STEPS, "etat_etape", "date", "origine_etape", "document"],
        evidence=_as_query(asked),
        picked=partial(choices.put, "mutuelle"),
    )
    note(
        plain(
            _(
                "Un signe par étape, à sa première date connue ; une date partielle est à son "
                "début. Signe creux, à droite : franchie, date inconnue. Un centre peut être plus "
                "ancien que la mutuelle qui le tient. Cliquez un signe pour suivre la mutuelle."
            )
        )
    )


def _latest(rows: pd.DataFrame, steps: dict[str, str], _: Language) -> str:
    """Say which dated step is the most recent."""
    when = rows.dropna(subset=["date"])
    if when.empty:
        return _("Aucune n'a de date connue.")
    row = next(iter(records(when.sort_values("date", kind="stable").tail(1))))
    text = _("Étape datée la plus récente : {}, {} ({}).")
    return text.format(row.titre_mutuelle, steps[row.etape_jalon], _.date(row.date))


def _silent(rows: pd.DataFrame, _: Language) -> list[str]:
    """Name the mutuals of which no step is known; past some they are counted."""
    if rows.empty:
        return []
    listed = ", ".join(rows["titre_mutuelle"].head(NAMED))
    more = len(rows) - NAMED
    if more > 0:
        listed += " " + _.plural("et {} autre", "et {} autres", more)
    return [_("Sans aucune étape connue : {}.").format(listed)]


def _every(rows: pd.DataFrame, _: Language) -> None:
    """List every mutual with its steps side by side; a row opens its course below."""
    wide = _side_by_side(rows, _)
    steps = [f"etape_{code}" for code in accompagnement.names(STEPS)]
    with st.expander(_("Les étapes côte à côte, mutuelle par mutuelle")):
        listing.show(
            "cycles_liste",
            rows,
            ["titre_mutuelle", "statut_juridique", *steps],
            _("Une ligne par mutuelle ; une date, ou ce qu'on sait de l'étape."),
            chosen=lambda place: choices.put("mutuelle", wide["organisme_id"].iloc[place]),
            written=wide,
        )


def _side_by_side(rows: pd.DataFrame, _: Language) -> pd.DataFrame:
    """Make one row per mutual, with a column per step: its date, or its state in words."""
    states = accompagnement.names("etat_etape")
    told = [
        states[row.etat_etape] if pd.isna(row.date) else _.date(row.date) for row in records(rows)
    ]
    wide = (
        rows.assign(dit=told, colonne="etape_" + rows[STEPS])
        .pivot(index="organisme_id", columns="colonne", values="dit")
        .reindex(list(dict.fromkeys(rows["organisme_id"])))
        .reset_index()
    )
    about = rows.drop_duplicates("organisme_id")[
        ["organisme_id", "titre_mutuelle", "statut_juridique"]
    ]
    return wide.merge(about, on="organisme_id")


def _choose(rows: pd.DataFrame, _: Language) -> str | None:
    """Let the reader follow one mutual; of very many, among those whose name is searched."""
    mutuals = rows.drop_duplicates("organisme_id")
    titles = dict(zip(mutuals["organisme_id"], mutuals["titre_mutuelle"], strict=True))
    asked = choices.read_text("mutuelle")
    if len(titles) > MOST_OPTIONS:
        part = choices.text("nom", _("Chercher un nom")).casefold()
        found = [one for one, title in titles.items() if part in title.casefold()]
        kept = [one for one in titles if one == asked or one in set(found[:MOST_OPTIONS])]
        titles = {one: titles[one] for one in kept}
    st.subheader(_("Suivre une mutuelle"), anchor="suivre")
    return choices.select(
        "mutuelle",
        _("Mutuelle"),
        list(titles),
        titles.__getitem__,
        placeholder=_("Choisir une mutuelle"),
    )


def _course(identifier: str, rows: pd.DataFrame, _: Language) -> None:
    """Follow one mutual: its steps with their documents, its statuses, who accompanied it."""
    row = rows.iloc[0]
    with st.container(border=True, key="parcours_suivi"):
        st.markdown(f"**{plain(str(row['nom']))}**")
        _picture(identifier, rows, _)
        st.markdown(_told(rows, _))
        listing.footer("parcours_suivi", rows, _)
        st.page_link(
            CARD,
            label=_("Ouvrir sa fiche"),
            icon=":material/groups:",
            query_params=filters.as_query() | {"fiche": f"organisme:{identifier}"},
        )
    _around(identifier, _)


def _picture(identifier: str, rows: pd.DataFrame, _: Language) -> None:
    """Draw its statuses as bars of time and its steps as marks, the oldest first."""
    steps, legal = accompagnement.names(STEPS), accompagnement.names("statut_juridique")
    own = rows[rows["date"].notna()]
    marks = pd.DataFrame(
        {
            "genre": "jalon",
            "nom": [steps[code] for code in own[STEPS]],
            "date_debut": own["date"],
            "date_fin": None,
        }
    )
    known = answers.answer("fiches/organisme_parcours", id=identifier)
    status = known[known["genre"] == parcours.STATUS]
    bars = status.assign(nom=[legal.get(one, one) for one in status["code"]])
    both = pd.concat([marks, bars[list(marks.columns)]]).dropna(subset=["date_debut"])
    if both.empty:
        return
    both = both.sort_values(["date_debut", "genre"], kind="stable").reset_index(drop=True)
    summary = _.series(_.pair(one.nom, _.date(one.date_debut)) for one in records(both))
    listing.picture("parcours_suivi_dates", parcours.parcours(both, session.colours(), _), summary)


def _told(rows: pd.DataFrame, _: Language) -> str:
    """List the six steps: when, in which document, or that nothing says it."""
    steps, states = accompagnement.names(STEPS), accompagnement.names("etat_etape")
    titles = _documents(rows)
    lines = []
    for row in records(rows):
        when = states[row.etat_etape] if pd.isna(row.date) else _.date(row.date)
        text = plain(when if pd.isna(row.document) else f"{when} – {row.document}")
        if not pd.isna(row.source_id):
            text += f" ({titles.get(row.source_id, MISSING)})"
        lines.append("- " + _.pair(f"**{plain(steps[row.etape_jalon])}**", text))
    return "\n".join(lines)


def _documents(rows: pd.DataFrame) -> dict[str, str]:
    """Write a link to each document behind the steps."""
    found = answers.sources(rows["source_id"])
    return {row.source_id: link(row.editeur, row.url) for row in records(found)}


def _around(identifier: str, _: Language) -> None:
    """Show the activities and the agreements that name it, and whom it is linked to."""
    held = answers.answer("fiches/organisme_activites", id=identifier)
    signed = answers.answer("fiches/organisme_conventions", id=identifier)
    tied = answers.answer("fiches/organisme_liens", id=identifier)
    for key, title, rows, columns in (
        (
            "suivi_activites",
            _("Activités qui la citent"),
            held,
            ["date_debut", "intitule", "type_activite", "lieu", "est_pass", "resultat"],
        ),
        (
            "suivi_conventions",
            _("Conventions qui la citent"),
            signed,
            ["date_signature", "objet", "parties", "echeance", "statut_convention"],
        ),
        (
            "suivi_liens",
            _("Organismes qui lui sont liés"),
            tied,
            ["type_lien", "autre", "date_debut", "date_fin"],
        ),
    ):
        st.markdown(f"**{plain(title)}**")
        if rows.empty:
            note(plain(_("Rien de connu dans le jeu de données en usage.")))
            continue
        days = [one for one in columns if one.startswith("date_") or one == "echeance"]
        count = _.plural("{} ligne connue.", "{} lignes connues.", len(rows))
        written = accompagnement.dated(rows, days, _)
        listing.show(key, rows, columns, count, written=written)
