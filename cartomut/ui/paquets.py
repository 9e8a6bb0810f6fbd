"""Data packages: the dataset in use, under the filters in use, in the formats of other tools."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from cartomut.exports import audience, package_geo
from cartomut.exports.package_tables import Content, gather
from cartomut.i18n import N_, Language
from cartomut.rights import NOBODY
from cartomut.store import Store
from cartomut.ui import answers, choices, download, emporter, filters, gate, session
from cartomut.ui.note import note
from cartomut.ui.text import plain

ZIP = "application/zip"
PUBLIC, WHOLE = "public", "reserve"
SLUGS = {  # in the names of files
    "_package": "paquet",
    "_workbook": "classeur",
    "_geopackage": "carte",
    "_fhir": "fhir",
    "_dhis2": "dhis2",
}
COMMAND = "python -m cartomut export paquet OUT.zip --dataset {}"
AUDIENCES = {PUBLIC: N_("À diffuser"), WHOLE: N_("Avec ce qui est réservé")}
Names = Mapping[str, Mapping[str, str]]
Maker = Callable[[Content, Names, Language], bytes]


def draw(_: Language) -> None:
    """Say what a package holds and what it leaves out, then offer each format."""
    st.markdown(
        plain(
            _(
                "Les tables du jeu de données affiché, sous les filtres de cette page, avec leurs "
                "sources, leur licence et la définition de chaque colonne. Les effectifs de "
                "malades de 1 à 4 n'en sortent jamais."
            )
        )
    )
    kept = filters.summary(_)
    note(plain(_("Filtres : {}").format(kept or _("aucun : tout le jeu"))))
    is_whole = _audience(_) == WHOLE
    given: dict[str, Any] = {
        "opened": session.opened(),
        "params": filters.current().params(),
        "kept": kept,
        "is_whole": is_whole,
        "address": emporter.address(),
        "names": answers.names(),
        "_": _,
    }
    stem = "donnees_reservees" if is_whole else "donnees"
    for title, told, ending, mime, make in _formats(_):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            download.button(
                title,
                data=partial(_made, make, **given),
                file_name=emporter.file_name(f"{stem}_{SLUGS[make.__name__]}", ending),
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"paquet_{make.__name__.strip('_')}",
                reserved=is_whole,
                width=260,
            )
            st.markdown(plain(told))
    _command(_)


def _audience(_: Language) -> str:
    """Let who may see everything choose for whom the package is; others get the public one."""
    if not gate.sees_all():
        note(plain(gate.accounts_reserved(_)))
        return PUBLIC
    chosen = choices.segments(
        "paquet", _("Pour qui ?"), list(AUDIENCES), lambda code: _(AUDIENCES[code])
    )
    if chosen == WHOLE:
        st.warning(
            _("Ce paquet contient les comptes d'organismes nommés : ne le diffusez pas."),
            icon=":material/lock_open:",
        )
    return chosen


def _formats(_: Language) -> list[tuple[str, str, str, str, Maker]]:
    """List each format: its button, what it is for, its ending, its kind, what makes it."""
    return [
        (
            _("Tout en un paquet (zip)"),
            _("CSV, CSV pour Excel, HXL, cartes, classeur, datapackage.json et notices."),
            "zip",
            ZIP,
            _package,
        ),
        (
            _("Classeur Excel (xlsx)"),
            _("Une feuille par table, nombres et dates typés, dictionnaire des colonnes."),
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _workbook,
        ),
        (
            _("GeoPackage (gpkg)"),
            _("Centres, sièges, régions et districts, pour QGIS et les autres logiciels de carte."),
            "gpkg",
            "application/geopackage+sqlite3",
            _geopackage,
        ),
        (
            _("FHIR R4 · mCSD (json)"),
            _("Annuaire des organismes, des centres et de leurs services."),
            "json",
            "application/fhir+json",
            _fhir,
        ),
        (
            _("DHIS2 (zip)"),
            _("Unités d'organisation (CSV) et leurs positions (GeoJSON), avec la marche à suivre."),
            "zip",
            ZIP,
            _dhis2,
        ),
    ]


def _made(
    make: Maker,
    *,
    opened: Store,
    params: Mapping[str, Any],
    kept: str,
    is_whole: bool,
    address: str,
    names: Names,
    _: Language,
) -> bytes:
    """Gather and write when the reader presses; nothing of the session is read here."""
    content = gather(opened, params, kept, is_whole=is_whole, address=address)
    if is_whole:
        return make(content, names, _)
    with audience.made_for(NOBODY):  # to be handed on to anybody, whoever makes it
        return make(content, names, _)


def _package(content: Content, _names: Names, _: Language) -> bytes:
    from cartomut.exports.package import package  # slow to import; only a package needs it

    return package(content, date.today(), _)


def _workbook(content: Content, _names: Names, _: Language) -> bytes:
    from cartomut.exports.package_book import workbook
    from cartomut.exports.package_words import words

    return workbook(content, words(content, date.today(), _), _)


def _geopackage(content: Content, _names: Names, _: Language) -> bytes:
    moment = content.about["construit_le"]
    return package_geo.geopackage(package_geo.layers(content), moment)


def _fhir(content: Content, names: Names, _: Language) -> bytes:
    from cartomut.exports.fhir import bundle

    return bundle(content, names, date.today(), _)


def _dhis2(content: Content, _names: Names, _: Language) -> bytes:
    from cartomut.exports.dhis2 import dhis2

    return dhis2(content, date.today(), _)


def _command(_: Language) -> None:
    """Tell the command that makes the same files without the app."""
    note(
        plain(
            _(
                "Ces fichiers se font aussi sans l'application, pour tout le jeu, un district ou "
                "une région (--district, --region) :"
            )
        )
    )
    st.code(COMMAND.format(session.dataset()), language=None)
