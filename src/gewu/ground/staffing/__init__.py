"""Who: units, their posts, and who holds a post from when to when.

Words: unit (anything that can be given work: a grid team, a community, a town office, a department,
the county's desk), post (a seat with a role), appointment (a person in a post for some days), vacancy
(a post nobody holds today). Staffing stands on territory and accounts: it tells accounts what a user
may do where, and territory whose name stands on a grid's page.
"""
