"""The order of somebody's stops, on foot or by bicycle, within the times that suit people.

`day` orders the stops of one day, `spread` shares visits out over several days, `instances`
reads the files with which such methods are measured elsewhere (`gewu evaluate routes`).
"""

from gewu.methods.routes.day import Day, Order, Stop, Window, in_order

__all__ = ["Day", "Order", "Stop", "Window", "in_order"]
