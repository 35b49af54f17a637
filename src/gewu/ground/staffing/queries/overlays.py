"""Professional grids: what they cover, and who looks after them at a place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Appointment, Cover, Overlay, OverlayPost, Post
from gewu.ground.staffing.queries.posts import appointments_today
from gewu.ground.territory.models import Area, Level
from gewu.ground.territory.queries import paths_above


@dataclass(frozen=True)
class Professional:
    """A department's professional grid at a place, and who looks after it; perhaps nobody."""

    overlay: Overlay
    held: Appointment | None


def overlays_for(viewer: User, words: str = "", closed: bool = False) -> QuerySet[Overlay]:
    """Professional grids that touch the viewer's places or belong to their units."""
    today = timezone.localdate()
    found = Overlay.objects.filter(_seen_by(viewer))
    over = Q(valid__endswith__lte=today)
    lasting = Q(valid__upper_inf=True) | Q(valid__endswith__gt=today)
    found = found.filter(over if closed else lasting)
    if words:
        found = found.filter(
            Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(code__startswith=words)
        )
    rows = Cover.objects.filter(overlay=OuterRef("pk"), valid__contains=today)
    counted = rows.order_by().values("overlay").annotate(n=Count("pk")).values("n")
    covers = Coalesce(Subquery(counted), 0)
    return found.select_related("unit__area").annotate(grids=covers).order_by("unit", "code")


def overlay_for(viewer: User, pk: UUID) -> Overlay:
    """One of them; 404 for everyone else."""
    found = Overlay.objects.filter(_seen_by(viewer)).select_related("unit__area")
    return get_object_or_404(found, pk=pk)


def covered(overlay: Overlay, day: date | None = None) -> list[Area]:
    """The grids that it covers on a day."""
    rows = Cover.objects.filter(overlay=overlay, valid__contains=day or timezone.localdate())
    return [
        row.area
        for row in rows.select_related("area__current", "area__parent").order_by("area__code")
    ]


def covers_of(overlay: Overlay) -> list[Cover]:
    """Everything that it covers, covered or will cover, the latest first."""
    rows = Cover.objects.filter(overlay=overlay).select_related("area")
    return list(rows.order_by("-valid", "area__code"))


def seats_of(overlay: Overlay) -> list[tuple[Post, Appointment | None]]:
    """Its posts, and who holds them today."""
    posts = Post.objects.filter(pk__in=OverlayPost.objects.filter(overlay=overlay).values("post"))
    posts = posts.select_related("kind", "unit").order_by("id")
    held = {each.post_id: each for each in appointments_today().filter(post__in=posts)}
    return [(post, held.get(post.pk)) for post in posts]


def professionals_at(path: str, unit_id: UUID | None = None) -> list[Professional]:
    """The professional grids over a place, of all departments or of one, with who is there."""
    today = timezone.localdate()
    covers = Cover.objects.filter(
        area__path__in=paths_above(path),
        valid__contains=today,
        overlay__valid__contains=today,
        overlay__unit__dissolved_on=None,
    )
    if unit_id is not None:
        covers = covers.filter(overlay__unit=unit_id)
    rows = covers.select_related("overlay__unit").order_by("overlay__unit__name_zh", "pk")
    overlays = {row.overlay_id: row.overlay for row in rows}
    held, found = _held_in(overlays), []
    for overlay in overlays.values():
        there: Sequence[Appointment | None] = held.get(overlay.pk) or [None]
        found += [Professional(overlay, each) for each in there]
    return found


def professional_posts(unit_id: UUID, path: str) -> list[UUID]:
    """The posts of a department that look after the professional grids over a place."""
    overlays = {each.overlay.pk for each in professionals_at(path, unit_id)}
    rows = OverlayPost.objects.filter(overlay__in=overlays).order_by("pk")
    return list(rows.values_list("post", flat=True))


def grids_to_cover(words: Iterable[str]) -> tuple[list[Area], list[str]]:
    """The grids of these codes, and the codes that are none; a community's code means all below."""
    codes = list(dict.fromkeys(words))
    known = {
        area.code: area
        for area in Area.objects.filter(code__in=codes, closed_on=None, level__lte=Level.GRID)
    }
    wanted = Q(pk=None)
    for area in known.values():
        wanted |= Q(path__startswith=area.path)
    found = Area.objects.filter(wanted, level=Level.GRID, closed_on=None).order_by("code")
    return list(found), [code for code in codes if code not in known]


def _held_in(overlays: Iterable[UUID]) -> dict[UUID, list[Appointment]]:
    of_post = dict(
        OverlayPost.objects.filter(overlay__in=list(overlays)).values_list("post", "overlay")
    )
    found: dict[UUID, list[Appointment]] = {}
    held = appointments_today().filter(post__in=list(of_post), user__is_active=True)
    for each in held.order_by("id"):
        found.setdefault(of_post[each.post_id], []).append(each)
    return found


def _seen_by(viewer: User) -> Q:
    wanted = Q(unit__in=viewer.units_with("staffing.see"))
    for path in viewer.paths_with("staffing.see"):
        below = Cover.objects.filter(area__path__startswith=path).values("overlay")
        wanted |= Q(unit__area__path__startswith=path) | Q(pk__in=below)
    return wanted
