"""Entries of the journal in words, with one query for each kind of thing that they name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.ground.accounts.models import User
from gewu.ground.accounts.queries import names_of
from gewu.ground.staffing.models import Unit
from gewu.ground.territory.events import AreasImported, RedrawUndone
from gewu.ground.territory.models import Area, AreaVersion, Redraw, RedrawPart
from gewu.ground.territory.policies import may_edit
from gewu.kernel.journal import Heard, heard_from
from gewu.kernel.models import JournalEntry
from gewu.oversight.changelog.rules import Told, became, differences, listed
from gewu.work.tickets.models import LeadKind

Role = RedrawPart.Role
# Small areas that follow the areas of a plan; they stand on the plan's own page.
FOLLOWERS = 1000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the log; without `plan` or `area` there is nothing to open."""

    kind: Told
    day: date
    decided: datetime
    what: str
    details: str = ""
    reason: str = ""
    who: str = ""
    state: str = ""
    area: UUID | None = None
    plan: UUID | None = None
    has_map: bool = True

    @property
    def eve(self) -> date:
        """The last day on which it was as before."""
        return self.day - timedelta(days=1)


@dataclass
class Named:
    """Everything that some entries name."""

    users: dict[UUID, User] = field(default_factory=dict)
    areas: dict[UUID, Area] = field(default_factory=dict)
    versions: dict[UUID, list[AreaVersion]] = field(default_factory=dict)
    redraws: dict[UUID, Redraw] = field(default_factory=dict)
    parts: dict[UUID, list[RedrawPart]] = field(default_factory=dict)
    kinds: dict[UUID, LeadKind] = field(default_factory=dict)
    units: dict[UUID, Unit] = field(default_factory=dict)


def told(viewer: User, entries: Iterable[JournalEntry]) -> list[Entry]:
    """These entries in words."""
    heard = [heard_from(entry) for entry in entries]
    named = _named(heard)
    return [_TELLERS[each.name](viewer, each, named) for each in heard]


def _named(heard: Sequence[Heard[Any]]) -> Named:
    def held(name: str) -> set[UUID]:
        found = (getattr(each.event, name, None) for each in heard)
        return {pk for pk in found if pk is not None}

    named = Named(redraws=Redraw.objects.in_bulk(held("redraw_id")))
    parts = RedrawPart.objects.filter(redraw__in=named.redraws, seq__lt=FOLLOWERS)
    for part in parts.select_related("area").order_by("redraw", "seq", "pk"):
        named.parts.setdefault(part.redraw_id, []).append(part)
    named.areas = Area.objects.in_bulk(held("area_id") | held("divided_id"))
    changed = {part.area_id for parts in named.parts.values() for part in parts}
    versions = AreaVersion.objects.filter(area__in={*named.areas, *changed} - {None})
    for version in versions.defer("boundary").order_by("area", "valid"):
        named.versions.setdefault(version.area_id, []).append(version)
    people = {each.by_id for each in heard} | {each.asked_by for each in named.redraws.values()}
    named.users = names_of({pk for pk in people if pk is not None})
    named.kinds = LeadKind.objects.in_bulk(held("lead_kind"))
    named.units = Unit.ever.in_bulk(held("unit") | held("former"))
    return named


def _added(_viewer: User, heard: Heard[Any], named: Named) -> Entry:
    area = named.areas[heard.event.area_id]
    _before, version = _versions(named, area.pk, heard.event.version_id)
    details = f"{area.get_level_display()} · {version.code}"
    return _entry(Told.FOUNDED, heard, named, _name(version), version.valid.lower, details, area.pk)


def _changed(_viewer: User, heard: Heard[Any], named: Named) -> Entry:
    area = named.areas[heard.event.area_id]
    before, version = _versions(named, area.pk, heard.event.version_id)
    said = differences(vars_of(before), vars_of(version)) if before else []
    details = _("; ").join(said) or _("What was entered on the same day was corrected.")
    day = version.valid.lower
    return _entry(Told.CORRECTED, heard, named, _name(version), day, details, area.pk)


def _imported(_viewer: User, heard: Heard[Any], named: Named) -> Entry:
    event: AreasImported = heard.event
    day = event.day or timezone.localdate(heard.at)
    if event.divided_id:
        area = named.areas[event.divided_id]
        text = ngettext("Divided into %(count)d area", "Divided into %(count)d areas", event.added)
        details = text % {"count": event.added}
        return _entry(Told.DIVIDED, heard, named, area.name, day, details, area.pk)
    text = _("%(added)d areas added, %(changed)d changed")
    what = text % {"added": event.added, "changed": event.changed}
    return _entry(Told.IMPORTED, heard, named, what, day)


def _redrawn(viewer: User, heard: Heard[Any], named: Named) -> Entry:
    redraw = named.redraws[heard.event.redraw_id]
    parts = named.parts.get(redraw.pk, [])
    entered = redraw.entered_at and timezone.localdate(redraw.entered_at)
    undone = heard.name == RedrawUndone.name
    said, day = _what(redraw, parts, named, entered or redraw.day), entered or redraw.day
    return Entry(
        kind=Told.UNDONE if undone else Told(redraw.kind),
        day=day,
        decided=heard.at if undone else redraw.asked_at,
        what=said,
        details=redraw.get_kind_display() if undone else "",
        reason=redraw.words,
        who=_who(heard.by_id if undone else redraw.asked_by, named),
        state=redraw.state,
        plan=redraw.pk if may_edit(viewer, redraw.path) else None,
        has_map=redraw.state == "in_force",
    )


def _what(redraw: Redraw, parts: Sequence[RedrawPart], named: Named, day: date) -> str:
    old = [part.area.name for part in parts if part.role != Role.COMES and part.area]
    if redraw.kind == Told.RENAME:
        before = [_called_before(part, named, day) for part in parts]
        return became(before, [part.name for part in parts])
    return became(old, [part.name for part in parts if part.role == Role.COMES])


def _called_before(part: RedrawPart, named: Named, day: date) -> str:
    """The name that an area bore on the eve; of a plan, the one that it bears now."""
    assert part.area is not None
    known = named.versions.get(part.area.pk, [])
    earlier = [version for version in known if version.valid.lower < day]
    return _name(earlier[-1]) if earlier else part.area.name


def _led(_viewer: User, heard: Heard[Any], named: Named) -> Entry:
    kind, unit = named.kinds[heard.event.lead_kind], named.units[heard.event.unit]
    former = named.units.get(heard.event.former)
    details = became([former.name], [unit.name]) if former else listed([unit.name])
    entry = _entry(Told.LEAD, heard, named, kind.name, timezone.localdate(heard.at), details)
    return Entry(**{**vars(entry), "has_map": False})


def _entry(
    kind: Told,
    heard: Heard[Any],
    named: Named,
    what: str,
    day: date,
    details: str = "",
    area: UUID | None = None,
) -> Entry:
    return Entry(
        kind=kind,
        day=day,
        decided=heard.at,
        what=what,
        details=details,
        who=_who(heard.by_id, named),
        area=area,
    )


def _who(pk: UUID | None, named: Named) -> str:
    user = named.users.get(pk) if pk else None
    return user.shown_name if user else _("The system")


def _versions(named: Named, area: UUID, pk: UUID) -> tuple[AreaVersion | None, AreaVersion]:
    """A version and the one before it."""
    known = named.versions[area]
    at = next(place for place, version in enumerate(known) if version.pk == pk)
    return (known[at - 1] if at else None), known[at]


def vars_of(version: AreaVersion) -> dict[str, object]:
    """What of a version is compared; the outline by its centre and box, which are its own."""
    box = (version.lon, version.lat, version.box)
    names = ("name_zh", "name_en", "code")
    return {name: getattr(version, name) for name in names} | {"boundary": box}


def _name(version: AreaVersion) -> str:
    return Area(name_zh=version.name_zh, name_en=version.name_en).name


_TELLERS: dict[str, Callable[[User, Heard[Any], Named], Entry]] = {
    "territory.area_added": _added,
    "territory.area_changed": _changed,
    "territory.areas_imported": _imported,
    "territory.redraw_planned": _redrawn,
    "territory.redraw_entered": _redrawn,
    "territory.redraw_undone": _redrawn,
    "tickets.lead_mapped": _led,
}
