"""What reach is computed with: kilometres, road factor, speeds; in the URL and in exports."""

from dataclasses import dataclass

import streamlit as st

from cartomut.access.travel import Travel
from cartomut.i18n import N_, Language
from cartomut.ui import choices
from cartomut.ui.note import note
from cartomut.ui.text import plain

KM = ("1", "2", "3", "5", "7", "10", "15", "20", "25", "30", "40", "50", "75", "100")
FACTORS = ("1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.75", "2")
MODES = {"pied": N_("à pied"), "moto": N_("à moto"), "voiture": N_("en voiture")}
ON_FOOT = ("3", "4", "5", "6")
BY_MOTORBIKE = ("15", "20", "25", "30", "35", "40", "50")
BY_CAR = ("20", "30", "40", "50", "60", "70", "80")


@dataclass(frozen=True)
class Assumptions:
    """What the reader assumes: ``km`` of road, the road factor, a speed (km/h) for each mode."""

    km: float
    factor: float
    speeds: dict[str, float]
    mode: str

    @property
    def travel(self) -> Travel:
        """Give the engine's way of going: the factor and the speed of the chosen mode."""
        return Travel(self.factor, self.speeds[self.mode])

    @property
    def straight_km(self) -> float:
        """Return the straight kilometres that the chosen distance allows."""
        return self.km / self.factor

    def lines(self, _: Language) -> list[str]:
        """Write the assumptions as sentences, for the screen and for exports."""
        speeds = _.series(
            _("{} {} km/h").format(_(MODES[mode]), _.number(speed))
            for mode, speed in self.speeds.items()
        )
        return [
            _(
                "Distance = vol d'oiseau × {} : une convention, aucune route n'a été mesurée. À "
                "portée : {} km de route au plus ({} km à vol d'oiseau), que le centre soit ou non "
                "dans la même région."
            ).format(_.number(self.factor, 2), _.number(self.km, 1), _.number(self.straight_km, 1)),
            _("Vitesses supposées : {}. Les trajets sont comptés {}.").format(
                speeds, _(MODES[self.mode])
            ),
        ]


def choose(_: Language) -> Assumptions:
    """Draw the choices of the box and return what is assumed."""
    columns = st.columns([3, 3, 4])
    with columns[0]:
        km = choices.select(
            "rayon", _("À portée : jusqu'à (km de route)"), KM, _written(_), default="5"
        )
    with columns[1]:
        factor = choices.select(
            "detour",
            _("Kilomètres de route par kilomètre droit"),
            FACTORS,
            _written(_),
            default="1.3",
        )
    with columns[2]:
        mode = choices.segments("moyen", _("Trajets"), _modes(), lambda code: _(MODES[code]))
    return Assumptions(float(km or 5), float(factor or 1.3), _speeds(_), mode)


def show(lines: list[str]) -> None:
    """Write the assumptions under their choices, one to a line."""
    note("  \n".join(plain(one) for one in lines))


def _modes() -> list[str]:
    return ["voiture", "moto", "pied"]


def _speeds(_: Language) -> dict[str, float]:
    columns = st.columns(3)
    with columns[0]:
        foot = choices.select("pied", _("À pied (km/h)"), ON_FOOT, _written(_), default="5")
    with columns[1]:
        bike = choices.select("moto", _("À moto (km/h)"), BY_MOTORBIKE, _written(_), default="30")
    with columns[2]:
        car = choices.select("voiture", _("En voiture (km/h)"), BY_CAR, _written(_), default="40")
    return {"pied": float(foot or 5), "moto": float(bike or 30), "voiture": float(car or 40)}


def _written(_: Language) -> choices.Write:
    return lambda code: _.number(float(code), 2)
