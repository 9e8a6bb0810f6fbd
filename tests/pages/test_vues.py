"""Saved views: the button stands on every page, with what its list needs, in both languages."""

import json

from cartomut.i18n import Language
from cartomut.ui import vues
from cartomut.ui.frame import ADDRESSES
from tests.pages.visit import HOME, METHOD, visit


def sent(app) -> list[dict]:
    """Return what the page sends to the list of views."""
    protos = [one.proto for one in app.get("bidi_component")]
    return [json.loads(one.json) for one in protos if one.component_name == "cartomut_vues"]


def test_every_page_offers_the_list_and_a_view_can_only_name_our_own_pages():
    for page, lang in ((HOME, "fr"), (METHOD, "en")):
        app = visit(page, lang=lang)
        assert not app.exception
        [data] = sent(app)
        assert data["pages"][0] == ""
        assert {*data["pages"]} - {""} == {*ADDRESSES} - {"apercu"}
        assert data["texts"] == vues.texts(Language(lang))


def test_what_the_list_says_has_its_fields_in_both_languages():
    french, english = (vues.texts(Language(code)) for code in ("fr", "en"))
    assert french.keys() == english.keys()
    fields = {key: text.count("{}") for key, text in french.items()}
    assert {key: text.count("{}") for key, text in english.items()} == fields
    assert fields["other_page"] == fields["saved"] == 1


def test_every_text_that_the_list_uses_is_given_to_it_and_no_name_becomes_html():
    script = (vues.__file__.removesuffix("py")) + "js"
    with open(script, encoding="utf-8") as file:
        code = file.read()
    used = {part.split("texts.")[1] for part in _words(code) if part.startswith("texts.")}
    assert used == set(vues.texts(Language("fr")))
    assert "innerHTML" not in code
    assert "insertAdjacentHTML" not in code


def _words(code: str) -> list[str]:
    for sign in "(){}[],;=:\n ":
        code = code.replace(sign, " ")
    return code.split()
