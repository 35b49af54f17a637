"""Shapes of input: a record by the fields of its kind, lists, reasons, taking a list away."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.registers.actions import Given
from gewu.ground.registers.models import Record, RegisterField, RegisterKind
from gewu.ground.registers.queries import Asked
from gewu.ground.registers.queries.records import area_codes, area_id_of, writable_fields
from gewu.ground.registers.rules.changes import PREFIX
from gewu.ground.registers.rules.codes import LONGEST
from gewu.ground.registers.rules.fields import FieldType, Unreadable, read_value, written_value
from gewu.ground.registers.states import RECORDS, USED
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code, locate
from gewu.ui.forms import ExportForm


class DayInput(forms.DateInput):
    """A day from the browser's calendar."""

    input_type = "date"


class RecordForm(forms.Form):
    """One thing: name, code, place, and the fields of its kind that one may change."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.CharField(label=_("Code"), max_length=LONGEST, required=False)
    area = forms.CharField(
        label=_("Code of the grid"),
        max_length=20,
        required=False,
        help_text=_("Or mark the place on the map: the grid is found by it."),
        widget=forms.TextInput(attrs={"list": "grids", "autocomplete": "off"}),
    )
    lon = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )  # fmt: skip
    lat = forms.FloatField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )  # fmt: skip

    def __init__(
        self,
        viewer: User,
        kind: RegisterKind,
        data: Mapping[str, Any] | None = None,
        *,
        record: Record | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial_of(record) if record else dict(initial or {}))
        path = record.path if record else None
        self.own = writable_fields(viewer, kind, path)
        values = self._held = record.values if record else {}
        codes = area_codes(self.own, values)
        for each in self.own:
            name = f"{PREFIX}{each.key}"
            self.fields[name] = control_of(each, values.get(each.key))
            if record is not None:
                self.initial[name] = written_value(each.spec, values.get(each.key), codes)

    def clean(self) -> dict[str, Any]:
        """Where it lies, and what its fields hold."""
        data = super().clean() or {}
        if (data.get("lon") is None) != (data.get("lat") is None):
            self.add_error("lat", _("A place has both, longitude and latitude."))
        data["place"] = self._place(data)
        data["values"] = {each.key: self._value(each, data) for each in self.own}
        return data

    def _value(self, field: RegisterField, data: Mapping[str, Any]) -> Any:
        """What was written; a word that is no longer offered stays where nobody changed it."""
        name = f"{PREFIX}{field.key}"
        text = data.get(name) or ""
        if text and text == self.initial.get(name):
            return self._held.get(field.key)
        try:
            return read_value(field.spec, text, area_id_of)
        except Unreadable as wrong:
            if name not in self.errors:
                self.add_error(name, str(wrong))
            return None

    def _place(self, data: Mapping[str, Any]) -> Area | None:
        if data.get("area"):
            found = area_by_code(data["area"].strip())
            if found is None:
                self.add_error("area", _("There is no area with this code."))
            return found
        if data.get("lon") is None or data.get("lat") is None:
            if not self.errors:
                self.add_error("area", _("Say in which grid it lies, or mark it on the map."))
            return None
        found = locate(data["lon"], data["lat"])
        if found is None:
            self.add_error("area", _("No grid is drawn at this place. Give its code."))
        return found

    @property
    def given(self) -> Given:
        """What was filled in."""
        data = self.cleaned_data
        return Given(
            name=data["name"],
            code=data["code"],
            area=data["place"],
            lon=data["lon"],
            lat=data["lat"],
            values=data["values"],
        )


def initial_of(record: Record) -> dict[str, Any]:
    """A record as its form begins."""
    names = ("version", "name", "code", "lon", "lat")
    return {name: getattr(record, name) for name in names} | {"area": record.area.code}


def control_of(field: RegisterField, held: Any = None) -> forms.Field:
    """How a field is asked for; what it may hold is decided by its rules, not here."""
    unit = f" ({field.unit})" if field.unit else ""
    said: dict[str, Any] = {
        "label": f"{field.name}{unit}",
        "help_text": field.hint,
        "required": field.required,
    }
    if field.type == FieldType.CHOICE:
        words = [
            (each.key, each.name)
            for each in field.spec.choices
            if not each.gone or each.key == held
        ]
        return forms.ChoiceField(choices=[("", "—"), *words], **said)
    if field.type == FieldType.BOOLEAN:
        words = [("", "—"), ("1", str(_("yes"))), ("0", str(_("no")))]
        return forms.ChoiceField(choices=words, **said)
    widget = WIDGETS.get(FieldType(field.type), forms.TextInput)
    return forms.CharField(widget=widget(attrs=ATTRIBUTES.get(FieldType(field.type), {})), **said)


WIDGETS: dict[FieldType, type[forms.Widget]] = {
    FieldType.LONG: forms.Textarea,
    FieldType.DAY: DayInput,
}
ATTRIBUTES: dict[FieldType, dict[str, Any]] = {
    FieldType.WHOLE: {"inputmode": "numeric"},
    FieldType.DECIMAL: {"inputmode": "decimal"},
    FieldType.PHONE: {"inputmode": "tel"},
    FieldType.LONG: {"rows": 3},
}


class RecordsForm(forms.Form):
    """Above a register: words, area, state, what is due, the order."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    area = forms.CharField(label=_("Code of an area"), max_length=20, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("In use")), ("retired", _("Retired")), ("all", _("All"))],
    )
    due = forms.BooleanField(label=_("Due for a look"), required=False)
    sort = forms.ChoiceField(
        label=_("Sorted"),
        required=False,
        choices=[
            ("", _("Sorted by name")),
            ("code", _("Sorted by code")),
            ("due", _("Sorted by due day")),
            ("changed", _("Changed last")),
        ],
    )

    def clean_area(self) -> Area | None:
        """The area of the code."""
        code = self.cleaned_data["area"].strip()
        found = area_by_code(code) if code else None
        if code and found is None:
            raise forms.ValidationError(_("There is no area with this code."))
        return found

    def asked(self, today: Any) -> Asked:
        """What was asked for."""
        data = self.cleaned_data
        states: Sequence[str] = [*RECORDS.labels]
        state = data["state"] if data["state"] in states else ""
        return Asked(
            words=data["q"].strip(),
            area=data["area"],
            state=USED if not data["state"] else state,
            due_by=today if data["due"] else None,
            sort=data["sort"] or "name",
        )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class UndoForm(ReasonForm):
    """Why, and of which version."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class TakeAwayForm(ExportForm):
    """Which file, whether with what is about people, and what for."""

    personal = forms.BooleanField(
        label=_("With the personal fields"),
        required=False,
        help_text=_("Names and phones of people at work. Leave them out unless they are needed."),
    )
    field_order = ["kind", "personal", "purpose"]  # type: ignore[assignment]
