"""Pure decisions of territory: levels, codes, reading boundaries."""
