"""What everyone may know of a grid: its page, its code to scan, its poster."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from gewu.ground.territory import hooks, queries
from gewu.ground.territory.hooks import Panel
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries.posters import as_posters, grid_contacts, public_address
from gewu.ground.territory.rules.posters import code_to_scan
from gewu.ground.territory.views import pictures
from gewu.ground.territory.views.posters import as_pdf, site_of
from gewu.ui.pages import page

SVG = "image/svg+xml"


def public_grid(request: HttpRequest, code: str) -> HttpResponse:
    """Name, boundary, worker, work phone, supervision phone, and the way to report."""
    grid = queries.public_grid(code)
    if grid.code != code:  # an old poster of a grid that ended leads to the one in its place
        return redirect("territory:public_grid", code=grid.code)
    picture = pictures.alone(grid)
    context = {
        "grid": grid,
        "chain": queries.chain_of(grid)[:-1],
        "contact": grid_contacts([grid])[grid.pk],
        "panels": sorted(_panels(grid), key=lambda panel: panel.order),
        "map": picture if pictures.is_drawn(picture) else None,
        "report_url": _portal_url("report", area=grid.code),
        "map_url": _portal_url("grid_map", area=str(grid.pk)),
    }
    return page(request, "territory/public_grid.html", context)


def code(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code of the public page, as SVG."""
    made = code_to_scan(public_address(queries.public_grid(code), site_of(request)))
    answer = HttpResponse(made.svg_inline(scale=8, border=4), content_type=SVG)
    answer["Content-Disposition"] = f'inline; filename="{code}.svg"'
    return answer


def poster(request: HttpRequest, code: str) -> HttpResponse:
    """A sheet of A4 to print and to hang up."""
    grid = queries.public_grid(code)
    content = as_posters([grid], "sheet", english=True, site=site_of(request))
    return as_pdf(content, f"poster-{grid.code}.pdf")


def _panels(grid: Area) -> list[Panel]:
    return [panel for ask in hooks.grid_panels if (panel := ask(grid))]


def _portal_url(name: str, **asked: str) -> str:
    try:
        return f"{reverse(f'portal:{name}')}?{urlencode(asked)}"
    except NoReverseMatch:  # a house without residents' pages
        return ""
