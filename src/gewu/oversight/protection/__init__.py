"""Residents' rights over their own data: what is held, who looked, and what they ask for.

Words: held (all that belongs to a number), look (one reading of it), request (to correct, delete,
explain …, with a day by which it is answered), restricted (kept, but opened by nobody). The desk for
data protection answers; the portal shows a resident their own part only.
"""
