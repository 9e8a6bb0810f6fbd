"""What reach is computed with: kilometres, the way, speeds; in the URL and in exports."""

from dataclasses import dataclass

import streamlit as st

from cartomut.access.travel import Travel
from cartomut.i18n import N_, Language
from cartomut.ui import choices, roads
from cartomut.ui.note import note
from cartomut.ui.roads import Measured
from cartomut.ui.text import plain

KM = ("1", "2", "3", "5", "7", "10", "15", "20", "25", "30", "40", "50", "75", "100")
FACTORS = ("1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.75", "2")
MODES = {"pied": N_("à pied"), "moto": N_("à moto"), "voiture": N_("en voiture")}
ON_FOOT = ("3", "4", "5", "6")
BY_MOTORBIKE = ("15", "20", "25", "30", "35", "40", "50")
BY_CAR = ("20", "30", "40", "50", "60", "70", "80")


@dataclass(frozen=True)
class Assumptions:
    """What the reader assumes: ``km`` of road, the way measured, a speed (km/h) for each mode."""

    km: float
    way: Measured
    speeds: dict[str, float]
    mode: str

    @property
    def travel(self) -> Travel:
        """Give the engine's way of going: the factor and the speed of the chosen mode."""
        return Travel(self.way.factor, self.speeds[self.mode])

    @property
    def straight_km(self) -> float:
        """Return the straight kilometres that the chosen distance allows."""
        return self.km / self.way.factor

    def lines(self, _: Language) -> list[str]:
        """Write the assumptions as sentences, for the screen and for exports."""
        speeds = _.series(
            _("{} {} km/h").format(_(MODES[mode]), _.number(speed))
            for mode, speed in self.speeds.items()
        )
        return [
            self.way.line(self.km, _),
            _("Vitesses supposées : {}. Les trajets sont comptés {}.").format(
                speeds, _(MODES[self.mode])
            ),
        ]


def choose(_: Language) -> Assumptions:
    """Draw the choices of the box, in few rows where the screen is wide; return what is assumed."""
    write = _written(_)
    columns = st.columns([5, 5, 9, 4, 4, 4], vertical_alignment="bottom")
    with columns[0]:
        km = choose_km(_)
    with columns[1]:
        factor = choose_factor(_)
    with columns[2]:
        mode = choices.segments("moyen", _("Trajets"), _modes(), lambda code: _(MODES[code]))
    with columns[3]:
        foot = choices.select("pied", _("À pied (km/h)"), ON_FOOT, write, default="5")
    with columns[4]:
        bike = choices.select("moto", _("Moto (km/h)"), BY_MOTORBIKE, write, default="30")
    with columns[5]:
        car = choices.select("voiture", _("Voiture (km/h)"), BY_CAR, write, default="40")
    speeds = {"pied": float(foot or 5), "moto": float(bike or 30), "voiture": float(car or 40)}
    return Assumptions(km, roads.choose(factor, _), speeds, mode)


def choose_km(_: Language) -> float:
    """Let the reader choose how many kilometres of road are within reach."""
    write = _written(_)
    chosen = choices.select("rayon", _("À portée (km de route)"), KM, write, default="5")
    return float(chosen or 5)


def choose_factor(_: Language) -> float:
    """Let the reader choose how many road kilometres a straight one is worth."""
    write = _written(_)
    chosen = choices.select("detour", _("Détour de la route"), FACTORS, write, default="1.3")
    return float(chosen or 1.3)


def head(_: Language) -> None:
    """Title the box of assumptions."""
    title = _("Hypothèses : elles sont dans le lien et dans chaque export")
    st.markdown(f"**{plain(title)}**")


def show(lines: list[str]) -> None:
    """Write the assumptions under their choices, one to a line."""
    note("  \n".join(plain(one) for one in lines))


def _modes() -> list[str]:
    return ["voiture", "moto", "pied"]


def _written(_: Language) -> choices.Write:
    return lambda code: _.number(float(code), 2)
