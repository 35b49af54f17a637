"""Shapes of input: a period, and what to look for among proofs and exports."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.kernel.retention import kinds
from gewu.oversight.keeping.rules import LONGEST, LONGEST_SOURCE


class PeriodForm(forms.Form):
    """How long, and after which rule; `seen` once it was shown what that lets go."""

    days = forms.IntegerField(label=_("For how many days"), min_value=0, max_value=LONGEST)
    source = forms.CharField(
        label=_("Rule it follows"),
        max_length=LONGEST_SOURCE,
        help_text=_("A law with its article, or a decision with its date."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ProofsForm(forms.Form):
    """Of which kind, and whether runs count in which nothing went."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    all_runs = forms.BooleanField(label=_("Also runs in which nothing went"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((kind.name, kind.label) for kind in kinds), key=lambda pair: str(pair[1]))
        cast(forms.ChoiceField, self.fields["kind"]).choices = [("", _("Everything")), *named]

    def asked(self) -> dict[str, Any]:
        """The wishes that can be understood; others are left out."""
        self.full_clean()
        given = self.cleaned_data
        return {"kind": given.get("kind") or "", "all_runs": bool(given.get("all_runs"))}


class ExportsForm(forms.Form):
    """By whom, since when, and whether only what is about people."""

    q = forms.CharField(required=False, max_length=80)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    only_personal = forms.BooleanField(label=_("Only what is about people"), required=False)

    def asked(self) -> dict[str, Any]:
        """The wishes that can be understood; others are left out."""
        self.full_clean()
        given = self.cleaned_data
        return {
            "words": (given.get("q") or "").strip(),
            "since": given.get("since"),
            "until": given.get("until"),
            "only_personal": bool(given.get("only_personal")),
        }
