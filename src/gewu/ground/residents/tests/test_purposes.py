"""Purposes: said, told, assessed, in force; by the data-protection officer alone."""

import pytest
from django.db import IntegrityError, transaction

from gewu.ground.residents import actions, policies, queries
from gewu.ground.residents.actions import PurposeGiven
from gewu.ground.residents.models import Assessment, Notice, Purpose
from gewu.ground.residents.tests.people import (
    code_of,
    leader,
    protector,
    purpose,
)
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import AuditRecord

pytestmark = pytest.mark.django_db
SAID = {"necessity": "需要", "effects": "影响", "measures": "措施"}


def given(**changes):
    said = {
        "name_zh": "联系",
        "basis": "consent",
        "authority": "法",
        "fields": ["phone", "name"],
    }
    return PurposeGiven(**(said | changes))


class TestPurposes:
    def test_the_usual_ones_come_once_and_are_not_in_force(self, town):
        pia = protector(town)
        assert actions.add_standard_purposes(by=pia) == 3
        assert actions.add_standard_purposes(by=pia) == 0
        assert not queries.active_purposes().exists()
        assert str(queries.purposes().get(code="contact")) == "居民联系与通知"

    def test_a_purpose_is_added_changed_and_switched(self, town):
        pia = protector(town)
        made = actions.add_purpose(code="contact", given=given(), by=pia)
        assert made.fields == ["name", "phone"] and not made.is_active
        assert (
            code_of(lambda: actions.add_purpose(code="contact", given=given(), by=pia)) == "taken"
        )
        assert code_of(lambda: actions.switch_purpose(purpose=made, on=True, by=pia)) == "unfit"
        notice = actions.publish_notice(purpose=made, text_zh="告知", by=pia)
        assert (notice.version, notice.text, notice.published_by) == (1, "告知", pia)
        assert actions.publish_notice(purpose=made, text_zh="告知", by=pia) == notice
        for _ in range(2):
            assert actions.switch_purpose(purpose=made, on=True, by=pia).is_active
        assert not actions.switch_purpose(purpose=made, on=False, by=pia).is_active
        assert AuditRecord.objects.filter(name="residents.purpose_changed").count() == 3

    def test_what_is_in_force_stays_fit(self, town):
        made, pia = purpose(), protector(town)
        more = given(fields=["name", "phone", "address"])
        assert code_of(lambda: actions.change_purpose(purpose=made, given=more, by=pia)) == "unfit"
        less = given(fields=["name"])
        assert actions.change_purpose(purpose=made, given=less, by=pia).fields == ["name"]
        assert actions.change_purpose(purpose=made, given=less, by=pia).fields == ["name"]

    def test_a_draft_may_say_anything_known(self, town):
        pia = protector(town)
        made = actions.add_purpose(code="contact", given=given(fields=[]), by=pia)
        wrong = given(fields=["shoe_size"])
        assert (
            code_of(lambda: actions.change_purpose(purpose=made, given=wrong, by=pia)) == "fields"
        )
        assert code_of(lambda: actions.add_purpose(code="x", given=wrong, by=pia)) == "fields"
        changed = actions.change_purpose(purpose=made, given=given(name_zh="另一个"), by=pia)
        assert changed.name == "另一个"

    def test_a_notice_says_something_about_some_fields(self, town):
        pia = protector(town)
        empty = actions.add_purpose(code="x", given=given(fields=[]), by=pia)
        for words, code in ((" ", "empty"), ("告知", "no_fields")):
            act = lambda words=words: actions.publish_notice(purpose=empty, text_zh=words, by=pia)  # noqa: E731
            assert code_of(act) == code

    @pytest.mark.parametrize("who", ["ada", "eve", "root", "lena"])
    def test_nobody_else_changes_them(self, town, who):
        leader(town)
        by, made = getattr(town, who), purpose()
        for act in (
            lambda: actions.add_standard_purposes(by=by),
            lambda: actions.add_purpose(code="x", given=given(), by=by),
            lambda: actions.change_purpose(purpose=made, given=given(), by=by),
            lambda: actions.switch_purpose(purpose=made, on=False, by=by),
            lambda: actions.publish_notice(purpose=made, text_zh="新", by=by),
            lambda: actions.make_assessment(purpose=made, **SAID, by=by),
        ):
            assert code_of(act) == "not_allowed"


class TestAssessments:
    def test_a_sensitive_purpose_needs_one_approved_by_somebody_else(self, town):
        pia = protector(town)
        made = actions.add_purpose(code="care", given=given(fields=["name", "health"]), by=pia)
        actions.publish_notice(purpose=made, text_zh="告知", by=pia)
        on = lambda: actions.switch_purpose(purpose=made, on=True, by=pia)  # noqa: E731
        assert code_of(on) == "unfit"
        waiting = actions.make_assessment(purpose=made, **SAID, by=pia)
        assert code_of(on) == "unfit"
        yes = {"assessment": waiting, "is_approved": True}
        assert code_of(lambda: actions.decide_assessment(**yes, by=pia)) == "own"
        assert code_of(lambda: actions.decide_assessment(**yes, by=town.eve)) == "not_allowed"
        assert code_of(lambda: actions.decide_assessment(**yes, by=leader(town))) == "not_allowed"
        for _ in range(2):
            assert actions.decide_assessment(**yes, by=SYSTEM).is_approved
        no = {"assessment": waiting, "is_approved": False}
        assert code_of(lambda: actions.decide_assessment(**no, by=SYSTEM)) == "decided"
        assert on().is_active
        assert str(made.pk) in str(waiting)

    def test_it_says_all_three_and_waits_once(self, town):
        pia = protector(town)
        made = actions.add_purpose(code="care", given=given(), by=pia)
        with pytest.raises(Refusal) as refused:
            actions.make_assessment(purpose=made, **(SAID | {"effects": " "}), by=pia)
        assert refused.value.field == "effects"
        first = actions.make_assessment(purpose=made, **SAID, by=pia)
        assert actions.make_assessment(purpose=made, **SAID, by=pia) == first
        other = SAID | {"effects": "别的"}
        act = lambda: actions.make_assessment(purpose=made, **other, by=pia)  # noqa: E731
        assert code_of(act) == "waiting"

    def test_a_no_has_a_reason(self, town):
        made = actions.add_purpose(code="care", given=given(), by=SYSTEM)
        waiting = actions.make_assessment(purpose=made, **SAID, by=SYSTEM)
        no = {"assessment": waiting, "is_approved": False, "by": protector(town)}
        assert code_of(lambda: actions.decide_assessment(**no)) == "empty"
        declined = actions.decide_assessment(**no, words="太多")
        assert not declined.is_approved and declined.decided_by == town.pia
        assert queries.assessed_fields(made) == []


class TestConstraints:
    @pytest.mark.parametrize(
        ("changes", "constraint"),
        [
            ({"name_zh": ""}, "a_code_and_a_name"),
            ({"retention_days": 0}, "a_time_that_ends"),
            ({"authority": ""}, "has_authority_and_fields"),
        ],
    )
    def test_the_database_holds_what_a_purpose_is(self, town, changes, constraint):
        made = purpose()
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Purpose.objects.filter(pk=made.pk).update(**changes)

    def test_codes_and_versions_are_there_once(self, town):
        made = purpose()
        twin = Purpose(county_id=made.county_id, code=made.code, name_zh="又", basis="duty")
        with pytest.raises(IntegrityError, match="purposes_differ"), transaction.atomic():
            twin.save()
        again = Notice(purpose=made, version=1, text_zh="又")
        with pytest.raises(IntegrityError, match="are_numbered"), transaction.atomic():
            again.save()
        with pytest.raises(IntegrityError, match="says_something"), transaction.atomic():
            Notice.objects.create(purpose=made, version=2)
        assert str(again) == f"{made.pk} 1"

    @pytest.mark.parametrize(
        ("changes", "constraint"),
        [
            ({"effects": ""}, "says_all_three"),
            ({"decided_at": None}, "what_is_approved_was_decided"),
        ],
    )
    def test_an_assessment(self, town, changes, constraint):
        purpose()
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Assessment.objects.update(**changes)

    def test_nobody_approves_their_own(self, town):
        purpose()
        own = {"made_by": protector(town), "decided_by": protector(town)}
        with pytest.raises(IntegrityError, match="their_own"), transaction.atomic():
            Assessment.objects.update(**own)


def test_who_may(town):
    protector(town), leader(town)
    people = town.people.items()

    def who(policy, *args):
        return {name for name, user in people if policy(user, *args)}

    assert who(policies.may_protect) == {"pia"}
    assert who(policies.may_decide_assessment) == {"pia"}
    assert who(policies.may_import) == {"pia", "root"}
    assert who(policies.may_keep, town.grid_1) == {"ada"}
    assert who(policies.may_keep, town.grid_3) == {"dan"}
    assert who(policies.may_keep) == {"ada", "dan"}
    assert who(policies.may_open_urgently) == {"ada", "ben", "dan"}
    assert who(policies.may_approve_child, town.grid_1) == {"pia", "lena"}
    assert who(policies.may_approve_child, town.grid_3) == {"pia"}
    assert who(policies.may_erase_person) == {"pia"}
