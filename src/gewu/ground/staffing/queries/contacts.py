"""The published names and numbers of grids, for one page or for a county's posters at once."""

from collections.abc import Sequence
from uuid import UUID

from gewu.ground.staffing import rules
from gewu.ground.staffing.models import Appointment, DutySetting, StandIn, Unit
from gewu.ground.staffing.queries.leaves import stand_ins_today
from gewu.ground.staffing.queries.posts import appointments_today
from gewu.ground.staffing.queries.units import TERRITORIAL, supervision_phone
from gewu.ground.territory.hooks import GridContact
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import paths_above


def contacts_of(grids: Sequence[Area]) -> dict[UUID, GridContact]:
    """Worker, phones and unit of each grid that is served by any unit; three queries for all."""
    units = _units_around(grids)
    workers = _workers_of(
        [unit for unit in units.values() if unit.kind == rules.UnitKind.GRID_TEAM]
    )
    found = {}
    for grid in grids:
        serving = [units[path] for path in paths_above(grid.path) if path in units]
        if serving:
            found[grid.pk] = _contact(serving, workers.get(serving[-1].pk))
    return found


def _contact(serving: list[Unit], worker: Appointment | StandIn | None) -> GridContact:
    team = serving[-1]
    stands_in = isinstance(worker, StandIn)
    return GridContact(
        stands_in_until=worker.last_day if worker and stands_in else None,
        worker=worker.user.shown_name if worker else "",
        worker_phone=(worker.post.phone or team.phone) if worker else "",
        unit=team.name if worker else "",
        supervision_phone=supervision_phone(serving),
    )


def _units_around(grids: Sequence[Area]) -> dict[str, Unit]:
    wanted = {path for grid in grids for path in paths_above(grid.path)}
    units = Unit.objects.filter(kind__in=TERRITORIAL, area__path__in=wanted).select_related("area")
    found = {unit.area.path: unit for unit in units.order_by("pk")}
    settings = DutySetting.objects.filter(unit__in=found.values()).exclude(phone="")
    duty_phones = dict(settings.values_list("unit_id", "phone"))
    for unit in found.values():  # where somebody is always on duty, they answer
        unit.phone = duty_phones.get(unit.pk, unit.phone)
    return found


def _workers_of(teams: Sequence[Unit]) -> dict[UUID, Appointment | StandIn]:
    """The full-time worker of each team, else another worker of it; whoever stands in for them."""
    held = appointments_today().filter(
        post__unit__in=teams, post__role="worker", user__is_active=True
    )
    stands = stand_ins_today().filter(
        post__unit__in=teams, post__role="worker", user__is_active=True
    )
    instead = {each.post_id: each for each in stands}
    there: list[Appointment | StandIn] = [
        *(each for each in held if each.post_id not in instead),
        *instead.values(),
    ]
    found: dict[UUID, Appointment | StandIn] = {}
    for each in sorted(there, key=lambda one: (not one.post.full_time, one.post_id)):
        found.setdefault(each.post.unit_id, each)
    return found
