"""Pieces of the method page: datasets, rules of honesty, boundaries and their attribution."""

from collections.abc import Mapping

import streamlit as st

from cartomut.i18n import Language
from cartomut.paths import REFERENCE
from cartomut.ui import answers, mesures, session
from cartomut.ui.note import note
from cartomut.ui.text import listed, plain


def datasets(_: Language) -> None:
    """Explain the three datasets, which are never mixed."""
    st.subheader(_("Trois jeux de données, jamais mêlés"))
    texts = (
        (
            _("Faits publiés"),
            _(
                "ce que des pages publiques disent, ligne par ligne avec leur source ; "
                "réel et clairsemé."
            ),
        ),
        (
            _("Démonstration"),
            _(
                "organismes et chiffres inventés, pour montrer ce que l'outil fait "
                "d'une étude complète."
            ),
        ),
        (_("Étude"), _("l'édition de l'étude que l'utilisateur importe.")),
    )
    st.markdown(listed(texts, _))
    built = session.opened().about()
    note(
        plain(
            _("Édition en usage construite le {}, CartoMut {}.").format(
                _.date(built["construit_le"]), built["version"]
            )
        )
    )


def honesty(_: Language) -> None:
    """Say by which rules figures are shown."""
    st.subheader(_("Règles d'honnêteté"))
    texts = (
        _("Chaque chiffre porte son unité, sa base (n sur N), son année, sa source et sa nature."),
        _(
            "Inconnu, zéro et non recensé sont trois choses différentes, "
            "avec trois aspects différents."
        ),
        _(
            "Les sources qui se contredisent sont montrées côte à côte ; "
            "la valeur retenue et sa règle sont nommées."
        ),
        _("Aucun seuil n'est présenté comme une norme si son texte n'a pas été lu."),
        _("Une part nomme toujours son dénominateur."),
    )
    st.markdown("\n".join(f"- {plain(text)}" for text in texts))


def boundaries(_: Language) -> None:
    """Say whose boundaries the map draws; of ours, the attribution and limits from their file."""
    said = session.opened().about()
    ours = [level for level in mesures.LEVELS if not said.get(f"limites_{level}")]
    for level, title in mesures.LEVELS.items():
        if level not in ours:
            st.success(plain(_official(said, level, _(title), _)), icon=":material/verified:")
        elif len(ours) < len(mesures.LEVELS):
            text = _("{} : limites approximatives, non officielles.").format(_(title))
            st.warning(plain(text), icon=":material/warning:")
    if len(ours) == len(mesures.LEVELS):
        st.warning(_("Limites approximatives, non officielles."), icon=":material/warning:")
    if not ours:
        st.markdown(
            plain(
                _(
                    "Cours d'eau, lacs et lieux : Natural Earth ; GeoNames, https://www.geonames.org/."
                )
            )
        )
        return
    text = (REFERENCE / "limites" / "SOURCES.md").read_text(encoding="utf-8")
    french, _heading, english = text.partition("\n## English\n")
    french = french.partition("\n## Français\n")[2]
    st.markdown("\n\n".join(_prose(_.pick(french, english))))


def _official(said: Mapping[str, str], level: str, title: str, _: Language) -> str:
    """Name the makers of a level's boundaries, their licence and when they were brought in."""
    licence = said[f"limites_{level}_licence"]
    text = _("{niveau} : limites de {attribution}, importées le {date}. Licence : {licence}.")
    return text.format(
        niveau=title,
        attribution=said[f"limites_{level}"],
        date=_.date(said[f"limites_{level}_date"][:10]),
        licence=answers.names()["licence"].get(licence, licence) or _("non indiquée"),
    )


def _prose(text: str) -> list[str]:
    """Keep the paragraphs; tables of files and commands are for readers of the folder."""
    return [part for part in text.split("\n\n") if not part.lstrip("\n").startswith(("|", "    "))]
