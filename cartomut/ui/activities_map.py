"""The map of activities: one sign per place, over the number of activities of each region."""

from typing import Any

import pandas as pd
import streamlit as st

from cartomut.i18n import N_, Language
from cartomut.ui import (
    accompagnement,
    answers,
    block,
    choices,
    filters,
    legend,
    listing,
    map_file,
    map_picture,
    scene,
    session,
)
from cartomut.ui.map_choices import Chosen as MapChosen
from cartomut.ui.note import note
from cartomut.ui.text import plain

HEIGHT = 520
QUESTION = "indicateurs/activites"


def keys(rows: pd.DataFrame) -> pd.Series:
    """Return what names the place of each activity; empty for one without a position."""
    both = rows["region_code"].fillna("") + "~" + rows["lieu_repere"].fillna("")
    return both.mask(rows["latitude"].isna(), "")


@scene.titled("carte_activites", N_("Où ont eu lieu ces activités ?"))
def draw(rows: pd.DataFrame, _: Language) -> None:
    """Draw the map, its legend, its twin table and what has no place on it."""
    places = places_of(rows, _)
    with st.container(border=True, key="figure_carte_activites"):
        st.subheader(_("Où ont eu lieu ces activités ?"))
        lost = rows[rows["latitude"].isna()]
        summary = _summary(rows, places, lost, _)
        if places.empty:
            st.info(plain(summary))
            return
        parts = _content(rows, places, _)
        view = _view()
        _map(parts, view, _)
        st.markdown(plain(summary))
        documents = block.caption(QUESTION, rows, _("activités")).lines(_)
        map_file.of_content(
            "carte_activites",
            parts,
            view,
            [summary, *documents, *map_file.edition_notes(_)],
            _,
        )
        with st.expander(_("Les lieux en tableau")):
            listing.show(
                "lieux_activites",
                places,
                ["lieu_repere", "nom_region", "nb_activites", "nb_activites_pass", "precision"],
                summary,
                chosen=lambda place: choices.put("lieu_activites", places["id"].iloc[place]),
                ordered=_("Du plus d'activités au moins"),
            )


def places_of(rows: pd.DataFrame, _: Language) -> pd.DataFrame:
    """Count the activities of each place; one row per place, the busiest first."""
    located = rows[rows["latitude"].notna()]
    order = list(accompagnement.names("precision"))
    ranks = pd.Categorical(located["precision"], categories=order, ordered=True)
    found = (
        located.assign(id=keys(located), precision=ranks)
        .groupby("id", sort=False)
        .agg(
            lieu_repere=("lieu_repere", "first"),
            nom_region=("nom_region", "first"),
            latitude=("latitude", "first"),
            longitude=("longitude", "first"),
            precision=("precision", "max"),  # the least precise of them
            nb_activites=("activite_id", "size"),
            nb_activites_pass=("est_pass", "sum"),
            source_id=("source_id", lambda texts: " ; ".join(sorted(set(texts)))),
            nature=("nature", lambda texts: " ; ".join(sorted(set(texts)))),
        )
        .reset_index()
        .astype({"nb_activites_pass": "int64", "precision": "str"})
    )
    return found.sort_values(
        ["nb_activites", "lieu_repere"], ascending=[False, True], kind="stable"
    ).reset_index(drop=True)


def _summary(rows: pd.DataFrame, places: pd.DataFrame, lost: pd.DataFrame, _: Language) -> str:
    text = _("Activités situées : {} sur {}, en {} lieux.")
    told = [
        text.format(_.number(len(rows) - len(lost)), _.number(len(rows)), _.number(len(places)))
    ]
    if not lost.empty:
        named = _.series(lost["intitule"].head(8))
        more = len(lost) - 8
        named += " " + _.plural("et {} autre", "et {} autres", more) if more > 0 else ""
        told.append(_("Sans lieu dans le pays, ou sans lieu connu : {}.").format(named))
    return " ".join(told)


def _map(parts: dict[str, Any], view: Any, _: Language) -> None:
    from cartomut.maps import carte

    drawn = carte.carte(**parts, view=view, palette=session.colours(), _=_)
    left, right = st.columns([7, 3])
    with left:
        _keep(map_picture.show(drawn, "carte_activites", HEIGHT))
    with right:
        legend.draw(drawn.legend, session.colours())
        note(
            plain(
                _(
                    "Un disque chiffré regroupe des lieux voisins. Cliquez un lieu pour ne garder "
                    "que ses activités, une région pour y descendre."
                )
            )
        )


def _keep(clicked: str) -> None:
    kind, _colon, value = clicked.partition(":")
    if kind in ("pass", "secteur"):
        choices.put("lieu_activites", value)
        st.rerun()
    if kind == "region":
        filters.set_territory("region", value)
        st.rerun()


def _view() -> Any:
    from cartomut.maps.carte import View

    kept = filters.current()
    return View(
        level="region",
        layers=("lieux", "lacs", "villes"),
        selected=tuple(one for one in (kept.region or kept.district,) if one),
        frame=map_picture.frame_of(kept),
    )


def _content(rows: pd.DataFrame, places: pd.DataFrame, _: Language) -> dict[str, Any]:
    """Gather the parts of the picture, on the screen or in a file."""
    from cartomut.maps.areas import Measure

    palette = session.colours()
    return {
        "territories": _regions(rows),
        "places": _signs(places, _),
        "circles": pd.DataFrame({"code": [], "valeur": []}),
        "measure": Measure(_("Activités connues, par région"), _.number),
        "amount": None,
        "kinds": {
            "pass": _("au moins une activité du PASS"),
            "secteur": _("activités du secteur seules"),
        },
        "precisions": accompagnement.names("precision"),
        "attribution": map_picture.attribution(MapChosen()),
        "colours": {"pass": palette.warm, "secteur": palette.ink},
    }


def _regions(rows: pd.DataFrame) -> pd.DataFrame:
    """Count the activities of each region; where none is known, that is what is said."""
    known = answers.answer("listes/territoires")
    counts = rows["region_code"].value_counts()
    regions = known[known["niveau"] == "region"].reset_index(drop=True)
    values = regions["code"].map(counts)
    return pd.DataFrame(
        {
            "code": regions["code"],
            "nom": regions["nom"],
            "valeur": values.astype("Float64"),
            "etat": values.isna().map({True: "inconnu", False: "valeur"}),
        }
    )


def _signs(places: pd.DataFrame, _: Language) -> pd.DataFrame:
    own = places["nb_activites_pass"] > 0
    kind = own.map({True: "pass", False: "secteur"})
    named = [
        _.pair(name, _.plural("{} activité", "{} activités", int(count)))
        for name, count in zip(places["lieu_repere"], places["nb_activites"], strict=True)
    ]
    return pd.DataFrame(
        {
            "genre": kind,
            "id": places["id"],
            "nom": named,
            "categorie": kind,
            "est_ouvert": True,
            "precision": places["precision"],
            "latitude": places["latitude"],
            "longitude": places["longitude"],
        }
    )
