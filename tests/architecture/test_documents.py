"""Generated documents say what the code says."""

import pytest

from gewu.config.documents import FOLDER, drawn
from gewu.config.env import CHECKOUT


@pytest.mark.parametrize(
    "name", ["states.md", "events.md", "hooks.md", "roles.md", "commands.md", "openapi.json"]
)
def test_generated_documents_are_fresh(name: str) -> None:
    kept = (CHECKOUT / FOLDER / name).read_text(encoding="utf-8")
    assert kept == drawn()[name], "run `bin/gewu docs`"
