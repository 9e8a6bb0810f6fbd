"""Pieces of the import page: bring files, check them, publish what passed."""

from collections.abc import Callable
from itertools import count
from typing import Any

import streamlit as st

from cartomut import imports
from cartomut.editions import Stopped
from cartomut.findings import blocking
from cartomut.i18n import Language
from cartomut.imports import Outcome, Request
from cartomut.rights import Right
from cartomut.store import BuildError
from cartomut.ui import choices, gate, modele, session, verification
from cartomut.ui.note import note
from cartomut.ui.received import Brought, on_disk, read_form
from cartomut.ui.text import listed, plain
from cartomut.ui.verification import Checked

DATASET = "etude"  # the demonstration is made by its own command
TYPES = ["xlsx", "xlsm", "csv", "tsv", "txt", "zip"]
CHECKED, DONE = "_verification", "_importe"


def bring(_: Language) -> Brought | None:
    """Show the first step; returns what was brought, None as long as there is no file."""
    with st.container(border=True, key="etape_apporter"):
        st.subheader(_("1. Apporter"))
        modele.templates(_)
        files = st.file_uploader(
            _("Classeur CartoMut, export KoboToolbox ou ODK, table du régulateur"),
            type=TYPES,
            accept_multiple_files=True,
            key="_fichiers",
        )
        with st.expander(_("Options"), icon=":material/tune:"):
            form = st.file_uploader(
                _("Correspondance d'un formulaire (TOML), si elle n'est pas connue"),
                type=["toml"],
                key="_correspondance",
            )
            complete = choices.switch(
                "completer",
                _("Reprendre de l'édition publiée les tables que les fichiers n'apportent pas"),
            )
        author = st.text_input(
            _("Apporté par (un rôle ou un service, pas le nom d'une personne)"),
            placeholder=_("par exemple : AIRMS, service des études"),
            key="_auteur",
        )
    return Brought(files, form, author.strip(), complete) if files else None


def check(brought: Brought | None, _: Language) -> Checked | None:
    """Show the second step; returns what the check of these very files found."""
    with st.container(border=True, key="etape_verifier"):
        st.subheader(_("2. Vérifier"))
        if brought is None:
            note(plain(_("Apportez d'abord un fichier. Vérifier ne change rien aux données.")))
            return None
        done: Checked | None = st.session_state.get(CHECKED)
        if done and done.key != brought.key:
            note(
                plain(_("Les fichiers ou les options ont changé depuis la dernière vérification."))
            )
            done = None
        asked = st.button(_("Vérifier"), type="secondary" if done else "primary", key="_verifier")
        if asked:
            st.session_state.pop(DONE, None)
            outcome = run(brought, False, _)
            done = verification.light(brought, outcome) if outcome else None
            st.session_state[CHECKED] = done
        if done:
            verification.show(done, brought, _)
        return done


def publish(brought: Brought | None, done: Checked | None, _: Language) -> None:
    """Show the third step: keep as an edition, or keep and publish, once all may enter."""
    with st.container(border=True, key="etape_publier"):
        st.subheader(_("3. Publier"))
        if DONE in st.session_state:
            _tell(st.session_state[DONE], _)
        elif brought is None or done is None:
            note(plain(_("Vérifiez d'abord les fichiers.")))
        elif not done.accepted:
            st.error(
                _("Rien ne peut être importé tant qu'il reste un rejet : corrigez, puis revenez."),
                icon=":material/block:",
            )
        else:
            _offer(brought, done, _)


def run(brought: Brought, save: bool, _: Language) -> Outcome | None:
    """Run the import on what was brought; None when it stopped, which is then said."""
    form, faults = read_form(brought.form)
    if blocking(faults):
        st.error(plain("\n".join(one.text(_) for one in faults)))
        return None
    request = Request(DATASET, brought.author, complete=brought.complete, correspondence=form)
    bar = st.progress(0.0, text=plain(_("Lecture des fichiers")))
    try:
        with on_disk(brought.files) as paths:
            outcome = imports.run(paths, request, save=save, report=_reporter(bar, _))
    except Stopped as stopped:
        st.error(plain(stopped.text(_)), icon=":material/error:")
        return None
    finally:
        bar.empty()
    outcome.findings[:0] = faults
    return outcome


def _reporter(bar: Any, _: Language) -> Callable[[str], None]:
    """Move the bar at each step; how many there will be is not known, so it only comes nearer."""
    steps = count(1)

    def report(step: str) -> None:
        bar.progress(1 - 0.95 ** next(steps), text=plain(_(step)))

    return report


def _offer(brought: Brought, done: Checked, _: Language) -> None:
    """Say what will be left out, ask to confirm what was guessed, and offer the two buttons."""
    if done.set_aside:
        st.warning(
            _.plural(
                "{} ligne en erreur ne sera pas importée.",
                "{} lignes en erreur ne seront pas importées.",
                done.set_aside,
            ),
            icon=":material/filter_alt:",
        )
    else:
        st.success(_("Toutes les lignes seront importées."), icon=":material/check:")
    unsure = done.guessed
    sure = st.checkbox(_("J'ai relu ce qui a été deviné"), key="_relu") if unsure else True
    ready = bool(sure and brought.author and gate.may(Right.IMPORT))
    if not brought.author:
        note(plain(_("Dites d'abord qui apporte ces données, à l'étape 1.")))
    with st.container(horizontal=True, gap="small"):
        keep = st.button(_("Garder comme édition"), disabled=not ready, key="_garder")
        both = st.button(
            _("Garder et publier"), type="primary", disabled=not ready, key="_garder_publier"
        )
    if ready and (keep or both):
        _import(brought, both, _)


def _import(brought: Brought, published: bool, _: Language) -> None:
    """Import for good, and publish if asked; what happened is told on the next run."""
    outcome = run(brought, True, _)
    if outcome is None:
        return
    if not outcome.saved:  # the published edition changed since the check
        st.session_state[CHECKED] = verification.light(brought, outcome)
        st.rerun()
    failure = put_in_use(outcome.version, _) if published else ""
    st.session_state[DONE] = {
        "version": outcome.version,
        "ecartees": outcome.set_aside,
        "publiee": published and not failure,
        "echec": failure,
    }
    st.session_state.pop(CHECKED, None)
    st.rerun()


def put_in_use(version: str, _: Language, dataset: str = DATASET) -> str:
    """Publish an edition; returns why it could not be, or nothing."""
    bar = st.progress(0.0, text=plain(_("Construction de la base")))
    try:
        imports.publish(dataset, version, report=_reporter(bar, _))
    except (Stopped, BuildError) as failure:
        return failure.text(_)
    finally:
        bar.empty()
    return ""


def _tell(done: dict[str, Any], _: Language) -> None:
    """Say what became of the import, and where to go next."""
    told = [
        (_("Édition"), done["version"]),
        (_("Lignes écartées"), _.number(done["ecartees"])),
    ]
    if done["publiee"]:
        st.success(_("L'édition est gardée et publiée : tous la lisent maintenant."))
    elif done["echec"]:
        st.error(_("L'édition est gardée, mais n'a pas pu être publiée."))
        st.text(done["echec"])
    else:
        st.success(_("L'édition est gardée ; personne ne la voit tant qu'elle n'est pas publiée."))
    st.markdown(listed(told, _))
    with st.container(horizontal=True, gap="small"):
        query = {"lang": _.code, "jeu": DATASET if done["publiee"] else session.dataset()}
        st.page_link(
            "pages/donnees/versions.py",
            label=_("Voir les éditions et leurs différences"),
            icon=":material/history:",
            query_params=query,
        )
        st.page_link(
            "pages/explorer/apercu.py",
            label=_("Ouvrir l'aperçu"),
            icon=":material/home:",
            query_params=query,
        )
