"""The album: every scene by name, in its light, and which item shows which scene."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from gewu.simulation.photos import indoors, outdoors, roads
from gewu.simulation.photos.canvas import DAY, DUSK, MORNING, NIGHT, OVERCAST, RAIN, Canvas, Light

Scene = Callable[[Canvas, bool], None]


@dataclass(frozen=True, slots=True)
class Shot:
    """A scene, the light before and the light after."""

    draw: Scene
    before: Light
    after: Light


SHOTS: dict[str, Shot] = {
    "bins": Shot(outdoors.bins, DUSK, MORNING),
    "heap": Shot(outdoors.heap, OVERCAST, DAY),
    "dirty_road": Shot(roads.dirty_road, OVERCAST, DAY),
    "adverts": Shot(outdoors.adverts, DAY, MORNING),
    "floating": Shot(outdoors.floating, OVERCAST, DAY),
    "manhole": Shot(roads.manhole, DUSK, DAY),
    "pothole": Shot(roads.pothole, RAIN, DAY),
    "lamp": Shot(roads.lamp, NIGHT, NIGHT),
    "puddle": Shot(roads.puddle, RAIN, OVERCAST),
    "cable": Shot(roads.cable, MORNING, DAY),
    "bench": Shot(outdoors.bench, DAY, MORNING),
    "stalls": Shot(roads.stalls, DUSK, MORNING),
    "bikes": Shot(roads.bikes, DAY, MORNING),
    "fallen_tree": Shot(outdoors.fallen_tree, RAIN, DAY),
    "fire_lane": Shot(roads.fire_lane, DUSK, DAY),
    "smoke": Shot(outdoors.smoke, DUSK, MORNING),
    "dust": Shot(outdoors.dust, DAY, MORNING),
    "broken_rail": Shot(outdoors.broken_rail, OVERCAST, DAY),
    "stairway": Shot(indoors.stairway, DAY, MORNING),
    "wires": Shot(indoors.wires, DUSK, DAY),
    "leak": Shot(indoors.leak, OVERCAST, DAY),
    "lift": Shot(indoors.lift, DAY, DAY),
    "fumes": Shot(indoors.fumes, DUSK, DAY),
    "desk": Shot(indoors.desk, DAY, MORNING),
}

SCENE_OF_ITEM = {
    "0101": "bins", "0102": "heap", "0103": "dirty_road", "0104": "stairway", "0105": "adverts",
    "0107": "floating", "0108": "heap", "0201": "manhole", "0202": "pothole", "0203": "lamp",
    "0204": "puddle", "0205": "cable", "0206": "bench", "0301": "lift", "0303": "leak",
    "0401": "fire_lane", "0402": "wires", "0405": "puddle",
    "0406": "broken_rail", "0501": "stalls", "0502": "bikes", "0504": "dust", "0507": "fallen_tree",
    "0603": "fumes", "0604": "dust", "0605": "floating", "0606": "smoke",
    "1104": "pothole",
    "1107": "smoke", "1201": "puddle", "1202": "fallen_tree",
}  # fmt: skip


# What a worker's photo shows where the item has no scene of its own.
SCENE_OF_CATEGORY = {
    "01": "bins", "02": "bench", "03": "leak", "04": "fire_lane", "05": "stalls", "06": "dust",
    "07": "desk", "08": "desk", "09": "desk", "10": "desk", "11": "broken_rail", "12": "puddle",
}  # fmt: skip


def scene_of(item: str) -> str:
    """The scene that shows this item, or nothing where a photo would not help."""
    return SCENE_OF_ITEM.get(item, "")


def evidence_scene(item: str) -> str:
    """The scene of a photo that shows the work done."""
    return SCENE_OF_ITEM.get(item) or SCENE_OF_CATEGORY[item[:2]]


@lru_cache(maxsize=64)
def photo(scene: str, mended: bool, seed: int = 1) -> bytes:
    """One photo as JPEG; before and after show the same place."""
    shot = SHOTS[scene]
    canvas = Canvas(shot.after if mended else shot.before, Random(f"{seed}:{scene}"))
    shot.draw(canvas, mended)
    return canvas.jpeg()
