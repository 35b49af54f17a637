"""A sheet or a whole book: template, what is there, the upload, and every reason against a row."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import NamedTemporaryFile
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.doors.setup import actions, policies
from gewu.doors.setup.actions import BookRefused, Taken
from gewu.doors.setup.forms import BookForm
from gewu.doors.setup.queries import exporting
from gewu.doors.setup.queries.books import book_of, with_reasons
from gewu.doors.setup.queries.examining import look_at
from gewu.doors.setup.rules.rows import Book, Fault, read_book, read_sheet
from gewu.doors.setup.rules.sheets import SHEETS, SheetKind
from gewu.doors.setup.views.asking import StaffRequest
from gewu.ground.territory.queries import has_county
from gewu.kernel.acting import Refusal
from gewu.ui.asking import need
from gewu.ui.exporting import MEDIA, Export, content_answer
from gewu.ui.forms import PurposeForm
from gewu.ui.pages import page

WHOLE = "county"
KEPT_SECONDS = 3600
MOST_SHOWN = 200


@login_required
def sheet(request: StaffRequest, name: str) -> HttpResponse:
    """Bring a sheet in; it is taken whole, or every reason against it is said."""
    kinds = _kinds(request, name)
    if not has_county():
        return redirect("setup:county")
    form = BookForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "name": name, "kinds": kinds}
    if form.is_valid():
        try:
            with _on_disk(form.cleaned_data["file"]) as path:
                book = _read(path, name)
            return _taken(request, name, book, only_check=form.cleaned_data["only_check"])
        except BookRefused as refused:
            context |= _reasons(request, book, refused.faults)
            form.add_error("file", str(refused))
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    return page(request, "setup/sheet.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def template(request: StaffRequest, name: str) -> HttpResponse:
    """The book to fill in."""
    kinds = _kinds(request, name)
    taken = Export("template", request.user, is_personal=False)
    return _file(taken, book_of(exporting.blank(kinds)), f"{name}-template.xlsx")


@login_required
def there(request: StaffRequest, name: str) -> HttpResponse:
    """What is there, in the same columns; brought in again it changes nothing.

    With names and phones of staff in it, it is handed out for a purpose.
    """
    kinds = _kinds(request, name)
    if not has_county():
        raise Http404
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        taken = Export(f"setup-{name}", request.user, is_personal=True, purpose=purpose)
        book = book_of({kind: exporting.rows_of(kind) for kind in kinds})
        return _file(taken, book, f"{name}.xlsx")
    context = {"form": form, "name": name, "kinds": kinds}
    status = 422 if form.is_bound else 200
    return page(request, "setup/there.html", context, status=status)


@require_safe
@login_required
def reasons(request: StaffRequest, token: str) -> HttpResponse:
    """The file as it came, with what speaks against each row beside it."""
    need(policies.may_set_up(request.user))
    content = cache.get(_key(request, token))
    if content is None:
        messages.info(request, _("The file was kept for an hour only. Choose it again."))
        return redirect("setup:steps")
    purpose = _("To mend the rows of one's own file")
    taken = Export("reasons", request.user, is_personal=True, purpose=purpose)
    return _file(taken, content, "reasons.xlsx")


def _kinds(request: StaffRequest, name: str) -> list[SheetKind]:
    need(policies.may_set_up(request.user))
    if name == WHOLE:
        return list(SHEETS.values())
    if name not in SHEETS:
        raise Http404
    return [SHEETS[name]]


@contextmanager
def _on_disk(upload: Any) -> Iterator[Path]:
    with NamedTemporaryFile(suffix=".table") as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        yield Path(file.name)


def _read(path: Path, name: str) -> Book:
    return read_book(path) if name == WHOLE else {name: read_sheet(path, SHEETS[name])}


def _taken(request: StaffRequest, name: str, book: Book, *, only_check: bool) -> HttpResponse:
    if only_check:
        if faults := look_at(book).faults:
            raise BookRefused(faults)
        rows = sum(len(sheet.rows) for sheet in book.values())
        messages.success(
            request, _("%(rows)s rows are in order. Nothing was changed yet.") % {"rows": rows}
        )
        return redirect("setup:sheet", name=name)
    taken = actions.take_book(book=book, by=request.user)
    if not taken.passwords:
        for words in _said(taken):
            messages.success(request, words)
        return redirect("setup:steps")
    context = {"passwords": taken.passwords, "said": _said(taken)}
    answer = page(request, "setup/passwords.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _said(taken: Taken) -> list[str]:
    text = _("%(sheet)s: %(added)s new, %(changed)s changed, %(unchanged)s as before.")
    return [
        text % {"sheet": SHEETS[name].label, **vars(tally)} for name, tally in taken.tallies.items()
    ]


def _reasons(request: StaffRequest, book: Book, faults: list[Fault]) -> dict[str, Any]:
    """The faults in order, and the file that carries them beside its rows."""
    for fault in faults:  # of an action, which the look at the rows could not know
        if fault not in book[fault.sheet].faults:
            book[fault.sheet].faults.append(fault)
    token = token_hex(16)
    cache.set(_key(request, token), with_reasons(book.values()), KEPT_SECONDS)
    found = sorted(faults, key=lambda fault: (list(SHEETS).index(fault.sheet), fault.line))
    return {"faults": found[:MOST_SHOWN], "more": len(found) - MOST_SHOWN, "token": token}


def _file(taken: Export, content: bytes, filename: str) -> HttpResponse:
    return content_answer(taken, content, MEDIA["xlsx"], filename)


def _key(request: StaffRequest, token: str) -> str:
    return f"setup.reasons.{request.user.pk}.{token}"
