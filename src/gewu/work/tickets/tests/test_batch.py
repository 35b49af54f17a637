"""Many tickets at once: what would happen, what happened, and that a repeat changes nothing."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.cast import person

from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.work.tickets import actions
from gewu.work.tickets.actions import batch as batches
from gewu.work.tickets.models import BatchRun, Condition, Move, Note, Ticket
from gewu.work.tickets.queries.batch import Order, chosen, prospects
from gewu.work.tickets.rules.batch import command_of, distinct
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.equipped_town()


def now(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def start(tickets, by, verb="dispatch", words="", command=None, **order):
    ids = [ticket.pk for ticket in tickets]
    order = Order(verb, **order)
    return actions.start_batch(order=order, tickets=ids, words=words, command=command, by=by)


def outcomes(run):
    run.refresh_from_db()
    return [row[1] for row in run.rows]


def test_each_row_has_a_key_of_its_own_that_stays():
    run, one, two = uuid4(), uuid4(), uuid4()
    assert command_of(run, one) == command_of(run, one) != command_of(run, two)
    assert distinct([one, two, one]) == [one, two]


class TestPreview:
    def test_state_table_and_policy_are_asked_for_each(self, place):
        ready = make.team_ticket(place)
        done, foreign = make.checking(place), make.report(lon=116.625)
        seen = chosen(place.ben, [ready.pk, done.pk, foreign.pk, uuid4()])
        assert [ticket.pk for ticket in seen] == [ready.pk, done.pk]
        can, cannot = prospects(place.ben, seen, Order("dispatch", unit=place.team_2))
        assert (can.state, can.unit, can.why_not) == (can.ticket.state_label, place.team_2, "")
        assert cannot.ticket == done and cannot.why_not
        by_rule = prospects(place.ben, [can.ticket], Order("dispatch"))[0]
        assert by_rule.unit is not None and by_rule.unit != place.team_2
        (same,) = prospects(place.ben, [can.ticket], Order("dispatch", unit=place.team_1))
        assert same.why_not  # its own clock would begin anew

    def test_what_a_post_does_not_do_is_said(self, place):
        (row,) = prospects(place.eve, [make.team_ticket(place)], Order("dispatch"))
        assert row.why_not and not row.state

    def test_not_filed_barred_itself_and_urged_already_are_said(self, place):
        raw, given = make.report(item=None), make.report()
        assert prospects(place.ben, [raw], Order("dispatch", unit=place.team_1))[0].why_not
        Ticket.objects.filter(pk=given.pk).update(barred=[place.team_1.pk], is_confidential=True)
        barred = now(given)
        assert prospects(place.ben, [barred], Order("dispatch", unit=place.team_1))[0].why_not
        assert prospects(place.ben, [barred], Order("merge", master=barred))[0].why_not
        assert not prospects(place.ben, [barred], Order("urge"))[0].why_not
        actions.urge(ticket=barred, by=place.ben)
        assert prospects(place.ben, [now(barred)], Order("urge"))[0].why_not

    def test_filing_and_dispatching_is_looked_through_step_by_step(self, place):
        raw = make.report(item=None)
        condition = Condition.objects.get(item=make.item(), is_default=True)
        order = Order("file_and_dispatch", condition=condition)
        (row,) = prospects(place.ben, [raw], order)
        assert row.unit == place.sanitation and not row.why_not
        (without,) = prospects(place.ben, [raw], Order("file_and_dispatch"))
        assert without.why_not


class TestWork:
    def test_each_row_stands_for_itself(self, place):
        one, late, gone = make.team_ticket(place), make.checking(place), make.report(lon=116.625)
        run = start([one, late, gone], place.ben, unit=place.team_2)
        assert actions.work_batch(pk=run.pk, by=SYSTEM)
        assert outcomes(run) == ["done", "refused", "refused"]
        assert now(one).unit == place.team_2 and now(late).state == "checking"
        assert run.rows[1][2] and run.rows[2][2]
        assert run.state == "done" and run.words == "" and run.ended_at

    def test_a_repeat_moves_nothing_twice(self, place):
        ticket, command = make.team_ticket(place), uuid4()
        for _twice in range(2):
            run = start([ticket], place.ben, unit=place.team_2, command=command)
            actions.work_batch(pk=run.pk, by=SYSTEM)
        assert BatchRun.objects.count() == 1
        moves = Move.objects.filter(ticket_id=ticket.pk, command=command_of(run.pk, ticket.pk))
        assert moves.count() == 1

    def test_a_worker_that_was_killed_is_followed_by_another_one(self, place, monkeypatch):
        tickets = [make.team_ticket(place) for _n in range(3)]
        run = start(tickets, place.ben, unit=place.team_2)
        real, tried = batches.ACTS["dispatch"], []

        def dies(**given):
            tried.append(given["ticket"].pk)
            if len(tried) == 2:
                raise SystemExit
            return real(**given)

        monkeypatch.setitem(batches.ACTS, "dispatch", dies)
        with pytest.raises(SystemExit):
            actions.work_batch(pk=run.pk, by=SYSTEM)
        assert outcomes(run) == ["", "", ""] and now(tickets[0]).unit == place.team_2
        assert actions.go_on_with_batches(by=SYSTEM) == 1
        assert outcomes(run) == ["done"] * 3
        commands = Move.objects.filter(command__isnull=False).values_list("command", flat=True)
        assert len(set(commands)) == len(list(commands))
        assert actions.go_on_with_batches(by=SYSTEM) == 0

    def test_more_than_fifty_are_left_to_a_worker(self, place, monkeypatch):
        monkeypatch.setattr(batches, "AT_ONCE", 1)
        deferred = []
        monkeypatch.setattr(
            batches.app,
            "configure_task",
            lambda name: type(
                "Task", (), {"defer": staticmethod(lambda **given: deferred.append((name, given)))}
            ),
        )
        run = start([make.team_ticket(place), make.team_ticket(place)], place.ben)
        assert deferred == [("tickets.work_batch", {"run": str(run.pk)})]
        assert "A worker goes through them" in text(at(place.ben).get(url("batch_run", run.pk)))

    def test_too_many_none_and_unknown_verbs_are_refused(self, place, monkeypatch):
        monkeypatch.setattr(batches, "MOST_ROWS", 1)
        two = [make.team_ticket(place), make.team_ticket(place)]
        for tickets, verb in ((two, "dispatch"), ([], "dispatch"), (two[:1], "cancel")):
            with pytest.raises(Refusal):
                start(tickets, place.ben, verb=verb)
        run = start(two[:1], place.ben, command=uuid4())
        with pytest.raises(Refusal):
            start(two[:1], place.ada, command=run.pk)

    def test_every_verb_reaches_its_action(self, place):
        raw, given = make.report(item=None), make.team_ticket(place)
        condition = Condition.objects.get(item=make.item(), is_default=True)
        lead = person("lena", "莱娜", place.town_office, "leader")
        cases = (
            (place.ben, [raw], {"verb": "file_and_dispatch", "condition": condition}),
            (place.ada, [given], {"verb": "sign"}),
            (place.ben, [given], {"verb": "urge"}),
            (place.ben, [given], {"verb": "remark", "words": "请一并处理"}),
            (lead, [given], {"verb": "supervise", "level": "red", "words": "今日内办结"}),
            (place.ben, [raw], {"verb": "merge", "master": given}),
        )
        for who, tickets, order in cases:
            run = start(tickets, who, **order)
            actions.work_batch(pk=run.pk, by=SYSTEM)
            assert outcomes(run) == ["done"], run.rows
        assert now(given).supervision == "red" and now(given).urges == 1
        assert now(raw).master == given
        assert Note.objects.filter(ticket=given, words="请一并处理").exists()
        assert "请一并处理" not in str(list(BatchRun.objects.values_list("rows", "given", "words")))

    def test_a_finished_batch_holds_no_words(self, place):
        run = start([make.team_ticket(place)], place.ben)
        with pytest.raises(IntegrityError), transaction.atomic():
            BatchRun.objects.filter(pk=run.pk).update(
                state="done", ended_at=clock.now(), words="还在"
            )


class TestPages:
    def test_ticked_rows_are_looked_through_then_dispatched(self, place):
        one, done = make.team_ticket(place), make.checking(place)
        ben = at(place.ben)
        listed = text(ben.get(url("queue")))
        assert f'name="t" value="{one.pk}" form="batch-start"' in listed
        asked = {"t": [one.pk, done.pk], "verb": "dispatch", "unit": place.team_2.pk}
        shown = text(ben.get(url("batch"), asked))
        assert "Dispatch: 1 tickets" in shown and "Left as they are" in shown
        assert now(one).unit == place.team_1
        sent = asked | {"once": str(uuid4()), "words": ""}
        answer = ben.post(url("batch"), sent)
        again = ben.post(url("batch"), sent)
        assert answer["Location"] == again["Location"]
        result = text(ben.get(answer["Location"]))
        assert "Left as it is" in result and now(one).unit == place.team_2
        assert at(place.carl).get(answer["Location"]).status_code == 404

    def test_the_condition_and_unit_of_a_filing_send_all_of_them_there(self, place):
        raw = make.report(item=None)
        condition = Condition.objects.get(item=make.item(), seq=2)
        given = {"t": raw.pk, "verb": "file_and_dispatch", "condition": condition.pk}
        given |= {"unit": place.team_1.pk, "words": "请今天看一下"}
        at(place.ben).post(url("batch"), given | {"once": str(uuid4())})
        assert now(raw).condition == condition and now(raw).unit == place.team_1
        assert "请今天看一下" in text(at(place.ada).get(url("ticket", raw.pk)))

    def test_level_and_words_of_a_supervision_are_read_by_the_unit(self, place):
        ticket, lead = make.team_ticket(place), person("lena", "莱娜", place.town_office, "leader")
        given = {"t": ticket.pk, "verb": "supervise", "level": "red", "words": "今日内办结"}
        at(lead).post(url("batch"), given | {"once": str(uuid4())})
        shown = text(at(place.ada).get(url("ticket", ticket.pk)))
        assert "pill-level-red" in shown and "今日内办结" in shown

    def test_the_number_says_which_ticket_goes_on(self, place):
        ticket, master = make.report(item=None), make.team_ticket(place)
        given = {"t": ticket.pk, "verb": "merge", "number": master.shown_number}
        at(place.ben).post(url("batch"), given | {"once": str(uuid4())})
        shown = text(at(place.ada).get(url("ticket", master.pk)))
        assert now(ticket).master == master and ticket.shown_number in shown

    def test_everything_that_fits_the_filter_can_be_chosen(self, place):
        tickets = [make.team_ticket(place) for _n in range(3)]
        make.report(item=None)
        shown = text(at(place.ben).get(url("batch"), {"all": 1, "queue": "signing"}))
        assert all(f'name="t" value="{ticket.pk}"' in shown for ticket in tickets)
        assert "Dispatch: 3 tickets" in shown

    def test_a_changed_choice_redraws_the_part_and_it_equals_the_page(self, place):
        asked = {"t": make.team_ticket(place).pk, "verb": "supervise", "level": "red"}
        lead = person("lena", "莱娜", place.town_office, "leader")
        part = text(at(lead).get(url("batch"), asked, headers=HTMX))
        assert part.startswith('<div class="stack" id="batch">') and "Supervise: 1" in part

    def test_what_is_missing_is_said_at_its_field(self, place):
        ticket = make.team_ticket(place)
        ben = at(place.ben)
        shown = text(ben.post(url("batch"), {"t": ticket.pk, "verb": "remark", "words": ""}))
        assert "Say in a sentence what was done or why." in shown
        shown = text(ben.post(url("batch"), {"t": ticket.pk, "verb": "merge", "number": "1"}))
        assert BatchRun.objects.count() == 0
        shown = text(ben.get(url("batch"), {"t": "broken", "verb": "nonsense"}))
        assert "No ticket is chosen" in shown

    def test_who_may_not_is_not_offered_it(self, place):
        ticket = make.team_ticket(place)
        assert at(place.ada).get(url("batch"), {"t": ticket.pk}).status_code == 403
        assert "data-pick" not in text(at(place.eve).get(url("queue")))
        signed = {"t": ticket.pk, "verb": "sign", "once": str(uuid4())}
        answer = at(place.ada).post(url("batch"), signed)
        assert now(ticket).state == "in_progress"
        assert "Done" in text(at(place.ada).get(answer["Location"], headers=HTMX))
