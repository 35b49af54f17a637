"""Posters of grids: what everyone may know of each, with its code to scan, as one PDF."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from gewu.ground.territory import hooks
from gewu.ground.territory.hooks import GridContact
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries.tree import chains_of
from gewu.ground.territory.rules.posters import as_drawing
from gewu.kernel.typesetting import typeset

TEMPLATE = Path(__file__).parents[1] / "data" / "posters.typ"


def as_posters(grids: Sequence[Area], layout: str, *, english: bool, site: str) -> bytes:
    """The posters of these grids; `site` is how the house is called from outside."""
    return typeset(TEMPLATE, poster_data(grids, layout, english=english, site=site))


def poster_data(grids: Sequence[Area], layout: str, *, english: bool, site: str) -> dict[str, Any]:
    """What the template sets; the Chinese on a poster does not ask who prints it."""
    with override("zh-hans"):
        chains, contacts = chains_of(grids), grid_contacts(grids)
        cards = [_card(grid, chains[grid.pk], contacts[grid.pk], site) for grid in grids]
        return {
            "title": _("Posters of grids"),
            "layout": layout,
            "english": english,
            "cards": cards,
        }


def grid_contacts(grids: Sequence[Area]) -> dict[Any, GridContact]:
    """Who looks after each of these grids, and who supervises."""
    found = {grid.pk: GridContact() for grid in grids}
    for ask in hooks.grid_contacts:
        found |= ask(grids)
    return found


def public_address(grid: Area, site: str) -> str:
    """What the code of a grid says: the address of its public page."""
    return f"{site.rstrip('/')}{reverse('territory:public_grid', args=[grid.code])}"


def _card(grid: Area, chain: Sequence[Area], contact: GridContact, site: str) -> dict[str, str]:
    above, address = chain[:-1], public_address(grid, site)
    return {
        "name": grid.name_zh,
        "name_en": grid.name_en,
        "chain": " · ".join(area.name_zh for area in above),
        "code": grid.code,
        "address": address,
        "worker": contact.worker,
        "worker_phone": contact.worker_phone,
        "unit": contact.unit,
        "supervision": contact.supervision_phone,
        "qr": as_drawing(address),
    }
