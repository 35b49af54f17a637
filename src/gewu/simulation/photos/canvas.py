"""A flat drawing surface in 1280 × 960 units, drawn twice as large so that edges come out smooth."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT, SCALE = 1280, 960, 2
QUALITY = 84

Colour = tuple[int, int, int]
Point = tuple[float, float]


def rgb(code: str) -> Colour:
    """ "#1f6f8b" as three numbers."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mixed(a: Colour, b: Colour, part: float) -> Colour:
    """Some of b in a."""
    return tuple(round(x + (y - x) * part) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


@dataclass(frozen=True)
class Light:
    """The hour and weather of a scene: the sky, and how everything else is tinted."""

    name: str
    sky_top: str
    sky_low: str
    tint: str
    strength: float
    rain: bool = False
    lit: float = 0.0  # share of windows with a lamp on


DAY = Light("day", "#bcdde8", "#f6f1e3", "#fff6e0", 0.04)
MORNING = Light("morning", "#d6e6ea", "#fbe9d2", "#ffdcae", 0.12)
DUSK = Light("dusk", "#8fa6c0", "#f7cfa6", "#d98f5f", 0.20, lit=0.25)
OVERCAST = Light("overcast", "#c4ced2", "#e7e8e4", "#9fb0ba", 0.18)
RAIN = Light("rain", "#a3b4be", "#d3dadb", "#7d93a1", 0.30, rain=True, lit=0.15)
NIGHT = Light("night", "#152238", "#3a4c63", "#17233a", 0.66, lit=0.35)


class Canvas:
    """Draws in scene units; colours are tinted by the light unless said otherwise."""

    def __init__(self, light: Light, rng: Random) -> None:
        self.light, self.rng = light, rng
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self.draw = ImageDraw.Draw(self.image, "RGBA")
        self._sky()

    def paint(self, code: str) -> Colour:
        """A colour as it looks in this light."""
        return mixed(rgb(code), rgb(self.light.tint), self.light.strength)

    def box(self, x: float, y: float, w: float, h: float, code: str, round_by: float = 0) -> None:
        """A rectangle, its corners rounded if asked."""
        corners = (x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE)
        self.draw.rounded_rectangle(corners, round_by * SCALE, fill=self.paint(code))

    def shape(self, points: Sequence[Point], code: str) -> None:
        """A polygon."""
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=self.paint(code))

    def oval(self, x: float, y: float, rx: float, ry: float, code: str) -> None:
        """An ellipse about its centre."""
        self.draw.ellipse(_around(x, y, rx, ry), fill=self.paint(code))

    def line(self, points: Sequence[Point], code: str, width: float = 4) -> None:
        """A line with round joints."""
        flat = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(flat, fill=self.paint(code), width=round(width * SCALE), joint="curve")

    def ring(self, x: float, y: float, r: float, code: str, width: float = 5) -> None:
        """A circle's line."""
        self.draw.ellipse(_around(x, y, r, r), outline=self.paint(code), width=round(width * SCALE))

    def shade(self, points: Sequence[Point], strength: int = 38) -> None:
        """A soft flat shadow of this form."""
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=(30, 42, 58, strength))

    def shade_oval(self, x: float, y: float, rx: float, ry: float, strength: int = 42) -> None:
        """A shadow under something."""
        self.draw.ellipse(_around(x, y, rx, ry), fill=(30, 42, 58, strength))

    def veil(self, points: Sequence[Point], code: str, strength: int) -> None:
        """A see-through form in its own colour: smoke, water, light."""
        flat = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.polygon(flat, fill=(*rgb(code), strength))

    def veil_oval(self, x: float, y: float, rx: float, ry: float, code: str, strength: int) -> None:
        """A see-through ellipse."""
        self.draw.ellipse(_around(x, y, rx, ry), fill=(*rgb(code), strength))

    def glow(self, x: float, y: float, r: float, code: str, strength: float = 0.8) -> None:
        """Light around a lamp."""
        small = Image.new("L", (WIDTH // 8, HEIGHT // 8))
        ImageDraw.Draw(small).ellipse(
            [(x - r) / 8, (y - r) / 8, (x + r) / 8, (y + r) / 8], fill=round(255 * strength)
        )
        soft = small.filter(ImageFilter.GaussianBlur(r / 22)).resize(self.image.size)
        self.image.paste(
            Image.new("RGB", self.image.size, rgb(code)), mask=soft.point(lambda v: round(v * 0.6))
        )
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def jpeg(self) -> bytes:
        """The finished photo."""
        if self.light.rain:
            self._rain()
        found = BytesIO()
        self.image.reduce(SCALE).save(found, "JPEG", quality=QUALITY)
        return found.getvalue()

    def _sky(self) -> None:
        top, low = rgb(self.light.sky_top), rgb(self.light.sky_low)
        bands = [mixed(top, low, step / 63) for step in range(64)]
        strip = Image.new("RGB", (1, 64))
        strip.putdata(bands)
        self.image.paste(
            strip.resize((WIDTH * SCALE, HEIGHT * SCALE * 2 // 3), Image.Resampling.BICUBIC), (0, 0)
        )

    def _rain(self) -> None:
        for _ in range(230):
            x, y = self.rng.uniform(0, WIDTH), self.rng.uniform(0, HEIGHT)
            long = self.rng.uniform(18, 42)
            ends = [(x * SCALE, y * SCALE), ((x - long * 0.22) * SCALE, (y + long) * SCALE)]
            self.draw.line(ends, fill=(255, 255, 255, 84), width=3)


def _around(x: float, y: float, rx: float, ry: float) -> tuple[float, float, float, float]:
    return (x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE
