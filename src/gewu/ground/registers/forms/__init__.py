"""Shapes of input of registers."""
