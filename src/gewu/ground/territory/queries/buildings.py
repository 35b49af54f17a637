"""Buildings under an area, in a viewer's scope."""

from uuid import UUID

import numpy as np
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Length
from django.shortcuts import get_object_or_404

from gewu.ground.territory.models import Area, Building
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.rules.places import Places


def buildings_under(area: Area, words: str = "") -> QuerySet[Building]:
    """Those that stand under an area today, perhaps only where a name holds the words."""
    found = Building.objects.filter(area__path__startswith=area.path, valid_to=None)
    if words:
        found = found.filter(
            Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(aliases__icontains=words)
        )
    # by length first, so that building 2 comes before building 10
    return found.select_related("area").order_by("area__code", Length("name_zh"), "name_zh", "pk")


def building_for(viewer: Viewer, pk: UUID) -> Building:
    """One building in the viewer's scope; 404 for everyone else."""
    scope = Q(pk=None)
    for path in viewer.paths_with("territory.see"):
        scope |= Q(area__path__startswith=path)
    return get_object_or_404(Building.objects.filter(scope).select_related("area"), pk=pk)


def places_of(area: Area) -> Places:
    """The buildings under an area as addresses of a plan, as far as they have a place."""
    rows = (
        buildings_under(area).exclude(lon=None).values_list("lon", "lat", "households", "name_zh")
    )
    table = np.array([row[:3] for row in rows], dtype=np.float64).reshape(-1, 3)
    names = tuple(row[3] for row in rows)
    return Places(table[:, :2], table[:, 2].astype(np.int64), names)


def households_by_path(path: str) -> dict[str, int]:
    """How many households are known, by the very area in which their buildings stand."""
    rows = Building.objects.filter(area__path__startswith=path, valid_to=None, households__gt=0)
    return dict(rows.order_by().values_list("area__path").annotate(Sum("households")))
