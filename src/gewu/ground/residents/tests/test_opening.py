"""Opening: every reading leaves a row that the person can see; a child's needs an approval."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from gewu.ground import residents
from gewu.ground.residents import actions, queries
from gewu.ground.residents.models import ChildRequest, Person, PersonAccess, PersonPart
from gewu.ground.residents.tests.people import (
    PAPER,
    WANG,
    child_of,
    client,
    code_of,
    leader,
    protector,
    purpose,
    read,
    resident,
    url,
)
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.crypto import BrokenSeal
from gewu.kernel.models import AuditRecord, JournalEntry

pytestmark = pytest.mark.django_db
FIRE = "楼里着火，要确认屋里有没有人"


class TestOpenPerson:
    def test_it_opens_and_says_so(self, town):
        made, other = purpose(), purpose("care", "name needs")
        person = resident(town, made)
        actions.record_consent(person=person, purpose=other, told=PAPER, by=town.ada)
        actions.write_part(
            person=person, purpose=other, values={"name": "王小明", "needs": "送餐"}, by=town.ada
        )
        opened = actions.open_person(person=person, purposes=[made], reason=" 回访 ", by=town.ada)
        assert (opened.name, opened.room) == ("王小明", "1203")
        assert [part.values for part in opened.parts] == [WANG]
        access = queries.accesses_to(person).get()
        assert access == opened.access
        assert (access.kind, access.fields, access.reason) == ("opened", ["name", "phone"], "回访")
        assert (access.reader_id, access.role, access.unit_id) == (
            town.ada.pk,
            "worker",
            town.team_1.pk,
        )
        assert access.purposes == ["contact"] and str(person.pk) in str(access)
        assert len(actions.open_person(person=person, reason="回访", by=town.ada).parts) == 2
        assert AuditRecord.objects.filter(name="residents.person_opened").count() == 2

    @pytest.mark.parametrize("who", ["ben", "dan", "eve", "root", "hana", "pia", "lena"])
    def test_who_does_not_look_after_the_place_opens_nothing(self, town, who):
        protector(town), leader(town)
        person, by = resident(town, purpose()), getattr(town, who)
        assert code_of(lambda: actions.open_person(person=person, reason="看看", by=by)) == (
            "not_allowed"
        )
        home = person.household
        assert code_of(lambda: actions.list_masked(households=[home], by=by)) == "not_allowed"
        assert code_of(lambda: actions.name_masked(people=[person], by=by)) == "not_allowed"
        assert not PersonAccess.objects.exists()

    def test_a_reason_is_needed(self, town):
        person = resident(town, purpose())
        for reason in (" ", "字" * 201):
            act = lambda reason=reason: actions.open_person(  # noqa: E731
                person=person, reason=reason, by=town.ada
            )
            assert code_of(act) == "reason"

    def test_what_was_withdrawn_a_moment_ago_is_opened_no_more(self, town):
        made, other = purpose(), purpose("meals", "name needs")
        person, ada = resident(town, made), client(town.ada)
        actions.record_consent(person=person, purpose=other, told=PAPER, by=town.ada)
        needs = {"name": "王小明", "needs": "送餐"}
        actions.write_part(person=person, purpose=other, values=needs, seen=0, by=town.ada)
        sent = {"reason": "入户走访核对"}
        assert WANG["phone"] in read(ada.post(url("open", person.pk), sent))
        # They take it back while the page still stands open for its five minutes.
        actions.withdraw_consent(person=person, purpose=made, told=PAPER, by=RESIDENT)
        again = read(ada.post(url("open", person.pk), sent))
        assert WANG["phone"] not in again and "送餐" in again
        assert queries.accesses_to(person)[0].purposes == ["meals"]

    def test_who_was_erased_is_opened_by_nobody(self, town):
        person = resident(town, purpose())
        actions.erase_person(person=person, by=SYSTEM)
        for act in (
            lambda: actions.open_person(person=person, reason="回访", by=town.ada),
            lambda: actions.open_urgently(person=person, reason=FIRE, by=town.ada),
            lambda: actions.open_own(person=person, by=RESIDENT),
        ):
            assert code_of(act) == "erased"

    def test_a_seal_that_was_moved_opens_nowhere_and_leaves_no_row(self, town):
        made = purpose()
        one, two = resident(town, made), resident(town, made, {"name": "李"})
        part = queries.part_of(one, made.pk)
        PersonPart.objects.filter(person=two).update(sealed=part.sealed)
        with pytest.raises(BrokenSeal):
            actions.open_person(person=two, reason="回访", by=town.ada)
        assert not PersonAccess.objects.exists()


class TestLists:
    def test_a_list_shows_masks_and_counts_once_a_day(self, town):
        person = resident(town, purpose())
        home = person.household
        for _ in range(2):
            masked = actions.list_masked(households=[home], by=town.ada)
            assert actions.name_masked(people=[person], by=town.ada) == masked.names
        assert masked.names == {person.pk: "王**"} and masked.rooms == {home.pk: "12**"}
        access = queries.accesses_to(person).get()
        assert (access.kind, access.fields, access.reason) == ("listed", ["name"], "")

    def test_who_has_no_name_on_record_stands_without_one(self, town):
        made = purpose(fields="phone")
        person = resident(town, made, {"phone": "13800000001"})
        masked = actions.list_masked(households=[person.household], by=town.ada)
        assert masked.names == {} and not queries.accesses_to(person).exists()
        opened = actions.open_person(person=person, reason="回访", by=town.ada)
        assert opened.name == ""


class TestUrgent:
    def test_somebody_from_elsewhere_opens_and_it_is_told(self, town):
        person = resident(town, purpose())
        opened = actions.open_urgently(person=person, reason=FIRE, by=town.ben)
        assert opened.name == "王小明"
        access = queries.accesses_to(person).get()
        assert (access.kind, access.role) == ("urgent", "dispatcher")
        assert JournalEntry.objects.filter(name="residents.person_opened_urgently").count() == 1
        assert list(queries.urgent_accesses()) == [access]

    def test_by_the_post_that_lies_elsewhere(self, town):
        person = resident(town, purpose())
        actions.open_urgently(person=person, reason=FIRE, by=town.dan)
        assert queries.accesses_to(person).get().unit_id == town.team_3.pk
        actions.open_urgently(person=person, reason=FIRE, by=SYSTEM)
        assert queries.accesses_to(person).first().role == ""

    def test_not_without_saying_what_happened_and_not_by_everyone(self, town):
        person = resident(town, purpose())
        for reason, by, code in (
            ("急", town.ben, "reason"),
            (" ", town.ben, "reason"),
            (FIRE, town.eve, "not_allowed"),
            (FIRE, town.root, "not_allowed"),
            (FIRE, town.hana, "not_allowed"),
        ):
            act = lambda reason=reason, by=by: actions.open_urgently(  # noqa: E731
                person=person, reason=reason, by=by
            )
            assert code_of(act) == code

    def test_the_protector_looks_back(self, town):
        pia, person = protector(town), resident(town, purpose())
        access = actions.open_urgently(person=person, reason=FIRE, by=town.ben).access
        look = lambda **given: actions.review_access(  # noqa: E731
            **({"access": access, "is_justified": False, "by": pia} | given)
        )
        assert code_of(look) == "empty"
        assert code_of(lambda: look(by=town.eve)) == "not_allowed"
        review = look(words="不是紧急情况")
        assert look(is_justified=True) == review and not review.is_justified
        assert queries.reviews_of([access]) == {access.pk: review}
        assert queries.urgent_access_for(access.pk) == access
        assert str(access.pk) in str(review)
        opened = actions.open_person(person=person, reason="回访", by=town.ada).access
        assert code_of(lambda: look(access=opened)) == "not_urgent"
        access.reader_id = pia.pk
        assert code_of(look) == "own"


class TestOwn:
    def test_the_person_reads_and_takes_it_out(self, town):
        person = resident(town, purpose())
        assert actions.open_own(person=person, by=RESIDENT).name == "王小明"
        actions.open_own(person=person, as_file=True, by=RESIDENT)
        assert [each.kind for each in queries.accesses_to(person)] == ["exported", "own"]
        assert code_of(lambda: actions.open_own(person=person, by=town.ada)) == "not_allowed"

    def test_a_resident_opens_nothing_by_the_door_of_the_staff(self, town):
        person = resident(town, purpose())
        act = lambda: actions.open_person(person=person, reason="看看", by=RESIDENT)  # noqa: E731
        assert code_of(act) == "not_allowed"


class TestChildren:
    @pytest.fixture
    def child(self, town):
        made = purpose("contact", "name phone birth_date")
        return child_of(town, made, resident(town, made))

    def test_a_responsible_person_approves_for_some_hours(self, town, child):
        lena = leader(town)
        opening = lambda by=town.ada: actions.open_person(person=child, reason="回访", by=by)  # noqa: E731
        assert code_of(opening) == "needs_approval"
        ask = lambda: actions.ask_for_child(child=child, reason="家访", by=town.ada)  # noqa: E731
        request = ask()
        assert ask() == request and str(child.pk) in str(request)
        assert list(queries.requests_for(lena)) == [request]
        assert queries.request_for(town.ada, request.pk) == request
        assert not queries.requests_for(town.dan).exists()
        yes = lambda **given: actions.decide_child_request(  # noqa: E731
            **({"request": request, "is_approved": True, "by": lena} | given)
        )
        assert code_of(lambda: yes(hours=100)) == "hours"
        assert code_of(lambda: yes(by=town.dan)) == "not_allowed"
        assert code_of(opening) == "needs_approval"
        assert yes().valid_until == yes().valid_until
        assert code_of(lambda: yes(is_approved=False)) == "decided"
        opened = opening()
        assert opened.access.request == request
        assert list(queries.requests_about(child)) == [request]
        ChildRequest.objects.update(valid_until=timezone.now() - timedelta(minutes=1))
        assert code_of(opening) == "needs_approval"
        assert actions.open_urgently(person=child, reason=FIRE, by=town.ada).name == "王小小"
        assert opening(SYSTEM).name == "王小小"

    def test_a_no_has_a_reason_and_nobody_decides_for_themselves(self, town, child):
        request = actions.ask_for_child(child=child, reason="家访", by=town.ada)
        no = lambda **given: actions.decide_child_request(  # noqa: E731
            request=request, is_approved=False, by=protector(town), **given
        )
        assert code_of(no) == "empty"
        request.asked_by = protector(town)
        request.save()
        assert code_of(no) == "own"
        request.asked_by = town.ada
        request.save()
        declined = no(words="没有必要")
        assert not declined.is_approved and declined.valid_until is None
        assert queries.approval_of(child, town.ada.pk, timezone.now()) is None

    def test_asking_is_for_children_with_a_reason(self, town, child):
        adult = resident(town, purpose("x"))
        ask = lambda who, reason: actions.ask_for_child(child=who, reason=reason, by=town.ada)  # noqa: E731
        assert code_of(lambda: ask(adult, "家访")) == "no_child"
        assert code_of(lambda: ask(child, " ")) == "reason"

    @pytest.mark.parametrize(
        ("changes", "constraint"),
        [
            ({"is_approved": True}, "ends_some_time"),
            ({"decided_by": "ada"}, "their_own_request"),
        ],
    )
    def test_the_database_holds_what_a_request_is(self, town, child, changes, constraint):
        actions.ask_for_child(child=child, reason="家访", by=town.ada)
        if "decided_by" in changes:
            changes = {"decided_by": town.ada}
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            ChildRequest.objects.update(**changes)


class TestWhatTheDatabaseKeeps:
    def test_a_reading_is_never_changed_and_has_a_reason(self, town):
        person = resident(town, purpose())
        actions.open_person(person=person, reason="回访", by=town.ada)
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            PersonAccess.objects.update(reason="别的")
        row = PersonAccess(person=person, kind="opened", reader_kind="staff")
        with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
            row.save()

    def test_children_stop_being_ones(self, town):
        made = purpose("contact", "name phone birth_date")
        child = child_of(town, made, resident(town, made))
        Person.objects.filter(pk=child.pk).update(child_until=timezone.localdate())
        actions.record_consent(person=child, purpose=made, told=PAPER, by=town.ada)
        assert actions.open_person(person=child, reason="回访", by=town.ada).access.request is None


def test_seals_are_opened_in_one_place_only():
    """Whoever reads goes through actions.opening, which leaves the row."""
    found = set()
    for file in Path(residents.__file__).parent.rglob("*.py"):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            names = [each.name for each in getattr(node, "names", [])]
            if isinstance(node, ast.Attribute) and node.attr == "open_sealed":
                names.append("open_sealed")
            if "open_sealed" in names:
                found.add(file.name)
    assert found == {"opening.py"}
