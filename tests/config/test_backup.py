"""A backup opens again with everything in it; what is cut short, changed or foreign is refused."""

import io
import json
import os
import tarfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pyrage.x25519 import Identity
from typer.testing import CliRunner

from gewu.config.cli import backup as backup_command
from gewu.config.cli import restore as restore_command
from gewu.kernel import retention
from gewu.kernel.acting import Refusal
from gewu.kernel.backups import folder, making, programs, restoring, sealed
from gewu.kernel.models import ExportRecord

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MARK = "灪籱爨麤厵"


@pytest.fixture
def whole(settings: Any) -> folder.Backup:
    """A row, a file, and a backup of both."""
    photo = Path(settings.MEDIA_ROOT) / "ab" / "abcd.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"picture " * 9_000)
    ExportRecord.objects.create(what="x", format="csv", is_personal=False, purpose=MARK)
    return making.make()


def test_a_backup_opens_again_and_tells_nobody_else(
    whole: folder.Backup, settings: Any, tmp_path: Path
) -> None:
    proof = restoring.check(whole)
    assert proof.files == 1
    assert proof.rows == sum(whole.manifest()["rows"].values())
    assert whole.manifest()["rows"]["kernel_exportrecord"] == 1
    everything = b"".join(file.read_bytes() for file in whole.path.iterdir())
    assert MARK.encode() not in everything and b"picture" not in everything
    key = Path(settings.BACKUP_KEY_FILE).read_text()
    assert key.strip().encode() not in everything and str(sealed.key()) == key.strip()
    assert oct(Path(settings.BACKUP_KEY_FILE).stat().st_mode)[-3:] == "600"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'gewu_check_%'")
        assert cursor.fetchone() == (0,)


def test_it_is_restored_into_an_empty_house_only(
    whole: folder.Backup, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match="into an empty one only"):
        restoring.restore(whole)
    with restoring._scratch() as name:
        monkeypatch.setitem(connection.settings_dict, "NAME", name)
        connection.close()
        try:
            with pytest.raises(Refusal, match="Move them away first"):
                restoring.restore(whole)
            settings.MEDIA_ROOT = tmp_path / "elsewhere"
            said = CliRunner().invoke(restore_command.app, [str(whole.path)])
            assert said.stdout.startswith("Restored: "), said.exception
            assert ExportRecord.objects.get().purpose == MARK
        finally:
            connection.close()
            monkeypatch.undo()
    assert (tmp_path / "elsewhere" / "ab" / "abcd.jpg").read_bytes()[:7] == b"picture"


def test_what_is_cut_short_changed_or_of_another_key_is_refused(
    whole: folder.Backup, settings: Any
) -> None:
    dump = whole.path / folder.DATABASE
    kept = dump.read_bytes()
    dump.write_bytes(kept[:-100])
    with pytest.raises(Refusal, match="not as it was made"):
        restoring.check(whole)
    dump.unlink()
    with pytest.raises(Refusal, match="is missing"):
        restoring.check(whole)
    dump.write_bytes(kept)
    settings.BACKUP_KEY = str(Identity.generate())
    with pytest.raises(Refusal, match="does not open"):
        restoring.check(whole)
    settings.BACKUP_KEY = "AGE-SECRET-KEY-1"
    with pytest.raises(Refusal, match="cannot be read"):
        restoring.check(whole)
    settings.BACKUP_KEY = ""
    Path(settings.BACKUP_KEY_FILE).unlink()
    with pytest.raises(Refusal, match="Put it back"):
        restoring.check(whole)


def test_rows_that_were_not_saved_are_noticed(whole: folder.Backup) -> None:
    manifest = dict(whole.manifest())
    manifest["rows"] = {**manifest["rows"], "kernel_exportrecord": 2}
    (whole.path / folder.MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(Refusal, match="kernel_exportrecord"):
        restoring.check(whole)


def test_a_file_that_would_lie_outside_is_refused(tmp_path: Path, settings: Any) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("../above"), io.BytesIO())
    packed.seek(0)
    with (tmp_path / folder.FILES).open("wb") as target:
        sealed.seal(packed, target, sealed.key())
    with pytest.raises(Refusal, match="outside"):
        restoring._unpack(folder.Backup(tmp_path, timezone.now()), tmp_path / "into")


def test_what_breaks_off_leaves_nothing_behind(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKUPS = tmp_path / "file" / "backups"
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="cannot be written"):
        making.make()
    settings.BACKUPS = tmp_path / "backups"
    with monkeypatch.context() as broken:
        broken.setattr(making, "_files", lambda *_given: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(Refusal, match="broken off: full"):
            making.make()
    with monkeypatch.context() as broken:
        broken.setitem(connection.settings_dict, "PASSWORD", "wrong")
        with pytest.raises(Refusal, match="pg_dump failed: .*password"):
            making.make()
    assert list((tmp_path / "backups").iterdir()) == []
    with pytest.raises(Refusal, match="pg_restore failed"):
        programs.run("pg_restore", "--list", str(tmp_path / "file"))


def test_old_ones_go_by_the_period_and_are_listed_until_then(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = CliRunner().invoke(backup_command.app, ["list"])
    assert "There is no backup yet" in listed.stdout
    made = CliRunner().invoke(backup_command.app, ["--check"])
    assert "It opens: " in made.stdout, made.exception
    only = folder.backups()[0]
    assert str(only.path) in CliRunner().invoke(backup_command.app, ["list"]).stdout
    broken = Path(settings.BACKUPS) / "2020-01-01T00-00-00Z.part"
    broken.mkdir()
    os.utime(broken, (0, 0))
    (Path(settings.BACKUPS) / "notes").mkdir()
    now = timezone.now()
    kind = retention.kind_named("kernel.backups")
    assert kind and kind.least == 7
    assert (kind.waiting(now - timedelta(days=7)), kind.oldest()) == (0, only.made_at)
    assert kind.purge(now - timedelta(days=7), 10) == 0 and not broken.exists()
    later = now + timedelta(days=1)
    assert (kind.waiting(later), kind.purge(later, 10), kind.waiting(later)) == (1, 1, 0)
    assert kind.oldest() is None
    gone = CliRunner().invoke(restore_command.app, [str(only.path), "--check"])
    assert isinstance(gone.exception, Refusal) and "no whole backup" in str(gone.exception)
