"""What strangers and insiders try with any web application, one test each.

Session fixation is in ground/accounts/tests/test_sessions.py; who gets in where in test_access.py.
"""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from gewu.ground.accounts.models import User
from gewu.ground.territory.models import Area, Building
from gewu.kernel.models import Attachment
from gewu.kernel.tables import spreadsheet
from gewu.kernel.tables.writing import FORMULA, NUMBER
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.tests import factories
from tests.cast import PASSWORD, Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)")
UPWARDS = ("../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "....//....//etc/passwd")
SECRETS = "root:x:0:0"
# Ten names, each ten times the one before: ten thousand million letters when somebody unfolds it.
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPE = f'<!DOCTYPE x [<!ENTITY l0 "haha"><!ENTITY file SYSTEM "file:///etc/passwd">{LAUGHS}]>'


@pytest.fixture
def place(db: None) -> Town:
    return factories.equipped_town()


def signed_in(user: User, **habits: bool) -> Client:
    client = Client(**habits)
    client.force_login(user)
    return client


def test_a_form_of_another_site_is_refused(place: Town) -> None:
    ticket = factories.team_ticket(place)
    ada = signed_in(place.ada, enforce_csrf_checks=True)
    assert ada.post(reverse("tickets:sign", args=[ticket.pk])).status_code == 403
    assert Client(enforce_csrf_checks=True).post("/report/", {"words": "x"}).status_code == 403
    ticket.refresh_from_db()
    assert ticket.state == "dispatched"


def test_no_page_stands_in_a_frame_of_another_site(place: Town) -> None:
    ada = signed_in(place.ada)
    for answer in (ada.get("/desk/"), Client().get("/"), Client().get("/accounts/login/")):
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert "unsafe-inline" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_to_another_site(place: Town, target: str) -> None:
    given = {"login": "ada", "password": PASSWORD, "next": target}
    ways = [
        Client().post(f"/accounts/login/?next={target}", given),
        Client().post(reverse("ui:set_theme"), {"theme": "dark", "next": target}),
        Client().post(reverse("ui:set_elder"), {"elder": "on", "next": target}),
        signed_in(place.ada).post("/accounts/reauthenticate/", {**given, "next": target}),
        signed_in(place.ada).post("/accounts/logout/", {"next": target}),
    ]
    for answer in ways:
        assert answer.status_code == 302
        assert not urlsplit(answer["Location"]).netloc and answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))


@pytest.mark.parametrize("path", UPWARDS)
def test_no_path_leads_out_of_a_folder(place: Town, path: str) -> None:
    root = signed_in(place.root)
    for url in (
        f"/report/photos/{path}/",
        f"/territory/import/{path}/",
        f"/setup/reasons/{path}.xlsx",
        f"/setup/sheets/{path}/template.xlsx",
        f"/look/map/{path}.pmtiles",
        f"/static/{path}",
    ):
        answer = root.get(url)
        assert answer.status_code in {301, 302, 400, 404}, url
        assert SECRETS not in answer.getvalue().decode(errors="replace")


def test_a_name_of_a_file_is_no_path(place: Town, settings: Any) -> None:
    photo = io.BytesIO()
    Image.new("RGB", (40, 30)).save(photo, "JPEG")
    upload = SimpleUploadedFile("../../../evil.jpg", photo.getvalue(), "image/jpeg")
    ticket = factories.in_progress(place)
    done = {"words": "好了", "photos": [upload]}
    signed_in(place.ada).post(reverse("tickets:handle", args=[ticket.pk]), done)
    assert Attachment.objects.exists()
    above = Path(settings.MEDIA_ROOT).parent
    assert not list(above.rglob("*evil*")) and not (above.parent / "evil.jpg").exists()


def test_no_cell_of_a_table_is_a_formula(place: Town) -> None:
    today = timezone.localdate()
    given = {"purpose": '=HYPERLINK("https://evil.example")', "since": today, "until": today}
    table = signed_in(place.eve).post("/accounts/audit/export/", given).text
    cells = [cell for row in csv.reader(io.StringIO(table.lstrip("\ufeff"))) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [c for c in cells if c.startswith(FORMULA) and not NUMBER.fullmatch(c)] == []


def test_a_bomb_is_not_unpacked(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED", 5_000_000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 6_000_000)
    assert len(bomb.getvalue()) < 10_000
    answer = _brought_in(place, "a.xlsx", bomb.getvalue())
    assert answer.status_code == 422 and "too large when unpacked" in answer.text


def test_entities_of_a_file_are_not_followed(place: Town) -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("[Content_Types].xml", f"{DOCTYPE}<Types>&l9;&file;</Types>")
        archive.writestr("xl/workbook.xml", f"{DOCTYPE}<workbook>&l9;&file;</workbook>")
    answer = _brought_in(place, "a.xlsx", book.getvalue())
    assert answer.status_code == 422 and SECRETS not in answer.text
    kml = (
        f'<?xml version="1.0"?>{DOCTYPE}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        "<Placemark><name>&file;&l9;</name><Point><coordinates>116.6,35.4</coordinates></Point>"
        "</Placemark></Document></kml>"
    )
    file = SimpleUploadedFile("a.kml", kml.encode(), "application/xml")
    given = {"file": file, "coordinates": "wgs84"}
    answer = signed_in(place.root).post(reverse("territory:import"), given, follow=True)
    assert answer.status_code in {200, 422} and SECRETS not in answer.text
    assert "hahahaha" not in answer.text


def _brought_in(place: Town, name: str, data: bytes):
    url = reverse("territory:buildings_import", args=[place.grid_1.pk])
    answer = signed_in(place.root).post(url, {"file": SimpleUploadedFile(name, data)})
    assert not Building.objects.exists()
    return answer


def test_words_are_never_a_template_or_a_script(place: Town) -> None:
    words = (
        "{{ settings.SECRET_KEY }}{% debug %}<script>alert(1)</script>${7*7} %(secret)s {secret}"
    )
    ticket = factories.report(words=words, title=words[:60], item=None)
    text = signed_in(place.ben).get(reverse("tickets:ticket", args=[ticket.pk])).text
    assert "{{ settings.SECRET_KEY }}" in text and "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text and "${7*7}" in text


def test_fields_that_a_form_does_not_have_change_nothing(place: Town) -> None:
    root, sam = signed_in(place.root), signed_in(place.sam)
    more = {"is_superuser": "on", "is_active": "", "must_change_password": "", "id": "1"}
    names = {"name_zh": "艾达二", "name_en": ""}
    sam.post(reverse("accounts:user", args=[place.ada.pk]), names | more)
    changed = User.objects.get(pk=place.ada.pk)
    assert (changed.name_zh, changed.is_superuser, changed.is_active) == ("艾达二", False, True)
    new = {"username": "mallory", "password": "a-long-enough-word-9", **names}
    sam.post(reverse("accounts:add_user"), new | more)
    assert not User.objects.get(username="mallory").is_superuser
    report = {"words": "路灯不亮", "state": "closed", "unit": str(place.team_1.pk), "urgency": "9"}
    Client().post("/report/", report)
    assert not Ticket.objects.filter(state="closed").exists()
    area = {"name_zh": "第一网格", "path": "1.", "level": "1", "code": "1"}
    root.post(reverse("territory:change", args=[place.grid_1.pk]), area)
    assert Area.objects.get(pk=place.grid_1.pk).path == place.grid_1.path
