"""A week's visits: on a day that suits, no day heavy, neighbours on one day."""

import numpy as np
import pytest

from gewu.methods.routes.spread import Visit, spread

ALL = frozenset(range(5))


def ways(places):
    at = np.array([[0, 0], *places])
    return np.ceil(np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) / 70).astype(int)


def test_days_are_alike_and_everybody_is_seen():
    random = np.random.default_rng(5)
    visits = [Visit(int(minutes), ALL) for minutes in random.integers(10, 40, 40)]
    found = spread(ways(random.uniform(0, 800, (40, 2))), visits, [420] * 5)
    assert None not in found.days
    assert max(found.loads) <= 1.35 * sum(found.loads) / 5


def test_a_day_is_kept_to_and_a_free_day_stays_free():
    visits = [Visit(20, frozenset({number % 5})) for number in range(10)]
    found = spread(
        ways([(number * 50, 0) for number in range(10)]), visits, [420, 420, 0, 420, 420]
    )
    assert found.days == (0, 1, None, 3, 4) * 2
    assert found.loads[2] == 0


def test_neighbours_fall_on_one_day():
    houses = [(0, 3_000), (3_000, 0)]
    places = [houses[number % 2] for number in range(8)]
    found = spread(ways(places), [Visit(30, frozenset({0, 1}))] * 8, [420, 420])
    assert len(set(found.days[::2])) == len(set(found.days[1::2])) == 1
    assert found.days[0] != found.days[1]


def test_what_finds_no_room_is_left_out_and_nothing_is_shared_among_no_days():
    found = spread(ways([(0, 0)] * 3), [Visit(40, ALL)] * 3, [100])
    assert sorted(found.days, key=str) == [0, 0, None]
    assert spread(ways([(0, 0)]), [Visit(10, ALL)], [0, 0]).days == (None,)
    assert spread(ways([]), [], [60]).loads == (0,)


def test_ways_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="way"):
        spread(np.zeros((1, 1)), [Visit(10, ALL)], [60])
