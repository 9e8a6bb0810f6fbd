"""At the door: who may come in at all, who is signed in, and the way in and out."""

from functools import cache
from html import escape
from urllib.parse import urlencode

import streamlit as st

from cartomut import i18n, link_cookie, logs
from cartomut.i18n import N_, Language
from cartomut.role_names import ROLE_NAMES
from cartomut.ui import acting, reader
from cartomut.ui.note import note
from cartomut.ui.text import plain

CLOSED = N_("CartoMut est fermé : d'autres ordinateurs l'atteignent, sans que l'on se connecte")
WHY = N_(
    "Cette application montrerait les comptes d'organismes nommés, et laisserait changer les "
    "données, à qui l'atteint. Sans connexion, elle ne s'ouvre donc qu'à l'ordinateur qui la sert."
)
HOW = (
    N_(
        "**Qui la gère** peut l'ouvrir de deux façons : régler la connexion, section « auth » du "
        "fichier « .streamlit/secrets.toml » (le modèle est « secrets.example.toml », à côté), ou "
        "la donner à lire à tous comme public, par CARTOMUT_OUVERT=public."
    ),
    N_(
        "**Sur l'ordinateur même**, il suffit de l'ouvrir à l'adresse « localhost », sans serveur "
        "intermédiaire, avec server.address = « localhost »."
    ),
)
ENDED = {
    reader.ENDED: N_("Votre session est finie : reconnectez-vous. Vous lisez comme le public."),
    reader.CLOSED: N_(
        "Ce compte est fermé : demandez à un administrateur de le rouvrir. Vous lisez comme le "
        "public."
    ),
    reader.LAPSED: N_(
        "Ce lien de lecture n'est plus valable : il est expiré, retiré ou incomplet. Vous lisez "
        "comme le public."
    ),
}


def admit(_: Language) -> None:
    """Find who reads; end the run here when the app must not open to them."""
    reader.begin()
    acting.tell_refusal()
    if not reader.is_closed():
        return
    _refused()
    for code in sorted(i18n.CODES, key=lambda one: one != _.code):
        own = i18n.language(code)
        with st.container(border=True):
            st.title(plain(own(CLOSED)), anchor=False)
            st.markdown(plain(own(WHY)))
            for way in HOW:
                st.markdown(f"- {own(way)}")
    st.stop()


@cache
def _refused() -> None:
    """Say it to the operator too, once."""
    logs.warn(
        "refused: reachable from other computers without sign-in; configure [auth] in "
        ".streamlit/secrets.toml, or set CARTOMUT_OUVERT=public"
    )


def draw(_: Language) -> None:
    """Draw who reads and the way in or out; nothing at the computer itself."""
    if reader.signs_in():
        if reader.is_signed_in():
            _account(_)
        else:
            st.button(_("Se connecter"), icon=":material/login:", key="_entrer", on_click=st.login)
    if reader.came_by_link():
        note(plain(_("Lecture par lien")))
        _leave(_)


def _account(_: Language) -> None:
    known = reader.current()
    role = _(ROLE_NAMES[known.role])
    with st.popover(plain(role), icon=":material/account_circle:", key="_compte"):
        st.markdown(plain(_("Connecté : {}").format(known.account or st.user.get("email") or "–")))
        note(plain(_("Rôle : {}").format(role)))
        st.button(_("Se déconnecter"), icon=":material/logout:", key="_sortir", on_click=st.logout)


def warn(_: Language) -> None:
    """Say why a reader who came with an account or a link is only the public."""
    if reader.why():
        st.warning(plain(_(ENDED[reader.why()])), icon=":material/lock_clock:")
    if reader.why() == reader.LAPSED:
        _leave(_)


def _leave(_: Language) -> None:
    """Offer to let go of a reading link: the page is loaded anew, and the server drops its cookie.

    A link of Streamlit's own would open another tab and leave this one as it is.
    """
    address = escape(f"?{urlencode({'lang': _.code, link_cookie.TOKEN: ''})}", quote=True)
    text = escape(_("Quitter ce lien de lecture"))
    st.html(f'<a href="{address}" target="_self" style="font-size:.875rem">{text}</a>')
