"""A new number: a code shows that it is one's own, too."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.doors.portal.forms.me import CodeForm, PhoneForm
from gewu.doors.portal.views.me.rights import form_page, sent
from gewu.doors.portal.views.me.session import ResidentRequest, for_residents
from gewu.doors.portal.views.me.signing import TOO_OFTEN
from gewu.ground.residents import queries
from gewu.ground.residents.actions import TooOften, ask_code
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.oversight.protection.actions import change_number


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def number(request: ResidentRequest) -> HttpResponse:
    """Which number is the new one? A code goes there."""
    form = PhoneForm(sent(request))
    if form.is_valid():
        address = str(get_adapter().get_client_ip(request))
        phone, session = form.cleaned_data["phone"], request.resident
        try:
            asked = ask_code(phone=phone, address=address, session=session, by=RESIDENT)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
            answer = form_page(request, "portal/me/number.html", form)
            if isinstance(refusal, TooOften):
                answer.status_code = TOO_OFTEN
                answer["Retry-After"] = str(refusal.seconds)
            return answer
        if settings.CODE_SENDER == "page":
            text = _("This is a trial: no message is sent. The code is %(code)s.")
            messages.info(request, text % {"code": asked.code})
        return redirect("portal:number_code", challenge=asked.challenge)
    return form_page(request, "portal/me/number.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def number_code(request: ResidentRequest, challenge: UUID) -> HttpResponse:
    """The code that came to the new number; everything then follows there."""
    form = CodeForm(sent(request))
    if form.is_valid():
        entered = change_number(
            session=request.resident,
            challenge=challenge,
            code=form.cleaned_data["code"],
            by=RESIDENT,
        )
        if entered.phone:
            messages.success(request, _("Your number is changed. Everything has moved to it."))
            return redirect("portal:me")
        form.add_error("code", entered.fault)
    is_open = queries.is_open_challenge(challenge, clock.now())
    return form_page(
        request, "portal/me/enter_code.html", form, {"is_open": is_open, "again": "portal:number"}
    )
