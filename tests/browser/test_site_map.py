"""A site's own map below ours: pictures of another host, a PMTiles file, and nothing unasked."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from gewu.work.tickets.tests import factories
from tests.browser.conftest import See, overflows

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

RED = (200, 30, 30)
IDLE = """async () => {
  const map = document.querySelector('gewu-map').map
  if (!map.loaded()) await new Promise((done) => map.once('idle', done))
  return map.getStyle().layers.map((layer) => layer.id).filter((id) => id.startsWith('site'))
}"""


class Tiles(ThreadingHTTPServer):
    """A tile server that gives red squares and remembers what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []
        self.origin = f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    """One red square."""

    def do_GET(self) -> None:
        """Any path is a tile."""
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        picture = io.BytesIO()
        Image.new("RGB", (256, 256), RED).save(picture, "PNG")
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(picture.getvalue())

    def log_message(self, *_words: Any) -> None:
        """Quiet."""


@pytest.fixture
def tiles() -> Iterator[Tiles]:
    """A tile server on a port of its own."""
    with Tiles() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def allow(settings: Any, *hosts: str) -> None:
    """What settings.py does with the host of a site's map."""
    directives = dict(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
    for name in ("img-src", "connect-src"):
        directives[name] = [*directives[name], *hosts]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}


def drawn(see: See, **habits: object) -> Page:
    """The residents' map with the ground below it."""
    factories.equipped_town()
    page = see("/map/", **habits)  # type: ignore[arg-type]
    expect(page.locator("gewu-map")).to_have_attribute("ready", "")
    return page


def reds(page: Page) -> float:
    """How much of the map is rather red."""
    picture = Image.open(io.BytesIO(page.locator("gewu-map").screenshot())).convert("RGB")
    pixels = np.asarray(picture, dtype=int)
    return float(((pixels[..., 0] - pixels[..., 1]) > 60).mean())


@pytest.mark.parametrize("width", [1440, 390])
def test_pictures_lie_below_the_grids_with_their_makers_name(
    see: See, tiles: Tiles, settings: Any, width: int
) -> None:
    settings.MAP_KIND, settings.MAP_CREDIT = "raster", "© 某市测绘院"
    settings.MAP_WHERE = tiles.origin + "/{z}/{x}/{y}.png"
    allow(settings, tiles.origin)
    page = drawn(see, width=width)
    page.evaluate(IDLE)
    assert reds(page) > 0.5
    assert tiles.asked and not any("{" in path for path in tiles.asked)
    expect(page.locator(".map-credit")).to_have_text("© 某市测绘院")
    page.evaluate("document.dispatchEvent(new CustomEvent('gewu:theme'))")
    page.wait_for_timeout(500)
    assert page.evaluate(IDLE) == ["site-0-picture"]
    assert not overflows(page)


def test_a_host_that_was_not_named_is_never_asked(
    chromium: Browser, live_server: Any, tiles: Tiles, settings: Any
) -> None:
    settings.MAP_KIND, settings.MAP_CREDIT = "raster", "©"
    settings.MAP_WHERE = tiles.origin + "/{z}/{x}/{y}.png"
    factories.equipped_town()
    page = chromium.new_page()
    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.goto(live_server.url + "/map/")
    # The map is there without it.
    expect(page.locator("gewu-map")).to_have_attribute("ready", "")
    assert tiles.asked == []
    page.close()


def test_a_file_of_this_machine_is_drawn_in_our_colours(
    see: See, tmp_path: Any, settings: Any
) -> None:
    file = tmp_path / "town.pmtiles"
    outline = shapely.to_wkb(shapely.box(116.5, 35.3, 116.7, 35.5))
    pyogrio.raw.write(
        file, np.array([outline], dtype=object), [np.array(["lake"], dtype=object)], ["kind"],
        layer="water", driver="PMTiles", geometry_type="Polygon", crs="EPSG:4326",
        MINZOOM=8, MAXZOOM=12,
    )  # fmt: skip
    settings.MAP_KIND, settings.MAP_WHERE, settings.MAP_CREDIT = "file", str(file), "© OSM"
    page = drawn(see)
    page.wait_for_function("() => document.querySelector('gewu-map').map.getSource('site')")
    assert "site-water" in page.evaluate(IDLE)
    found = page.evaluate(
        "document.querySelector('gewu-map').map.queryRenderedFeatures({layers: ['site-water']})"
        ".map((each) => each.properties.kind)"
    )
    assert "lake" in found
