"""The audit on the screen: checked, narrowed by act, account and period, and carried away."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from cartomut import journal
from cartomut.editions import Stopped
from cartomut.exports import tables
from cartomut.i18n import N_, Language
from cartomut.journal import Entry, Head, Verdict
from cartomut.operations import links
from cartomut.operations.faults import moment_of
from cartomut.ui import choices, download
from cartomut.ui.acces import named
from cartomut.ui.acting import LINK
from cartomut.ui.note import note
from cartomut.ui.text import plain

SHOWN = 500  # lines on the screen; the files have them all
PERIODS = {
    "tout": (None, N_("Tout")),
    "an": (366, N_("Un an")),
    "mois": (31, N_("31 jours")),
    "semaine": (7, N_("7 jours")),
}
DETAILS = {
    "jeu": N_("jeu"),
    "avant": N_("avant"),
    "lignes_gardees": N_("lignes gardées"),
    "lignes_ecartees": N_("lignes écartées"),
    "lignes": N_("lignes"),
    "revision": N_("révision"),
    "colonnes": N_("colonnes"),
    "ajoutees": N_("ajoutées"),
    "remplacees": N_("remplacées"),
    "de": N_("de la révision"),
    "a": N_("à la révision"),
    "depart": N_("partie de la version"),
    "retiree": N_("retirée"),
    "jeux": N_("jeux"),
    "saisies": N_("avec les saisies"),
    "role": N_("rôle"),
    "role_avant": N_("rôle avant"),
    "organisme_id": N_("mutuelle"),
    "organisme_id_avant": N_("mutuelle avant"),
    "actif": N_("ouvert"),
    "actif_avant": N_("ouvert avant"),
    "expire_le": N_("expire le"),
    "octets": N_("octets"),
    "fichier": N_("fichier"),
    "attendu": N_("rang attendu"),
    "pour": N_("pour le rôle"),
    "sauvegarde_du": N_("sauvegarde du"),
}
WITHOUT = ""  # stands for whoever acted without an account


def check(_: Language) -> None:
    """Let the reader check the whole journal, against an anchor too, and take the anchor."""
    text = _(
        "Chaque ligne porte l'empreinte de celle d'avant : une ligne changée, ôtée, mise ou "
        "déplacée se voit. Qui peut écrire tous les fichiers peut refaire le journal entier : "
        "seule une ancre gardée ailleurs le montre."
    )
    note(plain(text))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(
            _("Ancre gardée ailleurs (facultatif)"), key="_journal_ancre", max_chars=90
        )
        pressed = st.button(_("Vérifier le journal"), icon=":material/verified:", type="primary")
    if not pressed:
        return
    kept = Head.read(typed)
    if typed.strip() and kept is None:
        st.error(
            plain(_("Une ancre est un rang, deux-points et 64 signes : elle n'en est pas une."))
        )
        return
    _told(journal.verify(kept), _)


def _told(verdict: Verdict, _: Language) -> None:
    if verdict.holds:
        lines = _.plural("{} ligne, rien n'a bougé.", "{} lignes, rien n'a bougé.", verdict.count)
        st.success(plain(lines), icon=":material/verified:")
    else:
        st.error(plain(_(verdict.reason).format_map(verdict.fields)), icon=":material/gpp_bad:")
    if verdict.torn:
        text = _("La dernière ligne est déchirée ({} octets) : la prochaine la mettra de côté.")
        st.warning(plain(text.format(_.number(verdict.torn))), icon=":material/warning:")
    if verdict.backwards:
        text = _.plural(
            "L'horloge a reculé avant {} ligne : le rang, non l'heure, dit l'ordre.",
            "L'horloge a reculé avant {} lignes : le rang, non l'heure, dit l'ordre.",
            verdict.backwards,
        )
        st.warning(plain(text), icon=":material/schedule:")
    st.markdown(plain(_("Ancre à garder hors de cet ordinateur :")))
    st.code(str(verdict.head), language=None, wrap_lines=True)


def listed(_: Language) -> None:
    """Show the lines of an act, an account and a period, the latest first; offer them as files."""
    known = _known()
    st.subheader(_("Ce qui a été fait"))
    if not known:
        st.info(plain(_("Rien n'a encore été noté.")), icon=":material/info:")
        return
    names = _names(known, _)
    kept = _narrowed(known, names, _)
    count = _("Lignes retenues : {} sur {}.").format(_.number(len(kept)), _.number(len(known)))
    if len(kept) > SHOWN:
        count += " " + _("(les {} dernières ici, toutes dans le fichier)").format(_.number(SHOWN))
    note(plain(count))
    if kept:
        st.dataframe(
            _shown(kept[: -SHOWN - 1 : -1], names, _),
            hide_index=True,
            alt=_("Ce qui a été fait, du plus récent au plus ancien"),
        )
    _files(kept, _)


def _known() -> list[Entry]:
    """Read the lines, again only when the file has changed."""
    path = journal.folder() / journal.FILE
    if not path.exists():
        return []
    about = path.stat()
    return _entries(str(path), about.st_size, about.st_mtime_ns)


@st.cache_resource(max_entries=1, show_spinner=False)
def _entries(path: str, size: int, changed: int) -> list[Entry]:
    return journal.entries()


def _narrowed(known: Sequence[Entry], names: Mapping[str, str], _: Language) -> list[Entry]:
    ranks = {act: rank for rank, act in enumerate(journal.ACTS)}
    acts = sorted({one.geste for one in known}, key=lambda act: (ranks.get(act, len(ranks)), act))
    left, right = st.columns(2)
    with left:
        wanted = choices.select_many(
            "geste", _("Gestes"), acts, lambda act: _act(act, _), placeholder=_("Tous")
        )
    with right:  # an address never stands in the page's own address
        who = st.selectbox(
            _("Compte"),
            sorted({one.compte for one in known}),
            index=None,
            format_func=names.__getitem__,
            placeholder=_("Tous"),
            key="_journal_compte",
        )
    period = choices.segments(
        "anciennete", _("Période"), list(PERIODS), lambda code: _(PERIODS[code][1])
    )
    days = PERIODS[period][0]
    since = "" if days is None else f"{_today() - timedelta(days=days):%Y-%m-%d}"
    return [
        one
        for one in known
        if (not wanted or one.geste in wanted)
        and (who is None or one.compte == who)
        and one.instant >= since
    ]


def _today() -> date:
    return datetime.now(UTC).date()


def _names(known: Sequence[Entry], _: Language) -> dict[str, str]:
    """Name who acted: an account by its address, a link by its label."""
    try:
        labels = {one.link_id: one.label for one in links.listed()}
    except Stopped:
        labels = {}
    found = {one.compte: one.compte for one in known}
    for one in found:
        if one.startswith(LINK):
            found[one] = _("Lien « {} »").format(labels.get(one.removeprefix(LINK), one))
    found |= {
        one.objet: _("Lien « {} »").format(labels[one.objet])
        for one in known
        if one.objet in labels
    }
    return found | {WITHOUT: _("Sans compte")}


def _shown(rows: Sequence[Entry], names: Mapping[str, str], _: Language) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Rang"): [one.rang for one in rows],
            _("Quand"): [moment_of(one.instant, _) for one in rows],
            _("Compte"): [names[one.compte] for one in rows],
            _("Rôle"): [named(one.role, _) for one in rows],
            _("Geste"): [_act(one.geste, _) for one in rows],
            _("Sur quoi"): [names.get(one.objet, one.objet) for one in rows],
            _("Précisions"): [_detail(one, _) for one in rows],
        }
    )


def _act(code: str, _: Language) -> str:
    return _(journal.ACTS[code]) if code in journal.ACTS else code


def _detail(entry: Entry, _: Language) -> str:
    """Write the detail as pairs; truths as yes or no."""
    return " ; ".join(
        _.pair(_(DETAILS[name]) if name in DETAILS else name, _value(name, value, _))
        for name, value in entry.detail.items()
    )


def _value(name: str, value: str | int, _: Language) -> str:
    if name.startswith(("actif", "retiree", "saisies")):
        return _("oui") if value else _("non")
    if name.startswith(("role", "pour")):
        return named(str(value), _)
    return moment_of(str(value), _) if name == "expire_le" else str(value)


def _files(kept: Sequence[Entry], _: Language) -> None:
    rows = pd.DataFrame([_flat(one) for one in kept])
    with st.container(horizontal=True, gap="small"):
        download.button(
            _("Ces lignes en CSV"),
            data=partial(tables.bare_csv, rows, _),
            file_name=f"cartomut_journal_{_today():%Y-%m-%d}.csv",
            mime="text/csv",
            icon=":material/table:",
            on_click="ignore",
            key="journal_csv",
            reserved=True,
            disabled=not kept,
        )
        download.button(
            _("Le journal entier, vérifiable (JSON)"),
            data=partial(_whole, journal.folder() / journal.FILE),
            file_name=f"cartomut_journal_{_today():%Y-%m-%d}.jsonl",
            mime="application/jsonl",
            icon=":material/data_object:",
            on_click="ignore",
            key="journal_json",
            reserved=True,
        )


def _whole(path: Path) -> bytes:
    return path.read_bytes()


def _flat(entry: Entry) -> dict[str, str | int]:
    detail = " ; ".join(f"{name}={value}" for name, value in entry.detail.items())
    return vars(entry) | {"detail": detail}
