"""What a unit still has open, counted by kind: what a successor would take over."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.hooks import Burden
from gewu.ground.staffing.models import Unit
from gewu.work.tickets import states
from gewu.work.tickets.models import (
    HelpOrder,
    LeadUnit,
    RoutingRule,
    RuleSet,
    Ticket,
    Whistle,
    WhistleCall,
    WhistleTask,
)


def burdens(unit: Unit) -> list[Burden]:
    """So many of each."""
    return [
        Burden(_("Open tickets"), tickets_of(unit).count()),
        Burden(_("Help orders"), help_of(unit).count()),
        Burden(_("Whistles raised"), whistles_of(unit).count()),
        Burden(_("Calls of whistles"), calls_of(unit).count()),
        Burden(_("Tasks of whistles"), tasks_of(unit).count()),
        Burden(_("Kinds of work that it leads"), leads_of(unit).count()),
        Burden(_("Routing rules"), rules_of(unit).count()),
    ]


def tickets_of(unit: Unit) -> QuerySet[Ticket]:
    """Open tickets that the unit has."""
    return Ticket.objects.filter(unit=unit, state__in=states.OPEN)


def help_of(unit: Unit) -> QuerySet[HelpOrder]:
    """Parts that the unit still does for others."""
    return HelpOrder.objects.filter(unit=unit, state=HelpOrder.State.GIVEN)


def whistles_of(unit: Unit) -> QuerySet[Whistle]:
    """Open whistles that the unit raised."""
    return Whistle.objects.filter(unit=unit, state__in=states.OPEN_WHISTLE)


def calls_of(unit: Unit) -> QuerySet[WhistleCall]:
    """Calls of open whistles for the unit."""
    return WhistleCall.objects.filter(unit=unit, whistle__state__in=states.OPEN_WHISTLE)


def whistles_with(unit: Unit) -> list[Whistle]:
    """Open whistles that the unit raised, that call it or in which it has a task."""
    open_now = Whistle.objects.filter(state__in=states.OPEN_WHISTLE)
    called = calls_of(unit).order_by().values("whistle_id")
    given = tasks_of(unit).order_by().values("whistle_id")
    wanted = Q(unit=unit) | Q(pk__in=called) | Q(pk__in=given)
    return list(open_now.filter(wanted).order_by("pk"))


def tasks_of(unit: Unit) -> QuerySet[WhistleTask]:
    """Tasks of the unit that are not confirmed yet."""
    return WhistleTask.objects.filter(
        unit=unit, confirmed_at=None, whistle__state__in=states.OPEN_WHISTLE
    )


def leads_of(unit: Unit) -> QuerySet[LeadUnit]:
    """Kinds of work for which the unit is asked."""
    return LeadUnit.objects.filter(unit=unit)


def rules_of(unit: Unit) -> QuerySet[RoutingRule]:
    """Rules in force or in the draft that name the unit; those of the past stay as they were."""
    return RoutingRule.objects.filter(unit=unit).exclude(rule_set__state=RuleSet.State.RETIRED)


def barred_from(unit: Unit, heir: Unit) -> int:
    """How many of the unit's tickets, or of those that it helps with, are about the heir itself."""
    own = Q(unit=unit) | Q(pk__in=help_of(unit).order_by().values("ticket"))
    return Ticket.objects.filter(own, state__in=states.OPEN, barred__contains=[heir.pk]).count()


def heir_of(unit: Unit) -> Unit | None:
    """The successor, or the successor's successor, that stands today."""
    seen = set()
    while unit.dissolved_on is not None:
        if unit.successor is None or unit.pk in seen:
            return None
        seen.add(unit.pk)
        unit = unit.successor
    return unit


def orphaned() -> list[Unit]:
    """Dissolved units that something came to at the same moment, or came back to."""
    gone = Unit.ever.filter(dissolved_on__isnull=False).select_related("area", "successor")
    return [each for each in gone.order_by("pk") if _has_work(each)]


def _has_work(unit: Unit) -> bool:
    return tickets_of(unit).exists() or help_of(unit).exists() or bool(whistles_with(unit))
