"""One class per verb: does it, refuses it, announces it, twice is harmless."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import IN_GRID_3, NOWHERE

from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.models import JournalEntry
from gewu.kernel.states import IllegalMove
from gewu.methods.checkdigit import is_valid
from gewu.work.tickets import actions
from gewu.work.tickets.models import Condition, Move, Note, Rating, Ticket, TicketPhoto
from gewu.work.tickets.queries.scope import code_of, secret_of
from gewu.work.tickets.tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place():
    return make.equipped_town()


def said(ticket):
    return list(
        JournalEntry.objects.filter(payload__ticket=str(ticket.pk))
        .order_by("id")
        .values_list("name", flat=True)
    )


def verbs(ticket):
    moves = Move.objects.filter(ticket_id=ticket.pk).order_by("id")
    return [(move.verb, move.from_state, move.to_state) for move in moves]


class TestSubmit:
    def test_a_known_item_at_a_known_place_is_dispatched_at_once(self, place):
        ticket = make.report()
        assert ticket.state == "dispatched"
        assert ticket.unit_id == place.sanitation.pk
        assert ticket.area == place.grid_1
        assert ticket.area_version == place.grid_1.current_id
        assert ticket.deadline_class == "W4"
        assert is_valid(ticket.number)
        assert said(ticket) == ["tickets.submitted", "tickets.filed", "tickets.dispatched"]
        assert verbs(ticket) == [
            ("submit", "", "submitted"),
            ("file", "submitted", "filed"),
            ("dispatch", "filed", "dispatched"),
        ]

    def test_it_says_why_the_unit_was_chosen(self, place):
        ticket = make.report()
        move = Move.objects.get(ticket_id=ticket.pk, verb="dispatch")
        assert move.codes == {"route": "kind"}
        assert move.unit_id == place.sanitation.pk

    def test_words_alone_wait_for_a_person(self, place):
        ticket = make.report(item=None, lon=None, lat=None, title="")
        assert ticket.state == "submitted"
        assert ticket.area is None and ticket.area_path == place.county.path
        assert ticket.deadline_class == "D5"
        assert ticket.text.title == "三号楼前垃圾桶满了两天没人清"

    def test_a_place_outside_goes_to_the_county_desk_with_that_said(self, place):
        ticket = make.report(lon=NOWHERE[0], lat=NOWHERE[1], item=make.item("0104"))
        assert ticket.unit_id == place.desk.pk
        assert Move.objects.get(ticket_id=ticket.pk, verb="dispatch").codes == {"route": "outside"}

    def test_a_kind_without_a_unit_goes_to_the_county_desk_with_that_said(self, place):
        ticket = make.report(item=make.item("0203"))
        assert ticket.unit_id == place.desk.pk
        assert Move.objects.get(ticket_id=ticket.pk, verb="dispatch").codes["route"] == "no_mapping"

    def test_a_planned_item_waits_for_an_agreed_date(self, place):
        assert make.report(item=make.item("0307")).state == "submitted"

    def test_an_emergency_is_told_the_number_and_makes_no_ticket(self, place):
        with pytest.raises(Refusal, match="110"):
            make.report(item=make.item("0408"))
        assert not Ticket.objects.exists()

    def test_the_same_command_makes_one_ticket(self, place):
        command = uuid4()
        assert make.report(command=command) == make.report(command=command)
        assert Ticket.objects.count() == 1

    def test_name_and_phone_are_sealed_and_never_in_the_journal(self, place):
        ticket = make.report(name="柯丽欧", phone="13800000001")
        assert ticket.contact_id
        assert "13800000001" not in str(
            list(JournalEntry.objects.values_list("payload", flat=True))
        )

    def test_photos_hang_on_the_report(self, place):
        ticket = make.report(photos=[make.picture(), make.picture("red")])
        photos = TicketPhoto.objects.filter(ticket=ticket, stage="before")
        assert photos.count() == 2

    def test_ten_photos_are_too_many(self, place):
        with pytest.raises(Refusal) as refused:
            make.report(photos=[None] * 10)
        assert refused.value.field == "photos"

    def test_it_takes_at_most_twelve_statements(self, place):
        make.report()
        item, command = make.item(), uuid4()
        with CaptureQueriesContext(connection) as asked:
            make.report(item=item, command=command)
        asked = [each["sql"][:100] for each in asked if "SAVEPOINT" not in each["sql"]]
        assert len(asked) <= 12, asked

    def test_a_condition_of_each_level_finds_its_unit(self, place):
        assert make.report(item=make.item("0104")).unit_id == place.community_office.pk
        assert make.report(item=make.item("0102")).unit_id == place.town_office.pk


class TestPlace:
    def test_a_point_brings_the_ticket_into_an_areas_sight(self, place):
        ticket = make.report(lon=None, lat=None, item=None)
        placed = actions.place(ticket=ticket, lon=IN_GRID_3[0], lat=IN_GRID_3[1], by=place.root)
        assert placed.area == place.grid_3
        assert placed.area_path == place.grid_3.path
        assert placed.state == "submitted"
        assert said(ticket)[-1] == "tickets.placed"

    def test_an_area_is_enough_and_outside_is_allowed(self, place):
        ticket = make.report(lon=None, lat=None, item=None)
        assert (
            actions.place(ticket=ticket, area=place.community, by=place.root).area
            == place.community
        )
        outside = actions.place(ticket=ticket, lon=NOWHERE[0], lat=NOWHERE[1], by=place.root)
        assert outside.area is None and outside.area_path == place.county.path

    def test_it_asks_for_something(self, place):
        with pytest.raises(Refusal) as refused:
            actions.place(ticket=make.report(item=None), by=place.root)
        assert refused.value.field == "area"


class TestFile:
    def condition(self, code="0101", **wanted):
        return Condition.objects.filter(item__code=code, **wanted).order_by("seq").first()

    def test_the_limit_is_counted_from_the_report(self, place):
        with time_machine.travel(datetime(2026, 3, 2, 1, tzinfo=UTC), tick=False):
            ticket = make.report(item=None)
        with time_machine.travel(datetime(2026, 3, 2, 3, tzinfo=UTC), tick=False):
            filed = actions.file(ticket=ticket, condition=self.condition(), by=place.ben)
        assert filed.state == "filed"
        assert filed.item.code == "0101"
        assert filed.due_at == datetime(2026, 3, 2, 7, tzinfo=UTC)  # 09:00 + 4 working hours

    def test_a_planned_one_keeps_the_agreed_date(self, place):
        agreed = timezone.now() + timedelta(days=60)
        ticket = make.report(item=None)
        filed = actions.file(
            ticket=ticket, condition=self.condition("0307"), agreed=agreed, by=place.ben
        )
        assert (filed.deadline_class, filed.due_at) == ("PLAN", agreed)

    def test_an_old_version_is_refused(self, place):
        old = self.condition()
        old.valid_to = timezone.now()
        old.save(update_fields=["valid_to"])
        with pytest.raises(Refusal, match="changed"):
            actions.file(ticket=make.report(item=None), condition=old, by=place.ben)

    def test_twice_is_harmless(self, place):
        ticket, command = make.report(item=None), uuid4()
        for _again in range(2):
            actions.file(ticket=ticket, condition=self.condition(), command=command, by=place.ben)
        with pytest.raises(IllegalMove):
            actions.file(ticket=ticket, condition=self.condition(), by=place.ben)

    def test_filing_and_dispatching_in_one_go(self, place):
        ticket = actions.file_and_dispatch(
            ticket=make.report(item=None), condition=self.condition(), by=place.ben
        )
        assert (ticket.state, ticket.unit_id) == ("dispatched", place.sanitation.pk)


class TestDispatch:
    def test_by_hand_and_again_to_another(self, place):
        ticket = make.report()
        moved = actions.dispatch(ticket=ticket, unit=place.team_1, words="请先看看", by=place.ben)
        assert moved.unit_id == place.team_1.pk
        last = Move.objects.filter(ticket_id=ticket.pk).order_by("-id").first()
        assert last.codes == {"route": "hand"}
        note = Note.objects.get(move_id=last.pk)
        assert note.words == "请先看看" and not note.is_public

    def test_it_needs_an_item_first(self, place):
        with pytest.raises(Refusal, match="File"):
            actions.dispatch(ticket=make.report(item=None), by=place.ben)

    def test_the_clock_of_signing_runs_in_working_time(self, place):
        with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False):  # 17:00
            ticket = make.report()
        assert ticket.stage_due_at == datetime(2026, 3, 3, 1, tzinfo=UTC)  # 09:00 next day

    def test_twice_is_harmless(self, place):
        ticket, command = make.report(), uuid4()
        for _again in range(2):
            actions.dispatch(ticket=ticket, unit=place.team_1, command=command, by=place.ben)
        assert [verb for verb, *_rest in verbs(ticket)].count("dispatch") == 2


class TestSign:
    def test_the_unit_takes_it_on(self, place):
        ticket = actions.sign(ticket=make.team_ticket(place), by=place.ada)
        assert (ticket.state, ticket.stage_due_at) == ("in_progress", ticket.unit_due_at)
        assert said(ticket)[-1] == "tickets.signed"
        assert Move.objects.filter(ticket_id=ticket.pk).last().stage_late is False

    def test_a_late_signature_stays_visible(self, place):
        with time_machine.travel(datetime(2026, 3, 2, 1, tzinfo=UTC)):
            ticket = make.team_ticket(place)
        with time_machine.travel(datetime(2026, 3, 3, 1, tzinfo=UTC)):
            actions.sign(ticket=ticket, by=place.ada)
        assert Move.objects.filter(ticket_id=ticket.pk).last().stage_late is True

    def test_twice_is_harmless(self, place):
        ticket, command = make.team_ticket(place), uuid4()
        for _again in range(2):
            actions.sign(ticket=ticket, command=command, by=place.ada)
        with pytest.raises(IllegalMove):
            actions.sign(ticket=ticket, by=place.ada)


class TestHandle:
    def test_with_evidence_it_goes_to_the_check(self, place):
        ticket = make.checking(place)
        assert (ticket.state, ticket.handled_by) == ("checking", place.ada.pk)
        assert TicketPhoto.objects.filter(ticket=ticket, stage="after").count() == 1

    def test_missing_evidence_is_named(self, place):
        ticket = make.report()
        actions.sign(ticket=ticket, by=place.hana)
        with pytest.raises(Refusal) as refused:
            actions.handle(ticket=ticket, words="清完了", by=place.hana)
        assert refused.value.field == "photos"
        with pytest.raises(Refusal) as refused:
            actions.handle(ticket=ticket, words="清完了", photos=[make.picture()], by=place.hana)
        assert refused.value.field == "photos_before"
        actions.handle(
            ticket=ticket,
            words="清完了",
            photos=[make.picture()],
            photos_before=[make.picture("red")],
            by=place.hana,
        )

    def test_twice_is_harmless(self, place):
        ticket, command = make.in_progress(place), uuid4()
        for _again in range(2):
            actions.handle(
                ticket=ticket,
                words="办好了",
                photos=[make.picture()],
                command=command,
                by=place.ada,
            )
        assert TicketPhoto.objects.filter(ticket=ticket).count() == 1


class TestCheck:
    def test_someone_else_finds_it_done(self, place):
        ticket = make.checked(place)
        assert ticket.state == "checked" and ticket.checked_at and not ticket.closed_at
        assert said(ticket)[-1] == "tickets.checked"

    def test_the_handler_may_not(self, place):
        with pytest.raises(IllegalMove, match="someone else"):
            actions.check(ticket=make.checking(place), closing_met=True, by=place.ada)

    def test_twice_is_harmless(self, place):
        ticket, command = make.checking(place), uuid4()
        for _again in range(2):
            actions.check(ticket=ticket, closing_met=True, command=command, by=place.carl)
        assert [verb for verb, *_rest in verbs(ticket)].count("check") == 1


class TestRework:
    def test_it_says_what_is_missing(self, place):
        ticket, command = make.checking(place), uuid4()
        for _again in range(2):
            actions.rework(ticket=ticket, words="桶后面还有", command=command, by=place.carl)
        assert Ticket.objects.get(pk=ticket.pk).state == "in_progress"
        assert said(ticket)[-1] == "tickets.sent_for_rework"
        with pytest.raises(Refusal):
            actions.rework(ticket=make.checking(place), words=" ", by=place.carl)


class TestClose:
    def test_from_the_check_and_from_waiting(self, place):
        for ticket in (make.checking(place), make.checked(place)):
            closed = actions.close(ticket=ticket, closing_met=True, by=place.carl)
            assert closed.state == "closed" and closed.closed_at and closed.checked_at

    def test_twice_is_harmless(self, place):
        ticket, command = make.checking(place), uuid4()
        for _again in range(2):
            actions.close(ticket=ticket, closing_met=True, command=command, by=place.carl)
        with pytest.raises(IllegalMove):
            actions.close(ticket=ticket, closing_met=True, by=place.carl)

    def test_silence_closes_after_the_announced_days(self, place):
        ticket = make.checked(place)
        soon = ticket.checked_at + timedelta(days=7)
        county = place.county.pk
        just_before = soon - timedelta(seconds=1)
        assert actions.close_silent(county_id=county, now=just_before, by=SYSTEM) == 0
        assert actions.close_silent(county_id=county, now=soon, by=SYSTEM) == 1
        assert actions.close_silent(county_id=county, now=soon, by=SYSTEM) == 0


class TestConfirm:
    def test_the_resident_closes_it(self, place):
        ticket, command = make.checked(place), uuid4()
        for _again in range(2):
            actions.confirm(ticket=ticket, command=command, by=RESIDENT)
        assert said(ticket)[-1] == "tickets.confirmed"
        assert Ticket.objects.get(pk=ticket.pk).state == "closed"


class TestRate:
    def test_a_second_thought_replaces_the_first(self, place):
        ticket, command = make.closed(place), uuid4()
        actions.rate(ticket=ticket, stars=2, words="慢", by=RESIDENT)
        for _again in range(2):
            actions.rate(ticket=ticket, stars=5, words="很快", command=command, by=RESIDENT)
        rating = Rating.objects.get(ticket=ticket)
        assert (rating.stars, rating.words) == (5, "很快")
        assert said(ticket).count("tickets.rated") == 2

    def test_only_closed_ones_are_rated(self, place):
        with pytest.raises(IllegalMove):
            actions.rate(ticket=make.checked(place), stars=5, by=RESIDENT)
        assert not Rating.objects.exists()


class TestReopen:
    def test_it_goes_back_to_the_same_unit_and_the_promise_stays(self, place):
        ticket = make.closed(place)
        due, command = ticket.due_at, uuid4()
        for _again in range(2):
            actions.reopen(ticket=ticket, words="又满了", command=command, by=RESIDENT)
        again = Ticket.objects.get(pk=ticket.pk)
        assert (again.state, again.unit_id, again.reopened) == (
            "dispatched",
            place.team_1.pk,
            1,
        )
        assert again.due_at == due and again.closed_at is None and again.stage_due_at

    def test_after_seven_days_a_new_report_is_asked_for(self, place):
        ticket = make.closed(place)
        later = ticket.closed_at + timedelta(days=7, seconds=1)
        with time_machine.travel(later), pytest.raises(IllegalMove, match="passed"):
            actions.reopen(ticket=ticket, words="又满了", by=RESIDENT)

    def test_before_the_resident_confirms_as_well(self, place):
        assert (
            actions.reopen(ticket=make.checked(place), words="没有", by=RESIDENT).state
            == "dispatched"
        )


def test_link_and_code_differ_and_are_not_guessable(place):
    one, two = make.report(), make.report()
    assert len({secret_of(one), code_of(one), secret_of(two), code_of(two)}) == 4
    assert len(secret_of(one)) == 24 and len(code_of(one)) == 8
