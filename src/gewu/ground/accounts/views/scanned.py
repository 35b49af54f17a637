"""Every file that a form brings is looked through before a view reads it, whichever form it is."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse

from gewu.ground.accounts.models import User
from gewu.kernel import actions
from gewu.kernel.acting import RESIDENT, Actor
from gewu.kernel.scanning import ScannerAway, harm_in, scanners
from gewu.ui.views import wrong

AGAIN_IN = "60"
log = logging.getLogger(__name__)


class Scanned:
    """Middleware: harmful files are refused with a sentence; without a look none is taken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of what is inside."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """A page that says why, where a file cannot be taken."""
        if not scanners or request.content_type != "multipart/form-data":
            return None
        # Machines come by a door of their own and send no files; their body is read only once.
        match = request.resolver_match
        if match and match.namespace.startswith("openapi"):
            return None
        try:
            found = [harm for each in _files(request) if (harm := harm_in(each))]
        except ScannerAway as away:
            log.error("no file is taken, because the scanner does not answer: %s", away)
            told = wrong(request, 503, "unscanned")
            told["Retry-After"] = AGAIN_IN
            return told
        if not found:
            return None
        user = getattr(request, "user", None)
        by: Actor = user if isinstance(user, User) else RESIDENT
        actions.note_harmful_file(found=found[0][:80], by=by)
        return wrong(request, 422, "harmful")


def _files(request: HttpRequest) -> Iterator[Any]:
    for name in request.FILES:
        for each in request.FILES.getlist(name):
            yield each.file
