"""The 14th birthday: guardians no longer answer, and the person is asked themselves."""

from uuid import uuid4

import pytest
from django.utils import timezone
from tests.cast import person as staff

from gewu.ground.residents import actions, jobs, queries
from gewu.ground.residents.models import Person
from gewu.ground.residents.tests.people import (
    PAPER,
    child_of,
    client,
    code_of,
    held,
    protector,
    purpose,
    read,
    resident,
    url,
)
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(town):
    return purpose(fields="name phone birth_date")


@pytest.fixture
def guardian(town, made):
    return resident(town, made)


@pytest.fixture
def grown(town, made, guardian):
    """Who was a child when the guardian consented, and has the birthday today."""
    child = child_of(town, made, guardian)
    Person.objects.filter(pk=child.pk).update(child_until=timezone.localdate())
    return Person.objects.get(pk=child.pk)


def opened(grown, by):
    return actions.open_person(person=grown, reason="回访", by=by)


def test_the_guardians_yes_counts_no_more_until_they_consent_themselves(town, made, grown):
    assert queries.standing_consent(grown, made) is None
    assert queries.outgrown(grown) == {made.pk}
    write = {"person": grown, "purpose": made, "values": {"name": "王小小"}, "by": town.ada}
    assert code_of(lambda: actions.write_part(**write)) == "may_not_hold"
    assert code_of(lambda: opened(grown, town.ada)) == "needs_renewal"
    assert not queries.accesses_to(grown).filter(kind="opened").exists()
    assert held(grown, made)["name"] == "王小小", "what is held is not lost"
    consent = actions.record_consent(person=grown, purpose=made, told=PAPER, by=town.ada)
    assert consent.given_by is None
    assert opened(grown, town.ada).name == "王小小"
    assert not queries.to_renew().exists()


def test_an_emergency_and_the_person_open_it_all_the_same(town, grown):
    assert actions.open_own(person=grown, by=RESIDENT).name == "王小小"
    told = {"person": grown, "reason": "楼里着火，要确认屋里有没有人"}
    assert actions.open_urgently(**told, by=town.dan).name == "王小小"


def test_what_a_duty_set_by_law_holds_stays_open_but_what_is_sensitive(town, made, guardian, grown):
    duty = purpose("duty", "name health", basis="duty")
    child = child_of(town, made, guardian, "王小二")
    told = actions.Told(guardian=guardian)
    actions.record_consent(person=child, purpose=duty, told=told, by=SYSTEM)
    values = {"name": "王小二", "health": "哮喘"}
    actions.write_part(person=child, purpose=duty, values=values, by=SYSTEM)
    Person.objects.filter(pk=child.pk).update(child_until=timezone.localdate())
    answer = client(town.ada).post(url("open", child.pk), {"reason": "回访"})
    text = read(answer)
    assert answer.status_code == 200 and "王小二" in text and "哮喘" not in text
    assert 'name="seen"' not in text, "what is open in part is not written back"
    [access] = queries.accesses_to(child).filter(kind="opened")
    assert (access.fields, access.purposes) == (["name"], ["duty"])


def test_guardianships_end_once_and_it_is_announced_once(town, grown, made, guardian):
    child = child_of(town, made, guardian, "王小三")
    assert jobs.end_childhoods(0) == 1
    assert jobs.end_childhoods(0) == 0
    [entry] = JournalEntry.objects.filter(name="residents.childhood_ended")
    assert entry.payload["person_id"] == str(grown.pk)
    assert queries.guardians_of(child).exists(), "who is a child keeps theirs"


def test_the_due_list_is_for_those_who_keep_them_and_nameless_for_the_officer(town, grown):
    mine = read(client(town.ada).get(url("renewals")))
    assert url("person", grown.pk) in mine and "王**" in mine
    assert "应由本人同意" in read(client(town.ada).get(url("person", grown.pk)))
    others = read(client(town.dan).get(url("renewals")))
    assert str(grown.pk) not in others and "没有待征得" in others
    officer = client(protector(town))
    text = read(officer.get(url("renewals")))
    assert str(grown.pk) not in text and "王" not in text and town.grid_1.name in text
    assert url("renewals") in read(officer.get(url("purposes")))
    for who in (town.eve, town.root, town.hana, staff("nora", "诺拉")):
        assert client(who).get(url("renewals")).status_code == 403
    assert client(town.dan).get(url("person", uuid4())).status_code == 404
