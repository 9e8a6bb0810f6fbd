"""The shared filters: widgets in the side panel, chips above each page, all in the URL."""

from dataclasses import asdict, dataclass, replace
from functools import lru_cache, partial
from typing import Any

import streamlit as st

from cartomut.i18n import Language
from cartomut.queries import query
from cartomut.records import records
from cartomut.ui import answers, choices, once, session, terms
from cartomut.ui.text import plain

# URL key of each list filter → (parameter of the questions, code list)
LISTS = {
    "type": ("types", "type_organisme"),
    "etablissement": ("etablissements", "type_etablissement"),
    "relation": ("relations", "relation"),
    "statut": ("statuts", "statut_operationnel"),
}
TERRITORIES = ("district", "region", "commune")  # from the widest to the narrowest
# Pages that tell of mutuals alone, by address, and the list filters that they take: what only a
# centre has narrows nothing there. Every other page takes them all.
OF_MUTUALS = dict.fromkeys(("financement", "viabilite", "contexte", "com"), ("type",))
_TAKEN = "_filtres_pris"


@dataclass(frozen=True)
class Filters:
    """What the reader keeps; None keeps everything. Fields are the questions' parameters."""

    district: str | None = None
    region: str | None = None
    commune: str | None = None
    types: list[str] | None = None
    etablissements: list[str] | None = None
    relations: list[str] | None = None
    statuts: list[str] | None = None

    def params(self) -> dict[str, Any]:
        """Return the parameters that every filtered question takes."""
        return asdict(self)

    def active(self) -> list[str]:
        """List the parameters that keep less than everything."""
        return [name for name, value in asdict(self).items() if value is not None]

    def without(self, name: str) -> "Filters":
        """Drop one filter."""
        return replace(self, **{name: None})


def begin(address: str) -> None:
    """Say on which page the filters act; those that it does not take are kept for the others."""
    taken = OF_MUTUALS.get(address, tuple(LISTS))
    if st.session_state.get(_TAKEN) != taken:
        st.session_state[_TAKEN] = taken
        once.changed()


def current() -> Filters:
    """Read the filters chosen in this session that act on this page."""
    return once.per_run("filters", _current)


def _current() -> Filters:
    chosen: dict[str, Any] = {level: _territory(level) for level in TERRITORIES}
    for key, param, _codes in _lists():
        chosen[param] = sorted(choices.read_many(key, _options(key))) or None
    return Filters(**chosen)


def _lists() -> list[tuple[str, str, str]]:
    """List what the page takes: the URL key, the parameter of the questions, the code list."""
    taken = st.session_state.get(_TAKEN, LISTS)
    return [(key, *about) for key, about in LISTS.items() if key in taken]


def panel(_: Language) -> None:
    """Draw the filters in the side panel."""
    st.subheader(_("Filtres"))
    _choose_territory("district", _("District"), _("Tout le pays"))
    _choose_territory("region", _("Région"), _("Toutes"))
    if _territory("region"):
        _choose_territory("commune", _("Commune ou ville"), _("Toutes"))
    titles = {
        "type": _("Type d'organisme"),
        "etablissement": _("Type d'établissement"),
        "relation": _("Lien avec le propriétaire"),
        "statut": _("Statut du centre"),
    }
    for key, _param, codes in _lists():
        choices.select_many(
            key,
            titles[key],
            _options(key),
            choices.apart(partial(answers.name, codes)),
            placeholder=_("Tous"),
            hint=terms.definition(codes),
        )


def chips(_: Language) -> None:
    """Show each active filter with a button that removes it."""
    active = _labelled(_)
    # Always there, even empty: what follows keeps its place, so that a map is never made anew.
    with st.container(horizontal=True, gap="small", key="filtres_actifs"):
        for key, value, text in active:
            st.button(
                plain(text),
                key=f"_chip_{key}_{value}",
                icon=":material/close:",
                icon_position="right",
                help=_("Retirer ce filtre"),
                on_click=_remove,
                args=(key, value),
            )
        if active:
            st.button(_("Tout effacer"), key="_chip_all", type="tertiary", on_click=clear)


def breadcrumb(_: Language) -> None:
    """Show the way from the country down to the chosen commune; each step leads back up to it."""
    st.button(
        _("Côte d'Ivoire"),
        icon=":material/public:",
        key="_cadre_pays",
        on_click=set_territory,
        args=("district", None),
    )
    for level in TERRITORIES:
        code = _territory(level)
        if code:
            st.button(
                plain(_territories(level)[code]),
                icon=":material/chevron_right:",
                key=f"_fil_{level}",
                on_click=set_territory,
                args=(level, code),
            )


def trail(_: Language) -> None:
    """Show the way down to the chosen territory above a list; nothing for the whole country."""
    if any(_territory(level) for level in TERRITORIES):
        with st.container(horizontal=True, gap="small", key="fil_territoires"):
            breadcrumb(_)


def set_territory(level: str, code: str | None) -> None:
    """Drill to a district, a region or a commune (a callback); what is narrower is let go."""
    choices.put(level, code)
    for narrower in TERRITORIES[TERRITORIES.index(level) + 1 :]:
        choices.put(narrower, None)
    choices.put("vue", None)


def keep_only(key: str, code: str) -> None:
    """Keep one value of a list filter, or all again when it was kept alone (a callback)."""
    alone = choices.read_many(key, _options(key)) == [code]
    choices.put(key, [] if alone else [code], [])


def clear() -> None:
    """Remove every filter that the page takes (a callback)."""
    set_territory("district", None)
    for key, _param, _codes in _lists():
        choices.put(key, [])


def explain_empty(question: str, _: Language, **params: Any) -> None:
    """Say that nothing is left, and which single filter would bring rows back."""
    chosen, taken = current(), query(question).params
    names = dict(zip(chosen.active(), _titles(chosen, _), strict=True))
    at_fault = []
    for param, text in names.items():
        kept = chosen.without(param).params()
        asked = params | {name: value for name, value in kept.items() if name in taken}
        if param in taken and not answers.answer(question, **asked).empty:
            at_fault.append(text)
    if at_fault:
        advice = _("Retirer l'un de ces filtres suffit : {}.").format(", ".join(at_fault))
    else:
        advice = _("Plusieurs filtres s'excluent ensemble : effacez-les tous pour recommencer.")
    st.info(
        _("Aucune ligne ne répond à ces filtres.") + " " + plain(advice),
        icon=":material/filter_alt_off:",
    )


def summary(_: Language) -> str:
    """Write the active filters on one line, for captions and exports; empty without filter."""
    return _.series(text for _key, _value, text in _labelled(_))


def as_query() -> dict[str, Any]:
    """Return the filters, language, dataset and theme as query parameters, for links."""
    return dict(once.per_run("as_query", _as_query))


def _as_query() -> dict[str, Any]:
    frame = {"lang": session.language().code, "jeu": session.dataset(), "theme": session.theme()}
    if session.reads_aside():  # what is read whole is not narrowed
        return frame
    chosen: dict[str, Any] = {level: _territory(level) for level in TERRITORIES}
    chosen |= {key: choices.read_many(key, _options(key)) for key in LISTS}
    return {key: value for key, value in chosen.items() if value} | frame


def _options(key: str) -> list[str]:
    return _present(session.edition()).get(key, [])


def _territories(level: str) -> dict[str, str]:
    """Name the territories of a level within the wider ones that are chosen."""
    if level == "commune":
        return _communes_of(session.edition(), _territory("region"))
    return _named(session.edition(), level, _territory("district") if level == "region" else None)


@lru_cache(maxsize=200)
def _communes_of(edition: str, region: str | None) -> dict[str, str]:
    return {name: name for place, name in _communes(edition) if place == region}


@lru_cache(maxsize=200)
def _named(edition: str, level: str, district: str | None) -> dict[str, str]:
    return {
        row.code: row.nom
        for row in _listed(edition)
        if row.niveau == level and district in (None, row.district_code)
    }


@lru_cache(maxsize=6)
def _present(edition: str) -> dict[str, list[str]]:
    """List the codes of each filter that the edition has; read many times in a run."""
    del edition  # part of the key
    rows = answers.answer("listes/codes_presents")
    return {str(key): codes.tolist() for key, codes in rows.groupby("filtre", sort=False)["code"]}


@lru_cache(maxsize=6)
def _listed(edition: str) -> list[Any]:
    del edition
    return list(records(answers.answer("listes/territoires")))


@lru_cache(maxsize=6)
def _communes(edition: str) -> list[tuple[str, str]]:
    del edition
    rows = answers.answer("listes/communes")
    return list(zip(rows["region_code"], rows["commune"], strict=True))


def _territory(level: str) -> str | None:
    return once.per_run(level, lambda: choices.read(level, list(_territories(level)), None))


def _choose_territory(level: str, title: str, everywhere: str) -> None:
    names = _territories(level)
    choices.select(
        level,
        title,
        list(names),
        choices.apart(names.__getitem__),
        placeholder=everywhere,
        then=partial(choices.put, "vue", None),
        hint=terms.definition(level),
    )


def _labelled(_: Language) -> list[tuple[str, str, str]]:
    """List (key, value, text) of every value of the active filters."""
    return once.per_run(("labelled", _.code), lambda: _named_filters(_))


def _named_filters(_: Language) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    if session.reads_aside():
        return found
    patterns = (_("District : {}"), _("Région : {}"), _("Commune : {}"))
    for level, pattern in zip(TERRITORIES, patterns, strict=True):
        code = _territory(level)
        if code:
            found.append((level, code, pattern.format(_territories(level)[code])))
    for key, _param, codes in _lists():
        chosen = choices.read_many(key, _options(key))
        found += [(key, code, answers.name(codes, code)) for code in chosen]
    return found


def _titles(chosen: Filters, _: Language) -> list[str]:
    params = {key: key for key in TERRITORIES} | {key: param for key, (param, _c) in LISTS.items()}
    texts: dict[str, list[str]] = {}
    for key, _value, text in _labelled(_):
        texts.setdefault(params[key], []).append(text)
    return [", ".join(texts[param]) for param in chosen.active()]


def _remove(key: str, value: str) -> None:
    if key in TERRITORIES:
        set_territory(key, None)
    else:
        kept = choices.read_many(key, _options(key))
        choices.put(key, [one for one in kept if one != value], [])
