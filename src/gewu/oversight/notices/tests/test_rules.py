"""Quiet hours, tries, and what the words of a message may name."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gewu.kernel.acting import Refusal
from gewu.oversight.notices import rules
from gewu.oversight.notices.models import LANGUAGES
from gewu.oversight.notices.queries import defaults

SHANGHAI, HELSINKI = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Helsinki")
NIGHT = (time(21), time(7))


def at(hour, minute=0, day=2, zone=SHANGHAI):
    return datetime(2026, 3, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (at(20, 59), at(20, 59)),
        (at(21), at(7, day=3)),
        (at(2), at(7)),
        (at(7), at(7)),
    ],
)
def test_at_night_a_message_waits_for_the_morning(now, goes):
    assert rules.not_before(now, *NIGHT, SHANGHAI, urgent=False) == goes


def test_what_is_urgent_goes_at_once():
    assert rules.not_before(at(23), *NIGHT, SHANGHAI, urgent=True) == at(23)


def test_quiet_hours_within_a_day_and_none_at_all():
    assert rules.not_before(at(13), time(12), time(14), SHANGHAI, urgent=False) == at(14)
    assert rules.not_before(at(3), time(0), time(0), SHANGHAI, urgent=False) == at(3)


def test_the_morning_is_that_of_the_county_where_the_clocks_change():
    night = datetime(2026, 3, 28, 23, tzinfo=HELSINKI)
    goes = rules.not_before(night, *NIGHT, HELSINKI, urgent=False)
    assert goes.astimezone(UTC) == datetime(2026, 3, 29, 4, tzinfo=UTC)  # summer time by then


def test_it_is_tried_later_and_later_and_then_given_up():
    now = at(9)
    waits = [rules.next_try(tried, now) for tried in range(1, 6)]
    assert waits[0] == now + timedelta(minutes=1)
    assert waits[4] is None and waits[3] == now + timedelta(hours=4)


def test_words_name_only_what_a_message_may_name():
    with pytest.raises(Refusal, match="phone") as no:
        rules.checked_wording("{number}", "{phone}")
    assert no.value.field == "words"
    with pytest.raises(Refusal):
        rules.checked_wording(" ", "x")
    with pytest.raises(Refusal):
        rules.checked_wording("x" * 121, "x")
    assert rules.filled("{number} {unknown}.", {"number": "1"}) == "1 ."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{item}, {place}, limit {limit}. Look.", "Lamp, limit 18:00. Look."),
        ("{place} {reason}，时限 {limit}。", "时限 18:00。"),
        ("{item}、{place}，时限 {limit}。", "Lamp、时限 18:00。"),
    ],
)
def test_what_nobody_knows_takes_its_comma_along(words, said):
    assert rules.filled(words, {"item": "Lamp", "limit": "18:00"}) == said


def test_every_kind_has_words_in_every_language():
    assert set(defaults()) == {(kind, code) for kind in rules.KINDS for code, _name in LANGUAGES}
    for subject, words in defaults().values():
        assert rules.checked_wording(subject, words) == (subject, words)
