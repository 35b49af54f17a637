"""What a county still lacks before residents can rely on it, in words, with the way to mend it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.accounts.queries import founders
from gewu.ground.staffing.models import Appointment, Unit
from gewu.ground.staffing.queries import desk_of, grids_without_worker, people_of
from gewu.ground.territory.models import Area, Level
from gewu.ground.territory.queries import (
    AreaRow,
    boundary_of,
    county,
    examine,
    has_county,
    stamp,
    visible_to,
)
from gewu.work.tickets.queries import clocks
from gewu.work.tickets.queries.routing import kinds_without_unit, lead_units

NAMED = 6
# States of the tree, or parts of it, whose overlaps are remembered.
KEPT = 16


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: how often, whom it concerns, where it is mended."""

    label: str
    count: int
    names: str
    url: str
    # Without it a report would stay lying; the others are worth a look.
    is_grave: bool = True


def lacks_of(viewer: User, *, with_overlaps: bool = True) -> list[Lack]:
    """Everything that is missing under the viewer's posts; the gravest first.

    Overlaps take long to find in a large county, so a page that only counts leaves them out.
    """
    if not has_county():
        return []
    top = county()
    areas = visible_to(viewer)
    found = [*_of_places(areas), *_of_people(viewer, areas)]
    if with_overlaps:
        found.append(_of_overlaps(viewer))
    if viewer.may("setup.see", top.path):
        found += _of_county(top)
    return sorted((each for each in found if each.count), key=lambda each: not each.is_grave)


def _of_places(areas: QuerySet[Area]) -> Iterator[Lack]:
    grids = areas.filter(level=Level.GRID)
    import_url = reverse("territory:import")
    if not grids.exists():
        yield Lack(_("There are no grids yet"), 1, "", _sheet("areas"))
    undrawn = grids.filter(current__boundary=None).order_by("code")
    yield _lack(_("Grids without a boundary: a point in them is not found"), undrawn, import_url)
    standing = Unit.objects.filter(area=OuterRef("pk"))
    bare = areas.filter(~Exists(standing), level__lte=Level.GRID).order_by("code")
    yield _lack(_("Areas without a unit"), bare, reverse("staffing:units"))


def _of_overlaps(viewer: User) -> Lack:
    paths = tuple(sorted(viewer.paths_with("territory.see")))
    names = _overlaps(stamp(), paths, get_language() or "")
    text = _("Areas that overlap: there the smaller one wins")
    return Lack(text, len(names), _named(names), reverse("territory:import"), is_grave=False)


@lru_cache(maxsize=KEPT)
def _overlaps(_tree: str, paths: tuple[str, ...], _language: str) -> tuple[str, ...]:
    """As an import of all of them over themselves would see it; once for each state of the tree."""
    scope = Q(pk=None)
    for path in paths:
        scope |= Q(path__startswith=path)
    areas = Area.objects.filter(scope, closed_on=None)
    drawn = areas.filter(current__boundary__isnull=False).select_related("current", "parent")
    rows = [
        AreaRow(
            number=number,
            code=area.code,
            parent_code=area.parent.code if area.parent else "",
            name_zh=area.name,
            boundary=boundary_of(area.current),
        )
        for number, area in enumerate(drawn.order_by("code"), start=1)
    ]
    return tuple(finding.name for finding in examine(rows).overlaps) if rows else ()


def _of_people(viewer: User, areas: QuerySet[Area]) -> Iterator[Lack]:
    vacancies = reverse("staffing:vacancies")
    grids = grids_without_worker(viewer)
    yield _lack(_("Grids without a full-time worker"), grids, vacancies)
    town = _units_without("dispatcher", Unit.Kind.TOWN).filter(area__in=areas.order_by())
    yield _lack(
        _("Towns without a dispatcher: nobody there can file and dispatch"), town, vacancies
    )
    served = Unit.objects.filter(kind__in=(Unit.Kind.TOWN, Unit.Kind.COUNTY_DESK)).exclude(phone="")
    if not served.exists():
        text = _("Neither the county desk nor a town has a phone for supervision")
        yield Lack(text, 1, "", _sheet("units"), is_grave=False)


def _units_without(role: str, kind: str) -> QuerySet[Unit]:
    today = timezone.localdate()
    held = Appointment.objects.filter(
        post__unit=OuterRef("pk"), post__role=role, valid__contains=today
    )
    found = Unit.objects.filter(~Exists(held), kind=kind)
    return found.select_related("area").order_by("area__code")


def _of_county(top: Area) -> Iterator[Lack]:
    leads = reverse("tickets:lead_units")
    yield _lack(_("Kinds of work that no unit leads"), kinds_without_unit(top.pk), leads)
    leading = {unit.pk: unit for _kind, unit in lead_units(top.pk) if unit is not None}
    idle = [unit for unit in leading.values() if not people_of(unit.pk, "tickets.sign")]
    yield _lack(
        _("Units that lead work and have nobody who signs for it"), idle, _sheet("appointments")
    )
    desk = desk_of(top.pk)
    if not people_of(desk.pk, "tickets.dispatch"):
        text = _("The county desk has no dispatcher: what nobody else takes stays there")
        yield Lack(text, 1, desk.name, reverse("staffing:unit", args=[desk.pk]))
    if not _anybody("checker"):
        yield Lack(_("Nobody checks whether the work is done"), 1, "", _sheet("appointments"))
    if founding := list(founders()):
        names = _named([user.shown_name for user in founding])
        text = _("Setting up and letting in are in one hand")
        yield Lack(text, len(founding), names, reverse("accounts:users"), is_grave=False)
    year = timezone.localdate().year
    if year not in clocks.announced_years(top.pk):
        text = _("The official holidays of %(year)s are not entered") % {"year": year}
        yield Lack(text, 1, "", reverse("tickets:days"), is_grave=False)


def _anybody(role: str) -> bool:
    today = timezone.localdate()
    return Appointment.objects.filter(post__role=role, valid__contains=today).exists()


def _lack(label: str, things: Sequence[object] | QuerySet[Area] | QuerySet[Unit], url: str) -> Lack:
    names = [str(each) for each in things]
    return Lack(label, len(names), _named(names), url)


def _named(names: Sequence[str]) -> str:
    told = _(", ").join(names[:NAMED])
    return told if len(names) <= NAMED else _("%(names)s and others") % {"names": told}


def _sheet(name: str) -> str:
    return reverse("setup:sheet", args=[name])
