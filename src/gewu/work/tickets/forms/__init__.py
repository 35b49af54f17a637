"""The shape of what staff enter, one kind of page per file."""
