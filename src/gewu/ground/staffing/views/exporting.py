"""Lists of staff as files: what ends soon, and the talent pool."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.ground.accounts.models import User
from gewu.ground.staffing.actions import records as actions
from gewu.ground.staffing.forms import records as forms
from gewu.ground.staffing.queries import records as reads
from gewu.ground.staffing.views.units import status_of
from gewu.ui.asking import need
from gewu.ui.exporting import Export, file_answer
from gewu.ui.forms import ExportForm
from gewu.ui.pages import page

Rows = list[Sequence[object]]


@dataclass(frozen=True)
class List:
    """A list that may be taken away: its name, its page, its columns and rows."""

    label: str | Promise
    page: str
    columns: Sequence[str | Promise]
    rows: Callable[[User, QueryDict], Rows]


@login_required
def export(request: HttpRequest, what: str) -> HttpResponse:
    """One of the lists, as it is filtered; that it was taken is on record."""
    viewer = cast(User, request.user)
    need(viewer.may("staffing.records"))
    wanted = LISTS.get(what)
    if wanted is None:
        raise Http404
    rows = wanted.rows(viewer, request.GET)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        actions.note_export(what=what, rows=len(rows), by=viewer)
        taken = Export(what, viewer, is_personal=True, purpose=data["purpose"])
        return file_answer(taken, data["kind"], [str(each) for each in wanted.columns], rows)
    context = {
        "form": form,
        "count": len(rows),
        "label": wanted.label,
        "back": f"{reverse(wanted.page)}?{request.GET.urlencode()}",
    }
    return page(request, "staffing/records/export.html", context, status=status_of(form))


def _certificates(viewer: User, _asked: QueryDict) -> Rows:
    found = reads.expiring_for(viewer, timezone.localdate())
    return [(each.user.shown_name, str(each.kind), _day(each.expires_on)) for each in found]


def _terms(viewer: User, _asked: QueryDict) -> Rows:
    found = reads.terms_ending_for(viewer, timezone.localdate())
    return [
        (each.user.shown_name, each.post.title, each.post.unit.name, _day(each.last_day))
        for each in found
    ]


def _pool(viewer: User, asked: QueryDict) -> Rows:
    found = reads.pool_for(viewer, **forms.PoolForm(asked).filters())
    return [
        (
            row["user"].shown_name,
            _joined(f"{post.title} · {post.unit.name}" for post in row["posts"]),
            row["years"],
            _joined(str(each.kind) for each in row["certificates"]),
        )
        for row in found
    ]


def _joined(words: Iterable[str]) -> str:
    return _(", ").join(words)


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


PERSON = gettext_lazy("Person")
LISTS = {
    "certificates": List(
        gettext_lazy("Certificates that expire"),
        "staffing:records",
        (PERSON, gettext_lazy("Kind"), gettext_lazy("Expires")),
        _certificates,
    ),
    "terms": List(
        gettext_lazy("Terms that end"),
        "staffing:records",
        (PERSON, gettext_lazy("Post"), gettext_lazy("Unit"), gettext_lazy("Last day")),
        _terms,
    ),
    "pool": List(
        gettext_lazy("Talent pool"),
        "staffing:pool",
        (
            PERSON,
            gettext_lazy("Posts"),
            gettext_lazy("Years served"),
            gettext_lazy("Certificates"),
        ),
        _pool,
    ),
}
