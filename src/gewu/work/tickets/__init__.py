"""Tickets: a request or a found problem, from the report to the resident's confirmation.

Words: an *item* is a leaf of the catalogue, a *condition* says when it may be filed, how long it
may take and what closes it; a *move* is one row of a ticket's history; the *clock* is the promise
made to the resident. Neighbours: `territory` says where, `staffing` says who, `residents` keeps
who asked. Nothing here knows the pages of the doors or the areas above.
"""
