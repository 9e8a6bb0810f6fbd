"""Whatever bytes are brought, each reader of files says what is wrong, and none fails."""

import io
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartomut import stories
from cartomut.sources import safety
from cartomut.sources.faults import Faults
from cartomut.sources.limits import limits
from tests.fuzz.naughty import TEXTS

STORY = """
id = "essai"
[titre]
fr = {text}
[[etapes]]
titre = {{ fr = {text} }}
texte = {{ fr = {text} }}
adresse = {text}
"""


def quoted(text: str) -> str:
    """Write a text of TOML, every sign escaped."""
    return '"' + "".join(f"\\U{ord(sign):08x}" for sign in text) + '"'


def archive(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in members.items():
            target.writestr(name, text)
    return made.getvalue()


def test_a_story_of_naughty_texts_is_read_or_refused_with_a_reason():
    for text in TEXTS:
        for content in (text, STORY.format(text=quoted(text)), f"[{text}]"):
            found = stories.parse(content.encode("utf-8", "surrogatepass"), "essai.toml")
            assert found.story or found.faults, text[:40]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_a_story_or_say_why_not(content):
    found = stories.parse(content, "essai.toml")
    assert found.story or found.faults


def test_hostile_files_are_refused_before_they_are_read(tmp_path):
    bomb = archive(**{"a.csv": "0" * 25_000_000})
    entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    files = {
        "bombe.zip": bomb,
        "bombe.xlsx": bomb,
        "monte.zip": archive(**{"../../monte.csv": "a,b\n1,2\n"}),
        "absolu.zip": archive(**{"/etc/passwd": "a"}),
        "emboite.zip": archive(**{"a.zip": "PK"}),
        "entites.xlsx": archive(
            **{
                "xl/workbook.xml": entity,
                "_rels/.rels": entity,
                "xl/_rels/workbook.xml.rels": "<x/>",
            }
        ),
        "programme.csv": b"\x7fELF" + b"\0" * 100,
        "page.csv": b"<html><script>1</script>",
        "vide.csv": b"",
        "coupe.zip": archive(**{"a.csv": "a,b\n" * 1000})[:80],
    }
    for name, content in files.items():
        path, found = tmp_path / name, Faults(100)
        path.write_bytes(content)
        assert safety.inspect(path, limits(), found) is None, name
        assert found.rejects, name
