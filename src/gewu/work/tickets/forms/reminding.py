"""Which reminders somebody wants to see."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.reminders import Filters
from gewu.work.tickets.rules.reminding import REASONS
from gewu.work.tickets.rules.whistle_reminding import WHISTLE_REASONS


class FilterForm(forms.Form):
    """Reason and level; what cannot be read is no filter."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", _("All reasons")), *REASONS.items(), *WHISTLE_REASONS.items()],
    )
    level = forms.ChoiceField(
        label=_("Alert level"),
        required=False,
        choices=[("", _("Any colour")), *Ticket.Supervision.choices],
    )
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def filters(self) -> Filters:
        """What can be read of the address."""
        self.is_valid()
        read = self.cleaned_data
        after = read.get("after")
        return Filters(read.get("reason", ""), read.get("level", ""), str(after) if after else "")
