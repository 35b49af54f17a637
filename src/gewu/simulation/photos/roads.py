"""Scenes on streets and pavements; each draws itself before (mended=False) and after."""

from gewu.simulation.photos import props
from gewu.simulation.photos.canvas import WIDTH, Canvas
from gewu.simulation.photos.props import KERB


def manhole(c: Canvas, mended: bool) -> None:
    """A manhole whose cover is gone."""
    props.close_ground(c)
    c.shade_oval(640, 664, 268, 132, 34)
    c.oval(640, 650, 250, 122, "#6f7479")
    if mended:
        c.oval(640, 646, 226, 108, "#565c62")
        for r in (188, 140, 92, 44):
            c.draw.ellipse(
                [(640 - r) * 2, (646 - r * 0.48) * 2, (640 + r) * 2, (646 + r * 0.48) * 2],
                outline=c.paint("#6c737a"),
                width=10,
            )
        c.box(556, 628, 168, 34, "#6c737a", 6)
        return
    c.oval(640, 650, 222, 104, "#22282e")
    c.oval(640, 676, 196, 78, "#171c21")
    c.line([(690, 700), (640, 470), (600, 330)], "#8a6f58", 13)
    c.line([(648, 500), (720, 400)], "#8a6f58", 8)
    for x, y in ((600, 330), (718, 400), (570, 366), (655, 372), (752, 372)):
        c.oval(x, y, 46, 32, "#7ea87c")
    c.shape([(566, 420), (676, 400), (684, 440), (574, 460)], "#d6503f")


def pothole(c: Canvas, mended: bool) -> None:
    """A hole in the road."""
    props.close_ground(c)
    edge = [
        (390, 640),
        (470, 560),
        (610, 545),
        (760, 556),
        (872, 610),
        (888, 690),
        (800, 760),
        (640, 782),
        (480, 760),
        (402, 706),
    ]
    if mended:
        c.shape([(360, 520), (900, 512), (940, 800), (330, 812)], "#6d7277")
        props.cone(c, 300, 800, 1.5)
        props.cone(c, 985, 780, 1.5)
        return
    c.shape([(x + (x - 640) * 0.16, y + (y - 660) * 0.16) for x, y in edge], "#7b7f84")
    c.shape(edge, "#6b6258")
    c.shape([(640 + (x - 640) * 0.78, 676 + (y - 660) * 0.7) for x, y in edge], "#574f47")
    c.veil_oval(650, 700, 170, 48, "#bcd3dc", 190)
    c.veil_oval(600, 690, 60, 12, "#ffffff", 110)
    for x, y in props.scatter(c.rng, 26, 330, 960, 530, 830):
        c.oval(x, y, c.rng.uniform(6, 15), c.rng.uniform(4, 9), "#6f7378")
    for points in (
        [(390, 640), (300, 610), (240, 630)],
        [(872, 610), (960, 570), (1040, 590)],
        [(640, 782), (660, 850), (640, 900)],
    ):
        c.line(points, "#6b6f74", 6)


def lamp(c: Canvas, mended: bool) -> None:
    """A dark street lamp, then its light."""
    props.street(c)
    if mended:
        c.glow(700, 300, 300, "#ffe3a1", 0.75)
        c.veil([(660, 250), (740, 250), (1040, 840), (360, 840)], "#ffe9b8", 44)
        c.veil_oval(700, 836, 350, 62, "#ffe9b8", 72)
    c.box(540, 190, 18, 510, "#59636b", 6)
    c.line([(549, 200), (560, 160), (620, 150), (690, 190)], "#59636b", 14)
    c.shape([(640, 190), (760, 190), (742, 226), (658, 226)], "#6b757d")
    if mended:
        c.veil_oval(700, 228, 46, 16, "#fff6d8", 255)
    else:
        c.oval(700, 228, 46, 14, "#4e5961")
    c.box(524, 690, 50, 22, "#59636b", 5)


def puddle(c: Canvas, mended: bool) -> None:
    """A blocked drain in the rain."""
    props.close_ground(c)
    if not mended:
        c.oval(650, 660, 520, 190, "#7f939d")
        c.oval(630, 670, 440, 150, "#9db4be")
        for x, y, r in ((480, 640, 60), (760, 700, 84), (640, 590, 46)):
            c.draw.ellipse(
                [(x - r) * 2, (y - r * 0.34) * 2, (x + r) * 2, (y + r * 0.34) * 2],
                outline=(255, 255, 255, 110),
                width=6,
            )
        c.veil([(360, 610), (620, 590), (700, 612), (420, 640)], "#ffffff", 64)
    c.shape([(500, 600), (780, 600), (820, 720), (460, 720)], "#5b6268" if mended else "#7f939d")
    if mended:
        for step in range(9):
            x = 516 + step * 30
            c.line([(x, 612), (x + (x - 640) * 0.13, 708)], "#2b3238", 11)
        return
    for x, y in props.scatter(c.rng, 34, 450, 840, 590, 730):
        c.oval(x, y, 18, 8, c.rng.choice(("#b8743c", "#8f7a45", "#7c8f5a", "#d8ab5c")))
    props.bag(c, 560, 700, 0.6, "#e8e6e0")


def cable(c: Canvas, mended: bool) -> None:
    """A cable that hangs down over the pavement."""
    props.street(c)
    for x in (200, 1060):
        c.box(x, 130, 22, 566, "#8d8478", 5)
        c.box(x - 62, 168, 146, 14, "#8d8478", 4)
    for offset in (0, 16, 30):
        c.line(_sag(212, 1072, 172 + offset, 60), "#3e464d", 4)
    if mended:
        c.box(628, 226, 22, 46, "#e2c46a", 4)
        return
    c.line(_sag(212, 1072, 186, 420), "#2f363c", 7)
    c.line([(700, 596), (736, 640), (720, 676)], "#2f363c", 6)
    props.cone(c, 560, 700)
    props.cone(c, 860, 700)


def _sag(left: float, right: float, top: float, by: float) -> list[tuple[float, float]]:
    steps = [i / 24 for i in range(25)]
    return [(left + (right - left) * s, top + 4 * by * s * (1 - s)) for s in steps]


def fire_lane(c: Canvas, mended: bool) -> None:
    """A fire lane with cars parked on it."""
    props.house_row(c, base=520, low=300, high=420)
    c.box(0, 520, WIDTH, 440, "#92969a")
    c.shape([(120, 960), (430, 540), (860, 540), (1180, 960)], "#9da1a4")
    for side in ((120, 430), (1180, 860)):
        c.line([(side[0], 960), (side[1], 540)], "#e6b93f", 12)
    for step in range(5):
        top = 556 + step * step * 17 + step * 12
        wide = 1 + (top - 540) / 210
        left, right = 640 - 150 * wide, 640 + 150 * wide
        c.shape(
            [
                (left, top),
                (left + 36 * wide, top),
                (right, top + 52 * wide),
                (right - 36 * wide, top + 52 * wide),
            ],
            "#e6b93f",
        )
    if not mended:
        for x, y, code in ((250, 690, "#c9cdd1"), (560, 760, "#4f7390"), (330, 880, "#a2574d")):
            props.car(c, x, y, code)


def dirty_road(c: Canvas, mended: bool) -> None:
    """Mud and leaves along a road."""
    props.street(c)
    if mended:
        c.veil([(160, 760), (1120, 748), (1160, 850), (120, 862)], "#ffffff", 18)
        return
    for x, y in props.scatter(c.rng, 60, -20, WIDTH, KERB + 20, 880):
        c.oval(
            x,
            y,
            c.rng.uniform(26, 80),
            c.rng.uniform(8, 18),
            c.rng.choice(("#8a6d4d", "#96795a", "#7d6346")),
        )
    for x, y in props.scatter(c.rng, 60, 0, WIDTH, KERB - 40, 930):
        c.oval(x, y, 11, 5, c.rng.choice(("#c98f4a", "#b8743c", "#d8ab5c")))


def bikes(c: Canvas, mended: bool) -> None:
    """Shared bikes in a heap, then in a row."""
    props.street(c)
    c.box(180, KERB - 24, 920, 8, "#f5efe2")
    colours = ("#e2a93f", "#4f8fb0", "#6fae7d")
    if mended:
        for i in range(6):
            props.bike(c, 230 + i * 150, KERB - 8, colours[i % 3], 40)
        return
    for i, (x, y) in enumerate(props.scatter(c.rng, 9, 160, 860, 650, 800)):
        props.bike(c, x, y, colours[i % 3], 56)
    c.ring(520, 800, 58, "#3f464c", 7)
    c.line([(520, 800), (660, 770), (720, 816)], "#e2a93f", 10)


def stalls(c: Canvas, mended: bool) -> None:
    """Shop stalls across the pavement."""
    props.street(c)
    for x, code in ((60, "#c8655a"), (480, "#5f8f86"), (900, "#c99a4f")):
        c.box(x, 330, 330, 236, "#f0e7d6")
        c.box(x + 24, 400, 130, 130, "#9dbcc6", 4)
        c.box(x + 190, 392, 104, 174, "#a98368", 4)
        for i in range(6):
            c.shape(
                [
                    (x + i * 55, 330),
                    (x + i * 55 + 55, 330),
                    (x + i * 55 + 50, 384),
                    (x + i * 55 - 6, 384),
                ],
                code if i % 2 else "#f5efe2",
            )
    if mended:
        c.box(0, 640, WIDTH, 30, "#d9b84f")
        for x in range(0, WIDTH, 46):
            c.line([(x, 640), (x, 670)], "#c4a23f", 3)
        return
    for x, code in ((90, "#d98b4a"), (360, "#7ea85f"), (640, "#c8554a"), (910, "#d8b04a")):
        c.shade_oval(x + 110, 706, 140, 14)
        c.box(x, 600, 220, 20, "#8f7258", 3)
        c.box(x + 14, 620, 14, 84, "#8f7258")
        c.box(x + 192, 620, 14, 84, "#8f7258")
        for px, py in props.scatter(c.rng, 17, x + 20, x + 200, 572, 600):
            c.oval(px, py, 18, 16, code)
    for x in (300, 596, 868):
        props.carton(c, x, 716, 74, 60)
