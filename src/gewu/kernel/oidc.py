"""Signing in by an identity provider of the county's own (OpenID Connect Core 1.0), by authlib.

Authorization code with PKCE, state and nonce. Each state is used once and lies in the session, so
what is replayed or was begun elsewhere is refused. The issuer is configured, not typed, so it may
lie in the county's own network.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from joserfc.errors import JoseError
from requests import RequestException

from gewu.kernel.acting import Refusal

SECONDS = 8
LEEWAY = 60  # seconds by which two clocks may differ
# What the library stumbles over when an answer of the provider has another shape than it should.
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, RuntimeError)
# Signatures that only the provider can make; a shared secret or none at all is no proof.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA"]


@dataclass(frozen=True)
class Provider:
    """Who vouches for people, and as whom we ask."""

    issuer: str
    client_id: str
    client_secret: str
    name: str = ""


def provider(whose: str) -> Provider | None:
    """The provider of "staff" or "residents", where one is configured."""
    found: Provider | None = settings.IDENTITY_PROVIDERS[whose]
    return found


def begin(request: HttpRequest, whose: str, callback: str, scope: str) -> HttpResponse:
    """Send a browser to the provider; Refusal when it cannot be reached."""
    try:
        client = _client(_known(whose), scope)
        answer: HttpResponse = client.authorize_redirect(request, callback)
    except (AuthlibBaseError, RequestException, *MALFORMED) as error:
        raise _unreachable() from error
    return answer


def finish(request: HttpRequest, whose: str, scope: str) -> Mapping[str, Any]:
    """What the provider vouches for, with signature, issuer, audience, nonce and age checked."""
    known = _known(whose)
    try:
        client = _client(known, scope)
        token = client.authorize_access_token(request, leeway=LEEWAY, claims_options=_wanted(known))
    except RequestException as error:
        raise _unreachable() from error
    except (AuthlibBaseError, JoseError, *MALFORMED) as error:
        raise _not_proven() from error
    claims: Mapping[str, Any] | None = token.get("userinfo")
    if not claims or not claims.get("sub"):
        raise _not_proven()
    return claims


def _known(whose: str) -> Provider:
    known = provider(whose)
    if known is None:
        raise Refusal(_("There is no identity provider here."), code="none")
    return known


@lru_cache
def _client(known: Provider, scope: str) -> Any:
    client = OAuth().register(
        "provider",
        client_id=known.client_id,
        client_secret=known.client_secret,
        server_metadata_url=f"{known.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": scope,
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )
    metadata = client.load_server_metadata()
    if metadata["issuer"].rstrip("/") != known.issuer.rstrip("/"):
        raise ValueError("the provider calls itself by another name")
    told = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [
        name for name in told if name in ALGORITHMS
    ]
    return client


def _wanted(known: Provider) -> dict[str, Any]:
    issuer = known.issuer.rstrip("/")
    return {
        "iss": {"essential": True, "values": [issuer, f"{issuer}/"]},
        "aud": {"essential": True, "value": known.client_id},
        "exp": {"essential": True},
        "nonce": {"essential": True},
    }


def _unreachable() -> Refusal:
    return Refusal(
        _("The identity provider does not answer. Try again later, or sign in the other way."),
        code="unreachable",
    )


def _not_proven() -> Refusal:
    return Refusal(
        _("This sign-in could not be proven, or was used before. Please begin again."),
        code="not_proven",
    )
