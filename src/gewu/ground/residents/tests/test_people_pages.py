"""Pages of households and people: masked, opened with a reason, never for strangers."""

from uuid import uuid4

import pytest

from gewu.ground.residents import actions, queries
from gewu.ground.residents.models import Household, Person, PersonAccess
from gewu.ground.residents.rules.fields import FIELDS
from gewu.ground.residents.tests.people import (
    PAPER,
    WANG,
    child_of,
    client,
    household,
    id_number,
    leader,
    protector,
    purpose,
    read,
    resident,
    url,
)
from gewu.ground.territory.models import Building
from gewu.kernel.acting import RESIDENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = "2026-01-02"
FIRE = "the house is on fire, is anybody inside"


class TestHouseholds:
    def test_the_list_shows_masks_and_the_way_to_each(self, town):
        person = resident(town, purpose())
        text = read(client(town.ada).get(url("households")))
        assert "王**" in text and "12**" in text and "王小明" not in text and "1203" not in text
        assert url("household", person.household_id) in text
        text = read(client(town.ada).get(url("households"), {"area": town.grid_1.pk, "page": "1"}))
        assert "王**" in text
        assert queries.accesses_to(person).get().kind == "listed"
        assert "No household" in read(client(town.dan).get(url("households")))

    def test_an_area_a_page_and_a_whole_word(self, town):
        resident(town, purpose())
        said = {"area": str(town.grid_1.pk), "page": "1", "field": "phone", "q": WANG["phone"]}
        assert "王**" in read(client(town.ada).get(url("households"), said))

    def test_pages_follow_each_other(self, town):
        for _ in range(41):
            household(town)
        text = read(client(town.ada).get(url("households"), {"area": town.grid_1.pk}))
        assert "page=2" in text
        assert "page=1" in read(client(town.ada).get(url("households"), {"page": "2"}))

    @pytest.mark.parametrize(
        ("field", "words", "found"),
        [
            ("phone", "138 0000 0001", True),
            ("name", "王小明", True),
            ("name", "王", False),
            ("", "王小明", True),
        ],
    )
    def test_only_the_whole_word_finds_somebody(self, town, field, words, found):
        resident(town, purpose())
        text = read(client(town.ada).get(url("households"), {"field": field, "q": words}))
        assert ("王**" in text) is found
        assert "王小明" not in text.replace('value="王小明"', "")

    def test_who_keeps_no_households_does_not_get_in(self, town):
        for who in (town.ben, town.eve, town.root, town.hana, protector(town), leader(town)):
            assert client(who).get(url("households")).status_code == 403
            assert client(who).get(url("household_add")).status_code == 403

    def test_a_stranger_gets_404(self, town):
        made = purpose()
        person = resident(town, made)
        away, pk = client(town.dan), person.pk
        for name, args in (
            ("household", [person.household_id]),
            ("household_change", [person.household_id]),
            ("household_end", [person.household_id]),
            ("move_in", [person.household_id]),
            ("person_add", [person.household_id, made.code]),
            ("person", [pk]),
            ("open", [pk]),
            ("ask", [pk]),
            ("leave", [pk]),
            ("guardian", [pk]),
            ("write", [pk, made.pk]),
            ("consent", [pk, made.pk]),
            ("withdraw", [pk, made.pk]),
        ):
            assert away.post(url(name, *args), {"reason": "x"}).status_code == 404, name
        assert PersonAccess.objects.count() == 0

    def test_one_is_added_once(self, town):
        Building.objects.create(
            county_id=town.county.pk, area=town.grid_1, name_zh="3号楼", valid_from=TODAY
        )
        said = {
            "once": str(uuid4()),
            "area": town.grid_1.pk,
            "building": "3号楼",
            "entrance": "2",
            "room": "501",
        }
        answers = [client(town.ada).post(url("household_add"), said) for _ in range(2)]
        made = Household.objects.get()
        assert {answer.url for answer in answers} == {url("household", made.pk)}
        text = read(client(town.ada).get(url("household", made.pk)))
        assert "号楼" in text and "5**" in text

    def test_what_is_wrong_stands_at_its_field(self, town):
        said = {"area": town.grid_1.pk, "building": "9号楼"}
        answer = client(town.ada).post(url("household_add"), said)
        assert answer.status_code == 422 and "No building of this area" in read(answer)
        answer = client(town.ada).post(url("household_add"), {"area": town.grid_3.pk})
        assert answer.status_code == 422

    def test_the_door_is_changed_and_it_ends(self, town):
        home, ada = household(town), client(town.ada)
        assert "as it is" in read(ada.get(url("household_change", home.pk)))
        said = {"area": town.grid_1.pk, "entrance": "4", "room": "7", "building": ""}
        assert ada.post(url("household_change", home.pk), said).status_code == 302
        answer = ada.post(url("household_change", home.pk), {"area": town.grid_1.pk})
        assert answer.status_code == 302
        home.refresh_from_db()
        assert home.entrance == "" and home.sealed_room is not None
        answer = ada.post(url("household_change", home.pk), {"area": ""})
        assert answer.status_code == 422
        ada.post(url("household_end", home.pk))
        assert "ended" in read(ada.get(url("household", home.pk)))
        home = resident(town, purpose()).household
        answer = ada.post(url("household_end", home.pk), follow=True)
        assert "still lives there" in read(answer)

    def test_somebody_moves_in(self, town):
        person, home, ada = resident(town, purpose()), household(town), client(town.ada)
        text = read(ada.get(url("household", home.pk), {"field": "phone", "q": WANG["phone"]}))
        assert "Moves in here" in text and str(person.pk) in text
        ada.post(url("move_in", home.pk), {"person": str(person.pk)})
        assert Person.objects.get().household_id == home.pk
        for wrong in ("x", str(uuid4())):
            assert ada.post(url("move_in", home.pk), {"person": wrong}).status_code == 404
        actions.leave(person=person, by=town.ada)
        actions.end_household(household=home, by=town.ada)
        answer = ada.post(url("move_in", home.pk), {"person": str(person.pk)}, follow=True)
        assert "has ended" in read(answer)


class TestAdd:
    def test_somebody_is_added_with_their_consent_once(self, town):
        made, home, ada = purpose(), household(town), client(town.ada)
        address = url("person_add", home.pk, made.code)
        assert "我们这样处理" in read(ada.get(address))
        said = {
            "once": str(uuid4()),
            **WANG,
            "language": "方言",
            "how": "oral",
            "on": TODAY,
            "witness": "ben",
            "own_wish": "on",
        }
        answers = [ada.post(address, said) for _ in range(2)]
        person = Person.objects.get()
        assert {answer.url for answer in answers} == {url("person", person.pk)}
        [answer] = queries.answers_of(person)
        assert (answer.how, answer.witness, answer.own_wish) == ("oral", town.ben, True)

    def test_a_child_comes_with_a_guardian_of_the_household(self, town):
        made = purpose("contact", "name phone birth_date")
        parent = resident(town, made)
        address = url("person_add", parent.household_id, made.code)
        said = {"name": "小小", "birth_date": "2020-01-01", "how": "paper", "on": TODAY}
        answer = client(town.ada).post(address, said)
        assert answer.status_code == 422 and "a guardian answers" in read(answer)
        said |= {"guardian": str(parent.pk), "relation": "parent"}
        assert client(town.ada).post(address, said).status_code == 302
        [link] = queries.children_of(parent)
        assert link.child.is_child

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"phone": "12"}, "phone"),
            ({"witness": "nobody"}, "Nobody else of the staff"),
            ({"witness": "ada"}, "Nobody else of the staff"),
            ({"how": "oral"}, "Name the colleague"),
            ({"on": "2030-01-01"}, "still to come"),
        ],
    )
    def test_what_is_wrong_stands_at_its_field(self, town, said, words):
        made, home = purpose(), household(town)
        fit = {**WANG, "how": "paper", "on": TODAY}
        answer = client(town.ada).post(url("person_add", home.pk, made.code), fit | said)
        assert answer.status_code == 422 and words in read(answer)
        assert not Person.objects.exists()


class TestEverything:
    """Each field that may be held is filled in and kept."""

    HELD = " ".join(FIELDS)
    BODY = {
        **WANG,
        "id_number": id_number(),
        "birth_date": "1980-01-01",
        "language": "方言",
        "address": "second door",
        "emergency_contact": "son 13800000002",
        "needs": "meals",
        "health": "hears badly",
        "family_doctor": "Dr. Sun",
    }

    def test_all_of_it_is_added(self, town):
        made = purpose("all", self.HELD)
        parent = resident(town, made)
        said = {
            "once": str(uuid4()),
            "how": "oral",
            "on": TODAY,
            "witness": "ben",
            "own_wish": "on",
            "relation": "parent",
            "guardian": "",
        }
        address = url("person_add", parent.household_id, made.code)
        assert client(town.ada).post(address, self.BODY | said).status_code == 302
        person = Person.objects.exclude(pk=parent.pk).get()
        opened = actions.open_person(person=person, reason="look", by=town.ada)
        assert opened.parts[0].values == self.BODY
        born = {"name": "小小", "birth_date": "2020-01-01", "guardian": str(parent.pk)}
        assert client(town.ada).post(address, said | born | {"once": ""}).status_code == 302

    def test_all_of_it_is_changed(self, town):
        made = purpose("all", self.HELD)
        person = resident(town, made)
        address = url("write", person.pk, made.pk)
        body = self.BODY | {"seen": "1"}
        assert client(town.ada).post(address, body).status_code == 302
        opened = actions.open_person(person=person, reason="look", by=town.ada)
        assert opened.parts[0].values == self.BODY

    def test_the_guardian_answers_for_a_child_before_a_witness(self, town):
        made, other = purpose("contact", "name phone birth_date"), purpose("other")
        child = child_of(town, made, resident(town, made))
        guardian = queries.guardians_of(child).get().guardian
        said = {
            "answer": "given",
            "how": "oral",
            "on": TODAY,
            "witness": "ben",
            "guardian": str(guardian.pk),
            "own_wish": "on",
        }
        assert client(town.ada).post(url("consent", child.pk, other.pk), said).status_code == 302
        assert queries.standing_consent(child, other).given_by == guardian


class TestPerson:
    def test_masked_until_opened_with_a_reason(self, town):
        person, ada = resident(town, purpose()), client(town.ada)
        text = read(ada.get(url("person", person.pk)))
        assert "王**" in text and WANG["phone"] not in text and "kept until" in text
        answer = ada.post(url("open", person.pk), {"reason": " "})
        assert answer.status_code == 422 and WANG["phone"] not in read(answer)
        answer = ada.post(url("open", person.pk), {"reason": "to call back"})
        assert WANG["phone"] in read(answer) and "1203" in read(answer)
        assert answer["Cache-Control"] == "no-store"
        assert "delay:300s" in read(answer)
        assert queries.accesses_to(person).first().reason == "to call back"
        assert WANG["phone"] not in read(ada.get(url("person", person.pk)))
        assert ada.get(url("open", person.pk)).url == url("person", person.pk)

    def test_it_is_changed_as_it_was_opened(self, town):
        made = purpose()
        person, ada = resident(town, made), client(town.ada)
        address = url("write", person.pk, made.pk)
        assert ada.get(address).url == url("person", person.pk)
        answer = ada.post(address, {"seen": "1", "name": "王大明", "phone": "12"})
        assert answer.status_code == 422
        answer = ada.post(address, {"seen": "x", "name": "王大明"})
        assert answer.status_code == 422
        assert ada.post(address, {"seen": "1", **WANG, "name": "王大明"}).status_code == 302
        assert queries.people_found(town.ada, "name", "王大明") == [person]

    def test_what_was_withdrawn_meanwhile_is_not_written_back(self, town):
        made = purpose()
        person, ada = resident(town, made), client(town.ada)
        address = url("write", person.pk, made.pk)
        actions.withdraw_consent(person=person, purpose=made, told=PAPER, by=RESIDENT)
        answer = ada.post(address, {"seen": "1", **WANG})
        assert answer.status_code == 409 and "Nothing was written back" in read(answer)
        assert queries.part_of(person, made.pk) is None
        assert "wrong" not in read(ada.get(address))
        answer = ada.post(address, WANG)
        assert answer.status_code == 422 and "consent" in read(answer)

    def test_answers_are_written_down_and_taken_back(self, town):
        made, other = purpose(), purpose("other", "name needs")
        person, ada = resident(town, made), client(town.ada)
        address = url("consent", person.pk, other.pk)
        assert "我们这样处理" in read(ada.get(address))
        assert ada.post(address, {"answer": "given", "how": "oral", "on": TODAY}).status_code == 422
        said = {"how": "paper", "on": TODAY}
        assert ada.post(address, {"answer": "refused", **said}).status_code == 302
        assert queries.standing_answers(person)[other.pk].answer == "refused"
        assert ada.post(address, {"answer": "given", **said, "own_wish": "on"}).status_code == 302
        assert ada.post(url("write", person.pk, other.pk), {"needs": "meals"}).status_code == 302
        ada.post(url("withdraw", person.pk, other.pk))
        assert queries.part_of(person, other.pk) is None
        assert "Withdrawn" in read(ada.get(url("person", person.pk)))

    def test_they_leave(self, town):
        person = resident(town, purpose())
        answer = client(town.ada).post(url("leave", person.pk), follow=True)
        assert "30 days" in read(answer)
        assert Person.objects.get().left_at is not None
