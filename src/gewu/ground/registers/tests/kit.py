"""A town with the usual registers, and short ways to fill them."""

from typing import Any

from tests.cast import Town

from gewu.ground.registers import actions
from gewu.ground.registers.models import FieldGroup, Record, RegisterField, RegisterKind
from gewu.ground.registers.queries import fields_of
from gewu.ground.territory.models import Area
from gewu.kernel.acting import SYSTEM


def filled(town: Town) -> Town:
    """The town with all usual kinds."""
    actions.fill_kinds(county=town.county, by=SYSTEM)
    return town


def kind(code: str = "hydrants") -> RegisterKind:
    """One of the usual kinds."""
    return RegisterKind.objects.get(code=code)


def field(code: str, key: str) -> RegisterField:
    """A field of a usual kind."""
    return RegisterField.objects.select_related("group").get(kind__code=code, key=key)


def given(area: Area, name: str = "南门消防栓", **others: Any) -> actions.Given:
    """What is written about a thing."""
    return actions.Given(name=name, area=area, **others)


def record(area: Area, of: str = "hydrants", by: Any = SYSTEM, **others: Any) -> Record:
    """One thing in a register."""
    return actions.add_record(kind=kind(of), given=given(area, **others), by=by)


def only_for(code: str, key: str, *roles: str) -> FieldGroup:
    """A group that only these roles see, with one field of the kind in it."""
    at = field(code, key)
    group = actions.add_group(
        kind=at.kind, name_zh="内部信息", name_en="Inside", see_roles=roles, by=SYSTEM
    )
    RegisterField.objects.filter(pk=at.pk).update(group=group)
    return group


def sent(target: Record | RegisterKind, **others: Any) -> dict[str, Any]:
    """A form as a browser sends it: every field, as it stands."""
    of = target.kind if isinstance(target, Record) else target
    data: dict[str, Any] = {"name": "", "code": "", "area": "", "lon": "", "lat": ""}
    data |= {f"f_{each.key}": "" for each in fields_of(of)}
    if isinstance(target, Record):
        data |= {"name": target.name, "code": target.code, "area": target.area.code}
        data |= {f"f_{key}": value for key, value in target.values.items()}
        data["version"] = target.version
    return data | others
