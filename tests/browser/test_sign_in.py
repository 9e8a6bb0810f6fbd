"""Signing in through a real provider: the role of the claim, of the account, of a reading link."""

from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_hex

import pytest

from tests.browser.conftest import Server, Visit, free_port, start, stop, visiting

pytestmark = [
    pytest.mark.browser,
    # of the provider's own libraries; it answers in a thread of this process
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning"),
]

SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "{cookie}"
client_id = "cartomut"
client_secret = "cartomut"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"
"""
CARD = "/mutuelles?lang=fr&jeu=demonstration&fiche=organisme:md_abeille"
RESERVED = "Les comptes et les ratios d'un organisme nommé sont réservés"
PEOPLE = {
    "reviewer": {"roles": ["lecture"]},
    "nobody": {"roles": ["inconnu"]},
    "closed": {"roles": ["lecture"]},
    "keeper": {},
}


@dataclass
class Open:
    """A server with sign-in, and the tokens of a link that reads and of one taken back."""

    server: Server
    reads: str
    revoked: str


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Iterator[Open]:
    from oidc_provider_mock import User, run_server_in_thread  # it warns as it is imported

    folder = tmp_path_factory.mktemp("connexion")
    people = [
        User(sub=name, claims={"email": f"{name}@cartomut.example", "email_verified": True, **more})
        for name, more in PEOPLE.items()
    ]
    with run_server_in_thread(user_claims=people) as provider:
        port, secrets = free_port(), folder / "secrets.toml"
        made = SECRETS.format(port=port, provider=provider.server_port, cookie=token_hex(24))
        secrets.write_text(made)
        secrets.chmod(0o600)
        operations = folder / "operations.sqlite"
        reads, revoked = kept(operations)
        server = start(
            folder / "log.txt",
            port,
            STREAMLIT_SECRETS_FILES=str(secrets),
            CARTOMUT_OPERATIONS=str(operations),
            CARTOMUT_ROLES="lecture=relecteur",
        )
        yield Open(server, reads, revoked)
        stop(server)


def kept(operations) -> tuple[str, str]:
    """Keep a closed account, an administrator's, and two links, one of them taken back."""
    from cartomut import paths
    from cartomut.operations import accounts, links

    before, paths.OPERATIONS = paths.OPERATIONS, operations
    try:
        accounts.put(accounts.Account("keeper@cartomut.example", "administrateur"))
        accounts.put(accounts.Account("closed@cartomut.example", "relecteur", active=False))
        reads, revoked = links.create("Relecture", 3), links.create("Retirée", 3)
        links.revoke(next(one.link_id for one in links.listed() if one.label == "Retirée"))
    finally:
        paths.OPERATIONS = before
    return reads, revoked


def signed_in(opened: Visit, name: str) -> str:
    """Sign in and return what the card of a mutual says."""
    page = opened.open("/methode?lang=fr&jeu=demonstration")  # the frame is that of all pages
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/oauth2/authorize**")
    page.locator("input[name=sub]").fill(name)
    page.get_by_role("button", name="Authorize").click()
    page.locator(".st-key-cadre").wait_for(timeout=60_000)
    page.get_by_role("button", name="Se connecter").wait_for(state="detached", timeout=60_000)
    return said(opened, CARD)


def said(opened: Visit, path: str) -> str:
    opened.open(path)
    return opened.page.locator("[data-testid=stMain]").inner_text()


def test_the_role_is_the_claims_or_the_accounts_and_ends_with_signing_out(browser, opened):
    with visiting(browser, opened.server) as reviewer:
        assert RESERVED in said(reviewer, CARD)  # not signed in: the public
        assert RESERVED not in signed_in(reviewer, "reviewer")
        reviewer.page.get_by_role("button", name="Relecteur").click()
        reviewer.page.get_by_role("button", name="Se déconnecter").click()
        reviewer.page.get_by_role("button", name="End session").click()  # the provider asks too
        reviewer.page.get_by_role("button", name="Se connecter").wait_for(timeout=30_000)
        assert RESERVED in said(reviewer, CARD)
    with visiting(browser, opened.server) as nobody:
        assert RESERVED in signed_in(nobody, "nobody")  # a claim that no setting names
    with visiting(browser, opened.server) as closed:
        text = signed_in(closed, "closed")  # the account wins over the claim
        assert RESERVED in text
        assert "Ce compte est fermé" in text
    with visiting(browser, opened.server) as keeper:
        assert RESERVED not in signed_in(keeper, "keeper")
        assert "Créer le lien" in said(keeper, "/acces?lang=fr")


def test_a_reading_link_reads_until_it_is_taken_back_and_its_token_stays_nowhere(browser, opened):
    with visiting(browser, opened.server) as guest:
        assert RESERVED not in said(guest, f"{CARD}&acces={opened.reads}")
        assert "acces=" not in guest.page.url
        assert opened.reads not in guest.page.content()
        guest.page.get_by_role("link", name="Voir sur la carte").first.click()
        guest.settle()
        assert "Lecture par lien" in guest.page.locator("[data-testid=stMain]").inner_text()
        assert opened.reads not in guest.page.url
        assert RESERVED not in said(guest, CARD)  # loaded again: its cookie holds
        assert opened.reads not in guest.page.evaluate("document.cookie")
        guest.page.get_by_role("link", name="Quitter ce lien de lecture").click()
        guest.page.get_by_role("link", name="Quitter").wait_for(state="detached", timeout=30_000)
        assert RESERVED in said(guest, CARD)
    with visiting(browser, opened.server) as late:
        text = said(late, f"{CARD}&acces={opened.revoked}")
        assert RESERVED in text
        assert "n'est plus valable" in text
    log = opened.server.log.read_text()
    assert opened.reads not in log
    assert opened.revoked not in log
