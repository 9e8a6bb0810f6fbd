"""Story files: what is wrong is told with its place and its remedy; what is right comes back."""

from dataclasses import replace

import pytest

from cartomut import stories
from cartomut.editions import Stopped
from cartomut.i18n import CODES, language
from cartomut.stories import Step, Story, Text

HEAD = 'id = "essai"\njeu = "publie"\ntitre = { fr = "Essai" }\n'
STEP = '[[etapes]]\ntitre = { en = "One" }\n'
# what is in the file → (code of the rule, step, field, whether the story can be told)
FAULTY = {
    "titre = ": ("R-1", 0, "", False),
    HEAD.replace("essai", "Été !") + STEP: ("R-2", 0, "id", False),
    HEAD: ("R-4", 0, "etapes", False),
    HEAD + STEP * 201: ("R-5", 0, "etapes", False),
    HEAD.replace("publie", "public") + STEP: ("R-6", 0, "jeu", False),
    HEAD.replace('{ fr = "Essai" }', "{}") + STEP: ("R-7", 0, "titre", False),
    HEAD + "[[etapes]]\n": ("R-7", 1, "titre", True),
    HEAD + STEP + "texte = 3\n": ("R-8", 1, "texte", True),
    HEAD + STEP + "chois = 3\n": ("R-9", 1, "chois", True),
    HEAD + STEP + STEP + 'page = "nulle_part"\n': ("R-10", 2, "page", True),
    HEAD + STEP + 'page = "carte"\nchoix = { lang = "fr" }\n': ("R-11", 1, "choix", True),
    HEAD + STEP + f'texte = "{"a" * 2001}"\n': ("R-12", 1, "texte", True),
    HEAD + STEP + 'figure = "lieux"\n': ("R-13", 1, "figure", True),
}


def test_each_fault_is_told_with_its_step_its_field_and_a_remedy_in_both_languages():
    wrong = []
    for content, (code, step, name, is_told) in FAULTY.items():
        found = stories.parse(content.encode(), "essai.toml")
        places = [(one.rule.code, one.step, one.name) for one in found.faults]
        if places != [(code, step, name)] or (found.story is not None) != is_told:
            wrong.append((code, places))
        said = [found.faults[0].text(language(lang)) for lang in CODES] if found.faults else []
        wrong += [
            text for text in said if "essai.toml" not in text or "{" in text.replace("{ ", "")
        ]
    assert wrong == []


def test_a_story_comes_back_from_its_file_whatever_its_signs():
    odd = 'Gbêkê "<b>" \\ \x7f\n\tœ'
    step = Step(
        Text(odd, "x"), Text("", odd), Text(odd), "carte", "a", {"b c": ["é", '"'], "d": []}
    )
    made = Story("essai", "publie", Text(odd, odd), [step, Step(Text("y"))])
    found = stories.parse(stories.write(made).encode(), "essai.toml")
    assert found.faults == []
    assert [one.choices for one in found.story.steps] == [{"b c": ["é", '"'], "d": []}, {}]
    assert [one.title for one in found.story.steps] == [step.title, Text("y")]


def test_added_stories_stand_apart_and_nobody_s_work_is_lost(tmp_path):
    one = stories.save(
        Story("essai", "publie", Text("E"), [Step(Text(c)) for c in "abc"]), tmp_path
    )
    assert (tmp_path / "recits_ajoutes" / "essai.toml").is_file()
    now = stories.save(stories.without(stories.moved(one, 2, 0), 1), tmp_path)
    assert [step.title.fr for step in now.steps] == ["c", "b"]
    with pytest.raises(Stopped):
        stories.save(one, tmp_path)  # somebody changed it since
    with pytest.raises(Stopped):
        stories.save(replace(one, id="dix_vues", digest=""), tmp_path)  # delivered
    assert stories.free("Essai !", tmp_path) == "essai_2"
    stories.remove(now, tmp_path)
    assert stories.find("essai", tmp_path) is None
