"""Secrets may lie in files, and those that can be guessed are named."""

import base64
from dataclasses import replace

import pytest
from django.conf import settings

from gewu.config import checks, env
from gewu.config.env import EnvError
from gewu.config.told import SECRETS

KEY = base64.b64encode(bytes(range(32))).decode()
HELD = {
    "DATABASE_URL": "postgresql://gewu:a-long-word-of-its-own@db.example:5432/gewu",
    "GEWU_SECRET_KEY": "a secret of the installation that is long enough",
    "GEWU_DATA_KEYS": f"1:{KEY}",
    "GEWU_INDEX_KEY": KEY,
    "GEWU_MAIL_PASSWORD": "another long word",
    "GEWU_MAP_TIANDITU_KEY": "0a1b2c",
    "GEWU_BACKUP_KEY": "AGE-SECRET-KEY-1X",
    "GEWU_OIDC_CLIENT_SECRET": "the provider knows it",
    "GEWU_RESIDENT_OIDC_CLIENT_SECRET": "another provider knows it",
}


def read(tmp_path, **said):
    beside = {"GEWU_ROOT": str(tmp_path), "GEWU_MAIL_USER": "gewu"}
    for name in ("GEWU_OIDC", "GEWU_RESIDENT_OIDC"):
        if f"{name}_CLIENT_SECRET" in said or f"{name}_CLIENT_SECRET_FILE" in said:
            beside |= {f"{name}_ISSUER": "https://id.example", f"{name}_CLIENT_ID": "gewu"}
    return env.read({**beside, **said})


def in_files(tmp_path):
    for name, text in HELD.items():
        (tmp_path / name).write_text(f"{text}\n")
    return {f"{name}_FILE": str(tmp_path / name) for name in HELD}


def test_what_files_hold_is_what_the_names_would_say(tmp_path):
    assert set(HELD) == set(SECRETS)
    assert read(tmp_path, **in_files(tmp_path)) == read(tmp_path, **HELD)
    assert not (tmp_path / "var" / "secrets.json").exists()  # nothing was missing


@pytest.mark.parametrize(
    ("text", "said", "words"),
    [
        (None, {}, "GEWU_INDEX_KEY_FILE: .* cannot be read: No such file"),
        (b" \n", {}, "is empty"),
        (b"\xff\xfe", {}, "holds no text"),
        (KEY.encode(), {"GEWU_INDEX_KEY": KEY}, "both given"),
    ],
)
def test_a_file_that_is_of_no_use_is_a_sentence(tmp_path, text, said, words):
    file = tmp_path / "key"
    if text is not None:
        file.write_bytes(text)
    with pytest.raises(EnvError, match=words):
        read(tmp_path, GEWU_INDEX_KEY_FILE=str(file), GEWU_MAIL_PASSWORD="x", **said)


def of(tmp_path, **said):
    known = read(tmp_path, **{**HELD, **said})
    return [finding for check in (checks._secrets, checks._passwords) for finding in check(known)]


def test_secrets_that_are_random_are_passed_over(tmp_path):
    other = base64.b64encode(bytes(range(100, 132))).decode()
    assert of(tmp_path, GEWU_INDEX_KEY=other) == []
    assert list(checks._secrets(settings.ENV)) == []  # what Gewu made by itself


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("GEWU_SECRET_KEY", "secret"),
        ("GEWU_SECRET_KEY", "ab" * 40),
        ("GEWU_DATA_KEYS", f"2:{KEY},1:{base64.b64encode(bytes(32)).decode()}"),
        ("GEWU_INDEX_KEY", base64.b64encode(b"k" * 32).decode()),
        ("DATABASE_URL", "postgresql://gewu:gewu@db.example/gewu"),
        ("DATABASE_URL", "postgresql://gewu@db.example/gewu"),
        ("GEWU_MAIL_PASSWORD", "short"),
    ],
)
def test_one_that_can_be_guessed_is_named(tmp_path, name, word):
    found = [finding.msg for finding in of(tmp_path, **{name: word})]
    assert [text.split()[0] for text in found if "guessed" in text or "no password" in text] == [
        name
    ]


def test_one_key_for_two_things_is_named(tmp_path):
    assert [finding.id for finding in of(tmp_path)] == ["gewu.E007"]


def test_a_database_of_this_machine_needs_no_password(tmp_path):
    known = replace(read(tmp_path, **HELD), database={"HOST": "/run/postgresql", "USER": "gewu"})
    assert list(checks._passwords(known)) == []
