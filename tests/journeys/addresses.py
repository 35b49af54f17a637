"""Every address of the house, and which thing of a town stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.journeys.places import Side

# Which thing an address is about, by the first name that fits; `None` where none is made here.
ABOUT: dict[str, dict[str, str]] = {
    "desk:try_again": {},
    "openapi:read_ticket": {"pk": "ticket.pk"},
    "openapi:sign": {"pk": "ticket.pk"},
    "openapi:handle": {"pk": "ticket.pk"},
    "openapi:close": {"pk": "ticket.pk"},
    "accounts:revoke_key": {"pk": "key.pk"},
    "accounts:": {"pk": "user.pk"},
    "features:item": {"name": "=grids", "pk": "area.pk"},
    "features:": {"name": "=grids"},
    "setup:sheet": {"name": "=staff"},
    "setup:template": {"name": "=staff"},
    "setup:there": {"name": "=staff"},
    "facts:unit": {"pk": "unit.pk"},
    "territory:building": {"pk": "building.pk"},
    "territory:building_end": {"pk": "building.pk"},
    "territory:redraw_plan": {"pk": "redraw.pk"},
    "territory:redraw_undo": {"pk": "redraw.pk"},
    "territory:code": {"code": "area.code"},
    "territory:poster": {"code": "area.code"},
    "territory:public_grid": {"code": "area.code"},
    "territory:export_file": {"kind": "=csv"},
    "territory:export_file_of": {"pk": "area.pk", "kind": "=csv"},
    "territory:": {"pk": "area.pk"},
    "staffing:stand_in": {"pk": "post.pk"},
    "staffing:handover": {"pk": "post.pk"},
    "staffing:set_phone": {"pk": "post.pk"},
    "staffing:appoint": {"pk": "post.pk"},
    "staffing:end": {"pk": "appointment.pk"},
    "staffing:cancel": {"pk": "appointment.pk"},
    "staffing:leave": {"pk": "leave.pk"},
    "staffing:approve_leave": {"pk": "leave.pk"},
    "staffing:decline_leave": {"pk": "leave.pk"},
    "staffing:end_leave": {"pk": "leave.pk"},
    "staffing:end_stand_in": {"pk": "stand_in.pk"},
    "staffing:file": {"pk": "user.pk"},
    "staffing:add_certificate": {"pk": "user.pk"},
    "staffing:set_grade": {"pk": "user.pk"},
    "staffing:add_career_step": {"pk": "user.pk"},
    "staffing:scan": {"pk": "certificate.pk"},
    "staffing:drop_certificate": {"pk": "certificate.pk"},
    "staffing:answer_correction": {"pk": "correction.pk"},
    "staffing:change_shift_kind": {"pk": "shift_kind.pk"},
    "staffing:retire_shift_kind": {"pk": "shift_kind.pk"},
    "staffing:unit_duty": {"pk": "office.pk"},
    "staffing:shift_kinds": {"pk": "office.pk"},
    "staffing:add_shift_kind": {"pk": "office.pk"},
    "staffing:open_roster": {"pk": "office.pk"},
    "staffing:export_records": {"what": "=pool"},
    "staffing:": {"pk": "unit.pk"},
    "tickets:photo": {"pk": "photo.pk", "size": "=thumb"},
    "tickets:near_list": {"pk": "ticket.pk", "kind": "=person"},
    "tickets:item": {"code": "=0101"},
    "tickets:change_item": {"code": "=0101"},
    "tickets:versions": {"code": "=0101"},
    "tickets:add_condition": {"code": "=0101"},
    "tickets:change_condition": {"code": "=0101", "seq": "=1"},
    "tickets:": {"pk": "ticket.pk"},
    "notices:wording": {"kind": "=tickets.given", "language": "=en"},
    "portal:photo": {
        "number": "ticket.number",
        "secret": "secret",
        "pk": "photo.pk",
        "size": "=thumb",
    },
    "portal:": {"number": "ticket.number", "secret": "secret"},
}

# Things that are not made for both towns; each is tried by a stranger in the tests of its area.
OTHER_TESTS = frozenset(
    {
        "setup:reasons", "territory:tile", "territory:open_tile", "territory:alias_accept",
        "territory:alias_refuse", "territory:import_columns", "territory:redraw_look",
        "territory:plan", "territory:plan_again", "territory:plan_choose", "territory:plan_move",
        "territory:plan_hold", "territory:plan_undo", "territory:plan_add",
        "staffing:change_kind", "staffing:end_waiver", "staffing:confirm_handover",
        "staffing:overlay", "staffing:change_cover", "staffing:add_seat", "staffing:close_overlay",
        "staffing:drop_wish", "staffing:feed", "staffing:ask_swap", "staffing:agree_swap",
        "staffing:decline_swap", "staffing:withdraw_swap", "staffing:approve_swap",
        "staffing:take_off", "staffing:pin", "staffing:shift", "staffing:propose_roster",
        "staffing:publish_roster", "staffing:drop_roster", "staffing:change_certificate_kind",
        "tickets:forget_queue", "tickets:batch_run", "tickets:import_forget_mapping",
        "tickets:import_run", "tickets:import_columns", "tickets:import_take_mapping",
        "tickets:import_keep_mapping", "tickets:import_values", "tickets:import_check",
        "tickets:import_land", "tickets:import_forget", "tickets:import_bad_rows",
        "tickets:remove_day", "tickets:article", "tickets:change_article",
        "tickets:handover_note", "tickets:take_over", "tickets:change_rule",
        "tickets:delete_rule", "tickets:move_rule", "tickets:rules_version",
        "tickets:rules_restore", "tickets:whistle_page", "tickets:whistle_photo",
        "tickets:whistle_task_step", "tickets:whistle_step", "tickets:cohandled",
        "tickets:uncohandle", "notices:open", "desk:try_again", "portal:waiting_photo",
        "ui:map_layer", "ui:map_archive", "ui:gallery_face", "ui:gallery_wrong",
        "mfa_remove_webauthn", "mfa_edit_webauthn",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One address and what has to be filled into it."""

    name: str
    route: str
    wanted: tuple[str, ...]

    def about(self) -> dict[str, str]:
        """Where the values come from."""
        if not self.wanted:
            return {}
        area = self.name.partition(":")[0] + ":"
        found = ABOUT.get(self.name, ABOUT.get(area, {}))
        return {name: found[name] for name in self.wanted if name in found}

    @property
    def is_of_a_town(self) -> bool:
        """Whether it is about something that both towns have."""
        return any(not source.startswith("=") for source in self.about().values())

    def of(self, side: Side) -> dict[str, Any]:
        """The values for one of the towns."""
        return {name: _value(side, source) for name, source in self.about().items()}


def addresses() -> list[Address]:
    """All of them but those that other tests look at, by name."""
    found = {
        (name, route): Address(name, route, wanted)
        for name, route, wanted in _walk(get_resolver(), "", ())
        if name not in OTHER_TESTS
    }
    return [found[key] for key in sorted(found)]


def left_out() -> set[str]:
    """The names in OTHER_TESTS that are no address."""
    return OTHER_TESTS - {name for name, _route, _wanted in _walk(get_resolver(), "", ())}


def _walk(
    resolver: URLResolver, before: str, names: tuple[str, ...]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            name = ":".join((*names, each.name or route))
            yield name, route, tuple(_converters(route))
        else:
            inner = (*names, each.namespace) if each.namespace else names
            yield from _walk(each, route, inner)


def _converters(route: str) -> Iterator[str]:
    for part in route.split("<")[1:]:
        yield part.partition(">")[0].rpartition(":")[2]


def _value(side: Side, source: str) -> Any:
    if source.startswith("="):
        return source[1:]
    thing, _dot, attribute = source.partition(".")
    found = getattr(side, thing)
    return getattr(found, attribute) if attribute else found
