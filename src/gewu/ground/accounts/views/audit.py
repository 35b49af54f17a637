"""Who did what with sign-ins and rights, for auditors."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gewu.ground.accounts import actions, policies, queries
from gewu.ground.accounts.forms import AuditExportForm, AuditForm
from gewu.ground.accounts.models import User
from gewu.ground.accounts.queries import AuditAsked, AuditLine
from gewu.kernel import audit as chain
from gewu.ui.asking import need
from gewu.ui.exporting import Export, file_answer
from gewu.ui.pages import page

PAGE = 50
LARGEST = 100_000
LONGEST_NUMBER = 19  # digits of a number that the database holds


@login_required
def audit(request: HttpRequest) -> HttpResponse:
    """The newest first, narrowed by person, kind and day."""
    viewer = cast(User, request.user)
    need(policies.may_see_audit(viewer))
    form = AuditForm(request.GET)
    asked = form.asked()
    found = queries.audit_for(viewer, asked)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < LONGEST_NUMBER:
        found = found.filter(seq__lt=int(before))
    records = list(found[: PAGE + 1])
    lines = queries.told(records[:PAGE])
    wishes = {key: value for key in form.fields if (value := request.GET.get(key))}
    older = {**wishes, "before": str(records[PAGE - 1].seq)} if len(records) > PAGE else {}
    context = {
        "form": form,
        "lines": lines,
        "head": chain.head(),
        "older": f"?{urlencode(older)}" if older else "",
        "newest": f"?{urlencode(wishes)}" if before else "",
    }
    return page(request, "accounts/audit.html", context, part="results")


@login_required
def export_audit(request: HttpRequest) -> HttpResponse:
    """Some days of the audit as a table, with the purpose at its head."""
    viewer = cast(User, request.user)
    need(policies.may_see_audit(viewer))
    form = AuditExportForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        asked = AuditAsked(since=given["since"], until=given["until"])
        found = queries.audit_for(viewer, asked)
        if found.count() <= LARGEST:
            actions.note_export(since=given["since"], until=given["until"], by=viewer)
            return _table(viewer, given["purpose"], queries.told(list(found)))
        form.add_error("until", _("These are more than %(most)s records.") % {"most": LARGEST})
    status = 422 if form.is_bound else 200
    return page(request, "accounts/audit_export.html", {"form": form}, status=status)


def _table(viewer: User, purpose: str, lines: list[AuditLine]) -> HttpResponse:
    notes = [_("End of the chain: %(head)s") % {"head": chain.head()}]
    columns = [_("Number"), _("When"), _("Event"), _("By"), _("About"), _("Details"), _("Address")]
    taken = Export("audit", viewer, is_personal=True, purpose=purpose)
    return file_answer(taken, "csv", [*columns, "mac"], map(_row, lines), notes)


def _row(line: AuditLine) -> list[Any]:
    record = line.record
    return [
        record.seq,
        f"{timezone.localtime(record.at):%Y-%m-%d %H:%M:%S}",
        line.label,
        line.by.username if line.by else "",
        line.about.username if line.about else "",
        line.words,
        record.source,
        bytes(record.mac).hex(),
    ]
