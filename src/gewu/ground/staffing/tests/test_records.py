"""Files of staff: who sees them, what is entered, what ends soon, who is listed."""

import io
from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from tests import cast

from gewu.ground.staffing import actions as posts
from gewu.ground.staffing import policies
from gewu.ground.staffing.actions import records as actions
from gewu.ground.staffing.models import Shift
from gewu.ground.staffing.models.records import (
    Certificate,
    CertificateKind,
    Correction,
    Grade,
    PoolConsent,
)
from gewu.ground.staffing.rules.records import days_served, years_of
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def county(town):
    """Lea leads the town in which Ada works."""
    town.people["lea"] = cast.person("lea", "李娅")
    post = posts.add_post(unit=town.town_office, role="leader", by=SYSTEM)
    posts.appoint(post=post, user=town.lea, from_day=date(2026, 1, 1), by=SYSTEM)
    return town


@pytest.fixture
def aid(county):
    return actions.save_certificate_kind(
        county=county.county, name_zh="急救员证", name_en="First aid", by=SYSTEM
    )


def url(user, tail=""):
    return f"/staffing/file/{user.pk}/{tail}"


def picture():
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "PNG")
    return SimpleUploadedFile("scan.png", data.getvalue(), "image/png")


class TestRules:
    def test_two_posts_at_once_count_once(self):
        day = date(2026, 1, 1)
        spans = [(day, date(2026, 1, 11)), (date(2026, 1, 6), date(2026, 1, 21)), (day, day)]
        assert days_served(spans, date(2026, 6, 1)) == 20
        assert days_served([(day, None)], date(2026, 1, 3)) == 2
        assert years_of(730) == 1 and years_of(731) == 2

    def test_days_and_levels_are_checked(self, county, aid):
        today = timezone.localdate()
        given = {"user": county.ada, "kind": aid, "by": county.ada}
        for days in (
            {"issued_on": today + timedelta(days=1)},
            {"issued_on": today, "expires_on": today - timedelta(days=1)},
        ):
            with pytest.raises(Refusal):
                actions.add_certificate(**given, **days)

    def test_nobody_keeps_their_own_file_and_no_colleague_sees_it(self, county):
        assert policies.may_keep_file(county.lea, county.ada)
        assert not policies.may_keep_file(county.lea, county.lea)
        assert policies.may_see_file(county.ada, county.ada)
        assert not policies.may_see_file(county.ben, county.ada)
        assert not policies.may_keep_file(county.lea, county.dan)


class TestFile:
    def test_strangers_and_colleagues_get_nothing(self, county, aid, client):
        own = Certificate.objects.create(
            user=county.ada, kind=aid, issued_on=date(2026, 1, 1), entered_at=timezone.now()
        )
        client.force_login(county.ben)
        assert client.get(url(county.ada)).status_code == 404
        assert client.post(f"/staffing/certificates/{own.pk}/drop/").status_code == 404
        assert client.get(f"/staffing/certificates/{own.pk}/scan/").status_code == 404
        assert client.get("/staffing/records/").status_code == 403
        assert client.get("/staffing/pool/").status_code == 403
        assert client.get("/staffing/records/kinds/").status_code == 403
        client.force_login(county.ada)
        assert client.get("/staffing/file/").url == url(county.ada)
        assert client.get(url(county.ada, "grade/")).status_code == 403
        assert client.get(f"/staffing/certificates/{own.pk}/scan/").status_code == 404

    def test_a_certificate_is_entered_with_a_scan_and_the_leader_sees_it_expire(
        self, county, aid, client
    ):
        soon = timezone.localdate() + timedelta(days=30)
        client.force_login(county.ada)
        assert client.get(url(county.ada, "certificate/")).status_code == 200
        said = {"kind": str(aid.pk), "number": "A-123", "issued_on": "2026-01-01"}
        given = {**said, "expires_on": soon.isoformat(), "scan": picture()}
        assert client.post(url(county.ada, "certificate/"), given).status_code == 302
        held = Certificate.objects.get()
        assert b"A-123" not in bytes(held.sealed_number)
        client.force_login(county.lea)
        assert "First aid" in client.get("/staffing/records/").text
        assert "A-123" in client.get(url(county.ada)).text
        assert client.get(f"/staffing/certificates/{held.pk}/scan/")["Content-Type"] == "image/jpeg"
        assert (
            client.post(url(county.ada, "certificate/"), {**said, "issued_on": ""}).status_code
            == 422
        )
        client.post(f"/staffing/certificates/{held.pk}/drop/")
        client.post(f"/staffing/certificates/{held.pk}/drop/")
        assert "First aid" not in client.get("/staffing/records/").text
        assert client.get(f"/staffing/certificates/{held.pk}/scan/").status_code == 404

    def test_a_grade_is_read_by_the_person_with_its_history(self, county, client):
        track = actions.save_grade_track(
            county=county.county, place=1, name_zh="正职岗", lowest=1, highest=18, by=SYSTEM
        )
        client.force_login(county.lea)
        assert client.get(url(county.ada, "grade/")).status_code == 200
        said = {"track": str(track.pk), "level": 5, "from_day": "2026-01-01"}
        client.post(url(county.ada, "grade/"), said)
        client.post(url(county.ada, "grade/"), {**said, "level": 6, "from_day": "2026-06-01"})
        assert client.post(url(county.ada, "grade/"), {**said, "level": 19}).status_code == 422
        client.force_login(county.ada)
        page = client.get(url(county.ada)).text
        assert page.index("2026-06-01") < page.rindex("2026-01-01")
        assert Grade.objects.count() == 2 and "Lea" in page or "李娅" in page

    def test_a_step_of_the_career_is_read_by_the_person(self, county, client):
        client.force_login(county.lea)
        said = {"kind": "committee", "words": "进入社区两委", "from_day": "2026-03-01"}
        assert client.post(url(county.ada, "career/"), said).status_code == 302
        client.force_login(county.ada)
        assert "进入社区两委" in client.get(url(county.ada)).text

    def test_a_correction_is_asked_for_and_answered_once(self, county, client):
        client.force_login(county.ada)
        client.post(url(county.ada), {"words": "任职日期不对"})
        asked = Correction.objects.get()
        client.force_login(county.lea)
        assert client.post(url(county.ada), {"words": "x"}).status_code == 403
        assert "任职日期不对" in client.get("/staffing/records/").text
        answer = f"/staffing/corrections/{asked.pk}/"
        assert client.get(answer).status_code == 200
        assert client.post(answer, {"answer": "已更正"}).status_code == 302
        assert client.post(answer, {"answer": "又一次"}).status_code == 422
        client.force_login(county.ada)
        assert "已更正" in client.get(url(county.ada)).text


class TestPool:
    def test_only_who_agrees_is_found_and_may_take_it_back(self, county, client):
        client.force_login(county.lea)
        assert "Nobody here" in client.get("/staffing/pool/").text
        client.force_login(county.ada)
        client.post("/staffing/pool/join/")
        client.post("/staffing/pool/join/")
        client.force_login(county.lea)
        assert "Ada" in client.get("/staffing/pool/").text
        client.force_login(county.ada)
        client.post("/staffing/pool/leave/")
        assert not PoolConsent.objects.exists()

    def test_it_is_narrowed_by_years_and_certificates(self, county, aid, client):
        actions.set_consent(is_given=True, by=county.ada)
        client.force_login(county.lea)
        assert "Ada" in client.get("/staffing/pool/?years=0").text
        assert "Nobody here" in client.get("/staffing/pool/?years=9").text
        found = f"/staffing/pool/?years=0&certificate={aid.pk}"
        assert "Nobody here" in client.get(found).text
        actions.add_certificate(
            user=county.ada, kind=aid, issued_on=date(2026, 1, 1), by=county.lea
        )
        assert "Ada" in client.get(found).text
        assert client.get("/staffing/pool/?years=x").status_code == 200


class TestLists:
    """Certificates and terms that end, and the pool: page by page, and as files."""

    @pytest.fixture
    def soon(self, county, aid, monkeypatch):
        monkeypatch.setattr("gewu.ground.staffing.views.records.PAGE_SIZE", 1)
        last = timezone.localdate() + timedelta(days=20)
        for name in ("绿灯", "红灯"):
            user = cast.person({"绿灯": "ludo", "红灯": "hugo"}[name], name)
            post = posts.add_post(unit=county.town_office, role="checker", by=SYSTEM)
            posts.appoint(post=post, user=user, until=last, by=SYSTEM)
            actions.add_certificate(
                user=user, kind=aid, issued_on=date(2026, 1, 1), expires_on=last, by=SYSTEM
            )
            actions.set_consent(is_given=True, by=user)
        return county

    def test_each_list_is_turned_for_itself(self, soon, client):
        client.force_login(soon.lea)
        first = client.get("/staffing/records/?terms=2").text
        assert "1–1 / 2" in first and "2–2 / 2" in first
        assert "certificates=2" in first and "terms=1" in first
        assert client.get("/staffing/records/?certificates=2").text.count("1–1 / 2") == 1
        assert "2–2 / 2" in client.get("/staffing/pool/?years=0&page=2").text
        assert "years=0&amp;page=1" in client.get("/staffing/pool/?years=0&page=2").text

    @pytest.mark.parametrize(
        ("what", "row"),
        [
            ("certificates", "Ludo,First aid,"),
            ("terms", "Ludo,Checker,"),
            ("pool?years=0", "Ludo,Checker · "),
        ],
    )
    def test_the_file_says_who_took_it_and_what_for_and_it_is_on_record(
        self, soon, client, what, row
    ):
        what, _mark, filters = what.partition("?")
        address = f"/staffing/records/export/{what}/?{filters}"
        client.force_login(soon.lea)
        assert "2 rows" in client.get(address).text
        assert client.post(address, {"kind": "csv"}).status_code == 422
        answer = client.post(address, {"kind": "csv", "purpose": "year's end"})
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert "Lea" in lines[0] and "year's end" in lines[1]
        assert any(line.startswith(row) for line in lines[3:])
        noted = JournalEntry.objects.get(name="staffing.records_exported")
        assert noted.payload["rows"] == 2 and noted.payload["what"] == what

    def test_only_for_who_keeps_files_and_only_known_lists(self, soon, client):
        client.force_login(soon.ada)
        assert client.get("/staffing/records/export/pool/").status_code == 403
        with pytest.raises(Refusal):
            actions.note_export(what="pool", rows=1, by=soon.ada)
        client.force_login(soon.lea)
        assert client.get("/staffing/records/export/secrets/").status_code == 404
        narrowed = client.post(
            "/staffing/records/export/pool/?years=9", {"kind": "csv", "purpose": "x"}
        )
        assert len(narrowed.content.decode().splitlines()) == 4


class TestOwnFile:
    def test_it_shows_own_duties_and_nobody_elses_look_there(self, county, client):
        unit = county.town_office
        posts.save_shift_kind(
            unit=unit,
            name_zh="夜班",
            name_en="Night",
            begins=time(20),
            ends=time(8),
            on="daily",
            by=SYSTEM,
        )
        day = timezone.localdate() + timedelta(days=2)
        roster = posts.open_roster(unit=unit, first=day, last=day, by=SYSTEM)
        posts.give_shift(shift=Shift.objects.get(), user=county.ben, by=SYSTEM)
        client.force_login(county.ben)
        assert "No shifts in the last month" in client.get(url(county.ben)).text
        posts.publish(roster=roster, by=SYSTEM)
        assert "Night" in client.get(url(county.ben)).text
        client.force_login(county.lea)
        assert "Night" not in client.get(url(county.ben)).text

    def test_it_says_who_entered_each_record(self, county, aid, client):
        given = {"user": county.ada, "by": county.lea}
        actions.add_certificate(kind=aid, issued_on=date(2026, 1, 1), **given)
        actions.add_career_step(
            kind="training", words="Mediation", from_day=date(2026, 1, 1), **given
        )
        client.force_login(county.ada)
        shown = client.get(url(county.ada)).text
        today = timezone.localdate().isoformat()
        assert f"entered by Lea on {today}" in shown
        assert 'data-label="Entered by">Lea <span' in shown

    def test_it_says_who_appointed_somebody(self, county, client):
        post = posts.add_post(unit=county.town_office, role="checker", by=SYSTEM)
        posts.appoint(post=post, user=county.ada, by=county.root)
        client.force_login(county.ada)
        assert "Root</td>" in client.get(url(county.ada)).text


class TestSetUp:
    def test_a_needed_certificate_is_said_when_somebody_is_appointed(self, county, client):
        client.force_login(county.root)
        assert client.get("/staffing/records/kinds/add/").status_code == 200
        said = {"name_zh": "调解员证", "name_en": "Mediator", "needed_for": ["worker"]}
        client.post("/staffing/records/kinds/add/", {**said, "is_used": "on"})
        assert client.post("/staffing/records/kinds/add/", said).status_code == 422
        post = posts.add_post(unit=county.team_2, role="worker", by=SYSTEM)
        given = {"user": cast.person("fay", "菲").username, "from_day": "2026-11-01"}
        page = client.post(f"/staffing/posts/{post.pk}/appoint/", given, follow=True).text
        assert "needs this certificate: Mediator" in page
        kind = CertificateKind.objects.get()
        address = f"/staffing/records/kinds/{kind.pk}/"
        assert client.get(address).status_code == 200
        client.post(address, {"name_zh": "调解员证", "needed_for": []})
        client.force_login(county.ada)
        assert "needs this certificate" not in client.get(url(county.ada)).text

    def test_the_table_of_grades_says_which_levels_there_are(self, county, client):
        client.force_login(county.root)
        assert client.get("/staffing/records/grades/").status_code == 200
        said = {"place": 1, "name_zh": "副职岗", "name_en": "Deputy", "lowest": 1, "highest": 18}
        client.post("/staffing/records/grades/", said)
        client.post("/staffing/records/grades/", {**said, "highest": 12})
        bad = {**said, "lowest": 9, "highest": 3}
        assert client.post("/staffing/records/grades/", bad).status_code == 422
        assert "1–12" in client.get("/staffing/records/kinds/").text

    def test_only_who_keeps_it_enters(self, county, aid):
        given = {"county": county.county, "name_zh": "x", "by": county.ada}
        with pytest.raises(Refusal):
            actions.save_certificate_kind(**given)
        with pytest.raises(Refusal):
            actions.add_career_step(
                user=county.ada, kind="post", words="x", from_day=date(2026, 1, 1), by=county.ada
            )
