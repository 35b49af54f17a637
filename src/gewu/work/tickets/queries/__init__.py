"""Reads of tickets, always in a viewer's scope."""
