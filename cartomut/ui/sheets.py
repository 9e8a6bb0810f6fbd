"""Fact sheets in one go: which entities, how far it is, one zip."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import uuid4

import streamlit as st

from cartomut.exports import audience, batch
from cartomut.i18n import Language
from cartomut.queries import query
from cartomut.ui import answers, choices, download, emporter, fiche_pdf, filters, reader
from cartomut.ui.note import note
from cartomut.ui.text import plain

KINDS = ("organisme", "centre", "region", "district")
MOST_SHOWN = 400  # names that a list to choose from can bear
MOST_MADE = 400  # sheets of one zip made in the page: some 20 MB, which the browser is given whole
PREFIX, FORGOTTEN = "cartomut_fiches_", 6 * 3600  # seconds after which a zip left behind goes
Step = Callable[[int, int], None]


def draw(_: Language) -> None:
    """Choose the entities, make their sheets, and offer the zip."""
    names = {
        "organisme": _("Mutuelles"),
        "centre": _("Centres"),
        "region": _("Régions"),
        "district": _("Districts"),
    }
    kind = choices.segments("lot", _("Fiches de"), KINDS, names.__getitem__)
    known = entities(kind)
    if len(known) <= MOST_SHOWN:
        wanted = choices.select_many(
            "lot_choix",
            _("Seulement celles-ci"),
            list(known),
            known.__getitem__,
            placeholder=_("Toutes, selon les filtres"),
        )
    else:
        wanted = []
    chosen = wanted or list(known)
    told = _.plural(
        "{} fiche, selon les filtres et le choix.",
        "{} fiches, selon les filtres et le choix.",
        len(chosen),
    )
    note(plain(told))
    too_many = len(chosen) > MOST_MADE
    if too_many:
        text = _(
            "Cette page en fait {} au plus à la fois : resserrez les filtres, ou utilisez la "
            "commande « python -m cartomut report sheets »."
        )
        st.warning(plain(text.format(_.number(MOST_MADE))), icon=":material/filter_alt:")
    is_idle = not chosen or too_many
    if st.button(_("Préparer les fiches"), icon=":material/picture_as_pdf:", disabled=is_idle):
        with download.long_job(_) as held:
            if held:
                st.session_state["_fiches_faites"] = _made(kind, chosen, _)
    _offer(_)


def entities(kind: str) -> dict[str, str]:
    """Name the entities of a kind that the filters keep, by identifier, in order."""
    if kind in ("region", "district"):
        rows = answers.answer("listes/territoires")
        kept = rows[rows["niveau"] == kind]
        return dict(zip(kept["code"], kept["nom"], strict=True))
    question = {"organisme": "listes/mutuelles", "centre": "listes/centres"}[kind]
    asked = dict.fromkeys(query(question).params) | filters.current().params()
    rows = answers.answer(question, **asked)
    return dict(zip(rows[f"{kind}_id"], rows["nom"], strict=True))


def files(kind: str, chosen: Sequence[str], report: Step) -> Iterator[tuple[str, bytes]]:
    """Make the sheets one by one; ``report`` hears how many are done."""
    for rank, identifier in enumerate(chosen, 1):
        made = fiche_pdf.one(kind, identifier)
        report(rank, len(chosen))
        if made is not None:
            yield f"fiche_{identifier}.pdf", made


def _made(kind: str, chosen: Sequence[str], _: Language) -> tuple[Path, int, str]:
    """Write the zip to a temporary file, with a bar, and a button that stops it.

    Any choice on the page stops it too: the run ends where it next moves the bar.
    """
    bar = st.progress(0.0)
    place = st.empty()
    place.button(_("Annuler"), icon=":material/cancel:", key="lot_annuler")
    said = _("Fiche {} sur {}")

    def report(done: int, total: int) -> None:
        bar.progress(done / total, text=said.format(_.number(done), _.number(total)))

    _tidy()
    target = Path(tempfile.gettempdir()) / f"{PREFIX}{uuid4().hex}.zip"
    with audience.made_for(reader.current()):
        count = batch.write(target, files(kind, chosen, report))
    bar.empty()
    place.empty()
    return target, count, emporter.file_name(f"fiches_{kind}", "zip")


def _tidy() -> None:
    """Remove this session's last zip, and those that sessions since ended left on the disk."""
    before = st.session_state.pop("_fiches_faites", None)
    if before:
        before[0].unlink(missing_ok=True)
    now = time.time()
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*.zip"):
        with suppress(OSError):  # another user's, or gone already
            if now - path.stat().st_mtime > FORGOTTEN:
                path.unlink()


def _offer(_: Language) -> None:
    kept = st.session_state.get("_fiches_faites")
    if kept is None or not kept[0].is_file():
        return
    path, count, name = kept
    download.button(
        _.plural("Télécharger {} fiche (zip)", "Télécharger {} fiches (zip)", count),
        data=partial(path.read_bytes),
        file_name=name,
        mime="application/zip",
        icon=":material/folder_zip:",
        on_click="ignore",
        key="lot_zip",
        reserved=True,
    )
