"""Registration of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sign-ins, roles, scopes, keys."""

    name = "gewu.ground.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
