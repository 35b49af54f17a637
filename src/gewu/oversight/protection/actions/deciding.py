"""What the desk for data protection does with a request; each with words that the person reads."""

from uuid import UUID

from django.utils import timezone

from gewu.kernel import clock
from gewu.kernel.acting import Actor, action, refuse
from gewu.kernel.journal import announce
from gewu.oversight.protection import events, queries, rules
from gewu.oversight.protection.actions.moving import (
    held_request,
    need_desk,
    note,
    take,
    was_done,
)
from gewu.oversight.protection.models import DataRequest, DataStep, DataTerms


@action
def answer(
    *, request: DataRequest, words: str, command: UUID | None = None, by: Actor
) -> DataRequest:
    """Answer in words; whatever was asked for is done or explained."""
    return _decided(request, "answer", words, command, by)


@action
def refuse_request(
    *, request: DataRequest, words: str, command: UUID | None = None, by: Actor
) -> DataRequest:
    """Refuse with the reason, which the law demands (PIPL art. 50)."""
    return _decided(request, "refuse", words, command, by)


@action
def extend(
    *, request: DataRequest, words: str, command: UUID | None = None, by: Actor
) -> DataRequest:
    """Take more time, once, and say why."""
    request = held_request(request)
    need_desk(by)
    if was_done(command):
        return request
    refuse(rules.words_fault(words), "words", "words")
    workdays = queries.workdays_of(request.county_id)
    until = rules.due_on(request.due_on, queries.terms_of(request.county_id).more_days, workdays)
    changes = {"first_due_on": request.due_on, "due_on": until, "reminded": ""}
    return take(request, "extend", words=words, command=command, changes=changes, by=by)


@action
def note_reading(*, request: DataRequest, by: Actor) -> None:
    """The desk reads what somebody wrote: on record for that person, once a day."""
    need_desk(by)
    today = timezone.localdate(clock.now())
    request = held_request(request)
    known = DataStep.objects.filter(request=request, verb="read", by_id=by.actor_id)
    if any(timezone.localdate(step.at) == today for step in known.order_by("-id")[:1]):
        return
    note(request, "read", request.state, clock.now(), by=by)


@action
def change_terms(*, days: int, more_days: int, shows_names: bool, by: Actor) -> DataTerms:
    """How long the county takes from now on, and whether it names those who looked."""
    need_desk(by)
    refuse(rules.days_fault(days), "days", "days")
    refuse(rules.days_fault(more_days), "days", "more_days")
    terms = queries.terms_of(queries.this_county())
    terms.days, terms.more_days, terms.shows_names = days, more_days, shows_names
    terms.save()
    announce(events.DataTermsChanged(days=days, shows_names=shows_names), by=by)
    return terms


@action
def note_export(*, count: int, by: Actor) -> None:
    """Somebody takes the register away."""
    need_desk(by)
    announce(events.RegisterExported(count=count), by=by)


@action
def remind_due(*, by: Actor) -> int:
    """Say of each waiting request once that it is near its day, and once that the day has passed."""
    today, said = timezone.localdate(clock.now()), 0
    for found in queries.waiting_requests():
        request = held_request(found)
        workdays = queries.workdays_of(request.county_id)
        left = rules.workdays_left(today, request.due_on, workdays)
        level = rules.level_of(today, request.due_on, left)
        if request.is_open and level and level != request.reminded:
            request.reminded = level
            request.save(update_fields=["reminded"])
            announce(events.DataRequestDue(request_id=request.pk, level=level), by=by)
            said += 1
    return said


def _decided(
    request: DataRequest, verb: str, words: str, command: UUID | None, by: Actor
) -> DataRequest:
    request = held_request(request)
    need_desk(by)
    if was_done(command):
        return request
    refuse(rules.words_fault(words), "words", "words")
    if verb == "refuse" and queries.locked_contacts(request):
        verb = "restrict"  # what was locked away meanwhile still goes when its case is closed
    return take(request, verb, words=words, command=command, by=by)
