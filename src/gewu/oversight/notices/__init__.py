"""Notices: a message to one person about a ticket, in the desk and by other ways that plug in.

Words: a *message* lies in the *inbox* and names number, item, place and limit, never a person; a
*sender* carries it elsewhere, by mail for instance, as a *delivery* that is tried again; *quiet
hours* hold back what is not urgent. Neighbours: `tickets` announces what happened, `staffing` says
who holds which post; this area only listens.
"""
