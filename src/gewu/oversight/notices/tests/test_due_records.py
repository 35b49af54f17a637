"""Records that are due: the worker of the place is told, in one message for each kind."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Town

from gewu.ground.registers.actions import remind_due
from gewu.ground.registers.models import DueNotice, Record
from gewu.ground.registers.tests.kit import filled, record
from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import heard_from
from gewu.kernel.models import JournalEntry
from gewu.oversight.notices.listeners import tell_of_staff
from gewu.oversight.notices.models import Message

pytestmark = pytest.mark.django_db


def test_the_worker_of_the_place_reads_which_register_and_is_led_to_the_list(town: Town) -> None:
    filled(town)
    for name in ("甲", "乙"):
        record(town.grid_1, name=name)
    today = timezone.localdate()
    Record.objects.update(confirmed_on=today - timedelta(days=40), due_on=today)
    remind_due(today=today, by=SYSTEM)
    entries = JournalEntry.objects.filter(name="registers.records_fell_due")
    for _twice in range(2):
        tell_of_staff([heard_from(entry) for entry in entries])
    message = Message.objects.get()
    assert (message.user, message.area) == (town.ada, town.grid_1)
    browser = Client()
    browser.force_login(town.ada)
    page = browser.get(reverse("notices:inbox")).content.decode()
    assert f"{town.grid_1.name}，消防栓有记录到期" in page
    at = reverse("notices:open", args=[message.pk])
    browser.force_login(town.dan)
    assert browser.post(at).status_code == 404
    browser.force_login(town.ada)
    assert browser.post(at)["Location"] == reverse("registers:due")
    DueNotice.objects.all().delete()
    Message.objects.all().delete()
    tell_of_staff([heard_from(entry) for entry in entries])
    assert not Message.objects.exists()
