"""Households and people: what is held, by whom, and how it goes again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gewu.ground.residents import actions, queries
from gewu.ground.residents.actions import Door, Told
from gewu.ground.residents.models import Guardian, Household, Person, PersonPart
from gewu.ground.residents.tests.people import (
    PAPER,
    WANG,
    child_of,
    code_of,
    held,
    household,
    id_number,
    purpose,
    resident,
)
from gewu.ground.territory.models import Building
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.crypto import open_sealed
from gewu.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db


class TestHouseholds:
    def test_it_stands_behind_a_door_and_the_room_is_sealed(self, town):
        made = household(town)
        assert b"1203" not in bytes(made.sealed_room)
        assert open_sealed(made.sealed_room, made.bound_to) == "1203"
        assert str(made) == str(made.pk)
        assert household(town, room="").sealed_room is None

    def test_the_same_command_again_finds_it(self, town):
        pk, door = uuid4(), Door(area=town.grid_1)
        one, two = (actions.add_household(pk=pk, door=door, by=town.ada) for _ in range(2))
        assert one.pk == two.pk == pk and Household.objects.count() == 1
        elsewhere = Door(area=town.grid_3)
        act = lambda: actions.add_household(pk=pk, door=elsewhere, by=town.dan)  # noqa: E731
        assert code_of(act) == "not_allowed"

    def test_a_number_of_another_register_counts_once(self, town):
        add = lambda: actions.add_household(  # noqa: E731
            door=Door(area=town.grid_1), reference="H-1", by=town.ada
        )
        assert add().reference_index == queries.index_of_reference("H-1")
        assert code_of(add) == "taken"

    @pytest.mark.parametrize("who", ["ben", "dan", "eve", "root", "hana"])
    def test_nobody_else_keeps_it(self, town, who):
        made, by = household(town), getattr(town, who)
        door = Door(area=town.grid_1)
        for act in (
            lambda: actions.add_household(door=door, by=by),
            lambda: actions.change_household(household=made, door=door, by=by),
            lambda: actions.end_household(household=made, by=by),
        ):
            assert code_of(act) == "not_allowed"

    def test_the_door_must_be_there(self, town):
        building = Building.objects.create(
            county_id=town.county.pk, area=town.grid_3, name_zh="3号楼", valid_from="2026-01-01"
        )
        for given, field in (
            ({"building": building}, "building"),
            ({"room": "9" * 41}, "room"),
        ):
            with pytest.raises(Refusal) as refused:
                household(town, **given)
            assert refused.value.field == field
        for area in (town.town, town.grid_1):
            area.closed_on = timezone.localdate()
            assert code_of(lambda area=area: household(town, by=SYSTEM, area=area)) == "area"

    def test_it_is_changed_and_moves(self, town):
        made = household(town)
        door = Door(area=town.grid_2, entrance=" 3 ", room=None)
        made = actions.change_household(household=made, door=door, by=SYSTEM)
        assert (made.area, made.entrance) == (town.grid_2, "3")
        assert open_sealed(made.sealed_room, made.bound_to) == "1203"
        same = Door(area=town.grid_2, room="1")
        made = actions.change_household(household=made, door=same, by=SYSTEM)
        assert open_sealed(made.sealed_room, made.bound_to) == "1"
        said = JournalEntry.objects.filter(name="residents.household_changed").order_by("id")
        assert [each.payload["what"] for each in said] == ["added", "moved", "changed"]

    def test_it_ends_when_nobody_lives_there(self, town):
        person = resident(town, purpose())
        home = person.household
        assert code_of(lambda: actions.end_household(household=home, by=town.ada)) == "lived_in"
        actions.leave(person=person, by=town.ada)
        for _ in range(2):
            home = actions.end_household(household=home, by=town.ada)
        assert home.ended_at and home.sealed_room is None
        assert code_of(lambda: resident(town, purpose("other"), home=home)) == "ended"


class TestAddPerson:
    def test_what_is_held_is_sealed_and_found_by_its_indexes(self, town):
        made = purpose()
        person = resident(town, made, WANG | {"language": "济宁话"})
        part = queries.part_of(person, made.pk)
        assert part.held == ["name", "phone", "language"]
        assert "王小明".encode() not in bytes(part.sealed)
        assert part.keep_until == timezone.localdate() + timedelta(days=365)
        assert queries.people_found(town.ada, "phone", "138 0000 0001") == [person]
        assert queries.people_found(town.ada, "name", " 王小明 ") == [person]
        assert queries.people_found(town.dan, "phone", "13800000001") == []
        assert queries.people_found(town.ada, "language", "济宁话") == []
        assert queries.people_found(town.ada, "phone", "") == []
        assert queries.people_anywhere("phone", "13800000001") == [person]
        assert str(person) == str(person.pk) and str(part) == str(part.pk)

    def test_the_journal_knows_no_words(self, town):
        resident(town, purpose())
        [said] = JournalEntry.objects.filter(name="residents.person_written")
        assert said.payload["fields"] == ["name", "phone"]
        assert "王小明" not in str(list(JournalEntry.objects.values_list("payload", flat=True)))

    def test_the_same_command_again_finds_the_person(self, town):
        made, pk = purpose(), uuid4()
        home = household(town)
        one, two = (resident(town, made, home=home, pk=pk) for _ in range(2))
        assert one.pk == two.pk == pk and Person.objects.count() == 1
        away = household(town, by=town.dan, area=town.grid_3)
        act = lambda: resident(town, made, home=away, pk=pk, by=town.dan)  # noqa: E731
        assert code_of(act) == "not_allowed"

    def test_without_consent_or_values_nobody_is_added(self, town):
        made = purpose()
        assert code_of(lambda: resident(town, made, told=None)) == "may_not_hold"
        assert code_of(lambda: resident(town, made, {"name": " "})) == "empty"
        assert not Person.objects.exists()

    def test_what_rests_on_a_duty_needs_no_consent(self, town):
        made = purpose("duty", basis="duty")
        person = resident(town, made, told=None)
        assert queries.standing_consent(person, made) is None
        assert held(person, made) == WANG
        assert not queries.answers_of(resident(town, made, told=PAPER)).exists()

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"name": "王", "phone": "1"}, "phone"),
            ({"name": "王", "id_number": "110105194912310021"}, "id_number"),
            ({"name": "王", "id_number": id_number("30000101")}, "id_number"),
            ({"name": "王", "birth_date": "3000-01-01"}, "birth_date"),
            ({"name": "王", "birth_date": "gestern"}, "birth_date"),
            ({"name": "王", "birth_date": "1981-01-01", "id_number": id_number()}, "birth_date"),
        ],
    )
    def test_what_cannot_be_is_told_at_its_field(self, town, values, field):
        made = purpose("service", "name phone id_number birth_date")
        with pytest.raises(Refusal) as refused:
            resident(town, made, values)
        assert refused.value.field == field
        assert not Person.objects.exists()

    def test_a_citizen_id_is_on_record_once_in_the_county(self, town):
        made = purpose("service", "name id_number")
        values = {"name": "王", "id_number": id_number()}
        person = resident(town, made, values)
        away = household(town, by=town.dan, area=town.grid_3)
        with pytest.raises(Refusal) as refused:
            resident(town, made, values, home=away, by=town.dan)
        assert refused.value.field == "id_number"
        assert "第一网格" not in str(refused.value) and "王" not in str(refused.value)
        actions.leave(person=person, by=town.ada)
        assert resident(town, made, values, home=away, by=town.dan)
        home = household(town)
        act = lambda: actions.move_person(person=person, household=home, by=town.ada)  # noqa: E731
        assert code_of(act) == "twin"

    @pytest.mark.parametrize("who", ["ben", "dan", "eve", "root", "hana"])
    def test_nobody_else_adds(self, town, who):
        made, home = purpose(), household(town)
        act = lambda: resident(town, made, home=home, by=getattr(town, who))  # noqa: E731
        assert code_of(act) == "not_allowed"


class TestWritePart:
    def test_a_field_without_a_purpose_in_force_is_written_by_no_door(self, town):
        made = purpose()
        person = resident(town, made)
        write = lambda **given: actions.write_part(  # noqa: E731
            person=person, purpose=made, by=town.ada, **given
        )
        assert code_of(lambda: write(values={"name": "王", "health": "好"})) == "may_not_hold"
        actions.switch_purpose(purpose=made, on=False, by=SYSTEM)
        made.refresh_from_db()
        assert code_of(lambda: write(values={"name": "王"})) == "may_not_hold"

    def test_a_notice_with_more_fields_asks_anew(self, town):
        made = purpose(fields="name")
        person = resident(town, made, {"name": "王"})
        given = actions.PurposeGiven(
            name_zh="联系", basis="consent", authority="法", fields=["name", "phone"]
        )
        actions.switch_purpose(purpose=made, on=False, by=SYSTEM)
        made = actions.change_purpose(purpose=made, given=given, by=SYSTEM)
        actions.publish_notice(purpose=made, text_zh="新的告知", by=SYSTEM)
        made = actions.switch_purpose(purpose=made, on=True, by=SYSTEM)
        write = lambda: actions.write_part(  # noqa: E731
            person=person, purpose=made, values=WANG, by=town.ada
        )
        assert code_of(write) == "may_not_hold"
        actions.record_consent(person=person, purpose=made, told=PAPER, by=town.ada)
        assert write().held == ["name", "phone"]

    def test_whoever_saw_an_older_version_writes_nothing(self, town):
        made = purpose()
        person = resident(town, made)
        write = lambda **given: actions.write_part(  # noqa: E731
            person=person, purpose=made, by=town.ada, **given
        )
        assert write(values={"name": "王大明"}, seen=1).version == 2
        assert code_of(lambda: write(values={"name": "王中明"}, seen=1)) == "changed_meanwhile"
        actions.withdraw_consent(person=person, purpose=made, told=PAPER, by=town.ada)
        assert code_of(lambda: write(values=WANG, seen=2)) == "withdrawn_meanwhile"
        assert held(person, made) is None

    def test_some_values_beside_what_is_there(self, town):
        made = purpose()
        person = resident(town, made)
        write = lambda values: actions.write_part(  # noqa: E731
            person=person, purpose=made, values=values, partly=True, by=RESIDENT
        )
        assert write({"phone": "13800000009"}).version == 2
        assert held(person, made) == {"name": "王小明", "phone": "13800000009"}
        assert queries.people_found(town.ada, "phone", "13800000009") == [person]
        assert write({}).version == 2
        other = purpose("other", "name")
        actions.record_consent(person=person, purpose=other, told=PAPER, by=town.ada)
        part = actions.write_part(
            person=person, purpose=other, values={"name": "王"}, partly=True, by=RESIDENT
        )
        assert part.version == 1

    def test_without_any_value_no_part_is_left(self, town):
        made = purpose()
        person = resident(town, made)
        write = lambda: actions.write_part(person=person, purpose=made, values={}, by=town.ada)  # noqa: E731
        assert write() is write() is None
        assert not PersonPart.objects.exists()
        assert queries.people_found(town.ada, "phone", WANG["phone"]) == []

    def test_who_somebody_is_is_the_same_for_every_purpose(self, town):
        one, two = purpose("one"), purpose("two", "name needs")
        person = resident(town, one)
        actions.record_consent(person=person, purpose=two, told=PAPER, by=town.ada)
        actions.write_part(
            person=person, purpose=two, values={"name": "王大明", "needs": "送餐"}, by=town.ada
        )
        three = purpose("three", "language")
        actions.record_consent(person=person, purpose=three, told=PAPER, by=town.ada)
        actions.write_part(person=person, purpose=three, values={"language": "济宁话"}, by=town.ada)
        actions.write_part(person=person, purpose=one, values=WANG | {"name": "王大"}, by=town.ada)
        assert held(person, two) == {"name": "王大", "needs": "送餐"}
        assert queries.part_of(person, three.pk).version == 1
        actions.withdraw_consent(person=person, purpose=two, told=PAPER, by=town.ada)
        assert queries.people_found(town.ada, "name", "王大") == [person]

    def test_a_child_is_known_by_its_birthday_and_only_a_guardian_consents(self, town):
        made = purpose("contact", "name phone birth_date")
        born = (timezone.localdate() - timedelta(days=3000)).isoformat()
        values = {"name": "王小小", "birth_date": born}
        assert code_of(lambda: resident(town, made, values)) == "no_guardian"
        parent = resident(town, made)
        child = child_of(town, made, parent)
        assert child.is_child and not parent.is_child
        [link] = queries.guardians_of(child)
        assert (link.guardian, link.relation) == (parent, "parent")
        assert list(queries.children_of(parent)) == [link]
        assert queries.standing_consent(child, made).given_by == parent
        # A child decides for nobody, and what stands of the first child's guardian stays.
        name = lambda: actions.name_guardian(  # noqa: E731
            child=child_of(town, made, parent, "王小妹"),
            guardian=child,
            relation="other",
            by=town.ada,
        )
        assert code_of(name) == "guardian"
        assert list(queries.guardians_of(child)) == [link]
        # An adult who turns out to be a child is held on a consent that does not count.
        late = resident(town, made, {"name": "李"})
        act = lambda: actions.write_part(person=late, purpose=made, values=values, by=town.ada)  # noqa: E731
        assert code_of(act) == "may_not_hold"


class TestConstraints:
    @pytest.mark.parametrize(
        ("model", "changes", "constraint"),
        [
            (Person, {"erased_at": timezone.now()}, "found_no_more"),
            (PersonPart, {"held": []}, "holds_something"),
            (Guardian, {"guardian": 0}, "their_own_guardian"),
        ],
    )
    def test_the_database_holds_what_is_true(self, town, model, changes, constraint):
        made = purpose("contact", "name phone birth_date")
        child = child_of(town, made, resident(town, made))
        if "guardian" in changes:
            changes = {"guardian": child}
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            model.objects.update(**changes)

    def test_what_is_there_once(self, town):
        made = purpose("service", "name id_number")
        person = resident(town, made, {"name": "王", "id_number": id_number()})
        part = queries.part_of(person, made.pk)
        home = household(town)
        for row, constraint in (
            (
                Person(
                    county_id=person.county_id,
                    household=home,
                    id_number_index=bytes(person.id_number_index),
                ),
                "different_id_numbers",
            ),
            (
                PersonPart(
                    person=person,
                    purpose=made,
                    held=["name"],
                    sealed=b"x",
                    keep_until=part.keep_until,
                ),
                "one_part_for_a_purpose",
            ),
        ):
            with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
                row.save(force_insert=True)


def test_told_is_on_paper_where_nothing_else_is_said():
    assert Told().how == "paper"
