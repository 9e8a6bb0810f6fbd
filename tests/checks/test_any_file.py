"""Whatever bytes a file holds, a build ends with a store or with a list of faults."""

import codecs
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cartomut import checks
from cartomut import store as stores
from cartomut.contracts import contracts
from cartomut.i18n import Language
from cartomut.sources.tables import read_tables

HEADER = b"devise,date,fcfa_par_unite,est_fixe,source_id\n"
EURO = b"EUR,1999-01-01,655.957,true,parite\n"
SOURCE = """\
source_id,titre,editeur,type_source,date_publication,url,page,licence,consulte_le,note_fr,note_en
parite,Parité,,page_web,,,,,,,
"""
CODES = """\
liste,code,ordre,nom_fr,nom_en,definition_fr,definition_en
type_source,page_web,1,Page,Page,,
"""
SIGNS = [b",", b";", b"\t", b'"', b"'", b"\n", b"\r", b"\r\n", b"\0", b"\\", b"{", b"\xff", b" "]

VALUES = ["EUR", "1999-01-01", "655.957", "1e400", "NaN", "-INF", "true", "", "١", "=1", "parite"]

cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(VALUES),
    st.integers().map(str),
    st.dates().map(str),
)
rows = st.lists(cells, min_size=3, max_size=7).map(
    lambda row: ",".join(row).encode("utf-8", "surrogatepass") + b"\n"
)
broken = st.lists(st.one_of(st.sampled_from([*SIGNS, HEADER, EURO]), st.binary(max_size=8)))
contents = st.one_of(
    st.lists(rows, max_size=4).map(lambda lines: HEADER + b"".join(lines)),
    broken.map(b"".join),
    broken.map(lambda parts: HEADER + EURO + b"".join(parts)),
)


def outcome(folder):
    """Build; return the faults, or None when there is a store. What else is raised goes on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "rules", lambda: iter(()))  # what a text holds is all that counts
        try:
            stores.build("publie", data=folder, stores=folder / "stores")
        except stores.BuildError as failure:
            return failure
    return None


@settings(
    max_examples=10,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(contents)
@example(b"")
@example(HEADER + EURO)
@example(HEADER + EURO.replace(b"parite", "parité".encode("latin-1")))
@example(codecs.BOM_UTF16_LE + (HEADER + EURO).decode().encode("utf-16-le"))
@example(HEADER + EURO.replace(b"parite", b'"parite'))
@example(HEADER + EURO.replace(b"parite", b'"par"ite"'))
@example(HEADER + EURO.replace(b"\n", b"\r\n") * 2)
@example(HEADER + EURO.replace(b"655.957", "١".encode()))
@example(HEADER + EURO.replace(b"\n", b"\r\n") + EURO.replace(b"1999", b"2000"))
@example(HEADER.replace(b",", b";") + EURO.replace(b",", b";"))
@example(b'"' + HEADER + EURO)
def test_any_bytes_give_a_store_or_faults_never_a_traceback(content):
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "publie").mkdir()
        (folder / "publie" / "taux_change.csv").write_bytes(content)
        (folder / "publie" / "source.csv").write_text(SOURCE, encoding="utf-8")
        (folder / "publie" / "code_liste.csv").write_text(CODES, encoding="utf-8")
        failure = outcome(folder)
        left = list((folder / "stores" / "publie").iterdir())
        if failure:
            assert "taux_change" in failure.text(Language("fr"))
            assert left == []
        else:
            assert [path.suffix for path in left] == [".duckdb"]
            assert loaded(left[0]) == content.count(b"\n") - 1


def loaded(path):
    """Count the rows of a built store; a good file has one row per line after its header."""
    with stores.Store(path).cursor() as cursor:
        return cursor.execute("select count(*) from taux_change").fetchone()[0]


def test_a_row_that_begins_with_a_number_sign_is_a_row_like_the_others(tmp_path, load_rows):
    """A sniffer takes # for the mark of a comment, and skips the line without a word."""
    head = "source_id,titre,editeur,type_source,date_publication,url,page,licence,consulte_le,"
    lines = [f"#{number},T,,page_web,,,,,,," for number in range(4)] + ["a,T,,page_web,,,,,,,"]
    text = head + "note_fr,note_en\n" + "\n".join(lines) + "\n"
    (tmp_path / "source.csv").write_text(text, encoding="utf-8")
    incoming, _faults = read_tables([tmp_path], contracts())
    loaded = load_rows(*incoming, aside=False)
    assert loaded.rows("select count(*) from source where titre = 'T'") == [(5,)]
