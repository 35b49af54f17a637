"""Where: the tree of areas and the grid of a point.

Words: area (county, town, community, grid, micro-grid), path (ids from the county down, each ended by
a dot: "1.4.17."), code (a label with a scheme, never a key), version (what an area was during some
days: code, names, boundary, parent), revision (a counter that tells caches to look again). Territory
knows nothing of units or people: staffing plugs them into `hooks`.
"""
