"""Duty on other pages: the first page of the desk, and the page of an area."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from django.http import HttpRequest

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Duty, DutySetting, Unit
from gewu.ground.staffing.queries import duty
from gewu.ground.staffing.queries.units import units_of_path
from gewu.ground.territory.models import Area
from gewu.kernel import clock

AHEAD = timedelta(days=7)


def my_panel(request: HttpRequest) -> Mapping[str, Any]:
    """The next days of whoever asks, and what waits for them."""
    viewer, now = cast(User, request.user), clock.now()
    return {
        "duties": list(duty.duties_of(viewer, now, now + AHEAD).filter(ended_at=None)[:5]),
        "changes": duty.unread_changes(viewer).count(),
        "asked": sum(swap.asked_id == viewer.pk for swap in duty.swaps_for(viewer)),
    }


def on_duty_around(area: Area) -> list[tuple[Unit, str, list[Duty]]]:
    """The units that serve an area and have somebody on duty now, the closest first."""
    units = units_of_path(area.path)
    by_unit: dict[object, list[Duty]] = {}
    for each in duty.on_duty_now(units):
        by_unit.setdefault(each.shift.roster.unit_id, []).append(each)
    settings = DutySetting.objects.filter(unit__in=list(by_unit))
    phones = dict(settings.values_list("unit_id", "phone"))
    return [
        (unit, phones.get(unit.pk, ""), by_unit[unit.pk])
        for unit in reversed(units)
        if unit.pk in by_unit
    ]
