"""Report a problem or ask for help: one page, no account, nothing lost when something is missing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gewu.doors.portal import queries
from gewu.doors.portal.actions import keep_photo
from gewu.doors.portal.forms import ReportForm, once_of
from gewu.doors.portal.queries import Choice
from gewu.doors.portal.queries.known import chosen_of, known_near
from gewu.doors.portal.views.discreet import discreet
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code, county
from gewu.kernel import files
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.kernel.models import Attachment
from gewu.ui.pages import page
from gewu.work.tickets.actions import Report, submit, submit_and_follow
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries import MOST_PHOTOS
from gewu.work.tickets.queries.scope import secret_of

UNREADABLE = 422
ASK = "ask"


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; an item that is an emergency shows its number instead."""
    if request.method == "POST":
        return _take(request)
    choice = _choice(request.GET.get("item", ""))
    if choice and choice.is_emergency:
        return page(request, "portal/emergency.html", {"choice": choice})
    area = _area(request.GET.get("area", ""))
    first = {"area": area.code if area else "", "here": area is not None}
    return _form_page(request, ReportForm(initial=first), area=area, choice=choice)


@require_safe
@discreet
def waiting_photo(request: HttpRequest, token: str) -> HttpResponseBase:
    """A photo that waits for its report, for whoever sent it."""
    photo = queries.waiting_photo(token)
    if photo is None:
        raise Http404
    return files.answer(photo, "thumb")


def _take(request: HttpRequest) -> HttpResponse:
    """Keep the photos, then make the ticket, or show the form again with all that was typed."""
    dropped = set(request.POST.getlist("drop"))
    kept = queries.waiting_photos(t for t in request.POST.getlist("kept") if t not in dropped)
    choice, area = _choice(request.POST.get("item", "")), _area(request.POST.get("area", ""))
    form = ReportForm(request.POST, request.FILES, chosen=choice.item if choice else None)
    form.is_valid()
    kept += _keep_photos(form, len(kept))
    if form.is_valid():
        report = _report(form, area, choice, kept)
        known = known_near(report) if request.POST.get("near") == ASK else []
        if known:
            return _form_page(request, form, area=area, choice=choice, kept=kept, known=known)
        try:
            ticket = _sent(report, request.POST.get("follow", ""), once_of(form))
            return redirect("portal:thanks", ticket.number, secret_of(ticket))
        except Refusal as refusal:
            form.refuse(refusal)
    return _form_page(request, form, area=area, choice=choice, kept=kept, status=UNREADABLE)


def _sent(report: Report, follow: str, command: UUID | None) -> Ticket:
    """A ticket of its own, or one that joins what is known already."""
    if not follow:
        return submit(report=report, command=command, by=RESIDENT)
    master = chosen_of(known_near(report), follow)
    if master is None:
        raise Refusal(
            _("Nobody works on that one any more. Please send yours as a new report."),
            code="not_known",
        )
    return submit_and_follow(report=report, master=master, command=command, by=RESIDENT)


def _report(
    form: ReportForm, area: Area | None, choice: Choice | None, photos: Sequence[Attachment]
) -> Report:
    """What the form says; the grid of the code counts only where the resident left that ticked."""
    said = form.cleaned_data
    return Report(
        words=said["words"],
        title="" if said["words"] or choice is None else choice.item.name_zh,
        address=said["address"],
        lon=said["lon"],
        lat=said["lat"],
        area=area if said["here"] else None,
        item=choice.item if choice else None,
        photos=photos,
        name=said["name"],
        phone=said["phone"],
        channel=Ticket.Channel.CODE if area else Ticket.Channel.WEB,
    )


def _keep_photos(form: ReportForm, have: int) -> list[Attachment]:
    """Store what can be stored; say of the others what is wrong with them."""
    uploads: list[UploadedFile[Any]] = form.cleaned_data.get("photos", [])
    stored: list[Attachment] = []
    for upload in uploads[: MOST_PHOTOS - have]:
        try:
            stored.append(keep_photo(content=_photo(upload), by=RESIDENT))
        except Refusal as refusal:
            form.add_error("photos", f"{upload.name}: {refusal}")
    if len(uploads) + have > MOST_PHOTOS:
        text = _("At most %(count)s photos, please. The first ones were kept.")
        form.add_error("photos", text % {"count": MOST_PHOTOS})
    return stored


def _photo(upload: "UploadedFile[Any]") -> files.Content:
    content = files.prepare(upload)
    if not content.thumb:
        raise Refusal(_("Only photos can be added here."), code="file_kind")
    return content


def _form_page(
    request: HttpRequest,
    form: ReportForm,
    *,
    area: Area | None,
    choice: Choice | None,
    kept: Sequence[Attachment] = (),
    known: Sequence[Ticket] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "area": area,
        "choice": choice,
        "groups": queries.choices_of(county().pk),
        "opened": choice.item.category.code if choice else request.GET.get("kind", ""),
        "kept": [queries.photo_token(photo) for photo in kept],
        "map": queries.map_of(area, place=_place(form)),
        "known": known,
    }
    return page(request, "portal/report.html", context, status=status)


def _place(form: ReportForm) -> list[float] | None:
    """The marked place, so that the map shows it again."""
    lon, lat = (getattr(form, "cleaned_data", {}).get(name) for name in ("lon", "lat"))
    return None if lon is None or lat is None else [float(lon), float(lat)]


def _choice(code: str) -> Choice | None:
    return queries.offered_item(county().pk, code) if code else None


def _area(code: str) -> Area | None:
    return area_by_code(code) if code else None
