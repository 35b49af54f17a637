"""What `gewu bench imports` holds against its promises."""

import pytest

from gewu.config.cli import bench_imports
from gewu.kernel.tables import Row

KEPT = {
    "requests": 15_000,
    "requests_in_file": 15_000,
    "seconds": 59.0,
    "agreement": 0.95,
    "not_as_the_outlines_say": 0,
    "messages": 7_368,
    "messages_in_file": 7_368,
}


def test_nothing_is_broken_when_all_is_kept():
    assert bench_imports._broken(KEPT) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"requests": 14_999}, "every request"),
        ({"messages": 0}, "every message"),
        ({"not_as_the_outlines_say": 1}, "outlines"),
        ({"seconds": 61.0}, "60 seconds"),
        ({"agreement": 0.94}, "0.945"),
    ],
)
def test_a_broken_promise_is_named(changed, words):
    (broken,) = bench_imports._broken(KEPT | changed)
    assert words in broken


def test_names_agree_by_their_letters_and_a_lost_row_agrees_with_none():
    rows = [
        Row(n, {"requestId": str(n), "councilName": name}) for n, name in enumerate(["A b", "C"])
    ]
    assert bench_imports._agreed(rows, {"0": "a-B"}) == 1
