"""Shapes of input: certificates, grades, career, corrections, the talent pool."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import ROLE_CHOICES
from gewu.ground.staffing.forms.posts import DayInput
from gewu.ground.staffing.models.records import CareerStep, CertificateKind, GradeTrack
from gewu.ground.staffing.queries import records as reads


class CertificateKindForm(forms.Form):
    """What it is called, and whose posts need it."""

    name_zh = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    needed_for = forms.MultipleChoiceField(
        label=_("Needed for"),
        choices=ROLE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_used = forms.BooleanField(label=_("In use"), required=False, initial=True)


class GradeTrackForm(forms.Form):
    """A post of the table of grades and its levels."""

    place = forms.IntegerField(label=_("Place in the table"), min_value=1, max_value=9)
    name_zh = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    lowest = forms.IntegerField(label=_("Lowest level"), min_value=1, max_value=99, initial=1)
    highest = forms.IntegerField(label=_("Highest level"), min_value=1, max_value=99, initial=18)


class CertificateForm(forms.Form):
    """A certificate of a person."""

    kind = forms.ModelChoiceField(label=_("Kind"), queryset=CertificateKind.objects.none())
    number = forms.CharField(
        label=_("Number"),
        max_length=60,
        required=False,
        help_text=_("Kept sealed; only this file shows it."),
    )
    issued_on = forms.DateField(label=_("Issued"), widget=DayInput)
    expires_on = forms.DateField(label=_("Expires"), required=False, widget=DayInput)
    scan = forms.FileField(label=_("Scan"), required=False)

    def __init__(self, county_id: UUID, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = reads.kinds_of_certificates(county_id).filter(is_used=True)


class GradeForm(forms.Form):
    """A grade from a day on."""

    track = forms.ModelChoiceField(label=_("Post in the table"), queryset=GradeTrack.objects.none())
    level = forms.IntegerField(label=_("Grade level"), min_value=1, max_value=99)
    from_day = forms.DateField(label=_("From"), initial=timezone.localdate, widget=DayInput)

    def __init__(self, county_id: UUID, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["track"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = reads.grade_tracks(county_id)


class CareerForm(forms.Form):
    """Where somebody went on to."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CareerStep.Kind.choices)
    words = forms.CharField(label=_("What it was"), max_length=120)
    from_day = forms.DateField(label=_("From"), initial=timezone.localdate, widget=DayInput)


class CorrectionForm(forms.Form):
    """What is wrong."""

    words = forms.CharField(
        label=_("What is not right"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    """What was done about it."""

    answer = forms.CharField(
        label=_("Answer"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class PoolForm(forms.Form):
    """Above the talent pool."""

    years = forms.IntegerField(label=_("Years served, at least"), required=False, min_value=0)
    certificate = forms.ModelChoiceField(
        label=_("Certificate"),
        required=False,
        queryset=CertificateKind.objects.all(),
        empty_label=_("Any certificate"),
    )

    def filters(self) -> dict[str, Any]:
        """What can be read of the address."""
        read = self.cleaned_data if self.is_valid() else {}
        kind = read.get("certificate")
        return {"years": read.get("years") or 0, "kind": kind.pk if kind else None}
