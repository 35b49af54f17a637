"""docs/consequences.md names tests that exist."""

import re

from gewu.config.env import CHECKOUT

NAMED = re.compile(r"([a-z_]+)/tests/(\w+\.py)::(\w+)")


def test_every_named_test_exists() -> None:
    text = (CHECKOUT / "docs" / "consequences.md").read_text(encoding="utf-8")
    named = NAMED.findall(text)
    assert len(named) > 30
    gone = [
        f"{area}/tests/{file}::{name}"
        for area, file, name in named
        if not any(
            f"def {name}(" in path.read_text(encoding="utf-8")
            for path in (CHECKOUT / "src" / "gewu").glob(f"**/{area}/tests/{file}")
        )
    ]
    assert gone == []
