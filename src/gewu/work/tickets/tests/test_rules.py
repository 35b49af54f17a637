"""Pure rules: numbers, clocks, wording, evidence, routes."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.kernel.acting import Refusal
from gewu.methods.checkdigit import is_valid
from gewu.methods.worktime import Limit, WorkCalendar, due
from gewu.work.tickets.rules import clocks, evidence, numbers, routing, wording
from gewu.work.tickets.rules.wording import without_remark

pytestmark = pytest.mark.usefixtures("english")

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(
    zone=SHANGHAI,
    periods=((time(8), time(12)), (time(14), time(18))),
    official_years=frozenset({2025}),
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


class TestNumbers:
    def test_it_has_county_day_sequence_and_check_digit(self):
        number = numbers.number_of("379901", date(2026, 3, 2), 123)
        assert number[:20] == "37990120260302000123"
        assert is_valid(number)
        assert numbers.grouped(number) == f"379901 20260302 000123 {number[-1]}"

    def test_a_short_county_code_is_filled_up(self):
        assert numbers.number_of("37", date(2026, 3, 2), 1)[:6] == "370000"

    @given(st.integers(0, 10**7))
    def test_what_was_printed_can_be_typed_again(self, sequence):
        number = numbers.number_of("379901", date(2026, 3, 2), sequence)
        assert numbers.typed_number(f" {numbers.grouped(number)} ") == number

    def test_a_mistyped_digit_is_told_from_a_missing_one(self):
        number = numbers.number_of("379901", date(2026, 3, 2), 123)
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        with pytest.raises(Refusal) as refused:
            numbers.typed_number(wrong)
        assert refused.value.code == "number_check_digit"
        with pytest.raises(Refusal) as refused:
            numbers.typed_number(number[:-1])
        assert refused.value.code == "number_length"


class TestClocks:
    def test_vectors_of_the_standard(self):
        friday = at("2025-07-11 17:00")
        assert clocks.deadline("W4", friday, CALENDAR).due_at == at("2025-07-14 11:00")
        assert clocks.deadline("D2", friday, CALENDAR).due_at == at("2025-07-15 17:00")
        saturday = at("2025-07-12 09:00")
        assert due(saturday, Limit("working_minutes", 120), CALENDAR) == at("2025-07-14 10:00")

    @pytest.mark.parametrize("deadline_class", [*clocks.LIMITS])
    def test_every_class_ends_after_it_starts(self, deadline_class):
        start = at("2025-07-11 17:00")
        promise = clocks.deadline(deadline_class, start, CALENDAR)
        assert promise.deadline_class == deadline_class
        assert promise.due_at > start

    def test_every_class_has_a_name(self):
        assert set(clocks.CLASS_NAMES) == {*clocks.LIMITS, "E0", "PLAN"}

    def test_emergency_hours_run_through_the_night(self):
        assert clocks.deadline("E2", at("2025-07-11 23:00"), CALENDAR).due_at == at(
            "2025-07-12 01:00"
        )

    def test_an_emergency_is_no_work_order(self):
        with pytest.raises(Refusal) as refused:
            clocks.deadline("E0", at("2025-07-11 17:00"), CALENDAR)
        assert refused.value.code == "emergency"

    def test_a_planned_item_needs_a_date_within_a_year(self):
        start = at("2025-07-11 17:00")
        later = start + timedelta(days=90)
        assert clocks.deadline("PLAN", start, CALENDAR, agreed=later).due_at == later
        for wrong in (None, start, start + timedelta(days=367)):
            with pytest.raises(Refusal):
                clocks.deadline("PLAN", start, CALENDAR, agreed=wrong)

    @pytest.mark.parametrize(
        ("passed", "closed", "word"),
        [
            (1, None, "on_time"),
            (8.1, None, "near"),
            (10.1, None, "overdue"),
            (20, 9, "done"),
            (20, 11, "done_late"),
        ],
    )
    def test_five_honest_words(self, passed, closed, word):
        start = datetime(2026, 3, 2, tzinfo=UTC)
        hours = lambda h: start + timedelta(hours=h)  # noqa: E731
        closed_at = hours(closed) if closed else None
        assert clocks.clock_of(hours(passed), start, hours(10), closed_at) == word


class TestWording:
    def test_a_missing_title_is_the_beginning_of_the_words(self):
        title, words = wording.checked_words("", "  路灯坏了，" + "晚上看不见" * 20)
        assert title.startswith("路灯坏了") and title.endswith("…") and len(title) == 40
        assert words.startswith("路灯坏了")
        assert wording.checked_words("", "路灯坏了")[0] == "路灯坏了"

    @pytest.mark.parametrize(
        ("title", "words", "field"),
        [("", " \n", "words"), ("短", "字" * 5_001, "words"), ("长" * 121, "", "title")],
    )
    def test_it_refuses_at_the_field(self, title, words, field):
        with pytest.raises(Refusal) as refused:
            wording.checked_words(title, words)
        assert refused.value.field == field

    def test_a_note_may_be_empty_only_where_it_is_not_needed(self):
        assert wording.checked_note("  ", needed=False) == ""
        with pytest.raises(Refusal):
            wording.checked_note("  ", needed=True)
        with pytest.raises(Refusal):
            wording.checked_note("字" * 5_001, needed=False)

    def test_a_report_is_not_from_the_future(self):
        now = datetime(2026, 3, 2, tzinfo=UTC)
        assert wording.checked_moment(now, now) == now
        with pytest.raises(Refusal):
            wording.checked_moment(now + timedelta(seconds=1), now)

    def test_stars(self):
        assert wording.checked_stars(5) == 5
        for wrong in (0, 6):
            with pytest.raises(Refusal):
                wording.checked_stars(wrong)


class TestEvidence:
    @pytest.mark.parametrize(
        ("wanted", "before", "after", "words", "field"),
        [
            (["photo_after"], 0, 0, "修好了", "photos"),
            (["photo_before_after"], 0, 1, "修好了", "photos_before"),
            (["document"], 0, 0, "出具了意见", "photos"),
            (["note"], 0, 0, " ", "words"),
        ],
    )
    def test_missing_evidence_is_named(self, wanted, before, after, words, field):
        with pytest.raises(Refusal) as refused:
            evidence.ask_for_evidence(wanted, photos_before=before, photos_after=after, words=words)
        assert refused.value.field == field

    def test_what_is_there_is_enough(self):
        evidence.ask_for_evidence(
            ["photo_before_after", "note"], photos_before=1, photos_after=1, words="换好了"
        )
        evidence.ask_for_evidence(["note"], photos_before=0, photos_after=0, words="讲清楚了")
        evidence.ask_for_evidence(["document"], photos_before=0, photos_after=1, words="见附图")

    def test_whoever_left_a_phone_is_asked_before_it_is_closed_for_them(self):
        with pytest.raises(Refusal) as refused:
            evidence.ask_for_agreement(["confirmation"], may_be_asked=True, words=" ")
        assert refused.value.field == "words"
        evidence.ask_for_agreement(["confirmation"], may_be_asked=True, words="电话里说满意")
        evidence.ask_for_agreement(["confirmation"], may_be_asked=False, words="")
        evidence.ask_for_agreement(["note"], may_be_asked=True, words="")


class TestRouting:
    GRID, COMMUNITY, TOWN, LAMPS = (uuid4() for _ in range(4))

    def choices(self, **changed):
        everyone = {
            "of_area": {"grid": self.GRID, "community": self.COMMUNITY, "town": self.TOWN},
            "of_kind": None,
            "placed": True,
        }
        return routing.Choices(**everyone | changed)

    def test_the_unit_of_the_place_leads_its_own_items(self):
        assert routing.choose("community", self.choices()) == routing.Route(self.COMMUNITY, "area")

    def test_the_next_level_up_is_asked_where_a_unit_is_missing(self):
        found = routing.choose("grid", self.choices(of_area={"town": self.TOWN}))
        assert found == routing.Route(self.TOWN, "no_team")
        assert routing.choose("grid", self.choices(of_area={})) == routing.Route(None, "no_team")

    def test_a_department_leads_its_kind_wherever_it_is(self):
        found = routing.choose("department", self.choices(of_kind=self.LAMPS, placed=False))
        assert found == routing.Route(self.LAMPS, "kind")

    def test_a_missing_mapping_and_a_place_outside_go_to_the_desk_with_that_said(self):
        assert routing.choose("department", self.choices()).reason == "no_mapping"
        outside = self.choices(of_area={}, placed=False)
        assert routing.choose("town", outside) == routing.Route(None, "outside")

    def test_every_reason_is_explained(self):
        known = {"area", "kind", "hand", "rule", "outside", "no_mapping", "no_team"}
        assert set(routing.REASONS) == known


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("房屋渗漏、外墙脱落(有坠落风险按E2)", "房屋渗漏、外墙脱落"),
        ("Care visits (with consent)", "Care visits"),
        ("四大堆(生活垃圾、柴草)、荒院", "四大堆(生活垃圾、柴草)、荒院"),
        ("路灯不亮", "路灯不亮"),
        ("(仅限内部)", "(仅限内部)"),
    ],
)
def test_remarks_for_staff_stand_behind_the_name(name: str, plain: str) -> None:
    assert without_remark(name) == plain
