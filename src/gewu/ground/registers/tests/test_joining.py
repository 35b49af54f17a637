"""Records that look alike: merged or kept apart for good; and records on the map."""

from datetime import date

import pytest
import time_machine
from tests import cast

from gewu.ground.registers import actions
from gewu.ground.registers.actions import joining
from gewu.ground.registers.models import KeptApart, Record, RecordChange, RegisterKind
from gewu.ground.registers.queries.duplicates import alike
from gewu.ground.registers.tests import kit
from gewu.kernel.acting import SYSTEM, Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT = "/registers/kinds/hydrants/alike/"


@pytest.fixture
def place(town):
    return kit.filled(town)


def two(place, metres=30.0):
    one = kit.record(place.grid_1, lon=116.605, lat=35.405, values={"diameter": 100})
    north = 35.405 + metres / 111_320
    other = kit.record(
        place.grid_1, lon=116.605, lat=north, values={"diameter": 150, "keeper": "甲"}, code="XF-1"
    )
    return one, other


class TestFinding:
    def test_the_same_name_close_by(self, place):
        one, other = two(place)
        assert alike(place.ada, kit.kind()) == [(one, other)]
        assert alike(place.dan, kit.kind()) == []

    def test_not_what_is_far_or_elsewhere_or_of_another_kind(self, place):
        two(place, metres=60)
        kit.record(place.grid_1, "boards", lon=116.605, lat=35.405)
        assert alike(place.root, kit.kind()) == []

    def test_without_a_point_the_area_counts(self, place):
        one, other = kit.record(place.grid_1), kit.record(place.grid_1)
        kit.record(place.grid_2)
        assert alike(place.root, kit.kind()) == [(one, other)]

    def test_the_keeping_unit_sees_all_pairs_and_others_none(self, place):
        pair = two(place)
        assert alike(place.hana, kit.kind()) == []
        RegisterKind.objects.update(keeper_id=place.sanitation.pk)
        assert alike(place.hana, kit.kind()) == [pair]


class TestSettling:
    def test_merged_the_kept_one_is_filled_and_the_other_retired(self, place):
        one, other = two(place)
        for _twice in range(2):
            kept = joining.merge(keep=one, drop=other, by=place.ada)
        assert kept.values == {"diameter": 100, "keeper": "甲"} and kept.code == "XF-1"
        gone = Record.objects.get(pk=other.pk)
        assert gone.is_retired
        last = RecordChange.objects.get(record=gone, number=2)
        assert last.what == "merge" and "南门消防栓" in last.reason
        assert alike(place.ada, kit.kind()) == []

    def test_a_point_is_taken_over_too(self, place):
        bare, other = kit.record(place.grid_1), two(place)[1]
        assert joining.merge(keep=bare, drop=other, by=place.ada).lon == 116.605

    def test_kept_apart_nobody_is_asked_again(self, place):
        one, other = two(place)
        for pair in ((one, other), (other, one)):
            joining.keep_apart(one=pair[0], other=pair[1], by=place.ada)
        assert KeptApart.objects.get().by == place.ada
        assert alike(place.ada, kit.kind()) == []
        third, fourth = kit.record(place.grid_3), kit.record(place.grid_3)
        assert joining.keep_apart(one=third, other=fourth, by=SYSTEM).by is None

    def test_only_two_of_one_register_in_ones_reach(self, place):
        one, other = two(place)
        board, west = kit.record(place.grid_1, "boards"), kit.record(place.grid_3)
        for pair, words in (
            ((one, one), "no two"),
            ((one, board), "no two"),
            ((one, west), "not yours"),
        ):
            with pytest.raises(Refusal, match=words):
                joining.merge(keep=pair[0], drop=pair[1], by=place.ada)


class TestPages:
    def test_a_pair_is_settled_with_one_click(self, place, client):
        one, other = two(place)
        client.force_login(place.ada)
        assert client.get(AT).text.count("keep this one") == 2
        answer = client.post(f"{AT}{other.pk}/{one.pk}/", {"as": "one"}, follow=True)
        assert "Merged" in answer.text and "Nothing looks alike" in answer.text
        assert Record.objects.get(pk=one.pk).is_retired
        third = kit.record(place.grid_1, lon=116.605, lat=35.405)
        assert "stay two" in client.post(f"{AT}{other.pk}/{third.pk}/", follow=True).text
        assert KeptApart.objects.count() == 1
        same = client.post(f"{AT}{other.pk}/{other.pk}/", {"as": "one"}, follow=True)
        assert "no two records" in same.text

    def test_it_is_for_those_who_write_things_down(self, place, client):
        one, other = two(place)
        client.force_login(place.dan)
        assert "Nothing looks alike" in client.get(AT).text
        assert client.post(f"{AT}{one.pk}/{other.pk}/").status_code == 404
        lena = cast.person("lena", "莱娜", place.town_office, "leader")
        client.force_login(lena)
        assert client.get(AT).status_code == 403
        assert client.post(f"{AT}{one.pk}/{other.pk}/").status_code == 404

    def test_records_with_a_point_stand_on_the_map_as_filtered(self, place, client, monkeypatch):
        with time_machine.travel(date(2026, 1, 5)):
            two(place)
        kit.record(place.grid_3, name="西镇消防栓", lon=116.625, lat=35.405)
        gone = kit.record(place.grid_1, name="拆掉的", lon=116.605, lat=35.405)
        actions.retire(record=gone, reason="拆除", by=SYSTEM)
        client.force_login(place.ada)
        at = "/registers/kinds/hydrants/map/"
        page = client.get(f"{at}?state=all&due=").text
        assert "3 records with a point" in page and "西镇消防栓" not in page
        assert '"state": "near"' in page and '"state": "paused"' in page
        assert "One record" in client.get(f"{at}?q=XF-1").text
        assert client.get(f"{at}?area=nowhere").status_code == 200
        monkeypatch.setattr("gewu.ground.registers.views.joining.MOST_POINTS", 1)
        assert "There are more" in client.get(at).text
