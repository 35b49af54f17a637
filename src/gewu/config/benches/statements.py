"""How many statements each call takes, asked once warm. Run as a program: `statements KEYS`."""

import json
import sys
from typing import Any
from uuid import uuid4

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

BORDERS = ("BEGIN", "COMMIT")


def main(keys: dict[str, Any]) -> dict[str, int]:
    """The figure of each kind of call, without BEGIN and COMMIT."""
    west, south, _east, _north = keys["box"]
    report = {"words": "路口积水", "lon": west + 0.001, "lat": south + 0.001, "item": keys["item"]}
    made = [_call("post", "", keys["reporter"], report)[1]["id"] for _ in range(4)]
    for warm in made[:2]:
        _call("post", f"/{warm}/sign", keys["handler"], {})
        _call("get", f"/{warm}", keys["reporter"])
        _call("get", f"?queue=open&item={keys['item']}", keys["reporter"])
    return {
        "create": _call("post", "", keys["reporter"], report)[0],
        "list": _call("get", f"?queue=open&item={keys['item']}", keys["reporter"])[0],
        "ticket": _call("get", f"/{made[2]}", keys["reporter"])[0],
        "status": _call("post", f"/{made[2]}/sign", keys["handler"], {})[0],
    }


def _call(method: str, path: str, key: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": str(uuid4())}
    given: dict[str, Any] = {"headers": headers}
    if body is not None:
        given |= {"data": json.dumps(body), "content_type": "application/json"}
    with CaptureQueriesContext(connection) as asked:
        answer = getattr(Client(headers={"host": "127.0.0.1"}), method)(
            f"/api/v1/tickets{path}", **given
        )
    if answer.status_code >= 400:
        raise RuntimeError(f"{path or '/'}: {answer.status_code} {answer.content[:200]!r}")
    return len([each for each in asked if each["sql"] not in BORDERS]), answer.json()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))) + "\n")
