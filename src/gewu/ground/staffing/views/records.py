"""The file of a member of staff, what ends soon, the talent pool, and what a county sets up."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.ground.staffing import policies
from gewu.ground.staffing.actions import records as actions
from gewu.ground.staffing.forms import records as forms
from gewu.ground.staffing.queries import records as reads
from gewu.ground.staffing.queries.duty import duties_around
from gewu.ground.staffing.views.units import PAGE_SIZE, status_of
from gewu.ground.territory.queries import county
from gewu.kernel import clock
from gewu.kernel.files import answer
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page
from gewu.ui.paging import turning


@login_required
def my_file(request: HttpRequest) -> HttpResponse:
    """One's own file."""
    return redirect("staffing:file", pk=cast(User, request.user).pk)


@login_required
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything in a file; the person's own requests are made here too."""
    viewer = cast(User, request.user)
    person = reads.file_for(viewer, pk)
    own = viewer.pk == person.pk
    form = forms.CorrectionForm(request.POST or None)
    if request.method == "POST":
        need(own)
    if form.is_valid():
        actions.ask_correction(**form.cleaned_data, by=viewer)
        messages.success(request, _("Sent. The answer will stand here."))
        return redirect("staffing:file", pk=pk)
    context = {
        "person": person,
        "is_own": own,
        "may_keep": policies.may_keep_file(viewer, person),
        "today": timezone.localdate(),
        "form": form,
        # Only for the person: a file is no place to watch anybody's days.
        "duties": duties_around(person, clock.now()) if own else [],
        **reads.file_of(person),
    }
    return page(request, "staffing/records/file.html", context, status=status_of(form))


@login_required
def add_certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter a certificate."""
    viewer = cast(User, request.user)
    person = reads.file_for(viewer, pk)
    form = forms.CertificateForm(county().pk, request.POST or None, request.FILES or None)
    return _entering(
        request, person, form, _("Add a certificate"), actions.add_certificate, upload=True
    )


@login_required
def set_grade(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter a grade."""
    person = _kept(request, pk)
    form = forms.GradeForm(county().pk, request.POST or None)
    return _entering(request, person, form, _("Enter a grade"), actions.set_grade)


@login_required
def add_career_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter where somebody went on to."""
    person = _kept(request, pk)
    form = forms.CareerForm(request.POST or None)
    return _entering(request, person, form, _("Add to the career"), actions.add_career_step)


def _kept(request: HttpRequest, pk: UUID) -> User:
    viewer = cast(User, request.user)
    person = reads.file_for(viewer, pk)
    need(policies.may_keep_file(viewer, person))
    return person


def _entering(
    request: HttpRequest,
    person: User,
    form: Any,
    title: str,
    act: Callable[..., object],
    *,
    upload: bool = False,
) -> HttpResponse:
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: act(user=person, **data, by=cast(User, request.user))):
            messages.success(request, _("Saved."))
            return redirect("staffing:file", pk=person.pk)
    context = {"form": form, "person": person, "title": title, "upload": upload}
    return page(request, "staffing/records/enter.html", context, status=status_of(form))


@login_required
@require_POST
def drop_certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was entered by mistake."""
    viewer = cast(User, request.user)
    certificate = reads.certificate_for(viewer, pk)
    actions.drop_certificate(certificate=certificate, by=viewer)
    messages.success(request, _("Taken out."))
    return redirect("staffing:file", pk=certificate.user_id)


@login_required
def scan(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The scan of a certificate."""
    certificate = reads.certificate_for(cast(User, request.user), pk)
    if certificate.scan is None or certificate.dropped_at is not None:
        raise Http404
    return answer(certificate.scan)


@login_required
def answer_correction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what was done about it."""
    viewer = cast(User, request.user)
    correction = reads.correction_for(viewer, pk)
    need(policies.may_keep_file(viewer, correction.user))
    form = forms.AnswerForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(
            form, lambda: actions.answer_correction(correction=correction, **data, by=viewer)
        ):
            messages.success(request, _("Answered."))
            return redirect("staffing:file", pk=correction.user_id)
    context = {"form": form, "correction": correction}
    return page(request, "staffing/records/answer.html", context, status=status_of(form))


@login_required
@require_POST
def join_pool(request: HttpRequest) -> HttpResponse:
    """Be listed in the talent pool."""
    return _consent(request, True, _("You are listed. You may take it back at any time."))


@login_required
@require_POST
def leave_pool(request: HttpRequest) -> HttpResponse:
    """Be listed no longer."""
    return _consent(request, False, _("You are listed no longer."))


def _consent(request: HttpRequest, is_given: bool, text: str) -> HttpResponse:
    actions.set_consent(is_given=is_given, by=cast(User, request.user))
    messages.success(request, text)
    return redirect("staffing:my_file")


@login_required
def due(request: HttpRequest) -> HttpResponse:
    """Certificates and terms that end soon, and corrections to answer."""
    viewer, today = cast(User, request.user), timezone.localdate()
    need(viewer.may("staffing.records"))
    expiring = Paginator(reads.expiring_for(viewer, today), PAGE_SIZE)
    ending = Paginator(reads.terms_ending_for(viewer, today), PAGE_SIZE)
    certificates = expiring.get_page(request.GET.get("certificates"))
    terms = ending.get_page(request.GET.get("terms"))
    context = {
        "certificates": certificates,
        "turning": turning(certificates, request.GET, "certificates"),
        "terms": terms,
        "turning_terms": turning(terms, request.GET, "terms"),
        "corrections": reads.corrections_for(viewer)[:200],
    }
    return page(request, "staffing/records/due.html", context)


@login_required
def pool(request: HttpRequest) -> HttpResponse:
    """Those who agreed to be found, by years served and certificates."""
    viewer = cast(User, request.user)
    need(viewer.may("staffing.records"))
    form = forms.PoolForm(request.GET)
    listed = Paginator(reads.pool_for(viewer, **form.filters()), PAGE_SIZE)
    found = listed.get_page(request.GET.get("page"))
    context = {"form": form, "rows": found.object_list, "turning": turning(found, request.GET)}
    return page(request, "staffing/records/pool.html", context)


@login_required
def record_kinds(request: HttpRequest) -> HttpResponse:
    """The kinds of certificates and the table of grades of the county."""
    top = _edited(request)
    context = {
        "kinds": reads.kinds_of_certificates(top.pk),
        "tracks": reads.grade_tracks(top.pk),
    }
    return page(request, "staffing/records/kinds.html", context)


@login_required
def add_certificate_kind(request: HttpRequest) -> HttpResponse:
    """One more kind of certificate."""
    return _kind(request, None)


@login_required
def change_certificate_kind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another name, other posts that need it, or no longer in use."""
    top = _edited(request)
    return _kind(request, get_object_or_404(reads.kinds_of_certificates(top.pk), pk=pk))


def _kind(request: HttpRequest, kind: Any) -> HttpResponse:
    top = _edited(request)
    form = forms.CertificateKindForm(request.POST or None, initial=vars(kind) if kind else {})
    return _arranging(
        request,
        form,
        _("Kind of certificate"),
        lambda data: actions.save_certificate_kind(
            county=top, kind=kind, **data, by=cast(User, request.user)
        ),
    )


@login_required
def set_grade_track(request: HttpRequest) -> HttpResponse:
    """A post of the table of grades; the place says which."""
    top = _edited(request)
    form = forms.GradeTrackForm(request.POST or None)
    return _arranging(
        request,
        form,
        _("Post in the table of grades"),
        lambda data: actions.save_grade_track(county=top, **data, by=cast(User, request.user)),
    )


def _edited(request: HttpRequest) -> Any:
    top = county()
    need(policies.may_edit(cast(User, request.user), top.path))
    return top


def _arranging(
    request: HttpRequest, form: Any, title: str, act: Callable[[Any], object]
) -> HttpResponse:
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: act(data)):
            messages.success(request, _("Saved."))
            return redirect("staffing:record_kinds")
    context = {"form": form, "title": title}
    return page(request, "staffing/records/arrange.html", context, status=status_of(form))
