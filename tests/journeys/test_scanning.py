"""A harmful file comes in by no door, and none comes in while nobody looks."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from gewu.kernel import scanning
from gewu.kernel.models import Attachment, AuditRecord
from gewu.work.tickets.models import ImportRun, Ticket
from gewu.work.tickets.tests import factories
from tests.cast import Town
from tests.fakes.clamd import EICAR, clamd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place(db: None) -> Town:
    return factories.equipped_town()


def photo(inside: bytes = b"") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "JPEG")
    return SimpleUploadedFile("p.jpg", data.getvalue() + inside, "image/jpeg")


def reported(*photos: SimpleUploadedFile):
    return Client().post("/report/", {"words": "路灯不亮", "photos": list(photos)})


def brought_in(place: Town, data: bytes):
    ben = Client()
    ben.force_login(place.ben)
    file = SimpleUploadedFile("calls.csv", data, "text/csv")
    return ben.post(reverse("tickets:import"), {"file": file})


def test_what_the_scanner_finds_is_refused_with_a_sentence(place, settings):
    with clamd() as settings.CLAMD:
        answer = reported(photo(), photo(EICAR))
        assert answer.status_code == 422 and "harms computers" in answer.text
        assert "没有收下" in answer.text
        assert not Ticket.objects.exists() and not Attachment.objects.exists()
        table = brought_in(place, "编号,内容\n1,".encode() + EICAR)
        assert table.status_code == 422 and not ImportRun.objects.exists()
    records = AuditRecord.objects.filter(name="kernel.harmful_file_refused").order_by("seq")
    assert [each.actor_kind for each in records] == ["resident", "staff"]
    assert records[1].actor_id == place.ben.pk
    assert records[0].payload == {"found": "Eicar-Signature"}


def test_a_clean_file_comes_in_whole(place, settings):
    with clamd() as settings.CLAMD:
        assert reported(photo()).status_code == 302
        assert Attachment.objects.count() == 1
        assert brought_in(place, "编号,内容\n1,垃圾\n".encode()).status_code == 302


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "unix:/nowhere/clamd.ctl"], ids=["tcp", "unix"]
)
def test_while_it_does_not_answer_nothing_is_taken(place, settings, address):
    settings.CLAMD = address
    answer = reported(photo())
    assert answer.status_code == 503 and answer["Retry-After"] == "60"
    assert "does not answer" in answer.text
    assert not Attachment.objects.exists()
    assert reported().status_code == 302, "without a file it is sent as before"


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR\0", b"nonsense", b"\0"])
def test_an_answer_that_is_none_takes_nothing(place, settings, says):
    with clamd(says) as settings.CLAMD:
        assert reported(photo()).status_code == 503
        with pytest.raises(scanning.ScannerAway):
            scanning.clamd(io.BytesIO(b"x"))


def test_without_one_files_come_in_as_before(place, settings):
    settings.CLAMD = ""
    assert reported(photo(EICAR)).status_code == 302
