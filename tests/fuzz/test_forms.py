"""Whatever is typed in a form and kept shows as it was typed, to its author and to the next."""

import pytest

from cartomut import operations, paths
from tests.fuzz.naughty import TEXTS
from tests.pages import visit

FORMS = (
    (visit.EVIDENCE, {"preuve": "figure", "question": "lieux_par_statut"}),
    (visit.SCORECARDS, {"volet": "saisie"}),
    (visit.MICROSYSTEM, {"volet": "defis"}),
    (visit.PROJECTS, {"volet": "etapes"}),
    (visit.DASHBOARD, {}),
    (visit.SOUNDNESS, {"volet": "seuils"}),
    (visit.CENTRES, {"fiche": "centre:cd_genet_2"}),
    ("pages/donnees/acces.py", {}),
)


@pytest.fixture(autouse=True)
def _own_file(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "operations.sqlite")


def short(text: str, field) -> str:
    return text[: field.proto.max_chars or 2_000]


def test_every_form_takes_any_text_or_says_why_not():
    failed = []
    for rank, (page, params) in enumerate(FORMS):
        app = visit.visit(page, lang="fr", jeu="demonstration", **params)
        failed += [f"{page}: {one.message}" for one in app.exception]
        submitters = [one for one in app.button if one.proto.is_form_submitter]
        for asked in submitters[:1]:
            fields = [*app.text_input, *app.text_area]
            fields = [one for one in fields if one.proto.form_id == asked.proto.form_id]
            for place, field in enumerate(fields):
                field.set_value(short(TEXTS[(9 * rank + 5 * place) % len(TEXTS)], field))
            (again,) = [one for one in app.button if one.proto.id == asked.proto.id]
            again.click().run()
            failed += [f"{page}, {asked.label}: {one.message}" for one in app.exception]
        after = visit.visit(page, lang="en", jeu="demonstration", **params)
        failed += [f"{page}, after: {one.message}" for one in after.exception]
    assert failed == []


def test_a_kept_comment_shows_sign_by_sign():
    """Every naughty text becomes a comment; the page shows each as text, none as Markdown."""
    dataset = "demonstration"
    given = [text[:2_000] for text in TEXTS if text.strip() and "\x00" not in text]
    for rank, text in enumerate(given):
        values = {"jeu": dataset, "figure": "indicateurs/lieux_par_statut", "texte": text}
        operations.save("commentaire", None, values, seen=None, by=f"<b>{rank}</b>")
    app = visit.visit(
        visit.EVIDENCE, lang="fr", jeu=dataset, preuve="figure", question="lieux_par_statut"
    )
    assert not app.exception
    shown = {one.value for one in app.text}
    assert len(shown) > 5
    stored = {row["texte"] for row in operations.rows("commentaire", jeu=dataset)}
    assert {one for one in shown if any(sign in one for sign in "<[{$")} <= stored
