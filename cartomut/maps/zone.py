"""An area that the reader drew: a polygon or a circle, as it stands in the address."""

import re
from dataclasses import dataclass
from typing import Any, Self

LATITUDES, LONGITUDES = (2.0, 13.0), (-12.0, 1.0)  # where the map can be moved to
LARGEST_KM = 800.0
MOST_CORNERS = 60
_NUMBER = re.compile(r"^-?\d{1,3}(\.\d{1,6})?$", re.ASCII)


@dataclass(frozen=True)
class Zone:
    """A polygon by its corners, or a circle by its middle and its radius (degrees, km)."""

    points: tuple[tuple[float, float], ...]
    radius_km: float | None = None

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read ``polygone:lat,lon;…`` or ``cercle:lat,lon,km``; None when it is neither."""
        kind, _colon, rest = text.partition(":")
        rows = [row.split(",") for row in rest.split(";")]
        numbers = [one for row in rows for one in row]
        if not all(map(_NUMBER.match, numbers)):
            return None
        if kind == "cercle" and [len(row) for row in rows] == [3]:
            latitude, longitude, radius = map(float, rows[0])
            found = cls(((latitude, longitude),), radius)
        elif kind == "polygone" and {len(row) for row in rows} == {2}:
            found = cls(tuple((float(first), float(second)) for first, second in rows))
        else:
            return None
        return found if found.holds() else None

    def holds(self) -> bool:
        """Tell whether the area has a sensible shape and lies on the map."""
        inside = all(
            LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]
            for latitude, longitude in self.points
        )
        if self.radius_km is not None:
            return inside and 0 < self.radius_km <= LARGEST_KM
        return inside and 3 <= len(self.points) <= MOST_CORNERS

    def write(self) -> str:
        """Write the area as it stands in the address; ``read`` takes it back."""
        if self.radius_km is not None:
            ((latitude, longitude),) = self.points
            return f"cercle:{latitude:.4f},{longitude:.4f},{self.radius_km:g}"
        return "polygone:" + ";".join(f"{lat:.4f},{lon:.4f}" for lat, lon in self.points)

    def params(self) -> dict[str, Any]:
        """Return the parameters of the questions about an area."""
        return {
            "latitudes": [latitude for latitude, _longitude in self.points],
            "longitudes": [longitude for _latitude, longitude in self.points],
            "rayon_km": self.radius_km,
        }

    def data(self) -> list[Any]:
        """Return the points and the radius in km (or None), for the map's script."""
        return [[list(point) for point in self.points], self.radius_km]
