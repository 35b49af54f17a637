"""Every address of the house, and which thing of a town stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.journeys.places import Side

# Which thing an address is about, by the first name that fits; after `=` stands a plain word, after
# `@` a thing that the county has once for both towns.
ABOUT: dict[str, dict[str, str]] = {
    "setup:reasons": {"token": "=none"},
    "territory:import_columns": {"token": "=none"},
    "territory:redraw_look": {"token": "=none"},
    "territory:tile": {"stamp": "=old", "z": "=12", "x": "=3375", "y": "=1614"},
    "territory:open_tile": {"stamp": "=old", "z": "=12", "x": "=3375", "y": "=1614"},
    "territory:alias_accept": {"pk": "alias.pk"},
    "territory:alias_refuse": {"pk": "alias.pk"},
    "territory:plan": {"pk": "area.pk", "token": "=none"},
    "territory:plan_again": {"pk": "area.pk", "token": "=none"},
    "territory:plan_choose": {"pk": "area.pk", "token": "=none"},
    "territory:plan_move": {"pk": "area.pk", "token": "=none"},
    "territory:plan_hold": {"pk": "area.pk", "token": "=none"},
    "territory:plan_undo": {"pk": "area.pk", "token": "=none"},
    "territory:plan_add": {"pk": "area.pk", "token": "=none"},
    "ui:map_archive": {"stamp": "=old"},
    "ui:map_layer": {"stamp": "=old", "name": "=water"},
    "ui:gallery_face": {"face": "=desk"},
    "ui:gallery_wrong": {"status": "=404"},
    "portal:waiting_photo": {"token": "=none"},
    "notices:open": {"pk": "message.pk"},
    "staffing:change_kind": {"pk": "@post_kind.pk"},
    "staffing:change_certificate_kind": {"pk": "@certificate_kind.pk"},
    "staffing:overlay": {"pk": "@overlay.pk"},
    "staffing:change_cover": {"pk": "@overlay.pk"},
    "staffing:add_seat": {"pk": "@overlay.pk"},
    "staffing:close_overlay": {"pk": "@overlay.pk"},
    "staffing:end_waiver": {"pk": "waiver.pk"},
    "staffing:confirm_handover": {"pk": "staff_handover.pk"},
    "staffing:drop_wish": {"pk": "wish.pk"},
    "staffing:feed": {"secret": "feed"},
    "staffing:ask_swap": {"pk": "duty.pk"},
    "staffing:agree_swap": {"pk": "swap.pk"},
    "staffing:decline_swap": {"pk": "swap.pk"},
    "staffing:withdraw_swap": {"pk": "swap.pk"},
    "staffing:approve_swap": {"pk": "swap.pk"},
    "staffing:take_off": {"pk": "duty.pk"},
    "staffing:pin": {"pk": "duty.pk"},
    "staffing:shift": {"pk": "shift.pk"},
    "staffing:propose_roster": {"pk": "roster.pk"},
    "staffing:publish_roster": {"pk": "roster.pk"},
    "staffing:drop_roster": {"pk": "roster.pk"},
    "tickets:forget_queue": {"pk": "queue.pk"},
    "tickets:batch_run": {"pk": "batch.pk"},
    "tickets:import_forget_mapping": {"pk": "@mapping.pk"},
    "tickets:import_run": {"pk": "import.pk"},
    "tickets:import_columns": {"pk": "import.pk"},
    "tickets:import_take_mapping": {"pk": "import.pk"},
    "tickets:import_keep_mapping": {"pk": "import.pk"},
    "tickets:import_values": {"pk": "import.pk"},
    "tickets:import_check": {"pk": "import.pk"},
    "tickets:import_land": {"pk": "import.pk"},
    "tickets:import_forget": {"pk": "import.pk"},
    "tickets:import_bad_rows": {"pk": "import.pk"},
    "tickets:remove_day": {"pk": "@special_day.pk"},
    "tickets:article": {"pk": "@article.pk"},
    "tickets:change_article": {"pk": "@article.pk"},
    "tickets:handover_note": {"pk": "note.pk"},
    "tickets:take_over": {"pk": "note.pk"},
    "tickets:change_rule": {"pk": "@rule.pk"},
    "tickets:delete_rule": {"pk": "@rule.pk"},
    "tickets:move_rule": {"pk": "@rule.pk"},
    "tickets:rules_version": {"number": "=1"},
    "tickets:rules_restore": {"number": "=1"},
    "tickets:whistle_page": {"pk": "whistle.pk"},
    "tickets:whistle_photo": {"pk": "whistle.pk", "photo": "whistle_photo.pk", "size": "=thumb"},
    "tickets:whistle_task_step": {"pk": "whistle.pk", "task": "task.pk", "verb": "=finish_task"},
    "tickets:whistle_step": {"pk": "whistle.pk", "verb": "=judge"},
    "tickets:endorse": {"pk": "helped.pk"},
    "tickets:grant": {"pk": "helped.pk"},
    "tickets:refuse": {"pk": "helped.pk"},
    "tickets:lift": {"pk": "helped.pk"},
    "tickets:cohandled": {"pk": "helped.pk", "order_pk": "help.pk"},
    "tickets:uncohandle": {"pk": "helped.pk", "order_pk": "help.pk"},
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
    "keeping:period": {"name": "=tickets.words"},
    "residents:household": {"pk": "household.pk"},
    "residents:household_change": {"pk": "household.pk"},
    "residents:household_end": {"pk": "household.pk"},
    "residents:move_in": {"pk": "household.pk"},
    "residents:person_add": {"pk": "household.pk", "code": "=contact"},
    "residents:guardian_end": {"pk": "guardian.pk"},
    "residents:decide": {"pk": "child_request.pk"},
    "residents:review": {"pk": "urgent_access.pk"},
    "residents:purpose": {"pk": "@purpose.pk"},
    "residents:purpose_change": {"pk": "@purpose.pk"},
    "residents:purpose_switch": {"pk": "@purpose.pk"},
    "residents:purpose_notice": {"pk": "@purpose.pk"},
    "residents:purpose_assess": {"pk": "@purpose.pk"},
    "residents:assessment_decide": {"pk": "@purpose.pk", "assessment": "@assessment.pk"},
    "residents:": {"pk": "resident.pk", "purpose_pk": "@purpose.pk"},
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
    "registers:records": {"code": "=hydrants"},
    "registers:add_record": {"code": "=hydrants"},
    "registers:export_register": {"code": "=hydrants"},
    "registers:ask_fields": {"code": "=hydrants"},
    "registers:field_request": {"pk": "@lent.pk"},
    "registers:answer_request": {"pk": "@lent.pk"},
    "registers:revoke_request": {"pk": "@lent.pk"},
    "registers:look_up": {"pk": "@lent.pk"},
    "registers:records_map": {"code": "=hydrants"},
    "registers:alike": {"code": "=hydrants"},
    "registers:settle": {"code": "=hydrants", "one": "record.pk", "other": "record.pk"},
    "registers:import_register": {"code": "=hydrants"},
    "registers:import_run": {"pk": "register_import.pk"},
    "registers:import_columns": {"pk": "register_import.pk"},
    "registers:import_land": {"pk": "register_import.pk"},
    "registers:import_again": {"pk": "register_import.pk"},
    "registers:import_forget": {"pk": "register_import.pk"},
    "registers:import_bad_rows": {"pk": "register_import.pk"},
    "registers:shape": {"code": "=hydrants"},
    "registers:change_kind": {"code": "=hydrants"},
    "registers:add_group": {"code": "=hydrants"},
    "registers:add_field": {"code": "=hydrants"},
    "registers:change_group": {"code": "=hydrants", "pk": "@fields.pk"},
    "registers:change_field": {"code": "=hydrants", "pk": "@field.pk"},
    "registers:retire_field": {"code": "=hydrants", "pk": "@field.pk"},
    "registers:restore_field": {"code": "=hydrants", "pk": "@field.pk"},
    "registers:": {"pk": "record.pk"},
    "tickets:photo": {"pk": "photo.pk", "size": "=thumb"},
    "tickets:near_list": {"pk": "ticket.pk", "kind": "=person"},
    "tickets:item": {"code": "=0101"},
    "tickets:change_item": {"code": "=0101"},
    "tickets:versions": {"code": "=0101"},
    "tickets:add_condition": {"code": "=0101"},
    "tickets:change_condition": {"code": "=0101", "seq": "=1"},
    "tickets:": {"pk": "ticket.pk"},
    "notices:wording": {"kind": "=tickets.given", "language": "=en"},
    "portal:enter_code": {"challenge": "=00000000-0000-7000-8000-000000000000"},
    "portal:number_code": {"challenge": "=00000000-0000-7000-8000-000000000000"},
    "portal:correct": {"pk": "contact.pk"},
    "portal:withdraw": {"pk": "data_request.pk"},
    "portal:take_back": {"pk": "resident.pk", "purpose": "@purpose.pk"},
    "portal:agree": {"pk": "resident.pk", "purpose": "@purpose.pk"},
    "portal:correct_person": {"pk": "resident.pk"},
    "protection:": {"pk": "data_request.pk"},
    "portal:photo": {
        "number": "ticket.number",
        "secret": "secret",
        "pk": "photo.pk",
        "size": "=thumb",
    },
    "portal:": {"number": "ticket.number", "secret": "secret"},
}

# Things that are not made for both towns; each is tried by a stranger in the tests of its area.
OTHER_TESTS = frozenset({"desk:try_again", "mfa_remove_webauthn", "mfa_edit_webauthn"})


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
        return any(source[0] not in "=@" for source in self.about().values())

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
    thing, _dot, attribute = source.lstrip("@").partition(".")
    found = getattr(side, thing)
    return getattr(found, attribute) if attribute else found
