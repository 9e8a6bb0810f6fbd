"""No file tells a reader what their role may not see, and each says for whom it was made."""

import io
import json
import re
import zipfile

import pytest
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader
from typer.testing import CliRunner

from cartomut import __main__ as cartomut
from cartomut import journal, paths
from cartomut.exports import audience
from cartomut.i18n import Language
from cartomut.rights import Reader, Role
from cartomut.ui import download, reader
from tests.pages import visit as pages
from tests.pages.visit import visit
from tests.rights.reading import of_file, words_of

SWITCH = {pages.MUTUALS: "", pages.FUNDING: "_partage"}  # what offers the archive of a page
OTHER, OWN = 0, 1  # of the two mutuals: whose sheet is read, who reads it
FRENCH = Language("fr")
IN_WORDS = re.compile(r"\d[\d,\u00a0\u202f]*\u00a0(?:k|M|Md)\u00a0FCFA")


@pytest.fixture(autouse=True)
def _own_journal(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "OPERATIONS", tmp_path / "operations.sqlite")


def offered(monkeypatch, who: Reader, page: str, switch: str = "", **choices) -> dict:
    """Open a page; return what makes each of its files, by the button's key, with its name."""
    made: dict[str, tuple[str, object]] = {}
    shown = download.st.download_button

    def keep(label, *, data, file_name, key=None, **how):
        made[key] = (str(file_name), data)
        return shown(label, data=data, file_name=file_name, key=key, **how)

    with monkeypatch.context() as patch:
        patch.setattr(reader, "_standing_for", [who])
        patch.setattr(download.st, "download_button", keep)
        app = visit(page, lang="fr", jeu="demonstration", **choices)
        if switch:
            app.toggle(key=switch).set_value(True).run()
        assert [one.message for one in app.exception] == []
    return made


def content(file: tuple[str, object]) -> bytes:
    _name, make = file
    made = make() if callable(make) else make
    return made.encode() if isinstance(made, str) else made


def said(name: str, data: bytes) -> str:
    """Read for whom a file says that it was made, where its kind keeps such things."""
    return SAID[name.rpartition(".")[2]](data)


def _of_csv(data: bytes) -> str:
    head, first = data.decode("utf-8-sig").splitlines()[:2]
    return "vu_par=" + dict(zip(head.split(";"), first.split(";"), strict=False))["vu_par"]


def _of_zip(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "datapackage.json" in archive.namelist():
            return "vu_par=" + json.loads(archive.read("datapackage.json"))["vu_par"]
        return re.search(r"Vu par\s:\s(.*)", archive.read("LISEZMOI.md").decode())[1]


SAID = {
    "pptx": lambda data: Presentation(io.BytesIO(data)).core_properties.keywords,
    "pdf": lambda data: str(PdfReader(io.BytesIO(data)).metadata.get("/Keywords", "")),
    "xlsx": lambda data: load_workbook(io.BytesIO(data), read_only=True).properties.keywords,
    "png": lambda data: Image.open(io.BytesIO(data)).text["Description"],
    "svg": lambda data: re.search("<dc:description>(.*?)</dc:description>", data.decode())[1],
    "csv": _of_csv,
    "zip": _of_zip,
}


def written(rows) -> set[str]:
    """Write amounts as sheets and slides do: four digits at most."""
    return {FRENCH.money(one) for one in rows["montant"]}


def holds(name: str, data: bytes, rows, *, rounded: bool = True) -> bool:
    """Tell whether a file tells one of these amounts: exactly, or as people read it if asked.

    Of many sums of the country one or another is, once rounded, what some mutual has too.
    """
    exact = of_file(name, data) & set(rows["montant"].astype(int))
    in_words = set(IN_WORDS.findall(words_of(name, data))) if rounded else set()
    return bool(exact or in_words & written(rows))


def test_files_of_another_s_card_hold_its_accounts_for_who_may_read_them_alone(
    monkeypatch, amounts, mutuals
):
    """The same files made for a reviewer do hold them: what is not found would be."""
    other, own = mutuals[OTHER][1], mutuals[OWN][1]
    rows = amounts[amounts["organisme_id"] == other]
    readers = {
        Reader(Role.PUBLIC): ("vu_par=public", "Public"),
        Reader(Role.MUTUAL, organisation=own): (f"vu_par=mutuelle:{own}", f"Mutuelle ({own})"),
        Reader(Role.REVIEWER): ("vu_par=relecteur", "Relecteur"),
    }
    card = (pages.MUTUALS, {"fiche": f"organisme:{other}"})
    accounts = (pages.FUNDING, {"mutuelle": other, "volet": "comptes"})
    sheet = f"organisme_{other}"
    wanted = ((card, "_page_pptx"), (card, f"_fiche_pdf_{sheet}"), (card, f"_fiche_pptx_{sheet}"))
    wanted += ((accounts, "_page_pptx"), (accounts, "_page_archive"))
    telling, unsaid = set(), []
    for who, marks in readers.items():
        before = len(journal.entries())
        files = {
            page: offered(monkeypatch, who, page, switch=SWITCH[page], **choices)
            for page, choices in (card, accounts)
        }
        for (page, _choices), key in wanted:
            name, data = files[page][key][0], content(files[page][key])
            if holds(name, data, rows, rounded=page == pages.MUTUALS):
                telling.add((who.role.value, page, key))
            if said(name, data) not in marks:
                unsaid.append((who.role.value, page, key, said(name, data)))
        told = [one.role for one in journal.entries()[before:] if one.geste == "export_reserve"]
        if who.role is Role.REVIEWER:
            assert len(told) == len(wanted)
        elif who.role is Role.PUBLIC:
            assert told == []
    assert telling == {("relecteur", page, key) for (page, _choices), key in wanted}
    assert unsaid == []


def test_a_map_s_picture_deck_and_table_say_for_whom_and_are_told(monkeypatch):
    for role, kinds in (
        (Role.PUBLIC, ("carte_png", "carte_pptx")),
        (Role.PASS, ("carte_png", "carte_svg", "carte_pptx", "_page_pdf", "territoires_csv")),
    ):
        files = offered(monkeypatch, Reader(role), pages.MAP, mesure="investissements_fcfa")
        for key in kinds:
            assert said(files[key][0], content(files[key])) == f"vu_par={role.value}", key
        told = [one.objet for one in journal.entries()]
        assert told == ([] if role is Role.PUBLIC else [files[key][0] for key in kinds])


def test_packages_for_all_hold_no_account_whoever_makes_them(monkeypatch, amounts):
    """Tables, workbook, maps, DHIS2 and FHIR; the package of who may read everything does."""
    secret = set(amounts["montant"].astype(int))
    files = offered(monkeypatch, Reader(Role.PASS), pages.REPORTS, region="gbeke")
    for key in ("paquet_package", "paquet_fhir", "paquet_dhis2"):
        name, data = files[key][0], content(files[key])
        assert not of_file(name, data) & secret, key
        if key == "paquet_package":
            assert said(name, data) == "vu_par=public"
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                book, place = archive.read("cartomut.xlsx"), archive.read("carte/cartomut.gpkg")
            assert said("a.xlsx", book) == "vu_par=public"
            assert b"vu_par" in place
    assert journal.entries() == []  # nothing in them is for some alone


def test_commands_make_what_a_role_may_see(amounts, mutuals, tmp_path):
    other, own = mutuals[OTHER][1], mutuals[OWN][1]
    rows = amounts[amounts["organisme_id"] == other]
    sheet, told = tmp_path / "fiche.pptx", tmp_path / "paquet.zip"
    for words, out, mark in (
        (["--role", "mutuelle", "--organisme", own], sheet, f"vu_par=mutuelle:{own}"),
        (["--role", "public"], sheet, "vu_par=public"),
    ):
        asked = ["report", *words, "entity", "organisme", other, str(out)]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reader, "_standing_for", [])
            done = CliRunner().invoke(cartomut.app, [*asked, "--dataset", "demonstration"])
        assert done.exit_code == 0, done.output
        data = out.read_bytes()
        assert not holds(out.name, data, rows), words
        assert said(out.name, data) == mark
    region = ["--dataset", "demonstration", "--region", "gbeke"]
    for role, tells in (("mutuelle", False), ("relecteur", True)):
        asked = ["export", "xlsx", str(told.with_suffix(".xlsx")), "--role", role, *region]
        assert CliRunner().invoke(cartomut.app, asked).exit_code == 0
        data = told.with_suffix(".xlsx").read_bytes()
        assert bool(of_file("a.xlsx", data) & set(amounts["montant"].astype(int))) is tells
        assert said("a.xlsx", data) == ("vu_par=relecteur" if tells else "vu_par=public")
    assert audience.code() == ""  # what a command says holds for its own files
    roles = [one.detail["pour"] for one in journal.entries()]
    assert roles == ["mutuelle", "relecteur"]
