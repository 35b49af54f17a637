"""What people call an area: proposed by the system, decided by a person."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gewu.ground.territory import events, policies, states
from gewu.ground.territory.models import Alias, Area, Building, Level
from gewu.ground.territory.queries.naming import knows_name
from gewu.ground.territory.queries.tree import existing
from gewu.ground.territory.rules.aliases import AliasRow
from gewu.ground.territory.rules.buildings import BadRow
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce

LONGEST = 40


@action
def propose_alias(*, area: Area, name: str, reports: int, by: Actor) -> Alias | None:
    """Ask whoever may change the area; what is known or was decided once is not asked again."""
    _need(policies.may_edit(by, area.path))
    if knows_name(name) or area.closed_on is not None:
        return None
    alias, is_new = Alias.objects.get_or_create(
        area=area,
        name=name,
        defaults={
            "county_id": area.county_id,
            "reports": reports,
            "proposed_at": clock.now(),
        },
    )
    if is_new:
        event = events.AliasProposed(alias_id=alias.pk, area_id=area.pk, reports=reports)
        announce(event, by=by, path=area.path)
    return alias


@action
def add_alias(*, area: Area, name: str, building: Building | None = None, by: Actor) -> Alias:
    """Another name that somebody knows; twice is once."""
    _need(policies.may_edit(by, area.path))
    name = "".join(name.split())
    if not name:
        raise Refusal(_("The name is missing."), code="name_missing", field="name")
    if area.level == Level.COUNTY:
        text = _("Choose an area below the county.")
        raise Refusal(text, code="too_wide", field="code")
    alias, _is_new = Alias.objects.get_or_create(
        area=area,
        name=name,
        defaults={"county_id": area.county_id, "proposed_at": clock.now()},
    )
    return accept_alias(alias=alias, building=building, by=by)


@action
def import_aliases(*, rows: Sequence[AliasRow], by: Actor) -> list[BadRow]:
    """Take the names of a table into use; a row that cannot be is answered with its reason."""
    areas = {area.code: area for area in existing().filter(code__in={row.code for row in rows})}
    bad = []
    for row in rows:
        area = areas.get(row.code)
        inside = Building.objects.filter(name_zh=row.building, valid_to=None)
        building = inside.filter(area__path__startswith=area.path).first() if area else None
        if area is None or not policies.may_edit(by, area.path):
            bad.append(BadRow(row.line, row.name, _("None of your areas bears this code.")))
        elif row.building and building is None:
            bad.append(BadRow(row.line, row.name, _("No building there is called so.")))
        elif not row.name or len(row.name) > LONGEST or area.level == Level.COUNTY:
            text = _("The name is missing or too long, or the area is the whole county.")
            bad.append(BadRow(row.line, row.name[:LONGEST], text))
        else:
            add_alias(area=area, name=row.name, building=building, by=by)
    return bad


@action
def accept_alias(*, alias: Alias, building: Building | None = None, by: Actor) -> Alias:
    """From now on texts that use the name are about this area, or about a building in it."""
    alias = _locked(alias)
    _need(policies.may_edit(by, alias.area.path))
    if building is not None and not building.area.path.startswith(alias.area.path):
        text = _("This building stands in another area.")
        raise Refusal(text, code="elsewhere", field="building")
    if alias.state == states.ACCEPTED and alias.building_id == (building.pk if building else None):
        return alias
    if alias.state != states.ACCEPTED:
        return _decide(alias, "accept", building, by)
    alias.building = building
    alias.save(update_fields=["building"])
    return alias


@action
def refuse_alias(*, alias: Alias, by: Actor) -> Alias:
    """It is no name of this area, or no longer; it is not proposed again."""
    alias = _locked(alias)
    _need(policies.may_edit(by, alias.area.path))
    if alias.state == states.REFUSED:
        return alias
    return _decide(alias, "refuse", None, by)


def _decide(alias: Alias, verb: str, building: Building | None, by: Actor) -> Alias:
    alias.state = states.ALIAS.ask(verb, alias.state)
    alias.building, alias.decided_by, alias.decided_at = building, by.actor_id, clock.now()
    alias.save(update_fields=["state", "building", "decided_by", "decided_at"])
    event = events.AliasDecided(alias_id=alias.pk, area_id=alias.area_id, state=alias.state)
    announce(event, by=by, path=alias.area.path)
    return alias


def _locked(alias: Alias) -> Alias:
    rows = Alias.objects.select_for_update(of=("self",)).select_related("area")
    return rows.get(pk=alias.pk)


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("Only an administrator of this area may change it."), code="not_allowed")
