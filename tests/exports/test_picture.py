"""Charts as PNG: every chart function, hostile titles, and a refusal by name."""

import struct

import pandas as pd
import plotly.graph_objects as go
import pytest

from cartomut.charts import barres
from cartomut.charts.palette import DARK, LIGHT, PROJECTOR
from cartomut.charts.series import faits_par_annee
from cartomut.charts.style import styled
from cartomut.exports.picture import DOTS, WIDTH, png
from tests.charts.test_series import HOSTILE, fact

NOTES = ["Unité : personnes", "Source : RGPH"]


@pytest.fixture
def lieux():
    rows = [("Propriétaire", "Ouvert", True, 3), ("Propriétaire", "Annoncé", False, 1)]
    return pd.DataFrame(rows, columns=["relation_nom", "statut_nom", "est_ouvert", "nb_centres"])


@pytest.fixture
def parts():
    return pd.DataFrame(
        [fact("p", 0.4, "2018", "part"), fact("p", 0.325, "2021", "part"), fact("p", None, "2022")]
    )


@pytest.fixture
def comptes():
    return pd.DataFrame([fact("a", 40.0, "2019"), fact("b", 47.0, "2022", nom=HOSTILE)])


def size(picture):
    """Return width and height from a PNG's header."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", picture[16:24])


@pytest.mark.parametrize("palette", [LIGHT, DARK, PROJECTOR], ids=["light", "dark", "projector"])
def test_every_chart_function_can_be_saved_as_a_picture(fr, lieux, parts, comptes, palette):
    figures = [
        barres.lieux_par_statut(lieux, palette, fr),
        barres.faits(comptes, "mutuelles", palette, fr),
        faits_par_annee(parts, "part", palette, fr),
        faits_par_annee(comptes, "personnes", palette, fr),
    ]
    for figure in figures:
        picture = png(figure, "Titre", NOTES, fr)
        assert size(picture)[0] == WIDTH * DOTS
        assert len(picture) > 5000


def test_a_picture_is_drawn_in_english_too(en, parts):
    assert size(png(faits_par_annee(parts, "share", LIGHT, en), "Title", NOTES, en))


def test_long_notes_make_the_picture_higher_and_are_never_cut(fr, parts):
    figure = faits_par_annee(parts, "part", LIGHT, fr)
    few = size(png(figure, "Titre", NOTES, fr))
    many = size(png(figure, "Titre", [*NOTES, "mot " * 120], fr))
    assert many[0] == few[0]
    assert many[1] > few[1]


@pytest.mark.parametrize(
    "text",
    [
        "5 $ contre 6 $",
        r"$\frac{1}{0$",
        "$^$",
        "\\alpha_{x}",
        "100 % {x} <b>gras</b> & co",
        "Très " * 60,
        "",
        "œ – « » \u202f\u00a0’",
    ],
)
def test_a_title_or_a_note_is_text_and_never_a_formula(fr, parts, text):
    assert size(png(faits_par_annee(parts, "part", LIGHT, fr), text, [text], fr))


def test_a_name_from_the_data_is_text_and_never_a_formula(fr):
    names = [r"$\frac{1}{0$", "a $ et b $"]
    rows = pd.DataFrame([fact(name, 1.0, "2021", nom=name) for name in names])
    assert size(png(barres.faits(rows, "", LIGHT, fr), "Titre", NOTES, fr))
    assert size(png(faits_par_annee(rows, "", LIGHT, fr), "Titre", NOTES, fr))


def test_a_kind_of_figure_that_cannot_be_drawn_is_refused_by_name(fr):
    figure = styled(go.Figure(go.Pie(values=[1, 2])), LIGHT, fr)
    with pytest.raises(ValueError, match=r"picture\.py cannot draw a 'pie' trace"):
        png(figure, "Titre", NOTES, fr)


def test_the_same_figure_gives_the_same_picture(fr, parts):
    figure = faits_par_annee(parts, "part", LIGHT, fr)
    assert png(figure, "Titre", NOTES, fr) == png(figure, "Titre", NOTES, fr)


def test_bars_on_one_label_are_stacked_not_laid_over_each_other(fr, lieux):
    """3 open and 1 announced: the axis reaches 4, as the stacked figure on the screen does."""
    from matplotlib.figure import Figure

    from cartomut.exports import picture

    axes = Figure().add_subplot()
    offsets = {}
    for trace in barres.lieux_par_statut(lieux, LIGHT, fr).data:
        picture._bars(axes, trace, offsets)
    ends = [bar.get_x() + bar.get_width() for bar in axes.patches]
    assert ends == [3, 4]
    assert [bool(bar.get_hatch()) for bar in axes.patches] == [False, True]
