"""What is told in the journal, and who acts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from cartomut.i18n import N_

APPLICATION = "application"  # the role of what nobody asked for
LOCAL = "local"  # the role of whoever has the files
ACTS = {
    "importation": N_("Importation gardée"),
    "publication": N_("Publication d'une édition"),
    "retour": N_("Retour à une édition"),
    "saisie": N_("Saisie dans une page"),
    "saisies_importees": N_("Saisies apportées d'un export"),
    "saisies_mises_a_jour": N_("Tables des saisies mises à jour"),
    "seuils": N_("Version des seuils"),
    "precision": N_("Matériau de précision"),
    "export_reserve": N_("Export de données réservées"),
    "paquet_hors_ligne": N_("Paquet hors ligne"),
    "compte": N_("Compte créé ou changé"),
    "lien": N_("Lien de lecture créé"),
    "lien_revoque": N_("Lien de lecture révoqué"),
    "connexion_refusee": N_("Connexion refusée"),
    "sauvegarde": N_("Sauvegarde"),
    "restauration": N_("Restauration d'une sauvegarde"),
    "ligne_dechiree": N_("Ligne déchirée mise de côté"),
    "coupure": N_("Fin du journal perdue"),
}


class Actor(NamedTuple):
    """Who acts: the address of an account, empty without one, and a role."""

    account: str
    role: str


_forced: ContextVar[Actor | None] = ContextVar("journal_actor", default=None)
_asked: list[Callable[[], Actor | None]] = []


def identify(ask: Callable[[], Actor | None]) -> None:
    """Ask this function who acts; None when it does not know, as from the command line."""
    _asked[:] = [ask]


def actor() -> Actor:
    """Say who acts now: as set by ``acting``, the reader of the session, else the local one."""
    known = _forced.get() or (_asked[0]() if _asked else None)
    return known or Actor("", LOCAL)


@contextmanager
def acting(account: str, role: str) -> Iterator[None]:
    """Write what is done inside as done by this account and role."""
    token = _forced.set(Actor(account, role))
    try:
        yield
    finally:
        _forced.reset(token)
