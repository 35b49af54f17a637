"""A list as a file: who made it, when and what for at its head, then columns and rows."""

from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.kernel.tables import write_csv, write_xlsx

FORMATS = (("xlsx", gettext_lazy("Excel (XLSX)")), ("csv", gettext_lazy("Plain table (CSV)")))
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_answer(
    name: str,
    kind: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    head: Sequence[str],
) -> HttpResponse:
    """The answer that carries the file; its name says what it is and of which minute."""
    answer = HttpResponse(content_type=MEDIA[kind])
    if kind == "xlsx":
        book = BytesIO()
        write_xlsx(book, columns, rows, head=head)
        answer.write(book.getvalue())
    else:
        text = StringIO()
        write_csv(text, columns, rows, head=head)
        answer.write(text.getvalue())
    when = f"{timezone.localtime():%Y%m%d-%H%M}"
    answer["Content-Disposition"] = f'attachment; filename="gewu-{name}-{when}.{kind}"'
    return answer


def head_of(who: str, username: str, purpose: str) -> list[str]:
    """The lines above the columns."""
    when = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    return [
        _("Exported by %(who)s (%(name)s) on %(when)s")
        % {"who": who, "name": username, "when": when},
        _("What it is for: %(purpose)s") % {"purpose": purpose},
    ]
