"""What the database knows that rows of a book may name."""

from datetime import date

from django.utils import timezone

from gewu.doors.setup.rules.known import Known, NamedKind, Person, Place, Team
from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Appointment, PostKind, Unit
from gewu.ground.territory.models import Area
from gewu.work.tickets.models import LeadKind


def known_now() -> Known:
    """Areas, units, people, today's full-time workers, kinds of work: a query each."""
    known = Known()
    # Ended areas come first, so that one that stands today is what a code means.
    for area in Area.objects.order_by("closed_on", "pk").reverse():
        if area.closed_on is None or area.code not in known.places:
            known.places[area.code] = Place(area.code, area.level, area.name_zh, area.closed_on)
    known.teams = [
        Team(unit.kind, unit.name_zh, unit.area.code, unit.dissolved_on)
        for unit in Unit.ever.select_related("area").order_by("pk")
    ]
    users = User.objects.order_by("username").values_list("username", "name_zh")
    known.add_people(Person(*row) for row in users)
    today = timezone.localdate()
    held = Appointment.objects.filter(sole_grid__isnull=False, valid__contains=today)
    known.grid_of = dict(held.order_by("pk").values_list("user__username", "sole_grid__code"))
    for named in PostKind.objects.filter(role="", in_use=True).order_by("order", "pk"):
        meant = NamedKind(named.code, tuple(named.unit_kinds))
        known.post_kinds |= {
            name.lower(): meant for name in (named.name_en, named.name_zh, named.code) if name
        }
    known.seated = _seated(today)
    kinds = LeadKind.objects.filter(level=LeadKind.Level.DEPARTMENT).order_by("kind")
    for kind in kinds:
        for name in (kind.name_en, kind.name_zh, kind.kind):
            known.lead_kinds[name.lower()] = kind.kind
    return known


def _seated(today: date) -> dict[tuple[str, str, str], str]:
    held = Appointment.objects.filter(post__role="", valid__contains=today)
    rows = held.select_related("post__unit__area", "post__kind", "user").order_by("pk")
    found = {}
    for each in rows:
        unit = each.post.unit
        team = Team(unit.kind, unit.name_zh, unit.area.code)
        code = each.post.kind.code if each.post.kind else ""
        found[team.key, code, each.user.name_zh] = each.user.username
    return found
