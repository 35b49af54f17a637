"""A plan of parts that somebody works on, and perhaps another beside it; kept for an hour."""

from dataclasses import dataclass, replace
from secrets import token_hex
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest
from shapely.geometry.base import BaseGeometry

from gewu.ground.territory.rules.grounds import Below
from gewu.ground.territory.rules.outlines import Outline
from gewu.ground.territory.rules.places import Places
from gewu.ground.territory.rules.proposing import Plan, Wish, propose

KEPT_SECONDS = 3600
NAMES = ("a", "b")


@dataclass(frozen=True)
class Study:
    """What was given once, and up to two plans from it."""

    area: UUID
    purpose: str
    within: Outline
    places: Places
    below: tuple[Below, ...]
    barriers: tuple[BaseGeometry, ...] = ()
    paths: tuple[BaseGeometry, ...] = ()
    plans: tuple[Plan, ...] = ()

    def with_plan(self, wish: Wish, *, heeds_held: bool = True) -> "Study":
        """Another plan in the second place; what is held in the first stays held."""
        held = dict(self.plans[0].held) if self.plans and heeds_held else {}
        plan = propose(self.within, self.places, wish, self.below, self.barriers, self.paths, held)
        return replace(self, plans=(*self.plans[:1], plan))

    def changed(self, plan: Plan) -> "Study":
        """The plan that is worked on, as it is now."""
        return replace(self, plans=(plan, *self.plans[1:]))

    def chosen(self, number: int) -> "Study":
        """One of the two alone."""
        return replace(self, plans=(self.plans[number],))


def keep(request: HttpRequest, study: Study, token: str = "") -> str:
    """Keep it for an hour from now; the token is its owner's only."""
    token = token or token_hex(16)
    cache.set(_key(request, token), study, KEPT_SECONDS)
    return token


def kept(request: HttpRequest, token: str) -> Study | None:
    """The study behind a token, while it is kept."""
    found: Study | None = cache.get(_key(request, token))
    return found


def _key(request: HttpRequest, token: str) -> str:
    return f"territory.study.{request.user.pk}.{token}"
