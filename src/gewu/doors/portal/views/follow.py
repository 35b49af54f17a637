"""Follow a request by its secret address, answer, rate, ask again."""

from collections.abc import Callable, Sequence
from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gewu.doors.portal import policies, queries
from gewu.doors.portal.forms import (
    AnswerForm,
    FollowForm,
    OnceForm,
    RatingForm,
    RevisitForm,
    UrgeForm,
    WordsForm,
    once_of,
)
from gewu.doors.portal.views.discreet import discreet
from gewu.kernel import clock, files
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.kernel.models import Attachment
from gewu.ui.pages import page, posted_from
from gewu.work.tickets import actions
from gewu.work.tickets.models import Ticket, TicketPhoto
from gewu.work.tickets.queries import states
from gewu.work.tickets.queries.scope import followed, secret_of

SECRET_LENGTH = 24  # an address holds the long word; the short code is for the form, which counts
UNREADABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@discreet
def follow(request: HttpRequest) -> HttpResponse:
    """From number and code to the page of a request."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        ticket = _by_code(request, form)
        if ticket is not None:
            return redirect("portal:ticket", ticket.number, secret_of(ticket))
    status = UNREADABLE if form.errors else 200
    return page(request, "portal/follow.html", {"form": form}, status=status)


@require_safe
@discreet
def ticket(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """How a request stands, and what its reporter may say now."""
    return shown(request, reported(number, secret), secret)


@require_safe
@discreet
def thanks(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """The number, the secret link and its code, what happens next and until when."""
    found = reported(number, secret)
    link = request.build_absolute_uri(queries.address_of(found))
    context = {
        "ticket": found,
        "slip": queries.slip_of(found, link),
        "promise": queries.promise_of(found),
        "placed": queries.placed(found),
    }
    return page(request, "portal/thanks.html", context)


@discreet
@posted_from("portal:ticket")
def confirm(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """It is solved."""
    found, form = reported(number, secret), OnceForm(request.POST)

    def obey() -> None:
        act = actions.respond if is_merged(found) else actions.confirm
        act(ticket=found, command=once_of(form), by=RESIDENT)

    done = _("Thank you. The request is closed.")
    if is_merged(found):
        done = _("Thank you. Your answer is kept.")
    return obeyed(request, found, form, obey, done)


@discreet
@posted_from("portal:ticket")
def revisit(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Solved or not, and how it went, answered without a call."""
    found, form = reported(number, secret), RevisitForm(request.POST, auto_id="revisit_%s")

    def obey() -> None:
        try:
            actions.revisit(ticket=found, command=once_of(form), **form.arguments(), by=RESIDENT)
        except Refusal as refusal:
            if refusal.field == "missing":
                refusal.field = "words"
            raise

    return obeyed(request, found, form, obey, _("Thank you for your answers."))


@discreet
@posted_from("portal:ticket")
def reopen(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """It is not solved: the first time it comes back by itself, then a supervisor decides."""
    found, form = reported(number, secret), WordsForm(request.POST, auto_id="reopen_%s")

    act, done = _not_solved(found)

    def obey() -> None:
        act(ticket=found, words=form.cleaned_data["words"], command=once_of(form), by=RESIDENT)

    return obeyed(request, found, form, obey, done)


@discreet
@posted_from("portal:ticket")
def rate(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """One to five stars."""
    found, form = reported(number, secret), RatingForm(request.POST, auto_id="rate_%s")

    def obey() -> None:
        said = {name: form.cleaned_data[name] for name in ("stars", "words")}
        act = actions.respond if is_merged(found) else actions.rate
        act(ticket=found, command=once_of(form), **said, by=RESIDENT)

    return obeyed(request, found, form, obey, _("Thank you for your rating."))


@require_safe
@discreet
def photo(request: HttpRequest, number: str, secret: str, pk: UUID, size: str) -> HttpResponseBase:
    """A photo of the request."""
    photos = TicketPhoto.objects.select_related("attachment")
    found = get_object_or_404(photos, ticket=reported(number, secret), pk=pk)
    return files.answer(found.attachment, "thumb" if size == "thumb" else "full")


def reported(number: str, secret: str) -> Ticket:
    """The request of a secret address; the short code opens nothing here."""
    if len(secret) != SECRET_LENGTH:
        raise Http404
    return followed(number, secret)


def is_merged(found: Ticket) -> bool:
    """Whether somebody else's request decides about this one."""
    return found.state == states.MERGED


def _not_solved(found: Ticket) -> tuple[Callable[..., Ticket], str]:
    """What "not solved" does to a request as it stands, and what is said then."""
    if is_merged(found):
        done = _("Your words are with the desk, which decides. You read the decision here.")
        return actions.doubt, done
    if found.reopened >= states.REOPENINGS:
        done = _("Your words are with a supervisor, who decides. You read the decision here.")
        return actions.request_reopen, done
    return actions.reopen, _("The request is open again.")


def _by_code(request: HttpRequest, form: FollowForm) -> Ticket | None:
    """The request of a number and its code; wrong ones are counted, and too many refused."""
    number, address = form.cleaned_data["number"], get_adapter().get_client_ip(request)
    if not policies.may_try(address, number):
        form.add_error(None, _("That was tried too often. Please wait a quarter of an hour."))
        return None
    try:
        return followed(number, form.cleaned_data["code"])
    except Http404:
        policies.note_failure(address, number)
        form.add_error(
            None, _("Number and code do not belong together. Please compare both with your slip.")
        )
        return None


def obeyed(
    request: HttpRequest,
    found: Ticket,
    form: forms.Form,
    obey: Callable[[], None],
    done: str,
    kept: Sequence[Attachment] = (),
) -> HttpResponse:
    """Do what the resident said, or show the page again with what is wrong."""
    secret = secret_of(found)
    if form.is_valid():
        try:
            obey()
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("portal:ticket", found.number, secret)
    return shown(request, followed(found.number, secret), secret, form, kept)


def shown(
    request: HttpRequest,
    found: Ticket,
    secret: str,
    form: forms.Form | None = None,
    kept: Sequence[Attachment] = (),
) -> HttpResponse:
    """The page of a request, with the form that was sent and what is wrong with it."""
    reading = queries.reading_of(found, clock.now())
    context = {
        "ticket": found,
        "secret": secret,
        "reading": reading,
        "facts": queries.facts_of(found),
        "words_form": form if isinstance(form, WordsForm) else WordsForm(auto_id="reopen_%s"),
        "rating_form": form if isinstance(form, RatingForm) else RatingForm(auto_id="rate_%s"),
        "answer_form": form if isinstance(form, AnswerForm) else AnswerForm(auto_id="answer_%s"),
        "urge_form": form if isinstance(form, UrgeForm) else UrgeForm(auto_id="urge_%s"),
        "kept": [queries.photo_token(photo) for photo in kept],
        "revisit_form": form
        if isinstance(form, RevisitForm)
        else RevisitForm(auto_id="revisit_%s"),
        "refused": form.non_field_errors() if form else (),
        "live_topics": [f"ticket:{found.pk}", *_topics_of_master(reading)],
    }
    status = UNREADABLE if form else 200
    return page(request, "portal/ticket.html", context, part="standing", status=status)


def _topics_of_master(reading: queries.Reading) -> list[str]:
    return [f"ticket:{reading.standing.master.pk}"] if reading.standing.master else []
