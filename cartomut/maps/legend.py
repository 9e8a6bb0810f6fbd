"""What the map's signs mean, as data; the interface draws it beside the map."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """One sign: a filled area (``aplat``), a symbol's shape, or a circle for an amount."""

    label: str
    sign: str
    colour: str
    hollow: bool = False


@dataclass(frozen=True)
class Legend:
    """Groups of signs under their titles, and the notes that go with them."""

    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    notes: tuple[str, ...] = field(default=())
