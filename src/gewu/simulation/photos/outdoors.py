"""Scenes under the sky; each draws itself before (mended=False) and after."""

from gewu.simulation.photos import props
from gewu.simulation.photos.canvas import WIDTH, Canvas
from gewu.simulation.photos.props import KERB

GREEN_BIN, BLUE_BIN, GREY_BIN = "#4f8a6b", "#4c7fa3", "#7b858c"


def bins(c: Canvas, mended: bool) -> None:
    """A bin place that overflows."""
    props.street(c)
    for x, code in ((380, GREEN_BIN), (540, BLUE_BIN), (700, GREY_BIN)):
        if not mended:
            for dx in (24, 60, 92):
                props.bag(c, x + dx, KERB - 186 - (dx == 60) * 34, 0.8)
        props.bin_(c, x, KERB - 10, code, lid_open=not mended)
    if not mended:
        for x, y in props.scatter(c.rng, 11, 300, 960, KERB + 6, KERB + 70):
            props.bag(c, x, y, c.rng.uniform(0.7, 1.05))
        for x, y in props.scatter(c.rng, 16, 260, 1000, KERB + 40, KERB + 130):
            c.box(
                x, y, c.rng.uniform(12, 34), 9, c.rng.choice(("#efe9da", "#d98b6a", "#9fb8c4")), 3
            )


def heap(c: Canvas, mended: bool) -> None:
    """An old sofa and rubble by the kerb."""
    props.street(c)
    props.bush(c, 60, KERB - 30, 260)
    if mended:
        c.veil([(400, 650), (980, 650), (1010, 700), (370, 700)], "#ffffff", 46)
        props.bush(c, 980, KERB - 30, 240)
        return
    c.shade_oval(690, KERB + 14, 360, 26)
    c.box(430, 540, 360, 96, "#9a6b5b", 24)
    c.box(410, 590, 400, 96, "#b57e6a", 20)
    c.box(390, 570, 60, 122, "#a67260", 18)
    c.box(770, 570, 60, 122, "#a67260", 18)
    c.line([(520, 600), (560, 632), (548, 660)], "#e7d7bd", 6)
    for x, y in props.scatter(c.rng, 26, 800, 1060, 610, 705):
        size = c.rng.uniform(18, 44)
        c.shape(
            [(x, y), (x + size, y - size * 0.5), (x + size * 1.3, y + 4), (x + size * 0.4, y + 14)],
            c.rng.choice(("#b8aea0", "#c9785a", "#a89c8c", "#d8cfc0")),
        )
    for x in (850, 930):
        props.bag(c, x, 716, 1.1, "#d9d2c2")


def adverts(c: Canvas, mended: bool) -> None:
    """A wall covered with stickers."""
    c.box(0, 0, WIDTH, 800, "#e9e1d0")
    for y in range(0, 800, 66):
        for x in range(-120 + (y // 66 % 2) * 70, WIDTH, 140):
            c.box(x, y, 134, 60, "#e4dac6", 3)
    c.box(0, 690, WIDTH, 110, "#b8a793")
    c.box(0, 800, WIDTH, 160, "#cbc3b3")
    c.box(1090, 0, 60, 820, "#a9b2b2", 8)
    if mended:
        c.veil([(180, 130), (980, 130), (980, 610), (180, 610)], "#ffffff", 70)
        return
    for x, y in props.scatter(c.rng, 34, 120, 960, 90, 600):
        w, h = c.rng.uniform(70, 130), c.rng.uniform(44, 90)
        c.shade(
            [(x + 5, y + 6), (x + w + 5, y + 6), (x + w + 5, y + h + 6), (x + 5, y + h + 6)], 30
        )
        c.box(x, y, w, h, c.rng.choice(("#f7f2e2", "#f1d16a", "#e9a3a0", "#a9cbd8", "#ffffff")))
        c.box(x + 8, y + 10, w - 16, 13, c.rng.choice(("#c8453c", "#2f5f8a", "#3b3f44")))
        c.box(x + 8, y + 32, (w - 16) * 0.7, 7, "#7a7f84")


def floating(c: Canvas, mended: bool) -> None:
    """A stream with floating rubbish."""
    props.street(c, houses=False)
    c.box(0, 566, WIDTH, 400, "#b9cbb0")
    c.shape([(0, 660), (WIDTH, 610), (WIDTH, 960), (0, 960)], "#8fb6c0" if mended else "#86a394")
    c.shape([(0, 640), (WIDTH, 592), (WIDTH, 616), (0, 668)], "#cfc4a8")
    for y in range(690, 950, 46):
        x = c.rng.uniform(40, 700)
        c.veil([(x, y), (x + 260, y - 9), (x + 300, y - 4), (x + 40, y + 6)], "#ffffff", 60)
    for x in range(20, WIDTH, 90):
        for dx in range(0, 40, 9):
            c.line(
                [(x + dx, 650 - x * 0.036), (x + dx + c.rng.uniform(-9, 9), 590 - x * 0.036)],
                "#6f9a62",
                4,
            )
    if mended:
        return
    for x, y in props.scatter(c.rng, 26, 120, 1180, 690, 920):
        kind = c.rng.random()
        if kind < 0.45:
            c.oval(x, y, 46, 14, "#6f9357")
        elif kind < 0.75:
            c.box(x, y - 12, 58, 24, c.rng.choice(("#e9efe9", "#c9dfe6", "#dcb98f")), 11)
            c.box(x + 56, y - 6, 13, 11, "#c65a4a", 3)
        else:
            c.shape([(x, y), (x + 40, y - 20), (x + 86, y - 4), (x + 52, y + 13)], "#f2f0ea")


def bench(c: Canvas, mended: bool) -> None:
    """A park bench with broken slats."""
    props.street(c, houses=False)
    c.box(0, 570, WIDTH, 400, "#b6cda4")
    c.shape([(0, 760), (WIDTH, 700), (WIDTH, 960), (0, 960)], "#dcd3bf")
    props.tree(c, 180, 650, 1.7)
    props.tree(c, 1120, 620, 1.4)
    c.shade_oval(660, 806, 360, 24)
    for x in (390, 890):
        c.box(x, 560, 22, 244, "#4d565d", 5)
        c.box(x - 34, 676, 92, 16, "#4d565d", 5)
    slats = [
        (560, "#b9855a"),
        (600, "#c69468"),
        (640, "#b9855a"),
        (682, "#c69468"),
        (704, "#b9855a"),
    ]
    for index, (y, code) in enumerate(slats):
        if not mended and index in (1, 3):
            c.shape([(350, y), (600, y + 4), (580, y + 26), (350, y + 26)], code)
            c.shape([(640, y + 60), (900, y + 16), (904, y + 38), (650, y + 84)], code)
        else:
            c.box(350, y, 610, 26, code, 4)


def fallen_tree(c: Canvas, mended: bool) -> None:
    """A tree across the road after a storm."""
    props.street(c)
    if mended:
        c.shade_oval(250, 690, 70, 14)
        c.box(206, 646, 84, 44, "#96775c", 8)
        c.oval(248, 648, 42, 15, "#d8b98f")
        c.oval(248, 648, 22, 8, "#c5a276")
        return
    c.shade_oval(720, 850, 480, 40)
    c.shape([(150, 700), (196, 660), (900, 772), (890, 812)], "#7d6350")
    for x, y, r in (
        (820, 760, 110),
        (930, 800, 126),
        (1040, 776, 104),
        (900, 700, 92),
        (1010, 860, 96),
        (800, 850, 84),
    ):
        c.oval(x, y, r, r * 0.72, c.rng.choice(props.LEAVES))
    for points in ([(150, 700), (96, 640)], [(160, 690), (110, 730)], [(170, 700), (140, 770)]):
        c.line(points, "#6b5443", 14)


def smoke(c: Canvas, mended: bool) -> None:
    """Something burns in the open."""
    props.street(c, houses=False)
    c.box(0, 570, WIDTH, 400, "#c9c08f")
    for y in range(610, 960, 44):
        c.line([(0, y), (WIDTH, y - 26)], "#bbb07c", 5)
    if mended:
        c.oval(640, 760, 210, 40, "#a39a76")
        props.bush(c, 180, 640, 280)
        return
    for step in range(9):
        c.veil_oval(
            650 + step * 34,
            660 - step * 70,
            90 + step * 17,
            62 + step * 9,
            "#8f9294",
            92 - step * 7,
        )
    c.oval(640, 770, 230, 46, "#5d5346")
    for x, h in ((540, 90), (600, 140), (660, 160), (720, 110)):
        c.shape([(x - 34, 770), (x, 770 - h), (x + 34, 770)], "#e2793c")
        c.shape([(x - 17, 770), (x, 770 - h * 0.6), (x + 17, 770)], "#f6c85f")


def dust(c: Canvas, mended: bool) -> None:
    """Bare earth at a building site."""
    props.house_row(c, base=470, low=180, high=300)
    c.line([(900, 470), (900, 60), (600, 60)], "#d9a441", 14)
    c.line([(980, 60), (900, 60)], "#d9a441", 14)
    c.line([(660, 60), (660, 210)], "#6f767c", 4)
    c.box(0, 470, WIDTH, 500, "#c2a071")
    c.shape(
        [(60, 800), (300, 540), (460, 600), (640, 500), (880, 720), (980, 800)],
        "#4f7d5c" if mended else "#b08a58",
    )
    if mended:
        for step in range(9):
            c.line([(150 + step * 90, 790), (260 + step * 60, 600)], "#5f8d6b", 4)
    else:
        for step in range(7):
            c.veil_oval(200 + step * 160, 520 - (step % 3) * 46, 190, 74, "#d9bf92", 76)
    for x in range(0, WIDTH, 160):
        c.box(x + 4, 790, 152, 170, "#5b93a6" if x // 160 % 2 else "#6aa0b2", 3)
        c.box(x, 782, 160, 12, "#dfe3e4")


def broken_rail(c: Canvas, mended: bool) -> None:
    """A railing by the water with a gap in it."""
    props.street(c, houses=False)
    c.box(0, 566, WIDTH, 140, "#8fb6c0")
    for y in (590, 624, 662):
        x = c.rng.uniform(60, 600)
        c.veil([(x, y), (x + 300, y - 4), (x + 340, y), (x + 30, y + 5)], "#ffffff", 70)
    c.box(0, 706, WIDTH, 254, "#d5ccbb")
    for x in range(40, WIDTH, 120):
        if not mended and 400 < x < 800:
            continue
        c.box(x, 540, 16, 210, "#e6e2d8", 4)
    for y in (560, 630, 700):
        if mended:
            c.box(0, y, WIDTH, 14, "#e6e2d8", 4)
        else:
            c.box(0, y, 410, 14, "#e6e2d8", 4)
            c.box(880, y, 400, 14, "#e6e2d8", 4)
    if not mended:
        c.shape([(410, 700), (424, 706), (560, 820), (548, 830)], "#e6e2d8")
        c.line([(424, 566), (800, 600), (884, 566)], "#d6503f", 7)
        return
    c.ring(1120, 640, 44, "#e2703f", 20)
