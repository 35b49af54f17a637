"""Households and people in a viewer's scope; no seal is opened here."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.residents.models import Guardian, Household, Person, PersonPart
from gewu.ground.residents.rules import fields as field_rules
from gewu.ground.residents.rules.fields import SEARCHED
from gewu.ground.territory.models import Area, Building, Level
from gewu.ground.territory.queries import county, visible_to
from gewu.kernel.crypto import blind_index
from gewu.kernel.viewing import of_the_house

REFERENCE = "residents.household"


def households_for(viewer: User, area: Area | None = None) -> QuerySet[Household]:
    """The households that are there in the viewer's own areas, or in one of these."""
    found = Household.objects.filter(_kept_by(viewer, "area__path"), ended_at=None)
    if area is not None:
        found = found.filter(area__path__startswith=area.path)
    return found.select_related("area", "building")


def household_for(viewer: User, pk: UUID) -> Household:
    """One household of the viewer's, ended ones too; 404 for everyone else."""
    found = Household.objects.filter(_kept_by(viewer, "area__path"))
    return get_object_or_404(found.select_related("area", "building"), pk=pk)


def people_for(viewer: User) -> QuerySet[Person]:
    """The people of the viewer's own areas, those who left too."""
    found = Person.objects.filter(_kept_by(viewer, "household__area__path"), erased_at=None)
    return found.select_related("household__area", "household__building")


def person_for(viewer: User, pk: UUID) -> Person:
    """One person of the viewer's own areas; 404 for everyone else."""
    return get_object_or_404(people_for(viewer), pk=pk)


def kept_among(people: QuerySet[Person], viewer: User) -> QuerySet[Person]:
    """Those of the viewer's own areas."""
    return people.filter(_kept_by(viewer, "household__area__path"))


def people_in(households: Iterable[Household]) -> QuerySet[Person]:
    """Who lives in these households now."""
    found = Person.objects.filter(household__in=list(households), left_at=None, erased_at=None)
    return found.select_related("household__area").order_by("household", "since", "id")


def counted(households: Iterable[Household]) -> dict[UUID, int]:
    """How many people each of these households has."""
    rows = people_in(households).order_by().values_list("household_id").annotate(n=Count("pk"))
    return dict(rows)


def parts_of(person: Person) -> QuerySet[PersonPart]:
    """What is held about a person, sealed, in the order of the purposes."""
    found = PersonPart.objects.filter(person=person).select_related("purpose")
    return found.order_by("purpose__order", "purpose__name_zh", "pk")


def part_of(person: Person, purpose_id: UUID) -> PersonPart | None:
    """What is held for one purpose, sealed."""
    return parts_of(person).filter(purpose=purpose_id).first()


def oldest_part() -> datetime | None:
    """When the oldest part that is still there was written."""
    found: datetime | None = PersonPart.objects.aggregate(first=Min("written_at"))["first"]
    return found


def guardians_of(child: Person) -> QuerySet[Guardian]:
    """Who decides for a child today; for nobody else anybody does."""
    found = Guardian.objects.filter(
        child=child, ended_at=None, child__child_until__gt=timezone.localdate()
    )
    return found.select_related("guardian", "child").order_by("since", "id")


def children_of(guardian: Person) -> QuerySet[Guardian]:
    """For whom a person decides today."""
    found = Guardian.objects.filter(
        guardian=guardian,
        ended_at=None,
        child__child_until__gt=timezone.localdate(),
        child__erased_at=None,
    )
    return found.select_related("child", "guardian").order_by("since", "id")


def people_found(viewer: User, field: str, text: str) -> list[Person]:
    """People of the viewer's own areas whose name, phone or ID is exactly this."""
    return list(people_for(viewer).filter(_indexed(field, text), left_at=None).order_by("pk"))


@of_the_house
def people_anywhere(field: str, text: str) -> list[Person]:
    """The same in the whole county: for an emergency, and for the person's own account."""
    found = Person.objects.filter(_indexed(field, text), left_at=None, erased_at=None)
    return list(found.select_related("household__area").order_by("pk"))


def index_of_field(field: str, value: str) -> bytes:
    """The blind index of a written value."""
    return blind_index(value, f"residents.{field}")


def index_of_reference(reference: str) -> bytes:
    """The blind index of how another register names a household."""
    return blind_index(reference, REFERENCE)


def areas_to_choose(viewer: User) -> QuerySet[Area]:
    """The grids and communities in which the viewer may keep households."""
    found = visible_to(viewer).filter(_kept_by(viewer, "path"), level__gte=Level.COMMUNITY)
    return found.order_by("path")


def buildings_of(area: Area) -> QuerySet[Building]:
    """The buildings that stand in an area."""
    return Building.objects.filter(area__path__startswith=area.path, valid_to=None).order_by(
        "name_zh", "pk"
    )


def has_building(area: Area, building: Building) -> bool:
    """Whether a building stands in an area now."""
    return buildings_of(area).filter(pk=building.pk).exists()


def keep_until(retention_days: int) -> date:
    """Until when what is written today is kept."""
    return timezone.localdate() + timedelta(days=retention_days)


def this_county() -> UUID:
    """The county to which everything belongs."""
    return county().pk


def _indexed(field: str, text: str) -> Q:
    if field not in SEARCHED:
        return Q(pk=None)
    value = field_rules.written({field: text}).get(field, "")
    return Q(**{f"{field}_index": index_of_field(field, value)}) if value else Q(pk=None)


def _kept_by(viewer: User, path: str) -> Q:
    wanted = Q(pk=None)
    for each in viewer.paths_with("residents.keep"):
        wanted |= Q(**{f"{path}__startswith": each})
    return wanted
