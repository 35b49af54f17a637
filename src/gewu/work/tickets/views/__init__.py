"""The staff pages of tickets: fetch in scope, validate, one call, answer."""
