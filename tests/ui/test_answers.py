"""Answers are shared by all readers, and stay as the store gave them."""

from cartomut.ui import answers, session


def test_what_a_page_changes_in_an_answer_is_not_seen_by_the_next(publie, monkeypatch):
    monkeypatch.setattr(session, "edition", lambda: str(publie.path))
    monkeypatch.setattr(session, "opened", lambda: publie)
    first = answers.answer("listes/territoires")
    first["nom"] = "changed"
    first.loc[0, "code"] = "changed"
    again = answers.answer("listes/territoires")
    assert "changed" not in set(again["nom"]) | set(again["code"])
    assert not again["nom"].equals(first["nom"])
