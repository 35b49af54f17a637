"""Shapes of input: a door, a person's values, an answer, a guardian."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.residents.actions import Door, Told
from gewu.ground.residents.models import Person, Purpose
from gewu.ground.residents.queries import areas_to_choose, buildings_of
from gewu.ground.residents.rules.consents import Answer, How, Relation
from gewu.ground.residents.rules.contacts import LONGEST_REASON
from gewu.ground.residents.rules.fields import FIELDS, LONGEST, SEARCHED
from gewu.ground.territory.models import Area

FOUND_BY = [(code, FIELDS[code].label) for code in SEARCHED]
OF_STAFF = [(How.PAPER.value, How.PAPER.label), (How.ORAL.value, How.ORAL.label)]


class DayInput(forms.DateInput):
    """A day from the browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DoorForm(forms.Form):
    """Where a household is found."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none())
    building = forms.CharField(
        label=_("Building"),
        max_length=120,
        required=False,
        help_text=_("Its name as it is on record in this area."),
    )
    entrance = forms.CharField(label=_("Entrance"), max_length=20, required=False)
    room = forms.CharField(label=_("Room"), max_length=40, required=False)

    def __init__(self, viewer: User, *given: Any, is_new: bool = True, **named: Any) -> None:
        super().__init__(*given, **named)
        self.is_new = is_new
        areas = areas_to_choose(viewer)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        if not is_new:
            self.fields["room"].help_text = _("Empty: it stays as it is.")

    def clean(self) -> dict[str, Any]:
        """The building by its name."""
        data = super().clean() or {}
        name, area = data.get("building"), data.get("area")
        data["house"] = None
        if name and area:
            data["house"] = buildings_of(area).filter(name_zh=name.strip()).first()
            if data["house"] is None:
                self.add_error("building", _("No building of this area is called so."))
        return data

    def door(self) -> Door:
        """What was filled in."""
        data = self.cleaned_data
        room = data["room"] or ("" if self.is_new else None)
        return Door(area=data["area"], building=data["house"], entrance=data["entrance"], room=room)


class FindForm(forms.Form):
    """A name, a phone or an ID, whole: nothing else finds anybody."""

    field = forms.ChoiceField(
        label=_("Search by"),
        choices=FOUND_BY,
        required=False,
        widget=forms.Select(attrs={"aria-label": _("Search by"), "class": "form-select"}),
    )
    q = forms.CharField(label=_("Exactly"), max_length=80, required=False, strip=True)
    area = forms.UUIDField(required=False, widget=forms.HiddenInput)


class ValuesForm(forms.Form):
    """Everything that may be held; those that the purpose does not hold are taken out."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=200)
    phone = forms.CharField(required=False, max_length=60)
    id_number = forms.CharField(required=False, max_length=40)
    birth_date = forms.DateField(required=False, widget=DayInput)
    language = forms.CharField(required=False, max_length=LONGEST["text"])
    address = forms.CharField(required=False, max_length=LONGEST["long"])
    emergency_contact = forms.CharField(required=False, max_length=LONGEST["text"])
    needs = forms.CharField(required=False, max_length=LONGEST["long"])
    health = forms.CharField(required=False, max_length=LONGEST["long"])
    family_doctor = forms.CharField(required=False, max_length=LONGEST["text"])

    def __init__(self, held: Iterable[str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.held = [code for code in FIELDS if code in set(held)]
        for code, field in FIELDS.items():
            if code not in self.held:
                del self.fields[code]
                continue
            self.fields[code].label = str(field.label)
            self.fields[code].help_text = str(field.hint)
            if field.kind == "long":
                self.fields[code].widget = forms.Textarea(attrs={"rows": 3})
                self.fields[code].widget.is_required = False

    def values(self) -> dict[str, str]:
        """What was filled in, as text."""
        return {code: str(self.cleaned_data.get(code) or "") for code in self.held}

    def drawn(self) -> list[forms.BoundField]:
        """The fields of the purpose, in their order."""
        return [self[code] for code in self.held]


class AnswerForm(forms.Form):
    """How somebody answered."""

    how = forms.ChoiceField(label=_("How"), choices=OF_STAFF, initial=How.PAPER.value)
    on = forms.DateField(label=_("On"), initial=timezone.localdate, widget=DayInput)
    witness = forms.CharField(
        label=_("Who heard it"),
        max_length=150,
        required=False,
        help_text=_("Sign-in name of a colleague; needed where nothing was signed."),
    )
    guardian = forms.ChoiceField(
        label=_("Guardian who answers for a child under 14"), required=False
    )
    own_wish = forms.BooleanField(label=_("They came up with it themselves"), required=False)

    def __init__(self, by: User, guardians: Mapping[Person, str], *given: Any, **named: Any):
        super().__init__(*given, **named)
        self._by, self._guardians = by, {str(who.pk): who for who in guardians}
        named_ones = [(str(who.pk), name or "–") for who, name in guardians.items()]
        self.fields["guardian"].choices = [("", "–"), *named_ones]  # type: ignore[attr-defined]

    def clean_witness(self) -> User | None:
        """A colleague, and not whoever writes it down."""
        name = self.cleaned_data["witness"].strip()
        if not name:
            return None
        found = User.objects.filter(username__iexact=name, is_active=True).first()
        if found is None or found.pk == self._by.pk:
            raise forms.ValidationError(_("Nobody else of the staff signs in by this name."))
        return found

    def told(self) -> Told:
        """What was filled in."""
        data = self.cleaned_data
        guardian = self._guardians.get(data.get("guardian") or "")
        return Told(
            how=data["how"],
            on=data["on"],
            witness=data["witness"],
            guardian=guardian,
            own_wish=data["own_wish"],
        )


class PersonForm(AnswerForm, ValuesForm):
    """Somebody new: the values, and how they consented."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    relation = forms.ChoiceField(
        label=_("The guardian is"), choices=[("", "–"), *Relation.choices], required=False
    )

    def __init__(
        self, by: User, guardians: Mapping[Person, str], purpose: Purpose, *given: Any, **named: Any
    ) -> None:
        ValuesForm.__init__(self, purpose.fields, *given, **named)
        self._by, self._guardians = by, {str(who.pk): who for who in guardians}
        named_ones = [(str(who.pk), name or "–") for who, name in guardians.items()]
        self.fields["guardian"].choices = [("", "–"), *named_ones]  # type: ignore[attr-defined]

    def answers(self) -> list[forms.BoundField]:
        """How they consented."""
        return [self[name] for name in ("how", "on", "witness", "own_wish")]

    def pk(self) -> UUID | None:
        """The key that makes a second sending harmless."""
        return self.cleaned_data.get("once")


class ConsentForm(AnswerForm):
    """Yes or no, and how it was said."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[(each.value, each.label) for each in (Answer.GIVEN, Answer.REFUSED)],
        initial=Answer.GIVEN.value,
        widget=forms.RadioSelect,
    )
    field_order = ("answer", "how", "on", "witness", "guardian", "own_wish")


class GuardianForm(forms.Form):
    """Who decides for a child: an adult of the household."""

    guardian = forms.ChoiceField(label=_("Guardian"))
    relation = forms.ChoiceField(label=_("The guardian is"), choices=Relation.choices)

    def __init__(self, adults: Mapping[Person, str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._adults = {str(who.pk): who for who in adults}
        chosen = [(str(who.pk), name or "–") for who, name in adults.items()]
        self.fields["guardian"].choices = chosen  # type: ignore[attr-defined]

    def who(self) -> Person:
        """Whom was chosen."""
        return self._adults[self.cleaned_data["guardian"]]


class ReasonForm(forms.Form):
    """Why somebody needs to see it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("Who looked, when and why is kept, and the person can read it."),
    )


class UrgentForm(ReasonForm):
    """Whom to open in an emergency."""

    field = forms.ChoiceField(label=_("Search by"), choices=FOUND_BY)
    q = forms.CharField(label=_("Exactly"), max_length=80)
    sure = forms.BooleanField(
        label=_(
            "It is an emergency: life, health or property is at risk now, or a duty leaves no time"
        )
    )
    field_order = ("field", "q", "reason", "sure")


class DecideForm(forms.Form):
    """Yes for some hours, or no with a reason."""

    verdict = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    hours = forms.IntegerField(label=_("For how many hours"), initial=24, required=False)
    words = forms.CharField(label=_("Words"), max_length=LONGEST_REASON, required=False)
