"""A correspondence is read, its faults are told with their line, and one can be proposed."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartomut.i18n import language
from cartomut.sources import correspondence
from cartomut.sources.correspondence import FOLDER, load, parse, shipped
from cartomut.sources.proposal import propose
from cartomut.sources.recognition import recognise
from cartomut.sources.sheets import Sheet
from tests.sources.test_forms import MODES, export, kept, sheet


def codes(text: str) -> list[tuple[str, int | None, str]]:
    return [(one.rule.code, one.line, one.value) for one in parse(text, "c.toml")[1]]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.name)
def test_what_ships_has_no_fault(path):
    found, faults = load(path)
    assert faults == []
    assert found in shipped()


def test_what_ships_labels_every_question_that_it_asks():
    for one in shipped():
        asked = {question for table in one.tables for question in table.questions}
        assert asked - one.labels.keys() == set()


def test_values_become_the_text_of_a_cell():
    text = "[defauts]\nannee = 2024\n[tables.centre.constantes]\nest_autorise = true\n"
    found, faults = parse(text, "c.toml")
    assert faults == []
    assert found.defaults == {"annee": "2024"}
    assert found.tables[0].constants == {"est_autorise": "true"}


def test_a_broken_file_is_told_with_its_line():
    found, (fault,) = parse('formulaire = "x"\n[tables.centre\n', "c.toml")
    assert found is None
    assert (fault.rule.code, fault.line) == ("R-30", 2)


def test_a_file_that_is_no_text_is_told(tmp_path):
    path = tmp_path / "c.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert [one.rule.code for one in load(path)[1]] == ["R-30"]
    assert [one.rule.code for one in load(tmp_path / "absent.toml")[1]] == ["R-30"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[tables.region]\nsection = "x"\n', [("R-31", 1, "region"), ("R-35", None, "")]),
        ('[tables.centre.colonnes]\nnom = "a"\nnoms = "b"\n', [("R-32", 3, "noms")]),
        ('couleur = "x"\n[tables.centre]\n', [("R-33", 1, "couleur")]),
        ("[tables.centre]\nfacultative = 1\n", [("R-34", 2, "1")]),
        ('[tables.centre]\ncolonnes = "x"\n', [("R-34", 2, "x")]),
        ("[tables.centre.colonnes]\nnom = 3\n", [("R-34", 2, "3")]),
        ('[tables.centre_service]\nchoix = "soin"\n', [("R-32", 2, "soin")]),
        ("", [("R-35", None, "")]),
    ],
)
def test_each_fault_is_told_at_its_place(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize("code", ["fr", "en"])
def test_faults_are_whole_sentences(code):
    text = 'couleur = 1\n[tables.centre]\nsection = 2\n[tables.centre.colonnes]\nx = "y"\n'
    texts = [one.text(language(code)) for one in parse(text, "c.toml")[1]]
    assert len(texts) == 3
    assert not any(set("{}") & set(one) for one in texts)


@pytest.mark.parametrize("mode", ["kobo_noms", "kobo_plat", "odk"])
def test_a_proposal_loads_the_form_it_was_made_from(mode):
    """Identities, years and centres come in without a word changed; the rest is for the analyst."""
    text = propose(export(mode))
    own, faults = parse(text, "proposition.toml")
    found = recognise(export(mode), own)
    assert faults == []
    assert kept(found, "organisme", "organisme_id", "nom") == [
        ("mutuelle_a", "Mutuelle A"),
        ("mutuelle_c", "Mutuelle C"),
    ]
    assert kept(found, "centre", "centre_id", "organisme_id", "latitude")[0] == (
        "c1",
        "mutuelle_a",
        "7.7",
    )
    assert kept(found, "organisme_exercice", "annee", "nb_adherents") == [("2024", "100")]
    assert ("c1", "arv", "true") in kept(
        found, "centre_service", "centre_id", "service", "disponible"
    )


def test_a_proposal_says_how_sure_it_is_and_keeps_what_it_does_not_know():
    text = propose(export("kobo_noms"))
    assert 'siege_region_code = "siege/siege_region"  # ressemblance 89%' in text
    assert '# … = "enquete/remarque"' in text
    assert 'jamais chargées : "enquete/telephone_repondant"' in text
    assert tomllib.loads(text)["tables"].keys() >= {"organisme", "centre", "organisme_exercice"}


def test_a_plain_table_is_loaded_with_a_correspondence():
    rows = [["Matricule", "Appellation", "Genre"], ["m1", "Mutuelle Une", "Union"]]
    text = (
        '[defauts]\nnature = "declare"\n[tables.organisme.codes.type_organisme]\nUnion = "union"\n'
        '[tables.organisme.colonnes]\norganisme_id = "Matricule"\nnom = "Appellation"\n'
        'type_organisme = "Genre"\n'
    )
    own, faults = parse(text, "c.toml")
    found = recognise([sheet("Feuil1", rows)], own)
    assert faults == []
    assert kept(found, "organisme", "organisme_id", "nom", "type_organisme", "nature") == [
        ("m1", "Mutuelle Une", "union", "declare")
    ]


@pytest.mark.parametrize("sheets", [[], [Sheet("f.csv", "", ("é\n\x7f", '"'), lambda: iter(()))]])
def test_a_proposal_of_little_is_still_a_correspondence(sheets):
    assert [one.rule.code for one in parse(propose(sheets), "c.toml")[1]] == ["R-35"]


def test_a_proposal_is_written_in_the_readers_language():
    assert propose(export("odk"), language("fr")).startswith("# Correspondance proposée")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=15), min_size=1, max_size=6), st.sampled_from(MODES))
def test_a_proposal_always_reads_back(headers, mode):
    strange = Sheet("f.csv", "", tuple(headers), lambda: iter([(2, tuple(headers))]))
    found, faults = parse(propose([*export(mode), strange]), "c.toml")
    assert found is not None
    assert faults == []


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.integers(0, 400), st.integers(0, 40))
def test_a_mutated_correspondence_always_ends_in_a_report(inserted, place, cut):
    text = (FOLDER / "etude_mutuelles.toml").read_text(encoding="utf-8")[:2000]
    changed = text[:place] + inserted + text[place + cut :]
    found, faults = correspondence.parse(changed, "c.toml")
    assert found or faults
    assert all(one.text(language("fr")) for one in faults)
