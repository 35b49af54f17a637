"""Residents' pages, one file per errand."""
