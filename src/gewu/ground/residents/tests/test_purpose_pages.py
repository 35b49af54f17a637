"""Pages of purposes: the data-protection officer writes, a leader of the county decides."""

import pytest
from tests.cast import person as staff

from gewu.ground.residents import queries
from gewu.ground.residents.models import Assessment, Purpose
from gewu.ground.residents.tests.people import (
    client,
    protector,
    purpose,
    read,
    resident,
    url,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SAID = {
    "name_zh": "关爱",
    "name_en": "Care",
    "basis": "consent",
    "authority": "PIPL 29",
    "fields_held": ["name", "health"],
    "retention_days": "100",
    "ask_again_months": "6",
}
WORDS = {"necessity": "needed", "effects": "small", "measures": "sealed"}


class TestPurposes:
    def test_from_the_draft_to_being_in_force(self, town):
        pia = client(protector(town))
        boss = client(staff("bea", "贝娅", town.desk, "leader"))
        assert "No purpose is written down" in read(pia.get(url("purposes")))
        assert "Code" in read(pia.get(url("purpose_add")))
        assert pia.post(url("purpose_add"), SAID | {"code": "A B"}).status_code == 422
        assert pia.post(url("purpose_add"), SAID | {"code": "care"}).status_code == 302
        assert pia.post(url("purpose_add"), SAID | {"code": "care"}).status_code == 422
        pk = Purpose.objects.get().pk
        answer = pia.post(url("purpose_switch", pk), {"on": "1"}, follow=True)
        assert "Publish a notice first" in read(answer)
        assert pia.post(url("purpose_notice", pk), {"text_zh": " "}).status_code == 422
        said = {"text_zh": "告知", "text_en": "We hold this"}
        assert pia.post(url("purpose_notice", pk), said).status_code == 302
        assert pia.post(url("purpose_assess", pk), WORDS | {"effects": ""}).status_code == 422
        assert pia.post(url("purpose_assess", pk), WORDS).status_code == 302
        address = url("assessment_decide", pk, Assessment.objects.get().pk)
        answer = pia.post(address, {"verdict": "yes"})
        assert answer.status_code == 403 or answer.status_code == 422
        assert boss.post(address, {"verdict": "no"}).status_code == 422
        assert "sealed" in read(boss.get(url("purpose", pk)))
        assert boss.post(address, {"verdict": "yes", "words": "good"}).status_code == 302
        pia.post(url("purpose_switch", pk), {"on": "1"})
        text = read(pia.get(url("purpose", pk)))
        assert "It is in force" in text and "We hold this" in text
        assert boss.post(url("purpose_switch", pk)).status_code == 403
        pia.post(url("purpose_switch", pk))
        assert not Purpose.objects.get().is_active

    def test_it_is_changed(self, town):
        made, pia = purpose(), client(protector(town))
        address = url("purpose_change", made.pk)
        answer = pia.post(address, SAID)
        assert answer.status_code == 422 and "The notice does not name" in read(answer)
        assert pia.post(address, SAID | {"retention_days": "0"}).status_code == 422
        fit = SAID | {"fields_held": ["name"], "ask_again_months": "3"}
        assert pia.post(address, fit).status_code == 302
        made.refresh_from_db()
        assert (made.name_en, made.retention_days, made.ask_again_months) == ("Care", 100, 3)
        assert pia.get(address).url == url("purpose", made.pk)

    def test_the_usual_ones_and_how_often_people_agreed(self, town):
        pia = client(protector(town))
        pia.post(url("purposes_start"))
        assert queries.purposes().count() == 3
        resident(town, purpose("x"))
        text = read(pia.get(url("purposes")))
        assert "Not in force" in text and "In force" in text
        assert "fewer than 5</abbr>" in text  # one person agreed to the last one

    def test_nobody_else_gets_in(self, town):
        made = purpose()
        assessment = Assessment.objects.get()
        lena = staff("lena", "莱娜", town.town_office, "leader")
        for who in (town.ada, town.ben, town.eve, town.root, lena):
            one = client(who)
            assert one.get(url("purposes")).status_code == 403
            assert one.get(url("purpose", made.pk)).status_code == 403
            for name, args in (
                ("purposes_start", []),
                ("purpose_add", []),
                ("purpose_change", [made.pk]),
                ("purpose_switch", [made.pk]),
                ("purpose_notice", [made.pk]),
                ("purpose_assess", [made.pk]),
                ("assessment_decide", [made.pk, assessment.pk]),
            ):
                assert one.post(url(name, *args)).status_code == 403, name
