"""What is held about a person for a purpose: written, reduced, erased; and found again by indexes."""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.residents import events, policies, queries
from gewu.ground.residents.actions import opening
from gewu.ground.residents.models import Person, PersonPart, Purpose
from gewu.ground.residents.rules import fields as fields_rules
from gewu.ground.residents.rules import people as rules
from gewu.ground.residents.rules.fields import IDENTITY, SEARCHED, in_order
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.journal import announce
from gewu.kernel.statements import run


@action
def write_part(
    *,
    person: Person,
    purpose: Purpose,
    values: Mapping[str, str],
    seen: int | None = None,
    partly: bool = False,
    by: Actor,
) -> PersonPart | None:
    """Hold these values for a purpose: all of them, or `partly` some beside what is there.

    `seen` is the version that the writer read (0 for none): what was changed or withdrawn
    meanwhile is not written back. No value left, no part left.
    """
    person = lock_person(person, by)
    part = queries.part_of(person, purpose.pk)
    _refuse_old(part, seen)
    given = checked(person, purpose, values)
    if not given:
        if part is not None and not partly:
            reduce_part(part, (), why="emptied", by=by)
        return part if partly else None
    part = part or PersonPart(person=person, purpose=purpose, version=0)
    is_new = part.version == 0
    if partly and not is_new:
        opening.replace_inside(part, given)
    else:
        part.sealed, part.held = opening.sealed_part(part.pk, given), in_order(given)
    part.version += 1
    part.written_at = clock.now()
    part.keep_until = queries.keep_until(purpose.retention_days)
    part.save(force_insert=is_new)
    _agree(person, part, given)
    _index(person, given)
    event = events.PersonWritten(
        person_id=person.pk, purpose=purpose.code, fields=tuple(in_order(given))
    )
    announce(event, by=by, path=person.household.area.path)
    return part


def checked(person: Person, purpose: Purpose, values: Mapping[str, str]) -> dict[str, str]:
    """The values as they are kept, where the purpose may hold them; else the fault at its field."""
    given = read_values(person, values)
    if given:
        refuse(queries.holding_fault(person, purpose, given), "may_not_hold")
    if "id_number" in given:
        _refuse_twin(person, given["id_number"])
    return given


def read_values(person: Person, values: Mapping[str, str]) -> dict[str, str]:
    """The values as they are kept; what cannot be is told at its field. Tells who is a child."""
    given = fields_rules.written(values)
    for code, value in given.items():
        refuse(fields_rules.fault_of(code, value), f"bad_{code}", code)
    _learn_age(person, given)
    return given


def reduce_part(part: PersonPart, keep: Iterable[str], *, why: str, by: Actor) -> None:
    """Leave only these fields of a part; of none, erase the row. Who can be found follows."""
    keep, person = set(keep), part.person
    if keep >= set(part.held):
        return
    if keep & set(part.held):
        opening.keep_inside(part, keep)
        part.version += 1
        part.save(update_fields=["sealed", "held", "version"])
    else:
        part.delete()
    _forget(person)
    event = events.PartErased(person_id=person.pk, purpose=part.purpose.code, why=why)
    announce(event, by=by, path=person.household.area.path)


def lock_person(person: Person, by: Actor) -> Person:
    """The person as they stand, locked, where this actor may change what is held about them."""
    rows = Person.objects.select_for_update(of=("self",)).select_related("household__area")
    person = rows.get(pk=person.pk)
    if not policies.may_keep_person(by, person):
        raise Refusal(_("This is for whoever looks after this place."), code="not_allowed")
    refuse(person.erased_at and _("What was held about this person has been erased."), "erased")
    return person


def in_turn(word: str) -> None:
    """One at a time for a word, until the end of the transaction: two senders, one record."""
    run("SELECT pg_advisory_xact_lock(hashtextextended(%s::text, 0))", [word])


def _refuse_old(part: PersonPart | None, seen: int | None) -> None:
    if seen is None or seen == (part.version if part else 0):
        return
    if part is None:
        text = _(
            "Meanwhile the consent was withdrawn, or the data erased. Nothing was written back."
        )
        raise Refusal(text, code="withdrawn_meanwhile")
    text = _("Somebody changed this meanwhile. Open it again; nothing was written.")
    raise Refusal(text, code="changed_meanwhile")


def _learn_age(person: Person, given: Mapping[str, str]) -> None:
    """A date of birth or a citizen ID tells whether this is a child; both must tell the same."""
    today = timezone.localdate()
    told = rules.date_of(given.get("birth_date", ""))
    by_id = rules.born_of(given["id_number"]) if "id_number" in given else None
    refuse(rules.birth_fault(told, today), "bad_birth_date", "birth_date")
    refuse(rules.birth_fault(by_id, today), "bad_id_number", "id_number")
    differ = told is not None and by_id is not None and told != by_id
    refuse(
        differ and _("The citizen ID tells another date of birth."), "bad_birth_date", "birth_date"
    )
    born = told or by_id
    if born is not None:
        person.child_until = rules.child_until(born, today)


def _refuse_twin(person: Person, number: str) -> None:
    """One living record for a citizen ID; nothing is said of where the other one is."""
    index = queries.index_of_field("id_number", number)
    in_turn(index.hex())
    twins = Person.objects.filter(
        county_id=person.county_id, id_number_index=index, left_at=None
    ).exclude(pk=person.pk)
    if twins.exists():
        text = _("This citizen ID is on record already. Ask the data-protection officer.")
        raise Refusal(text, code="twin", field="id_number")


def _agree(person: Person, written: PersonPart, given: Mapping[str, str]) -> None:
    """Who somebody is, is the same for every purpose."""
    same = {code: value for code, value in given.items() if code in IDENTITY}
    for part in queries.parts_of(person).exclude(pk=written.pk):
        shared = {code: value for code, value in same.items() if code in part.held}
        if shared and opening.replace_inside(part, shared):
            part.version += 1
            part.save(update_fields=["sealed", "held", "version"])


def _index(person: Person, given: Mapping[str, str]) -> None:
    for code in SEARCHED:
        if code in given:
            setattr(person, f"{code}_index", queries.index_of_field(code, given[code]))
    _forget(person)


def _forget(person: Person) -> None:
    """What no part holds any more finds nobody."""
    held = {code for part in queries.parts_of(person) for code in part.held}
    for code in set(SEARCHED) - held:
        setattr(person, f"{code}_index", None)
    person.save(update_fields=[*(f"{code}_index" for code in SEARCHED), "child_until"])
