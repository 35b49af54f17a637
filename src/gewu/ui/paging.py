"""Addresses of the page before and after one of numbered pages, with all filters kept."""

from typing import Any

from django.core.paginator import Page
from django.http import QueryDict

from gewu.ui.words import number


def turning(found: "Page[Any]", query: QueryDict, name: str = "page") -> dict[str, str]:
    """What the pager shows; nothing where everything stands on one page.

    `name` tells the lists apart where a page has several.
    """
    if not found.has_other_pages():
        return {"newer": "", "older": "", "note": ""}

    def to(page: int) -> str:
        asked = query.copy()
        asked[name] = str(page)
        return f"?{asked.urlencode()}"

    first, last = number(found.start_index()), number(found.end_index())
    return {
        "newer": to(found.previous_page_number()) if found.has_previous() else "",
        "older": to(found.next_page_number()) if found.has_next() else "",
        "note": f"{first}–{last} / {number(found.paginator.count)}",
    }
