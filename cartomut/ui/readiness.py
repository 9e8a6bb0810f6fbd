"""Before a session: each check with its state, what was found and what to do; then the archive."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import streamlit as st

from cartomut import readiness
from cartomut.i18n import N_, Language
from cartomut.paths import ROOT
from cartomut.readiness import FAULT, NOTICE, READY, Check
from cartomut.rights import Right
from cartomut.ui import gate
from cartomut.ui.note import note
from cartomut.ui.text import plain

LEAST_SIZE = (1200, 600)  # pixels of the page in the browser, below which figures are cramped
STATES = {
    READY: (":green[:material/check_circle:]", N_("prêt")),
    NOTICE: (":orange[:material/warning:]", N_("à savoir")),
    FAULT: (":red[:material/error:]", N_("à réparer")),
}
OF_STEPS = "etape:"
_probe = st.components.v2.component(
    "cartomut_navigateur",
    js=Path(__file__).with_name("browser_probe.js").read_text(encoding="utf-8"),
)


def draw(_: Language) -> None:
    """Draw every check of this computer and this browser, then those of the stories' steps."""
    told = _told_by_browser()
    place = st.container()
    done = _of_computer(_)
    of_steps = _of_steps(_)
    with place:
        shown = [*done, *_of_browser(told, _)]
        _conclude([*shown, *of_steps], _)
        for one in shown:
            show(one, _)


def _conclude(done: list[Check], _: Language) -> None:
    """Say in one sentence whether the session can be held."""
    worst = readiness.worst(done)
    if worst == READY:
        st.success(_("Tout ce qui a été vérifié est prêt."), icon=":material/check_circle:")
    elif worst == NOTICE:
        text = _("La séance peut se tenir ; lisez ce qui est à savoir.")
        st.warning(text, icon=":material/warning:")
    else:
        st.error(_("Tout n'est pas prêt : voyez ce qui est à réparer."), icon=":material/error:")


def show(one: Check, _: Language) -> None:
    """Draw one check: its state, what was found, what to do."""
    icon, word = STATES[one.state]
    with st.container(border=True, gap=None):
        st.markdown(f"{icon} **{plain(one.title)}** – {_(word)}")
        st.markdown(plain(one.found))
        if one.remedy:
            st.markdown(f":material/build: {plain(one.remedy)}")


def _of_computer(_: Language) -> list[Check]:
    """Return the checks of this computer, made once per visit and language."""
    kept = st.session_state.setdefault("_verification", {})
    if st.button(_("Recommencer"), icon=":material/refresh:"):
        kept.clear()
    if _.code not in kept:
        with st.spinner(_("Vérification en cours")):
            kept[_.code] = list(readiness.checks(_))
    return list(kept[_.code])


def _told_by_browser() -> dict[str, Any]:
    """Return what the browser tells of itself; nothing until it has."""
    known = st.session_state.get("_navigateur", "")
    told = _probe(data={"known": known}, key="_probe", on_vu_change=_keep).vu or known
    try:
        read = json.loads(told or "{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _keep() -> None:
    st.session_state["_navigateur"] = st.session_state["_probe"].vu


def _of_browser(told: dict[str, Any], _: Language) -> Iterator[Check]:
    if not told:
        text = _("Le navigateur n'a encore rien dit.")
        yield Check("ecran", NOTICE, _("Écran"), text, _("Attendre une seconde, ou recharger."))
        return
    yield _screen(told, _)
    yield _typeface(told, _)
    yield _hosts(told, _)


def _screen(told: dict[str, Any], _: Language) -> Check:
    width, height = (int(told.get(name) or 0) for name in ("width", "height"))
    text = _("La page a {} × {} pixels dans ce navigateur.").format(width, height)
    if width >= LEAST_SIZE[0] and height >= LEAST_SIZE[1]:
        return Check("ecran", READY, _("Écran"), text)
    remedy = _(
        "Passer en plein écran (F11, ou « F » dans un récit), ramener le zoom du navigateur à "
        "100 % (Ctrl+0), ou donner au projecteur 1280 × 720 au moins. Le faire sur l'écran de "
        "la séance."
    )
    return Check("ecran", NOTICE, _("Écran"), text, remedy)


def _typeface(told: dict[str, Any], _: Language) -> Check:
    title = _("Police dans ce navigateur")
    if told.get("font"):
        return Check("police", READY, title, _("Elle est arrivée de l'application."))
    remedy = _("Recharger la page ; si cela dure, reprendre static/fonts de l'application.")
    return Check("police", NOTICE, title, _("Une autre police la remplace."), remedy)


def _hosts(told: dict[str, Any], _: Language) -> Check:
    title = _("Demandes de cette page au-dehors")
    hosts = ", ".join(map(str, told.get("hosts") or []))
    if not hosts:
        return Check("demandes", READY, title, _("Aucune."))
    remedy = _("Fermer les extensions du navigateur ; rien de CartoMut ne doit venir d'ailleurs.")
    return Check("demandes", FAULT, title, _("Demandé à : {}.").format(hosts), remedy)


def _of_steps(_: Language) -> list[Check]:
    """Offer to draw every step of every story; returns what came of it."""
    st.subheader(_("Les récits, étape par étape"))
    if not gate.may(Right.EDIT):
        reserved(_)
        return []
    st.markdown(
        _(
            "Chaque étape de chaque récit est dessinée une fois, dans cette langue, par une copie "
            "de l'application que personne ne voit ; le catalogue des langues est relu. Une "
            "demi-minute environ."
        )
    )
    kept = st.session_state.setdefault("_etapes", {})
    if st.button(_("Dessiner toutes les étapes"), icon=":material/slideshow:", type="primary"):
        with st.status(_("Les étapes sont dessinées une à une"), expanded=True) as box:
            line = st.empty()
            kept[_.code] = list(_drawn(line, _))
            box.update(state="complete", expanded=False)
    done: list[Check] = kept.get(_.code, [])
    _results(done, _)
    return done


def reserved(_: Language) -> None:
    """Say who may set such work going."""
    text = _("Réservé à qui administre l'application ou y écrit.")
    st.info(text, icon=":material/lock:")


def _results(done: list[Check], _: Language) -> None:
    steps = [one for one in done if one.name.startswith(OF_STEPS)]
    whole = [one for one in steps if one.state != FAULT]
    if done:
        text = _.plural("{} étape", "{} étapes", len(steps))
        st.markdown(_("{} dessinées sans faute, sur {}.").format(_.number(len(whole)), text))
    for one in [one for one in done if one not in steps or one.state != READY]:
        show(one, _)
    if steps:
        with st.expander(_("Chaque étape")):
            for one in steps:
                note(f"{STATES[one.state][0]} {plain(_.pair(one.title, one.found))}")


def _drawn(line: Any, _: Language) -> Iterator[Check]:
    """Run the self-test in a process of its own, which may replace parts of Streamlit."""
    command = [
        sys.executable,
        "-m",
        "cartomut",
        "selftest",
        "--json",
        "--steps",
        f"--lang={_.code}",
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as running:
        try:
            for said in running.stdout or ():
                one = Check(**json.loads(said))
                line.markdown(f"{STATES[one.state][0]} {plain(one.title)}")
                yield one
        except BaseException:  # the reader went elsewhere
            running.kill()
            raise
    if running.returncode not in (0, 1):
        text = _("La vérification s'est arrêtée avant la fin (code {}).").format(running.returncode)
        remedy = _("La lancer dans un terminal : « python -m cartomut selftest ».")
        yield Check("arret", FAULT, _("Vérification"), text, remedy)
