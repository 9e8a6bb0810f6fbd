"""Numeric conditions as they stand in the URL: read, written, and turned into limits."""

from cartomut.ui.conditions import Column, Condition, bounds, parse, sentence

KNOWN = ("nb_beneficiaires", "cotisations_fcfa")
READ = {
    "nb_beneficiaires>=5000": Condition("nb_beneficiaires", 5000, None),
    " nb_beneficiaires >= 5 000 ": Condition("nb_beneficiaires", 5000, None),
    "nb_beneficiaires<=0,5": Condition("nb_beneficiaires", None, 0.5),
    "cotisations_fcfa=-1..2e3": Condition("cotisations_fcfa", -1, 2000),
    "nb_beneficiaires=7": Condition("nb_beneficiaires", 7, 7),
}
UNREADABLE = (
    "",
    "foo>=1",
    "nb_beneficiaires",
    "nb_beneficiaires>=",
    "nb_beneficiaires>=abc",
    "nb_beneficiaires>=nan",
    "nb_beneficiaires>=inf",
    "nb_beneficiaires=9..1",
    "nb_beneficiaires=1..",
    "nb_beneficiaires>=1; drop table organisme",
    "nb_beneficiaires>1",
    "<script>",
)
COLUMNS = [
    Column("nb_beneficiaires", "Bénéficiaires", "personnes"),
    Column("cotisations_fcfa", "Cotisations", "millions de FCFA", 1_000_000),
]


def test_conditions_are_read_as_either_language_types_them_and_nothing_else_is():
    assert {text: parse(text, KNOWN) for text in READ} == READ
    assert [text for text in UNREADABLE if parse(text, KNOWN) is not None] == []


def test_a_condition_is_read_again_as_it_was_written():
    large = Condition("cotisations_fcfa", 12_345_678_900, None)
    small = Condition("nb_beneficiaires", 0.0001, 0.25)
    for condition in (*READ.values(), large, small):
        assert parse(condition.written(), KNOWN) == condition
    assert large.written() == "cotisations_fcfa>=12345678900"


def test_the_limits_of_a_column_hold_together_in_the_order_of_the_columns():
    chosen = [parse(text, KNOWN) for text in ("nb_beneficiaires>=5", "nb_beneficiaires=2..9")]
    assert bounds(chosen, COLUMNS) == {"minima": [5, None], "maxima": [9, None]}
    assert bounds([], COLUMNS) == {"minima": None, "maxima": None}


def test_a_condition_is_said_in_the_reader_s_unit(fr):
    condition = Condition("cotisations_fcfa", 2_500_000, None)
    assert sentence(condition, COLUMNS, fr) == "Cotisations : au moins 2,5 millions de FCFA"
    both = Condition("nb_beneficiaires", 1, 2)
    assert sentence(both, COLUMNS, fr) == "Bénéficiaires : de 1 à 2 personnes"
