"""Whoever looks after a place is told that records are due: once for a kind and a cycle."""

from datetime import date

from gewu.ground.registers import events
from gewu.ground.registers.models import DueNotice, Record
from gewu.ground.registers.rules.due import next_due
from gewu.ground.registers.states import USED
from gewu.ground.territory.queries import county
from gewu.kernel.acting import Actor, action
from gewu.kernel.journal import announce


@action
def remind_due(*, today: date, by: Actor) -> int:
    """How many places were told of a kind; on the same day nobody is told again."""
    due = Record.objects.filter(state=USED, due_on__lte=today, kind__in_use=True)
    rows = due.order_by("kind", "area").values_list("kind", "area", "kind__months").distinct()
    told = {(each.kind_id, each.area_id): each for each in DueNotice.objects.order_by("pk")}
    count, path = 0, county().path
    for kind, area, months in rows:
        notice = told.get((kind, area)) or DueNotice(kind_id=kind, area_id=area)
        again = next_due(notice.told_on, months) if notice.told_on else today
        if again is None or again > today:
            continue
        notice.told_on = today
        notice.save()
        event = events.RecordsFellDue(notice_id=notice.pk, kind_id=kind, area_id=area)
        announce(event, by=by, path=path)
        count += 1
    return count
