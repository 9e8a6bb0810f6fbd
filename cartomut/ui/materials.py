"""What makes reach precise: bring a raster, a list of facilities or roads, or go back."""

from collections import Counter
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import adopting, materials, precision
from cartomut.editions import Stopped
from cartomut.findings import Finding
from cartomut.i18n import N_, Language
from cartomut.materials import FACILITIES, NAMES, POPULATION, ROADS, Given, Version
from cartomut.precision import Examined
from cartomut.rights import Right
from cartomut.store import BuildError
from cartomut.ui import gate
from cartomut.ui.note import note
from cartomut.ui.received import on_disk
from cartomut.ui.text import plain

TYPES = {
    POPULATION: ["tif", "tiff"],
    FACILITIES: ["csv", "xlsx", "ods", "geojson", "json"],
    ROADS: ["gpkg", "geojson", "json", "zip", "pbf"],
}
COMMANDS = {POPULATION: "population", FACILITIES: "facilities", ROADS: "roads"}
TOLD = 3  # findings of one rule that the page tells one by one
CHECKED, DONE = "_precision_verifiee", "_precision_faite"
_TITLES = {
    POPULATION: N_("Grille de population"),
    FACILITIES: N_("Liste officielle d'établissements"),
    ROADS: N_("Réseau routier"),
}
_ASKED = {
    POPULATION: N_("GeoTIFF du nombre de personnes par case (WorldPop, par exemple)"),
    FACILITIES: N_("Tableau ou GeoJSON : nom, type, niveau de soins, latitude, longitude"),
    ROADS: N_("Lignes des routes (GeoPackage, GeoJSON, Shapefile zippé, extrait .osm.pbf)"),
}
_LACK = {
    POPULATION: N_(
        "Sans grille, les habitants sont aux lieux de GeoNames, ramenés au recensement de leur "
        "région."
    ),
    FACILITIES: N_(
        "Sans liste, seuls les centres de l'étude sont connus : « tout établissement » ne peut "
        "être compté."
    ),
    ROADS: N_(
        "Sans réseau, les distances sont à vol d'oiseau, multipliées par un facteur de détour."
    ),
}


@dataclass(frozen=True)
class Checked:
    """What the check of a very file found; ``key`` names the file and its year."""

    key: str
    found: Examined


def draw(_: Language) -> None:
    """Let whoever may change the data bring a raster or a list, and take an older one again."""
    with st.container(border=True, key="precision"):
        st.subheader(_("Préciser l'accès aux soins"))
        st.markdown(
            plain(
                _(
                    "Facultatif : ces fichiers ne changent que les distances et les populations à "
                    "portée, dans tous les jeux de données."
                )
            )
        )
        for kind, title in _TITLES.items():
            with st.expander(_(title), icon=":material/add_location_alt:"):
                _section(kind, _)


def said(one: Version | None, kind: str, _: Language) -> str:
    """Say which version is in use, in one sentence, or what is missing without one."""
    if one is None or one.fichier is None:
        return _(_LACK[kind])
    text = _("En usage : {fichier}, de {editeur}, année {annee} ; {mesures}")
    return text.format(
        fichier=one.fichier.nom,
        editeur=one.editeur,
        annee=one.annee or _("non dite"),
        mesures=materials.measured(kind, one.mesures, _),
    )


def _section(kind: str, _: Language) -> None:
    """Show what is in use, the three steps on one file, and the versions."""
    told = st.session_state.pop(f"{DONE}_{kind}", None)
    if told:
        st.success(plain(told), icon=":material/check:")
    note(plain(said(materials.in_use(kind), kind, _)))
    file = st.file_uploader(_(_ASKED[kind]), type=TYPES[kind], key=f"_fichier_{kind}")
    largest = int(st.get_option("server.maxUploadSize"))
    note(
        plain(
            _("Au-delà de {} Mo : python -m cartomut {} FICHIER, sur l'ordinateur.").format(
                _.number(largest), COMMANDS[kind]
            )
        )
    )
    given = _given(kind, _)
    if file is not None:
        _steps(kind, file, given, _)
    _versions(kind, given.author, _)


def _given(kind: str, _: Language) -> Given:
    """Ask what the file is."""
    left, right = st.columns(2)
    with left:
        editor = st.text_input(_("Qui a fait ce fichier"), key=f"_editeur_{kind}")
        licence = st.text_input(_("Sa licence"), key=f"_licence_{kind}")
    with right:
        year = st.number_input(
            _("Année qu'il représente"),
            min_value=materials.YEARS[0],
            max_value=materials.YEARS[-1],
            value=None,
            step=1,
            key=f"_annee_{kind}",
        )
        author = st.text_input(
            _("Apporté par (un rôle ou un service, pas le nom d'une personne)"),
            key=f"_apporte_{kind}",
        )
    return Given(editor, int(year) if year else None, licence, author=author)


def _steps(kind: str, file: Any, given: Given, _: Language) -> None:
    """Check the file when asked; offer to put it in use once it passed."""
    key = f"{sha256(file.getvalue()).hexdigest()}|{given.year}"
    try:
        materials.check(kind, given)
    except Stopped as missing:
        note(plain(missing.text(_)))
        return
    done: Checked | None = st.session_state.get(f"{CHECKED}_{kind}")
    if done and done.key != key:
        done = None
    if st.button(_("Vérifier"), key=f"_verifier_{kind}"):
        with st.spinner(_("Lecture du fichier")), on_disk([file]) as paths:
            done = Checked(key, precision.examine(kind, paths[0], given.year))
        st.session_state[f"{CHECKED}_{kind}"] = done
    if done is None:
        return
    _tell(done.found.findings, _)
    if not done.found.accepted:
        st.error(_("Refusé : ce qui est en usage n'a pas changé."), icon=":material/block:")
        return
    st.markdown(plain(materials.measured(kind, done.found.measures, _)))
    ready = gate.may(Right.IMPORT)
    if st.button(_("Mettre en usage"), type="primary", disabled=not ready, key=f"_user_{kind}"):
        _bring(kind, file, done.found, given, _)


def _tell(findings: list[Finding], _: Language) -> None:
    """Write the findings, the first few of each rule."""
    counts = Counter(one.rule.code for one in findings)
    told: Counter[str] = Counter()
    for one in findings:
        code = one.rule.code
        told[code] += 1
        if told[code] <= TOLD:
            (st.error if one.blocks else st.warning)(plain(one.text(_)))
        elif told[code] == counts[code]:
            more = counts[code] - TOLD
            text = _.plural("… et {} autre de la règle", "… et {} autres de la règle", more)
            note(plain(f"{text} {code}"))


def _bring(kind: str, file: Any, found: Examined, given: Given, _: Language) -> None:
    try:
        with st.spinner(_("Construction de la base")), on_disk([file]) as paths:
            made = adopting.bring(replace(found, path=paths[0]), given)
    except (Stopped, BuildError) as failure:
        st.error(plain(failure.text(_)), icon=":material/error:")
        return
    _finish(kind, _("Version {} en usage.").format(made.numero))


def _versions(kind: str, author: str, _: Language) -> None:
    """List the versions, and let an older one be taken again."""
    known = materials.versions(kind)
    if not known:
        return
    now = materials.last(kind)
    number = now.numero if now else materials.WITHOUT
    st.dataframe(
        pd.DataFrame([_row(one, number, _) for one in known]), hide_index=True, width="stretch"
    )
    others = [one.numero for one in known if one.numero != number and not one.is_without]
    others += [materials.WITHOUT] if now and not now.is_without else []
    if not others:
        return
    names = {one.numero: f"{one.numero} – {one.fichier.nom}" for one in known if one.fichier}
    names[materials.WITHOUT] = _("sans {}").format(_(NAMES[kind]))
    chosen = st.selectbox(
        _("Reprendre une version"), others, format_func=lambda one: names[one], key=f"_rep_{kind}"
    )
    ready = gate.may(Right.IMPORT) and bool(author.strip())
    if not author.strip():
        note(plain(_("Dites d'abord qui apporte ces données.")))
    if st.button(_("Reprendre cette version"), disabled=not ready, key=f"_reprendre_{kind}"):
        _take_again(kind, chosen, author, _)


def _take_again(kind: str, number: int, author: str, _: Language) -> None:
    try:
        with st.spinner(_("Construction de la base")):
            made = adopting.bring_back(kind, number, author.strip())
    except (Stopped, BuildError) as failure:
        st.error(plain(failure.text(_)), icon=":material/error:")
        return
    _finish(kind, _("Version {} en usage.").format(made.numero))


def _finish(kind: str, text: str) -> None:
    st.session_state.pop(f"{CHECKED}_{kind}", None)
    st.session_state[f"{DONE}_{kind}"] = text
    st.rerun()


def _row(one: Version, number: int, _: Language) -> dict[str, Any]:
    state = _("en usage") if one.numero == number else ""
    state = _("retirée : une base l'a refusée") if one.retiree_le else state
    return {
        _("Version"): one.numero,
        _("Date"): _.date(one.date[:10]),
        _("Apporté par"): one.auteur,
        _("Fichier"): one.fichier.nom if one.fichier else _("sans {}").format(_(NAMES[one.genre])),
        _("Fait par"): one.editeur,
        _("Année"): str(one.annee or ""),
        _("Licence"): one.licence,
        _("Empreinte"): one.fichier.sha256[:8] if one.fichier else "",
        _("État"): state,
    }
