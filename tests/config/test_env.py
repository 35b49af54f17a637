"""The environment is read once, completely, or refused with a sentence."""

import base64
import json
import os
import stat
import subprocess
import sys
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


def test_second_proof_and_idle_time_are_as_they_are_said(tmp_path):
    plain, safe = read(tmp_path), read(tmp_path, GEWU_HTTPS="1")
    assert (plain.second_factor, safe.second_factor) == ("offered", "required")
    said = read(tmp_path, GEWU_SECOND_FACTOR="required", GEWU_IDLE_MINUTES="15")
    assert (said.second_factor, said.idle_minutes, plain.idle_minutes) == ("required", 15, 30)


@pytest.mark.parametrize("prefix", ["GEWU_OIDC", "GEWU_RESIDENT_OIDC"])
def test_an_identity_provider_is_whole_or_none(tmp_path, prefix):
    whose = "staff_provider" if prefix == "GEWU_OIDC" else "residents_provider"
    secret = {
        "GEWU_OIDC": "GEWU_OIDC_CLIENT_SECRET",
        "GEWU_RESIDENT_OIDC": "GEWU_RESIDENT_OIDC_CLIENT_SECRET",
    }[prefix]
    said = {f"{prefix}_ISSUER": "https://id.example", f"{prefix}_CLIENT_ID": "gewu", secret: "s"}
    known = getattr(read(tmp_path, **said, **{f"{prefix}_NAME": "统一身份"}), whose)
    assert (known.issuer, known.client_id, known.client_secret) == (
        "https://id.example",
        "gewu",
        "s",
    )
    assert known.name == "统一身份"
    assert getattr(read(tmp_path), whose) is None
    (tmp_path / "secret").write_text("from a file\n")
    filed = {**said, f"{secret}_FILE": str(tmp_path / "secret")}
    del filed[secret]
    assert getattr(read(tmp_path, **filed), whose).client_secret == "from a file"
    for wrong in ({secret: ""}, {f"{prefix}_ISSUER": "http://id.example"}):
        with pytest.raises(env.EnvError, match=prefix):
            read(tmp_path, **said | wrong)


def test_backups_go_where_it_is_said(tmp_path):
    assert read(tmp_path).backups == read(tmp_path).var / "backups"
    assert read(tmp_path, GEWU_BACKUPS=str(tmp_path / "far")).backups == tmp_path / "far"
    assert read(tmp_path, GEWU_BACKUP_KEY="AGE-SECRET-KEY-1X").backup_key == "AGE-SECRET-KEY-1X"


def test_where_files_are_looked_through_is_as_it_is_said(tmp_path):
    assert read(tmp_path).clamd == ""
    for where in ("unix:/run/clamav/clamd.ctl", "tcp://scanner.example:3310"):
        assert read(tmp_path, GEWU_CLAMD=f" {where} ").clamd == where


def test_codes_are_shown_in_trials_only(tmp_path):
    plain = read(tmp_path)
    shown = read(tmp_path, GEWU_CODE_SENDER="page")
    assert (plain.code_sender, shown.code_sender) == ("none", "page")
    with pytest.raises(EnvError, match="GEWU_CODE_SENDER"):
        read(tmp_path, GEWU_CODE_SENDER="page", GEWU_HTTPS="1")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("GEWU_CODE_SENDER", "perhaps"),
        ("GEWU_DEBUG", "perhaps"),
        ("GEWU_PORT", "80 80"),
        ("GEWU_PORT", "70000"),
        ("GEWU_DB_ROLE", "superuser"),
        ("DATABASE_URL", "mysql://somewhere/gewu"),
        ("DATABASE_URL", "postgresql://host"),
        ("GEWU_DATA_KEYS", "1"),
        ("GEWU_INDEX_KEY", "short"),
        ("GEWU_SECOND_FACTOR", "perhaps"),
        ("GEWU_CLAMD", "localhost"),
        ("GEWU_CLAMD", "tcp://localhost"),
        ("GEWU_CLAMD", "tcp://localhost:clam"),
        ("GEWU_CLAMD", "unix:clamd.ctl"),
        ("GEWU_IDLE_MINUTES", "0"),
        ("GEWU_IDLE_MINUTES", "2000"),
        ("GEWU_MAIL_PORT", "smtp"),
        ("GEWU_MAIL_TLS", "perhaps"),
        ("GEWU_MAIL_USER", "without a password"),
        ("GEWU_MAIL_PASSWORD", "without a user"),
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


def test_each_key_is_taken_as_it_is_given_and_opens_what_it_has_sealed(tmp_path):
    names = {"GEWU_SECRET_KEY": "s" * 50, "GEWU_INDEX_KEY": KEY, "GEWU_DATA_KEYS": f"7:{KEY}"}
    known = read(tmp_path, **names).secrets
    assert (known.secret_key, known.index_key) == ("s" * 50, b"k" * 32)
    assert dict(known.data_keys) == {"7": b"k" * 32}
    assert not (tmp_path / "var" / "secrets.json").exists(), "nothing is made where all are given"


def test_root_and_var_say_where_everything_lies(tmp_path):
    known = read(tmp_path)
    assert (known.root, known.var) == (tmp_path, tmp_path / "var")
    elsewhere = tmp_path / "disk"
    known = read(tmp_path, GEWU_VAR=str(elsewhere))
    assert known.var == elsewhere and (elsewhere / "secrets.json").exists()
    assert env.read({"GEWU_VAR": str(elsewhere)}).root == env.CHECKOUT


def test_an_installation_of_another_folder_keeps_its_own_keys(tmp_path):
    one, two = (env.read({"GEWU_ROOT": str(tmp_path / name)}) for name in ("one", "two"))
    assert (one.root, one.var) == (tmp_path / "one", tmp_path / "one" / "var")
    assert one.secrets != two.secrets


def test_ports_and_hosts_are_where_browsers_come_to(tmp_path):
    known = read(tmp_path, GEWU_PORT="8100", GEWU_HOSTS="town.example, 10.0.0.5")
    assert (known.port, known.live_port) == (8100, 8101)
    assert known.hosts == ("town.example", "10.0.0.5")
    assert known.origins == ("http://town.example:8100", "http://10.0.0.5:8100")
    known = read(
        tmp_path, GEWU_LIVE_PORT="9000", GEWU_LIVE_URL="/live", GEWU_ORIGINS="https://a.cn"
    )
    assert (known.live_port, known.live_url, known.origins) == (9000, "/live", ("https://a.cn",))


def test_the_role_of_the_database_says_whose_sign_in_is_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(env.Cluster, "url", lambda _self, role: f"postgresql://{role}@h/gewu")
    assert read(tmp_path).database["USER"] == "app"
    assert read(tmp_path, GEWU_DB_ROLE="owner").database["USER"] == "owner"


SETTINGS = """
import json
from gewu.config import settings as s
print(json.dumps([s.DEBUG, s.ALLOWED_HOSTS, s.CSRF_TRUSTED_ORIGINS, s.LIVE_URL, s.LIVE_PORT,
                  s.SESSION_COOKIE_SECURE, s.TIME_ZONE, s.SECRET_KEY,
                  s.CONTENT_SECURITY_POLICY["DIRECTIVES"]["connect-src"]]))
"""


def settings_with(tmp_path, **said):
    """What a process that is started with this environment goes by."""
    source = str(Path(env.__file__).parents[2])
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": source, "GEWU_VAR": str(tmp_path)}
    command = [sys.executable, "-c", SETTINGS]
    return json.loads(subprocess.check_output(command, env=given | said))


def test_the_pages_go_by_what_the_environment_said(tmp_path):
    """Which host is answered, which origin may post, where live updates come from, which cookie."""
    plain = settings_with(tmp_path)
    assert plain[0] is False and "127.0.0.1" in plain[1] and plain[5] is False
    assert plain[3:5] == ["http://127.0.0.1:8001/live", 8001]
    told = settings_with(
        tmp_path,
        GEWU_DEBUG="1",
        GEWU_HTTPS="1",
        GEWU_HOSTS="town.example",
        GEWU_ORIGINS="https://town.example",
        GEWU_LIVE_URL="/live",
        GEWU_LIVE_PORT="9001",
        GEWU_TIME_ZONE="Asia/Urumqi",
        GEWU_SECRET_KEY="s" * 50,
    )
    assert told[:3] == [True, ["town.example"], ["https://town.example"]]
    assert told[3:5] == ["/live", 9001]
    assert told[5:8] == [True, "Asia/Urumqi", "s" * 50]
    assert told[8] == ["'self'"], "live updates come from the same origin then"


def test_threads_are_how_many_requests_a_process_works_on(tmp_path):
    source = str(Path(env.__file__).parents[2])
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": source, "GEWU_VAR": str(tmp_path)}
    said = "from gewu.config import wsgi; print(wsgi.application.pool._max_workers)"
    for threads in ("2", "7"):
        command = [sys.executable, "-c", said]
        told = subprocess.check_output(command, env=given | {"GEWU_THREADS": threads})
        assert told.decode().strip() == threads


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
