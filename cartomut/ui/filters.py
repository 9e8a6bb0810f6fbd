"""The shared filters: widgets in the side panel, chips above each page, all in the URL."""

from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from cartomut.i18n import Language
from cartomut.ui import answers, session
from cartomut.ui.text import plain

# URL key of each list filter → (parameter of the questions, code list)
LISTS = {
    "type": ("types", "type_organisme"),
    "etablissement": ("etablissements", "type_etablissement"),
    "relation": ("relations", "relation"),
    "statut": ("statuts", "statut_operationnel"),
}
TERRITORIES = ("district", "region")


@dataclass(frozen=True)
class Filters:
    """What the reader keeps; None keeps everything. Fields are the questions' parameters."""

    district: str | None = None
    region: str | None = None
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


def current() -> Filters:
    """Read the filters chosen in this session."""
    chosen: dict[str, Any] = {key: st.session_state.get(key) for key in TERRITORIES}
    for key, (param, _codes) in LISTS.items():
        chosen[param] = sorted(st.session_state.get(key) or []) or None
    return Filters(**chosen)


def panel(_: Language) -> None:
    """Draw the filters in the side panel."""
    places = answers.answer("listes/territoires")
    present = answers.answer("listes/codes_presents")
    st.subheader(_("Filtres"))
    _territory("district", _("District"), places[places["niveau"] == "district"], _)
    regions = places[places["niveau"] == "region"]
    inside = st.session_state.get("district")
    if inside:
        regions = regions[regions["district_code"] == inside]
        if st.session_state.get("region") not in (None, *regions["code"]):
            st.session_state["region"] = None
    _territory("region", _("Région"), regions, _)
    titles = {
        "type": _("Type d'organisme"),
        "etablissement": _("Type d'établissement"),
        "relation": _("Lien avec le propriétaire"),
        "statut": _("Statut du centre"),
    }
    for key, (_param, codes) in LISTS.items():
        st.multiselect(
            titles[key],
            options=present.loc[present["filtre"] == key, "code"].tolist(),
            format_func=partial(answers.name, codes),
            placeholder=_("Tous"),
            key=key,
            bind="query-params",
        )


def chips(_: Language) -> None:
    """Show each active filter with a button that removes it."""
    active = _labelled(_)
    if not active:
        return
    with st.container(horizontal=True, gap="small"):
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
        st.button(_("Tout effacer"), key="_chip_all", type="tertiary", on_click=clear)


def set_territory(level: str, code: str | None) -> None:
    """Drill to a district or a region (a callback)."""
    st.session_state[level] = code
    if level == "district":
        st.session_state["region"] = None
    session.keep("vue", "")


def clear() -> None:
    """Remove every filter (a callback)."""
    for key in TERRITORIES:
        st.session_state[key] = None
    for key in LISTS:
        st.session_state[key] = []


def explain_empty(question: str, _: Language, **params: Any) -> None:
    """Say that nothing is left, and which single filter would bring rows back."""
    chosen = current()
    names = dict(zip(chosen.active(), _titles(chosen, _), strict=True))
    at_fault = [
        text
        for param, text in names.items()
        if not answers.answer(question, **params, **chosen.without(param).params()).empty
    ]
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
    return " ; ".join(text for _key, _value, text in _labelled(_))


def as_query() -> dict[str, Any]:
    """Return the filters as query parameters, for links to other pages."""
    chosen: dict[str, Any] = {key: st.session_state.get(key) for key in TERRITORIES}
    chosen |= {key: st.session_state.get(key) for key in LISTS}
    kept = {key: value for key, value in chosen.items() if value}
    return kept | {
        "lang": session.language().code,
        "jeu": session.dataset(),
        "theme": session.theme(),
    }


def _territory(level: str, title: str, rows: pd.DataFrame, _: Language) -> None:
    names = dict(zip(rows["code"], rows["nom"], strict=True))
    st.selectbox(
        title,
        options=list(names),
        index=None,
        format_func=lambda code: names.get(code, code),
        placeholder=_("Tout le pays") if level == "district" else _("Toutes"),
        key=level,
        bind="query-params",
        on_change=session.keep,
        args=("vue", ""),
    )


def _labelled(_: Language) -> list[tuple[str, str, str]]:
    """List (key, value, text) of every value of the active filters."""
    places = answers.answer("listes/territoires")
    found = []
    for level, pattern in (("district", _("District : {}")), ("region", _("Région : {}"))):
        code = st.session_state.get(level)
        if code:
            row = places[(places["niveau"] == level) & (places["code"] == code)]
            found.append((level, code, pattern.format(row["nom"].iloc[0])))
    for key, (_param, codes) in LISTS.items():
        for code in st.session_state.get(key) or []:
            found.append((key, code, answers.name(codes, code)))
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
        st.session_state[key] = [kept for kept in st.session_state[key] if kept != value]
