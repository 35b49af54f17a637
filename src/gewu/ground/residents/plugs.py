"""What residents plugs in: how long it stays on record who looked."""

from django.utils.translation import gettext_lazy as _

from gewu.ground.residents.models import ContactAccess
from gewu.kernel.retention import kinds, of_rows

THREE_YEARS = 3 * 365

kinds.plug(
    of_rows(
        ContactAccess.objects.all,
        "at",
        name="residents.accesses",
        label=_("Who looked at a name or a phone, and why"),
        counted_from=_("from the look"),
        what_goes=_("The line of who looked, when and why."),
        source=_("Network Data Regulation, article 12: at least three years"),
        days=5 * 365,
        least=THREE_YEARS,
    )
)
