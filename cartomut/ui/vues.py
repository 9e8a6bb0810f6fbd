"""Saved views: a page with its whole query, under a name, kept in the reader's own browser.

Nothing of it reaches the server. A file carries the list to another computer.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from cartomut.i18n import Language
from cartomut.ui import emporter, share

_views = st.components.v2.component(
    "cartomut_vues", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def draw(pages: Sequence[str], drawn: emporter.Drawn, _: Language) -> None:
    """Draw the button that opens the list; ``pages`` are the addresses that a view may name.

    ``drawn`` is what the page draws in this run, to be carried away whole.
    """
    with st.popover(_("Vues"), icon=":material/bookmark:", help=_("Garder ou rouvrir une vue")):
        _views(data={"pages": ["", *pages], "texts": texts(_)}, key="_vues")
        emporter.draw(drawn, _)
        share.archive(drawn, _)
        share.draw(drawn.title, _)


def texts(_: Language) -> dict[str, str]:
    """Return what the list says, by the names that its script knows; it fills the ``{}``."""
    return {
        "name": _("Garder la vue affichée sous le nom"),
        "save": _("Garder"),
        "saved": _("Gardée : {}"),
        "rename": _("Renommer"),
        "renamed": _("Renommée."),
        "new_name": _("Nouveau nom"),
        "remove": _("Supprimer"),
        "removed": _("Supprimée : {}"),
        "of_view": _.pair("{}", "{}"),
        "none": _("Aucune vue gardée pour l'instant."),
        "carry": _("Emporter dans un fichier"),
        "bring": _("Reprendre d'un fichier"),
        "brought": _("Vues ajoutées : {}."),
        "where": _("Les vues restent dans ce navigateur ; rien n'est envoyé au serveur."),
        "without_name": _("Donnez un nom à la vue."),
        "nameless": _("Une vue sans nom est refusée."),
        "other_page": _("« {} » est refusée : elle ne mène pas à une page de CartoMut."),
        "bad_query": _("« {} » est refusée : ses choix ne se lisent pas."),
        "too_many": _("{} vues au plus."),
        "not_json": _("Ce fichier ne se lit pas : choisissez celui que « Emporter » a fait."),
        "not_ours": _("Ce fichier n'est pas une liste de vues de CartoMut."),
        "no_storage": _("Ce navigateur ne laisse rien garder (navigation privée ?)."),
    }
