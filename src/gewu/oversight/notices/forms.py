"""How somebody wants messages, and how an administrator words them."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.oversight.notices import rules
from gewu.oversight.notices.models import LANGUAGES, Preference


class PreferenceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Mail and quiet hours."""

    class Meta:
        model = Preference
        fields = ("by_email", "email", "quiet_from", "quiet_until")
        widgets = {
            name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            for name in ("quiet_from", "quiet_until")
        }

    def _post_clean(self) -> None:
        """The action decides and says so in plain words."""


class WordingForm(forms.Form):
    """Words of one kind in one language."""

    subject = forms.CharField(label=_("Subject"))
    words = forms.CharField(label=_("Words"), widget=forms.Textarea(attrs={"rows": 4}))


class FilterForm(forms.Form):
    """Which messages somebody wants to see; what cannot be read is no filter."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *rules.KINDS.items()]
    )
    read = forms.BooleanField(required=False)
    after = forms.UUIDField(required=False)

    def filters(self) -> dict[str, Any]:
        """What can be read of the address."""
        self.is_valid()
        read, after = self.cleaned_data, self.cleaned_data.get("after")
        return {
            "kind": read.get("kind", ""),
            "unread": not read.get("read", False),
            "after": after if isinstance(after, UUID) else None,
        }


KNOWN_LANGUAGES = dict(LANGUAGES)
