"""Every page in both languages: it runs, answers its question, names its sources."""

import json
import re
from functools import cache

import pytest

from cartomut.i18n import language
from cartomut.paths import LOCALE
from cartomut.ui import vues
from tests.pages.visit import (
    DICTIONARY,
    EVIDENCE,
    HOME,
    MAP,
    METHOD,
    PAGES,
    arguments,
    elements,
    payload,
    seen,
    texts,
    visit,
)
from tests.queries.naive import table

LANGUAGES = ("fr", "en")
BOTH = [(page, lang) for page in PAGES for lang in LANGUAGES]
WITH_FIGURES = [(page, lang) for page in (HOME, MAP, EVIDENCE) for lang in LANGUAGES]
PUBLISHERS = {row["editeur"] for row in table("source") if row["editeur"]}


@pytest.mark.parametrize(("page", "lang"), BOTH)
def test_a_page_runs_and_has_one_title(page, lang):
    app = seen(page, lang)
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1
    assert app.title[0].value


@pytest.mark.parametrize("page", PAGES)
def test_a_page_s_title_is_in_the_reader_s_language(page):
    assert seen(page, "fr").title[0].value != seen(page, "en").title[0].value


@pytest.mark.parametrize(("page", "lang"), WITH_FIGURES)
def test_a_page_shows_a_figure_or_a_table_and_names_a_source(page, lang):
    app = seen(page, lang)
    assert app.get("plotly_chart") or app.dataframe or app.get("component_instance")
    shown = " ".join(texts(app))
    assert "Source" in shown
    assert any(publisher in shown for publisher in PUBLISHERS)


@pytest.mark.parametrize(("page", "lang"), BOTH)
def test_every_chart_and_table_is_described_in_words(page, lang):
    app = seen(page, lang)
    drawn = [*app.get("plotly_chart"), *app.dataframe]
    assert [one.proto.id for one in drawn if not one.proto.alt] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chart_is_a_figure_with_data_and_a_named_axis(lang):
    charts = [json.loads(one.proto.spec) for one in seen(HOME, lang).get("plotly_chart")]
    assert len(charts) >= 4
    for chart in charts:
        assert chart["data"]
        titles = [chart["layout"][axis].get("title", {}).get("text") for axis in ("xaxis", "yaxis")]
        assert any(titles)


@pytest.mark.parametrize("page", [HOME, MAP])
def test_the_map_is_sent_every_region_and_every_place_with_a_position(page):
    data = payload(seen(page, "fr"))
    assert len(data["aplat"]) == 33
    located = [row for row in table("centre") if row["commune"] or row["ville"]]
    assert len(data["lieux"]["id"]) == len(located) + 4
    assert data["aplat"]["gbeke"][0] == "inconnu"


@pytest.mark.parametrize("page", [HOME, MAP])
def test_the_map_asks_no_other_host(page):
    sent = arguments(seen(page, "fr"))
    assert [link for link in sent["js_links"] + sent["css_links"] if "//" in link] == []
    assert not re.search(r"https?://(?!www\.w3\.org)", sent["script"] + sent["header"])


def test_the_table_under_the_map_has_the_map_s_territories():
    app = visit(MAP, lang="fr", tableau_territoires="oui")
    names = {row["nom"] for row in table("region")}
    assert set(app.dataframe[0].value.iloc[:, 0]) == names
    assert len(payload(app)["aplat"]) == len(names)


def test_the_tables_under_the_map_wait_until_they_are_opened_and_the_link_remembers():
    assert not seen(MAP, "fr").dataframe
    opened = visit(MAP, lang="fr", tableau_lieux="oui", tableau_territoires="oui")
    assert len(opened.dataframe) == 2
    assert opened.query_params["tableau_lieux"] == "oui"


@cache
def translated():
    """List the French texts of three words or more that differ in English, cut at their gaps."""
    from babel.messages.pofile import read_po

    with (LOCALE / "en" / "LC_MESSAGES" / "cartomut.po").open("rb") as source:
        messages = [one for one in read_po(source, locale="en") if one.id and one.string]
    found = []
    for message in messages:
        plural = isinstance(message.id, tuple)
        french, english = ((list(one) if plural else [one]) for one in (message.id, message.string))
        for text, other in zip(french, english, strict=False):
            parts = re.split(r"\{[^}]*\}", text)
            if text != other and len(re.findall(r"\w{2,}", "".join(parts))) >= 3:
                found.append((text, parts, re.compile(".+".join(map(re.escape, parts)))))
    return found


@pytest.mark.parametrize("page", PAGES)
def test_english_pages_show_no_french_text_that_has_a_translation(page):
    titles = {f"[{row['editeur']}, {row['titre']}]" for row in table("source")}  # in their language
    names = {row["nom"] for kind in ("organisme", "centre") for row in table(kind)}
    own = titles | names
    shown = [text for text in texts(seen(page, "en")) if not any(one in text for one in own)]
    lines = {line.strip(" -*#·") for text in shown for line in text.splitlines()}
    whole = "\n".join(lines)
    left = [
        text
        for text, parts, pattern in translated()
        if all(part in whole for part in parts) and any(pattern.search(line) for line in lines)
    ]
    assert left == []


@pytest.mark.parametrize("page", PAGES)
def test_no_short_french_word_is_left_on_an_english_button_or_choice(page):
    """Titles of widgets, of columns, of pages: exactly a French text of the catalogue."""
    from babel.messages.pofile import read_po

    with (LOCALE / "en" / "LC_MESSAGES" / "cartomut.po").open("rb") as source:
        catalogue = read_po(source, locale="en")
    translated = {
        one.id
        for one in catalogue
        if isinstance(one.id, str) and one.string and one.string != one.id
    }
    english = {one.string for one in catalogue if isinstance(one.string, str)}
    labels = {
        element.label
        for element in elements(seen(page, "en"))
        if getattr(element, "label", None) and element.type != "page_link"
    }
    assert labels
    assert (labels & translated) - english == set()


@pytest.mark.parametrize("page", PAGES)
def test_french_pages_write_numbers_with_narrow_spaces(page):
    """A thousand is never cut by an English comma in a French page."""
    shown = [text for text in texts(seen(page, "fr")) if len(text) < 400]
    assert [text for text in shown if re.search(r"\b\d{1,3},\d{3},\d{3}\b", text)] == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_unfinished_is_shown(page):
    """No empty field, no missing value in Python's words."""
    shown = texts(seen(page, "fr"))
    filled_by_scripts = {"{} lieux, à ouvrir d'un clic", *vues.texts(language("fr")).values()}
    shown = set(shown) - filled_by_scripts
    bad = [text for text in shown if re.search(r"\bNone\b|\bnan\b|\bNaT\b|<NA>|\{\}", text)]
    assert bad == []


def test_the_home_page_shows_what_is_not_known():
    shown = " ".join(texts(seen(HOME, "fr")))
    missing = [row for row in table("fait_publie") if row["indicateur"] == "non_publie"]
    assert missing
    for row in missing:
        assert " ".join(row["enonce_fr"].split()) in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_dataset_in_use_is_named_on_every_page(lang):
    names = {row["code"]: row for row in table("code_liste") if row["liste"] == "jeu"}
    for page in PAGES:
        assert any(names["publie"][f"nom_{lang}"] in text for text in texts(seen(page, lang)))


def test_the_method_page_says_that_boundaries_are_approximate():
    assert seen(METHOD, "fr").warning


@pytest.mark.parametrize(
    ("page", "params"),
    [
        (DICTIONARY, {"partie": "indicateurs"}),
        (DICTIONARY, {"partie": "tables"}),
        (DICTIONARY, {"partie": "tables", "table": "centre"}),
        (DICTIONARY, {"partie": "questions"}),
        (EVIDENCE, {"preuve": "affirmations"}),
        (EVIDENCE, {"preuve": "chiffre", "indicateur": "nb_inscrits_cmu"}),
        (EVIDENCE, {"preuve": "figure", "question": "faits_publies"}),
        (EVIDENCE, {"preuve": "figure", "question": "territoires_mesure", "mesure": "nb_sieges"}),
        (EVIDENCE, {"entite": "organisme", "id": "mugef_ci"}),
        (MAP, {"mesure": "densite_centres", "cercles": "nb_sieges", "niveau": "district"}),
        (MAP, {"methode": "fixes", "symboles": "niveau_soins", "couches": "aucun"}),
        (HOME, {"theme": "projecteur"}),
    ],
    ids=str,
)
def test_each_part_of_a_page_can_be_linked_to(page, params):
    app = visit(page, lang="en", **params)
    assert not app.exception
    assert app.dataframe or app.get("plotly_chart") or app.get("component_instance")


def test_the_dictionary_finds_a_term_without_its_accents():
    everything = len(seen(DICTIONARY, "fr").markdown)
    found = visit(DICTIONARY, lang="fr", mot="adherent")
    assert any("adhérent" in text for text in texts(found))
    assert len(found.markdown) < everything
    assert visit(DICTIONARY, lang="fr", mot="zzzz").info


def test_a_link_to_a_published_figure_shows_its_conflicts_side_by_side():
    """A group of facts with two values: the page says that sources differ."""
    groups = {}
    for row in table("fait_publie"):
        if row["groupe_conflit"] and row["valeur"]:
            groups.setdefault((row["groupe_conflit"], row["indicateur"]), set()).add(row["valeur"])
    code = next(indicator for (_group, indicator), values in groups.items() if len(values) > 1)
    assert visit(EVIDENCE, lang="fr", preuve="chiffre", indicateur=code).warning


CARDS = {
    "centre:hmi_kf": "centre",
    "siege:mugef_ci": "organisme",
    "organisme:fpm": "organisme",
    "region:gbeke": "region",
    "district:abidjan": "district",
}


@pytest.mark.parametrize("card", CARDS)
def test_a_link_to_a_card_opens_it_beside_the_map(card):
    kind, _colon, identifier = card.partition(":")
    name = next(
        row["nom"] for row in table(CARDS[card]) if row[f"{CARDS[card]}_{key(kind)}"] == identifier
    )
    app = visit(MAP, lang="en", fiche=card)
    assert not app.exception
    assert any(name in text for text in texts(app))
    assert payload(app)["lieu_choisi"] == identifier


def key(kind):
    return "code" if kind in ("region", "district") else "id"
