"""Refusals of tables are read in English here."""

import pytest


@pytest.fixture(autouse=True)
def _in_english(english: None) -> None:
    """See the root conftest."""
