"""Pages of who may open what: approvals for children, emergencies and the look back at them."""

from uuid import uuid4

import pytest
from tests.cast import person as staff

from gewu.ground.residents import actions, queries
from gewu.ground.residents.tests.people import (
    WANG,
    child_of,
    client,
    leader,
    protector,
    purpose,
    read,
    resident,
    url,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = "2026-01-02"
FIRE = "the house is on fire, is anybody inside"


class TestChildren:
    @pytest.fixture
    def child(self, town):
        made = purpose("contact", "name phone birth_date")
        return child_of(town, made, resident(town, made))

    def test_opening_needs_an_approval(self, town, child):
        ada, lena = client(town.ada), client(leader(town))
        answer = ada.post(url("open", child.pk), {"reason": "visit"})
        assert answer.status_code == 422 and "must approve it first" in read(answer)
        assert ada.post(url("ask", child.pk), {"reason": " "}).status_code == 422
        assert ada.post(url("ask", child.pk), {"reason": "visit"}).status_code == 302
        assert "waits for a decision" in read(ada.get(url("person", child.pk)))
        assert "waits for a decision" in read(ada.get(url("requests"), {"page": "1"}))
        request = queries.requests_about(child).get()
        assert "visit" in read(lena.get(url("requests")))
        address = url("decide", request.pk)
        assert lena.get(address).url == url("requests")
        answer = lena.post(address, {"verdict": "no"})
        assert answer.status_code == 422 and "Say why not" in read(answer)
        assert lena.post(address, {"verdict": "maybe"}).status_code == 422
        assert ada.post(address, {"verdict": "yes"}).status_code == 403
        assert client(town.dan).post(address, {"verdict": "yes"}).status_code == 404
        assert (
            lena.post(
                address + "?page=1", {"verdict": "yes", "hours": "2", "words": "for the visit"}
            ).status_code
            == 302
        )
        answer = ada.post(url("open", child.pk), {"reason": "visit"})
        assert answer.status_code == 200 and "王小小" in read(answer)
        assert "approved until" in read(lena.get(url("requests")))

    def test_without_hours_it_is_a_day_and_a_no_is_read(self, town, child):
        ada = client(town.ada)
        request = actions.ask_for_child(child=child, reason="visit", by=town.ada)
        lena = client(leader(town))
        lena.post(url("decide", request.pk), {"verdict": "no", "words": "no need"})
        assert "no need" in read(ada.get(url("requests")))
        again = actions.ask_for_child(child=child, reason="visit", by=town.ada)
        lena.post(url("decide", again.pk), {"verdict": "yes"})
        again.refresh_from_db()
        assert (again.valid_until - again.decided_at).total_seconds() == 24 * 3600
        assert client(town.eve).get(url("requests")).status_code == 403

    def test_guardians_are_named_and_end(self, town, child):
        ada, home = client(town.ada), child.household
        made = queries.purposes().get()
        other = resident(town, made, {"name": "李四"}, home=home)
        address = url("guardian", child.pk)
        assert ada.post(address, {"guardian": "x", "relation": "parent"}).status_code == 422
        said = {"guardian": str(other.pk), "relation": "grandparent"}
        assert ada.post(address, said).status_code == 302
        assert "Grandparent" in read(ada.get(url("person", child.pk)))
        link = queries.guardians_of(child).get(guardian=other)
        assert client(town.dan).post(url("guardian_end", link.pk)).status_code == 404
        assert ada.post(url("guardian_end", link.pk)).status_code == 302
        assert queries.guardians_of(child).count() == 1

    def test_the_guardian_takes_consent_back(self, town, child):
        made = queries.purposes().get()
        client(town.ada).post(url("withdraw", child.pk, made.pk))
        assert queries.part_of(child, made.pk) is None

    def test_without_a_guardian_nobody_takes_it_back(self, town, child):
        made = queries.purposes().get()
        actions.end_guardian(link=queries.guardians_of(child).get(), by=town.ada)
        answer = client(town.ada).post(url("withdraw", child.pk, made.pk), follow=True)
        assert "a guardian answers" in read(answer)


class TestEmergencies:
    def test_somebody_from_elsewhere_opens_and_the_protector_looks_at_it(self, town):
        person, ben, pia = resident(town, purpose()), client(town.ben), client(protector(town))
        assert "at risk now" in read(ben.get(url("urgent")))
        said = {"field": "phone", "q": WANG["phone"], "reason": FIRE, "sure": "on"}
        assert ben.post(url("urgent"), said | {"sure": ""}).status_code == 422
        assert ben.post(url("urgent"), said | {"reason": "fire"}).status_code == 422
        answer = ben.post(url("urgent"), said | {"q": "13899999999"})
        assert answer.status_code == 422 and "Nobody on record" in read(answer)
        answer = ben.post(url("urgent"), said)
        assert answer.status_code == 200 and "王小明" in read(answer)
        assert answer["Cache-Control"] == "no-store"
        [access] = queries.accesses_to(person)
        assert access.kind == "urgent"
        text = read(pia.get(url("emergencies")))
        assert FIRE in text and "王小明" not in text
        address = url("review", access.pk)
        assert pia.get(address).url == url("emergencies")
        assert pia.post(address, {"verdict": "no"}).status_code == 422
        assert pia.post(address, {"verdict": "no", "words": "no fire"}).status_code == 302
        assert "It was not justified" in read(pia.get(url("emergencies")))
        assert pia.post(url("review", uuid4()), {"verdict": "yes"}).status_code == 404

    def test_who_may_neither(self, town):
        for who in (town.eve, town.root, town.hana, leader(town), staff("nora", "诺拉")):
            assert client(who).get(url("urgent")).status_code == 403
            assert client(who).get(url("emergencies")).status_code == 403
            assert client(who).post(url("review", uuid4())).status_code == 403
