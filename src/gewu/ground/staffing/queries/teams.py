"""The team of a grid on one card: who is there for it, and who is still looked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from gewu.ground.staffing import rules
from gewu.ground.staffing.models import Appointment, Post, PostKind, StandIn, Unit
from gewu.ground.staffing.queries.kinds import kinds_for
from gewu.ground.staffing.queries.leaves import stand_ins_today


@dataclass
class Place:
    """One seat of a team: the post, and who holds it today."""

    post: Post
    held: Appointment | None
    stands: StandIn | None = None

    @property
    def phone(self) -> str:
        """The work phone of the post."""
        return self.post.phone


@dataclass
class Part:
    """The seats of one kind, and how many more there should be."""

    name: str
    kind: PostKind | None
    places: list[Place] = field(default_factory=list)
    missing: int = 0

    @property
    def vacant(self) -> int:
        """How many seats nobody holds, with those that were never made."""
        return self.missing + sum(place.held is None for place in self.places)

    @property
    def held(self) -> list[Place]:
        """The seats that somebody holds."""
        return [place for place in self.places if place.held or place.stands]


def team_card(unit: Unit) -> list[Part]:
    """All seats of a unit by kind, in the order of the list of kinds."""
    return _parts(unit, _places(unit))


def public_team(unit: Unit) -> list[Part]:
    """What residents see of it: kinds that are shown, without empty ones that nobody has to fill."""
    shown = [part for part in team_card(unit) if part.kind and part.kind.is_public]
    return [part for part in shown if part.held or part.missing or _has_to_be(part)]


def _has_to_be(part: Part) -> bool:
    return bool(part.kind and part.kind.least and part.vacant)


def _places(unit: Unit) -> list[Place]:
    today = timezone.localdate()
    held = Appointment.objects.filter(
        post__unit=unit, valid__contains=today, user__is_active=True
    ).select_related("user")
    of_post = {each.post_id: each for each in held}
    posts = Post.objects.filter(unit=unit).select_related("kind").order_by("-full_time", "id")
    stands = {each.post_id: each for each in stand_ins_today().filter(post__unit=unit)}
    return [Place(post, of_post.get(post.pk), stands.get(post.pk)) for post in posts]


def _parts(unit: Unit, places: Iterable[Place]) -> list[Part]:
    parts: dict[object, Part] = {}
    least = kinds_for(unit) if unit.kind == rules.UnitKind.GRID_TEAM else []
    for kind in least:
        parts[kind.pk] = Part(kind.name, kind)
    for place in places:
        kind_or_none = place.post.kind
        key = place.post.kind_id
        part = parts.setdefault(
            key, Part(kind_or_none.name if kind_or_none else place.post.title, kind_or_none)
        )
        part.places.append(place)
    for part in parts.values():
        part.missing = max((part.kind.least if part.kind else 0) - len(part.places), 0)
    known = [part for part in parts.values() if part.places or part.missing]
    return sorted(known, key=lambda part: part.kind.order if part.kind else 0)
