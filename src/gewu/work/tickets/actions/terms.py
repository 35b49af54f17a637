"""Change what a county promises, and the days on which its clocks stand still."""

from collections.abc import Mapping
from datetime import date, time
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce
from gewu.work.tickets.events import SpecialDaysChanged, TermsChanged
from gewu.work.tickets.models import SpecialDay, Terms
from gewu.work.tickets.rules.promises import PROMISES


@action
def change_terms(
    *,
    terms: Terms,
    morning: tuple[time, time],
    afternoon: tuple[time, time],
    promises: Mapping[str, int],
    by: Actor,
) -> Terms:
    """New promises hold for limits that are computed from now on; given ones stay."""
    terms = Terms.objects.select_for_update(of=("self",)).get(pk=terms.pk)
    if not morning[0] < morning[1] <= afternoon[0] < afternoon[1]:
        raise Refusal(
            _("The working hours must follow each other through the day."),
            code="hours",
            field="morning_from",
        )
    for name, length in promises.items():
        if name not in PROMISES or length < 1:
            raise Refusal(
                _("A promise lasts at least one minute or day."), code="promise", field=name
            )
    terms.morning_from, terms.morning_to = morning
    terms.afternoon_from, terms.afternoon_to = afternoon
    for name, length in promises.items():
        setattr(terms, name, length)
    terms.save(
        update_fields=[
            "morning_from",
            "morning_to",
            "afternoon_from",
            "afternoon_to",
            *promises,
        ]
    )
    announce(TermsChanged(county=terms.county_id), by=by)
    return terms


@action
def set_special_day(
    *, county_id: UUID, day: date, kind: str, name_zh: str = "", official: bool = True, by: Actor
) -> SpecialDay:
    """Say that a day is a holiday or is worked; a second word on a day replaces the first.

    Limits that run are counted again soon after, by a job.
    """
    _touch(county_id)
    SpecialDay.objects.filter(county_id=county_id, day=day).delete()
    special = SpecialDay.objects.create(
        id=uuid7(), county_id=county_id, day=day, kind=kind, name_zh=name_zh, official=official
    )
    announce(SpecialDaysChanged(county=county_id), by=by)
    return special


@action
def remove_special_day(*, special: SpecialDay, by: Actor) -> None:
    """The day is again what its weekday says."""
    _touch(special.county_id)
    SpecialDay.objects.filter(pk=special.pk).delete()
    announce(SpecialDaysChanged(county=special.county_id), by=by)


def _touch(county_id: UUID) -> None:
    Terms.objects.filter(pk=county_id).update(calendar_stamp=uuid7())
