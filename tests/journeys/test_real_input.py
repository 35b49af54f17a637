"""A file of another system comes in by the page, in whichever encoding it was written; what has no
place is placed by a dispatcher, and thereby becomes the work that a grid's worker sees."""

import gzip
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from gewu.work.tickets import jobs
from gewu.work.tickets.models import ImportRun, Ticket
from gewu.work.tickets.tests import factories
from tests.browser.conftest import See, barriers, chromium, overflows, see, started_chromium
from tests.cast import GRID_1, IN_GRID_1, PASSWORD, Town, person

__all__ = ["chromium", "see", "started_chromium"]  # fixtures

HEADER = ("编号", "标题", "内容", "经度", "纬度", "类别", "时间")
ROWS = (
    ("A-1", "垃圾没人清", "三号楼前满了两天", *map(str, IN_GRID_1), "垃圾", "2026/3/2 8:00"),
    ("A-2", "想提一个建议", "楼道里加一盏灯吧", "", "", "建议", "2026/3/2 9:30"),
)
MEANINGS = {"垃圾": "0101", "建议": "1003"}
ENCODINGS = ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16")


def url(name, *args):
    return reverse(f"tickets:{name}", args=args)


def as_text(delimiter: str = ",") -> str:
    return "\n".join(delimiter.join(row) for row in (HEADER, *ROWS))


def as_workbook() -> bytes:
    book, data = Workbook(), BytesIO()
    for row in (HEADER, *ROWS):
        book.active.append(row)
    book.save(data)
    return data.getvalue()


FILES = {f"{encoding}.csv": as_text().encode(encoding) for encoding in ENCODINGS} | {
    "tabs.tsv": as_text("\t").encode("gbk"),
    "packed.csv.gz": gzip.compress(as_text().encode()),
    "book.xlsx": as_workbook(),
}


@pytest.fixture
def place(db: None) -> Town:
    return factories.equipped_town()


def at(who) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client


def work(run: ImportRun) -> None:
    """What the worker does as soon as it is asked."""
    run.refresh_from_db()
    {"checking": jobs.check_import, "landing": jobs.land_import}[run.state](run=str(run.pk))


def bring_in(client: Client, name: str, content: bytes) -> ImportRun:
    """Upload, name the columns, explain the words, look at the preview, import."""
    sent = client.post(url("import"), {"file": SimpleUploadedFile(name, content), "sheet": ""})
    assert sent.status_code == 302, sent.context["form"].errors
    run = ImportRun.objects.get()
    proposed = client.get(url("import_columns", run.pk)).context["form"].initial
    client.post(url("import_columns", run.pk), proposed | {"source_system": "old"})
    words = client.get(url("import_values", run.pk)).context["form"].keys
    meant = {field: MEANINGS[text] for field, (_key, text) in words.items()}
    client.post(url("import_values", run.pk), meant)
    work(run)
    assert "2 rows can be imported" in client.get(url("import_run", run.pk)).content.decode()
    client.post(url("import_land", run.pk))
    work(run)
    return run


def titles(client: Client, queue: str = "open") -> str:
    return client.get(url("queue"), {"queue": queue}).content.decode()


@pytest.mark.parametrize("name", FILES)
def test_from_a_file_to_the_worker_of_the_grid(place: Town, name: str) -> None:
    dina = person("dina", "狄娜", place.desk, "dispatcher")
    desk, ada = at(dina), at(place.ada)
    run = bring_in(desk, name, FILES[name])
    assert "2 tickets are new" in desk.get(url("import_run", run.pk)).content.decode()
    placed, unplaced = Ticket.objects.order_by("source_id")
    assert (placed.area.code, placed.text.title) == (GRID_1, "垃圾没人清")
    assert unplaced.submitted_at.isoformat() == "2026-03-02T01:30:00+00:00"

    assert "想提一个建议" in titles(desk, "unplaced")
    assert (
        "想提一个建议" not in titles(ada) and ada.get(url("ticket", unplaced.pk)).status_code == 404
    )
    lon, lat = IN_GRID_1
    desk.post(url("place", unplaced.pk), {"lon": lon, "lat": lat, "version": unplaced.version})
    assert "想提一个建议" not in titles(desk, "unplaced")
    assert "想提一个建议" in titles(ada)
    assert ada.get(url("ticket", unplaced.pk)).status_code == 200


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestInTheBrowser:
    """The same by hand: on a phone without JavaScript, and at the desk with it."""

    @pytest.fixture
    def place(self, transactional_db: None) -> Town:
        return factories.equipped_town()

    @pytest.mark.parametrize(
        ("width", "script", "theme"), [(390, False, "light"), (1440, True, "dark")]
    )
    def test_a_file_comes_in(
        self, place: Town, see: See, width: int, script: bool, theme: str
    ) -> None:
        page = see(url("import"), width=width, script=script, theme=theme, language="en")
        page.fill("[name=login]", "ben")
        page.fill("[name=password]", PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(f"**{url('import')}")
        found = self.seen(page, script)
        file = {"name": "old.csv", "mimeType": "text/csv", "buffer": FILES["gbk.csv"]}
        page.set_input_files("[name=file]", [file])
        page.get_by_role("button", name="Read it").click()
        found += self.seen(page, script)
        page.fill("[name=source_system]", "old")
        page.get_by_role("button", name="Look through the file").click()
        page.locator(".field", has_text="垃圾 × 1").locator("select").select_option("0101")
        found += self.seen(page, script)
        page.get_by_role("button", name="Look through the file").click()
        page.get_by_text("It waits for its turn").wait_for()
        run = ImportRun.objects.get()
        work(run)
        if not script:
            page.get_by_role("link", name="Look again").click()
        page.get_by_role("button", name="Import", exact=True).wait_for()
        found += self.seen(page, script)
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_text("It waits for its turn").wait_for()
        work(run)
        if not script:
            page.get_by_role("link", name="Look again").click()
        page.get_by_text("2 tickets are new").wait_for()
        assert found == []
        assert Ticket.objects.count() == 2

    def seen(self, page, script: bool) -> list[str]:
        """What keeps somebody out of the page as it stands."""
        page.wait_for_load_state("load")
        wide = [f"{page.url} is wider than the window"] if script and overflows(page) else []
        return wide + (barriers(page) if script else [])
