"""The second wall of registers: the same as the rule in the code, and it stands without that rule."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast

from gewu.ground.accounts.queries import scope_of
from gewu.ground.registers import policies
from gewu.ground.registers.actions import joining
from gewu.ground.registers.actions import lending as lends
from gewu.ground.registers.models import (
    FieldAnswer,
    FieldRequest,
    KeptApart,
    Record,
    RecordChange,
    RegisterImport,
    RegisterKind,
)
from gewu.ground.registers.queries import lending, records
from gewu.ground.registers.tests import kit
from gewu.kernel import viewing, wall
from gewu.kernel.acting import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NEIGHBOURS = "西镇公告栏"


@pytest.fixture
def place(town):
    """Things in both towns; sanitation keeps the hydrants, a health office asks for them."""
    kit.filled(town)
    RegisterKind.objects.filter(code="hydrants").update(keeper_id=town.sanitation.pk)
    department = cast.Unit.Kind.DEPARTMENT
    health = cast.add_unit(
        kind=department, area=town.county, name_zh="卫生局", name_en="Health", by=SYSTEM
    )
    town.people["hugo"] = cast.person("hugo", "雨果", health, "handler")
    town.people["hedy"] = cast.person("hedy", "海蒂", town.sanitation, "head")
    town.people["nora"] = cast.person("nora", "诺拉")
    twins = [kit.record(town.grid_3, code=f"XF-{number}") for number in (1, 2)]
    joining.keep_apart(one=twins[0], other=twins[1], by=SYSTEM)
    town.near = kit.record(town.grid_1, of="boards", name="东镇公告栏")
    town.far = kit.record(town.grid_3, of="boards", name=NEIGHBOURS)
    given = {"unit_id": health.pk, "wanted": ["diameter"], "purpose": "演练取水"}
    asked = lends.ask_fields(
        kind=kit.kind(), **given, until=timezone.localdate() + timedelta(days=9), by=town.hugo
    )
    lends.answer_request(request=asked, granted=["diameter"], by=town.hedy)
    lends.look_up(request=asked, words="XF-1", by=town.hugo)
    for user in (town.ben, town.root):
        now = timezone.now()
        RegisterImport.objects.create(kind=kit.kind(), user=user, file_name="x", created_at=now)
    return town


def found(rows) -> set:
    return set(rows.order_by().values_list("pk", flat=True))


def test_it_is_the_same_as_the_rule_in_the_code(place):
    assert wall.unguarded() == []
    whole = list(Record.objects.select_related("kind").order_by("pk"))
    for who, user in place.people.items():
        mine = {each.pk for each in whole if policies.may_see(user, each)}
        assert mine == found(Record.objects.filter(policies.scope_of(user)))
        asked = found(lending.own_requests(user)) | found(lending.requests_to_decide(user))
        steps = found(RecordChange.objects.filter(record__in=mine))
        kept_apart = found(KeptApart.objects.filter(first__in=mine))
        brought = found(RegisterImport.objects.filter(user=user))
        with viewing.through(scope_of(user)):
            assert found(Record.objects.all()) == mine, who
            assert found(RecordChange.objects.all()) == steps, who
            assert found(KeptApart.objects.all()) == kept_apart, who
            assert found(RegisterImport.objects.all()) == brought, who
            assert found(FieldRequest.objects.all()) == asked, who
            assert found(FieldAnswer.objects.order_by()) == (
                found(FieldAnswer.objects.filter(request__in=asked))
            ), who
            assert FieldAnswer.objects.count() == len(asked), who


def test_each_of_the_cast_sees_what_one_expects(place):
    hydrants = 2
    seen = {"ada": 1, "ben": 1, "dan": hydrants + 1, "hana": hydrants, "hedy": hydrants}
    seen |= {"root": hydrants + 2, "eve": 0, "sam": 0, "hugo": 0, "nora": 0}
    for who, count in seen.items():
        with viewing.through(scope_of(place.people[who])):
            assert Record.objects.count() == count, who


def test_whoever_asked_reads_which_record_it_was(place):
    client = Client()
    client.force_login(place.hugo)
    page = client.get(reverse("registers:field_request", args=[FieldRequest.objects.get().pk]))
    assert "南门消防栓" in page.text


class TestForgottenFilter:
    @pytest.fixture(autouse=True)
    def _every_filter_is_forgotten(self, monkeypatch):
        everything = ~Q(pk=None)
        monkeypatch.setattr(records, "_places_of", lambda *_: everything)
        monkeypatch.setattr(policies, "scope_of", lambda *_: everything)
        monkeypatch.setattr(policies, "may_see", lambda *_: True)

    @pytest.fixture
    def ben(self, place):
        client = Client()
        client.force_login(place.ben)
        return client

    def test_no_list_no_map_and_no_file_shows_another_towns_record(self, place, ben):
        kind = kit.kind("boards").code
        for name in ("records", "records_map", "export_register"):
            page = ben.get(reverse(f"registers:{name}", args=[kind]))
            assert page.status_code == 200 and NEIGHBOURS not in page.text, name
        sent = {"kind": "csv", "purpose": "核对"}
        file = ben.post(reverse("registers:export_register", args=[kind]), sent)
        text = b"".join(file.streaming_content if file.streaming else [file.content]).decode()
        assert "东镇公告栏" in text and NEIGHBOURS not in text

    def test_no_page_of_it_opens(self, place, ben):
        assert ben.get(reverse("registers:record", args=[place.near.pk])).status_code == 200
        for name in ("record", "history", "change_record", "retire_record"):
            assert ben.get(reverse(f"registers:{name}", args=[place.far.pk])).status_code == 404
