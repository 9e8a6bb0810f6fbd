"""The edition that an address cites, and how to cite what is shown: dated texts and a link."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from cartomut import __version__, editions, i18n, store
from cartomut.exports import citation
from cartomut.exports.citation import Citation
from cartomut.i18n import Language
from cartomut.paths import STORES
from cartomut.queries import query
from cartomut.rights import Right
from cartomut.store import BuildError, Store
from cartomut.ui import answers, download, gate, session
from cartomut.ui.text import plain

REBUILT = STORES / "relues"  # editions built again to be read once more, beside those in use
VERSIONS = "pages/donnees/versions.py"
PASSING = ("theme", "edition", "lang", "jeu", "acces")  # of an address: not a choice of the view
Write = Callable[[Language], str]


def read(_: Language) -> None:
    """Read the edition that the address cites, when it is not the one in use; say so.

    It is read for the rest of this run only. One that cannot be read is said not to be, with the
    way back to it.
    """
    asked = st.query_params.get("edition", "")
    own = session.opened()
    if not asked or asked == own.edition:
        return
    path = _kept(asked)
    if path and asked not in _withdrawn() and own.shape() <= Store(path).shape():
        session.read(path)
        text = _(
            "Vous lisez l'édition {} du {}, celle que ce lien cite. L'édition en usage est {} du "
            "{}."
        )
        st.warning(
            plain(text.format(*_named(Store(path), _), *_named(own, _))), icon=":material/history:"
        )
        if not gate.sees_all():
            st.markdown(plain(_past_reserved(_)))
    else:
        _explain(asked, own, _)
    _ways(asked, own, _)


def differences(question: str, given: Mapping[str, Any], rows: pd.DataFrame, _: Language) -> None:
    """Say whether the edition in use gives the same rows as the cited one that is being read."""
    newest = store.current(session.dataset())
    if newest is None or str(newest) == session.edition():
        return
    now = query(question).seen_by(answers.sight(question), Store(newest), **given)
    columns = [name for name in rows.columns if name != "source_id"]
    before, after = (_as_texts(one[columns]) for one in (rows, now))
    both = before.merge(after, how="outer", indicator=True)
    changed = (both["_merge"] == "left_only").sum(), (both["_merge"] == "right_only").sum()
    if not any(changed):
        st.success(_("L'édition en usage donne les mêmes lignes pour cette figure."))
        return
    text = _(
        "L'édition en usage ne donne pas les mêmes lignes : {} de celles-ci n'y sont plus telles "
        "quelles, {} y sont nouvelles ou autres."
    )
    st.info(plain(text.format(*map(_.number, changed))), icon=":material/difference:")


def block(
    title: Write,
    rows: pd.DataFrame,
    parameters: Mapping[str, Any],
    _: Language,
    value: Write | None = None,
) -> None:
    """Offer the dated citation in both languages, the permanent link, and the RIS file.

    ``title`` and ``value`` write in the language that they are given; ``parameters`` are those
    that the question was put with.
    """
    with st.expander(_("Citer, avec un lien permanent"), icon=":material/format_quote:"):
        for code, name in (("fr", "Français"), ("en", "English")):
            written = _citation(title, value, rows, parameters, i18n.language(code))
            st.markdown(f"**{name}**")
            st.code(written.write(i18n.language(code)), language=None, wrap_lines=True)
        link = _("Lien permanent")
        st.markdown(f"**{plain(link)}**")
        own = _citation(title, value, rows, parameters, _)
        st.code(own.address, language=None, wrap_lines=True)
        download.button(
            _("Notice RIS (Zotero, EndNote)"),
            data=own.ris(_),
            file_name=f"cartomut_{session.dataset()}_{own.edition}.ris",
            mime="application/x-research-info-systems",
            icon=":material/menu_book:",
            type="tertiary",
            on_click="ignore",
            key="citation_ris",
        )


def said(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Write the parameters that were set as they stand in an address."""
    return {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in sorted(parameters.items())
        if value is not None
    }


def edition(_: Language) -> list[tuple[str, str]]:
    """Describe the edition that is being read: number, date, hash, and its files with theirs."""
    opened = session.opened()
    pairs = [
        (_("Édition"), opened.edition),
        (_("Construite le"), _.date(opened.about()["construit_le"][:10])),
        (_("Empreinte"), opened.fingerprint),
    ]
    for one in editions.versions(session.dataset()):
        if one.version == opened.edition:
            pairs += [(file.nom, f"SHA-256 {file.sha256}") for file in one.fichiers]
    return pairs


def _citation(
    title: Write,
    value: Write | None,
    rows: pd.DataFrame,
    parameters: Mapping[str, Any],
    _: Language,
) -> Citation:
    opened = session.opened()
    names = answers.names_in(_)
    column = "nature" if "nature" in rows else "base"
    natures = {
        code
        for text in rows.get(column, pd.Series(dtype="str")).dropna()
        for code in text.split(" ; ")
    }
    named = names.get(column, {})
    ids = rows["source_id"] if "source_id" in rows else pd.Series(dtype="str")
    asked = {name: st.query_params.get_all(name) for name in st.query_params if name not in PASSING}
    return Citation(
        title=title(_),
        value=value(_) if value else "",
        dataset=names.get("jeu", {}).get(session.dataset(), session.dataset()),
        edition=opened.edition,
        built=opened.about()["construit_le"],
        fingerprint=opened.fingerprint,
        parameters=said(parameters),
        nature=", ".join(named.get(code, code) for code in sorted(natures)),
        sources=list(answers.sources(ids)["intitule"]),
        version=__version__,
        address=citation.permanent(
            st.context.url or "", asked, lang=_.code, jeu=session.dataset(), edition=opened.edition
        ),
        read_on=date.today(),
    )


def _past_reserved(_: Language) -> str:
    """Say why sums of accounts are missing from an edition that is no longer in use."""
    return _(
        "Les sommes de comptes d'une édition passée sont réservées à qui lit les comptes de "
        "chacun : retirées de celles d'aujourd'hui, elles diraient ceux d'un organisme venu "
        "entre-temps."
    )


def _kept(asked: str) -> Path | None:
    """Find a store of the edition that was asked for, in use before or built again."""
    known = store.kept(session.dataset()) + store.kept(session.dataset(), REBUILT)
    return next((path for path in known if Store(path).edition == asked), None)


def _withdrawn() -> set[str]:
    """List the editions that this reader may not read again: one taken back may be at fault."""
    return set() if gate.may(Right.PUBLISH) else editions.taken_back(session.dataset())


def _explain(asked: str, own: Store, _: Language) -> None:
    """Say that the cited edition cannot be read as it is, and what is shown instead."""
    text = _(
        "Ce lien cite l'édition {}, qui ne peut pas être lue ici : ce qui suit vient de l'édition "
        "en usage, {} du {}, et peut différer."
    )
    st.warning(plain(text.format(asked, *_named(own, _))), icon=":material/history:")
    known = [one.version for one in editions.versions(session.dataset())]
    if asked not in known or asked in _withdrawn():
        st.markdown(
            plain(_("Cette édition n'est pas gardée sur cet ordinateur, ou a été retirée."))
        )
    elif gate.may(Right.PUBLISH):
        st.button(
            _("Reconstruire l'édition citée pour la lire (quelques secondes)"),
            icon=":material/history:",
            key="relire_edition",
            on_click=_rebuild,
            args=(session.dataset(), asked, _),
        )
    else:
        text = _("Elle est gardée : qui administre l'application peut la remettre en lecture.")
        st.markdown(plain(text))


def _rebuild(dataset: str, version: str, _: Language) -> None:
    """Build a kept edition beside those in use (a callback); the next run reads it."""
    try:
        store.build(dataset, stores=REBUILT, tables=editions.folder(dataset, version))
    except (BuildError, editions.Stopped) as failure:
        st.error(plain(failure.text(_)))


def _ways(asked: str, own: Store, _: Language) -> None:
    """Link to the edition in use, and to what differs between the two."""
    here = {name: st.query_params.get_all(name) for name in st.query_params if name != "edition"}
    with st.container(horizontal=True, gap="small"):
        st.page_link(
            "pages/comprendre/preuves.py",
            label=_("Lire l'édition en usage"),
            icon=":material/update:",
            query_params=here,
        )
        known = [one.version for one in editions.versions(session.dataset())]
        if {asked, own.edition} <= set(known):
            st.page_link(
                VERSIONS,
                label=_("Ce qui a changé entre les deux éditions"),
                icon=":material/difference:",
                query_params={
                    "lang": _.code,
                    "jeu": session.dataset(),
                    "edition_avant": asked,
                    "edition_apres": own.edition,
                },
            )


def _named(opened: Store, _: Language) -> tuple[str, str]:
    return opened.edition, _.date(opened.about()["construit_le"][:10])


def _as_texts(rows: pd.DataFrame) -> pd.DataFrame:
    """Write every cell, so that rows compare whatever their types; the same rows are numbered.

    A sum in another order differs in its last digits: it is the same.
    """
    texts = rows.map(lambda cell: f"{cell:.9g}" if isinstance(cell, float) else str(cell))
    return texts.assign(_rang=texts.groupby(list(texts.columns)).cumcount())
