"""Who is in the network and by which dated links: in figures, as a diagram, a map and tables."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts import reseau as charts
from cartomut.i18n import N_, Language
from cartomut.records import records
from cartomut.ui import (
    answers,
    block,
    cards,
    choices,
    filters,
    legend,
    listing,
    map_file,
    map_picture,
    scene,
    session,
    toolbar,
)
from cartomut.ui.kpi import kpi
from cartomut.ui.map_choices import Chosen as MapChosen
from cartomut.ui.microsysteme import LINKS, MEMBERS, Chosen
from cartomut.ui.note import note
from cartomut.ui.text import plain

HEIGHT = 520
LINK_COLUMNS = (
    "type_lien",
    "de_nom",
    "de_niveau",
    "vers_nom",
    "vers_niveau",
    "date_debut",
    "date_fin",
    "distance_km",
)
MEMBER_COLUMNS = (
    "nom",
    "role_reseau",
    "types_liens",
    "nb_liens",
    "date_debut",
    "niveau_soins",
    "statut_cmu",
    "commune",
)
CORE = ("pivot", "signataire")
ABIDJAN = (5.18, 5.55, -4.25, -3.75)  # south, north, west, east


def draw(chosen: Chosen, _: Language) -> None:
    """Show the network that was chosen, under the filters and the kinds of links."""
    types = _types(_)
    asked = chosen.asked | {"liens": types}
    kept = filters.current().params()
    links = answers.answer(LINKS, **asked, **kept)
    if links.empty:
        _none(asked, _)
        return
    members = answers.answer(MEMBERS, **asked, **kept)
    _figures(chosen, members, links, _)
    summary = _told(links, members, _)
    _diagram(chosen, members, links, summary, types, _)
    _card(_)
    _map(chosen, members, links, _)
    _members(members, _)


def _types(_: Language) -> list[str] | None:
    """Choose the kinds of links; none chosen keeps them all."""
    chosen = choices.select_many(
        "types_liens",
        _("Types de liens"),
        list(answers.names()["type_lien"]),
        partial(answers.name, "type_lien"),
        placeholder=_("Tous les types"),
    )
    return sorted(chosen) or None


def _none(asked: dict[str, Any], _: Language) -> None:
    """Say what leaves no link: the filters, or the year and the kinds of links."""
    if filters.current().active():
        filters.explain_empty(LINKS, _, **asked)
        return
    text = _("Aucun lien connu ne répond à cette année et à ces types de liens.")
    st.info(text, icon=":material/info:")


def _figures(chosen: Chosen, members: pd.DataFrame, links: pd.DataFrame, _: Language) -> None:
    """Count the core, the other members and the dated links."""
    counts = members["role_reseau"].value_counts()
    columns = st.columns(4)
    with columns[0]:
        if chosen.hub:
            core = sum(int(counts.get(role, 0)) for role in CORE)
            text = _("le pivot et les signataires de sa charte")
            kpi(_("Centres du noyau"), _.number(core), text)
        else:
            centres = int((members["genre"] == "centre").sum())
            kpi(_("Centres liés"), _.number(centres), _("qu'un lien au moins nomme"))
    with columns[1]:
        mutuals = int(counts.get("mutuelle", 0))
        kpi(_("Mutuelles et unions"), _.number(mutuals), _("du réseau montré"))
    with columns[2]:
        others = int(counts.get("partenaire", 0)) + int(counts.get("autre", 0))
        kpi(_("Partenaires et autres"), _.number(others), _("qui aident, forment ou appuient"))
    with columns[3]:
        dated = _("{} sur {}").format(
            _.number(int(links["date_debut"].notna().sum())), _.number(len(links))
        )
        kpi(_("Liens datés"), dated, _("dont une source dit le début"))


def _told(links: pd.DataFrame, members: pd.DataFrame, _: Language) -> str:
    """Say how many links of which types, between whom, and from when to when."""
    counts = links["type_lien"].value_counts()
    names = answers.names()["type_lien"]
    said = [
        _("Liens connus : {}, entre {} centres et organismes. Par type : {}.").format(
            _.number(len(links)),
            _.number(len(members)),
            _.series(
                f"{names[code].lower()} ({_.number(int(counts[code]))})"
                for code in names
                if code in counts
            ),
        )
    ]
    dates = links["date_debut"].dropna()
    if dates.empty:
        said.append(_("Aucune source ne date ces liens."))
    else:
        said.append(
            _("Première date connue : {} ; dernière : {}.").format(
                _.date(dates.min()), _.date(dates.max())
            )
        )
    ended = int(links["date_fin"].notna().sum())
    if ended:
        said.append(_("Liens dont une fin est connue : {}.").format(_.number(ended)))
    return " ".join(said)


def _diagram(
    chosen: Chosen,
    members: pd.DataFrame,
    links: pd.DataFrame,
    summary: str,
    types: list[str] | None,
    _: Language,
) -> None:
    names = charts.Names(dict(answers.names()["role_reseau"]), dict(answers.names()["type_lien"]))
    block.figure(
        "reseau",
        _("Qui est lié à qui, et comment ?"),
        LINKS,
        links,
        partial(
            charts.reseau,
            members.assign(detail=[_member(row, _) for row in records(members)]),
            links.assign(detail=[_link(row, _) for row in records(links)]),
            names,
            session.colours(),
            _,
            narrow=session.on_phone(),
        )(),
        summary=summary,
        columns=LINK_COLUMNS,
        evidence=chosen.evidence | ({"liens": types} if types else {}),
        picked=_open,
    )
    note(
        plain(
            _(
                "Une flèche va de qui aide, forme, adresse, signe ou adhère vers l'autre bout. La "
                "place d'un signe ne dit rien de sa position : la carte la montre. Touchez un "
                "signe pour sa fiche. Quand ils sont nombreux, seuls les plus liés portent leur "
                "nom."
            )
        )
    )


def _member(row: Any, _: Language) -> str:
    """Say what a node is, for its hover."""
    told = [row.nom, answers.name("role_reseau", row.role_reseau)]
    if row.genre == "centre":
        level = answers.name("niveau_soins", row.niveau_soins)
        told.append(_("niveau de soins : {}").format(_("inconnu") if level == "–" else level))
        told.append(_("CMU : {}").format(answers.name("statut_cmu", row.statut_cmu)))
    return " · ".join(told)


def _link(row: Any, _: Language) -> str:
    """Say what a link is, for its hover."""
    told = [f"{row.de_nom} → {row.vers_nom}", answers.name("type_lien", row.type_lien)]
    if pd.isna(row.date_debut):
        told.append(_("date inconnue"))
    else:
        told.append(_("depuis : {}").format(_.date(row.date_debut)))
    if not pd.isna(row.date_fin):
        told.append(_("jusqu'à : {}").format(_.date(row.date_fin)))
    return " · ".join(told)


def _open(clicked: Any) -> None:
    """Open the card of a clicked node (a callback)."""
    choices.put("fiche", str(clicked[0] if isinstance(clicked, list) else clicked))


def _card(_: Language) -> None:
    """Show the card of what was clicked, under the diagram."""
    kind, _colon, identifier = choices.read_text("fiche").partition(":")
    if not kind:
        return
    with st.container(border=True, key="fiche_reseau"):
        st.button(
            _("Fermer la fiche"),
            icon=":material/close:",
            type="tertiary",
            on_click=toolbar.close_card,
        )
        cards.card(kind, identifier)


@scene.titled("carte_reseau", N_("Où est le réseau ?"))
def _map(chosen: Chosen, members: pd.DataFrame, links: pd.DataFrame, _: Language) -> None:
    """Draw where the network is, and say who has no position."""
    placed = members.dropna(subset=["latitude", "longitude"])
    told = _placed(members, placed, links, _)
    with st.container(border=True, key="figure_carte_reseau"):
        st.subheader(_("Où est le réseau ?"))
        if placed.empty:
            st.markdown(plain(told))
            return
        from cartomut.maps import carte

        parts, view = _content(placed, links, _), _view(placed)
        drawn = carte.carte(**parts, view=view, palette=session.colours(), _=_)
        left, right = st.columns([7, 3])
        with left:
            clicked = map_picture.show(drawn, "carte_reseau", HEIGHT)
        with right:
            legend.draw(drawn.legend, session.colours())
        st.markdown(plain(told))
        notes = [chosen.name, told, *block.caption(MEMBERS, members).lines(_)]
        map_file.of_content("carte_reseau", parts, view, [*notes, *map_file.edition_notes(_)], _)
    if clicked:
        choices.put("fiche", clicked)
        st.rerun()


def _placed(members: pd.DataFrame, placed: pd.DataFrame, links: pd.DataFrame, _: Language) -> str:
    same = int((links["distance_km"] == 0).sum())
    lost = int((~links["est_trace"]).sum())
    return _(
        "Situés : {} sur {} centres et organismes. Liens tracés : {} sur {} ; un bout n'a pas de "
        "position connue pour {}, les deux sont au même point pour {}."
    ).format(
        _.number(len(placed)),
        _.number(len(members)),
        _.number(len(links) - lost - same),
        _.number(len(links)),
        _.number(lost),
        _.number(same),
    )


def _content(placed: pd.DataFrame, links: pd.DataFrame, _: Language) -> dict[str, Any]:
    """Gather the parts of the map, on the screen or in a file."""
    from cartomut.maps import lines
    from cartomut.maps.areas import Measure
    from cartomut.maps.carte import Network

    plan = MapChosen(layers=("lieux", "lacs"))
    palette, shown = session.colours(), lines.drawn(links)
    places = placed.assign(
        genre=placed["genre"].replace("organisme", "siege"),
        categorie=placed["role_reseau"],
        est_ouvert=placed["est_ouvert"].fillna(True).astype(bool),
    )
    return {
        "territories": _areas(placed),
        "places": places,
        "circles": pd.DataFrame({"code": [], "valeur": []}),
        "measure": Measure(_("Centres et organismes du réseau situés dans la région"), _.number),
        "amount": None,
        "kinds": dict(answers.names()["role_reseau"]),
        "precisions": dict(answers.names()["precision"]),
        "attribution": map_picture.attribution(plan),
        "network": None if shown.empty else Network(shown, dict(answers.names()["type_lien"])),
        "colours": {
            role: palette.category(rank) for role, (_sign, _size, rank) in charts.MARKS.items()
        },
    }


def _areas(placed: pd.DataFrame) -> pd.DataFrame:
    """Count the network's members in each region; a region without any says so."""
    regions = map_picture.territories(MapChosen())[["code", "nom"]]
    counts = regions["code"].map(placed["region_code"].value_counts())
    states = counts.notna().map({True: "valeur", False: "sans_entite"})
    return regions.assign(valeur=counts.astype("float64"), etat=states)


def _view(placed: pd.DataFrame) -> Any:
    """Frame Abidjan when the whole network is there, else what the filters keep."""
    from cartomut.maps.carte import ABIDJAN as AROUND
    from cartomut.maps.carte import View

    south, north, west, east = ABIDJAN
    inside = placed["latitude"].between(south, north) & placed["longitude"].between(west, east)
    frame = AROUND if inside.all() else map_picture.frame_of(filters.current())
    return View(level="region", layers=("lieux", "lacs"), frame=frame)


@scene.titled("membres", N_("Les membres, un par un"))
def _members(members: pd.DataFrame, _: Language) -> None:
    """List who is in the network, with the care level and the CMU status of each centre."""
    with st.container(border=True, key="figure_membres"):
        st.subheader(_("Les membres, un par un"))
        centres = members[members["genre"] == "centre"]
        summary = _(
            "Centres dont le niveau de soins est connu : {} sur {} ; dont le statut CMU est "
            "connu : {} sur {}. Inconnu ne veut pas dire non."
        ).format(
            _.number(int(centres["niveau_soins"].notna().sum())),
            _.number(len(centres)),
            _.number(int((centres["statut_cmu"] != "inconnu").sum())),
            _.number(len(centres)),
        )
        st.markdown(plain(summary))
        listing.show(
            "membres_reseau",
            members,
            MEMBER_COLUMNS,
            summary,
            chosen=lambda row: toolbar.open_card(
                str(members["genre"].iloc[row]), str(members["id"].iloc[row])
            ),
            ordered=_("Par place dans le réseau"),
        )
