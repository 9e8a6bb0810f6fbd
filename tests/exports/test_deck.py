"""PowerPoint: numbers stay numbers, every slide says what it shows, nothing leaves the slide."""

import io
import os
import re
import subprocess
import zipfile
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest
from pptx import Presentation
from pypdf import PdfReader

from cartomut.charts.palette import LIGHT
from cartomut.charts.style import styled
from cartomut.exports.batch import write
from cartomut.exports.carried import Report, View, cells
from cartomut.exports.deck import deck
from cartomut.exports.deck_chart import native
from cartomut.exports.handout import handout
from cartomut.i18n import language
from cartomut.paths import STATIC
from tests import office

FRENCH, ENGLISH = language("fr"), language("en")
HOSTILE = 'Mutuelle <b>&amp;</b> "d\'Œuvre" =cmd|x! \x07 #panic("non") ' + "mot" * 60
LONG = "La source de cette ligne est longue et dit tout ce qu'il faut savoir. " * 60
MARK = "DÉMONSTRATION – organismes et chiffres inventés"
KNOWN = {
    "mark": MARK,
    "is_invented": True,
    "edition": "CartoMut · jeu de données : Démonstration · édition du 3 mai 2026",
    "address": "https://exemple.ci/carte?region=gbeke&lang=fr",
}
DAY = date(2026, 5, 4)


def bars(**more) -> go.Figure:
    figure = go.Figure(
        [
            go.Bar(x=[58, 42, None], y=["a", "b", "c"], orientation="h", name="Ouvert", **more),
            go.Bar(x=[2, 0, 5], y=["a", "b", "c"], orientation="h", name="Fermé", **more),
        ]
    )
    figure.update_layout(barmode="stack")
    figure.update_yaxes(autorange="reversed")
    return styled(figure, LIGHT, FRENCH)


def line() -> go.Figure:
    figure = go.Figure(go.Scatter(x=[2020, 2021, 2023], y=[0.1, None, 0.4], mode="lines+markers"))
    figure.update_yaxes(tickformat=".0%")
    return styled(figure, LIGHT, FRENCH)


def rows(count: int, columns: int) -> pd.DataFrame:
    names = [f"Colonne {rank} au titre long" for rank in range(columns)]
    return pd.DataFrame(
        [[f"valeur {row} {name}" for name in names] for row in range(count)], columns=names
    )


REPORT = Report(
    title="Une présentation dont le titre est long, " * 4,
    views=[
        View(
            "Barres", "Deux séries.", ["Unité : lieux"], chart=bars(), spoken="Dire ceci.", **KNOWN
        ),
        View(HOSTILE, HOSTILE, [HOSTILE, LONG], chart=line, **KNOWN),
        View("Table", LONG, [LONG], cells=lambda: rows(60, 15), **KNOWN),
        View(
            "Cellule géante", cells=lambda: pd.DataFrame({"Nom": [LONG * 3], "vide": [""]}), **KNOWN
        ),
        View("Vide", cells=lambda: pd.DataFrame({"Nom": []}), **KNOWN),
        View("Paroles seules", LONG * 2, **KNOWN),
        View(
            "Note du bas",
            chart=bars().add_annotation(text="seuil", x=20, y="a", showarrow=False),
            **KNOWN,
        ),
    ],
    intro=["Atelier de Bouaké"],
    address="https://exemple.ci/atelier",
    day=DAY,
)


@pytest.fixture(scope="module")
def made() -> bytes:
    return deck(REPORT, FRENCH)


def texts(slide) -> str:
    return "\n".join(one.text_frame.text for one in slide.shapes if one.has_text_frame)


def test_charts_are_native_with_the_numbers_of_the_figure(made):
    found = [
        shape.chart
        for slide in Presentation(io.BytesIO(made)).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    assert [list(one.plots[0].categories) for one in found] == [
        ["a", "b", "c"],
        ["2020", "2021", "2022", "2023"],  # the year without a value keeps its place
    ]
    assert [[series.values for series in one.plots[0].series] for one in found] == [
        [(58, 42, None), (2, 0, 5)],
        [(0.1, None, None, 0.4)],
    ]
    assert [series.name for series in found[0].plots[0].series] == ["Ouvert", "Fermé"]
    assert MARK in found[0].chart_title.text_frame.text  # a copied chart keeps it


def test_what_a_native_chart_would_lose_stays_a_picture():
    kept = bars()
    lost = {
        "a reference line": bars().add_hline(y=1),
        "a note": bars().add_annotation(text="seuil", x=20, y="a", showarrow=False),
        "margins of error": bars(error_x={"array": [1, 1, 1]}),
        "dates within a year": go.Figure(go.Scatter(x=[2020.5, 2021], y=[1, 2], mode="lines")),
        "points": go.Figure(go.Scatter(x=[1, 2], y=[1, 2], mode="markers")),
        "a band": go.Figure(go.Scatter(x=[1, 2], y=[1, 2], mode="lines", fill="tozeroy")),
        "too many categories": go.Figure(go.Bar(x=[f"c{one}" for one in range(31)], y=[1] * 31)),
        "nothing": go.Figure(),
    }
    assert native(kept, FRENCH) is not None
    assert [name for name, figure in lost.items() if native(figure, FRENCH) is not None] == []


def test_every_slide_tells_its_dataset_and_edition_and_stays_within_its_edges(made):
    shown = Presentation(io.BytesIO(made))
    wide, tall = shown.slide_width, shown.slide_height
    assert (wide, tall) == (12191695, 6858000)
    outside = []
    for number, slide in enumerate(shown.slides, 1):
        assert MARK in texts(slide), number
        assert "édition du 3 mai 2026" in texts(slide), number
        assert slide.shapes.title.text_frame.text, number
        outside += [
            (number, one.name)
            for one in slide.shapes
            if one.left < 0
            or one.top < 0
            or one.left + one.width > wide + 9
            or one.top + one.height > tall
        ]
    assert outside == []
    second = shown.slides[1]
    assert "Dire ceci." in second.notes_slide.notes_text_frame.text
    assert KNOWN["address"] in second.notes_slide.notes_text_frame.text
    links = [
        run.hyperlink.address
        for one in second.shapes
        if one.has_text_frame
        for paragraph in one.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert KNOWN["address"] in links


def test_the_same_report_gives_the_same_bytes_and_another_day_changes_the_day_alone(made):
    assert deck(REPORT, FRENCH) == made
    other = deck(
        Report(REPORT.title, REPORT.views, REPORT.intro, REPORT.address, date(2026, 5, 5)), FRENCH
    )
    first, second = (zipfile.ZipFile(io.BytesIO(one)) for one in (made, other))
    assert first.namelist() == second.namelist()
    changed = [name for name in first.namelist() if first.read(name) != second.read(name)]
    charts = [name for name in first.namelist() if name.endswith(".xlsx")]
    cover = ["ppt/slides/slide1.xml", "ppt/notesSlides/notesSlide1.xml"]  # they say the day
    assert sorted(changed) == sorted(["docProps/core.xml", *cover, *charts])


@pytest.mark.skipif(bool(office.missing()), reason=office.ADVICE)
def test_libreoffice_draws_every_slide_with_no_word_outside(made, tmp_path):
    (tmp_path / "deck.pptx").write_bytes(made)
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{STATIC / 'fonts' / 'ttf'}</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "deck.pptx")]
    env = os.environ | {"FONTCONFIG_FILE": str(fonts)}
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=env)
    pages = PdfReader(tmp_path / "deck.pdf").pages
    assert len(pages) == len(Presentation(io.BytesIO(made)).slides)
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "deck.pdf"), "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    cut, over = [], []
    for number, page in enumerate(boxes.split("<page ")[1:], 1):
        size = [float(one) for one in re.findall(r'(?:width|height)="([\d.]+)"', page)[:2]]
        words = re.findall(
            r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', page
        )
        assert words, number
        cut += [
            (number, word)
            for left, top, right, low, word in words
            if float(left) < 0
            or float(top) < -1
            or float(right) > size[0] + 1
            or float(low) > size[1] + 1
        ]
        foot = min(float(top) for _l, top, _r, _b, word in words if word == "CartoMut")
        over += [
            (number, word)
            for _left, top, _right, low, word in words
            if float(top) < foot - 2 < float(low) - 4
        ]
    assert cut == []
    assert over == []  # nothing is written across the foot


def test_cells_are_written_as_the_page_writes_them():
    frame = pd.DataFrame(
        {
            "annee": [2020, 2021],
            "part_x": [0.25, None],
            "part_y_fcfa": [152899972100, 1],
            "nom": ["=cmd", "b"],
        }
    ).astype({"part_y_fcfa": "object"})
    french = cells(frame, list(frame.columns), {}, FRENCH)
    assert french.iloc[:, 0].tolist() == ["2020", "2021"]
    assert french.iloc[:, 1].tolist() == [FRENCH.percent(0.25), "–"]
    assert french.iloc[0, 2].replace("\u202f", " ") == "152 899 972 100"
    assert cells(frame, ["part_y_fcfa"], {}, ENGLISH).iloc[0, 0] == "152,899,972,100"


def test_the_handout_holds_every_title_word_and_address_and_is_tagged():
    read = PdfReader(io.BytesIO(handout(REPORT, FRENCH)))
    printed = "".join("".join(page.extract_text().split()) for page in read.pages)
    printed = printed.replace("\u200b", "")
    wanted = ["Barres", "Deuxséries.", "Parolesseules", "DÉMONSTRATION", "imprimélé4mai2026"[:8]]
    assert [one for one in wanted if one not in printed] == []
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert [one.title for one in read.outline if not isinstance(one, list)] != []
    links = {
        note.get_object()["/A"]["/URI"]
        for page in read.pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object()
    }
    assert {KNOWN["address"], REPORT.address} <= links


def test_a_batch_is_written_one_file_at_a_time(tmp_path):
    def files():
        for rank in range(5):
            yield f"fiche_{rank}.pdf", b"%PDF" * 1000

    assert write(tmp_path / "lot.zip", files()) == 5
    first = (tmp_path / "lot.zip").read_bytes()
    write(tmp_path / "lot.zip", files())
    assert (tmp_path / "lot.zip").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "lot.zip") as made:
        assert made.namelist() == [f"fiche_{rank}.pdf" for rank in range(5)]

    def stopped():
        yield "fiche_0.pdf", b"%PDF"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "lot.zip", stopped())
    assert [one.name for one in tmp_path.iterdir()] == ["lot.zip"]
    assert (tmp_path / "lot.zip").read_bytes() == first
