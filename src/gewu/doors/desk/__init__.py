"""The staff shell: my day, and what could not be delivered.

Words: *my day* is what waits for the viewer, whichever area it comes from. Neighbours: the pages
of an area belong to that area; this door only joins them. Other areas add panels through `ui.panels`.
"""
