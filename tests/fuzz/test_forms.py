"""Whatever is typed in a form and kept shows as it was typed, to its author and to the next."""

import ast
import random
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartomut import operations, paths, store, stories, thresholds
from cartomut.paths import ROOT
from cartomut.store import Store
from tests.fuzz.naughty import TEXTS
from tests.pages import visit

DATASET = "demonstration"
PROJECT = {"volet": "etapes", "projet": "{projet}"}
CENTRE = {"volet": "defis", "centre": "cd_genet_2"}
# (page, its parameters, what is opened or pressed first); every form of the app is in one of them.
FORMS = (
    (visit.EVIDENCE, {"preuve": "figure", "question": "lieux_par_statut"}, ["_commentaire_{said}"]),
    (visit.DASHBOARD, {}, ["_noter_action", "_action_{action}", "_commentaire_liste_{said}"]),
    (visit.DASHBOARD, {}, ["_commenter_chiffre_ratio_sinistralite"]),
    (visit.SCORECARDS, {"volet": "saisie"}, []),
    (visit.MICROSYSTEM, CENTRE, []),
    (visit.PROJECTS, PROJECT, []),
    (visit.ACCESS_RIGHTS, {}, []),
    (visit.MUTUALS, {}, []),
    (visit.CENTRES, {}, []),
)
# The calls that make a form, wherever they stand in the interface.
WRITTEN = {"account_forms": 1, "conditions": 1, "forms": 1, "measure_editor": 1, "reading_links": 1}
WRITTEN |= {"remarks": 2, "self_check": 1, "stage_board": 1, "suivi": 2}
SEEN = {"commentaire", "commentaire_chiffre_ratio_sinistralite", "modifier", "liste_modifier"}
SEEN |= {"action", "modifier_action", "com", "defi", "etape_projet"}
ANY = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
UNICODE = st.text(max_size=60)


@pytest.fixture(autouse=True)
def _own_file(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "operations.sqlite")


def drawn(rank: int) -> str:
    """Draw signs of all of Unicode, the same for the same rank; every other time a naughty text."""
    chance = random.Random(rank)
    if rank % 2:
        return TEXTS[rank * 7 % len(TEXTS)]
    signs = (chr(chance.randrange(0x110000)) for _ in range(40))
    return "".join(sign for sign in signs if unicodedata.category(sign) != "Cs")


def fill(app, form: str, rank: int) -> None:
    """Put a text, or the largest value, in every field of a form."""
    for place, field in enumerate([*app.text_input, *app.text_area]):
        if field.proto.form_id == form:
            field.set_value(drawn(rank + place)[: field.proto.max_chars or 2_000])
    for place, field in enumerate(app.number_input):
        if field.proto.form_id == form:
            low, high = field.min, field.max
            field.set_value(
                (high, low, 1e300, -0.0)[place % 4] if high else (1e300, -5.5)[place % 2]
            )
    for field in app.date_input:
        if field.proto.form_id == form:
            field.set_value(field.max)


def seeds() -> dict[str, str]:
    """Keep a comment and an action, whose forms are those that change them."""
    figure = {"jeu": DATASET, "figure": "indicateurs/lieux_par_statut", "texte": "dit"}
    act = {"jeu": DATASET, "texte": "à faire", "echeance": date(2027, 1, 1)}
    said = operations.save("commentaire", None, figure, seen=None, by="Awa")
    action = operations.save("action", None, act, seen=None, by="Awa")
    return {"said": said["commentaire_id"], "action": action["action_id"], "projet": project()}


def project() -> str:
    """Return a project of the demonstration."""
    with Store(store.current(DATASET)).cursor() as cursor:
        return cursor.execute("select min(projet_id) from projet").fetchall()[0][0]


def test_every_form_takes_any_text_or_says_why_not():
    failed, seen, rank, known = [], set(), 0, seeds()
    for page, params, opened in FORMS:
        chosen = {name: value.format(**known) for name, value in params.items()}
        app = visit.visit(page, lang="fr", jeu=DATASET, **chosen)
        for key in (one.format(**known) for one in opened):
            if key.startswith("_commenter"):
                app.button(key).click()
            else:
                app.session_state[key] = True
        app = app.run() if opened else app
        forms = [one.proto.form_id for one in app.button if one.proto.is_form_submitter]
        assert forms, page
        for form in forms:
            rank += 10
            fill(app, form, rank)
            (press,) = [
                one
                for one in app.button
                if one.proto.is_form_submitter and one.proto.form_id == form
            ]
            press.click().run()
            failed += [f"{page}, {form}: {one.message}" for one in app.exception]
            if form.startswith("_saisie_"):
                seen.add(form.removeprefix("_saisie_").rsplit("_", 2)[0])
        after = visit.visit(page, lang="en", jeu=DATASET, **chosen)
        failed += [f"{page}, after: {one.message}" for one in after.exception]
    assert failed == []
    assert seen == SEEN


def test_no_form_is_left_out():
    """A form that is added must be added to ``FORMS``, and counted here."""
    found = {}
    for path in sorted((ROOT / "cartomut" / "ui").glob("*.py")):
        calls = [
            ast.unparse(one.func)
            for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(one, ast.Call)
        ]
        if count := sum(one in ("forms.edit", "st.form") for one in calls):
            found[path.stem] = count
    assert found == WRITTEN


@ANY
@given(text=UNICODE)
def test_any_text_of_a_comment_comes_back_as_it_was_typed(text):
    values = {"jeu": DATASET, "figure": "indicateurs/lieux_par_statut", "texte": text}
    try:
        kept = operations.save("commentaire", None, values, seen=None, by="Awa")
    except operations.Refused:
        return
    (read,) = operations.rows("commentaire", commentaire_id=kept["commentaire_id"])
    assert read["texte"] == kept["texte"]
    assert [one for one in read["texte"] if one.isalnum()] == [one for one in text if one.isalnum()]


@ANY
@given(cells=st.lists(st.dictionaries(st.sampled_from(thresholds.columns()), UNICODE), max_size=4))
def test_any_table_of_thresholds_is_refused_with_reasons_or_is_one(cells, fr, en):
    found = thresholds.examine(thresholds.tidy(cells))
    for one in found:
        for _ in (fr, en):
            assert one.text(_)
    table = thresholds.rows(thresholds.DELIVERED)
    for rank, cell in enumerate(cells):
        table[rank] = table[rank] | {name: " ".join(text.split()) for name, text in cell.items()}
    assert isinstance(thresholds.examine(table), list)


@ANY
@given(text=UNICODE, choice=UNICODE)
def test_any_step_of_a_story_is_written_and_read_back_or_refused(text, choice):
    story = stories.told()[0]
    said, chosen = stories.Text(text, text), {"region": (choice,)}
    step = replace(story.steps[0], text=said, choices=chosen)
    written = stories.write(replace(story, steps=(step,))).encode("utf-8", "surrogatepass")
    found = stories.parse(written, f"{story.id}.toml")
    assert found.story or found.faults
    if found.story and not found.faults:
        assert found.story.steps[0].text.fr.split() == text.split()


def test_a_kept_comment_shows_sign_by_sign():
    """Every naughty text becomes a comment; the page shows each as text, none as Markdown."""
    given = [text[:2_000] for text in TEXTS if text.strip() and "\x00" not in text]
    for rank, text in enumerate(given):
        values = {"jeu": DATASET, "figure": "indicateurs/lieux_par_statut", "texte": text}
        operations.save("commentaire", None, values, seen=None, by=f"<b>{rank}</b>")
    app = visit.visit(
        visit.EVIDENCE, lang="fr", jeu=DATASET, preuve="figure", question="lieux_par_statut"
    )
    assert not app.exception
    shown = {one.value for one in app.text}
    assert len(shown) > 5
    stored = {row["texte"] for row in operations.rows("commentaire", jeu=DATASET)}
    assert {one for one in shown if any(sign in one for sign in "<[{$")} <= stored
