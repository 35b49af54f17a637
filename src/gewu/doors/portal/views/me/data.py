"""My data: all that is held of one's number, who looked, and what was asked about it."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gewu.doors.portal.forms.me import CopyForm
from gewu.doors.portal.queries import address_of
from gewu.doors.portal.views.me.session import ResidentRequest, for_residents
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT
from gewu.oversight.protection import actions, queries
from gewu.ui.pages import page

UNREADABLE = 422


@require_safe
@for_residents
def me(request: ResidentRequest) -> HttpResponse:
    """What is held, what for, who looked at it, and what may be done about it."""
    return shown(request)


def shown(
    request: ResidentRequest,
    *,
    copying: CopyForm | None = None,
    refused: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """The page, with a form that was sent and what is wrong with it."""
    held = actions.read_own(session=request.resident, by=RESIDENT)
    asked = list(queries.requests_of(request.resident))
    context = {
        "held": held,
        "lines": [(ticket, address_of(ticket)) for ticket in held.tickets],
        "asked": queries.lines_of(asked, timezone.localdate(clock.now()), told=True),
        "copying": copying or CopyForm(auto_id="copy_%s"),
        "refused": refused,
    }
    status = UNREADABLE if copying else status
    return page(request, "portal/me/me.html", context, status=status)
