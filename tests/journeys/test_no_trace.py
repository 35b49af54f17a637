"""What was erased is nowhere: no column, no file, no job, no log, no mail, and in no backup to be opened.

The marks are rare characters, so that every pair of them (a search index keeps pairs) is looked for.
"""

import base64
import gzip
import io
import logging
import re
import subprocess
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from gewu.doors.portal.tests.entering import a_phone
from gewu.ground.residents import actions as residents
from gewu.ground.residents.models import Contact
from gewu.ground.residents.queries import bound_to, index_of
from gewu.ground.residents.tests import people
from gewu.kernel import drain, sealing
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.backups import making, programs, sealed
from gewu.kernel.backups.folder import DATABASE, Backup
from gewu.kernel.crypto import BrokenSeal, open_sealed
from gewu.kernel.postgres.binaries import choose
from gewu.oversight.keeping import actions as keeping
from gewu.oversight.keeping.models import Purge
from gewu.oversight.notices.actions import deliver_due
from gewu.oversight.notices.models import Preference
from gewu.work.tickets import actions, jobs
from gewu.work.tickets.models import ImportRun, Ticket
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import at, url
from tests.cast import IN_GRID_1, Town, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NAME, PHONE = "龘靐齉", "13877665544"
WORDS, ADDRESS = "灪籱爨麤厵", "纞虋讟钃路七号"
EXIF = "EXIF-MARK-7731"
PAIRS = [text[at : at + 2] for text in (NAME, WORDS, ADDRESS[:4]) for at in range(len(text) - 1)]
LATER = timedelta(days=5 * 365)


def photo(colour: str) -> SimpleUploadedFile:
    """A photo that says where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = EXIF, EXIF
    data = io.BytesIO()
    Image.new("RGB", (90, 60), colour).save(data, "JPEG", exif=exif)
    return SimpleUploadedFile(f"{EXIF}.jpg", data.getvalue(), "image/jpeg")


def needles() -> list[bytes]:
    """The marks as they may be written: as text, in hexadecimal, escaped, sealed to an index."""
    texts = [*PAIRS, PHONE, PHONE[3:]]
    plain = [text.encode() for text in (*texts, EXIF)]
    escaped = [text.encode("unicode_escape") for text in PAIRS]
    return [
        *plain,
        *(each.hex().encode() for each in plain),
        *escaped,
        index_of(PHONE).hex().encode(),
    ]


def found_in(data: bytes) -> list[str]:
    """Which marks stand in some bytes, packed ones unpacked."""
    if data.startswith(b"\x1f\x8b"):
        data += gzip.decompress(data)
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            data += b"".join(book.read(name) for name in book.namelist())
    return sorted({needle.decode() for needle in needles() if needle in data})


def dumped() -> bytes:
    """What a backup of the database would hold: every table, as text."""
    return programs.run("pg_dump").encode()


def restored(copy: Backup) -> bytes:
    """The database of a backup as text, for whoever has its key."""
    opened = io.BytesIO()
    with (copy.path / DATABASE).open("rb") as file:
        sealed.open_sealed(file, opened, sealed.known_key())
    program = choose(major=None, kept=Path("/nonexistent")).program("pg_restore")
    read = [program, "--file=-", "--table=tickets_tickettext"]
    return subprocess.run(read, input=opened.getvalue(), capture_output=True, check=True).stdout


def kept_apart() -> bytes:
    """What lies in the database in a form that a text does not show: sessions and the cache."""
    said = repr([session.get_decoded() for session in Session.objects.order_by("pk")]).encode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM kernel_cache")
        return said + b"".join(base64.b64decode(value) for (value,) in cursor.fetchall())


def traces(folder: Path, said: str) -> dict[str, list[str]]:
    """Where marks are found."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    looked_at = {str(file): file.read_bytes() for file in files}
    looked_at |= {f"name of {file}": str(file).encode() for file in files}
    letters = [f"{letter.subject} {letter.body}" for letter in mail.outbox]
    looked_at |= {
        "database": dumped(),
        "sessions and cache": kept_apart(),
        "log": said.encode(),
        "mail": "\n".join(letters).encode(),
    }
    return {place: found for place, data in looked_at.items() if (found := found_in(data))}


def reported() -> Ticket:
    """Cleo reports with everything, after a first try that was sent back."""
    cleo = Client(headers={"accept-language": "en"})
    given = {"words": WORDS, "address": ADDRESS, "name": NAME, "item": "1003"}
    given |= {"lon": str(IN_GRID_1[0]), "lat": str(IN_GRID_1[1])}
    address = reverse("portal:report")
    refused = cleo.post(address, given | {"phone": "12", "photos": [photo("red")]})
    assert refused.status_code == 422
    sent = cleo.post(address, given | {"phone": PHONE, "photos": [photo("blue")]})
    assert sent.status_code == 302
    return Ticket.objects.latest("id")


def worked_on(place: Town, ticket: Ticket) -> None:
    """Staff search, call, write and photograph, and take their list away."""
    desk = at(place.ben)
    for words in (WORDS, NAME, PHONE):
        assert desk.get(url("queue"), {"q": words}).status_code == 200
    assert desk.post(url("contact", ticket.pk), {"reason": "回电"}).status_code == 200
    ticket = actions.dispatch(ticket=ticket, unit=place.team_1, words=WORDS, by=place.ben)
    actions.sign(ticket=ticket, by=place.ada)
    actions.request_extension(ticket=ticket, words=WORDS, by=place.ada)
    actions.refuse(ticket=ticket, words=WORDS, by=place.ben)
    actions.handle(ticket=ticket, words=WORDS, photos=[make.picture()], by=place.ada)
    actions.check(ticket=ticket, closing_met=True, words=WORDS, by=place.carl)
    actions.revisit(ticket=ticket, outcome="solved", satisfied=5, words=WORDS, by=place.carl)
    actions.rate(ticket=ticket, stars=4, words=WORDS, by=RESIDENT)
    book = desk.post(url("export") + "?queue=all", {"kind": "xlsx", "purpose": "月报"})
    assert found_in(book.content) == []
    drain.drain_all()
    deliver_due(now=timezone.now(), by=SYSTEM)


def signed_in() -> None:
    """Cleo looks at her data: a code to her phone, a session, her page, and a number mistyped."""
    cleo = Client(headers={"accept-language": "en"})
    enter = reverse("portal:enter")
    with a_phone() as arrived:
        asked = cleo.post(enter, {"phone": PHONE})
    code = re.search(r"\d{6}", arrived[0][1])
    assert code and cleo.post(enter, {"phone": f"{PHONE}0"}).status_code == 422
    cleo.post(asked["Location"], {"code": code[0]})
    assert NAME in cleo.get(reverse("portal:me")).content.decode()


def brought_in(place: Town) -> ImportRun:
    """A file with the same words is imported, and another one is left lying."""
    header = "编号,内容,经度,纬度,类别,时间"
    row = f"1,{WORDS},{IN_GRID_1[0]},{IN_GRID_1[1]},0101,2026/3/2 8:00"
    desk, table = at(place.ben), f"{header}\n{row}\n".encode()
    for _ in range(2):
        desk.post(url("import"), {"file": SimpleUploadedFile("a.csv", table), "sheet": ""})
    run = ImportRun.objects.earliest("created_at")
    columns = {"source_system": "old", "source_id": "编号", "title": ["内容"], "words": ["内容"]}
    columns |= {"item": "类别", "lon": "经度", "lat": "纬度", "submitted_at": "时间"}
    columns |= {"coordinates": "wgs84", "times": "slashes", "zone": "Asia/Shanghai"}
    desk.post(url("import_columns", run.pk), columns)
    jobs.check_import(run=str(run.pk))
    desk.post(url("import_land", run.pk))
    jobs.land_import(run=str(run.pk))
    run.refresh_from_db()
    return run


def everything_ends() -> None:
    """As if all tickets had ended on the day they came."""
    now = timezone.now()
    ended = {"state": "closed", "pending": "", "closed_at": now, "checked_at": now}
    Ticket.objects.update(**ended, paused_at=None)


@pytest.fixture
def place(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    place = make.equipped_town()
    place.people["dora"] = person("dora", "朵拉", place.desk, "dispatcher")
    wish = {"by_email": True, "email": "ben@example.org", "quiet_from": "00:00"}
    for who in (place.ben, place.ada, place.carl):
        Preference.objects.create(user=who, **wish, quiet_until="00:00")
    return place


def sealed_names(backup: bytes) -> list[tuple[str, bytes]]:
    """The sealed names of contacts in a backup, with the rows that they are bound to."""
    table = re.search(
        rb"COPY public\.residents_contact \((.*?)\) FROM stdin;\n(.*?)\n\\\.", backup, re.S
    )
    assert table
    columns = table[1].decode().split(", ")
    rows = [
        dict(zip(columns, row.split("\t"), strict=True)) for row in table[2].decode().split("\n")
    ]
    return [
        (row["id"], bytes.fromhex(row["sealed_name"][3:]))
        for row in rows
        if "x" in row["sealed_name"]
    ]


def test_what_was_erased_is_nowhere_and_in_no_backup_to_be_opened(
    place: Town, tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    settings.DATA_KEYS = {1: b"1" * 32}
    ticket = reported()
    signed_in()
    worked_on(place, ticket)
    run = brought_in(place)
    assert run.state == ImportRun.State.DONE, (run.state, run.faults, run.message)
    held = people.resident(place, people.purpose(), {"name": NAME, "phone": PHONE})

    assert mail.outbox
    before = traces(tmp_path, caplog.text)
    backup = dumped()
    copy = making.make()
    # A copy tells nobody anything; whoever has the key finds what is there.
    assert not any(found_in(file.read_bytes()) for file in copy.path.iterdir())
    assert WORDS[:2].encode() in restored(copy)
    # The search finds what is there: words, and the index of a phone; the table that lies unfinished.
    assert {"database"} < set(before) and any("imports" in each for each in before)
    assert WORDS[:2] in before["database"] and index_of(PHONE).hex() in before["database"]
    # Names and phones are sealed, so not even then a backup tells them; neither do mail and log.
    assert not {NAME[:2], PHONE} & set(before["database"]) and not {"mail", "log"} & set(before)
    assert not any(EXIF in found for found in before.values())

    # One ticket by hand at the desk, everything else by the nightly run.
    everything_ends()
    seen = str(Ticket.objects.get(pk=ticket.pk).version)
    given = {"words": "本人要求", "sure": "on", "once": str(uuid4()), "seen": seen}
    answer = at(place.dora).post(url("shred", ticket.pk), given)
    assert answer.status_code == 302 and Ticket.objects.get(pk=ticket.pk).is_emptied
    residents.erase_person(person=held, by=people.protector(place))
    the_night_goes_over_everything()

    # The period of copies is over as well, so of all files the key of copies is left.
    assert traces(tmp_path, caplog.text) == {}
    left = [file.name for file in tmp_path.rglob("*") if file.is_file()]
    assert left == [Path(settings.BACKUP_KEY_FILE).name]

    the_backup_opens_no_more(backup, settings)


def the_night_goes_over_everything() -> None:
    """All periods are over, and each run proves itself."""
    keeping.purge_all(now=timezone.now() + LATER, by=SYSTEM)
    done = {run.kind: run for run in Purge.objects.order_by("id")}
    for kind in (
        "tickets.words",
        "tickets.contacts",
        "tickets.uploads",
        "portal.photos",
        "residents.codes",
        "residents.sessions",
        "kernel.backups",
    ):
        assert done[kind].is_proven, kind
    for kind in ("tickets.words", "portal.photos", "kernel.backups"):
        assert done[kind].gone == 1, kind


def the_backup_opens_no_more(backup: bytes, settings: Any) -> None:
    """With the key of its day it opens; with that key renewed and destroyed it does not."""
    name, sealed = next(iter(sealed_names(backup)))
    assert open_sealed(sealed, f"residents_contact.name:{name}") == NAME
    settings.DATA_KEYS = {1: b"1" * 32, 2: b"2" * 32}
    kept = residents.keep_contact(name="留", phone="", purpose="x", by=SYSTEM)
    assert sum(broken for _place, _renewed, broken in sealing.renew_all()) == 0
    assert sealing.by_key()[1] == 0
    settings.DATA_KEYS = {2: b"2" * 32}
    with pytest.raises(BrokenSeal):
        open_sealed(sealed, f"residents_contact.name:{name}")
    assert kept is not None
    still = Contact.objects.get(pk=kept.pk)
    assert open_sealed(bytes(still.sealed_name or b""), bound_to("name", kept.pk)) == "留"
