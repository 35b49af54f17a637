"""The pages of a ticket's whole life in a real Chromium, as test_accessibility.py looks at others.

Steps beside the main way, applications and decisions, whistles, calls back, routing rules, the
counter's knowledge, the handover, messages and figures: each opened by a person who may see it.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gewu.ground.accounts.models import User
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.journal import heard_from
from gewu.kernel.models import JournalEntry
from gewu.oversight.notices.listeners import tell_people
from gewu.work.tickets import actions
from gewu.work.tickets.models import Article, BatchRun, Handover, HelpOrder, RoutingRule, Ticket
from gewu.work.tickets.queries import rule_book
from gewu.work.tickets.queries.batch import Order
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so
from gewu.work.tickets.tests import whistles as blow
from tests.browser.conftest import See
from tests.browser.looking import Looker, address
from tests.cast import CLEO, Town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Visits = Iterator[tuple[str, str]]


@pytest.fixture
def place(transactional_db: None) -> Town:
    """The town with its leaders, its community's staff and more desks."""
    return so.whole_town()


def public_pages(place: Town) -> Visits:
    """What a resident reads in each situation beside the main way."""
    actions.add_article(
        county_id=place.county.pk,
        title="垃圾桶多久清一次",
        words="每天早晚各清运一次。",
        keywords="清运 保洁",
        by=place.ben,
    )
    yield "", reverse("portal:questions")
    yield "", reverse("portal:questions") + "?q=路灯"
    waiting = make.in_progress(place)
    actions.urge(ticket=waiting, by=RESIDENT)
    for ticket in (
        so.asked(place),
        so.verifying(place),
        so.suspended(place),
        so.extended(place, make.in_progress(place)),
        so.cancelled(place),
        so.declined(place),
        so.merged(place),
        waiting,
        actions.answer_directly(ticket=so.submitted(), words="周一至周五可办", by=place.ben),
    ):
        yield "", address(ticket, "ticket")


def step_pages(place: Town) -> Visits:
    """The form of each step, on a ticket that has come to it."""
    new, mine, taken = so.submitted(**CLEO), make.team_ticket(place), make.in_progress(place)
    returning, verifying = so.returning(place), so.verifying(place)
    merged, suspended, again = so.merged(place), so.suspended(place), make.closed(place)
    Ticket.objects.filter(pk=again.pk).update(reopened=1)
    for who, ticket, verb in (
        ("ben", new, "request_verify"),
        ("ada", verifying, "verify"),
        ("ben", new, "ask"),
        ("ben", new, "decline"),
        ("ben", new, "answer_directly"),
        ("ada", new, "self_handle"),
        ("ben", new, "print"),
        ("ben", merged, "ticket"),
        ("ben", merged, "unmerge"),
        ("ada", mine, "request_return"),
        ("ben", returning, "ticket"),
        ("ben", returning, "accept_return"),
        ("ben", returning, "refuse_return"),
        ("ben", returning, "refile"),
        ("ada", taken, "escalate"),
        ("ben", taken, "assign"),
        ("ada", taken, "recuse"),
        ("ada", taken, "cohandle"),
        ("ada", taken, "request_extension"),
        ("ada", taken, "request_suspension"),
        ("ada", taken, "request_cancel"),
        ("ada", taken, "remark"),
        ("ada", taken, "whistle"),
        ("ben", taken, "urge"),
        ("ben", taken, "confide"),
        ("lena", taken, "supervise"),
        ("ben", suspended, "ticket"),
        ("ben", suspended, "resume"),
        ("ben", again, "request_reopen"),
        ("kurt", again, "shred"),
    ):
        yield who, reverse(f"tickets:{verb}", args=[ticket.pk])
    yield "ada", reverse("tickets:self_handle", args=[new.pk]) + "?item=0101"
    for kind in ("place", "caller"):
        yield "ben", reverse("tickets:near_list", args=[new.pk, kind])


def decision_pages(place: Town) -> Visits:
    """What one asked for and another decides; what is followed closely; what is helped with."""
    late, more_time = so.late(place), make.asked_for_time(place)
    supervised, to_cancel = make.supervised(place), make.asked_to_cancel(place)
    for who, ticket, verb in (
        ("ada", late, "ticket"),
        ("ada", late, "appeal"),
        ("cora", more_time, "ticket"),
        ("cora", more_time, "endorse"),
        ("cora", more_time, "refuse"),
        ("lena", to_cancel, "grant"),
        ("lena", supervised, "ticket"),
        ("lena", supervised, "lift"),
    ):
        yield who, reverse(f"tickets:{verb}", args=[ticket.pk])
    helped = make.helped(place)
    order = HelpOrder.objects.get(ticket=helped)
    yield "hana", reverse("tickets:ticket", args=[helped.pk])
    yield "hana", reverse("tickets:cohandled", args=[helped.pk, order.pk])
    yield "ada", reverse("tickets:uncohandle", args=[helped.pk, order.pk])


def whistle_pages(place: Town) -> Visits:
    """A whistle for those who raise it, decide about it and are called."""
    at = blow.Scene(place, place.lena, [place.sanitation], [place.hana])
    asked, task = blow.raised(at), blow.with_task(at)
    for who, whistle in (("lena", asked), ("hana", task.whistle), ("ada", blow.ended(at))):
        yield who, reverse("tickets:whistle_page", args=[whistle.pk])
    yield "ada", reverse("tickets:whistles")
    yield "ada", reverse("tickets:raise_whistle")
    yield "lena", reverse("tickets:whistle_step", args=[asked.pk, "refuse_whistle"])
    yield "ada", reverse("tickets:whistle_step", args=[task.whistle_id, "judge"])
    steps = [task.whistle_id, task.pk, "finish_task"]
    yield "hana", reverse("tickets:whistle_task_step", args=steps)


def desk_pages(place: Town) -> Visits:
    """Calls back, reminders, many at once, knowledge and the handover."""
    done, late = make.checked(place), make.in_progress(place)
    Ticket.objects.filter(pk=late.pk).update(due_at=clock.now() - timedelta(hours=3))
    actions.remind_due(county_id=place.county.pk, now=clock.now(), by=SYSTEM)
    yield "carl", reverse("tickets:calls")
    yield "carl", reverse("tickets:revisit", args=[done.pk])
    yield "ben", reverse("tickets:reminders")
    actions.start_batch(order=Order("urge"), tickets=[late.pk, done.pk], words="", by=place.ben)
    run = BatchRun.objects.get()
    yield "ben", reverse("tickets:batch_run", args=[run.pk])
    actions.work_batch(pk=run.pk, by=SYSTEM)
    yield "ben", reverse("tickets:batch_run", args=[run.pk])
    yield from knowledge_pages(place)
    _signed_in(place.ben).post(reverse("tickets:handover"), {"words": "三号楼下午停水"})
    yield "ben", reverse("tickets:handover")
    yield "bill", reverse("tickets:handover_note", args=[Handover.objects.get().pk])
    yield "ben", reverse("desk:my_day")


def knowledge_pages(place: Town) -> Visits:
    """Articles, one of them past its day, and ready words."""
    said = {"title": "垃圾桶多久清一次", "words": "每天早晚各清运一次。", "keywords": "清运"}
    past = clock.now().date() - timedelta(days=2)
    for more in ({}, {"title": "旧的办理时间", "valid_until": past}):
        actions.add_article(county_id=place.county.pk, by=place.ben, **said | more)
    old = Article.objects.get(title="旧的办理时间")
    yield "ben", reverse("tickets:knowledge")
    yield "ben", reverse("tickets:add_article")
    yield "ben", reverse("tickets:article", args=[old.pk])
    yield "ben", reverse("tickets:change_article", args=[old.pk])
    yield "ben", reverse("tickets:replies")


def rule_pages(place: Town) -> Visits:
    """Routing rules: one version in force, the next one in preparation."""
    yield "root", reverse("tickets:rules")
    root = _signed_in(place.root)
    root.post(reverse("tickets:rules_draft"))
    yield "root", reverse("tickets:rules_draft")
    root.post(reverse("tickets:add_rule"), _rule(place))
    root.post(reverse("tickets:rules_trial"), {"seen": _draft_seen(place), "note": "试行"})
    root.post(reverse("tickets:rules_draft"))
    rule = RoutingRule.objects.get(rule_set=rule_book.draft_of(place.county.pk))
    for name in ("rules", "rules_draft", "add_rule", "rules_trial"):
        yield "root", reverse(f"tickets:{name}")
    yield "root", reverse("tickets:change_rule", args=[rule.pk])
    yield "root", reverse("tickets:rules_version", args=[1])


def message_pages(place: Town) -> Visits:
    """Messages, how they are worded, and the figures of units."""
    so.late(place)
    make.supervised(place)
    names = {"tickets.dispatched", "tickets.supervised", "tickets.returned"}
    tell_people([heard_from(each) for each in JournalEntry.objects.filter(name__in=names)])
    yield "ada", reverse("notices:inbox")
    yield "ada", reverse("notices:preferences")
    yield "root", reverse("notices:wordings")
    yield "root", reverse("notices:wording", args=["given", "zh-hans"])
    yield "ben", reverse("facts:units")
    yield "ben", reverse("facts:unit", args=[place.team_1.pk])


PAGES = (
    *(public_pages, step_pages, decision_pages, whistle_pages),
    *(desk_pages, rule_pages, message_pages),
)


@pytest.mark.parametrize("pages", PAGES, ids=lambda pages: pages.__name__)
def test_pages_keep_nobody_out(place: Town, see: See, pages: Callable[[Town], Visits]) -> None:
    assert Looker(place, see).faults(pages(place)) == []


def _signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def _rule(place: Town) -> dict[str, object]:
    """Rubbish on working days goes to the town."""
    return {
        "seen": _draft_seen(place),
        "items": [make.RUBBISH],
        "weekdays": ["1", "2", "3", "4", "5"],
        "target": "unit",
        "unit": str(place.town_office.pk),
    }


def _draft_seen(place: Town) -> int:
    draft = rule_book.draft_of(place.county.pk)
    assert draft is not None
    return draft.revision
