"""People: they come, move, leave; a child gets its guardians; everything held can be erased."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.residents import events, policies, queries
from gewu.ground.residents.actions.consents import Told, record_consent
from gewu.ground.residents.actions.holding import (
    in_turn,
    lock_person,
    read_values,
    reduce_part,
    write_part,
)
from gewu.ground.residents.models import Guardian, Household, Person, Purpose
from gewu.ground.residents.rules import consents as rules
from gewu.ground.residents.rules.purposes import needs_consent
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce

AFTER_LEAVING = timedelta(days=30)


@action
def add_person(
    *,
    pk: UUID | None = None,
    household: Household,
    purpose: Purpose,
    values: Mapping[str, str],
    told: Told | None = None,
    relation: str = "",
    by: Actor,
) -> Person:
    """Somebody of a household, with what is held for a first purpose and their consent to it.

    The guardian of a child is the one who consented (`told.guardian`). The same command again
    finds the person who is there.
    """
    _need(policies.may_keep_household(by, household))
    refuse(household.ended_at and _("This household has ended."), "ended")
    in_turn(str(pk))
    known = Person.objects.filter(pk=pk).select_related("household__area").first() if pk else None
    if known is not None:
        _need(policies.may_keep_person(by, known))
        return known
    person = Person(
        id=pk or uuid7(), county_id=household.county_id, household=household, since=clock.now()
    )
    given = read_values(person, values)
    refuse(not given and _("Nothing is to be held, so nobody was added."), "empty", "name")
    person.save(force_insert=True)
    event = events.PersonAdded(person_id=person.pk, household_id=household.pk)
    announce(event, by=by, path=household.area.path)
    if told is not None and told.guardian is not None and person.is_child:
        name_guardian(child=person, guardian=told.guardian, relation=relation, by=by)
    needs = needs_consent(purpose.basis, given, is_child=person.is_child)
    if told is not None and needs:
        record_consent(person=person, purpose=purpose, told=told, by=by)
    write_part(person=person, purpose=purpose, values=given, by=by)
    person.refresh_from_db()
    return person


@action
def move_person(*, person: Person, household: Household, by: Actor) -> Person:
    """Into another household of one's own areas; who left comes back by it. Twice is once."""
    person = lock_person(person, by)
    _need(policies.may_keep_household(by, household))
    refuse(household.ended_at and _("This household has ended."), "ended", "household")
    if person.household_id == household.pk and person.left_at is None:
        return person
    former = person.household_id
    person.household, person.left_at = household, None
    _refuse_taken(person)
    person.save(update_fields=["household", "left_at"])
    event = events.PersonMoved(person_id=person.pk, former_id=former, household_id=household.pk)
    announce(event, by=by, path=household.area.path)
    return person


@action
def leave(*, person: Person, by: Actor) -> Person:
    """They live here no more: what is held goes in a month, unless they come back. Twice is once."""
    person = lock_person(person, by)
    if person.left_at is None:
        person.left_at = clock.now()
        person.save(update_fields=["left_at"])
        last = timezone.localdate() + AFTER_LEAVING
        queries.parts_of(person).filter(keep_until__gt=last).order_by().update(keep_until=last)
        announce(events.PersonLeft(person_id=person.pk), by=by, path=person.household.area.path)
    return person


@action
def name_guardian(*, child: Person, guardian: Person, relation: str, by: Actor) -> Guardian:
    """Somebody decides for a child; both in one's own areas. Twice is once."""
    first, second = sorted((child, guardian), key=lambda each: each.pk)
    locked = {each.pk: lock_person(each, by) for each in (first, second)}
    child, guardian = locked[child.pk], locked[guardian.pk]
    fault = rules.guardian_fault(
        same=child.pk == guardian.pk,
        guardian_is_child=guardian.is_child,
        ward_is_child=child.is_child,
    )
    refuse(fault, "guardian", "guardian")
    refuse(
        relation not in rules.Relation.values and _("Say how they are related."),
        "relation",
        "relation",
    )
    link, is_new = Guardian.objects.get_or_create(
        child=child, guardian=guardian, ended_at=None, defaults={"relation": relation}
    )
    if is_new:
        event = events.GuardianNamed(child_id=child.pk, guardian_id=guardian.pk)
        announce(event, by=by, path=child.household.area.path)
    return link


@action
def end_guardian(*, link: Guardian, by: Actor) -> Guardian:
    """Somebody no longer decides for a child; twice is once."""
    child = lock_person(link.child, by)
    link = Guardian.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.ended_at is None:
        link.ended_at = clock.now()
        link.save(update_fields=["ended_at"])
        event = events.GuardianEnded(child_id=child.pk, guardian_id=link.guardian_id)
        announce(event, by=by, path=child.household.area.path)
    return link


@action
def end_childhoods(*, by: Actor) -> int:
    """Guardianships of whoever has had the 14th birthday are over; each is ended and told once."""
    over = Guardian.objects.filter(ended_at=None, child__child_until__lte=timezone.localdate())
    rows = over.select_for_update(of=("self",)).select_related("child__household__area")
    links = list(rows.order_by("child", "pk"))
    Guardian.objects.filter(pk__in=[link.pk for link in links]).update(ended_at=clock.now())
    grown = {link.child_id: link.child for link in links}
    for person in grown.values():
        event = events.ChildhoodEnded(person_id=person.pk)
        announce(event, by=by, path=person.household.area.path)
    return len(grown)


@action
def erase_person(*, person: Person, by: Actor) -> Person:
    """Destroy everything held about a person.

    Parts and indexes go, guardianships end. That there were answers and readings stays for as long
    as the law asks: those rows name nobody.
    """
    rows = Person.objects.select_for_update(of=("self",)).select_related("household__area")
    person = rows.get(pk=person.pk)
    _need(policies.may_erase_person(by))
    if person.erased_at is not None:
        return person
    for part in queries.parts_of(person):
        reduce_part(part, (), why="erased", by=by)
    now = clock.now()
    for side in ("child", "guardian"):
        Guardian.objects.filter(**{side: person}, ended_at=None).update(ended_at=now)
    person.refresh_from_db(from_queryset=rows)
    person.child_until = None
    person.left_at, person.erased_at = person.left_at or now, now
    person.save(update_fields=["child_until", "left_at", "erased_at"])
    announce(events.PersonErased(person_id=person.pk), by=by, path=person.household.area.path)
    return person


def _refuse_taken(person: Person) -> None:
    """Who comes back may have been entered anew meanwhile."""
    if person.id_number_index is None:
        return
    twins = Person.objects.filter(
        county_id=person.county_id, id_number_index=person.id_number_index, left_at=None
    ).exclude(pk=person.pk)
    if twins.exists():
        text = _("This citizen ID is on record already. Ask the data-protection officer.")
        raise Refusal(text, code="twin")


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("This is for whoever looks after this place."), code="not_allowed")
