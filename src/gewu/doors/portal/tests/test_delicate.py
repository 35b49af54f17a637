"""Emergencies first, names kept back, and complaints that never reach whom they are about."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import CLEO, IN_GRID_1, Town, person

from gewu.work.tickets import actions, policies, states
from gewu.work.tickets.models import Condition, Ticket
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import at, text, url

REPORT = reverse("portal:report")
SAID = {"words": "楼下垃圾桶满了", "lon": IN_GRID_1[0], "lat": IN_GRID_1[1]}


def sent(cleo: Client, **given: Any) -> Any:
    """A report as the page sends it."""
    return cleo.post(REPORT, SAID | {"once": str(uuid4())} | given)


class TestEmergency:
    def test_the_number_comes_first_and_then_a_note_for_what_remains(
        self, place: Town, cleo: Client
    ) -> None:
        page = cleo.get(REPORT, {"item": "0408"}).content.decode()
        note = f"{REPORT}?item=0408&amp;called=1"
        assert page.index('href="tel:110"') < page.index(note)
        form = cleo.get(REPORT, {"item": "0408", "called": "1"}).content.decode()
        assert form.index('href="tel:110"') < form.index('id="report"')
        assert 'value="0408" checked' in form
        assert 'name="called" value="on"' in form

    def test_the_note_becomes_a_follow_up_that_staff_see_as_one(
        self, place: Town, cleo: Client
    ) -> None:
        assert sent(cleo, item="0408", called="on").status_code == 302
        ticket = Ticket.objects.get()
        assert ticket.is_follow_up
        assert ticket.state == states.SUBMITTED
        assert "After an emergency call" in text(at(place.ben).get(url("ticket", ticket.pk)))
        condition = Condition.objects.get(item=ticket.item, is_default=True)
        actions.file(ticket=ticket, condition=condition, by=place.ben)
        assert Ticket.objects.get().deadline_class == "D1"

    def test_without_the_call_there_is_no_report_and_the_box_counts_for_emergencies_only(
        self, place: Town, cleo: Client
    ) -> None:
        assert sent(cleo, item="0408").status_code == 422
        assert not Ticket.objects.exists()
        sent(cleo, item="0204", called="on")
        assert not Ticket.objects.get().is_follow_up


class TestConfidential:
    def test_the_desk_opens_the_name_and_whoever_handles_it_does_not(
        self, place: Town, cleo: Client
    ) -> None:
        sent(cleo, is_confidential="on", **CLEO)
        ticket = Ticket.objects.get()
        actions.file_and_dispatch(
            ticket=ticket,
            condition=Condition.objects.get(item__code=make.ADVICE, is_default=True),
            unit=place.team_1,
            by=place.ben,
        )
        ticket = Ticket.objects.get()
        may = [n for n, who in place.people.items() if policies.may_read_contact(who, ticket)]
        assert may == ["ben"]
        page = text(at(place.ada).get(url("ticket", ticket.pk)))
        assert "Confidential" in page
        assert url("contact", ticket.pk) not in page
        refused = at(place.ada).post(url("contact", ticket.pk), {"reason": "回电"})
        assert refused.status_code == 403
        opened = at(place.ben).post(url("contact", ticket.pk), {"reason": "回电问楼号"})
        assert CLEO["phone"] in text(opened)

    def test_without_the_tick_the_worker_may_call(self, place: Town, cleo: Client) -> None:
        sent(cleo, **CLEO)
        assert not Ticket.objects.get().is_confidential


class TestAboutAUnit:
    def test_it_does_not_get_the_report_nor_learn_who_reported(
        self, place: Town, cleo: Client
    ) -> None:
        hank = person("hank", "汉克", place.sanitation, "handler")
        sent(cleo, item=make.RUBBISH, about=str(place.sanitation.pk), **CLEO)
        ticket = Ticket.objects.get()
        assert ticket.state == states.FILED
        assert ticket.unit is None
        assert at(hank).get(url("ticket", ticket.pk)).status_code == 404
        answer = at(place.ben).post(
            url("dispatch", ticket.pk), {"once": str(uuid4()), "unit": str(place.sanitation.pk)}
        )
        assert "too close to the matter" in text(answer)
        actions.dispatch(ticket=ticket, unit=place.team_1, by=place.ben)
        ticket = Ticket.objects.get()
        assert not policies.may_read_contact(hank, ticket)
        assert not policies.may_read_contact(place.ada, ticket), "it is confidential as well"
        assert policies.may_read_contact(place.ben, ticket)

    def test_a_unit_that_is_not_offered_is_said_at_its_field(
        self, place: Town, cleo: Client
    ) -> None:
        answer = sent(cleo, about=str(uuid4()))
        assert answer.status_code == 422
        assert "Please choose the unit again" in answer.content.decode()

    @pytest.mark.parametrize("kind", ["department", "community", "grid_team"])
    def test_grid_teams_are_offered_behind_their_own_code_only(
        self, kind: str, place: Town, cleo: Client
    ) -> None:
        unit = {
            "department": place.sanitation,
            "community": place.community_office,
            "grid_team": place.team_1,
        }[kind]
        offered = f'value="{unit.pk}"'
        assert (offered in cleo.get(REPORT).content.decode()) == (kind != "grid_team")
        behind = cleo.get(REPORT, {"area": place.grid_1.code}).content.decode()
        assert offered in behind


class TestStaffIntake:
    GIVEN = {"channel": "phone", "words": "路口井盖松动"}

    def test_what_a_caller_asks_to_keep_back_is_kept_back(self, place: Town) -> None:
        given = self.GIVEN | {"is_confidential": "on", "about": str(place.sanitation.pk), **CLEO}
        at(place.ben).post(url("new"), given | {"lon": str(IN_GRID_1[0]), "lat": str(IN_GRID_1[1])})
        ticket = Ticket.objects.get()
        assert ticket.is_confidential
        assert ticket.barred == [place.sanitation.pk]
        assert not policies.may_read_contact(place.ada, ticket)

    def test_after_an_emergency_call_what_remains_is_taken_down(self, place: Town) -> None:
        item = make.item("0408")
        at(place.ben).post(url("new"), self.GIVEN | {"item": item.pk})
        assert not Ticket.objects.exists()
        at(place.ben).post(url("new"), self.GIVEN | {"item": item.pk, "is_follow_up": "on"})
        assert Ticket.objects.get().is_follow_up

    def test_a_finding_that_is_handled_at_once_is_sent_to_nobody(self, place: Town) -> None:
        point = {"lon": str(IN_GRID_1[0]), "lat": str(IN_GRID_1[1])}
        given = self.GIVEN | {"channel": "patrol", "item": make.item().pk, **point}
        assert 'name="on_the_spot"' in text(at(place.ada).get(url("new")))
        assert 'name="on_the_spot"' not in text(at(place.ben).get(url("new")))
        answer = at(place.ada).post(url("new"), given | {"on_the_spot": "on"})
        ticket = Ticket.objects.get()
        assert ticket.state == states.SUBMITTED
        assert str(ticket.pk) in answer["Location"]
        assert "self_handle" in policies.verbs_for(place.ada, ticket)

    def test_an_unknown_unit_is_said_at_its_field(self, place: Town) -> None:
        answer = at(place.ben).post(url("new"), self.GIVEN | {"about": str(uuid4())})
        assert "This unit does not exist" in text(answer)
        assert not Ticket.objects.exists()
