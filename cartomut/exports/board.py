"""The scorecard of a COM for the board, as a PDF of A4 pages that need no screen to be understood.

Typst sets it. The texts reach the layout (``board.typ``) as one JSON value, never as part of its
source, so that a name can hold any sign of Typst's markup and stay a name.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from cartomut.charts.palette import LIGHT
from cartomut.exports.fiche import Document, web
from cartomut.exports.typesetting import typeset
from cartomut.i18n import Language

LAYOUT = Path(__file__).with_suffix(".typ")
_COLOURS = ("ink", "quiet", "grid", "border", "accent", "warm", "sea")
_SHORT = 60  # signs of a name in the header of every page; the title has it whole


@dataclass(frozen=True)
class Line:
    """An indicator: what it wants, what was measured, its points; every text already written.

    ``place`` is where the result stands from the floor (0) to the target (1), None when unknown.
    """

    title: str
    floor: str
    target: str
    result: str
    before: str
    points: str
    state: str
    place: float | None
    counts: bool


@dataclass(frozen=True)
class Axis:
    """An axis of the contract with its indicators."""

    title: str
    score: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Opinion:
    """One of the three assessments; ``facts`` are who, when and how far from the measures."""

    title: str
    score: str
    rating: str
    facts: Sequence[str]


@dataclass(frozen=True)
class Means:
    """Something promised by a party, and what came of it."""

    title: str
    debtor: str
    planned: str
    received: str
    share: str


@dataclass(frozen=True)
class Scorecard:
    """Everything that stands on the pages, in its own words."""

    title: str
    kind: str
    mark: str  # of the dataset, on every page
    is_invented: bool
    edition: str  # at the foot of every page, with the day of printing
    address: str  # of the same view in the app
    cover: Sequence[tuple[str, str]]
    score: str  # both scores, or that there is none
    score_notes: Sequence[str]
    agreement: str
    opinions: Sequence[Opinion]
    axes: Sequence[Axis]
    contested: Sequence[str]
    means: Sequence[Means]
    means_note: str
    documents: Sequence[Document]


def board(card: Scorecard, _: Language) -> bytes:
    """Set a scorecard as PDF."""
    return typeset(LAYOUT, "card", content(card, _))[0]


def pages(card: Scorecard, _: Language, dots: float = 90) -> list[bytes]:
    """Draw the same pages as PNG, with so many dots per inch."""
    return typeset(LAYOUT, "card", content(card, _), "png", dots)


def content(card: Scorecard, _: Language) -> dict[str, object]:
    """Lay out what the template reads: the card, the words around it, the colours."""
    return asdict(card) | {
        "short": card.title if len(card.title) <= _SHORT else f"{card.title[:_SHORT]}…",
        "documents": [asdict(one) | {"url": web(one.url)} for one in card.documents],
        "language": _.code,
        "words": _words(_),
        "colours": {name: getattr(LIGHT, name) for name in _COLOURS},
    }


def _words(_: Language) -> dict[str, str]:
    return {
        "contract": _("Le contrat"),
        "score": _("Score strict · score renseigné"),
        "opinions": _("Trois avis"),
        "indicators": _("Objectifs et indicateurs"),
        "indicator": _("Indicateur"),
        "floor": _("Seuil ou plage"),
        "target": _("Cible"),
        "result": _("Réalisé"),
        "before": _("Année d'avant"),
        "way": _("Du seuil à la cible"),
        "points": _("Points"),
        "state": _("Validation"),
        "contested": _("Mesures contestées, comptées dans aucun score"),
        "none_contested": _("Aucune mesure n'est contestée."),
        "means": _("Moyens, à part du score"),
        "one_means": _("Moyen"),
        "debtor": _("Débiteur"),
        "planned": _("Prévu"),
        "received": _("Mis à disposition"),
        "share": _("Part"),
        "no_means": _("Aucun moyen n'est connu pour cette année : une lacune, pas un zéro."),
        "sources": _("Sources"),
        "no_source": _("Aucune source n'est citée."),
        "view": _("Cette page dans CartoMut"),
        "page": _("page {} sur {}"),
    }
