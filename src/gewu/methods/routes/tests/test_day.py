"""A day's stops: windows are kept, what must be done comes first, a short way wins."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gewu.methods.routes import Day, Stop, Window, in_order

ROW = 1_000
EVENING = (Window(18 * 60, 20 * 60),)


def on_a_line(*metres, pace=10):
    at = np.array([0, *metres])
    return np.abs(at[:, None] - at[None, :]) // pace


def test_nobody_to_see_is_a_day_without_a_way():
    order = in_order(np.zeros((1, 1)), [], Day())
    assert (order.stops, order.left, order.walking) == ((), (), 0)


def test_stops_along_a_street_are_taken_one_after_the_other():
    order = in_order(on_a_line(300, 100, 400, 200), [Stop()] * 4, Day(480, 600))
    assert order.stops == (1, 3, 0, 2)
    assert order.begins == (490, 510, 530, 550)
    assert (order.walking, order.ends) == (40, 560)


def test_whoever_is_at_home_in_the_evening_only_is_seen_then():
    order = in_order(on_a_line(10, 200), [Stop(15, EVENING), Stop()], Day(480, 1200))
    assert order.stops == (1, 0)
    assert order.begins[1] == 18 * 60


def test_a_shop_that_shuts_at_noon_is_seen_before_or_after():
    hours = (Window(540, 690), Window(840, 1000))
    order = in_order(on_a_line(10), [Stop(10, hours)], Day(700, 1000))
    assert order.begins == (840,)


def test_what_finds_no_room_is_named_and_what_is_nice_goes_first():
    stops = [Stop(50), Stop(50, is_must=False), Stop(50)]
    order = in_order(on_a_line(10, 20, 30), stops, Day(480, 590))
    assert order.left == (1,)
    assert in_order(on_a_line(10), [Stop(10, EVENING)], Day(480, 900)).left == (0,)


def test_nice_to_do_is_done_near_by_and_left_far_away():
    near = in_order(on_a_line(100, 110), [Stop(), Stop(is_must=False)], Day())
    far = in_order(on_a_line(100, -900), [Stop(), Stop(is_must=False)], Day())
    assert (near.left, far.left) == ((), (1,))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: in_order(np.zeros((2, 2)), [], Day()),
        lambda: in_order(-np.ones((2, 2)), [Stop()], Day()),
        lambda: Stop(-1),
        lambda: Stop(windows=()),
        lambda: Stop(windows=(Window(20, 10),)),
        lambda: Day(20, 10),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="than|before"):
        wrong()


@given(st.lists(st.tuples(st.integers(-ROW, ROW), st.integers(0, 500)), min_size=1, max_size=5))
@settings(max_examples=25)
def test_no_order_is_shorter_and_nothing_begins_before_its_time(places):
    ways = on_a_line(*(metres for metres, _opens in places))
    stops = [Stop(5, (Window(opens, 1_440),)) for _metres, opens in places]
    order = in_order(ways, stops, Day(0, 1_440), steps=300)
    assert sorted(order.stops) == list(range(len(stops)))
    for stop, begins in zip(order.stops, order.begins, strict=True):
        assert begins >= stops[stop].windows[0].opens
    for (one, begins), (other, later) in pairwise(zip(order.stops, order.begins, strict=True)):
        assert later >= begins + 5 + ways[one + 1, other + 1]
    free = in_order(ways, [Stop(5)] * len(stops), Day(0, 1_440), steps=300)
    assert free.walking == min(_walk(ways, each) for each in permutations(range(len(stops))))


def _walk(ways, order):
    return sum(ways[one, other] for one, other in pairwise([0, *(each + 1 for each in order)]))
