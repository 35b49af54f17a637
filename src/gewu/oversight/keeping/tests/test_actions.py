"""Setting periods, and runs that prove themselves, go on after a kill and wait for nobody's trouble."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gewu.kernel import retention
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import AuditRecord, JournalEntry
from gewu.oversight.keeping import actions, jobs, queries
from gewu.oversight.keeping.models import Period, Purge

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


class Shelf:
    """A kind with things of so many days, of which some are needed."""

    def __init__(self, *ages, needed=0, batch=2, broken=False):
        self.things = [NOW - timedelta(days=age) for age in sorted(ages, reverse=True)]
        self.needed, self.broken, self.calls = needed, broken, 0
        self.kind = retention.Kind(
            name="test.shelf",
            label="Shelf",
            counted_from="from its day",
            what_goes="All of it.",
            source="A rule",
            days=30,
            least=10,
            waiting=lambda border: len(self.older(border)),
            purge=self.purge,
            oldest=lambda: min(self.things, default=None),
            held=lambda _border: self.needed,
            batch=batch,
        )

    def older(self, border):
        return [thing for thing in self.things if thing < border]

    def purge(self, border, most):
        self.calls += 1
        if self.broken and self.calls == 2:
            raise RuntimeError("王阿姨 13800000001")
        gone = self.older(border)[:most]
        self.things = [thing for thing in self.things if thing not in gone]
        return len(gone)


@pytest.fixture
def shelf(monkeypatch):
    """The only kind there is."""
    shelf = Shelf(50, 40, 35, 20, needed=4)
    monkeypatch.setattr(retention.kinds, "_items", [shelf.kind])
    return shelf


class TestSetting:
    def set(self, town, shelf, by=None, days=20, source="县档案规定 3"):
        by = by or town.root
        return actions.set_period(kind=shelf.kind, days=days, source=source, now=NOW, by=by)

    def test_it_holds_from_then_on_and_is_in_the_audit(self, town, shelf):
        assert queries.days_of(shelf.kind) == 30
        assert str(self.set(town, shelf)) == "test.shelf 20"
        assert queries.days_of(shelf.kind) == 20
        assert Period.objects.get().changed_by == town.root
        record = AuditRecord.objects.get(name="keeping.period_changed")
        assert record.payload == {"kept": "test.shelf", "days": 20, "before": 30}
        assert actions.purge(kind=shelf.kind, now=NOW, by=SYSTEM).gone == 3

    def test_twice_is_one_record(self, town, shelf):
        self.set(town, shelf)
        self.set(town, shelf)
        assert AuditRecord.objects.filter(name="keeping.period_changed").count() == 1

    def test_the_system_may(self, town, shelf):
        assert self.set(town, shelf, by=SYSTEM).changed_by is None

    @pytest.mark.parametrize("name", ["eve", "ben", "ada", "hana"])
    def test_others_may_not(self, town, shelf, name):
        with pytest.raises(Refusal, match="岗位"):
            self.set(town, shelf, by=town.people[name])

    @pytest.mark.parametrize(("days", "source", "field"), [(9, "x", "days"), (20, " ", "source")])
    def test_what_is_wrong_is_said_at_its_field(self, town, shelf, days, source, field):
        with pytest.raises(Refusal) as no:
            self.set(town, shelf, days=days, source=source)
        assert no.value.field == field and not Period.objects.exists()


@pytest.mark.django_db
class TestRuns:
    def test_a_run_leaves_a_proof(self, shelf):
        (run,) = actions.purge_all(now=NOW, by=SYSTEM)
        assert (run.kind, run.days, run.gone, run.held) == ("test.shelf", 30, 3, 4)
        assert run.left_over == 0 and run.is_proven and run.fault == ""
        assert run.oldest_left == NOW - timedelta(days=20) and str(run) == "test.shelf 3"
        assert shelf.calls == 3  # of two, of one, and none
        entry = JournalEntry.objects.get(name="keeping.purged")
        assert entry.payload == {"kept": "test.shelf", "gone": 3, "left_over": 0}

    def test_the_next_run_has_nothing_to_do(self, shelf):
        actions.purge_all(now=NOW, by=SYSTEM)
        (run,) = actions.purge_all(now=NOW, by=SYSTEM)
        assert run.gone == 0 and run.is_proven and Purge.objects.count() == 2

    def test_what_is_found_afterwards_is_no_proof(self, shelf):
        shelf.purge = None
        kind = retention.Kind(**{**vars(shelf.kind), "remains": lambda _border: 1})
        assert not actions.purge(kind=kind, now=NOW, by=SYSTEM).is_proven

    def test_a_killed_run_goes_on_with_its_border_and_its_count(self, shelf):
        begun = actions._begin(kind=shelf.kind, now=NOW, by=SYSTEM)
        actions._purge_a_batch(kind=shelf.kind, run=begun, by=SYSTEM)  # and then the power fails
        (run,) = actions.go_on(now=NOW + timedelta(days=15), by=SYSTEM)
        assert run.pk == begun.pk and run.gone == 3 and run.border == begun.border
        assert actions.go_on(now=NOW, by=SYSTEM) == []

    def test_a_kind_that_is_gone_does_not_go_on(self, shelf, monkeypatch):
        actions._begin(kind=shelf.kind, now=NOW, by=SYSTEM)
        monkeypatch.setattr(retention.kinds, "_items", [])
        assert actions.go_on(now=NOW, by=SYSTEM) == []

    def test_two_workers_end_a_run_once(self, shelf):
        run = actions._begin(kind=shelf.kind, now=NOW, by=SYSTEM)
        actions._end(kind=shelf.kind, run=run, now=NOW, by=SYSTEM)
        again = actions._end(kind=shelf.kind, run=run, now=NOW + timedelta(1), by=SYSTEM)
        assert again.ended_at == NOW
        assert actions._purge_a_batch(kind=shelf.kind, run=run, by=SYSTEM) == 0

    def test_the_trouble_of_one_kind_is_not_the_others(self, monkeypatch, caplog):
        broken, whole = Shelf(50, 40, 35, broken=True), Shelf(50)
        other = retention.Kind(**{**vars(whole.kind), "name": "test.other"})
        monkeypatch.setattr(retention.kinds, "_items", [broken.kind, other])
        first, second = actions.purge_all(now=NOW, by=SYSTEM)
        assert (first.fault, first.gone, first.left_over) == ("RuntimeError", 2, None)
        assert (second.fault, second.gone) == ("", 1)
        assert "王阿姨" not in caplog.text and "test.shelf" in caplog.text

    def test_one_run_of_a_kind_at_a_time(self, shelf):
        actions._begin(kind=shelf.kind, now=NOW, by=SYSTEM)
        with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
            Purge.objects.create(kind="test.shelf", days=1, border=NOW, began_at=NOW)

    def test_a_finished_run_was_checked(self):
        with pytest.raises(IntegrityError, match="was_checked"), transaction.atomic():
            Purge.objects.create(kind="x", days=1, border=NOW, began_at=NOW, ended_at=NOW)

    def test_a_period_follows_a_rule(self):
        with pytest.raises(IntegrityError, match="follows_a_rule"), transaction.atomic():
            Period.objects.create(kind="x", days=1, source="", changed_at=NOW)

    def test_the_jobs_do_it(self, shelf, monkeypatch):
        monkeypatch.setattr("gewu.kernel.clock.now", lambda: NOW)
        actions._begin(kind=shelf.kind, now=NOW, by=SYSTEM)
        assert jobs.go_on(timestamp=0) == 3 and jobs.purge(timestamp=0) == 0


@pytest.mark.django_db
def test_every_kind_of_the_house_can_be_let_go():
    """None of them breaks on an empty house, and each proves itself."""
    runs = actions.purge_all(now=NOW, by=SYSTEM)
    assert {run.kind for run in runs} == {kind.name for kind in retention.kinds}
    assert [run.kind for run in runs if run.fault or not run.is_proven] == []
