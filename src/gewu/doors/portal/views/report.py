"""Report a problem or ask for help: one page, no account, nothing lost when something is missing."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gewu.doors.portal import queries
from gewu.doors.portal.forms import ReportForm, once_of
from gewu.doors.portal.queries import Choice
from gewu.doors.portal.queries.known import chosen_of, known_near
from gewu.doors.portal.views.discreet import discreet
from gewu.doors.portal.views.photos import keep_photos, kept_before
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code, county
from gewu.kernel import files
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.kernel.models import Attachment
from gewu.ui.pages import page
from gewu.work.tickets.actions import Report, submit, submit_and_follow
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.scope import secret_of

UNREADABLE = 422
ASK = "ask"


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; an item that is an emergency shows its number instead."""
    if request.method == "POST":
        return _take(request)
    choice = _choice(request.GET.get("item", ""))
    called = bool(request.GET.get("called"))
    if choice and choice.is_emergency and not called:
        return page(request, "portal/emergency.html", {"choice": choice})
    area = _area(request.GET.get("area", ""))
    first = {"area": area.code if area else "", "here": area is not None, "called": called}
    form = ReportForm(initial=first, units=queries.units_to_name(area))
    return _form_page(request, form, area=area, choice=choice)


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
    kept = kept_before(request)
    choice, area = _choice(request.POST.get("item", "")), _area(request.POST.get("area", ""))
    form = ReportForm(
        request.POST,
        request.FILES,
        chosen=choice.item if choice else None,
        units=queries.units_to_name(area),
    )
    form.is_valid()
    kept += keep_photos(form, len(kept))
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
        is_follow_up=said["called"] and choice is not None and choice.is_emergency,
        is_confidential=said["is_confidential"],
        barred=(said["about"].pk,) if said["about"] else (),
    )


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
        "called": bool(form["called"].value()) and choice is not None and choice.is_emergency,
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
