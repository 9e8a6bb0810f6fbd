"""The fact sheet of one entity, as a PDF of A4 pages that need no screen to be understood.

Typst sets it. The texts reach the layout (``fiche.typ``) as one JSON value, never as part of its
source, so that a name can hold any sign of Typst's markup and stay a name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cartomut.charts.palette import LIGHT
from cartomut.exports.typesetting import typeset
from cartomut.i18n import Language

LAYOUT = Path(__file__).with_suffix(".typ")
STATES = ("available", "absent", "unasked")
_COLOURS = ("ink", "quiet", "grid", "border", "accent", "warm", "sea")
_SHORT = 70  # signs of a name in the header of every page; the title has it whole


@dataclass(frozen=True)
class Figure:
    """A key figure with all that makes it readable; every field is already written."""

    title: str
    value: str
    unit: str = ""
    year: str = ""
    base: str = ""
    nature: str = ""
    sources: str = ""  # numbers in the list of documents
    is_known: bool = True


@dataclass(frozen=True)
class Service:
    """A service of a centre: ``available``, ``absent`` or ``unasked``."""

    title: str
    state: str


@dataclass(frozen=True)
class Statement:
    """What one source says; ``value`` and ``period`` are empty when it is not a number."""

    text: str
    value: str = ""
    period: str = ""
    sources: str = ""
    is_kept: bool = True


@dataclass(frozen=True)
class Subject:
    """Statements about one thing; several stand side by side, with ``conflict`` as the reason."""

    title: str
    statements: Sequence[Statement]
    conflict: str = ""


@dataclass(frozen=True)
class Document:
    """A source, in the order of its number; ``detail`` is its date and licence."""

    title: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Sheet:
    """Everything that stands on a sheet, in its own words."""

    title: str
    kind: str
    mark: str  # of the dataset, on every page
    edition: str  # at the foot of every page, with the day of printing
    address: str  # of the same view in the app
    identity: Sequence[tuple[str, str]]
    map: str  # SVG
    map_note: str
    is_invented: bool = False
    figures: Sequence[Figure] = field(default=())
    no_figure: str = ""
    notes: Sequence[str] = field(default=())
    services: Sequence[Service] = field(default=())
    subjects: Sequence[Subject] = field(default=())
    documents: Sequence[Document] = field(default=())


def fiche(sheet: Sheet, _: Language) -> bytes:
    """Set a sheet as PDF.

    Raises
    ------
    ValueError
        When a service is in none of the three states.
    """
    return typeset(LAYOUT, "sheet", content(sheet, _))[0]


def pages(sheet: Sheet, _: Language, dots: float = 90) -> list[bytes]:
    """Draw the same pages as PNG, with so many dots per inch."""
    return typeset(LAYOUT, "sheet", content(sheet, _), "png", dots)


def content(sheet: Sheet, _: Language) -> dict[str, object]:
    """Lay out what the template reads: the sheet, the words around it, the colours."""
    unknown = {one.state for one in sheet.services} - {*STATES}
    if unknown:
        raise ValueError(f"a service is one of {STATES}, not {sorted(unknown)}")
    return asdict(sheet) | {
        "short": sheet.title if len(sheet.title) <= _SHORT else f"{sheet.title[:_SHORT]}…",
        "documents": [asdict(one) | {"url": web(one.url)} for one in sheet.documents],
        "language": _.code,
        "words": _words(_),
        "legend": list(legend(_).items()),
        "colours": {name: getattr(LIGHT, name) for name in _COLOURS},
    }


def legend(_: Language) -> Mapping[str, str]:
    """Name the three states of a service."""
    return {
        "available": _("disponible"),
        "absent": _("absent, la source le dit"),
        "unasked": _("non demandé ou sans réponse"),
    }


def _words(_: Language) -> dict[str, str]:
    return {
        "identity": _("Identité"),
        "place": _("Où"),
        "figures": _("Chiffres clés"),
        "figure": _("Chiffre"),
        "value": _("Valeur"),
        "unit": _("Unité"),
        "year": _("Année"),
        "base": _("Base (n sur N)"),
        "nature": _("Nature"),
        "source": _("Source"),
        "services": _("Services"),
        "facts": _("Ce que disent les sources"),
        "not_kept": _("valeur non retenue"),
        "sources": _("Sources"),
        "no_source": _("Aucune source n'est citée."),
        "view": _("Cette fiche dans CartoMut"),
        "page": _("page {} sur {}"),
    }


def web(address: str) -> str:
    """Keep an http(s) address; any other kind would not be safe to follow."""
    parts = urlsplit(address) if "\n" not in address else urlsplit("")
    return address if parts.scheme in ("http", "https") and parts.netloc else ""
