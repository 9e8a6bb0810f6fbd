"""The monthly brief: what the steering page says, put together for one or two pages of paper."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from cartomut.exports.brief import Brief, Group, Line, trend
from cartomut.exports.fiche import Document
from cartomut.i18n import MISSING, N_, Language
from cartomut.records import records
from cartomut.steering.decisions import Decision
from cartomut.steering.headlines import Headline
from cartomut.steering.reading import Reading

MARKS = {
    "demonstration": N_("DÉMONSTRATION – organismes et chiffres inventés"),
    "publie": N_("Faits publiés"),
    "etude": N_("Étude"),
}
SIGNS = {"vert": "✓", "orange": "!", "rouge": "×", "sans_seuil": "·"}  # the fonts have them
SETTLED = ("realisee", "abandonnee")
MOST = 40  # of a kind that are listed; the others are counted, and the address leads to them


def briefing(
    reading: Reading,
    about: Mapping[str, str],
    day: str,
    figures: Sequence[Headline],
    waiting: Sequence[Decision],
    *,
    actions: Sequence[Mapping[str, Any]] = (),
    narrowed: str = "",
    address: str = "",
) -> Brief:
    """Gather the brief of a day (ISO) from its figures and what waits.

    ``about`` says what the edition is (``Store.about``); ``actions`` are rows of the operational
    store; ``narrowed`` are the filters in words; ``address`` is that of the page.
    """
    _ = reading.language
    numbers = _numbers(one.source_id for one in figures)
    said = denominators(reading)
    dataset = about["jeu"]
    return Brief(
        title=_("Note de pilotage : {}").format(_.date(day[:7])),
        kind=_("Note mensuelle pour la direction du PASS"),
        mark=_(MARKS[dataset]),
        is_invented=dataset == "demonstration",
        edition=_("CartoMut · jeu de données : {} · édition du {} · imprimé le {}").format(
            reading.name("jeu", dataset),
            _.date(about["construit_le"]),
            _.date(date.today().isoformat()),
        ),
        address=address,
        sentence=sentence(waiting, day, reading),
        figures=[_line(one, said.get(one.code, ""), numbers, _) for one in figures],
        groups=list(_groups(waiting, reading)),
        tasks=[*_recommended(reading), *_decided(actions, reading)],
        no_figure=_("Aucun de ces chiffres n'est connu avec ces filtres."),
        no_group=_("Rien n'attend, d'après ce que le jeu de données en dit."),
        no_task=_("Aucune recommandation ni action à suivre dans ce jeu de données."),
        notes=_notes(figures, narrowed, _),
        documents=_documents(numbers, reading),
    )


def sentence(waiting: Sequence[Decision], day: str, reading: Reading) -> str:
    """Say how much waits, by kind."""
    _ = reading.language
    if not waiting:
        text = _("Au {} : rien n'attend, d'après ce que le jeu de données en dit.")
        return text.format(_.date(day))
    told = _.series(
        _.pair(reading.name("sorte_decision", kind), _.number(sum(one.count for one in same)))
        for kind, same in groupby(waiting, key=lambda one: one.kind)
    )
    return _("Au {}, ce qui attend : {}.").format(_.date(day), told)


def denominators(reading: Reading) -> dict[str, str]:
    """Say what each indicator is divided by."""
    rows = reading.language.localise(reading.ask("listes/denominateurs"))
    return dict(zip(rows["indicateur_code"], rows["nom"], strict=True))


def due(text: Any, state: str, _: Language) -> str:
    """Write a due date, and say when it has passed while the matter is open."""
    if text is None or pd.isna(text):
        return _("aucune n'est dite")
    shown = _.date(str(text))
    passed = str(text) < date.today().isoformat()[: len(str(text))]
    return _("{}, dépassée").format(shown) if passed and state not in SETTLED else shown


def _line(one: Headline, denominator: str, numbers: Mapping[str, int], _: Language) -> Line:
    about = [one.base, one.nature]
    if denominator:
        about.append(_("Dénominateur : {}").format(denominator))
    return Line(
        title=one.title,
        value=one.value,
        when=one.when,
        change=one.change,
        target=f"{SIGNS[one.state]} {one.target}" if one.state else one.target,
        about=_.series(about) + ".",
        sources=_cited(one.source_id, numbers),
        trend=trend(one.points),
        trend_said=one.trend,
    )


def _groups(waiting: Sequence[Decision], reading: Reading) -> Iterator[Group]:
    """Put decisions of a kind together; past ``MOST`` they are counted."""
    _ = reading.language
    for kind, found in groupby(waiting, key=lambda one: one.kind):
        same = list(found)
        name = reading.name("sorte_decision", kind)
        left = len(same) - MOST
        more = _.plural(
            "et {} autre, dont la page de pilotage dit tout",
            "et {} autres, dont la page de pilotage dit tout",
            left,
        )
        yield Group(
            title=_("{} ({})").format(name, _.number(len(same))) if len(same) > 1 else name,
            items=_by_reason(same[:MOST], name),
            more=more if left > 0 else "",
        )


def _by_reason(same: Sequence[Decision], name: str) -> list[tuple[list[str], str]]:
    """Put the titles that wait for the same reason above it, said once."""
    found: dict[str, list[str]] = {}
    for one in same:
        found.setdefault(one.reason, []).extend([one.title] if one.title != name else [])
    return [(titles, reason) for reason, titles in found.items()]


def _recommended(reading: Reading) -> Iterator[tuple[str, str]]:
    """Write the recommendations that are still to be followed."""
    _ = reading.language
    for row in records(_.localise(reading.ask("listes/recommandations"))):
        if row.statut_recommandation not in SETTLED:
            who = MISSING if pd.isna(row.destinataire) else row.destinataire
            state = row.statut_recommandation
            yield row.texte, _task(_("Recommandation"), who, row.echeance, state, reading)


def _decided(actions: Iterable[Mapping[str, Any]], reading: Reading) -> Iterator[tuple[str, str]]:
    """Write the actions that are not done, the most pressing first."""
    left = [one for one in actions if one["etat"] not in SETTLED]
    for one in sorted(left, key=lambda one: str(one["echeance"] or "9999")):
        kind = reading.name("sorte_action", one["sorte"])
        when = one["echeance"].isoformat() if one["echeance"] else None
        who = one["responsable"] or MISSING
        yield one["texte"], _task(kind, who, when, one["etat"], reading)


def _task(kind: str, who: str, when: Any, state: str, reading: Reading) -> str:
    _ = reading.language
    named = reading.name("statut_recommandation", state)
    return _.series([kind, who, _.pair(_("Échéance"), due(when, state, _)), named])


def _notes(figures: Sequence[Headline], narrowed: str, _: Language) -> list[str]:
    notes = []
    if narrowed:
        notes.append(_("Filtres : {}").format(narrowed))
    if any(point.is_partial for one in figures for point in one.points):
        notes.append(
            _("Point plein : année entière ; point creux : bien moins de mutuelles ont répondu.")
        )
    if any(one.state for one in figures):
        notes.append(_("✓ dans le vert, ! dans l'orange, × hors des seuils."))
    return notes


def _numbers(ids: Iterable[Any]) -> dict[str, int]:
    """Give each document its number, in the order in which the brief cites them."""
    cited = [one for text in ids if not pd.isna(text) for one in str(text).split(" ; ")]
    return {one: rank for rank, one in enumerate(dict.fromkeys(cited), start=1)}


def _cited(ids: Any, numbers: Mapping[str, int]) -> str:
    if pd.isna(ids):
        return ""
    return f"[{', '.join(map(str, sorted(numbers[one] for one in str(ids).split(' ; '))))}]"


def _documents(numbers: Mapping[str, int], reading: Reading) -> list[Document]:
    rows = reading.language.localise(reading.ask("listes/sources"))
    known = {row.source_id: row for row in records(rows)}
    return [_document(known[one], reading) if one in known else Document(one) for one in numbers]


def _document(row: Any, reading: Reading) -> Document:
    _ = reading.language
    title = row.titre if pd.isna(row.editeur) else f"{row.editeur}, {row.titre}"
    known = (_.date(row.date_publication), reading.name("licence", row.licence))
    address = "" if pd.isna(row.url) else str(row.url)
    is_web = urlsplit(address).scheme in ("http", "https") and "\n" not in address
    return Document(
        title=str(title),
        detail=_.series(text for text in known if text != MISSING),
        url=address if is_web else "",
    )
