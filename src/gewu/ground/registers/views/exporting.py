"""A register as a file: the fields that the viewer reads, on record, for a purpose."""

from collections.abc import Iterator, Sequence

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.registers import policies, queries
from gewu.ground.registers.forms import noting as forms
from gewu.ground.registers.models import Record, RegisterField, RegisterKind
from gewu.ground.registers.queries import records as reads
from gewu.ground.registers.states import RECORDS
from gewu.ground.registers.views.asking import StaffRequest, status_of
from gewu.kernel import clock
from gewu.ui.asking import need
from gewu.ui.exporting import Export, file_answer
from gewu.ui.pages import page

MOST_ROWS = 200_000
STEP = 2_000


@login_required
def export_register(request: StaffRequest, code: str) -> HttpResponse:
    """The list as it is filtered; that it was taken is on record."""
    kind = queries.kind_for(request.user, code)
    need(policies.may_export(request.user, kind))
    filters = forms.RecordsForm(request.GET)
    today = timezone.localdate(clock.now())
    asked = filters.asked(today) if filters.is_valid() else queries.Asked()
    found = reads.exportable(request.user, kind, asked)
    count = found.count()
    form = forms.TakeAwayForm(request.POST or None)
    if form.is_valid() and count <= MOST_ROWS:
        return _file(request.user, kind, found, form.cleaned_data)
    if form.is_bound and count > MOST_ROWS:
        text = _("More than %(most)d rows. Filter the list first.") % {"most": MOST_ROWS}
        form.add_error(None, text)
    context = {
        "form": form,
        "kind": kind,
        "count": count,
        "held": request.GET.urlencode(),
    }
    return page(request, "registers/export.html", context, status=status_of(form))


def _file(
    viewer: User,
    kind: RegisterKind,
    found: QuerySet[Record],
    data: dict[str, str | bool],
) -> HttpResponse:
    columns = [
        field
        for field in reads.columns_for(viewer, kind)
        if data["personal"] or field.privacy != "personal"
    ]
    personal = any(field.privacy == "personal" for field in columns)
    taken = Export(f"register-{kind.code}", viewer, personal, str(data["purpose"]))
    names = [*_core_names(), *(_named(field) for field in columns)]
    rows = _rows(viewer, kind, found, columns)
    return file_answer(taken, str(data["kind"]), names, rows)


def _rows(
    viewer: User, kind: RegisterKind, found: QuerySet[Record], columns: Sequence[RegisterField]
) -> Iterator[Sequence[object]]:
    """A batch of records at a time, so that a large register needs no large memory."""
    batch: list[Record] = []
    for record in found.iterator(STEP):
        batch.append(record)
        if len(batch) == STEP:
            yield from _cells(viewer, kind, batch, columns)
            batch = []
    yield from _cells(viewer, kind, batch, columns)


def _cells(
    viewer: User, kind: RegisterKind, batch: list[Record], columns: Sequence[RegisterField]
) -> Iterator[Sequence[object]]:
    for each in queries.shown_rows(viewer, kind, batch):
        record = each.record
        yield (
            record.name,
            record.code,
            record.area.code,
            record.area.name,
            "" if record.lon is None else str(record.lon),
            "" if record.lat is None else str(record.lat),
            str(RECORDS.labels[record.state]),
            record.confirmed_on.isoformat(),
            record.due_on.isoformat() if record.due_on else "",
            *each.cells(columns),
        )


def _named(field: RegisterField) -> str:
    return f"{field.name} ({field.unit})" if field.unit else field.name


def _core_names() -> list[str]:
    return [
        _("Name"),
        _("Code"),
        _("Code of the grid"),
        _("Area"),
        _("Longitude"),
        _("Latitude"),
        _("State"),
        _("Looked at"),
        _("Look again by"),
    ]
