"""The second wall of people: for each of the cast the same as the rules in the code."""

import pytest
from tests.cast import person as somebody

from gewu.ground.accounts.queries import scope_of
from gewu.ground.residents import actions, policies
from gewu.ground.residents.models import (
    AccessReview,
    ChildRequest,
    Consent,
    Guardian,
    Household,
    Person,
    PersonAccess,
    PersonPart,
    SignInCode,
)
from gewu.ground.residents.queries import households_for, people_for, requests_for
from gewu.ground.residents.tests.people import (
    child_of,
    client,
    household,
    leader,
    protector,
    purpose,
    read,
    resident,
    url,
)
from gewu.kernel import viewing, wall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place(town):
    """A mother with her child in Ada's grid, one man in Dan's; Dan opened her, Ada asks for hers."""
    leader(town)
    protector(town)
    people = town.people
    people["lars"] = somebody("lars", "拉斯", town.other_town_office, "leader")
    people["cora"] = somebody("cora", "珂拉", town.community_office, "community")
    people["nora"] = somebody("nora", "诺拉")
    made = purpose(fields="name phone birth_date")
    town.mother = resident(town, made)
    town.child = child_of(town, made, town.mother)
    home = household(town, area=town.grid_3, by=town.dan)
    town.man = resident(town, made, {"name": "赵铁柱"}, home=home, by=town.dan)
    access = actions.open_urgently(
        person=town.mother, reason="她在河边晕倒了需要联系家人", by=town.dan
    ).access
    actions.review_access(access=access, is_justified=True, words="是", by=people["pia"])
    actions.ask_for_child(child=town.child, reason="学校要联系", by=town.ada)
    return town


def found(rows) -> set:
    return set(rows.order_by().values_list("pk", flat=True))


def test_it_is_the_same_as_the_rules_in_the_code(place):
    assert wall.unguarded() == []
    homes = list(Household.objects.select_related("area").order_by("pk"))
    folk = list(Person.objects.select_related("household__area").order_by("pk"))
    asked = list(ChildRequest.objects.select_related("child__household__area").order_by("pk"))
    urgent = PersonAccess.objects.filter(kind="urgent")
    for who, user in place.people.items():
        mine = {each.pk for each in homes if policies.may_keep_household(user, each)}
        own = {each.pk for each in folk if policies.may_keep_person(user, each)}
        assert mine == found(households_for(user)) and own == found(people_for(user)), who
        decides = {
            each.pk
            for each in asked
            if each.asked_by == user or policies.may_approve_child(user, each.child.household.area)
        }
        assert decides == found(requests_for(user)), who
        expected = {
            Household: mine,
            Person: own,
            PersonPart: found(PersonPart.objects.filter(person__in=own)),
            Consent: found(Consent.objects.filter(person__in=own)),
            Guardian: found(Guardian.objects.filter(child__in=own)),
            ChildRequest: decides,
            PersonAccess: found(PersonAccess.objects.filter(person__in=own))
            | (found(urgent) if policies.may_protect(user) else set()),
            SignInCode: set(),
        }
        expected[AccessReview] = found(
            AccessReview.objects.filter(access__in=expected[PersonAccess])
        )
        with viewing.through(scope_of(user)):
            for model, rows in expected.items():
                assert found(model.objects.all()) == rows, (who, model.__name__)


def test_each_of_the_cast_sees_whom_one_expects(place):
    counts = {"ada": 2, "cora": 2, "dan": 1} | dict.fromkeys(("ben", "lena", "pia", "root"), 0)
    for who, count in counts.items():
        with viewing.through(scope_of(place.people[who])):
            assert Person.objects.count() == count, who


def test_whoever_approves_reads_where_and_not_who(place):
    page = client(place.lena).get(url("requests"))
    assert "学校要联系" in read(page) and "Grid 1" in read(page) and "王" not in read(page)
    [asked] = ChildRequest.objects.all()
    sent = {"verdict": "yes", "hours": "2", "words": "可以"}
    assert client(place.people["lars"]).post(url("decide", asked.pk), sent).status_code == 404
    assert client(place.lena).post(url("decide", asked.pk), sent).status_code == 302


def test_the_protector_reads_where_somebody_was_opened(place):
    page = read(client(place.pia).get(url("emergencies")))
    assert "她在河边晕倒了" in page and "Grid 1" in page and "王" not in page
