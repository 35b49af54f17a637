"""Pure decisions about tickets: numbers, clocks, routes and words."""
