"""A door for maps of others: OGC API – Features, Part 1 (core, GeoJSON, HTML, OpenAPI 3.0).

Words: a *collection* is one level of areas, or the tickets of whoever asks; an *item* is one area
or ticket in it. Areas are everyone's, tickets are shown in the viewer's own scope and without a word
about people. Neighbours: reads territory and tickets, writes nothing.
"""
