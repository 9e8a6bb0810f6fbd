"""No page, link, table, chart or file tells a reader what their role may not see."""

import base64
import json
import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cartomut import rights, sample, store
from cartomut.rights import Reader, Role
from cartomut.store import Store
from cartomut.ui import download, reader
from tests.pages import visit as pages
from tests.pages.visit import elements, texts, visit

SMALLEST = 100_000  # francs: a smaller number may be anything
BY_HAND = re.compile(r"\d[\d\u00a0\u202f ,.]*\d|\d")
FILES = (".csv", ".json", ".zip", ".geojson")  # what takes no second to make
ACCOUNTS = """
    select organisme_id, montant from (
        unpivot (select organisme_id, columns('.*_fcfa') from organisme_exercice)
        on columns('.*_fcfa') into name poste value montant
    ) where montant >= $smallest
    union all
    select organisme_id, unnest([recettes_fcfa, charges_fcfa]) as montant
    from centre_activite inner join centre using (centre_id)
    where greatest(recettes_fcfa, charges_fcfa) >= $smallest
    union all
    select organisme_id, montant_fcfa from projet where montant_fcfa >= $smallest
"""
SUMS = """
    select sum(montant) from (
        unpivot (select annee, columns('.*_fcfa') from organisme_exercice)
        on columns('.*_fcfa') into name poste value montant
    ) group by annee, poste
"""


@pytest.fixture(scope="module")
def opened():
    if not sample.is_current("demonstration"):
        sample.make("demonstration")
    return Store(store.current("demonstration"))


@pytest.fixture(scope="module")
def amounts(opened) -> pd.DataFrame:
    """What each mutual's own books hold, amounts that several hold left out."""
    with opened.cursor() as cursor:
        rows = cursor.execute(ACCOUNTS, {"smallest": SMALLEST}).df().dropna().drop_duplicates()
        sums = cursor.execute(SUMS).df().iloc[:, 0]
    rows = rows[rows["montant"] % 100_000 != 0]  # a round number may stand for anything
    rows = rows.drop_duplicates("montant", keep=False)
    return rows[~rows["montant"].isin(sums)]


@pytest.fixture(scope="module")
def mutuals(opened):
    with opened.cursor() as cursor:
        rows = cursor.execute(
            "select min(com_contrat.com_id), com_contrat.organisme_id, min(centre.centre_id), "
            "min(projet_id) from com_contrat "
            "inner join organisme_exercice using (organisme_id) "
            "inner join projet using (organisme_id) "
            "inner join centre on centre.organisme_id = com_contrat.organisme_id "
            "group by 2 order by 2"
        ).fetchall()
    return rows[0], rows[1]


@pytest.fixture
def files(monkeypatch):
    """Keep what each download button would give, to be made and read."""
    kept = {}

    def button(label, *, data, file_name, **_how):
        if str(file_name).endswith(FILES):
            kept[file_name] = data

    monkeypatch.setattr(download, "button", button)
    return kept


def links(one, two) -> Iterator[tuple[str, dict]]:
    """Yield the deep links that name a mutual, alone or beside another."""
    com, own, centre, project = one
    for figure in ("comptes_annuels", "equilibre", "parts_prestations", "base_simulation"):
        yield pages.EVIDENCE, {"question": figure, "organisme": own}
    yield (
        pages.EVIDENCE,
        {"question": "valeurs", "groupe": "entite", "lignes": "organisme_exercice"},
    )
    yield pages.EVIDENCE, {"question": "com_indicateurs", "com": com}
    yield pages.EVIDENCE, {"question": "comptes_compares", "quoi": "organisme", "ids": own}
    yield pages.DICTIONARY, {"indicateur": "ratio_sinistralite"}
    yield pages.MUTUALS, {"fiche": f"organisme:{own}"}
    yield pages.MUTUALS, {"colonnes": "cotisations_encaissees_fcfa"}
    yield pages.CENTRES, {"fiche": f"centre:{centre}"}
    yield pages.MAP, {"fiche": f"organisme:{own}", "mesure": "ratio_sinistralite"}
    yield pages.MAP, {"mesure": "investissements_fcfa"}
    yield (
        pages.COMPARE,
        {"quoi": "organisme", "a": own, "b": two[1], "domaine": "finance_prudentiel"},
    )
    yield pages.FUNDING, {"mutuelle": own, "volet": "comptes"}
    yield pages.FUNDING, {"volet": "repartition", "par": "region"}
    yield pages.SOUNDNESS, {"mutuelle": own}
    yield pages.SOUNDNESS, {"volet": "resistance", "par": "entite"}
    yield pages.SCORECARDS, {"com": com}
    yield pages.PROJECTS, {"projet": project}


def seen_as(monkeypatch, role: Role, organisation: str = "") -> None:
    monkeypatch.setattr(reader, "_standing_for", [Reader(role, organisation=organisation)])


def numbers(app: AppTest, files: dict) -> set[int]:
    """Collect every whole number of a page: words, tables, charts, files."""
    found = set()
    for element in elements(app):
        if getattr(element, "type", "") == "dataframe":
            found |= of_table(element.value)
        elif (
            getattr(element, "proto", None) is not None
            and "plotly" in type(element.proto).__name__.lower()
        ):
            found |= of_chart(json.loads(element.proto.spec))
    for text in texts(app):
        found |= of_text(text)
    for make in files.values():
        data = make() if callable(make) else make
        found |= of_text(data if isinstance(data, str) else data.decode("utf-8", "replace"))
    files.clear()
    return found


def of_text(text: str) -> set[int]:
    told = (re.sub(r"[^\d]", "", one) for one in BY_HAND.findall(text))
    return {int(one) for one in told if 0 < len(one) < 19}


def of_table(table: pd.DataFrame) -> set[int]:
    known = table.select_dtypes("number").to_numpy(dtype="float64", na_value=np.nan).ravel()
    return {int(one) for one in known[np.isfinite(known)]}


def of_chart(thing: object) -> set[int]:
    if isinstance(thing, dict):
        if "bdata" in thing:
            packed = np.frombuffer(base64.b64decode(thing["bdata"]), thing["dtype"]).astype(
                "float64"
            )
            return {int(one) for one in packed[np.isfinite(packed)]}
        return set().union(*map(of_chart, thing.values()))
    if isinstance(thing, list):
        return set().union(*map(of_chart, thing))
    if isinstance(thing, str):
        return of_text(thing)
    return {int(thing)} if isinstance(thing, int | float) and np.isfinite(thing) else set()


def test_the_public_reads_no_account_on_any_page_or_link(monkeypatch, amounts, mutuals, files):
    seen_as(monkeypatch, Role.PUBLIC)
    secret = set(amounts["montant"].astype(int))
    leaks, broken = [], []
    whole = [(page, {}) for page in pages.PAGES]
    for page, choices in [*whole, *links(*mutuals)]:
        app = visit(page, lang="fr", jeu="demonstration", **choices)
        broken += [(page, choices, one.message) for one in app.exception]
        if told := numbers(app, files) & secret:
            leaks.append(
                (page, choices, amounts[amounts["montant"].isin(told)].values[:3].tolist())
            )
        assert not app.file_uploader, page
    assert broken == []
    assert leaks == []


def test_a_mutual_reads_its_own_accounts_and_nobody_elses(monkeypatch, amounts, mutuals, files):
    own, other = mutuals
    seen_as(monkeypatch, Role.MUTUAL, own[1])
    secret = set(amounts[amounts["organisme_id"] != own[1]]["montant"].astype(int))
    mine = set(amounts[amounts["organisme_id"] == own[1]]["montant"].astype(int))
    leaks, blind = [], []
    for page, choices in links(other, own):
        if told := numbers(visit(page, lang="fr", jeu="demonstration", **choices), files) & secret:
            leaks.append((page, choices, len(told)))
    for page, choices in (
        (pages.MUTUALS, {"fiche": f"organisme:{own[1]}"}),
        (pages.EVIDENCE, {"question": "comptes_annuels", "organisme": own[1]}),
        (pages.FUNDING, {"mutuelle": own[1], "volet": "comptes"}),
        (pages.CENTRES, {"fiche": f"centre:{own[2]}"}),
    ):
        told = numbers(visit(page, lang="fr", jeu="demonstration", **choices), files)
        if told & secret:
            leaks.append((page, choices, len(told & secret)))
        if not told & mine:
            blind.append((page, choices))
    assert leaks == []
    assert blind == []


def test_a_reviewer_reads_accounts_and_changes_nothing(monkeypatch, amounts, mutuals, files):
    seen_as(monkeypatch, Role.REVIEWER)
    known = set(amounts["montant"].astype(int))
    com, own, _centre, _project = mutuals[0]
    for page, choices in (
        (pages.EVIDENCE, {"question": "comptes_annuels", "organisme": own}),
        (pages.MUTUALS, {"fiche": f"organisme:{own}"}),
    ):
        app = visit(page, lang="en", jeu="demonstration", **choices)
        assert numbers(app, files) & known, page
    contract = visit(pages.SCORECARDS, lang="en", jeu="demonstration", com=com)
    assert not contract.exception
    for app in (contract, visit(pages.IMPORT, lang="en"), visit(pages.DASHBOARD, lang="en")):
        assert not app.file_uploader
        assert not [one for one in app.text_area if not one.disabled]
    assert not rights.MATRIX[Role.REVIEWER] & {rights.Right.EDIT, rights.Right.IMPORT}
