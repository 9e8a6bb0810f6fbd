"""Put the editions in use where other machines read them, or take them from there, now."""

import typer

from cartomut import store
from cartomut.commands.speech import fail, speaking
from cartomut.editions import Stopped
from cartomut.i18n import Language
from cartomut.sharing import follow
from cartomut.sharing.follow import Follower

UNSHARED, STOPPED = 1, 3  # exit codes


def share() -> None:
    """Partager les éditions en usage, ou les prendre / share the editions in use, or take them."""
    _ = speaking()
    if not _agree(_):
        raise typer.Exit(UNSHARED)


def after_publication() -> None:
    """Share what was just published, when there is where to; a failure is told, and tried again."""
    if follow.is_shared():
        _agree(speaking())


def _agree(_: Language) -> bool:
    try:
        side = follow.follower()
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
    if side is None:
        fail(_("Aucun lieu de partage : le réglage partage est « local »."), STOPPED)
    state = side.step(typer.echo)
    for dataset, shared in sorted(state.in_use.items()):
        same = _("identique ici") if _is_same(side, dataset, shared.nom) else _("différente ici")
        typer.echo(f"{dataset}  {shared.edition}  {shared.publie_le}  {same}")
    for fault in state.faults:
        typer.echo(fault.text(_), err=True)
    return not state.faults


def _is_same(side: Follower, dataset: str, name: str) -> bool:
    own = store.current(dataset, side.stores)
    return own is not None and own.name == name
