"""The desk is told of what newly waits, is near its day or late, and of openings to be reviewed."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from gewu.ground.residents.events import ChildhoodEnded, PersonOpenedUrgently
from gewu.ground.residents.models import Person, PersonAccess
from gewu.ground.residents.queries import reviews_of, to_renew, urgent_accesses
from gewu.ground.staffing.queries import desk_of, nearest_with
from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import Heard, listen
from gewu.oversight.notices.actions import tell
from gewu.oversight.notices.queries.matters import Matter
from gewu.oversight.protection import states
from gewu.oversight.protection.events import DataAsked, DataRequestDue
from gewu.oversight.protection.models import DataRequest
from gewu.oversight.protection.policies import PROTECT

KEEP = "residents.keep"


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


@listen("protection.urgent", PersonOpenedUrgently)
def tell_of_urgent_openings(heard: Sequence[Heard[PersonOpenedUrgently]]) -> None:
    """Whose data it was is not said; what was reviewed meanwhile, and one's own, is not told."""
    ids = [each.event.access_id for each in heard]
    accesses = urgent_accesses().select_related("person").in_bulk(ids)
    reviewed = reviews_of(list(accesses.values()))
    for each in heard:
        access = accesses.get(each.event.access_id)
        if access is not None and access.pk not in reviewed:
            _tell_of_opening(access, each)


@listen("protection.grown", ChildhoodEnded)
def tell_who_asks(heard: Sequence[Heard[ChildhoodEnded]]) -> None:
    """Whoever keeps the person's data, and the officer; not where their own answer is there."""
    waiting = to_renew().in_bulk([each.event.person_id for each in heard])
    for each in heard:
        person = waiting.get(each.event.person_id)
        if person is not None:
            _tell_of_birthday(person, each)


def _tell_of_birthday(person: Person, heard: Heard[ChildhoodEnded]) -> None:
    unit, today = desk_of(person.county_id), timezone.localdate()
    keepers = nearest_with(KEEP, person.household.area.path)
    tell(
        people={who.pk: who for who in [*keepers, *nearest_with(PROTECT, unit.area.path)]}.values(),
        kind="grown",
        event_id=heard.id,
        about=Matter(person.pk, unit, DateRange(today, today + timedelta(days=1))),
        by=SYSTEM,
    )


def _tell_of_opening(access: PersonAccess, heard: Heard[PersonOpenedUrgently]) -> None:
    unit = desk_of(access.person.county_id)
    day = DateRange(access.day, access.day + timedelta(days=1))
    tell(
        people=[who for who in nearest_with(PROTECT, unit.area.path) if who.pk != heard.by_id],
        kind="urgent_open",
        event_id=heard.id,
        about=Matter(access.pk, unit, day),
        is_urgent=True,
        by=SYSTEM,
    )


def _tell(request: DataRequest, level: str, heard: Heard[DataAsked | DataRequestDue]) -> None:
    unit = desk_of(request.county_id)
    day = DateRange(request.due_on, request.due_on + timedelta(days=1))
    tell(
        people=nearest_with(PROTECT, unit.area.path),
        kind="data_request",
        event_id=heard.id,
        about=Matter(request.pk, unit, day),
        reason=level,
        is_urgent=level == "late",
        by=SYSTEM,
    )
