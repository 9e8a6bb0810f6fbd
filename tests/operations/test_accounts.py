"""Accounts and links: who may be what, until when, and what can never be locked out."""

from datetime import UTC, datetime

import pytest

from cartomut import journal
from cartomut.operations import Refused, access, accounts, database, links, transfer
from cartomut.operations.accounts import Account
from cartomut.operations.schema import lien_lecture


def test_an_account_is_kept_found_changed_and_told(file):
    assert accounts.find("a@exemple.org") is None
    first = accounts.put(Account(" A@Exemple.org", "mutuelle", "org-1"), by="admin@exemple.org")
    assert accounts.find("a@exemple.ORG ") == first
    assert (first.organisation, first.active, first.revision) == ("org-1", True, 1)
    changed = accounts.put(Account("a@exemple.org", "pass", "org-1", False, first.revision))
    assert (changed.organisation, changed.active, changed.revision) == ("", False, 2)
    assert accounts.put(changed) == changed  # nothing changes, nothing is told
    with pytest.raises(Refused, match="entre-temps"):
        accounts.put(Account("a@exemple.org", "pass", "", True, first.revision))
    told = [(one.geste, one.objet, one.detail) for one in journal.entries()]
    assert told == [
        ("compte", "a@exemple.org", {"role": "mutuelle", "organisme_id": "org-1", "actif": 1}),
        (
            "compte",
            "a@exemple.org",
            {
                "role": "pass",
                "actif": 0,
                "role_avant": "mutuelle",
                "organisme_id_avant": "org-1",
                "actif_avant": 1,
            },
        ),
    ]


def test_what_is_not_an_account_is_refused_with_its_reason(file):
    cases = [
        Account("", "pass"),
        Account("sans-arobase", "pass"),
        Account("deux@a@exemple.org", "pass"),
        Account("é@exemple.org", "pass"),
        Account("\u212a@exemple.org", "pass"),  # becomes "k" in lower case: another address
        Account("a b@exemple.org", "pass"),
        Account("m@exemple.org", "mutuelle"),
        Account("p@exemple.org", "public"),
        Account("l@exemple.org", "local"),
        Account("x@exemple.org", "roi"),
    ]
    for one in cases:
        with pytest.raises(Refused, match=r"adresse|role|organisme_id"):
            accounts.put(one)
    assert accounts.listed() == []


def test_the_last_active_administrator_stays(file):
    accounts.put(Account("un@exemple.org", "administrateur"))
    for less in (
        Account("un@exemple.org", "pass"),
        Account("un@exemple.org", "administrateur", active=False),
    ):
        with pytest.raises(Refused, match="dernier compte actif"):
            accounts.put(less)
    accounts.put(Account("deux@exemple.org", "administrateur"))
    assert not accounts.put(Account("un@exemple.org", "administrateur", active=False)).active
    with pytest.raises(Refused, match="dernier compte actif"):
        accounts.put(Account("deux@exemple.org", "regulateur"))


def test_a_link_reads_until_it_expires_or_is_revoked(file, monkeypatch):
    assert links.find("n'importe quoi") is None
    token = links.create("Mission de mars", 3, by="admin@exemple.org")
    assert len(token) >= 43  # 256 bits
    found = links.find(token)
    assert found is not None
    assert (found.label, found.role, found.made_by) == (
        "Mission de mars",
        "relecteur",
        "admin@exemple.org",
    )
    assert links.listed()[0].last_day == f"{datetime.now(UTC):%Y-%m-%d}"
    with database.reading() as connection:
        kept = dict(connection.execute(lien_lecture.select()).mappings().one())
    everywhere = f"{kept} {(journal.folder() / journal.FILE).read_text(encoding='utf-8')}"
    assert token not in everywhere
    assert links.find(kept["empreinte"]) is None  # the hash opens nothing
    with monkeypatch.context() as later:
        later.setattr(access, "now_text", lambda: found.expires)
        assert links.find(token) is None
    assert links.find(token) is not None
    links.revoke(found.link_id)
    assert links.find(token) is None
    assert links.revoke(found.link_id).revoked == links.listed()[0].revoked
    with pytest.raises(Refused):
        links.revoke("inconnu")
    assert [one.geste for one in journal.entries()] == ["lien", "lien_revoque"]


def test_a_link_has_a_label_and_some_days(file):
    for label, days in (("", 3), ("  ", 3), ("x" * 301, 3), ("Mission", 0), ("Mission", 400)):
        with pytest.raises(Refused):
            links.create(label, days)
    assert links.listed() == []


def test_an_export_of_what_is_typed_never_brings_accounts(file, tmp_path):
    accounts.put(Account("a@exemple.org", "administrateur"))
    links.create("Mission", 3)
    transfer.export(tmp_path / "export")
    written = "".join(one.read_text(encoding="utf-8") for one in (tmp_path / "export").iterdir())
    assert "a@exemple.org" not in written
    assert "Mission" not in written


def test_a_copy_that_goes_elsewhere_forgets_accounts_and_links(file, tmp_path):
    accounts.put(Account("a@exemple.org", "administrateur"))
    token = links.create("Mission", 3)
    copy = tmp_path / "copie.sqlite"
    database.backup(copy)
    assert b"a@exemple.org" in copy.read_bytes()
    accounts.forget(copy)
    left = copy.read_bytes()
    assert b"a@exemple.org" not in left
    assert b"Mission" not in left
    assert accounts.find("a@exemple.org") is not None
    assert links.find(token) is not None
