"""What people call an area: proposed by the system, decided by a person."""

from django.utils.translation import gettext as _

from gewu.ground.territory import events, policies, states
from gewu.ground.territory.models import Alias, Area, Building, Level
from gewu.ground.territory.queries.naming import knows_name
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce


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
