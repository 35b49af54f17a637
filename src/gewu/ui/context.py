"""What every template may know about how this person wants to see pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language

from gewu.ui import hooks
from gewu.ui.hooks import Bell, NavItem, Panel

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "gewu_theme"
ELDER_COOKIE = "gewu_elder"
# So many entries of the menu fit on a screen of 900 pixels with their headings.
MOST_OPEN = 15


@dataclass(frozen=True)
class NavLink:
    """A navigation entry ready to be drawn."""

    label: Any
    url: str
    icon: str
    current: bool = False
    post: bool = False
    group: str = "day"
    on_phones: bool = True


@dataclass(frozen=True)
class NavSection:
    """A heading of the desk's menu and what stands below it."""

    label: Any
    links: list[NavLink]
    open: bool


class Look:
    """Theme, size and language of this request, and the navigation of its viewer."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        theme = request.COOKIES.get(THEME_COOKIE, "auto")
        self.theme = theme if theme in THEMES else "auto"
        self.elder = request.COOKIES.get(ELDER_COOKIE) == "1"
        self.chinese = (get_language() or "").startswith("zh")
        self.language_tag = "zh-Hans" if self.chinese else "en"
        self.here = request.get_full_path() if request.method == "GET" else request.path

    @cached_property
    def nav(self) -> list[NavLink]:
        """The desk's entries this viewer may open, the current one marked."""
        return self._links(hooks.nav)

    @cached_property
    def nav_sections(self) -> list[NavSection]:
        """The same under headings; with few entries all are open, else the one of this page."""
        few = len(self.nav) <= MOST_OPEN
        sections = []
        for group, label in hooks.NAV_GROUPS.items():
            if links := [link for link in self.nav if link.group == group]:
                is_here = any(link.current for link in links)
                sections.append(NavSection(label, links, few or is_here))
        return sections

    @cached_property
    def portal_nav(self) -> list[NavLink]:
        """The entries above residents' pages."""
        return self._links(hooks.portal_nav)

    @cached_property
    def user_menu(self) -> list[NavLink]:
        """The entries of the viewer's own menu."""
        return self._links(hooks.user_menu)

    @cached_property
    def panels(self) -> list[Panel]:
        """The dashboard panels this viewer may see."""
        return sorted(filter(self._may_see, hooks.panels), key=lambda panel: panel.order)

    @cached_property
    def bells(self) -> list[Bell]:
        """The signs in the header of whoever has signed in."""
        user = getattr(self._request, "user", None)
        return list(hooks.bells) if user and user.is_authenticated else []

    @cached_property
    def search_url(self) -> str:
        """Where the search box of the desk leads; empty when nobody offers a search."""
        return next((reverse(name) for name in hooks.search), "")

    @property
    def query(self) -> str:
        """What was searched for with it; what filters another list stands above that list only."""
        here = self._request.path == self.search_url
        return self._request.GET.get("q", "") if here else ""

    def _links(self, items: Iterable[NavItem]) -> list[NavLink]:
        seen = sorted(filter(self._may_see, items), key=lambda item: item.order)
        urls = [reverse(item.url_name) for item in seen]
        here = max(filter(self._leads_here, urls), key=len, default="")
        return [
            NavLink(item.label, url, item.icon, url == here, item.post, item.group, item.on_phones)
            for item, url in zip(seen, urls, strict=True)
        ]

    def _leads_here(self, url: str) -> bool:
        """Whether this page lies under that entry; under the front page lies only itself."""
        path = self._request.path
        return path == url if url == "/" else path.startswith(url)

    def _may_see(self, item: NavItem | Panel) -> bool:
        if item.permission is None:
            return True
        user = getattr(self._request, "user", None)
        return bool(user and user.is_authenticated and user.may(item.permission))


def look(request: HttpRequest) -> Mapping[str, Any]:
    """Context processor: `look` in every template."""
    return {"look": Look(request)}
