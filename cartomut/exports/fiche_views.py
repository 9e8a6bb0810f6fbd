"""The fact sheet of an entity as views, for slides: the same words as its PDF."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial

import pandas as pd

from cartomut.exports.carried import Report, View
from cartomut.exports.fiche import Sheet, legend
from cartomut.i18n import Language


def as_deck(
    sheet: Sheet,
    outlines: Mapping[str, str],
    marked: Collection[str],
    point: tuple[float, float] | None,
    _: Language,
) -> bytes:
    """Make the PowerPoint of a sheet."""
    from cartomut.exports.deck import deck  # slow to import; only a PowerPoint needs it

    shown = views(sheet, outlines, marked, point, _)
    return deck(Report(sheet.title, shown, [sheet.kind], sheet.address), _)


def views(
    sheet: Sheet,
    outlines: Mapping[str, str],
    marked: Collection[str],
    point: tuple[float, float] | None,
    _: Language,
) -> list[View]:
    """Lay out a sheet as views, with the small map of ``locator``."""
    draw = partial(_drawn, outlines, marked, point)
    notes = [_("Sources : les numéros entre crochets renvoient à la dernière diapositive.")]
    shown = [
        _view(sheet, _("Identité"), _identity(sheet, _), summary=sheet.kind),
        _view(sheet, _("Où"), None, summary=sheet.map_note, picture=draw),
        _view(sheet, _("Chiffres clés"), _figures(sheet, _), lines=[*sheet.notes, *notes])
        if sheet.figures
        else _view(sheet, _("Chiffres clés"), None, summary=sheet.no_figure),
    ]
    if sheet.services:
        shown.append(_view(sheet, _("Services"), _services(sheet, _)))
    if sheet.subjects:
        shown.append(
            _view(sheet, _("Ce que disent les sources"), _statements(sheet, _), lines=notes)
        )
    return [*shown, _view(sheet, _("Sources"), _documents(sheet, _))]


def _drawn(
    outlines: Mapping[str, str],
    marked: Collection[str],
    point: tuple[float, float] | None,
    kind: str,
) -> bytes:
    from cartomut.exports.locator import locator, locator_png  # slow, as matplotlib is

    if kind == "svg":
        return locator(outlines, marked, point).encode("utf-8")
    return locator_png(outlines, marked, point)


def _view(
    sheet: Sheet,
    part: str,
    cells: pd.DataFrame | None,
    *,
    summary: str = "",
    lines: Sequence[str] = (),
    picture: Callable[[str], bytes] | None = None,
) -> View:
    return View(
        title=f"{sheet.title} · {part}",
        summary=summary,
        lines=lines,
        mark=sheet.mark,
        is_invented=sheet.is_invented,
        edition=sheet.edition,
        address=sheet.address,
        picture=picture,
        cells=None if cells is None else partial(pd.DataFrame.copy, cells),
    )


def _identity(sheet: Sheet, _: Language) -> pd.DataFrame:
    return _table([_("Information"), _("Valeur")], sheet.identity)


def _figures(sheet: Sheet, _: Language) -> pd.DataFrame:
    heads = [_("Chiffre"), _("Valeur"), _("Unité"), _("Année"), _("Base (n sur N)"), _("Nature")]
    rows = (
        (one.title, one.value, one.unit, one.year, one.base, one.nature, one.sources)
        for one in sheet.figures
    )
    return _table([*heads, _("Source")], rows)


def _services(sheet: Sheet, _: Language) -> pd.DataFrame:
    states = legend(_)
    rows = ((one.title, states[one.state]) for one in sheet.services)
    return _table([_("Service"), _("État")], rows)


def _statements(sheet: Sheet, _: Language) -> pd.DataFrame:
    heads = [_("Sujet"), _("Valeur"), _("Période"), _("Énoncé"), _("Retenu"), _("Source")]
    yes, no = _("oui"), _("non")
    rows = (
        (
            subject.title,
            one.value,
            one.period.strip("()"),
            one.text,
            yes if one.is_kept else no,
            one.sources,
        )
        for subject in sheet.subjects
        for one in subject.statements
    )
    return _table(heads, rows)


def _documents(sheet: Sheet, _: Language) -> pd.DataFrame:
    rows = (
        (f"[{rank}]", one.title, one.detail, one.url) for rank, one in enumerate(sheet.documents, 1)
    )
    return _table([_("N°"), _("Document"), _("Date et licence"), _("Adresse")], rows)


def _table(heads: Sequence[str], rows: Iterable[tuple[str, ...]]) -> pd.DataFrame:
    return pd.DataFrame([*rows], columns=list(heads), dtype="object")
