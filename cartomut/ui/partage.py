"""What this instance shares with others, or takes from one: begun at start, told where asked."""

from datetime import UTC, datetime

import streamlit as st

from cartomut.editions import Stopped, is_replica
from cartomut.i18n import Language
from cartomut.settings import settings
from cartomut.sharing import follow
from cartomut.ui.text import plain


def begin(_: Language) -> None:
    """Look at the shared place from now on; a replica without a place has nothing to show."""
    try:
        follow.start()
    except Stopped as fault:
        st.error(plain(fault.text(_)))
        if is_replica():
            st.stop()


def wait(_: Language) -> None:
    """Say that no edition has come yet; ends the run. Why is in the logs and on the health page."""
    st.info(
        _(
            "Cette instance lit les éditions qu'une autre publie, et n'en a encore reçu aucune. "
            "Recharger la page dans quelques instants."
        ),
        icon=":material/hourglass_empty:",
    )
    st.stop()


def tell(_: Language) -> None:
    """Say how it stands between this instance and the shared place; nothing without one."""
    side = follow.start()
    if side is None:
        return
    state = side.state
    kind, role = (
        _kinds(_)[settings().partage],
        _("cette instance publie") if side.publishes else _("cette instance lit"),
    )
    reached = _since(state.reached, _)
    st.markdown(plain(_("Lieu partagé : {} ; {} ; {}.").format(kind, role, reached)))
    for dataset, shared in sorted(state.in_use.items()):
        day, hour = _.date(shared.publie_le[:10]), shared.publie_le[11:16]
        told = _("« {} » : édition {}, partagée le {} à {} UTC.")
        told = told.format(dataset, shared.edition, day, hour)
        st.markdown(f"- {plain(told)}")
    for fault in state.faults:
        st.warning(plain(fault.text(_)), icon=":material/cloud_off:")


def _kinds(_: Language) -> dict[str, str]:
    return {
        "dossier": _("un dossier partagé"),
        "ducklake": _("un catalogue DuckLake"),
        "local": _("aucun"),
    }


def _since(reached: datetime | None, _: Language) -> str:
    if reached is None:
        return _("il n'a pas encore répondu")
    seconds = int((datetime.now(UTC) - reached).total_seconds())
    return _.plural("il a répondu il y a {} seconde", "il a répondu il y a {} secondes", seconds)
