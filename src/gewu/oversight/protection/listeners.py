"""The desk is told of what newly waits, of what is near its day, and of what is late."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from gewu.ground.staffing.queries import desk_of, nearest_with
from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import Heard, listen
from gewu.oversight.notices.actions import tell
from gewu.oversight.notices.queries.matters import Matter
from gewu.oversight.protection import states
from gewu.oversight.protection.events import DataAsked, DataRequestDue
from gewu.oversight.protection.models import DataRequest
from gewu.oversight.protection.policies import PROTECT

KIND = "data_request"


@listen("protection.desk", DataAsked, DataRequestDue)
def tell_the_desk(heard: Sequence[Heard[DataAsked | DataRequestDue]]) -> None:
    """What was carried out at once, or answered meanwhile, is told to nobody."""
    waiting = DataRequest.objects.filter(state=states.OPEN)
    requests = waiting.in_bulk([each.event.request_id for each in heard])
    for each in heard:
        request = requests.get(each.event.request_id)
        if request is not None:
            level = each.event.level if isinstance(each.event, DataRequestDue) else "new"
            _tell(request, level, each)


def _tell(request: DataRequest, level: str, heard: Heard[DataAsked | DataRequestDue]) -> None:
    unit = desk_of(request.county_id)
    day = DateRange(request.due_on, request.due_on + timedelta(days=1))
    tell(
        people=nearest_with(PROTECT, unit.area.path),
        kind=KIND,
        event_id=heard.id,
        about=Matter(request.pk, unit, day),
        reason=level,
        is_urgent=level == "late",
        by=SYSTEM,
    )
