"""Who may do what with messages: everyone reads their own, administrators word them."""

from gewu.ground.accounts.models import User


def may_word(user: User, county_path: str) -> bool:
    """Word messages for the whole county."""
    return user.may("tickets.catalogue", county_path)
