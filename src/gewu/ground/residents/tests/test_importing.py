"""People from a file: the same as by the single actions, all of it or nothing."""

import json
from datetime import date

import pytest
from django.utils import timezone
from tests.cast import GRID_1, TOWN

from gewu.ground.residents import actions, queries
from gewu.ground.residents.actions import Door, PeopleRefused, Told, copying
from gewu.ground.residents.models import Consent, Guardian, Household, Person, PersonPart
from gewu.ground.residents.rules import importing as rules
from gewu.ground.residents.tests.people import WANG, id_number, purpose, resident
from gewu.ground.territory.models import Building
from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.crypto import open_sealed
from gewu.kernel.models import JournalEntry
from gewu.kernel.tables.table import table_of

HEAD = (
    *("household", "area", "building", "entrance", "room", "person", "guardian", "relation"),
    *("purposes", "consents", "name", "phone", "id_number", "birth_date"),
)
CONTACT = "contact paper 2026-01-02"
ADULT = {
    "household": "H1",
    "area": GRID_1,
    "entrance": "2",
    "room": "1203",
    "person": "1",
    "purposes": "contact",
    "consents": CONTACT,
    **WANG,
}
CHILD = ADULT | {
    "person": "2",
    "guardian": "1",
    "relation": "父母",
    "name": "王小小",
    "phone": "",
    "birth_date": f"{timezone.localdate().year - 7}-01-01",
}


def table(*rows, head=HEAD):
    lines = [(1, head)]
    lines += [
        (n, tuple(row.get(name, "") for name in head)) if isinstance(row, dict) else (n, row)
        for n, row in enumerate(rows, 2)
    ]
    return table_of(lines)


def bring(*rows, by=SYSTEM, **given):
    return actions.import_people(table=table(*rows), by=by, **given)


def refused(*rows):
    with pytest.raises(PeopleRefused) as caught:
        bring(*rows)
    return [(row.line, row.column, row.reason) for row in caught.value.bad]


def seen(person):
    """Everything that the database holds about a person, without ids and moments."""

    def plain(row, *left):
        gone = {"id", "since", "written_at", "recorded_at", "at", *left}
        return {
            field.attname: bytes(value) if isinstance(value, memoryview) else value
            for field in row._meta.concrete_fields
            if field.name not in gone
            for value in [getattr(row, field.attname)]
        }

    parts = PersonPart.objects.filter(person=person).order_by("purpose__code")
    home = person.household
    return {
        "person": plain(person, "household"),
        "parts": [
            plain(part, "person", "sealed")
            | {"values": json.loads(open_sealed(part.sealed, part.bound_to))}
            for part in parts
        ],
        "household": plain(home, "sealed_room")
        | {"room": open_sealed(home.sealed_room, home.bound_to)},
        "consents": [
            plain(each, "person", "given_by", "recorded_kind", "recorded_id", "notice")
            | {"on": timezone.localdate(each.at), "by": each.given_by_id is not None}
            for each in Consent.objects.filter(person=person).order_by("purpose__code")
        ],
        "guardians": [each.relation for each in Guardian.objects.filter(child=person)],
    }


@pytest.mark.django_db
class TestImport:
    def test_it_equals_the_single_actions(self, town):
        contact = purpose("contact", "name phone birth_date")
        service = purpose("service", "name id_number", basis="contract")
        house = Building.objects.create(
            county_id=town.county.pk, area=town.grid_1, name_zh="3号楼", valid_from="2026-01-01"
        )
        number, day = id_number(), date(2026, 1, 2)
        told = Told(how="paper", on=day)
        home = actions.add_household(
            door=Door(area=town.grid_1, building=house, entrance="2", room="1203"),
            reference="H1",
            by=SYSTEM,
        )
        parent = resident(town, contact, WANG, told, home, by=SYSTEM)
        actions.record_consent(person=parent, purpose=service, told=told, by=SYSTEM)
        values = {"name": "王小明", "id_number": number}
        actions.write_part(person=parent, purpose=service, values=values, by=SYSTEM)
        values = {"name": "王小小", "birth_date": CHILD["birth_date"]}
        by_guardian = Told(how="paper", on=day, guardian=parent)
        child = resident(town, contact, values, by_guardian, home, by=SYSTEM, relation="parent")
        single = [seen(Person.objects.get(pk=each.pk)) for each in (parent, child)]
        for model in (Consent, Guardian, PersonPart, Person, Household):
            model.objects.all().delete()
        adult = ADULT | {
            "building": "3号楼",
            "purposes": "contact service",
            "id_number": number,
            "consents": f"{CONTACT}; service 书面 2026-01-02",
        }
        heard = []
        done = bring(adult, CHILD | {"building": "3号楼"}, told=heard.append)
        assert (done.households, done.people, done.bad) == (1, 2, [])
        found = Person.objects.order_by("child_until").reverse()
        by_age = sorted(found, key=lambda each: each.child_until is not None)
        assert [seen(each) for each in by_age] == single
        assert queries.people_found(town.ada, "id_number", number) == [by_age[0]]
        assert JournalEntry.objects.filter(name="residents.people_imported").count() == 1

    def test_a_repeat_adds_nothing_and_says_so(self, town):
        purpose("contact", "name phone birth_date")
        bring(ADULT)
        assert [row[1] for row in refused(ADULT)] == ["household"]
        assert Person.objects.count() == 1

    def test_batches_and_what_is_told(self, town, monkeypatch):
        purpose("contact", "name phone birth_date")
        monkeypatch.setattr("gewu.ground.residents.actions.importing.BATCH", 1)
        heard = []
        bring(ADULT, ADULT | {"household": "H2"}, ADULT | {"household": "H3"}, told=heard.append)
        assert heard == [1, 2, 3] and Person.objects.count() == 3
        assert bring(ADULT | {"household": "H4"}, told=None).people == 1

    def test_all_or_nothing_unless_told_otherwise(self, town):
        purpose("contact", "name phone birth_date")
        bad = ADULT | {"household": "H2", "phone": "12"}
        assert len(refused(ADULT, bad)) == 1
        assert not Person.objects.exists()
        done = bring(ADULT, bad, skips_bad=True)
        assert (done.households, done.people, len(done.bad)) == (1, 1, 1)

    def test_today_is_now_and_online_is_theirs(self, town):
        purpose("contact", "name phone birth_date")
        now = clock.now()
        bring(ADULT | {"consents": f"contact 网上 {timezone.localdate()}"})
        answer = Consent.objects.get()
        assert answer.how == "online" and answer.at >= now

    def test_a_purpose_whose_fields_are_empty_holds_nothing(self, town):
        purpose("contact", "name phone birth_date")
        purpose("quiet", "language", basis="duty")
        purpose("duty", "name", basis="duty")
        bring(ADULT | {"purposes": "contact、quiet, duty"})
        assert PersonPart.objects.count() == 2 and Consent.objects.count() == 1

    def test_who_may(self, town):
        purpose("contact", "name phone birth_date")
        assert bring(ADULT, by=town.root).people == 1
        for who in (town.ada, town.ben, town.eve):
            with pytest.raises(Refusal) as caught:
                bring(ADULT, by=who)
            assert caught.value.code == "not_allowed"

    def test_a_table_without_a_needed_column(self, town):
        with pytest.raises(Refusal) as caught:
            actions.import_people(table=table(ADULT, head=("name",)), by=SYSTEM)
        assert caught.value.code == "missing_column"

    def test_what_comes_meanwhile_is_refused_whole(self, town):
        made = purpose("service", "name id_number")
        values = {"name": "王", "id_number": id_number()}
        copying.begin()
        person = resident(town, made, values)
        twin = copying.row_of(
            Person,
            id=town.ada.pk,
            county_id=person.county_id,
            household_id=person.household_id,
            id_number_index=bytes(Person.objects.get().id_number_index),
            since=clock.now(),
        )
        copying.stage({Person: [twin]})
        with pytest.raises(Refusal) as caught:
            copying.publish(by=SYSTEM)
        assert caught.value.code == "imported_meanwhile"


@pytest.mark.django_db
class TestBadRows:
    @pytest.mark.parametrize(
        ("changes", "column"),
        [
            ({"household": ""}, "household"),
            ({"area": "999"}, "area"),
            ({"area": TOWN}, "area"),
            ({"building": "9号楼"}, "building"),
            ({"room": "9" * 41}, "room"),
            ({"entrance": "9" * 21}, "entrance"),
            ({"name": "", "phone": ""}, "name"),
            ({"phone": "12"}, "phone"),
            ({"id_number": "110105194912310021", "purposes": "contact"}, "id_number"),
            ({"birth_date": "gestern"}, "birth_date"),
            ({"birth_date": "1800-01-01"}, "birth_date"),
            ({"purposes": ""}, "purposes"),
            ({"purposes": "shopping"}, "purposes"),
            ({"purposes": "asleep"}, "purposes"),
            ({"id_number": id_number()}, "purposes"),
            ({"consents": ""}, "consents"),
            ({"consents": "contact paper"}, "consents"),
            ({"consents": "contact shouted 2026-01-02"}, "consents"),
            ({"consents": "contact paper 2126-01-02"}, "consents"),
            ({"guardian": "7", "relation": "parent"}, "guardian"),
            ({"guardian": "1", "relation": "boss"}, "relation"),
            ({"birth_date": CHILD["birth_date"]}, "guardian"),
            ({"birth_date": "1999-01-01", "guardian": "1", "relation": "parent"}, "guardian"),
        ],
    )
    def test_each_is_told_with_its_line_and_column(self, town, changes, column):
        purpose("contact", "name phone birth_date")
        asleep = purpose("asleep", "name phone")
        actions.switch_purpose(purpose=asleep, on=False, by=SYSTEM)
        told = refused(ADULT | changes)
        assert (2, column) in [row[:2] for row in told]
        assert all(row[2] for row in told)
        assert not Person.objects.exists() and not Household.objects.exists()

    def test_ids_must_hold_together_and_stand_once(self, town):
        purpose("contact", "name phone birth_date")
        purpose("service", "name id_number")
        number = id_number()
        both = {"purposes": "service", "phone": "", "consents": "service paper 2026-01-02"}
        one = ADULT | both | {"id_number": number}
        assert refused(one, one | {"household": "H2"})[0][:2] == (3, "id_number")
        wrong = one | {"birth_date": "1990-01-01", "purposes": "contact service"}
        wrong |= {"consents": f"{CONTACT}; service paper 2026-01-02"}
        assert refused(wrong)[0][:2] == (2, "birth_date")
        future = one | {"id_number": id_number("30000101")}
        assert (2, "id_number") in [row[:2] for row in refused(future)]
        bring(one)
        assert refused(one | {"household": "H3"})[0][:2] == (2, "id_number")

    def test_a_child_is_no_guardian_and_needs_one_that_can_be_taken(self, town):
        purpose("contact", "name phone birth_date")
        other = CHILD | {"person": "3", "guardian": "2"}
        assert (4, "guardian") in [row[:2] for row in refused(ADULT, CHILD, other)]
        told = refused(ADULT | {"phone": "12"}, CHILD)
        assert [row[:2] for row in told] == [(2, "phone"), (3, "guardian")]

    def test_rows_of_a_household_stand_together_and_name_one_door(self, town):
        purpose("contact", "name phone birth_date")
        apart = refused(ADULT, ADULT | {"household": "H2"}, ADULT)
        assert [row[:2] for row in apart] == [(4, "household")]
        assert refused(ADULT, ADULT | {"person": "2", "room": "7"})[0][:2] == (3, "area")

    def test_a_row_that_is_too_short(self, town):
        purpose("contact", "name phone birth_date")
        assert refused(ADULT, ("H2", GRID_1))[0][0] == 3


def test_columns_are_found_by_their_usual_names():
    found = rules.columns_of(["户编号", " 网格编码 ", "姓名", "别的"])
    assert found == {"household": "户编号", "area": " 网格编码 ", "name": "姓名"}
    assert rules.missing_columns(found) == ["purposes"]
