"""The pages of registers in a real Chromium, as test_accessibility.py looks at others."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gewu.ground.registers.actions import (
    Given,
    add_record,
    change_record,
    fill_kinds,
    retire,
)
from gewu.ground.registers.actions.importing import check_import, receive_table, start_check
from gewu.ground.registers.actions.lending import ask_fields
from gewu.ground.registers.models import RegisterField
from gewu.kernel.acting import SYSTEM
from tests.browser.conftest import See
from tests.browser.looking import Looker
from tests.cast import GRID_1, IN_GRID_1, Town
from tests.cast import town as built

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Visits = Iterator[tuple[str, str]]


@pytest.fixture
def place(transactional_db: None) -> Town:
    """The town."""
    return built()


def register_pages(place: Town) -> Visits:
    """Registers: lists, a record with its history, and how a register is shaped."""
    fill_kinds(county=place.county, by=SYSTEM)
    field = RegisterField.objects.get(kind__code="hydrants", key="diameter")
    lon, lat = IN_GRID_1
    thing = Given("南门消防栓", place.grid_1, lon=lon, lat=lat, values={"diameter": 100})
    found = add_record(kind=field.kind, given=thing, by=place.ada)
    gone = add_record(kind=field.kind, given=Given("旧消防栓", place.grid_1), by=place.ada)
    retire(record=gone, reason="道路改造", by=place.ada)
    changed = Given("南门二号消防栓", place.grid_1, lon=lon, lat=lat, values={"diameter": 150})
    change_record(record=found, given=changed, version=1, by=place.root)
    yield "root", reverse("registers:registers")
    yield "ada", reverse("registers:due")
    yield "root", reverse("registers:add_kind")
    code = field.kind.code
    for name in ("records", "add_record", "export_register", "shape", "change_kind"):
        yield "root", reverse(f"registers:{name}", args=[code])
    for name in ("add_group", "add_field"):
        yield "root", reverse(f"registers:{name}", args=[code])
    yield "root", reverse("registers:change_group", args=[code, field.group_id])
    yield "root", reverse("registers:change_field", args=[code, field.pk])
    for name in ("record", "history", "change_record", "retire_record", "undo_record"):
        yield "ada", reverse(f"registers:{name}", args=[found.pk])
    yield "ada", reverse("registers:restore_record", args=[gone.pk])
    asked = ask_fields(
        kind=field.kind, unit_id=place.sanitation.pk, wanted=["diameter"], purpose="取水",
        until=timezone.localdate(), by=place.hana,
    )  # fmt: skip
    yield "hana", reverse("registers:lending")
    yield "hana", reverse("registers:ask_fields", args=[code])
    yield "root", reverse("registers:field_request", args=[asked.pk])
    table = SimpleUploadedFile("things.csv", f"名称,网格编码,口径\n甲,{GRID_1},粗\n".encode())
    run = receive_table(kind=field.kind, upload=table, by=place.root)
    add_record(kind=field.kind, given=changed, by=place.ada)
    for name in ("import_register", "alike", "records_map"):
        yield "root", reverse(f"registers:{name}", args=[code])
    yield "root", reverse("registers:import_columns", args=[run.pk])
    start_check(run=run, mapping=run.mapping, system="wgs84", by=place.root)
    check_import(pk=run.pk, by=SYSTEM)
    yield "root", reverse("registers:import_run", args=[run.pk])


def test_register_pages_keep_nobody_out(place: Town, see: See) -> None:
    assert Looker(place, see).faults(register_pages(place)) == []
