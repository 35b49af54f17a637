"""What every action of accounts asks first, and how it says no."""

from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.kernel.acting import Refusal


def need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("Only a security administrator may do this."), code="not_allowed")


def refuse_taken(username: str) -> None:
    if User.objects.filter(username__iexact=username.strip()).exists():
        raise Refusal(
            _("This sign-in name is taken. Choose another."),
            code="username_taken",
            field="username",
        )


def refuse_invalid(user: User) -> None:
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refusal(messages[0], code="invalid", field=field) from None


def refuse_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), code="password_weak", field="password") from None


def locked(pk: UUID) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=pk)
