"""What holds for this reader and this run: language, theme, dataset, and the store they read.

Each of the three stands in the URL (``lang``, ``theme``, ``jeu``), so that a link shows the same
view to somebody else. The URL rules; without it the session's last choice, then the browser's.
"""

import gc
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import runtime

from cartomut import backup, i18n, logs, sample, store, watching
from cartomut.charts.palette import THEMES, Palette, palette
from cartomut.editions import Stopped, is_replica
from cartomut.i18n import Language
from cartomut.loading import Report
from cartomut.store import Store
from cartomut.ui import once, partage
from cartomut.ui.text import plain

STEP_LENGTH = 110  # signs of a step that fit on its line


def start() -> None:
    """Choose the edition that this run reads, whole; build first what is missing or out of date."""
    st.session_state["_aside"] = st.session_state["_edition_passee"] = False
    partage.begin(language())
    if is_replica() and not built():
        partage.wait(language())
    if _ready():
        st.session_state["_edition"] = str(store.current(_wanted_dataset()))
        once.changed()
        _tell_remade(language())
        return
    with st.status("CartoMut : préparation des données / preparing the data", expanded=True) as box:
        line = st.empty()
        with _readiness()["lock"]:  # who comes meanwhile waits for the same build
            failures = _build_all(lambda step: line.text(str(step).splitlines()[0][:STEP_LENGTH]))
        box.update(state="error" if failures else "complete", expanded=False)
    if failures and not built():
        st.error("\n\n".join(plain(failure) for failure in failures))
        st.stop()
    _readiness()["failures"] = failures
    _mark_ready()
    st.rerun()


def failures() -> list[str]:
    """List the datasets' builds that failed at start; their previous store stays in use."""
    return list(_readiness()["failures"])


def let_go(path: Path) -> None:
    """Take a store that cannot be read out of use; the next run makes it again from its edition."""
    store.set_aside(path)
    newest = store.current(path.parent.name)
    if newest is None or newest < path:  # else it was made again meanwhile
        _readiness()["ready"] = False


def language() -> Language:
    """Return the language of this run."""
    return once.per_run("language", _language)


def language_of(session_id: str) -> Language:
    """Return the language of another session, while no script runs; French when it is gone."""
    found = runtime.get_instance().get_app_session(session_id) if runtime.exists() else None
    chosen = found.session_state.filtered_state.get("_lang") if found else None
    return i18n.language(chosen if chosen in i18n.CODES else i18n.CODES[0])


def theme() -> str:
    """Return the theme of this run: clair, sombre or projecteur."""
    return once.per_run("theme", _theme)


def colours() -> Palette:
    """Return the colours of this run's theme."""
    return palette(theme())


def on_phone() -> bool:
    """Tell whether the reader's browser says that it is a telephone's."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def dataset() -> str:
    """Return the dataset in use: the one asked for when it exists, else the preferred one."""
    return Path(edition()).parent.name


def built() -> list[str]:
    """List the datasets that have a store, the preferred one first."""
    return [name for name in store.DATASETS if store.current(name)]


def choose(name: str, value: str) -> None:
    """Change ``lang``, ``theme`` or ``jeu`` for this reader."""
    st.session_state[f"_{name}"] = value
    st.query_params[name] = value
    once.changed()


def edition() -> str:
    """Return the path of the store that this run reads; a new edition has a new path."""
    return once.per_run("edition", lambda: str(st.session_state["_edition"]))


def opened() -> Store:
    """Return the store that this run reads, opened once per edition."""
    return _open(path=edition())


def read(path: Path) -> None:
    """Read another store of this dataset for the rest of this run; the next one starts anew."""
    st.session_state["_edition"] = str(path)
    st.session_state["_edition_passee"] = True
    once.changed()


def reads_past() -> bool:
    """Tell whether the store that this run reads is not the one in use."""
    return bool(st.session_state.get("_edition_passee", False))


@contextmanager
def reading(name: str) -> Iterator[bool]:
    """Read this dataset, whole, for a part of a page; yields whether it is not the reader's own.

    Answers, sources, downloads and evidence links are then those of that dataset, and the filters
    do not narrow them. Without a store of that name the dataset in use is read.
    """
    own = edition()
    path = own if name == dataset() else str(store.current(name) or own)
    st.session_state["_edition"], st.session_state["_aside"] = path, True
    once.changed()
    try:
        yield path != own
    finally:
        st.session_state["_edition"], st.session_state["_aside"] = own, False
        once.changed()


def reads_aside() -> bool:
    """Tell whether this part of the page reads a dataset whole, whatever the filters."""
    return once.per_run("aside", lambda: bool(st.session_state.get("_aside", False)))


def _language() -> Language:
    return i18n.language(_choice("lang", i18n.CODES, i18n.code_of_locale(st.context.locale)))


def _theme() -> str:
    seen = "sombre" if st.context.theme.type == "dark" else "clair"
    return _choice("theme", list(THEMES), seen)


def _wanted_dataset() -> str:
    names = built()
    return _choice("jeu", names, names[0])


def _choice(name: str, known: Sequence[str], otherwise: str) -> str:
    asked = st.query_params.get(name)
    kept_choice = st.session_state.get(f"_{name}")
    value = next(one for one in (asked, kept_choice, otherwise) if one in known)
    if asked != value:
        st.query_params[name] = str(value)
    if kept_choice != value:
        st.session_state[f"_{name}"] = value
    return str(value)


@st.cache_resource(max_entries=6, show_spinner=False)
def _open(*, path: str) -> Store:  # by keyword: else the signature is read at each call
    return Store(Path(path))


@st.cache_resource(show_spinner=False)
def _readiness() -> dict[str, Any]:
    """Hold, for the whole server, whether it is ready and which builds failed."""
    return {
        "ready": False,
        "warm": False,
        "failures": [],
        "newest": {},
        "lock": threading.Lock(),
        "watch": watching.Watch(store.is_readable),
    }


def _build_all(report: Report) -> list[str]:
    if _readiness()["ready"]:
        return failures()
    backup.finish()  # a restoration that was stopped between two of its renamings
    return [failure for name in sample.known() if (failure := _build(name, report))]


def _build(name: str, report: Report) -> str:
    """Build a dataset when its files changed; returns why it failed, or nothing."""
    if sample.is_current(name):
        return ""
    try:
        sample.make(name, report)
    except (store.BuildError, Stopped) as failure:
        code = st.query_params.get("lang") or i18n.code_of_locale(st.context.locale)
        return failure.text(i18n.language(code))
    return ""


def _ready() -> bool:
    if _readiness()["ready"] and not _is_lost():
        return True
    _readiness()["ready"] = False
    if not backup.is_unfinished() and all(map(sample.is_current, sample.known())):
        _mark_ready()
    return bool(_readiness()["ready"])


def _is_lost() -> bool:
    """Tell whether a store that was in use is gone or spoilt: what is left may be older."""
    spoilt = _readiness()["watch"].spoilt(map(Path, _newest().values()))
    for path in spoilt:
        logs.warn("fichier des données abîmé", fichier=path.name, remede="refait de son édition")
        let_go(path)
        st.session_state["_remade"] = True
    newest, seen = _newest(), _readiness()["newest"]
    if any(newest.get(name, "") < path for name, path in seen.items()):
        return True
    seen.update(newest)
    return False


def _tell_remade(_: Language) -> None:
    if st.session_state.pop("_remade", False):
        told = _(
            "Le fichier des données en usage avait été abîmé sur le disque : il a été refait à "
            "partir de l'édition publiée. Rien de ce qui a été publié ou saisi n'est perdu."
        )
        st.toast(told, icon=":material/build:", duration="long")


def _newest() -> dict[str, str]:
    return {name: str(path) for name in store.DATASETS if (path := store.current(name))}


def _mark_ready() -> None:
    _readiness()["newest"] = _newest()
    _readiness()["ready"] = True
    if _readiness()["warm"]:
        return
    _readiness()["warm"] = True
    logs.start()  # the server's own loggers are all there by now
    threading.Thread(target=_warm_up, daemon=True).start()


def _warm_up() -> None:
    """Import what the first map and the first chart need, while the first page is being read."""
    import folium  # noqa: F401 - streamlit_folium itself must be imported by a page's own thread
    import mapclassify  # noqa: F401
    import plotly.graph_objects as go

    import cartomut.exports.picture
    import cartomut.maps.carte  # noqa: F401

    go.Figure(go.Scatter())
    gc.collect()
    gc.freeze()  # what never dies need not be looked at by any later collection
