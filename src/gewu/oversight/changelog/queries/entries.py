"""Which entries of the journal a viewer reads in the change log, the newest first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.territory.events import (
    AreaAdded,
    AreaChanged,
    AreasImported,
    RedrawEntered,
    RedrawPlanned,
    RedrawUndone,
)
from gewu.ground.territory.models import Area, Redraw, RedrawPart
from gewu.ground.territory.queries import ever_visible_to, is_whole_tree
from gewu.kernel.models import JournalEntry
from gewu.oversight.changelog.rules import REDRAWS, Told
from gewu.work.tickets.events import LeadMapped

# All of them stand in every query: the index of migration 0001 holds these and no others.
NAMES = tuple(
    each.name
    for each in (
        *(AreaAdded, AreaChanged, AreasImported),
        *(RedrawEntered, RedrawPlanned, RedrawUndone, LeadMapped),
    )
)
MOST_AREAS = 50


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: a kind, an area by name or code, days of the decision."""

    kind: str = ""
    area: str = ""
    since: date | None = None
    until: date | None = None


def entries_for(viewer: User, asked: Asked, within: Area | None = None) -> QuerySet[JournalEntry]:
    """The entries under the viewer's posts; who leads what is everybody's.

    What a redraw did to each of its areas is told once, with the redraw; what was only planned is
    told as planned for as long as it is.
    """
    planned = _open_plans()
    rows = JournalEntry.objects.filter(name__in=NAMES).annotate(
        redraw=_named("redraw_id"),
        divided=_named("divided_id"),
    )
    rows = rows.filter(
        ~Q(name__in=(AreaAdded.name, AreaChanged.name)) | Q(redraw=""),
        ~Q(name=RedrawPlanned.name) | Q(redraw__in=planned),
        # whoever sees an area sees what became of it
        _seen_by(viewer) if within is None else _about([within]),
        _of_kind(asked.kind),
    )
    if asked.area:
        rows = rows.filter(_about(_areas_called(viewer, asked.area)))
    if asked.since:
        rows = rows.filter(occurred_at__gte=_start_of(asked.since))
    if asked.until:
        rows = rows.filter(occurred_at__lt=_start_of(asked.until + timedelta(days=1)))
    return rows.order_by("-id")


def _named(key: str) -> Coalesce:
    """An id of the payload as text, empty where there is none."""
    return Coalesce(KeyTextTransform(key, "payload"), Value(""), output_field=TextField())


def _seen_by(viewer: User) -> Q:
    seen = Q(name=LeadMapped.name)
    for path in viewer.paths_with("territory.see"):
        seen |= Q(path__startswith=path)
        if not is_whole_tree(path):
            # a merge is written at what stands above, and still is about the viewer's own grid
            seen |= Q(redraw__in=_touching(Q(area__path__startswith=path)))
    return seen


def _about(areas: list[Area]) -> Q:
    wanted = Q(pk=None)
    for area in areas:
        wanted |= Q(path__startswith=area.path) & ~Q(name=LeadMapped.name)
    return wanted | Q(redraw__in=_touching(Q(area__in=areas)))


def _of_kind(kind: str) -> Q:
    wanted = {
        Told.FOUNDED: Q(name=AreaAdded.name),
        Told.CORRECTED: Q(name=AreaChanged.name),
        Told.IMPORTED: Q(name=AreasImported.name, divided=""),
        Told.DIVIDED: Q(name=AreasImported.name) & ~Q(divided=""),
        Told.UNDONE: Q(name=RedrawUndone.name),
        Told.LEAD: Q(name=LeadMapped.name),
    }
    for each in REDRAWS:
        names = (RedrawEntered.name, RedrawPlanned.name)
        wanted[each] = Q(name__in=names, payload__kind=each.value)
    return wanted[Told(kind)] if kind else Q()


def _areas_called(viewer: User, words: str) -> list[Area]:
    """Areas of the viewer's that bear a name or code, those that ended too."""
    called = Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(code=words)
    return list(ever_visible_to(viewer).filter(called).order_by("level", "code")[:MOST_AREAS])


def _touching(parts: Q) -> list[str]:
    found = RedrawPart.objects.filter(parts).order_by().values_list("redraw_id", flat=True)
    return _as_text(found.distinct())


def _open_plans() -> list[str]:
    return _as_text(Redraw.objects.filter(state="planned").order_by().values_list("pk", flat=True))


def _as_text(pks: "QuerySet[Redraw, UUID] | QuerySet[RedrawPart, UUID]") -> list[str]:
    return [str(pk) for pk in pks]


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
