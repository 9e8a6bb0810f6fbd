"""Pieces of the page of reach: what is asked, who is within reach by set, region and place."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from cartomut import summaries
from cartomut.access.reach import RINGS, Reach
from cartomut.charts import couverture as charts
from cartomut.i18n import N_, Language
from cartomut.ui import (
    answers,
    assumptions,
    block,
    choices,
    filters,
    listing,
    reach_map,
    reached,
    scene,
    session,
)
from cartomut.ui.assumptions import Assumptions
from cartomut.ui.kpi import kpi
from cartomut.ui.note import note
from cartomut.ui.reached import Ground
from cartomut.ui.text import plain

PARTS = {
    "portee": N_("Qui est à portée"),
    "offre": N_("Offre et demande"),
    "recours": N_("Vers le niveau de soins suivant"),
}
SERVICE = "tb_traitement"
REGION_COLUMNS = (
    "nom_region",
    "population",
    "population_a_portee",
    "population_hors_portee",
    "part_a_portee",
    "km_moyen",
    "lieu_eloigne",
    "km_eloigne",
    "nb_localites",
    "annee",
    "etat",
)
PLACE_COLUMNS = (
    "nom_lieu",
    "nom_region",
    "population",
    "km_proche",
    "minutes_proche",
    "centre_proche",
    "precision_centre",
    "methode_population",
    "annee",
)


@dataclass(frozen=True)
class Chosen:
    """What the reader asks: the assumptions, the ground, the set of centres that count."""

    assumed: Assumptions
    ground: Ground
    ensemble: str

    @property
    def reach(self) -> Reach:
        """Return the nearest centre of each place."""
        return self.ground.reach(self.ensemble, self.assumed.factor)

    def named(self, _: Language) -> str:
        """Name the centres that count."""
        if self.ensemble == "service":
            service = answers.name("service", self.ground.service)
            return _("Centre qui offre « {} »").format(service)
        return answers.name("ensemble_centres", self.ensemble)

    def lines(self, _: Language) -> list[str]:
        """Write everything that a figure of this page rests on, in sentences."""
        told = [
            _("Centres qui comptent : {}.").format(self.named(_)),
            *self.assumed.lines(_),
            reached.known_centres(self.ground, self.ensemble, _),
            reached.population(self.ground, _),
        ]
        if self.ensemble == "service":
            told.insert(1, reached.asked(self.ground, _))
        return told


def choose_part(_: Language) -> str:
    """Let the reader choose what the page shows."""
    return choices.segments(
        "volet", _("Ce que la page montre"), list(PARTS), lambda code: _(PARTS[code])
    )


def choose(_: Language) -> Chosen | None:
    """Draw the box of assumptions, which stays on the screen; None when no place is known."""
    with st.container(border=True, key="hypotheses_acces"):
        assumptions.head(_)
        ensemble, service = _centres(_)
        assumed = assumptions.choose(_)
        ground = reached.load(service)
        if ground.places.empty:
            return None
        chosen = Chosen(assumed, ground, ensemble)
        assumptions.show(chosen.lines(_)[1:])  # the centres that count stand above
    _warn(chosen, _)
    return chosen


def _centres(_: Language) -> tuple[str, str]:
    """Choose the set of centres, and the service that the fourth set asks for."""
    left, right = st.columns(2)
    with left:
        ensemble = choices.select(
            "ensemble",
            _("Centres qui comptent"),
            reached.sets(),
            partial(answers.name, "ensemble_centres"),
            default=reached.SETS[0],
        )
    with right:
        names = dict(answers.names()["service"])
        service = choices.select(
            "service", _("Service choisi"), list(names), names.__getitem__, default=SERVICE
        )
    return str(ensemble), str(service)


def _warn(chosen: Chosen, _: Language) -> None:
    """Say what no figure here can know: other facilities, regions without a survey, communes."""
    if not chosen.ground.surveyed:
        st.info(
            _(
                "Les centres n'ont pas été recensés partout : seuls comptent ceux qu'une source "
                "nomme. La population à portée est un minimum, et « sans centre connu » ne veut "
                "pas dire « sans centre »."
            ),
            icon=":material/info:",
        )
    said = []
    if reached.listed().empty:
        said.append(
            _(
                "Aucune liste officielle de tous les établissements de santé n'est chargée : un "
                "hôpital ou un centre public qui n'est pas dans ce jeu de données n'est pas compté."
            )
        )
    if filters.current().commune:
        said.append(
            _("Le filtre de commune ne s'applique pas ici : la région entière est comptée.")
        )
    if said:
        note(plain(" ".join(said)))


def nothing(_: Language) -> None:
    """Say that no inhabited place is known under the filters."""
    st.info(
        _("Aucun lieu habité n'est connu dans ce territoire : rien ne peut être compté."),
        icon=":material/info:",
    )


def draw(chosen: Chosen, _: Language) -> None:
    """Show who is within reach: in figures, by set of centres, on the map, by region, by place."""
    if not (chosen.reach.centre >= 0).any():
        none(chosen, _)
        _rings(chosen, _)
        return

    _figures(chosen, _)
    _rings(chosen, _)
    rows = by_region(chosen)
    reach_map.draw(chosen.ground, chosen.ensemble, chosen.assumed, rows, chosen.lines(_), _)
    _regions(chosen, rows, _)
    _places(chosen, _)


def none(chosen: Chosen, _: Language) -> None:
    """Say that no centre of the set is open and has a position: nothing is computed of it."""
    text = _(
        "Aucun centre ouvert et situé ne répond à « {} » : la population à portée est inconnue."
    )
    st.info(plain(text.format(chosen.named(_))), icon=":material/info:")


def by_region(chosen: Chosen) -> pd.DataFrame:
    """Count people by region, the best served first, with the documents of the centres too."""
    rows = reached.by_region(chosen.ground, chosen.reach, chosen.assumed.km)
    centres = chosen.ground.of(chosen.ensemble)["source_id"]
    rows["source_id"] = [reached.sources(pd.Series([one]), centres) for one in rows["source_id"]]
    order = ["part_a_portee", "population"]
    return rows.sort_values(order, ascending=False, kind="stable").reset_index(drop=True)


def _figures(chosen: Chosen, _: Language) -> None:
    total = chosen.reach.total(chosen.assumed.km)
    km = _.number(chosen.assumed.km, 1)
    columns = st.columns(4)
    least = not chosen.ground.surveyed
    reach_text = _persons(total["population_a_portee"], _)
    share = float(total["part_a_portee"])
    with columns[0]:
        kpi(_("Population"), _persons(total["population"], _), reached.counted(chosen.ground, _))
    with columns[1]:
        text = _("au moins {}").format(reach_text) if least else reach_text
        kpi(_("À {} km ou moins").format(km), text, _shared(share, total, "population_a_portee", _))
    with columns[2]:
        kpi(
            _("Sans centre connu à moins de {} km").format(km),
            _persons(total["population_hors_portee"], _),
            _shared(1 - share, total, "population_hors_portee", _),
        )
    with columns[3]:
        mean = float(total["km_moyen"])
        minutes = float(chosen.assumed.travel.minutes(np.array([mean]))[0])
        kpi(
            _("Distance moyenne par personne"),
            _("{} km").format(_.number(mean, 1)),
            _("{} min de trajet supposé").format(_.number(minutes)),
        )


def _shared(share: float, total: pd.Series, part: str, _: Language) -> str:
    """Write a share with the persons it is made of, and of whom."""
    return _("{} de la population\u00a0: {} sur {}").format(
        summaries.percent(share, _), _persons(total[part], _), _persons(total["population"], _)
    )


def _persons(value: Any, _: Language) -> str:
    return _.number(round(float(value)))


def _rings(chosen: Chosen, _: Language) -> None:
    """Show for each set of centres how many people live in each ring of distance."""
    bounds = tuple(sorted({*RINGS, chosen.assumed.km}))
    rows = ring_rows(chosen, bounds, _)
    if rows.empty:
        return
    block.figure(
        "anneaux",
        _("Combien de personnes vivent à quelle distance d'un centre ?"),
        reached.PLACES,
        reached.rounded(rows),
        charts.anneaux(rows, session.colours(), _),
        summary=_told_rings(chosen, rows, bounds, _),
        columns=[
            "ensemble_nom",
            "nb_centres_comptes",
            "classe_ecrite",
            "population",
            "part_classe",
        ],
        unit=_("personnes ; {}").format(reached.counted(chosen.ground, _)),
        denominators=[_("population des lieux habités du territoire choisi")],
        base=_("anneaux"),
        assumptions=[
            *chosen.assumed.lines(_),
            reached.asked(chosen.ground, _),
            reached.population(chosen.ground, _),
        ],
    )


def ring_rows(chosen: Chosen, bounds: tuple[float, ...], _: Language) -> pd.DataFrame:
    """Lay out the people of each ring, one row per set that has a centre and per ring."""
    names = charts.class_names(bounds, "km", _)
    made = []
    for ensemble in reached.sets():
        found = chosen.ground.reach(ensemble, chosen.assumed.factor)
        if not (found.centre >= 0).any():
            continue
        rings = found.by_class(bounds)
        made.append(
            rings.rename(columns={"rang": "rang_classe", "part": "part_classe"}).assign(
                ensemble=ensemble,
                ensemble_nom=replace(chosen, ensemble=ensemble).named(_),
                classe_ecrite=names,
                nb_centres_comptes=len(chosen.ground.of(ensemble)),
                base=" ; ".join(sorted(chosen.ground.places["base"].dropna().unique())),
                source_id=reached.sources(
                    chosen.ground.places["source_id"], chosen.ground.of(ensemble)["source_id"]
                ),
            )
        )
    return pd.concat(made, ignore_index=True) if made else pd.DataFrame()


def _told_rings(chosen: Chosen, rows: pd.DataFrame, bounds: tuple[float, ...], _: Language) -> str:
    """Say each set's people within the chosen distance, and of the sets without any centre."""
    near = rows[rows["rang_classe"] <= bounds.index(chosen.assumed.km)]
    told = []
    for ensemble, part in near.groupby("ensemble", sort=False):
        whole = rows.loc[rows["ensemble"] == ensemble, "population"].sum()
        subject = _("{}, à {} km ou moins").format(
            part["ensemble_nom"].iloc[0], _.number(chosen.assumed.km, 1)
        )
        write = partial(_persons, _=_)
        told.append(
            summaries.share(subject, part["population"].sum(), whole, _("population"), write, _)
        )
    missing = [one for one in reached.sets() if one not in set(rows["ensemble"])]
    for one in missing:
        name = replace(chosen, ensemble=one).named(_)
        told.append(_("{} : aucun centre ouvert et situé n'est connu.").format(name))
    return " ".join(told)


def _regions(chosen: Chosen, rows: pd.DataFrame, _: Language) -> None:
    texts = [summaries.percent(one, _) if pd.notna(one) else "" for one in rows["part_a_portee"]]
    title = _("part de la population à {} km ou moins").format(_.number(chosen.assumed.km, 1))
    block.figure(
        "couverture_regions",
        _("Quelle part de chaque région est à portée ?"),
        reached.PLACES,
        reached.rounded(rows),
        charts.regions(rows, "part_a_portee", texts, title, session.colours(), _),
        summary=_told_regions(chosen, rows, _),
        columns=REGION_COLUMNS,
        unit=_("personnes"),
        denominators=[_("population des lieux habités de la région")],
        base=_("régions"),
        assumptions=chosen.lines(_),
    )


def _told_regions(chosen: Chosen, rows: pd.DataFrame, _: Language) -> str:
    known = rows[rows["etat"] == "valeur"]
    if known.empty:
        return _("Aucune région n'a été recensée, et aucun centre connu n'y est à portée.")
    subject = _("Part de la population à {} km ou moins, par région").format(
        _.number(chosen.assumed.km, 1)
    )
    told = [
        summaries.spread(
            subject, rows["part_a_portee"], _("régions"), partial(summaries.percent, _=_), _
        )
    ]
    away = known.sort_values("population_hors_portee", ascending=False).head(3)
    named = _.series(
        f"{name} ({_persons(people, _)})"
        for name, people in zip(away["nom_region"], away["population_hors_portee"], strict=True)
    )
    told.append(_("Le plus de personnes sans centre connu à portée : {}.").format(named))
    return " ".join(told)


@scene.titled("lieux_eloignes", N_("Les lieux les plus loin d'un centre"))
def _places(chosen: Chosen, _: Language) -> None:
    """List the inhabited places beyond reach, the farthest first."""
    rows = reached.distances(
        chosen.ground, chosen.reach, chosen.ensemble, chosen.assumed.travel.minutes
    )
    rows = rows[rows["km_proche"] > chosen.assumed.km].reset_index(drop=True)
    with st.container(border=True, key="figure_lieux_eloignes"):
        st.subheader(_("Les lieux les plus loin d'un centre"))
        if rows.empty:
            st.markdown(plain(_("Aucun lieu habité n'est au-delà de la distance choisie.")))
            return
        summary = _told_places(chosen, rows, _)
        st.markdown(plain(summary))
        kept = reached.rounded(rows).assign(
            hypotheses_acces=" ".join(chosen.lines(_)), nature=_natures(chosen.ground)
        )
        listing.show(
            "lieux_eloignes", kept, PLACE_COLUMNS, summary, ordered=_("Du plus loin au plus proche")
        )


def _natures(ground: Ground) -> str:
    return " ; ".join(sorted(ground.centres["nature"].dropna().unique()))


def _told_places(chosen: Chosen, rows: pd.DataFrame, _: Language) -> str:
    first = rows.iloc[0]
    return _(
        "Lieux habités à plus de {} km d'un centre connu : {} ; leurs habitants : {}. Le plus loin "
        "est {} ({}), à {} km et {} min de trajet supposé ; son centre le plus proche est {}."
    ).format(
        _.number(chosen.assumed.km, 1),
        _.number(len(rows)),
        _persons(rows["population"].sum(), _),
        first["nom_lieu"],
        first["nom_region"],
        _.number(first["km_proche"], 1),
        _.number(first["minutes_proche"]),
        first["centre_proche"],
    )
