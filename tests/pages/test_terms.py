"""Definitions on hover: of filters, columns and headline figures, in the reader's language."""

import json

from tests.data.test_reference import table
from tests.pages.visit import HOME, MAP, clean, visit


def hints(app) -> dict[str, str]:
    """Return the hint of every filter of the page, by its key."""
    widgets = (*app.selectbox, *app.multiselect)
    return {one.key: clean(one.help or "") for one in widgets}


def glossary(lang: str) -> dict[str, str]:
    return {row["slug"]: row[f"definition_{lang}"] for row in table("glossaire")}


def test_every_filter_is_defined_in_the_readers_language():
    for lang in ("fr", "en"):
        app = visit(HOME, lang=lang, region="gbeke")
        assert not app.exception
        found, terms = hints(app), glossary(lang)
        wanted = {
            "district_choix": "district",
            "region_choix": "region",
            "commune_choix": "commune",
            "type_choix": "type_organisme",
            "etablissement_choix": "type_etablissement",
            "statut_choix": "statut_operationnel",
        }
        assert {key: found[key] for key in wanted} == {
            key: terms[slug] for key, slug in wanted.items()
        }
        assert len(found["relation_choix"]) > 20


def test_a_columns_heading_carries_its_definition_and_an_unknown_one_has_none():
    app = visit(MAP, lang="fr", jeu="publie", tableau_lieux="oui")
    [shown] = [one for one in app.dataframe if "Précision de la position" in one.value.columns]
    columns = json.loads(shown.proto.columns)
    assert (
        clean(columns["Précision de la position"]["help"]) == glossary("fr")["precision_position"]
    )
    assert "Nom" not in columns


def test_a_headline_figure_is_defined_where_the_catalogue_knows_it():
    app = visit(HOME, lang="fr", jeu="publie")
    defined = {clean(one.value): clean(one.help) for one in app.markdown if one.help}
    assert len(defined) >= 2
    assert all(len(text) > 20 for text in defined.values())
