"""What the gallery's components show: a small neighbourhood that nobody lives in."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS = [("lamp", _("Street lamp")), ("drain", _("Drain")), ("tree", _("Tree"))]
URGENCIES = [("now", _("At once")), ("week", _("This week")), ("later", _("When it suits"))]
LON, LAT = 120.152, 30.274

ROWS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("27 号楼前雨水井堵塞，雨天积水到台阶", "Storm drain blocked at building 27", "柳岸社区第 3 网格", "Willow Bank, grid 3", "bad", "alarm"),
    ("幸福路路灯不亮，晚上看不清台阶", "Street lamp out on Xingfu Road", "柳岸社区第 1 网格", "Willow Bank, grid 1", "near", "clock-exclamation"),
    ("电动车占用消防通道", "E-bikes parked in the fire lane", "桥东社区第 5 网格", "East Bridge, grid 5", "action", "progress-check"),
    ("独居老人家中水管漏水，请求上门帮助", "Leaking pipe at an elder's home", "桥东社区第 2 网格", "East Bridge, grid 2", "action", "clipboard-check"),
    ("菜场北门垃圾桶满溢", "Bins overflowing at the north gate", "柳岸社区第 4 网格", "Willow Bank, grid 4", "paused", "player-pause"),
    ("人行道地砖松动", "Loose paving on the footpath", "新塘社区第 1 网格", "Xintang, grid 1", "good", "circle-check"),
)  # fmt: skip


def clocks(now: datetime) -> list[dict[str, Any]]:
    """A clock in each state."""
    hour = timedelta(hours=1)
    return [
        {"due": now + 53 * hour, "warn": now + 50 * hour, "state": "running", "ended": None},
        {"due": now + 2.2 * hour, "warn": now - hour, "state": "running", "ended": None},
        {"due": now - 3.1 * hour, "warn": None, "state": "running", "ended": None},
        {"due": now + hour, "warn": None, "state": "paused", "ended": None},
        {"due": now - hour, "warn": None, "state": "done", "ended": now - 2 * hour},
        {"due": now - 9 * hour, "warn": None, "state": "done", "ended": now - 2 * hour},
    ]


def lists(now: datetime) -> dict[str, Any]:
    """Rows, timelines, trees and the other lists."""
    hour = timedelta(hours=1)
    faces = clocks(now)
    rows = [
        {"title": {"name_zh": zh, "name_en": en}, "place": {"name_zh": place, "name_en": at}, "tone": tone, "icon": icon, "clock": faces[(index + 2) % 6]}
        for index, (zh, en, place, at, tone, icon) in enumerate(ROWS)
    ]  # fmt: skip
    return {
        "rows": rows,
        "timeline": _timeline(now, hour),
        "steps": [
            {"label": _("Received"), "state": "past", "at": now - 20 * hour},
            {"label": _("Assigned"), "state": "past", "at": now - 19 * hour},
            {"label": _("Being handled"), "state": "current", "at": now - 2 * hour},
            {"label": _("Checked"), "state": "coming"},
            {"label": _("Closed"), "state": "coming"},
        ],
        "tabs": [
            {"label": _("To do"), "url": "?tab=1", "current": True, "count": 12},
            {"label": _("Waiting for others"), "url": "?tab=2", "current": False, "count": 1284},
            {"label": _("Done"), "url": "?tab=3", "current": False},
        ],
        "tree": _tree(),
        "crumbs": [{"label": "云溪县", "url": "#"}, {"label": "柳岸街道", "url": "#"}, {"label": "第 3 网格"}],
        "photos": [
            {"thumb": "/static/mark.svg", "full": "/static/mark.svg", "alt": _("Photo 1")},
            {"thumb": "/static/mark.svg", "full": "/static/mark.svg", "alt": _("Photo 2")},
        ],
        "facts": [(_("Number"), "2026112300017"), (_("Source"), _("Resident, by phone")), (_("Item"), _("Drain")), (_("Unit"), "柳岸社区网格队")],
        "map_data": map_data(),
    }  # fmt: skip


def map_data() -> dict[str, Any]:
    """Four grids, some streets and houses, and a few dots."""
    step = 0.004
    squares = [(LON + i * step, LAT + j * step) for i in (-1, 0) for j in (-1, 0)]
    areas = [
        _polygon(x, y, step, step, id=str(n), name_zh=f"第 {n} 网格", name_en=f"Grid {n}")
        for n, (x, y) in enumerate(squares, 1)
    ]
    houses = [
        _polygon(LON - step + 0.0007 + c * 0.0012, LAT - step + 0.0006 + r * 0.0013, 0.0006, 0.0004)
        for c in range(6)
        for r in range(6)
    ]
    states = ("running", "near", "overdue", "paused", "done")
    points = [
        _feature("Point", [LON + ((n * 37) % 71 - 35) / 10000, LAT + ((n * 53) % 67 - 33) / 10000], id=str(n), state=states[n % 5], title=f"#{n}", url="#")
        for n in range(40)
    ]  # fmt: skip
    streets = [
        _feature("LineString", [[LON - step, LAT + d], [LON + step, LAT + d]])
        for d in (-step / 2, 0, step / 2)
    ]
    return {
        "areas": _collection(areas),
        "points": _collection(points),
        "base": {"buildings": _collection(houses), "streets": _collection(streets)},
        "selected": "2",
    }


def _timeline(now: datetime, hour: timedelta) -> list[dict[str, Any]]:
    return [
        {"title": _("Handled"), "at": now - hour, "by": "陈晓岚", "note": "已疏通并清运淤泥，照片已上传。", "icon": "tool", "tone": "action"},
        {"title": _("Close to its limit"), "at": now - 2 * hour, "icon": "clock-exclamation", "tone": "near"},
        {"title": _("Signed"), "at": now - 19 * hour, "by": "陈晓岚", "icon": "clipboard-check"},
        {"title": _("Received"), "at": now - 20 * hour, "by": _("Resident"), "icon": "message-circle"},
    ]  # fmt: skip


def _tree() -> list[dict[str, Any]]:
    grids = [
        {"label": f"第 {n} 网格", "url": "#", "count": 5 - n, "current": n == 2} for n in (1, 2, 3)
    ]
    return [
        {"label": "柳岸社区", "url": "#", "open": True, "children": grids, "count": 8, "note": "330106 002 001"},
        {"label": "桥东社区", "url": "#", "children": grids, "count": 6},
        {"label": "新塘社区", "url": "#", "count": 0},
    ]  # fmt: skip


def _polygon(x: float, y: float, width: float, height: float, **properties: Any) -> dict[str, Any]:
    ring = [[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]]
    return _feature("Polygon", [ring], **properties)


def _feature(kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}
