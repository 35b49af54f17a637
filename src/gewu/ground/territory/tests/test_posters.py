"""Posters: who gets which, what stands on them, and that a phone can read every code."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from tests import cast

from gewu.ground.territory.actions import add_area
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import areas_under
from gewu.ground.territory.queries.posters import TEMPLATE, poster_data
from gewu.ground.territory.rules.posters import LAYOUTS
from gewu.kernel.acting import SYSTEM
from gewu.kernel.typesetting import pictured, typeset

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

SITE = "https://gewu.example.gov.cn"


def read(pages):
    """What a phone reads on each sheet, from the top left on."""
    found = []
    for page in pages:
        with Image.open(BytesIO(page)) as picture:
            codes = zxingcpp.read_barcodes(picture.convert("L"))
        codes = sorted(
            codes, key=lambda each: (each.position.top_left.y // 40, each.position.top_left.x)
        )
        found.append([each.text for each in codes])
    return found


def sheets(grids, layout, english=True, dots=110):
    data = poster_data(grids, layout, english=english, site=SITE)
    return pictured(TEMPLATE, data, dots_per_inch=dots)


class TestWhatIsPrinted:
    @pytest.mark.slow
    @pytest.mark.parametrize("layout", LAYOUTS)
    @pytest.mark.parametrize("english", [True, False])
    def test_every_code_leads_to_its_grid(self, town, layout, english):
        for number in range(10, 20):
            code = f"{cast.COMMUNITY}{number:03}"
            add_area(code=code, name_zh=f"第{number}网格", parent=town.community, by=SYSTEM)
        grids = list(areas_under(town.county.path, 4))
        pages = read(sheets(grids, layout, english))
        per_page = LAYOUTS[layout].per_page
        assert [len(page) for page in pages[:-1]] == [per_page] * (len(pages) - 1)
        assert [text for page in pages for text in page] == [
            f"{SITE}/territory/grid/{grid.code}/" for grid in grids
        ]

    def test_names_and_phones_are_those_of_today(self, town):
        one, two = poster_data([town.grid_1, town.grid_2], "sheet", english=False, site=SITE)[
            "cards"
        ]
        assert (one["worker"], one["worker_phone"]) == (town.ada.name_zh, "13700000001")
        assert one["supervision"] == "0537-2212345"
        assert (two["worker"], two["worker_phone"]) == ("", "")
        assert one["chain"].endswith(town.community.name_zh)

    def test_a_name_is_set_as_it_is_and_never_as_source(self, town):
        bad = '#panic("x") $1$ <a> @b [c] \\ "d"'
        Area.objects.filter(pk=town.grid_1.pk).update(name_zh=bad)
        town.grid_1.refresh_from_db()
        for layout in LAYOUTS:
            assert read(sheets([town.grid_1], layout)) == [
                [f"{SITE}/territory/grid/{cast.GRID_1}/"]
            ]

    def test_a_long_name_does_not_push_the_code_away(self, town):
        long = "百合花园北区与人民东路沿街商铺及中心小学周边综合服务第十二网格"
        Area.objects.filter(pk=town.grid_1.pk).update(name_zh=long, name_en="Lily " * 20)
        town.grid_1.refresh_from_db()
        for layout in LAYOUTS:
            assert len(read(sheets([town.grid_1], layout))[0]) == 1

    def test_contacts_cost_the_same_for_one_and_for_many(
        self, town, django_assert_num_queries, django_assert_max_num_queries
    ):
        grids = list(areas_under(town.county.path, 4))
        with django_assert_num_queries(5):
            poster_data(grids[:1], "labels", english=False, site=SITE)
        with django_assert_num_queries(5):
            poster_data(grids, "labels", english=False, site=SITE)

    def test_it_is_a_pdf(self, town):
        data = poster_data([town.grid_1], "sheet", english=True, site=SITE)
        assert typeset(TEMPLATE, data).startswith(b"%PDF-")


class TestPages:
    def test_a_layout_makes_as_many_sheets_as_it_needs(self, town, client):
        client.force_login(town.root)
        page = client.get("/territory/posters/").text
        assert "3 grids" in page and 'value="labels"' in page
        one = client.get("/territory/posters.pdf?layout=sheet").content
        all_on_one = client.get("/territory/posters.pdf?layout=labels").content
        assert b"/Type/Pages/Count 3/" in one
        assert b"/Type/Pages/Count 1/" in all_on_one

    def test_the_english_line_is_optional(self, town, client):
        client.force_login(town.root)
        address = f"/territory/{town.community.pk}/posters.pdf?layout=sheet&grids={cast.GRID_1}"
        plain, english = client.get(address), client.get(f"{address}&english=on")
        assert plain.content != english.content

    def test_chosen_grids_of_one_community(self, town, client):
        client.force_login(town.root)
        page = client.get(f"/territory/{town.community.pk}/posters/").text
        assert cast.GRID_2 in page and cast.GRID_3 not in page
        answer = client.get(
            f"/territory/{town.community.pk}/posters.pdf?layout=four&grids={cast.GRID_2}"
        )
        assert answer["Content-Type"] == "application/pdf"
        assert f"posters-{cast.COMMUNITY}-four.pdf" in answer["Content-Disposition"]
        wrong = client.get(
            f"/territory/{town.community.pk}/posters.pdf?layout=four&grids={cast.GRID_3}"
        )
        assert wrong.status_code == 422

    def test_a_stranger_sees_nothing_of_another_town(self, town, client):
        client.force_login(town.dan)
        assert client.get(f"/territory/{town.community.pk}/posters/").status_code == 404
        assert (
            client.get(f"/territory/{town.community.pk}/posters.pdf?layout=four").status_code == 404
        )
        own = client.get("/territory/posters/").text
        assert cast.GRID_3 in own and cast.GRID_1 not in own

    def test_nobody_without_a_post_prints(self, town, client):
        client.force_login(cast.person("gus", "古斯"))
        assert client.get("/territory/posters/").status_code == 403
        assert client.get("/territory/posters.pdf?layout=four").status_code == 403
        client.logout()
        assert client.get("/territory/posters/").status_code == 302

    def test_a_county_without_grids_says_so(self, town, client):
        client.force_login(town.root)
        Area.objects.filter(level=4).update(closed_on="2026-02-01")
        assert "no grids here yet" in client.get("/territory/posters/").text
        assert client.get("/territory/posters.pdf?layout=four").status_code == 422

    def test_many_grids_are_chosen_by_area_and_too_many_are_refused(
        self, town, client, monkeypatch
    ):
        client.force_login(town.root)
        monkeypatch.setattr("gewu.ground.territory.forms.posters.MOST_LISTED", 2)
        assert 'name="grids"' not in client.get("/territory/posters/").text
        assert client.get("/territory/posters.pdf?layout=labels").status_code == 200
        monkeypatch.setattr("gewu.ground.territory.forms.posters.MOST_AT_ONCE", 2)
        assert client.get("/territory/posters.pdf?layout=labels").status_code == 422
