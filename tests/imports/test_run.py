"""An import is accepted, rejected or unreadable, and keeps an edition only when it is accepted."""

import csv
import json

import pytest
from frictionless import Resource, Schema, validate

from cartomut import editions, imports
from cartomut.contracts import contracts
from cartomut.editions import Stopped
from cartomut.imports import Request
from tests.imports.conftest import CENTRES, MUTUALS, STUDY, YEARS

pytestmark = pytest.mark.usefixtures("without_rules")


def read(path):
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_an_accepted_import_leaves_one_whole_edition(place):
    outcome = place.bring(**STUDY)
    assert outcome.accepted
    assert outcome.saved
    assert (outcome.received, outcome.set_aside) == (
        {"organisme": 4, "organisme_exercice": 6, "centre": 1},
        0,
    )
    folder = place.editions / outcome.version
    tables = {path.stem for path in folder.glob("*.csv")}
    assert tables == {
        "organisme",
        "organisme_exercice",
        "centre",
        "source",
        "importation",
        "anomalie",
    }
    assert place.left() == []
    assert editions.history("etude", place.data) == [(editions.IMPORTED, outcome.version)]
    assert editions.published("etude", place.data) is None


def test_an_edition_says_what_it_was_made_from(place):
    outcome = place.bring(**STUDY)
    said = json.loads((place.editions / outcome.version / "edition.json").read_text("utf-8"))
    assert (said["version"], said["jeu"], said["auteur"]) == (outcome.version, "etude", "DES")
    assert [one["nom"] for one in said["fichiers"]] == [f"{name}.csv" for name in STUDY]
    assert {len(one["sha256"]) for one in said["fichiers"]} == {64}
    assert said["lignes_recues"] == said["lignes_gardees"] == outcome.kept
    assert said["anomalies"] == outcome.counts()
    (known,) = editions.versions("etude", place.data)
    assert (known.version, known.set_aside) == (outcome.version, 0)
    assert [
        row["fichier"] for row in read(place.editions / outcome.version / "importation.csv")
    ] == [f"{name}.csv" for name in STUDY]


def test_an_edition_s_tables_hold_to_their_contracts_in_another_reader_s_eyes(place):
    """frictionless reads the same descriptors, and shares no code with the import."""
    outcome = place.bring(**STUDY)
    for path in sorted((place.editions / outcome.version).glob("*.csv")):
        contract = contracts()[path.stem]
        fields = [one for one in contract.descriptor["fields"] if one["name"] != "geometrie"]
        schema = {"fields": fields, "primaryKey": list(contract.primary_key)}
        report = validate(
            Resource(
                path=path.name, basepath=str(path.parent), schema=Schema.from_descriptor(schema)
            )
        )
        assert report.flatten(["rowNumber", "fieldName", "note"]) == [], path.name


def test_rows_at_fault_are_set_aside_counted_and_written_down(place, found, fr):
    bad = {"organisme_id": "m9", "nom": "Neuf", "type_organisme": "tontine"}
    year = {"organisme_id": "m9", "annee": "2023"}
    outcome = place.bring(
        **STUDY | {"organisme": [*MUTUALS, bad], "organisme_exercice": [*YEARS, year]}
    )
    assert found(outcome, "S-6", "S-8") == [
        ("S-6", "organisme.csv", 6, "type_organisme"),
        ("S-8", "organisme_exercice.csv", 8, "organisme_id"),
    ]
    assert outcome.saved
    assert outcome.set_aside == 2
    written = read(place.editions / outcome.version / "anomalie.csv")
    assert [row["numero"] for row in written] == [str(n) for n in range(1, len(written) + 1)]
    assert [row["message_fr"] for row in written] == [one.parts(fr)[0] for one in outcome.findings]
    (code,) = [row for row in written if row["code"] == "S-6"]
    assert (code["fichier"], code["ligne"], code["colonne"]) == (
        "organisme.csv",
        "6",
        "type_organisme",
    )
    assert code["contenu"] == "organisme_id = m9 | nom = Neuf | type_organisme = tontine"


def test_a_strict_import_is_refused_for_one_row(place):
    bad = {"organisme_id": "m9", "nom": "Neuf", "type_organisme": "tontine"}
    outcome = place.bring(request=Request("etude", strict=True), organisme=[*MUTUALS, bad])
    assert (outcome.accepted, outcome.saved, outcome.unreadable) == (False, False, False)
    assert editions.versions("etude", place.data) == []
    assert place.left() == []


def test_a_trial_finds_the_same_and_keeps_nothing(place):
    trial = place.bring(save=False, **STUDY)
    kept = place.bring(**STUDY)
    assert trial.accepted
    assert not trial.saved
    assert trial.kept == kept.kept
    assert [one.version for one in editions.versions("etude", place.data)] == [kept.version]
    assert [action for action, _version in editions.history("etude", place.data)] == ["importation"]


@pytest.mark.parametrize(
    ("name", "content", "unreadable"),
    [
        ("photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", True),
        ("vide.csv", b"", True),
        ("recette.csv", b"ingredient,quantite\nfarine,200 g\n", False),
        ("organisme.csv", b"organisme_id,nom,type_organisme\n", False),
        ("organisme.csv", b"nom,type_organisme\nX,union\n", False),
    ],
)
def test_what_cannot_be_a_study_is_refused_with_a_reason(place, name, content, unreadable, fr, en):
    path = place.root / name
    path.write_bytes(content)
    outcome = imports.run([path], Request("etude"), data=place.data)
    assert not outcome.accepted
    assert not outcome.saved
    assert outcome.unreadable == unreadable
    told = [one for one in outcome.findings if one.blocks]
    assert told
    for finding in told:
        assert name in finding.file
        for text in (finding.text(fr), finding.text(en)):
            assert "None" not in text
            assert not {"{", "}"} & set(text)
    assert editions.versions("etude", place.data) == []
    assert place.left() == []


def test_an_import_where_every_row_is_at_fault_is_refused(place, found):
    outcome = place.bring(organisme=[{**row, "type_organisme": "tontine"} for row in MUTUALS])
    assert not outcome.accepted
    assert [one[0] for one in found(outcome)].count("S-6") == 4
    assert "S-16" in [one[0] for one in found(outcome)]


def test_rows_without_source_come_from_the_import_and_one_warning_says_so(place, found):
    known = {**MUTUALS[1], "source_id": "naturalearth_geonames_limites", "nature": "audite"}
    outcome = place.bring(organisme=[MUTUALS[0], known, *MUTUALS[2:]])
    assert [(one.file, one.fields["nombre"]) for one in outcome.findings] == [("organisme.csv", 3)]
    assert found(outcome) == [("S-13", "organisme.csv", None, "")]
    folder = place.editions / outcome.version
    own = f"import_{outcome.version}"
    assert [(row["source_id"], row["nature"]) for row in read(folder / "organisme.csv")] == [
        (own, "declare"),
        ("naturalearth_geonames_limites", "audite"),
        (own, "declare"),
        (own, "declare"),
    ]
    (source,) = read(folder / "source.csv")
    assert (source["source_id"], source["titre"]) == (own, "organisme.csv")


def test_a_demonstration_is_marked_as_one(place):
    outcome = place.bring(request=Request("demonstration"), organisme=MUTUALS)
    path = place.data / "editions" / "demonstration" / outcome.version / "organisme.csv"
    assert {row["nature"] for row in read(path)} == {"demonstration"}


CORRECTION = {
    "table_nom": "organisme_exercice",
    "cle": "m1 / 2022",
    "colonne": "nb_adherents",
    "ancienne": "1000",
    "nouvelle": "1001",
    "motif": "Faute de frappe",
    "auteur": "DES",
    "date": "2024-05-01",
}


def test_a_declared_correction_is_replayed_and_told(place, fr, en):
    outcome = place.bring(**STUDY, correction=[CORRECTION])
    (told,) = [one for one in outcome.findings if one.rule.code == "S-15"]
    assert (told.file, told.line, told.value) == ("correction.csv", 2, "1000")
    assert "1001" in told.text(fr)
    assert "Faute de frappe" in told.text(en)
    assert (
        read(place.editions / outcome.version / "organisme_exercice.csv")[0]["nb_adherents"]
        == "1001"
    )


def test_a_correction_that_finds_nothing_is_told_and_changes_nothing(place):
    changes = [
        {"ancienne": "999"},
        {"cle": "m1 / 1999"},
        {"table_nom": "nulle_part"},
        {"table_nom": "implantation"},
        {"colonne": "nulle_part"},
        {"colonne": "ligne"},
        {"table_nom": "region", "cle": "gbeke", "colonne": "geometrie"},
    ]
    outcome = place.bring(**STUDY, correction=[CORRECTION | change for change in changes])
    told = [one.line for one in outcome.findings if one.rule.code == "S-14"]
    assert told == list(range(2, 2 + len(changes)))
    assert outcome.saved
    rows = read(place.editions / outcome.version / "organisme_exercice.csv")
    assert rows[0]["nb_adherents"] == "1000"


def test_a_correction_is_kept_for_the_next_edition_and_replayed(in_use):
    first = in_use.bring(**STUDY, correction=[CORRECTION])
    in_use.publish(first)
    value = "select nb_adherents from organisme_exercice where organisme_id = 'm1' and annee = 2022"
    assert in_use.rows(value) == [(1001,)]
    (in_use.root / "files" / "correction.csv").unlink()
    second = in_use.bring(**STUDY)
    assert [one.rule.code for one in second.findings if one.rule.code in ("S-14", "S-15")] == [
        "S-15"
    ]
    assert read(in_use.editions / second.version / "correction.csv")[0]["nouvelle"] == "1001"


def test_an_emptied_value_and_a_filled_one_are_corrections_too(place):
    empty = {**CORRECTION, "nouvelle": ""}
    fill = {**CORRECTION, "cle": "m2 / 2022", "colonne": "reserves_fcfa", "ancienne": ""}
    years = [{**row, "reserves_fcfa": ""} for row in YEARS]
    study = STUDY | {"organisme_exercice": years}
    outcome = place.bring(**study, correction=[empty, {**fill, "nouvelle": "5 000"}])
    rows = read(place.editions / outcome.version / "organisme_exercice.csv")
    assert rows[0]["nb_adherents"] == ""
    assert [row["reserves_fcfa"] for row in rows if row["organisme_id"] == "m2"] == ["5000", ""]


def test_an_import_may_be_completed_from_the_edition_in_use(in_use):
    """Only the years are brought; mutuals and centres come from before, with their source."""
    newer = [{**row, "annee": str(int(row["annee"]) + 2)} for row in YEARS]
    alone = in_use.bring(save=False, organisme_exercice=newer)
    assert not alone.accepted  # every year points to a mutual that is not there
    outcome = in_use.bring(request=Request("etude", complete=True), organisme_exercice=newer)
    assert outcome.saved
    assert outcome.kept | {"source": 0} == {
        "organisme": 4,
        "organisme_exercice": 6,
        "centre": 1,
        "source": 0,
    }
    (edition,) = [
        one for one in editions.versions("etude", in_use.data) if one.version == outcome.version
    ]
    assert edition.completee_de == in_use.outcomes[0].version
    in_use.publish(outcome)
    assert in_use.rows("select distinct annee from organisme_exercice order by 1") == [
        (2024,),
        (2025,),
    ]
    assert in_use.rows(
        "select count(*), count(source.source_id) from organisme left join source using (source_id)"
    ) == [(4, 4)]


def test_a_source_brought_again_replaces_the_one_of_the_edition_that_completes(in_use):
    source = {"source_id": "enquete", "titre": "Enquête 2023", "type_source": "jeu_donnees"}
    mutuals = [{**row, "source_id": "enquete"} for row in MUTUALS]
    in_use.publish(in_use.bring(**STUDY | {"organisme": mutuals}, source=[source]))
    newer = {**source, "titre": "Enquête 2023, corrigée"}
    for path in (in_use.root / "files").iterdir():
        path.unlink()
    outcome = in_use.bring(
        request=Request("etude", strict=True, complete=True), organisme=mutuals, source=[newer]
    )
    assert [one.rule.code for one in outcome.findings if one.blocks] == []
    sources = read(in_use.editions / outcome.version / "source.csv")
    assert [one["titre"] for one in sources if one["source_id"] == "enquete"] == [newer["titre"]]
    assert len(sources) == 3  # it, this import, and the import that brought the centres


def test_completing_does_not_take_back_rows_of_a_table_that_was_brought(in_use):
    outcome = in_use.bring(request=Request("etude", complete=True), organisme=MUTUALS[:3])
    assert outcome.kept["organisme"] == 3


def test_two_files_of_one_table_are_one_table(place):
    outcome = place.bring(organisme=MUTUALS[:2])
    first = (place.root / "files" / "organisme.csv").rename(place.root / "organisme.csv")
    other = place.files(organisme=MUTUALS[2:])[0]
    outcome = imports.run([first, other], Request("etude"), data=place.data)
    rows = read(place.editions / outcome.version / "organisme.csv")
    assert [(row["organisme_id"], row["ligne"]) for row in rows] == [
        ("m1", "2"),
        ("m2", "3"),
        ("m3", "2"),
        ("m4", "3"),
    ]


def test_an_import_with_too_little_room_on_the_disk_is_not_begun(place, monkeypatch, fr, en):
    monkeypatch.setattr(imports, "ROOM", 2**62)
    with pytest.raises(Stopped) as stopped:
        place.bring(organisme=MUTUALS)
    for _ in (fr, en):
        assert not {"{", "}"} & set(stopped.value.text(_))
    assert stopped.value.text(fr) != stopped.value.text(en)
    assert editions.versions("etude", place.data) == []


def test_progress_is_said_step_by_step(place):
    said = []
    imports.run(
        place.files(centre=CENTRES, organisme=MUTUALS),
        Request("etude"),
        data=place.data,
        report=said.append,
    )
    assert len(said) > 5
    assert any("organisme.csv" in one for one in said)
