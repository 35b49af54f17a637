"""What the desk is told, once, and what it is not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import CLEO

from gewu.ground.residents.actions import (
    end_childhoods,
    open_urgently,
    record_consent,
    review_access,
)
from gewu.ground.residents.events import ChildhoodEnded, PersonOpenedUrgently
from gewu.ground.residents.models import Person
from gewu.ground.residents.tests import people
from gewu.ground.residents.tests.people import client
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.journal import heard_from
from gewu.kernel.models import JournalEntry
from gewu.oversight.notices.models import Message
from gewu.oversight.protection import actions
from gewu.oversight.protection.listeners import (
    tell_of_urgent_openings,
    tell_the_desk,
    tell_who_asks,
)
from gewu.oversight.protection.tests.conftest import text
from gewu.work.tickets.tests import factories

pytestmark = pytest.mark.django_db


def asked(session):
    return actions.ask(session=session, kind="explain", words="为什么", by=RESIDENT)


def told():
    """Everybody's messages about requests, the first first."""
    names = ("protection.asked", "protection.due")
    entries = JournalEntry.objects.filter(name__in=names).order_by("id")
    tell_the_desk([heard_from(entry) for entry in entries])
    return [
        (each.user.username, each.reason, each.matter_id)
        for each in Message.objects.filter(kind="data_request").order_by("id")
    ]


def test_a_new_request_is_told_to_the_officer_alone(place, session):
    request = asked(session)
    assert told() == [("pia", "new", request.pk)]
    assert len(told()) == 1, "heard twice it is told once"


def test_what_is_near_its_day_and_what_is_late(place, session):
    request = asked(session)
    noon = clock.now()
    for days in (0, 1):
        ahead = (request.due_on - timezone.localdate()) + timedelta(days=days)
        with clock.standing_at(noon + ahead):
            actions.remind_due(by=SYSTEM)
    assert [reason for _who, reason, _what in told()] == ["new", "soon", "late"]
    assert Message.objects.get(reason="late").is_urgent


def test_what_was_done_at_once_or_answered_meanwhile_is_told_to_nobody(place, session):
    factories.report(**CLEO)
    actions.take_copy(session=session, by=RESIDENT)
    actions.ask_deletion(session=session, by=RESIDENT)
    actions.answer(request=asked(session), words="见说明。", by=place.pia)
    assert told() == []


def test_the_message_names_the_day_and_leads_to_the_request(place, session, pia: Client):
    request = asked(session)
    told()
    page = text(pia.get(reverse("notices:inbox")))
    assert f"To be answered by {request.due_on}" in page
    message = Message.objects.get(kind="data_request")
    answer = pia.post(reverse("notices:open", args=[message.pk]))
    assert answer["Location"] == reverse("protection:request", args=[request.pk])


class TestEmergencyOpenings:
    def opened(self, place, by):
        who = people.resident(place, people.purpose(fields="name phone"))
        return open_urgently(person=who, reason="闻到煤气味，敲门无人应", by=by).access

    def hear(self):
        entries = JournalEntry.objects.filter(name=PersonOpenedUrgently.name).order_by("id")
        tell_of_urgent_openings([heard_from(entry) for entry in entries])
        return Message.objects.filter(kind="urgent_open")

    def test_the_officer_is_told_once_without_a_name_and_led_to_the_review(self, place, pia):
        access = self.opened(place, place.dan)
        self.hear()
        message = self.hear().get()
        assert (message.user, message.matter_id) == (place.pia, access.pk)
        assert message.is_urgent
        page = text(pia.get(reverse("notices:inbox")))
        assert "Somebody opened a resident" in page
        assert not [word for word in ("王小明", "煤气", place.dan.shown_name) if word in page]
        answer = pia.post(reverse("notices:open", args=[message.pk]))
        assert answer["Location"] == reverse("residents:emergencies")
        assert client(place.dan).get(reverse("notices:open", args=[message.pk])).status_code == 404

    def test_what_was_reviewed_meanwhile_is_not_told(self, place):
        access = self.opened(place, place.dan)
        review_access(access=access, is_justified=True, words="", by=place.pia)
        assert not self.hear().exists()


def test_who_turned_14_is_told_to_whoever_keeps_them_and_the_officer(place, pia):
    made = people.purpose(fields="name phone birth_date")
    child = people.child_of(place, made, people.resident(place, made))
    Person.objects.filter(pk=child.pk).update(child_until=timezone.localdate())
    end_childhoods(by=SYSTEM)
    entries = JournalEntry.objects.filter(name=ChildhoodEnded.name)
    for _twice in range(2):
        tell_who_asks([heard_from(entry) for entry in entries])
    told = Message.objects.filter(kind="grown").order_by("id")
    assert {each.user for each in told} == {place.ada, place.pia}
    assert len(told) == 2
    assert "王小" not in text(pia.get(reverse("notices:inbox")))
    answer = pia.post(reverse("notices:open", args=[told.get(user=place.pia).pk]))
    assert answer["Location"] == reverse("residents:renewals")
    record_consent(person=child, purpose=made, told=people.PAPER, by=SYSTEM)
    Message.objects.all().delete()
    tell_who_asks([heard_from(entry) for entry in entries])
    assert not Message.objects.exists(), "who consented meanwhile needs not be asked"
