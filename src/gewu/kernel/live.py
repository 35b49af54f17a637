"""Live pages: who changed, called out after the commit; who may hear it, signed."""

import json
import re
from collections.abc import Iterable

from django.core import signing

from gewu.kernel.channels import LIVE, Call

# PostgreSQL takes less than 8000 bytes a call.
TOPICS_A_CALL = 70
TOPIC = re.compile(r"[\x21-\x7e]{1,100}")
SALT = "gewu.live"


def publish(topics: Iterable[str]) -> None:
    """After the commit, tell the live pages that follow these topics to look again."""
    names = _checked(topics)
    for start in range(0, len(names), TOPICS_A_CALL):
        Call(LIVE, json.dumps(names[start : start + TOPICS_A_CALL])).after_commit()


def token(topics: Iterable[str]) -> str:
    """A signed ticket to follow these topics; its age is checked when it is read."""
    return signing.dumps(_checked(topics), salt=SALT, compress=True)


def read_token(signed: str, max_age: int = 3600) -> frozenset[str]:
    """The topics of a ticket; none where it is forged or older than `max_age` seconds."""
    try:
        return frozenset(signing.loads(signed, salt=SALT, max_age=max_age))
    except signing.BadSignature:
        return frozenset()


def _checked(topics: Iterable[str]) -> list[str]:
    names = sorted(set(topics))
    if wrong := [name for name in names if not TOPIC.fullmatch(name)]:
        raise ValueError(f"a topic is 1 to 100 plain letters, not {wrong[0]!r}")
    return names
