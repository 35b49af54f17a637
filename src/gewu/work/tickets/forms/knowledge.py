"""What the counter writes: articles, ready words, a direct answer, a note for the next shift."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gewu.work.tickets import states
from gewu.work.tickets.forms.moving import MoveForm
from gewu.work.tickets.models import Article, Item, ReplyTemplate
from gewu.work.tickets.rules.replies import VERBS
from gewu.work.tickets.rules.wording import LONGEST_WORDS

ARTICLE = ("title", "words", "item", "keywords", "is_public", "valid_until")
STEPS = [("", _("Any step")), *((verb, states.VERBS[verb]) for verb in VERBS)]


class ArticleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A question, its answer, and where it belongs."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = ARTICLE
        widgets = {
            "words": forms.Textarea(attrs={"rows": 10}),
            "valid_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "title": _("As people ask it."),
            "keywords": _("What callers say instead, with spaces between."),
            "is_public": _("It then stands on the residents' page of questions and answers."),
            "valid_until": _("After this day it is marked so that somebody looks at it again."),
        }
        error_messages = {
            "title": {"required": _("Write the question.")},
            "words": {"required": _("Write the answer.")},
        }

    def __init__(self, *given: Any, items: QuerySet[Item], **options: Any) -> None:
        super().__init__(*given, **options)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.empty_label = items, _("No item")
        self.fields["words"].max_length = LONGEST_WORDS  # type: ignore[attr-defined]
        self.initial["version"] = self.instance.version

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of the action, but for the version."""
        return {name: self.cleaned_data[name] for name in ARTICLE}


class ReplyTemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """Ready words for a step, or for all of them."""

    verb = forms.ChoiceField(label=_("For which step"), choices=STEPS, required=False)

    class Meta:
        model = ReplyTemplate
        fields = ("verb", "name", "words_zh", "is_active")
        widgets = {"words_zh": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "name": {"required": _("Give it a name by which it is found.")},
            "words_zh": {"required": _("Write the words.")},
        }

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of the action."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class DirectAnswerForm(MoveForm):
    """The answer, what it was about, and the article that it was taken from."""

    words = forms.CharField(
        label=_("Answer"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The resident reads this."),
        error_messages={"required": _("Write the answer.")},
    )
    item = forms.ModelChoiceField(
        label=_("Item"), queryset=Item.objects.none(), required=False, empty_label=_("Not sure yet")
    )
    article = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, items: QuerySet[Item], **options: Any) -> None:
        super().__init__(*given, **options)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = items

    def arguments(self) -> dict[str, Any]:
        """What to say, about what, from where."""
        names = ("words", "item", "article")
        return super().arguments() | {name: self.cleaned_data[name] for name in names}


class HandoverForm(forms.Form):
    """Words to the next shift."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What the next shift should know"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("No names or phones of residents: open the ticket for those."),
    )
