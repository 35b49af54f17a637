"""The second wall on the way of a request: pages are read with the eyes of whoever is signed in."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from gewu.ground.accounts import queries
from gewu.ground.accounts.models import User
from gewu.kernel import viewing

# What a secret link opens asks for no account; signing in and its proofs write to tables of their own.
OF_THE_HOUSE = ("portal", "")


class SecondWall:
    """Middleware: set before the view, and taken away with the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; a streamed one keeps the eyes that it began with."""
        with viewing.through(None):
            answer: Any = self.get_response(request)
            eyes = viewing.scope()
            if eyes and type(answer) is StreamingHttpResponse:  # a file has no rows
                parts = cast("Iterable[bytes]", answer.streaming_content)
                answer.streaming_content = viewing.streamed(parts, eyes)
            return cast("HttpResponse", answer)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Here it is known whose page it is."""
        match, user = request.resolver_match, getattr(request, "user", None)
        if match and match.namespace not in OF_THE_HOUSE and isinstance(user, User):
            viewing.look(queries.scope_of(user))
