"""Filters of the queue, read from the address; what cannot be read is left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.queue import QUEUES, Filters


class FilterForm(forms.Form):
    """What somebody looks for."""

    queue = forms.ChoiceField(choices=[(key, key) for key in QUEUES], required=False)
    q = forms.CharField(required=False, max_length=200)
    item = forms.UUIDField(required=False)
    area = forms.RegexField(r"^(\d+\.)+$", required=False, max_length=120)
    unit = forms.UUIDField(required=False)
    channel = forms.ChoiceField(choices=Ticket.Channel.choices, required=False)
    overdue = forms.BooleanField(required=False)
    sort = forms.RegexField(r"^-?[a-z]+$", required=False, max_length=12)

    def filters(self) -> Filters:
        """The filters that could be read."""
        self.is_valid()
        read: dict[str, Any] = self.cleaned_data
        searching = "all" if read.get("q") else "open"
        return Filters(
            queue=read.get("queue") or searching,
            words=read.get("q") or "",
            item=read.get("item"),
            area_path=read.get("area") or "",
            unit=read.get("unit"),
            channel=read.get("channel") or "",
            overdue=read.get("overdue") or False,
            sort=read.get("sort") or "",
        )


class SaveForm(forms.Form):
    """A name for a filter."""

    name = forms.CharField(label=_("Name"), max_length=40)
    query = forms.CharField(max_length=500, widget=forms.HiddenInput, required=False)


class ReasonForm(forms.Form):
    """Why somebody needs to see name and phone."""

    reason = forms.CharField(label=_("Why do you need it"), max_length=200)
