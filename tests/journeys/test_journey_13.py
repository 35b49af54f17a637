"""Journey 13: a county from nothing, by its pages: form, one book, one file of boundaries, posters.

What a phone reads on the printed sheet leads to a report that the worker of that grid finds. A
broken-off book leaves nothing, a repeated one changes nothing, others are denied.
"""

import json
from io import BytesIO

import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from shapely import box
from shapely.geometry import mapping

from gewu.doors.setup import actions
from gewu.doors.setup.tests import files
from gewu.doors.setup.tests.files import COMMUNITY, COUNTY, GRID_1, GRID_2, TOWN
from gewu.ground.accounts.actions import add_user
from gewu.ground.accounts.models import User
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code, locate
from gewu.ground.territory.queries.posters import TEMPLATE, poster_data
from gewu.kernel.acting import SYSTEM
from gewu.kernel.typesetting import pictured
from gewu.work.tickets.models import Ticket
from tests.cast import PASSWORD, person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SITE = "http://testserver"
OUTLINES = {
    COUNTY: box(116.5, 35.3, 116.7, 35.5),
    TOWN: box(116.55, 35.35, 116.65, 35.45),
    COMMUNITY: box(116.6, 35.4, 116.62, 35.41),
    GRID_1: box(116.6, 35.4, 116.61, 35.41),
    GRID_2: box(116.61, 35.4, 116.62, 35.41),
}
IN_GRID_1 = (116.605, 35.405)


@pytest.fixture
def chief(client: Client) -> Client:
    """The first administrator of an empty house, signed in."""
    chief = add_user(
        username="chief", password=PASSWORD, name_zh="管理员", is_superuser=True, by=SYSTEM
    )
    client.force_login(chief)
    return client


def open_the_county(chief: Client) -> None:
    said = {
        "name_zh": "北区", "code": COUNTY, "code_scheme": "national", "zone": "Asia/Shanghai",
        "phone": "0537-12345",
    }  # fmt: skip
    assert chief.post(reverse("setup:county"), said).status_code == 302


def send_the_book(chief: Client):
    file = SimpleUploadedFile("book.xlsx", files.xlsx(files.sheets()))
    return chief.post(reverse("setup:sheet", args=["county"]), {"file": file})


def send_the_boundaries(chief: Client) -> None:
    features = []
    for code, outline in OUTLINES.items():
        area = area_by_code(code)
        above = area.parent.code if area.parent else ""
        told = {"code": code, "name_zh": area.name_zh, "parent_code": above}
        told["name_en"] = area.name_en
        features.append({"type": "Feature", "properties": told, "geometry": mapping(outline)})
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    file = SimpleUploadedFile("areas.geojson", content)
    columns = chief.post(reverse("territory:import"), {"file": file}).url
    said = {
        "name_zh": "name_zh", "code": "code", "parent_code": "parent_code", "name_en": "name_en",
        "system": "wgs84", "import": "1",
    }  # fmt: skip
    assert chief.post(columns, said).status_code == 302


def scanned(code: str) -> str:
    """What a phone reads on the printed sheet of a grid."""
    data = poster_data([area_by_code(code)], "sheet", english=True, site=SITE)
    with Image.open(BytesIO(pictured(TEMPLATE, data)[0])) as sheet:
        (found,) = zxingcpp.read_barcodes(sheet.convert("L"))
    return str(found.text)


def test_from_nothing_to_the_first_report(chief: Client) -> None:
    open_the_county(chief)
    passwords = send_the_book(chief)
    assert passwords.status_code == 200 and "0017" in passwords.text
    send_the_boundaries(chief)
    assert locate(*IN_GRID_1).code == GRID_1
    assert "没有边界的网格" not in chief.get(reverse("setup:check")).text
    assert chief.get(f"{reverse('territory:posters_file')}?layout=four").status_code == 200

    resident = Client()
    address = scanned(GRID_1)
    page = resident.get(address.removeprefix(SITE)).text
    assert "王秀兰" in page and "13700000017" in page
    said = {
        "area": GRID_1,
        "item": "0301",
        "words": "路灯不亮",
        "address": "和平路 12 号",
        "here": "on",
    }
    assert resident.post(f"{reverse('portal:report')}?area={GRID_1}", said).status_code == 302
    ticket = Ticket.objects.get()
    assert ticket.area.code == GRID_1

    worker = Client()
    worker.force_login(User.objects.get(username="0017"))
    assert worker.get(reverse("desk:my_day")).url == reverse("account_change_password")
    User.objects.filter(username="0017").update(must_change_password=False)
    assert worker.get(reverse("tickets:ticket", args=[ticket.pk])).status_code == 200


def test_repeated_nothing_changes(chief: Client) -> None:
    open_the_county(chief)
    send_the_book(chief)
    before = Area.objects.count(), User.objects.count()
    assert send_the_book(chief).url == reverse("setup:steps")
    send_the_boundaries(chief)
    send_the_boundaries(chief)
    assert (Area.objects.count(), User.objects.count()) == before


def test_broken_off_nothing_is_half_written(chief: Client, monkeypatch) -> None:
    open_the_county(chief)

    def stopped(**given: object) -> None:
        raise SystemExit

    with monkeypatch.context() as stop, pytest.raises(SystemExit):
        stop.setattr(actions, "map_lead_kind", stopped)
        send_the_book(chief)
    assert (Area.objects.count(), User.objects.count()) == (1, 1)
    send_the_book(chief)
    assert (Area.objects.count(), User.objects.count()) == (5, 4)


def test_others_set_nothing_up(chief: Client) -> None:
    open_the_county(chief)
    send_the_book(chief)
    for user in (person("stranger", "陌生人"), User.objects.get(username="0018")):
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        other = Client()
        other.force_login(user)
        for name in ("setup:steps", "setup:check", "setup:county"):
            assert other.get(reverse(name)).status_code == 403
        assert send_the_book(other).status_code == 403
