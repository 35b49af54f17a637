"""A dry run: what a draft of the rules would have done with the tickets of the last month."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area
from gewu.work.tickets.models import Condition, LeadKind, RuleSet, Terms, Ticket
from gewu.work.tickets.queries.routing import Asked, facts_of, outcome_for, route_to
from gewu.work.tickets.queries.rule_book import RuleBook, book_of, read
from gewu.work.tickets.rules.matching import Facts, Outcome, matches
from gewu.work.tickets.rules.routing import Route

PERIOD = timedelta(days=30)
MOST = 20_000
SHOWN = 50
MOST_OVERLAPS = 20
READ = (
    *("number", "channel", "submitted_at", "is_confidential", "condition_id", "area_id"),
    *("text__title", "text__words"),
)
UNITS_DOWN_TO = 4  # county, town, community, grid


@dataclass(frozen=True)
class Moved:
    """A ticket that the draft sends elsewhere."""

    ticket: Ticket
    before: Unit
    after: Unit
    rule: UUID | None


@dataclass
class Trial:
    """What a dry run found."""

    since: datetime
    tried: int = 0
    is_sample: bool = False
    moved: int = 0
    shown: list[Moved] = field(default_factory=list)
    older: str = ""
    ways: list[tuple[Unit, Unit, int]] = field(default_factory=list)
    hits: Counter[UUID] = field(default_factory=Counter)
    overlaps: list[tuple[UUID, UUID, int]] = field(default_factory=list)
    never: frozenset[UUID] = frozenset()
    overruled: frozenset[UUID] = frozenset()


def try_out(draft: RuleSet, terms: Terms, now: datetime, *, after: str = "") -> Trial:
    """Compare the draft with the rules in force; the newest 20,000 tickets stand for more."""
    run = _Run(draft, terms)
    trial = Trial(since=now - PERIOD)
    tickets = _tickets(terms.county_id, trial.since)
    conditions = Condition.objects.select_related("lead", "item").in_bulk()
    areas = Area.objects.in_bulk()
    for ticket in islice(tickets.iterator(chunk_size=1_000), MOST):
        trial.tried += 1
        # Read once, not with each of twenty thousand tickets.
        ticket.condition = conditions[ticket.condition_id]
        ticket.area = areas.get(ticket.area_id)
        run.take(ticket, after)
    trial.is_sample = trial.tried == MOST and tickets.count() > MOST
    run.tell(trial)
    return trial


def _tickets(county_id: UUID, since: datetime) -> QuerySet[Ticket]:
    """Those that the rules choose a unit for, the newest first."""
    return (
        Ticket.objects.filter(county_id=county_id, submitted_at__gte=since, condition__isnull=False)
        .select_related("text")
        .only(*READ)
        .order_by("-id")
    )


class _Run:
    """Both versions over many tickets; what a place and a rule lead to is looked up once."""

    def __init__(self, draft: RuleSet, terms: Terms) -> None:
        self.terms, self.now, self.then = terms, book_of(terms), read(draft)
        self.targets = {rule.id: rule.target for rule in self.then.rules}
        self.hits: Counter[UUID] = Counter()
        self.matched: Counter[UUID] = Counter()
        self.pairs: Counter[tuple[UUID, UUID]] = Counter()
        self.ways: Counter[tuple[UUID, UUID]] = Counter()
        self.moved: list[tuple[Ticket, UUID, UUID, UUID | None]] = []
        self.older = ""
        self._routes: dict[tuple[UUID, str, Outcome | None], Route] = {}

    def take(self, ticket: Ticket, after: str) -> None:
        """One ticket under both."""
        asked = Asked(
            self.terms,
            ticket.channel,
            ticket.submitted_at,
            f"{ticket.text.title} {ticket.text.words}",
            ticket.is_confidential,
        )
        before = self._route(ticket, asked, self.now)
        then = self._route(ticket, asked, self.then)
        self._count(ticket, asked, then)
        if before.unit is None or then.unit is None or before.unit == then.unit:
            return
        self.ways[before.unit, then.unit] += 1
        if after and str(ticket.pk) >= after:
            return
        if len(self.moved) < SHOWN:
            self.moved.append((ticket, before.unit, then.unit, then.rule))
        else:
            self.older = str(self.moved[-1][0].pk)

    def tell(self, trial: Trial) -> None:
        """Put names to what was counted."""
        units = Unit.ever.in_bulk({unit for way in self.ways for unit in way})
        trial.moved = sum(self.ways.values())
        trial.ways = [(units[a], units[b], n) for (a, b), n in self.ways.most_common()]
        trial.shown = [Moved(t, units[a], units[b], rule) for t, a, b, rule in self.moved]
        trial.older, trial.hits = self.older, self.hits
        trial.overlaps = [(a, b, n) for (a, b), n in self.pairs.most_common(MOST_OVERLAPS)]
        silent = {rule.id for rule in self.then.rules if not self.hits[rule.id]}
        trial.overruled = frozenset(rule for rule in silent if self.matched[rule])
        trial.never = frozenset(silent - trial.overruled)

    def _count(self, ticket: Ticket, asked: Asked, route: Route) -> None:
        """Which rules decided, and which others would have said something else."""
        if route.rule:
            self.hits.update((*route.via, route.rule))
        facts = facts_of(_condition(ticket), ticket.area, asked)
        found = list(self._matching(facts))
        self.matched.update(found)
        for other in found[1:]:
            if self.targets[other] != self.targets[found[0]]:
                self.pairs[found[0], other] += 1

    def _matching(self, facts: Facts) -> Iterator[UUID]:
        return (rule.id for rule in self.then.rules if matches(rule, facts))

    def _route(self, ticket: Ticket, asked: Asked, book: RuleBook) -> Route:
        condition = _condition(ticket)
        outcome = outcome_for(condition, ticket.area, asked, book)
        key = (condition.lead_id, _place_that_counts(condition, ticket.area, outcome), outcome)
        if key not in self._routes:
            self._routes[key] = route_to(outcome, condition, ticket.area, asked)
        return self._routes[key]


def _condition(ticket: Ticket) -> Condition:
    assert ticket.condition is not None
    return ticket.condition


def _place_that_counts(condition: Condition, area: Area | None, outcome: Outcome | None) -> str:
    """The grid, where the unit depends on it at all."""
    if area is None:
        return "outside"
    if outcome is None and condition.lead.level == LeadKind.Level.DEPARTMENT:
        return ""
    if outcome is not None and outcome.target.unit:
        return ""
    return ".".join(area.path.split(".")[:UNITS_DOWN_TO])
