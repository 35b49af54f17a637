"""What is known already at the place of a report that is being written."""

from uuid import UUID

from gewu.kernel import clock
from gewu.work.tickets.actions import Report
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.near import public_near
from gewu.work.tickets.queries.public import PRIVATE_CATEGORIES

MOST_TOLD = 3


def known_near(report: Report) -> list[Ticket]:
    """Open public matters that may be the same; none for what concerns private life."""
    if report.lon is None or report.lat is None:
        return []
    if report.item and report.item.category.code in PRIVATE_CATEGORIES:
        return []
    found = public_near(
        lon=float(report.lon),
        lat=float(report.lat),
        item=report.item,
        words=f"{report.title} {report.words}",
        now=clock.now(),
    )
    return [each.ticket for each in found[:MOST_TOLD]]


def chosen_of(known: list[Ticket], given: str) -> Ticket | None:
    """The one that the resident wants to follow, if it is among those that they were told of."""
    return next((ticket for ticket in known if ticket.pk == _uuid(given)), None)


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
