"""Pieces of the comparison page: what is compared, why it may not be, identities, places, facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.charts.comparaison import PEERS, Entity
from cartomut.i18n import MISSING, N_, Language
from cartomut.records import records
from cartomut.ui import (
    answers,
    block,
    choices,
    facts,
    filters,
    identity,
    legend,
    session,
)
from cartomut.ui.note import note
from cartomut.ui.text import link as document
from cartomut.ui.text import plain

PAGE = "pages/explorer/comparer.py"
KINDS = {
    "organisme": N_("Mutuelles"),
    "centre": N_("Centres"),
    "region": N_("Régions"),
}
FEWEST_PEERS = 5
MOST_OPTIONS = 1000  # rows of listes/comparables
HEIGHT = 360  # pixels of the map


@dataclass(frozen=True)
class Compared:
    """What the page compares: A with B, or with its peers when there is no B."""

    kind: str
    a: str
    b: str | None
    names: Mapping[str, str]
    year: int | None
    group: pd.DataFrame

    @property
    def ids(self) -> list[str]:
        """The identifiers of A and, when there is one, of B."""
        return [self.a] if self.b is None else [self.a, self.b]

    @property
    def peers(self) -> list[str]:
        """The identifiers of A's peers, without A; sorted, as cached questions need them."""
        return sorted(code for code in self.group["id"] if code != self.a)

    @property
    def evidence(self) -> dict[str, Any]:
        """What the evidence page needs to put the same questions again."""
        about = {"quoi": self.kind, "a": self.a, "b": self.b, "ids": sorted(self.ids)}
        return {name: value for name, value in about.items() if value} | (
            {"annee": str(self.year)} if self.year else {}
        )

    def entities(self, _: Language, *, peers: bool = False) -> list[Entity]:
        """Name A, B and, on demand, A's peers, for the legends of the figures."""
        found = [
            Entity(code, _.pair(letter, self.names[code]))
            for letter, code in zip("AB", self.ids, strict=False)
        ]
        if peers and self.peers:
            text = _.plural("{} pair de A", "{} pairs de A", len(self.peers))
            found.append(Entity(PEERS, text))
        return found


def address(kind: str, identifier: str) -> dict[str, Any]:
    """Return the query parameters of the page that sets an entity beside its peers."""
    return filters.as_query() | {"quoi": kind, "a": identifier, "b": PEERS}


def peers_of(kind: str | None, code: str | None, year: int | None) -> list[str]:
    """List the peers of an entity, itself left out; none when it is not known."""
    rows = answers.answer("listes/pairs", quoi=kind, id=code, annee=year)
    return sorted(one for one in rows["id"] if one != code)


def link(kind: str, identifier: str) -> None:
    """Link to the page that sets an entity beside its peers; nothing for what has no peers at all.

    A partner is an organisation, but not one that is compared.
    """
    _ = session.language()
    found = answers.answer("listes/comparables", quoi=kind, texte=None, demandes=[identifier])
    if identifier not in set(found["id"]):
        return
    st.page_link(
        PAGE,
        label=_("Comparer"),
        icon=":material/compare_arrows:",
        query_params=address(kind, identifier),
    )


def choose(_: Language) -> Compared | None:
    """Draw the choices and return what they are; None until there is something to compare."""
    if filters.current().active():
        note(
            plain(_("Les filtres n'agissent pas ici : on compare exactement ce que l'on choisit."))
        )
    kind = choices.segments("quoi", _("Comparer"), list(KINDS), lambda code: _(KINDS[code]))
    listed = _listed(kind, _)
    names = dict(zip(listed["id"], listed["nom"], strict=True))
    places = dict(zip(listed["id"], listed["lieu"], strict=True))
    columns = st.columns([7, 7, 5], vertical_alignment="bottom")

    def write(code: str) -> str:
        return _("Ses pairs") if code == PEERS else identity.join(names[code], places[code])

    with columns[0]:
        a = choices.select("a", "A", list(names), write, placeholder=_("Choisir"))
    others = [PEERS, *(code for code in names if code != a)]
    with columns[1]:
        b = choices.select("b", "B", others, write, default=PEERS)
    if a is None:
        st.info(
            _("Choisissez ce que vous voulez comparer : A, puis B ou les pairs de A."),
            icon=":material/compare_arrows:",
        )
        return None
    with columns[2]:
        year = _year(kind, [a] if b in (None, PEERS) else [a, str(b)], _)
    group = answers.answer("listes/pairs", quoi=kind, id=a, annee=year)
    return Compared(kind, a, None if b in (None, PEERS) else b, names, year, group)


def _listed(kind: str, _: Language) -> pd.DataFrame:
    """List what may be chosen; a long list is narrowed by a text."""
    asked = sorted({choices.read_text("a"), choices.read_text("b")} - {"", PEERS})
    everyone = answers.answer("listes/comparables", quoi=kind, texte=None, demandes=asked or None)
    if everyone.empty or everyone["nb_trouves"].iloc[0] <= MOST_OPTIONS:
        return everyone
    text = choices.text("nom", _("Chercher un nom"))
    return answers.answer(
        "listes/comparables", quoi=kind, texte=text or None, demandes=asked or None
    )


def _year(kind: str, ids: list[str], _: Language) -> int | None:
    rows = answers.answer("indicateurs/comptes_compares", quoi=kind, ids=sorted(ids), pairs=None)
    years = sorted({str(year) for year in rows["annee"].dropna()}, reverse=True)
    if not years:
        return None
    chosen = choices.select("annee", _("Année"), years, str, placeholder=_("Dernière commune"))
    return int(chosen) if chosen else None


def peers(compared: Compared, _: Language) -> None:
    """Say who A's peers are, how many, and why there may be no position among them."""
    text = _peers_text(compared, _)
    if 0 < len(compared.peers) < FEWEST_PEERS:
        text += " " + _("Ils sont moins de cinq : aucune place parmi eux n'est donnée.")
    note(plain(text))


def _peers_text(compared: Compared, _: Language) -> str:
    name, group = compared.names[compared.a], compared.group
    if group.empty:
        reason = {
            "organisme": _("Pas de pairs pour {} : son nombre de bénéficiaires n'est pas connu."),
            "centre": _("Pas de pairs pour {} : son type ou son niveau de soins n'est pas connu."),
        }.get(compared.kind, _("Pas de pairs pour {}."))
        return reason.format(name)
    count, row = _.number(len(compared.peers)), group.iloc[0]
    if compared.kind == "region":
        return _("Pairs de A : les {} autres régions.").format(count)
    if compared.kind == "centre":
        return _(
            "Pairs de A : les {} autres centres ouverts du type « {} », niveau « {} »."
        ).format(
            count,
            answers.name("type_etablissement", row["sorte"]),
            answers.name("niveau_soins", row["classe"]),
        )
    text = _(
        "Pairs de A : les {} autres organismes du type « {} » dans le même tiers par le nombre de "
        "bénéficiaires, « {} » (de {} à {} personnes, dernière valeur connue de chacun)."
    )
    return text.format(
        count,
        answers.name("type_organisme", row["sorte"]),
        answers.name("taille_mutuelle", row["classe"]),
        _.number(row["taille_min"]),
        _.number(row["taille_max"]),
    )


def cautions(compared: Compared, _: Language) -> None:
    """Say in one place why the two may not be comparable; nothing when nothing is in the way."""
    if compared.b is None:
        return
    rows = [_card(compared.kind, code) for code in compared.ids]
    reasons = [*_differences(compared, rows, _), *_silences(compared, _)]
    if reasons:
        text = _("Comparaison à lire avec prudence.") + " " + " ".join(reasons)
        st.warning(plain(text), icon=":material/balance:")


def _differences(compared: Compared, rows: list["pd.Series[Any]"], _: Language) -> list[str]:
    """Compare what the two are: their type, whether they are open, how people were counted."""
    first, second = rows
    found = []
    if compared.kind == "organisme" and first["type_organisme"] != second["type_organisme"]:
        text = _("Les types diffèrent : {} et {}.")
        found.append(text.format(*(identity.kind("organisme", row, _) for row in rows)))
    if compared.kind == "centre":
        pairs = [_centre_kind(row) for row in rows]
        if pairs[0] != pairs[1]:
            found.append(_("Les types ou niveaux diffèrent : {} et {}.").format(*pairs))
        closed = [row["nom"] for row in rows if row["statut_operationnel"] != "ouvert"]
        found += [_("{} n'est pas ouvert d'après sa source.").format(name) for name in closed]
    if compared.kind == "region" and first["base_2021"] != second["base_2021"]:
        text = _("La population de {} vient d'un calcul, non d'un recensement.")
        found += [text.format(row["nom"]) for row in rows if row["base_2021"] == "calcul"]
    return found


def _centre_kind(row: "pd.Series[Any]") -> str:
    columns = ("type_etablissement", "niveau_soins")
    return identity.join(*(answers.name(one, row[one]) for one in columns if not pd.isna(row[one])))


def _silences(compared: Compared, _: Language) -> list[str]:
    """Name who told nothing of the year in view, when the other one did."""
    rows = answers.answer(
        "indicateurs/comptes_compares",
        quoi=compared.kind,
        ids=sorted(compared.ids),
        pairs=None,
    )
    told = rows.dropna(subset=["montant_fcfa"])
    if told.empty:
        return []
    year = compared.year or int(told["annee"].max())
    speaking = set(told.loc[told["annee"] == year, "entite_id"])
    text = _("{} n'a rien renseigné pour {}.")
    silent = [code for code in compared.ids if code not in speaking]
    return [text.format(compared.names[code], year) for code in silent]


def identities(compared: Compared, _: Language) -> None:
    """Show who or what the compared are, line by line."""
    rows = {code: _card(compared.kind, code) for code in compared.ids}
    lines = {code: dict(identity.pairs(compared.kind, row, _)) for code, row in rows.items()}
    title = _("Caractéristique")
    shown = pd.DataFrame({title: [plain(one) for one in lines[compared.a]]})
    for entity in compared.entities(_):
        texts = [plain(_text(one, _)) for one in lines[entity.code].values()]
        shown[plain(entity.label)] = texts
    st.subheader(_("Qui compare-t-on ?"))
    st.table(shown.set_index(title))
    _documents(list(rows.values()), _)


def _text(value: Any, _: Language) -> str:
    return _("n. d.") if pd.isna(value) or value in ("", MISSING) else str(value)


def _card(kind: str, code: str) -> "pd.Series[Any]":
    if kind == "region":
        return answers.answer("fiches/territoire", niveau="region", id=code).iloc[0]
    return answers.answer(f"fiches/{kind}", id=code).iloc[0]


def _documents(rows: list["pd.Series[Any]"], _: Language) -> None:
    names = ("source_id", "source_2014", "source_2021")
    ids = pd.Series([row[name] for row in rows for name in names if name in row], dtype="str")
    titles = [document(row.intitule, row.url) for row in records(answers.sources(ids))]
    note(_("Source : {}").format(_.series(titles) if titles else plain(_("n. d."))))


def places(compared: Compared, _: Language) -> None:
    """Draw one map of the whole country with the places of A and of B, each with its sign."""
    rows = answers.answer("listes/lieux_compares", quoi=compared.kind, a=compared.a, b=compared.b)
    located = rows[rows["latitude"].notna()]
    st.subheader(_("Où sont-ils ?"))
    picture = _picture(compared, located.assign(categorie=located["cote"]), _)
    _show(picture)
    legend.draw(picture.legend, session.colours())
    text = _("Lieux sur la carte : {} ; sans position connue : {}.")
    note(plain(text.format(_.number(len(located)), _.number(len(rows) - len(located)))))


def _picture(compared: Compared, located: pd.DataFrame, _: Language) -> Any:
    from cartomut.maps import carte  # slow to import; warmed up once the server is ready
    from cartomut.ui import mesures

    nothing = dict.fromkeys(filters.Filters().params())
    areas = answers.answer(
        "indicateurs/territoires_mesure", niveau="region", mesure="population_2021", **nothing
    )
    labels = [entity.label for entity in compared.entities(_)]
    kinds = dict(zip(("a", "b"), labels, strict=False))
    regions = compared.ids if compared.kind == "region" else []
    return carte.carte(
        areas,
        located,
        pd.DataFrame({"code": [], "valeur": []}),
        mesures.measure("population_2021", _),
        None,
        kinds,
        dict(answers.names()["precision"]),
        carte.View(level="region", layers=("lieux", "lacs"), selected=tuple(regions)),
        session.colours(),
        _,
        attribution=session.opened().about().get("limites_region", ""),
    )


def _show(picture: Any) -> None:
    from streamlit_folium import st_folium

    from cartomut.maps import base

    st_folium(
        base.base_map(session.opened().about()["limites"]),
        key="carte_comparee",
        height=HEIGHT,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=base.drawing(picture.payload),
    )


def published(compared: Compared, _: Language) -> None:
    """Show what public pages say of each, side by side; a silence is said, never filled."""
    if compared.kind == "region":
        return
    found = {code: _facts_of(compared.kind, code) for code in compared.ids}
    if all(rows.empty for rows in found.values()):
        return
    st.subheader(_("Ce que disent les sources publiques"))
    columns = st.columns(len(found))
    for column, entity in zip(columns, compared.entities(_), strict=True):
        with column:
            st.markdown(f"**{plain(entity.label)}**")
            if found[entity.code].empty:
                note(plain(_("Aucun fait publié connu.")))
            else:
                facts.sentences(found[entity.code], _)
            block.evidence_link(_("Preuves"), entite=compared.kind, id=entity.code)


def _facts_of(entity: str, code: str) -> pd.DataFrame:
    rows = answers.answer(
        "indicateurs/faits_publies",
        entite=entity,
        entite_id=code,
        indicateurs=None,
        retenus=None,
    )
    return session.language().localise(rows)
