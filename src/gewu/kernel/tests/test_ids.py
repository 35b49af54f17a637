import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from gewu.kernel.ids import EPOCH, floor_at, moment_of, uuid7, uuid7_at

YEAR_1971, YEAR_2900 = 31_536_000, 29_348_000_000
MOMENTS = st.integers(YEAR_1971 * 10**6, YEAR_2900 * 10**6).map(
    lambda microseconds: EPOCH + timedelta(microseconds=microseconds)
)


def test_ids_rise_within_a_process():
    made = [uuid7() for _ in range(5_000)]
    assert made == sorted(made) and len(set(made)) == len(made)


def test_ids_of_several_threads_are_all_different():
    made: list = []
    threads = [
        threading.Thread(target=lambda: made.extend(uuid7() for _ in range(500))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2_000


def test_an_id_is_a_uuid_of_version_7():
    assert uuid7().version == 7
    assert uuid7().variant == "specified in RFC 4122"


def test_ids_rise_when_the_clock_steps_back_a_little():
    with time_machine.travel(datetime(2030, 1, 1, 12, 0, 0, 500_000, tzinfo=UTC), tick=False):
        before = uuid7()
    with time_machine.travel(datetime(2030, 1, 1, 12, 0, 0, 100_000, tzinfo=UTC), tick=False):
        assert uuid7() > before


def test_the_clock_is_believed_when_it_is_set_back_by_more():
    with time_machine.travel(datetime(2030, 1, 1, tzinfo=UTC), tick=False):
        uuid7()
    with time_machine.travel(datetime(2029, 1, 1, tzinfo=UTC), tick=False):
        assert moment_of(uuid7()).year == 2029


@given(MOMENTS)
def test_an_id_says_when_it_was_made(moment):
    assert timedelta(0) <= moment - moment_of(uuid7_at(moment)) < timedelta(milliseconds=1)


@given(MOMENTS)
def test_no_id_of_a_millisecond_is_below_its_floor(moment):
    assert floor_at(moment) <= uuid7_at(moment) < floor_at(moment + timedelta(milliseconds=1))


@given(MOMENTS, MOMENTS)
def test_floors_are_in_the_order_of_time(one, other):
    if one <= other:
        assert floor_at(one) <= floor_at(other)


def test_a_random_id_has_no_moment():
    with pytest.raises(ValueError, match="carries no time"):
        moment_of(uuid4())
