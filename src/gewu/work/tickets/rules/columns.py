"""What a column is likely to be, by its name; a first proposal that a person corrects. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

# The first name that is found wins; a name that merely contains the word comes after an equal one.
NAMES: dict[str, tuple[str, ...]] = {
    "source_id": ("id", "编号", "工单号", "requestid", "number", "序号"),
    "title": ("title", "标题", "主题", "subject"),
    "words": ("words", "内容", "详情", "描述", "detail", "description"),
    "address": ("address", "地址", "位置", "地点"),
    "lon": ("lon", "经度", "longitude", "lng"),
    "lat": ("lat", "纬度", "latitude"),
    "item": ("item", "事项", "类别", "类型", "category", "kind", "type"),
    "submitted_at": ("submitted", "上报时间", "受理时间", "时间", "created", "reported", "time"),
    "closed_at": ("closed", "办结时间", "结案时间", "closedate"),
    "state": ("state", "状态", "status"),
}
NESTED = ("item", "submitted_at", "closed_at", "state")


def proposed(columns: Sequence[str], zone: str) -> dict[str, Any]:
    """A mapping made of the columns' names alone."""
    found = {key: _like(names, columns) for key, names in NAMES.items()}
    data: dict[str, Any] = {key: column for key, column in found.items() if column}
    for key in ("lon", "lat"):
        if not (found["lon"] and found["lat"]):
            data.pop(key, None)
    for key in NESTED:
        if key in data:
            data[key] = {"column": data[key]}
    for key in ("submitted_at", "closed_at"):
        if key in data:
            data[key]["zone"] = zone
    return data


def named_in(data: Mapping[str, Any]) -> set[str]:
    """The columns that a mapping needs."""
    named: set[str] = set()
    for key in NAMES:
        value = data.get(key) or ()
        if isinstance(value, Mapping):
            value = value.get("column") or ()
        named |= {value} if isinstance(value, str) else set(value)
    return named


def _like(names: Sequence[str], columns: Sequence[str]) -> str:
    folded = {column.casefold().strip(): column for column in columns}
    equal = (folded[name] for name in names if name in folded)
    within = (
        column
        for name in names
        for fold, column in folded.items()
        if name in fold and len(name) > 2 - (not name.isascii())
    )
    return next(equal, next(within, ""))
