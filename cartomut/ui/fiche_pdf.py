"""The fact sheet of one entity as a PDF: gathers what its card knows, and offers the download."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from cartomut import labels
from cartomut.charts.series import written
from cartomut.exports import fiche_views
from cartomut.exports.carried import View
from cartomut.exports.fiche import Document, Figure, Service, Sheet, Statement, Subject, fiche
from cartomut.i18n import MISSING, Language
from cartomut.queries import query
from cartomut.records import records
from cartomut.store import Store
from cartomut.ui import answers, block, download, emporter, facts, filters, gate, identity, session

QUESTIONS = {"centre": "fiches/centre", "organisme": "fiches/organisme"}
MONEY = "_fcfa"
INDICATORS = {
    "organisme": (
        "taux_penetration",
        "taux_recouvrement_cotisations",
        "ratio_sinistralite",
        "ratio_frais_fonctionnement_brut",
        "ratio_couverture_charges",
        "reserves_en_mois",
    ),
    "centre": ("dispo_trois_maladies", "readiness_palu", "readiness_tb", "readiness_vih_conseil"),
    "territoire": (
        "taux_penetration",
        "densite_centres_mutualistes",
        "dispo_palu_diagnostic",
        "dispo_tb_diagnostic",
        "dispo_depistage_vih",
        "dispo_accouchement",
        "ratio_sinistralite",
    ),
}

Place = tuple[list[str], tuple[float, float] | None]  # regions to shade; latitude and longitude


def button(kind: str, identifier: str) -> None:
    """Offer the fact sheet of a ``centre``, ``organisme``, ``region`` or ``district``.

    Nothing is offered for an entity that the dataset does not know.
    """
    _ = session.language()
    gathered = _sheet(kind, identifier, _)
    if gathered is None:
        return
    sheet, place = gathered
    download.button(
        _("Fiche PDF"),
        data=partial(_made, sheet, place, session.opened(), _),
        file_name=block.file_name(f"fiche_{identifier}", "pdf"),
        mime="application/pdf",
        icon=":material/picture_as_pdf:",
        type="tertiary",
        on_click="ignore",
        key=f"_fiche_pdf_{kind}_{identifier}",
        reserved=kind in QUESTIONS,
    )
    download.button(
        _("Fiche PowerPoint"),
        data=partial(_as_deck, sheet, place, session.opened(), _),
        file_name=block.file_name(f"fiche_{identifier}", "pptx"),
        mime=emporter.PPTX,
        icon=":material/co_present:",
        type="tertiary",
        on_click="ignore",
        key=f"_fiche_pptx_{kind}_{identifier}",
        reserved=kind in QUESTIONS,
    )


def one(kind: str, identifier: str) -> bytes | None:
    """Make the PDF of an entity now; nothing for one that the dataset does not know."""
    _ = session.language()
    gathered = _sheet(kind, identifier, _)
    return None if gathered is None else _made(*gathered, session.opened(), _)


def views(kind: str, identifier: str) -> list[View]:
    """Lay out the sheet of an entity as views; none for one that the dataset does not know."""
    _ = session.language()
    gathered = _sheet(kind, identifier, _)
    if gathered is None:
        return []
    sheet, place = gathered
    outlines, note = _outlines(sheet, session.opened(), _)
    return fiche_views.views(replace(sheet, map_note=note), outlines, *place, _)


def _as_deck(sheet: Sheet, place: Place, store: Store, _: Language) -> bytes:
    outlines, note = _outlines(sheet, store, _)
    return fiche_views.as_deck(replace(sheet, map_note=note), outlines, *place, _)


def _outlines(sheet: Sheet, store: Store, _: Language) -> tuple[dict[str, str], str]:
    """Return the outlines of the regions, and the note that says how precise the map is."""
    rows = query("listes/contours").run(store)
    rough = _("Limites approximatives, sans valeur officielle.")
    note = f"{sheet.map_note} {rough if rows['est_approximatif'].any() else ''}".strip()
    return dict(zip(rows["region_code"], rows["geometrie"], strict=True)), note


def _made(sheet: Sheet, place: Place, store: Store, _: Language) -> bytes:
    """Draw the map and set the pages; runs when the reader asks, without a session."""
    from cartomut.exports.locator import locator  # slow to import, as matplotlib is

    outlines, note = _outlines(sheet, store, _)
    marked, point = place
    return fiche(replace(sheet, map=locator(outlines, marked, point), map_note=note), _)


def _sheet(kind: str, identifier: str, _: Language) -> tuple[Sheet, Place] | None:
    found = _entity(kind, identifier)
    if found.empty:
        return None
    row = found.iloc[0]
    said = _facts_of(kind, identifier, _)
    figures = _figures(kind, identifier, row, _)
    services = _services(kind, identifier)
    own = [row[one] for one in ("source_id", "source_2014", "source_2021") if one in row]
    numbers = _numbers(own, figures["source_id"], said["source_id"], services["source_id"])
    place, where = _place(kind, identifier, _)
    sheet = Sheet(
        title=identity.title(kind, row),
        kind=identity.kind(kind, row, _),
        mark=_(emporter.MARKS[session.dataset()]),
        is_invented=session.dataset() == "demonstration",
        edition=_edition(_),
        address=_address(kind, identifier),
        identity=_identity(kind, row, _),
        map="",
        map_note=where,
        figures=[_figure(one, numbers, _) for one in records(figures)],
        no_figure=_no_figure(said, _),
        notes=_notes(kind, identifier, figures, _),
        services=[_service(one) for one in records(services)],
        subjects=list(_subjects(said, numbers, _)),
        documents=_documents(numbers, _),
    )
    return sheet, place


def _entity(kind: str, identifier: str) -> pd.DataFrame:
    if kind in QUESTIONS:
        return answers.answer(QUESTIONS[kind], id=identifier)
    return answers.answer("fiches/territoire", niveau=kind, id=identifier)


def _identity(kind: str, row: Any, _: Language) -> list[tuple[str, str]]:
    """Write the pairs of the card; what no source gives is said, never left out."""
    pairs = identity.pairs(kind, row, _)
    gap = _("n. d.")
    return [
        (title, gap if pd.isna(text) or text in ("", MISSING) else str(text))
        for title, text in pairs
        if title != _("Services cités")  # the sheet lists every service by its state
    ]


def _figures(kind: str, identifier: str, row: Any, _: Language) -> pd.DataFrame:
    """List the key figures: what the entity gave, then indicators of the catalogue."""
    columns = ["title", "value", "unit", "annee", "base", "nature", "source_id"]
    rows = [*_given(kind, identifier, _), *_computed(kind, identifier, _)]
    return pd.DataFrame(rows, columns=columns)


def _given(kind: str, identifier: str, _: Language) -> Iterator[tuple[Any, ...]]:
    if kind not in QUESTIONS:
        return
    for one in records(answers.answer("fiches/chiffres", entite=kind, id=identifier)):
        base = _("{} sur {} années").format(_.number(one.nb_connues), _.number(one.nb_annees))
        if one.nb_masquees:
            hidden = _.plural("{} masqué (1 à 4)", "{} masqués (1 à 4)", one.nb_masquees)
            base = _.series([base, hidden])
        money = one.colonne.endswith(MONEY)
        value = _.money(one.valeur) if money else _.number(one.valeur)
        title = labels.title(one.colonne, answers.names(), _)
        unit = "" if money else answers.name("unite", labels.unit(one.colonne))
        yield title, value, unit, one.annee, base, one.nature, one.source_id


def _computed(kind: str, identifier: str, _: Language) -> Iterator[tuple[Any, ...]]:
    family = kind if kind in QUESTIONS else "territoire"
    if family == "organisme" and not gate.sees(identifier):
        return
    names = session.language().localise(answers.answer("listes/catalogue"))
    known = names.set_index("indicateur_id")
    values = _values(kind, identifier, INDICATORS[family])
    for one in records(values):
        entry = known.loc[one.indicateur_id]
        base = _("{} sur {}").format(_.number(one.nb_valeurs), _.number(one.nb_entites))
        value = MISSING if pd.isna(one.valeur) else written(one.valeur, entry["unite"], None, _)
        unit = "" if entry["unite"] in facts.PLAIN_UNITS else answers.name("unite", entry["unite"])
        yield entry["nom"], value, unit, one.annee, base, one.nature, one.source_id


def _values(kind: str, identifier: str, indicators: Sequence[str]) -> pd.DataFrame:
    """Return each indicator's latest known value for the entity or inside the territory."""
    kept = filters.Filters(
        district=identifier if kind == "district" else None,
        region=identifier if kind == "region" else None,
    )
    rows = answers.answer(
        "indicateurs/valeurs",
        indicateurs=sorted(indicators),
        groupe="entite" if kind in QUESTIONS else kind,
        entites=[identifier] if kind in QUESTIONS else None,
        annees=None,
        **kept.params(),
    )
    known = rows[rows["valeur"].notna()]
    order = {code: rank for rank, code in enumerate(indicators)}
    latest = known.sort_values("annee", na_position="last").groupby("indicateur_id").tail(1)
    return latest.sort_values("indicateur_id", key=lambda codes: codes.map(order))


def _figure(one: Any, numbers: dict[str, int], _: Language) -> Figure:
    known = one.value != MISSING
    return Figure(
        title=one.title,
        value=one.value if known else _("n. d."),
        unit=one.unit,
        year="" if pd.isna(one.annee) else str(int(one.annee)),
        base=one.base,
        nature=_natures(one.nature),
        sources=_cited(one.source_id, numbers),
        is_known=known,
    )


def _natures(codes: Any) -> str:
    if pd.isna(codes):
        return ""
    return ", ".join(answers.name("nature", code) for code in str(codes).split(" ; "))


def _notes(kind: str, identifier: str, figures: pd.DataFrame, _: Language) -> list[str]:
    notes = [_("« n. d. » : la valeur n'est pas connue ; ce n'est jamais un zéro.")]
    if kind == "organisme" and not gate.sees(identifier):
        notes.append(_("Les comptes et les ratios sont réservés à ceux qui peuvent les voir."))
    if kind not in QUESTIONS:
        notes.append(
            _("Les lieux connus viennent de pages publiques : leur absence ne veut pas dire zéro.")
        )
    return notes if not figures.empty or kind not in QUESTIONS else notes[1:]


def _no_figure(said: pd.DataFrame, _: Language) -> str:
    if said.empty:
        return _("Aucun chiffre n'a été donné : cela ne veut pas dire zéro.")
    return _("Aucun chiffre n'a été donné à l'étude ; ceux qui sont publiés sont ci-dessous.")


def _services(kind: str, identifier: str) -> pd.DataFrame:
    if kind != "centre":
        return pd.DataFrame(columns=["service", "disponible", "source_id"])
    return answers.answer("fiches/centre_services", id=identifier)


def _service(row: Any) -> Service:
    state = "unasked" if pd.isna(row.disponible) else "available" if row.disponible else "absent"
    return Service(answers.name("service", row.service), state)


def _facts_of(kind: str, identifier: str, _: Language) -> pd.DataFrame:
    rows = answers.answer(
        "indicateurs/faits_publies",
        entite=kind,
        entite_id=identifier,
        indicateurs=None,
        retenus=None,
    )
    return _.localise(rows)


def _subjects(rows: pd.DataFrame, numbers: dict[str, int], _: Language) -> Iterator[Subject]:
    """Put facts that contradict or repeat one another side by side."""
    groups: dict[str, list[Any]] = {}
    for row in records(rows):
        groups.setdefault(_text(row.groupe_conflit) or row.fait_id, []).append(row)
    for same in groups.values():
        yield Subject(
            title=same[0].indicateur_nom,
            statements=[_statement(one, numbers, _) for one in same],
            conflict=_conflict(same, _),
        )


def _conflict(same: Sequence[Any], _: Language) -> str:
    """Say why one of several statements is kept."""
    rules = [_text(one.regle_retenue) for one in same if one.est_retenu]
    if not any(rules):
        return _("plusieurs énoncés")
    return _("plusieurs énoncés ; règle : {}").format(answers.name("regle_retenue", rules[0]))


def _statement(row: Any, numbers: dict[str, int], _: Language) -> Statement:
    value = facts.written_value(row, _)
    return Statement(
        text=_text(row.enonce) or _text(row.valeur_texte),
        value=value,
        period="" if pd.isna(row.periode) else f"({_.date(row.periode)})",
        sources=_cited(row.source_id, numbers),
        is_kept=bool(row.est_retenu),
    )


def _numbers(own: Sequence[Any], *columns: pd.Series) -> dict[str, int]:
    """Give each document its number, in the order in which the sheet cites them."""
    cited = pd.concat([pd.Series(own, dtype="object"), *columns]).dropna()
    ids = [one for value in cited for one in str(value).split(" ; ")]
    return {one: rank for rank, one in enumerate(dict.fromkeys(ids), start=1)}


def _cited(ids: Any, numbers: dict[str, int]) -> str:
    if pd.isna(ids):
        return ""
    cited = sorted(numbers[one] for one in str(ids).split(" ; "))
    return f"[{', '.join(map(str, cited))}]"


def _documents(numbers: dict[str, int], _: Language) -> list[Document]:
    rows = answers.sources(pd.Series(list(numbers), dtype="object"))
    known = {row.source_id: row for row in records(rows)}
    return [
        Document(
            known[one].intitule,
            _detail(known[one], _),
            _text(known[one].url),
        )
        if one in known
        else Document(one)
        for one in numbers
    ]


def _detail(document: Any, _: Language) -> str:
    """Write the date and the licence of a document, those that are known."""
    texts = (_.date(document.date_publication), answers.name("licence", document.licence))
    return _.series(text for text in texts if text != MISSING)


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _place(kind: str, identifier: str, _: Language) -> tuple[Place, str]:
    """Return what the small map marks, and the sentence that says how precise it is."""
    row = answers.answer("fiches/position", genre=kind, id=identifier).iloc[0]
    marked = [str(code) for code in row["regions"]]
    if kind not in QUESTIONS:
        return (marked, None), ""
    if pd.isna(row["latitude"]):
        return (marked, None), _("Position inconnue : rien n'est placé sur la carte.")
    precision = answers.name("precision", row["precision"])
    point = (float(row["latitude"]), float(row["longitude"]))
    return (marked, point), _("Précision du point : {}.").format(precision)


def _edition(_: Language) -> str:
    built = session.opened().about()["construit_le"]
    text = _("CartoMut · jeu de données : {} · édition du {} · imprimé le {}")
    today = _.date(date.today().isoformat())
    return text.format(answers.name("jeu", session.dataset()), _.date(built), today)


def _address(kind: str, identifier: str) -> str:
    """Write the address of the page where the reader is, with this card open."""
    here = (st.context.url or "").split("?")[0]
    query = filters.as_query() | {"fiche": f"{kind}:{identifier}"}
    return f"{here}?{urlencode(query, doseq=True)}"
