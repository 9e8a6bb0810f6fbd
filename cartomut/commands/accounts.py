"""Accounts and reading links at the command line: the first administrator, and servers."""

from dataclasses import replace
from typing import Annotated

import typer

from cartomut import link_cookie
from cartomut.commands.speech import fail, speaking
from cartomut.editions import Stopped
from cartomut.operations import Refused, accounts, links
from cartomut.operations.accounts import ROLES, Account
from cartomut.operations.faults import moment_of
from cartomut.rights import Role
from cartomut.role_names import ROLE_NAMES

REFUSED, STOPPED = 1, 3  # exit codes
app = typer.Typer(help="Les comptes / the accounts: list, put, disable.")
link_app = typer.Typer(help="Les liens de lecture / links that read: create, list, revoke.")
Address = Annotated[str, typer.Argument(help="adresse électronique du compte")]


@app.command("list")
def listed() -> None:
    """Lister les comptes / list the accounts."""
    _ = speaking()
    try:
        known = accounts.listed()
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
    for one in known:
        state = _("ouvert") if one.active else _("fermé")
        role = _(ROLE_NAMES[Role(one.role)])
        typer.echo(f"{one.address}  {role}  {one.organisation or '–'}  {state}")


@app.command()
def put(
    address: Address,
    role: Annotated[str, typer.Argument(help=", ".join(ROLES))],
    organisme: Annotated[str, typer.Option(help="identifiant, pour le rôle mutuelle")] = "",
) -> None:
    """Ouvrir un compte ou le changer / open or change an account. 0 fait, 1 refusé, 3 arrêté."""
    _save(Account(address, role, organisme))


@app.command()
def disable(address: Address) -> None:
    """Fermer un compte / close an account: it then reads as the public does."""
    _ = speaking()
    try:
        known = accounts.find(address)
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
    if known is None:
        fail(_("« {} » n'a pas de compte.").format(address), REFUSED)
    _save(replace(known, active=False))


@link_app.command("create")
def create(
    label: Annotated[str, typer.Argument(help="pour qui, ou pour quoi")],
    days: Annotated[int, typer.Option("--jours", help="nombre de jours")] = 14,
    base: Annotated[str, typer.Option(help="adresse de l'installation, https://…")] = "",
) -> None:
    """Créer un lien, écrit ici seulement / make a link, written here only."""
    _ = speaking()
    try:
        token = links.create(label, days)
    except Stopped as stopped:
        fail(stopped.text(_), REFUSED if isinstance(stopped, Refused) else STOPPED)
    typer.echo(f"{base.rstrip('/')}/?{link_cookie.TOKEN}={token}")


@link_app.command("list")
def every() -> None:
    """Lister les liens / list the links, closed ones too."""
    _ = speaking()
    try:
        known = links.listed()
    except Stopped as stopped:
        fail(stopped.text(_), STOPPED)
    for one in known:
        state = _("révoqué") if one.revoked else _("ouvert") if one.is_open else _("expiré")
        typer.echo(f"{one.link_id}  {state}  {moment_of(one.expires, _)}  {one.label}")


@link_app.command()
def revoke(link_id: Annotated[str, typer.Argument(help="identifiant, donné par list")]) -> None:
    """Révoquer un lien / take a link back."""
    _ = speaking()
    try:
        link = links.revoke(link_id)
    except Stopped as stopped:
        fail(stopped.text(_), REFUSED if isinstance(stopped, Refused) else STOPPED)
    typer.echo(_("Le lien « {} » ne lit plus.").format(link.label))


def _save(account: Account) -> None:
    _ = speaking()
    try:
        kept = accounts.put(account)
    except Stopped as stopped:
        fail(stopped.text(_), REFUSED if isinstance(stopped, Refused) else STOPPED)
    state = _("ouvert") if kept.active else _("fermé")
    typer.echo(f"{kept.address}  {_(ROLE_NAMES[Role(kept.role)])}  {state}")
