"""What a purpose needs before it may hold anything, and whether a person's data may be written. Pure."""

from collections.abc import Collection, Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.ground.residents.rules.fields import FIELDS, in_order, labels_of, sensitive_among

LONGEST_RETENTION = 3650
KEEP_ASSESSMENTS_YEARS = 3  # PIPL art. 56


class Basis(TextChoices):
    """What allows the processing: PIPL art. 13 (1)."""

    CONSENT = "consent", gettext_lazy("Consent (no. 1)")
    CONTRACT = "contract", gettext_lazy("A contract with the person (no. 2)")
    DUTY = "duty", gettext_lazy("A duty or power set by law (no. 3)")
    EMERGENCY = "emergency", gettext_lazy("Saving life, health or property in an emergency (no. 4)")
    PUBLIC = "public", gettext_lazy("Made public by the person (no. 6)")
    LAW = "law", gettext_lazy("Other cases named by a law (no. 7)")


def fields_fault(codes: Iterable[str]) -> str:
    """Why a purpose cannot hold these fields; empty when it can."""
    unknown = sorted(set(codes) - set(FIELDS))
    if unknown:
        return _("There is no field %(names)s.") % {"names": ", ".join(unknown)}
    return ""


def switching_fault(
    *,
    fields: Collection[str],
    authority: str,
    told: Collection[str] | None,
    assessed: Iterable[str],
) -> str:
    """Why a purpose cannot be switched on; empty when it can.

    `told` are the fields of its latest notice, None without one; `assessed` those of its latest
    approved assessment.
    """
    if not fields:
        return _("It holds no field yet.")
    if not authority.strip():
        return _("Say which law or decision allows it.")
    if told is None:
        return _("Publish a notice first: people must be told before anything is held.")
    if missing := set(fields) - set(told):
        return _("The notice does not name %(names)s. Publish a new one.") % {
            "names": _listed(missing)
        }
    if missing := set(sensitive_among(fields)) - set(assessed):
        return _("%(names)s is sensitive: an impact assessment must be approved first.") % {
            "names": _listed(missing)
        }
    return ""


def needs_consent(basis: str, fields: Iterable[str], *, is_child: bool) -> bool:
    """Whether the person must have said yes: to what rests on it, to sensitive data, for a child."""
    return basis == Basis.CONSENT or is_child or bool(sensitive_among(fields))


def without_consent(basis: str, fields: Iterable[str], *, is_child: bool) -> list[str]:
    """What of a purpose may stay when consent is withdrawn."""
    if basis == Basis.CONSENT or is_child:
        return []
    return [code for code in in_order(fields) if not FIELDS[code].is_sensitive]


def holding_fault(
    *,
    active: bool,
    allowed: Collection[str],
    fields: Collection[str],
    consented: Collection[str] | None,
    needs: bool,
) -> str:
    """Why these fields of a person cannot be held for a purpose; empty when they can.

    `consented` are the fields of the notice that the standing consent refers to, None without one.
    """
    if not active:
        return _("This purpose is not in force, so nothing can be held for it.")
    if missing := set(fields) - set(allowed):
        return _("This purpose does not hold %(names)s.") % {"names": _listed(missing)}
    if not needs:
        return ""
    if consented is None:
        return _("The person's consent to this purpose is missing.")
    if missing := set(fields) - set(consented):
        return _("The consent does not cover %(names)s: it was asked for before.") % {
            "names": _listed(missing)
        }
    return ""


def _listed(codes: Iterable[str]) -> str:
    return _(", ").join(labels_of(codes))
