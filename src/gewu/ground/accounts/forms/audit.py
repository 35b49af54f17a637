"""Shapes of input: what to look for in the audit, and what to take away of it."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.queries import AuditAsked
from gewu.kernel.journal import audited_kinds


class AuditForm(forms.Form):
    """What to look for in the audit."""

    q = forms.CharField(required=False, max_length=80)
    kind = forms.ChoiceField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(audited_kinds().items(), key=lambda kind: str(kind[1]))
        cast(forms.ChoiceField, self.fields["kind"]).choices = [("", _("Everything")), *kinds]

    def asked(self) -> AuditAsked:
        """The wishes that can be understood; others are left out."""
        self.full_clean()
        given = self.cleaned_data
        return AuditAsked(
            given.get("q") or "", given.get("kind") or "", given.get("since"), given.get("until")
        )


class AuditExportForm(forms.Form):
    """Some of the audit as a table, and what it is for."""

    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=120,
        help_text=_("It stands at the head of the table and in the audit."),
    )
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", _("The last day lies before the first."))
        return given
