"""Where other areas plug in navigation, search and dashboard panels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gewu.kernel.hooks import Hook

# The headings of the desk's menu in their order; what the day needs stands first and needs none.
NAV_GROUPS = {
    "day": "",
    "people": _("People and units"),
    "places": _("Places and figures"),
    "rules": _("Rules"),
    "system": _("Set-up and accounts"),
}


@dataclass(frozen=True)
class NavItem:
    """One entry of a menu, shown to those who hold the permission; `post` makes it a button."""

    label: Any
    url_name: str
    icon: str
    permission: str | None = None
    order: int = 100
    post: bool = False
    # Under which heading of the desk's menu it stands; one of NAV_GROUPS.
    group: str = "day"
    # The bar below residents' pages on a phone has room for five.
    on_phones: bool = True

    def __post_init__(self) -> None:
        if self.group not in NAV_GROUPS:
            raise ValueError(f"the menu has no heading {self.group}")


@dataclass(frozen=True)
class Bell:
    """A sign in the desk's header that leads to a page; its count is fetched after the page.

    With `list_url_name` it opens a small list first, fetched when it is opened.
    """

    label: Any
    url_name: str
    count_url_name: str
    icon: str
    list_url_name: str = ""


@dataclass(frozen=True)
class Panel:
    """One panel of the desk's first page; `context` fills its template for a request."""

    title: Any
    template: str
    context: Callable[[HttpRequest], Mapping[str, Any]]
    permission: str | None = None
    order: int = 100


nav: Hook[NavItem] = Hook("ui.nav", "Entries of the desk's navigation.")
user_menu: Hook[NavItem] = Hook("ui.user_menu", "Entries of the signed-in person's menu.")
portal_nav: Hook[NavItem] = Hook("ui.portal_nav", "Entries above residents' pages.")
search: Hook[str] = Hook("ui.search", "URL name of the desk's search page; the first one counts.")
panels: Hook[Panel] = Hook("ui.panels", "Panels of the desk's first page.")
bells: Hook[Bell] = Hook("ui.bells", "Signs with a count in the desk's header.")
