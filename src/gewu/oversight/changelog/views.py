"""The page of all changes, and the same as a table to take away."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.oversight.changelog.forms import ChangesForm
from gewu.oversight.changelog.queries import Asked, Entry, entries_for, told
from gewu.ui.exporting import Export, file_answer
from gewu.ui.pages import page

PAGE_SIZE = 40
MOST_ROWS = 20_000


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@login_required
def changes(request: StaffRequest) -> HttpResponse:
    """What became of the areas under the viewer's posts, the newest first."""
    _need_sight(request.user)
    form = ChangesForm(request.GET)
    asked = form.asked() if form.is_valid() else Asked()
    rows = entries_for(request.user, asked)
    before = _mark(request)
    found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    held = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    older = {**held, "before": str(shown[-1].pk)} if len(found) > PAGE_SIZE else {}
    context = {
        "form": form,
        "entries": told(request.user, shown) if not form.errors else [],
        "is_filtered": bool(held),
        "held": urlencode(held),
        "newer": f"?{urlencode(held)}" if before else "",
        "older": f"?{urlencode(older)}" if older else "",
    }
    status = 422 if form.errors else 200
    return page(request, "changelog/changes.html", context, part="results", status=status)


@login_required
def file(request: StaffRequest) -> HttpResponse:
    """The same as CSV, with the same filters."""
    _need_sight(request.user)
    form = ChangesForm(request.GET)
    if not form.is_valid():
        return changes(request)
    rows = entries_for(request.user, form.asked())[:MOST_ROWS]
    heads = [_("In force from"), _("Decided on"), _("Kind"), _("State"), _("What changed")]
    heads += [_("Details"), _("Why"), _("By whom")]
    taken = Export("changes", request.user, is_personal=False)
    return file_answer(taken, "csv", heads, map(_cells, told(request.user, rows)))


def _cells(entry: Entry) -> list[object]:
    decided = timezone.localtime(entry.decided).strftime("%Y-%m-%d %H:%M")
    state = _("Planned") if entry.state == "planned" else ""
    said = [entry.day, decided, entry.kind.label, state, entry.what]
    return [*said, entry.details, entry.reason, entry.who]


def _mark(request: HttpRequest) -> UUID | None:
    """Where the next page begins; what is no mark is the first page."""
    try:
        return UUID(request.GET.get("before", ""))
    except ValueError:
        return None


def _need_sight(user: User) -> None:
    if not user.may("territory.see"):
        raise PermissionDenied
