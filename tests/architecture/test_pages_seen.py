"""Every page with an address of its own is opened in a real Chromium and looked over by axe."""

import re

from tests.architecture.sources import PACKAGE, ROOT

VISITS = (
    "tests/browser/test_accessibility.py",
    "tests/browser/test_accessibility_data.py",
    "tests/browser/test_accessibility_life.py",
    "tests/browser/test_accessibility_people.py",
    "tests/browser/test_accessibility_registers.py",
    "tests/browser/test_accessibility_signing.py",
    "tests/browser/test_look.py",
    "tests/browser/looking.py",
)
APP_NAME = re.compile(r'app_name = "(\w+)"')
NAME = re.compile(r'name="(\w+)"')

# What an address of this name answers is no page: a step, a piece of a page, a file.
NO_PAGES = {
    "steps": {
        "staffing:add_seat", "staffing:approve_leave", "staffing:confirm_handover",
        "residents:household_end", "residents:move_in", "residents:open", "residents:ask",
        "residents:withdraw", "residents:leave", "residents:guardian", "residents:guardian_end",
        "residents:decide", "residents:review", "residents:purposes_start",
        "residents:purpose_change", "residents:purpose_switch", "residents:purpose_notice",
        "residents:purpose_assess", "residents:assessment_decide",
        "staffing:decline_leave", "staffing:end_leave", "staffing:end_stand_in",
        "staffing:end_waiver",
        "accounts:begin_identity", "accounts:identity_back", "accounts:unlink_identity", "accounts:unlink_identity_of",
        "portal:begin_identity", "portal:identity_back", "accounts:give_up_everything", "accounts:remove_factors", "accounts:revoke_key", "accounts:set_active", "desk:try_again", "notices:open",
        "notices:read_all", "portal:answer", "portal:confirm", "portal:leave", "portal:copy", "portal:take_back", "protection:carry_out", "portal:withdraw", "protection:answer", "protection:refuse", "protection:extend", "portal:rate", "portal:reopen",
        "portal:revisit", "portal:urge", "staffing:add_missing", "staffing:cancel",
        "staffing:close_feed", "staffing:drop_roster", "staffing:drop_wish", "staffing:pin",
        "staffing:propose_roster", "staffing:publish_roster", "staffing:read_changes",
        "staffing:drop_certificate", "staffing:join_pool", "staffing:leave_pool",
        "staffing:my_file", "staffing:renew_feed", "staffing:retire_shift_kind", "staffing:take_off",
        "registers:answer_request", "registers:look_up", "registers:revoke_request", "registers:confirm", "registers:settle", "registers:import_again", "registers:import_forget", "registers:import_land", "registers:fill_kinds", "registers:restore_field",
        "registers:retire_field",
        "territory:import_columns", "territory:redraw_look", "territory:redraw_undo",
        "territory:plan_add", "territory:plan_again", "territory:plan_choose", "territory:plan_hold",
        "territory:plan_move", "territory:plan_undo", "territory:building_end", "territory:alias_accept", "territory:aliases_import", "territory:alias_refuse", "tickets:contact", "tickets:delete_rule",
        "tickets:forget_queue", "tickets:import_check", "tickets:import_forget",
        "tickets:import_forget_mapping", "tickets:import_keep_mapping", "tickets:import_land",
        "tickets:import_take_mapping", "tickets:move_rule", "tickets:remove_day",
        "tickets:revisit_contact", "tickets:rules_drop", "tickets:rules_restore",
        "tickets:save_queue", "tickets:take_over", "ui:set_elder", "ui:set_language",
        "ui:set_theme",
    },
    "pieces": {"notices:count", "notices:mine", "territory:branch", "tickets:queue_map"},
    "files": {
        "changelog:file", "registers:import_bad_rows", "territory:aliases_file", "features:api", "features:schema", "staffing:feed", "staffing:scan", "portal:photo", "portal:waiting_photo", "territory:code", "territory:geojson",
        "territory:export_file", "territory:export_file_of", "territory:geojson_of", "territory:open_tile", "territory:poster", "territory:tile", "territory:posters_file", "territory:posters_file_of", "tickets:import_bad_rows", "tickets:photo",
        "setup:reasons", "setup:template", "tickets:whistle_photo", "ui:map_archive", "ui:map_layer",
    },
    "seen by address": {"ui:gallery", "ui:gallery_face", "ui:gallery_wrong"},
}  # fmt: skip


def addresses() -> set[str]:
    """The names of all addresses, with their area; those of allauth have none."""
    found = set()
    for file in PACKAGE.rglob("urls.py"):
        text = file.read_text()
        own = APP_NAME.search(text)
        area = own[1] if own else file.parent.name
        for name in NAME.findall(text):
            bare = name.startswith(("account_", "usersessions_"))
            found.add(name if bare else f"{area}:{name}")
    return found


def is_visited(name: str) -> bool:
    text = "".join((ROOT / file).read_text() for file in VISITS)
    area, _, page = name.rpartition(":")
    whole, shared = f'"{name}"' in text, f'reverse(f"{area}:' in text and f'"{page}"' in text
    return whole or shared


def test_every_page_is_visited() -> None:
    """A new page joins with a line in test_accessibility.py; what is no page, in the list here."""
    left_out = set().union(*NO_PAGES.values())
    assert sorted(name for name in addresses() - left_out if not is_visited(name)) == []


def test_what_is_left_out_exists() -> None:
    assert sorted(set().union(*NO_PAGES.values()) - addresses()) == []
