"""A story on the stage: one step at a time, its figure live, its place in the URL."""

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from cartomut import stories
from cartomut.i18n import Language
from cartomut.stories import Step, Story
from cartomut.ui import answers, choices, filters, once, scene, session
from cartomut.ui.note import note
from cartomut.ui.text import plain

PAGE = "pages/presenter/atelier.py"
PLACE = "etape_recit"
PAUSES = ("10", "20", "30", "60")  # seconds a step stays, when the story goes on by itself
OWN = (scene.STORY, PLACE, "defilement", "notes", "reglages")  # not part of a step's view
FRAME = ("lang", "jeu", "theme")
LAYOUT = """<style>
.st-key-atelier_coulisses { display: none }
.st-key-atelier_texte p, .st-key-atelier_texte li { font-size: 1.25rem; line-height: 1.5 }
[data-testid="stHeader"] { display: none }
[data-testid="stMainBlockContainer"] { padding: .75rem 1.5rem }
[data-testid="stMainBlockContainer"] h1 { padding: 0 0 .5rem }
[data-testid="stBottomBlockContainer"] { padding: .25rem 1.5rem }
[data-testid="stBottomBlockContainer"] > div { gap: .25rem }
.st-key-atelier_barre { gap: .25rem; min-width: 0 }
.st-key-atelier_barre button { min-height: 2.75rem; min-width: 2.75rem; padding: 0 .5rem;
  white-space: nowrap }
:has(> .st-key-atelier_averti) { flex: 1 1 0; min-width: 0; width: auto }
.st-key-atelier_averti { min-width: 0; overflow: hidden; flex-wrap: nowrap }
.st-key-atelier_averti > * { flex: 0 0 auto; width: auto; max-width: 100% }
.st-key-atelier_averti > :last-child:not(:first-child) { flex: 0 1 auto; min-width: 0 }
.st-key-atelier_averti p { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
@media (max-width: 1700px) {
  :is(.st-key-atelier_precedente, .st-key-atelier_suivante, .st-key-atelier_reprendre,
    .st-key-atelier_quitter) [data-testid="stMarkdownContainer"] { position: absolute;
    clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap }
}
@media (max-width: 1000px) { :has(> .st-key-atelier_averti) { flex-basis: 100%; order: -1 } }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: .5rem .75rem }
  [data-testid="stMainBlockContainer"] h1 { font-size: 1.5rem }
  [data-testid="stBottomBlockContainer"] { padding: 0 .25rem }
  .st-key-atelier_texte p, .st-key-atelier_texte li { font-size: 1.05rem }
  .st-key-atelier_barre { gap: 0 }
  .st-key-atelier_barre button { padding: 0 .3rem; min-width: 2.4rem }
  :is(.st-key-atelier_filtrer, .st-key-atelier_seance) button
    [data-testid="stMarkdownContainer"] { position: absolute; clip-path: inset(50%); width: 1px;
    height: 1px; overflow: hidden }
  [data-testid="stPopoverButton"] > div > div[aria-hidden] { display: none }
}
</style><span></span>"""  # not a style alone: that would be taken last, after a flash of the page
_log = logging.getLogger(__name__)
_keys = st.components.v2.component(
    "cartomut_atelier",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
)


def asked(_: Language) -> Story | None:
    """Return the story that the address asks for; says so when there is no such story."""
    identifier = st.query_params.get("recit", "")
    story = stories.find(identifier)
    if story is None:
        st.title(_("Ce récit ne peut pas être montré"))
        st.error(_("Aucun récit lisible ne porte ce nom : {}").format(plain(identifier)))
        st.button(_("Tous les récits"), icon=":material/list:", on_click=leave)
    return story


def address(story: Story, rank: int = 0, **more: str) -> dict[str, Any]:
    """Return the query parameters of a step as written; ``rank`` counts from 0."""
    place = {scene.STORY: story.id, PLACE: str(rank + 1)}
    view = story.steps[rank].choices if story.steps else {}
    frame = {"lang": session.language().code, "jeu": story.dataset, "theme": session.theme()}
    return {**view, **frame, **place, **more}


def draw(story: Story, _: Language) -> None:
    """Draw the step that the address asks for, then the bar that leads to the others."""
    rank = _arrive(story)
    step = story.steps[rank]
    with st.bottom:
        _bar(story, rank, _)
    with st.container(gap=None):
        st.html(LAYOUT)
        st.title(plain(step.title.write(_)) or "–")
    if step.page and not step.is_broken:
        text, figure = st.columns([3, 7], gap="medium")
        with text:
            _told(step, _)
            _notes(step, _)
        with figure:
            _figure(story, step, _)
    else:
        _told(step, _)
        _notes(step, _)
        _faults(step, _)


def go(story: Story, rank: int) -> None:
    """Show a step as it is written (a callback); ``rank`` counts from 0."""
    rank = max(0, min(rank, len(story.steps) - 1))
    kept = {key: st.query_params.get_all(key) for key in (*OWN, *FRAME)}
    choices.forget(*OWN)
    view = story.steps[rank].choices
    place = {scene.STORY: [story.id], PLACE: [str(rank + 1)]}
    wanted = {**view, **{key: value for key, value in kept.items() if value}, **place}
    st.query_params.from_dict({key: list(value) for key, value in wanted.items()})
    once.changed()
    st.session_state["_atelier_place"] = (story.id, rank)
    if story.dataset in session.built():
        session.choose("jeu", story.dataset)


def leave() -> None:
    """Leave the stage for the list of stories (a callback)."""
    choices.forget()
    kept = {key: st.query_params[key] for key in ("lang", "jeu") if key in st.query_params}
    st.query_params.from_dict(kept)
    once.changed()
    st.session_state.pop("_atelier_place", None)
    theme = st.session_state.pop("_atelier_theme", None)
    if theme:
        session.choose("theme", theme)


def _arrive(story: Story) -> int:
    """Return the rank of the step; one that a link alone names is first set as it is written."""
    said = st.query_params.get("etape_recit", "1")
    rank = (
        max(0, min(int(said) - 1, len(story.steps) - 1)) if said.isascii() and said.isdigit() else 0
    )
    if st.session_state.get("_atelier_place") == (story.id, rank):
        return rank
    if any(key not in (*OWN, *FRAME) for key in st.query_params):
        choices.forget(*OWN, *st.query_params)  # the link has its own choices: they stay
        st.session_state["_atelier_place"] = (story.id, rank)
    else:
        go(story, rank)
    if session.dataset() != story.dataset and story.dataset in session.built():
        session.choose("jeu", story.dataset)
        st.rerun()
    return rank


def _told(step: Step, _: Language) -> None:
    with st.container(key="atelier_texte"):
        st.markdown(_safe(step.text.write(_)))


def _safe(text: str) -> str:
    """Keep the Markdown of a story's text, but pictures of other hosts and formulas."""
    return text.replace("![", "!\\[").replace("$", "\\$")


def _figure(story: Story, step: Step, _: Language) -> None:
    """Draw the step's figure; whatever fails in it, the story goes on."""
    if session.dataset() != story.dataset:
        text = _("Ce récit parle d'un jeu de données qui n'est pas là : {}")
        st.warning(
            text.format(plain(answers.name("jeu", story.dataset))), icon=":material/database:"
        )
        return
    slot = st.empty()
    place = slot.container(key="atelier_figure")
    opened = choices.read("reglages", ["oui"], None) == "oui"
    whole = not step.figure
    with _behind(opened or whole):
        try:
            drawn = scene.run(step.page, step.figure, place, alone=not opened)
        except Exception as failure:
            _log.exception("%s: %s", story.id, step.title.fr)
            _failed(type(failure).__name__, slot.container(), _)
            return
    if not drawn:
        _absent(step, place, _)


def _behind(shown: bool) -> Any:
    """Return where the rest of the page goes: below the figure, or out of sight."""
    if shown:
        return st.container(key="atelier_page")
    return st.container(height=1, border=False, key="atelier_coulisses")  # until its style is there


def _failed(kind: str, place: Any, _: Language) -> None:
    text = _(
        "La figure de cette étape ne peut pas être dessinée ({}). Le texte reste, et les autres "
        "étapes ne sont pas touchées ; le journal du serveur dit le reste."
    )
    with place:
        st.warning(plain(text.format(kind)), icon=":material/broken_image:")


def _absent(step: Step, place: Any, _: Language) -> None:
    text = _(
        "Cette figure n'est pas là avec ces choix : rien à montrer pour ces filtres, ou elle a "
        "changé de nom ({}). « R » revient à l'étape telle qu'elle est écrite."
    )
    with place:
        st.info(plain(text.format(step.figure)), icon=":material/filter_alt_off:")


def _faults(step: Step, _: Language) -> None:
    wrong = [fault for fault in step.faults if fault.blocks]
    if not wrong:
        return
    st.warning(
        _("L'étape est mal écrite : son texte seul est montré."), icon=":material/broken_image:"
    )
    for fault in wrong:
        note(plain(fault.text(_)))


def _notes(step: Step, _: Language) -> None:
    said = step.notes.write(_)
    if choices.read("notes", ["oui"], None) == "oui":
        with st.container(border=True, key="atelier_notes"):
            title = _("Notes")
            st.markdown(f"**{title}**")
            st.markdown(_safe(said) if said else _("Cette étape n'a pas de notes."))


def _bar(story: Story, rank: int, _: Language) -> None:
    """Draw what leads through the story; it also listens to the keys."""
    count = len(story.steps)
    st.progress((rank + 1) / count)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key="atelier_barre"
    ):
        before, after = (story, rank - 1), (story, rank + 1)
        _move("precedente", _("Précédente"), "arrow_back", go, before, rank == 0)
        _move("suivante", _("Suivante"), "arrow_forward", go, after, rank + 1 == count)
        _steps(story, rank, _)
        with st.popover(_("Filtres"), icon=":material/filter_list:", key="atelier_filtrer"):
            filters.panel(_)
        _move("reprendre", _("Comme écrit (R)"), "undo", go, (story, rank))
        _more(_)
        _warned(_)
        _listen(story, rank, _)
        _move("quitter", _("Quitter"), "close", leave, ())


def _warned(_: Language) -> None:
    """Say in the bar what nobody may overlook: invented figures, filters that are on."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="atelier_averti"
    ):
        kept = filters.summary(_)
        if session.dataset() == "demonstration":
            text = _("Démonstration : chiffres inventés")
            st.badge(text, icon=":material/science:", color="orange")
        if kept:
            note(plain(_("Filtres : {}").format(kept)))
        else:
            st.space("stretch")


def _move(
    name: str, text: str, icon: str, act: Any, args: Sequence[Any], off: bool = False
) -> None:
    st.button(
        text,
        key=f"atelier_{name}",
        help=text,
        icon=f":material/{icon}:",
        type="tertiary",
        on_click=act,
        args=tuple(args),
        disabled=off,
    )


def _steps(story: Story, rank: int, _: Language) -> None:
    """List the steps; a click shows one."""
    text = _("{} sur {}").format(rank + 1, len(story.steps))
    with st.popover(text, icon=":material/list:", key="atelier_liste"):
        for at, step in enumerate(story.steps):
            st.button(
                f"{at + 1}\\. {plain(step.title.write(_))}",
                key=f"atelier_etape_{at}",
                type="primary" if at == rank else "tertiary",
                icon=":material/broken_image:" if step.is_broken else None,
                on_click=go,
                args=(story, at),
            )


def _more(_: Language) -> None:
    with st.popover(_("Séance"), icon=":material/tune:", key="atelier_seance"):
        choices.switch("notes", _("Notes de l'orateur (N)"))
        choices.switch("reglages", _("Réglages de la page, avec la figure"))
        choices.select(
            "defilement",
            _("Avancer seul"),
            list(PAUSES),
            partial(_pause, _=_),
            placeholder=_("Non"),
        )
        st.markdown(
            _(
                "**Touches** : → ou Page suivante, ← ou Page précédente, Début, Fin, "
                "**C** choisir des filtres, **R** l'étape telle qu'écrite, **N** notes, "
                "**F** plein écran, **B** écran noir, **P** pause du défilement, **Échap** quitter."
            )
        )


def _pause(seconds: str, *, _: Language) -> str:
    return _("toutes les {} secondes").format(seconds)


def _listen(story: Story, rank: int, _: Language) -> None:
    """Mount what hears the keys, moves on by itself and shows the time."""
    pause = choices.read("defilement", PAUSES, None)
    _keys(
        data={
            "story": story.id,
            "step": rank,
            "count": len(story.steps),
            "seconds": int(pause or 0),
            "texts": {
                "timer": _("Temps depuis le début ; un clic le remet à zéro"),
                "paused": _("en pause"),
            },
        },
        key="_touches_du_recit",
        width="content",
        on_geste_change=partial(_heard, story),
    )


def _heard(story: Story) -> None:
    """Do what a key asked for; a step comes by its rank, whatever was shown meanwhile."""
    gesture, _colon, rank = str(st.session_state["_touches_du_recit"].geste).partition(":")
    if gesture == "etape" and rank.isdecimal():
        go(story, int(rank))
    elif gesture == "quitter":
        leave()
    elif gesture == "notes":
        on = choices.read("notes", ["oui"], None)
        choices.put("notes", None if on else "oui")
