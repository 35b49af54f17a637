"""What every page of the staff asks first: may they, and what if the answer is no."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm

from gewu.kernel.acting import Refusal

T = TypeVar("T")


def need(allowed: bool) -> None:
    """Go on, or show the page that says it is for other eyes."""
    if not allowed:
        raise PermissionDenied


def try_to(form: BaseForm, act: Callable[[], T]) -> T | None:
    """Do it, or put the refusal where it belongs: at its field, or above the form."""
    try:
        return act()
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None
