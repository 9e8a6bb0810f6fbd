"""The comparison: three kinds, both datasets and languages; what does not compare says why."""

import json
from urllib.parse import parse_qs

import pytest

from cartomut import rights
from cartomut.ui import reader
from tests.pages.visit import COMPARE, EVIDENCE, MAP, clean, payload, texts, visit

WARNING = "Comparaison à lire avec prudence"
KINDS = {
    "demonstration": {
        "organisme": ("md_alize", "md_antilope"),
        "centre": ("cd_cocotier_1", "cd_genet_2"),
        "region": ("abidjan", "gbeke"),
    },
    "publie": {
        "organisme": ("mugef_ci", "muscop_ci"),
        "centre": ("centre_mugef_ci_bouake", "hopital_muscop_ci"),
        "region": ("abidjan", "gbeke"),
    },
}


def compare(dataset, kind, first, second="pairs", **params):
    return visit(COMPARE, jeu=dataset, quoi=kind, a=first, b=second, **{"lang": "fr"} | params)


def warned(app):
    return " ".join(clean(one.value) for one in app.warning)


def charts(app):
    return {
        one.proto.id.split("-")[-1]: json.loads(one.proto.spec) for one in app.get("plotly_chart")
    }


@pytest.mark.parametrize("dataset", list(KINDS))
@pytest.mark.parametrize("kind", ["organisme", "centre", "region"])
def test_each_kind_is_compared_in_both_datasets_and_languages(dataset, kind):
    """With a second one in French, with its peers in English."""
    first, second = KINDS[dataset][kind]
    for lang, other in (("fr", second), ("en", "pairs")):
        app = compare(dataset, kind, first, other, lang=lang)
        assert [error.message for error in app.exception] == []
        assert len(app.title) == 1
        assert app.table  # who they are
        assert payload(app)["lieux"]["id"] or dataset == "publie"
        kept = {"a": first} if kind == "organisme" else {"quoi": kind, "a": first}
        assert kept.items() <= app.query_params.items()  # mutuals and peers are the defaults
        assert app.query_params.get("b") == (None if other == "pairs" else other)
        if dataset == "demonstration":
            assert len(charts(app)) >= 4
        else:
            assert app.info  # a gap is said


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"quoi": "foo", "a": "nope", "b": "nope"},
        {"quoi": "centre", "a": "' or 1=1 --", "b": "<script>"},
        {"a": "md_alize", "b": "md_alize", "annee": "1066", "domaine": "foo", "indicateur": "foo"},
    ],
    ids=str,
)
def test_identifiers_that_do_not_exist_are_survived(params):
    app = visit(COMPARE, jeu="demonstration", lang="fr", **params)
    assert [error.message for error in app.exception] == []
    assert app.info or "A : " in " ".join(texts(app))
    assert not any("<script>" in text for text in texts(app))


def test_two_of_different_types_are_said_not_to_compare():
    app = compare("demonstration", "centre", *KINDS["demonstration"]["centre"])
    assert WARNING in warned(app)
    assert "Maternité" in warned(app)


def test_one_that_did_not_answer_in_the_year_asked_is_named(silent):
    app = compare("demonstration", "organisme", "md_alize", silent, annee="2025")
    assert "n'a rien renseigné pour 2025" in warned(app)
    assert app.query_params["annee"] == "2025"


@pytest.fixture
def silent():
    """A mutual of the demonstration that returned accounts, but none for 2025."""
    from cartomut import editions

    folder = editions.folder("demonstration", editions.published("demonstration"))
    rows = (folder / "organisme_exercice.csv").read_text(encoding="utf-8").splitlines()
    names = rows[0].split(",")
    where, when = names.index("organisme_id"), names.index("annee")
    cells = [row.split(",") for row in rows[1:]]
    answered = {cell[where] for cell in cells if cell[when] == "2025"}
    return min({cell[where] for cell in cells if cell[when] == "2024"} - answered)


def test_a_region_with_few_values_is_said_to_rest_on_them():
    app = compare("demonstration", "region", "abidjan", "gbeke")
    assert "Moins de cinq valeurs connues dans une région" in warned(app)


def test_years_and_natures_that_differ_are_said_with_their_indicators(monkeypatch):
    """Two rows of the answer are changed: one of another year, one of another nature."""
    from cartomut.ui import answers

    asked = answers.answer

    def changed(question, **params):
        rows = asked(question, **params)
        if question == "indicateurs/ecarts":
            rows = rows.copy()
            rows["obstacles"] = rows["obstacles"].astype(object)
            rows.loc[rows.index[0], "obstacles"] = "annees"
            rows.loc[rows.index[1], "obstacles"] = "annees ; natures"
        return rows

    monkeypatch.setattr(answers, "answer", changed)
    app = compare("demonstration", "organisme", "md_alize", "md_antilope")
    said = warned(app)
    assert "Années différentes" in said
    assert "Natures différentes" in said
    names = asked_names(app)
    assert names[0] in said.split("Années différentes")[1]
    assert names[0] not in said.split("Natures différentes")[1]
    assert names[1] in said.split("Natures différentes")[1]


def asked_names(app):
    """Read the first two indicators of the figure, as its axis folds them."""
    spec = next(one for name, one in charts(app).items() if name == "ecarts")
    found = spec["layout"]["yaxis"]["ticktext"] + spec["layout"].get("yaxis2", {}).get(
        "ticktext", []
    )
    return [name.replace("<br>", " ") for name in found]


def test_peers_are_defined_on_the_screen_and_few_of_them_give_no_place():
    app = compare("demonstration", "organisme", "md_alize")
    said = " ".join(texts(app))
    assert "les 17 autres organismes du type « Mutuelle sociale »" in said
    assert "« Grande »" in said
    assert "Où se place A parmi ses pairs" in said
    few = " ".join(texts(compare("demonstration", "organisme", "ud_confluent")))
    assert "Pas de pairs pour" in few or "moins de cinq" in few


def test_the_card_of_a_region_leads_to_its_comparison_and_says_who_is_covered():
    app = visit(MAP, jeu="demonstration", lang="fr", fiche="region:gbeke")
    assert [error.message for error in app.exception] == []
    said = " ".join(texts(app))
    assert "Bénéficiaires déclarés" in said
    assert "Centres ouverts, par type" in said
    assert "valeur connue pour" in said
    links = [one.proto for one in app.get("page_link")]
    (found,) = [one for one in links if one.label == "Comparer"]
    assert "quoi=region" in found.query_string
    assert "a=gbeke" in found.query_string
    published = visit(MAP, jeu="publie", lang="fr", fiche="district:zanzan")
    assert "Ni bénéficiaires, ni centres, ni indicateurs" in " ".join(texts(published))


def test_the_evidence_of_a_comparison_puts_the_same_question_again():
    app = compare("demonstration", "organisme", "md_alize", "md_antilope", annee="2024")
    (found,) = [
        one.proto.query_string
        for one in app.get("page_link")
        if "question=ecarts" in one.proto.query_string
    ]
    asked = {name: values for name, values in parse_qs(found).items() if name != "theme"}
    evidence = visit(EVIDENCE, **{name: values[-1] for name, values in asked.items()})
    assert [error.message for error in evidence.exception] == []
    rows = evidence.dataframe[0].value
    assert set(rows["Année de A"].dropna()) == {2024}
    assert rows["Nombre de pairs"].eq(16).all()
    assert "les 16 autres organismes" in " ".join(texts(app))  # by the sizes of 2024
    assert rows["Valeur de B"].notna().any()
    assert not visit(EVIDENCE, preuve="figure", question="ecarts", quoi="x", a="y").exception


def test_a_reader_without_the_right_sees_no_account_of_a_named_mutual(monkeypatch):
    monkeypatch.setattr(reader, "_standing_for", [rights.NOBODY])
    pair = KINDS["demonstration"]["organisme"]
    app = compare("demonstration", "organisme", *pair, domaine="finance_prudentiel")
    assert "comptes_compares" not in charts(app)
    assert any("réservés au régulateur" in clean(text) for text in texts(app))
    assert not any("sinistralité" in clean(text).lower() for text in texts(app))
    for question in ("ecarts", "comptes_compares"):
        asked = {"quoi": "organisme", "a": pair[0], "b": pair[1], "ids": list(pair)}
        shown = visit(EVIDENCE, jeu="demonstration", question=question, lang="fr", **asked)
        assert not shown.exception
        assert not shown.dataframe
    region = compare("demonstration", "region", *KINDS["demonstration"]["region"])
    assert not any("réservés au régulateur" in clean(text) for text in texts(region))
