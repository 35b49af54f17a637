"""Households: added, changed, ended."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.residents import events, policies, queries
from gewu.ground.residents.actions.holding import in_turn
from gewu.ground.residents.actions.opening import sealed_room
from gewu.ground.residents.models import Household
from gewu.ground.territory.models import Area, Building, Level
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce

LONGEST_ROOM = 40


@dataclass(frozen=True, kw_only=True)
class Door:
    """Where a household is found. Of the room, None leaves it as it was."""

    area: Area
    building: Building | None = None
    entrance: str = ""
    room: str | None = ""


@action
def add_household(
    *, pk: UUID | None = None, door: Door, reference: str = "", by: Actor
) -> Household:
    """A household behind a door; the same command again finds the one that is there."""
    _refuse_door(door, by)
    in_turn(str(pk))
    known = Household.objects.filter(pk=pk).select_related("area").first() if pk else None
    if known is not None:
        _need(policies.may_keep_household(by, known))
        return known
    household = Household(
        id=pk or uuid7(),
        county_id=door.area.county_id,
        area=door.area,
        building=door.building,
        entrance=door.entrance.strip(),
        reference_index=queries.index_of_reference(reference) if reference else None,
        since=clock.now(),
    )
    taken = reference and Household.objects.filter(
        county_id=household.county_id, reference_index=household.reference_index
    )
    refuse(taken and _("Another household has this number."), "taken", "reference")
    household.sealed_room = sealed_room(household.pk, (door.room or "").strip())
    household.save(force_insert=True)
    _say(household, "added", by)
    return household


@action
def change_household(*, household: Household, door: Door, by: Actor) -> Household:
    """Another door, in this or another area of one's own."""
    household = _locked(household, by)
    _refuse_door(door, by)
    former = household.area
    household.area, household.building = door.area, door.building
    household.entrance = door.entrance.strip()
    if door.room is not None:
        household.sealed_room = sealed_room(household.pk, door.room.strip())
    household.save(update_fields=["area", "building", "entrance", "sealed_room"])
    _say(household, "changed" if former == door.area else "moved", by)
    return household


@action
def end_household(*, household: Household, by: Actor) -> Household:
    """Nobody lives there any more; twice is once."""
    household = _locked(household, by)
    if household.ended_at is None:
        lived = queries.people_in([household]).exists()
        refuse(lived and _("Somebody still lives there: let them move or leave first."), "lived_in")
        household.ended_at, household.sealed_room = clock.now(), None
        household.reference_index = None
        household.save(update_fields=["ended_at", "sealed_room", "reference_index"])
        _say(household, "ended", by)
    return household


def _locked(household: Household, by: Actor) -> Household:
    rows = Household.objects.select_for_update(of=("self",)).select_related("area")
    household = rows.get(pk=household.pk)
    _need(policies.may_keep_household(by, household))
    return household


def _refuse_door(door: Door, by: Actor) -> None:
    _need(policies.may_keep(by, door.area))
    wide = door.area.level < Level.COMMUNITY or door.area.closed_on is not None
    refuse(wide and _("Choose a grid or a community that exists."), "area", "area")
    away = door.building is not None and not queries.has_building(door.area, door.building)
    refuse(away and _("This building does not stand in this area."), "building", "building")
    long = len(door.room or "") > LONGEST_ROOM
    refuse(
        long and _("A room has at most %(count)s characters.") % {"count": LONGEST_ROOM},
        "room",
        "room",
    )


def _say(household: Household, what: str, by: Actor) -> None:
    event = events.HouseholdChanged(household_id=household.pk, what=what)
    announce(event, by=by, path=household.area.path)


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("This is for whoever looks after this place."), code="not_allowed")
