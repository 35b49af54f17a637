"""What a reporter says while a request is under way: an answer to the desk, or please hurry."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gewu.doors.portal.forms import AnswerForm, UrgeForm, once_of
from gewu.doors.portal.views.discreet import discreet
from gewu.doors.portal.views.follow import obeyed, reported
from gewu.doors.portal.views.photos import keep_photos, kept_before
from gewu.kernel.acting import RESIDENT
from gewu.ui.pages import posted_from
from gewu.work.tickets import actions


@discreet
@posted_from("portal:ticket")
def answer(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """What the desk asked for; from here on the clock runs again."""
    found = reported(number, secret)
    form, kept = AnswerForm(request.POST, request.FILES, auto_id="answer_%s"), kept_before(request)
    form.is_valid()
    kept += keep_photos(form, len(kept))

    def obey() -> None:
        words, command = form.cleaned_data["words"], once_of(form)
        actions.answer(ticket=found, words=words, photos=kept, command=command, by=RESIDENT)

    return obeyed(request, found, form, obey, _("Thank you. The desk goes on with it."), kept)


@discreet
@posted_from("portal:ticket")
def urge(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Please hurry: heard once a working day and passed on to whoever has it."""
    found, form = reported(number, secret), UrgeForm(request.POST, auto_id="urge_%s")

    def obey() -> None:
        words = form.cleaned_data["words"]
        actions.urge(ticket=found, words=words, command=once_of(form), by=RESIDENT)

    unit = found.unit.name if found.unit else _("the county desk")
    done = _("It was passed on to: %(unit)s. They see it with your request.") % {"unit": unit}
    return obeyed(request, found, form, obey, done)
