"""The steps of a set-up, and how far each has come: read from what is there, kept nowhere."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.doors.setup.queries.lacking import Lack
from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Appointment, Post, Unit
from gewu.ground.territory.models import Area, Level
from gewu.ground.territory.queries import county, has_county
from gewu.work.tickets.queries.routing import lead_units

DONE, PARTLY, OPEN = "done", "partly", "open"


@dataclass(frozen=True)
class Step:
    """One step: what it is, how far it is, where it is done."""

    label: str
    state: str
    words: str
    url: str
    verb: str


def steps_of(lacks: list[Lack]) -> list[Step]:
    """All nine, in the order in which they are usually done; each may be left and taken up."""
    if not has_county():
        url = reverse("setup:county")
        words = _("Name, code, time zone and the number that residents call.")
        return [Step(_("County"), OPEN, words, url, _("Begin"))]
    return [_county(), *_areas(), _units(), _staff(), _seats(), _leads(), *_last(lacks)]


def _county() -> Step:
    top = county()
    words = f"{top.name} · {top.code}"
    return Step(_("County"), DONE, words, reverse("tickets:terms"), _("Hours and promises"))


def _areas() -> list[Step]:
    drawn = Count("pk", filter=Q(current__boundary__isnull=False))
    levels = {
        row["level"]: (row["n"], row["drawn"])
        for row in Area.objects.filter(closed_on=None)
        .order_by()
        .values("level")
        .annotate(n=Count("pk"), drawn=drawn)
    }
    counts = {
        level: levels.get(level, (0, 0)) for level in (Level.TOWN, Level.COMMUNITY, Level.GRID)
    }
    words = _(", ").join(f"{level.label} {n}" for level, (n, _drawn) in counts.items())
    grids, with_outline = counts[Level.GRID]
    text = _("%(drawn)s of %(grids)s grids are drawn") % {"drawn": with_outline, "grids": grids}
    return [
        Step(_("Areas"), _how_far(grids, grids), words, _sheet("areas"), _("Bring in")),
        Step(
            _("Boundaries"),
            _how_far(with_outline, grids),
            text,
            reverse("territory:import"),
            _("Import a file"),
        ),
    ]


def _units() -> Step:
    departments = Unit.objects.filter(kind=Unit.Kind.DEPARTMENT).count()
    text = _("%(count)s departments; every area has its own unit by itself")
    words = text % {"count": departments}
    return Step(_("Units"), _how_far(departments, 1), words, _sheet("units"), _("Bring in"))


def _staff() -> Step:
    people = User.objects.filter(is_active=True)
    text = _("%(count)s sign-ins, %(first)s of them not used yet")
    words = text % {
        "count": people.count(),
        "first": people.filter(must_change_password=True).count(),
    }
    state = _how_far(people.filter(is_superuser=False).count(), 1)
    return Step(_("Staff"), state, words, _sheet("staff"), _("Bring in"))


def _seats() -> Step:
    held = Appointment.objects.filter(valid__contains=timezone.localdate()).count()
    posts = Post.objects.filter(unit__dissolved_on=None).count()
    text = _("%(held)s of %(posts)s posts are held")
    words = text % {"held": held, "posts": posts}
    state = _how_far(held, max(posts, 1))
    return Step(_("Posts and appointments"), state, words, _sheet("appointments"), _("Bring in"))


def _leads() -> Step:
    rows = lead_units(county().pk)
    led = sum(unit is not None for _kind, unit in rows)
    text = _("%(led)s of %(kinds)s kinds of work have a unit")
    words = text % {"led": led, "kinds": len(rows)}
    state = _how_far(led, len(rows))
    return Step(_("Who leads what"), state, words, _sheet("leads"), _("Bring in"))


def _last(lacks: list[Lack]) -> list[Step]:
    grave = sum(lack.is_grave for lack in lacks)
    text = _("%(count)s things are missing, %(grave)s of them grave")
    words = text % {"count": len(lacks), "grave": grave} if lacks else _("Nothing is missing")
    state = DONE if not grave else PARTLY
    posters = _("A code for each grid; with the first one on a wall the first report can come")
    return [
        Step(_("Check"), state, words, reverse("setup:check"), _("Look")),
        Step(
            _("Print posters, begin"),
            OPEN if grave else DONE,
            posters,
            reverse("territory:posters"),
            _("Print posters"),
        ),
    ]


def _how_far(there: int, wanted: int) -> str:
    if not there:
        return OPEN
    return DONE if there >= wanted else PARTLY


def _sheet(name: str) -> str:
    return reverse("setup:sheet", args=[name])
