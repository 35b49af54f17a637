"""Copies of everything, sealed: the database and the files in one folder each, the key elsewhere.

`folder` knows the copies and lets old ones go, `making` makes one, `restoring` opens one again,
`sealed` turns streams into files that only the key opens (the format of age, which other
programs read too), `programs` calls PostgreSQL's own.
"""
