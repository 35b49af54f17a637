"""The order of a queue as links: by which clock, in which direction, and which clock a row shows."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from gewu.work.tickets.queries import queue as queues
from gewu.work.tickets.queries.queue_order import SORTS, Order

UNSHOWN = ("closed", "received")  # the row shows the promise, and how it ended


def sorting(filters: queues.Filters, url_of: Callable[[str], str]) -> dict[str, Any]:
    """What the page says about its order; `url_of` gives the address of another one."""
    order = queues.order_of(filters)
    usual = queues.order_of(queues.Filters(queue=filters.queue))

    def link(label: Any, other: Order, *, current: bool) -> dict[str, Any]:
        word = "" if other == usual else other.word
        return {"label": label, "url": url_of(word), "current": current}

    keys = queues.QUEUES[filters.queue].sorts
    up, down = Order(order.sort), Order(order.sort, descending=True)
    return {
        "order": order,
        "row_clock": "due" if order.sort.key in UNSHOWN else order.sort.key,
        "turn": link(order.sort.label, order.turned, current=False),
        "sorts": [
            link(SORTS[key].label, Order(SORTS[key]), current=key == order.sort.key) for key in keys
        ],
        "directions": [
            link(_("Earliest first"), up, current=order == up),
            link(_("Latest first"), down, current=order == down),
        ],
    }
