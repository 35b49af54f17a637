"""Users, and keys for machines that act as a user."""

from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts import rules
from gewu.ground.accounts.hooks import Grant, grants_of
from gewu.ground.accounts.rules import ROLE_CHOICES, ROLES, Role
from gewu.kernel.ids import uuid7
from gewu.kernel.names import in_language

__all__ = [
    "ROLES",
    "ROLE_CHOICES",
    "ApiKey",
    "Identity",
    "OldPassword",
    "Role",
    "Signature",
    "Undertaking",
    "User",
]

# Until a county has people for both, its first sign-in sets up and lets in.
FOUNDERS = (Grant("administrator", ""), Grant("security", ""))


class UserManager(BaseUserManager["User"]):
    """Finds users by the name they sign in with."""


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do comes from their appointments."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "username": "internal",
        "password": "sensitive",
        "last_login": "internal",
        "name_zh": "public",
        "name_en": "public",
        "is_active": "internal",
        "is_superuser": "internal",
        "must_change_password": "internal",
        "password_set_at": "internal",
    }
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name_zh"]

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(
        _("Sign-in name"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name_zh = models.CharField(_("Full name"), max_length=80)
    name_en = models.CharField(_("Full name in Latin letters"), max_length=120, blank=True)
    is_active = models.BooleanField(_("May sign in"), default=True)
    is_superuser = models.BooleanField(_("Administrator of everything"), default=False)

    # The first password was printed by somebody else, so another is chosen before anything else.
    must_change_password = models.BooleanField(default=False, editable=False)
    password_set_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    # How the journal names whoever acts; a key sets "key" on the user it stands for.
    actor_kind: str = "staff"

    class Meta:
        ordering: ClassVar[list[str]] = ["username"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("username"), name="sign_in_names_differ_in_more_than_case"
            ),
            models.CheckConstraint(condition=~models.Q(name_zh=""), name="every_user_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name in the reader's language, where there is one."""
        return in_language(self.name_zh, self.name_en)

    @property
    def actor_id(self) -> UUID:
        """Whom the journal names."""
        return self.pk

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """Today's roles and their places, asked once per instance."""
        if not self.is_active:
            return ()
        own = FOUNDERS if self.is_superuser else ()
        return (*own, *self.held)

    @property
    def held(self) -> tuple[Grant, ...]:
        """Today's roles by posts, of somebody whose sign-in is closed too."""
        return tuple(grant for ask in grants_of for grant in ask(self))

    def may(self, permission: str, path: str | None = None, unit_id: UUID | None = None) -> bool:
        """Is this allowed anywhere (no path), in this place, or for work of this unit?"""
        return rules.allows(self.grants, permission, path, unit_id)

    def paths_with(self, permission: str) -> tuple[str, ...]:
        """The area paths under which this is allowed; an empty path means everywhere."""
        return rules.paths_with(self.grants, permission)

    def units_with(self, permission: str) -> tuple[UUID, ...]:
        """The units whose work this is allowed for."""
        return rules.units_with(self.grants, permission)

    @property
    def roles(self) -> tuple[str, ...]:
        """The names of the roles held today."""
        return rules.role_names(self.grants)


class OldPassword(models.Model):
    """A password that somebody had before, as its digest, so that it does not come back."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "user": "internal",
        "digest": "sensitive",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=128)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return str(self.pk)


class Identity(models.Model):
    """By which name an identity provider vouches for somebody, once they have linked it."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "user": "internal",
        "issuer": "internal",
        "subject": "internal",
        "linked_at": "internal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="identity")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)  # OpenID Connect Core 1.0, section 2
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="an_identity_is_one_persons"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Undertaking(models.Model):
    """The words by which everyone who signs in promises to keep what is confided; one version.

    Personal Information Protection Law, article 51 (4); Civil Code, article 1039.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "number": "internal",
        "text_zh": "internal",
        "text_en": "internal",
        "published_at": "internal",
        "published_by": "internal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    text_zh = models.TextField(_("Text in Chinese"), max_length=4000)
    text_en = models.TextField(_("Text in English"), max_length=6000)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def text(self) -> str:
        """In the reader's language."""
        return in_language(self.text_zh, self.text_en)


class Signature(models.Model):
    """Somebody has promised by one version of the words."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "undertaking": "internal",
        "user": "internal",
        "at": "internal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signatures")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["undertaking", "user"], name="everybody_signs_a_version_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ApiKey(models.Model):
    """A secret with which a machine acts as a user; only its digest is stored."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "user": "internal",
        "label": "internal",
        "digest": "sensitive",
        "last_used_on": "internal",
        "revoked_at": "internal",
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("What it is for"), max_length=120)
    digest = models.BinaryField(max_length=32, unique=True)
    last_used_on = models.DateField(_("Last used"), null=True)
    revoked_at = models.DateTimeField(_("Revoked"), null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(label=""), name="every_key_says_what_it_is_for"
            ),
        ]

    def __str__(self) -> str:
        return self.label
