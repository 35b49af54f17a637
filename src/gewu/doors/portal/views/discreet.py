"""Pages behind a secret address: kept by no cache, listed by no search, named to no other site."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpResponseBase

P = ParamSpec("P")


def discreet(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Answer with headers that keep the address of a page to its reader."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        # Not "no-referrer": browsers then send "Origin: null" with forms, which no site can accept.
        response["Referrer-Policy"] = "same-origin"
        return response

    return answered
