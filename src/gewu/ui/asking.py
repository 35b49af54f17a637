"""What every page of the staff asks first: may they, and what if the answer is no."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal

T = TypeVar("T")
LARGEST_MB = 20


def not_too_large(file: Any) -> Any:
    """A file that was sent, of a size that can be looked at in one go; else a ValidationError."""
    if file and file.size > LARGEST_MB * 2**20:
        text = _("The file has more than %(size)s MB. Divide it, or keep only what is needed.")
        raise ValidationError(text, params={"size": LARGEST_MB})
    return file


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
