"""Scenes under a roof; each draws itself before (mended=False) and after."""

from gewu.simulation.photos import props
from gewu.simulation.photos.canvas import WIDTH, Canvas


def _stairwell(c: Canvas) -> None:
    c.box(0, 0, WIDTH, 960, "#e8e2d4")
    c.box(0, 430, WIDTH, 300, "#b9cbbd")
    c.box(0, 424, WIDTH, 10, "#9fb5a6")
    c.shape([(0, 730), (WIDTH, 730), (WIDTH, 960), (0, 960)], "#c9c1b2")
    for step in range(6):
        y = 690 - step * 74
        c.box(760 + step * 62, y, 700, 76, "#cfc7b8" if step % 2 else "#c4bbab")
        c.box(760 + step * 62, y, 700, 12, "#ded7c9")
    c.line([(700, 480), (1090, 60)], "#8a5f48", 20)
    for step in range(6):
        c.line(
            [(716 + step * 62, 690 - step * 74), (716 + step * 62, 470 - step * 66)], "#6d757b", 8
        )
    c.box(140, 110, 260, 190, "#bcd8e2", 6)
    c.line([(270, 110), (270, 300)], "#f3efe6", 12)
    c.line([(140, 205), (400, 205)], "#f3efe6", 12)
    c.box(130, 300, 280, 14, "#f3efe6")


def stairway(c: Canvas, mended: bool) -> None:
    """A stairway full of things."""
    _stairwell(c)
    if mended:
        c.veil([(140, 960), (460, 730), (690, 730), (620, 960)], "#ffffff", 60)
        return
    for x, y, w, h in (
        (90, 780, 170, 150),
        (120, 640, 140, 110),
        (290, 800, 150, 120),
        (300, 680, 120, 90),
        (470, 790, 120, 84),
    ):
        props.carton(c, x, y, w, h)
    props.bike(c, 420, 910, "#5d88a3", 78)
    props.bag(c, 180, 880, 1.4, "#58708a")
    props.bag(c, 800, 900, 1.3, "#e8e6e0")


def wires(c: Canvas, mended: bool) -> None:
    """An e-bike that charges in the doorway, then an empty doorway."""
    _stairwell(c)
    c.box(470, 300, 90, 110, "#f5f2ea", 8)
    for y in (330, 368):
        c.oval(500, y, 7, 7, "#4d565d")
        c.oval(530, y, 7, 7, "#4d565d")
    if mended:
        c.box(90, 500, 300, 150, "#f8f5ec", 8)
        c.box(110, 524, 180, 18, "#1f6f8b", 4)
        c.box(110, 562, 240, 12, "#a9b2b2", 4)
        c.box(110, 590, 210, 12, "#a9b2b2", 4)
        return
    c.line([(516, 380), (500, 520), (430, 600), (360, 640)], "#2f363c", 9)
    c.line([(530, 372), (600, 560), (560, 700), (480, 760)], "#c8554a", 7)
    props.bike(c, 190, 880, "#c86a4f", 92)
    c.box(280, 700, 150, 66, "#3f464c", 10)
    c.oval(322, 690, 9, 9, "#e2703f")


def leak(c: Canvas, mended: bool) -> None:
    """A ceiling corner with a water stain."""
    c.box(0, 0, WIDTH, 960, "#efe8da")
    c.shape([(0, 0), (WIDTH, 0), (1010, 250), (270, 250)], "#f8f4ea")
    c.shape([(0, 0), (270, 250), (270, 760), (0, 960)], "#e3dac8")
    c.shape([(WIDTH, 0), (1010, 250), (1010, 760), (WIDTH, 960)], "#e7dfce")
    c.shape([(0, 960), (270, 760), (1010, 760), (WIDTH, 960)], "#c9a983")
    c.box(520, 400, 240, 200, "#c4dbe3", 4)
    c.line([(640, 400), (640, 600)], "#fbf8f0", 10)
    if mended:
        return
    for x, y, rx, ry in ((330, 210, 150, 60), (300, 330, 74, 120), (420, 150, 110, 46)):
        c.veil_oval(x, y, rx, ry, "#b59a6a", 88)
        c.veil_oval(x, y, rx * 0.7, ry * 0.7, "#9a7f52", 70)
    for x, y in props.scatter(c.rng, 12, 230, 420, 240, 520):
        c.shape([(x, y), (x + 34, y - 8), (x + 40, y + 26), (x + 8, y + 32)], "#d8cbb2")
    for y in (470, 560, 640):
        c.veil_oval(318, y, 7, 14, "#6f9db2", 210)
    c.oval(330, 812, 92, 24, "#5d88a3")
    c.shape([(240, 812), (420, 812), (396, 900), (264, 900)], "#4c7fa3")


def lift(c: Canvas, mended: bool) -> None:
    """A lift out of order."""
    c.box(0, 0, WIDTH, 800, "#e4ddcf")
    c.box(0, 800, WIDTH, 160, "#bdb5a7")
    for x in range(0, WIDTH, 160):
        c.line([(x, 800), (x - 60, 960)], "#aea697", 3)
    c.box(380, 150, 480, 660, "#8e979c", 6)
    c.box(410, 180, 205, 630, "#c7ced1")
    c.box(625, 180, 205, 630, "#bcc4c8")
    c.box(540, 80, 160, 54, "#2f363c", 8)
    c.box(920, 440, 74, 150, "#c7ced1", 8)
    c.oval(957, 486, 20, 20, "#fdf3d0" if mended else "#8e979c")
    c.oval(957, 544, 20, 20, "#8e979c")
    if mended:
        c.shape([(600, 120), (620, 92), (640, 120)], "#8fd0a0")
        return
    c.box(596, 100, 48, 10, "#d6503f", 3)
    c.box(500, 400, 240, 170, "#fbf6e6", 8)
    c.shape([(620, 424), (668, 506), (572, 506)], "#e2a93f")
    c.box(615, 448, 10, 32, "#3f464c", 3)
    c.oval(620, 492, 6, 6, "#3f464c")
    c.box(536, 526, 168, 14, "#6d757b", 4)
    c.line([(380, 640), (860, 690)], "#e2a93f", 22)
    c.line([(380, 690), (860, 640)], "#e2a93f", 22)


def fumes(c: Canvas, mended: bool) -> None:
    """A kitchen outlet below somebody's window."""
    c.box(0, 0, WIDTH, 820, "#dcc9b0")
    for y in range(0, 820, 54):
        c.line([(0, y), (WIDTH, y)], "#cfb99c", 3)
    c.box(0, 820, WIDTH, 140, "#b8b0a2")
    for x in (160, 820):
        c.box(x, 130, 260, 220, "#f5f0e4", 6)
        c.box(x + 16, 146, 228, 188, "#a4c3ce")
        c.line([(x + 130, 146), (x + 130, 334)], "#f5f0e4", 12)
    c.box(520, 430, 90, 392, "#aab3b8", 6)
    c.box(500, 400, 130, 46, "#939da3", 8)
    c.box(880, 560, 270, 262, "#8a6a52", 4)
    if mended:
        c.box(480, 500, 170, 150, "#c9d0d3", 10)
        c.box(504, 524, 122, 12, "#8fd0a0", 4)
        for y in (566, 590, 614):
            c.box(504, y, 122, 8, "#939da3", 3)
        return
    for step in range(8):
        c.veil_oval(
            560 - step * 34,
            380 - step * 40,
            70 + step * 17,
            48 + step * 9,
            "#8f8f8a",
            96 - step * 8,
        )
    for x, y in ((512, 470), (586, 540), (540, 640)):
        c.veil_oval(x, y, 20, 44, "#6b5a3c", 120)


def desk(c: Canvas, mended: bool) -> None:
    """A counter with papers: what help with an application looks like."""
    c.box(0, 0, WIDTH, 620, "#dfe7e2")
    c.box(120, 90, 460, 300, "#f7f4ea", 8)
    for row in range(4):
        c.box(150, 130 + row * 60, 400 - row * 40, 18, "#b9cbbd", 5)
    props.tree(c, 1090, 620, 1.5)
    c.box(1020, 560, 140, 110, "#c98f6a", 14)
    c.box(0, 620, WIDTH, 340, "#c7a37c")
    c.box(0, 620, WIDTH, 16, "#b58f68")
    papers = ((300, 700, "#fdfbf4"), (560, 720, "#f4efe0"), (430, 740, "#ffffff"))
    for x, y, code in papers:
        c.shade([(x + 8, y + 8), (x + 248, y + 8), (x + 226, y + 178), (x - 14, y + 178)], 32)
        c.shape([(x, y), (x + 240, y), (x + 218, y + 170), (x - 22, y + 170)], code)
        for row in range(4):
            c.box(x + 20 - row * 4, y + 26 + row * 34, 150, 9, "#a9b2b2", 3)
    if mended:
        c.ring(780, 830, 46, "#c8453c", 9)
        c.line([(758, 832), (776, 850), (806, 808)], "#c8453c", 10)
    c.line([(900, 880), (1060, 760)], "#1f6f8b", 16)
