"""What every page of tickets asks first: who is it, may they, and what if the answer is no."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest

from gewu.ground.accounts.models import User
from gewu.ground.territory.queries import county
from gewu.kernel.acting import Refusal

T = TypeVar("T")


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


def need(allowed: bool) -> None:
    """Go on, or show the page that says it is for other eyes."""
    if not allowed:
        raise PermissionDenied


def need_in_county(user: User, permission: str) -> UUID:
    """The county's id for those who may do this to the whole county, not only to their town."""
    top = county()
    need(user.may(permission, top.path))
    return top.pk


def try_to(form: BaseForm, act: Callable[[], T]) -> T | None:
    """Do it, or put the no where it belongs: at its field, or above the form."""
    try:
        return act()
    except Refusal as no:
        form.add_error(no.field if no.field in form.fields else None, str(no))
        return None
