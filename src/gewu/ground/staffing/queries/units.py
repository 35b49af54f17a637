"""Which units there are, and which serve a place."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing import rules
from gewu.ground.staffing.hooks import Burden, heritages
from gewu.ground.staffing.models import Appointment, Post, Unit
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import paths_above
from gewu.kernel.stamps import kept

TERRITORIAL = list(rules.TERRITORIAL.values())
MOST_BELOW = 400


def unit_on(area: Area) -> Unit | None:
    """The unit of an area itself; a micro-grid is served by its grid's team."""
    units = units_of_path(area.path)
    return units[-1] if units and rules.LEVEL_OF[units[-1].kind] >= min(area.level, 4) else None


def units_of_path(path: str) -> list[Unit]:
    """The units that serve a place, the county's desk first and the grid's team last."""
    return list(_units_of_path(path))


@kept
def _units_of_path(path: str) -> tuple[Unit, ...]:
    return tuple(
        Unit.objects.filter(kind__in=TERRITORIAL, area__path__in=paths_above(path))
        .select_related("area")
        .order_by("area__level")
    )


@kept
def desk_of(county_id: UUID) -> Unit:
    """The county's desk, which takes what nobody else does; Unit.DoesNotExist before set-up."""
    return Unit.objects.select_related("area").get(
        county_id=county_id, kind=rules.UnitKind.COUNTY_DESK
    )


def county_desk() -> Unit:
    """The desk of this database's only county."""
    return Unit.objects.select_related("area").get(kind=rules.UnitKind.COUNTY_DESK)


def next_above(unit: Unit, path: str) -> Unit | None:
    """The unit one level above another at a place; above a department stands the county's desk."""
    if unit.kind == rules.UnitKind.DEPARTMENT:
        return desk_of(unit.county_id)
    level = rules.LEVEL_OF[unit.kind]
    higher = [each for each in units_of_path(path) if rules.LEVEL_OF[each.kind] < level]
    return higher[-1] if higher else None


def levels_below(unit: Unit, path: str) -> list[Unit]:
    """The units of the levels below another, those that serve a place first."""
    if unit.kind == rules.UnitKind.DEPARTMENT:
        return []
    under = units_under(unit.area.path).filter(kind__in=TERRITORIAL)[:MOST_BELOW]
    here, level = set(paths_above(path)), rules.LEVEL_OF[unit.kind]
    lower = [each for each in under if rules.LEVEL_OF[each.kind] > level]
    return sorted(lower, key=lambda each: each.area.path not in here)


def departments() -> QuerySet[Unit]:
    """The departments of the county."""
    return Unit.objects.filter(kind=rules.UnitKind.DEPARTMENT).order_by("name_zh")


def unit_names(ids: Collection[UUID] | None) -> dict[UUID, str]:
    """What these units are called, or all departments that exist."""
    if ids is None:
        found = departments().filter(dissolved_on=None)
    else:
        found = Unit.objects.filter(pk__in=ids).order_by("name_zh")
    return {unit.pk: unit.name for unit in found}


def units_under(path: str) -> QuerySet[Unit]:
    """Every unit on an area or below it."""
    return (
        Unit.objects.filter(area__path__startswith=path)
        .select_related("area")
        .order_by("area__level", "area__code", "name_zh")
    )


def units_for(viewer: User, words: str = "", kind: str = "") -> QuerySet[Unit]:
    """The units under the viewer's posts, and those the viewer belongs to."""
    found = Unit.objects.filter(_under_posts(viewer)).select_related("area")
    if kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(
            Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(area__code=words)
        )
    return found.order_by("area__level", "area__code", "name_zh")


def with_numbers(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Units with `posts` and `held`: how many seats they have and how many are held today."""
    posts = Post.objects.filter(unit=OuterRef("pk")).order_by().values("unit")
    held = (
        Appointment.objects.filter(post__unit=OuterRef("pk"), valid__contains=timezone.localdate())
        .order_by()
        .values("post__unit")
    )
    return units.annotate(
        posts=Coalesce(Subquery(posts.annotate(n=Count("pk")).values("n")), 0),
        held=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0),
    )


def unit_for(viewer: User, pk: UUID) -> Unit:
    """One of them, also when it was dissolved; 404 for everyone else."""
    found = Unit.ever.filter(_under_posts(viewer)).select_related("area", "successor")
    return get_object_or_404(found, pk=pk)


def burdens_of(unit: Unit) -> list[Burden]:
    """What is open with a unit and would need a successor."""
    found = [burden for heritage in heritages for burden in heritage.burdens(unit)]
    return [burden for burden in found if burden.count]


def still_open(burdens: Sequence[Burden]) -> str:
    """What is open, as a sentence; empty when nothing is."""
    said = _(", ").join(f"{burden.label} {burden.count}" for burden in burdens)
    text = _("It still has: %(what)s. Choose a unit that takes this over.")
    return text % {"what": said} if burdens else ""


def successors_of(unit: Unit) -> QuerySet[Unit]:
    """Units that could take over from another."""
    found = Unit.objects.filter(county_id=unit.county_id).exclude(pk=unit.pk)
    return found.select_related("area").order_by("area__level", "area__code", "name_zh")


def unit_of_its_own(area: Area) -> Unit | None:
    """The unit that stands on this very area."""
    return Unit.objects.filter(area=area, kind__in=TERRITORIAL).first()


def _under_posts(viewer: User) -> Q:
    wanted = Q(pk__in=viewer.units_with("staffing.see"))
    for path in viewer.paths_with("staffing.see"):
        wanted |= Q(area__path__startswith=path)
    return wanted


def supervision_phone(units: Sequence[Unit]) -> str:
    """Whom to call about a grid: its town's number, else the county's."""
    phones = {unit.kind: unit.phone for unit in units if unit.phone}
    return phones.get(rules.UnitKind.TOWN) or phones.get(rules.UnitKind.COUNTY_DESK) or ""
