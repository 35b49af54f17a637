"""The door as programs and people meet it."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from shapely import box, to_wkb
from tests import cast

from gewu.ground.accounts.actions import issue_key
from gewu.ground.territory.actions import add_area, change_area
from gewu.ground.territory.models import Area, AreaVersion
from gewu.kernel.acting import SYSTEM
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

ITEMS = "/ogc/collections/grids/items"
TICKETS = "/ogc/collections/tickets/items"
AROUND_GRID_1 = "116.602,35.402,116.604,35.404"


@pytest.fixture
def place():
    return make.equipped_town()


def get(client, path, **query):
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def names(found):
    return {feature["properties"]["name"] for feature in found["features"]}


def rels(found):
    return {each["rel"]: each for each in found["links"]}


class TestAbout:
    def test_it_leads_everywhere(self, town, client):
        found = get(client, "/ogc/")
        links = rels(found)
        assert {"self", "alternate", "service-desc", "conformance", "data"} <= set(links)
        for each in found["links"]:
            answer = client.get(each["href"])
            assert answer.status_code == 200
            assert answer["Content-Type"].partition(";")[0] == each["type"].partition(";")[0]

    def test_the_address_without_a_slash_leads_there(self, town, client):
        assert client.get("/ogc")["Location"] == "/ogc/"

    def test_it_says_what_it_conforms_to(self, client, db):
        classes = get(client, "/ogc/conformance")["conformsTo"]
        for name in ("core", "oas30", "html", "geojson"):
            assert f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" in classes

    def test_the_description_names_every_address(self, town, client):
        answer = client.get("/ogc/api")
        assert answer["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
        paths = answer.json()["paths"]
        assert "/collections/grids/items" in paths and "/collections/tickets/items" not in paths
        assert answer.json()["components"]["parameters"]["limit"]["schema"]["maximum"] == 1000
        assert answer.json()["servers"] == [{"url": "http://testserver/ogc"}]

    def test_every_collection_says_what_it_holds(self, town, client):
        found = get(client, "/ogc/collections")["collections"]
        assert [each["id"] for each in found] == [
            *("county", "towns", "communities", "grids", "micro_grids")
        ]
        grids = next(each for each in found if each["id"] == "grids")
        assert grids["extent"]["spatial"]["bbox"] == [[116.60, 35.40, 116.63, 35.41]]
        assert grids["extent"]["temporal"]["interval"] == [["2026-01-01T00:00:00Z", None]]
        one = get(client, "/ogc/collections/grids")
        assert rels(one)["items"]["href"] and one["id"] == "grids"
        schema = client.get("/ogc/collections/grids/schema")
        assert schema["Content-Type"] == "application/schema+json"
        assert schema.json()["properties"]["geometry"]["format"] == "geometry-multipolygon"

    def test_before_anything_is_set_up_it_is_empty(self, client, db):
        assert "extent" not in get(client, "/ogc/collections/grids")
        assert get(client, ITEMS)["features"] == []

    def test_nobody_writes(self, client, db):
        assert client.post(ITEMS).status_code == 405


class TestItems:
    def test_an_item_is_an_area_of_today(self, town, client):
        answer = client.get(ITEMS)
        assert answer["Content-Type"] == "application/geo+json"
        assert answer["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
        found = answer.json()
        assert names(found) == {"Grid 1", "Grid 2", "Grid 3"}
        assert found["numberReturned"] == 3 and found["timeStamp"].endswith("Z")
        assert "next" not in rels(found)
        first = next(each for each in found["features"] if each["properties"]["name"] == "Grid 1")
        assert first["properties"] == {
            "code": cast.GRID_1, "name": "Grid 1", "name_zh": "第一网格", "name_en": "Grid 1",
            "level": "grid", "kind": "general", "parent_code": cast.COMMUNITY,
            "county_code": cast.COUNTY, "valid_from": "2026-01-01", "valid_to": None,
        }  # fmt: skip
        alone = get(client, f"{ITEMS}/{town.grid_1.pk}")
        assert {name: alone[name] for name in first} == first
        assert rels(alone)["collection"]["href"] == "http://testserver/ogc/collections/grids"

    def test_a_box_a_time_a_limit_and_a_form_narrow_it(self, town, client):
        answer = client.get(
            ITEMS, {"bbox": AROUND_GRID_1, "datetime": "2026-06-01", "limit": "1", "f": "json"}
        )
        assert names(answer.json()) == {"Grid 1"}
        assert "next" not in rels(answer.json())
        assert names(get(client, ITEMS, bbox="116.602,35.402,0,116.612,35.404,9")) == {
            *("Grid 1", "Grid 2")
        }
        assert get(client, ITEMS, bbox="10,10,11,11")["features"] == []
        assert len(get(client, ITEMS, bbox="100,-10,-170,60")["features"]) == 3

    def test_what_lies_in_the_box_of_an_area_may_miss_it(self, town, client):
        bent = box(116.70, 35.40, 116.71, 35.50).union(box(116.70, 35.40, 116.80, 35.41))
        change_area(area=town.grid_3, boundary=bent, by=SYSTEM)
        assert get(client, ITEMS, bbox="116.75,35.45,116.79,35.49")["features"] == []
        assert names(get(client, ITEMS, bbox="116.75,35.40,116.79,35.49")) == {"Grid 3"}

    def test_pages_hold_everything_once(self, town, client):
        seen, address = [], f"{ITEMS}?limit=2"
        while address:
            found = client.get(address).json()
            seen += [each["id"] for each in found["features"]]
            address = rels(found).get("next", {}).get("href")
        assert len(seen) == len(set(seen)) == 3

    def test_pages_go_on_where_a_box_leaves_rows_out(self, town, client):
        bent = box(116.60, 35.40, 116.601, 35.41).union(box(116.60, 35.409, 116.63, 35.41))
        for grid in (town.grid_1, town.grid_2):
            change_area(area=grid, boundary=bent, by=SYSTEM)
        found = get(client, ITEMS, bbox="116.621,35.402,116.622,35.403", limit="1")
        assert names(found) == {"Grid 3"} and "next" not in rels(found)

    def test_a_time_finds_the_versions_of_then(self, town, client):
        change_area(area=town.grid_1, name_en="Renamed", day=date(2026, 3, 1), by=SYSTEM)
        assert "Renamed" in names(get(client, ITEMS))
        assert "Grid 1" in names(get(client, ITEMS, datetime="2026-02-28"))
        assert "Renamed" in names(get(client, ITEMS, datetime="2026-02-01/2026-04-01"))
        assert "Grid 1" in names(get(client, ITEMS, datetime="../2026-02-01T00:00:00Z"))
        assert names(get(client, ITEMS, datetime="2025-12-31")) == set()
        then = get(client, f"{ITEMS}/{town.grid_1.pk}", datetime="2026-02-28")
        assert then["properties"]["valid_to"] == "2026-02-28"
        gone = client.get(f"{ITEMS}/{town.grid_1.pk}?datetime=2025-01-01")
        assert gone.status_code == 404

    def test_a_closed_area_is_found_in_its_time_only(self, town, client):
        Area.objects.filter(pk=town.grid_2.pk).update(closed_on=date(2026, 2, 1))
        assert "Grid 2" not in names(get(client, ITEMS))
        assert "Grid 2" in names(get(client, ITEMS, datetime="2026-01-15"))

    def test_an_area_that_nobody_drew_has_no_geometry_and_lies_in_no_box(self, town, client):
        add_area(code=cast.COMMUNITY + "009", name_zh="新", parent=town.community, by=SYSTEM)
        new = next(
            each for each in get(client, ITEMS)["features"] if each["properties"]["name"] == "新"
        )
        assert new["geometry"] is None
        assert "新" not in names(get(client, ITEMS, bbox="-180,-90,180,90"))
        page = client.get(f"{ITEMS}/{new['id']}?f=html")
        assert "Nothing is drawn here" in page.text

    def test_a_second_county_is_told_apart(self, town, client):
        other = second_county()
        found = get(client, "/ogc/collections/county/items")
        assert {each["properties"]["county_code"] for each in found["features"]} == {
            *(cast.COUNTY, "370898")
        }
        inside = get(client, "/ogc/collections/county/items", bbox="118.1,36.1,118.2,36.2")
        assert [each["id"] for each in inside["features"]] == [str(other.pk)]

    @pytest.mark.parametrize(
        ("query", "name"),
        [("colour=red", "colour"), ("bbox=1,2", "bbox"), ("datetime=soon", "datetime"),
         ("limit=0", "limit"), ("after=2", "after"), ("f=xml", "f")],
    )  # fmt: skip
    def test_what_cannot_be_used_is_said(self, town, client, query, name):
        answer = client.get(f"{ITEMS}?{query}")
        assert answer.status_code == 400
        told = answer.json()
        assert (told["code"], told["parameter"]) == ("InvalidParameterValue", name)
        assert told["description"]

    def test_the_description_comes_as_json_only(self, client, db):
        assert client.get("/ogc/api?f=html").status_code == 400
        assert client.get("/ogc/api?limit=1").status_code == 400

    @pytest.mark.parametrize(
        "path",
        ["/ogc/collections/streets", "/ogc/collections/streets/items", f"{ITEMS}/1",
         f"{ITEMS}/0190f3a4-0000-7000-8000-000000000000"],
    )  # fmt: skip
    def test_what_is_not_there_is_404_in_the_form_that_was_asked_for(self, town, client, path):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "NotFound")
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 404 and "<html" in page.text


class TestPages:
    @pytest.mark.parametrize(
        ("path", "words"),
        [("/ogc/", "Maps for other programs"), ("/ogc/conformance", "conf/core"),
         ("/ogc/collections", "Communities"), ("/ogc/collections/grids", "116.6, 35.4"),
         (ITEMS, "Grid 2")],
    )  # fmt: skip
    def test_a_browser_gets_pages_in_both_languages(self, town, client, path, words):
        page = client.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
        assert page["Content-Type"].startswith("text/html") and words in page.text
        client.cookies["gewu_language"] = "zh-hans"
        assert "Maps for" not in client.get(path, {"f": "html"}).text

    def test_one_item_stands_on_a_map(self, town, client):
        page = client.get(f"{ITEMS}/{town.grid_1.pk}?f=html").text
        assert "<gewu-map" in page and cast.GRID_1 in page

    def test_a_page_leads_to_the_next_and_to_geojson(self, town, client):
        page = client.get(ITEMS, {"f": "html", "limit": "2"})
        assert "Next page" in page.text and "f=html" in page.context["further"]
        assert client.get(page.context["machines"])["Content-Type"] == "application/geo+json"

    def test_an_empty_page_says_so(self, town, client):
        assert "Nothing lies here" in client.get(ITEMS, {"f": "html", "bbox": "1,1,2,2"}).text


def second_county():
    """Rows of another county, as a city's database holds them."""
    other = Area(code="370898", name_zh="邻县", level=1, node=999, path="999.")
    other.county_id = other.pk
    outline = box(118, 36, 118.5, 36.5)
    other.current = AreaVersion(
        area=other, valid=DateRange(cast.DAY_ONE, None), code=other.code, name_zh=other.name_zh,
        boundary=to_wkb(outline), lon=118.2, lat=36.2, west=118, south=36, east=118.5, north=36.5,
    )  # fmt: skip
    other.save()
    other.current.save()
    return other


class TestTickets:
    def test_a_stranger_finds_no_such_collection(self, place, client):
        make.report()
        gus = cast.person("gus", "古斯")
        for user in (None, gus):
            if user:
                client.force_login(user)
            listed = get(client, "/ogc/collections")["collections"]
            assert "tickets" not in [each["id"] for each in listed]
            for tail in ("", "/schema", "/items", f"/items/{Ticket.objects.get().pk}"):
                assert client.get(f"/ogc/collections/tickets{tail}").status_code == 404

    def test_a_viewer_finds_their_own(self, place, client):
        ticket = make.report(name="柯丽欧", phone="13800000001")
        client.force_login(place.ada)
        assert "extent" in get(client, "/ogc/collections/tickets")
        found = get(client, TICKETS)
        assert found["features"] == [
            {
                "type": "Feature",
                "id": str(ticket.pk),
                "properties": {
                    "number": ticket.number, "state": ticket.state,
                    "state_name": ticket.get_state_display(), "item": "0101",
                    "item_name": ticket.item.plain_name, "area_code": cast.GRID_1,
                    "submitted_at": ticket.submitted_at.isoformat(),
                    "due_at": ticket.due_at.isoformat(),
                },
                "geometry": {"type": "Point", "coordinates": list(cast.IN_GRID_1)},
            }
        ]  # fmt: skip
        assert "柯丽欧" not in client.get(TICKETS).text
        assert client.get(TICKETS)["Cache-Control"] == "private, no-store"
        alone = client.get(f"{TICKETS}/{ticket.pk}", {"f": "html"}).text
        assert str(timezone.localtime(ticket.due_at))[:16] in alone
        assert get(client, f"{TICKETS}/{ticket.pk}")["id"] == str(ticket.pk)
        page = client.get(TICKETS, {"f": "html"}).text
        assert ticket.number in page and "<gewu-map" in page
        client.force_login(place.dan)
        assert get(client, TICKETS)["features"] == []
        assert client.get(f"{TICKETS}/{ticket.pk}").status_code == 404

    def test_a_key_opens_what_its_user_may_see(self, place, client):
        make.report()
        secret = issue_key(user=place.ada, label="map", by=SYSTEM).secret
        answer = client.get(TICKETS, headers={"Authorization": f"Bearer {secret}"})
        assert answer.json()["numberReturned"] == 1
        wrong = client.get(ITEMS, headers={"Authorization": "Bearer nothing"})
        assert (wrong.status_code, wrong["WWW-Authenticate"]) == (401, "Bearer")
        assert wrong.json()["code"] == "Unauthorized"

    def test_box_and_time_narrow_them(self, place, client):
        make.report()
        unplaced = make.report(lon=None, lat=None, item=None)
        client.force_login(place.eve)
        assert len(get(client, TICKETS)["features"]) == 2
        assert get(client, f"{TICKETS}/{unplaced.pk}")["geometry"] is None
        assert get(client, f"{TICKETS}/{unplaced.pk}")["properties"]["item"] is None
        assert len(get(client, TICKETS, bbox=AROUND_GRID_1)["features"]) == 0
        assert len(get(client, TICKETS, bbox="116.6,35.4,116.61,35.41")["features"]) == 1
        today = timezone.localdate().isoformat()
        assert len(get(client, TICKETS, datetime=today)["features"]) == 2
        assert len(get(client, TICKETS, datetime="../2025-01-01")["features"]) == 0
        assert len(get(client, TICKETS, datetime="2099-01-01/..")["features"]) == 0

    def test_the_point_of_a_confidential_ticket_is_the_desks_alone(self, place, client):
        ticket = make.report(is_confidential=True)
        cara = cast.person("cara", "卡拉", place.desk, "dispatcher")
        for user, knows in ((place.ada, False), (cara, True)):
            client.force_login(user)
            assert (get(client, f"{TICKETS}/{ticket.pk}")["geometry"] is not None) == knows
            around = get(client, TICKETS, bbox="116.6,35.4,116.61,35.41")
            assert bool(around["features"]) == knows
