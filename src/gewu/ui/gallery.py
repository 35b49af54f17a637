"""The gallery: every component in its states, to look at, to copy from and to test."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ui import samples, views
from gewu.ui.components import all_components
from gewu.ui.pages import page
from gewu.ui.wrong import WRONGS

FACES = ("desk", "portal", "plain")


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label=_("What happened"), help_text=_("A few words are enough."))
    place = forms.CharField(label=_("Where"), required=False)
    words = forms.CharField(label=_("In your words"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=samples.KINDS)
    urgency = forms.ChoiceField(
        label=_("How soon"), choices=samples.URGENCIES, widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    agree = forms.BooleanField(label=_("You may call me back"), required=False)


class PhotoForm(forms.Form):
    """A photo field."""

    photos = forms.FileField(label=_("Photos"), required=False, help_text=_("Up to six photos."))


def gallery(request: HttpRequest, face: str = "desk") -> HttpResponse:
    """Show every component on one of the three faces."""
    if face not in FACES:
        raise Http404
    wrong_form = SampleForm({"title": "", "kind": "lamp"})
    now = timezone.now()
    context: dict[str, Any] = {
        "base": f"ui/base_{face}.html",
        "face": face,
        "faces": FACES,
        "components": all_components(),
        "form": SampleForm(initial={"urgency": "week"}),
        "wrong_form": wrong_form,
        "photo_form": PhotoForm(),
        "clocks": samples.clocks(now),
        "now": now,
        "yesterday": now - timedelta(days=1),
        **samples.lists(now),
    }
    return page(request, "ui/gallery.html", context, part="results")


def wrong(request: HttpRequest, status: int) -> HttpResponse:
    """Show one of the pages for something wrong."""
    if str(status) not in WRONGS:
        raise Http404
    return views.wrong(request, status)
