"""The full card of one organisation: its course, figures, area, centres, projects, evidence."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import parcours as charts
from cartomut.i18n import Language
from cartomut.records import records
from cartomut.ui import (
    answers,
    block,
    cards,
    carte,
    choices,
    com,
    comparer,
    comptes_mutuelle,
    facts,
    fiche_pdf,
    filters,
    identity,
    listing,
    session,
    toolbar,
)
from cartomut.ui.note import note
from cartomut.ui.text import link, listed, plain

KIND = "organisme"
KINDS = (KIND, "siege")  # the map names a mutual by its head office
CENTRES = "pages/explorer/centres.py"
CONTRACTS = "pages/piloter/com.py"
MAP_HEIGHT = 360  # pixels
WIDE = (5, 4)


def draw_opened(_: Language) -> bool:
    """Draw the card that ``fiche=organisme:<id>`` opens; tell whether there was one to draw."""
    _go()
    kind, _colon, identifier = choices.read_text("fiche").partition(":")
    if kind not in KINDS or not identifier:
        return False
    found = answers.answer("fiches/organisme", id=identifier)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            _("Retour aux mutuelles"),
            icon=":material/arrow_back:",
            on_click=toolbar.close_card,
            key="_retour_mutuelles",
        )
        if not found.empty:
            _ways_out(identifier, _)
    if found.empty:
        st.info(_("Cette fiche n'existe pas dans le jeu de données en usage."))
    else:
        _card(identifier, found, _)
    return True


def _ways_out(identifier: str, _: Language) -> None:
    st.page_link(
        carte.PAGE,
        label=_("Voir sur la carte"),
        icon=":material/map:",
        query_params=filters.as_query() | {"fiche": f"siege:{identifier}"},
    )
    comparer.link(KIND, identifier)
    _contract(identifier, _)
    fiche_pdf.button(KIND, identifier)


def _contract(identifier: str, _: Language) -> None:
    """Lead to the mutual's last contract of objectives and means, for who may see it."""
    known = com.contracts()
    own = known.loc[known["organisme_id"] == identifier, "com_id"]
    if not own.empty:
        st.page_link(
            CONTRACTS,
            label=_("Voir son COM"),
            icon=":material/assignment_turned_in:",
            query_params=filters.as_query() | {"com": own.iloc[0]},
        )


def _card(identifier: str, found: pd.DataFrame, _: Language) -> None:
    row = found.iloc[0]
    st.header(plain(identity.title(KIND, row)), anchor=False)
    note(plain(identity.kind(KIND, row, _)))
    centres = answers.answer("fiches/organisme_centres", id=identifier)
    left, right = st.columns(WIDE)
    with left:
        _identity(identifier, row, _)
        _course(identifier, _)
    with right:
        _places(identifier, centres, _)
    comptes_mutuelle.figures(identifier, _)
    comptes_mutuelle.ratios(identifier, _)
    _area(identifier, _)
    _centres(centres, comptes_mutuelle.is_surveyed(identifier), _)
    _services(identifier, _)
    _projects(identifier, _)
    _activities(identifier, _)
    _conventions(identifier, _)
    _evidence(identifier, found, _)


def _identity(identifier: str, row: Any, _: Language) -> None:
    """List what identifies the organisation, and the unions and partners it is linked to."""
    cards.pairs_listed(
        [
            *identity.pairs(KIND, row, _),
            (_("Secteur"), answers.name("secteur", row["secteur"])),
            (_("Nature de la ligne"), answers.name("nature", row["nature"])),
        ]
    )
    if not pd.isna(row["site_web"]):
        st.markdown(_.pair(plain(_("Site web")), link(row["site_web"], row["site_web"])))
    rows = answers.answer("fiches/organisme_liens", id=identifier)
    if not rows.empty:
        st.markdown(listed([_tie(one, _) for one in records(rows)], _))


def _tie(row: Any, _: Language) -> tuple[str, str]:
    """Write one link of the network: what sort, with whom, since when."""
    kind = answers.name("type_lien", row.type_lien)
    title = kind if row.est_de_lui else _("{} (vers lui)").format(kind)
    dates = [_.date(one) for one in (row.date_debut, row.date_fin) if not pd.isna(one)]
    return title, f"{row.autre} ({' – '.join(dates)})" if dates else str(row.autre)


def _places(identifier: str, centres: pd.DataFrame, _: Language) -> None:
    """Draw the head office and the centres on a small map; a click opens the centre's card."""
    everywhere = answers.answer("indicateurs/lieux", **filters.Filters().params())
    ids = {identifier, *centres["centre_id"]}
    places = everywhere[everywhere["id"].isin(ids)].reset_index(drop=True)
    if places["latitude"].isna().all():
        st.info(_("Ni son siège ni ses centres n'ont de position connue."))
        return
    clicked = carte.of_places("carte_mutuelle", places, MAP_HEIGHT, card=identifier)
    kind, _colon, chosen = clicked.partition(":")
    if kind == "centre":
        st.switch_page(CENTRES, query_params=filters.as_query() | {"fiche": clicked})
    if kind == "siege" and chosen != identifier:
        choices.put("fiche", clicked)
        st.rerun()


def _course(identifier: str, _: Language) -> None:
    """Show the legal statuses and the steps over time; those without a date are said apart."""
    rows = answers.answer("fiches/organisme_parcours", id=identifier)
    st.subheader(_("Vie juridique"), anchor=False)
    if rows.empty:
        st.info(_("Aucun statut ni aucune étape n'est connu : cela ne dit rien de son agrément."))
        return
    named = rows.assign(nom=[_step(one) for one in records(rows)])
    dated = named[named["date_debut"].notna()]
    if not dated.empty:
        summary = _.series(_.pair(one.nom, _.date(one.date_debut)) for one in records(dated))
        listing.picture("parcours", charts.parcours(named, session.colours(), _), summary)
        note(
            plain(
                _(
                    "Barre : un statut, hachurée quand sa fin n'est pas connue ou qu'il dure "
                    "encore ; losange : une étape. Une date partielle est placée à son début."
                )
            )
        )
    undated = named[named["date_debut"].isna()]
    if not undated.empty:
        note(plain(_("Sans date connue : {}.").format(", ".join(undated["nom"]))))
    with st.expander(_("Les mêmes étapes en tableau")):
        listing.show(
            "parcours_table",
            rows,
            ["quoi", "date_debut", "date_fin", "document"],
            _("Statuts et étapes, du plus ancien au plus récent."),
            written=_dated(named.assign(quoi=named["nom"]), ("date_debut", "date_fin"), _),
        )


def _step(row: Any) -> str:
    return answers.name(
        "statut_juridique" if row.genre == charts.STATUS else "etape_jalon", row.code
    )


def _dated(rows: pd.DataFrame, columns: Sequence[str], _: Language) -> pd.DataFrame:
    """Write partial ISO dates in the reader's language; an unknown one stays empty."""
    shown = rows.copy()
    for column in columns:
        shown[column] = [None if pd.isna(one) else _.date(one) for one in rows[column]]
    return shown


def _area(identifier: str, _: Language) -> None:
    """Show where its beneficiaries live, region by region, as it declared."""
    rows = answers.answer(
        "indicateurs/aire_adhesion", organisme_id=identifier, niveau="region", annee=None
    )
    declared = rows[rows["etat"] != "non_declare"].reset_index(drop=True)
    st.subheader(_("Aire d'adhésion"), anchor=False)
    if declared.empty:
        st.info(_("Aucune région d'implantation n'est déclarée : ce n'est pas « nulle part »."))
        return
    total = declared["valeur"].sum(min_count=1)  # unknown when no region says its number
    text = _(
        "Régions déclarées en {} : {} ; bénéficiaires situés : {}. Ailleurs, rien n'est déclaré."
    )
    summary = text.format(int(declared["annee"].max()), _.number(len(declared)), _.number(total))
    st.markdown(plain(summary))
    listing.show(
        "aire_mutuelle",
        declared,
        ["nom_region", "nb_beneficiaires", "part_beneficiaires"],
        summary,
        written=declared.assign(
            nom_region=declared["nom"],
            nb_beneficiaires=declared["valeur"],
            part_beneficiaires=declared["valeur"] / total if total else None,
        ),
    )
    st.page_link(
        carte.PAGE,
        label=_("Voir l'aire d'adhésion sur la carte"),
        icon=":material/map:",
        query_params=filters.as_query() | {"aire": identifier},
    )


def _centres(rows: pd.DataFrame, surveyed: bool, _: Language) -> None:
    """List its centres and how they stand towards CMU; a row opens the centre's card."""
    st.subheader(_("Ses centres de santé"), anchor=False)
    if rows.empty:
        st.info(
            _("Il a rendu un exercice, et aucun centre de santé ne lui est lié.")
            if surveyed
            else _("Aucun centre connu : cela ne veut pas dire qu'il n'en a pas.")
        )
        return
    held = rows[rows["est_tenu"] & rows["est_ouvert"]]
    text = _("Centres connus : {} ; ouverts, qu'il possède ou gère : {}.")
    summary = text.format(_.number(len(rows)), _.number(len(held)))
    st.markdown(plain(summary))
    if not held.empty:
        st.markdown(plain(_cmu(held, _)))
    listing.show(
        "centres_mutuelle",
        rows,
        [
            "nom",
            "relation",
            "type_etablissement",
            "niveau_soins",
            "statut_operationnel",
            "commune",
            "nom_region",
            "statut_cmu",
        ],
        summary + " " + _("Choisissez une ligne pour ouvrir la fiche du centre."),
        chosen=lambda place: _leave_for(rows["centre_id"].iloc[place]),
    )


def _leave_for(centre: str) -> None:
    """Remember the centre that the reader chose (a callback); the page then changes."""
    st.session_state["_centre_choisi"] = centre


def _go() -> None:
    centre = st.session_state.pop("_centre_choisi", None)
    if centre:
        st.switch_page(CENTRES, query_params=filters.as_query() | {"fiche": f"centre:{centre}"})


def _cmu(held: pd.DataFrame, _: Language) -> str:
    """Say how many of its open centres have a contract with CMU, of how many that answered."""
    known = held[held["statut_cmu"].notna() & (held["statut_cmu"] != "inconnu")]
    if known.empty:
        return _("Articulation avec la CMU : aucun de ses centres ouverts ne la dit.")
    contracted = int((known["statut_cmu"] == "conventionne").sum())
    text = _(
        "Centres ouverts conventionnés avec la CMU : {} sur {} qui le disent ; sans réponse : {}."
    )
    return text.format(_.number(contracted), _.number(len(known)), _.number(len(held) - len(known)))


def _services(identifier: str, _: Language) -> None:
    """Count its open centres by service: yes, no, not asked."""
    rows = answers.answer("fiches/organisme_services", id=identifier)
    asked = rows[rows["nb_oui"] + rows["nb_non"] > 0].reset_index(drop=True)
    st.subheader(_("Services de ses centres ouverts"), anchor=False)
    if rows.empty:
        note(plain(_("Aucun centre ouvert connu qu'il possède ou gère : rien à compter.")))
        return
    if asked.empty:
        st.info(_("Aucun service n'a été demandé à ses centres : ce n'est pas « aucun service »."))
        return
    text = _("Services demandés : {} ; centres ouverts qu'il possède ou gère : {}.")
    summary = text.format(_.number(len(asked)), _.number(asked["nb_centres"].max()))
    st.markdown(plain(summary))
    listing.show(
        "services_mutuelle", asked, ["service", "nb_oui", "nb_non", "nb_non_demande"], summary
    )


def _projects(identifier: str, _: Language) -> None:
    rows = answers.answer("fiches/organisme_projets", id=identifier)
    columns = (
        "intitule",
        "theme",
        "etape_projet",
        "date_etape",
        "statut_projet",
        "montant_projet_fcfa",
        "bailleur",
        "instrument",
        "statut_financement",
        "montant_financement_fcfa",
    )
    _section("projets_mutuelle", _("Projets et financements"), rows, columns, _)


def _activities(identifier: str, _: Language) -> None:
    rows = answers.answer("fiches/organisme_activites", id=identifier)
    columns = ("date_debut", "intitule", "type_activite", "lieu", "est_pass", "resultat")
    _section("activites_mutuelle", _("Activités avec le PASS et ses partenaires"), rows, columns, _)


def _conventions(identifier: str, _: Language) -> None:
    rows = answers.answer("fiches/organisme_conventions", id=identifier)
    columns = ("date_signature", "objet", "parties", "echeance", "statut_convention")
    _section("conventions_mutuelle", _("Conventions"), rows, columns, _)


def _section(key: str, title: str, rows: pd.DataFrame, columns: Sequence[str], _: Language) -> None:
    """Show a table of the card; when there is none, say that none is known."""
    st.subheader(title, anchor=False)
    if rows.empty:
        note(plain(_("Rien de connu dans le jeu de données en usage.")))
        return
    dates = [one for one in columns if one.startswith("date_") or one == "echeance"]
    count = _.plural("{} ligne connue.", "{} lignes connues.", len(rows))
    listing.show(key, rows, columns, count, written=_dated(_.localise(rows), dates, _))


def _evidence(identifier: str, found: pd.DataFrame, _: Language) -> None:
    """Show what published sources say, those that differ side by side, and every document."""
    rows = cards.facts_of(KIND, identifier)
    st.subheader(_("Ce que disent les sources"), anchor=False)
    if rows.empty:
        note(plain(_("Aucun fait publié sur cette fiche dans le jeu de données en usage.")))
    else:
        facts.side_by_side(rows, _)
        facts.sentences(rows, _)
    cards.sources_listed(pd.concat([found["source_id"], rows["source_id"]]), _)
    block.evidence_link(_("Preuves"), entite=KIND, id=identifier)
