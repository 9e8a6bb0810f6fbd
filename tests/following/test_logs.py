"""What the log says of the work, what it never says of persons, and the reference of a fault."""

import io
import json
import logging
import tomllib
from datetime import date

import pytest

from cartomut import logs, paths, usage


@pytest.fixture
def followed(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "FOLLOWED", tmp_path)
    return tmp_path


def logged(form: logging.Formatter, failure: BaseException | None = None) -> str:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(form)
    logger = logging.Logger("cartomut.essai")
    logger.addHandler(handler)
    fields = {"champs": {"adresse": "/carte?acces=jeton1&lang=fr", "rang": 3, "vide": ""}}
    text = "ouvert /carte?acces=jeton2\nfaux: ligne forgée token=jeton3"
    logger.error(text, extra=fields, exc_info=failure)
    return out.getvalue()


def failed() -> ValueError:
    try:
        raise ValueError("http://x.org/oauth2callback?code=jeton4&state=jeton5")
    except ValueError as failure:
        return failure


def test_a_line_of_the_log_is_one_json_object_without_what_addresses_could_hold():
    written = logged(logs.Json(), failed())
    assert written.count("\n") == 1
    told = json.loads(written)
    assert (told["niveau"], told["rang"], told["genre"]) == ("erreur", 3, "ValueError")
    assert told["instant"].endswith("Z")
    assert "test_logs.py" in told["trace"]
    assert "vide" not in told
    assert "jeton" not in written
    assert "jeton" not in logged(logs.Line(), failed())
    assert logged(logs.Line()).count("\n") == 1


def test_traces_of_pages_take_the_form_of_the_log():
    """Streamlit would draw them with colours otherwise, past the cleaning."""
    told = tomllib.loads((paths.ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert told["logger"]["enableRich"] is False
    name = "streamlit.error_util"
    other = logging.getLogger(name)
    logs.start()
    record = other.makeRecord(name, logging.ERROR, "", 0, "x", (), (None, failed(), None))
    assert all(one.filter(record) for one in other.filters)
    assert record.champs == {"reference": logs.reference(record.exc_info[1])}


def test_a_fault_has_one_reference_wherever_it_is_asked_and_the_last_ones_are_kept(followed):
    failure = failed()
    code = logs.fault(failure, "carte")
    assert logs.reference(failure) == code == logs.last_faults()[0].reference
    with (followed / logs.FAULTS).open("ab") as torn:
        torn.write(b'{"reference": "d\n')
    for rank in range(2 * logs.KEPT):
        logs.fault(ValueError(rank), f"page{rank}")
    kept = logs.last_faults()
    assert len(kept) == logs.KEPT
    assert kept[0].page == f"page{2 * logs.KEPT - 1}"
    assert len((followed / logs.FAULTS).read_text().splitlines()) < 2 * logs.KEPT
    assert "oauth2callback" not in (followed / logs.FAULTS).read_text()


def test_openings_are_added_up_by_day_and_a_file_that_cannot_be_read_is_set_aside(followed):
    usage.flush()
    (followed / "usage" / "2026-11.json").unlink(missing_ok=True)
    for _ in range(3):
        usage.count("carte", "fr", "public", date(2026, 11, 30))
    usage.flush()
    usage.count("carte", "fr", "public", date(2026, 11, 30))
    usage.count("carte", "en", "relecteur", date(2026, 12, 1))
    usage.flush()
    assert dict(usage.totals()) == {
        ("2026-11-30", "carte", "fr", "public"): 4,
        ("2026-12-01", "carte", "en", "relecteur"): 1,
    }
    (usage.place() / "2026-12.json").write_text("{", encoding="utf-8")
    assert sum(number for _one, number in usage.totals()) == 4
    assert (usage.place() / "2026-12.illisible").exists()


def test_totals_that_the_disk_refuses_wait_for_the_next_time(followed):
    (followed / "usage").write_text("a file where the folder should be")
    usage.count("carte", "fr", "public", date(2026, 11, 30))
    usage.flush()
    (followed / "usage").unlink()
    usage.flush()
    assert sum(number for _one, number in usage.totals()) == 1
