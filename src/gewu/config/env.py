"""What this installation was told by its environment: typed, complete, or refused in a sentence."""

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from gewu.config.providers import provider
from gewu.config.told import EnvError as EnvError
from gewu.config.told import with_files
from gewu.kernel.oidc import Provider
from gewu.kernel.once import write_once
from gewu.kernel.postgres import Cluster, ClusterError

CHECKOUT = Path(__file__).resolve().parents[3]
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"", "0", "false", "no", "off"})
HERE = frozenset({"127.0.0.1", "localhost", "::1"})
DAY = 24 * 60  # minutes
MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True)
class Secrets:
    """The keys of this installation; losing the data keys loses every sealed name and number."""

    secret_key: str
    data_keys: Mapping[str, bytes]  # the newest first
    index_key: bytes


@dataclass(frozen=True)
class Mail:
    """The server that takes letters, and as whom we speak to it."""

    host: str
    port: int
    user: str
    password: str
    tls: str  # "starttls", "tls" from the first byte on, or "none"
    sender: str


@dataclass(frozen=True)
class Ground:
    """A site's own map below ours: pictures by address, one PMTiles file, or the national service."""

    kind: str = ""  # "", "raster", "pmtiles" (an address), "file" (of this machine) or "tianditu"
    where: str = ""
    credit: str = ""

    @property
    def origins(self) -> tuple[str, ...]:
        """The hosts that a browser has to ask."""
        if self.kind == "tianditu":
            return tuple(f"https://t{number}.tianditu.gov.cn" for number in range(8))
        parts = urlsplit(self.where)
        is_elsewhere = self.kind in {"raster", "pmtiles"} and parts.netloc
        return (f"{parts.scheme}://{parts.netloc}",) if is_elsewhere else ()


@dataclass(frozen=True)
class Env:
    """Everything the settings take from outside."""

    root: Path
    var: Path
    debug: bool
    hosts: tuple[str, ...]
    port: int
    live_port: int
    live_url: str
    origins: tuple[str, ...]
    https: bool
    time_zone: str
    database: Mapping[str, Any] | None
    database_role: str
    secrets: Secrets
    mail: Mail
    ground: Ground
    second_factor: str  # "required" of posts that see what residents confide, or "offered"
    clamd: str  # where the ClamAV daemon takes files, empty without one
    idle_minutes: int  # after so long without a call a session of the staff ends
    backups: Path  # where copies of everything go
    backup_key: str  # what opens them; empty: the one in var/backup.key
    staff_provider: Provider | None  # who vouches for the staff, beside name and password
    residents_provider: Provider | None  # who vouches for residents' numbers, beside a code
    code_sender: str  # residents' sign-in codes: "none" sent, into the log, or shown on the page


def read(given: Mapping[str, str] | None = None) -> Env:
    """Read the environment once; raise EnvError with a sentence where it cannot be used."""
    said = with_files(os.environ if given is None else given)
    root = Path(said.get("GEWU_ROOT") or CHECKOUT).resolve()
    var = Path(said.get("GEWU_VAR") or root / "var").resolve()
    port = _port(said, "GEWU_PORT", 8000)
    role = _one_of(said, "GEWU_DB_ROLE", ("app", "owner"))
    hosts = _words(said, "GEWU_HOSTS") or ("127.0.0.1", "localhost", "[::1]")
    https = _yes(said, "GEWU_HTTPS")
    return Env(
        root=root,
        var=var,
        debug=_yes(said, "GEWU_DEBUG"),
        hosts=hosts,
        port=port,
        live_port=_port(said, "GEWU_LIVE_PORT", port + 1),
        live_url=said.get("GEWU_LIVE_URL", ""),
        origins=_words(said, "GEWU_ORIGINS") or _origins(hosts, port, https),
        https=https,
        time_zone=said.get("GEWU_TIME_ZONE") or "Asia/Shanghai",
        database=_database(said.get("DATABASE_URL", ""), root, role),
        database_role=role,
        secrets=_secrets(said, var),
        mail=_mail(said),
        ground=_ground(said),
        # Without https passkeys work on this machine only, so a try-out is not held up by it.
        second_factor=_one_of(
            said,
            "GEWU_SECOND_FACTOR",
            ("required", "offered") if https else ("offered", "required"),
        ),
        clamd=_clamd(said),
        idle_minutes=_minutes(said, "GEWU_IDLE_MINUTES", 30),
        backups=Path(said.get("GEWU_BACKUPS") or var / "backups").resolve(),
        backup_key=said.get("GEWU_BACKUP_KEY", ""),
        staff_provider=provider(said, "GEWU_OIDC"),
        residents_provider=provider(said, "GEWU_RESIDENT_OIDC"),
        code_sender=_code_sender(said, https),
    )


def _code_sender(said: Mapping[str, str], https: bool) -> str:
    word = _one_of(said, "GEWU_CODE_SENDER", ("none", "console", "page"))
    if word != "none" and https:
        raise EnvError(
            f"GEWU_CODE_SENDER is “{word}”: whoever reads along could sign in as a resident. "
            "It is for trials without https only."
        )
    return word


def _yes(said: Mapping[str, str], name: str) -> bool:
    word = said.get(name, "").strip().lower()
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise EnvError(f"{name} is “{word}”. Say 1 for yes or 0 for no.")


def _port(said: Mapping[str, str], name: str, default: int) -> int:
    word = said.get(name, "").strip() or str(default)
    if word.isdigit() and 0 < int(word) < 65536:
        return int(word)
    raise EnvError(f"{name} is “{word}”. A port is a number from 1 to 65535.")


def _minutes(said: Mapping[str, str], name: str, default: int) -> int:
    word = said.get(name, "").strip() or str(default)
    if word.isdigit() and 0 < int(word) <= DAY:
        return int(word)
    raise EnvError(f"{name} is “{word}”. Say a number of minutes from 1 to {DAY}.")


def _one_of(said: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    word = said.get(name) or allowed[0]
    if word in allowed:
        return word
    raise EnvError(f"{name} is “{word}”. It may be: {', '.join(allowed)}.")


def _words(said: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in said.get(name, "").split(",") if word.strip())


def _origins(hosts: tuple[str, ...], port: int, https: bool) -> tuple[str, ...]:
    if https:
        return tuple(f"https://{host}" for host in hosts)
    return tuple(f"http://{host}:{port}" for host in hosts)


def _database(address: str, root: Path, role: str) -> Mapping[str, Any] | None:
    """Where the database is; None while nothing has created it."""
    if not address:
        try:
            address = Cluster(root).url("owner" if role == "owner" else "app")
        except ClusterError:
            return None
    parts = urlsplit(address)
    name = parts.path.lstrip("/")
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise EnvError(
            "DATABASE_URL cannot be read. "
            "It looks like postgresql://user:password@host:5432/database."
        )
    return {
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }


def _mail(said: Mapping[str, str]) -> Mail:
    """A server elsewhere is spoken to in secret unless told otherwise; a password always."""
    host = said.get("GEWU_MAIL_HOST", "").strip() or "localhost"
    kinds = ("none", *MAIL_PORTS) if host in HERE else (*MAIL_PORTS, "none")
    tls = _one_of(said, "GEWU_MAIL_TLS", tuple(dict.fromkeys(kinds)))
    user, password = said.get("GEWU_MAIL_USER", ""), said.get("GEWU_MAIL_PASSWORD", "")
    if bool(user) != bool(password):
        raise EnvError("GEWU_MAIL_USER and GEWU_MAIL_PASSWORD belong together. Give both or none.")
    if password and tls == "none" and host not in HERE:
        raise EnvError(
            "GEWU_MAIL_TLS is “none”: the password would travel in the clear. "
            "Say starttls or tls, or leave out user and password."
        )
    port = _port(said, "GEWU_MAIL_PORT", MAIL_PORTS[tls])
    return Mail(host, port, user, password, tls, said.get("GEWU_MAIL_FROM") or "gewu@localhost")


def _clamd(said: Mapping[str, str]) -> str:
    """A socket of this machine or of another, written as unix:/path or tcp://host:port."""
    where = said.get("GEWU_CLAMD", "").strip()
    if not where:
        return ""
    parts = urlsplit(where)
    is_here = parts.scheme == "unix" and parts.path.startswith("/")
    if is_here or (parts.scheme == "tcp" and parts.hostname and _digits(parts.netloc)):
        return where
    raise EnvError(
        f"GEWU_CLAMD is “{where}”. It looks like unix:/run/clamav/clamd.ctl or tcp://host:3310."
    )


def _digits(netloc: str) -> bool:
    port = netloc.rpartition(":")[2]
    return port.isdigit() and 0 < int(port) < 65536


def _ground(said: Mapping[str, str]) -> Ground:
    """At most one map of a site's own, with the words that its makers want to be named by."""
    names = ("GEWU_MAP_TILES", "GEWU_MAP_PMTILES", "GEWU_MAP_TIANDITU_KEY")
    given = {name: said[name].strip() for name in names if said.get(name, "").strip()}
    if len(given) > 1:
        raise EnvError(f"{' and '.join(given)} say different maps. Give one of them.")
    name, where = next(iter(given.items()), ("", ""))
    credit = said.get("GEWU_MAP_CREDIT", "").strip()
    if not name:
        return Ground()
    if name == "GEWU_MAP_TIANDITU_KEY":
        return _tianditu(where, credit)
    if not credit:
        raise EnvError("GEWU_MAP_CREDIT is missing: say who made the map, such as © OpenStreetMap.")
    parts = urlsplit(where)
    is_address = parts.scheme in {"http", "https"} and bool(parts.netloc)
    if name == "GEWU_MAP_TILES":
        return _pictures(where, credit, is_address)
    if not is_address and not Path(where).is_file():
        raise EnvError(f"GEWU_MAP_PMTILES is “{where}”: neither an address nor a file.")
    return Ground("pmtiles" if is_address else "file", where, credit)


def _tianditu(key: str, credit: str) -> Ground:
    if not key.isalnum():
        raise EnvError("GEWU_MAP_TIANDITU_KEY is a word of letters and digits.")
    return Ground("tianditu", key, credit or "天地图 · 国家地理信息公共服务平台")


def _pictures(where: str, credit: str, is_address: bool) -> Ground:
    if is_address and all(part in where for part in ("{z}", "{x}", "{y}")):
        return Ground("raster", where, credit)
    raise EnvError(
        f"GEWU_MAP_TILES is “{where}”. It looks like https://host/{{z}}/{{x}}/{{y}}.png."
    )


def _secrets(said: Mapping[str, str], var: Path) -> Secrets:
    """Keys given by name win; what is not given is made once and kept."""
    names = ("GEWU_SECRET_KEY", "GEWU_DATA_KEYS", "GEWU_INDEX_KEY")
    given = {name: said[name] for name in names if said.get(name)}
    kept = given if len(given) == len(names) else {**_kept(var / "secrets.json"), **given}
    pairs = (pair.partition(":") for pair in kept["GEWU_DATA_KEYS"].split(","))
    data_keys = {name: _key("GEWU_DATA_KEYS", key) for name, _, key in pairs if name.isdecimal()}
    if not data_keys:
        raise EnvError(
            "GEWU_DATA_KEYS cannot be read. It looks like 2:key,1:key with numbers from 1 to 255."
        )
    return Secrets(
        secret_key=kept["GEWU_SECRET_KEY"],
        data_keys=data_keys,
        index_key=_key("GEWU_INDEX_KEY", kept["GEWU_INDEX_KEY"]),
    )


def _key(name: str, word: str) -> bytes:
    try:
        key = base64.b64decode(word, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise EnvError(f"{name}: a key is 32 random bytes in base64 (openssl rand -base64 32).")
    return key


def _kept(file: Path) -> dict[str, str]:
    try:
        if not file.exists():
            _keep(file)
        return dict(json.loads(file.read_text()))
    except OSError as error:
        raise EnvError(f"{file} cannot be read or written: {error.strerror}.") from None
    except ValueError:
        raise EnvError(f"{file} is damaged. Put it back from a copy; it holds the keys.") from None


def _keep(file: Path, random: Callable[[int], bytes] = secrets.token_bytes) -> None:
    """Write new keys."""

    def new() -> str:
        return base64.b64encode(random(32)).decode()

    made = {
        "GEWU_SECRET_KEY": secrets.token_urlsafe(48),
        "GEWU_DATA_KEYS": f"1:{new()}",
        "GEWU_INDEX_KEY": new(),
    }
    write_once(file, json.dumps(made, indent=1))
