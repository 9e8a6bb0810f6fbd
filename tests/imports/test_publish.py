"""Publishing swaps a whole edition in; going back swaps the one before in again."""

import pytest

from cartomut import editions, imports, journal
from cartomut import store as stores
from cartomut.editions import Stopped
from tests.imports.conftest import MUTUALS

pytestmark = pytest.mark.usefixtures("without_rules")
COUNT = "select count(*) from organisme"


def test_an_edition_that_is_not_published_is_seen_by_nobody(two):
    place, second = two
    assert place.rows(COUNT) == [(4,)]
    assert editions.published("etude", place.data) == place.outcomes[0].version != second.version
    assert stores.is_fresh("etude", place.data, place.stores)


def test_publishing_and_going_back_change_the_store_and_the_journal(two):
    place, second = two
    first = place.outcomes[0]
    store = place.publish(second)
    assert store == stores.current("etude", place.stores)
    assert place.rows(COUNT) == [(3,)]
    assert editions.published("etude", place.data) == second.version
    assert stores.Store(store).about()["edition"] == second.version
    where = {"data": place.data, "stores": place.stores}
    assert imports.rollback("etude", **where) == first.version
    assert place.rows(COUNT) == [(4,)]
    with pytest.raises(Stopped, match="publiée avant"):
        imports.rollback("etude", **where)
    assert place.rows(COUNT) == [(4,)]
    place.publish(second)
    assert place.rows(COUNT) == [(3,)]
    assert [action for action, _version in editions.history("etude", place.data)] == [
        "importation",
        "publication",
        "importation",
        "publication",
        "retour",
        "publication",
    ]
    assert place.left() == []
    assert stores.is_fresh("etude", **where)
    told = [(one.geste, one.objet) for one in journal.entries(place.data)]
    assert told == [
        (action, f"etude/{version}") for action, version in editions.history("etude", place.data)
    ]
    assert journal.verify(data=place.data).holds


def test_an_unknown_edition_is_refused_with_the_known_ones(in_use, fr, en):
    known = in_use.outcomes[0].version
    with pytest.raises(Stopped) as stopped:
        imports.publish("etude", "20200101T000000_x", data=in_use.data, stores=in_use.stores)
    for _ in (fr, en):
        text = stopped.value.text(_)
        assert "20200101T000000_x" in text
        assert known in text
        assert not {"{", "}"} & set(text)
    assert stopped.value.text(fr) != stopped.value.text(en)
    assert in_use.rows(COUNT) == [(4,)]


@pytest.mark.parametrize("version", ["", ".", "..", "../etude", ".import-x"])
def test_a_version_is_no_path(in_use, version):
    with pytest.raises(Stopped):
        imports.publish("etude", version, data=in_use.data, stores=in_use.stores)


def test_an_edition_spoilt_on_the_disk_is_not_published(two, fr, en):
    place, second = two
    path = place.editions / second.version / "organisme.csv"
    text = path.read_text(encoding="utf-8").replace("mutuelle_sociale", "tontine")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(stores.BuildError) as failure:
        place.publish(second)
    assert {one.rule.code for one in failure.value.findings} == {"S-6"}
    for _ in (fr, en):
        assert "tontine" in failure.value.text(_)
        assert "None" not in failure.value.text(_)
    assert place.rows(COUNT) == [(4,)]
    assert editions.published("etude", place.data) == place.outcomes[0].version
    assert place.left() == []


def test_building_an_edition_again_gives_the_same_content(in_use):
    def content():
        tables = ("organisme", "organisme_exercice", "centre", "source", "importation", "anomalie")
        return [in_use.rows(f"select * from {name} order by all") for name in tables]

    before = content()
    stores.build("etude", data=in_use.data, stores=in_use.stores)
    assert content() == before
    assert all(before)


def test_texts_of_any_kind_come_out_of_an_edition_as_they_went_in(in_use):
    texts = ['dit « "oui" »', "deux\nlignes", "=1+1", "NULL", "#1", "l'été", "a;b,c", "ND", "\\N"]
    rows = [{**MUTUALS[0], "organisme_id": f"t{n}", "nom": text} for n, text in enumerate(texts)]
    in_use.publish(in_use.bring(organisme=rows))
    assert in_use.rows("select nom, ligne from organisme order by organisme_id") == [
        (text, 2 + n + (n > 1)) for n, text in enumerate(texts)
    ]
