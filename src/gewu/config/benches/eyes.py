"""What somebody sees of a large map in a real Chromium. Run as a program: `eyes ADDRESS SESSION`.

Prints how long it takes until the areas are painted, how many frames a second come while the map is
moved for ten seconds, and how long tiles take.
"""

import json
import sys
from typing import Any

from playwright.sync_api import Page, Request, ViewportSize, sync_playwright

from gewu.config.benches.clients import at

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu-compositing",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
SIZE: ViewportSize = {"width": 1440, "height": 900}
PATH = "/territory/"
SECONDS = 10
# From the click that opens the page: the first frame that has all areas of the view in it.
PAINTED = """window.painted = new Promise((tell) => {
  const look = () => {
    const map = document.querySelector('gewu-map')?.map
    if (!map) return requestAnimationFrame(look)
    const done = () => {
      if (!map.isStyleLoaded() || !map.isSourceLoaded('areas') || !map.areTilesLoaded()) return
      if (!map.queryRenderedFeatures({ layers: ['area-fill'] }).length) return
      map.off('render', done)
      requestAnimationFrame(() => tell(performance.now()))
    }
    map.on('render', done)
  }
  requestAnimationFrame(look)
})"""
BYTE = "performance.getEntriesByType('navigation')[0].responseStart"
# There and back over the grids, closer and further, as fast as a hand moves; nothing in between.
MOVED = """async (seconds) => {
  const map = document.querySelector('gewu-map').map
  const frames = [], most = []
  let moving = true
  const frame = (now) => { frames.push(now); if (moving) requestAnimationFrame(frame) }
  const drawn = () => frames.drawn = (frames.drawn ?? 0) + 1
  const middle = map.getCenter()
  const step = (move) => new Promise((done) => { map.once('moveend', done); move() })
  await step(() => map.jumpTo({ center: middle, zoom: START }))
  await new Promise((done) => map.once('idle', done))
  const ends = performance.now() + seconds * 1000
  map.on('render', drawn)
  requestAnimationFrame(frame)
  const line = (t) => t
  while (performance.now() < ends) {
    for (const by of [[700, 0], [0, 500], [-700, 0], [0, -500]]) {
      await step(() => map.panBy(by, { duration: 900, easing: line }))
      most.push(map.queryRenderedFeatures({ layers: ['area-fill'] }).length)
    }
    await step(() => map.easeTo({ zoom: START + 1.5, duration: 700, easing: line }))
    await step(() => map.easeTo({ zoom: START - 1.5, duration: 900, easing: line }))
    await step(() => map.easeTo({ zoom: START, duration: 700, easing: line }))
  }
  moving = false
  return { frames, drawn: frames.drawn, most: Math.max(...most) }
}"""


def main(address: str, session: str) -> dict[str, Any]:
    """Open the page cold and again, then move the map."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        figures: dict[str, Any] = {}
        for name in ("first_paint_cold_s", "first_paint_s"):
            page = _opened(browser.new_context(viewport=SIZE), address, session)
            figures[name] = round(page.evaluate("window.painted") / 1000, 2)
            figures[name.replace("paint", "byte")] = round(page.evaluate(BYTE) / 1000, 2)
        figures |= _moved(page)
        browser.close()
        return figures


def _opened(context: Any, address: str, session: str) -> Page:
    cookie = {"name": "gewu_session", "value": session, "url": address}
    context.add_cookies([cookie])
    page: Page = context.new_page()
    page.add_init_script(PAINTED)
    page.goto(address + PATH, wait_until="commit")
    return page


def _moved(page: Page) -> dict[str, Any]:
    tiles: list[float] = []

    def note(request: Request) -> None:
        if ".pbf" in request.url and request.timing["responseEnd"] > 0:
            tiles.append(request.timing["responseEnd"] - request.timing["requestStart"])

    page.on("requestfinished", note)
    start = page.evaluate("document.querySelector('gewu-map').data.tiles.finest")
    moved = page.evaluate(MOVED.replace("START", str(start)), SECONDS)
    gaps = [
        later - earlier
        for earlier, later in zip(moved["frames"], moved["frames"][1:], strict=False)
    ]
    seconds = sum(gaps) / 1000
    return {
        "moved_s": round(seconds, 1),
        "frames_per_s_median": round(1000 / at(gaps, 0.5), 1),
        "frames_per_s_p5": round(1000 / at(gaps, 0.95), 1),
        "map_drawn_per_s": round(moved["drawn"] / seconds, 1),
        "most_areas_in_view": moved["most"],
        "tiles": len(tiles),
        "tile_p50_ms": at(tiles, 0.5),
        "tile_p95_ms": at(tiles, 0.95),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], sys.argv[2])) + "\n")
