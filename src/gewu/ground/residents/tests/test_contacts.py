"""Contacts: kept sealed, read with a reason, erased for good."""

import pytest
from django.db import IntegrityError, transaction
from tests.cast import CLEO

from gewu.ground.residents import actions, policies, queries
from gewu.ground.residents.models import Contact, ContactAccess
from gewu.ground.residents.tests import people
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.crypto import BrokenSeal
from gewu.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db


def keep(**given):
    return actions.keep_contact(**({**CLEO, "purpose": "tickets.follow"} | given), by=RESIDENT)


class TestKeepContact:
    def test_it_is_sealed(self, town):
        contact = keep()
        row = bytes(contact.sealed_name) + bytes(contact.sealed_phone) + bytes(contact.phone_index)
        assert CLEO["name"].encode() not in row
        assert CLEO["phone"].encode() not in row
        assert str(contact) == str(contact.pk)

    def test_the_journal_knows_the_id_only(self, town):
        contact = keep()
        entry = JournalEntry.objects.get(name="residents.contact_kept")
        assert entry.payload == {"contact_id": str(contact.pk)}

    def test_nothing_given_nothing_kept(self, town):
        assert keep(name=" ", phone="") is None
        assert not Contact.objects.exists()

    def test_a_name_or_a_phone_is_enough(self, town):
        assert keep(name="").sealed_name is None
        assert keep(phone="").phone_index is None

    def test_the_phone_is_found_again_however_it_was_written(self, town):
        contact = keep(phone="+86 138 0000 0001")
        assert list(queries.contacts_with_phone("138-0000-0001")) == [contact]
        assert not queries.contacts_with_phone("13800000002")

    @pytest.mark.parametrize(
        ("given", "field"), [({"phone": "12"}, "phone"), ({"name": "名" * 81}, "name")]
    )
    def test_what_cannot_be_is_refused(self, town, given, field):
        with pytest.raises(Refusal) as refused:
            keep(**given)
        assert refused.value.field == field


class TestKeepContacts:
    def test_many_are_kept_as_single_ones_are_and_empty_ones_are_not(self, town):
        given = [(CLEO["name"], CLEO["phone"]), ("", " "), ("", "13800000002")]
        kept = actions.keep_contacts(given=given, purpose="tickets.follow", by=SYSTEM)
        assert kept[1] is None
        opened = actions.read_contact(contact=kept[0], reason="回电", by=town.ada)
        assert (opened.name, opened.phone) == given[0]
        assert list(queries.contacts_with_phone("13800000002")) == [kept[2]]
        assert JournalEntry.objects.filter(name="residents.contact_kept").count() == 2

    def test_one_that_cannot_be_refuses_all(self, town):
        with pytest.raises(Refusal):
            actions.keep_contacts(given=[("柯", ""), ("", "12")], purpose="x", by=SYSTEM)
        assert not Contact.objects.exists()


class TestReadContact:
    def test_it_opens_and_leaves_a_note(self, town):
        contact = keep()
        opened = actions.read_contact(contact=contact, reason="回电 ", by=town.ada)
        assert (opened.name, opened.phone) == (CLEO["name"], CLEO["phone"])
        [access] = queries.accesses_of(contact)
        assert (access.reader_id, access.reason) == (town.ada.pk, "回电")
        assert str(contact.pk) in str(access)
        assert JournalEntry.objects.filter(name="residents.contact_read").count() == 1

    def test_what_was_not_given_is_empty(self, town):
        assert actions.read_contact(contact=keep(name=""), reason="回电", by=town.ada).name == ""

    @pytest.mark.parametrize("who", ["eve", "root"])
    def test_who_calls_nobody_back_reads_nothing(self, town, who):
        contact = keep()
        with pytest.raises(Refusal) as refused:
            actions.read_contact(contact=contact, reason="看看", by=getattr(town, who))
        assert refused.value.code == "not_allowed"
        assert not ContactAccess.objects.exists()

    def test_a_reason_is_needed(self, town):
        with pytest.raises(Refusal) as refused:
            actions.read_contact(contact=keep(), reason=" ", by=town.ada)
        assert refused.value.field == "reason"

    def test_a_seal_moved_to_another_row_does_not_open(self, town):
        one, two = keep(), keep(phone="13800000002")
        Contact.objects.filter(pk=two.pk).update(sealed_phone=one.sealed_phone)
        with pytest.raises(BrokenSeal):
            actions.read_contact(contact=two, reason="回电", by=town.ada)
        assert not ContactAccess.objects.exists()


class TestEraseContact:
    def test_nothing_is_left_but_that_there_was_one(self, town):
        contact = keep()
        actions.read_contact(contact=contact, reason="回电", by=town.ada)
        for _ in range(2):
            actions.erase_contact(contact=contact, by=RESIDENT)
        contact.refresh_from_db()
        assert contact.sealed_name is contact.sealed_phone is contact.phone_index is None
        assert queries.accesses_of(contact).count() == 1
        assert JournalEntry.objects.filter(name="residents.contact_erased").count() == 1
        with pytest.raises(Refusal) as refused:
            actions.read_contact(contact=contact, reason="回电", by=town.ada)
        assert refused.value.code == "erased"

    def test_staff_do_not_erase(self, town):
        with pytest.raises(Refusal):
            actions.erase_contact(contact=keep(), by=town.ada)


class TestRestrictContact:
    def test_it_is_opened_by_nobody_until_it_is_released(self, town):
        contact = keep()
        for _ in range(2):
            actions.restrict_contact(contact=contact, by=RESIDENT)
        with pytest.raises(Refusal) as refused:
            actions.read_contact(contact=contact, reason="回电", by=town.ada)
        assert refused.value.code == "restricted"
        for _ in range(2):
            actions.release_contact(contact=contact, by=RESIDENT)
        assert actions.read_contact(contact=contact, reason="回电", by=town.ada).name
        assert JournalEntry.objects.filter(name="residents.contact_restricted").count() == 2

    def test_staff_do_neither(self, town):
        for verb in (actions.restrict_contact, actions.release_contact):
            with pytest.raises(Refusal):
                verb(contact=keep(), by=town.ada)

    def test_what_is_erased_is_not_locked(self, town):
        contact = actions.erase_contact(contact=keep(), by=RESIDENT)
        assert actions.restrict_contact(contact=contact, by=RESIDENT).restricted_at is None


def test_who_may(town):
    people.protector(town)
    read = {name for name, user in town.people.items() if policies.may_read_contact(user)}
    erase = {name for name, user in town.people.items() if policies.may_erase_contact(user)}
    assert (read, erase) == ({"ada", "ben", "carl", "dan", "hana"}, {"pia"})
    assert policies.may_read_contact(SYSTEM) and not policies.may_read_contact(RESIDENT)


class TestConstraints:
    @pytest.mark.parametrize(
        ("changes", "constraint"),
        [
            ({"purpose": ""}, "has_a_purpose"),
            ({"erased_at": "2026-01-01T00:00Z"}, "erased_contact_holds_nothing"),
            ({"sealed_name": None, "sealed_phone": None}, "a_name_or_a_phone"),
        ],
    )
    def test_the_database_holds_what_a_contact_is(self, town, changes, constraint):
        contact = keep()
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Contact.objects.filter(pk=contact.pk).update(**changes)

    def test_every_access_has_a_reason(self, town):
        with pytest.raises(IntegrityError, match="has_a_reason"), transaction.atomic():
            ContactAccess.objects.create(contact=keep(), reader_kind="staff", reason="")
