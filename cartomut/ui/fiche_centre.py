"""The full card of one centre: what it is, where, what it offers, what it did, who says so."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import activite as charts
from cartomut.charts import services as looks
from cartomut.i18n import MISSING, Language
from cartomut.records import records
from cartomut.ui import (
    answers,
    block,
    cards,
    carte,
    choices,
    comparer,
    facts,
    fiche_pdf,
    filters,
    gate,
    identity,
    lenses,
    listing,
    services,
    session,
    toolbar,
)
from cartomut.ui.note import note
from cartomut.ui.text import listed, plain

KIND = "centre"
MUTUALS = "pages/explorer/mutuelles.py"
MAP = "pages/explorer/carte.py"
REGULATOR_ONLY = "est_autorise"
ACCOUNTS = ("recettes_fcfa", "charges_fcfa")
MARGIN = 0.02  # degrees around the places of the small map
SAME_PLACE = 0.05  # kilometres; two points nearer than that stand on the same landmark


def draw_opened(_: Language) -> bool:
    """Draw the card that ``fiche=centre:<id>`` opens; tell whether there was one to draw."""
    kind, _colon, identifier = choices.read_text("fiche").partition(":")
    if kind != KIND or not identifier:
        return False
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            _("Retour aux centres"),
            icon=":material/arrow_back:",
            on_click=toolbar.close_card,
            key="_retour_centres",
        )
        st.page_link(
            MAP,
            label=_("Voir sur la carte"),
            icon=":material/map:",
            query_params=filters.as_query() | {"fiche": f"{KIND}:{identifier}"},
        )
        comparer.link(KIND, identifier)
        fiche_pdf.button(KIND, identifier)
    found = answers.answer("fiches/centre", id=identifier)
    if found.empty:
        st.info(_("Cette fiche n'existe pas dans le jeu de données en usage."))
    else:
        _card(identifier, found, _)
    return True


def _card(identifier: str, found: pd.DataFrame, _: Language) -> None:
    row = found.iloc[0]
    more = answers.answer("fiches/centre_conditions", id=identifier).iloc[0]
    st.header(plain(row["nom"]), anchor=False)
    note(plain(_tag(row)))
    left, right = st.columns([5, 4])
    with left:
        _identity(row, more, _)
    with right:
        _around(identifier, more, _)
    _neighbours(identifier, more, _)
    _services(identifier, _)
    _activity(identifier, more["organisme_id"], _)
    _links(identifier, _)
    _projects(identifier, _)
    _evidence(identifier, found, _)


def _tag(row: Any) -> str:
    kind = answers.name("type_etablissement", row["type_etablissement"])
    return f"{kind} · {answers.name('statut_operationnel', row['statut_operationnel'])}"


def _identity(row: Any, more: Any, _: Language) -> None:
    """List who owns and runs the centre, where it is and how it is equipped."""
    shown = [pair for pair in identity.pairs(KIND, row, _) if pair[0] not in _elsewhere(_)] + [
        (_("Gestionnaire"), more["gestionnaire"]),
        (_("Fermeture"), _.date(more["date_fermeture"])),
        (_("Ouvert à tous"), _yes(more["est_ouvert_public"], _)),
    ]
    if gate.sees(more["organisme_id"]):
        shown.append((_("Autorisation d'ouverture"), _yes(more[REGULATOR_ONLY], _)))
    cards.pairs_listed(shown)
    if not gate.sees(more["organisme_id"]):
        note(plain(_("L'autorisation d'ouverture n'est montrée qu'à ceux qui la contrôlent.")))
    if not pd.isna(more["organisme_id"]):
        st.page_link(
            MUTUALS,
            label=plain(_("Fiche : {}").format(more["proprietaire"].split(" – ")[0])),
            icon=":material/groups:",
            query_params=filters.as_query() | {"fiche": f"organisme:{more['organisme_id']}"},
        )


def _elsewhere(_: Language) -> set[str]:
    """Name the pairs that the card shows in blocks of their own."""
    return {_("Services cités")}


def _yes(value: Any, _: Language) -> str:
    if value is None or pd.isna(value):
        return MISSING
    return _("oui") if value else _("non")


def _around(identifier: str, more: Any, _: Language) -> None:
    """Draw the centre and its nearest ones on a small map."""
    if pd.isna(more["latitude"]):
        st.info(_("Position inconnue : rien à montrer sur une carte."))
        return
    near = answers.answer("fiches/centres_proches", id=identifier)
    everywhere = answers.answer("indicateurs/lieux", **filters.Filters().params())
    wanted = {identifier, *near["centre_id"]}
    places = everywhere[(everywhere["genre"] == KIND) & everywhere["id"].isin(wanted)]
    clicked = carte.of_places(
        "carte_centre",
        places,
        360,
        card=identifier,
        frame=_frame(identifier, places),
    )
    if clicked and clicked != f"{KIND}:{identifier}":
        choices.put("fiche", clicked)
        st.rerun()


def _frame(identifier: str, places: pd.DataFrame) -> Any:
    """Frame the centre with its nearest ones, never closer than a few streets."""
    from cartomut.maps.carte import Frame

    south, north = places["latitude"].min(), places["latitude"].max()
    west, east = places["longitude"].min(), places["longitude"].max()
    return Frame(
        f"centre:{identifier}",
        (
            (float(south) - MARGIN, float(west) - MARGIN),
            (float(north) + MARGIN, float(east) + MARGIN),
        ),
    )


def _neighbours(identifier: str, more: Any, _: Language) -> None:
    """List the nearest centres with their distance, or say why there is none."""
    st.subheader(_("Les centres les plus proches, à vol d'oiseau"), anchor=False)
    precision = answers.name("precision", more["precision"])
    if not more["est_comparable"]:
        text = _(
            "La position de ce centre est connue à ce niveau : {}. C'est trop peu pour dire quels "
            "centres en sont proches."
        )
        st.info(plain(text.format(precision)), icon=":material/straighten:")
        return
    rows = answers.answer("fiches/centres_proches", id=identifier)
    if rows.empty:
        st.info(_("Aucun autre centre à moins de 100 km parmi ceux dont la position est connue."))
        return
    text = _(
        "Distances en ligne droite entre points, pas par la route ; position de ce centre : {}."
    )
    note(plain(text.format(precision)))
    listing.show(
        "centres_proches",
        rows.assign(nature=more["nature"]),
        ["nom", "distance_ecrite", "precision", "organisme", "type_etablissement", "commune"],
        text.format(precision),
        chosen=lambda place: toolbar.open_card(KIND, rows["centre_id"].iloc[place]),
        written=rows.assign(
            distance_ecrite=[_distance(one, more["precision"], _) for one in records(rows)]
        ),
    )


def _distance(row: Any, precision: str, _: Language) -> str:
    """Write a distance; a point that is only a landmark gives no more than an order of size."""
    if {row.precision, precision} == {"gps"}:
        return _("{} km").format(_.number(row.distance_km, 1))
    if row.distance_km < SAME_PLACE:
        return _("même repère, distance inconnue")
    return _("environ {} km").format(_.number(max(row.distance_km, 1)))


def _services(identifier: str, _: Language) -> None:
    """Show the centre's services in their three looks, with the tracer items."""
    rows = answers.answer("fiches/centre_services", id=identifier)
    if rows.empty or rows["disponible"].isna().all():
        st.subheader(_("Services"), anchor=False)
        st.info(_("Aucun service n'a été demandé à ce centre : ce n'est pas « aucun service »."))
        return
    st.subheader(_("Services"), anchor=False)
    surveyed = bool(rows["est_enquete"].any())
    counts = rows["disponible"].map(looks.state).value_counts()
    named = looks.names(surveyed, _)
    text = _.series(
        _.pair(f"{looks.SIGNS[code]} {named[code]}", _.number(counts.get(code, 0)))
        for code in looks.STATES
    )
    st.markdown(plain(text))
    shown = services.answers_written(rows, surveyed, _)
    if not surveyed:
        shown = shown[shown["disponible"].notna()]
    listing.show(
        "services_centre",
        rows,
        ["service", "etat_service", "items_ecrits", "part_preparation"],
        text,
        written=shown,
    )


def _activity(identifier: str, owner: str | None, _: Language) -> None:
    """Show the counts by year; small ones are hidden and said so; accounts are for some only."""
    st.subheader(_("Activité par année"), anchor=False)
    rows = answers.answer("fiches/centre_activite", id=identifier)
    if rows.empty:
        st.info(_("Aucune activité n'a été recueillie pour ce centre : ce n'est pas zéro."))
        return
    open_here = gate.sees(owner)
    kept = rows if open_here else rows.drop(columns=list(ACCOUNTS))
    columns = [one for one in kept.columns if one.startswith("nb_") or one in ACCOUNTS]
    known = [one for one in columns if one.startswith("nb_") and kept[one].notna().any()]
    titles = lenses.measures(known[:3], _)
    if titles:
        summary = _("{} : de {} à {}.").format(
            ", ".join(titles.values()), rows["annee"].min(), rows["annee"].max()
        )
        chart = charts.activite_centre(kept, titles, session.colours(), _)
        listing.picture("activite_centre", chart, summary)
    told = _("« masqué » : un effectif de 1 à 4, que l'on ne montre pas. « – » : inconnu.")
    listing.show(
        "activite_centre_table",
        kept.assign(masques=[", ".join(one) for one in kept["masques"]]),
        ["annee", *columns],
        told,
        written=_cells(kept, columns, _),
    )
    note(plain(told))
    if not open_here:
        note(plain(_("Les recettes et les charges d'un centre ne sont pas montrées ici.")))


def _cells(rows: pd.DataFrame, columns: list[str], _: Language) -> pd.DataFrame:
    """Write each cell: a number, hidden, or nothing when it is unknown."""
    shown: dict[str, Any] = {"annee": rows["annee"]}
    for column in columns:
        write = _.money if column in ACCOUNTS else _.number
        shown[column] = [
            _("masqué (1 à 4)") if column in hidden else None if pd.isna(value) else write(value)
            for value, hidden in zip(rows[column], rows["masques"], strict=True)
        ]
    return pd.DataFrame(shown, index=rows.index)


def _links(identifier: str, _: Language) -> None:
    """Show referral in both directions, and the other links of the network."""
    rows = answers.answer("fiches/centre_liens", id=identifier)
    if rows.empty:
        return
    st.subheader(_("Référence et liens du réseau"), anchor=False)
    summary = _.plural("{} lien connu.", "{} liens connus.", len(rows))
    listing.show(
        "liens_centre",
        rows,
        ["type_lien", "sens_ecrit", "nom", "date_debut", "date_fin"],
        summary,
        written=rows.assign(sens_ecrit=[_direction(row, _) for row in records(rows)]),
    )
    for row in records(rows.drop_duplicates(["genre", "autre_id"])):
        _open_other(row)


def _open_other(row: Any) -> None:
    """Lead to the other end of a link: a centre's card here, a mutual's on its own page."""
    if row.genre == KIND:
        st.button(
            plain(row.nom),
            icon=":material/local_hospital:",
            type="tertiary",
            key=f"_lien_{row.autre_id}",
            on_click=toolbar.open_card,
            args=(KIND, row.autre_id),
        )
        return
    st.page_link(
        MUTUALS,
        label=plain(row.nom),
        icon=":material/groups:",
        query_params=filters.as_query() | {"fiche": f"{row.genre}:{row.autre_id}"},
    )


def _direction(row: Any, _: Language) -> str:
    if row.type_lien == "reference":
        return _("adresse ses malades à") if row.sens == "vers" else _("reçoit les malades de")
    return _("de ce centre vers") if row.sens == "vers" else _("vers ce centre, de")


def _projects(identifier: str, _: Language) -> None:
    rows = answers.answer("fiches/centre_projets", id=identifier)
    if rows.empty:
        return
    st.subheader(_("Projets"), anchor=False)
    for row in records(_.localise(rows)):
        pairs = (
            (_("Étape"), answers.name("etape_projet", row.etape)),
            (_("Date de l'étape"), _.date(row.date_etape)),
            (_("Montant"), _.money(row.montant_fcfa)),
            (_("Bailleurs"), row.bailleurs),
        )
        known = [(title, str(text)) for title, text in pairs if not _is_unknown(text)]
        st.markdown(f"**{plain(row.intitule)}**\n\n" + listed(known, _))
    listing.documents(rows, _)


def _is_unknown(text: Any) -> bool:
    return text is None or pd.isna(text) or text in ("", MISSING)


def _evidence(identifier: str, found: pd.DataFrame, _: Language) -> None:
    """Show what published sources say, conflicts included, and every document behind the card."""
    rows = cards.facts_of(KIND, identifier)
    st.subheader(_("Ce que disent les sources"), anchor=False)
    if rows.empty:
        note(plain(_("Aucun fait publié sur cette fiche dans le jeu de données en usage.")))
    else:
        facts.sentences(rows, _)
    cards.sources_listed(pd.concat([found["source_id"], rows["source_id"]]), _)
    block.evidence_link(_("Preuves"), entite=KIND, id=identifier)
