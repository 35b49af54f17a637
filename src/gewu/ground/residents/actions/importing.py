"""Households and people from a file, as the single actions would have written them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.ground.residents import policies, queries
from gewu.ground.residents.actions import copying
from gewu.ground.residents.actions.copying import row_of
from gewu.ground.residents.actions.opening import sealed_part, sealed_room
from gewu.ground.residents.models import Consent, Guardian, Household, Person, PersonPart
from gewu.ground.residents.queries import importing as known
from gewu.ground.residents.rules import consents as consent_rules
from gewu.ground.residents.rules import importing as rules
from gewu.ground.residents.rules.consents import Answer
from gewu.ground.residents.rules.fields import FIELDS, SEARCHED, in_order
from gewu.ground.residents.rules.importing import BadRow, DoorRow, PersonRow
from gewu.ground.residents.rules.purposes import needs_consent
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal
from gewu.kernel.ids import uuid7
from gewu.kernel.tables import Table

BATCH = 2_000  # households that are worked out before they are staged


@dataclass(frozen=True)
class PeopleDone:
    """What an import brought, and which rows it left out."""

    households: int
    people: int
    bad: Sequence[BadRow] = ()


class PeopleRefused(Refusal):
    """A file with rows that cannot be taken, each with its reason; nothing of it was written."""

    def __init__(self, bad: Sequence[BadRow]) -> None:
        self.bad = tuple(bad)
        count = len({row.line for row in bad})
        text = ngettext(
            "One row cannot be taken, so nothing was written.",
            "%(count)s rows cannot be taken, so nothing was written.",
            count,
        )
        super().__init__(text % {"count": count}, code="bad_rows", field="file")


def import_people(
    *,
    table: Table,
    skips_bad: bool = False,
    told: Callable[[int], None] | None = None,
    by: Actor,
) -> PeopleDone:
    """Bring in a whole file, or nothing of it; with `skips_bad`, all rows that can be taken.

    `told` hears how many rows have been read.
    """
    if not policies.may_import(by):
        raise Refusal(_("This is for whoever sets the county up."), code="not_allowed")
    columns = rules.columns_of(table.columns)
    if missing := rules.missing_columns(columns):
        said = _("The table lacks the columns %(names)s.") % {"names": ", ".join(missing)}
        raise Refusal(said, code="missing_column", field="file")
    landing = _Landing(by)
    copying.begin()
    pending: list[tuple[str, list[tuple[int, dict[str, str]]]]] = []
    for group in rules.grouped(landing.whole(table), columns):
        pending.append(group)
        if len(pending) == BATCH:
            landing.take(pending)
            pending = []
            if told is not None:
                told(landing.read)
    landing.take(pending)
    bad = sorted(landing.bad, key=lambda row: row.line)
    if bad and not skips_bad:
        raise PeopleRefused(bad)
    added = copying.publish(by=by)
    return PeopleDone(added["Household"], added["Person"], bad)


@dataclass
class _Home:
    """A household of the file, and what can be said of its people."""

    key: str
    index: bytes
    door: DoorRow
    people: list[PersonRow]
    area: Any = None
    building: UUID | None = None


class _Landing:
    """What is worked out once for a whole file, and the way of its rows into the tables."""

    def __init__(self, by: Actor) -> None:
        self.by, self.now = by, clock.now()
        self.today = timezone.localdate()
        self.county = queries.this_county()
        self.places, self.told = known.known_places(), known.told_purposes()
        self.bad: list[BadRow] = []
        self.read = 0
        # The first eight bytes tell two of a county's rows apart well enough to look closer.
        self.homes: dict[bytes, int] = {}
        self.ids: dict[bytes, int] = {}
        self.faults: dict[Any, tuple[str, str]] = {}
        self.moments: dict[date, datetime] = {self.today: self.now}

    def whole(self, table: Table) -> Iterator[tuple[int, Mapping[str, str]]]:
        """The rows that have as many cells as the header."""
        for row in table.rows:
            if row.ragged:
                self.bad.append(BadRow(row.line, "", row.ragged))
            else:
                yield row.line, row.cells

    def take(self, groups: Iterable[tuple[str, list[tuple[int, dict[str, str]]]]]) -> None:
        """Work some households out and stage those rows that can be taken."""
        homes = [self._home(key, rows) for key, rows in groups]
        on_record = known.references_known([home.index for home in homes])
        numbers = {
            person.line: queries.index_of_field("id_number", person.values["id_number"])
            for home in homes
            for person in home.people
            if "id_number" in person.values
        }
        taken = known.ids_known(list(numbers.values()))
        staged: copying.Rows = {model: [] for model in copying.STAGING.models}
        for home in homes:
            self._examine(home, home.index in on_record, numbers, taken)
            self.bad += [fault for person in home.people for fault in person.bad]
            good = [person for person in home.people if not person.bad]
            if good:
                self._write(home, good, numbers, staged)
        copying.stage(staged)

    def _home(self, key: str, rows: list[tuple[int, dict[str, str]]]) -> _Home:
        self.read += len(rows)
        people = [rules.read_person(line, cells, self.today) for line, cells in rows]
        door = rules.door_of(rows[0][1])
        for person, (line, cells) in zip(people, rows, strict=True):
            if rules.door_of(cells) != door:
                text = _("Another row of this household names another door.")
                person.bad.append(BadRow(line, "area", text))
        return _Home(key, queries.index_of_reference(key), door, people)

    def _examine(
        self, home: _Home, on_record: bool, numbers: Mapping[int, bytes], taken: set[bytes]
    ) -> None:
        for column, fault in self._door_faults(home, on_record):
            for person in home.people:
                person.bad.append(BadRow(person.line, column, fault))
        for person in home.people:
            if (index := numbers.get(person.line)) is not None:
                self._examine_id(person, index, taken)
            self._examine_purposes(person)
        self._examine_guardians(home)

    def _door_faults(self, home: _Home, on_record: bool) -> Iterable[tuple[str, str]]:
        if not home.key:
            yield "household", _("The row does not say to which household it belongs.")
        first = self.homes.setdefault(home.index[:8], home.people[0].line)
        if first != home.people[0].line:
            text = _("This household stands in line %(line)s too: its rows must stand together.")
            yield "household", text % {"line": first}
        if on_record:
            yield "household", _("This household is on record already.")
        yield from self._place_faults(home)

    def _place_faults(self, home: _Home) -> Iterable[tuple[str, str]]:
        home.area = self.places.areas.get(home.door.area)
        if home.area is None:
            yield "area", _("No grid and no community has this code.")
        elif home.door.building:
            home.building = self.places.building(home.area, home.door.building)
            if home.building is None:
                yield "building", _("No building of this area is called so.")
        if len(home.door.room) > rules.LONGEST_ROOM:
            yield (
                "room",
                _("A room has at most %(count)s characters.") % {"count": rules.LONGEST_ROOM},
            )
        if len(home.door.entrance) > rules.LONGEST_ENTRANCE:
            yield (
                "entrance",
                _("It has at most %(count)s characters.") % {"count": rules.LONGEST_ENTRANCE},
            )

    def _examine_id(self, person: PersonRow, index: bytes, taken: set[bytes]) -> None:
        first = self.ids.setdefault(index[:8], person.line)
        if first != person.line:
            text = _("This citizen ID stands in line %(line)s too.") % {"line": first}
            person.bad.append(BadRow(person.line, "id_number", text))
        elif index in taken:
            text = _("This citizen ID is on record already. Ask the data-protection officer.")
            person.bad.append(BadRow(person.line, "id_number", text))

    def _examine_purposes(self, person: PersonRow) -> None:
        """The same combination is judged once."""
        key = (
            person.purposes,
            tuple(person.values),
            tuple(person.consents),
            bool(person.child_until),
        )
        if key not in self.faults:
            self.faults[key] = self._purpose_fault(person)
        column, fault = self.faults[key]
        if fault:
            person.bad.append(BadRow(person.line, column, fault))

    def _purpose_fault(self, person: PersonRow) -> tuple[str, str]:
        unknown = [code for code in person.purposes if code not in self.told]
        if unknown or not person.purposes:
            names = ", ".join(unknown) or "–"
            return "purposes", _("There is no purpose %(names)s.") % {"names": names}
        homeless = set(person.values)
        for code in person.purposes:
            told = self.told[code]
            fields = in_order(set(person.values) & set(told.purpose.fields))
            homeless -= set(fields)
            fault = known.holding_fault(
                told,
                fields,
                is_child=bool(person.child_until),
                consents=code in person.consents,
            )
            if fault:
                missing = told.purpose.is_active
                return ("consents" if missing else "purposes"), f"{told.purpose.name}: {fault}"
        if homeless:
            names = ", ".join(str(FIELDS[code].label) for code in in_order(homeless))
            return "purposes", _("None of these purposes holds %(names)s.") % {"names": names}
        return "", ""

    def _examine_guardians(self, home: _Home) -> None:
        numbered = {person.number: person for person in home.people if person.number}
        # Adults first, so that a child knows whether its guardian can be taken.
        for person in sorted(home.people, key=lambda each: each.child_until is not None):
            guardian = numbered.get(person.guardian) if person.guardian else None
            fault = ""
            if person.guardian and guardian is None:
                fault = _("Nobody of this household has this number.")
            elif guardian is not None:
                fault = consent_rules.guardian_fault(
                    same=guardian is person,
                    guardian_is_child=guardian.child_until is not None,
                    ward_is_child=person.child_until is not None,
                )
                if not fault and guardian.bad:
                    fault = _("The row of the guardian cannot be taken.")
            elif person.child_until is not None:
                fault = _("For a child under 14 a guardian answers. Name the guardian first.")
            if fault:
                person.bad.append(BadRow(person.line, "guardian", fault))

    def _write(
        self,
        home: _Home,
        people: Sequence[PersonRow],
        numbers: Mapping[int, bytes],
        staged: copying.Rows,
    ) -> None:
        household = uuid7()
        staged[Household].append(
            row_of(
                Household,
                id=household,
                county_id=self.county,
                area_id=home.area.pk,
                building_id=home.building,
                entrance=home.door.entrance,
                sealed_room=sealed_room(household, home.door.room),
                reference_index=home.index,
                since=self.now,
            )
        )
        ids = {person.line: uuid7() for person in people}
        by_number = {person.number: ids[person.line] for person in people if person.number}
        for person in people:
            pk, guardian = ids[person.line], by_number.get(person.guardian)
            staged[Person].append(self._person(pk, household, person, numbers))
            if guardian is not None:
                staged[Guardian].append(
                    row_of(
                        Guardian,
                        id=uuid7(),
                        child_id=pk,
                        guardian_id=guardian,
                        relation=person.relation,
                        since=self.now,
                    )
                )
            self._write_parts(pk, guardian, person, staged)

    def _person(
        self, pk: UUID, household: UUID, person: PersonRow, numbers: Mapping[int, bytes]
    ) -> Sequence[Any]:
        indexes = {
            f"{code}_index": numbers.get(person.line)
            if code == "id_number"
            else queries.index_of_field(code, person.values[code])
            for code in SEARCHED
            if code in person.values
        }
        return row_of(
            Person,
            id=pk,
            county_id=self.county,
            household_id=household,
            child_until=person.child_until,
            since=self.now,
            **indexes,
        )

    def _write_parts(
        self, pk: UUID, guardian: UUID | None, person: PersonRow, staged: copying.Rows
    ) -> None:
        for code in person.purposes:
            told = self.told[code]
            values = {
                name: value for name, value in person.values.items() if name in told.purpose.fields
            }
            if not values:
                continue
            part = uuid7()
            staged[PersonPart].append(
                row_of(
                    PersonPart,
                    id=part,
                    person_id=pk,
                    purpose_id=told.purpose.pk,
                    held=list(values),
                    sealed=sealed_part(part, values),
                    version=1,
                    written_at=self.now,
                    keep_until=told.keep_until,
                )
            )
            needs = needs_consent(told.purpose.basis, values, is_child=guardian is not None)
            if needs:
                staged[Consent].append(self._consent(pk, guardian, told, person, code))

    def _consent(
        self, pk: UUID, guardian: UUID | None, told: Any, person: PersonRow, code: str
    ) -> Sequence[Any]:
        answered = person.consents[code]
        return row_of(
            Consent,
            id=uuid7(),
            person_id=pk,
            purpose_id=told.purpose.pk,
            notice_id=told.notice.pk,
            answer=Answer.GIVEN.value,
            how=answered.how,
            given_by_id=guardian,
            own_wish=False,
            at=self._moment(answered.on),
            recorded_at=self.now,
            recorded_kind=self.by.actor_kind,
            recorded_id=self.by.actor_id,
        )

    def _moment(self, day: date) -> datetime:
        if day not in self.moments:
            self.moments[day] = timezone.make_aware(datetime.combine(day, time(12)))
        return self.moments[day]
