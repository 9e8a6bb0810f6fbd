"""The bill of materials says what is pinned, with its licence; an audit never reassures wrongly."""

import json

from tests import inventory


def test_the_bill_of_materials_lists_each_pinned_library_with_its_licence():
    told = json.loads(inventory.BILL.read_text(encoding="utf-8"))
    listed = {inventory.normal(one["name"]): one["version"] for one in told["components"]}
    pinned = inventory.PINNED.read_text(encoding="utf-8")
    assert listed == inventory.names(pinned, here=True), "requirements.txt has changed: make sbom"
    assert [one["name"] for one in told["components"] if not one.get("licenses")] == []
    assert all(one["purl"].startswith("pkg:pypi/") for one in told["components"])
    assert "serialNumber" not in told
    assert "timestamp" not in told["metadata"]


def test_an_audit_that_could_not_ask_is_not_an_audit_that_found_nothing(capsys):
    fault = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    asked = {"name": "a", "version": "1.0", "vulns": []}
    skipped = {"name": "b", "skip_reason": "Dependency not found on PyPI"}
    cases = (
        ([asked], 1, 0),
        ([asked, skipped], 2, 3),
        ([asked], 2, 3),
        ([{**asked, "vulns": [fault]}, skipped], 2, 1),
    )
    for told, count, expected in cases:
        assert inventory.judged(json.dumps({"dependencies": told}), count) == expected
    assert inventory.judged("", 2) == 3
    heard = capsys.readouterr()
    assert "a 1.0: PYSEC-1 -> 2.0" in heard.out
    assert "did not take place" in heard.err
