"""What somebody found on the spot: only looked at, or fixed at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.work.tickets.forms.choosing import Explained, ExplainedField
from gewu.work.tickets.forms.moving import HandleForm, choose_from
from gewu.work.tickets.forms.photos import PhotosField, WithPhotos
from gewu.work.tickets.forms.telling import TellingForm
from gewu.work.tickets.models import Condition
from gewu.work.tickets.queries.catalogue import current_conditions


class VerifyForm(WithPhotos, TellingForm):
    """Real or not, in words, with photos."""

    photo_fields = ("photos",)

    found = ExplainedField(
        label=_("What did you find"),
        explained=[
            Explained("real", _("It is as reported")),
            Explained("not_real", _("I did not find it as reported")),
        ],
        error_messages={"required": _("Say whether it is as reported.")},
    )
    label = _("What you saw")
    photos = PhotosField(label=_("Photos of the place"))
    field_order = ("found", "words", "photos")

    def clean_photos(self) -> Any:
        """Kept at once."""
        return self.keep("photos")

    def arguments(self) -> dict[str, Any]:
        """What was found."""
        return super().arguments() | {
            "is_real": self.cleaned_data["found"] == "real",
            "photos": self.kept("photos"),
        }


class SelfHandleForm(HandleForm):
    """Found, fixed and shown in one step."""

    condition = forms.ModelChoiceField(
        queryset=Condition.objects.none(),
        error_messages={
            "required": _("Choose when it is filed."),
            "invalid_choice": _("This condition was changed in the meantime. Please choose again."),
        },
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        choose_from(self, "condition", current_conditions())

    def arguments(self) -> dict[str, Any]:
        """Under what, and what was done."""
        return super().arguments() | {"condition": self.cleaned_data["condition"]}
