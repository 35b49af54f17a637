"""Registers: what stands in a place, kept as data that an administrator shapes, not as code.

Words: kind (a register of one sort of things: hydrants, shops, reservoirs), group of fields (who may
see and change them), field (with a stable key, so that its name may change), record (one thing, with
its place and its history), due (nobody has looked for longer than the kind says). About places,
things and organisations, never about persons: `rules/words.py` refuses such fields. Registers stands
on territory and accounts, beside staffing and residents, which it does not know.
"""
