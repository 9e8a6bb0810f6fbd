"""A citation holds its parts, in both languages, and its address leads back to the view."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

from cartomut.exports.citation import Citation, permanent


def made(**parts):
    known = {
        "title": "Combien de lits ?",
        "value": "4321",
        "dataset": "Démonstration",
        "edition": "20260101T000000_ab12",
        "built": "2026-01-02T03:04:05+00:00",
        "fingerprint": "0123456789",
        "parameters": {"annee": "2023", "region": "gbeke"},
        "nature": "Déclaré",
        "sources": ["AIRMS, Rapport"],
        "version": "9.9",
        "address": "http://hote/preuves?x=1",
        "read_on": date(2026, 2, 3),
    }
    return Citation(**known | parts)


def test_a_citation_says_everything_once_in_each_language(fr, en):
    french, english = made().write(fr), made().write(en)
    for text in (french, english):
        for part in ("Combien de lits ?", "4321", "20260101T000000_ab12", "0123456789", "9.9"):
            assert text.count(part) == 1, part
        for part in ("region = gbeke", "Déclaré", "AIRMS, Rapport", "http://hote/preuves?x=1"):
            assert text.count(part) == 1, part
    assert "2 janvier 2026" in french
    assert "3 février 2026" in french
    assert "2 January 2026" in english


def test_what_is_not_known_leaves_no_empty_sentence(fr):
    text = made(value="", parameters={}, nature="", sources=()).write(fr)
    assert "Valeur" not in text
    assert "Sources" not in text
    assert "  " not in text


def test_of_many_documents_five_are_named_and_the_others_counted(fr):
    text = made(sources=[f"document {n}" for n in range(12)]).write(fr)
    assert "document 4" in text
    assert "document 5" not in text
    assert "7 autres sources" in text


def test_the_ris_file_has_one_tag_per_line_whatever_the_texts_hold(fr):
    lines = made(title="Un titre\nsur deux lignes").ris(fr).split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[1] == "TI  - Un titre sur deux lignes"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(line[2:6] == "  - " for line in lines[:-1])


def test_an_address_keeps_the_choices_and_carries_the_language_and_the_edition():
    address = permanent(
        "http://hote/preuves", {"statut": ["a", "b"], "lang": ["en"]}, lang="fr", edition="e 1"
    )
    assert parse_qs(urlsplit(address).query) == {
        "statut": ["a", "b"],
        "lang": ["fr"],
        "edition": ["e 1"],
    }
