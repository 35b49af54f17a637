"""Consents: given, refused, taken back; for a child by its guardian."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone
from tests.cast import person as staff

from gewu.ground.residents import actions, queries
from gewu.ground.residents.actions import Told
from gewu.ground.residents.models import Consent
from gewu.ground.residents.tests.people import PAPER, WANG, child_of, purpose, resident
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


def refused_at(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code, refused.value.field


def consent(person, made, told=PAPER, by=None, **given):
    return actions.record_consent(person=person, purpose=made, told=told, by=by or SYSTEM)


class TestRecordConsent:
    def test_it_refers_to_the_words_that_were_shown(self, town):
        made = purpose()
        person = resident(town, made)
        [first] = queries.answers_of(person)
        assert (first.notice.version, first.recorded_id, first.how) == (1, town.ada.pk, "paper")
        assert consent(person, made) == first
        actions.publish_notice(purpose=made, text_zh="换了说法", by=SYSTEM)
        day = timezone.localdate() - YESTERDAY
        second = consent(person, made, Told(how="oral", on=day, witness=town.ben), town.ada)
        assert second.notice.version == 2 and timezone.localdate(second.at) == day
        assert queries.standing_answers(person) == {made.pk: second}
        assert str(person.pk) in str(second)

    def test_what_is_only_said_needs_a_witness(self, town):
        made, other = purpose(), purpose("other")
        person = resident(town, made)
        said = lambda: consent(person, other, Told(how="oral"))  # noqa: E731
        assert refused_at(said) == ("no_witness", "witness")
        late = Told(on=timezone.localdate() + YESTERDAY)
        assert refused_at(lambda: consent(person, other, late)) == ("day", "on")

    def test_nobody_is_asked_about_what_is_not_in_force(self, town):
        made, other = purpose(), purpose("other")
        person = resident(town, made)
        other = actions.switch_purpose(purpose=other, on=False, by=SYSTEM)
        assert refused_at(lambda: consent(person, other)) == ("not_active", "purpose")

    def test_strangers_record_nothing(self, town):
        made = purpose()
        person = resident(town, made)
        for who in (
            town.dan,
            town.eve,
            town.root,
            staff("cora", "科拉", town.town_office, "leader"),
        ):
            assert refused_at(lambda who=who: consent(person, made, by=who))[0] == "not_allowed"

    def test_for_a_child_only_the_guardian_answers(self, town):
        made = purpose("contact", "name phone birth_date")
        other = purpose("other")
        parent = resident(town, made)
        child = child_of(town, made, parent)
        stranger = resident(town, made, {"name": "远"})
        for told in (PAPER, Told(guardian=stranger)):
            assert refused_at(lambda told=told: consent(child, other, told)) == (
                "no_guardian",
                "guardian",
            )
        assert consent(child, other, Told(guardian=parent)).given_by == parent
        for_adult = lambda: consent(parent, other, Told(guardian=stranger))  # noqa: E731
        assert refused_at(for_adult) == ("no_child", "guardian")


class TestRefusal:
    def test_whoever_said_no_is_not_asked_again_soon(self, town):
        made, other = purpose(), purpose("other")
        person = resident(town, made)
        no = lambda told=PAPER: actions.record_refusal(  # noqa: E731
            person=person, purpose=other, told=told, by=town.ada
        )
        assert no().answer == "refused"
        assert refused_at(no) == ("asked_again", "own_wish")
        assert refused_at(lambda: consent(person, other)) == ("asked_again", "own_wish")
        assert consent(person, other, Told(own_wish=True)).answer == "given"
        assert refused_at(no) == ("consented", None)

    def test_online_they_decide_themselves_when(self, town):
        made, other = purpose(), purpose("other")
        person = resident(town, made)
        actions.record_refusal(person=person, purpose=other, told=PAPER, by=town.ada)
        assert consent(person, other, Told(how="online"), RESIDENT).recorded_kind == "resident"


class TestWithdraw:
    def test_what_rests_on_it_is_gone_at_once(self, town):
        made = purpose()
        person = resident(town, made)
        back = lambda: actions.withdraw_consent(  # noqa: E731
            person=person, purpose=made, told=Told(how="online"), by=RESIDENT
        )
        assert back() == back()
        assert queries.part_of(person, made.pk) is None
        assert queries.people_found(town.ada, "phone", WANG["phone"]) == []
        assert JournalEntry.objects.filter(name="residents.consent_withdrawn").count() == 1
        assert queries.standing_consent(person, made) is None
        assert queries.refused_on(person, made) == timezone.localdate()
        assert queries.answers_by_purpose() == {made.pk: {"given": 1, "refused": 0, "withdrawn": 1}}

    def test_where_nothing_was_said_nothing_is_taken_back(self, town):
        made, other = purpose(), purpose("other")
        person = resident(town, made)
        back = actions.withdraw_consent(person=person, purpose=other, told=PAPER, by=town.ada)
        assert back is None

    def test_before_anything_is_held(self, town):
        made, other = purpose(), purpose("other")
        person = resident(town, made)
        consent(person, other)
        back = actions.withdraw_consent(person=person, purpose=other, told=PAPER, by=town.ada)
        assert back.answer == "withdrawn"

    @pytest.mark.parametrize(
        ("values", "left"), [({"name": "王", "health": "好"}, ["name"]), ({"name": "王"}, ["name"])]
    )
    def test_what_rests_on_a_duty_stays_without_the_sensitive(self, town, values, left):
        made = purpose("rescue", "name phone health", basis="duty")
        person = resident(town, made, {"name": "王", "health": "好"})
        if "health" not in values:
            actions.write_part(person=person, purpose=made, values=values, by=town.ada)
        actions.withdraw_consent(person=person, purpose=made, told=PAPER, by=town.ada)
        assert queries.part_of(person, made.pk).held == left

    def test_the_guardian_takes_it_back_for_the_child(self, town):
        made = purpose("contact", "name phone birth_date")
        parent = resident(town, made)
        child = child_of(town, made, parent)
        given = {"person": child, "purpose": made, "by": RESIDENT}
        assert refused_at(lambda: actions.withdraw_consent(**given, told=PAPER))[0] == "no_guardian"
        back = actions.withdraw_consent(**given, told=Told(guardian=parent))
        assert back.given_by == parent and queries.part_of(child, made.pk) is None


class TestWhatTheDatabaseKeeps:
    def test_an_answer_is_never_changed(self, town):
        resident(town, purpose())
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            Consent.objects.update(answer="refused")

    def test_an_oral_yes_was_heard(self, town):
        resident(town, purpose())
        row = Consent.objects.get()
        row.pk, row.how = None, "oral"
        row._state.adding = True
        with pytest.raises(IntegrityError, match="heard_by_a_witness"), transaction.atomic():
            row.save()
