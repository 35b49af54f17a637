"""Before filing: verified on the spot, and asked until the reporter answers or is silent."""

from datetime import timedelta
from uuid import uuid4

import pytest

from gewu.ground.staffing.queries import units_of_path
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions
from gewu.work.tickets.models import Move, Note, TicketPhoto
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place():
    return so.whole_town()


class TestRequestVerify:
    def test_the_grids_team_is_asked_unless_another_is_named(self, place):
        assert so.verifying(place).unit_id == place.team_1.pk
        named = actions.request_verify(
            ticket=so.submitted(), unit=place.community_office, words="请去看看", by=place.ben
        )
        assert (named.state, named.unit_id) == ("verifying", place.community_office.pk)
        assert so.facts_of(named)[-1] == "tickets.verify_requested"

    def test_where_every_unit_is_barred_it_asks_for_a_unit(self, place):
        ticket = so.submitted(barred=tuple(unit.pk for unit in units_of_path(place.grid_1.path)))
        with pytest.raises(Refusal) as refused:
            actions.request_verify(ticket=ticket, by=place.root)
        assert refused.value.field == "unit"

    def test_nobody_is_sent_who_could_not_say_what_was_found(self, place):
        unknown = so.submitted(lon=None, lat=None)
        for unit in (None, place.desk, place.town_office, place.sanitation):
            with pytest.raises(Refusal, match="Only a grid team") as refused:
                actions.request_verify(ticket=unknown, unit=unit, by=place.root)
            assert refused.value.field == "unit"

    def test_a_unit_that_the_complaint_is_about_is_not_sent(self, place):
        ticket = so.submitted(barred=(place.team_1.pk,))
        with pytest.raises(Refusal, match="too close"):
            actions.request_verify(ticket=ticket, unit=place.team_1, by=place.ben)
        sent = actions.request_verify(ticket=ticket, by=place.ben)
        assert sent.unit_id == place.community_office.pk

    def test_twice_is_harmless(self, place):
        ticket, command = so.submitted(), uuid4()
        for _again in range(2):
            actions.request_verify(ticket=ticket, command=command, by=place.ben)
        with pytest.raises(IllegalMove):
            actions.request_verify(ticket=ticket, by=place.ben)


class TestVerify:
    def test_what_was_found_is_kept_with_pictures_and_the_desk_goes_on(self, place):
        ticket, command = so.verifying(place), uuid4()
        for _again in range(2):
            actions.verify(
                ticket=ticket,
                is_real=False,
                words="现场没有",
                photos=[make.picture()],
                command=command,
                by=place.ada,
            )
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.unit_id) == ("submitted", None)
        assert Move.objects.get(ticket_id=ticket.pk, verb="verify").codes == {"real": False}
        assert TicketPhoto.objects.filter(ticket=ticket).count() == 1
        assert so.facts_of(ticket)[-1] == "tickets.verified"

    def test_it_wants_words_and_the_right_moment(self, place):
        with pytest.raises(Refusal):
            actions.verify(ticket=so.verifying(place), is_real=True, words=" ", by=place.ada)
        with pytest.raises(IllegalMove):
            actions.verify(ticket=so.submitted(), is_real=True, words="有", by=place.ada)


class TestAsk:
    def test_the_clock_stands_still_and_the_reporter_reads_the_question(self, place):
        ticket = so.asked(place)
        assert (ticket.state, ticket.clock_state) == ("needs_info", "paused")
        assert ticket.paused_at is not None
        assert Note.objects.get(ticket=ticket).is_public
        assert so.facts_of(ticket)[-1] == "tickets.reporter_asked"

    def test_twice_is_harmless(self, place):
        ticket, command = so.submitted(), uuid4()
        for _again in range(2):
            actions.ask(ticket=ticket, words="几号楼？", command=command, by=place.ben)
        with pytest.raises(IllegalMove):
            actions.ask(ticket=ticket, words="几号楼？", by=place.ben)


class TestAnswer:
    def test_time_in_which_the_reporter_was_waited_for_is_not_counted(self, place):
        with so.at():
            ticket = so.asked(place)
        due, command = ticket.due_at, uuid4()
        with so.at(days=2):
            for _again in range(2):
                said = {"words": "三号楼", "photos": [make.picture()]}
                actions.answer(ticket=ticket, **said, command=command, by=RESIDENT)
        ticket = so.fresh(ticket)
        assert (ticket.state, ticket.paused_at) == ("submitted", None)
        assert ticket.due_at == due + timedelta(days=2)
        assert so.verbs_of(ticket) == ["submit", "ask", "answer"]
        assert so.facts_of(ticket)[-1] == "tickets.reporter_answered"

    def test_filing_afterwards_keeps_the_pause_out_of_the_limit(self, place):
        with so.at():
            ticket = so.asked(place)
        with so.at(days=2):
            actions.answer(ticket=ticket, words="三号楼", by=RESIDENT)
            filed = actions.file(ticket=ticket, condition=so.condition("0101"), by=place.ben)
        # Four working hours from Monday 09:00, of which none had passed when the clock stopped.
        assert filed.due_at == so.MONDAY + timedelta(days=2, hours=6)

    def test_only_a_question_is_answered(self, place):
        with pytest.raises(IllegalMove):
            actions.answer(ticket=so.submitted(), words="三号楼", by=RESIDENT)


class TestLapse:
    def test_after_three_working_days_it_goes_on_without_an_answer(self, place):
        with so.at():
            ticket, other = so.asked(place), so.submitted()
        assert actions.lapse(now=so.MONDAY + timedelta(days=2), by=SYSTEM) == 0
        late = so.MONDAY + timedelta(days=3)
        assert actions.lapse(now=late, by=SYSTEM) == 1
        assert actions.lapse(now=late, by=SYSTEM) == 0
        assert so.fresh(ticket).state == "submitted"
        assert so.facts_of(ticket)[-1] == "tickets.reporter_silent"
        assert so.verbs_of(other) == ["submit"]
