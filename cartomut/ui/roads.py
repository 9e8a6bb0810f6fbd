"""Which way distances are measured: by the road network in use, or along the straight line."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import streamlit as st

from cartomut import materials
from cartomut.access.distance import Straight, Way
from cartomut.access.network import Network
from cartomut.access.road import OFF_ROAD_KM, Road
from cartomut.i18n import N_, Language
from cartomut.materials import ROADS, Version
from cartomut.ui import choices, session
from cartomut.ui.note import note
from cartomut.ui.text import plain

BY_ROAD, STRAIGHT = "route", "ligne"
WAYS = {BY_ROAD: N_("Par la route"), STRAIGHT: N_("À vol d'oiseau")}


@dataclass(frozen=True)
class Measured:
    """How distances are measured: ``network`` is the version followed, None for straight lines.

    ``factor`` is what a straight kilometre is worth: of the whole way, or of what lies off the
    road. ``installed`` tells whether there is a network that could be followed.
    """

    factor: float
    network: Version | None
    installed: bool

    @property
    def key(self) -> tuple[object, ...]:
        """Return what a distance depends on."""
        return (self.network.numero if self.network else None, self.factor)

    @cached_property
    def by(self) -> Way:
        """Give the way to the engine; a network is read once for every reader."""
        if self.network is None:
            return Straight(self.factor)
        return _road(str(materials.graph_of(self.network.numero)), self.factor)

    @property
    def source(self) -> str | None:
        """Return the identifier of the document that the roads are of."""
        return materials.source_of(ROADS, self.network.numero) if self.network else None

    def line(self, km: float, _: Language) -> str:
        """Say how distances are made, and what is within reach."""
        factor, reach = _.number(self.factor, 2), _.number(km, 1)
        if self.network is None:
            told = _(
                "Distance = vol d'oiseau × {} : une convention, aucune route n'a été mesurée. À "
                "portée : {} km de route au plus ({} km à vol d'oiseau), que le centre soit ou non "
                "dans la même région."
            ).format(factor, reach, _.number(km / self.factor, 1))
            missing = _("Aucun réseau routier n'a été apporté.")
            return told if self.installed else " ".join([told, missing])
        file = self.network.fichier.nom if self.network.fichier else ""
        return _(
            "Distance = plus court chemin par la route, sens uniques compris (réseau : {fichier}, "
            "{editeur}, année {annee}). Hors de la route : vol d'oiseau × {detour}, {limite} km au "
            "plus ; au-delà, la distance est inconnue. À portée : {km} km au plus, que le centre "
            "soit ou non dans la même région."
        ).format(
            fichier=file,
            editeur=self.network.editeur,
            annee=self.network.annee or _("non dite"),
            detour=factor,
            limite=_.number(OFF_ROAD_KM),
            km=reach,
        )


def choose(factor: float, _: Language) -> Measured:
    """Let the reader choose between the road and the straight line, where there is a network."""
    found = _in_use()
    if found is None:
        if choices.read("trajet", list(WAYS), STRAIGHT) == BY_ROAD:
            choices.put("trajet", None)
            note(
                plain(
                    _(
                        "Le lien demande la distance par la route, mais aucun réseau routier n'est "
                        "en usage ici : elle est à vol d'oiseau."
                    )
                )
            )
        return Measured(factor, None, installed=False)
    way = choices.segments("trajet", _("Distance"), list(WAYS), lambda code: _(WAYS[code]))
    return Measured(factor, found if way == BY_ROAD else None, installed=True)


def _in_use() -> Version | None:
    """Return the network that the store read by this run was built beside; None without one."""
    number = int(session.opened().about().get(f"precision_{ROADS}", "0"))
    known = {one.numero: one for one in materials.versions(ROADS)} if number else {}
    found = known.get(number)
    return found if found and materials.graph_of(number).is_file() else None


@st.cache_resource(max_entries=1, show_spinner=False)
def _network(path: str) -> Network:
    return Network.read(Path(path))


@st.cache_resource(max_entries=3, show_spinner=False)
def _road(path: str, factor: float) -> Road:
    return Road(_network(path), factor)
