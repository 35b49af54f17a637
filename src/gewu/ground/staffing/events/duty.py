"""What changes about duty: ids and codes, never names."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class DutyArranged(Event):
    """A unit's kinds of shifts or its way of swapping changed."""

    name: ClassVar[str] = "staffing.duty_arranged"

    unit_id: UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class DutyWished(Event):
    """Somebody said on which days they cannot or would rather not, or took it back."""

    name: ClassVar[str] = "staffing.duty_wished"

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class RosterOpened(Event):
    """A unit began a roster for some days."""

    name: ClassVar[str] = "staffing.roster_opened"

    roster_id: UUID
    unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class RosterProposed(Event):
    """The shifts of a draft were shared out anew."""

    name: ClassVar[str] = "staffing.roster_proposed"

    roster_id: UUID
    unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class RosterPublished(Event):
    """A roster counts from now on."""

    name: ClassVar[str] = "staffing.roster_published"

    roster_id: UUID
    unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class DutyChanged(Event):
    """Somebody got a shift or has it no longer."""

    name: ClassVar[str] = "staffing.duty_changed"

    shift_id: UUID
    unit_id: UUID
    user_id: UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class SwapMoved(Event):
    """A swap was asked for, agreed to, approved, declined or withdrawn."""

    name: ClassVar[str] = "staffing.swap_moved"

    swap_id: UUID
    unit_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class FeedRenewed(Event):
    """Somebody's calendar address was made, made anew, or closed."""

    name: ClassVar[str] = "staffing.feed_renewed"

    user_id: UUID
    is_open: bool
