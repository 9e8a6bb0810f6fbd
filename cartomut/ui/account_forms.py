"""The accounts of those who sign in: listed, opened, changed, closed by an administrator."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cartomut.editions import Stopped
from cartomut.i18n import Language
from cartomut.operations import Refused, accounts
from cartomut.operations.accounts import ROLES, Account
from cartomut.operations.faults import moment_of
from cartomut.operations.schema import SHORT
from cartomut.records import records
from cartomut.rights import Role
from cartomut.role_names import ROLE_NAMES
from cartomut.ui import answers, reader
from cartomut.ui.acces import named
from cartomut.ui.note import note
from cartomut.ui.text import plain

TOLD, TURN, CHOSEN = "_compte_fait", "_compte_tour", "_compte_choisi"


def draw(_: Language) -> None:
    """List the accounts, and offer to open, change or close one."""
    st.subheader(_("Les comptes"))
    try:
        known = accounts.listed()
    except Stopped as stopped:
        st.error(plain(stopped.text(_)), icon=":material/error:")
        return
    _about(_)
    if TOLD in st.session_state:
        st.success(plain(st.session_state.pop(TOLD)), icon=":material/check:")
    names = _organisations(known)
    _listed(known, names, _)
    _form(known, names, _)


def _about(_: Language) -> None:
    if not reader.signs_in():
        text = _(
            "La connexion n'est pas configurée : ces comptes serviront quand elle le sera (README, "
            "« Se connecter »)."
        )
        st.info(plain(text), icon=":material/info:")
    note(
        plain(
            _(
                "Ce que dit cette table l'emporte sur ce que dit le fournisseur d'identité ; un "
                "compte fermé ne lit que ce que lit le public. Rien ne s'efface, et chaque "
                "changement est noté au journal."
            )
        )
    )


def _organisations(known: Sequence[Account]) -> dict[str, str]:
    """Name the mutuals of the dataset in use, and those that accounts already have."""
    had = sorted({one.organisation for one in known if one.organisation})
    found = answers.answer("listes/comparables", quoi="organisme", texte=None, demandes=had)
    return {one: one for one in had} | {row.id: row.nom for row in records(found)}


def _listed(known: Sequence[Account], names: dict[str, str], _: Language) -> None:
    if not known:
        st.markdown(plain(_("Aucun compte n'est encore ouvert.")))
        return
    rows = pd.DataFrame(
        {
            _("Adresse"): [one.address for one in known],
            _("Rôle"): [named(one.role, _) for one in known],
            _("Mutuelle"): [names.get(one.organisation, "–") for one in known],
            _("État"): [_("ouvert") if one.active else _("fermé") for one in known],
            _("Changé le"): [moment_of(one.changed, _) for one in known],
            _("Changé par"): [named(one.changed_by, _) for one in known],
        }
    )
    count = _.plural("{} compte", "{} comptes", len(known))
    st.dataframe(rows, hide_index=True, alt=count)


def _form(known: Sequence[Account], names: dict[str, str], _: Language) -> None:
    """Draw the form of one account; addresses stay out of the page's own address."""
    by_address = {one.address: one for one in known}
    chosen = st.selectbox(
        _("Compte à changer"),
        ["", *by_address],
        format_func=lambda address: address or _("Nouveau compte"),
        key=CHOSEN,
    )
    now = by_address.get(chosen)
    turn = st.session_state.setdefault(TURN, 0)
    name = f"_compte_{turn}_{chosen}_{now.revision if now else 0}"
    with st.form(name, border=True):
        address = chosen or st.text_input(
            _("Adresse électronique du compte"), max_chars=SHORT, key=f"{name}_adresse"
        )
        role = st.selectbox(
            _("Rôle"),
            ROLES,
            index=ROLES.index(Role(now.role)) if now else 0,
            format_func=lambda one: _(ROLE_NAMES[one]),
            key=f"{name}_role",
        )
        listed = ["", *names]
        organisation = st.selectbox(
            _("Mutuelle, pour le rôle Mutuelle"),
            listed,
            index=listed.index(now.organisation) if now else 0,
            format_func=lambda one: names.get(one, _("Aucune")),
            key=f"{name}_organisme",
        )
        is_open = st.toggle(_("Compte ouvert"), now.active if now else True, key=f"{name}_ouvert")
        if st.form_submit_button(_("Enregistrer le compte"), type="primary"):
            revision = now.revision if now else 0
            _save(Account(address, role, organisation, is_open, revision), now is None, _)


def _save(account: Account, is_new: bool, _: Language) -> None:
    """Keep the account and start the page anew, or say why not beneath the form."""
    try:
        if is_new and accounts.find(account.address):
            st.error(plain(_("Cette adresse a déjà un compte : choisissez-le dans la liste.")))
            return
        kept = accounts.put(account)
    except Refused as refused:
        for fault in refused.faults:
            st.error(plain(fault.text(_)), icon=":material/block:")
        return
    except Stopped as stopped:
        st.error(plain(stopped.text(_)), icon=":material/error:")
        return
    st.session_state[TURN] += 1
    st.session_state[TOLD] = _("Le compte {} est enregistré.").format(kept.address)
    st.rerun()
