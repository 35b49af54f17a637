"""What machines send and get: the shapes of the interface."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from ninja import Field, Schema


class ReportIn(Schema):
    """A request: words, and whatever else is known."""

    words: str = Field(max_length=20_000)
    title: str = ""
    address: str = ""
    lon: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)
    item: str = Field("", description="code of an item of the catalogue, such as 0203")
    name: str = Field("", description="the reporter, kept sealed")
    phone: str = Field("", description="the reporter, kept sealed")


class HandledIn(Schema):
    """What was done."""

    words: str = Field(max_length=20_000)


class ClosingIn(Schema):
    """Whether the closing condition is met."""

    closing_met: bool
    words: str = ""


class TicketOut(Schema):
    """A ticket as the key's user may see it; never its reporter."""

    id: UUID
    number: str
    state: str
    title: str
    item: str | None
    area: str | None
    unit: UUID | None
    lon: Decimal | None
    lat: Decimal | None
    submitted_at: datetime
    due_at: datetime
    closed_at: datetime | None


class PageOut(Schema):
    """Some tickets, and the mark with which the next page begins."""

    tickets: list[TicketOut]
    after: str


class Problem(Schema):
    """Why not, in words for people and a code for machines."""

    message: str
    code: str
    field: str | None = None
