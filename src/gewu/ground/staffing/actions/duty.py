"""What a unit sets up for its duty, and what people wish."""

from collections.abc import Sequence
from datetime import date, time

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing import events, policies, rules
from gewu.ground.staffing.models import DutySetting, DutyWish, ShiftKind, Unit
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.journal import announce


def need_roster(by: Actor, unit: Unit) -> None:
    """Go on, or say who may."""
    if not policies.may_roster(by, unit):
        raise Refusal(_("Only whoever makes this unit's roster may do this."), code="not_allowed")


@action
def save_shift_kind(
    *,
    unit: Unit,
    kind: ShiftKind | None = None,
    name_zh: str,
    name_en: str = "",
    begins: time,
    ends: time,
    on: str,
    weekdays: Sequence[int] = (),
    need: int = 1,
    roles: Sequence[str] = (),
    with_below: bool = False,
    by: Actor,
) -> ShiftKind:
    """A new kind of shift, or another shape of one; rosters that stand keep their shifts."""
    need_roster(by, unit)
    refuse(rules.shift_days_fault(on, weekdays), "weekdays", "weekdays")
    kind = kind or ShiftKind(unit=unit)
    kind.name_zh, kind.name_en = name_zh, name_en
    kind.begins, kind.ends, kind.on = begins, ends, on
    kind.weekdays = sorted(weekdays) if on == rules.Days.WEEKDAYS else []
    kind.need, kind.roles, kind.with_below = need, list(roles), with_below
    kind.save()
    announce(events.DutyArranged(unit_id=unit.pk, what="kind"), by=by, path=unit.area.path)
    return kind


@action
def retire_shift_kind(*, kind: ShiftKind, by: Actor) -> ShiftKind:
    """No longer used for new rosters; done twice it is done once."""
    need_roster(by, kind.unit)
    if kind.retired_on is None:
        kind.retired_on = timezone.localdate()
        kind.save(update_fields=["retired_on"])
        event = events.DutyArranged(unit_id=kind.unit_id, what="retired")
        announce(event, by=by, path=kind.unit.area.path)
    return kind


@action
def set_duty(*, unit: Unit, swaps: str, phone: str = "", by: Actor) -> DutySetting:
    """How swaps go, and where whoever is on duty answers."""
    need_roster(by, unit)
    refuse(rules.phone_fault(phone), "bad_phone", "phone")
    given = {"swaps": swaps, "phone": phone}
    setting, _new = DutySetting.objects.update_or_create(unit=unit, defaults=given)
    announce(events.DutyArranged(unit_id=unit.pk, what="setting"), by=by, path=unit.area.path)
    return setting


@action
def wish(*, kind: str, first: date, last: date, by: User) -> DutyWish:
    """Days on which the person cannot, or would rather not; nobody asks why."""
    refuse(rules.period_fault(first, last), "days", "last")
    made = DutyWish.objects.create(
        user=by, entered_by=by, kind=kind, days=DateRange(first, rules.day_after(last))
    )
    announce(events.DutyWished(user_id=by.pk), by=by)
    return made


@action
def drop_wish(*, wish: DutyWish, by: User) -> None:
    """Take a wish back."""
    refuse(wish.user_id != by.pk and _("This is somebody else's."), "not_allowed")
    wish.delete()
    announce(events.DutyWished(user_id=by.pk), by=by)
