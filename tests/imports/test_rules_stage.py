"""The rules see the edition in use and where points fall; what they find is told with its line."""

import shutil

import pytest

from tests.imports.conftest import CENTRES, MUTUALS, STUDY, YEARS, Place


@pytest.fixture(scope="module")
def second(one_published, tmp_path_factory):
    """An edition that follows the one in use, with what changes between two surveys go wrong."""
    root = tmp_path_factory.mktemp("second")
    shutil.copytree(one_published.root, root, dirs_exist_ok=True)
    years = [dict(row) for row in YEARS]
    years[0]["nb_beneficiaires"] = "30000"  # m1 in 2022 had 3000
    years[2]["nb_beneficiaires"] = "6000000"  # m2 in 2022 had 6000
    points = {
        "c2": ("gbeke", "4.5", "-4.0"),  # in the sea
        "c3": ("poro", "7.69", "-5.03"),  # in Gbêkê
        "c4": ("gbeke", "-5.03", "7.69"),  # swapped
    }
    centres = [
        {**CENTRES[0], "centre_id": key, "nom": f"Centre {key}", "organisme_id": "m2"}
        | dict(zip(("region_code", "latitude", "longitude"), point, strict=True))
        for key, point in points.items()
    ]
    study = STUDY | {"organisme": MUTUALS[:3], "organisme_exercice": years, "centre": centres}
    return Place(root).bring(save=False, **study)


def lines(outcome, table, column=""):
    """List (code, line) of what was found in a table."""
    return {
        (one.rule.code, one.line)
        for one in outcome.findings
        if one.table == table and column in (one.column, "")
    }


def test_what_is_gone_since_the_edition_in_use_is_told(second, fr):
    texts = [one.text(fr) for one in second.findings if "m4" in one.text(fr)]
    assert any("Dattier" in text for text in texts)
    assert any(
        "c1" in text or "Centre du Nord" in text
        for text in (one.text(fr) for one in second.findings)
    )


def test_a_number_ten_or_a_thousand_times_larger_than_before_is_told(second):
    jumps = {(one.line, one.column) for one in second.findings if one.rule.code == "E-17"}
    assert jumps == {(2, "nb_beneficiaires"), (4, "nb_beneficiaires")}


def test_points_in_the_sea_out_of_their_region_or_swapped_are_told(second):
    told = {line for code, line in lines(second, "centre") if code.startswith("C-")}
    assert {2, 3, 4} <= told


def test_findings_of_rules_read_in_both_languages(second, fr, en):
    for finding in second.findings:
        assert finding.text(fr) != finding.text(en)
        for text in (finding.text(fr), finding.text(en)):
            assert "None" not in text
            assert not {"{", "}"} & set(text)
