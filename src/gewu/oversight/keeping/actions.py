"""Setting periods, and the runs that let go what is older."""

import logging
from datetime import datetime

from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.journal import announce
from gewu.kernel.retention import Kind, kind_named, kinds
from gewu.oversight.keeping import events, policies, rules
from gewu.oversight.keeping.models import Period, Purge
from gewu.oversight.keeping.queries import days_of

log = logging.getLogger(__name__)


@action
def set_period(*, kind: Kind, days: int, source: str, now: datetime, by: Actor) -> Period:
    """Keep a kind for so many days from now on."""
    if not policies.may_set(by):
        raise Refusal(_("Your post does not set how long things are kept."), code="not_allowed")
    refuse(rules.days_fault(days, kind.least), "days", "days")
    refuse(rules.source_fault(source), "source", "source")
    before = days_of(kind)
    period, _is_new = Period.objects.update_or_create(
        kind=kind.name,
        defaults={
            "days": days,
            "source": source.strip(),
            "changed_by": by if isinstance(by, User) else None,
            "changed_at": now,
        },
    )
    if before != days:
        announce(events.PeriodChanged(kept=kind.name, days=days, before=before), by=by)
    return period


def purge_all(*, now: datetime, by: Actor) -> list[Purge]:
    """A run over every kind; the trouble of one is not the others'."""
    return [purge(kind=kind, now=now, by=by) for kind in kinds]


def go_on(*, now: datetime, by: Actor) -> list[Purge]:
    """End the runs that were stopped in the middle, with the border they began with."""
    names = Purge.objects.filter(ended_at=None).order_by("id").values_list("kind", flat=True)
    stopped = [kind_named(name) for name in names]
    return [purge(kind=kind, now=now, by=by) for kind in stopped if kind is not None]


def purge(*, kind: Kind, now: datetime, by: Actor) -> Purge:
    """One run over one kind, a batch a transaction; a run that was stopped goes on."""
    run = _begin(kind=kind, now=now, by=by)
    try:
        while _purge_a_batch(kind=kind, run=run, by=by):
            pass
        return _end(kind=kind, run=run, now=now, by=by)
    except Exception as error:  # whatever it is, the other kinds must still go
        log.error("purge of %s stopped: %s", kind.name, type(error).__name__)
        return _give_up(run=run, fault=type(error).__name__, now=now, by=by)


@action
def _begin(*, kind: Kind, now: datetime, by: Actor) -> Purge:
    days = days_of(kind)
    new = {"days": days, "border": rules.border(now, days), "began_at": now}
    run, _is_new = Purge.objects.get_or_create(kind=kind.name, ended_at=None, defaults=new)
    return run


@action
def _purge_a_batch(*, kind: Kind, run: Purge, by: Actor) -> int:
    """What went and the count of it are one commit, so a killed run has counted rightly."""
    rows = Purge.objects.filter(ended_at=None).select_for_update(of=("self",), skip_locked=True)
    locked = rows.filter(pk=run.pk).order_by("pk").first()
    if locked is None:  # another worker is at it
        return 0
    gone = kind.purge(locked.border, kind.batch)
    locked.gone += gone
    locked.save(update_fields=["gone"])
    return gone


@action
def _end(*, kind: Kind, run: Purge, now: datetime, by: Actor) -> Purge:
    run = Purge.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.ended_at is not None:
        return run
    run.held, run.oldest_left = kind.held(run.border), kind.oldest()
    run.left_over, run.ended_at = kind.left_over(run.border), now
    run.save(update_fields=["held", "oldest_left", "left_over", "ended_at"])
    announce(events.Purged(kept=kind.name, gone=run.gone, left_over=run.left_over), by=by)
    return run


@action
def _give_up(*, run: Purge, fault: str, now: datetime, by: Actor) -> Purge:
    run = Purge.objects.select_for_update(of=("self",)).get(pk=run.pk)
    run.fault, run.ended_at = fault[:60], now
    run.save(update_fields=["fault", "ended_at"])
    return run
