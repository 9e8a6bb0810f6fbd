"""What a role may not see does not leave the store, and no question forgets to say so."""

import re
from itertools import pairwise

import pandas as pd
import pytest

from cartomut import rights, withheld
from cartomut.i18n import Language
from cartomut.paths import QUERIES
from cartomut.queries import names, query
from cartomut.rights import WHOLE, Reader, Right, Role, Sight
from cartomut.role_names import ROLE_NAMES

FOLDERS = ("indicateurs", "listes", "fiches")
# An amount, a ratio, a score or an appraisal, among the columns of an answer.
TELLING = re.compile(
    r"_fcfa$|^montant|^score|^points|^note$|^valeur(_avant|_apres|_a|_b)?$|^mediane$|^realise|"
    r"^appreciation|^est_autorise$|^contenu$|^nb_(tombent|deja_hors)$|^bailleur|^mis_"
)
# Questions with such columns that are for everybody, and why.
FOR_ALL = {
    "indicateurs/activite_lentille": "counts of patients, the small ones masked",
    "indicateurs/aire_adhesion": "declared members by territory",
    "indicateurs/conflits": "published facts",
    "indicateurs/faits_publies": "published facts",
    "indicateurs/modele_compare": "ratios of a network's staff and centres",
    "indicateurs/recoupement": "published totals against one another",
    "indicateurs/zone_totaux": "places, beds, staff and members, no account",
    "listes/appreciations": "judges the values that it is given",
    "listes/modeles": "a reference, of nobody here",
    "listes/offres": "what partners publish of their offers",
    "listes/termes_affirmation": "published claims",
}


@pytest.fixture(scope="module")
def mutuals(mutuals):
    """Two mutuals with accounts, a COM and centres: the reader's own, and another."""
    return tuple(organisation for _com, organisation, *_others in mutuals)


def asked(question, **values):
    return dict.fromkeys(query(question).params) | values


def test_every_question_that_tells_an_amount_or_a_score_says_from_whom_it_is_kept():
    silent = [
        name
        for folder in FOLDERS
        for name in names(folder)
        if any(TELLING.search(column) for column in query(name).columns)
        and not withheld.withholds(query(name))
    ]
    assert sorted(set(silent) - FOR_ALL.keys()) == []
    assert sorted(FOR_ALL.keys() - set(silent)) == []


def test_what_headers_withhold_names_columns_of_the_answer():
    wrong = []
    for folder in FOLDERS:
        for asking in map(query, names(folder)):
            for field in ("Owner", "Only", "Reserved"):
                told = [one.strip() for one in asking.text(field).split(",") if one.strip()]
                known = {*asking.columns, *(f"${name}" for name in asking.params)}
                wrong += [(asking.name, field, one) for one in told if one not in known]
    assert wrong == []


def test_the_two_lists_of_reserved_domains_are_one():
    macro = (QUERIES / "regard" / "lecteur.sql").read_text(encoding="utf-8")
    told = set(re.findall(r"'(\w+)'", macro.split("create macro est_a_autrui")[0]))
    assert told == {*rights.RESERVED_DOMAINS, *rights.RESERVED}


def test_rights_grow_from_the_public_to_the_administrator():
    ladder = (Role.PUBLIC, Role.REVIEWER, Role.PASS, Role.REGULATOR, Role.ADMINISTRATOR)
    given = [rights.MATRIX[one] for one in ladder]
    assert all(few < more for few, more in pairwise(given))
    assert rights.MATRIX[Role.MUTUAL] == frozenset()
    assert rights.MATRIX[Role.LOCAL] == frozenset(Right)
    mutual = Reader(Role.MUTUAL, organisation="a")
    assert [mutual.sees_accounts_of(one) for one in ("a", "b", "", None)] == [True, *[False] * 3]
    # an organisation gives nothing to another role, and a mutual without one sees none
    assert Reader(Role.PUBLIC, organisation="a").sight == Sight()
    assert not Reader(Role.MUTUAL).sees_accounts_of("")


def test_who_sees_everything_gets_the_answer_as_it_is_and_others_the_same_rows_in_order(opened):
    differing = []
    for folder in FOLDERS:
        for name in filter(lambda one: withheld.withholds(query(one)), names(folder)):
            whole = query(name).run(opened, **asked(name))
            seen = query(name).seen_by(Sight(), opened, **asked(name))
            assert list(seen.columns) == list(whole.columns), name
            assert query(name).seen_by(WHOLE, opened, **asked(name)).equals(whole), name
            told = [one for one in whole if one not in query(name).restricted]
            kept = whole[[one for one in told if one not in _emptied(name)]]
            part = seen[kept.columns]
            if not _is_in_order(part, kept):
                differing.append(name)
    assert differing == []


def _emptied(name):
    told = [query(name).text(field) for field in ("Behind", "Reserved", "Restricted")]
    return set(re.findall(r"\w+", " ".join(told)))


def _is_in_order(part: pd.DataFrame, whole: pd.DataFrame) -> bool:
    """Tell whether the rows of one table stand in the other, in the same order."""
    some, every = (one.astype("str").fillna("") for one in (part, whole))
    rows = iter(every.itertuples(index=False, name=None))
    return all(row in rows for row in some.itertuples(index=False, name=None))


def test_a_mutual_sees_its_own_accounts_and_nobody_elses(opened, mutuals):
    own, other = mutuals
    sight = Sight(organisation=own)

    def seen(question, **values):
        return query(question).seen_by(sight, opened, **asked(question, **values))

    # one by one: its own is there, another's is not
    for question, key in (
        ("indicateurs/comptes_annuels", "organisme"),
        ("indicateurs/equilibre", "organisme"),
        ("indicateurs/base_simulation", "organisme"),
        ("indicateurs/flux_sha", "organisme"),
    ):
        assert len(seen(question, **{key: own})), question
        told = seen(question, **{key: other})
        assert told[[one for one in told if one.endswith("_fcfa")]].isna().all(axis=None), question
    listed = seen("listes/mutuelles").set_index("organisme_id")
    known = listed["cotisations_encaissees_fcfa"].dropna()
    assert list(known.index) == [own]
    for question in ("indicateurs/com_scores", "indicateurs/com_indicateurs"):
        assert set(seen(question)["organisme_id"]) == {own}
    figures = seen("fiches/organisme_annees", id=own)["chiffre"]
    others = seen("fiches/organisme_annees", id=other)["chiffre"]
    assert figures.str.endswith("_fcfa").any()
    assert not others.str.endswith("_fcfa").any()
    values = seen("indicateurs/valeurs", groupe="entite", indicateurs=["ratio_sinistralite"])
    assert set(values[values["valeur"].notna()]["code"]) == {own}
    rows = seen("listes/lignes_etude", table_nom="organisme_exercice")
    telling = rows[rows["contenu"].str.contains("_fcfa")]
    assert set(telling["entite_id"]) == {own}
    assert set(rows["entite_id"]) > {own}
    axes = seen("listes/lignes_etude", table_nom="com_axe")["entite_id"]
    assert set(axes) == {f"com_{own}"}


def test_accounts_of_the_public_are_sums_of_the_whole_country(opened):
    def seen(question, **values):
        return query(question).seen_by(Sight(), opened, **asked(question, **values))

    region = query("listes/territoires").run(opened)
    region = region[region["niveau"] == "region"]["code"].iloc[0]
    ratio = {"indicateurs": ["ratio_sinistralite"]}
    whole = seen("indicateurs/valeurs", groupe="pays", **ratio)
    assert len(whole)
    assert (whole["nb_valeurs"] >= withheld.FEWEST).all()
    for groups in ({"groupe": "region"}, {"groupe": "entite"}, {"groupe": "type_organisme"}):
        told = seen("indicateurs/valeurs", **ratio, **groups)
        assert told["valeur"].isna().all(), groups
    for narrowed in ({"region": region}, {"types": ["mutuelle_sociale"]}, {"commune": "Bouaké"}):
        assert (
            seen("indicateurs/valeurs", groupe="pays", **ratio, **narrowed)["valeur"].isna().all()
        )
        assert seen("indicateurs/comptes_annuels", **narrowed)["montant_fcfa"].isna().all()
    # what is no account stays
    open_ones = seen("indicateurs/valeurs", groupe="region", indicateurs=["taux_penetration"])
    assert open_ones["valeur"].notna().any()
    projects = seen("listes/projets")
    assert len(projects)
    assert projects["cout_fcfa"].isna().all()
    assert seen("indicateurs/territoires_mesure", mesure="investissements_fcfa").empty
    with pytest.raises(PermissionError):
        seen("listes/mutuelles", tri="cotisations_encaissees_fcfa")


def test_nobody_finds_a_hidden_amount_by_moving_a_limit(opened, mutuals):
    """Of a list narrowed by a limit, a row that comes and goes tells its amount in forty tries."""
    for question in ("listes/mutuelles", "listes/mutuelles_totaux"):
        bounds = [one.strip() for one in query(question).text("Bounds").split(",")]
        hidden = [rank for rank, one in enumerate(bounds) if one.endswith("*")]
        assert [bounds[one] for one in hidden] == [
            "cotisations_encaissees_fcfa *",
            "prestations_dues_fcfa *",
        ]
        for rank in range(len(bounds)):
            for side in ("minima", "maxima"):
                limits = [0.5 if one == rank else None for one in range(len(bounds))]
                given = asked(question, **{side: limits})
                query(question).seen_by(WHOLE, opened, **given)
                for sight in (Sight(), Sight(organisation=mutuals[0])):
                    if rank in hidden:
                        with pytest.raises(PermissionError, match=bounds[rank].rstrip(" *")):
                            query(question).seen_by(sight, opened, **given)
                    else:
                        query(question).seen_by(sight, opened, **given)


def test_the_columns_that_limits_stand_on_are_in_the_order_of_the_statement():
    """A mark on the wrong rank would guard the wrong column."""
    for name, macro in (("mutuelles", "65_mutuelles"), ("centres", "65_centres")):
        text = (QUERIES / "schema" / f"{macro}.sql").read_text(encoding="utf-8")
        stated = re.findall(r"remplit\(minima, maxima, (\d+), \w+\.(\w+)\)", text)
        for question in (f"listes/{name}", f"listes/{name}_totaux"):
            told = [one.strip(" *") for one in query(question).text("Bounds").split(",")]
            assert [(int(rank), column) for rank, column in stated] == list(enumerate(told, 1))


def test_two_editions_are_not_subtracted_by_who_may_not_read_accounts(opened, mutuals):
    """A sum of the country in two editions tells by difference the mutual that came between."""
    sums = (
        ("indicateurs/valeurs", "valeur", {"indicateurs": ["ratio_sinistralite"]}),
        ("indicateurs/comptes_annuels", "montant_fcfa", {}),
    )
    for question, column, values in sums:
        groups = {"groupe": "pays"} if "groupe" in query(question).params else {}
        given = asked(question, **values, **groups)
        for own in ("", mutuals[0]):
            now = query(question).seen_by(Sight(organisation=own), opened, **given)
            past = query(question).seen_by(Sight(organisation=own, past=True), opened, **given)
            assert now[column].notna().any(), question
            assert past[column].isna().all(), question
    whole = query("indicateurs/comptes_annuels")
    given = asked("indicateurs/comptes_annuels")
    assert whole.seen_by(Sight(True, past=True), opened, **given).equals(whole.run(opened, **given))


def test_the_roles_of_the_data_are_those_of_the_rights(opened):
    rows = query("listes/codes").run(opened)
    rows = rows[rows["liste"] == "role_utilisateur"]
    assert set(rows["code"]) == set(Role)
    english = Language("en")
    named = {row.code: (row.nom_fr, row.nom_en) for row in rows.itertuples()}
    assert named == {role: (name, english(name)) for role, name in ROLE_NAMES.items()}
