"""Who has signed the confidentiality undertaking, and who not yet."""

from django.db.models import Exists, OuterRef, QuerySet

from gewu.ground.accounts.models import Signature, Undertaking, User
from gewu.ground.accounts.queries.users import users_for
from gewu.kernel.stamps import kept

UNUSABLE = "!"  # how Django marks the password of somebody who does not sign in


@kept
def undertaking() -> Undertaking | None:
    """The version in force; None while none was published, and then nobody is asked."""
    return Undertaking.objects.first()


def has_signed(user: User, number: int) -> bool:
    """Whether somebody has promised by this version."""
    return Signature.objects.filter(user=user, undertaking__number=number).exists()


def signature_of(user: User) -> Signature | None:
    """The latest promise of somebody."""
    return Signature.objects.select_related("undertaking").filter(user=user).first()


def signers_for(viewer: User, *, lacking: bool = False) -> QuerySet[User]:
    """Everyone who signs in and whom the viewer looks after; those who lack first.

    Each has `has_signed`, whether the version in force is signed.
    """
    signed = Signature.objects.filter(user=OuterRef("pk"), undertaking=undertaking())
    found = (
        users_for(viewer)
        .filter(is_active=True)
        .exclude(password__startswith=UNUSABLE)
        .annotate(has_signed=Exists(signed))
        .order_by("has_signed", "username")
    )
    return found.filter(has_signed=False) if lacking else found


def signatures_of(users: list[User]) -> dict[object, Signature]:
    """The latest promise of each, by user."""
    found = Signature.objects.select_related("undertaking").filter(user__in=users).order_by("id")
    return {signature.user_id: signature for signature in found}
