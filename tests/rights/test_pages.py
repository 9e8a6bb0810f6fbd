"""No page, link, table, chart or list tells a reader what their role may not see, or lets them act.

Two roles that give a page the same answers to all that it asks of its reader are shown the same
page: it is drawn once for both.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cartomut import readiness
from cartomut.i18n import Language
from cartomut.rights import GIVEN, MATRIX, Reader, Right, Role, Sight
from cartomut.ui import download, reader
from tests.pages import visit as pages
from tests.pages.visit import elements, texts, visit
from tests.rights.reading import of_file, of_text

FILES = (".csv", ".json")  # what takes no second to make; the others are opened in test_exports
EVERYTHING = (Role.REVIEWER, Role.PASS, Role.REGULATOR, Role.ADMINISTRATOR)
# What changes something: the page and its choices, the right that it takes, the control's name.
ACTS = (
    (pages.IMPORT, {}, Right.IMPORT, "_fichiers"),
    (pages.IMPORT, {}, Right.IMPORT, "_fichier_routes"),
    (pages.VERSIONS, {}, Right.PUBLISH, "_publier"),
    (pages.VERSIONS, {}, Right.PUBLISH, "_revenir"),
    (pages.HEALTH, {}, Right.PUBLISH, "Vérifier de nouveau"),
    (pages.ACCESS_RIGHTS, {}, Right.ADMINISTER, "_compte_0__0_adresse"),
    (pages.ACCESS_RIGHTS, {}, Right.ADMINISTER, "_lien_0_libelle"),
    (pages.AUDIT, {}, Right.ADMINISTER, "_journal_ancre"),
    (pages.READINESS, {}, Right.ADMINISTER, "Faire le paquet"),
    (pages.WORKSHOP, {}, Right.EDIT, "_recit_fichier"),
    (pages.SCORECARDS, {"volet": "saisie"}, Right.EDIT, "_saisie_com_"),
    (pages.METHOD, {}, Right.EDIT, "_ajouter_au_recit"),
)
ABOVE = (Right.IMPORT, Right.PUBLISH, Right.ADMINISTER)
TYPED = ("text_area", "data_editor", "chat_input")
CHECKS = readiness.checks
BROUGHT = {pages.IMPORT: Right.IMPORT, pages.WORKSHOP: Right.EDIT}  # pages that take a file


@dataclass(frozen=True)
class Watched(Reader):
    """A reader of whom one notes what a page asks, and what it was answered."""

    def may(self, right: Right) -> bool:
        answer = super().may(right)
        _asked[f"may {right}"] = answer
        return answer

    @property
    def own(self) -> str:
        _asked["own"] = super().own
        return super().own

    @property
    def sight(self) -> Sight:
        _asked["sight"] = super().sight
        return super().sight


_asked: dict[str, object] = {}


@dataclass(frozen=True)
class Shown:
    """A page as it was drawn: its controls by kind, whether they are shut, what it says, offers."""

    answers: Mapping[str, object]
    errors: list[str]
    controls: set[tuple[str, str, bool]]
    numbers: set[int]

    def fits(self, who: Reader) -> bool:
        """Tell whether this reader would have given the page the same answers."""
        _asked.clear()
        for name in self.answers:
            kind, _blank, right = name.partition(" ")
            who.may(Right(right)) if kind == "may" else getattr(who, kind)
        return all(_asked[name] == answer for name, answer in self.answers.items())

    def names(self) -> set[str]:
        return {name for _kind, name, _shut in self.controls}


class Visits:
    """Pages drawn for one reader after the other, each once for those who are shown the same."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], list[Shown]] = {}

    def see(self, role: Role, page: str, choices: Mapping[str, str], own: str = "") -> Shown:
        who = Watched(role, organisation=own)
        drawn = self.known.setdefault((page, json.dumps(choices)), [])
        for one in drawn:
            if one.fits(who):
                return one
        drawn.append(_drawn(who, page, choices))
        return drawn[-1]


def _drawn(who: Reader, page: str, choices: Mapping[str, str]) -> Shown:
    files: dict[str, object] = {}

    def button(label, *, data, file_name, **_how):
        if str(file_name).endswith(FILES):
            files[file_name] = data

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_standing_for", [who])
        patch.setattr(download, "button", button)
        patch.setattr(readiness, "checks", lambda _: _checks())  # of the computer, not its reader
        _asked.clear()
        app = visit(page, lang="fr", jeu="demonstration", **choices)
        answers = dict(_asked)
        told = set() if who.sight.everything and not choices else numbers(app)
        for name, data in files.items() if not who.sight.everything else ():
            made = data() if callable(data) else data
            told |= of_file(name, made if isinstance(made, bytes) else made.encode())
    return Shown(answers, [one.message for one in app.exception], set(controls(app)), told)


@cache
def _checks() -> list[readiness.Check]:
    return list(CHECKS(Language("fr")))


@pytest.fixture(scope="module")
def visits() -> Visits:
    return Visits()


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


def controls(app: AppTest) -> Iterator[tuple[str, str, bool]]:
    """Yield what a reader may press or type in: its kind, its name, whether it is shut."""
    for element in elements(app):
        kind = getattr(element, "type", "")
        name = getattr(element, "key", None) or getattr(element, "label", "")
        if kind in (*TYPED, "button", "file_uploader", "text_input", "number_input"):
            yield kind, str(name), bool(getattr(element, "disabled", False))


def of_words(app: AppTest) -> set[int]:
    """List the numbers of a page's words: what is quick to read."""
    return set().union(*map(of_text, texts(app)))


def numbers(app: AppTest) -> set[int]:
    """List every whole number of a page: words, tables, charts."""
    found = of_words(app)
    for element in elements(app):
        if getattr(element, "type", "") == "dataframe":
            found |= of_table(element.value)
        elif (
            getattr(element, "proto", None) is not None
            and "plotly" in type(element.proto).__name__.lower()
        ):
            found |= of_chart(json.loads(element.proto.spec))
    return found


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


def refused(role: Role, page: str, seen: Shown) -> list[tuple[str, str, str]]:
    """List what a role is offered on a page without the right to it."""
    wrong = []
    for kind, name, is_shut in seen.controls:
        if kind == "file_uploader" and BROUGHT.get(page) not in MATRIX[role]:
            wrong.append((role.value, page, name))
        if kind in TYPED and not is_shut and Right.EDIT not in MATRIX[role]:
            wrong.append((role.value, page, name))
    for where, _choices, right, name in ACTS:
        if where == page and right not in MATRIX[role]:
            wrong += [(role.value, page, one) for one in seen.names() if one.startswith(name)]
    return wrong


def asks_more(visits: Visits, page: str, choices: Mapping[str, str]) -> bool:
    """Tell whether a page depends on a right above typing, or is where something is brought."""
    asked = visits.see(Role.REVIEWER, page, choices).answers
    acts = [one for one in ACTS if one[0] == page]
    return bool(acts) or any(f"may {right}" in asked for right in ABOVE)


def test_no_role_is_offered_what_it_may_not_do_and_each_what_it_may(visits, mutuals):
    """Every page for every role, and the pages whose address opens what is typed.

    Where a reviewer's page asks for none of the rights above typing, that of PASS and of those
    above is the one with every right, which tests/pages draws.
    """
    own = mutuals[0][1]
    everywhere = [(page, {}) for page in pages.PAGES]
    everywhere += [(page, choices) for page, choices, _right, _name in ACTS if choices]
    wrong, broken, missing = [], [], []
    for role in GIVEN:
        for page, choices in everywhere:
            if role in EVERYTHING[1:] and not asks_more(visits, page, choices):
                continue
            seen = visits.see(role, page, choices, own)
            broken += [(role.value, page, one) for one in seen.errors]
            wrong += refused(role, page, seen)
        for page, choices, right, name in ACTS:
            names = visits.see(role, page, choices, own).names()
            if right in MATRIX[role] and not any(one.startswith(name) for one in names):
                missing.append((role.value, page, name))
    assert broken == []
    assert wrong == []
    assert missing == []


def test_the_public_reads_no_account_on_any_page_or_link(visits, amounts, mutuals):
    secret = set(amounts["montant"].astype(int))
    leaks, broken = [], []
    for page, choices in [*((page, {}) for page in pages.PAGES), *links(*mutuals)]:
        seen = visits.see(Role.PUBLIC, page, choices)
        broken += [(page, choices, one) for one in seen.errors]
        if told := seen.numbers & secret:
            leaks.append(
                (page, choices, amounts[amounts["montant"].isin(told)].values[:3].tolist())
            )
    assert broken == []
    assert leaks == []


def test_a_mutual_reads_its_own_accounts_and_nobody_elses(visits, amounts, mutuals):
    own, other = mutuals
    secret = set(amounts[amounts["organisme_id"] != own[1]]["montant"].astype(int))
    mine = set(amounts[amounts["organisme_id"] == own[1]]["montant"].astype(int))
    its_own = (
        (pages.MUTUALS, {"fiche": f"organisme:{own[1]}"}),
        (pages.EVIDENCE, {"question": "comptes_annuels", "organisme": own[1]}),
        (pages.FUNDING, {"mutuelle": own[1], "volet": "comptes"}),
        (pages.CENTRES, {"fiche": f"centre:{own[2]}"}),
    )
    leaks, blind = [], []
    whole = [(page, {}) for page in pages.PAGES]
    for page, choices in (*whole, *links(other, own), *its_own):
        told = visits.see(Role.MUTUAL, page, choices, own[1]).numbers
        if told & secret:
            leaks.append((page, choices, len(told & secret)))
        if (page, choices) in its_own and not told & mine:
            blind.append((page, choices))
    assert leaks == []
    assert blind == []


def test_who_may_read_accounts_reads_them_by_the_links_that_refuse_the_public(
    visits, amounts, mutuals
):
    known = set(amounts["montant"].astype(int))
    com, own, _centre, _project = mutuals[0]
    for role in EVERYTHING:
        for page, choices in (
            (pages.EVIDENCE, {"question": "comptes_annuels", "organisme": own}),
            (pages.MUTUALS, {"fiche": f"organisme:{own}"}),
            (pages.SCORECARDS, {"com": com}),
        ):
            seen = visits.see(role, page, choices)
            assert seen.errors == [], (role, page)
            assert page == pages.SCORECARDS or seen.numbers & known, (role, page)
