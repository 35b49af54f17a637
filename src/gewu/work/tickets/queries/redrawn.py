"""Open tickets whose grid ended or was drawn anew, and where they lie now."""

from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.territory.hooks import Ahead, Consequence
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import areas_that_ended, keeper_of, locate, touched_by
from gewu.methods.locate import NOWHERE, PolygonIndex
from gewu.work.tickets import states
from gewu.work.tickets.models import HelpOrder, RoutingRule, RuleSet, Ticket, Whistle


def open_in(areas: Collection[Area]) -> QuerySet[Ticket]:
    """Open tickets in these areas and in what lies below them."""
    here = reduce(or_, (Q(area_path__startswith=area.path) for area in areas), Q(pk=None))
    return Ticket.objects.filter(here, state__in=states.OPEN)


def left_behind(redraw: UUID | None) -> list[Area]:
    """The areas that a redraw ended or changed; without one, all that ever ended.

    A ticket that is reopened after years comes back to a grid that ended long ago.
    """
    return areas_that_ended() if redraw is None else touched_by(redraw)


def home_of(ticket: Ticket) -> Area | None:
    """Where an open ticket belongs now; nothing where it already is.

    By its point; without one, or where nothing is drawn, by who keeps the rest of its old grid.
    """
    before = ticket.area
    if before is None:
        return None
    found = None
    if ticket.lon is not None and ticket.lat is not None:
        found = locate(float(ticket.lon), float(ticket.lat))
    if before.closed_on is not None:
        kept = keeper_of(before)
        found = found if found is not None and found.level >= kept.level else kept
    return None if found is None or found.pk == before.pk else found


def about_former(former: UUID) -> QuerySet[Ticket]:
    """Open tickets that are kept from a unit."""
    return Ticket.objects.filter(barred__contains=[former], state__in=states.OPEN)


def given_too_close(units: Sequence[UUID], heir: UUID) -> QuerySet[Ticket]:
    """Open tickets that one of these units has although they are about the heir itself."""
    return Ticket.objects.filter(
        unit__in=units, barred__contains=[heir], state__in=states.OPEN
    ).order_by("pk")


def helped_too_close(units: Sequence[UUID], heir: UUID) -> QuerySet[HelpOrder]:
    """Parts that one of these units does in tickets that are about the heir itself."""
    given = HelpOrder.objects.filter(unit__in=units, state=HelpOrder.State.GIVEN)
    return given.filter(ticket__barred__contains=[heir]).select_related("ticket").order_by("pk")


def consequences(viewer: User, ahead: Ahead) -> list[Consequence]:
    """Open tickets, whistles and rules of the areas that end or change."""
    if ahead.kind == "rename":
        return []
    areas = [*ahead.ends, *ahead.changes]
    tickets = open_in(areas)
    whistles = Whistle.objects.filter(area__in=areas, state__in=states.OPEN_WHISTLE)
    rules = RoutingRule.objects.filter(area__in=ahead.ends).exclude(
        rule_set__state=RuleSet.State.RETIRED
    )
    return [
        Consequence(_("Open tickets"), tickets.count(), _whereto(tickets, ahead), _list(areas)),
        Consequence(_("Open whistles"), whistles.count(), _("They stay where they were raised.")),
        Consequence(
            _("Routing rules that name it"),
            rules.count(),
            _("Say them anew for the new grids once it is in force."),
            reverse("tickets:rules") if viewer.may("tickets.routing") else "",
            by_hand=True,
        ),
    ]


def _list(areas: Sequence[Area]) -> str:
    """The queue of the only area; a queue shows one area at a time."""
    if len(areas) != 1:
        return ""
    return f"{reverse('tickets:queue')}?{urlencode({'area': areas[0].path})}"


def _whereto(tickets: QuerySet[Ticket], ahead: Ahead) -> str:
    """How many go where, as far as they have a point."""
    grounds = dict(ahead.grounds)
    if not grounds:
        return _("They go to %(keeps)s.") % {"keeps": ahead.keeps} if ahead.keeps else ""
    counts = dict.fromkeys(grounds, 0)
    points = list(tickets.order_by().values_list("lon", "lat"))
    index, names = PolygonIndex(list(grounds.values())), list(grounds)
    for lon, lat in points:
        at = NOWHERE if lon is None or lat is None else index.find(float(lon), float(lat))
        name = ahead.keeps if at == NOWHERE else names[at]
        if name in counts:
            counts[name] += 1
    said = [f"{name} {count}" for name, count in counts.items() if count]
    return _(", ").join(said)
