"""Links that read for some days: made, shown once, listed and taken back by an administrator."""

from collections.abc import Sequence
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from cartomut import link_cookie
from cartomut.editions import Stopped
from cartomut.i18n import MISSING, Language
from cartomut.operations import Refused, links
from cartomut.operations.faults import moment_of
from cartomut.operations.links import LONGEST_DAYS, Link
from cartomut.operations.schema import SHORT
from cartomut.ui.acces import named
from cartomut.ui.note import note
from cartomut.ui.text import plain

MADE, TURN, TOLD = "_lien_fait", "_lien_tour", "_lien_dit"
DAYS = 14
LANGUAGES = {"en": "English", "fr": "Français"}


def draw(_: Language) -> None:
    """Offer a new link, show the one that was just made, list them all, take one back."""
    st.subheader(_("Les liens de lecture"))
    note(
        plain(
            _(
                "Qui ouvre un tel lien lit comme un relecteur, sans compte et sans rien changer, "
                "jusqu'au jour dit. Le transmettre, c'est donner ce droit."
            )
        )
    )
    if MADE in st.session_state:
        label, token, lang = st.session_state[MADE]
        _show(label, token, lang, _)
    else:
        _form(_)
    if TOLD in st.session_state:
        st.success(plain(st.session_state.pop(TOLD)), icon=":material/check:")
    try:
        known = links.listed()
    except Stopped as stopped:
        st.error(plain(stopped.text(_)), icon=":material/error:")
        return
    _listed(known, _)
    _revoke([one for one in known if one.is_open], _)


def _form(_: Language) -> None:
    turn = st.session_state.setdefault(TURN, 0)
    name = f"_lien_{turn}"
    with st.form(name, border=True):
        label = st.text_input(
            _("Pour qui, ou pour quoi"),
            max_chars=SHORT,
            key=f"{name}_libelle",
            placeholder=_("Mission d'évaluation de mars"),
        )
        days = st.number_input(
            _("Nombre de jours"), 1, LONGEST_DAYS, DAYS, step=1, key=f"{name}_jours"
        )
        lang = st.segmented_control(
            _("Langue du lien"),
            list(LANGUAGES),
            default="en",
            format_func=LANGUAGES.__getitem__,
            required=True,
            key=f"{name}_langue",
        )
        if st.form_submit_button(_("Créer le lien"), type="primary"):
            _create(label, int(days), str(lang), _)


def _create(label: str, days: int, lang: str, _: Language) -> None:
    try:
        token = links.create(label, days)
    except Refused as refused:
        missing = any(one.column == "libelle" for one in refused.faults)
        told = _("Dites pour qui est ce lien.") if missing else refused.text(_)
        st.error(plain(told), icon=":material/block:")
        return
    except Stopped as stopped:
        st.error(plain(stopped.text(_)), icon=":material/error:")
        return
    st.session_state[TURN] += 1
    st.session_state[MADE] = (label, token, lang)
    st.rerun()


def _show(label: str, token: str, lang: str, _: Language) -> None:
    """Show the link of a token, which nothing else keeps, until the administrator has it."""
    with st.container(border=True):
        text = _("Lien de « {} ». Copiez-le maintenant : il n'est gardé nulle part.").format(label)
        st.markdown(f"**{plain(text)}**")
        st.code(_address(token, lang), language=None, wrap_lines=True)
        if st.button(_("C'est copié"), icon=":material/check:", key="_lien_copie"):
            del st.session_state[MADE]
            st.rerun()


def _address(token: str, lang: str) -> str:
    here = (st.context.url or "").split("?")[0].rsplit("/", 1)[0]
    return f"{here}/?{urlencode({'lang': lang, link_cookie.TOKEN: token})}"


def _listed(known: Sequence[Link], _: Language) -> None:
    if not known:
        st.markdown(plain(_("Aucun lien n'a encore été créé.")))
        return
    rows = pd.DataFrame(
        {
            _("Pour"): [one.label for one in known],
            _("État"): [state(one, _) for one in known],
            _("Expire le"): [moment_of(one.expires, _) for one in known],
            _("Dernière utilisation"): [
                _.date(one.last_day) if one.last_day else _("jamais") for one in known
            ],
            _("Créé le"): [moment_of(one.made, _) for one in known],
            _("Créé par"): [named(one.made_by, _) for one in known],
            _("Révoqué le"): [
                moment_of(one.revoked, _) if one.revoked else MISSING for one in known
            ],
        }
    )
    count = _.plural("{} lien", "{} liens", len(known))
    st.dataframe(rows, hide_index=True, alt=count)


def state(link: Link, _: Language) -> str:
    """Say whether a link reads, is over, or was taken back."""
    if link.revoked:
        return _("révoqué")
    return _("ouvert") if link.is_open else _("expiré")


def _revoke(opened: Sequence[Link], _: Language) -> None:
    if not opened:
        return
    labels = {one.link_id: f"{one.label} · {moment_of(one.expires, _)}" for one in opened}
    with st.popover(_("Révoquer un lien"), icon=":material/link_off:"):
        chosen = st.selectbox(
            _("Lien à révoquer"), list(labels), format_func=labels.__getitem__, key="_lien_choisi"
        )
        st.markdown(plain(_("Il cesse de lire aussitôt, y compris pour qui l'a ouvert.")))
        if st.button(_("Oui, révoquer"), type="primary", key="_lien_revoquer"):
            try:
                link = links.revoke(str(chosen))
            except Stopped as stopped:
                st.error(plain(stopped.text(_)), icon=":material/error:")
                return
            st.session_state[TOLD] = _("Le lien « {} » ne lit plus.").format(link.label)
            st.rerun()
