"""Photos drawn by program: real JPEG files, of one size, the same each time, many different."""

from io import BytesIO

import pytest
from PIL import Image

from gewu.simulation import texts
from gewu.simulation.photos.album import SCENE_OF_ITEM, SHOTS, photo, scene_of


def test_there_are_thirty_and_more_photos():
    assert 2 * len(SHOTS) >= 30


@pytest.mark.parametrize("scene", sorted(SHOTS))
def test_before_and_after_are_jpegs_of_one_size_and_differ(scene):
    before, after = photo(scene, False), photo(scene, True)
    for made in (before, after):
        image = Image.open(BytesIO(made))
        assert (image.format, image.size) == ("JPEG", (1280, 960))
        assert 15_000 < len(made) < 130_000
        assert not image.getexif()
    assert before != after


def test_a_photo_is_the_same_each_time():
    first = photo("manhole", False, 4)
    photo.cache_clear()
    assert photo("manhole", False, 4) == first


def test_items_show_scenes_that_exist():
    assert set(SCENE_OF_ITEM.values()) <= set(SHOTS)
    assert set(SCENE_OF_ITEM) <= set(texts.patterns())
    assert scene_of("0703") == ""
