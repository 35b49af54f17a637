"""An identity provider over HTTP that can be honest, wrong in one way, or down."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}) for _number in range(2))
ID, SECRET = "gewu", "provider-secret"


@dataclass
class Fake:
    """The provider: who signs in next, and in what it is wrong."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "s-1"})
    changed: dict[str, Any] = field(default_factory=dict)  # claims of the token told otherwise
    key: RSAKey = field(default_factory=lambda: KEY)
    calls_itself: str = ""
    describes_itself: Any = "honestly"  # anything else is its whole discovery document
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def agree(self, address: str) -> str:
        """What a browser does that was sent here and signs in: the query it comes back with."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["code_challenge_method"] == "S256" and query["client_id"] == ID
        code = f"c{len(self.codes)}"
        self.codes[code] = query
        return f"code={code}&state={query['state']}"

    def token(self, given: dict[str, str]) -> dict[str, Any] | None:
        """The answer to a code, once."""
        asked = self.codes.pop(given.get("code", ""), None)
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge:
            return None
        now = int(time.time())
        told = {"iss": self.issuer, "aud": ID, "iat": now, "exp": now + 300}
        told |= {"nonce": asked["nonce"], **self.claims, **self.changed}
        told = {name: value for name, value in told.items() if value is not None}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, told, self.key)
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}

    def page(self, path: str) -> Any:
        """What it tells everyone."""
        if path == "/keys":
            return {"keys": [KEY.as_dict(private=False)]}
        if self.describes_itself != "honestly":
            return self.describes_itself
        return {
            "issuer": self.calls_itself or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }


@contextmanager
def provider() -> Iterator[Fake]:
    """The provider while it runs."""
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fake.asked.append(self.path)
            self._say(200, fake.page(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told = fake.token({name: values[0] for name, values in parse_qs(body).items()})
            self._say(200 if told else 400, told or {"error": "invalid_grant"})

        def _say(self, status: int, said: Any) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_given: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    fake.issuer = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
