"""The environment is read once, completely, or refused with a sentence."""

import base64
import stat
from pathlib import Path

import pytest

from gewu.config import env
from gewu.config.env import EnvError

KEY = base64.b64encode(b"k" * 32).decode()


def read(tmp_path: Path, **said: str) -> env.Env:
    return env.read({"GEWU_ROOT": str(tmp_path), **said})


def test_an_empty_environment_is_enough(tmp_path):
    known = read(tmp_path)
    assert (known.port, known.live_port, known.debug) == (8000, 8001, False)
    assert known.database is None
    assert known.time_zone == "Asia/Shanghai"
    assert "http://localhost:8000" in known.origins


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("GEWU_DEBUG", "perhaps"),
        ("GEWU_PORT", "80 80"),
        ("GEWU_PORT", "70000"),
        ("GEWU_DB_ROLE", "superuser"),
        ("DATABASE_URL", "mysql://somewhere/gewu"),
        ("DATABASE_URL", "postgresql://host"),
        ("GEWU_DATA_KEYS", "1"),
        ("GEWU_INDEX_KEY", "short"),
    ],
)
def test_a_wrong_value_is_refused_by_name(tmp_path, name, word):
    with pytest.raises(EnvError, match=name):
        read(tmp_path, **{name: word})


def test_a_database_is_taken_apart(tmp_path):
    known = read(tmp_path, DATABASE_URL="postgresql://ada:p%40ss@db.example:5433/gewu")
    assert known.database == {
        "NAME": "gewu",
        "USER": "ada",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
    }


def test_keys_are_made_once_and_for_their_user_only(tmp_path):
    first = read(tmp_path).secrets
    file = tmp_path / "var" / "secrets.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read(tmp_path).secrets == first
    assert [len(key) for key in first.data_keys.values()] == [32]


def test_given_keys_win_over_kept_ones(tmp_path):
    kept = read(tmp_path).secrets
    known = read(tmp_path, GEWU_DATA_KEYS=f"2:{KEY},1:{KEY}").secrets
    assert list(known.data_keys) == ["2", "1"]
    assert known.index_key == kept.index_key


def test_damaged_keys_are_not_replaced(tmp_path):
    read(tmp_path)
    file = tmp_path / "var" / "secrets.json"
    file.write_text("{")
    with pytest.raises(EnvError, match="damaged"):
        read(tmp_path)
    assert file.read_text() == "{"


def test_https_changes_the_origins(tmp_path):
    known = read(tmp_path, GEWU_HTTPS="1", GEWU_HOSTS="gewu.example.cn")
    assert known.origins == ("https://gewu.example.cn",)
