"""Things that stand about in scenes: houses, trees, bins, bikes, boxes, cars."""

from random import Random

from gewu.simulation.photos.canvas import WIDTH, Canvas

WALLS = ["#e8d6bf", "#d8e0da", "#e6c8b2", "#cdd9d6", "#ece4d0", "#dfd3dd", "#d9cbb6"]
LEAVES = ["#7ea87c", "#93b88a", "#6a966f", "#a5c093"]
BAGS = ["#4d5b66", "#6d7b86", "#3f4b57", "#c8554a", "#e8e6e0", "#58708a"]
HORIZON, KERB = 560, 690


def house_row(
    c: Canvas, base: float = HORIZON, low: float = 250, high: float = 430, floor: float = 62
) -> None:
    """A row of flats along the far side of the street."""
    x = -30.0
    while x < WIDTH + 30:
        wide, tall = c.rng.uniform(180, 290), c.rng.uniform(low, high)
        wall = c.rng.choice(WALLS)
        c.box(x, base - tall, wide, tall, wall)
        c.box(x, base - tall, wide, 12, "#b79a80")
        _windows(c, x, base - tall + 30, wide, tall - 60, floor)
        x += wide + c.rng.choice((0, 0, 14, 40))


def _windows(c: Canvas, x: float, y: float, wide: float, tall: float, floor: float) -> None:
    columns, rows = max(2, int(wide // 62)), max(1, int(tall // floor))
    for column in range(columns):
        for row in range(rows):
            left, top = x + 20 + column * (wide - 34) / columns, y + row * floor
            lit = c.rng.random() < c.light.lit
            c.box(left, top, 32, 36, "#8fb1bd", 2)
            if lit:
                c.veil(
                    [(left, top), (left + 32, top), (left + 32, top + 36), (left, top + 36)],
                    "#ffd98a",
                    215,
                )
            c.box(left - 3, top + 36, 38, 5, "#f3ece0")


def street(c: Canvas, houses: bool = True) -> None:
    """Houses, trees, a pavement in front, the road before it."""
    if houses:
        house_row(c)
    else:
        hills(c)
    c.box(0, HORIZON, WIDTH, 960 - HORIZON, "#d9d2c3")
    for x in range(-20, WIDTH, 210):
        tree(c, x + c.rng.uniform(-30, 30), HORIZON + 14, c.rng.uniform(0.7, 1.0))
    c.box(0, HORIZON + 26, WIDTH, KERB - HORIZON - 26, "#e2dbcd")
    for x in range(-200, WIDTH + 300, 96):
        c.line([(x, HORIZON + 26), (x - 70, KERB)], "#d3cab9", 2)
    c.line([(0, HORIZON + 80), (WIDTH, HORIZON + 80)], "#d3cab9", 2)
    c.box(0, KERB, WIDTH, 16, "#b9b1a2")
    c.box(0, KERB + 16, WIDTH, 960 - KERB, "#8b8f94")
    for x in range(-40, WIDTH, 260):
        c.shape([(x, 890), (x + 130, 890), (x + 122, 904), (x - 10, 904)], "#efeadd")


def close_ground(c: Canvas, asphalt: bool = True) -> None:
    """Ground seen from a walker's eyes: a strip of street far off, the rest is surface."""
    house_row(c, base=250, low=110, high=190, floor=46)
    for x in range(0, WIDTH, 190):
        tree(c, x + c.rng.uniform(-20, 30), 262, 0.55)
    c.box(0, 250, WIDTH, 60, "#ddd5c6")
    c.box(0, 306, WIDTH, 12, "#b9b1a2")
    c.box(0, 318, WIDTH, 642, "#8d9196" if asphalt else "#d8d0c1")
    for x, y in scatter(c.rng, 170, 0, WIDTH, 330, 955):
        c.oval(x, y, c.rng.uniform(2, 5), c.rng.uniform(1, 3), "#84888d" if asphalt else "#cec5b5")
    c.shape([(120, 318), (150, 318), (40, 960), (-40, 960)], "#e9e4d8" if asphalt else "#cfc6b6")


def hills(c: Canvas) -> None:
    """Country far off."""
    c.shape(
        [
            (0, 470),
            (180, 400),
            (420, 455),
            (640, 380),
            (900, 450),
            (1130, 395),
            (1280, 440),
            (1280, 580),
            (0, 580),
        ],
        "#b4c9bd",
    )
    c.shape(
        [(0, 520), (260, 470), (560, 520), (860, 465), (1280, 510), (1280, 600), (0, 600)],
        "#9fbb9f",
    )


def tree(c: Canvas, x: float, base: float, size: float = 1.0) -> None:
    """A round street tree."""
    c.shade_oval(x + 26 * size, base + 4, 62 * size, 9 * size)
    c.box(x - 6 * size, base - 120 * size, 12 * size, 122 * size, "#8a6f58", 3)
    leaf = c.rng.choice(LEAVES)
    for dx, dy, r in ((0, -190, 62), (-40, -150, 46), (42, -156, 48), (4, -135, 50)):
        c.oval(x + dx * size, base + dy * size, r * size, r * size * 0.92, leaf)
    c.veil_oval(x - 18 * size, base - 206 * size, 26 * size, 20 * size, "#ffffff", 36)


def bin_(c: Canvas, x: float, y: float, code: str, lid_open: bool = False) -> None:
    """A wheeled bin that stands on y."""
    c.shade_oval(x + 62, y + 2, 88, 13)
    c.shape([(x, y - 190), (x + 120, y - 190), (x + 108, y), (x + 12, y)], code)
    c.shape([(x + 78, y - 190), (x + 120, y - 190), (x + 108, y), (x + 76, y)], _darker(code))
    c.oval(x + 26, y - 3, 15, 15, "#3d4449")
    c.oval(x + 96, y - 3, 15, 15, "#3d4449")
    if lid_open:
        c.shape(
            [(x - 4, y - 196), (x + 10, y - 196), (x - 26, y - 292), (x - 40, y - 286)],
            _darker(code),
        )
    else:
        c.box(x - 8, y - 210, 136, 24, _darker(code), 8)
    c.oval(x + 58, y - 104, 26, 26, "#f3f1ea")
    c.shape([(x + 58, y - 122), (x + 73, y - 96), (x + 43, y - 96)], code)


def bag(c: Canvas, x: float, y: float, size: float = 1.0, code: str = "") -> None:
    """A tied rubbish bag that lies on y."""
    code = code or c.rng.choice(BAGS)
    c.shade_oval(x + 6, y, 50 * size, 8 * size)
    c.oval(x, y - 34 * size, 46 * size, 36 * size, code)
    c.shape(
        [
            (x - 12 * size, y - 62 * size),
            (x + 12 * size, y - 62 * size),
            (x + 20 * size, y - 88 * size),
            (x - 18 * size, y - 84 * size),
        ],
        code,
    )
    c.veil_oval(x - 16 * size, y - 44 * size, 12 * size, 15 * size, "#ffffff", 46)


def carton(c: Canvas, x: float, y: float, w: float, h: float, code: str = "#c69c6d") -> None:
    """A cardboard box that stands on y."""
    c.shade_oval(x + w / 2 + 12, y, w * 0.62, 9)
    c.box(x, y - h, w, h, code)
    c.shape(
        [(x + w, y - h), (x + w + w * 0.22, y - h - 16), (x + w + w * 0.22, y - 16), (x + w, y)],
        _darker(code),
    )
    c.shape(
        [(x, y - h), (x + w * 0.22, y - h - 16), (x + w * 1.22, y - h - 16), (x + w, y - h)],
        _lighter(code),
    )
    c.box(x + w * 0.42, y - h, w * 0.16, h, _lighter(code))


def bike(c: Canvas, x: float, y: float, code: str, r: float = 52) -> None:
    """A bicycle that stands on y, its front to the right."""
    c.shade_oval(x + r * 1.3, y + 3, r * 2.3, 9)
    for wheel in (x, x + r * 2.5):
        c.ring(wheel, y - r, r, "#3f464c", 7)
        c.oval(wheel, y - r, 7, 7, "#6a737a")
    back, front, seat, bar = (
        (x, y - r),
        (x + r * 2.5, y - r),
        (x + r * 0.75, y - r * 2.2),
        (x + r * 2.1, y - r * 2.4),
    )
    crank = (x + r * 1.1, y - r * 0.95)
    for a, b in (
        (back, crank),
        (crank, bar),
        (seat, crank),
        (seat, back),
        (bar, front),
        (seat, bar),
    ):
        c.line([a, b], code, 9)
    c.line([(bar[0] - 22, bar[1] - 20), (bar[0] + 18, bar[1] - 26)], "#3f464c", 8)
    c.box(seat[0] - 28, seat[1] - 18, 56, 14, "#3f464c", 7)


def car(c: Canvas, x: float, y: float, code: str) -> None:
    """A parked car that stands on y."""
    c.shade_oval(x + 190, y + 4, 222, 18)
    c.shape(
        [(x + 66, y - 92), (x + 116, y - 158), (x + 268, y - 158), (x + 322, y - 92)],
        _lighter(code),
    )
    c.shape(
        [(x + 86, y - 94), (x + 124, y - 146), (x + 186, y - 146), (x + 186, y - 94)], "#a9c4cf"
    )
    c.shape(
        [(x + 198, y - 94), (x + 198, y - 146), (x + 262, y - 146), (x + 302, y - 94)], "#a9c4cf"
    )
    c.box(x, y - 98, 384, 72, code, 22)
    c.box(x + 6, y - 48, 372, 22, _darker(code), 8)
    for wheel in (x + 82, x + 300):
        c.oval(wheel, y - 26, 37, 37, "#343b41")
        c.oval(wheel, y - 26, 17, 17, "#c2c8cc")
    c.box(x + 356, y - 86, 24, 16, "#f6e7b6", 6)
    c.box(x + 2, y - 86, 18, 16, "#cf6a58", 6)


def cone(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    """A traffic cone that stands on y."""
    c.shade_oval(x + 8, y, 44 * size, 8 * size)
    c.box(x - 36 * size, y - 12 * size, 72 * size, 12 * size, "#c95a35", 3)
    c.shape(
        [
            (x - 8 * size, y - 104 * size),
            (x + 8 * size, y - 104 * size),
            (x + 28 * size, y - 12 * size),
            (x - 28 * size, y - 12 * size),
        ],
        "#e2703f",
    )
    c.shape(
        [
            (x - 15 * size, y - 68 * size),
            (x + 15 * size, y - 68 * size),
            (x + 20 * size, y - 44 * size),
            (x - 20 * size, y - 44 * size),
        ],
        "#f6f2e8",
    )


def bush(c: Canvas, x: float, y: float, wide: float) -> None:
    """A low hedge that stands on y."""
    leaf = c.rng.choice(LEAVES)
    step = 0.0
    while step < wide:
        c.oval(x + step, y - 26, 38, 34, leaf)
        step += 34


def scatter(
    rng: Random, count: int, left: float, right: float, top: float, bottom: float
) -> list[tuple[int, int]]:
    """Random places in a field, the far ones first so that near things cover them."""
    places = [
        (round(rng.uniform(left, right)), round(rng.uniform(top, bottom))) for _ in range(count)
    ]
    return sorted(places, key=lambda place: place[1])


def _darker(code: str) -> str:
    return _shifted(code, 0.82)


def _lighter(code: str) -> str:
    return _shifted(code, 1.1)


def _shifted(code: str, by: float) -> str:
    parts = (min(255, round(int(code[i : i + 2], 16) * by)) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)
