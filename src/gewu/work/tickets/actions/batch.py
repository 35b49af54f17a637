"""Many tickets by one decision: every row moves in a transaction of its own, and once."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.ground.territory.queries import county
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.work.tickets.actions.desk import dispatch, file_and_dispatch
from gewu.work.tickets.actions.following import remark, supervise, urge
from gewu.work.tickets.actions.handling import sign
from gewu.work.tickets.actions.joining import merge
from gewu.work.tickets.models import BatchRun, Condition, Ticket
from gewu.work.tickets.queries.batch import Order, refuse_what_may_not
from gewu.work.tickets.queries.scope import visible_to
from gewu.work.tickets.rules.batch import AT_ONCE, MOST_ROWS, STEPS, command_of, distinct

ACTS: dict[str, Callable[..., Any]] = {
    "dispatch": dispatch,
    "file_and_dispatch": file_and_dispatch,
    "sign": sign,
    "remark": remark,
    "supervise": supervise,
    "urge": urge,
    "merge": merge,
}
# How many rows are done between two notes of progress.
STEP = 10
DONE, REFUSED = "done", "refused"
LONGEST_REASON = 300


@action
def start_batch(
    *,
    order: Order,
    tickets: Sequence[UUID],
    words: str = "",
    command: UUID | None = None,
    by: User,
) -> BatchRun:
    """Write down what is asked for; many rows are handed to a worker. Sent twice it is one."""
    rows = distinct(tickets)
    if not 1 <= len(rows) <= MOST_ROWS:
        raise Refusal(
            _("Choose one to %(most)s tickets.") % {"most": MOST_ROWS}, code="rows", field=None
        )
    if order.verb not in STEPS:
        raise Refusal(_("This cannot be done with many at once."), code="verb")
    now = clock.now()
    fresh = {
        "county_id": county().pk,
        "user": by,
        "verb": order.verb,
        "language": get_language() or settings.LANGUAGE_CODE,
        "asked_at": now,
        "touched_at": now,
        "given": _given(order),
        "rows": [[str(pk), "", ""] for pk in rows],
        "words": words.strip(),
    }
    if command is None:
        run, is_new = BatchRun.objects.create(**fresh), True
    else:
        run, is_new = BatchRun.objects.get_or_create(pk=command, defaults=fresh)
        if run.user_id != by.pk:
            raise Refusal(_("Please open the list again and choose once more."), code="command")
    if is_new and len(rows) > AT_ONCE:
        app.configure_task("tickets.work_batch").defer(run=str(run.pk))
    return run


def work_batch(*, pk: UUID, by: Actor) -> bool:
    """Do every row that waits. False when somebody else is at it."""
    if not _take_lock(pk):
        return False
    try:
        run = BatchRun.objects.select_related("user").get(pk=pk)
        with override(run.language):
            for number, row in enumerate(run.waiting, start=1):
                _do_row(run, row)
                if number % STEP == 0:
                    _note(run=run, by=by)
        if run.state != BatchRun.State.DONE:
            _finish(run=run, by=by)
    finally:
        _drop_lock(pk)
    return True


def _do_row(run: BatchRun, row: list[Any]) -> None:
    ticket = visible_to(run.user).filter(pk=row[0]).first()
    try:
        if ticket is None:
            raise Refusal(_("It is no longer in your area."), code="gone")
        refuse_what_may_not(run.user, ticket, run.verb)
        command = command_of(run.pk, ticket.pk)
        ACTS[run.verb](ticket=ticket, command=command, by=run.user, **_arguments(run))
        row[1:] = [DONE, ""]
    except Refusal as no:
        row[1:] = [REFUSED, str(no)[:LONGEST_REASON]]


def _given(order: Order) -> dict[str, str]:
    chosen = {"unit": order.unit, "condition": order.condition, "master": order.master}
    ids = {name: str(each.pk) for name, each in chosen.items() if each is not None}
    return ids | ({"level": order.level} if order.level else {})


def _arguments(run: BatchRun) -> dict[str, Any]:
    """What the action of the verb is called with, besides ticket, command and by."""
    given, verb = run.given, run.verb
    if verb == "sign":
        return {}
    said: dict[str, Any] = {"words": run.words}
    if "dispatch" in STEPS[verb]:
        said["unit"] = Unit.objects.filter(pk=given.get("unit")).first()
    if verb == "file_and_dispatch":
        said["condition"] = Condition.objects.select_related("item").get(pk=given["condition"])
    if verb == "supervise":
        said["level"] = given["level"]
    if verb == "merge":
        said["master"] = Ticket.objects.get(pk=given["master"])
    return said


@action
def _note(*, run: BatchRun, by: Actor) -> None:
    run.touched_at = clock.now()
    run.save(update_fields=["rows", "touched_at"])


@action
def _finish(*, run: BatchRun, by: Actor) -> None:
    run.state, run.words = BatchRun.State.DONE, ""
    run.ended_at = run.touched_at = clock.now()
    run.save(update_fields=["state", "words", "rows", "ended_at", "touched_at"])


def _take_lock(pk: UUID) -> bool:
    """Held by the connection, so that it goes when a worker is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [_lock_words(pk)])
        (got,) = cursor.fetchone()
    return bool(got)


def _drop_lock(pk: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [_lock_words(pk)])


def _lock_words(pk: UUID) -> str:
    return f"tickets.batch:{pk}"


def go_on_with_batches(*, by: Actor) -> int:
    """Take up what a stopped worker left; whoever is still at it is not disturbed."""
    waiting = BatchRun.objects.filter(state=BatchRun.State.WORKING).order_by("touched_at")
    return sum(work_batch(pk=pk, by=by) for pk in waiting.values_list("pk", flat=True))
