"""Reads of the change log."""

from gewu.oversight.changelog.queries.entries import Asked, entries_for
from gewu.oversight.changelog.queries.grids import Since, since_of
from gewu.oversight.changelog.queries.telling import Entry, told

__all__ = ["Asked", "Entry", "Since", "entries_for", "since_of", "told"]
