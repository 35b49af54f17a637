"""The end of a unit: what it still has open goes over to another one, or it stays."""

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.staffing import events, policies, rules
from gewu.ground.staffing.hooks import heritages
from gewu.ground.staffing.models import Appointment, Unit
from gewu.ground.staffing.queries import burdens_of, still_open
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.journal import announce


@action
def dissolve_unit(*, unit: Unit, successor: Unit | None = None, words: str = "", by: Actor) -> Unit:
    """Dissolve a unit; its successor takes over what is open, with the reason in its history.

    Done twice it is done once. Two at once wait for each other, so that nothing is given to a
    unit that is going as well.
    """
    pks = {unit.pk, *([successor.pk] if successor else [])}
    held = {
        each.pk: each
        for each in Unit.ever.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    }
    unit, heir = held[unit.pk], held[successor.pk] if successor else None
    if not policies.may_edit(by, unit.area.path):
        raise Refusal(_("Only an administrator of this area may do this."), code="not_allowed")
    if unit.dissolved_on is not None:
        refuse(unit.successor_id != (heir.pk if heir else None) and _gone(unit), "gone", None)
        return unit
    _refuse_wrong_heir(unit, heir)
    words = words.strip()
    if open_things := still_open(burdens_of(unit)):
        refuse("" if heir else open_things, "still_open", "successor")
        refuse(
            "" if words else _("Say in a sentence why; it stands in each history."),
            "words",
            "words",
        )
        for heritage in heritages:
            heritage.hand_over(unit=unit, successor=heir, words=words, by=by)
    _end_appointments(unit)
    unit.dissolved_on, unit.successor = timezone.localdate(), heir
    unit.save(update_fields=["dissolved_on", "successor"])
    event = events.UnitDissolved(unit_id=unit.pk, successor_id=heir.pk if heir else None)
    announce(event, by=by, path=unit.area.path)
    return unit


def _refuse_wrong_heir(unit: Unit, heir: Unit | None) -> None:
    desk = unit.kind == rules.UnitKind.COUNTY_DESK
    text = _("The county desk takes what nobody else does, so it cannot be dissolved.")
    refuse(desk and text, "desk", None)
    if heir is None:
        return
    itself = heir.pk == unit.pk or heir.county_id != unit.county_id
    refuse(itself and _("Choose another unit of this county."), "heir", "successor")
    refuse(heir.dissolved_on and _gone(heir), "heir", "successor")


def _gone(unit: Unit) -> str:
    if unit.successor is None:
        return _("%(unit)s was dissolved already.") % {"unit": unit.name}
    return _("%(unit)s was dissolved already, and %(heir)s took over.") % {
        "unit": unit.name,
        "heir": unit.successor.name,
    }


def _end_appointments(unit: Unit) -> None:
    """Today is everybody's last day; who would have come later does not come."""
    today = timezone.localdate()
    held = Appointment.objects.filter(post__unit=unit).select_for_update(of=("self",))
    for appointment in held.order_by("pk"):
        if appointment.from_day > today:
            appointment.delete()
        elif appointment.last_day is None or appointment.last_day > today:
            appointment.valid = DateRange(appointment.from_day, rules.day_after(today))
            appointment.save(update_fields=["valid"])
