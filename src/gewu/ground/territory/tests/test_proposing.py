"""Fair parts proposed from addresses: the pages, and what a plan becomes."""

import json
from html import unescape

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from shapely import LineString, box
from tests import cast

from gewu.ground.territory import actions
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries.proposing import free_codes
from gewu.ground.territory.rules.places import read_places
from gewu.kernel.acting import SYSTEM

GRID = box(116.60, 35.40, 116.61, 35.41)


def table(rows=20, households=lambda number: 10 + number % 5, head="经度,纬度,户数"):
    """Buildings in rows and columns all over the first grid."""
    lines = [head]
    for number in range(rows * rows):
        lon = 116.6002 + 0.0096 * (number % rows) / (rows - 1)
        lat = 35.4002 + 0.0096 * (number // rows) / (rows - 1)
        lines.append(f"{lon:.6f},{lat:.6f},{households(number)}")
    return "\n".join(lines)


def places(**given):
    head, *lines = table(**given).split("\n")
    columns = head.split(",")
    rows = [dict(zip(columns, line.split(","), strict=True)) for line in lines]
    return read_places(columns, enumerate(rows, start=2))


def collection(*shapes):
    features = [
        {
            "type": "Feature",
            "properties": {"name": "河"},
            "geometry": shapely.geometry.mapping(each),
        }
        for each in shapes
    ]
    return {"type": "FeatureCollection", "features": features}


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
class TestPage:
    @pytest.fixture
    def root(self, town, client):
        client.force_login(town.root)
        return client

    def sent(self, client, area, content=None, target=800, **given):
        file = SimpleUploadedFile("addresses.csv", (content or table()).encode("gbk"))
        data = {"file": file, "target": target, "keeps_whole": "on", **given}
        return client.post(f"/territory/{area.pk}/propose/", data)

    def plan(self, client, area, **given):
        answer = self.sent(client, area, **given)
        assert answer.status_code == 302, answer.text
        return answer.url

    def test_the_plan_becomes_a_split_with_a_day(self, town, root):
        asked = root.get(f"/territory/{town.grid_1.pk}/propose/").text
        assert 'value="50"' not in asked and 'value="400"' in asked
        shown = root.get(self.plan(root, town.grid_1)).text
        assert "6 parts, codes and names to begin with" in shown and "% from the mean" in shown
        outlines = unescape(shown.split('name="outlines" value="')[1].split('"')[0])
        given = {"outlines": outlines, "system": "wgs84", "words": "", "day": "2099-01-01"}
        looked = root.post(f"/territory/{town.grid_1.pk}/split/", given, follow=True)
        assert looked.status_code == 200 and "New outlines" in looked.text
        planned = root.post(looked.redirect_chain[-1][0], follow=True)
        assert "Planned for 2099-01-01" in planned.text
        assert Area.objects.get(pk=town.grid_1.pk).closed_on is None

    def test_roads_paths_and_a_map_site_shape_the_plan(self, town, root):
        river = json.dumps(collection(LineString([(116.605, 35.39), (116.605, 35.42)])))
        files = {
            name: SimpleUploadedFile("lines.geojson", river.encode())
            for name in ("barriers", "paths")
        }
        shown = root.get(self.plan(root, town.grid_1, target=1_600, **files)).text
        assert "Parts across a road or river" in shown and "along the paths" in shown
        shifted = root.get(self.plan(root, town.grid_1, system="gcj02")).text
        assert "Addresses outside the area" in shifted
        bad = self.sent(root, town.grid_1, barriers=SimpleUploadedFile("a.txt", b"nothing"))
        assert bad.status_code == 422 and bad.context["form"].errors["barriers"]

    def test_a_micro_grid_stays_whole_unless_it_may_be_cut(self, town, root):
        actions.add_area(
            code=f"{cast.GRID_1}01",
            name_zh="一号微网格",
            parent=town.grid_1,
            boundary=box(116.6, 35.4, 116.61, 35.4081),
            by=SYSTEM,
        )
        assert "stays whole" in root.get(self.plan(root, town.grid_1)).text
        cut = root.get(self.plan(root, town.grid_1, keeps_whole="")).text
        assert "stays whole" not in cut

    def test_two_plans_stand_side_by_side_and_one_is_chosen(self, town, root):
        url = self.plan(root, town.grid_1)
        assert root.post(f"{url}again/", {"target": 2}).status_code == 422
        assert root.post(f"{url}again/", {"target": 5_000}).status_code == 422
        both = root.post(f"{url}again/", {"target": 1_200}, follow=True).text
        assert "Two plans side by side" in both and "Plan B: 4 parts" in both
        assert "Households with another worker" in both and "Polsby" in both
        chosen = root.post(f"{url}choose/", {"plan": "b"}, follow=True).text
        assert "4 parts, codes and names" in chosen and "side by side" not in chosen

    def test_another_plan_may_leave_aside_what_the_first_heeded(self, town, root):
        river = json.dumps(collection(LineString([(116.605, 35.39), (116.605, 35.42)])))
        barriers = SimpleUploadedFile("lines.geojson", river.encode())
        actions.add_area(
            code=f"{cast.GRID_1}01",
            name_zh="一号微网格",
            parent=town.grid_1,
            boundary=box(116.6, 35.4, 116.6015, 35.4015),
            by=SYSTEM,
        )
        url = self.plan(root, town.grid_1, target=1_600, barriers=barriers)
        piece = root.get(url).context["pieces"][0]["piece"]
        root.post(f"{url}hold/", {"piece": piece})
        given = {"target": 1_200, "keeps_whole": "on", "heeds_lines": "", "heeds_held": "on"}
        both = root.post(f"{url}again/", given, follow=True).context["plans"]
        assert [len(plan["rows"]) for plan in both] == [3, 4]
        assert both[0]["wish"].heeds_lines and not both[1]["wish"].heeds_lines

    def test_a_piece_is_moved_by_hand_and_back(self, town, root):
        url = self.plan(root, town.grid_1, target=1_200)
        before = root.get(url).context
        each = before["pieces"][0]
        moved = root.post(
            f"{url}move/",
            {"piece": each["piece"], "to": each["to"]},
            headers={"HX-Request": "true"},
        )
        assert moved.status_code == 200 and "<html" not in moved.text
        part = moved.context["first"]["rows"][each["to"]]["part"]
        old = before["first"]["rows"][each["to"]]["part"]
        assert part.households == old.households + each["households"]
        assert 'id="board"' in root.get(url).text and moved.context["moves"] == 1
        twice = root.post(f"{url}move/", {"piece": each["piece"], "to": each["to"]})
        assert twice.status_code == 422 and "belongs to this part already" in twice.text
        assert root.post(f"{url}move/", {"piece": each["piece"]}).status_code == 422
        back = root.post(f"{url}undo/", follow=True)
        assert back.context["first"]["rows"][each["to"]]["part"] == old
        assert root.post(f"{url}undo/").status_code == 422

    def test_what_is_held_is_said_and_let_go(self, town, root):
        url = self.plan(root, town.grid_1, target=1_200)
        piece = root.get(url).context["pieces"][0]["piece"]
        held = root.post(f"{url}hold/", {"piece": piece}, follow=True)
        assert "Held when another plan is drawn" in held.text
        assert "Held when" not in root.post(f"{url}hold/", {"piece": piece}, follow=True).text
        assert root.post(f"{url}hold/", {}).status_code == 422

    def test_micro_grids_come_to_stand_below_a_grid(self, town, root):
        url = self.plan(root, town.grid_1, target=800, purpose="below")
        assert "come to stand below" in root.get(url).text
        done = root.post(f"{url}add/", follow=True)
        assert "6 areas were added" in done.text
        below = Area.objects.filter(parent=town.grid_1).order_by("code")
        assert [each.code for each in below] == [f"{cast.GRID_1}0{n}" for n in range(1, 7)]
        again = root.post(f"{url}add/")
        assert again.status_code == 422 and below.count() == 6
        full = self.sent(root, town.grid_1, purpose="below")
        assert full.status_code == 422 and "areas below it already" in full.text

    def test_grids_come_to_stand_below_a_community_that_has_none(self, town, root):
        bare = actions.add_area(
            code=f"{cast.COMMUNITY[:9]}099",
            name_zh="新社区",
            parent=town.town,
            boundary=box(116.60, 35.40, 116.61, 35.41),
            by=SYSTEM,
        )
        page = root.get(f"/territory/{bare.pk}/").text
        assert f"/territory/{bare.pk}/propose/" in page
        root.post(f"{self.plan(root, bare)}add/")
        assert Area.objects.filter(parent=bare).count() == 6
        assert f"/territory/{bare.pk}/propose/" not in root.get(f"/territory/{bare.pk}/").text

    def test_a_plan_of_another_or_of_yesterday_is_gone(self, town, root, client):
        url = self.plan(root, town.grid_1)
        for verb in ("", "again/", "move/", "add/"):
            gone = url.replace(url.split("/")[-2], "0" * 32) + verb
            answer = root.post(gone, {"piece": 0, "to": 0}, follow=True)
            assert "for an hour only" in answer.text
        client.force_login(town.ada)
        assert client.get(url).status_code == 403
        client.force_login(cast.person("noone", "诺恩"))
        for verb in ("again/", "choose/", "move/", "hold/", "undo/", "add/"):
            assert client.post(f"{url}{verb}", {"piece": 0, "to": 0}).status_code == 404

    def test_what_is_wrong_stands_at_its_field(self, town, root, monkeypatch):
        short = self.sent(root, town.grid_1, "lon,lat\n116.605,35.405\n")
        assert short.status_code == 422 and "Only 1 of 1 addresses lie" in short.text
        assert self.sent(root, town.grid_1, target=2).status_code == 422
        large = self.sent(root, town.grid_1, target=5_000)
        assert large.status_code == 422 and "nothing to divide" in large.text
        monkeypatch.setattr("gewu.ui.asking.LARGEST_MB", 0)
        assert "more than 0 MB" in self.sent(root, town.grid_1).text

    def test_an_area_that_is_not_drawn_cannot_be_divided(self, town, root):
        bare = actions.add_area(
            code=f"{cast.COMMUNITY}099", name_zh="新网格", parent=town.community, by=SYSTEM
        )
        assert "not drawn yet" in root.get(f"/territory/{bare.pk}/propose/").text
        assert "not drawn yet" in self.sent(root, bare).text

    def test_who_may_not_change_it_gets_no_plan(self, town, client):
        client.force_login(town.ada)
        assert client.get(f"/territory/{town.grid_1.pk}/propose/").status_code == 403
        client.force_login(cast.person("noone", "诺恩"))
        assert client.get(f"/territory/{town.grid_1.pk}/propose/").status_code == 404
        assert self.sent(client, town.grid_1).status_code == 404


@pytest.mark.django_db
def test_codes_that_were_ever_borne_are_not_proposed(town):
    Area.objects.filter(pk=town.grid_2.pk).update(closed_on="2026-06-01")
    codes = free_codes(town.grid_1, 3)
    assert cast.GRID_1 not in codes and cast.GRID_2 not in codes
    assert all(code.startswith(cast.COMMUNITY) and len(code) == 15 for code in codes)
    Area.objects.filter(pk=town.grid_1.pk).update(code_scheme="own")
    assert free_codes(Area.objects.get(pk=town.grid_1.pk), 1) == [f"{cast.GRID_1}-1"]
