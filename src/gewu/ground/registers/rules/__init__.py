"""Decisions of registers; nothing here asks the database or the clock."""
