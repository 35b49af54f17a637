"""What the audit keeps of sign-ins and rights, and who reads it."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import PASSWORD, person

from gewu.ground.accounts import actions, queries
from gewu.ground.accounts.queries import AuditAsked
from gewu.kernel import audit
from gewu.kernel.acting import SYSTEM
from gewu.kernel.models import AuditRecord, JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/accounts/audit/"


def kinds():
    return list(AuditRecord.objects.order_by("seq").values_list("name", flat=True))


@pytest.fixture
def fresh(town):
    """A town before anything else happens."""
    town.before = audit.head().seq
    return town


@pytest.fixture
def eve(fresh, client):
    client.force_login(fresh.eve)
    return client


class TestWhatIsKept:
    def test_signing_in_and_out_and_failing_with_the_address(self, town, client):
        AuditRecord.objects.all().delete()
        given = {"login": "ada", "password": "wrong"}
        client.post("/accounts/login/", given, REMOTE_ADDR="192.0.2.9")
        client.post("/accounts/login/", {**given, "login": "my-password-1"})
        client.post("/accounts/login/", {**given, "password": PASSWORD})
        client.post("/accounts/logout/")
        failed, unknown, entered, left = AuditRecord.objects.order_by("seq")
        assert (failed.name, failed.about_id) == ("accounts.sign_in_failed", town.ada.pk)
        assert (failed.source, entered.source) == ("192.0.2.9", "127.0.0.1")
        assert unknown.payload == {"user_id": None}
        assert (entered.name, entered.actor_id) == ("accounts.signed_in", town.ada.pk)
        assert (left.name, left.actor_id) == ("accounts.signed_out", town.ada.pk)

    def test_a_call_without_an_address_is_answered(self, town, client):
        AuditRecord.objects.all().delete()
        client.force_login(town.ada)
        assert client.post("/accounts/logout/", REMOTE_ADDR="").status_code == 302
        assert AuditRecord.objects.get().source == ""

    def test_nobody_signs_out_who_was_not_in(self, db, client):
        client.post("/accounts/logout/")
        assert not AuditRecord.objects.exists()

    def test_rights_that_were_given_and_taken(self, fresh):
        fred = person("fred", "弗雷德", fresh.town_office, "dispatcher")
        actions.deactivate_user(user=fred, by=fresh.sam)
        wanted = {"accounts.user_added", "staffing.appointed", "accounts.user_deactivated"}
        found = AuditRecord.objects.filter(seq__gt=fresh.before)
        assert wanted <= {record.name for record in found}
        assert list(audit.verify()) == []


class TestPage:
    def test_it_says_who_did_what_to_whom(self, fresh, eve):
        fred = person("fred", "弗雷德", fresh.town_office, "dispatcher")
        actions.change_password(user=fred, password="another-long-word-2", by=fresh.sam)
        text = eve.get(URL).text
        assert "Password set" in text and "Sam" in text and "Fred" in text
        assert "Dispatcher, East Town" in text and str(audit.head()) in text

    def test_it_is_narrowed_by_name_kind_and_day(self, fresh, eve):
        actions.deactivate_user(user=fresh.ada, by=fresh.sam)
        actions.reactivate_user(user=fresh.ada, by=fresh.sam)

        def found(**wishes):
            return [line.record.name for line in eve.get(URL, wishes).context["lines"]]

        both = ["accounts.user_reactivated", "accounts.user_deactivated"]
        assert found(q="艾达")[:2] == both == found(q="sam")[:2]
        assert found(kind=both[1]) == [both[1]]
        today = timezone.localdate()
        assert found(since=today, until=today)[:2] == both
        assert found(since=today + timedelta(days=1)) == []
        assert found(until=today - timedelta(days=1)) == []
        assert found(since="nonsense", kind="nonsense")[:2] == both
        assert "Nothing is on record" in eve.get(URL, {"q": "nobody"}).text

    def test_it_goes_back_page_by_page(self, fresh, eve):
        for _ in range(60):
            actions.note_sign_in(user=fresh.ada, by=fresh.ada)
        first = eve.get(URL, {"q": "ada"})
        assert len(first.context["lines"]) == 50
        second = eve.get(URL + first.context["older"])
        assert second.context["lines"][0].record.seq == first.context["lines"][-1].record.seq - 1
        assert second.context["newest"] == "?q=ada" and "Newest" in second.text
        assert len(eve.get(URL, {"before": "9" * 30}).context["lines"]) == 50

    def test_a_county_is_seen_from_above_only(self, fresh, client):
        person("tess", "泰丝", fresh.town_office, "auditor")
        gwen = person("gwen", "格温", fresh.other_town_office, "auditor")
        seen = queries.audit_for(gwen, AuditAsked())
        assert {record.path.startswith(fresh.other_town.path) for record in seen} == {True}
        assert not queries.audit_for(fresh.ada, AuditAsked()).exists()

    @pytest.mark.parametrize("who", ["ada", "ben", "carl", "hana", "sam"])
    def test_it_is_for_auditors_alone(self, town, client, who):
        client.force_login(getattr(town, who))
        for url in (URL, f"{URL}export/"):
            assert client.get(url).status_code == 403
        client.logout()
        assert client.get(URL).status_code == 302


class TestExport:
    def test_a_table_with_its_purpose_that_is_on_record_itself(self, fresh, eve):
        today = timezone.localdate()
        given = {"purpose": "yearly check", "since": today, "until": today}
        answer = eve.post(f"{URL}export/", given)
        rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
        assert "Eve (eve)" in rows[0][0] and "yearly check" in rows[1][0]
        assert rows[4][0] == "Number" and rows[4][-1] == "mac"
        assert len(rows) == 5 + AuditRecord.objects.count()
        assert JournalEntry.objects.filter(name="accounts.audit_exported").count() == 1

    def test_what_is_missing_is_said_at_its_field(self, eve):
        assert eve.get(f"{URL}export/").status_code == 200
        today = timezone.localdate()
        given = {"purpose": "", "since": today, "until": today - timedelta(days=1)}
        answer = eve.post(f"{URL}export/", given)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"purpose", "until"}

    def test_too_many_at_once_are_refused(self, eve, monkeypatch):
        monkeypatch.setattr("gewu.ground.accounts.views.audit.LARGEST", 0)
        actions.note_sign_in(user=person("gus", "古斯"), by=SYSTEM)
        today = timezone.localdate()
        given = {"purpose": "check", "since": today, "until": today}
        assert "more than 0 records" in eve.post(f"{URL}export/", given).text
