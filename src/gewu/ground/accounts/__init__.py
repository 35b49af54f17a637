"""Who works here and what they may do.

Words: user, role, grant (a role in a place, given by an appointment), permission, key. Accounts knows
nothing of areas or units: staffing above it says through `hooks.grants_of` which role a user has
where, and everyone else asks `user.may(permission, path)`. Sign-in itself is django-allauth's.
"""
