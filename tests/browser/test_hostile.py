"""Text from data shows as text: nothing in any column can run, link or break a page."""

import csv
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

from cartomut.contracts import contracts
from tests.browser.conftest import ROOT, start, stop, visiting
from tests.fuzz.naughty import SCRIPTS, TEMPLATES

pytestmark = pytest.mark.browser

HOSTILE = (
    '<img src=x onerror="window.attaque=1"></script><script>window.attaque=2</script>'
    "${window.attaque=3} {{ 'x' }} `code` **gras** [lien](javascript:window.attaque=4) "
    ":red[rouge] $formule$ \\u003cb\\u003e 'a' =1+1"
)
ADDRESS = "javascript:window.attaque=5"
COMMUNE = "Yopougon"
# Names by which boundaries and towns are found; the commune below is renamed everywhere at once.
JOINED = {
    ("region", "nom"),
    ("district", "nom"),
    ("departement", "nom"),
    ("commune", "nom"),
    ("localite", "nom"),
    ("centre", "ville"),
    ("centre", "commune"),
    ("organisme", "siege_commune"),
}
VISITS = (
    "/?lang=fr",
    "/carte?lang=fr&fiche=centre:{centre}",
    "/carte?lang=en&recherche=img",
    "/preuves?lang=fr&preuve=affirmations",
    "/preuves?lang=fr&preuve=chiffre&indicateur={indicateur}",
    "/preuves?lang=en&entite=centre&id={centre}",
    "/preuves?lang=fr&question=lieux",
    "/dictionnaire?lang=fr&partie=indicateurs",
    "/dictionnaire?lang=en",
    "/methode?lang=fr",
)


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory):
    """A server on a copy of the data with a hostile text in every free text column."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(ROOT / "data" / "reference", folder / "data" / "reference")
    shutil.copytree(ROOT / "data" / "publie", folder / "data" / "publie")
    for path in sorted((folder / "data").rglob("*.csv")):
        poison(path)
    server = start(
        folder / "log.txt",
        CARTOMUT_DATA=str(folder / "data"),
        CARTOMUT_STORE=str(folder / "stores"),
    )
    yield server
    stop(server)


def poison(path: Path) -> None:
    """Put the hostile text into the free text columns of the first rows of a table."""
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    for field in free_texts(path.stem):
        for row in rows[:6] if path.stem != "centre" else rows:
            row[field] = ADDRESS if field.endswith(("url", "site_web")) else HOSTILE
    for row in rows:
        for column in {"nom", "commune", "siege_commune"} & row.keys():
            if row[column] == COMMUNE:
                row[column] = HOSTILE
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def free_texts(table: str) -> list[str]:
    """List the columns that may hold any text: no key, no code, no pattern, no reference."""
    contract = contracts()[table]
    keys = {*contract.primary_key, *(name for key in contract.foreign_keys for name in key.columns)}
    identifiers = {"entite_id", "de_id", "vers_id", "groupe_conflit", "indicateur", "expression"}
    identifiers.add("valeur_enoncee")  # the build computes the claim from it, and refuses another
    return [
        entry["name"]
        for entry in contract.descriptor["fields"]
        if entry["type"] == "string"
        and not ({"liste"} & entry.keys() or "pattern" in entry.get("constraints", {}))
        and entry["name"] not in keys | identifiers
        and entry["name"] not in ("code", "unite", "periode", "geometrie", "territoire_code")
        and not entry["name"].startswith(("date", "consulte", "nom_normalise"))
        and (table, entry["name"]) not in JOINED
    ]


def test_every_free_text_column_is_poisoned():
    found = {
        (table, name) for table in ("centre", "source", "fait_publie") for name in free_texts(table)
    }
    expected = {
        ("centre", "nom"),
        ("source", "titre"),
        ("source", "url"),
        ("fait_publie", "enonce_fr"),
    }
    assert expected <= found


def test_hostile_texts_show_as_text_on_every_page(browser, poisoned):
    with visiting(browser, poisoned) as visit:
        first = True
        for address in VISITS:
            page = visit.open(
                address.format(centre="fsu_com_andokoi", indicateur="cotisations_fcfa")
            )
            if first:  # the store is being built at the first visit
                page.wait_for_timeout(1000)
                first = False
            if address.startswith(("/?", "/carte")):
                hover_every_place(page, visit.map())
            for frame in page.frames:
                assert frame.evaluate("window.attaque === undefined"), address
            links = "[href^='javascript:'], [src^='javascript:'], img[src='x']"
            assert page.locator(links).count() == 0, address
            assert visit.errors == [], address
        assert visit.outside == []


def test_scripts_in_an_address_do_not_run(browser, server):
    text = quote(" ".join((*SCRIPTS, *TEMPLATES)), safe="")
    with visiting(browser, server) as visit:
        for address in (
            "/carte?recherche={}&fiche=centre:{}&zone=polygone:{}",
            "/mutuelles?jeu=demonstration&cherche_mutuelle={}&condition={}&colonnes={}",
            "/dictionnaire?mot={}&table={}",
            "/rapports?titre_rapport={}&adresse={}&recit_choisi={}",
        ):
            page = visit.open(f"{address.replace('{}', text)}&lang=fr")
            page.wait_for_timeout(300)
            assert all(frame.evaluate("!window.attaque") for frame in page.frames), address
            assert page.locator("[href^='javascript:'], img[src='x']").count() == 0, address
            assert visit.errors == [], address
            assert page.get_by_text("Traceback").count() == 0, address


def test_a_card_shows_the_hostile_name_letter_by_letter(browser, poisoned):
    with visiting(browser, poisoned) as visit:
        page = visit.open("/carte?lang=fr&fiche=centre:fsu_com_andokoi")
        shown = page.locator(".st-key-fiche_ouverte").inner_text()
        assert HOSTILE in " ".join(shown.split())


def hover_every_place(page, frame) -> None:
    """Open the tooltip of each symbol, where a name is shown on the map."""
    frame.evaluate(
        """() => { const s = window.CARTOMUT_CARTE.map._cartomut;
            [s.places, s.areas].forEach(group => group.eachLayer(layer => {
                group.openTooltip(layer.getLatLng ? layer.getLatLng() : layer.getCenter());
                layer.fire('mouseover', {latlng: layer.getLatLng ? layer.getLatLng()
                    : layer.getCenter()}, true) })) }"""
    )
    page.wait_for_timeout(300)
