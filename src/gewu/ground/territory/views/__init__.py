"""The pages of territory: the tree with its map, one area, import, and each grid's public page."""
