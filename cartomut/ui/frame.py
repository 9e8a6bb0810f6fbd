"""The frame around every page: navigation, language, theme, dataset in use, filters."""

from collections.abc import Mapping
from copy import copy
from functools import cache
from pathlib import Path

import streamlit as st

from cartomut import i18n
from cartomut.charts.palette import THEMES
from cartomut.i18n import N_, Language
from cartomut.ui import (
    answers,
    emporter,
    failing,
    filters,
    scene,
    session,
    share,
    sign_in,
    story_add,
    vues,
)
from cartomut.ui.note import note
from cartomut.ui.text import plain

SECTIONS = {
    N_("Explorer"): {
        "pages/explorer/apercu.py": (N_("Aperçu"), ":material/home:"),
        "pages/explorer/carte.py": (N_("Carte"), ":material/map:"),
        "pages/explorer/mutuelles.py": (N_("Mutuelles"), ":material/groups:"),
        "pages/explorer/centres.py": (N_("Centres"), ":material/local_hospital:"),
        "pages/explorer/comparer.py": (N_("Comparer"), ":material/compare_arrows:"),
    },
    N_("Financer"): {
        "pages/financer/financement.py": (N_("Financement"), ":material/payments:"),
        "pages/financer/viabilite.py": (N_("Viabilité"), ":material/monitoring:"),
        "pages/financer/contexte.py": (N_("Contexte"), ":material/balance:"),
    },
    N_("Accéder"): {
        "pages/acceder/couverture.py": (N_("Couverture"), ":material/share_location:"),
        "pages/acceder/simulateur.py": (N_("Simulateur"), ":material/add_location_alt:"),
    },
    N_("Piloter"): {
        "pages/piloter/tableau_de_bord.py": (N_("Tableau de bord"), ":material/dashboard:"),
        "pages/piloter/com.py": (N_("COM"), ":material/assignment_turned_in:"),
        "pages/piloter/accompagnement.py": (N_("Accompagnement"), ":material/timeline:"),
        "pages/piloter/microsysteme.py": (N_("Microsystème"), ":material/hub:"),
        "pages/piloter/projets.py": (N_("Projets"), ":material/handshake:"),
    },
    N_("Présenter"): {
        "pages/presenter/atelier.py": (N_("Atelier"), ":material/co_present:"),
        "pages/presenter/rapports.py": (N_("Rapports"), ":material/co_present:"),
        "pages/presenter/verification.py": (N_("Vérification"), ":material/checklist:"),
    },
    N_("Comprendre"): {
        "pages/comprendre/preuves.py": (N_("Preuves"), ":material/fact_check:"),
        "pages/comprendre/dictionnaire.py": (N_("Dictionnaire"), ":material/menu_book:"),
        "pages/comprendre/methode.py": (N_("Méthode"), ":material/science:"),
    },
    N_("Données"): {
        "pages/donnees/importer.py": (N_("Importer"), ":material/upload_file:"),
        "pages/donnees/qualite.py": (N_("Qualité"), ":material/rule:"),
        "pages/donnees/versions.py": (N_("Versions"), ":material/history:"),
        "pages/donnees/sante.py": (N_("Santé"), ":material/monitor_heart:"),
        "pages/donnees/acces.py": (N_("Accès"), ":material/key:"),
        "pages/donnees/journal.py": (N_("Journal"), ":material/receipt_long:"),
    },
}
HOME = "pages/explorer/apercu.py"
STAGE = "atelier"
ADDRESSES = [Path(path).stem for pages in SECTIONS.values() for path in pages]
THEME_NAMES = {"clair": N_("Clair"), "sombre": N_("Sombre"), "projecteur": N_("Projecteur")}
LANGUAGE_NAMES = {"fr": "Français", "en": "English"}

# Sets what only the page's own document can hold: its language, the reader's theme, the type size.
# It never reloads twice: the second time the theme is the one that was asked for.
# The very first run of a server looks for flat scripts in pages/ before it runs app.py, and says
# "Page not found" of a page that exists; that one message is closed (docs/decisions.md, 4).
# Two quick changes can leave the browser without a message that the server believes it has; the
# page is then dead until it is loaded again, which its address makes the same (decision 46).
_DOCUMENT = """
export default function (component) {
  const { lang, dark, large, pages } = component.data
  const root = document.documentElement
  root.lang = lang
  root.style.fontSize = large ? "20px" : ""
  root.dataset.projecteur = String(large)
  const told = JSON.stringify(component.data) + window.location.pathname
  if (window.cartomutDocument === told) return  // nothing that is set below has changed
  window.cartomutDocument = told
  const key = "stActiveTheme-" + window.location.pathname + "-v2"
  const wanted = JSON.stringify(dark ? "Dark" : "Light")
  const shown = getComputedStyle(document.querySelector(".stApp")).colorScheme
  let kept = null  // refused inside another website's frame: the theme is then the browser's
  try { kept = localStorage } catch { kept = null }
  const reload = shown !== (dark ? "dark" : "light") && kept && kept.getItem(key) !== wanted
  kept?.setItem(key, wanted)
  if (reload) window.location.reload()
  clearInterval(window.cartomutAlive)
  window.cartomutAlive = setInterval(() => {
    const box = document.querySelector("[role=dialog]")
    if (box?.textContent.includes("Cached ForwardMsg MISS")) window.location.reload()
  }, 1000)
  document.removeEventListener("input", window.cartomutApart, true)
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")
  window.cartomutApart = (event) => {  // as the filters' options are written (ui/choices.py)
    const box = event.target
    if (!box.matches("[data-testid=stSidebar] input[role=combobox]")) return
    const apart = value.get.call(box).normalize("NFD")
    if (apart !== value.get.call(box)) value.set.call(box, apart)
  }
  document.addEventListener("input", window.cartomutApart, true)
  const asked = window.location.pathname.split("/").pop()
  if (!pages.includes(asked)) return
  const close = () => document.querySelectorAll("[role=dialog]").forEach((box) => {
    if (box.textContent.startsWith("Page not found")) box.querySelector("button")?.click()
  })
  close()
  const watch = new MutationObserver(close)
  watch.observe(document.body, { childList: true, subtree: true })
  setTimeout(() => watch.disconnect(), 4000)
}
"""
_document = st.components.v2.component("cartomut_document", js=_DOCUMENT)


def navigation(_: Language) -> st.Page:
    """Declare the pages; an address is its file's name, the home page is ``/``."""
    sections = {name: [copy(page) for page in pages] for name, pages in _sections(_).items()}
    return st.navigation(sections, position="hidden" if _is_bare() else "top")


@cache  # finding thirty files again at each run took a fiftieth of it
def _sections(_: Language) -> dict[str, list[st.Page]]:
    """Make the pages of each section; a run copies them, since it marks those that it may call."""
    return {
        _(section): [
            st.Page(path, title=_(title), icon=icon, default=path == HOME)
            for path, (title, icon) in pages.items()
        ]
        for section, pages in SECTIONS.items()
    }


def titles() -> dict[str, tuple[str, str]]:
    """Return the French title and the icon of each page, by its file."""
    return {path: about for pages in SECTIONS.values() for path, about in pages.items()}


def document(_: Language) -> None:
    """Set up the page's document: its language, the theme, the type size, the mark of the product.

    It needs no data, so that it also holds while the first store is being built.
    """
    if not _is_bare():
        st.logo("static/cartomut/logo.svg", size="large")
    _document(
        data={
            "lang": _.code,
            "dark": session.theme() == "sombre",
            "large": session.theme() == "projecteur",
            "pages": ADDRESSES,
        },
        key="_document",
    )


def draw(_: Language, title: str = "", address: str = "") -> None:
    """Draw the frame; the page of this title and address comes below it.

    When a story is on the stage, its page stands alone.
    """
    failing.open_page(address or Path(HOME).stem, _)
    filters.begin(address)
    if scene.is_on():
        if address == STAGE:
            emporter.begin(title)
            return
        del st.query_params[scene.STORY]  # only the stage tells stories
        st.rerun()
    if share.is_embedded():
        _bare(title, _)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="cadre"):
        _dataset(_)
        st.space("stretch")
        vues.draw([one for one in ADDRESSES if one != Path(HOME).stem], emporter.begin(title), _)
        story_add.button(address or Path(HOME).stem, title, _)
        sign_in.draw(_)
        _choice("lang", _("Langue"), LANGUAGE_NAMES, _.code)
        _choice(
            "theme", _("Thème"), {name: _(THEME_NAMES[name]) for name in THEMES}, session.theme()
        )
    sign_in.warn(_)
    _mark(_)
    for failure in session.failures():
        text = _(
            "Les dernières données n'ont pas passé les contrôles ; "
            "l'édition précédente reste en usage."
        )
        st.error(plain(text) + "\n\n" + plain(failure))
    with st.sidebar:
        filters.panel(_)


def _is_bare() -> bool:
    """Tell whether the page stands without menus: on the stage, or inside another website."""
    return scene.is_on() or share.is_embedded()


def _bare(title: str, _: Language) -> None:
    """Draw what a page keeps inside another website: its dataset, its mark, the way to the app."""
    emporter.begin(title)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="cadre"):
        day = _.date(session.opened().about()["construit_le"])
        name = answers.name("jeu", session.dataset())
        note(_("Jeu de données : {} · édition du {}").format(name, day))
        st.space("stretch")
        share.bare_frame(_)
    _mark(_)


def _mark(_: Language) -> None:
    """Say above every page that the demonstration is invented."""
    if session.dataset() == "demonstration":
        st.warning(
            _("Données de démonstration : organismes et chiffres inventés."),
            icon=":material/science:",
        )


def _choice(
    name: str, title: str, options: Mapping[str, str], value: str, width: int = 110
) -> None:
    key = f"_choix_{name}"
    st.session_state[key] = value
    st.selectbox(
        title,
        options=list(options),
        format_func=options.__getitem__,
        key=key,
        label_visibility="collapsed",
        width=width + (35 if session.theme() == "projecteur" else 0),  # of the longest name
        on_change=lambda: session.choose(name, st.session_state[key]),
    )


def _dataset(_: Language) -> None:
    names = {code: answers.name("jeu", code) for code in session.built()}
    day = _.date(session.opened().about()["construit_le"])
    if len(names) > 1:
        _choice("jeu", _("Jeu de données"), names, session.dataset(), width=160)
        note(_("Édition du {}").format(day))  # the choice beside it names the dataset
        return
    note(_("Jeu de données : {} · édition du {}").format(names[session.dataset()], day))


def languages() -> tuple[str, ...]:
    """Return the languages of the interface."""
    return i18n.CODES
