"""What goes by itself: households with their area, parts when their time is over."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from gewu.ground.residents.actions.holding import reduce_part
from gewu.ground.residents.models import Household, PersonPart
from gewu.ground.territory.models import Area, Building
from gewu.kernel.acting import SYSTEM, Actor, action


@action
def follow_areas(*, keepers: Mapping[UUID, Area], by: Actor) -> int:
    """Households of areas that ended go with their building, else to the area that keeps."""
    gone = Household.objects.filter(area__in=list(keepers))
    where = Building.objects.filter(pk=OuterRef("building")).values("area")
    moved = gone.filter(building__isnull=False).exclude(building__area=F("area"))
    done = moved.order_by().update(area=Subquery(where))
    for ended, keeper in keepers.items():
        done += Household.objects.filter(area=ended).update(area=keeper)
    return done


def parts_over(border: datetime) -> QuerySet[PersonPart]:
    """What is held for longer than its purpose allows."""
    return PersonPart.objects.filter(keep_until__lt=timezone.localdate(border))


def purge_parts(border: datetime, most: int) -> int:
    """Erase some of them; how many."""
    return _purged(border=border, most=most, by=SYSTEM)


@action
def _purged(*, border: datetime, most: int, by: Actor) -> int:
    parts = parts_over(border).select_related("person__household__area", "purpose")
    batch = list(parts.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:most])
    for part in batch:
        reduce_part(part, (), why="over", by=by)
    return len(batch)
