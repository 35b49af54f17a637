"""Requests about own data: of a number for its holder, of the county for the desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from gewu.ground.accounts.models import User
from gewu.ground.residents.models import Contact, ResidentSession
from gewu.ground.territory.queries import county
from gewu.kernel.crypto import open_sealed
from gewu.kernel.ids import moment_of
from gewu.oversight.protection import policies, rules, states
from gewu.oversight.protection.models import DataRequest, DataStep, DataTerms
from gewu.oversight.protection.queries.looks import Posts
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries import clocks

UNTOLD = ("read",)  # stands among those who looked


@dataclass(frozen=True)
class StepLine:
    """One step as it is read, with its words."""

    step: DataStep
    words: str
    who: str

    @property
    def title(self) -> str:
        """What the step is called."""
        return self.step.verb_label


@dataclass(frozen=True)
class RequestLine:
    """A request with its words and its answer."""

    request: DataRequest
    steps: list[StepLine]
    is_overdue: bool

    @property
    def asked(self) -> str:
        """What was asked, in the person's own words."""
        return next((each.words for each in self.steps if each.step.verb == "ask"), "")

    @property
    def answers(self) -> list[StepLine]:
        """What was said to it, the last first."""
        return [each for each in reversed(self.steps) if each.words and each.step.verb != "ask"]


def requests_of(session: ResidentSession) -> QuerySet[DataRequest]:
    """What was asked with this number, the last first."""
    return requests_of_number(bytes(session.phone_index))


def requests_of_number(index: bytes) -> QuerySet[DataRequest]:
    """The same by the index of the number."""
    found = DataRequest.objects.filter(phone_index=index)
    return found.order_by("-id")


def own_request(session: ResidentSession, pk: UUID) -> DataRequest:
    """One of them; 404 for every other number."""
    return get_object_or_404(requests_of(session), pk=pk)


def requests_for(viewer: User, *, kind: str = "", state: str = "") -> QuerySet[DataRequest]:
    """The county's requests by the day they are due, for the desk; for everyone else none."""
    _need_desk(viewer)
    found = DataRequest.objects.all()
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    return found.order_by("due_on", "id")


def request_for(viewer: User, pk: UUID) -> DataRequest:
    """One of them; 404 for everyone but the desk."""
    return get_object_or_404(requests_for(viewer), pk=pk)


def waiting_requests() -> QuerySet[DataRequest]:
    """Those that still wait for an answer, by the day they are due."""
    return DataRequest.objects.filter(state=states.OPEN).order_by("due_on", "id")


def overdue_count(viewer: User, today: date) -> int:
    """How many wait although their day has passed."""
    return requests_for(viewer, state=states.OPEN).filter(due_on__lt=today).count()


def lines_of(requests: Sequence[DataRequest], today: date, *, told: bool) -> list[RequestLine]:
    """Requests with their steps and words; `told` leaves out what the person reads elsewhere."""
    rows = DataStep.objects.filter(request__in=requests).order_by("id")
    if told:
        rows = rows.exclude(verb__in=UNTOLD)
    steps = list(rows)
    posts = Posts(step.by_id for step in steps)
    of: dict[UUID, list[StepLine]] = {}
    for step in steps:
        who = posts.held(step.by_id, step.at) if step.by_kind == "staff" else ""
        of.setdefault(step.request_id, []).append(StepLine(step, words_of(step), who))
    return [RequestLine(each, of.get(each.pk, []), each.is_overdue(today)) for each in requests]


def words_of(step: DataStep) -> str:
    """The words of a step, for whoever may read the request."""
    return open_sealed(step.sealed_words, step.bound_to) if step.sealed_words else ""


def tickets_about(request: DataRequest) -> list[Ticket]:
    """The tickets that a request is about: one, or all that its number had when it was made."""
    found = Ticket.objects.filter(
        contact__phone_index=request.phone_index, submitted_at__lte=request.asked_at
    )
    if request.ticket_id is not None:
        found = found.filter(pk=request.ticket_id)
    return list(found.select_related("text", "contact").order_by("id"))


def contacts_about(request: DataRequest) -> list[Contact]:
    """The contacts that a request is about, those without a ticket only where it is about all."""
    found = Contact.objects.filter(phone_index=request.phone_index)
    if request.ticket_id is not None:
        found = found.filter(pk__in=Ticket.objects.filter(pk=request.ticket_id).values("contact"))
    return [each for each in found.order_by("id") if moment_of(each.pk) <= request.asked_at]


def locked_contacts(request: DataRequest) -> list[Contact]:
    """Names and phones that wait, locked away, until their case is closed."""
    return [each for each in contacts_about(request) if each.restricted_at is not None]


def terms_of(county_id: UUID) -> DataTerms:
    """The county's terms; the usual ones where it never said so."""
    found = DataTerms.objects.filter(pk=county_id).first()
    return found or DataTerms(county_id=county_id, shows_names=False)


def days_left(request: DataRequest, today: date) -> int:
    """Working days until it is due; negative for those that have passed since."""
    return rules.workdays_left(today, request.due_on, workdays_of(request.county_id))


def workdays_of(county_id: UUID) -> Callable[[date], bool]:
    """On which days work is done; Monday to Friday before the county is set up."""
    return clocks.workdays_of(county_id) or (lambda day: day.weekday() < 5)


def this_county() -> UUID:
    """The county of this installation."""
    return county().pk


def _need_desk(viewer: User) -> None:
    if not policies.may_protect(viewer):
        raise Http404
