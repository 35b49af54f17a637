"""Shapes of input of accounts."""

from gewu.ground.accounts.forms.audit import AuditExportForm, AuditForm
from gewu.ground.accounts.forms.signing import (
    ChangePasswordForm,
    LongEnough,
    Mixed,
    NotHadBefore,
    ReauthenticateForm,
    SignInForm,
)
from gewu.ground.accounts.forms.undertakings import SignersExportForm, SignForm, UndertakingForm
from gewu.ground.accounts.forms.users import KeyForm, NamesForm, PasswordForm, UserForm

__all__ = [
    "AuditExportForm",
    "AuditForm",
    "ChangePasswordForm",
    "KeyForm",
    "LongEnough",
    "Mixed",
    "NamesForm",
    "NotHadBefore",
    "PasswordForm",
    "ReauthenticateForm",
    "SignForm",
    "SignInForm",
    "SignersExportForm",
    "UndertakingForm",
    "UserForm",
]
