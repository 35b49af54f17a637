"""A change of areas that somebody looks at before it is planned; kept for an hour."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest

from gewu.ground.territory import actions
from gewu.ground.territory.models import Area, Redraw, RedrawPart
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import Actor

KEPT_SECONDS = 3600
Kind = Redraw.Kind


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Everything that was filled in; `rows` are the parts, the new outlines or the new name."""

    kind: str
    areas: tuple[UUID, ...]
    rows: tuple[AreaRow, ...]
    day: date
    words: str = ""
    keeps: str = ""
    leaves_outline: bool = False

    def parts(self, areas: Sequence[Area]) -> list[RedrawPart]:
        """What it would do, not yet saved."""
        first = self.rows[0] if self.rows else None
        if self.kind == Kind.SPLIT:
            return actions.split_parts(areas[0], self.rows, self.keeps)
        if self.kind == Kind.REDRAW:
            return actions.redraw_parts(self._outlines(areas))
        assert first is not None
        if self.kind == Kind.MERGE:
            return actions.merge_parts(areas, first, self._keeping(areas))
        return actions.rename_parts(areas[0], first.name_zh, first.name_en)

    def look(self, areas: Sequence[Area], by: Actor) -> list[RedrawPart]:
        """The same, unless something speaks against it."""
        return actions.look_at(
            self.kind, self.parts(areas), self.day, leaves_outline=self.leaves_outline, by=by
        )

    def plan(self, areas: Sequence[Area], by: Actor) -> Redraw:
        """Plan it; of today it is in force."""
        dated: dict[str, Any] = {"day": self.day, "words": self.words, "by": by}
        plans: dict[str, Callable[[], Redraw]] = {
            Kind.SPLIT: lambda: actions.plan_split(
                area=areas[0], parts=self.rows, keeps=self.keeps, **dated
            ),
            Kind.MERGE: lambda: actions.plan_merge(
                areas=areas,
                code=self.rows[0].code,
                name_zh=self.rows[0].name_zh,
                name_en=self.rows[0].name_en,
                keeps=self._keeping(areas),
                **dated,
            ),
            Kind.REDRAW: lambda: actions.plan_redraw(
                outlines_of=self._outlines(areas), leaves_outline=self.leaves_outline, **dated
            ),
            Kind.RENAME: lambda: actions.plan_rename(
                area=areas[0],
                name_zh=self.rows[0].name_zh,
                name_en=self.rows[0].name_en,
                **dated,
            ),
        }
        return plans[self.kind]()

    def _keeping(self, areas: Sequence[Area]) -> Area | None:
        return next((area for area in areas if str(area.pk) == self.keeps), None)

    def _outlines(self, areas: Sequence[Area]) -> list[tuple[Area, Any]]:
        return [(area, row.boundary) for area, row in zip(areas, self.rows, strict=True)]


def keep(request: HttpRequest, draft: Draft) -> str:
    """Keep it for an hour; the token is its owner's only."""
    token = token_hex(16)
    cache.set(_key(request, token), draft, KEPT_SECONDS)
    return token


def kept(request: HttpRequest, token: str) -> Draft | None:
    """The draft behind a token, while it is kept."""
    found: Draft | None = cache.get(_key(request, token))
    return found


def forget(request: HttpRequest, token: str) -> None:
    """It was planned."""
    cache.delete(_key(request, token))


def _key(request: HttpRequest, token: str) -> str:
    return f"territory.redraw.{request.user.pk}.{token}"
