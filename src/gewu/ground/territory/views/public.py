"""What everyone may know of a grid: its page, its code to scan, its poster."""

from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from gewu.ground.territory import hooks, queries
from gewu.ground.territory.hooks import GridContact
from gewu.ground.territory.models import Area
from gewu.ground.territory.views import pictures
from gewu.ui.pages import page

SVG = "image/svg+xml"
# The poster's code is 76 mm wide, its left edge 36 mm from the left of an A5 sheet.
CODE_MM = 76


def public_grid(request: HttpRequest, code: str) -> HttpResponse:
    """Name, boundary, worker, work phone, supervision phone, and the way to report."""
    grid = queries.public_grid(code)
    picture = pictures.alone(grid)
    context = {
        "grid": grid,
        "chain": queries.chain_of(grid)[:-1],
        "contact": _contact(grid),
        "map": picture if pictures.is_drawn(picture) else None,
        "report_url": _report_url(grid),
    }
    return page(request, "territory/public_grid.html", context)


def code(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code of the public page, as SVG."""
    made = _made(request, queries.public_grid(code))
    return _svg(made.svg_inline(scale=8, border=4).encode(), f"{code}.svg")


def poster(request: HttpRequest, code: str) -> HttpResponse:
    """A sheet of A5 to print and to hang up, as SVG."""
    grid = queries.public_grid(code)
    made = _made(request, grid)
    context: dict[str, Any] = {
        "grid": grid,
        "chain": queries.chain_of(grid)[:-1],
        "contact": _contact(grid),
        "address": _address(request, grid),
        "scale": round(CODE_MM / made.symbol_size(border=0)[0], 4),
        # Made of our own address by segno: nothing that a person typed.
        "code": mark_safe(made.svg_inline(border=0, svgclass=None, lineclass=None)),
    }
    answer = render(request, "territory/poster.html", context, content_type=SVG)
    return _svg(answer.content, "")


def _contact(grid: Area) -> GridContact:
    return next((found for ask in hooks.grid_contacts if (found := ask(grid))), GridContact())


def _report_url(grid: Area) -> str:
    try:
        return f"{reverse('portal:report')}?{urlencode({'area': grid.code})}"
    except NoReverseMatch:  # a house without residents' pages
        return ""


def _address(request: HttpRequest, grid: Area) -> str:
    return request.build_absolute_uri(reverse("territory:public_grid", args=[grid.code]))


def _made(request: HttpRequest, grid: Area) -> segno.QRCode:
    return segno.make(_address(request, grid), error="m", micro=False)


def _svg(content: bytes, filename: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=SVG)
    if filename:
        answer["Content-Disposition"] = f'inline; filename="{filename}"'
    return answer
