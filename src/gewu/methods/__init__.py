"""Pure computation on arrays and values: working time, places, shapes, codes, search terms.

Nothing here knows Django, a database, the clock or a word of the domain; `gewu bench` measures it.
"""
