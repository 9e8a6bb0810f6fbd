"""The map: stays in place, keeps its zoom, opens cards, sends nothing on a pan."""

from unicodedata import normalize

import pytest

pytestmark = pytest.mark.browser

MARK = "window.marque = 'same frame'"
STILL = "window.marque"


def test_a_filter_a_layer_and_the_language_change_the_map_in_place(visit):
    page = visit.open("/carte?lang=fr")
    frame = visit.map()
    frame.evaluate(MARK)
    frame.evaluate(at(7.7, -5.0, 8.5))
    drawn = frame.evaluate("window.CARTOMUT_CARTE.dessins")
    choose(page, "Statut du centre", "Ouvert")
    drawn = redrawn(visit, frame, drawn)
    page.get_by_role("button", name="Affichage").click()
    page.get_by_role("button", name="Rivières").click()
    drawn = redrawn(visit, frame, drawn)
    page.keyboard.press("Escape")
    choose(page, "Langue", "English")
    redrawn(visit, frame, drawn)
    assert frame.evaluate(STILL) == "same frame"
    assert frame.evaluate("window.CARTOMUT_CARTE.map.getZoom()") == 8.5
    assert page.locator("html").get_attribute("lang") == "en"
    assert "statut=ouvert" in page.url
    assert "couches=" in page.url


def test_a_pan_runs_no_script(visit):
    page = visit.open("/carte?lang=fr")
    frame = visit.map()
    page.wait_for_timeout(1500)
    states = watch_runs(page)
    box = page.locator("iframe").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 240, steps=8)
    page.mouse.up()
    frame.evaluate("() => { window.CARTOMUT_CARTE.map.zoomIn() }")
    page.wait_for_timeout(1500)
    assert states.json_value() == []


def test_a_click_on_a_region_and_on_a_centre_opens_its_card_and_its_address(visit):
    page = visit.open("/carte?lang=fr")
    frame = visit.map()
    page.wait_for_timeout(500)
    click_at(page, frame, 9.4, -5.6)  # north of Korhogo, no symbol there
    page.wait_for_url("**fiche=region**")
    page.get_by_role("heading", name="Poro").wait_for()
    frame.evaluate(at(7.69, -5.03, 11))
    page.wait_for_timeout(500)
    point = frame.evaluate(
        """() => { const s = window.CARTOMUT_CARTE.map._cartomut; let p;
            s.places.eachLayer(l => { if (l._titre.includes('Kandia')) p = l._point });
            return window.CARTOMUT_CARTE.map.layerPointToContainerPoint(p) }"""
    )
    box = page.locator("iframe").bounding_box()
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])
    page.wait_for_url("**fiche=centre**")
    page.get_by_role("heading", name="Kandia").wait_for()


def test_places_of_one_commune_stay_separately_reachable(visit):
    visit.open("/carte?lang=fr&vue=abidjan")
    frame = visit.map()
    frame.evaluate(at(5.335, -4.076, 12))
    apart = frame.evaluate(
        """() => { const s = window.CARTOMUT_CARTE.map._cartomut, points = [];
            s.places.eachLayer(l => points.push(l._point)); let least = 1e9;
            points.forEach((a, i) => points.slice(i + 1).forEach(b =>
                least = Math.min(least, Math.hypot(a.x - b.x, a.y - b.y))));
            return [points.length, least] }"""
    )
    assert apart[0] >= 5
    assert apart[1] >= 14  # pixels between the middles of two symbols


def test_a_shared_link_shows_the_same_view(visit):
    page = visit.open("/carte?lang=en&region=gbeke&mesure=nb_sieges&fiche=region:gbeke")
    frame = visit.map()
    page.get_by_role("heading", name="Gbêkê").wait_for()
    assert frame.evaluate("window.CARTOMUT_CARTE.map.getZoom()") > 8
    assert page.get_by_role("button", name="Gbêkê").count() > 0


def test_a_search_without_accents_finds_a_centre_and_opens_it(visit):
    page = visit.open("/carte?lang=fr&recherche=kesse+feh")
    page.get_by_role("button", name="Kessé Feh").click()
    page.get_by_role("heading", name="Kessé Feh").wait_for()


def test_filters_that_leave_nothing_name_the_one_at_fault(visit):
    page = visit.open("/carte?lang=fr&region=folon&statut=ouvert")
    page.get_by_text("Aucune ligne ne répond à ces filtres").wait_for()


def test_the_table_downloads_what_the_map_shows(visit):
    page = visit.open("/carte?lang=fr&mesure=population_2021")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tableau CSV").first.click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].split(";")[:3] == ["code", "nom", "valeur"]
    assert len(text.splitlines()) == 34
    assert "publie" in text.splitlines()[1]


def test_a_chart_downloads_as_a_picture(visit):
    page = visit.open("/?lang=fr")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Image PNG").first.click()
    assert waiting.value.path().read_bytes().startswith(b"\x89PNG")


def test_two_maps_follow_each_other_without_a_run(visit):
    page = visit.open("/carte?lang=fr&comparaison=deux&mesure2=nb_sieges")
    first, second = visit.maps(2)
    visit.settle()
    page.wait_for_timeout(600)
    states = watch_runs(page)
    for moved, other, look in ((first, second, (7.7, -5.0, 8.5)), (second, first, (5.3, -4.0, 10))):
        moved.evaluate(at(*look))
        other.wait_for_function(
            f"""() => {{ const map = window.CARTOMUT_CARTE.map, seen = map.getCenter();
                return map.getZoom() === {look[2]} && Math.abs(seen.lat - {look[0]}) < 0.01
                    && Math.abs(seen.lng - {look[1]}) < 0.01 }}""",
            timeout=10_000,
        )
    page.wait_for_timeout(600)
    assert states.json_value() == []
    titles = [page.get_by_role("heading", name=name) for name in ("Population 2021", "Sièges")]
    assert [title.count() > 0 for title in titles] == [True, True]


def test_a_drawn_area_is_counted_and_stands_in_the_address(visit):
    page = visit.open("/carte?lang=fr")
    frame = visit.map()
    page.wait_for_timeout(500)
    frame.get_by_role("button", name="Dessiner un rectangle").click()
    drag(page, frame, (5.7, -4.6), (5.0, -3.4))
    page.get_by_role("heading", name="Dans la zone").wait_for()
    page.wait_for_url("**zone=polygone**")
    assert "fiche=" not in page.url  # the regions under the drawing heard no click
    page.get_by_text("Centre de santé").first.wait_for()
    page.get_by_role("button", name="Effacer la zone").click()
    page.get_by_role("heading", name="Dans la zone").wait_for(state="detached")
    visit.settle()
    assert "zone=" not in page.url


def watch_runs(page):
    """Return a handle on the list of every state that the script takes from now on."""
    return page.evaluate_handle(
        """() => { const seen = []; new MutationObserver(() => seen.push(
            document.querySelector('.stApp').getAttribute('data-test-script-state')))
            .observe(document.querySelector('.stApp'), {attributes: true}); return seen }"""
    )


def drag(page, frame, start, end):
    """Drag on the map from one (latitude, longitude) to another."""
    box = page.locator("iframe").bounding_box()
    points = [
        frame.evaluate(f"window.CARTOMUT_CARTE.map.latLngToContainerPoint({list(place)})")
        for place in (start, end)
    ]
    (x, y), (x2, y2) = ((box["x"] + point["x"], box["y"] + point["y"]) for point in points)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x2, y2, steps=6)
    page.mouse.up()


def choose(page, label, option):
    page.get_by_role("combobox", name=label).first.click()
    told = normalize("NFD", option)  # as filters write their options
    page.get_by_role("option", name=told, exact=True).click()
    page.keyboard.press("Escape")


def at(latitude, longitude, zoom):
    view = f"[{latitude}, {longitude}], {zoom}, {{animate: false}}"
    return f"() => {{ window.CARTOMUT_CARTE.map.setView({view}) }}"


def redrawn(visit, frame, before):
    """Wait until the map has drawn again; returns how often it has drawn."""
    frame.wait_for_function(f"() => window.CARTOMUT_CARTE.dessins > {before}", timeout=20_000)
    visit.settle()
    return frame.evaluate("window.CARTOMUT_CARTE.dessins")


def click_at(page, frame, latitude, longitude):
    point = frame.evaluate(
        f"window.CARTOMUT_CARTE.map.latLngToContainerPoint([{latitude}, {longitude}])"
    )
    box = page.locator("iframe").bounding_box()
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])
