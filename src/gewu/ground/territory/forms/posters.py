"""Shapes of input: posters of grids."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.models import Area
from gewu.ground.territory.rules.posters import LAYOUTS, MOST_AT_ONCE

# So many grids are listed to be ticked one by one; of more, an area is chosen.
MOST_LISTED = 120


class PosterForm(forms.Form):
    """How posters are laid out, and of which grids."""

    layout = forms.ChoiceField(
        label=_("Layout"),
        choices=[(layout.name, layout.label) for layout in LAYOUTS.values()],
        initial="sheet",
        widget=forms.RadioSelect,
    )
    english = forms.BooleanField(label=_("A line in English below the Chinese"), required=False)
    grids = forms.MultipleChoiceField(
        label=_("Only these grids"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )

    def __init__(self, grids: Sequence[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all_grids = list(grids)
        if len(grids) > MOST_LISTED:
            del self.fields["grids"]
            return
        field = self.fields["grids"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.code, f"{each.name} · {each.code}") for each in grids]

    def clean(self) -> dict[str, Any]:
        """Some grids, and not more than one file holds."""
        data = super().clean() or {}
        found = len(self.chosen())
        if not found:
            raise forms.ValidationError(_("There are no grids here yet."))
        if found > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("These are more than %(most)s posters. Choose an area below."),
                params={"most": MOST_AT_ONCE},
            )
        return data

    def chosen(self) -> list[Area]:
        """The grids that were ticked, or all."""
        ticked = set(self.cleaned_data.get("grids") or ())
        return [each for each in self.all_grids if each.code in ticked or not ticked]
