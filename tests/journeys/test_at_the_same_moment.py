"""Two processes remind at once, and one person taps twice: each thing happens once."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from gewu.kernel import clock
from gewu.oversight.notices.models import Message
from gewu.work.tickets.models import Reminder, Whistle, WhistleReminder, WhistleStep
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import whistles as blow
from gewu.work.tickets.tests.browsing import at, url

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
LATE = MONDAY + timedelta(hours=9)

# A worker in small: the real jobs, in batches of two so that both are at work at the same time.
WORKER = """
import json, sys, time, functools
from datetime import datetime
import django
django.setup()
from gewu.kernel import clock, drain
from gewu.work.tickets import actions, jobs
for name in ("remind_due", "remind_of_whistles"):
    setattr(actions, name, functools.partial(getattr(actions, name), most=2))
print("ready", flush=True)
sys.stdin.readline()
began = time.time()
with clock.standing_at(datetime.fromisoformat(sys.argv[1])):
    fired = jobs.remind(timestamp=0)
ended = time.time()
drain.drain_all()
print(json.dumps([fired, began, ended]), flush=True)
"""


def started() -> subprocess.Popen[str]:
    known = connection.settings_dict
    address = (
        f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}"
        f"/{known['NAME']}"
    )
    env = os.environ | {
        "DATABASE_URL": address,
        "GEWU_DB_ROLE": "owner",
        "DJANGO_SETTINGS_MODULE": "gewu.config.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, LATE.isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=env,
    )


def answers(workers: list[subprocess.Popen[str]]) -> list[Any]:
    """Both are ready before either begins."""
    for each in workers:
        assert each.stdout is not None and each.stdout.readline() == "ready\n"
    for each in workers:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [each.communicate(timeout=120)[0] for each in workers]
    assert [each.returncode for each in workers] == [0, 0]
    return [json.loads(each) for each in said]


def test_two_processes_remind_at_once_and_each_reminder_is_sent_once():
    scene = blow.scene()
    with clock.standing_at(MONDAY):
        for _n in range(14):
            make.team_ticket(scene.place)
        for _n in range(8):
            blow.approved(scene, ticket=None, kind="emergency")
    (one, begun_1, ended_1), (two, begun_2, ended_2) = answers([started(), started()])
    assert begun_1 < ended_2 and begun_2 < ended_1  # they were at work at the same time
    assert one > 0 and two > 0
    rows = Reminder.objects.count() + WhistleReminder.objects.count()
    assert one + two == rows
    tickets = Reminder.objects.values_list("ticket", "reason", "round", "limit_at")
    assert len(set(tickets.order_by("id"))) == Reminder.objects.count() >= 14
    calls = WhistleReminder.objects.values_list("subject_id", "reason", "round", "limit_at")
    assert len(set(calls.order_by("id"))) == WhistleReminder.objects.count() == 8 * 3 * 3
    told = Message.objects.values_list("user", "event_id").order_by("id")
    assert len(set(told)) == len(told) > 0
    assert rows == _in_histories()


def test_a_whistle_sent_twelve_times_at_once_is_one_whistle():
    scene = blow.scene()
    ticket = make.in_progress(scene.place)
    for where in (url("raise_whistle"), url("whistle", ticket.pk)):
        given = {
            "once": str(uuid4()),
            "kind": "emergency",
            "unit": scene.place.team_1.pk,
            "units": [each.pk for each in scene.units],
            "words": blow.WORDS,
        }
        before = Whistle.objects.count()
        seen = set(_at_once(scene.ada, where, given, 12))
        assert Whistle.objects.count() == before + 1
        made = Whistle.objects.order_by("-id")[0]
        assert seen == {(302, url("whistle_page", made.pk))}
        assert WhistleStep.objects.filter(whistle=made).count() == 1


def _at_once(who: Any, where: str, given: dict[str, Any], times: int) -> list[tuple[int, str]]:
    browsers, ready = [at(who) for _n in range(times)], Barrier(times)

    def go(number: int) -> tuple[int, str]:
        try:
            ready.wait(timeout=30)
            answer = browsers[number].post(where, given)
            return answer.status_code, answer.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(go, range(times)))


def _in_histories() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM tickets_move WHERE verb = 'remind')"
            " + (SELECT count(*) FROM tickets_whistlestep WHERE verb = 'remind_whistle')"
        )
        (count,) = cursor.fetchone()
    return int(count)
