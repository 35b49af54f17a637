"""Shapes of input: doors, people and what is held about them, consents, purposes, openings."""
