"""Where patients are sent: from each centre to the nearest one of the next level of care."""

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from cartomut import summaries
from cartomut.access.referral import LEVELS, next_level
from cartomut.charts.couverture import hue
from cartomut.i18n import N_, Language
from cartomut.ui import (
    answers,
    block,
    filters,
    legend,
    listing,
    map_file,
    map_picture,
    scene,
    session,
)
from cartomut.ui.couverture import Chosen
from cartomut.ui.map_choices import Chosen as MapChosen
from cartomut.ui.reached import ANY, CENTRES, points, rounded
from cartomut.ui.text import plain

COLUMNS = (
    "nom",
    "nom_region",
    "niveau_soins",
    "niveau_suivant",
    "centre_reference",
    "km_reference",
    "minutes_reference",
    "precision",
)
NEXT = dict(pairwise(LEVELS))


def draw(chosen: Chosen, _: Language) -> None:
    """Show how far each level is from the next, on the map and centre by centre."""
    rows = chain(chosen)
    told = [*chosen.assumed.lines(_), *_limits(chosen, rows, _)]
    if rows.empty or rows["km_reference"].isna().all():
        st.info(plain(" ".join(_limits(chosen, rows, _))), icon=":material/info:")
        if rows.empty:
            return
    summary = " ".join([*_told(rows, _), *_limits(chosen, rows, _)])
    _map(rows, chosen, summary, told, _)
    _list(rows, summary, told, _)


@scene.titled("chaine_recours", N_("De chaque centre au plus proche du niveau de soins suivant"))
def _list(rows: pd.DataFrame, summary: str, told: list[str], _: Language) -> None:
    with st.container(border=True, key="figure_chaine_recours"):
        st.subheader(_("De chaque centre au plus proche du niveau de soins suivant"))
        kept = rounded(rows).assign(hypotheses_acces=" ".join(told))
        listing.show(
            "chaine_recours", kept, COLUMNS, summary, ordered=_("Du plus loin au plus proche")
        )


def chain(chosen: Chosen) -> pd.DataFrame:
    """List the centres whose level has one above it, the farthest from it first.

    The centres are those of the dataset, in the territory chosen; the next level is looked for in
    the whole country, and among the facilities of the official list where there is one.
    ``km_reference`` is unknown where none of the next level is known.
    """
    centres = chosen.ground.of(ANY)
    level = np.array([one if isinstance(one, str) else None for one in centres["niveau_soins"]])
    found = next_level(points(centres), level, chosen.assumed.travel, by=chosen.ground.way.by)
    rows = centres.iloc[found["centre"].to_numpy()].reset_index(drop=True)
    above = centres.iloc[found["reference"].to_numpy()].reset_index(drop=True)
    has = found["reference"] >= 0
    rows = rows.assign(
        niveau_suivant=found["niveau_suivant"],
        centre_reference=above["nom"].where(has),
        vers_latitude=above["latitude"].where(has),
        vers_longitude=above["longitude"].where(has),
        km_reference=found["km"],
        minutes_reference=found["minutes"],
    )
    here = rows["region_code"].isin(chosen.ground.places["region_code"].unique())
    rows = rows[here & rows["nature"].notna()]  # those of the official list are only gone to
    order = ["km_reference", "nom"]
    return rows.sort_values(order, ascending=[False, True], kind="stable").reset_index(drop=True)


def _told(rows: pd.DataFrame, _: Language) -> list[str]:
    """Say the spread of the distances from each level to the next."""
    write = partial(_km, _=_)
    return [
        summaries.spread(_step(str(lower), _), part["km_reference"], _("centres"), write, _)
        for lower, part in rows.groupby("niveau_soins", sort=True)
    ]


def _step(lower: str, _: Language) -> str:
    names = answers.names()["niveau_soins"]
    return _("Du niveau {} au niveau {}").format(names[lower].lower(), names[NEXT[lower]].lower())


def _km(value: float, _: Language) -> str:
    return _("{} km").format(_.number(value, 1))


def _limits(chosen: Chosen, rows: pd.DataFrame, _: Language) -> list[str]:
    """Say which centres have no known level, and which have no known next level."""
    levels = chosen.ground.centres["niveau_soins"]
    said = [
        _("Centres ouverts dont le niveau de soins est connu : {} sur {}.").format(
            _.number(int(levels.notna().sum())), _.number(len(levels))
        )
    ]
    lost = int(rows["km_reference"].isna().sum())
    if lost and chosen.ground.way.network:
        said.append(
            _(
                "Centres sans chemin connu, par la route, vers un centre du niveau suivant : {}. "
                "La distance est alors inconnue, et aucun niveau n'est sauté."
            ).format(_.number(lost))
        )
    elif lost:
        said.append(
            _(
                "Centres pour lesquels aucun centre situé du niveau suivant n'est connu : {}. La "
                "distance est alors inconnue, et aucun niveau n'est sauté."
            ).format(_.number(lost))
        )
    said.append(
        _(
            "Le centre de recours est le plus proche de ceux du jeu de données, pas celui que le "
            "patient choisit ou que la mutuelle désigne."
        )
    )
    return said


@scene.titled("carte_recours", N_("La chaîne de recours sur la carte"))
def _map(rows: pd.DataFrame, chosen: Chosen, summary: str, told: list[str], _: Language) -> None:
    from cartomut.maps import carte
    from cartomut.maps.carte import View

    placed = rows.dropna(subset=["km_reference", "latitude"])
    if placed.empty:
        return
    parts = _content(placed, chosen, _)
    kept = filters.current()
    view = View(level="region", layers=("lieux", "lacs"), frame=map_picture.frame_of(kept))
    with st.container(border=True, key="figure_carte_recours"):
        st.subheader(_("La chaîne de recours sur la carte"))
        drawn = carte.carte(**parts, view=view, palette=session.colours(), _=_)
        left, right = st.columns([7, 3])
        with left:
            map_picture.show(drawn, "carte_recours", 560)
        with right:
            legend.draw(drawn.legend, session.colours())
        st.markdown(plain(summary))
        notes = [summary, *block.caption(CENTRES, rows).lines(_), *told]
        map_file.of_content("carte_recours", parts, view, [*notes, *map_file.edition_notes(_)], _)


def _content(rows: pd.DataFrame, chosen: Chosen, _: Language) -> dict[str, Any]:
    from cartomut.maps.areas import Measure
    from cartomut.maps.carte import Network

    names = dict(answers.names()["niveau_soins"])
    centres = chosen.ground.centres.dropna(subset=["latitude", "niveau_soins"])
    places = centres.assign(genre="centre", id=centres["centre_id"], est_ouvert=True)
    palette = session.colours()
    links = pd.DataFrame(
        {
            "type_lien": rows["niveau_soins"],
            "de_nom": rows["nom"],
            "vers_nom": rows["centre_reference"],
            "de_latitude": rows["latitude"],
            "de_longitude": rows["longitude"],
            "vers_latitude": rows["vers_latitude"],
            "vers_longitude": rows["vers_longitude"],
            "distance_km": rows["km_reference"],
            "est_trace": True,
        }
    )
    return {
        "territories": _areas(rows, chosen),
        "places": places.rename(columns={"niveau_soins": "categorie"}),
        "circles": pd.DataFrame({"code": [], "valeur": []}),
        "measure": Measure(_("Distance médiane au niveau suivant"), partial(_km, _=_)),
        "amount": None,
        "kinds": names,
        "precisions": dict(answers.names()["precision"]),
        "attribution": map_picture.attribution(MapChosen()),
        "network": Network(links, {lower: _step(lower, _) for lower in NEXT}),
        "colours": {code: hue(rank, palette) for rank, code in enumerate(names)},
    }


def _areas(rows: pd.DataFrame, chosen: Chosen) -> pd.DataFrame:
    """Give each region the median distance of its centres; a region without any says so."""
    regions = chosen.ground.places.drop_duplicates("region_code")
    median = rows.groupby("region_code")["km_reference"].median()
    found = regions["region_code"].map(median).to_numpy(dtype="float64")
    return pd.DataFrame(
        {
            "code": regions["region_code"],
            "nom": regions["nom_region"],
            "valeur": found,
            "etat": np.where(np.isnan(found), "sans_entite", "valeur"),
        }
    )
