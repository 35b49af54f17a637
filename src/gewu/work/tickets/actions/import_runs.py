"""A file's way in, as its owner steers it: upload, meaning of the columns, check, import, forget."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from gewu.ground.accounts.models import User
from gewu.ground.territory.queries import county
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.arriving import beginning, keep_upload
from gewu.work.tickets.models import ImportRun, SavedMapping
from gewu.work.tickets.models.importing import FOLDER
from gewu.work.tickets.queries.clocks import terms_of
from gewu.work.tickets.queries.import_runs import first_mapping, is_worked_on
from gewu.work.tickets.rules.mapping import read_mapping

MOST_MEGABYTES = 50
MEGABYTE = 1_000_000
KEPT = timedelta(hours=24)
State = ImportRun.State


def receive_file(*, upload: "UploadedFile[Any]", sheet: str = "", by: User) -> ImportRun:
    """Keep a file until it is imported, if it is a table; what its columns mean is proposed."""
    top = county()
    run = ImportRun(
        county_id=top.pk,
        user=by,
        file_name=(upload.name or "")[-200:],
        size=upload.size or 0,
        sheet=sheet,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    _write(run.path, upload)
    try:
        run.columns, run.sample = beginning(run.path, run.sheet)
        run.mapping = first_mapping(top.pk, run.columns, terms_of(top.pk).zone)
        return _keep(run=run, by=by)
    except Refusal as no:
        run.path.unlink(missing_ok=True)
        raise Refusal(
            no.message, code=no.code, field="sheet" if no.code == "missing_sheet" else "file"
        ) from no


@action
def name_columns(*, run: ImportRun, data: Mapping[str, Any], by: User) -> ImportRun:
    """Say what the columns mean; a mapping that cannot be used is refused, not kept."""
    mapping = read_mapping(json.dumps(data))
    kept = _locked(run, State.COLUMNS, State.CHECKED, State.STOPPED, State.CHECKING)
    missing = [column for column in mapping.columns() if column not in kept.columns]
    if missing:
        raise Refusal(
            _("The file has no column %(missing)s.") % {"missing": ", ".join(missing)},
            code="missing_column",
        )
    _refuse_while_worked_on(kept)
    kept.mapping = dict(data)
    return _now(kept, State.COLUMNS, mapping=kept.mapping)


@action
def take_mapping(*, run: ImportRun, data: Mapping[str, Any], by: User) -> ImportRun:
    """Begin with a mapping that is known; columns that the file lacks are left to be named."""
    read_mapping(json.dumps(data))
    kept = _locked(run, State.COLUMNS, State.CHECKED, State.STOPPED)
    return _now(kept, State.COLUMNS, mapping=dict(data))


def take_mapping_file(*, run: ImportRun, upload: "UploadedFile[Any]", by: User) -> ImportRun:
    """Begin with a mapping from a JSON file."""
    try:
        text = upload.read(MEGABYTE).decode("utf-8-sig")
        read_mapping(text)
        return take_mapping(run=run, data=json.loads(text), by=by)
    except UnicodeDecodeError as error:
        raise Refusal(
            _("This is not a JSON file in UTF-8."), code="mapping", field="json"
        ) from error
    except Refusal as no:
        raise Refusal(no.message, code=no.code, field="json") from no


@action
def start_check(*, run: ImportRun, by: User) -> ImportRun:
    """Have a worker look through every row; also once more, after something broke off."""
    kept = _locked(run, *(state for state in State if state != State.DONE))
    _refuse_while_worked_on(kept)
    read_mapping(json.dumps(kept.mapping))
    app.configure_task("tickets.check_import").defer(run=str(kept.pk))
    nothing: dict[str, Any] = {"preview": [], "faults": [], "total": None, "bad": 0, "known": 0}
    return _now(kept, State.CHECKING, **nothing)


@action
def start_landing(*, run: ImportRun, by: User) -> ImportRun:
    """Have a worker import all new rows, or none."""
    kept = _locked(run, State.CHECKED)
    if kept.bad or not kept.new:
        raise Refusal(_("There is nothing here that could be imported."), code="nothing_to_do")
    app.configure_task("tickets.land_import").defer(run=str(kept.pk))
    return _now(kept, State.LANDING)


@action
def forget_run(*, run: ImportRun, by: Actor) -> None:
    """Erase an uploaded file with everything that was read from it."""
    kept = _locked(run, *State)
    _refuse_while_worked_on(kept)
    # the key is gone from the object once its row is
    files = ImportRun(pk=kept.pk)
    transaction.on_commit(files.erase_files)
    kept.delete()


@action
def save_mapping(*, county_id: Any, name: str, data: Mapping[str, Any], by: User) -> SavedMapping:
    """Keep a mapping for the next file of this source; the same name again replaces it."""
    read_mapping(json.dumps(data))
    name = name.strip()[:60]
    mapping, _is_new = SavedMapping.objects.update_or_create(
        county_id=county_id, name=name, defaults={"data": {**data, "name": name}}
    )
    return mapping


@action
def forget_mapping(*, mapping: SavedMapping, by: User) -> None:
    """Drop a kept mapping; tickets that came by it stay."""
    mapping.delete()


def forget_old_uploads(*, now: datetime, by: Actor) -> int:
    """Erase what lies unfinished for a day, and files that no row knows; how many files went."""
    old = ImportRun.objects.exclude(state=State.DONE).filter(created_at__lt=now - KEPT)
    gone = 0
    for run in old.order_by("pk"):
        if not is_worked_on(run):
            forget_run(run=run, by=by)
            gone += 1
    known = {str(pk) for pk in ImportRun.objects.values_list("pk", flat=True).order_by("pk")}
    for path in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*.*"):
        if path.stem not in known and path.stat().st_mtime < (now - KEPT).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


@action
def _keep(*, run: ImportRun, by: User) -> ImportRun:
    run.save(force_insert=True)
    return run


def _write(path: Path, upload: "UploadedFile[Any]") -> None:
    if (upload.size or 0) > MOST_MEGABYTES * MEGABYTE:
        raise Refusal(
            _("The file has more than %(most)d MB. Pack it (gzip) or divide it.")
            % {"most": MOST_MEGABYTES},
            code="too_large",
            field="file",
        )
    keep_upload(upload, path)


def _locked(run: ImportRun, *states: str) -> ImportRun:
    kept = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if kept.state not in states:
        raise Refusal(_("It has moved on meanwhile. Look at where it stands."), code="moved_on")
    return kept


def _refuse_while_worked_on(run: ImportRun) -> None:
    if run.state in (State.CHECKING, State.LANDING) and is_worked_on(run):
        raise Refusal(_("This file is being worked on. Please wait a moment."), code="worked_on")


def _now(run: ImportRun, state: str, **changed: Any) -> ImportRun:
    clean = {"began_at": None, "asked_at": clock.now(), "counted": 0, "message": ""}
    fresh = {"state": state, **clean, **changed}
    for name, value in fresh.items():
        setattr(run, name, value)
    run.save(update_fields=list(fresh))
    return run
