"""What an import has to know: areas, buildings, purposes in force, and who is on record already."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from gewu.ground.residents.models import Household, Notice, Person, Purpose
from gewu.ground.residents.queries.purposes import notice_of, purposes
from gewu.ground.residents.rules import purposes as rules
from gewu.ground.territory.models import Area, Building, Level
from gewu.ground.territory.queries import areas_under, county


@dataclass(frozen=True)
class Told:
    """A purpose with the notice of now."""

    purpose: Purpose
    notice: Notice | None
    keep_until: date


@dataclass
class KnownPlaces:
    """Areas by code, and buildings by their name as soon as one of their area is asked for."""

    areas: dict[str, Area]
    buildings: dict[UUID, dict[str, UUID]] = field(default_factory=dict)

    def building(self, area: Area, name: str) -> UUID | None:
        """A building by its name."""
        if area.pk not in self.buildings:
            found = Building.objects.filter(area__path__startswith=area.path, valid_to=None)
            rows = found.order_by("pk").values_list("name_zh", "pk")
            self.buildings[area.pk] = dict(rows)
        return self.buildings[area.pk].get(name)


def known_places() -> KnownPlaces:
    """Every grid and community of the county."""
    areas = areas_under(county().path).filter(level__gte=Level.COMMUNITY)
    return KnownPlaces({area.code: area for area in areas})


def told_purposes() -> dict[str, Told]:
    """All purposes by their code."""
    today = timezone.localdate()
    return {
        each.code: Told(each, notice_of(each), today + timedelta(days=each.retention_days))
        for each in purposes()
    }


def holding_fault(told: Told, fields: Collection[str], *, is_child: bool, consents: bool) -> str:
    """Why these fields cannot be held; a consent of a file refers to the notice of now."""
    return rules.holding_fault(
        active=told.purpose.is_active,
        allowed=told.purpose.fields,
        fields=fields,
        consented=told.notice.fields if told.notice and consents else None,
        needs=rules.needs_consent(told.purpose.basis, fields, is_child=is_child),
    )


def references_known(indexes: Collection[bytes]) -> set[bytes]:
    """Which of these households are on record."""
    rows = Household.objects.filter(reference_index__in=indexes)
    return {
        bytes(each) for each in rows.order_by().values_list("reference_index", flat=True) if each
    }


def ids_known(indexes: Collection[bytes]) -> set[bytes]:
    """Which of these citizen IDs belong to somebody who lives here."""
    rows = Person.objects.filter(id_number_index__in=indexes, left_at=None)
    return {
        bytes(each) for each in rows.order_by().values_list("id_number_index", flat=True) if each
    }
