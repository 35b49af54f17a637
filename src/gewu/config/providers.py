"""Identity providers that an environment names: one for the staff, one for residents."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from gewu.config.told import EnvError
from gewu.kernel.oidc import Provider

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def provider(said: Mapping[str, str], prefix: str) -> Provider | None:
    """The provider of PREFIX_ISSUER, PREFIX_CLIENT_ID and so on; None where nothing is said."""
    names = [f"{prefix}_{name}" for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")]
    issuer, client_id, secret = (said.get(name, "").strip() for name in names)
    if not (issuer or client_id or secret):
        return None
    if missing := [name for name in names if not said.get(name, "").strip()]:
        raise EnvError(f"{' and '.join(missing)} are missing: issuer, id and secret go together.")
    parts = urlsplit(issuer)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not is_safe or not parts.hostname:
        raise EnvError(
            f"{names[0]} is “{issuer}”. It looks like https://id.example.gov.cn/realms/county."
        )
    return Provider(issuer, client_id, secret, said.get(f"{prefix}_NAME", "").strip())
