"""Fields for another unit: asked, granted field by field, looked up one by one, ended at once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from tests import cast

from gewu.ground.registers import actions as records
from gewu.ground.registers import policies
from gewu.ground.registers.actions import lending as actions
from gewu.ground.registers.models import FieldAnswer, FieldRequest, RegisterKind
from gewu.ground.registers.tests import kit
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import AuditRecord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place(town):
    """The waterworks keep the hydrants; sanitation, where Hana works, asks for fields of them."""
    kit.filled(town)
    water = cast.add_unit(
        kind=cast.Unit.Kind.DEPARTMENT,
        area=town.county,
        name_zh="水务局",
        name_en="Waterworks",
        by=SYSTEM,
    )
    town.people["hedy"] = cast.person("hedy", "海蒂", water, "head")
    RegisterKind.objects.filter(code="hydrants").update(keeper_id=water.pk)
    values = {"diameter": 100, "keeper": "供水公司", "condition": "c1"}
    town.thing = kit.record(town.grid_1, code="XF-1", values=values)
    return town


def day(count=30):
    return timezone.localdate() + timedelta(days=count)


def ask(place, **others):
    given = {"unit_id": place.sanitation.pk, "wanted": ["diameter", "keeper"], "until": day()}
    given |= {"purpose": "冲洗道路取水", "by": place.hana} | others
    return actions.ask_fields(kind=kit.kind(), **given)


def grant(place, *keys, request=None):
    asked = request or ask(place)
    return actions.answer_request(request=asked, granted=keys or ["diameter"], by=place.hedy)


class TestAsking:
    @pytest.mark.parametrize(
        ("others", "field"),
        [
            ({"wanted": []}, "wanted"),
            ({"wanted": ["nope"]}, "wanted"),
            ({"purpose": " "}, "purpose"),
            ({"until": date(2020, 1, 1)}, "until"),
            ({"until": date(2999, 1, 1)}, "until"),
        ],
    )
    def test_a_request_is_complete(self, place, others, field):
        with pytest.raises(Refusal) as no:
            ask(place, **others)
        assert no.value.field == field

    def test_for_ones_own_unit_and_of_others(self, place):
        for who in (place.ada, place.hedy):
            with pytest.raises(Refusal, match="do not ask"):
                ask(place, by=who)
        own = kit.kind().keeper_id
        with pytest.raises(Refusal, match="has it already"):
            ask(place, by=place.hedy, unit_id=own)


class TestDeciding:
    def test_field_by_field(self, place):
        asked = grant(place, "diameter", "condition")
        assert asked.state == "granted" and asked.granted == ["diameter"]
        with pytest.raises(Refusal):
            grant(place, request=asked)

    def test_refused_with_a_reason(self, place):
        asked = ask(place)
        with pytest.raises(Refusal) as no:
            actions.answer_request(request=asked, granted=[], by=place.hedy)
        assert no.value.field == "reason"
        asked = actions.answer_request(
            request=asked, granted=[], reason="与职责无关", by=place.hedy
        )
        assert asked.state == "refused"

    def test_only_the_keeper_decides(self, place):
        asked = ask(place)
        tom = cast.person("tom", "汤姆", place.town_office, "administrator")
        for who in (place.hana, place.ben, tom):
            with pytest.raises(Refusal, match="Only the keeper"):
                actions.answer_request(request=asked, granted=["diameter"], by=who)
        assert policies.may_lend(SYSTEM, kit.kind(), place.county.path)
        assert actions.answer_request(request=asked, granted=["keeper"], by=place.root).granted

    def test_revoked_it_ends_at_once(self, place):
        asked = grant(place)
        with pytest.raises(Refusal) as no:
            actions.revoke_request(request=asked, reason="", by=place.hedy)
        assert no.value.field == "reason"
        for _twice in range(2):
            asked = actions.revoke_request(request=asked, reason="不再需要", by=place.hedy)
        with pytest.raises(Refusal, match="no longer"):
            actions.look_up(request=asked, words="XF-1", by=place.hana)
        assert AuditRecord.objects.filter(name="registers.fields_decided").count() == 2


class TestLookingUp:
    def test_one_record_and_the_granted_fields_only(self, place):
        asked = grant(place)
        for words in ("XF-1", "南门消防栓"):
            lent = actions.look_up(request=asked, words=words, by=place.hana)
            assert lent.record == place.thing and lent.pairs == (("Diameter", "100"),)
        assert set(FieldAnswer.objects.values_list("record", flat=True)) == {place.thing.pk}
        assert AuditRecord.objects.filter(name="registers.fields_answered").count() == 2

    def test_no_part_of_a_name_and_never_several(self, place):
        asked = grant(place)
        assert "no record" in actions.look_up(request=asked, words="南门", by=place.hana).why_none
        kit.record(place.grid_3)
        lent = actions.look_up(request=asked, words="南门消防栓", by=place.hana)
        assert lent.record is None and "by the code" in lent.why_none
        assert FieldAnswer.objects.filter(record=None).count() == 2
        with pytest.raises(Refusal):
            actions.look_up(request=asked, words=" ", by=place.hana)

    def test_what_is_retired_is_not_answered(self, place):
        asked = grant(place)
        records.set_field_use(field=kit.field("hydrants", "diameter"), is_used=False, by=SYSTEM)
        assert actions.look_up(request=asked, words="XF-1", by=place.hana).pairs == ()
        records.retire(record=place.thing, reason="拆除", by=SYSTEM)
        assert actions.look_up(request=asked, words="XF-1", by=place.hana).record is None

    def test_it_ends_by_itself_and_is_for_this_unit(self, place):
        asked = grant(place)
        with pytest.raises(Refusal, match="do not ask"):
            actions.look_up(request=asked, words="XF-1", by=place.ben)
        with time_machine.travel(timezone.now() + timedelta(days=31)):
            with pytest.raises(Refusal, match="no longer"):
                actions.look_up(request=asked, words="XF-1", by=place.hana)
            asked.refresh_from_db()
            assert asked.is_over(timezone.localdate())


class TestPages:
    def test_from_the_question_to_the_log(self, place, client):
        client.force_login(place.hana)
        assert client.get("/registers/kinds/hydrants/").status_code == 404
        at = "/registers/lending/"
        assert "/registers/lending/ask/hydrants/" in client.get(at).text
        form = client.get(f"{at}ask/hydrants/").text
        assert "Diameter" in form and "XF-1" not in form
        sent = {"unit_id": str(place.sanitation.pk), "wanted": ["diameter", "keeper"],
                "purpose": "取水", "until": day().isoformat()}  # fmt: skip
        assert client.post(f"{at}ask/hydrants/", sent | {"until": "2020-01-01"}).status_code == 400
        assert client.post(f"{at}ask/hydrants/", sent).status_code == 302
        here = f"{at}{FieldRequest.objects.get().pk}/"
        assert "Look up" not in client.get(here).text
        client.force_login(place.hedy)
        assert "取水" in client.get(at).text
        assert client.post(f"{here}answer/", {"granted": []}).status_code == 400
        assert client.post(f"{here}answer/", {"granted": ["diameter"]}).status_code == 302
        client.force_login(place.hana)
        page = client.post(f"{here}look-up/", {"words": "XF-1"})
        assert "100" in page.text and "供水公司" not in page.text
        assert page.headers["Cache-Control"] == "no-store"
        assert client.post(f"{here}look-up/", {"words": ""}).status_code == 400
        assert client.post(f"{here}revoke/", {"reason": "x"}).status_code == 400
        client.force_login(place.hedy)
        page = client.get(here).text
        assert "Hana" in page and f"/registers/{place.thing.pk}/" in page
        assert client.post(f"{here}revoke/", {"reason": ""}).status_code == 400
        assert client.post(f"{here}revoke/", {"reason": "够了"}).status_code == 302
        client.force_login(place.hana)
        assert client.post(f"{here}look-up/", {"words": "XF-1"}).status_code == 400
        assert "够了" in client.get(here).text

    def test_a_refusal_says_why(self, place, client):
        asked = ask(place)
        client.force_login(place.hedy)
        client.post(f"/registers/lending/{asked.pk}/answer/", {"reason": "与职责无关"})
        client.force_login(place.hana)
        page = client.get(f"/registers/lending/{asked.pk}/").text
        assert "与职责无关" in page and "Refused" in page

    def test_strangers_see_nothing_of_it(self, place, client):
        asked = grant(place)
        here = f"/registers/lending/{asked.pk}/"
        for who, status in ((place.ada, 403), (place.ben, 200)):
            client.force_login(who)
            assert client.get("/registers/lending/").status_code == status
            assert client.get(here).status_code == 404
            for tail in ("answer/", "revoke/", "look-up/"):
                assert client.post(f"{here}{tail}").status_code == 404
        client.force_login(place.ada)
        assert client.get("/registers/lending/ask/hydrants/").status_code == 404
        client.force_login(place.hedy)
        assert client.get("/registers/lending/ask/hydrants/").status_code == 404
        client.force_login(place.root)
        assert client.get(here).status_code == 200
