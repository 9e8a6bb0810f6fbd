"""Pieces of the page of the micro-system: what it shows, which network, in which year."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from cartomut.i18n import N_, Language
from cartomut.queries import query
from cartomut.ui import answers, choices, terms
from cartomut.ui.note import note
from cartomut.ui.text import plain

LINKS = "indicateurs/reseau_liens"
MEMBERS = "indicateurs/reseau_membres"
PARTS = {
    "reseau": N_("Le réseau et ses liens"),
    "soins": N_("Offre graduée et manques"),
    "modele": N_("Comparaison au modèle"),
    "defis": N_("Autodiagnostic des centres"),
}
EVERYTHING = "tous"


@dataclass(frozen=True)
class Chosen:
    """The network shown: around a hub, or every known link; in a year, or whatever the dates."""

    hub: str | None
    name: str
    year: int | None

    @property
    def asked(self) -> dict[str, Any]:
        """Return the parameters that every question of the page takes."""
        return {"pivot_id": self.hub, "annee": self.year}

    @property
    def evidence(self) -> dict[str, Any]:
        """Return these parameters for the evidence page, without those that ask nothing."""
        return {name: value for name, value in self.asked.items() if value is not None}


def choose_part(_: Language) -> str:
    """Let the reader choose what the page shows."""
    return choices.segments(
        "volet", _("Ce que la page montre"), list(PARTS), lambda code: _(PARTS[code])
    )


def choose(_: Language) -> Chosen | None:
    """Choose the network and the year; None when the dataset knows no link at all."""
    years = answers.answer("listes/annees_liens")["annee"]
    if answers.answer(LINKS, **_no_choice()).empty:
        return None
    hubs = answers.answer("listes/pivots")
    names = dict(zip(hubs["pivot_id"], hubs["nom"], strict=True))
    left, right = st.columns([3, 1])
    with left:
        options = [*names, EVERYTHING]
        asked = choices.select(
            "reseau",
            _("Réseau montré"),
            options,
            lambda code: _network_name(names.get(code), _),
            default=options[0],
            hint=terms.definition("microsysteme"),
        )
    with right:
        year = choices.select(
            "annee_reseau",
            _("Liens existant en"),
            [str(one) for one in years],
            str,
            placeholder=_("Toutes les années"),
        )
    if not names:
        _no_hub(_)
    hub = asked if asked in names else None
    return Chosen(hub, _network_name(names.get(hub or ""), _), int(year) if year else None)


def _no_choice() -> dict[str, Any]:
    """Ask for the links of the whole dataset, whatever the filters."""
    return dict.fromkeys(query(LINKS).params)


def _network_name(hub: str | None, _: Language) -> str:
    return _("Microsystème : {}").format(hub) if hub else _("Tous les liens connus")


def _no_hub(_: Language) -> None:
    st.info(
        _(
            "Aucun lien de charte n'est connu dans ce jeu de données : aucun centre n'y est pivot "
            "d'un microsystème. Tous les liens connus sont montrés."
        ),
        icon=":material/info:",
    )


def nothing(_: Language) -> None:
    """Say that no link is known, and what would bring some."""
    st.info(
        _("Aucun lien entre mutuelles, centres et partenaires n'est connu dans ce jeu de données."),
        icon=":material/info:",
    )
    note(
        plain(
            _(
                "La feuille « lien_reseau » du classeur d'import les attend : d'où, vers qui, de "
                "quel type, depuis quand et d'après quelle source."
            )
        )
    )


def needs_hub(_: Language) -> None:
    """Say that this part is about one micro-system, and none is chosen."""
    st.info(
        _(
            "Choisissez un microsystème ci-dessus : ce volet parle du noyau d'un centre pivot, "
            "c'est-à-dire du pivot et des centres qui ont signé sa charte."
        ),
        icon=":material/info:",
    )
