"""Times and numbers are said as people say them, alike on the server and in the browser."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from gewu.methods.small_counts import SMALL, WITHHELD
from gewu.ui import words
from gewu.ui.templatetags import ui as tag

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
HOUR = timedelta(hours=1)
CASES = json.loads((Path(__file__).parent / "clock_cases.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["en"])
@pytest.mark.parametrize(("language", "key"), [("zh-hans", "zh"), ("en", "en")])
def test_a_running_clock_says_what_the_shared_cases_say(
    case: dict[str, Any], language: str, key: str
) -> None:
    warn = NOW - HOUR if case["near"] else None
    with translation.override(language):
        face = words.clock_face(NOW + timedelta(seconds=case["seconds"]), NOW, warn=warn)
    assert (face.text, face.state) == (case[key], case["state"])


def test_a_clock_that_stands_or_ended_says_so() -> None:
    with translation.override("en"):
        paused = words.clock_face(NOW, NOW, state="paused")
        on_time = words.clock_face(NOW, NOW, state="done", ended=NOW - HOUR)
        late = words.clock_face(NOW - 7 * HOUR, NOW, state="done", ended=NOW)
    assert [paused.text, on_time.text, late.text] == ["paused", "on time", "done 7 h late"]
    assert [paused.state, on_time.state, late.state] == ["paused", "done", "late"]


def test_every_state_has_an_icon_of_its_own() -> None:
    assert len(set(words.ICONS.values())) == len(words.ICONS)


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        (NOW, "今天 09:00", "today 09:00"),
        (NOW - 24 * HOUR, "昨天 09:00", "yesterday 09:00"),
        (NOW + 24 * HOUR, "明天 09:00", "tomorrow 09:00"),
        (NOW - 20 * 24 * HOUR, "11月3日 09:00", "Nov. 3 09:00"),
        (NOW - 365 * 24 * HOUR, "2025年11月23日 09:00", "Nov. 23, 2025 09:00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(moment: datetime, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert words.moment(moment, NOW) == chinese
    with translation.override("en"):
        assert words.moment(moment, NOW) == english


def test_the_exact_time_is_local_and_to_the_second() -> None:
    assert words.exact(NOW) == "2026-11-23 09:00:00"


def test_numbers_are_grouped_in_both_languages() -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert words.number(1234567) == "1,234,567"


def test_lengths_below_each_other_keep_their_small_units() -> None:
    with translation.override("en"):
        said = [words.whole_span(minutes) for minutes in (0, 59, 60, 1447, 8 * 1440 + 61)]
    assert said == ["0 min", "59 min", "1 h", "1 day 7 min", "8 days 1 h 1 min"]


def test_counts_of_people_are_told_or_not_and_why(english: None) -> None:
    assert [words.count_told(each) for each in (1234, SMALL, WITHHELD)] == [
        "1,234", "fewer than 5", "not told",
    ]  # fmt: skip
    assert words.why_not_told(7) == ""
    assert tag.told(7) == "7"
    assert tag.told(SMALL) == '<abbr title="So few could be recognised.">fewer than 5</abbr>'
    assert "worked out" in tag.told(WITHHELD)
