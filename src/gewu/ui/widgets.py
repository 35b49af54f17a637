"""Classes and hints that Django's form controls get in our look."""

from typing import Any

from django import forms
from django.forms import BoundField

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)


def widget_class(widget: forms.Widget) -> str:
    """The class of a control by its kind."""
    return next(name for kind, name in CLASSES if isinstance(widget, kind))


def is_choice_list(field: BoundField) -> bool:
    """Whether the control is a list of radio buttons or boxes."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


def widget_attributes(field: BoundField) -> dict[str, Any]:
    """What the control of a field carries: class, invalid mark, description."""
    widget = field.field.widget
    classes = [str(widget.attrs.get("class", "")), widget_class(widget)]
    if field.errors:
        classes.append("is-invalid")
    attributes: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    if isinstance(widget, forms.Textarea) and "rows" not in widget.attrs:
        attributes["rows"] = 4
    return attributes | _description(field)


def _description(field: BoundField) -> dict[str, str]:
    named = [f"{field.auto_id}_error"] if field.errors else []
    named += [f"{field.auto_id}_help"] if field.help_text else []
    return {"aria-describedby": " ".join(named)} if named else {}
