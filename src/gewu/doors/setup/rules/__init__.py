"""Sheets, their rows, and what speaks against a row."""
