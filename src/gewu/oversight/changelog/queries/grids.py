"""What everyone may know of a grid's past: days, names and outlines, no people and no reasons."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from gewu.ground.territory.models import Area, AreaLink, AreaVersion
from gewu.oversight.changelog.queries.telling import vars_of
from gewu.oversight.changelog.rules import differences, listed

MOST = 10


@dataclass(frozen=True)
class Since:
    """From this day on something about a grid was otherwise."""

    day: date
    words: str


def since_of(grid: Area) -> list[Since]:
    """The newest first; a grid begins with those from which it came."""
    rows = AreaVersion.objects.filter(area=grid).defer("boundary")
    versions = list(rows.order_by("valid"))
    said = [Since(versions[0].valid.lower, _begun(grid))] if versions else []
    for before, after in pairwise(versions):
        found = differences(vars_of(before), vars_of(after))
        said.append(Since(after.valid.lower, _("; ").join(found)))
    return [each for each in reversed(said) if each.words][:MOST]


def _begun(grid: Area) -> str:
    links = AreaLink.objects.filter(heir=grid).select_related("former").order_by("-share", "pk")
    names = [link.former.name for link in links]
    return _("Came from %(names)s") % {"names": listed(names)} if names else _("Founded")
