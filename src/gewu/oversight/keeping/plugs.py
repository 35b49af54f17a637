"""What keeping plugs into lower floors."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.hooks import audit_words
from gewu.kernel.retention import kind_named, kinds, of_rows
from gewu.oversight.keeping.models import Purge
from gewu.oversight.keeping.rules import span
from gewu.ui.hooks import NavItem, nav

THREE_YEARS = 3 * 365

nav.plug(
    NavItem(
        _("Keeping and deleting"),
        "keeping:periods",
        "trash",
        permission="keeping.see",
        order=94,
        group="system",
    )
)
nav.plug(
    NavItem(
        _("Exports"),
        "keeping:exports",
        "file-spreadsheet",
        permission="keeping.see",
        order=96,
        group="system",
    )
)
kinds.plug(
    of_rows(
        lambda: Purge.objects.exclude(ended_at=None),
        "ended_at",
        name="keeping.proofs",
        label=_("Proofs of what was let go"),
        counted_from=_("from the end of the run"),
        what_goes=_("The line of the proof."),
        source=_("Personal Information Protection Law, article 56: at least three years"),
        days=5 * 365,
        least=THREE_YEARS,
    )
)


@audit_words.plug
def periods_in_words(payloads: list[dict[str, Any]]) -> list[str]:
    """What was set for how long, before and after."""
    return [_said(payload) for payload in payloads]


def _said(payload: dict[str, Any]) -> str:
    kind = kind_named(str(payload.get("kept", "")))
    if kind is None or "before" not in payload:
        return ""
    return f"{kind.label}: {span(payload['before'])} → {span(payload['days'])}"
