"""The health of the application: for all, which editions are read and how old they are.

Those who may publish also see the checks, the server, the last faults and the counts of pages.
"""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pandas as pd
import streamlit as st
from streamlit import runtime

from cartomut import health, logs, readiness
from cartomut import usage as used
from cartomut.exports import tables
from cartomut.health import Edition
from cartomut.i18n import N_, Language
from cartomut.operations.faults import moment_of
from cartomut.readiness import FAULT, NOTICE
from cartomut.rights import Right, Role
from cartomut.role_names import ROLE_NAMES
from cartomut.settings import settings
from cartomut.ui import answers, choices, download, frame, partage
from cartomut.ui.gate import may
from cartomut.ui.note import note
from cartomut.ui.readiness import show
from cartomut.ui.text import plain

PERIODS = {"semaine": (7, N_("7 jours")), "mois": (31, N_("31 jours")), "an": (366, N_("Un an"))}
FRESH = 30  # seconds for which the editions in use are not read again
FAULTS = 20


def watches() -> bool:
    """Tell whether this reader looks after the application."""
    return may(Right.PUBLISH) or may(Right.ADMINISTER)


def explain(_: Language) -> None:
    """Say who sees the rest."""
    roles = _.series(_(ROLE_NAMES[one]) for one in (Role.REGULATOR, Role.ADMINISTRATOR))
    text = _("L'état du serveur, les fautes et le compte des pages sont pour : {}.").format(roles)
    st.info(plain(text), icon=":material/lock:")


def freshness(_: Language) -> None:
    """Show the edition in use of each dataset, and how old its figures are."""
    st.subheader(_("Les éditions en usage"))
    known = _in_use()
    st.dataframe(
        pd.DataFrame([_row(one, _) for one in known]),
        hide_index=True,
        alt=_("Édition en usage de chaque jeu de données, et âge de ses chiffres"),
    )
    text = _(
        "L'âge se compte depuis la fin de la dernière année chiffrée ; il est signalé au-delà "
        "de {}."
    )
    limit = settings().fraicheur_mois
    note(plain(text.format(_.plural("{} mois", "{} mois", limit))))
    for one in known:
        if one.is_old:
            told = _(
                "Les chiffres du jeu « {} » s'arrêtent à {} : une édition plus récente manque."
            )
            name = answers.name("jeu", one.jeu)
            st.warning(
                plain(told.format(name, one.derniere_annee)), icon=":material/hourglass_bottom:"
            )


@st.cache_data(ttl=FRESH, show_spinner=False)
def _in_use() -> list[Edition]:
    return health.in_use()


def _row(one: Edition, _: Language) -> dict[str, object]:
    age = "–" if one.age_mois is None else _.plural("{} mois", "{} mois", one.age_mois)
    return {
        _("Jeu de données"): answers.name("jeu", one.jeu),
        _("Édition"): one.edition,
        _("Dernière année"): str(one.derniere_annee or "–"),
        _("Âge"): age,
        _("Construite"): _.date(one.construit_le[:10]),
        _("Importée"): _.date(one.importe_le[:10]),
        _("Publiée"): _.date(one.publie_le[:10]),
    }


def checks(_: Language) -> None:
    """Run the checks and say in one sentence how the application is."""
    st.subheader(_("Les vérifications"))
    st.button(_("Vérifier de nouveau"), icon=":material/refresh:")  # a run makes them anew
    done = list(health.checks(_))
    worst = readiness.worst(done)
    if worst == FAULT:
        st.error(plain(_("Quelque chose est à réparer.")), icon=":material/error:")
    elif worst == NOTICE:
        text = _("L'application va bien ; lisez ce qui est à savoir.")
        st.warning(plain(text), icon=":material/warning:")
    else:
        st.success(plain(_("L'application va bien.")), icon=":material/check_circle:")
    for one in done:
        show(one, _)
    partage.tell(_)


def server(_: Language) -> None:
    """Show how much this server carries now."""
    st.subheader(_("Ce serveur, maintenant"))
    size, is_peak = health.memory_of_process()
    title = _("Mémoire au plus haut") if is_peak else _("Mémoire")
    stores = sum(one.octets for one in _in_use())
    with st.container(horizontal=True):
        st.metric(_("Sessions ouvertes"), _.number(sessions()), border=True)
        st.metric(title, _bytes(size, _), border=True)
        st.metric(_("Bases en usage"), _bytes(stores, _), border=True)
        st.metric(_("Disque libre"), _bytes(health.free_disk(), _), border=True)
    note(plain(_("Avec plusieurs serveurs, ces nombres sont ceux de celui qui vous répond.")))


def sessions() -> int | None:
    """Count the sessions that this server holds now, this one included; None when it cannot."""
    known = runtime.get_instance() if runtime.exists() else None
    keeper = getattr(known, "_session_mgr", None)  # Streamlit gives no other way
    return keeper.num_active_sessions() if keeper else None


def _bytes(size: int, _: Language) -> str:
    return _("{} Mo").format(_.number(size / 1e6)) if size else "–"


def faults(_: Language) -> None:
    """List the last faults that readers met, by the reference that they saw."""
    st.subheader(_("Les dernières fautes"))
    known = logs.last_faults()[:FAULTS]
    if not known:
        st.success(plain(_("Aucune faute n'a été notée.")), icon=":material/check_circle:")
        return
    note(plain(_("Le journal du serveur dit tout d'une faute, sous la même référence.")))
    st.dataframe(
        pd.DataFrame(
            {
                _("Référence"): [one.reference for one in known],
                _("Quand"): [moment_of(one.instant, _) for one in known],
                _("Page"): [_page(one.page, _) for one in known],
                _("Genre"): [one.genre for one in known],
            }
        ),
        hide_index=True,
        alt=_("Les dernières fautes, de la plus récente à la plus ancienne"),
    )


def usage(_: Language) -> None:
    """Show how often each page was opened, by language and role."""
    st.subheader(_("Les pages ouvertes"))
    if not settings().compter_usage:
        st.info(plain(_("Le compte est éteint par le réglage « compter_usage ».")))
        return
    text = _(
        "Des totaux par jour, page, langue et rôle ; ni adresse, ni compte, ni session. Ils "
        "s'écrivent deux fois par minute."
    )
    note(plain(text))
    period = choices.segments(
        "periode_usage", _("Période"), list(PERIODS), lambda code: _(PERIODS[code][1])
    )
    rows = _opened(PERIODS[period][0])
    if rows.empty:
        st.info(plain(_("Aucune page n'a encore été comptée sur cette période.")))
        return
    st.dataframe(
        _by_page(rows, PERIODS[period][0], _),
        hide_index=True,
        column_config={
            _("Ouvertures"): st.column_config.ProgressColumn(
                format="%d", min_value=0, max_value=int(rows.groupby("page")["nombre"].sum().max())
            ),
            _("Par jour"): st.column_config.BarChartColumn(y_min=0),
        },
        alt=_("Ouvertures de chaque page, en tout, par jour, par langue et par rôle"),
    )
    download.button(
        _("Ces comptes en CSV"),
        data=partial(tables.bare_csv, rows, _),
        file_name="cartomut_usage.csv",
        mime="text/csv",
        icon=":material/table:",
        on_click="ignore",
        key="usage_csv",
    )


def _opened(days: int) -> pd.DataFrame:
    """Return what was counted in the last days: jour, page, langue, role, nombre."""
    since = (_today() - timedelta(days=days - 1)).isoformat()
    kept = [(*one, number) for one, number in used.totals() if one.jour >= since]
    return pd.DataFrame(kept, columns=[*used.Opened._fields, "nombre"])


def _today() -> date:
    return datetime.now(UTC).date()


def _by_page(rows: pd.DataFrame, days: int, _: Language) -> pd.DataFrame:
    """Total each page: all openings, those of each day, and the main languages and roles."""
    span = [(_today() - timedelta(days=back)).isoformat() for back in reversed(range(days))]
    roles = {str(role): _(name) for role, name in ROLE_NAMES.items()}
    totals = rows.groupby("page")["nombre"].sum().sort_values(ascending=False)
    return pd.DataFrame(
        {
            _("Page"): _page(str(page), _),
            _("Ouvertures"): int(number),
            _("Par jour"): own.groupby("jour")["nombre"].sum().reindex(span, fill_value=0).tolist(),
            _("Langues"): _parts(own, "langue", frame.LANGUAGE_NAMES, _),
            _("Rôles"): _parts(own, "role", roles, _),
        }
        for page, number in totals.items()
        for own in [rows[rows["page"] == page]]
    )


def _parts(rows: pd.DataFrame, column: str, names: dict[str, str], _: Language) -> str:
    counts = rows.groupby(column)["nombre"].sum().sort_values(ascending=False)
    return _.series(
        _.pair(names.get(str(code), str(code)), _.number(number)) for code, number in counts.items()
    )


def _page(address: str, _: Language) -> str:
    """Name a page by its title in the menu."""
    titles = {
        path.rpartition("/")[2].removesuffix(".py"): one[0] for path, one in frame.titles().items()
    }
    return _(titles[address]) if address in titles else address or "–"
