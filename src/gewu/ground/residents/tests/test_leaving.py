"""Who moves, leaves, is looked after or erased."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gewu.ground.residents import actions, queries
from gewu.ground.residents.models import Person, PersonPart
from gewu.ground.residents.tests.people import (
    WANG,
    child_of,
    code_of,
    household,
    id_number,
    protector,
    purpose,
    resident,
)
from gewu.kernel.acting import RESIDENT
from gewu.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db


class TestMovingAndLeaving:
    def test_moving_once(self, town):
        person, home = resident(town, purpose()), household(town)
        for _ in range(2):
            person = actions.move_person(person=person, household=home, by=town.ada)
        assert person.household_id == home.pk
        assert JournalEntry.objects.filter(name="residents.person_moved").count() == 1
        actions.move_person(person=person, household=household(town), by=town.ada)
        actions.end_household(household=home, by=town.ada)
        home.refresh_from_db()
        act = lambda: actions.move_person(person=person, household=home, by=town.ada)  # noqa: E731
        assert code_of(act) == "ended"
        away = household(town, by=town.dan, area=town.grid_3)
        act = lambda: actions.move_person(person=person, household=away, by=town.ada)  # noqa: E731
        assert code_of(act) == "not_allowed"

    def test_who_left_is_kept_for_a_month_and_may_come_back(self, town):
        made = purpose("service", "name id_number")
        person = resident(town, made, {"name": "王", "id_number": id_number()})
        for _ in range(2):
            person = actions.leave(person=person, by=town.ada)
        part = queries.part_of(person, made.pk)
        assert part.keep_until == timezone.localdate() + timedelta(days=30)
        assert not queries.people_in([person.household]).exists()
        back = actions.move_person(person=person, household=person.household, by=town.ada)
        assert back.left_at is None


class TestGuardians:
    def test_it_ends_by_itself_and_by_hand(self, town):
        made = purpose("contact", "name phone birth_date")
        parent = resident(town, made)
        child = child_of(town, made, parent)
        [link] = queries.guardians_of(child)
        assert str(link) == f"{child.pk} {parent.pk}"
        for _ in range(2):
            again = actions.name_guardian(
                child=child, guardian=parent, relation="parent", by=town.ada
            )
            assert again == link
        Person.objects.filter(pk=child.pk).update(child_until=timezone.localdate())
        assert not queries.guardians_of(child).exists()
        for _ in range(2):
            assert actions.end_guardian(link=link, by=town.ada).ended_at

    def test_who_cannot_be_one(self, town):
        made = purpose("contact", "name phone birth_date")
        parent = resident(town, made)
        one, two = child_of(town, made, parent), child_of(town, made, parent)

        def name(child, guardian, relation="parent", by=town.ada):
            given = {"child": child, "guardian": guardian, "relation": relation}
            return code_of(lambda: actions.name_guardian(**given, by=by))

        assert name(one, two) == name(one, one) == name(parent, parent) == "guardian"
        assert name(one, parent, relation="boss") == "relation"
        away = household(town, by=town.dan, area=town.grid_3)
        stranger = resident(town, made, {"name": "远"}, home=away, by=town.dan)
        assert name(one, stranger) == name(one, stranger, by=town.dan) == "not_allowed"


class TestErasePerson:
    def test_nothing_is_left_but_that_somebody_was_here(self, town):
        made = purpose("contact", "name phone birth_date")
        parent = resident(town, made)
        child = child_of(town, made, parent)
        actions.open_own(person=parent, by=RESIDENT)
        for _ in range(2):
            gone = actions.erase_person(person=parent, by=RESIDENT)
        assert gone.name_index is gone.phone_index is gone.id_number_index is None
        assert gone.erased_at and gone.left_at
        assert not PersonPart.objects.filter(person=parent).exists()
        assert not queries.guardians_of(child).exists()
        assert queries.accesses_to(gone).count() == 1 and queries.answers_of(gone).count() == 1
        act = lambda: actions.write_part(person=gone, purpose=made, values=WANG, by=town.ada)  # noqa: E731
        assert code_of(act) == "erased"
        actions.leave(person=child, by=town.ada)
        left = Person.objects.get(pk=child.pk).left_at
        assert actions.erase_person(person=child, by=protector(town)).left_at == left

    def test_staff_of_the_place_do_not_erase(self, town):
        person = resident(town, purpose())
        assert code_of(lambda: actions.erase_person(person=person, by=town.ada)) == "not_allowed"
