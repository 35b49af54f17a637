"""Taking down a report for somebody who calls, stands at the counter, or for one's own finding."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import visible_to
from gewu.work.tickets.actions import Report
from gewu.work.tickets.forms.photos import PhotosField, WithPhotos
from gewu.work.tickets.models import Item, Ticket
from gewu.work.tickets.queries.routing import units_to_name
from gewu.work.tickets.rules.wording import LONGEST_TITLE, LONGEST_WORDS

CHANNELS = [
    (channel.value, channel.label)
    for channel in (Ticket.Channel.PHONE, Ticket.Channel.COUNTER, Ticket.Channel.PATROL)
]
LIMIT = {
    "max_length": _("That is %(show_value)s characters; please shorten it to %(limit_value)s.")
}


class IntakeForm(WithPhotos):
    """What a caller says; only the words are needed."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("How it came"), choices=CHANNELS, widget=forms.RadioSelect, initial="phone"
    )
    words = forms.CharField(
        label=_("What is wrong, or what is needed"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=LIMIT
        | {"required": _("Say in a few words what is wrong or what you need.")},
    )
    title = forms.CharField(
        label=_("Headline"),
        max_length=LONGEST_TITLE,
        required=False,
        error_messages=LIMIT,
        help_text=_("Left empty, it is the beginning of the words."),
    )
    item = forms.ModelChoiceField(
        label=_("Item"), queryset=Item.objects.none(), required=False, empty_label=_("Not sure yet")
    )
    address = forms.CharField(
        label=_("Place in words"),
        max_length=200,
        required=False,
        help_text=_("Street, number, building, or what stands beside it."),
    )
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("As the map says"),
        help_text=_("When the caller knows the community or grid but not the spot."),
    )
    lon = forms.DecimalField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    lat = forms.DecimalField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    name = forms.CharField(label=_("Caller's name"), max_length=80, required=False)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("Stored sealed; who looks at it is noted."),
    )
    photos = PhotosField(label=_("Photos"))
    is_follow_up = forms.BooleanField(
        label=_("The emergency number was called; this is what remains to be done"),
        required=False,
    )
    is_confidential = forms.BooleanField(
        label=_("Keep the caller's name from whoever handles it"), required=False
    )
    about = forms.ModelChoiceField(
        label=_("It is about a unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("It is about no unit"),
        help_text=_("That unit does not get it and never learns who called."),
        error_messages={"invalid_choice": _("This unit does not exist. Please choose again.")},
    )
    on_the_spot = forms.BooleanField(
        label=_("I found it myself and handle it right away"),
        required=False,
        help_text=_("It is sent to nobody; the next page asks what you did and for photos."),
    )

    def __init__(self, *given: Any, viewer: User, items: list[Item], **options: Any) -> None:
        super().__init__(*given, **options)
        self.keeper = viewer
        if not viewer.may("tickets.self_handle"):
            del self.fields["on_the_spot"]
        for name, choices in (
            ("item", Item.objects.filter(pk__in=[item.pk for item in items])),
            ("about", units_to_name()),
            ("area", visible_to(viewer).filter(level__lte=4).order_by("level", "code")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = choices

    def clean_photos(self) -> Any:
        """Kept at once."""
        return self.keep("photos")

    def report(self) -> Report:
        """The report to take in."""
        read = self.cleaned_data
        names = (
            "words",
            "title",
            "address",
            "lon",
            "lat",
            "area",
            "item",
            "name",
            "phone",
            "channel",
        )
        return Report(
            photos=self.kept("photos"),
            is_follow_up=read["is_follow_up"],
            is_confidential=read["is_confidential"],
            barred=(read["about"].pk,) if read["about"] else (),
            is_handled_here=bool(read.get("on_the_spot")),
            **{name: read[name] for name in names},
        )
