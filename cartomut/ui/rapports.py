"""The page of reports: what a reader put together, a story, and where other files are made."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import weakref
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from cartomut import stories
from cartomut.exports.carried import Report, View
from cartomut.i18n import Language
from cartomut.paths import ROOT
from cartomut.stories import Story
from cartomut.ui import choices, download, emporter, reader, session
from cartomut.ui.note import note
from cartomut.ui.text import plain

STEP = re.compile(r"^(\d+)/(\d+) ")
LONGEST = 600  # seconds that a story may take
OTHERS = {
    "pages/piloter/com.py": ":material/assignment_turned_in:",
    "pages/piloter/tableau_de_bord.py": ":material/dashboard:",
    "pages/comprendre/preuves.py": ":material/format_quote:",
}


def address(_: Language) -> str:
    """Ask under which address others reach the app, when this one is the computer's own."""
    parts = urlsplit(st.context.url or "")
    own = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    if own and parts.hostname not in reader.HERE:
        return own
    title = _("Adresse où d'autres atteignent CartoMut, pour les liens et les codes QR")
    typed = choices.text("adresse", title)
    if not typed:
        told = _(
            "Sans elle, les liens et les codes QR mènent à cet ordinateur : un téléphone ne peut "
            "pas les suivre."
        )
        note(plain(told))
    return typed.rstrip("/") if typed.startswith(("http://", "https://")) else own


def composed(base: str, _: Language) -> None:
    """Show the report that the reader puts together: its figures in order, and its files.

    ``base`` is the address at which others reach the app, empty when nobody does.
    """
    kept = emporter.report()
    if not kept:
        st.info(
            _(
                "Le rapport est vide. Sous chaque figure, « Au rapport » l'y ajoute telle qu'elle "
                "est à l'écran, avec ses filtres ; « PowerPoint » l'emporte seule. Le menu "
                "« Vues » emporte une page entière."
            ),
            icon=":material/playlist_add:",
        )
        return
    title = choices.text("titre_rapport", _("Titre du rapport")) or _("Rapport CartoMut")
    for rank, view in enumerate(kept):
        _line(rank, view, len(kept), _)
    report = Report(title, [_at(one, base) for one in kept], address="")
    with st.container(horizontal=True, gap="small"):
        _files("rapport", report, _)
        st.button(
            _("Vider le rapport"), icon=":material/delete:", type="tertiary", on_click=kept.clear
        )
    note(plain(_("Le rapport reste dans cette session ; il se perd quand la page est fermée.")))


def of_story(base: str, _: Language) -> None:
    """Choose a story, make its slides in a process of its own, and offer them."""
    known = {one.id: one for one in stories.told()}
    if not known:
        note(plain(_("Aucun récit : ceux de data/recits/ se montrent ici.")))
        return
    wanted = choices.select(
        "recit_choisi",
        _("Récit"),
        list(known),
        lambda code: known[code].title.write(_),
        default=next(iter(known)),
    )
    story = known[str(wanted)]
    count = _.plural("{} étape", "{} étapes", len(story.steps))
    about = _("{}. Chaque étape est une diapositive, avec sa figure et les notes de l'orateur.")
    note(plain(about.format(count)))
    if st.button(_("Préparer les diapositives"), icon=":material/co_present:", key="recit_prepare"):
        with download.long_job(_) as held:
            if held:
                st.session_state["_recit_pret"] = _prepared(story, base, _)
    made: _Slides | None = st.session_state.get("_recit_pret")
    if made and made.of == (story.id, _.code) and made.path.is_file():
        download.button(
            _("Télécharger le récit (PowerPoint)"),
            data=partial(_content, made),
            file_name=emporter.file_name(story.id, "pptx"),
            mime=emporter.PPTX,
            icon=":material/download:",
            on_click="ignore",
            key="recit_pptx",
            reserved=True,
        )


def others(_: Language) -> None:
    """Lead to the pages that make their own documents."""
    titles = (
        _("Feuille d'un COM pour le conseil (PDF) : page COM"),
        _("Note mensuelle de pilotage (PDF) : tableau de bord"),
        _("Citation datée et lien permanent d'une figure : page Preuves"),
    )
    frame = {"lang": _.code, "jeu": session.dataset()}
    for (page, icon), title in zip(OTHERS.items(), titles, strict=True):
        st.page_link(page, label=title, icon=icon, query_params=frame)


def _line(rank: int, view: View, count: int, _: Language) -> None:
    """Show a figure of the report, with what moves or removes it."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f"**{rank + 1}.** {plain(view.title)}")
        st.markdown(f":small[{plain(view.mark)}]")
        st.space("stretch")
        moves = (
            ("up", ":material/arrow_upward:", _("Monter"), rank == 0, -1),
            ("down", ":material/arrow_downward:", _("Descendre"), rank == count - 1, 1),
        )
        for name, icon, said, is_end, step in moves:
            st.button(
                "",
                icon=icon,
                help=said,
                type="tertiary",
                disabled=is_end,
                key=f"_rapport_{name}_{rank}",
                on_click=move,
                args=(rank, step),
            )
        st.button(
            "",
            icon=":material/close:",
            help=_("Retirer"),
            type="tertiary",
            key=f"_rapport_retirer_{rank}",
            on_click=remove,
            args=(rank,),
        )


def move(rank: int, step: int) -> None:
    """Move a figure of the report up or down (a callback)."""
    kept = emporter.report()
    kept.insert(rank + step, kept.pop(rank))


def remove(rank: int) -> None:
    """Take a figure out of the report (a callback)."""
    emporter.report().pop(rank)


def _files(key: str, report: Report, _: Language) -> None:
    download.button(
        _("PowerPoint"),
        data=partial(_deck, report, _),
        file_name=emporter.file_name(key, "pptx"),
        mime=emporter.PPTX,
        icon=":material/co_present:",
        on_click="ignore",
        key=f"{key}_pptx",
        reserved=report.is_reserved,
    )
    download.button(
        _("PDF à distribuer, avec codes QR"),
        data=partial(_handout, report, _),
        file_name=emporter.file_name(key, "pdf"),
        mime="application/pdf",
        icon=":material/qr_code_2:",
        on_click="ignore",
        key=f"{key}_pdf",
        reserved=report.is_reserved,
    )


def _deck(report: Report, _: Language) -> bytes:
    from cartomut.exports.deck import deck  # slow to import

    return deck(report, _)


def _handout(report: Report, _: Language) -> bytes:
    from cartomut.exports.handout import handout

    return handout(report, _)


def _at(view: View, base: str) -> View:
    """Put the view's page and query under another address."""
    parts = urlsplit(view.address)
    return replace(view, address=f"{base}{parts.path}?{parts.query}") if base else view


@dataclass(eq=False)
class _Slides:
    """The slides of a story, which leave the disk with the session that asked for them."""

    of: tuple[str, str]  # story and language
    path: Path

    def __post_init__(self) -> None:
        weakref.finalize(self, shutil.rmtree, self.path.parent, ignore_errors=True)


def _content(made: _Slides) -> bytes:
    return made.path.read_bytes()


def _prepared(story: Story, base: str, _: Language) -> _Slides | None:
    """Make the slides with the command, which runs each step's page; a bar says how far it is.

    It reads what this reader may read: the process is told whom it stands for.
    """
    folder = Path(tempfile.mkdtemp(prefix="cartomut_"))
    target, said = folder / f"{story.id}.pptx", folder / "dit.txt"
    made = _Slides((story.id, _.code), target)
    who = reader.current()
    command = [sys.executable, "-m", "cartomut", "report", "--told", "--role", who.role.value]
    command += ["--organisme", who.organisation, "story", story.id, str(target)]
    command += ["--lang", _.code, "--base", base or "http://localhost:8501"]
    served = str(st.get_option("server.address") or "0.0.0.0")
    bar = st.progress(0.0, text=_("Les pages de chaque étape sont lues…"))
    with said.open("w", encoding="utf-8") as heard:
        running = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"STREAMLIT_SERVER_ADDRESS": served, "PYTHONUTF8": "1"},
            stdout=heard,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        told = _follow(running, bar)
    bar.empty()
    if running.wait(timeout=LONGEST) == 0 and target.is_file():
        return made
    st.error(plain(_("Le récit n'a pas pu être mis en diapositives : {}").format(told)))
    return None


def _follow(running: "subprocess.Popen[str]", bar: Any) -> str:
    """Move the bar with what the command says; returns its last line."""
    last = ""
    try:
        for line in running.stderr or ():
            found = STEP.match(line)
            if found:
                done, total = int(found[1]), int(found[2])
                bar.progress(done / total, text=line[found.end() :].strip())
            elif line.strip():
                last = line.strip()
    except BaseException:  # the reader left or stopped the run: the process ends with it
        running.kill()
        raise
    return last
