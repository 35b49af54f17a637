"""The pages of keeping: who sees them, what is shown before a period is set, the log of exports."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import person

from gewu.kernel import exports, retention
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.models import ExportRecord
from gewu.oversight.keeping import actions, queries
from gewu.oversight.keeping.models import Period, Purge
from gewu.oversight.keeping.plugs import periods_in_words
from gewu.oversight.keeping.tests.test_actions import Shelf

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
EXPORTS = "kernel.exports"


def at(who):
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client


def text(answer):
    return " ".join(answer.content.decode().split())


def taken(by, what="pool", **said):
    given = {"format": "csv", "rows": 3, "is_personal": True, "purpose": "年审", **said}
    return exports.note_export(what=what, by=by, **given)


@pytest.mark.parametrize("name", ["periods", "proofs", "export_proofs", "exports"])
class TestWhoSees:
    def test_auditors_and_administrators_do(self, town, name):
        for who in (town.eve, town.root):
            assert at(who).get(reverse(f"keeping:{name}")).status_code == 200

    def test_others_do_not(self, town, name):
        for who in (town.ada, town.ben, town.hana):
            assert at(who).get(reverse(f"keeping:{name}")).status_code == 403
        assert Client().get(reverse(f"keeping:{name}")).status_code == 302


class TestPeriods:
    def test_every_kind_says_how_long_why_and_what_its_last_run_did(self, town):
        actions.purge_all(now=timezone.now(), by=SYSTEM)
        said = text(at(town.eve).get(reverse("keeping:periods")))
        for line in queries.lines():
            assert str(line.span) and str(line.last.kind) == line.kind.name
        assert "Names and phones on ended tickets" in said and "1 year" in said
        assert "0 gone, 0 held back, none left over" in said and "/keeping/kinds/" not in said

    def test_runs_that_stopped_or_left_something_stand_out(self, town):
        for fault, left in (("RuntimeError", None), ("", 2)):
            Purge.objects.all().delete()
            Purge.objects.create(
                kind=EXPORTS, days=1, border=NOW, began_at=NOW, ended_at=NOW, fault=fault,
                left_over=left,
            )  # fmt: skip
            said = text(at(town.eve).get(reverse("keeping:periods")))
            assert ("Stopped" if fault else "Something is left over") in said

    def post(self, town, **said):
        given = {"days": "1095", "source": "县档案规定 3", **said}
        return at(town.root).post(reverse("keeping:period", args=[EXPORTS]), given)

    def test_what_would_go_is_shown_before_it_is_set(self, town):
        ExportRecord.objects.create(
            at=timezone.now() - timedelta(days=1200), what="x", format="csv", is_personal=False
        )
        said = text(self.post(town))
        assert "1 of these goes tonight and cannot be brought back" in said
        assert not Period.objects.exists()
        answer = self.post(town, seen="1095")
        assert answer.status_code == 302 and Period.objects.get().days == 1095
        said = text(at(town.root).get(reverse("keeping:periods")))
        assert "县档案规定 3" in said and "Set here" in said

    def test_another_number_than_the_one_shown_is_shown_first(self, town):
        assert "cannot be brought back" in text(self.post(town, days="1100", seen="1095"))
        assert not Period.objects.exists()

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"days": "30"}, "at least 3 years"),
            ({"days": ""}, "days"),
            ({"days": "-4"}, "days"),
            ({"source": " ", "seen": "1095"}, "source"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, town, said, words):
        answer = self.post(town, **said)
        assert answer.status_code == 422 and words in text(answer)
        assert not Period.objects.exists()

    def test_what_is_held_back_is_said(self, town, monkeypatch):
        shelf = Shelf(50, 40, needed=4)
        monkeypatch.setattr(retention.kinds, "_items", [shelf.kind])
        url = reverse("keeping:period", args=["test.shelf"])
        said = text(at(town.root).post(url, {"days": "20", "source": "x"}))
        assert "4 are older but are still needed" in said

    def test_an_auditor_and_a_town_s_administrator_do_not_set_them(self, town):
        tom = person("tom", "汤姆", town.town_office, "administrator")
        for who in (town.eve, tom):
            assert at(who).get(reverse("keeping:period", args=[EXPORTS])).status_code == 403

    def test_a_kind_that_is_none_is_not_found(self, town):
        assert at(town.root).get(reverse("keeping:period", args=["nothing"])).status_code == 404

    def test_the_audit_says_what_was_set(self, town, english):
        assert periods_in_words([{"kept": EXPORTS, "days": 1095, "before": 1825}, {"x": 1}]) == [
            "Log of exports: 5 years → 3 years",
            "",
        ]


class TestProofs:
    def fill(self):
        for kind, gone in ((EXPORTS, 2), ("portal.photos", 0), ("gone.kind", 1)):
            Purge.objects.create(
                kind=kind, days=1, border=NOW, began_at=NOW, ended_at=NOW, gone=gone, left_over=0,
                oldest_left=NOW,
            )  # fmt: skip

    def test_runs_in_which_something_went_are_listed(self, town):
        self.fill()
        said = text(at(town.eve).get(reverse("keeping:proofs")))
        assert said.count("<tr>") == 3 and "gone.kind" in said  # its head and two runs

    def test_kind_and_empty_runs_narrow_and_widen_it(self, town):
        self.fill()
        url = reverse("keeping:proofs")
        assert text(at(town.eve).get(url, {"all_runs": "on"})).count("<tr>") == 4
        assert text(at(town.eve).get(url, {"kind": EXPORTS})).count("<tr>") == 2
        assert text(at(town.eve).get(url, {"kind": "nonsense"})).count("<tr>") == 3
        assert text(at(town.eve).get(url, {"page": "9"})).count("<tr>") == 3

    def test_without_any_it_says_so(self, town):
        assert "Nothing has gone yet" in text(at(town.eve).get(reverse("keeping:proofs")))

    def test_they_are_a_file_that_says_who_took_it_and_is_in_the_log(self, town):
        self.fill()
        said = {"kind": "csv", "purpose": "年度合规审计"}
        answer = at(town.eve).post(reverse("keeping:export_proofs"), said)
        lines = answer.content.decode().splitlines()
        record = ExportRecord.objects.get()
        assert (record.what, record.rows, record.by_id) == ("proofs", 3, town.eve.pk)
        assert "eve" in lines[0] and "年度合规审计" in lines[1] and str(record.number) in lines[2]
        assert len(lines) == 3 + 1 + 3

    def test_without_a_purpose_there_is_none(self, town):
        answer = at(town.eve).post(reverse("keeping:export_proofs"), {"kind": "csv"})
        assert answer.status_code == 422 and not ExportRecord.objects.exists()


class TestExports:
    def test_the_log_says_who_took_what_and_what_for(self, town):
        taken(town.ben)
        taken(SYSTEM, what="county", is_personal=False, purpose="", rows=None)
        said = text(at(town.eve).get(reverse("keeping:exports")))
        taken(RESIDENT, what="my-data", purpose="本人")
        said += text(at(town.eve).get(reverse("keeping:exports")))
        for words in ("Ben", "年审", "About people", "The system", "A resident"):
            assert words in said

    def test_it_is_narrowed_by_name_purpose_days_and_kind(self, town):
        taken(town.ben)
        taken(town.ada, what="tickets", is_personal=False, purpose="周报")
        ExportRecord.objects.filter(by_id=town.ada.pk).update(at=NOW)
        url = reverse("keeping:exports")
        for asked, count in (
            ({"q": "本恩"}, 1),
            ({"q": "周报"}, 1),
            ({"q": "无人"}, 0),
            ({"only_personal": "on"}, 1),
            ({"until": "2026-03-02"}, 1),
            ({"since": "2026-03-03"}, 1),
            ({"since": "nonsense"}, 2),
        ):
            found = text(at(town.eve).get(url, asked))
            assert found.count("<tr>") == count + bool(count), asked

    def test_a_town_s_auditor_sees_those_of_the_town(self, town):
        tess = person("tess", "泰丝", town.town_office, "auditor")
        taken(town.ben)
        taken(town.dan, purpose="西镇")
        taken(SYSTEM)
        found = queries.exports_for(tess)
        assert [each.by_id for each in found] == [town.ben.pk]
        assert queries.exports_for(town.eve).count() == 3
