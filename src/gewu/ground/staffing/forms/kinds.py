"""Kinds of posts and exceptions from their rules."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import ROLE_CHOICES, User
from gewu.ground.staffing import queries, rules
from gewu.ground.staffing.forms.posts import DayInput, person_named
from gewu.ground.staffing.models import PostKind, Unit


class KindForm(forms.Form):
    """The rules of a kind of posts."""

    name_zh = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    unit_kinds = forms.MultipleChoiceField(
        label=_("Stands in"),
        choices=rules.UnitKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[("", _("None: named on pages, need not sign in")), *ROLE_CHOICES],
    )
    least = forms.IntegerField(
        label=_("At least in each grid"),
        min_value=0,
        max_value=99,
        initial=0,
        help_text=_("A grid with fewer shows a vacancy."),
    )
    most = forms.IntegerField(
        label=_("At most in each grid"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("Empty: as many as there are."),
    )
    many_grids = forms.BooleanField(
        label=_("One person may hold it in several grids"), required=False
    )
    is_public = forms.BooleanField(
        label=_("Shown to residents"),
        required=False,
        help_text=_("Name and work phone stand on the grid's public page."),
    )
    in_use = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("Otherwise no new posts of it are added."),
    )

    @property
    def given(self) -> rules.KindRules:
        """What was filled in."""
        names = rules.KindRules.__dataclass_fields__
        return rules.KindRules(**{name: self.cleaned_data[name] for name in names})


class NewKindForm(KindForm):
    """A kind of one's own."""

    full_time = forms.BooleanField(label=_("Full time"), required=False)


class KindField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A kind of posts by its name in the reader's language."""

    def label_from_instance(self, obj: PostKind) -> str:
        """The name."""
        return obj.name


class WaiverForm(forms.Form):
    """Who is let off which rule, why, and until when."""

    kind = KindField(label=_("Kind of post"), queryset=PostKind.objects.none(), empty_label=None)
    user = forms.CharField(
        label=_("Person"),
        max_length=150,
        help_text=_("Begin to type a name; choose the sign-in name."),
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    from_day = forms.DateField(label=_("First day"), initial=timezone.localdate, widget=DayInput)
    until = forms.DateField(
        label=_("Last day"),
        widget=DayInput,
        help_text=_("What is appointed by the exception ends with it."),
    )

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ModelChoiceField)
        wanted = [kind.pk for kind in queries.kinds_for(unit)]
        field.queryset = PostKind.objects.filter(pk__in=wanted)

    def clean_user(self) -> User:
        """The user behind a sign-in name."""
        return person_named(self.cleaned_data["user"])
