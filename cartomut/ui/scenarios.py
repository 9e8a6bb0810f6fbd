"""Scenarios of a new centre as one text each in the URL, read with care: a link may hold anything.

``latitude,longitude,niveau,services,offre:nombre,rayon,nom``; services are joined with ``+``.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from cartomut.i18n import N_, Language
from cartomut.ui import choices
from cartomut.ui.assumptions import KM
from cartomut.ui.supply import CAPACITIES

MOST = 3
READ = 12  # scenarios of a link that are looked at
NAME = 60  # signs of a name
LARGEST = 5000  # beds, or staff
LATITUDES, LONGITUDES = (3.0, 12.0), (-10.0, -1.0)
FAULTS = {
    "champs": N_("il doit avoir sept champs séparés par des virgules"),
    "latitude": N_("la latitude doit être un nombre de 3 à 12"),
    "longitude": N_("la longitude doit être un nombre de −10 à −1"),
    "niveau": N_("le niveau de soins n'est pas connu"),
    "services": N_("un service n'est pas connu"),
    "offre": N_("l'offre doit être centre:1, personnel:nombre ou lits:nombre"),
    "rayon": N_("le rayon n'est pas l'un de ceux qui sont proposés"),
}


class Unreadable(ValueError):
    """A text that is no scenario; ``field`` says where it fails, a key of FAULTS."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Scenario:
    """One new centre: where (degrees), level of care, services, what it offers, how far it counts.

    ``offer`` is ``centre``, ``personnel`` or ``lits`` and ``amount`` how many; ``km`` are of road.
    """

    latitude: float
    longitude: float
    level: str
    services: tuple[str, ...]
    offer: str
    amount: float
    km: float
    name: str

    def written(self) -> str:
        """Write it as the URL holds it."""
        return ",".join(
            (
                f"{self.latitude:.5f}",
                f"{self.longitude:.5f}",
                self.level,
                "+".join(self.services),
                f"{self.offer}:{self.amount:g}",
                f"{self.km:g}",
                self.name,
            )
        )


@dataclass(frozen=True)
class Listed:
    """The scenarios of the URL: those that can be read, and (rank from 1, field) of the others."""

    scenarios: tuple[Scenario, ...]
    faults: tuple[tuple[int, str], ...]
    too_many: bool


def parse(text: str, levels: Collection[str], services: Collection[str]) -> Scenario:
    """Read one scenario.

    Raises
    ------
    Unreadable
        When a field is missing, is no number, or names nothing that is known.
    """
    parts = [one.strip() for one in text.split(",", 6)]
    if len(parts) != 7:
        raise Unreadable("champs")
    offer, amount = _offer(parts[4])
    asked = tuple(dict.fromkeys(one for one in re.split(r"[+ ]", parts[3]) if one))
    if parts[2] not in levels:
        raise Unreadable("niveau")
    if not set(asked) <= set(services):
        raise Unreadable("services")
    if parts[5] not in KM:
        raise Unreadable("rayon")
    return Scenario(
        latitude=_number(parts[0], *LATITUDES, "latitude"),
        longitude=_number(parts[1], *LONGITUDES, "longitude"),
        level=parts[2],
        services=asked,
        offer=offer,
        amount=amount,
        km=float(parts[5]),
        name=parts[6][:NAME],
    )


def listed(texts: list[str], levels: Collection[str], services: Collection[str]) -> Listed:
    """Read every scenario of a link, at most MOST of them."""
    good, faults = list[Scenario](), list[tuple[int, str]]()
    for rank, text in enumerate(texts, 1):
        try:
            good.append(parse(text, levels, services))
        except Unreadable as fault:
            faults.append((rank, fault.field))
    return Listed(tuple(good[:MOST]), tuple(faults), len(good) > MOST)


def point(text: str) -> tuple[float, float] | None:
    """Read ``latitude, longitude`` as a reader types them; None when they are no point nearby."""
    numbers = re.findall(r"[-−]?\d+(?:\.\d+)?", text)
    if len(numbers) != 2:
        return None
    latitude, longitude = (float(one.replace("−", "-")) for one in numbers)
    inside = (
        LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]
    )
    return (latitude, longitude) if inside else None


def texts() -> list[str]:
    """Return the scenarios of the URL as they stand there."""
    return choices.read_texts("scenario", READ)


def keep(scenarios: tuple[Scenario, ...]) -> None:
    """Put scenarios into the URL, those that cannot be read out of it (a callback)."""
    choices.put("scenario", [one.written() for one in scenarios], [])


def renamed(scenario: Scenario, name: str) -> Scenario:
    """Give a scenario another name, on one line and not too long."""
    return replace(scenario, name=" ".join(name.split())[:NAME])


def told(fault: tuple[int, str], _: Language) -> str:
    """Say which scenario of the link cannot be read, and why."""
    rank, field = fault
    return _("Le scénario {} de l'adresse est illisible : {}.").format(rank, _(FAULTS[field]))


def _number(text: str, least: float, most: float, field: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise Unreadable(field) from None
    if not least <= value <= most:  # also what is no number at all
        raise Unreadable(field)
    return value


def _offer(text: str) -> tuple[str, float]:
    name, _colon, amount = text.partition(":")
    if name not in CAPACITIES:
        raise Unreadable("offre")
    value = _number(amount, 1, LARGEST, "offre")
    if name == "centre" and value != 1:
        raise Unreadable("offre")
    return name, value
