"""What the operator decides: where each value comes from, and what is said of a wrong one."""

import pytest
from pydantic import SecretStr

from cartomut import setting_texts, settings
from cartomut.setting_faults import HIDDEN, Fault


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Read a file of settings, with an environment."""

    def read(text: str = "", **environment: str) -> settings.Settings:
        path = tmp_path / "cartomut.toml"
        path.write_text(text, encoding="utf-8")
        for name, value in {"REGLAGES": str(path), **environment}.items():
            monkeypatch.setenv(f"CARTOMUT_{name}", value)
        settings.settings.cache_clear()
        return settings.settings()

    yield read
    monkeypatch.undo()
    settings.settings.cache_clear()


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(told, tmp_path):
    chosen = told(
        'journaux = "json"\nfraicheur_mois = 12\ndata = "donnees"\nstore = ""\n',
        FRAICHEUR_MOIS="36",
        SAUVEGARDE_JOURS="",
    )
    assert (chosen.journaux, chosen.fraicheur_mois, chosen.sauvegarde_jours) == ("json", 36, 7)
    assert chosen.data == tmp_path / "donnees"  # counted from the file's own folder
    assert chosen.store is None
    origins = {name: origin[1] for name, _value, origin in setting_texts.in_force()}
    assert origins["fraicheur_mois"] == "variable CARTOMUT_FRAICHEUR_MOIS"
    assert origins["journaux"] == str(tmp_path / "cartomut.toml")
    assert origins["sauvegarde_jours"] == "default"


def test_every_fault_is_told_at_once_in_both_languages_with_the_value_and_the_remedy(told):
    with pytest.raises(Fault) as stopped:
        told(
            'journaux = "xml"\nfraicheur_mois = 0\ncompter_usage = "peut-être"\njornaux = "json"\n',
            SAUVEGARDE_JOURS="sept",
        )
    french, english = ({pair[rank] for pair in stopped.value.faults} for rank in (0, 1))
    assert len(french) == len(english) == 5
    wanted = {
        "journaux : « xml »": "texte' ou 'json",
        "fraicheur_mois : « 0 »": "au moins 1",
        "compter_usage : « peut-être »": "oui ou non",
        "CARTOMUT_SAUVEGARDE_JOURS : « sept »": "un nombre entier",
        "« jornaux »": "Vouliez-vous dire journaux",
    }
    missing = {
        what
        for what, remedy in wanted.items()
        if not any(what in one and remedy in one for one in french)
    }
    assert missing == set()
    assert any("Did you mean journaux" in one for one in english)
    assert "Réglages à corriger" in str(stopped.value)
    assert "Settings to correct" in str(stopped.value)


@pytest.mark.parametrize("text", ["journaux = json", "journaux = \xe9", ""])
def test_a_file_that_cannot_be_read_is_named(told, tmp_path, text):
    (tmp_path / "cartomut.toml").touch()
    with pytest.raises(Fault, match=r"cartomut\.toml|ailleurs\.toml"):
        told(text, **({} if text else {"REGLAGES": str(tmp_path / "ailleurs.toml")}))


def test_the_model_file_holds_every_key_and_its_own_lines_are_taken(told):
    model = setting_texts.MODEL.read_text(encoding="utf-8")
    assert model == setting_texts.example(), "run: python -m cartomut settings --example"
    lines = [line[2:] for line in model.splitlines() if " = " in line]
    assert len(lines) == len(settings.fields())
    assert all(line.split(" = ")[0] in settings.fields() for line in lines)
    chosen = told("\n".join(line for line in lines if not line.startswith("data ")))
    default = settings.Settings()
    names = set(settings.fields()) - {"data"}
    assert {one: getattr(chosen, one) for one in names} == {
        one: getattr(default, one) for one in names
    }


def test_a_secret_is_never_shown(monkeypatch):
    assert setting_texts.shown(SecretStr("s3cret")) == HIDDEN
    monkeypatch.setenv("CARTOMUT_JOURNAU", "json")
    assert ("CARTOMUT_JOURNAU", "CARTOMUT_JOURNAUX") in setting_texts.unknown_variables()
