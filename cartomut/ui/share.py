"""Share what is on the screen: its link, its QR code, and how a website shows it in a frame."""

from datetime import date
from functools import lru_cache, partial
from html import escape

import streamlit as st

from cartomut.exports import code_qr, snapshot
from cartomut.i18n import Language
from cartomut.ui import download, emporter
from cartomut.ui.note import note
from cartomut.ui.text import plain

HEIGHT = 900  # pixels of the frame that the snippet proposes
EVIDENCE = "pages/comprendre/preuves.py"
EMBED = "embed=true"  # Streamlit's own: no header, no menu, no padding


def is_embedded() -> bool:
    """Tell whether this page stands inside another website."""
    return bool(st.context.is_embedded)


def draw(title: str, _: Language) -> None:
    """Offer the link, the code and the snippet; nothing is made until the reader asks."""
    if not st.toggle(_("Partager cette vue"), key="_partage"):
        return
    address = emporter.address()
    st.markdown(plain(_("Le lien garde la langue, les filtres et le jeu de données :")))
    st.code(address, language=None, wrap_lines=True)
    st.image(_code(address), width=180, caption=_("Code QR de ce lien"))
    st.markdown(plain(_("À coller dans la page d'un site, pour y montrer cette vue sans menus :")))
    st.code(snippet(address, title), language="html", wrap_lines=True)
    note(
        plain(
            _(
                "Le site doit autoriser l'adresse de CartoMut dans « frame-src » de sa politique "
                "de sécurité (CSP), et un site en HTTPS ne montre qu'un CartoMut en HTTPS. Le "
                "serveur de CartoMut ne laisse montrer ses pages que par les sites que nomme son "
                "réglage CARTOMUT_CADRES."
            )
        )
    )
    st.page_link(
        EVIDENCE, label=_("Citer un chiffre, avec sa date"), icon=":material/format_quote:"
    )


def archive(drawn: emporter.Drawn, _: Language) -> None:
    """Offer the page as an archive that says what was seen, from which edition, on which day."""
    download.button(
        _("Archiver cette page (zip)"),
        data=partial(_archive, drawn, _),
        file_name=emporter.file_name("archive", "zip"),
        mime="application/zip",
        icon=":material/inventory_2:",
        type="tertiary",
        on_click="ignore",
        key="_page_archive",
        reserved=drawn.is_reserved,
        help=_(
            "Chaque figure telle qu'elle est : image, lignes, légende, source, édition et adresse"
        ),
    )


def _archive(drawn: emporter.Drawn, _: Language) -> bytes:
    return snapshot.snapshot(drawn.title, drawn.whole(), drawn.address, date.today(), _)


def bare_frame(_: Language) -> None:
    """Stand for the frame in another website: a link to the whole app, in a page of its own."""
    st.link_button(
        _("Ouvrir dans CartoMut"),
        emporter.address(),
        icon=":material/open_in_new:",
        type="tertiary",
    )


def snippet(address: str, title: str) -> str:
    """Write the HTML of a frame that shows an address without menus."""
    joint = "&" if "?" in address else "?"
    source = escape(f"{address}{joint}{EMBED}", quote=True)
    return (
        f'<iframe src="{source}" title="{escape(title, quote=True)}" width="100%" '
        f'height="{HEIGHT}" style="border:0" loading="lazy"></iframe>'
    )


@lru_cache(maxsize=50)
def _code(address: str) -> bytes:
    return code_qr.png(address, 6)
