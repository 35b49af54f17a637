"""Two records that look like the same thing: merge them, or keep them apart for good."""

from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.registers import policies
from gewu.ground.registers.actions.keeping import Given, change_record, turn
from gewu.ground.registers.models import KeptApart, Record, RecordChange
from gewu.kernel import clock
from gewu.kernel.acting import Actor, action, refuse


@action
def keep_apart(*, one: Record, other: Record, by: Actor) -> KeptApart:
    """They are two things; said twice it is said once."""
    _need(one, other, by)
    first, second = sorted((one, other), key=lambda record: record.pk)
    kept, _new = KeptApart.objects.get_or_create(
        first=first,
        second=second,
        defaults={"at": clock.now(), "by": by if isinstance(by, User) else None},
    )
    return kept


@action
def merge(*, keep: Record, drop: Record, by: Actor) -> Record:
    """They are one thing: what the kept one lacks is taken from the other, which is retired."""
    _need(keep, drop, by)
    locked = Record.objects.select_for_update(of=("self",)).select_related("kind", "area")
    held = {each.pk: each for each in locked.filter(pk__in=(keep.pk, drop.pk)).order_by("pk")}
    keep, drop = held[keep.pk], held[drop.pk]
    if drop.is_retired:
        return keep
    words = _("Merged with %(name)s") % {"name": f"{keep.name} {keep.code}".strip()}
    turn(drop, "retire", RecordChange.What.MERGE, words[:300], by)
    lon, lat = (drop.lon, drop.lat) if keep.lon is None else (keep.lon, keep.lat)
    given = Given(
        name=keep.name,
        area=keep.area,
        code=keep.code or drop.code,
        lon=lon,
        lat=lat,
        values={**drop.values, **keep.values},
    )
    return change_record(record=keep, given=given, version=keep.version, only_if_other=True, by=by)


def _need(one: Record, other: Record, by: Actor) -> None:
    apart = one.pk == other.pk or one.kind_id != other.kind_id
    refuse(apart and _("These are no two records of one register."), "no_pair")
    allowed = all(policies.may_edit(by, each.kind, each.path) for each in (one, other))
    refuse(not allowed and _("This place is not yours to write about."), "not_allowed")
